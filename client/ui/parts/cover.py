"""A few words over something that has nothing to show, or nothing yet."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from client.ui.parts.mishaps import as_fault
from client.ui.theme.theme import Theme


class Cover(QWidget):
    """Lies over its parent, which gives it its place; what is below stays as it is, and nothing is laid out anew.
    Without words it is the bare ground.

    Hidden to begin with. ``purpose`` is the colour of its icon.
    """

    def __init__(self, theme: Theme, parent: QWidget, icon: str, purpose: str, words: str = "") -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self._theme = theme
        self._icon, self._purpose = icon, purpose
        self.say(words)
        self.hide()
        theme.changed.connect(self.update)

    def say(self, words: str, icon: str = "", purpose: str = "") -> None:
        """Say something else, beside another icon if one is given."""
        self.words = words
        self._icon, self._purpose = icon or self._icon, purpose or self._purpose
        self.setAccessibleName(words)
        self.update()

    @as_fault
    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        theme = self._theme
        if not self.words:
            with QPainter(self) as painter:
                painter.fillRect(self.rect(), theme.colour("window"))
            return
        icon, gap = theme.space(1.6), theme.space(0.5)
        wide = self.fontMetrics().horizontalAdvance(self.words)
        left = (self.width() - icon - gap - wide) // 2
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), theme.colour("window"))
            pixmap = theme.icons.pixmap(self._icon, self._purpose, 1.6)
            painter.drawPixmap(left, (self.height() - icon) // 2, pixmap)
            painter.setPen(theme.colour("text_soft"))
            words = QRect(left + icon + gap, 0, wide, self.height())
            painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, self.words)
