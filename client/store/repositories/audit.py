"""The audit trail: append only, each entry bound to the one before it by SHA-256."""

from __future__ import annotations

import hashlib

from client.store.repositories.ledger import FIRST, AuditEntry, AuditReport, Ledger, digest, spell
from client.store.repositories.verifying import Verifier


class Audit:
    """Appends to the chain and reads it; ``verifying`` holds it to be whole."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    def append(self, action: str, ref: str, payload: bytes = b"") -> int:
        """Add one entry for ``payload`` (only its digest is kept here) and answer its number."""
        seq, prev = self.position()
        payload_hash = hashlib.sha256(payload).digest()
        at, actor = self._ledger.now(), self._ledger.actor
        made = digest(seq + 1, at, actor, action, ref, payload_hash, prev)
        row = (seq + 1, at, actor, action, ref, payload_hash, prev, made)
        self._ledger.execute("INSERT INTO audit VALUES(?,?,?,?,?,?,?,?)", row)
        return seq + 1

    def position(self) -> tuple[int, bytes]:
        """Number and hash of the newest entry; ``(0, b"")`` before the first."""
        for seq, made in self._ledger.execute("SELECT seq, hash FROM audit ORDER BY seq DESC LIMIT 1"):
            return seq, made
        return 0, FIRST

    def newest_at(self) -> str | None:
        """The time of the newest entry, RFC 3339."""
        for (at,) in self._ledger.execute("SELECT at FROM audit ORDER BY seq DESC LIMIT 1"):
            return str(at)
        return None

    def head(self) -> str:
        """``sha256:…`` of the newest entry, as it goes into a manifest."""
        return spell(self.position()[1])

    def entries(self, after: int = 0, limit: int = -1) -> list[AuditEntry]:
        """Entries numbered above ``after``, oldest first; ``limit`` -1 means all."""
        query = "SELECT * FROM audit WHERE seq > ? ORDER BY seq LIMIT ?"
        return [AuditEntry(*row) for row in self._ledger.execute(query, (after, limit))]

    def hash_at(self, seq: int) -> bytes | None:
        for (made,) in self._ledger.execute("SELECT hash FROM audit WHERE seq = ?", (seq,)):
            return bytes(made)
        return None

    def verify(self) -> AuditReport:
        """Recompute the whole chain and the digests of everything it stands for."""
        return Verifier(self._ledger).whole()
