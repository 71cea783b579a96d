"""The endpoint's database as a file of its own: the default, for one process."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from client.base.errors import UserError
from client.practice.database.ledger import Connection
from client.practice.database.schema import STEPS

_OF_THE_PLACE = {
    sqlite3.SQLITE_BUSY,
    sqlite3.SQLITE_LOCKED,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_CANTOPEN,
}


class SqliteFile:
    """A file that one process has open, every commit of which is on disk."""

    alone = True
    failures = sqlite3.Error

    def __init__(self, path: Path) -> None:
        self._path = path

    def open(self) -> Connection:
        """Open or make the file.

        Raises ``UserError``: ``practice.in-use`` when another practice endpoint has it open,
        ``practice.newer`` when a newer program made it, ``practice.damaged``.
        """
        connection = sqlite3.connect(self._path, timeout=0, isolation_level=None)
        try:
            _settle(connection, self._path)
        except sqlite3.OperationalError as error:
            connection.close()
            raise UserError("practice.in-use", home=self._path.parent) from error
        except sqlite3.DatabaseError as error:
            connection.close()
            raise UserError("practice.damaged", file=self._path) from error
        except UserError:
            connection.close()
            raise
        return connection

    def begin(self, connection: Connection) -> None:
        connection.execute("BEGIN IMMEDIATE")

    def passing(self, error: Exception) -> bool:
        """A full or failing disk, a file that another program holds; not a statement that is wrong."""
        code = getattr(error, "sqlite_errorcode", None)
        return code is not None and code & 0xFF in _OF_THE_PLACE

    def lost(self, _: Connection) -> bool:
        return False


def _settle(connection: sqlite3.Connection, path: Path) -> None:
    connection.row_factory = sqlite3.Row
    for setting in ("locking_mode=EXCLUSIVE", "journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {setting}").fetchall()
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    if version > len(STEPS):
        raise UserError("practice.newer", file=path)
    connection.execute("BEGIN IMMEDIATE")  # takes the lock that a second endpoint runs into
    for step in STEPS[version:]:
        for statement in step.split(";"):
            connection.execute(statement)
    connection.execute(f"PRAGMA user_version={len(STEPS)}")
    connection.execute("COMMIT")
