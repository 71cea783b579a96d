"""Figures out again: export for other programs, and the roll-up of a group."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from client.base.errors import UserError
from client.base.home_choice import default_home
from client.cli.answering import answers
from client.cli.checked import form_in, known_form
from client.cli.convert.rollup import left_out_of, totals_of, unread_of
from client.cli.opening import session_at
from client.cli.options import FormOption, HomeOption, PeriodNeeded, PeriodOption
from client.cli.results.answer import Result
from client.cli.results.texts import problem_of
from client.usecases.home import enterprises
from client.usecases.views import exporting
from client.usecases.views.exporting import Wanted
from client.usecases.views.rescuing import rescue
from client.usecases.views.rollup.adding import roll_up
from client.usecases.views.rollup.book import write_book
from client.usecases.views.rollup.model import Question
from forms.pack.shelf import bundled_shelf
from forms.periods import Period

FirmsOption = Annotated[list[str], typer.Option("--enterprise", help="统一社会信用代码，可多次；不写为全部")]


def register(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    app.command()(export)
    app.command("rollup")(rollup_)


@answers("export")
def export(
    out: Annotated[Path, typer.Option("--out", help="写到哪个 .xlsx 或 .csv")],
    enterprise: FirmsOption = [],  # noqa: B006
    period: PeriodOption = None,
    form: FormOption = None,
    by_value: Annotated[
        bool, typer.Option("--by-value", help="清单表（--form）也一个数一行，不按一项一行、一个指标一列")
    ] = False,
    home: HomeOption = None,
) -> Result:
    """把填报的数和审核问题导出为表格，供别的程序使用；单独导出清单表时一项一行，可再导入。"""
    firms = [enterprises.checked_code(code) for code in enterprise]
    asked = Period.parse(period) if period else None
    problems = []
    try:
        with session_at(home, create=False) as session:
            wanted = Wanted(firms, asked, form and known_form(session, form))
            files = exporting.export(session, out, wanted, by_value=by_value)
    except UserError as error:
        if error.code != "store.newer":
            raise
        code = form and form_in(bundled_shelf().forms, form)
        files = rescue(home or default_home(), out, Wanted(firms, asked, code))
        problems = [problem_of(UserError("export.from-newer"))]
    told = [str(file) for file in files]
    return Result(command="export", status=0, period=period, files=told, problems=problems)


@answers("rollup")
def rollup_(
    period: PeriodNeeded,
    form: FormOption = None,
    by: Annotated[str, typer.Option("--by", help="按企业基本情况的这个指标分组，如 JB009 地区")] = "",
    enterprise: FirmsOption = [],  # noqa: B006
    since: Annotated[
        str | None, typer.Option("--since", help="从哪一期起，到 --period 为止；累计数相减，时点数取期末")
    ] = None,
    filed: Annotated[bool, typer.Option("--filed", help="只算已送达主管部门的数，不算草稿")] = False,
    out: Annotated[Path | None, typer.Option("--out", help="写到哪个 .xlsx 或 .csv，一层一张表")] = None,
    home: HomeOption = None,
) -> Result:
    """汇总各单位的报表：合计、分组、按单位、明细，谁没有填也列出。"""
    firms = tuple(enterprises.checked_code(code) for code in enterprise)
    with session_at(home, create=False) as session:
        question = Question(
            period=Period.parse(period),
            form=known_form(session, form) if form else None,
            by=by.upper(),
            firms=firms,
            since=Period.parse(since) if since else None,
            basis="filed" if filed else "entered",
        )
        found = roll_up(session, question)
    files = write_book(found, out) if out is not None else []
    totals, left = totals_of(found), left_out_of(found)
    result = Result(command="rollup", status=0, period=period, totals=totals, not_added=left)
    result.problems.extend(unread_of(found))
    result.files.extend(str(file) for file in files)
    return result
