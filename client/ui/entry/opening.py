"""A return is read and checked elsewhere; where that takes a while, the person is told what is being done."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal

from client.ui.frame.context import Context
from client.ui.ground.language import spoken, told
from client.ui.ground.words import period_word
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
        self._wanted: tuple[str, Period] | None = None
        self._words = ""
        self._slow = QTimer(self)
        self._slow.setSingleShot(True)
        self._slow.setInterval(SLOW_MS)
        self._slow.timeout.connect(self._say)

    def ask(self, form: str, period: Period) -> None:
        """Read a return and run its rules; what was asked for before is not wanted any more."""
        self._wanted = (form, period)
        definition = self._context.session.forms[form]
        name = f"{told(definition.name, definition.name_en)} {period_word(period)}"
        self._words = self.tr("正在打开 {}…").format(name)
        self._slow.start()
        read = partial(open_draft, self._context.session, self._context.firm, form, period, (spoken(),))
        self._context.tasks.query(read, self._check, self._give_up)

    def _check(self, draft: Draft) -> None:
        if not self._is_wanted(draft):
            return
        rows = len(draft.current.rows.get(draft.form.code, ()))
        self._words = self.tr("已读取 {} 项，正在审核…").format(Count(rows)) if rows else self._words
        if not self._slow.isActive():
            self._say()
        self._context.tasks.query(partial(_checked, draft), self._open, self._give_up)

    def _open(self, draft: Draft) -> None:
        if self._is_wanted(draft):
            self._end()
            self.opened.emit(draft)

    def _give_up(self, error: BaseException) -> None:
        self._end()
        self._context.tasks.trouble.emit(error)

    def _end(self) -> None:
        self._slow.stop()
        self.said.emit("")

    def _say(self) -> None:
        self.said.emit(self._words)

    def _is_wanted(self, draft: Draft) -> bool:
        return self._wanted == (draft.form.code, draft.period)


def _checked(draft: Draft) -> Draft:
    """With its rules run: of a long list that takes seconds, which the window must not wait for."""
    draft.make_ready()
    return draft
