"""One quiet line of the desk about something that was begun and may be gone on with."""

from __future__ import annotations

from functools import cached_property

from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QWidget

from client.ui.frame.context import Context
from client.ui.parts.basics import Picture, label, row, set_shown
from client.ui.parts.keyboard import in_place
from client.ui.theme.theme import Theme


def quiet_line(theme: Theme, words: QLabel, *keys: QWidget) -> QHBoxLayout:
    """What is said of a workbook beside its picture, in as many lines as it takes, and what can be pressed."""
    made = row(theme, Picture(theme, "import", "accent", 1.3), words, *keys, gap=0.6)
    made.setStretch(1, 1)
    made.setContentsMargins(theme.space(1), theme.space(0.55), theme.space(0.8), theme.space(0.55))
    return made


class Offer(QFrame):
    """Hidden while there is nothing to say. Whoever derives from it names the words and makes the keys."""

    def __init__(self, context: Context, words_name: str) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self._context = context
        self._words_name = words_name
        set_shown(self, False)

    def say(self, words: str) -> None:
        """Show the line with these words."""
        self._words.setText(words)
        set_shown(self, True)

    def put_away(self) -> None:
        set_shown(self, False)

    def keys(self) -> tuple[QWidget, ...]:
        """The buttons of the line; the last one closes it."""
        raise NotImplementedError

    @cached_property
    def _words(self) -> QLabel:
        """Made with all that stands beside them for the first word: most desks never say one."""
        theme = self._context.theme
        made = label(theme, wrap=True)
        made.setObjectName(self._words_name)
        made.setMinimumWidth(theme.space(7))  # what it says may take more lines, the keys may not
        self.setLayout(quiet_line(theme, made, *self.keys()))
        in_place(self)
        return made
