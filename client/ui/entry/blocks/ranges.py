"""What a selected rectangle means for pasting and filling, as in a spreadsheet."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QItemSelectionRange
from PySide6.QtWidgets import QTableView

from client.ui.entry.blocks.clipboard import Block
from client.ui.entry.cells.model import DraftModel

Cell = tuple[int, int]


def holds_cells(grid: DraftModel, row: int) -> bool:
    """Whether a line is more than a heading."""
    return any(grid.address_at(row, column) for column in range(grid.columnCount()))


def selected_block(view: QTableView) -> tuple[range, list[int]]:
    """The rows of all that is selected, and the columns in sight; the cursor's where nothing is."""
    parts = _parts(view)
    rows = [row for part in parts for row in (part.top(), part.bottom())] or [view.currentIndex().row()]
    columns = [c for part in parts for c in (part.left(), part.right())] or [view.currentIndex().column()]
    across = range(min(columns), max(columns) + 1)
    return range(min(rows), max(rows) + 1), [c for c in across if not view.isColumnHidden(c)]


def selected_cells(view: QTableView, grid: DraftModel) -> Iterator[Cell]:
    """The selected cells that can be typed into; what is folded away is none."""
    for part in _parts(view):
        for row in range(part.top(), part.bottom() + 1):
            if not view.isRowHidden(row):
                across = range(part.left(), part.right() + 1)
                yield from ((row, column) for column in across if grid.editable_at(row, column))


def selected_places(view: QTableView, most: int) -> Iterator[Cell]:
    """Every selected cell in sight, whether it can be typed into or not; none of more than so many."""
    parts = _parts(view)
    if sum(part.height() * part.width() for part in parts) > most:
        return
    for part in parts:
        across = [c for c in range(part.left(), part.right() + 1) if not view.isColumnHidden(c)]
        for row in range(part.top(), part.bottom() + 1):
            if not view.isRowHidden(row):
                yield from ((row, column) for column in across)


def _parts(view: QTableView) -> list[QItemSelectionRange]:
    selection = view.selectionModel().selection()
    return [selection.at(number) for number in range(selection.size())]


def placed(grid: DraftModel, rows: range, columns: list[int], block: Block) -> tuple[Block, Cell | None]:
    """A block and the cell its corner goes to: that of the selection, which it fills if it fits in several times.

    None where a single cell is selected: the block goes where the cursor is.
    """
    lines = [row for row in rows if holds_cells(grid, row)]
    held = [c for c in columns if any(grid.address_at(row, c) for row in lines[:_LOOKED_AT])]
    if len(lines) * len(held) < _SEVERAL:
        return block, None
    high, wide = len(block), max((len(line) for line in block), default=0)
    if high and wide and not (len(lines) % high or len(held) % wide) and len(lines) * len(held) <= _MOST:
        whole = [[*line, *[""] * (wide - len(line))] * (len(held) // wide) for line in block]
        block = whole * (len(lines) // high)
    return block, (lines[0], held[0])


def filled_from(
    view: QTableView, grid: DraftModel, rows: range, columns: list[int], *, across: bool
) -> Iterator[tuple[Cell, Cell]]:
    """Each cell that Ctrl+D (or, ``across``, Ctrl+R) fills, with the one it is filled from.

    A single line is filled from the one above it. What is folded away is not touched.
    """
    lines = [row for row in range(rows.stop) if not view.isRowHidden(row) and holds_cells(grid, row)]
    every = [column for column in range(grid.columnCount()) if not view.isColumnHidden(column)]
    along = [c for c in every if c <= max(columns) and any(grid.address_at(row, c) for row in lines[-1:])]
    first = _start(along if across else lines, columns[0] if across else rows.start)
    if first is None:
        return
    for row in (row for row in lines if row >= rows.start):
        for column in (column for column in along if column >= columns[0]):
            source = (row, first) if across else (first, column)
            if (row, column) != source and grid.editable_at(row, column) and grid.address_at(*source):
                yield (row, column), source


def next_within(view: QTableView, grid: DraftModel, direction: str) -> Cell | None:
    """Where Enter or Tab leads among the selected cells that can be typed into, round and round.

    None where there is no other: whoever selected a single cell goes on over the whole sheet.
    """
    here = view.currentIndex()
    part = next((part for part in _parts(view) if part.contains(here)), None)
    if part is None:
        return None
    high, wide = part.height(), part.width()
    row, column, down = here.row() - part.top(), here.column() - part.left(), direction in ("up", "down")
    at, by = column * high + row if down else row * wide + column, 1 if direction in ("down", "right") else -1
    for _ in range(high * wide - 1):
        at = (at + by) % (high * wide)
        row, column = (at % high, at // high) if down else divmod(at, wide)
        place = part.top() + row, part.left() + column
        hidden = view.isRowHidden(place[0]) or view.isColumnHidden(place[1])
        if not hidden and grid.editable_at(*place):
            return place
    return None


def _start(places: list[int], begins: int) -> int | None:
    """Where a run that begins at a place is filled from: its first, or the one before if it is all of the run."""
    within = [place for place in places if place >= begins]
    before = [place for place in places if place < begins]
    if len(within) > 1:
        return within[0]
    return before[-1] if within and before else None


_SEVERAL = 2
_MOST = 200_000
"""So many cells at most are filled from one block."""
_LOOKED_AT = 100
