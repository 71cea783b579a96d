"""Frozen submissions and the endpoint's signed answers to them."""

from __future__ import annotations

import hashlib
from typing import Any

from client.base.errors import OurFault
from client.store.repositories.audit import Audit
from client.store.repositories.ledger import Ledger
from client.store.repositories.model import StoredReceipt, Version, VersionState
from forms.periods import Period

_FIELDS = Version.__struct_fields__
_COLUMNS = ", ".join(_FIELDS)
_UNSETTLED: tuple[VersionState, ...] = ("queued", "sent", "received")


class Outbox:
    """Versions that were queued. Their bytes never change; a trigger in the store sees to that."""

    def __init__(self, ledger: Ledger, audit: Audit) -> None:
        self._ledger = ledger
        self._audit = audit

    def put(self, version: Version) -> None:
        """Keep a frozen version. A version id is used once: another use is ``OurFault('store.refused')``."""
        values = [getattr(version, name) for name in _FIELDS]
        values[_FIELDS.index("period")] = str(version.period)
        places = ",".join("?" * len(_FIELDS))
        self._ledger.execute(f"INSERT INTO outbox({_COLUMNS}) VALUES({places})", values)
        self._audit.append("queue", version.version_id, version.manifest.encode())

    def get(self, version_id: str) -> Version | None:
        found = self._find("version_id = ?", (version_id,))
        return found[0] if found else None

    def by_return(self, return_key: str) -> list[Version]:
        """Every version of one return, oldest first; the last one is its head."""
        return self._find("return_key = ?", (return_key,))

    def keys_of(self, state: VersionState, endpoint: str) -> list[str]:
        """Keys of the returns with a version in that state made for an endpoint, as they were made."""
        query = "SELECT DISTINCT return_key FROM outbox WHERE state = ? AND endpoint = ? ORDER BY seq"
        return [key for (key,) in self._ledger.execute(query, (state, endpoint))]

    def newest_change(self, version_id: str) -> int:
        """The last change that went into a version, or into one that was made of any return before it."""
        query = "SELECT MAX(change_seq) FROM outbox WHERE seq <= (SELECT seq FROM outbox WHERE version_id = ?)"
        return int(self._ledger.execute(query, (version_id,)).fetchone()[0] or 0)

    def turned_away(self, return_key: str, before: str) -> list[str]:
        """Ids of a return's versions made before another one that lost a conflict or were refused at the door."""
        query = (
            "SELECT version_id FROM outbox WHERE return_key = ? AND state IN ('conflict', 'rejected-at-door')"
            " AND seq < (SELECT seq FROM outbox WHERE version_id = ?)"
        )
        return [version_id for (version_id,) in self._ledger.execute(query, (return_key, before))]

    def all(self) -> list[Version]:
        return self._find("1", ())

    def unsettled(self) -> list[Version]:
        """Versions that still wait for something: ``queued``, ``sent``, ``received``; oldest first."""
        return self._find("state IN (?, ?, ?)", _UNSETTLED)

    def next_attempts(self, endpoint: str) -> list[tuple[VersionState, str | None]]:
        """The state of each version that still waits at an endpoint, and when it may be tried again (RFC 3339).

        None for at once.
        """
        query = "SELECT state, next_attempt_at FROM outbox WHERE state IN (?, ?, ?) AND endpoint = ?"
        return list(self._ledger.execute(query, (*_UNSETTLED, endpoint)))

    def set_state(
        self,
        version_id: str,
        state: VersionState,
        *,
        attempts: int | None = None,
        next_attempt_at: str | None = None,
        error_code: str | None = None,
    ) -> None:
        """Move a version on; ``attempts`` None leaves the count, the other two are set as given.

        ``received`` and later need the receipt in the store, ``accepted`` and ``rejected`` a decision:
        without them ``OurFault('store.refused')``. Raises ``OurFault('store.no-version')``.
        """
        query = "SELECT state, attempts FROM outbox WHERE version_id = ?"
        before = self._ledger.execute(query, (version_id,)).fetchone()
        if before is None:
            raise OurFault("store.no-version", version_id=version_id)
        count = before[1] if attempts is None else attempts
        query = (
            "UPDATE outbox SET state = ?, attempts = ?, next_attempt_at = ?, error_code = ? WHERE version_id = ?"
        )
        self._ledger.execute(query, (state, count, next_attempt_at, error_code, version_id))
        if state != before[0]:
            self._audit.append("state", version_id, state.encode())

    def discard(self, version_id: str) -> None:
        """Take back a version that was never sent; any other is ``OurFault('store.refused')``."""
        self._ledger.execute("DELETE FROM outbox WHERE version_id = ?", (version_id,))
        self._audit.append("discard", version_id)

    def _find(self, where: str, arguments: tuple[str, ...]) -> list[Version]:
        query = f"SELECT {_COLUMNS} FROM outbox WHERE {where} ORDER BY seq"  # noqa: S608
        return [_version(row) for row in self._ledger.execute(query, arguments)]


