"""The endpoint's log watched: its signed heads kept, and held against each other and against the receipts here."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import msgspec

from client.net.failures import NetworkFailure
from client.protocol import log, strict_json
from client.protocol.hello import check_checkpoint
from client.protocol.log import Pinned, Rewritten
from client.store import Store
from client.store.repositories.books import Books
from client.sync.evidence import with_keys

if TYPE_CHECKING:
    from client.net import Endpoint

STALE = timedelta(minutes=10)
"""A checkpoint older than this was kept back by somebody on the way."""

KEPT = 100
"""So many checkpoints are kept: the first and the newest."""


class Watched(msgspec.Struct, frozen=True):
    """What is kept of one endpoint's log: verified checkpoints (compact JWS), the oldest first.

    ``broken`` stays once two statements contradicted each other: it is the proof, and both are signed.
    """

    checkpoints: list[str] = []
    broken: Rewritten | None = None


def held(books: Books, endpoint: str) -> Watched:
    """What is kept of the log of an endpoint, by its root's id."""
    kept = books.cache.get(_name(endpoint))
    return strict_json.decode(kept, Watched) if kept is not None else Watched()


def watch(store: Store, endpoint: Endpoint) -> Rewritten | None:
    """Ask for the log's head and hold it against all that is kept of the log; keep it.

    Raises as every question to the endpoint does. Receipts are read before it is asked: one that comes meanwhile
    may be newer than the answer.
    """
    root = endpoint.profile.root_id
    before, pins = store.run(lambda books: (held(books, root), _pins(books, root)))
    token = endpoint.checkpoint()
    with_keys(endpoint, lambda keys: check_checkpoint(token, keys, endpoint.env))
    said = log.of_checkpoint(token)
    if endpoint.clock.now() - said.at > STALE:
        raise NetworkFailure("net.altered", host=urlsplit(endpoint.profile.base_url).hostname)
    found = before.broken or log.compare(pins, said)
    first, *rest = [*before.checkpoints, token]
    after = Watched([first, *rest[1 - KEPT :]], found)
    store.run(lambda books: books.cache.put(_name(root), strict_json.encode(after)))
    return found


def _pins(books: Books, endpoint: str) -> list[Pinned]:
    """Every statement about the log that is here, in the order in which they came."""
    receipts = [log.of_receipt(token) for token in books.receipts.all_words(endpoint)]
    return [*receipts, *map(log.of_checkpoint, held(books, endpoint).checkpoints)]


def _name(endpoint: str) -> str:
    return f"log/{endpoint}"
