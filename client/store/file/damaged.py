"""A damaged store, read piece by piece: what is still there and proves itself is handed out, the rest is named."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

from client.base.clock import SystemClock
from client.base.errors import JibaoError
from client.store.file.connection import connect
from client.store.file.faults import named
from client.store.file.head import HeadFile
from client.store.repositories.books import Books
from client.store.repositories.ledger import Ledger
from client.store.repositories.log import Log
from client.store.repositories.model import Endpoint, LogEntry, ReturnHead, StoredReceipt, Version
from forms.returns import Return

T = TypeVar("T")


class DamagedStore:
    """Opened on a copy of the damaged files, which may be written to.

    Every page has an authentication code, so what can be read is what was written.
    """

    def __init__(self, path: Path, key: bytes) -> None:
        """Raises ``UserError``, ``WorldError`` (``store.…``) when not even its first page can be read."""
        self._path = path
        self._connection = connect(path, key)
        ledger = Ledger(self._connection, SystemClock(), "")
        self._books = Books(ledger)
        self._log = Log(ledger, self._books.audit)
        self._noted = _noted(path, key)

    def close(self) -> None:
        self._connection.close()

    def acts_after(self, seq: int, audit_seq: int) -> Iterator[tuple[int, LogEntry | None]]:
        """Acts numbered above ``seq``, oldest first, None for one that cannot be read.

        ``audit_seq`` is how far the audit trail had come with act ``seq``: where the newest act cannot be asked
        for, the note beside the store says how many there may be.
        """
        newest: int | None = self._try(self._books.changes.newest, None)
        last = seq + max(self._noted - audit_seq, 0) if newest is None else newest
        for each in range(seq + 1, last + 1):
            yield each, self._act(each)

    def heads(self) -> list[ReturnHead] | None:
        """The returns there are, None if they cannot be listed."""
        return self._try(self._books.returns.heads, None)

    def current(self, head: ReturnHead) -> Return | None:
        """A return as it stood, None if any of it cannot be read."""
        return self._try(lambda: self._books.returns.get(head.key), None)

    def versions(self) -> list[Version] | None:
        """Filed versions, None if the outbox cannot be read."""
        return self._try(self._books.outbox.all, None)

    def receipt(self, version_id: str) -> StoredReceipt | None:
        """The receipt of a version, None if there is none or it cannot be read."""
        return self._try(lambda: self._books.receipts.get(version_id), None)

    def endpoints(self) -> list[Endpoint]:
        """Where its enterprise is enrolled, nowhere if that cannot be read."""
        return self._try(self._books.endpoints.all, [])

    def kept_names(self) -> list[str] | None:
        """The names under which a thing was kept for good, None if they cannot be listed."""
        return self._try(self._books.settings.names, None)

    def kept(self, name: str) -> bytes | None:
        """What was kept under a name, None if it cannot be read."""
        return self._try(lambda: self._books.settings.get(name), None)

    def _act(self, seq: int) -> LogEntry | None:
        return self._try(lambda: self._log.entry(seq), None)

    def _try(self, work: Callable[[], T], otherwise: T) -> T:
        """What ``work`` reads; what is not there or was cut off counts as unreadable."""
        try:
            with named(self._path):
                return work()
        except (JibaoError, StopIteration, LookupError, ValueError):
            return otherwise


def _noted(path: Path, key: bytes) -> int:
    """Number of the newest entry by the note beside the store; 0 without one."""
    if not HeadFile.beside(path).exists():
        return 0
    head = HeadFile(HeadFile.beside(path), key)
    try:
        note = head.read()
    finally:
        head.close()
    return note.seq if note else 0
