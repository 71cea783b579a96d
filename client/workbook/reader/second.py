"""The second reader: openpyxl, for xlsx files at which the fast one fails. Runs inside the child."""

from __future__ import annotations

import io
import warnings
from datetime import timedelta
from typing import TYPE_CHECKING

from client.workbook.reader import columns, marks, wire
from client.workbook.reader.containers import Refused
from client.workbook.reader.grids import Grid
from client.workbook.reader.limits import Limits

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet


def read(data: bytes, limits: Limits, found: dict[str, marks.SheetMarks]) -> list[wire.WireSheet]:
    """All sheets, as the first reader would give them; raises ``Refused`` for a file it cannot read either."""
    import openpyxl

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # what openpyxl does not keep is none of our business: we only read
            book = openpyxl.load_workbook(io.BytesIO(data), data_only=True)
            sheets = [_sheet(sheet, limits, found.get(sheet.title)) for sheet in book.worksheets]
    except (MemoryError, Refused):
        raise
    except Exception as error:  # a library that reads a damaged file fails in any way there is
        raise Refused("workbook.damaged") from error
    if not sheets:
        raise Refused("workbook.damaged")  # it answers strict and foreign files with no sheet at all
    return sheets


def _sheet(sheet: Worksheet, limits: Limits, known: marks.SheetMarks | None) -> wire.WireSheet:
    grid = Grid(sheet.title, limits)
    grid.hidden = sheet.sheet_state != "visible"
    grid.merged = [(r.min_row, r.min_col, r.max_row, r.max_col) for r in sheet.merged_cells.ranges]
    for row in sheet.iter_rows():
        for cell in row:
            if cell.data_type == "e":
                grid.errors.append((cell.row, cell.column))
            elif cell.value is not None:
                grid.put(cell.row, cell.column, _raw(cell.value))
    grid.hidden_rows = sorted({row for row, about in sheet.row_dimensions.items() if about.hidden})
    if known is not None:
        grid.uncached, grid.percents, grid.scaled = known.uncached, known.percents, known.scaled
        grid.hidden_columns = known.hidden_columns
    return grid.sheet()


def _raw(value: object) -> columns.Raw:
    if isinstance(value, bool | int | float | str):
        return value
    moment = getattr(value, "date", None)
    if callable(moment) and getattr(value, "hour", 1) == getattr(value, "minute", 1) == 0:
        return moment()  # type: ignore[no-any-return]
    return str(value) if isinstance(value, timedelta) else value  # type: ignore[return-value]
