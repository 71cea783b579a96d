"""A TUF repository with the roles of protocol C8, made step by step: stage, sign, release.

What an offline role says is staged first and gathers signatures, one key holder after the other, each perhaps on a
computer without a network; releasing moves it to where clients look once every threshold is met, and signs a
snapshot and a timestamp over it. Snapshots are consistent (versions in metadata names, hashes in target names), so
that a client reading while the repository changes never mixes two states.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec
from securesystemslib.signer import Key, Signer  # type: ignore[attr-defined]
from tuf.api.exceptions import UnsignedMetadataError
from tuf.api.metadata import (
    DelegatedRole,
    Delegations,
    Metadata,
    MetaFile,
    Root,
    Snapshot,
    TargetFile,
    Targets,
    Timestamp,
)

from client.base.errors import UserError
from client.publishing.shelf import Shelf

ONLINE = ("snapshot", "timestamp")
OFFLINE = ("root", "targets", "packs", "keys", "app")
DELEGATED: Mapping[str, str] = {"packs": "packs/*/*", "keys": "keys/*", "app": "app/*/*"}
"""Delegated role and the one pattern of names it may speak for: the software maker cannot sign a pack."""

LIVES: Mapping[str, timedelta] = {
    "root": timedelta(days=1825),
    "targets": timedelta(days=730),
    "packs": timedelta(days=365),
    "keys": timedelta(days=365),
    "app": timedelta(days=365),
    "snapshot": timedelta(days=90),
    "timestamp": timedelta(days=7),
}
"""How long each role's statement holds; a timestamp a week, because desktops sleep."""

TIMESTAMP = "metadata/timestamp.json"


class Holder(msgspec.Struct, frozen=True):
    """Who signs for a role: ``threshold`` of these keys."""

    threshold: int
    keys: tuple[Key, ...]


