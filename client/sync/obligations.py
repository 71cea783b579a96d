"""What is due: fetched from the endpoint and kept, so that the desk shows it offline too."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

import msgspec

from client.protocol import strict_json
from client.protocol.faults import ProtocolFault
from client.protocol.identifiers import parse_return_key
from client.protocol.messages import Obligation
from client.protocol.times import parse_time
from client.store import Store
from client.store.repositories.books import Books

if TYPE_CHECKING:
    # The desk reads what is held; only fetching it needs the network.
    from client.net import Endpoint


class HeldObligations(msgspec.Struct, frozen=True):
    """What was due when it was last asked. ``server_now`` is the endpoint's time then, RFC 3339."""

    server_now: str
    items: list[Obligation]


def fetch(
    store: Store,
    endpoint: Endpoint,
    firm: str,
    *,
    period: str | None = None,
    first: str | None = None,
    last: str | None = None,
) -> HeldObligations:
    """Ask what is due and keep it; an answer about some periods leaves what is held of others.

    Raises ``NetworkFailure``, ``ProblemAnswer`` or ``ProtocolFault``; what is held then stays as it was. An answer
    of which one line cannot be read is refused whole: kept, it would stand in the way of all that read it.
    """
    answer = endpoint.obligations(period, first=first, last=last)
    for item in answer.items:
        _readable(item, firm)
    whole = period is None and first is None and last is None

    def work(books: Books) -> HeldObligations:
        before = held(books, firm)
        merged = {} if whole or before is None else {item.return_key: item for item in before.items}
        merged |= {item.return_key: item for item in answer.items}
        now_held = HeldObligations(answer.server_now, [merged[key] for key in sorted(merged)])
        books.cache.put(_name(firm), strict_json.encode(now_held))
        return now_held

    return store.run(work)


def _readable(item: Obligation, firm: str) -> None:
    """Raises ``ProtocolFault`` for what cannot be read, or is another firm's."""
    key = parse_return_key(item.return_key)
    if (key.firm, key.form) != (firm, item.form):
        raise ProtocolFault("protocol.bad-return-key")
    for moment in (item.opens_at, item.deadline_at, item.correctable_until, item.grace_until):
        if moment is not None:
            parse_time(moment)


def held(books: Books, firm: str) -> HeldObligations | None:
    """What is kept of a firm's obligations, or None before the first fetch."""
    kept = books.cache.get(_name(firm))
    return strict_json.decode(kept, HeldObligations) if kept is not None else None


class Owed(msgspec.Struct, frozen=True):
    """When a return is due, and whether the endpoint takes commitments for it."""

    deadline: datetime
    commitments: bool


def owed(books: Books, firm: str) -> dict[str, Owed]:
    """What is due by return key, as far as known."""
    known = held(books, firm)
    items = known.items if known else ()
    return {item.return_key: Owed(parse_time(item.deadline_at), item.commitments) for item in items}


def _name(firm: str) -> str:
    return f"obligations/{firm}"
