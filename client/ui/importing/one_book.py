"""The workbook in hand: read, understood, corrected, chosen from, stored, taken back."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import QObject, QTimer, Signal

from client.base.stopping import Stop, Stopped
from client.ui.frame.context import Context
from client.ui.ground.periods import last_ended, months_back
from client.ui.ground.tasks import Doing, LongWork, Report
from client.ui.importing.marked_part import MarkedPart
from client.ui.importing.remembering import Remembering
from client.ui.importing.review import SHEETS, Review
from client.usecases.books import reviewing, under_review
from client.usecases.books.imported import undo
from client.usecases.books.importing import ImportPlan
from client.usecases.books.reviewing import Reviewed
from client.usecases.books.selecting import ALL, Selection
from client.usecases.home.session import Session
from client.workbook import NONE, Choices
from forms.periods import Period
from forms.returns import Change

Understand = Callable[..., Reviewed]
"""Reads the workbook in hand anew; takes ``stop``."""

CHOSEN_AFTER_MS = 250
"""What a tick changes is worked out when nobody ticks for so long."""


class BookState(NamedTuple):
    """A workbook as it was understood and chosen from, and the import that was made of it, or 0."""

    path: Path
    firm: str
    firm_name: str
    reviewed: Reviewed | None
    plan: ImportPlan | None
    selection: Selection
    import_id: int


class OneBook(QObject):
    """Shows what it knows in ``review_part``, and a marked copy in ``marked``.

    ``begun`` carries the path that is being read, ``shown`` comes with every new understanding, ``stored`` with
    the plan, ``taken_back`` with the changes, ``failed`` with what was raised. ``left`` when it is discarded.
    """

    begun = Signal(object)
    shown = Signal()
    stored = Signal(object)
    taken_back = Signal(object)
    failed = Signal(object)
    left = Signal()

    def __init__(self, context: Context, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self.reviewed: Reviewed | None = None
        self.plan: ImportPlan | None = None
        """What is chosen of it."""
        self.path = Path()
        self.import_id = 0
        """The import that was made of it, or 0."""
        self._selection = ALL
        self._firm = self._firm_name = ""
        self._work: LongWork | None = None
        self.review_part = Review(context.theme, context.session.pack)
        self.marked = MarkedPart(context)
        self._connect_review()
        self._months: tuple[Period, ...] = ()
        self._choosing = self._later(self._choose)
        self._taking = self._later(self._take_months)

    def _later(self, act: Callable[[], None]) -> QTimer:
        """A timer that does it once nobody presses any more."""
        made = QTimer(self)
        made.setSingleShot(True)
        made.setInterval(CHOSEN_AFTER_MS)
        made.timeout.connect(act)
        return made

    def _connect_review(self) -> None:
        part = self.review_part
        part.accepted.connect(self.accept)
        part.discarded.connect(self._leave)
        part.period_chosen.connect(self._with_period)
        part.months_chosen.connect(self._with_months)
        part.corrected.connect(self._correct)
        part.selected.connect(self._selected)
        part.marked.connect(self.mark)
        part.profile_turned.connect(self._turn_profile)
        self._remembering = Remembering(self._context, part.profiles)
        self._remembering.wanted = self._to_remember

    def save_state(self) -> BookState:
        """What another in this one's place takes over."""
        whose, found = (self._firm, self._firm_name), (self.reviewed, self.plan)
        return BookState(self.path, *whose, *found, self._selection, self.import_id)

    def restore_state(self, held: BookState) -> None:
        """Show the workbook as it was understood, what was left out of it still left out."""
        self.path, self._firm, self._firm_name = held.path, held.firm, held.firm_name
        if held.reviewed is not None and held.plan is not None:
            self._show(held.reviewed, anew=True)
            self._selection = held.selection
            self.review_part.lines_part.leave(held.selection)
            self.import_id = held.import_id
            if held.selection == ALL or held.import_id:
                self._chosen(held.plan)
            else:
                self._choose()  # the last tick may not have been worked out

    @property
    def is_own(self) -> bool:
        """Whether it is of the enterprise in hand, not of one of many whose part is looked at."""
        return self._firm == self._context.firm

    # reading and understanding

    def add_months(self) -> None:
        """Read it again, with the figures of its months added up."""
        self.read(self.path, self._firm, self._firm_name, Choices(months="added"))

    def ask(self) -> None:
        """Show it although nothing was taken of it, for the person to say what is meant."""
        self.read(self.path, self._firm, self._firm_name, ask=True)

    def read(self, path: Path, firm: str, firm_name: str = "", own: Choices = NONE, *, ask: bool = False) -> None:
        """Read what a workbook says of an enterprise, ``own`` in place of guesses; nothing is stored."""
        self.put_down()
        self._selection, self._firm, self._firm_name, self.path = ALL, firm, firm_name, path
        self.begun.emit(path)
        session = self._context.session
        month = last_ended(session.pack, session.clock.now().date())

        def work(report: Report, stop: Stop) -> Reviewed:
            report(Doing(path.name))
            return reviewing.begin(session, path, firm, month, own, stop, ask=ask)

        self._work = self._context.tasks.long(self.tr("读取工作簿"), work, self._read, self._fail)

    def stop(self) -> None:
        """End the reading."""
        if self._work is not None:
            self._work.stop.ask()

    def _fail(self, error: BaseException) -> None:
        self.failed.emit(error)

    def put_down(self) -> None:
        """Forget it."""
        self._taking.stop()
        self.plan = self.reviewed = None
        self.import_id = 0
        self.marked.close_part()

    def _read(self, reviewed: Reviewed) -> None:
        self._show(reviewed, anew=True)

    def _understood(self, reviewed: Reviewed) -> None:
        self._show(reviewed, anew=False)
        if self._selection != ALL:
            self._choose()

    def _show(self, reviewed: Reviewed, *, anew: bool) -> None:
        self.reviewed, self.plan = reviewed, reviewed.whole
        self.marked.close_part()  # what it would say is no longer so
        periods = self._periods(reviewed.whole.period)
        whose = "" if self.is_own else self._firm_name or self._firm
        self.review_part.show_plan(
            reviewed.whole, periods, reviewed.own, reviewed.label_at, anew=anew, whose=whose
        )
        self.review_part.show_months(reviewed.months, reviewed.chosen)
        self.review_part.show_profile(reviewed.extracted.profile, reviewed.declined)
        self._selection = self.review_part.lines_part.selection
        self.shown.emit()
        self._remembering.refresh()
        if anew and not reviewed.whole.lines:
            self.review_part.show_tab(SHEETS)  # there it is said what is meant
        elif self.is_own:
            work = partial(under_review.keep, self._context.session, self._firm, self.path, reviewed.own)
            self._context.tasks.query(work, self._noted)

    def _leave(self) -> None:
        """It is not wanted any more."""
        self._context.tasks.query(partial(under_review.let_go, self._context.session, self._firm), self._noted)
        self.left.emit()

    def _noted(self, _: None) -> None:
        """Nothing is to be shown of it."""

    def _with_period(self, period: Period) -> None:
        if self.reviewed is not None:
            self._again(self.reviewed.own, period)

    def _with_months(self, months: tuple[Period, ...]) -> None:
        """Take other months; several presses are understood as one."""
        self._months = months
        self.review_part.accept.setEnabled(False)
        self._taking.start()

    def _take_months(self) -> None:
        if self.reviewed is not None:
            work = partial(reviewing.take_months, self._context.session, self.reviewed, self._months)
            self._understand(work)

    def _correct(self, own: Choices) -> None:
        self._again(own, None)

    def _turn_profile(self, profile: bool) -> None:
        if self.reviewed is not None:
            work: Understand = partial(reviewing.follow, self._context.session, self.reviewed, profile=profile)
            self._understand(work)

    def _again(self, own: Choices, period: Period | None) -> None:
        if self.reviewed is not None:
            self._understand(partial(reviewing.correct, self._context.session, self.reviewed, own, period))

    def _understand(self, work: Understand) -> None:
        tasks, title = self._context.tasks, self.tr("重新识别")
        tasks.long(title, lambda _, stop: work(stop=stop), self._understood, self._misunderstood)

    def _misunderstood(self, error: BaseException) -> None:
        """Whoever stopped it goes on with what was understood before."""
        if isinstance(error, Stopped) and self.reviewed is not None:
            self._show(self.reviewed, anew=False)
            return
        if self.reviewed is not None and self.plan is not None:
            self.review_part.show_months(self.reviewed.months, self.reviewed.chosen)
            self.review_part.accept.setEnabled(bool(self.plan.changed))
        self._fail(error)

    def _to_remember(self) -> Reviewed | None:
        return self.reviewed

    def _periods(self, around: Period) -> list[Period]:
        """The months one may mean, newest first, and the one in hand."""
        session = self._context.session
        months = months_back(session.pack, session.clock.now().date())
        return months if around in months else [around, *months]

    # choosing

    def _selected(self, selection: Selection) -> None:
        self._selection = selection
        self.review_part.accept.setEnabled(False)
        self._choosing.start()

    def _choose(self) -> None:
        if self.reviewed is not None:
            work = partial(reviewing.choose, self._context.session, self.reviewed, self._selection)
            self._context.tasks.query(work, self._chosen, self._fail)

    def _chosen(self, plan: ImportPlan) -> None:
        self.plan = plan
        self.review_part.show_chosen(plan)

    def mark(self) -> None:
        """Offer a marked copy of it."""
        if self.reviewed is not None and self.plan is not None:
            self.marked.ask(self.reviewed, self.plan)

    # storing

    def accept(self) -> None:
        """Store what is chosen of it in one transaction."""
        reviewed, session, selection = self.reviewed, self._context.session, self._selection
        if reviewed is not None:
            self.review_part.accept.setEnabled(False)
            work = partial(_apply, session, reviewed, selection)
            self._context.tasks.long(self.tr("写入"), work, self._applied, self._not_applied, whole=True)

    def _not_applied(self, error: BaseException) -> None:
        """Whoever stopped it is where they were: nothing is stored."""
        if isinstance(error, Stopped):
            self.review_part.accept.setEnabled(True)
        else:
            self._fail(error)

    def _applied(self, import_id: int) -> None:
        self.import_id = import_id
        self.stored.emit(self.plan)

    def take_back(self) -> None:
        """Undo the import as one."""
        work = partial(_take_back, self._context.session, self._firm, self.import_id)
        self._context.tasks.long(self.tr("撤销导入"), work, self._undone, self._not_undone, whole=True)

    def _not_undone(self, error: BaseException) -> None:
        """Whoever stopped it still has the import."""
        if not isinstance(error, Stopped):
            self._fail(error)

    def _undone(self, changes: tuple[Change, ...]) -> None:
        self.taken_back.emit(changes)


def _take_back(session: Session, firm: str, import_id: int, _: Report, stop: Stop) -> tuple[Change, ...]:
    return undo(session, firm, import_id, stop)


def _apply(session: Session, reviewed: Reviewed, selection: Selection, _: Report, stop: Stop) -> int:
    return reviewing.apply(session, reviewed, selection, stop)