class Repository:
    """A repository on a shelf. Times are the publisher's; expiry is counted from them."""

    def __init__(self, shelf: Shelf, lives: Mapping[str, timedelta] = LIVES) -> None:
        self.shelf = shelf
        self._lives = lives

    # What stands -----------------------------------------------------------------------------------

    def root(self) -> Metadata[Root] | None:
        """The newest released root."""
        found, version = None, 1
        while (data := self.shelf.get(f"metadata/{version}.root.json")) is not None:
            found, version = Metadata[Root].from_bytes(data), version + 1
        return found

    def first_root(self) -> bytes | None:
        """The root an endpoint profile carries."""
        return self.shelf.get("metadata/1.root.json")

    def timestamp(self) -> Timestamp | None:
        data = self.shelf.get(TIMESTAMP)
        return None if data is None else Metadata[Timestamp].from_bytes(data).signed

    def snapshot(self) -> Snapshot | None:
        stamp = self.timestamp()
        data = stamp and self.shelf.get(f"metadata/{stamp.snapshot_meta.version}.snapshot.json")
        return Metadata[Snapshot].from_bytes(data).signed if data else None

    def targets(self, role: str) -> Targets | None:
        """What ``targets`` or a delegated role has released."""
        found = self._released(role)
        return None if found is None else found.signed

    def holds(self, role: str, name: str, data: bytes) -> bool:
        """Whether exactly these bytes are offered under that name."""
        released = self.targets(role)
        entry = released.targets.get(name) if released else None
        return entry is not None and entry.hashes.get("sha256") == hashlib.sha256(data).hexdigest()

    def staged(self) -> list[str]:
        """Roles with a statement that is not released yet."""
        return [role for role in OFFLINE if self.shelf.get(_stage(role)) is not None]

    def missing(self, role: str) -> int:
        """How many signatures a staged statement still lacks; a new root also needs the old one's."""
        data = self.shelf.get(_stage(role))
        if data is None:
            return 0
        metadata = Metadata[Any].from_bytes(data)
        return max(_lacking(each, role, metadata) for each in self._delegators(role))

    # What is staged ---------------------------------------------------------------------------------

    def found(self, holders: Mapping[str, Holder], now: datetime) -> None:
        """Stage the first root, the delegations and their empty roles.

        Raises ``UserError``: ``publishing.founded-already``, ``publishing.threshold``.
        """
        if self.first_root() is not None or self.staged():
            raise UserError("publishing.founded-already")
        self.appoint(holders, now)
        self._open_roles(now)

    def delegate(self, holders: Mapping[str, Holder], now: datetime) -> None:
        """Stage delegations, and their empty roles, in a repository that was made without them."""
        self.appoint(holders, now)
        self.shelf.drop(_stage("root"))
        self._open_roles(now)

    def _open_roles(self, now: datetime) -> None:
        for role in DELEGATED:
            self._put_stage(role, Metadata(Targets(version=1, expires=self._until(role, now))))

    def appoint(self, holders: Mapping[str, Holder], now: datetime) -> None:
        """Stage a root and delegations that name these key holders; roles left out keep theirs.

        Raises ``UserError('publishing.threshold')``.
        """
        for role, holder in holders.items():
            if not 1 <= holder.threshold <= len({key.keyid for key in holder.keys}):
                raise UserError("publishing.threshold", role=role)
        standing = self.root()
        root = standing.signed if standing else Root(consistent_snapshot=True)
        root.version += standing is not None
        root.expires = self._until("root", now)
        for role in ("root", "targets", *ONLINE):
            if role in holders:
                _name_keys(root, role, holders[role])
        before = self._released("targets")
        targets = before.signed if before else Targets()
        targets.version += before is not None
        targets.expires = self._until("targets", now)
        targets.targets.clear()  # whatever there is is a delegated role's
        targets.delegations = targets.delegations or Delegations({}, {})
        self._delegate(targets, holders)
        self._put_stage("root", Metadata(root))
        self._put_stage("targets", Metadata(targets))

    def put_target(
        self, role: str, name: str, data: bytes, custom: Mapping[str, Any] | None, now: datetime
    ) -> None:
        """Stage one more target, in place of one of that name; ``UserError('publishing.not-its-name')``."""
        if role not in DELEGATED or not _may_name(role, name):
            raise UserError("publishing.not-its-name", role=role, name=name)
        entry = TargetFile.from_data(name, data, ["sha256"])
        if custom:
            entry.unrecognized_fields["custom"] = dict(custom)
        metadata = self._open(role, now)
        metadata.signed.targets[name] = entry
        self._put_stage(role, metadata)
        self.shelf.put(target_path(name, hashlib.sha256(data).hexdigest()), data)

    def drop_target(self, role: str, name: str, now: datetime) -> None:
        """Stage that a target is offered no longer; its bytes stay for those who come late.

        Raises ``UserError('publishing.no-such-target')``.
        """
        metadata = self._open(role, now)
        if metadata.signed.targets.pop(name, None) is None:
            raise UserError("publishing.no-such-target", name=name)
        self._put_stage(role, metadata)

    def sign(self, signer: Signer) -> list[str]:
        """Sign every staged statement this key may sign; answers their roles."""
        signed = []
        for role in self.staged():
            if not any(_may_sign(each, role, signer) for each in self._delegators(role)):
                continue
            metadata = Metadata[Any].from_bytes(self.shelf.get(_stage(role)) or b"")
            metadata.sign(signer, append=True)
            self._put_stage(role, metadata)
            signed.append(role)
        return signed

    # What is released -------------------------------------------------------------------------------

    def release(self, signers: Iterable[Signer], now: datetime) -> list[str]:
        """Move what is staged to where clients look, under a new snapshot and timestamp; answers its roles.

        Nothing is moved unless all of it has its signatures: ``UserError('publishing.unsigned')``.
        """
        roles = self.staged()
        for role in roles:
            if lacking := self.missing(role):
                raise UserError("publishing.unsigned", role=role, missing=lacking)
        signers = list(signers)
        metas = self._metas()
        root = self._newest_root()
        fresh: dict[str, bytes] = {}
        for role in roles:
            data = self.shelf.get(_stage(role)) or b""
            version = Metadata[Any].from_bytes(data).signed.version
            fresh[f"metadata/{version}.{role}.json"] = data
            if role != "root":
                metas[f"{role}.json"] = MetaFile.from_data(version, data, ["sha256"])
        before = self.snapshot()
        snapshot = Snapshot(before.version + 1 if before else 1, expires=self._until("snapshot", now), meta=metas)
        data = _signed_by(Metadata(snapshot), "snapshot", root, signers)
        fresh[f"metadata/{snapshot.version}.snapshot.json"] = data
        stamp = self._stamp(MetaFile.from_data(snapshot.version, data, ["sha256"]), root, signers, now)
        for path, content in fresh.items():
            self.shelf.put(path, content)
        self.shelf.put(TIMESTAMP, stamp)
        for role in roles:
            self.shelf.drop(_stage(role))
        return roles

    def stamp(self, signers: Iterable[Signer], now: datetime) -> None:
        """A new timestamp over what stands. Raises ``UserError``: ``publishing.not-founded``, ``.unsigned``."""
        standing = self.timestamp()
        if standing is None:
            raise UserError("publishing.not-founded")
        self.shelf.put(TIMESTAMP, self._stamp(standing.snapshot_meta, self._newest_root(), list(signers), now))

    # Parts ------------------------------------------------------------------------------------------

    def _stamp(self, snapshot: MetaFile, root: Root, signers: list[Signer], now: datetime) -> bytes:
        before = self.timestamp()
        version = before.version + 1 if before else 1
        stamp = Timestamp(version, expires=self._until("timestamp", now), snapshot_meta=snapshot)
        return _signed_by(Metadata(stamp), "timestamp", root, signers)

    def _metas(self) -> dict[str, MetaFile]:
        snapshot = self.snapshot()
        return dict(snapshot.meta) if snapshot else {}

    def _newest_root(self) -> Root:
        data = self.shelf.get(_stage("root"))
        metadata = Metadata[Root].from_bytes(data) if data else self.root()
        if metadata is None:
            raise UserError("publishing.not-founded")
        return metadata.signed

    def _released(self, role: str) -> Metadata[Targets] | None:
        meta = self._metas().get(f"{role}.json")
        data = meta and self.shelf.get(f"metadata/{meta.version}.{role}.json")
        return Metadata[Targets].from_bytes(data) if data else None

    def _open(self, role: str, now: datetime) -> Metadata[Targets]:
        """The staged statement of a role without its signatures, or the next version of the released one."""
        data = self.shelf.get(_stage(role))
        metadata = Metadata[Targets].from_bytes(data) if data else self._released(role)
        if metadata is None:
            raise UserError("publishing.not-founded")
        metadata.signed.version += data is None
        metadata.signed.expires = self._until(role, now)
        metadata.signatures.clear()
        return metadata

    def _put_stage(self, role: str, metadata: Metadata[Any]) -> None:
        self.shelf.put(_stage(role), metadata.to_bytes())

    def _delegators(self, role: str) -> list[Root | Targets]:
        """Whose keys must sign a statement of that role."""
        staged_root = self.shelf.get(_stage("root"))
        roots = [each.signed for each in (self.root(), _loaded(staged_root)) if each is not None]
        if role == "root":
            return list(roots)
        if role == "targets":
            return [roots[-1]]
        staged = self.shelf.get(_stage("targets"))
        delegator = Metadata[Targets].from_bytes(staged) if staged else self._released("targets")
        return [delegator.signed] if delegator else []

    def _delegate(self, targets: Targets, holders: Mapping[str, Holder]) -> None:
        delegations = targets.delegations
        assert delegations is not None
        assert delegations.roles is not None
        for role, pattern in DELEGATED.items():
            if role in holders:
                if role not in delegations.roles:
                    delegations.roles[role] = DelegatedRole(role, [], 1, True, paths=[pattern])
                _name_keys(targets, role, holders[role])

    def _until(self, role: str, now: datetime) -> datetime:
        return now.astimezone(UTC).replace(microsecond=0) + self._lives[role]


