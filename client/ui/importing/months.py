"""Which months are offered, and which is meant where nobody names one."""

from __future__ import annotations

from datetime import date

from forms.periods import Period

MONTHS_BACK = 36


def last_ended(year: int, month: int) -> Period:
    """The last month that is over, leaving out January, which is reported with February."""
    year, month = (year, month - 1) if month > 1 else (year - 1, 12)
    return Period(year, "month", month) if month > 1 else Period(year - 1, "month", 12)


def months_back(today: date) -> list[Period]:
    """The months that are reported, from the one under way back over three years, newest first."""
    counted = (divmod(today.year * 12 + today.month - 1 - back, 12) for back in range(MONTHS_BACK))
    return [Period(year, "month", month + 1) for year, month in counted if month > 0]
