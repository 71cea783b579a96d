"""Months beside or below each other: whether each has its own figures, or the sums since January."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping, Sequence
from decimal import Decimal
from itertools import pairwise

from client.workbook.finding.readers.taking import Taking
from client.workbook.finding.sheets.facts import period_in
from client.workbook.finding.sheets.headings import adds_up
from client.workbook.finding.sheets.month_columns import month_of, spans
from client.workbook.finding.taken.extraction import note
from client.workbook.model import Scalar
from forms.periods import Period
from forms.values.numbers import read_number

Line = Mapping[int, Decimal]
"""An indicator's figures by month, 1 to 12."""

_ALONE = re.compile("[当单]月")
_SUMS = re.compile(r"累计|cumulative|year-?to-?date|ytd")
_COMPARED = 3
_FALLS = 4
"""Of so many figures that add up over the year one falls from a month to a later one: they are no sums."""
_GREW = 2
"""The greatest figure grew less than half of what a sum would have."""
_NEAR = Decimal("0.005")


def amount(value: Scalar) -> Decimal | None:
    """The number a cell holds or spells."""
    if isinstance(value, str):
        number = read_number(value)
        return None if number is None else number.value
    return value if isinstance(value, Decimal) else None


def months_at(headings: Mapping[int, str], asked: Period) -> dict[int, int]:
    """The column of each month of the asked year that stands alone; 1—2月 is February's, two of one are none."""
    found: dict[int, int] = {}
    for column, text in headings.items():
        month = _month(text, asked)
        if month in found or (month == 2 and 1 in found and spans(text)):
            return {}
        if month is not None:
            found[month] = column
    return found if asked.kind == "month" and len(found) > 1 and asked.index in found else {}


def _month(text: str, asked: Period) -> int | None:
    named = period_in(text)
    if named is not None and (named.kind != "month" or named.year != asked.year):
        return None
    month = month_of(text) if named is None else named.index
    return month if not (spans(text) or adds_up(text)) or (month == 2 and "累计" not in text) else None


def alone(titles: Iterable[str], lines: Sequence[Line]) -> bool:
    """Whether the months' figures are their own: by what is said above them, else by how they go on."""
    said = "".join(unicodedata.normalize("NFKC", title).replace(" ", "").casefold() for title in titles)
    if _SUMS.search(said):
        return False
    return _ALONE.search(said) is not None or _falls(lines) or _hardly_grows(lines)


def falls(lines: Iterable[Line]) -> tuple[int, int]:
    """How many figures are smaller than the one of the month before, and of how many that can be said."""
    pairs = [pair for line in lines for pair in pairwise(line[month] for month in sorted(line))]
    compared = [(then, now) for then, now in pairs if then > 0 and now >= 0]
    return sum(now < then for then, now in compared), len(compared)


def _falls(lines: Iterable[Line]) -> bool:
    fell, compared = falls(lines)
    return compared >= _COMPARED and fell * _FALLS >= compared


def _hardly_grows(lines: Iterable[Line]) -> bool:
    """Whether the greatest of them grows as no sum over these months would."""
    greatest = max(lines, key=lambda line: max(line.values(), default=Decimal(0)), default={})
    months = sorted(month for month, figure in greatest.items() if figure > 0)
    if len(months) < _COMPARED:
        return False
    first, last = months[0], months[-1]
    return greatest[last] * first * _GREW < greatest[first] * last


def missing(months: Collection[int], last: int, *, joined: bool) -> list[int]:
    """The months up to ``last`` of which there are no figures; ``joined`` where February's are January's too."""
    return [month for month in range(1 + joined, last + 1) if month not in months]


def say_added(taking: Taking) -> None:
    """Say how many figures were made by adding months up."""
    made = [each for each in taking.values if each.note is not None and each.note.code == "seen.months-added"]
    if made:
        last = taking.asked.index
        taking.conflicts.append(note("warn.months-added", sheet=taking.sheet.name, count=len(made), last=last))


def adds_months(lines: Sequence[tuple[Line, Decimal]]) -> bool:
    """Whether the figures beside most lines are the sums of their months."""
    agree = sum(abs(sum(line.values()) - total) <= abs(total) * _NEAR for line, total in lines)
    return agree * 2 > len(lines)
