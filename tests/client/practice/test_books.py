"""The thread of either database: durable before it answers, one failing job takes no other with it."""

from __future__ import annotations

import asyncio
import sqlite3
import threading
from concurrent.futures import wait
from pathlib import Path

import pytest

from client.base.errors import OurFault, UserError
from client.practice.database import records
from client.practice.database.books import Books, UnsureError
from client.practice.database.ledger import Connection, Database
from client.practice.database.postgres import Postgres
from client.practice.database.sqlite_file import SqliteFile
from tests.client.practice.cluster import Cluster
from tests.client.practice.conftest import wait_until


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "practice.db"


def test_settings_are_what_durability_needs(file: Path) -> None:
    books = Books(file)
    try:
        for name, value in (("journal_mode", "wal"), ("synchronous", 2), ("foreign_keys", 1)):
            assert books.run(lambda c, name=name: c.execute(f"PRAGMA {name}").fetchone()[0]) == value
        assert books.run(lambda c: c.execute("PRAGMA locking_mode").fetchone()[0]) == "exclusive"
    finally:
        books.close()


def test_what_was_committed_is_there_after_reopening(database: Database) -> None:
    for n in range(3):
        books = Books(database)
        books.run(lambda c, n=n: records.keep(c, f"k{n}", b"x"))
        books.close()
    books = Books(database)
    assert [books.run(lambda c, n=n: records.kept(c, f"k{n}")) for n in range(4)] == [b"x", b"x", b"x", None]
    books.close()


def test_a_failing_job_takes_nothing_else_with_it(database: Database) -> None:
    books = Books(database)
    held, go = threading.Event(), threading.Event()

    def hold(_: Connection) -> None:
        held.set()
        go.wait()

    def fail(connection: Connection) -> None:
        records.keep(connection, "of the failing job", b"x")
        raise LookupError

    first = books.submit(hold)
    held.wait()
    # These wait together and so are committed together.
    good = books.submit(lambda c: records.keep(c, "good", b"x"))
    bad = books.submit(fail)
    after = books.submit(lambda c: (records.kept(c, "good"), records.kept(c, "of the failing job")))
    go.set()
    wait([first, good, bad, after])
    assert isinstance(bad.exception(), LookupError)
    assert after.result() == (b"x", None)
    books.close()


def test_jobs_are_done_in_order_from_many_threads(database: Database) -> None:
    books = Books(database)
    futures = [books.submit(lambda c, n=n: records.keep(c, "last", str(n).encode())) for n in range(300)]
    wait(futures)
    assert books.run(lambda c: records.kept(c, "last")) == b"299"
    books.close()


def test_a_second_opening_is_refused_and_harms_nothing(file: Path) -> None:
    books = Books(file)
    with pytest.raises(UserError, match=r"practice\.in-use"):
        Books(file)
    books.run(lambda c: records.keep(c, "still", b"works"))
    books.close()
    Books(file).close()


def test_a_job_after_the_end_is_refused(database: Database) -> None:
    books = Books(database)
    books.close()
    books.close()
    with pytest.raises(OurFault, match=r"practice\.closed"):
        books.run(records.undecided)


def test_a_job_nobody_waits_for_any_more_is_not_done(database: Database) -> None:
    books = Books(database)
    held, go = threading.Event(), threading.Event()
    first = books.submit(lambda _: (held.set(), go.wait()))
    held.wait()
    gone = books.submit(lambda c: records.keep(c, "gone", b"x"))
    assert gone.cancel()
    go.set()
    first.result()
    assert books.run(lambda c: records.kept(c, "gone")) is None
    books.close()


def test_what_a_loop_asks_for_in_one_turn_is_committed_together(database: Database) -> None:
    books = Books(database)
    counted, begin = [], database.begin

    def count(connection: Connection) -> None:
        counted.append(connection)
        begin(connection)

    database.begin = count  # type: ignore[method-assign]

    async def ask() -> None:
        await asyncio.gather(*(books.ask(lambda c, n=n: records.keep(c, f"k{n}", b"x")) for n in range(20)))

    asyncio.run(ask())
    assert len(counted) == 1
    assert books.run(lambda c: records.kept(c, "k19")) == b"x"
    books.close()


