"""What the bureau told: fetched from where the last time ended, and kept, so that it can be read offline."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from client.protocol import strict_json
from client.protocol.faults import ProtocolFault
from client.protocol.identifiers import parse_return_key
from client.protocol.messages import Notice
from client.protocol.times import parse_time
from client.store import Store
from client.store.repositories.books import Books

if TYPE_CHECKING:
    # Reading what is held needs no network.
    from client.net import Endpoint

KEPT = 500
"""So many notices are kept, the newest."""


class HeldNotices(msgspec.Struct, frozen=True):
    """Notices, the oldest first; ``next`` is where to go on asking."""

    next: str = ""
    items: list[Notice] = []


def held(books: Books, firm: str) -> HeldNotices:
    """What is kept of a firm's notices."""
    kept = books.cache.get(_name(firm))
    return strict_json.decode(kept, HeldNotices) if kept is not None else HeldNotices()


def fetch(store: Store, endpoint: Endpoint, firm: str) -> HeldNotices:
    """Ask for what is new and keep it. Raises as every question to the endpoint does; nothing held is lost.

    One that cannot be read is passed over: kept, or refused with the others, it would stand before all that can.
    """
    before = store.run(lambda books: held(books, firm))
    answer = endpoint.notices(before.next)
    known = {item.id: item for item in before.items} | {item.id: item for item in answer.items if _readable(item)}
    now_held = HeldNotices(answer.next or before.next, list(known.values())[-KEPT:])
    store.run(lambda books: books.cache.put(_name(firm), strict_json.encode(now_held)))
    return now_held


def _readable(item: Notice) -> bool:
    try:
        parse_time(item.at)
        if item.return_key:
            parse_return_key(item.return_key)
    except ProtocolFault:
        return False
    return True


def _name(firm: str) -> str:
    return f"notices/{firm}"
