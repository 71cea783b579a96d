"""A store that is only read: its files are copied first, so that not a byte of it changes, whatever wrote it."""

from __future__ import annotations

import shutil
from collections import deque
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import apsw

from client.base.clock import Clock
from client.base.errors import JibaoError, UserError, WorldError
from client.store.file.connection import connect
from client.store.file.faults import named
from client.store.file.head import HeadReport
from client.store.file.schema import MIGRATIONS, migrate
from client.store.file.store import Store
from client.store.repositories.books import Books
from client.store.repositories.ledger import Ledger

T = TypeVar("T")


class ReadOnlyStore(Store):
    """Answers from a copy, also of a store that a newer program wrote: as far as the tables are known here.

    Whatever would write is refused as ``UserError('store.only-read')``.
    """

    def __init__(self, path: Path, key: bytes, clock: Clock, actor: str) -> None:
        """Use ``ReadOnlyStore.open``. Raises as ``Store.open``, but not ``store.newer``."""
        if not path.exists():
            raise UserError("store.missing", file=path)
        self.path = path
        import tempfile  # homes are opened to be written, nearly always

        self._folder = Path(tempfile.mkdtemp(prefix="jibao-reading-"))
        try:
            self._connection = _copied(path, self._folder, key)
        except BaseException:
            shutil.rmtree(self._folder, ignore_errors=True)
            raise
        self._stopped = True
        self._took = deque(maxlen=0)
        self._ledger = Ledger(self._connection, clock, actor)
        self._books = Books(self._ledger)
        self.head_report = HeadReport("whole")
        self.clock_report = None

    def _transact(self, work: Callable[[Books], T]) -> T:
        try:
            with named(self.path):
                self._connection.execute("BEGIN")
                try:
                    return work(self._books)
                finally:
                    self._connection.execute("ROLLBACK")
        except JibaoError as error:
            if error.code == "store.read-only":
                raise UserError("store.only-read", file=self.path) from error
            raise

    def _close(self) -> None:
        self._connection.close()
        shutil.rmtree(self._folder, ignore_errors=True)


def _copied(path: Path, folder: Path, key: bytes) -> apsw.Connection:
    """A connection to a copy of the store and of its log, in a folder of its own."""
    copy = folder / path.name
    try:
        for name in (path.name, f"{path.name}-wal"):
            if (path.parent / name).exists():
                shutil.copyfile(path.parent / name, folder / name)
    except OSError as error:
        raise WorldError("store.disk-error", file=path, home=path.parent) from error
    connection = connect(copy, key)
    try:
        with named(path):
            if connection.pragma("user_version") < MIGRATIONS[-1].to:
                migrate(connection, copy)
            connection.pragma("query_only", True)
    except BaseException:
        connection.close()
        raise
    return connection
