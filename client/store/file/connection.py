"""Opening the encrypted file: engine, key and settings, each read back before the store is used."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

import apsw

from client.base.errors import OurFault, UserError
from client.store.file.faults import named

OLDEST_ENGINE = (3, 51, 3)
"""Older ones can lose acknowledged commits when a write-ahead log is reset."""

PATIENCE = 8.0
"""Seconds a file that is locked is waited for. A second Jibao is turned away before, by the home's own lock."""

_PAUSE = 0.05
# Windows tells a file that is open elsewhere like one without rights.
_PASSING = {"store.held", *(("store.cannot-open", "store.read-only") if sys.platform == "win32" else ())}

KEY_BYTES = 32
APPLICATION_ID = 0x4A42414F
"""``JBAO`` in the file's header."""

_CIPHER: tuple[tuple[str, str | int, str], ...] = (
    ("cipher", "sqlcipher", "sqlcipher"),
    ("legacy", 4, "4"),
)
# Setting, value, and what reading it back must give; the order matters (locking before the first access).
_SETTINGS: tuple[tuple[str, str | int, str], ...] = (
    ("locking_mode", "EXCLUSIVE", "exclusive"),
    ("journal_mode", "WAL", "wal"),
    ("synchronous", "FULL", "2"),
    ("foreign_keys", "ON", "1"),
    ("trusted_schema", "OFF", "0"),
    ("cell_size_check", "ON", "1"),
    ("secure_delete", "ON", "1"),
    ("mmap_size", 0, "0"),
    ("temp_store", "MEMORY", "2"),
)


def connect(path: Path, key: bytes) -> apsw.Connection:
    """The only connection to the store at ``path``, made if it is missing; ``key`` is 32 raw bytes.

    A file that another program holds is waited for, as long as security software takes to look through one.

    Raises ``UserError``: ``store.held``, ``store.wrong-key``, ``store.read-only``, ``store.cannot-open``,
    ``store.is-a-folder``; ``WorldError``: ``store.damaged``, ``store.disk-full``, ``store.disk-error``.
    """
    check_engine()
    if len(key) != KEY_BYTES:
        raise OurFault("store.bad-key")
    if path.is_dir():
        raise UserError("store.is-a-folder", file=path)
    until = time.monotonic() + PATIENCE
    while True:
        try:
            return _connect_once(path, key)
        except UserError as error:
            if error.code not in _PASSING or time.monotonic() >= until:
                raise
        time.sleep(_PAUSE)


def _connect_once(path: Path, key: bytes) -> apsw.Connection:
    _create_private(path)
    with named(path):
        connection = apsw.Connection(str(path))
        try:
            _set_up(connection, path, key)
        except BaseException:
            connection.close()
            raise
    return connection


def open_copy(path: Path, key: bytes, *, read_only: bool = False) -> apsw.Connection:
    """A connection to a copy that nothing else uses, without a write-ahead log; raises as ``connect``."""
    check_engine()
    flags = apsw.SQLITE_OPEN_READONLY if read_only else apsw.SQLITE_OPEN_READWRITE
    with named(path):
        connection = apsw.Connection(str(path), flags=flags)
        try:
            _unseal(connection, key)
            for name in ("foreign_keys", "cell_size_check", "secure_delete"):
                connection.pragma(name, True)
            connection.pragma("trusted_schema", False)
            connection.pragma("user_version")
        except BaseException:
            connection.close()
            raise
    return connection


def engine_version() -> str:
    """SQLite's, such as ``3.54.0``."""
    return str(apsw.sqlite_lib_version())


def check_engine() -> None:
    """Raises ``OurFault('store.engine')`` unless SQLite is new enough and carries the cipher."""
    version = tuple(int(part) for part in engine_version().split("."))
    if version < OLDEST_ENGINE or not hasattr(apsw, "mc_version"):
        raise OurFault("store.engine", version=engine_version())


def _create_private(path: Path) -> None:
    """An empty file of mode 0600; SQLite gives its log the same mode."""
    try:
        os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
    except PermissionError as error:
        raise UserError("store.read-only", file=path) from error
    except OSError as error:
        raise UserError("store.cannot-open", file=path, home=path.parent) from error


def _set_up(connection: apsw.Connection, path: Path, key: bytes) -> None:
    _unseal(connection, key)
    for name, value, expected in _SETTINGS:
        connection.pragma(name, value)
        _assert_setting(name, connection.pragma(name), expected)
    if connection.readonly("main"):
        raise UserError("store.read-only", file=path)
    # Reading the first page now proves the key before anything is written.
    connection.pragma("user_version")


def _unseal(connection: apsw.Connection, key: bytes) -> None:
    for name, value, expected in _CIPHER:
        _assert_setting(name, connection.pragma(name, value), expected)
    if connection.pragma("key", f"x'{key.hex()}'") != "ok":
        raise OurFault("store.engine", version=apsw.sqlite_lib_version())


def _assert_setting(name: str, answer: object, expected: str) -> None:
    if str(answer).lower() != expected:
        raise OurFault("store.setting", name=name, answer=answer, expected=expected)
