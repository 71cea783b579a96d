"""The practice endpoint's database: one durable transaction before each answer.

Jobs that wait together are committed together, and those that an event loop asks for within one turn are handed
over together, so that they do wait together. A job that fails takes nothing of the others with it: it has a
savepoint, or writes with its last statement only. Its future is resolved only after the commit is on disk.
"""

from __future__ import annotations

import asyncio
import queue
import threading
from collections.abc import Callable, Iterable
from concurrent.futures import Future, InvalidStateError
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from client.base.errors import OurFault, UserError
from client.practice.database.ledger import Connection, Database
from client.practice.database.sqlite_file import SqliteFile

T = TypeVar("T")
Reply = Future[Any] | asyncio.Future[Any]
Answered = tuple[Reply, Any, BaseException | None]
"""A reply with its result, or with why there is none."""

GROUP = 64
"""Jobs that share one commit, about."""


class Job(NamedTuple):
    """What is to be done, and who waits for it."""

    work: Callable[[Connection], Any]
    reply: Reply
    writes_last: bool = False
    """Whether all it writes is its last statement, so that it needs no savepoint."""


class UnsureError(Exception):
    """A commit did not end well: what it was to keep may be there or not. Whoever asks for it will see."""


class _SpoiltError(Exception):
    """A statement of a job without a savepoint failed: what the others did may be gone with it."""


class Books:
    """Owns what is open of the database; ``run``, ``look`` and what they wait for are safe from any thread."""

    def __init__(self, database: Database | Path) -> None:
        """Open it, making what is missing; a path is a file of SQLite. Raises as ``Database.open``."""
        database = SqliteFile(database) if isinstance(database, Path) else database
        self.alone = database.alone
        self.failures = database.failures
        self.passing = database.passing
        self._writer = _Desk(database, _together)
        self._looker = self._writer
        if not database.alone:
            try:
                self._looker = _Desk(database, _each)
            except BaseException:
                self._writer.close()
                raise

    def submit(self, job: Callable[[Connection], T]) -> Future[T]:
        """Run ``job`` in a transaction; the future is done when the commit is durable."""
        return self._writer.submit(job)

    async def ask(self, job: Callable[[Connection], T], *, writes_last: bool = False) -> T:
        """``submit`` and wait, within an event loop; ``writes_last`` is said of a job whose last statement is all
        that it writes, and which may be done again when that fails.
        """
        result: T = await self._writer.ask(job, writes_last=writes_last)
        return result

    async def ask_look(self, job: Callable[[Connection], T]) -> T:
        """``look`` within an event loop."""
        result: T = await self._looker.ask(job)
        return result

    def run(self, job: Callable[[Connection], T]) -> T:
        """``submit`` and wait."""
        return self.submit(job).result()

    def look(self, job: Callable[[Connection], T]) -> T:
        """Run ``job``, which writes nothing that must last, without waiting for those that write."""
        return self._looker.submit(job).result()

    def close(self) -> None:
        """Finish what was handed in, and close. Closing twice is harmless."""
        self._writer.close()
        self._looker.close()


Work = Callable[[Database, Connection, list[Job]], None]


