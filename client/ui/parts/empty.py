"""An empty page that says what to do, in the middle of the room."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRect, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from client.ui.parts.basics import Picture, label, plain, row, set_look
from client.ui.theme.theme import Theme

TALL = 10_000
"""Device-independent units no explanation is as high as."""


class Empty(QFrame):
    """An icon, a sentence, an explanation and the buttons that lead on."""

    def __init__(
        self, theme: Theme, icon: str, title: str, text: str, *buttons: QWidget, drop: bool = False
    ) -> None:
        super().__init__()
        self._theme = theme
        if drop:
            self.setProperty("role", "drop")
        self._icon = Picture(theme, icon, "accent", 3.2)
        self.title = label(theme, title, scale=1.3, bold=True)
        self.text = label(theme, text, role="soft", wrap=True)
        self._widest = theme.space(32)
        inside = QVBoxLayout(self)
        pad = theme.space(1.5)
        inside.setContentsMargins(pad, pad, pad, pad)
        inside.setSpacing(theme.space(0.6))
        inside.addStretch(2)
        for item in (self._icon, self.title, self.text):
            item.setAlignment(Qt.AlignmentFlag.AlignCenter)
            inside.addWidget(plain(row(theme, None, item, None)))
        if buttons:
            inside.addSpacing(theme.space(0.4))
            inside.addWidget(plain(row(theme, None, *buttons, None)))
        inside.addStretch(3)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._balance()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:
            self._balance()
        return super().event(event)

    def _balance(self) -> None:
        """Break the explanation into lines of much the same length: no word stands alone in the last one."""
        whole = min(self._widest, max(1, self.contentsRect().width() - 2 * self._theme.space(1.5)))
        lines, narrow, wide = self._height(whole), min(whole, self._theme.space(8)), whole
        while narrow < wide:
            middle = (narrow + wide) // 2
            if self._height(middle) > lines:
                narrow = middle + 1
            else:
                wide = middle
        if self.text.minimumWidth() != wide:
            self.text.setFixedWidth(wide)

    def _height(self, width: int) -> int:
        """Of the explanation in so much width; the label itself answers for its least width at the least."""
        room = QRect(0, 0, width, TALL)
        return self.text.fontMetrics().boundingRect(room, Qt.TextFlag.TextWordWrap, self.text.text()).height()

    def light_up(self, over: bool) -> None:
        """Show that something is being dragged over the window."""
        set_look(self, "over", "true" if over else "false")
