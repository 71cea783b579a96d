"""The practice endpoint's database: one thread, one connection, one durable transaction before each answer.

Jobs that wait together are committed together. Every job has a savepoint of its own, so that one that fails
takes nothing of the others with it; a job's future is resolved only after the commit is on disk.
"""

from __future__ import annotations

import queue
import sqlite3
import threading
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import suppress
from pathlib import Path
from typing import Any, TypeVar

from client.base.errors import OurFault, UserError

T = TypeVar("T")
Job = tuple[Callable[[sqlite3.Connection], Any], "Future[Any]"]

GROUP = 64
"""Jobs that share one commit at most."""

_SCHEMA = """
CREATE TABLE kept (name TEXT PRIMARY KEY, data BLOB NOT NULL) STRICT;
CREATE TABLE firms (firm TEXT PRIMARY KEY, name TEXT NOT NULL) STRICT;
CREATE TABLE codes (
    code_sha256 TEXT PRIMARY KEY, firm TEXT NOT NULL REFERENCES firms, expires_at TEXT NOT NULL,
    tries INTEGER NOT NULL DEFAULT 0, used INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE TABLE devices (
    device_id TEXT PRIMARY KEY, enrolment_id TEXT NOT NULL UNIQUE, firm TEXT NOT NULL REFERENCES firms,
    name TEXT NOT NULL, sig TEXT NOT NULL, kem TEXT NOT NULL, thumbprint TEXT NOT NULL UNIQUE,
    state TEXT NOT NULL, admin INTEGER NOT NULL, enrolled_at TEXT NOT NULL, active_from TEXT,
    revoked_at TEXT, last_seen TEXT
) STRICT;
CREATE TABLE idempotency (key TEXT PRIMARY KEY, request TEXT NOT NULL, device_id TEXT NOT NULL) STRICT;
CREATE TABLE versions (
    seq INTEGER PRIMARY KEY, firm TEXT NOT NULL REFERENCES firms, return_key TEXT NOT NULL,
    version_id TEXT NOT NULL, base_version_id TEXT, kind TEXT NOT NULL, manifest TEXT NOT NULL,
    manifest_sha256 TEXT NOT NULL, kid TEXT NOT NULL, sealed BLOB NOT NULL, sealed_sha256 TEXT NOT NULL,
    receipt TEXT NOT NULL, received_at TEXT NOT NULL, device_id TEXT NOT NULL REFERENCES devices,
    UNIQUE (firm, version_id)
) STRICT;
CREATE INDEX versions_of_return ON versions (return_key, seq);
CREATE TABLE decisions (
    id INTEGER PRIMARY KEY AUTOINCREMENT, seq INTEGER NOT NULL REFERENCES versions, number INTEGER NOT NULL,
    state TEXT NOT NULL, token TEXT NOT NULL, decided_at TEXT NOT NULL, UNIQUE (seq, number)
) STRICT;
"""


_DEPOSITS = """
CREATE TABLE commitments (
    id INTEGER PRIMARY KEY, firm TEXT NOT NULL REFERENCES firms, return_key TEXT NOT NULL,
    version_id TEXT NOT NULL, sealed_sha256 TEXT NOT NULL, committed_at TEXT NOT NULL, upload_by TEXT NOT NULL,
    ack TEXT NOT NULL, key TEXT NOT NULL UNIQUE, request TEXT NOT NULL
) STRICT;
CREATE INDEX commitments_of_version ON commitments (firm, version_id);
CREATE TABLE uploads (
    upload_id TEXT PRIMARY KEY, firm TEXT NOT NULL REFERENCES firms, return_key TEXT NOT NULL,
    attachment TEXT NOT NULL, length INTEGER NOT NULL, arrived INTEGER NOT NULL, expires_at TEXT NOT NULL,
    sha256 TEXT, version_id TEXT
) STRICT;
CREATE TABLE pieces (
    upload_id TEXT NOT NULL REFERENCES uploads ON DELETE CASCADE, start INTEGER NOT NULL, data BLOB NOT NULL,
    PRIMARY KEY (upload_id, start)
) STRICT;
CREATE TABLE bundles (key TEXT PRIMARY KEY, request TEXT NOT NULL, answer BLOB NOT NULL) STRICT;
"""

