"""What stands over the findings while there are none."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from client.ui.theme.theme import Theme


class NoFindings(QWidget):
    """Covers list and pane, which stay as they are below it: the first finding at a key lays nothing out anew."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("noFindings")
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self._theme = theme
        self._words = self.tr("没有发现问题")
        self.setAccessibleName(self._words)
        theme.changed.connect(self.update)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        theme = self._theme
        icon, gap = theme.space(1.6), theme.space(0.5)
        wide = self.fontMetrics().horizontalAdvance(self._words)
        left = (self.width() - icon - gap - wide) // 2
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.colour("window"))
        painter.drawPixmap(left, (self.height() - icon) // 2, theme.icons.pixmap("check", "good", 1.6))
        painter.setPen(theme.colour("text_soft"))
        words = QRect(left + icon + gap, 0, wide, self.height())
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, self._words)
        painter.end()
