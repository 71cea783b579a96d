"""The audit trail: append only, each entry bound to the one before it by SHA-256."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from typing import Any

import apsw
import msgspec

from client.base.clock import Clock, rfc3339

_FIRST = b""
"""What the first entry is bound to."""


class AuditEntry(msgspec.Struct, frozen=True, array_like=True):
    """One entry. ``payload_hash`` is the SHA-256 of what was done, ``ref`` the return, version or set."""

    seq: int
    at: str
    actor: str
    action: str
    ref: str
    payload_hash: bytes
    prev: bytes
    hash: bytes


class AuditReport(msgspec.Struct, frozen=True):
    """The outcome of a verification; ``broken_at`` is the first entry that is not as it was written.

    ``reason``: ``gap`` (entries are missing), ``link`` (not bound to the entry before), ``hash`` (the entry
    was altered), ``payload`` (what the entry stands for was altered).
    """

    entries: int
    head: str
    broken_at: int | None = None
    reason: str = ""

    @property
    def whole(self) -> bool:
        return self.broken_at is None


class Ledger:
    """The connection, the clock and the person: what every repository writes with."""

    def __init__(self, connection: apsw.Connection, clock: Clock, actor: str) -> None:
        self.connection = connection
        self.execute: Callable[..., Any] = connection.execute
        """Rows are of any type here: the repositories know their columns."""
        self.actor = actor
        self._clock = clock

    def now(self) -> str:
        """RFC 3339 in China's zone."""
        return rfc3339(self._clock.now())


class Audit:
    """Appends to and verifies the chain."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    def append(self, action: str, ref: str, payload: bytes = b"") -> int:
        """Add one entry for ``payload`` (only its digest is kept here) and answer its number."""
        seq, prev = self.position()
        payload_hash = hashlib.sha256(payload).digest()
        at, actor = self._ledger.now(), self._ledger.actor
        digest = _digest(seq + 1, at, actor, action, ref, payload_hash, prev)
        row = (seq + 1, at, actor, action, ref, payload_hash, prev, digest)
        self._ledger.execute("INSERT INTO audit VALUES(?,?,?,?,?,?,?,?)", row)
        return seq + 1

    def position(self) -> tuple[int, bytes]:
        """Number and hash of the newest entry; ``(0, b"")`` before the first."""
        for seq, digest in self._ledger.execute("SELECT seq, hash FROM audit ORDER BY seq DESC LIMIT 1"):
            return seq, digest
        return 0, _FIRST

    def head(self) -> str:
        """``sha256:…`` of the newest entry, as it goes into a manifest."""
        return _spell(self.position()[1])

    def entries(self, after: int = 0, limit: int = -1) -> list[AuditEntry]:
        """Entries numbered above ``after``, oldest first; ``limit`` -1 means all."""
        query = "SELECT * FROM audit WHERE seq > ? ORDER BY seq LIMIT ?"
        return [AuditEntry(*row) for row in self._ledger.execute(query, (after, limit))]

    def hash_at(self, seq: int) -> bytes | None:
        for (digest,) in self._ledger.execute("SELECT hash FROM audit WHERE seq = ?", (seq,)):
            return bytes(digest)
        return None

    def verify(self) -> AuditReport:
        """Recompute the whole chain and the digests of everything it stands for."""
        seq, prev = 0, _FIRST
        payloads = dict(self._payload_hashes())
        for row in self._ledger.execute("SELECT * FROM audit ORDER BY seq"):
            entry = AuditEntry(*row)
            reason = _fault(entry, seq, prev)
            if not reason and payloads.get(entry.seq, entry.payload_hash) != entry.payload_hash:
                reason = "payload"
            if reason:
                at = seq + 1 if reason == "gap" else entry.seq
                return AuditReport(seq, _spell(prev), at, reason)
            seq, prev = entry.seq, entry.hash
        return AuditReport(seq, _spell(prev))

    def _payload_hashes(self) -> Iterator[tuple[int, bytes]]:
        """Entry number and SHA-256 of the payload that is in the store now."""
        for query in _PAYLOADS:
            for seq, payload in self._ledger.execute(query):
                data = payload.encode() if isinstance(payload, str) else payload
                yield seq, hashlib.sha256(data).digest()


_PAYLOADS = (
    "SELECT audit_seq, body FROM changes WHERE body IS NOT NULL",
    "SELECT audit_seq, body FROM change_sets",
    "SELECT audit.seq, manifest FROM audit JOIN outbox ON version_id = ref WHERE action = 'queue'",
    "SELECT audit.seq, receipt FROM audit JOIN receipts ON version_id = ref WHERE action = 'receipt'",
)


def _fault(entry: AuditEntry, last: int, prev: bytes) -> str:
    if entry.seq != last + 1:
        return "gap"
    computed = _digest(entry.seq, entry.at, entry.actor, entry.action, entry.ref, entry.payload_hash, entry.prev)
    if computed != entry.hash:
        return "hash"
    return "" if entry.prev == prev else "link"


def _digest(*fields: int | str | bytes) -> bytes:
    """SHA-256 over the fields, each after its length (8 bytes, big-endian)."""
    digest = hashlib.sha256()
    for field in fields:
        data = field if isinstance(field, bytes) else str(field).encode()
        digest.update(len(data).to_bytes(8, "big") + data)
    return digest.digest()


def _spell(digest: bytes) -> str:
    return f"sha256:{digest.hex()}"
