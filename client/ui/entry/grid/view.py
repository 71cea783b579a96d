"""What sheet and frozen column have in common: lines of one height, and cells painted in one loop."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from client.ui.entry.cells.grid_model import Index
from client.ui.entry.cells.model import DraftModel
from client.ui.entry.grid.painting import CellPainter, paint_view, update_cells
from client.ui.parts.mishaps import as_fault
from client.ui.theme.theme import Theme


class CellView(QTableView):
    """Shows a ``DraftModel``; ``cells`` draws its cells."""

    cells: CellPainter

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setShowGrid(False)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self._theme = theme

    def keep_even(self, lines: QHeaderView) -> None:
        """Beside the lines is this header; all are as high as one line of text wants."""
        lines.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        lines.setMinimumSectionSize(self._theme.space(1))
        lines.setDefaultSectionSize(self._theme.space(1.85))

    @property
    def grid(self) -> DraftModel:
        model = self.model()
        assert isinstance(model, DraftModel)
        return model

    def sizeHintForColumn(self, column: int) -> int:  # noqa: N802
        """As wide as its widest text near what is in sight: a double click on the edge of a heading does it."""
        grid, first = self.grid, max(self.rowAt(0) - _MEASURED, 0)
        rows = range(first, min(first + 2 * _MEASURED, grid.rowCount()))
        seen = (row for row in rows if not (grid.spans(row) or self.isRowHidden(row)))
        widest = max((self.cells.width_of(grid.look(row, column)) for row in seen), default=0)
        return min(widest, self._theme.space(_WIDEST))

    @as_fault
    def paintEvent(self, event: QPaintEvent) -> None:
        paint_view(self, self.cells, event)

    def viewportEvent(self, event: QEvent) -> bool:
        """An editor that closes has nothing laid out anew: Qt would raise the scroll bars, and paint them and the
        whole window behind them for it.
        """
        return event.type() == QEvent.Type.LayoutRequest or super().viewportEvent(event)

    def dataChanged(self, first: Index, last: Index, roles: object = ()) -> None:  # noqa: ARG002, N802
        """These cells look different, and no others."""
        update_cells(self, first, last)


_MEASURED = 1000
"""So many lines above and below are measured."""
_WIDEST = 40
"""Lines of text a column gets at most by itself: what a long answer says is read beside the grid."""
