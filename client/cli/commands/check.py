"""The command that checks: what is stored, a workbook without storing it, or a file against any pack."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from client.base.errors import UserError
from client.cli.answering import answers
from client.cli.books import FOLLOW_NONE, BookOptions, Known, extract_all, known_of
from client.cli.checked import checked, known_form, something, with_proposals
from client.cli.commands.importing import store_all
from client.cli.convert.records import records_result
from client.cli.convert.returns import finding_result
from client.cli.opening import session_at, throwaway_session, which_enterprise
from client.cli.options import EnterpriseOption, FormOption, HomeOption, JsonFlag, PeriodOption
from client.cli.results.answer import Result
from client.cli.spreading import spread
from client.usecases.books.file_checking import FileCheck, check_file
from client.usecases.returns.checking import check_returns
from client.usecases.returns.demands import demands
from forms.periods import Period


def register(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    app.command()(spread(check, BookOptions))


@answers("check")
def check(
    book: Annotated[Path | None, typer.Argument(help="只检查这个工作簿，不保存")] = None,
    enterprise: EnterpriseOption = None,
    period: PeriodOption = None,
    form: FormOption = None,
    pack: Annotated[Path | None, typer.Option("--pack", help="按这个文件夹里的定义包检查文件，不保存")] = None,
    previous: Annotated[Path | None, typer.Option("--previous", help="上期的文件，按行的键对上")] = None,
    last_year: Annotated[Path | None, typer.Option("--last-year", help="上年同期的文件，按行的键对上")] = None,
    *,
    said: BookOptions,
    everything: Annotated[bool, typer.Option("--all", help="通过和不适用的也逐条列出")] = False,
    home: HomeOption = None,
    json: JsonFlag = False,
) -> Result:
    """按审核关系检查已录入的报表，或检查一个文件而不保存；给出 --pack 时按任何定义包检查。"""
    asked = Period.parse(period) if period else None
    if pack is not None or previous is not None or last_year is not None:
        if book is None or pack is None:
            raise UserError("cli.pack-needs")
        one = said.sheet[0] if said.sheet else None
        beside = {"previous": previous, "last_year": last_year}
        return _checked_file(check_file(book, pack, form, asked, sheet=one, everything=everything, **beside))
    if book is not None:
        return _checked_book(book, enterprise, asked, form, said, home, quiet=json)
    with session_at(home, create=False) as session:
        result = Result(command="check", status=0, period=period)
        result.enterprise = which_enterprise(session, enterprise)
        code = known_form(session, form) if form else None
        found = check_returns(session, result.enterprise, asked, code)
        checked(result, something(found, asked, code), partial(with_proposals, session))
        if asked is not None and code is None:
            lacking = demands(session, result.enterprise, asked, found)
            result.lacking.extend(finding_result(each, explained=False) for each in lacking)
        return result


def _checked_book(
    book: Path,
    enterprise: str | None,
    period: Period | None,
    form: str | None,
    said: BookOptions,
    home: Path | None,
    *,
    quiet: bool,
) -> Result:
    """What the checks say of a workbook, understood as ``import`` would; nothing is stored."""
    if period is None or enterprise is None:
        raise UserError("cli.book-needs")
    chosen = said.choices()
    # A home that is locked or open elsewhere is left alone where nothing it remembers is wanted.
    known = Known() if said.profile == FOLLOW_NONE else known_of(home, said.profile, enterprise, period)
    books = extract_all([book], known.reading(enterprise, period, form, chosen), quiet=quiet)
    with throwaway_session(known.pack) as session:
        result = Result(command="check", status=0, enterprise=enterprise, period=str(period))
        return store_all(session, [books], result, dry_run=True)


def _checked_file(found: FileCheck) -> Result:
    """1 when records fail a check of level error, or the file lacks what is always required."""
    lacking = any(indicator.required == "always" for indicator in found.file.absent)
    status = 1 if lacking or found.report.failing("error") else 0
    period = str(found.file.records.period)
    return Result(command="check", status=status, period=period, records=records_result(found))
