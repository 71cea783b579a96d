"""What every repository writes with, and the shape of the audit trail."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Any

import apsw
import msgspec

from client.base.clock import Clock, JumpWatch, rfc3339

FIRST = b""
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

    ``reason``: ``gap`` (entries are missing), ``hash`` (the entry was altered), ``link`` (it was altered and given
    a new hash, or does not belong here), ``payload`` (what the entry stands for was altered), ``payload-missing``
    (or removed). ``action`` and ``ref`` are those of the entry, blank when it is missing.
    """

    entries: int
    head: str
    broken_at: int | None = None
    reason: str = ""
    action: str = ""
    ref: str = ""

    @property
    def whole(self) -> bool:
        return self.broken_at is None


class ClockReport(msgspec.Struct, frozen=True):
    """The computer's clock was set by more than a day: ``was`` is the time it should follow, ``now`` what it says.

    Nothing is refused for that; the times of entries around it are what the clock said.
    """

    was: str
    now: str


class Ledger:
    """The connection, the clock and the person: what every repository writes with."""

    def __init__(self, connection: apsw.Connection, clock: Clock, actor: str) -> None:
        self.connection = connection
        self.execute: Callable[..., Any] = connection.execute
        """Rows are of any type here: the repositories know their columns."""
        self.actor = actor
        self._clock = clock
        self.watch = JumpWatch(clock)

    def now(self) -> str:
        """RFC 3339 in China's zone."""
        return rfc3339(self._clock.now())


def digest(*fields: int | str | bytes) -> bytes:
    """SHA-256 over the fields, each after its length (8 bytes, big-endian)."""
    parts = [field if isinstance(field, bytes) else str(field).encode() for field in fields]
    return hashlib.sha256(b"".join(len(part).to_bytes(8, "big") + part for part in parts)).digest()


def spell(hash_: bytes) -> str:
    """``sha256:…`` as in a manifest."""
    return f"sha256:{hash_.hex()}"
