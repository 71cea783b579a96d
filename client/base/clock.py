"""The clock as a thing that is handed in, so that a day can be chosen in tests and in practice."""

from __future__ import annotations

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
