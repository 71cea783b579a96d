"""A chain of TUF metadata from a root to the bureau's key list, verified without a network.

Expiry is not asked here: a receipt of 2026 must verify in 2036. What is asked is that every file is signed
by whom the file before it names, and that lengths, hashes and versions fit.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Literal, TypeVar

import msgspec

from client.protocol.faults import ProtocolFault

if TYPE_CHECKING:
    from tuf.api.metadata import Metadata, MetaFile, Root, Snapshot, TargetFile, Targets, Timestamp

TARGET = "keys/collect.json"
"""The target that holds the bureau's keys."""

S = TypeVar("S", "Root", "Timestamp", "Snapshot", "Targets")

Verdict = Literal["trusted", "unknown-root", "broken"]

_ROOT_NAME = re.compile(r"([1-9][0-9]{0,8})\.root\.json")
_ROLE = re.compile(r"[A-Za-z0-9-]{1,40}")
_DELEGATIONS = 8


class Checked(msgspec.Struct, frozen=True):
    """What a chain turned out to be.

    ``trusted``: valid under a root the asker trusts. ``unknown-root``: whole, but it stands on a root that
    nobody here knows. ``broken``: it does not hold together, at ``where`` (the name of a file in it).
    ``keys`` are the bytes of ``keys/collect.json`` unless it is broken.
    """

    verdict: Verdict
    keys: bytes = b""
    where: str = ""


class _BrokenError(Exception):
    def __init__(self, where: str) -> None:
        super().__init__(where)
        self.where = where


def pack_chain(files: Mapping[str, bytes]) -> bytes:
    """The chain as one blob, the same bytes for the same files, to be kept beside a receipt."""
    return msgspec.msgpack.encode(dict(files), order="sorted")


def unpack_chain(data: bytes) -> dict[str, bytes]:
    """The files of ``pack_chain``. Raises ``ProtocolFault('net.chain-unreadable')``."""
    try:
        return msgspec.msgpack.decode(data, type=dict[str, bytes])
    except msgspec.DecodeError as error:
        raise ProtocolFault("net.chain-unreadable") from error


def verify_chain(trusted: Sequence[bytes], files: Mapping[str, bytes]) -> Checked:
    """Follow the chain to ``keys/collect.json``.

    ``trusted`` are root metadata the asker trusts, any versions of them; with none, a whole chain is
    ``unknown-root``. Nothing in ``files`` makes it raise.
    """
    try:
        roots = _roots(files)
        known = any(_meets(root, roots) for root in trusted)
        keys = _keys(roots[-1].signed, files)
    except _BrokenError as broken:
        return Checked("broken", where=broken.where)
    return Checked("trusted" if known else "unknown-root", keys=keys)


def _roots(files: Mapping[str, bytes]) -> list[Metadata[Root]]:
    """The roots in order of version, without a gap, each signed by itself and by the one before it."""
    from tuf.api.metadata import Root

    named = sorted((int(match[1]), name) for name in files if (match := _ROOT_NAME.fullmatch(name)))
    if not named:
        raise _BrokenError("root.json")
    roots: list[Metadata[Root]] = []
    for version, name in named:
        root = _load(files[name], Root, name)
        if root.signed.version != version or (roots and version != roots[-1].signed.version + 1):
            raise _BrokenError(name)
        for signer in (root.signed, *(before.signed for before in roots[-1:])):
            _verify(signer, "root", root, name)
        roots.append(root)
    return roots


def _meets(trusted: bytes, roots: list[Metadata[Root]]) -> bool:
    """Whether the trusted root is one of the chain's, or the chain goes on from it."""
    from tuf.api.metadata import Root

    root = _load(trusted, Root, "profile")
    if roots[0].signed.version == root.signed.version + 1:
        try:
            _verify(root.signed, "root", roots[0], "profile")
        except _BrokenError:
            return False
        return True
    return any(root.signed_bytes == other.signed_bytes for other in roots)


def _keys(root: Root, files: Mapping[str, bytes]) -> bytes:
    """Timestamp, snapshot, targets and delegations down to the target's bytes."""
    from tuf.api.metadata import Snapshot, Timestamp

    timestamp = _signed(files, Timestamp, "timestamp", root)
    snapshot = _signed(files, Snapshot, "snapshot", root)
    if snapshot.version != timestamp.snapshot_meta.version:
        raise _BrokenError("snapshot.json")
    _fits(timestamp.snapshot_meta, files, "snapshot.json")
    target = _target(root, snapshot, files)
    _fits(target, files, TARGET)
    return files[TARGET]


def _target(root: Root, snapshot: Snapshot, files: Mapping[str, bytes]) -> TargetFile:
    """The target's entry, in the top targets or in a role they delegate to, in order of trust."""
    from tuf.api.metadata import Targets

    waiting: list[tuple[str, Root | Targets]] = [("targets", root)]
    for _ in range(_DELEGATIONS):
        if not waiting:
            break
        role, delegator = waiting.pop(0)
        name = f"{role}.json"
        if not _ROLE.fullmatch(role) or name not in snapshot.meta:
            raise _BrokenError(name)
        targets = _signed(files, Targets, role, delegator)
        if targets.version != snapshot.meta[name].version:
            raise _BrokenError(name)
        _fits(snapshot.meta[name], files, name)
        if TARGET in targets.targets:
            return targets.targets[TARGET]
        if targets.delegations is not None:
            named = targets.delegations.get_roles_for_target(TARGET)
            waiting[:0] = [(child, targets) for child, _ in named]
    raise _BrokenError(TARGET)


def _signed(files: Mapping[str, bytes], kind: type[S], role: str, delegator: Root | Targets) -> S:
    name = f"{role}.json"
    if name not in files:
        raise _BrokenError(name)
    metadata = _load(files[name], kind, name)
    _verify(delegator, role, metadata, name)
    return metadata.signed


def _verify(delegator: Root | Targets, role: str, metadata: Metadata[S], name: str) -> None:
    from tuf.api.exceptions import RepositoryError

    try:
        delegator.verify_delegate(role, metadata.signed_bytes, metadata.signatures)
    except (RepositoryError, ValueError) as error:
        raise _BrokenError(name) from error


def _load(data: bytes, kind: type[S], name: str) -> Metadata[S]:
    from tuf.api.exceptions import RepositoryError
    from tuf.api.metadata import Metadata

    try:
        metadata = Metadata[S].from_bytes(data)
    except (RepositoryError, ValueError) as error:
        raise _BrokenError(name) from error
    if not isinstance(metadata.signed, kind):
        raise _BrokenError(name)
    return metadata


def _fits(stated: MetaFile | TargetFile, files: Mapping[str, bytes], name: str) -> None:
    from tuf.api.exceptions import LengthOrHashMismatchError

    if name not in files:
        raise _BrokenError(name)
    try:
        stated.verify_length_and_hashes(files[name])
    except (LengthOrHashMismatchError, ValueError) as error:
        raise _BrokenError(name) from error
