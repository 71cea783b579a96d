"""Metadata of a library altered after it was signed, or signed anew."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tuf.api.metadata import Metadata, MetaFile, Snapshot, Timestamp

from tests.client.publishing.bureau import NEEDED, Bureau


def path_of(bureau: Bureau, role: str) -> Path:
    if role == "timestamp":
        return bureau.folder / "metadata/timestamp.json"
    found = bureau.folder.glob(f"metadata/*.{role}.json")
    return max(found, key=lambda path: int(path.name.partition(".")[0]))


def load(bureau: Bureau, role: str) -> Metadata[Any]:
    return Metadata[Any].from_bytes(path_of(bureau, role).read_bytes())


def store(bureau: Bureau, role: str, metadata: Metadata[Any], by: str | None = None) -> None:
    """Signed anew by the role's own people (or ``by`` another's) and put in place of what stood there."""
    metadata.signatures.clear()
    for signer in bureau.keys[by or role][: NEEDED[role]]:
        metadata.sign(signer, append=True)
    path_of(bureau, role).write_bytes(metadata.to_bytes())


def restate(bureau: Bureau, role: str) -> None:
    """Snapshot and timestamp made to fit what was done to a role, as an insider with the on-line keys could."""
    snapshot: Metadata[Snapshot] = load(bureau, "snapshot")
    if role != "snapshot":
        data = path_of(bureau, role).read_bytes()
        version = json.loads(data)["signed"]["version"]
        snapshot.signed.meta[f"{role}.json"] = MetaFile.from_data(version, data, ["sha256"])
        store(bureau, "snapshot", snapshot)
    stamp: Metadata[Timestamp] = load(bureau, "timestamp")
    data = path_of(bureau, "snapshot").read_bytes()
    stamp.signed.snapshot_meta = MetaFile.from_data(snapshot.signed.version, data, ["sha256"])
    store(bureau, "timestamp", stamp)


def altered(role: str, by: str | None = None, *, fitting: bool = True, **fields: Any) -> Callable[[Bureau], None]:
    def do(bureau: Bureau) -> None:
        metadata = load(bureau, role)
        for name, value in fields.items():
            setattr(metadata.signed, name, value)
        store(bureau, role, metadata, by)
        if fitting and role not in ("timestamp", "root"):
            restate(bureau, role)

    return do
