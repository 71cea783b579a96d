"""What came of something while the person did something else: told where it neither moves nor hides anything."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QApplication

from client.ui.conducting.attendant import Attendant
from client.ui.frame.shell import Shell
from client.ui.ground.words import Tone


class Meanwhile:
    """``typing`` answers whether a return is open: there only the status line speaks."""

    def __init__(self, shell: Shell, attendant: Attendant, typing: Callable[[], bool]) -> None:
        self._shell, self._attendant, self._typing = shell, attendant, typing
        attendant.unplaced.connect(self._remind)

    def tell(self, tone: Tone, words: str, action: str = "", go: Callable[[], object] | None = None) -> None:
        """On a banner with what can be done about it; beside a hand that types, on the status line alone."""
        if self._typing():
            self._shell.status.say(words)
        else:
            self._shell.status.say("")
            self._shell.banner.tell(tone, words, action, go)
        if not self._shell.isActiveWindow():
            QApplication.alert(self._shell)
            self._attendant.say(words)

    def still_told(self, words: str) -> bool:
        """Whether these are the words that were told last, and are read still."""
        banner = self._shell.banner
        return self._shell.status.says(words) or (not banner.isHidden() and banner.text == words)

    def _remind(self, words: str, news: bool) -> None:
        """On the status line, and what is news by the window's entry in the task bar."""
        self._shell.status.remind(words, aloud=news)
        if news:
            QApplication.alert(self._shell)
