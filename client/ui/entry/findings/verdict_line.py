"""The verdict and the way to the next finding, side by side. Other words in it lay nothing else out anew."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from client.ui.ground.words import Word
from client.ui.parts.basics import Chip, set_shown
from client.ui.parts.mishaps import as_fault
from client.ui.theme.theme import Theme


class NextButton(QPushButton):
    """Looks like every link, but paints itself: it comes and goes at a key, and the style sheet takes its time."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(self.tr("下一处 F8"))
        self.setObjectName("nextFinding")
        self.setProperty("role", "link")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._theme = theme
        theme.changed.connect(self.update)

    @as_fault
    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        with QPainter(self) as painter:
            if self.underMouse():
                painter.setRenderHint(QPainter.RenderHint.Antialiasing)
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(self._theme.colour("accent_soft"))
                painter.drawRoundedRect(self.rect(), self._theme.space(0.4), self._theme.space(0.4))
            painter.setPen(self._theme.colour("accent"))
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self.text())


class VerdictLine(QWidget):
    """Takes the room that is left over and asks for none; who lays it out looks at ``wanted``.

    It paints the ground itself: nothing behind it is painted for another word.

    It has no layout of its own on purpose: that of the bar would hear of every change.
    """

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("verdictLine")
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self._theme = theme
        theme.changed.connect(self.update)
        self._gap = theme.space(0.6)
        self.chip = Chip(theme)
        self.chip.setObjectName("verdict")
        self.next = NextButton(theme)
        for part in (self.chip, self.next):
            part.setParent(self)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.wanted = 0
        """The width its words ask for now."""

    def show_word(self, word: Word) -> None:
        """Say the verdict; only where something stands in the way is there a next finding."""
        self.chip.show_word(word)
        set_shown(self.next, word.tone not in ("good", "plain"))
        self._place()

    def sizeHint(self) -> QSize:
        return QSize(0, max(self.chip.sizeHint().height(), self.next.sizeHint().height()))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    @as_fault
    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.fillRect(event.rect(), self._theme.colour("window"))

    def _place(self) -> None:
        left = 0
        for part in (self.chip, self.next):
            if not part.isHidden():
                size = part.sizeHint()
                part.setGeometry(left, (self.height() - size.height()) // 2, size.width(), size.height())
                left += size.width() + self._gap
        self.wanted = max(left - self._gap, 0)
