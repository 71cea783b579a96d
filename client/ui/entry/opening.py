"""A return is read and checked elsewhere; where that takes a while, the person is told what is being done."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal

from client.base.stopping import Stop, Stopped
from client.ui.frame.context import Context
from client.ui.ground.language import spoken, told
from client.ui.ground.tasks import Tasks
from client.ui.ground.words import period_word
from client.usecases.home.session import Session
from client.usecases.returns.attending import remarked
from client.usecases.returns.editing import Draft, open_draft
from client.usecases.returns.openings import openings
from forms.periods import Period
from forms.returns import ReturnKey
from forms.words import Count

SLOW_MS = 250
"""What is open sooner needs no words."""


class Opening(QObject):
    """``opened`` carries the ``Draft`` asked for last; ``said`` what is being done, blank when nothing is."""

    opened = Signal(object)
    said = Signal(str)
    given_up = Signal()
    """It cannot be opened; why is told elsewhere."""

    def __init__(self, context: Context, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self._attempt: Attempt | None = None
        self._words = ""
        self._slow = QTimer(self)
        self._slow.setSingleShot(True)
        self._slow.setInterval(SLOW_MS)
        self._slow.timeout.connect(self._say)

    def ask(self, form: str, period: Period) -> None:
        """Read a return and run its rules; what was asked for before is not wanted any more."""
        if self._attempt is not None:
            self._attempt.stop.ask()
        definition = self._context.session.forms[form]
        name = f"{told(definition.name, definition.name_en)} {period_word(period)}"
        self._words = self.tr("正在打开 {}…").format(name)
        self._slow.start()
        made = self._attempt = Attempt(self._context.tasks, self)
        made.read.connect(self._tell_checking)
        made.done.connect(self._open)
        made.failed.connect(self._give_up)
        key = ReturnKey(self._context.firm, form, period)
        made.begin(partial(_read, self._context.session, key, made.stop))

    def stop(self) -> bool:
        """Read and check no further, and open nothing; whether anything was being opened."""
        if self._attempt is None:
            return False
        self._attempt.stop.ask()
        self._end()
        return True

    def _tell_checking(self, draft: Draft) -> None:
        rows = len(draft.current.rows.get(draft.form.code, ()))
        self._words = self.tr("已读取 {} 项，正在审核…").format(Count(rows)) if rows else self._words
        if not self._slow.isActive():
            self._say()

    def _open(self, draft: Draft) -> None:
        self._end()
        self.opened.emit(draft)

    def _give_up(self, error: BaseException) -> None:
        self._end()
        self.given_up.emit()
        self._context.tasks.trouble.emit(error)

    def _end(self) -> None:
        self._attempt = None
        self._slow.stop()
        self.said.emit("")

    def _say(self) -> None:
        self.said.emit(self._words)


class Attempt(QObject):
    """The opening of one return: says nothing any more once its end was asked for, and then keeps nothing.

    ``read`` and ``done`` carry the ``Draft``, before and after its rules were run, ``failed`` an exception.
    """

    read = Signal(object)
    done = Signal(object)
    failed = Signal(object)

    def __init__(self, tasks: Tasks, parent: QObject) -> None:
        super().__init__(parent)
        self.stop = Stop()
        self.destroyed.connect(self.stop.ask)  # nobody waits for it: the page was let go of
        self._tasks = tasks

    def begin(self, read: partial[Draft]) -> None:
        """Have the return read, and checked after that."""
        self._tasks.query(read, self._check, self._fail)

    def _check(self, draft: Draft) -> None:
        if self.stop.asked:
            self.deleteLater()
            return
        self.read.emit(draft)
        self._tasks.query(partial(_checked, draft, self.stop), self._finish, self._fail)

    def _finish(self, draft: Draft) -> None:
        if self.stop.asked:
            draft.close()
        else:
            self.destroyed.disconnect(self.stop.ask)  # the draft looks up at it as long as it is open
            self.done.emit(draft)
        self.deleteLater()

    def _fail(self, error: BaseException) -> None:
        """Of a return that is not wanted any more, not even why it cannot be opened."""
        if not self.stop.asked:
            self.failed.emit(error)
        self.deleteLater()


def _read(session: Session, key: ReturnKey, stop: Stop) -> Draft:
    draft = open_draft(session, key, (spoken(),), stop)
    draft.remarked = remarked(session, draft)
    draft.opens = openings(session, key.firm)(draft.form, draft.period)
    return draft


def _checked(draft: Draft, stop: Stop) -> Draft:
    """With its rules run: of a long list that takes seconds, which the window must not wait for."""
    try:
        draft.make_ready()
        stop.check()
    except Stopped:
        draft.close()
        raise
    return draft
