"""Every crossing between the window's thread and the workers'; that to the store's is ``saver``.

A *query* only answers; a *change* commits something and is announced to all pages afterwards. Answers arrive
through signals at bound methods of QObjects, the only slots that are sure to run in the window's thread; a page
that is gone by then is simply not called.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any, TypeVar, cast

import msgspec
from PySide6.QtCore import QObject, Signal
from shiboken6 import isValid

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
    unheard = Signal(object)
    """The error that ended it, once whoever asked for it is gone."""

    def __init__(
        self, title: str, parent: QObject, *, whole: bool = False, fell_short: Callable[[Any], bool] | None = None
    ) -> None:
        """What is ``whole`` either did all of it or raised ``Stopped``, however late the end was asked for.

        Of an answer ``fell_short`` says whether what was to be done is not done all the same.
        """
        super().__init__(parent)
        self.title = title
        self.asker: QObject | None = None
        """Who is answered."""
        self._whole = whole
        self._fell_short = fell_short
        self.stop = Stop()

    def tell(self, doing: object) -> None:
        """The worker reported; what is no ``Doing`` is for the page alone."""
        if isinstance(doing, Doing):
            self.told.emit(doing)

    def end(self, answer: Answer) -> None:
        """Tell how the work ended: done, stopped or failed; called when the worker is done."""
        how = "done" if answer.error is None else "stopped" if isinstance(answer.error, Stopped) else "failed"
        if how == "done" and self.stop.asked and not self._whole:
            how = "stopped"
        elif how == "done" and self._fell_short is not None and self._fell_short(answer.result):
            how = "failed"
        self.ended.emit(how)
        if answer.error is not None and self.asker is not None and not isValid(self.asker):
            self.unheard.emit(answer.error)
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
        self.under_way: list[LongWork] = []
        """The long work that is being done."""
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
        return bool(self.under_way)

    def query(
        self,
        work: Callable[[], T],
        done: Callable[[T], None],
        failed: Callable[[BaseException], None] | None = None,
    ) -> None:
        """Run ``work`` in a worker and hand its answer to ``done``; errors go to ``failed`` or are ``untaken``."""
        self._start(self._task(done, failed, partial(self.query, work, done)), lambda _: work())

    def change(
        self,
        work: Callable[[Report], T],
        done: Callable[[T], None],
        failed: Callable[[BaseException], None] | None = None,
        progress: Callable[[Any], None] | None = None,
    ) -> None:
        """``query`` for work that commits, which is announced; ``work`` is given a way to report progress."""
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
        fell_short: Callable[[T], bool] | None = None,
    ) -> LongWork:
        """A change that takes a while: it reports ``Doing``, and looks up now and then whether it is to stop.

        Without ``changes`` it is a question that takes a while, and no page is told that anything is different.
        Work that was stopped either answers with what it did or raises ``Stopped``, which reaches ``failed``;
        where it is ``whole``, an answer means that all was done, unless ``fell_short`` says otherwise of it.
        """
        made = LongWork(title, self, whole=whole, fell_short=fell_short)
        again = partial(
            self.long, title, work, done, None, progress, changes=changes, whole=whole, fell_short=fell_short
        )
        task = self._task(done, failed, again)
        if changes:
            task.succeeded.connect(self._announce)
        made.asker = getattr(done, "__self__", None)
        self.under_way.append(made)
        made.ended.connect(self._long_ended)
        made.unheard.connect(self.trouble)
        task.settled.connect(made.end)
        task.reported.connect(made.tell)
        if progress is not None:
            task.reported.connect(_slot(progress))
        self.began.emit(made)
        self._start(task, lambda report: work(report, made.stop))
        return made

    def _long_ended(self) -> None:
        self.under_way.remove(cast("LongWork", self.sender()))

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
