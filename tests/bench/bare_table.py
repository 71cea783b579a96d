"""What Qt itself takes for the same key and the same frame: a plain table beside the window, without rules.

Its own model in C++, as many rows and columns in sight, the same size, font and height of lines, in the same
process and by turns with ours, so that whatever else the machine does counts for both.
"""

from __future__ import annotations

import time

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QPaintEvent, QStandardItem, QStandardItemModel
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractItemView, QApplication, QHeaderView, QLineEdit, QTableView

ROWS = 3000
"""How many there are beyond those in sight changes nothing for a plain table."""


class BareTable(QTableView):
    """Filled with figures, as large as the grid it is held against."""

    def __init__(self, beside: QTableView) -> None:
        super().__init__()
        widths = [
            beside.columnWidth(n) for n in range(beside.model().columnCount()) if not beside.isColumnHidden(n)
        ]
        model = QStandardItemModel(ROWS, len(widths), self)
        for row in range(ROWS):
            for column in range(len(widths)):
                model.setItem(row, column, QStandardItem(f"{row * 997 % 99991:,}.{column:02}"))
        self.setModel(model)
        self.setFont(beside.font())
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultSectionSize(beside.verticalHeader().defaultSectionSize())
        for column, width in enumerate(widths):
            self.setColumnWidth(column, width)
        self.resize(beside.size())
        self.painted = 0.0
        """When its cells were painted last, in seconds of this thread."""
        self.show()
        self._paint()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        self.painted = time.thread_time()

    def entered(self, row: int, text: str) -> float:
        """Type over a cell in sight; seconds from pressing Enter until cell and cursor are painted."""
        self._take_keyboard()
        self.setCurrentIndex(self.model().index(row, 1))
        self._paint()
        for letter in text:
            QTest.keyClick(self.findChild(QLineEdit) or self, letter)
        for _ in range(3):
            self._paint()
        editor = self.findChild(QLineEdit)
        assert editor is not None
        started = time.thread_time()
        QTest.keyPress(editor, Qt.Key.Key_Return)
        self._paint()
        took = self.painted - started
        QTest.keyRelease(self, Qt.Key.Key_Return)
        self._paint()
        if took <= 0 or self.model().index(row, 1).data() != text:
            raise SystemExit("the plain table did not take the figure")
        return took

    def frame(self, to: float) -> float:
        """Seconds of a frame after scrolling to a share of all rows."""
        bar = self.verticalScrollBar()
        started = time.thread_time()
        bar.setValue(round(bar.maximum() * to))
        self._paint()
        return time.thread_time() - started

    def _take_keyboard(self) -> None:
        self.activateWindow()
        self.setFocus()
        self._paint()

    def _paint(self) -> None:
        QCoreApplication.sendPostedEvents()
        QApplication.processEvents()
