"""What the practice endpoint asks for, and when: the last 24 months, all of them open."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, time

from msgspec import Struct

from client.base.clock import CHINA
from forms.pack.model import Form, Pack
from forms.periods import Kind, Period

REACH = 24
"""Months back that can be filed."""

_LENGTH: dict[Kind, int] = {"month": 1, "quarter": 3, "half": 6, "year": 12}
_CORRECTABLE_YEARS = 10


class Due(Struct, frozen=True):
    """One form for one period, with its dates."""

    form: Form
    period: Period
    opens_at: datetime
    deadline_at: datetime
    correctable_until: datetime


def due(pack: Pack, now: datetime) -> list[Due]:
    """Everything open at ``now``, by form, newest period first."""
    return [
        _due(form, period)
        for form in pack.forms.values()
        for kind in _LENGTH
        for period in _ended(kind, now)
        if form.asked(period) and pack.in_force(period)
    ]


def find(pack: Pack, form: str, period: Period) -> Due | None:
    """The dates of one return, open or not; None when it is never asked for."""
    asked = pack.forms.get(form)
    if asked is None or not asked.asked(period) or not pack.in_force(period):
        return None
    return _due(asked, period)


def is_open(found: Due, now: datetime) -> bool:
    """Whether a version can be filed: since it opened, and no further back than ``REACH``."""
    return found.opens_at <= now and found.period in _ended(found.period.kind, now)


def first_month(period: Period) -> str:
    """The month a period begins with, as ``YYYY-MM``."""
    return f"{period.year}-{period.months - _LENGTH[period.kind] + 1:02d}"


def _ended(kind: Kind, now: datetime) -> Iterator[Period]:
    """Periods of a kind, newest first. A year counts from its first day: the enterprise profile belongs to it."""
    day = now.astimezone(CHINA)
    months = day.year * 12 + day.month - 1  # months that have ended since year 0
    length = _LENGTH[kind]
    newest = day.year * 12 + 12 if kind == "year" else months // length * length
    for end in range(newest, months - REACH, -length):
        year, last = divmod(end - 1, 12)
        yield Period(year, kind, last // length + 1)


def _due(form: Form, period: Period) -> Due:
    opens = datetime(period.year, 1, 1, tzinfo=CHINA) if period.kind == "year" else _first_after(period)
    deadline = _deadline(form, period)
    until = deadline.replace(year=deadline.year + _CORRECTABLE_YEARS)
    return Due(form, period, opens, deadline, until)


def _deadline(form: Form, period: Period) -> datetime:
    """18:00 on the pack's last day for it."""
    return datetime.combine(form.deadline(period), time(18), CHINA)


def _first_after(period: Period) -> datetime:
    year, month = divmod(period.year * 12 + period.months, 12)
    return datetime(year, month + 1, 1, tzinfo=CHINA)
