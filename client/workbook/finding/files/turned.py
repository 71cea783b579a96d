"""A sheet with an indicator a line, turned round: its labels as headings, each column of figures as a record."""

from __future__ import annotations

from client.workbook.finding.names.naming import Names
from client.workbook.finding.sheets.headings import role_of
from client.workbook.model import Column, Scalar, Sheet
from forms.periods import Period

_NO_RECORD = frozenset({"code", "line", "unit", "note", "change", "plan"})


def turned(sheet: Sheet, labels: int | None, names: Names) -> Sheet | None:
    """The sheet with lines for columns; None when it has no column of labels or nothing beside it.

    The line numbers of the result count the columns of the file, so that what is named can be found; a column
    of last year's figures is the column ``@ly`` of the record before it.
    """
    if labels is None:
        return None
    rows = [row for row in sheet.rows if names.find(sheet.text(row, labels)) is not None]
    first = rows[0]
    values = [column for column in sheet.across if column > labels and _is_record(sheet, column, first, names)]
    records = [column for column in values if not _of_last_year(sheet, column, first)]
    if not records:
        return None
    made = [Column([sheet.text(row, labels), *(sheet.value(row, c) for c in records)]) for row in rows]
    for row in rows:
        before = [_beside(sheet, row, column, values, first) for column in records]
        named = names.find(sheet.text(row, labels))
        if named is not None and "ly" in named.field.indicator.columns and any(v is not None for v in before):
            made.append(Column([f"{named.field.address}@ly", *before]))
    heads = Column(["record", *(_head(sheet, column, first) for column in records)])
    return Sheet(name=sheet.name, top=0, left=1, height=len(records) + 1, columns=(heads, *made))


def _is_record(sheet: Sheet, column: int, first: int, names: Names) -> bool:
    head = _head(sheet, column, first)
    cells = [sheet.text(row, column) for row in sheet.rows if row >= first]
    if not any(cells) or role_of(head, Period(2000, "year", 1)) in _NO_RECORD:
        return False
    return sum(names.find(cell) is not None for cell in cells if cell) * 2 < len([c for c in cells if c])


def _head(sheet: Sheet, column: int, first: int) -> str:
    """What stands above the figures; the lowest line of it."""
    above = (sheet.text(row, column) for row in reversed(sheet.rows) if row < first)
    return next((text for text in above if text), "")


def _of_last_year(sheet: Sheet, column: int, first: int) -> bool:
    return role_of(_head(sheet, column, first), Period(2000, "year", 1)) == "last_year"


def _beside(sheet: Sheet, row: int, column: int, values: list[int], first: int) -> Scalar:
    after = next((other for other in values if other > column), None)
    return sheet.value(row, after) if after is not None and _of_last_year(sheet, after, first) else None
