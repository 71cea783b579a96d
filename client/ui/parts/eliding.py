"""A line of text that gives way: where there is no room its end goes, or its middle; the tip says the whole."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel

from client.ui.parts.lettering import shortened
from client.ui.parts.mishaps import as_fault

LEAST = 6


class Eliding(QLabel):
    """``text`` is always the whole; ``least`` average letters of it stay whatever the room.

    A name loses its ``middle``: branches and projects often differ at the end alone.
    Of one that may go altogether nothing is shown where only a letter or two would be.
    """

    def __init__(self, text: str = "", *, least: int = LEAST, middle: bool = False) -> None:
        super().__init__(text)
        self._least = least
        self._side = Qt.TextElideMode.ElideMiddle if middle else Qt.TextElideMode.ElideRight

    def minimumSizeHint(self) -> QSize:
        return QSize(min(self._letters(self._least), self.sizeHint().width()), super().minimumSizeHint().height())

    def _letters(self, number: int) -> int:
        return self.fontMetrics().averageCharWidth() * number

    @as_fault
    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 the whole is drawn
        inside = self.contentsRect()
        shown = shortened(self.fontMetrics(), self.text(), inside.width(), self._side)
        self.setToolTip(self.text() if shown != self.text() else "")
        if shown != self.text() and inside.width() < self._letters(LEAST):
            return
        with QPainter(self) as painter:
            painter.setPen(self.palette().color(self.foregroundRole()))
            painter.drawText(inside, self.alignment(), shown)
