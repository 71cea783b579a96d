"""A small TUF repository in memory: made, altered and rotated by tests."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

from securesystemslib.signer import CryptoSigner
from tuf.api.metadata import (
    DelegatedRole,
    Delegations,
    Metadata,
    MetaFile,
    Root,
    Signed,
    Snapshot,
    TargetFile,
    Targets,
    Timestamp,
)

from client.net.chain import TARGET
from client.protocol.keys import generate, to_jwk

TOP = ("root", "timestamp", "snapshot", "targets")


def key_list(kid: str = "receipt-1") -> bytes:
    """A ``keys/collect.json`` with one receipt key."""
    jwk = to_jwk(generate().public_key())
    entry = {
        "kid": kid,
        "use": "receipt",
        "alg": "ES256",
        "jwk": {"kty": jwk.kty, "crv": jwk.crv, "x": jwk.x, "y": jwk.y},
        "not_before": "2026-01-01T00:00:00+08:00",
        "not_after": "2036-01-01T00:00:00+08:00",
    }
    return json.dumps([entry]).encode()


class Repository:
    """Keys, metadata and the one target; ``delegated`` puts the target under a role named ``keys``."""

    def __init__(self, *, delegated: bool = False, timestamp_days: float = 7) -> None:
        self.signers = {role: CryptoSigner.generate_ed25519() for role in (*TOP, "keys")}
        self.target = key_list()
        self.delegated = delegated
        self.timestamp_days = timestamp_days
        self.version = 0
        self.root = Root(expires=_in_days(365), consistent_snapshot=True)
        for role in TOP:
            self.root.add_key(self.signers[role].public_key, role)
        self.roots = {1: self._sign(self.root, "root")}
        self.publish()

    def publish(self) -> None:
        """Sign everything below the root anew, one version up."""
        self.version += 1
        entry = TargetFile.from_data(TARGET, self.target, ["sha256"])
        targets = Targets(version=self.version, expires=_in_days(365))
        meta = {"targets.json": MetaFile(self.version)}
        self.files: dict[str, bytes] = {TARGET: self.target}
        if self.delegated:
            keys = Targets(version=self.version, expires=_in_days(365), targets={TARGET: entry})
            role = DelegatedRole("keys", [], 1, True, paths=["keys/*"])
            targets.delegations = Delegations({}, {"keys": role})
            targets.add_key(self.signers["keys"].public_key, "keys")
            self.files["keys.json"] = self._sign(keys, "keys")
            meta["keys.json"] = MetaFile(self.version)
        else:
            targets.targets[TARGET] = entry
        self.files["targets.json"] = self._sign(targets, "targets")
        snapshot = Snapshot(version=self.version, expires=_in_days(365), meta=meta)
        self.files["snapshot.json"] = self._sign(snapshot, "snapshot")
        stamp = Timestamp(version=self.version, expires=_in_days(self.timestamp_days))
        stamp.snapshot_meta = MetaFile(self.version)
        self.files["timestamp.json"] = self._sign(stamp, "timestamp")

    def rotate(self) -> None:
        """A new root key, signed by the old and the new one."""
        old = self.signers["root"]
        self.signers["root"] = CryptoSigner.generate_ed25519()
        self.root.revoke_key(old.public_key.keyid, "root")
        self.root.add_key(self.signers["root"].public_key, "root")
        self.root.version += 1
        metadata = Metadata(self.root)
        metadata.sign(old)
        metadata.sign(self.signers["root"], append=True)
        self.roots[self.root.version] = metadata.to_bytes()

    def chain(self) -> dict[str, bytes]:
        """The chain as a client holds it."""
        return {f"{version}.root.json": data for version, data in self.roots.items()} | self.files

    def serve(self, path: str) -> bytes | None:
        """What lies at a path below ``/tuf/``; None for 404."""
        folder, _, name = path.partition("/")
        if folder == "targets":
            place, _, last = name.rpartition("/")
            _, _, bare = last.partition(".")
            return self.files.get(f"{place}/{bare}") if name != TARGET else None
        version, _, rest = name.partition(".")
        if rest == "root.json":
            return self.roots.get(int(version))
        return self.files.get(name) or (self.files.get(rest) if version == str(self.version) else None)

    def _sign(self, signed: Signed, role: str) -> bytes:
        metadata = Metadata(signed)
        metadata.sign(self.signers[role])
        return metadata.to_bytes()


def _in_days(days: float) -> datetime:
    return datetime.now(UTC).replace(microsecond=0) + timedelta(days=days)
