"""Commands that print: a form, blank or filled, and a receipt, as PDF."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from client.base.errors import UserError
from client.cli.answering import answers
from client.cli.checked import form_in, return_asked
from client.cli.opening import firm_at, shelf_for
from client.cli.options import EnterpriseOption, FormArgument, HomeOption, PackOption, PeriodNeeded
from client.cli.results.answer import Result
from forms.periods import Period

OutOption = Annotated[Path, typer.Option("--out", help="写到哪个 .pdf")]


def register(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    app.command("print")(print_form)


@answers("print")
def print_form(
    form: FormArgument,
    out: OutOption,
    period: PeriodNeeded,
    enterprise: EnterpriseOption = None,
    blank: Annotated[bool, typer.Option("--blank", help="空白表，不要数据")] = False,
    pack: PackOption = None,
    receipt: Annotated[bool, typer.Option("--receipt", help="打印这张表的回执，而不是表")] = False,
    home: HomeOption = None,
) -> Result:
    """把报表印成正式格式的 PDF：填好的、空白的，或它的回执。"""
    from client.usecases.views import papers  # loads Qt

    firm, month = None, Period.parse(period)
    if pack is not None and not blank:
        raise UserError("cli.pack-or-enterprise")
    if blank:
        chosen = shelf_for(pack, home).in_force(month)
        asked = chosen.forms[form_in(chosen.forms, form)]
        when = asked.period_of(month)
        sheets = papers.write_form(papers.blank_form(chosen, asked, when), out)
    else:
        with firm_at(home, enterprise) as (session, firm):
            key = return_asked(session, firm, form, month)
            when = key.period
            if receipt:
                sheets = papers.write_receipt(papers.receipt_of(session, key), out)
            else:
                sheets = papers.write_form(papers.filled_form(session, key), out)
    return Result(
        command="print",
        status=0,
        enterprise=firm,
        period=str(when),
        files=[str(out)],
        details={"sheets": str(sheets)},
    )
