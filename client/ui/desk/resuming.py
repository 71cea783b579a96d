"""An import of many enterprises that was cut short: gone on with or taken back, in one quiet line of the desk."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from client.base.stopping import Stop
from client.ui.desk.offer import Offer
from client.ui.frame.context import Context
from client.ui.ground.tasks import Doing, Report
from client.ui.ground.words import said
from client.ui.parts.announcing import announce
from client.ui.parts.basics import Tool, button, set_shown
from client.usecases.books.batches import journals
from client.usecases.books.batches.journals import Batch
from client.usecases.home.session import Session
from forms.problems import CodedError
from forms.words import Count

if TYPE_CHECKING:
    from client.usecases.books.batches.journals import Part


class Resuming(Offer):
    """Hidden while nothing was cut short. ``done``: returns were written or taken back."""

    done = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__(context, "resumeWords")
        self._batch: Batch | None = None
        self._settled = self._waved_away = False

    def refresh(self) -> None:
        """Look whether something was cut short; what is under way right now was not."""
        if not self._waved_away and not self._context.tasks.long_under_way:
            self._context.tasks.query(partial(journals.unfinished, self._context.session), self._looked)

    def _looked(self, found: tuple[Batch, ...]) -> None:
        if found and not self._context.tasks.long_under_way:
            self._settled = False
            self._show(found[-1])
        elif not self._settled:
            self.put_away()
        self._settled = False

    def keys(self) -> tuple[QWidget, ...]:
        self._go_on = button("", self._carry_on, role="primary", name="resumeBatch")
        self._back = button(self.tr("撤销已写入的"), self._undo, name="undoBatch")
        theme = self._context.theme
        return (
            self._go_on,
            self._back,
            Tool(theme, "close", self.tr("下次再说"), self._wave_away, name="resumeLater"),
        )

    def _show(self, batch: Batch) -> None:
        self._batch = batch
        if batch.undoing:
            words, on = self.tr("上次撤销“{}”做到 {} / {} 家单位"), self.tr("接着撤销")
            done = batch.count("undone")
        else:
            words, on = self.tr("上次导入“{}”写到 {} / {} 家单位"), self.tr("接着写入")
            done = batch.count("done")
        self.say(words.format(batch.title, done, Count(len(batch.parts))))
        self._go_on.setText(on)
        set_shown(self._go_on, True)
        set_shown(self._back, not batch.undoing and done > 0)

    def _wave_away(self) -> None:
        self._waved_away = True
        self.put_away()

    def _carry_on(self) -> None:
        if self._batch is not None:
            self._begin(
                self.tr("撤销导入") if self._batch.undoing else self.tr("写入工作簿"), _carry_on, self._batch
            )

    def _undo(self) -> None:
        if self._batch is not None:
            self._begin(self.tr("撤销导入"), _undo, self._batch)

    def _begin(self, title: str, act: object, batch: Batch) -> None:
        for each in (self._go_on, self._back):
            set_shown(each, False)
        assert callable(act)
        work = partial(act, self._context.session, batch)
        self._context.tasks.long(title, work, self._ended, self._failed)

    def _ended(self, batch: Batch) -> None:
        if batch.unfinished:
            self._show(batch)
        else:
            self._settled = True
            self._tell(batch)
        self.done.emit()

    def _tell(self, batch: Batch) -> None:
        state, words = (
            ("undone", self.tr("{} 家单位已撤销")) if batch.undoing else ("done", self.tr("{} 家单位已写入"))
        )
        told = words.format(Count(batch.count(state)))  # type: ignore[arg-type]
        if refused := batch.count("refused"):
            told += self.tr("；{} 家之后又改过，保持原样").format(Count(refused))
        self._words.setText(told)
        announce(self, told)

    def _failed(self, error: BaseException) -> None:
        if isinstance(error, CodedError):
            self._words.setText(said(error))
        else:
            self._context.tasks.trouble.emit(error)


def _carry_on(session: Session, batch: Batch, report: Report, stop: Stop) -> Batch:
    from client.usecases.books.batches import batching

    return batching.carry_on(session, batch.batch_id, _Counted(report, len(batch.parts)), stop)


def _undo(session: Session, batch: Batch, report: Report, stop: Stop) -> Batch:
    from client.usecases.books.batches import batching

    return batching.undo(session, batch.batch_id, _Counted(report, batch.count("done")), stop)


class _Counted:
    """Part after part told as so many of so many."""

    def __init__(self, report: Report, total: int) -> None:
        self._report = report
        self._total = total
        self._done = 0

    def __call__(self, part: Part) -> None:
        self._done += 1
        self._report(Doing(part.name or part.firm, self._done, self._total))
