"""Whose turn it is while the program is open: the enterprise in hand, or another with versions that wait.

Of the others it is learned a few at a time what waits, as a home may keep hundreds; they are asked after for that
alone.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from typing import NamedTuple

from client.base.errors import JibaoError
from client.usecases.bureau.rounds import SOON, Rounds, Turn, Waits, turn, waiting
from client.usecases.home import enterprises, settings
from client.usecases.home.session import Session

AT_ONCE = 16
"""So many other enterprises' stores are looked into for one answer."""


class Next(NamedTuple):
    """An enterprise and what is to be done for it now: nothing, where ``what`` is blank."""

    firm: str
    what: Turn


class Turns:
    """Kept while a home is open. Chance is handed in, time is the session's clock."""

    def __init__(self, draw: Callable[[], float] = random.random) -> None:
        self._rounds = Rounds(draw)
        self._here = ""
        self._waits = Waits()
        self._asked_at: datetime | None = None
        self._unknown: list[str] | None = None
        """Other enterprises of which it is not known what waits."""
        self._others: dict[str, Waits] = {}
        self._tried: dict[str, datetime] = {}
        """When a round was last made for another enterprise."""

    def next(self, session: Session, firm: str) -> Next:
        """Whose turn it is now, with ``firm`` in hand; it counts as taken with the answer."""
        self._turn_to(session, firm)
        self._asked_at = session.clock.now()
        self._waits = waiting(session, firm)
        what = turn(session, firm, self._rounds, self._waits)
        if what or not int(settings.get(session, "network.poll_minutes")):
            return Next(firm, what)
        self._learn(session)
        for other in list(self._others):
            if what := self._of_other(session, other):
                return Next(other, what)
        return Next(firm, "")

    def hasten(self, session: Session) -> None:
        """The enterprise in hand has its turn at once."""
        self._rounds.hasten(session.clock.now())

    def pause(self, session: Session) -> float:
        """Seconds until there may be something to do, as far as is known; what was due at ``next`` is left out."""
        now, asked_at = session.clock.now(), self._asked_at
        known = [at for waits in (self._waits, *self._others.values()) for at in waits if at is not None]
        waits = ((at - now).total_seconds() for at in known if asked_at is None or at > asked_at)
        return max(0.0, min(waits, default=SOON.total_seconds()))

    def _turn_to(self, session: Session, firm: str) -> None:
        if self._unknown is None:
            self._unknown = [each.code for each in enterprises.all_of(session)]
        if self._here not in ("", firm):
            self._unknown.append(self._here)
        self._here = firm
        self._others.pop(firm, None)

    def _learn(self, session: Session) -> None:
        """What waits of some that are not known. A store that cannot be opened says so when it is turned to."""
        looked_at, self._unknown = (self._unknown or [])[:AT_ONCE], (self._unknown or [])[AT_ONCE:]
        for firm in looked_at:
            if firm == self._here:
                continue
            with suppress(JibaoError):
                waits = waiting(session, firm)
                if waits != Waits():
                    self._others[firm] = waits

    def _of_other(self, session: Session, firm: str) -> Turn:
        """What is due for another enterprise; what waits of it after its turn is learned anew."""
        now, waits = session.clock.now(), self._others[firm]
        before = self._tried.get(firm)
        again = before is None or abs(now - before) >= SOON
        what: Turn = ""
        if waits.untold is not None and waits.untold <= now and again:
            what, self._tried[firm] = "round", now
        if not what and waits.undecided is not None and waits.undecided <= now:
            what = "decisions"
        if what:
            del self._others[firm]
            assert self._unknown is not None
            self._unknown.append(firm)
        return what
