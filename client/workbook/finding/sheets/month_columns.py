"""Columns of months side by side: which months a sheet's heading names, with the year it stands in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from client.workbook.finding.names.dates import timed
from client.workbook.finding.names.periods import period_in
from client.workbook.model import Book, Sheet
from forms.periods import Period

_DASH = r"(?:-|—|–|~|至|到|－|―)"
_FIGURES = r"(?:累计)?(?:实际)?(?:数|金额|发生额?)?"
_MONTH = re.compile(rf"(?:1月?{_DASH})?(0?[1-9]|1[0-2])月份?{_FIGURES}")
_NAMED = re.compile(rf"20\d\d[年.\-/].{{1,9}}?{_FIGURES}")
_YEAR = re.compile(r"(20\d\d)年?度?")
_HEADING_ROWS = 15
_COLUMNS = 80


def month_of(text: str) -> int | None:
    """The month of a heading that names it without a year: ``9月``, ``9月份金额``, ``1-9月累计``."""
    found = _MONTH.fullmatch(timed(text))
    return int(found[1]) if found else None


def spans(text: str) -> bool:
    """Whether a heading names the months from January on: ``1-9月累计``."""
    return re.match(rf"1月?{_DASH}", timed(text)) is not None


def up_to_now(text: str, asked: Period) -> str:
    """A heading that names the months from January to the asked one, with 1-本月 for them: 1—9月产量."""
    if asked.kind != "month":
        return text
    return re.sub(rf"(?:{asked.year}年?)?(?<!\d)0?1月?{_DASH}0?{asked.index}月份?", "1-本月", timed(text))


def months_across(book: Book, asked: Period) -> frozenset[Period]:
    """The months that stand side by side in any heading of the sheets that are not hidden.

    A heading without a year stands in that of the line above, of the sheet's title or name, else in the asked one.
    """
    if asked.kind != "month":
        return frozenset()
    return frozenset(month for sheet in book.sheets if not sheet.hidden for month in _of_sheet(sheet, asked.year))


def _of_sheet(sheet: Sheet, year: int) -> Iterator[Period]:
    rows = sheet.rows[:_HEADING_ROWS]
    said = year_said(sheet) or year
    for row in rows:
        found = set(_of_row(sheet, row, said))
        days = {month.ordinal for month in found}
        # Two that follow each other are no dates of a list and no comparison with the year before.
        if any(month.ordinal - 1 in days for month in found):
            yield from found


def _of_row(sheet: Sheet, row: int, year: int) -> Iterator[Period]:
    """The months a line of headings names; a line of figures names none."""
    columns = sheet.across[:_COLUMNS]
    if any(isinstance(sheet.value(row, column), Decimal) for column in columns):
        return
    for column in columns:
        value = sheet.value(row, column)
        if isinstance(value, date):
            yield Period(value.year, "month", value.month)
        elif isinstance(value, str):
            yield from _named(sheet, row, column, year)


def _named(sheet: Sheet, row: int, column: int, year: int) -> Iterator[Period]:
    text = timed(sheet.text(row, column))
    if (month := month_of(text)) is not None:
        above = _YEAR.search(timed(sheet.spread(row - 1, column))) if row > sheet.top else None
        yield Period(int(above[1]) if above else year, "month", month)
    elif _NAMED.fullmatch(text) and (found := period_in(text)) is not None and found.kind == "month":
        yield found


def year_said(sheet: Sheet) -> int | None:
    """The year that the sheet's name, else one of its first lines, speaks of."""
    titles = (sheet.text(row, column) for row in sheet.rows[:3] for column in sheet.across[:_COLUMNS])
    found = (_YEAR.search(timed(text)) for text in (sheet.name, *titles))
    return next((int(each[1]) for each in found if each), None)
