"""Workbooks into returns: import, with everything that was guessed open to correction."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from client.base.clock import SystemClock
from client.base.errors import UserError
from client.cli.answering import answers
from client.cli.books import BookOptions, again, extract_all, known_of
from client.cli.checked import checked
from client.cli.commands.batch import import_many
from client.cli.convert.workbooks import with_mark, workbook_result
from client.cli.opening import session_at
from client.cli.options import FormOption, HomeOption, JsonFlag
from client.cli.period_span import PeriodSpan
from client.cli.results.answer import Result
from client.cli.spoken import language
from client.cli.spreading import spread
from client.usecases.books import importing, marking, profiles, several
from client.usecases.books.batches import importing_many
from client.usecases.books.batches.importing_many import Wishes
from client.usecases.books.extracting import Extracted
from client.usecases.books.marking import Marked
from client.usecases.books.selecting import ALL, Selection
from client.usecases.home import enterprises
from client.usecases.home.session import Session
from client.usecases.returns.checking import check_returns
from forms.pack import Shelf

MarkedOption = Annotated[Path | None, typer.Option("--marked", help="把发现的问题标在原件的副本里，写到这个文件")]
OnlyOption = Annotated[list[str], typer.Option("--only", help="只写入这个指标或这张表，可多次")]
DoubtsFlag = Annotated[bool, typer.Option("--without-doubts", help="有疑点的数不写入，列在“没有取用”里")]
WhoseOption = Annotated[str, typer.Option("--enterprise", help="统一社会信用代码；不写则按表上写的分给各家单位")]
AllFlag = Annotated[bool, typer.Option("--all-periods", help="工作簿里的每个月都导入（一月一张表或一列）")]
RememberOption = Annotated[str | None, typer.Option("--remember", help="把这次的指定记为对应关系，取这个名称")]


def register(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    app.command("import")(spread(import_, BookOptions))


@answers("import")
def import_(
    book: Annotated[list[Path], typer.Argument(help="工作簿文件，可以给出多个；或装着工作簿的文件夹")],
    period: Annotated[str, typer.Option("--period", help="报告期，如 2025-09；几个月如 2025-01..2025-12")] = "",
    all_periods: AllFlag = False,
    enterprise: WhoseOption = "",
    form: FormOption = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="只看会改变什么，不保存")] = False,
    *,
    said: BookOptions,
    remember: RememberOption = None,
    marked: MarkedOption = None,
    only: OnlyOption = [],  # noqa: B006
    without_doubts: DoubtsFlag = False,
    home: HomeOption = None,
    json: JsonFlag = False,
) -> Result:
    """把财务工作簿导入为报表：识别、换算、预览并保存；一个文件夹、多家单位的汇总簿一批导入，可续做、可整批撤销。"""
    firm = enterprises.checked_code(enterprise) if enterprise else ""
    span = PeriodSpan.of(period, every=all_periods, today=SystemClock().now().date())
    asked = span.last
    chosen = said.choices()
    known = known_of(home, said.profile, firm, asked)
    selection = _selection(known.shelf, only, doubtful=not without_doubts)
    if _many(book, firm, marked, remember):
        wishes = Wishes(known.forms(form), chosen, known.profiles, selection)
        wishes = replace(wishes, follow=span.several, every_month=span.several, months=span.periods)
        with session_at(home) as session:
            return import_many(session, book, span, firm, wishes, dry_run=dry_run, quiet=json)
    reading = known.reading(firm, asked, form, chosen, follow=span.several)
    read = extract_all(book, reading, quiet=json)
    books = [span.of_book(each, partial(again, each, reading)) for each in read]
    result = Result(command="import", status=0, enterprise=firm, period=str(span))
    with session_at(home) as session:
        if remember is not None:
            first = books[0][-1]
            profiles.remember(session, remember, first.book, first.extraction, first.choices)
        copy = _marked(session, book[0], books[0], marked) if marked is not None else None
        done = store_all(session, books, result, dry_run=dry_run, selection=selection)
        if copy is not None:
            done.workbooks[0] = with_mark(done.workbooks[0], copy)
            done.files.append(str(copy.file))
        return done


def _many(books: Sequence[Path], firm: str, marked: Path | None, remember: str | None) -> bool:
    """Whether many enterprises or files are meant; raises ``UserError`` for what only goes with a single one."""
    many = not firm or any(path.is_dir() for path in books)
    if marked is not None and (many or len(books) > 1):
        raise UserError("cli.mark-one")
    if many and remember is not None:
        raise UserError("cli.remember-one")
    if many:
        importing_many.found_in(books)  # an empty folder is told before a home is made for it
    return many


def _marked(session: Session, path: Path, parts: Sequence[Extracted], target: Path) -> Marked:
    """The copy, made before anything is stored; what it loses is said before, on standard error."""
    for lost in marking.will_lose(path):
        sys.stderr.write(f"{lost.what(language())}\n")
    return marking.mark(path, several.plan_each(session, parts), parts[0].book, target, language=language())


def _selection(shelf: Shelf, only: Sequence[str], *, doubtful: bool) -> Selection:
    """Forms and indicators by their codes; raises ``UserError('cli.no-such-code')``."""
    names = [name.upper() for name in only]
    for name in names:
        if name not in shelf.forms and not any(name in pack.home for pack in shelf.packs):
            raise UserError("cli.no-such-code", code=name)
    forms = frozenset(name for name in names if name in shelf.forms)
    codes = frozenset(names) - forms
    return Selection(forms, codes=codes, doubtful=doubtful)


def store_all(
    session: Session,
    books: Sequence[Sequence[Extracted]],
    result: Result,
    *,
    dry_run: bool,
    selection: Selection = ALL,
) -> Result:
    """Plan every workbook, of each its periods, against the store, and keep it unless it is only looked at."""
    plans = []
    for book in books:
        plans.append(several.plan_each(session, book, selection))
        import_id = None if dry_run else importing.apply(session, plans[-1])
        result.workbooks.append(workbook_result(plans[-1], import_id))
    # A long list lies in the store as it was planned: it is not read back cell by cell to say so.
    if dry_run or any(check.size is not None for plan in plans for check in plan.checks):
        return checked(result, tuple(check for plan in plans for check in plan.checks))
    touched = {check.return_key for plan in plans for check in plan.checks}
    stored = check_returns(session, plans[0].firm)
    return checked(result, tuple(check for check in stored if check.return_key in touched))
