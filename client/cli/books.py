"""What ``import`` and ``check BOOK`` share: what can be said of a workbook, and reading it as the home would."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Annotated, Literal, NamedTuple

import typer
from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from client.base.home import STORE_FILE
from client.base.home_choice import default_home
from client.cli.checked import form_in
from client.cli.opening import session_at
from client.cli.spoken import said, told
from client.usecases.books import extracting, importing, profiles
from client.usecases.books.extracting import Extracted, Reading
from client.usecases.home import enterprises
from client.workbook import Choices, Profile, warm, written
from forms.pack import Pack, Shelf
from forms.pack.shelf import bundled_shelf
from forms.periods import Period

FOLLOW_NONE = "none"
"""The name that stands for no profile at all."""


@dataclass(frozen=True)
class BookOptions:
    """What a person says of a workbook in place of what is guessed, as options of the command line."""

    sheet: Annotated[list[str], typer.Option("--sheet", help="只读这张工作表，可多次；隐藏的也读")] = field(
        default_factory=list
    )
    unit: Annotated[str, typer.Option("--unit", help="金额单位：元、千元、万元……")] = ""
    heading: Annotated[int | None, typer.Option("--heading", min=1, help="表头最下面一行的行号")] = None
    down: Annotated[
        bool | None, typer.Option("--down/--across", help="指标竖排（一行一个）或横排（一行一条）")
    ] = None
    line: Annotated[list[str], typer.Option("--line", help="标签=代码，如 减值损失=-JY011:元；“标签=”为不取")] = (
        field(default_factory=list)
    )
    column: Annotated[list[str], typer.Option("--column", help="列=含义，如 C=本期、D=上年同期、E=不取")] = field(
        default_factory=list
    )
    sheet_period: Annotated[
        str | None, typer.Option("--sheet-period", help="表上的数属于哪一期，不管表上怎么写")
    ] = None
    months: Annotated[
        Literal["added", "sums"] | None,
        typer.Option("--months", help="并排的各月：added 是当月数、加到本期，sums 已是 1 月起的累计数"),
    ] = None
    any_enterprise: Annotated[bool, typer.Option("--any-enterprise", help="表上写的是别的单位也取")] = False
    profile: Annotated[str | None, typer.Option("--profile", help="按这个已记住的对应关系；none 为一个也不用")] = (
        None
    )

    def choices(self) -> Choices:
        """What is said in place of guesses; raises ``UserError`` ``choices.…``."""
        return written(
            self.line,
            self.column,
            sheets=tuple(self.sheet),
            unit=self.unit,
            heading=self.heading,
            orientation=None if self.down is None else "down" if self.down else "across",
            period=Period.parse(self.sheet_period) if self.sheet_period else None,
            months=self.months or "",
            any_enterprise=self.any_enterprise,
        )


class Known(NamedTuple):
    """What a home knows of reading a workbook: earlier choices, and the definitions it is read by."""

    profiles: tuple[Profile, ...] = ()
    pack: Pack | None = None
    kept: Shelf | None = None
    """The versions in the home; None where there is no home to look in."""

    @property
    def shelf(self) -> Shelf:
        """The versions forms and indicators may be named from."""
        return self.kept or bundled_shelf()

    def forms(self, code: str | None) -> list[str] | None:
        """The one form asked for as a list, or None for all; raises ``UserError('cli.no-such-form')``."""
        return [form_in(self.shelf.forms, code)] if code else None

    def reading(
        self, firm: str, period: Period, form: str | None, choices: Choices, *, follow: bool = False
    ) -> Reading:
        """How the home would read a workbook; raises ``UserError('cli.no-such-form')``."""
        return Reading(firm, period, self.forms(form), choices, self.profiles, self.pack, follow)


def known_of(home: Path | None, profile: str | None, firm: str, period: Period) -> Known:
    """The profiles to be tried and the version in use for the returns; a home that is not there yet has none.

    ``firm`` is ``""`` where each enterprise of a workbook has its own.
    """
    if not ((home or default_home()) / STORE_FILE).exists():
        return Known()
    warm()  # it starts while the home is opened
    with session_at(home, create=False) as session:
        every = () if profile == FOLLOW_NONE else profiles.all_of(session)
        pack = importing.pack_in_use(session, enterprises.checked_code(firm), period) if firm else None
        followed = every if profile in (None, FOLLOW_NONE) else (profiles.named(every, profile),)
        return Known(followed, pack, session.shelf)


def extract_all(books: Sequence[Path], reading: Reading, *, quiet: bool) -> list[Extracted]:
    """Every workbook read before the home is opened: a file that cannot be read changes nothing."""
    extracted = []
    columns = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True, disable=quiet) as progress:
        task = progress.add_task(said("读取工作簿"), total=len(books))
        for book in books:
            progress.update(task, description=told("读取并识别 {file}", file=book.name))
            extracted.append(extracting.extract(book, reading))
            progress.advance(task)
    return extracted


def again(read: Extracted, reading: Reading, period: Period) -> Extracted:
    """Just this period of a workbook that was read."""
    only = replace(reading, firm=read.firm, period=period, follow=False)
    return extracting.extract_from(read.book, read.sha256, only)
