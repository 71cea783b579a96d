"""Months beside or below each other: whether each has its own figures, or the sums since January."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from decimal import Decimal
from itertools import pairwise

import msgspec

from client.workbook.finding.names.dates import timed
from client.workbook.finding.names.periods import period_in
from client.workbook.finding.names.traditional import compared
from client.workbook.finding.readers.taking import Taking
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


class MonthColumns(msgspec.Struct, frozen=True):
    """Columns of months by their number, and whether each has its own figures alone; ``total`` adds them up."""

    columns: dict[int, int]
    alone: bool
    total: int | None = None
    joined: bool = False
    """Whether February's are January's too: 1—2月."""

    def missing(self, last: int) -> list[int]:
        """The months up to ``last`` that have no figures here."""
        return missing(self.columns, last, joined=self.joined)


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
    said = "".join(map(compared, titles))
    if _SUMS.search(said):
        return False
    return _ALONE.search(said) is not None or _falls(lines) or _hardly_grows(lines)


def falls(lines: Iterable[Line]) -> tuple[int, int]:
    """How many figures are smaller than the one of the month before, and of how many that can be said."""
    pairs = [pair for line in lines for pair in pairwise(line[month] for month in sorted(line))]
    grown = [now >= then for then, now in pairs if then > 0 and now >= 0]
    return grown.count(False), len(grown)


def _falls(lines: Iterable[Line]) -> bool:
    fell, held = falls(lines)
    return held >= _COMPARED and fell * _FALLS >= held


def _hardly_grows(lines: Iterable[Line]) -> bool:
    """Whether the greatest of them grows as no sum over these months would."""
    greatest = max(lines, key=lambda line: max(line.values(), default=Decimal(0)), default={})
    months = sorted(month for month, figure in greatest.items() if figure > 0)
    if len(months) < _COMPARED:
        return False
    first, last = months[0], months[-1]
    grown = greatest[last] - greatest[first]
    return grown * first * _GREW < greatest[first] * (last - first)


def missing(months: Collection[int], last: int, *, joined: bool) -> list[int]:
    """The months up to ``last`` of which there are no figures; ``joined`` where February's are January's too."""
    return [month for month in range(1 + joined, last + 1) if month not in months]


def say_added(taking: Taking) -> None:
    """Say how many figures were made by adding months up."""
    made = [each for each in taking.values if each.note is not None and each.note.code == "seen.months-added"]
    if made:
        last = taking.asked.index
        taking.conflicts.append(note("warn.months-added", sheet=taking.sheet.name, count=len(made), last=last))


def sums_up(lines: Iterable[tuple[Decimal, Sequence[Decimal]]]) -> bool:
    """Whether most of the totals are the sums of the figures beside them."""
    agree = [abs(sum(parts) - total) <= abs(total) * _NEAR for total, parts in lines]
    return sum(agree) * 2 > len(agree)


def since_january(columns: Mapping[int, int], headings: Mapping[int, str], last: int) -> list[int]:
    """The columns that together are the months to the ``last``: 上半年, 7月, 8月, 9月; none where some lack.

    ``columns`` are those of single months, by their number; February's may be January's too.
    """
    stretches = {(month, month): column for month, column in columns.items()}
    for column, text in headings.items():
        if (part := _part(text)) is not None:
            stretches.setdefault(part, column)
    found, month = [], 1
    while month <= last:
        end = min((end for first, end in stretches if first == month and end <= last), default=None)
        if end is None:
            return []
        found.append(stretches[month, end])
        month = end + 1
    return found


def _part(text: str) -> tuple[int, int] | None:
    """The first and the last month of a heading that is a part of the year: 一季度, 上半年, 1—6月."""
    plain = timed(text)
    if (quarter := re.fullmatch(r"第?([一二三四1-4])季度?|q([1-4])", plain)) is not None:
        last = "一二三四1234".index(quarter[1] or quarter[2]) % 4 * 3 + 3
        return last - 2, last
    if (half := re.fullmatch(r"(?:(上)|下)半年|h([12])", plain)) is not None:
        return (1, 6) if half[1] or half[2] == "1" else (7, 12)
    month = month_of(text) if spans(text) else None
    return None if month is None else (1, month)
