"""What is written beside or above the cell a value was taken from: the words a choice about its line goes by."""

from __future__ import annotations

import re

from client.workbook.finding.taken.extraction import SheetPlan
from client.workbook.finding.taken.places import spot_of
from client.workbook.model import Book, Sheet
from forms.values.units import unit

_FIGURE = re.compile(r"[\d\s,.()（）%+\-−]*")
_CODE = re.compile(r"[A-Za-z]{0,4}\d{1,4}")


def label_of(book: Book, sheets: tuple[SheetPlan, ...], place: str) -> str:
    """The label of a line or heading of a column, blank for none; ``place`` is ``book › sheet › D7``."""
    spot = spot_of(place)
    plan = next((each for each in sheets if each.name == spot.sheet), None)
    sheet = next((each for each in book.sheets if each.name == spot.sheet), None)
    if plan is None or sheet is None or not spot.cell[-1:].isdigit():
        return ""
    if plan.orientation == "down":
        return _beside(sheet, spot.row, spot.column)
    return _above(sheet, plan, spot.column)


def _beside(sheet: Sheet, row: int, column: int) -> str:
    """The nearest words to the left: no figure, no code, no unit."""
    texts = (sheet.spread(row, other) for other in range(column - 1, sheet.left - 1, -1))
    return next((text for text in texts if _speaks(text)), "")


def _above(sheet: Sheet, plan: SheetPlan, column: int) -> str:
    """The lowest heading of the column."""
    rows = next((seen.value for seen in plan.seen if seen.what == "heading"), "")
    first, _, last = rows.partition("-")
    if not first:
        return ""
    texts = (sheet.spread(row, column) for row in range(int(last or first), int(first) - 1, -1))
    return next((text for text in texts if text), "")


def _speaks(text: str) -> bool:
    return bool(text) and not _FIGURE.fullmatch(text) and not _CODE.fullmatch(text) and unit(text) is None
