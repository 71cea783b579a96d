"""The history check: what clients kept and what the endpoint kept, laid over each other after a long test.

Six statements (store_and_proof, end of F): receipts, the chain, one line a return, no lost edit, times, decisions.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterable
from itertools import pairwise

from client.practice import Practice
from client.protocol.encoding import chain_digest, sha256_hex
from client.protocol.keys import KeySet
from client.protocol.messages import Receipt
from client.protocol.receipts import check_decision, check_receipt
from client.protocol.statements import unproven
from client.protocol.times import parse_time
from client.store import Store
from client.store.repositories.model import StoredReceipt, Version

RECEIVED = {"received", "accepted", "rejected", "superseded", "withdrawn"}
KEPT = {"queued", "sent", "conflict", "rejected-at-door"}


class Server:
    """What the endpoint stored, by version id and by seq."""

    def __init__(self, practice: Practice) -> None:
        def look(connection: sqlite3.Connection) -> list[dict[str, object]]:
            return [dict(row) for row in connection.execute("SELECT * FROM versions ORDER BY seq")]

        self.rows = practice._books.run(look)
        self.by_id = {str(row["version_id"]): row for row in self.rows}


def check(practice: Practice, stores: Iterable[Store], keys: KeySet) -> int:
    """Assert the six statements; answers how many receipts were looked at."""
    server = Server(practice)
    _chain(server)
    _one_line_a_return(server)
    seen = 0
    for store in stores:
        versions = store.run(lambda books: books.outbox.all())
        held = store.run(
            lambda books, them=versions: {v.version_id: books.receipts.get(v.version_id) for v in them}
        )
        begun = _first_attempts(store)
        for version in versions:
            seen += _version(server, version, held[version.version_id], keys, begun.get(version.version_id))
    return seen


def _first_attempts(store: Store) -> dict[str, str]:
    """When each version's intent to be sent was kept, before its first byte left; by the client's own trail."""
    begun: dict[str, str] = {}
    sent = hashlib.sha256(b"sent").digest()
    for entry in store.run(lambda books: books.audit.entries()):
        if entry.action == "state" and entry.payload_hash == sent:
            begun.setdefault(entry.ref, entry.at)
    return begun


def _chain(server: Server) -> None:
    """(2) seq without a gap, prev whole."""
    assert [row["seq"] for row in server.rows] == list(range(1, len(server.rows) + 1))
    receipts = [str(row["receipt"]) for row in server.rows]
    for before, after in pairwise(receipts):
        assert _read(after).prev == chain_digest(before)
    assert not receipts or _read(receipts[0]).prev is None


def _one_line_a_return(server: Server) -> None:
    """(3) per return a single chain by base."""
    heads: dict[object, object] = {}
    for row in server.rows:
        assert row["base_version_id"] == heads.get(row["return_key"])
        heads[row["return_key"]] = row["version_id"]
    assert len(server.by_id) == len(server.rows)


def _version(server: Server, version: Version, held: StoredReceipt | None, keys: KeySet, begun: str | None) -> int:
    row = server.by_id.get(version.version_id)
    if version.state in RECEIVED:
        # (1) each receipt seen by a client exists once on the server, with the same digests
        assert held is not None
        assert row is not None
        assert row["receipt"] == held.receipt
    # (4) every frozen edit is in a received version or kept, bytes unchanged
    assert version.state in RECEIVED | KEPT
    assert sha256_hex(version.sealed) == version.sealed_sha256
    if row is not None:
        assert row["sealed_sha256"] == version.sealed_sha256
        assert row["manifest_sha256"] == version.manifest_sha256
    if held is None:
        return 0
    receipt = check_receipt(held.receipt, version, keys, "practice")
    # (5) never received before this client's first attempt; both sides have this computer's clock
    assert begun is not None
    assert parse_time(receipt.received_at) >= parse_time(begun)
    # (6) no accepted or rejected without a verified decision
    decisions = [check_decision(each, version, keys, "practice") for each in held.decisions]
    if version.state in ("accepted", "rejected"):
        assert decisions[-1].state == version.state
    return 1


def _read(token: str) -> Receipt:
    return unproven(token, Receipt)
