"""The endpoint's time, carried on by this computer's monotonic clock (protocol C9)."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import datetime, timedelta

from client.base.clock import CHINA, Clock

WARN = timedelta(minutes=2)
"""A computer's clock further off than this is misleading."""

_LIFE = 3600.0
_SLEPT = 120.0


class ServerTime:
    """A ``Clock`` that shows the endpoint's time once it has been told, and the computer's until then."""

    def __init__(self, wall: Clock, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._wall = wall
        self._monotonic = monotonic
        self._told: tuple[datetime, float, datetime] | None = None

    def tick(self) -> float:
        """Monotonic seconds, to be noted before and after a question for the time."""
        return self._monotonic()

    def learn(self, server_now: datetime, asked: float, answered: float) -> None:
        """The endpoint said ``server_now`` between the two ticks."""
        middle = (asked + answered) / 2
        wall_then = self._wall.now() - timedelta(seconds=self._monotonic() - middle)
        self._told = (server_now.astimezone(CHINA), middle, wall_then)

    def forget(self) -> None:
        """Go by the computer's clock until told anew."""
        self._told = None

    def now(self) -> datetime:
        if self._told is None:
            return self._wall.now()
        server_now, then, _ = self._told
        return server_now + timedelta(seconds=self._monotonic() - then)

    @property
    def drift(self) -> timedelta | None:
        """How far the endpoint is ahead of this computer's clock; None before it has been asked."""
        if self._told is None:
            return None
        server_now, _, wall_then = self._told
        return server_now - wall_then

    @property
    def misleading(self) -> bool:
        """Whether the computer's clock is far enough off for a word to the person."""
        drift = self.drift
        return drift is not None and abs(drift) > WARN

    @property
    def stale(self) -> bool:
        """Whether to ask again: an hour has passed, or the computer slept, which stops monotonic clocks."""
        if self._told is None:
            return True
        _, then, wall_then = self._told
        passed = self._monotonic() - then
        by_wall = (self._wall.now() - wall_then).total_seconds()
        return passed > _LIFE or abs(by_wall - passed) > _SLEPT
