"""Where keys lead: Enter and Tab to what can be typed into, Ctrl with an arrow to the edge of what is filled."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QTableView

from client.ui.entry.cells.model import DraftModel

_Action = QAbstractItemView.CursorAction
_STEPS = {
    _Action.MoveUp: (-1, 0),
    _Action.MoveDown: (1, 0),
    _Action.MoveLeft: (0, -1),
    _Action.MoveRight: (0, 1),
}
JUMPS = {
    Qt.Key.Key_Up: _Action.MoveUp,
    Qt.Key.Key_Down: _Action.MoveDown,
    Qt.Key.Key_Left: _Action.MoveLeft,
    Qt.Key.Key_Right: _Action.MoveRight,
    Qt.Key.Key_Home: _Action.MoveHome,
    Qt.Key.Key_End: _Action.MoveEnd,
}
Cell = tuple[int, int]


def jump(view: QTableView, grid: DraftModel, here: Cell, action: QAbstractItemView.CursorAction) -> Cell | None:
    """Where the cursor lands; None for keys that do not jump and where there is nowhere to go."""
    if action in _STEPS:
        return _edge(grid, here, list(_line(view, grid, here, *_STEPS[action])))
    if action not in (_Action.MoveHome, _Action.MoveEnd):
        return None
    rows = range(grid.rowCount())
    for row in rows if action == _Action.MoveHome else reversed(rows):
        held = [column for column in range(grid.columnCount()) if _open(view, grid, row, column)]
        if held:
            return row, held[0] if action == _Action.MoveHome else held[-1]
    return None


def whole(grid: DraftModel, here: Cell, held: Qt.KeyboardModifier) -> tuple[Cell, Cell] | None:
    """First and last cell of the line (with Shift), the column (with Ctrl) or all (with both); else None."""
    shift, control = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier
    if held not in (shift, control, shift | control):
        return None
    row, column = here
    last_row, last_column = grid.rowCount() - 1, grid.columnCount() - 1
    rows = (0, last_row) if held & control else (row, row)
    columns = (0, last_column) if held & shift else (column, column)
    return (rows[0], columns[0]), (rows[1], columns[1])


def below(view: QTableView, grid: DraftModel, here: Cell, by: int) -> Cell | None:
    """The next cell of a column that can be typed into; upwards if ``by`` is -1."""
    row, column = here[0] + by, here[1]
    while 0 <= row < grid.rowCount():
        if not view.isRowHidden(row) and grid.editable_at(row, column):
            return row, column
        row += by
    return None


def beside(view: QTableView, grid: DraftModel, here: Cell, by: int) -> Cell | None:
    """The next cell that can be typed into, line after line; backwards if ``by`` is -1."""
    columns = grid.columnCount()
    at = here[0] * columns + here[1] + by
    while 0 <= at < columns * grid.rowCount():
        row, column = divmod(at, columns)
        if not view.isRowHidden(row) and grid.editable_at(row, column):
            return row, column
        at += by
    return None


def _edge(grid: DraftModel, here: Cell, line: list[Cell]) -> Cell | None:
    """From a filled cell beside a filled one to the last of the run; else to the next filled one, or the end."""
    if not line:
        return None
    if _filled(grid, here) and _filled(grid, line[0]):
        run = 0
        while run + 1 < len(line) and _filled(grid, line[run + 1]):
            run += 1
        return line[run]
    return next((cell for cell in line if _filled(grid, cell)), line[-1])


def _line(view: QTableView, grid: DraftModel, here: Cell, down: int, across: int) -> Iterator[Cell]:
    """The cells in a direction, without headings and what is folded away."""
    row, column = here[0] + down, here[1] + across
    while 0 <= row < grid.rowCount() and 0 <= column < grid.columnCount():
        if _open(view, grid, row, column):
            yield row, column
        row, column = row + down, column + across


def _open(view: QTableView, grid: DraftModel, row: int, column: int) -> bool:
    return bool(grid.address_at(row, column)) and not view.isRowHidden(row) and not view.isColumnHidden(column)


def _filled(grid: DraftModel, cell: Cell) -> bool:
    return bool(grid.text_at(*cell))
