"""The headings of a grid's columns, which look the same wherever the cursor is."""

from __future__ import annotations

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QModelIndex, QRect, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QRegion
from PySide6.QtWidgets import QHeaderView, QTableView

from client.ui.parts.mishaps import as_fault
from client.ui.theme.theme import Theme

ROOT = QModelIndex()


class Headings(QHeaderView):
    """As a table's own, but for this: what is chosen below them is no matter of theirs.

    Qt would paint the heading above each cell chosen anew, and ask every cell of a column whether it is.
    """

    def __init__(self, table: QTableView) -> None:
        super().__init__(Qt.Orientation.Horizontal, table)
        self.setObjectName("headings")
        self.setSectionsClickable(True)
        self.setHighlightSections(False)
        self.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)

    def setSelectionModel(self, selection: QItemSelectionModel) -> None:  # noqa: N802
        """None, then: nothing is selected."""

    def visualRegionForSelection(self, selection: QItemSelection) -> QRegion:  # noqa: ARG002, N802
        """Nothing of a heading shows what is chosen below it."""
        return QRegion()


class LineNumbers(QHeaderView):
    """The numbers beside a list: they look as the style sheet says, but paint themselves.

    It takes three times as long, and while a list goes by each of them is a new one.
    """

    def __init__(self, theme: Theme, table: QTableView) -> None:
        super().__init__(Qt.Orientation.Vertical, table)
        self._theme = theme
        self._pad, self._line = theme.space(0.5), theme.space(0.05)
        self._fonts = (theme.font(), theme.font(bold=True))
        metrics = QFontMetrics(self._fonts[True])
        self._height, self._ascent = metrics.height(), metrics.ascent()
        self.setSectionsClickable(True)
        self.setHighlightSections(True)
        # Nothing behind is painted for a number.
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)

    @as_fault
    def paintEvent(self, event: QPaintEvent) -> None:
        """All numbers to be painted anew in one loop: Qt's own calls back for each, with a copy of the painter."""
        dirty, view = event.rect(), self.viewport()
        with QPainter(view) as painter:
            row, last = self.visualIndexAt(dirty.top()), self.count()
            while 0 <= row < last and self.sectionViewportPosition(row) <= dirty.bottom():
                height = self.sectionSize(row)
                if height:
                    self._paint(painter, QRect(0, self.sectionViewportPosition(row), view.width(), height), row)
                row += 1
            end = self.length() - self.offset()
            if dirty.bottom() >= end:
                painter.fillRect(QRect(0, end, view.width(), view.height() - end), self._theme.colour("surface"))

    def _paint(self, painter: QPainter, rect: QRect, row: int) -> None:
        theme, left, width = self._theme, rect.left(), rect.width()
        painter.fillRect(rect, theme.colour("window"))
        painter.fillRect(left, rect.bottom() + 1 - self._line, width, self._line, theme.colour("line"))
        marked = self.selectionModel().rowIntersectsSelection(row, ROOT)
        painter.setFont(self._fonts[marked])
        painter.setPen(theme.colour("text_soft"))
        # On the line of the cells beside it.
        foot = rect.top() + (rect.height() - self._height) // 2 + self._ascent
        number = str(self.model().headerData(row, Qt.Orientation.Vertical))
        painter.drawText(left + self._pad, foot, number)  # in a rectangle it takes longer
