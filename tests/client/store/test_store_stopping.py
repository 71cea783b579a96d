"""Work in a store ends when that is asked for, in the middle of a statement too, and leaves nothing half done."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from client.base.stopping import Stop, Stopped
from client.store import Books, Store
from client.store.file.copies import check_copy
from forms.periods import Period
from forms.returns import Cell, Return, ReturnKey
from tests.client.store.conftest import FIRM


def counting(books: Books, limit: str) -> Iterator[tuple[int]]:
    """A statement that gives one number after the other."""
    numbers = f"WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n {limit}) SELECT x FROM n"
    return iter(books.returns._records._ledger.execute(numbers))  # type: ignore[attr-defined]


@pytest.mark.skipif(not hasattr(signal, "pthread_kill"), reason="Windows has no signals to send to one thread")
def test_ctrl_c_ends_what_is_waited_for_and_takes_it_back(store: Store) -> None:
    before = store.run(lambda books: books.audit.position())
    began = threading.Event()

    def press() -> None:
        assert began.wait(60)
        signal.pthread_kill(threading.main_thread().ident or 0, signal.SIGINT)

    def work(books: Books) -> None:
        """Enter something, and count for long: from its first number on the statement can be interrupted."""
        books.audit.append("begun", "")
        for _ in counting(books, "LIMIT 20000000"):
            began.set()

    # Where the tests run in the background nobody hears Ctrl+C.
    heard = signal.signal(signal.SIGINT, signal.default_int_handler)
    pressing = threading.Thread(target=press)
    pressing.start()
    try:
        with pytest.raises(KeyboardInterrupt):
            store.run(work)
    finally:
        signal.signal(signal.SIGINT, heard)
    pressing.join()
    assert store.run(lambda books: books.audit.position()) == before


def test_who_stops_a_copy_that_waits_its_turn_stops_nobody_else(store: Store, tmp_path: Path) -> None:
    reading, released = threading.Event(), threading.Event()

    def slow(books: Books) -> int:
        rows = counting(books, "LIMIT 90")
        first = next(rows)
        reading.set()
        assert released.wait(60)
        books.audit.append("saved", "")
        return len([first, *rows])

    saving, stop = store.submit(slow), Stop()
    assert reading.wait(60)
    stop.ask()
    releasing = threading.Timer(0.1, released.set)
    releasing.start()
    with pytest.raises(Stopped):
        store.copy_to(tmp_path / "part.store", stop)
    assert saving.result() == 90
    assert not (tmp_path / "part.store").exists()
    releasing.join()


def test_a_list_is_read_no_further_than_it_is_wanted(store: Store, september: Period) -> None:
    cells = {f"XM[r{row}].XM001": Cell(str(row), str(row)) for row in range(50)}
    new = Return(FIRM, "XM", september, "2026.1", cells, {"XM": [f"r{row}" for row in range(50)]})
    store.run(lambda books: books.returns.put_new(new))
    stop = Stop()
    assert store.run(lambda books: books.returns.get(ReturnKey(FIRM, "XM", september), stop)) == new
    stop.ask()
    with pytest.raises(Stopped):
        store.run(lambda books: books.returns.get(ReturnKey(FIRM, "XM", september), stop))
    assert store.run(lambda books: books.returns.get(ReturnKey(FIRM, "XM", september))) == new


class InTheMiddle(Stop):
    """Is asked for by the first statement that has worked for a while, from within it."""

    @contextmanager
    def calling(self, act: Callable[[], None]) -> Iterator[None]:
        connection = act.__self__  # type: ignore[attr-defined]
        connection.set_progress_handler(self._reached, STEPS)
        try:
            with super().calling(act):
                yield
        finally:
            connection.set_progress_handler(None)

    def _reached(self) -> bool:
        self.ask()
        return False


STEPS = 50
"""Of SQLite's own machine."""


def test_copying_and_proving_a_store_are_stopped_in_the_middle(store: Store, tmp_path: Path, key: bytes) -> None:
    store.run(lambda books: [books.cache.put(str(n), bytes(3000)) for n in range(200)])
    whole = tmp_path / "whole.store"
    store.copy_to(whole)
    for work in (
        lambda stop: store.copy_to(tmp_path / "part.store", stop),
        lambda stop: check_copy(whole, key, stop),
    ):
        stop = InTheMiddle()
        with pytest.raises(Stopped):
            work(stop)
        assert stop.asked
    assert check_copy(whole, key).good
