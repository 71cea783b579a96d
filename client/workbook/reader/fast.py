"""The fast reader: calamine, asked for typed columns. Runs inside the child, also in several threads at once."""

from __future__ import annotations

import io
from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING, cast

import python_calamine

from client.workbook.reader import columns, limits, wire
from client.workbook.reader.containers import Refused
from client.workbook.reader.pieces import Uncut

if TYPE_CHECKING:
    from python_calamine import CalamineSheet, CalamineWorkbook, SheetMetadata

_FAILURES = (python_calamine.CalamineError, OSError, ValueError)


def sheets(data: bytes, bounds: limits.Limits, without: Collection[str] = ()) -> list[wire.WireSheet]:
    """All sheets that hold cells; of those named in ``without`` nothing but what the book says of them.

    Raises ``Refused``.
    """
    try:
        with python_calamine.load_workbook(io.BytesIO(data)) as book:
            return list(_read(book, bounds, without))
    except python_calamine.PasswordError as error:
        raise Refused("workbook.encrypted") from error
    except _FAILURES as error:
        raise Refused("workbook.damaged") from error


def piece(data: io.BytesIO, name: str) -> CalamineSheet:
    """The sheet of that name, parsed. Raises ``Uncut``."""
    try:
        with python_calamine.load_workbook(data) as book:
            return book.get_sheet_by_name(name)
    except _FAILURES as error:
        raise Uncut from error


def rows_of(sheet: CalamineSheet) -> Sequence[Sequence[columns.Raw]]:
    """The lines of the used area."""
    return cast("Sequence[Sequence[columns.Raw]]", sheet.to_python(skip_empty_area=True))


def merged_of(sheet: CalamineSheet) -> list[tuple[int, int, int, int]]:
    """The merged ranges, counted from 1."""
    return [(a + 1, b + 1, c + 1, d + 1) for (a, b), (c, d) in sheet.merged_cell_ranges or ()]


def _read(book: CalamineWorkbook, bounds: limits.Limits, without: Collection[str]) -> list[wire.WireSheet]:
    read = []
    cells = 0
    for position, about in enumerate(book.sheets_metadata):
        if about.typ is not python_calamine.SheetTypeEnum.WorkSheet:
            continue  # a chart or macro sheet holds no cells
        if about.name in without:
            read.append(_empty(about))
            continue
        sheet = book.get_sheet_by_index(position)
        cells += sheet.height * sheet.width
        if cells > bounds.cells:
            raise Refused("workbook.too-large")
        read.append(_filled(_empty(about), sheet))
    return read


def _empty(about: SheetMetadata) -> wire.WireSheet:
    hidden = about.visible is not python_calamine.SheetVisibleEnum.Visible
    return wire.WireSheet(name=about.name, hidden=hidden, top=1, left=1, height=0, columns=[])


def _filled(made: wire.WireSheet, sheet: CalamineSheet) -> wire.WireSheet:
    rows = rows_of(sheet)
    top, left = sheet.start or (0, 0)
    made.top, made.left, made.height = top + 1, left + 1, len(rows)
    made.columns, made.merged = columns.transposed(rows), merged_of(sheet)
    return made