class _Desk:
    """One thread with one connection, and the jobs that wait for it."""

    def __init__(self, database: Database, work: Work) -> None:
        self._database = database
        self._carry_out = work
        self._jobs: queue.SimpleQueue[list[Job] | None] = queue.SimpleQueue()
        self._gathered: list[Job] = []
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

    def submit(self, work: Callable[[Connection], T]) -> Future[T]:
        """Hand a job over at once, from any thread."""
        reply: Future[T] = Future()
        with self._door:
            if self._closed:
                reply.set_exception(OurFault("practice.closed"))
            else:
                self._jobs.put([Job(work, reply)])
        return reply

    def ask(self, work: Callable[[Connection], T], *, writes_last: bool = False) -> asyncio.Future[T]:
        """Hand a job over with all that the running loop asks for in this turn: threads change once for them."""
        loop = asyncio.get_running_loop()
        reply: asyncio.Future[T] = loop.create_future()
        with self._door:
            if self._closed:
                reply.set_exception(OurFault("practice.closed"))
                return reply
            self._gathered.append(Job(work, reply, writes_last))
            loop.call_soon(self._hand_over)  # each time: another loop's turn may never come
        return reply

    def close(self) -> None:
        with self._door:  # at one go: what was asked for in between would come after the end
            self._pass_on()
            self._closed = True
            self._jobs.put(None)
        self._thread.join()

    def _hand_over(self) -> None:
        with self._door:
            self._pass_on()

    def _pass_on(self) -> None:
        gathered, self._gathered = self._gathered, []
        if gathered:
            self._jobs.put(gathered)

    def _work(self) -> None:
        try:
            connection = self._database.open()
        except BaseException as error:  # noqa: BLE001 - whatever it is: somebody waits for this
            self._opened.set_exception(error)
            return
        self._opened.set_result(None)
        try:
            while jobs := self._take():
                try:
                    if self._database.lost(connection):
                        connection = self._again(connection)
                    self._carry_out(self._database, connection, jobs)
                except Exception as error:  # noqa: BLE001 - nobody may be left waiting for a thread that ended
                    _settle([(job.reply, None, error) for job in jobs])
        finally:
            connection.close()

    def _again(self, lost: Connection) -> Connection:
        """A new connection for a lost one, which is answered, and fails again, while there is none."""
        try:
            opened = self._database.open()
        except UserError:
            return lost
        lost.close()
        return opened

    def _take(self) -> list[Job]:
        """All jobs that wait, at least one; none when it is time to close."""
        first = self._jobs.get()
        if first is None:
            return []
        jobs = first
        with suppress(queue.Empty):
            while len(jobs) < GROUP:
                more = self._jobs.get_nowait()
                if more is None:
                    self._jobs.put(None)
                    break
                jobs += more
        return jobs


def _together(database: Database, connection: Connection, jobs: list[Job]) -> None:
    """Do the jobs in one transaction."""
    try:
        try:
            answered = _committed(database, connection, jobs)
        except _SpoiltError:
            connection.execute("ROLLBACK")
            answered = _committed(database, connection, [job._replace(writes_last=False) for job in jobs])
    except (UnsureError, database.failures) as error:
        with suppress(database.failures):
            connection.execute("ROLLBACK")
        answered = [(job.reply, None, error) for job in jobs]
    _settle(answered)


def _committed(database: Database, connection: Connection, jobs: list[Job]) -> list[Answered]:
    database.begin(connection)
    answered = [
        _attempt_last(database, connection, job) if job.writes_last else _attempt(connection, job) for job in jobs
    ]
    try:
        connection.execute("COMMIT")
    except database.failures as error:
        raise UnsureError from error
    return answered


def _attempt_last(database: Database, connection: Connection, job: Job) -> Answered:
    """Do one job whose last statement is all that it writes; raises ``_SpoiltError`` when a statement failed."""
    if job.reply.cancelled():
        return job.reply, None, None
    try:
        return job.reply, job.work(connection), None
    except database.failures as error:
        raise _SpoiltError from error
    except Exception as error:  # noqa: BLE001 - handed to whoever asked; nothing was written
        return job.reply, None, error


def _attempt(connection: Connection, job: Job) -> Answered:
    """Do one job under its savepoint, which the commit releases."""
    work, reply, _ = job
    if reply.cancelled():  # whoever asked has gone
        return reply, None, None
    connection.execute("SAVEPOINT job")
    try:
        return reply, work(connection), None
    except Exception as error:  # noqa: BLE001 - handed to whoever asked, like any executor does
        connection.execute("ROLLBACK TO job")
        connection.execute("RELEASE job")
        return reply, None, error


def _each(_: Database, connection: Connection, jobs: list[Job]) -> None:
    """Do the jobs one by one, every statement a transaction of its own."""
    answered: list[Answered] = []
    for job in jobs:
        try:
            answered.append((job.reply, job.work(connection), None))
        except Exception as error:  # noqa: BLE001 - handed to whoever asked
            answered.append((job.reply, None, error))
    _settle(answered)


def _settle(answered: list[Answered]) -> None:
    """Give all their answers; an event loop is woken once for all of its own."""
    loops: dict[asyncio.AbstractEventLoop, list[Answered]] = {}
    for each in answered:
        if isinstance(each[0], asyncio.Future):
            loops.setdefault(each[0].get_loop(), []).append(each)
    for loop, own in loops.items():
        with suppress(RuntimeError):  # it was closed: nobody waits
            loop.call_soon_threadsafe(_tell, own)
    _tell(each for each in answered if isinstance(each[0], Future))


def _tell(answered: Iterable[Answered]) -> None:
    for reply, result, error in answered:
        with suppress(InvalidStateError, asyncio.InvalidStateError):  # cancelled meanwhile
            if error is None:
                reply.set_result(result)
            else:
                reply.set_exception(error)
