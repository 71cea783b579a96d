"""Where the person is in a grid: the cursor, what is selected, and what of it is in sight."""

from __future__ import annotations

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QModelIndex, Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QAbstractItemView, QWidget

from client.ui.entry.blocks.ranges import selected_block, selected_cells
from client.ui.entry.cells.grid_model import Index
from client.ui.entry.grid.view import CellView
from client.ui.theme.theme import Theme


class CursorView(CellView):
    """``moved`` carries the address under the cursor; ``reselected``: other cells are selected."""

    moved = Signal(object)
    reselected = Signal()
    covered = 0
    """How much of the left edge lies under a frozen column."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._anchor = (0, 0)
        """Where the selection began that Shift stretches."""
        self._stretching = False

    # the cursor

    def address(self) -> str:
        """The address under the cursor; empty on a heading."""
        index = self.currentIndex()
        return self.grid.address_at(index.row(), index.column()) if index.isValid() else ""

    def go_to(self, address: str) -> bool:
        """Put the cursor on an address and bring it into sight; False when it is not in this grid."""
        index = self.grid.index_of(address)
        if not index.isValid():
            return False
        near = self.viewport().rect().adjusted(0, 0, 0, -2 * self.rowHeight(index.row()))
        in_sight = near.contains(self.visualRect(index))
        self.setCurrentIndex(index)
        hint = QAbstractItemView.ScrollHint
        self.scrollTo(index, hint.EnsureVisible if in_sight else hint.PositionAtCenter)
        return True

    def setCurrentIndex(self, index: Index) -> None:  # noqa: N802
        """Put the cursor on a cell and select that alone: Qt would stretch the selection while Shift is held."""
        self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)

    def scrollTo(  # noqa: N802
        self, index: Index, hint: QAbstractItemView.ScrollHint = QAbstractItemView.ScrollHint.EnsureVisible
    ) -> None:
        """Bring an index into sight, out from under the frozen column too, the first row seen whole."""
        super().scrollTo(index, hint)
        self._align()
        hidden = self.covered - self.visualRect(index).left()
        if self.covered and index.column() > 0 and hidden > 0:
            bar = self.horizontalScrollBar()
            bar.setValue(bar.value() - hidden)

    def _align(self) -> None:
        """Leave no row cut in half below the headings."""
        first, bar = self.rowAt(0), self.verticalScrollBar()
        cut = -self.rowViewportPosition(first) if first >= 0 else 0
        if cut > 0:
            bar.setValue(bar.value() + self.rowHeight(first) - cut)

    def currentChanged(self, current: Index, previous: Index) -> None:  # noqa: N802
        if not self._stretching and current.isValid():
            self._anchor = (current.row(), current.column())
        super().currentChanged(current, previous)
        for index in (current, previous):
            if index.isValid():
                self.update(index)
        self.moved.emit(self.address() if current.isValid() else "")

    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:  # noqa: N802
        super().selectionChanged(selected, deselected)
        self.reselected.emit()

    def _go_within(self, place: tuple[int, int]) -> QModelIndex:
        """Put the cursor on a cell of what is selected, and leave that selected."""
        index = self.grid.index(*place)
        self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.NoUpdate)
        self.scrollTo(index)
        return index

    # what is selected

    def _stretch_to(self, index: QModelIndex) -> None:
        """Select from where the selection began to a cell, which the cursor is then on."""
        row, column = self._anchor
        self._stretching = True
        self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.NoUpdate)
        self._stretching = False
        first = self.grid.index(min(row, index.row()), min(column, index.column()))
        self.select_all_from(first, self.grid.index(max(row, index.row()), max(column, index.column())))

    def select_all_from(self, first: QModelIndex, last: QModelIndex) -> None:
        """Select a rectangle, as after a paste."""
        flag = QItemSelectionModel.SelectionFlag.ClearAndSelect
        self.selectionModel().select(QItemSelection(first, last), flag)

    def block(self) -> tuple[range, list[int]]:
        """The selected rectangle: its rows and the columns in sight."""
        return selected_block(self)

    def chosen_cells(self) -> list[tuple[int, int]]:
        """The selected cells that can be typed into."""
        return list(selected_cells(self, self.grid))

    def chosen_addresses(self) -> list[str]:
        """Their addresses."""
        return [self.grid.address_at(*cell) for cell in self.chosen_cells()]

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """With Shift it stretches what is selected."""
        self._stretching = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        super().mousePressEvent(event)
        self._stretching = False

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drawing over cells selects them; it began where the button went down."""
        self._stretching = True
        super().mouseMoveEvent(event)
        self._stretching = False
