"""From when a return can be filed, where that is still to come: a half-year may be begun and full in its midst."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from client.base.clock import CHINA
from client.protocol.times import parse_time
from client.sync.obligations import held
from client.usecases.home.session import Session
from forms.pack import Form
from forms.periods import Period
from forms.returns import ReturnKey

Opening = Callable[[Form, Period], date | None]
"""The first day on which a return can be filed, None once it is here."""


def openings(session: Session, firm: str) -> Opening:
    """As the endpoint said last; of what it did not speak of, by the calendar of the definitions."""
    known = session.look(firm, lambda books: held(books, firm))
    told = (
        {item.return_key: parse_time(item.opens_at).astimezone(CHINA).date() for item in known.items}
        if known
        else {}
    )
    today = session.clock.now().date()

    def opens(form: Form, period: Period) -> date | None:
        day = told.get(str(ReturnKey(firm, form.code, period))) or form.opens(period)
        return day if day > today else None

    return opens
