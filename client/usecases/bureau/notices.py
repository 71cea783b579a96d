"""Notices from the bureau, as they are shown: what happened, when, and which return it is about."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from client.protocol.messages import Notice
from client.protocol.times import parse_time
from client.sync import notices
from client.usecases.bureau.connecting import endpoint
from client.usecases.home.session import Session
from forms.periods import Period


@dataclass(frozen=True)
class Told:
    """One notice; ``form`` and ``period`` are None where it is about no return."""

    id: str
    kind: str
    at: datetime
    text: str
    form: str | None = None
    form_name: str = ""
    form_name_en: str = ""
    period: Period | None = None


def known(session: Session, firm: str) -> tuple[Told, ...]:
    """What was told so far, the newest first."""
    found = session.look(firm, lambda books: notices.held(books, firm))
    return tuple(_told(session, item) for item in reversed(found.items))


def ask(session: Session, firm: str) -> tuple[Told, ...]:
    """Ask the endpoint for what is new; raises what the way there raises."""
    with endpoint(session, firm) as opened:
        notices.fetch(session.store_of(firm), opened, firm)
    return known(session, firm)


def _told(session: Session, item: Notice) -> Told:
    _, _, place = (item.return_key or "").partition(".")
    code, _, period = place.partition(".")
    form = session.forms.get(code)
    at = parse_time(item.at)
    if form is None:
        return Told(item.id, item.kind, at, item.text)
    return Told(item.id, item.kind, at, item.text, code, form.name, form.name_en, Period.parse(period))
