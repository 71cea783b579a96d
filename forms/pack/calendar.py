"""The yearly list of public holidays, and how a date is moved by them."""

from __future__ import annotations

from datetime import date, timedelta

import msgspec


class Holiday(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Days off in a row, both ends included."""

    name: str
    first: date
    last: date


class HolidayYear(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The holidays of one year; ``provisional`` until checked against the government's notice."""

    year: int
    source: str
    provisional: bool = False
    holiday: tuple[Holiday, ...] = ()


class Calendar(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``calendar.toml``. A year it does not have has no holidays and is provisional."""

    year: tuple[HolidayYear, ...] = ()

    def holiday(self, day: date) -> str:
        """The name of the holiday ``day`` falls in, or empty."""
        found = (h.name for each in self.year for h in each.holiday if h.first <= day <= h.last)
        return next(found, "")

    def moved(self, day: date) -> date:
        """``day``, or the first day after the holiday it falls in. Weekends do not move a date."""
        while self.holiday(day):
            day += timedelta(days=1)
        return day

    def provisional(self, day: date) -> bool:
        """Whether the holidays around ``day`` may still change."""
        return all(each.provisional for each in self.year if each.year == day.year)
