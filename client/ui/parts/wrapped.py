"""A text on as many lines as it needs; none is left with a word alone."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel

from client.ui.parts.lettering import settled
from client.ui.parts.mishaps import as_fault


class Wrapped(QLabel):
    """Asks for the room of any label, and paints within it; not for words that can be selected, which Qt parts."""

    def __init__(self, text: str = "") -> None:
        super().__init__(text)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        self._known, self._lines = ("", 0), ""

    @as_fault
    def paintEvent(self, event: QPaintEvent) -> None:
        room, text = self.contentsRect(), self.text()
        if self.fontMetrics().horizontalAdvance(text) <= room.width():
            super().paintEvent(event)
            return
        if (text, room.width()) != self._known:  # once for what is painted again and again
            parts = (settled(part, self.font(), room.width()) for part in text.split("\n"))
            self._known, self._lines = (text, room.width()), "\n".join(line for lines in parts for line in lines)
        flags = self.alignment().value | Qt.TextFlag.TextWordWrap.value
        ink = self.palette(), self.isEnabled(), self._lines, self.foregroundRole()
        with QPainter(self) as painter:
            self.style().drawItemText(painter, room, flags, *ink)
