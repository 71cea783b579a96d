"""The newest audit entry, noted outside the store.

SQLite drops acknowledged commits without a word when a bit of its write-ahead log flips. This small file
says how far the store had come, so that opening can say which entries are missing. It is authenticated by
the store's key, and written in turn to two places, so that a torn write leaves the older note.
"""

from __future__ import annotations

import hmac
import os
import time
from contextlib import suppress
from pathlib import Path
from typing import Literal

import msgspec

_SLOT_DISTANCE = 4096
"""The two places lie in different sectors."""
_MAC_BYTES = 32
_NOTE_BYTES = 8 + 32 + _MAC_BYTES
_FLUSH_SECONDS = 1.0
_LABEL = b"jibao store head"


class Note(msgspec.Struct, frozen=True):
    """How far the store had come: number and hash of its newest audit entry."""

    seq: int
    hash: bytes


class HeadReport(msgspec.Struct, frozen=True):
    """What the note says of the store that was just opened.

    ``whole``; ``missing``: entries ``first`` to ``last`` were acknowledged and are gone; ``altered``: entry
    ``last`` is another one than was noted (an older copy was put in place and written to, or it was changed).
    """

    state: Literal["whole", "missing", "altered"]
    first: int = 0
    last: int = 0


class HeadFile:
    """The note beside a store, ``<store>.head``."""

    def __init__(self, path: Path, key: bytes) -> None:
        self._key = hmac.digest(key, _LABEL, "sha256")
        self._descriptor = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o600)
        self._flushed = time.monotonic()
        self._turn = 0

    @staticmethod
    def beside(store: Path) -> Path:
        return store.with_name(store.name + ".head")

    @classmethod
    def knows(cls, store: Path, key: bytes) -> bool:
        """Whether there is a note beside ``store`` that was written with ``key``."""
        if not cls.beside(store).exists():
            return False
        note = cls(cls.beside(store), key)
        try:
            return note.read() is not None
        finally:
            note.close()

    def read(self) -> Note | None:
        """The newest note that is whole and written with this key."""
        notes = [self._open(turn) for turn in (0, 1)]
        newest = max((note for note in notes if note), key=lambda note: note.seq, default=None)
        self._turn = 0 if newest is None else 1 - notes.index(newest)
        return newest

    def write(self, note: Note) -> None:
        """Note the newest entry; flushed to disk once a second and at ``close``.

        A note that is behind the store after a power cut is harmless, so not every commit waits for it.
        """
        body = note.seq.to_bytes(8, "big") + note.hash
        os.lseek(self._descriptor, self._turn * _SLOT_DISTANCE, os.SEEK_SET)
        os.write(self._descriptor, body + self._mac(body))
        self._turn = 1 - self._turn
        if time.monotonic() - self._flushed >= _FLUSH_SECONDS:
            os.fsync(self._descriptor)
            self._flushed = time.monotonic()

    def clear(self) -> None:
        """Forget both notes, so that one of a lost future is not read again."""
        os.ftruncate(self._descriptor, 0)

    def close(self) -> None:
        """Closing twice is harmless."""
        descriptor, self._descriptor = self._descriptor, -1
        if descriptor < 0:
            return
        with suppress(OSError):
            os.fsync(descriptor)
        with suppress(OSError):  # a drive that is gone refuses even that
            os.close(descriptor)

    def _open(self, turn: int) -> Note | None:
        os.lseek(self._descriptor, turn * _SLOT_DISTANCE, os.SEEK_SET)
        data = os.read(self._descriptor, _NOTE_BYTES)
        body, mac = data[:-_MAC_BYTES], data[-_MAC_BYTES:]
        if len(data) < _NOTE_BYTES or not hmac.compare_digest(mac, self._mac(body)):
            return None
        return Note(int.from_bytes(body[:8], "big"), body[8:])

    def _mac(self, body: bytes) -> bytes:
        return hmac.digest(self._key, body, "sha256")
