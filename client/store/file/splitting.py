"""One enterprise's part of a store that held several, as a store of its own. Frozen: tables of version 1."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import apsw
import msgspec

from client.base.clock import Clock
from client.base.errors import WorldError
from client.store.file.connection import connect, open_copy
from client.store.file.copies import check_copy
from client.store.file.copying import vacuum_into
from client.store.file.faults import named
from client.store.file.head import HeadFile, Note
from client.store.file.store import account
from client.store.repositories.audit import Audit
from client.store.repositories.ledger import Ledger
from client.store.repositories.model import Enterprise
from client.store.repositories.verifying import ELSEWHERE, Verifier


class Holdings(msgspec.Struct, frozen=True):
    """What a store of several enterprises holds that is not theirs alone."""

    enterprises: tuple[Enterprise, ...]
    settings: dict[str, bytes]


def holdings(old: Path, key: bytes) -> Holdings:
    """The enterprises of a store, also those with returns but no entry, and its settings."""
    connection = connect(old, key)
    try:
        with named(old):
            rows: Callable[[str], Any] = connection.execute
            firms: dict[str, str] = dict(rows("SELECT code, name FROM enterprises ORDER BY rowid").fetchall())
            for query in ("SELECT DISTINCT firm FROM returns", "SELECT firm FROM endpoints"):
                firms = {**firms, **{code: "" for (code,) in rows(query) if code not in firms}}
            settings: dict[str, bytes] = dict(rows("SELECT name, value FROM settings").fetchall())
    finally:
        connection.close()
    return Holdings(tuple(Enterprise(code, name) for code, name in firms.items()), settings)


def split_off(old: Path, old_key: bytes, firm: str, new: Path, key: bytes, clock: Clock) -> None:
    """Make ``new``, sealed by ``key``, of what ``old`` holds of ``firm``.

    The audit trail is kept whole: its entries hold digests, and receipts anchor its heads. A new entry says what
    went elsewhere, and which entries the old store's note misses. Raises ``WorldError('store.damaged')`` when the
    outcome does not prove itself.
    """
    noted = _noted(old, old_key)
    connection = connect(old, old_key)
    try:
        with named(old):
            vacuum_into(connection, new)
    finally:
        connection.close()
    copy = open_copy(new, old_key)
    try:
        with named(new):
            _keep_only(copy, Ledger(copy, clock, account()), firm, noted)
            copy.execute("VACUUM")
            copy.pragma("rekey", f"x'{key.hex()}'")
    finally:
        copy.close()
    if not check_copy(new, key).good:
        raise WorldError("store.damaged", file=old)


def _keep_only(connection: apsw.Connection, ledger: Ledger, firm: str, noted: Note | None) -> None:
    """Remove every other enterprise's rows, the append-only triggers put aside meanwhile."""
    connection.execute("BEGIN IMMEDIATE")
    before = Verifier(ledger).missing()
    triggers = connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
    for name, _ in triggers:
        connection.execute(f"DROP TRIGGER {name}")
    connection.pragma("defer_foreign_keys", True)
    for statement in _OTHERS:
        connection.execute(statement, {"firm": firm})
    for _, words in triggers:
        connection.execute(str(words))
    _tell_losses(Audit(ledger), noted)
    elsewhere = ",".join(str(seq) for seq in sorted(Verifier(ledger).missing() - before))
    connection.execute("INSERT INTO meta VALUES(?,?)", (ELSEWHERE, elsewhere))
    Audit(ledger).append("split-off", firm, elsewhere.encode())
    connection.execute("COMMIT")


def _tell_losses(audit: Audit, noted: Note | None) -> None:
    """What the old store's note knows of and the store does not is written into the trail, as opening does."""
    seq, _ = audit.position()
    if noted is not None and noted.seq > seq:
        audit.append("missing-entries", f"{seq + 1}-{noted.seq}")
    elif noted is not None and audit.hash_at(noted.seq) != noted.hash:
        audit.append("altered-entries", f"{noted.seq}-{noted.seq}")


_VERSIONS = "(SELECT version_id FROM outbox WHERE firm <> :firm)"
_RETURNS = "(SELECT id FROM returns WHERE firm <> :firm)"
_OTHERS = (
    f"DELETE FROM decisions WHERE version_id IN {_VERSIONS}",  # noqa: S608
    f"DELETE FROM receipts WHERE version_id IN {_VERSIONS}",  # noqa: S608
    "DELETE FROM outbox WHERE firm <> :firm",
    "DELETE FROM trust_chains WHERE sha256 NOT IN (SELECT chain_sha256 FROM receipts)",
    f"DELETE FROM changes WHERE return_id IN {_RETURNS}",  # noqa: S608
    "DELETE FROM change_sets WHERE id NOT IN (SELECT set_id FROM changes WHERE set_id IS NOT NULL)",
    f"DELETE FROM records WHERE return_id IN {_RETURNS}",  # noqa: S608
    f"DELETE FROM row_orders WHERE return_id IN {_RETURNS}",  # noqa: S608
    "DELETE FROM returns WHERE firm <> :firm",
    "DELETE FROM endpoints WHERE firm <> :firm",
    "DELETE FROM enterprises WHERE code <> :firm",
    "DELETE FROM scratch WHERE firm <> :firm",
    "DELETE FROM cache WHERE name NOT LIKE '%/' || :firm",
    "DELETE FROM settings",
)


def _noted(old: Path, key: bytes) -> Note | None:
    """How far the old store had come by the note beside it."""
    if not HeadFile.beside(old).exists():
        return None
    head = HeadFile(HeadFile.beside(old), key)
    try:
        return head.read()
    finally:
        head.close()
