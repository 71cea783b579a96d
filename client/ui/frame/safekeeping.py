"""Backs up while the window is open: who never leaves the program has a backup all the same."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from client.ui.ground.tasks import Tasks
from forms.problems import CodedError

if TYPE_CHECKING:
    from client.usecases.home.session import Session
    from client.usecases.safekeeping.backing_up import BackedUp

LOOK_EVERY_MS = 10 * 60 * 1000
"""How often it is looked whether a backup is due; ``backing_up.AFTER`` says when it is."""


class Safekeeping(QObject):
    """``session`` answers the home that is open, ``tell`` shows what went wrong, once until it goes well again."""

    def __init__(
        self,
        parent: QObject,
        tasks: Tasks,
        session: Callable[[], Session | None],
        tell: Callable[[CodedError], None],
    ) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._session = session
        self._tell = tell
        self._told = ""
        self.timer = QTimer(self)
        self.timer.setInterval(LOOK_EVERY_MS)
        self.timer.timeout.connect(self._look)
        self.timer.start()

    def _look(self) -> None:
        session = self._session()
        if session is not None and not self._tasks.busy:
            self._tasks.query(partial(_back_up, session), self._done, self._failed)

    def _done(self, made: BackedUp | None) -> None:
        if made is not None:
            self._say(made.problem)

    def _failed(self, error: BaseException) -> None:
        if isinstance(error, CodedError):
            self._say(error)
        else:
            self._tasks.trouble.emit(error)

    def _say(self, problem: CodedError | None) -> None:
        code = problem.code if problem is not None else ""
        if problem is not None and code != self._told:
            self._tell(problem)
        self._told = code


def _back_up(session: Session) -> BackedUp | None:
    from client.usecases.safekeeping.backing_up import back_up_if_due

    return back_up_if_due(session)
