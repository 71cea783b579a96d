"""The endpoint's TUF repository: root, targets and snapshot made once per home, the timestamp again and again.

Snapshots are consistent (versions in metadata names, hashes in target names), so that a client reading while
the repository changes never mixes two states.
"""

from __future__ import annotations

import hashlib
import sqlite3
from datetime import UTC, datetime, timedelta
from typing import TypeVar

from securesystemslib.signer import CryptoSigner  # type: ignore[attr-defined]
from tuf.api.metadata import (
    Metadata,
    MetaFile,
    Root,
    Snapshot,
    TargetFile,
    Targets,
    Timestamp,
)

from client.practice import records
from client.practice.own_keys import private_key

S = TypeVar("S", Root, Snapshot, Targets, Timestamp)

ROLES = ("root", "targets", "snapshot", "timestamp")
TARGET = "keys/collect.json"
TIMESTAMP_FILE = "metadata/timestamp.json"
TIMESTAMP_LIFE = timedelta(days=7)
_LIFE = timedelta(days=3650)


def prepare(connection: sqlite3.Connection, collect_json: bytes, now: datetime) -> str:
    """Make what is missing and sign a fresh timestamp; answers the text of the first root.

    ``now`` is the endpoint's own time; expiry counts from it or from the computer's, whichever is later, because
    clients may go by either.
    """
    signers = {role: _signer(connection, role) for role in ROLES}
    start = _later_clock(now)
    root = records.file(connection, "metadata/1.root.json")
    if root is None:
        root = _make(connection, signers, collect_json, start)
    _sign_timestamp(connection, signers["timestamp"], start)
    return root.decode("utf-8")


def timestamp(connection: sqlite3.Connection, now: datetime) -> bytes:
    """The timestamp metadata, signed anew when less than half of its life is left."""
    start = _later_clock(now)
    held = records.file(connection, TIMESTAMP_FILE) or b""
    if Metadata[Timestamp].from_bytes(held).signed.expires - start < TIMESTAMP_LIFE / 2:
        _sign_timestamp(connection, _signer(connection, "timestamp"), start)
    return records.file(connection, TIMESTAMP_FILE) or b""


def _signer(connection: sqlite3.Connection, role: str) -> CryptoSigner:
    return CryptoSigner(private_key(connection, f"tuf-{role}"))


def _later_clock(now: datetime) -> datetime:
    return max(now.astimezone(UTC), datetime.now(UTC)).replace(microsecond=0)


def _make(
    connection: sqlite3.Connection, signers: dict[str, CryptoSigner], collect_json: bytes, start: datetime
) -> bytes:
    root = Root(expires=start + _LIFE, consistent_snapshot=True)
    for role, signer in signers.items():
        root.add_key(signer.public_key, role)
    targets = Targets(expires=start + _LIFE)
    targets.targets[TARGET] = TargetFile.from_data(TARGET, collect_json, ["sha256"])
    folder, _, name = TARGET.rpartition("/")
    digest = hashlib.sha256(collect_json).hexdigest()
    targets_bytes = _signed(targets, signers["targets"])
    snapshot = Snapshot(expires=start + _LIFE)
    snapshot.meta["targets.json"] = MetaFile.from_data(1, targets_bytes, ["sha256"])
    made = {
        "metadata/1.root.json": _signed(root, signers["root"]),
        "metadata/1.targets.json": targets_bytes,
        "metadata/1.snapshot.json": _signed(snapshot, signers["snapshot"]),
        f"targets/{folder}/{digest}.{name}": collect_json,
    }
    for path, data in made.items():
        records.put_file(connection, path, data)
    return made["metadata/1.root.json"]


def _sign_timestamp(connection: sqlite3.Connection, signer: CryptoSigner, start: datetime) -> None:
    before = records.file(connection, TIMESTAMP_FILE)
    version = 1 if before is None else Metadata[Timestamp].from_bytes(before).signed.version + 1
    snapshot = records.file(connection, "metadata/1.snapshot.json") or b""
    fresh = Timestamp(
        version=version,
        expires=start + TIMESTAMP_LIFE,
        snapshot_meta=MetaFile.from_data(1, snapshot, ["sha256"]),
    )
    records.put_file(connection, TIMESTAMP_FILE, _signed(fresh, signer))


def _signed(content: S, signer: CryptoSigner) -> bytes:
    metadata = Metadata(content)
    metadata.sign(signer)
    return metadata.to_bytes()
