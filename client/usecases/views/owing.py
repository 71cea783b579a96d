"""What each enterprise of the home still owes; no rule is run. Who has one in hand forgets the others.

One whose desk is remembered owes what that desk says; of the others the versions that were filed tell.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from datetime import date
from functools import partial

import msgspec

from client.base.errors import JibaoError
from client.protocol.identifiers import parse_return_key
from client.store import Books, Version
from client.sync.obligations import held
from client.usecases.home import enterprises
from client.usecases.home.session import Session
from client.usecases.returns.states import FILED
from client.usecases.returns.versions import heads_of
from client.usecases.views.desk import recall
from client.usecases.views.desk_looking import by_calendar, moment_of, near, since_when
from client.usecases.views.desk_rows import Desk
from forms.periods import Period
from forms.returns import ReturnKey

HELD = frozenset({"received", "accepted"})
"""States of a head the endpoint told of that are as good as filed."""


class Owing(msgspec.Struct, frozen=True):
    """So many returns of an enterprise the authority lacks; ``days_left`` to the first deadline, below 0: late."""

    firm: str
    name: str
    count: int
    days_left: int


def owing(session: Session, days: int, leave_out: str = "") -> tuple[Owing, ...]:
    """Who owes a return that is due within ``days`` or late, the most urgent first; all but ``leave_out``.

    An enterprise that is enrolled nowhere and was never filed for owes nothing from here: many are kept for their
    totals alone. One whose store cannot be opened says so when it is turned to.
    """
    found = []
    for each in enterprises.all_of(session):
        if each.code != leave_out and session.vault.holds(each.code):
            with suppress(JibaoError), session.vault.visit(each.code) as store:
                left = store.run(partial(_left, session, each.code, days))
                if left:
                    found.append(Owing(each.code, each.name or each.code, len(left), left[0]))
    return tuple(sorted(found, key=lambda each: (each.days_left, each.firm)))


def of_desk(desk: Desk, days: int) -> Owing | None:
    """What the enterprise of a desk owes within ``days``; None where that is nothing."""
    left = [each for each in desk.owed if each <= days]
    return Owing(desk.firm, desk.name or desk.firm, len(left), left[0]) if left else None


def _left(session: Session, firm: str, days: int, books: Books) -> list[int]:
    """Days to the deadline of each return that is owed, the first one first."""
    if held(books, firm) is None and books.endpoints.get(firm) is None:
        return []
    seen = recall(session, books, firm)
    left = seen.owed if seen is not None else _lacking(session, firm, books)
    return [each for each in left if each <= days]


def _lacking(session: Session, firm: str, books: Books) -> list[int]:
    """Days to each deadline without a desk, from what the authority asks for and what was filed."""
    today, heads = session.clock.now().date(), heads_of(books, firm)
    due = _due(session, books, firm, today)
    return sorted((day - today).days for key, day, there in due if not _filed(books, heads.get(key), there))


def _filed(books: Books, head: Version | None, there: bool) -> bool:
    """Whether the authority has a return as it is here; ``there``: it said that it has it."""
    if head is None:
        return there
    edited = books.returns.last_change(head.key) > head.change_seq
    return (there or head.state in FILED) and not edited


def _due(session: Session, books: Books, firm: str, today: date) -> Iterator[tuple[ReturnKey, date, bool]]:
    """Keys and deadlines of what the authority asks for, and whether it has said that it has it."""
    known, since = held(books, firm), since_when(books)
    if known is None:
        for (form, period), deadline in by_calendar(session.pack, today).items():
            if near(deadline, today):
                yield ReturnKey(firm, form, Period.parse(period)), deadline.date(), False
        return
    for item in known.items:
        deadline = moment_of(item.deadline_at)
        if near(deadline, today, since if item.head is None else None):
            key, there = parse_return_key(item.return_key), item.head is not None and item.head.state in HELD
            yield key, deadline.date(), there
