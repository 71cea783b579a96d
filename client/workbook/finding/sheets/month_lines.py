"""Tables with a month a line and an indicator a column: which line is which month's."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal

import msgspec

from client.workbook.finding.names.labels import is_note, is_total, label
from client.workbook.finding.names.periods import period_in
from client.workbook.finding.sheets.layout import Hits, fields
from client.workbook.finding.sheets.month_columns import month_of, months_across, year_said
from client.workbook.model import Book, Scalar, Sheet
from forms.periods import Period

_COLUMNS = 3
_LINES = 60
_HEADINGS = 3
_FIELDS = 2
_HEADED = re.compile(r"(?:会计|报告|所属)?(?:月份?|月度|期间|时期|报告期|所属期|日期|时间)|months?|period|date")
_PACKED = re.compile(r"(20\d\d)(0[1-9]|1[0-2])")


class MonthLines(msgspec.Struct, frozen=True):
    """The column that names the months, and the month of each line."""

    column: int
    months: Mapping[int, Period]

    @property
    def first(self) -> int:
        """The first line of a month."""
        return min(self.months)


def month_lines(sheet: Sheet, asked: Period) -> MonthLines | None:
    """Where one of the first columns names months that follow each other, a line each and each once.

    Months without a year stand in that of the column of years before them, else in the title's, else in the asked
    one.
    """
    if asked.kind != "month":
        return None
    said = year_said(sheet) or asked.year
    return next((found for column in sheet.across[:_COLUMNS] if (found := _in_column(sheet, column, said))), None)


def months_held(book: Book, asked: Period) -> frozenset[Period]:
    """The months that stand side by side in a heading, or have a line each, in the sheets that are not hidden."""
    found = (month_lines(sheet, asked) for sheet in book.sheets if not sheet.hidden)
    down = {month for lines in found if lines is not None for month in lines.months.values()}
    return months_across(book, asked) | down


def heading_above(lines: MonthLines, hits: Hits) -> int | None:
    """The line above the first month that names indicators enough; None where none does."""
    near = [row for row in range(lines.first - 1, lines.first - 1 - _HEADINGS, -1) if row in hits.by_row]
    best = max(near, key=lambda row: len(fields(hits.by_row[row].values())), default=None)
    enough = best is not None and len(fields(hits.by_row[best].values())) >= _FIELDS
    return best if enough else None


def _in_column(sheet: Sheet, column: int, said: int) -> MonthLines | None:
    months: dict[int, Period] = {}
    heading = ""
    for row in sheet.rows[:_LINES]:
        month = _month(sheet, row, column, said, heading)
        if month is not None:
            months[row] = month
        elif not months:
            heading = sheet.spread(row, column) or heading
        elif not _adds_up(sheet.text(row, column)):
            return None
    counted = {month.year * 12 + month.index for month in months.values()}  # every month, January too
    follow = any(month - 1 in counted for month in counted)
    headed = not heading or _HEADED.fullmatch(label(heading).full) is not None
    return MonthLines(column, months) if follow and headed and len(counted) == len(months) else None


def _month(sheet: Sheet, row: int, column: int, said: int, heading: str) -> Period | None:
    value = sheet.value(row, column)
    if isinstance(value, date):
        return Period(value.year, "month", value.month)
    if isinstance(value, Decimal) and _HEADED.fullmatch(label(heading).full) is None:
        return None
    return _named(sheet.text(row, column), _year_beside(sheet, row, column, said), value)


def _named(text: str, year: int, value: Scalar) -> Period | None:
    if (packed := _PACKED.fullmatch(text)) is not None:
        return Period(int(packed[1]), "month", int(packed[2]))
    month = month_of(f"{text}月" if isinstance(value, Decimal) else text)
    if month is not None:
        return Period(year, "month", month)
    found = period_in(text) if len(text) < 20 and isinstance(value, str) else None
    return found if found is not None and found.kind == "month" else None


def _year_beside(sheet: Sheet, row: int, column: int, said: int) -> int:
    """The year that stands before a month, perhaps in a cell that spans the months of the year."""
    text = sheet.spread(row, column - 1).removesuffix("年") if column > sheet.left else ""
    return int(text) if re.fullmatch(r"20\d\d", text) else said


def _adds_up(text: str) -> bool:
    """Whether a line between or below the months is none of its own: blank, a sum, a remark."""
    if not text or is_total(text) or is_note(text):
        return True
    return re.search("季|半年|全年|年度|小计|合计|平均|累计", text) is not None
