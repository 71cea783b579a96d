"""A workbook that keeps several months, in sheets or side by side: which they are, and what each leaves out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from client.base.errors import UserError
from client.workbook import Book, Extraction, NotTaken
from client.workbook.finding.names.periods import period_in
from client.workbook.finding.sheets.month_lines import months_held
from forms.pack import Pack
from forms.periods import Period

_OTHER_SHEET = "left.sheet-other-period"


def other_periods(extraction: Extraction, asked: Period, pack: Pack) -> set[Period]:
    """Those the sheets name, of the kind of the asked one and reported."""
    notes = [*extraction.warnings, *(entry.why for entry in extraction.left)]
    named = {str(note.params.get("named", "")) for note in notes if note.code in ("warn.period", _OTHER_SHEET)}
    found = (period_in(text) for text in named)
    return {each for each in found if each is not None and each.kind == asked.kind and pack.reports(each)}


def months_of(extraction: Extraction, asked: Period, book: Book, pack: Pack) -> tuple[Period, ...]:
    """All months a workbook has sheets or columns of, the earliest first."""
    unsaid = any(plan.taken for plan in extraction.sheets) and not any(
        warning.code == "warn.period" for warning in extraction.warnings
    )
    across = {month for month in months_held(book, asked) if pack.reports(month)}
    found = other_periods(extraction, asked, pack) | across
    return tuple(sorted(found | ({asked} if unsaid else set())))


def month_meant(book: Book, asked: Period, pack: Pack) -> Period:
    """Of months side by side that are not the asked one, the newest before it."""
    months = {month for month in months_held(book, asked) if pack.reports(month)}
    if asked in months or not months:
        return asked
    return max((month for month in months if month <= asked), default=max(months))


def other_months(file: str, there: Iterable[Period], asked: Iterable[Period]) -> UserError:
    """The error that a workbook has none of the months that are asked for."""
    found, wanted = ("、".join(map(str, sorted(each))) for each in (there, asked))
    return UserError("workbook.other-months", file=file, expected=wanted, found=found)


def several_months(file: str, there: Sequence[Period], asked: Period) -> UserError:
    """That a workbook has several months, the asked one not among them, and nobody said that all are wanted."""
    first, last = there[0].words, there[-1].words
    return UserError(
        "workbook.several-months", file=file, count=len(there), first=first, last=last, expected=asked.words
    )


def left_everywhere(
    parts: Sequence[tuple[Iterable[NotTaken], frozenset[str]]],
) -> tuple[NotTaken, ...]:
    """What several months of a workbook left out: each part's list and the sheets it took figures of.

    A sheet or column that only was another month's is none of it; whole lines and cells are named once.
    """
    lists = [(tuple(left), taken) for left, taken in parts]
    read = frozenset[str]().union(*(taken for _, taken in lists))
    kept: dict[str, NotTaken] = {}
    for left, _ in lists:
        for entry in left:
            whole = entry.row is None and entry.sheet in read
            if not whole or (entry.column is not None and _by_all(entry, lists)):
                kept[str(entry)] = entry
    return tuple(kept.values())


def _by_all(entry: NotTaken, lists: Sequence[tuple[tuple[NotTaken, ...], frozenset[str]]]) -> bool:
    """Whether every month that read the sheet left the column."""
    where = (entry.sheet, entry.column)
    return all(
        any((each.sheet, each.column) == where and each.row is None for each in left)
        for left, taken in lists
        if entry.sheet in taken
    )
