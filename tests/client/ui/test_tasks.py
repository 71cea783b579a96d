"""Work off the window's thread: answers come back in it, errors by their roots, saved is said when it is true."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future

import pytest
from PySide6.QtCore import SIGNAL, QObject
from pytestqt.plugin import QtBot
from shiboken6 import delete

from client.base.errors import OurFault, WorldError
from client.ui.ground.tasks import Failure, Saver, Task, Tasks

PATIENCE = 10_000


class Listener(QObject):
    """Notes what it is told and in which thread."""

    def __init__(self) -> None:
        super().__init__()
        self.heard: list[tuple[object, bool]] = []

    def hear(self, what: object) -> None:
        self.heard.append((what, threading.current_thread() is threading.main_thread()))


@pytest.fixture
def tasks(qapp) -> Iterator[Tasks]:
    made = Tasks()
    yield made
    made.close()


def test_a_query_answers_in_the_windows_thread(qtbot: QtBot, tasks: Tasks) -> None:
    listener = Listener()
    elsewhere: list[bool] = []
    with qtbot.waitSignal(tasks.idle, timeout=PATIENCE):
        tasks.query(lambda: elsewhere.append(threading.current_thread() is threading.main_thread()), listener.hear)
    assert elsewhere == [False]
    assert listener.heard == [(None, True)]


def test_only_a_change_is_announced(qtbot: QtBot, tasks: Tasks) -> None:
    listener, announced = Listener(), []
    tasks.changed.connect(lambda: announced.append(len(listener.heard)))
    with qtbot.waitSignal(tasks.idle, timeout=PATIENCE):
        tasks.query(lambda: 1, listener.hear)
    assert not announced
    with qtbot.waitSignal(tasks.idle, timeout=PATIENCE):
        tasks.change(lambda report: (report("half"), 2)[1], listener.hear, progress=listener.hear)
    assert announced
    assert [what for what, _ in listener.heard] == [1, "half", 2]


@pytest.mark.parametrize("own", [True, False])
def test_an_error_goes_to_whoever_asked_else_to_everyone(qtbot: QtBot, tasks: Tasks, own: bool) -> None:
    error = WorldError("net.timeout")
    asked, everyone = Listener(), Listener()
    tasks.untaken.connect(everyone.hear)

    def fail() -> None:
        raise error

    with qtbot.waitSignal(tasks.idle, timeout=PATIENCE):
        tasks.query(fail, asked.hear, asked.hear if own else None)
    told = [(what.error if isinstance(what, Failure) else what, here) for what, here in everyone.heard]
    assert (asked.heard if own else told) == [(error, True)]
    assert (told if own else asked.heard) == []


@pytest.mark.parametrize("kind", ["query", "change", "long"])
def test_what_failed_can_be_done_once_more(qtbot: QtBot, tasks: Tasks, kind: str) -> None:
    asked, everyone = Listener(), Listener()
    tasks.untaken.connect(everyone.hear)
    tries: list[str] = []

    def work(*_: object) -> str:
        tries.append("tried")
        if len(tries) == 1:
            raise WorldError("net.timeout")
        return "done"

    title = ("写入",) if kind == "long" else ()
    with qtbot.waitSignal(tasks.idle, timeout=PATIENCE):
        getattr(tasks, kind)(*title, work, asked.hear)
    assert (len(tries), asked.heard) == (1, [])
    with qtbot.waitSignal(tasks.idle, timeout=PATIENCE):
        everyone.heard[0][0].again()
    assert (len(tries), asked.heard) == (2, [("done", True)])


def test_what_a_page_wanted_that_is_gone_is_not_done_again(qtbot: QtBot, tasks: Tasks) -> None:
    page, everyone = Listener(), Listener()
    tasks.untaken.connect(everyone.hear)
    tries: list[str] = []

    def work() -> None:
        tries.append("tried")
        raise WorldError("net.timeout")

    with qtbot.waitSignal(tasks.idle, timeout=PATIENCE):
        tasks.query(work, page.hear)
    delete(page)
    everyone.heard[0][0].again()
    assert (len(tries), tasks.busy) == (1, False)


def test_a_slot_that_would_run_elsewhere_is_refused(tasks: Tasks) -> None:
    with pytest.raises(TypeError):
        tasks.query(lambda: 1, lambda _: None)


def test_a_listener_that_is_gone_is_not_called(qtbot: QtBot, tasks: Tasks) -> None:
    hold, listener = threading.Event(), Listener()
    tasks.query(hold.wait, listener.hear)
    heard = listener.heard
    listener.deleteLater()
    qtbot.wait(1)
    with qtbot.waitSignal(tasks.idle, timeout=PATIENCE):
        hold.set()
    assert heard == []


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
    qtbot.waitUntil(lambda: saver.pending == 1, timeout=PATIENCE)
    land_in_a_thread(first, lambda f: f.set_result(None))
    qtbot.waitUntil(lambda: saver.pending == 0, timeout=PATIENCE)
    assert told == [1, 2, 1, 0]


def test_a_commit_that_failed_is_trouble(qtbot: QtBot, qapp) -> None:
    saver, listener, future = Saver(), Listener(), Future[None]()
    saver.trouble.connect(listener.hear)
    saver.watch(future)
    error = WorldError("store.disk-full")
    land_in_a_thread(future, lambda f: f.set_exception(error))
    qtbot.waitUntil(lambda: saver.pending == 0, timeout=PATIENCE)
    assert listener.heard == [(error, True)]


def test_what_we_failed_to_write_is_told_and_not_said_to_be_tried_again(qtbot: QtBot, qapp) -> None:
    saver, listener, states = Saver(), Listener(), []
    saver.trouble.connect(listener.hear)
    saver.state.connect(states.append)
    for error in (ValueError("7"), OurFault("store.refused"), WorldError("store.disk-full")):
        saver.watch(future := Future())
        land_in_a_thread(future, lambda f, error=error: f.set_exception(error))
        qtbot.waitUntil(lambda: saver.pending == 0, timeout=PATIENCE)
    assert len(listener.heard) == 3
    assert states == [1, 0, 1, 0, 1, -1]


# what is typed is painted first, then saved


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
    qtbot.waitUntil(lambda: saver.pending == 0, timeout=PATIENCE)
    assert done == ["a", "after a", "b", "after b", "c", "after c"]


def test_whoever_looks_into_the_store_finds_what_was_typed_there(tasks: Tasks, qtbot: QtBot) -> None:
    saver, done, listener = Saver(), [], Listener()
    tasks.first = saver.hand_over
    saver.keep(lambda: done.append("saved") or landed())
    tasks.query(lambda: tuple(done), listener.hear)
    assert done == ["saved"], "before the question goes out"
    qtbot.waitUntil(lambda: bool(listener.heard), timeout=PATIENCE)
    assert listener.heard[0][0] == ("saved",)
    saver.hand_over()
    assert done == ["saved"], "once"


@pytest.mark.parametrize(("whole", "said"), [(True, "done"), (False, "stopped")])
def test_what_was_asked_to_end_too_late_is_done_all_the_same(
    qtbot: QtBot, tasks: Tasks, whole: bool, said: str
) -> None:
    listener = Listener()
    work = tasks.long("写入", lambda _, stop: stop.ask(), listener.hear, whole=whole)
    with qtbot.waitSignal(work.ended, timeout=PATIENCE) as ended:
        pass
    assert ended.args == [said]


def test_a_worker_tells_its_answer_to_one_listener(qtbot: QtBot, tasks: Tasks) -> None:
    """A second one may be told when the first has let go of the task already: its call is dropped."""
    listener, go_on = Listener(), threading.Event()
    tasks.long("写入", lambda _, stop: go_on.wait(PATIENCE), listener.hear, progress=listener.hear)
    (task,) = tasks.findChildren(Task)
    assert task.receivers(SIGNAL("answered(PyObject)")) == 1
    go_on.set()
    qtbot.waitUntil(lambda: not tasks.long_under_way, timeout=PATIENCE)
