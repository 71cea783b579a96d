"""Every crossing between the window's thread and the others.

A *query* only answers; a *change* commits something and is announced to all pages afterwards. Answers arrive
through signals at bound methods of QObjects, the only slots that are sure to run in the window's thread; a page
that is gone by then is simply not called.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from typing import Any, TypeVar

import msgspec
from PySide6.QtCore import QObject, QTimer, Signal
from shiboken6 import isValid

from client.base.errors import is_ours
from client.base.stopping import Stop, Stopped

T = TypeVar("T")
Report = Callable[[object], None]
"""Tells the window how far the work is."""


class Answer(msgspec.Struct, frozen=True):
    """What came of a piece of work: a result or the exception that ended it."""

    result: object = None
    error: BaseException | None = None


class Failure(msgspec.Struct, frozen=True):
    """An error that whoever asked for the work did not take, and how the same work is begun once more."""

    error: BaseException
    again: Callable[[], object]


class Task(QObject):
    """One piece of work under way. Lives in the window's thread; only its signals are touched by the worker.

    ``answered`` has one listener, this object itself, which is let go of afterwards: the worker might tell a
    second one too late, when that has happened, and the call is dropped. Others take ``settled``.
    """

    answered = Signal(object)
    reported = Signal(object)
    succeeded = Signal(object)
    failed = Signal(object)
    untaken = Signal(object)
    settled = Signal(object)
    ended = Signal(object)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.again: Callable[[], object] = _nothing
        self.answered.connect(self._receive)

    def _receive(self, answer: Answer) -> None:
        if answer.error is None:
            self.succeeded.emit(answer.result)
        else:
            self.failed.emit(answer.error)
        self.settled.emit(answer)
        self.ended.emit(self)

    def tell_untaken(self, error: BaseException) -> None:
        """Nobody wanted to hear of the error."""
        self.untaken.emit(Failure(error, self.again))


class Doing(msgspec.Struct, frozen=True):
    """How far long work is: the piece in hand by name, ``at`` ``of`` so many; 0 of 0 where nobody counts."""

    text: str = ""
    at: int = 0
    of: int = 0


class LongWork(QObject):
    """Work that takes a while: what it is, how far it is (``told``), how it ended, and a way to end it."""

    told = Signal(object)
    ended = Signal(str)
    """``done``, ``stopped`` or ``failed``."""

    def __init__(self, title: str, parent: QObject, *, whole: bool = False) -> None:
        """What is ``whole`` either did all of it or raised ``Stopped``, however late the end was asked for."""
        super().__init__(parent)
        self.title = title
        self._whole = whole
        self.stop = Stop()

    def tell(self, doing: object) -> None:
        """The worker reported; what is no ``Doing`` is for the page alone."""
        if isinstance(doing, Doing):
            self.told.emit(doing)

    def end(self, answer: Answer) -> None:
        """The worker is done."""
        how = "done" if answer.error is None else "stopped" if isinstance(answer.error, Stopped) else "failed"
        in_part = how == "done" and self.stop.asked and not self._whole
        self.ended.emit("stopped" if in_part else how)
        self.deleteLater()


class Tasks(QObject):
    """Runs work elsewhere. ``trouble`` carries errors nobody asked for; ``changed`` follows a change.

    ``untaken`` carries the ``Failure`` of work whose errors nobody wanted to hear of.
    ``began`` carries each ``LongWork``, for whoever shows how far it is and offers to end it.
    """

    trouble = Signal(object)
    untaken = Signal(object)
    changed = Signal()
    idle = Signal()
    began = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pool = ThreadPoolExecutor(max_workers=3, thread_name_prefix="jibao-work")
        self._running: set[Task] = set()
        self._long = 0
        self.first: Callable[[], None] = _nothing
        """Called before any work begins: what it may look for has been handed to the store by then."""
        self.on_failure: Callable[[BaseException], None] = _not_noted
        """Told of every failure, whoever takes it, in the worker's thread."""

    @property
    def busy(self) -> bool:
        return bool(self._running)

    @property
    def long_under_way(self) -> bool:
        """Whether long work is being done."""
        return self._long > 0

    def query(
        self,
        work: Callable[[], T],
        done: Callable[[T], None],
        failed: Callable[[BaseException], None] | None = None,
    ) -> None:
        """Run ``work`` elsewhere and hand its answer to ``done``; errors go to ``failed`` or are ``untaken``."""
        self._start(self._task(done, failed, partial(self.query, work, done)), lambda _: work())

    def change(
        self,
        work: Callable[[Report], T],
        done: Callable[[T], None],
        failed: Callable[[BaseException], None] | None = None,
        progress: Callable[[Any], None] | None = None,
    ) -> None:
        """The same for work that commits; ``work`` is given a way to report progress."""
        task = self._task(done, failed, partial(self.change, work, done, None, progress))
        task.succeeded.connect(self._announce)
        if progress is not None:
            task.reported.connect(_slot(progress))
        self._start(task, work)

    def long(
        self,
        title: str,
        work: Callable[[Report, Stop], T],
        done: Callable[[T], None],
        failed: Callable[[BaseException], None] | None = None,
        progress: Callable[[Any], None] | None = None,
        *,
        changes: bool = True,
        whole: bool = False,
    ) -> LongWork:
        """A change that takes a while: it reports ``Doing``, and looks up now and then whether it is to stop.

        Without ``changes`` it is a question that takes a while, and no page is told that anything is different.
        Work that was stopped either answers with what it did or raises ``Stopped``, which reaches ``failed``;
        where it is ``whole``, an answer means that all was done.
        """
        made = LongWork(title, self, whole=whole)
        again = partial(self.long, title, work, done, None, progress, changes=changes, whole=whole)
        task = self._task(done, failed, again)
        if changes:
            task.succeeded.connect(self._announce)
        self._long += 1
        task.settled.connect(made.end)
        task.settled.connect(self._long_ended)
        task.reported.connect(made.tell)
        if progress is not None:
            task.reported.connect(_slot(progress))
        self.began.emit(made)
        self._start(task, lambda report: work(report, made.stop))
        return made

    def _long_ended(self, _: Answer) -> None:
        self._long -= 1

    def close(self) -> None:
        """Wait for what is running, drop what has not begun. Answers still under way are not delivered."""
        self._pool.shutdown(wait=True, cancel_futures=True)

    def _task(
        self,
        done: Callable[[T], None],
        failed: Callable[[BaseException], None] | None,
        again: Callable[[], object],
    ) -> Task:
        """A task whose answers are already expected: the work may end before the next line is reached."""
        task = Task(self)
        task.succeeded.connect(_slot(done))
        if failed is not None:
            task.failed.connect(_slot(failed))
        else:
            task.again = partial(_while_wanted, done, again)
            task.failed.connect(task.tell_untaken)
            task.untaken.connect(self.untaken)
        task.ended.connect(self._forget)
        return task

    def _start(self, task: Task, work: Callable[[Report], T]) -> None:
        self.first()
        self._running.add(task)
        self._pool.submit(_run, work, task.answered.emit, task.reported.emit, self.on_failure)

    def _announce(self, _: object) -> None:
        self.changed.emit()

    def _forget(self, task: Task) -> None:
        self._running.discard(task)
        task.again = _nothing  # it holds the page and these tasks, which may go before the task is deleted
        task.deleteLater()
        if not self._running:
            self.idle.emit()


