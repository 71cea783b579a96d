"""What is wrong or missing, in red beside what it is about; a screen reader says it when it comes."""

from __future__ import annotations

from client.ui.parts.announcing import announce
from client.ui.parts.basics import set_shown
from client.ui.parts.wrapped import Wrapped
from client.ui.theme.theme import Theme


class Complaint(Wrapped):
    """Takes no room while there is nothing to say."""

    def __init__(self, theme: Theme, *, scale: float = 1.0, name: str = "") -> None:
        super().__init__()
        self.setObjectName(name)
        self.setFont(theme.font(scale))
        self.setProperty("tone", "error")
        self.hide()

    def say(self, text: str) -> None:
        """Say what is wrong; blank takes it back."""
        self.setText(text)
        set_shown(self, bool(text))
        announce(self, text)