STEPS = (_SCHEMA, _DEPOSITS)
"""What leads from each version of the tables to the next."""


class Books:
    """Owns the database file; ``run`` and ``submit`` are safe from any thread."""

    def __init__(self, path: Path) -> None:
        """Open or make the file.

        Raises ``UserError``: ``practice.in-use`` when another practice endpoint has it open,
        ``practice.newer`` when a newer program made it, ``practice.damaged``.
        """
        self._path = path
        self._jobs: queue.SimpleQueue[Job | None] = queue.SimpleQueue()
        self._opened: Future[None] = Future()
        self._door = threading.Lock()
        self._closed = False
        self._thread = threading.Thread(target=self._work, name="practice-books")
        self._thread.start()
        try:
            self._opened.result()
        except BaseException:
            self._thread.join()
            raise

    def submit(self, job: Callable[[sqlite3.Connection], T]) -> Future[T]:
        """Run ``job`` in a transaction; the future is done when the commit is durable."""
        future: Future[T] = Future()
        with self._door:
            if self._closed:
                future.set_exception(OurFault("practice.closed"))
            else:
                self._jobs.put((job, future))
        return future

    def run(self, job: Callable[[sqlite3.Connection], T]) -> T:
        """``submit`` and wait."""
        return self.submit(job).result()

    def close(self) -> None:
        """Finish what was handed in, and close. Closing twice is harmless."""
        with self._door:
            self._closed = True
            self._jobs.put(None)
        self._thread.join()

    def _work(self) -> None:
        try:
            connection = _open(self._path)
        except UserError as error:
            self._opened.set_exception(error)
            return
        self._opened.set_result(None)
        try:
            while jobs := self._take():
                _carry_out(connection, jobs)
        finally:
            connection.close()

    def _take(self) -> list[Job]:
        """All jobs that wait, at least one; none when it is time to close."""
        first = self._jobs.get()
        if first is None:
            return []
        jobs = [first]
        with suppress(queue.Empty):
            while len(jobs) < GROUP:
                job = self._jobs.get_nowait()
                if job is None:
                    self._jobs.put(None)
                    break
                jobs.append(job)
        return jobs


def _carry_out(connection: sqlite3.Connection, jobs: list[Job]) -> None:
    settled: list[Callable[[], None]] = []
    try:
        connection.execute("BEGIN IMMEDIATE")
        settled.extend(_attempt(connection, job) for job in jobs)
        connection.execute("COMMIT")
    except sqlite3.Error as error:
        with suppress(sqlite3.Error):
            connection.execute("ROLLBACK")
        for _, future in jobs:
            future.set_exception(error)
        return
    for settle in settled:
        settle()


def _attempt(connection: sqlite3.Connection, job: Job) -> Callable[[], None]:
    """Do one job under its savepoint; what is answered settles its future once all is committed."""
    work, future = job
    connection.execute("SAVEPOINT job")
    try:
        result = work(connection)
    except Exception as error:  # noqa: BLE001 - handed to whoever asked, like any executor does
        connection.execute("ROLLBACK TO job")
        connection.execute("RELEASE job")
        failure = error
        return lambda: future.set_exception(failure)
    connection.execute("RELEASE job")
    return lambda: future.set_result(result)


def _open(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, timeout=0, isolation_level=None)
    try:
        _settle(connection, path)
    except sqlite3.OperationalError as error:
        connection.close()
        raise UserError("practice.in-use", home=path.parent) from error
    except sqlite3.DatabaseError as error:
        connection.close()
        raise UserError("practice.damaged", file=path) from error
    except UserError:
        connection.close()
        raise
    return connection


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
