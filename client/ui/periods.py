"""The periods that pages offer to choose from."""

from __future__ import annotations

from datetime import date

from forms.pack import Form
from forms.periods import Period

MONTHS_BACK = 25


def periods_back(form: Form, today: date) -> list[Period]:
    """The form's own periods from the one under way back over two years, newest first."""
    found: dict[Period, None] = {}
    for back in range(MONTHS_BACK):
        year, month = divmod(today.year * 12 + today.month - 1 - back, 12)
        period = form.period_of(Period(year, "month", month + 1))
        if form.asked(period):
            found[period] = None
    return list(found)
