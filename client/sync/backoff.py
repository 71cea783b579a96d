"""How long to wait before the next attempt (protocol C12)."""

from __future__ import annotations

import math
from collections import deque
from typing import NamedTuple

import msgspec


class Wait(NamedTuple):
    """How long somebody waits for the answers to what was filed."""

    seconds: float
    attempts: float = math.inf
    """After so many in a row that reached nobody it is over sooner; the rest is tried by itself later."""


class Pace(msgspec.Struct, frozen=True):
    """The figures of the back-off, all in seconds. Tests divide them, nothing else changes them."""

    first: float = 2.0
    cap: float = 300.0
    cap_last_hour: float = 30.0
    decision: float = 5.0
    """First wait for a decision when the endpoint does not say how long to wait."""
    cap_decision: float = 900.0
    """An officer may take days: no more often than the notices, which tell of what was sent back."""
    longest_told: float = 3600.0
    """A ``Retry-After`` beyond this is taken for a mistake and shortened."""
    retries: int = 10
    window: float = 600.0
    """At most ``retries`` repeated requests within any ``window``."""

    def delay(self, attempts: int, draw: float, *, last_hour: bool = False) -> float:
        """Full jitter: ``draw`` in [0, 1) of the exponential bound after ``attempts`` attempts (≥ 1)."""
        cap = self.cap_last_hour if last_hour else self.cap
        return draw * min(cap, self.first * 2.0 ** min(attempts, 32))

    def delay_of_decision(self, asked: int, draw: float, told: float | None = None) -> float:
        """After ``asked`` questions (≥ 0): soon at first, then slower, never sooner than the endpoint ``told``."""
        least = self.told(told or 0.0)
        if not asked:
            return least if told is not None else self.decision
        return max(least, draw * min(self.cap_decision, self.first * 2.0 ** min(asked, 32)))

    def told(self, seconds: float) -> float:
        """A ``Retry-After``, kept within reason."""
        return max(0.0, min(seconds, self.longest_told))


class Budget:
    """Counts repeated requests, so that a sick endpoint is not asked more than ``retries`` times a window."""

    def __init__(self, pace: Pace) -> None:
        self._pace = pace
        self._spent: deque[float] = deque()

    def spend(self, at: float) -> float:
        """Book one repetition at monotonic second ``at``. Gives the seconds to wait first, 0 if none."""
        while self._spent and self._spent[0] <= at - self._pace.window:
            self._spent.popleft()
        if len(self._spent) < self._pace.retries:
            self._spent.append(at)
            return 0.0
        return self._spent[0] + self._pace.window - at
