"""Goes round quietly while the window is open, and tells in one line what came of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
from PySide6.QtCore import QObject, QTimer

from client.ui.conducting.answers import tone_of, words_of
from client.ui.ground.tasks import Tasks

if TYPE_CHECKING:
    from client.ui.conducting.conductor import Conductor
    from client.usecases.bureau.rounds import Found
    from client.usecases.bureau.turns import Turns
    from client.usecases.home.session import Session

LOOK_MS = 60_000
"""How often it is looked at least whether there is something to do."""
SOON_MS = 1_000
"""And at most, whatever the waits say."""


class Came(msgspec.Struct, frozen=True):
    """What a turn brought and for whom, if there was one, and after how many milliseconds to look again."""

    firm: str
    found: Found | None
    again_ms: int


class Told(msgspec.Struct, frozen=True):
    """What was told of whom, and in which words."""

    firm: str
    found: Found
    words: str


class QuietRounds(QObject):
    """Its tasks are its own: no page waits for them, and the home may be locked meanwhile."""

    def __init__(self, conductor: Conductor) -> None:
        super().__init__(conductor)
        self._conductor = conductor
        self._tasks = Tasks(self)
        self._turns: Turns | None = None
        self._told: Told | None = None
        self._hastened = False
        self._timer = QTimer(self, singleShot=True, interval=LOOK_MS)
        self._timer.timeout.connect(self.look)
        conductor.ready.connect(self._begin)
        conductor.routes.filed.connect(self._soon)

    def look(self) -> None:
        """Take the turn of whoever has one, if nothing else is under way."""
        context = self._conductor.context
        if context is None or not context.firm:
            self._timer.start(LOOK_MS)
            return
        if self._tasks.busy or self._conductor.tasks.busy:
            self._timer.start(SOON_MS)
            return
        from client.usecases.bureau.turns import Turns

        self._turns = turns = self._turns or Turns()
        session, firm = context.session, context.firm
        if self._hastened:
            turns.hasten(session)
            self._hastened = False
        self._tasks.query(lambda: _take_turn(session, firm, turns), self._came, self._failed)

    def hasten(self) -> None:
        """What was restored is as it was then: what was filed since is asked for as soon as the desk is there."""
        self._hastened = True
        self._timer.start(SOON_MS)

    def close(self) -> None:
        """Wait for the request under way."""
        self._timer.stop()
        self._tasks.close()

    def _begin(self) -> None:
        if not self._timer.isActive():
            pages = self._conductor.pages
            desk = pages.desk.desk if pages is not None else None
            # After a crash in the midst of filing nobody waits a minute to know whether the authority has it.
            self._timer.start(SOON_MS if desk is not None and desk.without_receipt else LOOK_MS)

    def _soon(self) -> None:
        """Something was filed: from now on its own waits say when to look."""
        self._timer.start(SOON_MS)

    def _came(self, came: Came) -> None:
        self._timer.start(came.again_ms)
        found = came.found
        if found is None or not found.news:
            return
        context = self._conductor.context
        if context is not None and context.firm == came.firm:
            self._show_anew(found)
        self._tell(came.firm, found)

    def _show_anew(self, found: Found) -> None:
        """The pages that show what came; what is being typed is left alone."""
        if found.pulled:
            self._conductor.tasks.changed.emit()
        self._conductor.routes.answered.emit()
        self._conductor.show_answers()

    def _tell(self, firm: str, found: Found) -> None:
        """With what was told before and is read still: a line that took its place would count only what is new."""
        before, conductor = self._told, self._conductor
        if before is not None and before.firm == firm and conductor.meanwhile.still_told(before.words):
            found = found.and_before(before.found)
        words = words_of(found)
        if not words:
            return
        told = Told(firm, found, conductor.about(firm, words))
        context = conductor.context
        if context is None or context.firm != firm:
            conductor.meanwhile.tell(tone_of(found), told.words)
        else:
            go = self._to_notices if found.notices else self._to_filing
            conductor.meanwhile.tell(tone_of(found), told.words, self.tr("查看"), go)
        self._told = told

    def _failed(self, _: BaseException) -> None:
        """The home was locked or closed meanwhile, or it is our fault; the next turn tells."""
        self._timer.start(LOOK_MS)

    def _to_notices(self) -> None:
        self._conductor.go("notices")

    def _to_filing(self) -> None:
        self._conductor.go("send")


def _take_turn(session: Session, firm: str, turns: Turns) -> Came:
    from client.usecases.bureau.rounds import take_turn

    at, what = turns.next(session, firm)
    found = take_turn(session, at, what) if what else None
    pause = turns.pause(session) * 1000
    return Came(at, found, SOON_MS if what else min(max(int(pause), SOON_MS), LOOK_MS))
