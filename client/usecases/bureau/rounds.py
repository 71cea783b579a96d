"""Quiet rounds while the program is open: what is on its way is asked after, what the bureau told is fetched.

A round is due when the settable time has passed since the last one, give or take a fifth, or when a version that
was put off may be tried again. The first comes anywhere within that time, so that computers switched on at nine do
not ask in step. Who is enrolled nowhere is never asked for; who practises at the embedded endpoint, only while a
version has no receipt.

Between them decisions on what was filed are asked for as the versions' own waits say, which grow: also at the
embedded endpoint, and for every enterprise of the home, whichever is in hand.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal, NamedTuple

from client.base.errors import JibaoError
from client.net.over_httpx import Patience
from client.protocol.times import parse_time
from client.sync import notices
from client.sync.obligations import fetch
from client.sync.results import FilingResult
from client.sync.states import State
from client.usecases.bureau import connecting
from client.usecases.bureau.filing import settle_quietly
from client.usecases.bureau.line import Line
from client.usecases.bureau.merging import Pulled, pull
from client.usecases.bureau.watching import watch
from client.usecases.home import settings
from client.usecases.home.session import Session
from client.usecases.returns.versions import root_of

PATIENCE = Patience(connect=5, read=10, write=20, pool=20, whole=30)
"""Nobody waits for a round, but whoever leaves waits for the request that is under way."""
JITTER = 0.2
SOON = timedelta(minutes=1)
"""A version that was put off is tried again at most so often, whatever its own wait says."""


class Rounds:
    """When the next round is due; a clock and chance are handed in, so that a day passes in a test at once."""

    def __init__(self, draw: Callable[[], float] = random.random) -> None:
        self._draw = draw
        self._next: datetime | None = None
        self._last: datetime | None = None

    def hasten(self, now: datetime) -> None:
        """Make the next round due at once: a backup was restored, and the endpoint may know more than it holds."""
        self._next = now

    def due(self, now: datetime, minutes: int, waiting: datetime | None = None) -> bool:
        """Whether to go round now; ``minutes`` 0 means never. ``waiting``: when a version may be tried again.

        The round counts as begun with the answer.
        """
        if not minutes:
            self._next = None
            return False
        every = timedelta(minutes=minutes)
        if self._next is None or self._next - now > every * (1 + JITTER):  # just begun, or the clock was set back
            self._next = now + every * self._draw()
        again = self._last is None or abs(now - self._last) >= SOON
        if now < self._next and not (again and waiting is not None and waiting <= now):
            return False
        self._last = now
        self._next = now + every * (1 - JITTER + 2 * JITTER * self._draw())
        return True


@dataclass(frozen=True)
class Found:
    """What a turn brought: new notices, versions whose state moved on, heads from elsewhere; or why nothing."""

    notices: int = 0
    moved: tuple[FilingResult, ...] = ()
    pulled: tuple[Pulled, ...] = ()
    trouble: JibaoError | None = None

    @property
    def news(self) -> bool:
        """Whether anything shown may have changed."""
        return bool(self.notices or self.moved or self.pulled)

    def and_before(self, earlier: Found) -> Found:
        """What this turn and an earlier one brought; of a version that moved on twice, where it is now."""
        moved = {each.version_id: each for each in (*earlier.moved, *self.moved)}
        return Found(
            earlier.notices + self.notices, tuple(moved.values()), earlier.pulled + self.pulled, self.trouble
        )


class Waits(NamedTuple):
    """When the first version may be tried again that may not have arrived, and the first that is undecided.

    None where there is none.
    """

    untold: datetime | None = None
    undecided: datetime | None = None


def waiting(session: Session, firm: str) -> Waits:
    """What still waits for something at the endpoint of a firm."""
    found = session.look(firm, lambda books: books.outbox.next_attempts(root_of(books, firm)))
    now = session.clock.now()
    times = [(state, parse_time(at) if at else now) for state, at in found]
    return Waits(
        min((at for state, at in times if state != "received"), default=None),
        min((at for state, at in times if state == "received"), default=None),
    )


Turn = Literal["", "round", "decisions"]
"""What is to be done for a firm now: nothing, a whole round, or asking for decisions that are due."""


def turn(session: Session, firm: str, rounds: Rounds, waits: Waits) -> Turn:
    """What is to be done now for the firm in hand; nothing where the settings say that nothing goes by itself."""
    minutes, now = int(settings.get(session, "network.poll_minutes")), session.clock.now()
    if not firm or not minutes:
        return ""
    embedded = connecting.is_embedded(session, connecting.enrolment(session, firm))
    if (waits.untold is not None or not embedded) and rounds.due(now, minutes, waits.untold):
        return "round"
    return "decisions" if waits.undecided is not None and waits.undecided <= now else ""


def take_turn(session: Session, firm: str, what: Turn) -> Found:
    """Do it. Raises nothing that has a name: the next turn tries again, and the pages tell when asked.

    While somebody is sending, nothing is done: that asks for the same.
    """
    if not what or session.store_of(firm).filing.locked():
        return Found()
    try:
        with connecting.line(session, firm, patience=PATIENCE) as line:
            if what == "decisions":
                return Found(moved=settle_quietly(line, {State.RECEIVED}))
            return _go_round(line)
    except JibaoError as error:
        return Found(trouble=error)


def _go_round(line: Line) -> Found:
    """The notices first: where they cannot be had the line is dead, and no version's wait grows for that."""
    store, endpoint, firm = line.store, line.endpoint, line.firm
    known = {each.id for each in store.run(lambda books: notices.held(books, firm)).items}
    told = [each for each in notices.fetch(store, endpoint, firm).items if each.id not in known]
    moved = settle_quietly(line, hinted={each.version_id or "" for each in told})
    try:
        pulled = pull(line, fetch(store, endpoint, firm))
    except JibaoError as error:
        return Found(len(told), moved, trouble=error)
    watch(line)
    return Found(len(told), moved, pulled)