def _version(row: tuple[Any, ...]) -> Version:
    fields: dict[str, Any] = dict(zip(_FIELDS, row, strict=True))
    return Version(**{**fields, "period": Period.parse(fields["period"])})


class Receipts:
    """Receipts and decisions, word for word; nothing here is ever changed or removed."""

    def __init__(self, ledger: Ledger, audit: Audit) -> None:
        self._ledger = ledger
        self._audit = audit

    def put(self, version_id: str, receipt: str, chain: bytes, number: str = "") -> None:
        """Keep a verified receipt (compact JWS) with the TUF chain its key came by.

        The same receipt again changes nothing; another one for the version is ``OurFault('store.refused')``.
        """
        held = self.get(version_id)
        if held is not None and held.receipt == receipt:
            return
        digest = hashlib.sha256(chain).hexdigest()
        self._ledger.execute("INSERT INTO trust_chains VALUES(?,?) ON CONFLICT DO NOTHING", (digest, chain))
        row = (version_id, receipt, digest, number, self._ledger.now())
        self._ledger.execute("INSERT INTO receipts VALUES(?,?,?,?,?)", row)
        self._audit.append("receipt", version_id, receipt.encode())

    def add_decision(self, version_id: str, decision: str) -> None:
        """Keep a verified decision (compact JWS) after the earlier ones; one that is held is not kept twice."""
        held = self.get(version_id)
        if held is not None and decision in held.decisions:
            return
        query = "INSERT INTO decisions(version_id, decision, stored_at) VALUES(?,?,?)"
        self._ledger.execute(query, (version_id, decision, self._ledger.now()))
        self._audit.append("decision", version_id, decision.encode())

    def get(self, version_id: str) -> StoredReceipt | None:
        query = (
            "SELECT version_id, receipt, chain, stored_at, number FROM receipts"
            " JOIN trust_chains ON sha256 = chain_sha256 WHERE version_id = ?"
        )
        decisions = self._decisions(version_id)
        for found, receipt, chain, at, number in self._ledger.execute(query, (version_id,)):
            return StoredReceipt(found, receipt, chain, at, number, decisions)
        return None

    def all_words(self, endpoint: str) -> list[str]:
        """All receipts (compact JWS) that one endpoint gave, in the order in which they came."""
        query = (
            "SELECT receipt FROM outbox JOIN receipts USING(version_id) WHERE endpoint = ? ORDER BY receipts.rowid"
        )
        return [receipt for (receipt,) in self._ledger.execute(query, (endpoint,))]

    def words(self, return_key: str, endpoint: str) -> list[str]:
        """The receipts alone (compact JWS) that one endpoint gave for a return, in the order of its versions."""
        query = (
            "SELECT receipt FROM outbox JOIN receipts USING(version_id)"
            " WHERE return_key = ? AND endpoint = ? ORDER BY seq"
        )
        return [receipt for (receipt,) in self._ledger.execute(query, (return_key, endpoint))]

    def by_return(self, return_key: str) -> list[StoredReceipt]:
        """Receipts held for one return, in the order of its versions."""
        query = "SELECT version_id FROM outbox JOIN receipts USING(version_id) WHERE return_key = ? ORDER BY seq"
        held = (self.get(version_id) for (version_id,) in self._ledger.execute(query, (return_key,)).fetchall())
        return [receipt for receipt in held if receipt is not None]

    def _decisions(self, version_id: str) -> tuple[str, ...]:
        query = "SELECT decision FROM decisions WHERE version_id = ? ORDER BY seq"
        return tuple(decision for (decision,) in self._ledger.execute(query, (version_id,)))