def target_path(name: str, sha256: str) -> str:
    """Where a target's bytes lie: ``targets/packs/gd-eic/<sha256>.2026.10.2.zip``."""
    folder, slash, last = name.rpartition("/")
    return f"targets/{folder}{slash}{sha256}.{last}"


def _stage(role: str) -> str:
    return f"staged/{role}.json"


def _loaded(data: bytes | None) -> Metadata[Root] | None:
    return Metadata[Root].from_bytes(data) if data else None


def _name_keys(delegator: Root | Targets, role: str, holder: Holder) -> None:
    standing = delegator.get_delegated_role(role)
    for keyid in list(standing.keyids):
        delegator.revoke_key(keyid, role)
    for key in holder.keys:
        delegator.add_key(key, role)
    standing.threshold = holder.threshold


def _may_name(role: str, name: str) -> bool:
    return DelegatedRole(role, [], 1, True, paths=[DELEGATED[role]]).is_delegated_path(name)


def _may_sign(delegator: Root | Targets, role: str, signer: Signer) -> bool:
    return signer.public_key.keyid in delegator.get_delegated_role(role).keyids


def _lacking(delegator: Root | Targets, role: str, metadata: Metadata[Any]) -> int:
    result = delegator.get_verification_result(role, metadata.signed_bytes, metadata.signatures)
    return result.missing


def _signed_by(metadata: Metadata[Any], role: str, root: Root, signers: list[Signer]) -> bytes:
    """Signed by those of the signers who may; ``UserError('publishing.unsigned')`` when they are too few."""
    for signer in signers:
        if _may_sign(root, role, signer):
            metadata.sign(signer, append=True)
    try:
        root.verify_delegate(role, metadata.signed_bytes, metadata.signatures)
    except UnsignedMetadataError as error:
        lacking = _lacking(root, role, metadata)
        raise UserError("publishing.unsigned", role=role, missing=lacking) from error
    return metadata.to_bytes()
