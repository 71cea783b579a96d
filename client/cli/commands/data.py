"""Commands that work on what is entered: edit, template."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from client.base.errors import UserError
from client.cli.answering import answers
from client.cli.checked import checked, return_asked
from client.cli.opening import firm_at, session_at, shelf_for
from client.cli.options import EnterpriseOption, FormArgument, HomeOption, PackOption, PeriodNeeded
from client.cli.results.answer import Result
from client.usecases.books import templates
from client.usecases.home import enterprises
from client.usecases.returns.checking import check_returns
from client.usecases.returns.editing import OTHER_REASON, Draft, open_draft
from client.usecases.returns.explaining import explain
from client.usecases.returns.keeping import save
from client.usecases.returns.outcome import Outcome
from client.usecases.returns.states import unexplained
from forms.periods import Period


def register(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    app.command()(edit)
    app.command()(template)


@answers("edit")
def edit(
    form: FormArgument,
    period: PeriodNeeded,
    enterprise: EnterpriseOption = None,
    set_: Annotated[list[str], typer.Option("--set", help="地址=内容，如 JY021=33200；内容留空即清除")] = [],  # noqa: B006
    explain: Annotated[list[str], typer.Option("--explain", help="规则=说明，如 C035=…")] = [],  # noqa: B006
    home: HomeOption = None,
) -> Result:
    """改正单元格，或为核实写说明。"""
    month = Period.parse(period)
    texts = dict(_pair(text) for text in set_)
    words = [_pair(text) for text in explain]
    with firm_at(home, enterprise) as (session, firm):
        key = return_asked(session, firm, form, month)
        draft = open_draft(session, key)
        outcome = draft.type(texts)
        outcomes = [outcome] if outcome else []
        for rule, text in words:
            outcomes.extend(_explain(draft, rule, text))
        for outcome in outcomes:
            save(session, outcome).result()
        found = check_returns(session, firm, key.period, key.form)
        return checked(Result(command="edit", status=0, enterprise=firm, period=period), found)


@answers("template")
def template(
    out: Annotated[Path, typer.Option("--out", help="写到哪个 .xlsx")],
    period: PeriodNeeded,
    form: Annotated[list[str] | None, typer.Argument(help="表的代码，可以给出多个；不写为本期应报的各表")] = None,
    enterprise: EnterpriseOption = None,
    pack: PackOption = None,
    home: HomeOption = None,
) -> Result:
    """写出可以填好再导入的工作簿模板；给出 --enterprise 时填好已知的数、上期和上年同期。"""
    asked = Period.parse(period)
    if pack is not None and enterprise is not None:
        raise UserError("cli.pack-or-enterprise")
    if enterprise is None:
        chosen = shelf_for(pack, home).in_force(asked)
        written = templates.write(chosen, form or templates.due(chosen, asked), out, asked)
    else:
        firm = enterprises.checked_code(enterprise)
        with session_at(home, create=False) as session:
            written = templates.write_for(session, firm, form or [], out, asked)
    return Result(command="template", status=0, period=period, files=[str(written)])


def _pair(text: str) -> tuple[str, str]:
    name, sign, rest = text.partition("=")
    if not sign or not name.strip():
        raise UserError("cli.bad-edit", text=text)
    return name.strip(), rest


def _explain(draft: Draft, rule: str, text: str) -> Iterator[Outcome]:
    """Explain every open query of a rule with the same words."""
    open_queries = [f for f in unexplained(draft.findings, draft.current) if f.rule == rule]
    if not open_queries:
        raise UserError("cli.no-such-finding", form=draft.form.code, rule=rule)
    for finding in open_queries:
        yield explain(draft, finding, OTHER_REASON, text)
