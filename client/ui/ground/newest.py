"""Questions of which only the answer to the newest counts: an older one may take longer and come last."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import QObject

from client.ui.ground.tasks import Tasks


class Newest(QObject):
    """Hands on what was found out for the newest question; goes with its ``parent``."""

    def __init__(self, parent: QObject, tasks: Tasks, done: Callable[[Any], None]) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._done = done
        self._number = 0

    def ask(self, work: Callable[[], object]) -> None:
        """Run ``work`` elsewhere; what was asked before is no longer of interest."""
        self._number += 1
        self._tasks.query(partial(self._answer, self._number, work), self._answered)

    def _answer(self, number: int, work: Callable[[], object]) -> tuple[int, object]:
        """Elsewhere: an error counts as little as an answer where something newer was asked since."""
        try:
            return number, work()
        except Exception:
            if number == self._number:
                raise
            return number, None

    def _answered(self, answer: tuple[int, object]) -> None:
        number, found = answer
        if number == self._number:
            self._done(found)
