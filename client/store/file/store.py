"""The store: one file, one connection, one thread that owns it."""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Self, TypeVar

import apsw

from client.base.clock import JUMP, Clock, SystemClock, rfc3339
from client.base.errors import JibaoError, OurFault, UserError, WorldError
from client.base.stopping import NEVER, Stop
from client.store.file.connection import connect
from client.store.file.copying import vacuum_into
from client.store.file.faults import named
from client.store.file.head import HeadFile, HeadReport, Note
from client.store.file.schema import migrate
from client.store.repositories.books import Books
from client.store.repositories.ledger import ClockReport, Ledger
from client.store.repositories.verifying import Verifier

T = TypeVar("T")

TAIL = 256
"""So many of the newest audit entries are recomputed at every opening."""

_HANDLES_GONE = ("store.disk-error", "store.cannot-open", "store.read-only")
"""What a file ends in whose drive was unplugged or whose folder was moved away."""

SLOW_SECONDS = 0.25
_WATCHED = 200
_ENOUGH = 20


class Store:
    """An open store. Every piece of work is one transaction on the store's own thread."""

    def __init__(self, path: Path, key: bytes, clock: Clock, actor: str) -> None:
        """Use ``Store.open``; this runs on the store's thread."""
        self.path = path
        self._key, self._clock, self._actor = key, clock, actor
        self._stopped = self._doubtful = False
        self.filing = threading.Lock()
        """Held by whoever sends what lies in the outbox: one at a time, whichever thread asks."""
        self._took: deque[float] = deque(maxlen=_WATCHED)
        self.on_loss: Callable[[HeadReport], None] = _not_told
        """Told, in the store's thread, what was missing or altered when the file was opened again."""
        self.on_clock: Callable[[ClockReport], None] = _not_told
        """Told, in the store's thread, that the clock was set by more than a day."""
        self.on_slow: Callable[[], None] = _not_slow
        """Told, in the store's thread and once, that the disk is slow (``slow_disk``)."""
        self._told_slow = False
        existed = path.exists() and path.stat().st_size > 0
        if not existed and HeadFile.beside(path).exists():
            raise UserError("store.missing", file=path)
        self._begin()
        if not existed:
            self._transact(_found)
        elif self.head_report.state != "whole":
            self._record_loss(self.head_report)

    def _begin(self) -> None:
        """Open the file and compare it with what is known of it."""
        self._connection = _connect(self.path, self._key)
        with named(self.path):
            try:
                migrate(self._connection, self.path)
                self._ledger = Ledger(self._connection, self._clock, self._actor)
                self._books = Books(self._ledger)
                self._head = _note_beside(self.path, self._key)
                self.head_report = self._compare()
                self.clock_report = self._compare_clocks()
                """The clock that was last found wrong, at opening or since; None if it never was."""
            except OSError as error:  # of the note beside it
                self._connection.close()
                raise WorldError("store.disk-error", file=self.path, home=self.path.parent) from error
            except BaseException:
                self._connection.close()
                raise

    def _begin_again(self) -> None:
        """Open anew a file that could not be read or written: its drive may be back, its handles are no good.

        What the old connection has in memory is not believed: it calls a drive that was unplugged a damaged file.
        """
        with suppress(JibaoError), named(self.path):
            self._connection.close()
        self._head.close()
        out_of_reach = WorldError("store.out-of-reach", file=self.path)
        if not _is_there(self.path):
            raise out_of_reach
        try:
            self._begin()
        except UserError as error:
            raise (out_of_reach if error.code == "store.cannot-open" else error) from error
        self._doubtful = False
        if self.head_report.state != "whole":
            self._record_loss(self.head_report)
            self.on_loss(self.head_report)

    @classmethod
    def open(cls, path: Path, key: bytes, *, clock: Clock | None = None, actor: str | None = None) -> Self:
        """Open the store at ``path`` with its 32-byte ``key``, made new if neither it nor its note exists.

        ``actor`` is written into the audit trail (default: the account's name). Raises ``UserError``
        ``store.held``, ``store.wrong-key``, ``store.newer``, ``store.missing``, ``store.read-only``,
        ``store.cannot-open``, ``store.is-a-folder``; ``WorldError`` ``store.damaged``, ``store.disk-full``,
        ``store.disk-error``.
        """
        thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="store")
        try:
            opening = thread.submit(cls, path, key, clock or SystemClock(), actor or account())
            store = opening.result()
        except BaseException:
            thread.shutdown()
            raise
        store._thread = thread
        return store

    _thread: ThreadPoolExecutor

    def run(self, work: Callable[[Books], T]) -> T:
        """Do ``work`` in one transaction and answer what it answers, after COMMIT has returned.

        An exception of ``work`` takes everything back and is raised here; SQLite's own become named errors. So
        does Ctrl+C of whoever waits.
        """
        left = Stop()

        def heeding(books: Books) -> T:
            with left.calling(self._connection.interrupt):
                left.check()
                answer = work(books)
            left.check()
            return answer

        return self._wait(self.submit(heeding), left)

    def submit(self, work: Callable[[Books], T]) -> Future[T]:
        """``run`` without waiting. Work is done in the order it was submitted.

        Raises ``OurFault('store.closed')`` after ``close``.
        """
        try:
            return self._thread.submit(self._transact, work)
        except RuntimeError as error:
            raise OurFault("store.closed") from error

    def copy_to(self, path: Path, stop: Stop = NEVER) -> None:
        """Write the whole store as it stands into a new file, sealed by the same key.

        Raises ``Stopped`` and ``WorldError``: ``store.damaged``, ``store.disk-full``, ``store.disk-error``.
        """
        left = Stop()
        try:
            copying = self._thread.submit(self._copy, path, stop, left)
        except RuntimeError as error:
            raise OurFault("store.closed") from error
        self._wait(copying, left)

    @staticmethod
    def _wait(doing: Future[T], left: Stop) -> T:
        """What it answers. Ctrl+C is heard while waiting: it is then ``left``, at once if its turn has come.

        Nothing else that uses the connection is interrupted: others wait for that.
        """
        try:
            while not doing.done():
                with suppress(TimeoutError):  # its own, if any, is raised below
                    doing.result(_HEARD_EVERY)
        except KeyboardInterrupt:
            left.ask()
            raise
        return doing.result()

    @property
    def slow_disk(self) -> bool:
        """Whether one in a hundred of the last transactions took more than ``SLOW_SECONDS``: a disk to be told of.

        Nothing is made quicker by it: what is acknowledged is on disk, however slow that is.
        """
        took = sorted(self._took.copy())
        return len(took) >= _ENOUGH and took[-1 - len(took) // 100] > SLOW_SECONDS

    def close(self) -> None:
        """Finish what was submitted and close the file; closing twice is harmless."""
        try:
            closing = self._thread.submit(self._close)
        except RuntimeError:
            return
        self._thread.shutdown()
        closing.result()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *raised: object) -> None:
        self.close()

    def _transact(self, work: Callable[[Books], T]) -> T:
        started = time.perf_counter()
        try:
            if self._doubtful:
                self._begin_again()
            with named(self.path):
                answer, newest = self._commit(work)
        except JibaoError as error:
            if error.code in _HANDLES_GONE and not self._stopped:
                self._doubtful = True
            if error.code == "store.damaged":
                self._stop_writing()
            elif error.code == "store.read-only" and self._stopped:
                raise WorldError("store.damaged", **error.params) from error
            raise
        self._took.append(time.perf_counter() - started)
        if self._took[-1] > SLOW_SECONDS and not self._told_slow and self.slow_disk:
            self._told_slow = True
            self.on_slow()
        if newest != self._noted:
            self._note(newest)
        return answer

    def _commit(self, work: Callable[[Books], T]) -> tuple[T, Note]:
        self._connection.execute("BEGIN" if self._stopped else "BEGIN IMMEDIATE")
        try:
            self._watch_clock()
            answer = work(self._books)
            newest = Note(*self._books.audit.position())
            self._connection.execute("COMMIT")
        except BaseException:
            self._roll_back()
            raise
        return answer, newest

    def _stop_writing(self) -> None:
        """What can still be read is read, but a damaged file is not written to any more."""
        self._stopped = True
        self._connection.pragma("query_only", True)

    def _roll_back(self) -> None:
        # A full disk or an I/O error may have rolled the transaction back already.
        if self._connection.in_transaction:
            self._connection.execute("ROLLBACK")

    def _note(self, newest: Note) -> None:
        # The commit is durable already; a note that could not be written must not make it look lost.
        with suppress(OSError):
            self._head.write(newest)
        self._noted = newest

    def _compare(self) -> HeadReport:
        """Compare the store with the note of how far it had come."""
        position = Note(*self._books.audit.position())
        noted = self._head.read()
        self._noted = position
        if noted is None or noted == position:
            return self._compare_tail()
        if noted.seq > position.seq:
            return HeadReport("missing", position.seq + 1, noted.seq)
        if self._books.audit.hash_at(noted.seq) != noted.hash:
            return HeadReport("altered", noted.seq, noted.seq)
        return self._compare_tail()

    def _compare_tail(self) -> HeadReport:
        """The newest entries recomputed; the whole trail takes the longer the more there is, and is not for now.

        What an earlier opening has told already is not told again.
        """
        tail = Verifier(self._ledger).tail(TAIL)
        if tail.broken_at is None:
            return HeadReport("whole")
        told = f"{tail.broken_at}-{tail.broken_at}"
        if any(each.ref == told for each in self._books.audit.entries(tail.broken_at)):
            return HeadReport("whole")
        return HeadReport("altered", tail.broken_at, tail.broken_at)

    def _compare_clocks(self) -> ClockReport | None:
        """A clock that is behind the newest entry by more than a day was set back since."""
        newest, now = self._books.audit.newest_at(), self._ledger.now()
        if newest is None or datetime.fromisoformat(newest) - datetime.fromisoformat(now) <= JUMP:
            return None
        return ClockReport(newest, now)

    def _watch_clock(self) -> None:
        """Write into the trail that the clock was set while the store was open."""
        jump = self._ledger.watch.jump()
        if not jump or self._stopped:
            return
        now = self._ledger.now()
        self.clock_report = ClockReport(rfc3339(datetime.fromisoformat(now) - jump), now)
        self._books.audit.append("clock-set", f"{self.clock_report.was} {now}")
        self.on_clock(self.clock_report)

    def _record_loss(self, report: HeadReport) -> None:
        """Write into the trail itself what is missing, and let the note begin anew from here."""
        ref = f"{report.first}-{report.last}"
        self._transact(lambda books: books.audit.append(f"{report.state}-entries", ref))
        self._head.clear()
        self._note(self._noted)

    def _copy(self, path: Path, stop: Stop, left: Stop) -> None:
        interrupt = self._connection.interrupt
        with named(path), stop.calling(interrupt), left.calling(interrupt):
            for each in (stop, left):
                each.check()
            vacuum_into(self._connection, path)
        stop.check()

    def _close(self) -> None:
        with named(self.path):
            self._connection.close()
        self._head.close()


