"""Which month is meant where nobody names one."""

from __future__ import annotations

from forms.periods import Period


def last_ended(year: int, month: int) -> Period:
    """The last month that is over, leaving out January, which is reported with February."""
    year, month = (year, month - 1) if month > 1 else (year - 1, 12)
    return Period(year, "month", month) if month > 1 else Period(year - 1, "month", 12)
