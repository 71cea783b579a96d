"""Which reports make up a range of periods, by what stretch of time a figure stands for."""

from __future__ import annotations

from typing import NamedTuple

from client.base.errors import UserError
from forms.pack import Form
from forms.periods import Period

Terms = tuple[tuple[Period, int], ...]
"""Reports and whether each is added (1) or taken off (-1)."""


class Span(NamedTuple):
    """The report of a form that is added up, and the first of a range that ends with it; None for it alone."""

    form: Form
    period: Period
    since: Period | None

    def terms(self, kind: str) -> Terms | None:
        """The reports a figure of this kind is made from over the range; None where it cannot be made.

        Cumulative figures are taken off up to the range's beginning, months are added, a state is that at the end.
        """
        form, period, since = self
        if since is None:
            return ((period, 1),)
        if kind == "cumulative":
            ends = [Period(year, period.kind, period.year_end().index) for year in range(since.year, period.year)]
            before = since.previous()
            off: Terms = ((before, -1),) if before is not None and form.asked(before) else ()
            return (*((each, 1) for each in (*ends, period)), *off)
        if kind == "month":
            return tuple((each, 1) for each in _between(form, since, period))
        if kind == "mean":
            return ((period, 1),) if since == first_of(form, period) else None
        return ((period, 1),)


def can_range(form: Form) -> bool:
    """Whether several periods of a form can be taken together: records of a list come and go between reports."""
    return form.shape == "single" and form.kind != "year"


def first_of(form: Form, period: Period) -> Period:
    """The year's first report."""
    while (before := period.previous()) is not None and form.asked(before):
        period = before
    return period


def checked(form: Form, period: Period, since: Period | None) -> Span:
    """The span of a form up to this report, from one on that need not be of the form.

    Raises ``UserError`` ``rollup.range-form`` and ``rollup.range-order``.
    """
    if since is None:
        return Span(form, period, None)
    if not can_range(form):
        raise UserError("rollup.range-form", form=form.code)
    since = form.period_of(since)
    since = since if form.asked(since) else first_of(form, period)
    if (since.year, since.index) > (period.year, period.index):
        raise UserError("rollup.range-order", since=since.words, period=period.words)
    return Span(form, period, since)


def year_before(made: Terms) -> Terms:
    """These terms a year earlier."""
    return tuple((each.last_year(), sign) for each, sign in made)


def _between(form: Form, since: Period, period: Period) -> list[Period]:
    found = [period]
    while (found[-1].year, found[-1].index) > (since.year, since.index):
        at = found[-1]
        found.append(at.year_end() if at.index == 1 else Period(at.year, at.kind, at.index - 1))
    return [each for each in reversed(found) if form.asked(each)]
