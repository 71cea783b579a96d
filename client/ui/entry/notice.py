"""The line above the grid that says what came of an act, with the way back when there is one."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QHBoxLayout

from client.ui.ground.words import Tone
from client.ui.parts.announcing import announce
from client.ui.parts.basics import button, label, set_look, set_shown
from client.ui.theme.theme import Theme


class Notice(QFrame):
    """Hidden while there is nothing to say. ``back`` is the button that takes the act back."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("entryNotice")
        self._text = label(theme, wrap=True, selectable=True)
        self._text.setObjectName("entryNoticeText")
        self.back = button(self.tr("撤销"), role="link", name="noticeUndo")
        inside = QHBoxLayout(self)
        inside.setContentsMargins(theme.margin, theme.space(0.2), theme.margin, theme.space(0.2))
        inside.addWidget(self._text, 1)
        inside.addWidget(self.back)
        set_shown(self, False)

    def say(self, text: str, tone: Tone = "hint", *, undoable: bool = False) -> None:
        """Say something; blank hides the line."""
        if not text and self.isHidden():
            return  # as after nearly every key
        self._text.setText(text)
        set_look(self, "banner", tone)
        set_shown(self.back, undoable)
        set_shown(self, bool(text))
        announce(self, text)

    @property
    def text(self) -> str:
        return self._text.text()