RETRY_MS = 3000
"""A disk that was full or a file that was locked is tried again after this time."""


class Saver(QObject):
    """Counts changes and says 已保存 only when the last of them is on disk.

    They go to the store's thread once what they look like is painted: the two would hold each other up.
    ``state`` carries the number of changes under way; when there is none, the number the disk refused, negative.
    ``again`` asks that those be written once more.
    """

    state = Signal(int)
    trouble = Signal(object)
    again = Signal()
    _landed = Signal(object)
    _retried = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.pending = 0
        self.refused = 0
        self._landed.connect(self._settle)
        self._retried.connect(self._settle_retry)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(RETRY_MS)
        self._timer.timeout.connect(self.again)
        self._telling = threading.Lock()
        self._closed = False
        self._waiting: deque[Callable[[], object]] = deque()
        self._painted = QTimer(self)
        self._painted.setSingleShot(True)
        self._painted.timeout.connect(self.hand_over)

    def keep(self, save: Callable[[], Future[None]]) -> None:
        """Save after the painting, in the order of the calls; it counts as under way from now on."""
        self._begin()
        self.then(lambda: self._hear(save(), self._landed.emit))

    def then(self, act: Callable[[], object]) -> None:
        """Do something with the store that must not come before what is to be saved."""
        self._waiting.append(act)
        self._painted.start()

    def hand_over(self) -> None:
        """Do now what waits for the painting: whoever looks into the store next finds it there."""
        while self._waiting:
            self._waiting.popleft()()

    def close(self) -> None:
        """Hand over what waits. From here on nothing is told: this object goes, the store commits all the same."""
        self.hand_over()
        with self._telling:
            self._closed = True

    def watch(self, future: Future[None]) -> None:
        """Follow one commit; it carries with it all that was refused before."""
        self._follow(future, self._landed.emit)

    def watch_again(self, future: Future[None]) -> None:
        """Follow another try at what was refused; nobody is told a second time when it fails."""
        self._follow(future, self._retried.emit)

    def _follow(self, future: Future[None], tell: Callable[[Answer], None]) -> None:
        self._begin()
        self._hear(future, tell)

    def _begin(self) -> None:
        self.pending += 1
        self.state.emit(self.pending)

    def _hear(self, future: Future[None], tell: Callable[[Answer], None]) -> None:
        future.add_done_callback(partial(self._tell, tell))

    def _tell(self, tell: Callable[[Answer], None], done: Future[None]) -> None:
        """Called in the store's thread, which may be at it long after the window was closed."""
        with self._telling:
            if not self._closed:
                tell(Answer(error=done.exception()))

    def _settle(self, answer: Answer) -> None:
        if answer.error is None:
            self.refused = 0
        elif not is_ours(answer.error):  # else it would fail again: it is not tried, and not counted
            self.refused += 1
        if answer.error is not None:
            self.trouble.emit(answer.error)
        self._settled()

    def _settle_retry(self, answer: Answer) -> None:
        if answer.error is None:
            self.refused = 0
        self._settled()

    def _settled(self) -> None:
        self.pending -= 1
        if self.refused and not self.pending:
            self._timer.start()
        self.state.emit(self.pending or -self.refused)


def _run(
    work: Callable[[Report], T],
    answer: Callable[[Answer], None],
    report: Report,
    note: Callable[[BaseException], None],
) -> None:
    try:
        outcome = Answer(result=work(report))
    except Exception as error:  # noqa: BLE001 the worker's end: every failure crosses to the window, none is lost
        outcome = Answer(error=error)
        note(error)
    answer(outcome)


def _nothing() -> None:
    """Nobody waits for anything."""


def _not_noted(_: BaseException) -> None:
    """Without a log."""


def _while_wanted(done: Callable[[T], None], again: Callable[[], object]) -> None:
    """Begin work once more, unless the page that asked for it is gone by now."""
    if isValid(getattr(done, "__self__", None)):
        again()


def _slot(method: Callable[[T], None]) -> Callable[[T], None]:
    """Refuse a slot that Qt would run on the worker's thread."""
    if not isinstance(getattr(method, "__self__", None), QObject):
        raise TypeError(f"{method!r} is not a bound method of a QObject")
    return method