_HEARD_EVERY = 0.2
"""Seconds; on Windows nobody who waits without a limit hears Ctrl+C."""


def _is_there(path: Path) -> bool:
    try:
        return path.exists()
    except OSError:  # the drive answers with an error
        return False


def _not_told(_: object) -> None:
    """Nobody listens yet."""


def _not_slow() -> None:
    """Nobody listens yet."""


def account() -> str:
    """The name of the account this runs under; empty where the system has none to tell."""
    try:
        import getpass

        return getpass.getuser()
    except (ImportError, KeyError, OSError):
        return ""


def _connect(path: Path, key: bytes) -> apsw.Connection:
    """``connect``; the note beside the store tells a wrong key from a damaged first page."""
    try:
        return connect(path, key)
    except UserError as error:
        if error.code == "store.wrong-key" and HeadFile.knows(path, key):
            raise WorldError("store.damaged", **error.params) from error
        raise


def _note_beside(path: Path, key: bytes) -> HeadFile:
    try:
        return HeadFile(HeadFile.beside(path), key)
    except PermissionError as error:
        raise UserError("store.read-only", file=HeadFile.beside(path)) from error
    except OSError as error:
        raise UserError("store.cannot-open", file=HeadFile.beside(path)) from error


def _found(books: Books) -> None:
    import uuid  # a store is made once and opened every day

    books.audit.append("create-store", str(uuid.uuid4()))
