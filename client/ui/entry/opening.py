"""A return is read and checked elsewhere; where that takes a while, the person is told what is being done."""

from __future__ import annotations

from functools import partial
from typing import NamedTuple

from PySide6.QtCore import QObject, QTimer, Signal

from client.base.stopping import Stop, Stopped
from client.ui.frame.context import Context
from client.ui.ground.language import spoken, told
from client.ui.ground.words import period_word
from client.usecases.home.session import Session
from client.usecases.returns.editing import Draft, open_draft
from forms.periods import Period
from forms.words import Count

SLOW_MS = 250
"""What is open sooner needs no words."""


class Opening(QObject):
    """``opened`` carries the ``Draft`` asked for last; ``said`` what is being done, blank when nothing is."""

    opened = Signal(object)
    said = Signal(str)

    def __init__(self, context: Context, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self._stop: Stop | None = None
        """Ends the work at what is being opened."""
        self._words = ""
        self._slow = QTimer(self)
        self._slow.setSingleShot(True)
        self._slow.setInterval(SLOW_MS)
        self._slow.timeout.connect(self._say)

    def ask(self, form: str, period: Period) -> None:
        """Read a return and run its rules; what was asked for before is not wanted any more."""
        if self._stop is not None:
            self._stop.ask()
        self._stop = stop = Stop()
        definition = self._context.session.forms[form]
        name = f"{told(definition.name, definition.name_en)} {period_word(period)}"
        self._words = self.tr("正在打开 {}…").format(name)
        self._slow.start()
        read = partial(_read, self._context.session, self._context.firm, form, period, stop)
        self._context.tasks.query(read, self._check, self._give_up)

    def stop(self) -> bool:
        """Read and check no further, and open nothing; whether anything was being opened."""
        if self._stop is None:
            return False
        self._stop.ask()
        self._end()
        return True

    def _check(self, read: _Opened) -> None:
        if read.stop.asked:
            return
        rows = len(read.draft.current.rows.get(read.draft.form.code, ()))
        self._words = self.tr("已读取 {} 项，正在审核…").format(Count(rows)) if rows else self._words
        if not self._slow.isActive():
            self._say()
        self._context.tasks.query(partial(_checked, read), self._open, self._give_up)

    def _open(self, checked: _Opened) -> None:
        if not checked.stop.asked:
            self._end()
            self.opened.emit(checked.draft)

    def _give_up(self, error: BaseException) -> None:
        if isinstance(error, Stopped):
            return
        self._end()
        self._context.tasks.trouble.emit(error)

    def _end(self) -> None:
        self._stop = None
        self._slow.stop()
        self.said.emit("")

    def _say(self) -> None:
        self.said.emit(self._words)


class _Opened(NamedTuple):
    """A draft, and what ends the work at it."""

    draft: Draft
    stop: Stop


def _read(session: Session, firm: str, form: str, period: Period, stop: Stop) -> _Opened:
    return _Opened(open_draft(session, firm, form, period, (spoken(),), stop), stop)


def _checked(read: _Opened) -> _Opened:
    """With its rules run: of a long list that takes seconds, which the window must not wait for."""
    try:
        read.draft.make_ready()
    except Stopped:
        read.draft.close()
        raise
    return read
