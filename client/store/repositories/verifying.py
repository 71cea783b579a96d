"""Is the audit trail as it was written, and is what its entries stand for still there?"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping

from client.store.repositories.ledger import FIRST, AuditEntry, AuditReport, Ledger, digest, spell
from client.store.repositories.records import BEGUN

_ENTRIES = "SELECT seq, at, actor, action, ref, payload_hash, prev, hash FROM audit"
ELSEWHERE = "elsewhere"
"""In ``meta``: numbers of the entries whose payloads went to other enterprises' stores when a store was split."""
COMPACTED = "compacted/"
"""In ``meta``, with the number of the entry that lists them: entries whose payloads were let go when a return was
compacted (``client.store.repositories.compacting``)."""
_KEY = "firm || '.' || form || '.' || period"

# What an entry stands for lies in these tables. Number of the entry, and its payload as it is now.
_PAYLOADS = (
    "SELECT audit_seq, body FROM changes WHERE body IS NOT NULL",
    "SELECT audit_seq, body FROM change_sets",
    f"SELECT audit.seq, coalesce((SELECT value FROM settings WHERE name = {BEGUN}), pack)"  # noqa: S608
    f" FROM audit JOIN returns ON ref = {_KEY} WHERE action = 'create-return'",
    "SELECT audit.seq, manifest FROM audit JOIN outbox ON version_id = ref WHERE action = 'queue'",
    f"SELECT audit.seq, value FROM audit JOIN meta ON name = '{ELSEWHERE}' WHERE action = 'split-off'",  # noqa: S608
    "SELECT audit.seq, value FROM audit JOIN meta ON name = 'compacted/' || seq WHERE action = 'compact-list'",
    "SELECT audit.seq, receipt FROM audit JOIN receipts ON version_id = ref WHERE action = 'receipt'",
)
_MUST_LIE_HERE = frozenset(
    {
        "edit",
        "import",
        "create-return",
        "queue",
        "receipt",
        "decision",
        "split-off",
        "compact",
        "compact-list",
    }
)
_GONE = "SELECT seq FROM audit WHERE action = 'queue' AND ref IN (SELECT ref FROM audit WHERE action = 'discard')"
_DECIDED = "SELECT seq, ref FROM audit WHERE action = 'decision' ORDER BY seq"
_DECISIONS = "SELECT version_id, decision FROM decisions ORDER BY seq"


class Verifier:
    """Looks at everything and writes nothing."""

    def __init__(self, ledger: Ledger) -> None:
        self._execute = ledger.execute

    def whole(self) -> AuditReport:
        """The chain from its beginning, and every payload."""
        return self._chain(0, FIRST, self._altered_payloads())

    def tail(self, entries: int) -> AuditReport:
        """The chain of the newest ``entries`` alone, the one before them taken for right."""
        newest = self._execute("SELECT coalesce(max(seq), 0) FROM audit").get
        before = self._entry(max(newest - entries, 0))
        return self._chain(before.seq, before.hash, {}) if before else self._chain(0, FIRST, {})

    def _chain(self, seq: int, prev: bytes, altered: Mapping[int, str]) -> AuditReport:
        rows = self._execute(f"{_ENTRIES} WHERE seq > ? ORDER BY seq", (seq,))
        for entry in (AuditEntry(*row) for row in rows):
            reason = _fault(entry, seq, prev) or altered.get(entry.seq, "")
            if reason:
                return self._report(reason, seq, prev, entry)
            seq, prev = entry.seq, entry.hash
        return AuditReport(seq, spell(prev))

    def _report(self, reason: str, seq: int, prev: bytes, entry: AuditEntry) -> AuditReport:
        """Name the entry that was altered. One that got a hash of its own no longer fits into the next one."""
        at = entry.seq
        if reason == "gap":
            at = seq + 1
        elif reason == "link" and self._next_fits(entry):
            at = seq
        found = self._entry(at)
        action, ref = (found.action, found.ref) if found else ("", "")
        return AuditReport(seq, spell(prev), at, reason, action=action, ref=ref)

    def _next_fits(self, entry: AuditEntry) -> bool:
        """Whether the trail goes on from ``entry`` (or ends there), so that it is as it was written."""
        after = self._entry(entry.seq + 1)
        return after is None or after.prev == entry.hash

    def _entry(self, seq: int) -> AuditEntry | None:
        for row in self._execute(f"{_ENTRIES} WHERE seq = ?", (seq,)):
            return AuditEntry(*row)
        return None

    def _altered_payloads(self) -> dict[int, str]:
        """Entries whose payload is another one now, or is not there any more."""
        hashes: dict[int, bytes] = {}
        awaited: set[int] = set()
        for seq, action, payload_hash in self._execute("SELECT seq, action, payload_hash FROM audit"):
            hashes[seq] = payload_hash
            if action in _MUST_LIE_HERE:
                awaited.add(seq)
        found: dict[int, str] = {}
        for seq, payload in self._payloads():
            awaited.discard(seq)
            if hashlib.sha256(payload).digest() != hashes.get(seq):
                found[seq] = "payload"
        awaited -= {seq for (seq,) in self._execute(_GONE)} | self._elsewhere()
        return dict.fromkeys(awaited, "payload-missing") | found

    def missing(self) -> set[int]:
        """Entries whose payload is not there."""
        return {seq for seq, reason in self._altered_payloads().items() if reason == "payload-missing"}

    def _elsewhere(self) -> set[int]:
        """Entries whose payloads went elsewhere or were let go; each list is held by an entry of its own."""
        query = "SELECT value FROM meta WHERE name = ? OR name GLOB ?"
        lists = self._execute(query, (ELSEWHERE, f"{COMPACTED}*")).fetchall()
        return {int(seq) for (told,) in lists for seq in told.split(",") if seq}

    def _payloads(self) -> Iterator[tuple[int, bytes]]:
        for query in _PAYLOADS:
            for seq, payload in self._execute(query):
                yield seq, payload.encode() if isinstance(payload, str) else payload
        decisions: dict[str, list[str]] = {}
        for version_id, decision in self._execute(_DECISIONS):
            decisions.setdefault(version_id, []).append(decision)
        for seq, version_id in self._execute(_DECIDED):
            for decision in decisions.get(version_id, ())[:1]:
                yield seq, decision.encode()
                decisions[version_id].pop(0)


def _fault(entry: AuditEntry, last: int, prev: bytes) -> str:
    if entry.seq != last + 1:
        return "gap"
    computed = digest(entry.seq, entry.at, entry.actor, entry.action, entry.ref, entry.payload_hash, entry.prev)
    if computed != entry.hash:
        return "hash"
    return "" if entry.prev == prev else "link"
