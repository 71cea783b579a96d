"""Notices from the bureau, as they are shown: what happened, when, and which return it is about."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from client.protocol.messages import Notice
from client.protocol.times import parse_time
from client.store import Books
from client.sync import notices
from client.usecases.bureau import connecting
from client.usecases.home.session import Session
from client.usecases.returns.remarks import Beginning, beginnings
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
    address: str = ""
    """Where to begin in a return that was sent back and still stands so; else blank."""
    remark: str = ""
    """The first thing remarked on such a return; ``remarks`` are there of them."""
    remarks: int = 0


def known(session: Session, firm: str) -> tuple[Told, ...]:
    """What was told so far, the newest first."""

    def look(books: Books) -> tuple[list[Notice], dict[str, Beginning]]:
        return notices.held(books, firm).items, beginnings(books, firm)

    items, returned = session.look(firm, look)
    return tuple(_told(session, item, returned) for item in reversed(items))


def ask(session: Session, firm: str) -> tuple[Told, ...]:
    """Ask the endpoint for what is new; raises what the way there raises."""
    with connecting.line(session, firm) as line:
        notices.fetch(line.store, line.endpoint, firm)
    return known(session, firm)


def _told(session: Session, item: Notice, returned: Mapping[str, Beginning]) -> Told:
    _, _, place = (item.return_key or "").partition(".")
    code, _, period = place.partition(".")
    form = session.forms.get(code)
    at = parse_time(item.at)
    if form is None:
        return Told(item.id, item.kind, at, item.text)
    begin = returned.get(item.return_key or "") if item.kind == "rejected" else None
    of, begin = Period.parse(period), begin or Beginning("", "", 0)
    return Told(item.id, item.kind, at, item.text, code, form.name, form.name_en, of, *begin)
