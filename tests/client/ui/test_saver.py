"""What is typed is painted first, then saved, and saved is said when it is true."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future

import pytest
from pytestqt.plugin import QtBot
from shiboken6 import delete

from client.base.errors import OurFault, WorldError
from client.ui.ground.saver import Saver
from client.ui.ground.tasks import Tasks
from tests.client.ui.listener import Listener


def land_in_a_thread(future: Future[None], how: Callable[[Future[None]], None]) -> None:
    thread = threading.Thread(target=how, args=(future,))
    thread.start()
    thread.join()


def test_saved_is_said_when_the_last_commit_has_landed(qtbot: QtBot, qapp) -> None:
    saver, told = Saver(), []
    saver.state.connect(told.append)
    first, second = Future[None](), Future[None]()
    saver.watch(first)
    saver.watch(second)
    land_in_a_thread(second, lambda f: f.set_result(None))
    qtbot.waitUntil(lambda: saver.pending == 1)
    land_in_a_thread(first, lambda f: f.set_result(None))
    qtbot.waitUntil(lambda: saver.pending == 0)
    assert told == [1, 2, 1, 0]


def test_a_commit_that_failed_is_trouble(qtbot: QtBot, qapp) -> None:
    saver, listener, future = Saver(), Listener(), Future[None]()
    saver.trouble.connect(listener.hear)
    saver.watch(future)
    error = WorldError("store.disk-full")
    land_in_a_thread(future, lambda f: f.set_exception(error))
    qtbot.waitUntil(lambda: saver.pending == 0)
    assert listener.heard == [(error, True)]


def test_what_we_failed_to_write_is_told_and_not_said_to_be_tried_again(qtbot: QtBot, qapp) -> None:
    saver, listener, states = Saver(), Listener(), []
    saver.trouble.connect(listener.hear)
    saver.state.connect(states.append)
    for error in (ValueError("7"), OurFault("store.refused"), WorldError("store.disk-full")):
        saver.watch(future := Future())
        land_in_a_thread(future, lambda f, error=error: f.set_exception(error))
        qtbot.waitUntil(lambda: saver.pending == 0)
    assert len(listener.heard) == 3
    assert states == [1, 0, 1, 0, 1, -1]


def landed() -> Future[None]:
    future: Future[None] = Future()
    future.set_result(None)
    return future


def test_a_commit_that_lands_after_the_window_is_gone_is_told_to_nobody(
    qapp, caplog: pytest.LogCaptureFixture
) -> None:
    saver, future, other = Saver(), Future(), Future()
    saver.watch(future)
    saver.keep(lambda: other)
    saver.close()  # what waited for the painting is handed over first
    delete(saver)
    telling = threading.Thread(target=lambda: (future.set_result(None), other.set_exception(OSError())))
    telling.start()
    telling.join()
    assert caplog.records == []  # a future notes what its listeners raise


def test_what_is_kept_counts_at_once_and_goes_to_the_store_in_its_order(qtbot: QtBot, qapp) -> None:
    saver, done = Saver(), []
    for name in "abc":
        saver.keep(lambda name=name: done.append(name) or landed())
        saver.then(lambda name=name: done.append(f"after {name}"))
    assert (saver.pending, done) == (3, []), "nobody may leave, and the painting comes first"
    qtbot.waitUntil(lambda: saver.pending == 0)
    assert done == ["a", "after a", "b", "after b", "c", "after c"]


def test_whoever_looks_into_the_store_finds_what_was_typed_there(qtbot: QtBot, qapp) -> None:
    saver, done, listener = Saver(), [], Listener()
    tasks = Tasks()
    tasks.first = saver.hand_over
    saver.keep(lambda: done.append("saved") or landed())
    tasks.query(lambda: tuple(done), listener.hear)
    assert done == ["saved"], "before the question goes out"
    qtbot.waitUntil(lambda: bool(listener.heard))
    assert listener.heard[0][0] == ("saved",)
    saver.hand_over()
    assert done == ["saved"], "once"
    tasks.close()