def test_a_failing_last_statement_takes_nothing_else_with_it(database: Database) -> None:
    books = Books(database)

    def refuse(_: Connection) -> None:
        raise LookupError

    def fail(connection: Connection) -> None:
        connection.execute("INSERT INTO codes VALUES (?, ?, ?, ?, ?)", ("digest", "no such firm", "", 0, 0))

    async def ask() -> list[object]:
        return await asyncio.gather(
            books.ask(lambda c: records.keep(c, "before", b"x"), writes_last=True),
            books.ask(refuse, writes_last=True),
            books.ask(fail, writes_last=True),
            books.ask(lambda c: records.keep(c, "after", b"x"), writes_last=True),
            return_exceptions=True,
        )

    first, refused, failed, last = asyncio.run(ask())
    assert (first, last) == (None, None)
    assert isinstance(refused, LookupError)
    assert isinstance(failed, books.failures)
    assert books.run(lambda c: (records.kept(c, "before"), records.kept(c, "after"))) == (b"x", b"x")
    books.close()


class Failing:
    """A database whose opening, or whose connection, fails in a way that nobody thought of."""

    def __init__(self, database: Database, *, opens: bool) -> None:
        self._database, self._opens = database, opens
        self.alone, self.failures = database.alone, database.failures

    def open(self) -> Connection:
        if not self._opens:
            raise ArithmeticError
        return self._database.open()

    def begin(self, connection: Connection) -> None:
        self._database.begin(connection)

    def passing(self, error: Exception) -> bool:
        return self._database.passing(error)

    def lost(self, _: Connection) -> bool:
        raise ArithmeticError


def test_nobody_waits_for_a_database_that_fails_unheard_of(database: Database) -> None:
    with pytest.raises(ArithmeticError):
        Books(Failing(database, opens=False))
    books = Books(Failing(database, opens=True))
    for ask in (books.run, books.look):
        with pytest.raises(ArithmeticError):
            ask(records.undecided)
    books.close()


def test_only_a_failing_place_is_asked_again_not_a_wrong_statement(tmp_path: Path) -> None:
    """The endpoint answers the first with 503 busy and Retry-After, the second is its own fault: 500."""
    file = SqliteFile(tmp_path / "practice.db")
    connection = file.open()
    with pytest.raises(sqlite3.OperationalError) as wrong:
        connection.execute("SELECT nothing FROM nowhere")
    assert not file.passing(wrong.value)
    connection.execute("PRAGMA max_page_count=1")
    with pytest.raises(sqlite3.OperationalError) as full:
        connection.execute("CREATE TABLE more AS SELECT zeroblob(1000000) AS x")
    assert file.passing(full.value)
    connection.close()


def test_a_commit_that_was_cut_off_says_nothing_of_what_it_kept(cluster: Cluster) -> None:
    """``busy`` would say that nothing was received; the endpoint answers 500, whose outcome is asked for."""
    database = Postgres(cluster.address())
    books, other = Books(database), Books(database)

    def cut(connection: Connection) -> None:
        pid = connection.execute("SELECT pg_backend_pid() AS pid").fetchone()["pid"]
        other.look(lambda c: c.execute("SELECT pg_terminate_backend(?)", (pid,)).fetchone())
        alive = "SELECT pid FROM pg_stat_activity WHERE pid = ?"
        wait_until(lambda: other.look(lambda c: c.execute(alive, (pid,)).fetchone()) is None)

    try:
        with pytest.raises(UnsureError) as unsure:
            books.run(cut)
        assert database.passing(unsure.value.__cause__)  # by itself it would be worth another try
        assert not isinstance(unsure.value, books.failures)
        assert books.run(records.undecided) == []
    finally:
        books.close()
        other.close()
