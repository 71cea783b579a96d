"""Quiet rounds while the program is open: what is on its way is asked after, what the bureau told is fetched.

A round is due when the settable time has passed since the last one, give or take a fifth, or when a version that
was put off may be tried again. The first comes anywhere within that time, so that computers switched on at nine do
not ask in step. Who is enrolled nowhere, or practises at the embedded endpoint, is never asked for.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from client.base.errors import JibaoError
from client.net.over_httpx import Patience
from client.protocol.times import parse_time
from client.sync import notices
from client.sync.obligations import fetch
from client.usecases.bureau import connecting
from client.usecases.bureau.filing import settle_quietly
from client.usecases.bureau.merging import Pulled
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
    """What a round brought: new notices, versions whose state moved on, heads from elsewhere; or why nothing."""

    notices: int = 0
    moved: int = 0
    pulled: tuple[Pulled, ...] = ()
    trouble: JibaoError | None = None

    @property
    def news(self) -> bool:
        """Whether anything shown may have changed."""
        return bool(self.notices or self.moved or self.pulled)


def waiting(session: Session, firm: str) -> datetime | None:
    """When the first version that still waits for something may be tried again; None if none waits."""
    times = session.look(firm, lambda books: books.outbox.next_attempts(root_of(books, firm)))
    now = session.clock.now()
    return min((parse_time(at) if at else now for at in times), default=None)


def due(session: Session, firm: str, rounds: Rounds) -> bool:
    """Whether to go round for a firm now."""
    minutes = int(settings.get(session, "network.poll_minutes"))
    if not firm or connecting.is_embedded(session, connecting.enrolment(session, firm)):
        return False
    return rounds.due(session.clock.now(), minutes, waiting(session, firm))


def go_round(session: Session, firm: str) -> Found:
    """Go round now. Raises nothing that has a name: the next round tries again, and the pages tell when asked.

    While somebody is sending, nothing is done: that asks for the same.
    """
    store = session.store_of(firm)
    if store.filing.locked():
        return Found()
    try:
        with connecting.endpoint(session, firm, patience=PATIENCE) as endpoint:
            known = {each.id for each in store.run(lambda books: notices.held(books, firm)).items}
            told = notices.fetch(store, endpoint, firm).items
            moved, pulled = settle_quietly(session, endpoint, firm, fetch(store, endpoint, firm))
    except JibaoError as error:
        return Found(trouble=error)
    return Found(sum(each.id not in known for each in told), moved, pulled)
