"""Goes round quietly while the window is open, and tells in one line what came of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from client.ui.ground.tasks import Tasks

if TYPE_CHECKING:
    from client.ui.conducting.conductor import Conductor
    from client.usecases.bureau.rounds import Found, Rounds
    from client.usecases.home.session import Session

LOOK_MS = 60_000
"""How often it is looked whether a round is due."""


class QuietRounds(QObject):
    """Its tasks are its own: no page waits for them, and the home may be locked meanwhile."""

    def __init__(self, conductor: Conductor) -> None:
        super().__init__(conductor)
        self._conductor = conductor
        self._tasks = Tasks(self)
        self._rounds: Rounds | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_MS)
        self._timer.timeout.connect(self.look)
        conductor.ready.connect(self._timer.start)

    def look(self) -> None:
        """Go round, if it is time to and nothing else is under way."""
        context = self._conductor.context
        if context is None or not context.firm or self._tasks.busy or self._conductor.tasks.busy:
            return
        from client.usecases.bureau.rounds import Rounds

        self._rounds = rounds = self._rounds or Rounds()
        session, firm = context.session, context.firm
        self._tasks.query(lambda: _round(session, firm, rounds), self._found, self._failed)

    def close(self) -> None:
        """Wait for the request under way."""
        self._timer.stop()
        self._tasks.close()

    def _found(self, found: Found | None) -> None:
        if found is None or not found.news:
            return
        self._conductor.tasks.changed.emit()
        if found.notices:
            words = self.tr("收到 {} 条新通知").format(found.notices)
            self._conductor.shell.banner.tell("hint", words, self.tr("查看"), self._show)

    def _failed(self, error: BaseException) -> None:
        """The home was locked or closed meanwhile, or it is our fault; the next round tells."""

    def _show(self) -> None:
        self._conductor.go("notices")


def _round(session: Session, firm: str, rounds: Rounds) -> Found | None:
    from client.usecases.bureau import rounds as going

    return going.go_round(session, firm) if going.due(session, firm, rounds) else None
