"""The clock as a thing that is handed in, so that a day can be chosen in tests and in practice."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import date, datetime, timedelta, timezone
from typing import Protocol

CHINA = timezone(timedelta(hours=8), "+08:00")
"""All of Guangdong's deadlines are in this zone; it has had no daylight saving since 1991."""


class Clock(Protocol):
    """Tells the time in China."""

    def now(self) -> datetime: ...


class SystemClock:
    """The computer's own clock, shifted by whole days when a practice calendar asks for another today."""

    def __init__(self, today: date | None = None) -> None:
        real = datetime.now(CHINA).date()
        self._shift = (today - real) if today else timedelta()

    def now(self) -> datetime:
        return datetime.now(CHINA) + self._shift


def rfc3339(moment: datetime) -> str:
    """``2026-11-05T17:21:09.412+08:00``, the spelling of the filing protocol."""
    return moment.astimezone(CHINA).isoformat(timespec="milliseconds")


JUMP = timedelta(days=1, minutes=1)
"""A clock that is set by more than this, a day and what it took to set it, is named."""


def since_boot() -> float:
    """Seconds of a clock nobody can set, which runs on while the computer sleeps."""
    boot_time = getattr(time, "CLOCK_BOOTTIME", None)
    return time.monotonic() if boot_time is None else time.clock_gettime(boot_time)


class JumpWatch:
    """Notices that a clock was set, by a clock that cannot be."""

    def __init__(self, clock: Clock, steady: Callable[[], float] = since_boot) -> None:
        self._clock = clock
        self._steady = steady
        self._seen = (clock.now(), steady())

    def jump(self) -> timedelta:
        """By how much the clock was set since this was last asked (zero up to a day): forward is positive."""
        before, then = self._seen
        self._seen = now, passed = self._clock.now(), self._steady()
        by = now - before - timedelta(seconds=passed - then)
        return by if abs(by) > JUMP else timedelta()
