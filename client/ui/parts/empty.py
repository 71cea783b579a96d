"""An empty page that says what to do, in the middle of the room."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from client.ui.ground.words import Tone
from client.ui.parts.basics import Picture, label, plain, row, set_look
from client.ui.parts.flow import flow
from client.ui.parts.lettering import even_width
from client.ui.theme.theme import Theme


class Empty(QFrame):
    """An icon, a sentence, an explanation and the buttons that lead on."""

    def __init__(
        self,
        theme: Theme,
        icon: str,
        title: str,
        text: str,
        *buttons: QWidget,
        drop: bool = False,
        tone: Tone = "accent",
    ) -> None:
        super().__init__()
        self._theme = theme
        if drop:
            self.setProperty("role", "drop")
        self._icon = Picture(theme, icon, tone, 3.2)
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
            inside.addLayout(flow(theme, *buttons, centred=True))
        inside.addStretch(3)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._balance()

    def say(self, title: str, text: str) -> None:
        """Other words than before."""
        self.title.setText(title)
        self.text.setText(text)
        self._balance()

    def _balance(self) -> None:
        whole = min(self._widest, max(1, self.contentsRect().width() - 2 * self._theme.space(1.5)))
        wide = even_width(self.text.fontMetrics(), self.text.text(), self._theme.space(8), whole)
        if self.text.minimumWidth() != wide:
            self.text.setFixedWidth(wide)

    def light_up(self, over: bool) -> None:
        """Show that something is being dragged over the window."""
        set_look(self, "over", "true" if over else "false")
