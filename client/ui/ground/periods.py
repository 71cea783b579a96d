"""The periods that pages offer to choose from."""

from __future__ import annotations

from datetime import date

from forms.pack import Form, Pack
from forms.periods import Period

TWO_YEARS = 25
THREE_YEARS = 36
"""Months, with the one under way."""


def periods_back(form: Form, today: date) -> list[Period]:
    """The form's own periods from the one under way back over two years, newest first."""
    own = (form.period_of(month) for month in _months(today, TWO_YEARS))
    return [period for period in dict.fromkeys(own) if form.asked(period)]


def months_back(pack: Pack, today: date) -> list[Period]:
    """The months that are reported, from the one under way back over three years, newest first."""
    return [month for month in _months(today, THREE_YEARS) if pack.reports(month)]


def months_ended(pack: Pack, today: date) -> list[Period]:
    """The months that are reported and over, newest first."""
    under_way = (today.year, today.month)
    return [month for month in months_back(pack, today) if (month.year, month.months) != under_way]


def last_ended(pack: Pack, today: date) -> Period:
    """The newest of ``months_ended``: what is meant where nobody names a month."""
    return months_ended(pack, today)[0]


def _months(today: date, count: int) -> list[Period]:
    """Every month from the one under way back, newest first."""
    counted = (divmod(today.year * 12 + today.month - 1 - back, 12) for back in range(count))
    return [Period(year, "month", month + 1) for year, month in counted]
