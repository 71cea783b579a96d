"""New definitions and a newer program, while the window is open: looked for quietly, told in one line."""

from __future__ import annotations

import threading
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from client.base.errors import JibaoError
from client.base.program import Installed, installed
from client.ui.ground.tasks import Tasks
from forms.words import Count

if TYPE_CHECKING:
    from client.ui.conducting.conductor import Conductor
    from client.usecases.home.session import Session
    from client.usecases.renewal.daily_check import News

LOOK_AFTER_MS = 20_000
"""Whoever has just come in has something else to do."""


def put_back(home: Path, program: Installed | None, arguments: list[str]) -> bool:
    """At the very start: whether the version before this one was asked to take its place, because this one began
    too often without getting anywhere."""
    if program is None or not (home / "updates" / "under-way.json").exists():
        return False
    from client.usecases.renewal import installing

    return installing.begin(home, program, arguments) == "ask"


class Renewal(QObject):
    """``told`` carries a ``News`` whenever there is one; ``missed`` an update that came to nothing."""

    told = Signal(object)
    missed = Signal(object)

    def __init__(self, conductor: Conductor, home: Path, program: Installed | None = None) -> None:
        super().__init__(conductor)
        self._conductor = conductor
        self._home = home
        self._program = program or installed()
        self._tasks = Tasks(self)  # its own: nobody waits for it to leave
        self._stop = threading.Event()
        self._news: News | None = None
        self._given_up = ""
        """A version that was put back: nobody is offered it again."""
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(LOOK_AFTER_MS)
        self._timer.timeout.connect(self.look)
        conductor.ready.connect(self._ready)

    def settle(self) -> None:
        """The window stands: this version works. What came of an installation is told, once."""
        if self._program is None:
            return
        from client.usecases.renewal import installing

        came, note = installing.settle(self._home, self._program)
        if note is not None and came in ("failed", "put-back"):
            error = installing.told(came, note)
            self._conductor.trouble.tell(error)
            self.missed.emit(error)
            self._given_up = note.new if came == "put-back" else ""

    def look(self) -> None:
        """Look, if it is time to."""
        context = self._conductor.context
        if context is not None and not self._tasks.busy:
            session, stop, given_up = context.session, self._stop, self._given_up
            self._tasks.query(lambda: _look(session, stop, given_up), self._found, self._failed)

    def leave(self, session: Session) -> None:
        """The window is gone: what is ready is installed after this process has ended."""
        if self._program is None:
            return
        self._stands()
        with suppress(JibaoError):  # told at the next start by what did not come of it
            _give_up(session, self._given_up)
            _install(session, self._home, self._program)

    def _stands(self) -> None:
        """Whoever left before the window had settled left a version that works."""
        from client.usecases.renewal import installing

        note = installing.under_way(self._home)
        if self._program is not None and note is not None and note.new == self._program.version:
            installing.settle(self._home, self._program)

    def close(self) -> None:
        """Wait for the piece that is on its way; the rest another day."""
        self._timer.stop()
        self._stop.set()
        self._tasks.close()

    def _ready(self) -> None:
        self._show()
        if not self._timer.isActive() and self._news is None:
            self._timer.start()

    def _found(self, found: News | None) -> None:
        if found is not None and not self._stop.is_set():
            self._news = found
            self._show()
            self.told.emit(found)

    def _failed(self, error: BaseException) -> None:
        """The home was locked or closed meanwhile, or it is our fault; the next look tells."""

    def _show(self) -> None:
        if self._news is not None:
            self._conductor.shell.status.show_news(_line(self._news), self._conductor.show_versions)


def _line(news: News) -> str:
    """One line; blank when there is nothing new."""
    from PySide6.QtCore import QCoreApplication

    if news.program is not None:
        words = QCoreApplication.translate("renewing", "有新版本 {}，退出时安装")
        return words.format(news.program.version)
    if news.waiting:
        return QCoreApplication.translate("renewing", "报表制度有新版本，{} 张草稿可以换版").format(
            Count(news.waiting)
        )
    return ""


def _give_up(session: Session, version: str) -> None:
    if version:
        from client.usecases.renewal.updating import give_up

        give_up(session, version)


def _look(session: Session, stop: threading.Event, given_up: str) -> News | None:
    from client.usecases.renewal import daily_check

    _give_up(session, given_up)
    if not daily_check.due(session):
        return daily_check.news(session)
    return daily_check.look_out(session, lambda: not stop.is_set())


def _install(session: Session, home: Path, program: Installed) -> None:
    from client.usecases.home import settings
    from client.usecases.renewal import installing, updating

    if not settings.get(session, "updates.automatic") or updating.ready(session) is None:
        return
    held, setup = updating.proven(session)
    if installing.may_try(home, held):
        installing.launch(home, held, setup, program)
