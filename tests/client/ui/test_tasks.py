"""Work off the window's thread: answers come back in it, errors by their roots."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from PySide6.QtCore import SIGNAL
from pytestqt.plugin import QtBot
from shiboken6 import delete

from client.base.errors import WorldError
from client.ui.ground.tasks import Failure, Task, Tasks
from tests.client.ui.listener import Listener


@pytest.fixture
def tasks(qapp) -> Iterator[Tasks]:
    made = Tasks()
    yield made
    made.close()


def test_a_query_answers_in_the_windows_thread(qtbot: QtBot, tasks: Tasks) -> None:
    listener = Listener()
    elsewhere: list[bool] = []
    with qtbot.waitSignal(tasks.idle):
        tasks.query(lambda: elsewhere.append(threading.current_thread() is threading.main_thread()), listener.hear)
    assert elsewhere == [False]
    assert listener.heard == [(None, True)]


def test_only_a_change_is_announced(qtbot: QtBot, tasks: Tasks) -> None:
    listener, announced = Listener(), []
    tasks.changed.connect(lambda: announced.append(len(listener.heard)))
    with qtbot.waitSignal(tasks.idle):
        tasks.query(lambda: 1, listener.hear)
    assert not announced
    with qtbot.waitSignal(tasks.idle):
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

    with qtbot.waitSignal(tasks.idle):
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
    with qtbot.waitSignal(tasks.idle):
        getattr(tasks, kind)(*title, work, asked.hear)
    assert (len(tries), asked.heard) == (1, [])
    with qtbot.waitSignal(tasks.idle):
        everyone.heard[0][0].again()
    assert (len(tries), asked.heard) == (2, [("done", True)])


def test_what_a_page_wanted_that_is_gone_is_not_done_again(qtbot: QtBot, tasks: Tasks) -> None:
    page, everyone = Listener(), Listener()
    tasks.untaken.connect(everyone.hear)
    tries: list[str] = []

    def work() -> None:
        tries.append("tried")
        raise WorldError("net.timeout")

    with qtbot.waitSignal(tasks.idle):
        tasks.query(work, page.hear)
    delete(page)
    everyone.heard[0][0].again()
    assert (len(tries), tasks.busy) == (1, False)


@pytest.mark.parametrize("gone", [True, False])
def test_why_long_work_failed_is_told_though_whoever_asked_is_gone(qtbot: QtBot, tasks: Tasks, gone: bool) -> None:
    error, let = WorldError("backup.no-room"), threading.Event()
    asked, everyone = Listener(), Listener()
    tasks.trouble.connect(everyone.hear)

    def fail(*_: object) -> None:
        let.wait(60)
        raise error

    heard = asked.heard
    with qtbot.waitSignal(tasks.idle):
        tasks.long("备份", fail, asked.hear, asked.hear)
        if gone:
            delete(asked)
        let.set()
    assert (everyone.heard if gone else heard) == [(error, True)]
    assert not (heard if gone else everyone.heard)


def test_a_slot_that_would_run_elsewhere_is_refused(tasks: Tasks) -> None:
    with pytest.raises(TypeError):
        tasks.query(lambda: 1, lambda _: None)


def test_a_listener_that_is_gone_is_not_called(qtbot: QtBot, tasks: Tasks) -> None:
    hold, listener = threading.Event(), Listener()
    tasks.query(hold.wait, listener.hear)
    heard = listener.heard
    listener.deleteLater()
    qtbot.wait(1)
    with qtbot.waitSignal(tasks.idle):
        hold.set()
    assert heard == []


@pytest.mark.parametrize(("whole", "said"), [(True, "done"), (False, "stopped")])
def test_what_was_asked_to_end_too_late_is_done_all_the_same(
    qtbot: QtBot, tasks: Tasks, whole: bool, said: str
) -> None:
    listener = Listener()
    work = tasks.long("写入", lambda _, stop: stop.ask(), listener.hear, whole=whole)
    with qtbot.waitSignal(work.ended) as ended:
        pass
    assert ended.args == [said]


@pytest.mark.parametrize(("answer", "said"), [("all of it", "done"), ("a part", "failed")])
def test_an_answer_may_say_that_what_was_to_be_done_is_not(
    qtbot: QtBot, tasks: Tasks, answer: str, said: str
) -> None:
    listener = Listener()
    work = tasks.long("报送", lambda *_: answer, listener.hear, fell_short=lambda came: came == "a part")
    with qtbot.waitSignal(work.ended) as ended:
        pass
    assert ended.args == [said]
    qtbot.waitUntil(lambda: bool(listener.heard))
    assert [what for what, _ in listener.heard] == [answer]


def test_a_worker_tells_its_answer_to_one_listener(qtbot: QtBot, tasks: Tasks) -> None:
    """A second one may be told when the first has let go of the task already: its call is dropped."""
    listener, go_on = Listener(), threading.Event()
    tasks.long("写入", lambda _, stop: go_on.wait(60), listener.hear, progress=listener.hear)
    (task,) = tasks.findChildren(Task)
    assert task.receivers(SIGNAL("answered(PyObject)")) == 1
    go_on.set()
    qtbot.waitUntil(lambda: not tasks.long_under_way)
