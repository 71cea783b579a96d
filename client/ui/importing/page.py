"""导入: drop a workbook, look at what it would change, apply or discard it, take it back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from client.base.errors import UserError
from client.base.stopping import Stop, Stopped
from client.ui.context import Context
from client.ui.importing.book_rows import BookRow
from client.ui.importing.done_part import DonePart
from client.ui.importing.earlier_part import EarlierPart
from client.ui.importing.many import ManyBooks
from client.ui.importing.marked_part import MarkedPart
from client.ui.importing.profiles_part import ProfilesPart
from client.ui.importing.remembering import Remembering
from client.ui.importing.review import Review
from client.ui.importing.templates_part import TemplatesPart
from client.ui.importing.waiting import Waiting
from client.ui.parts.banner import Banner
from client.ui.parts.basics import button, column, row
from client.ui.parts.empty import Empty
from client.ui.parts.frame import PageFrame
from client.ui.periods import last_ended, months_back
from client.ui.tasks import Doing, LongWork, Report
from client.ui.words import said
from client.usecases.books import reviewing
from client.usecases.books.importing import ImportPlan, undo
from client.usecases.books.reviewing import Reviewed
from client.usecases.books.selecting import ALL, Selection
from client.workbook import Choices, warm
from forms.periods import Period
from forms.problems import CodedError
from forms.returns import Change

STATES = ("waiting", "reading", "review", "done", "many", "templates", "mappings", "earlier")
CHOSEN_AFTER_MS = 250
"""What a tick changes is worked out when nobody ticks for so long."""


class ImportPage(QWidget):
    """States: waiting for a workbook, reading it, reviewing it, done, many, templates, mappings, earlier.

    ``open_return`` leads to the grid; ``export`` carries what is to be written to a file.
    """

    choose_book = Signal()
    export = Signal(object)
    open_return = Signal(str, object, str)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self.reviewed: Reviewed | None = None
        self._plan: ImportPlan | None = None
        self._selection = ALL
        self._import_id = 0
        self._whose = ""
        """The enterprise of the review: the one in hand, or one of many whose part is looked at."""
        self._of_many = False
        self._named = ""
        self._path = Path()
        self._work: LongWork | None = None
        theme = context.theme
        self.problem = Banner(theme)
        self._stack = QStackedWidget()
        self._waiting = self._make_waiting()
        self._halt = button(self.tr("停止"), self._stop, name="stopReading")
        self._reading = Empty(theme, "file", self.tr("正在读取…"), "", self._halt)
        self.review_part = Review(theme, context.session.pack)
        self._connect_review()
        self._done = self._make_done()
        self._many = self._make_many()
        self.templates = self._make_templates()
        self._mappings = self._make_mappings()
        self.earlier = self._make_earlier()
        seen_first = (self._waiting, self._reading, self.review_part, self._done)
        for state in (*seen_first, self._many, self.templates, self._mappings, self.earlier):
            self._stack.addWidget(state)
        self._choosing = QTimer(self)
        self._choosing.setSingleShot(True)
        self._choosing.setInterval(CHOSEN_AFTER_MS)
        self._choosing.timeout.connect(self._choose)
        self.marked = MarkedPart(context)
        self.marked.export.connect(self.export)
        said_above = column(theme, self.problem, self.marked, gap=0)
        said_above.setContentsMargins(theme.space(1.2), 0, theme.space(1.2), 0)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(said_above)
        whole.addWidget(self._stack, 1)

    @property
    def state(self) -> str:
        """One of ``STATES``."""
        return STATES[self._stack.currentIndex()]

    def showEvent(self, event: QShowEvent) -> None:
        """Whoever comes here is about to choose a file: the reading process starts meanwhile."""
        super().showEvent(event)
        self._context.tasks.query(warm, self._warmed)

    def _warmed(self, _: None) -> None:
        """Nothing is to be shown of it."""

    def review(self, path: Path) -> None:
        """Read a workbook, or all of a folder, and show what it would change; nothing is stored."""
        if path.is_dir():
            self.review_many([path])
            return
        self._of_many = False
        self._begin(path, self._context.firm)

    def _look(self, shown: BookRow) -> None:
        """Look at one enterprise's part of one of many workbooks, line by line."""
        if shown.firm is not None:
            self._of_many, self._named = True, shown.firm.name
            self._begin(shown.file.path, shown.firm.firm)

    def _begin(self, path: Path, firm: str) -> None:
        self._selection, self._whose, self._path = ALL, firm, path
        self.reviewed = None
        self.problem.hide()
        self.marked.close_part()
        self._reading.text.setText(path.name)
        self._halt.setEnabled(True)
        self._stack.setCurrentWidget(self._reading)
        session = self._context.session
        month = last_ended(session.clock.now().date())

        def work(report: Report, stop: Stop) -> Reviewed:
            report(Doing(path.name))
            return reviewing.begin(session, path, firm, month, stop=stop)

        self._work = self._context.tasks.long(self.tr("读取工作簿"), work, self._read, self._failed)

    def review_many(self, paths: Sequence[Path]) -> None:
        """Read several workbooks, a line each."""
        self.problem.hide()
        self._stack.setCurrentWidget(self._many)
        self.many.read(paths)

    def accept(self) -> None:
        """Store what is chosen of the reviewed workbook in one transaction."""
        reviewed, session, selection = self.reviewed, self._context.session, self._selection
        if reviewed is not None:
            self.review_part.accept.setEnabled(False)
            work = partial(reviewing.apply, session, reviewed, selection)
            self._context.tasks.long(self.tr("写入"), lambda _report, _stop: work(), self._applied, self._failed)

    def discard(self) -> None:
        """Forget the plan; whoever came from many workbooks is among them again."""
        self._plan = self.reviewed = None
        self.problem.hide()
        self.marked.close_part()
        applied, self._import_id = self._import_id, 0
        if self._of_many and applied:
            self.many.read_again()
        self._stack.setCurrentWidget(self._many if self._of_many else self._waiting)
        self._of_many = False

    def take_back(self) -> None:
        """Undo the import as one."""
        session, firm, import_id = self._context.session, self._whose, self._import_id
        self._context.tasks.change(lambda _: undo(session, firm, import_id), self._taken_back, self._failed)

    def light_up(self, over: bool) -> None:
        self._waiting.light_up(over)

    # making the states

    def _make_waiting(self) -> Waiting:
        waiting = Waiting(self._context.theme)
        waiting.one.connect(self.choose_book)
        waiting.many.connect(self._show_many)
        waiting.template.connect(self.start_from_template)
        waiting.mappings.connect(self.show_mappings)
        waiting.earlier.connect(self.show_earlier)
        return waiting

    def _make_mappings(self) -> PageFrame:
        theme = self._context.theme
        frame = PageFrame(
            theme, self.tr("记住的对应关系"), self.tr("同样的工作簿照办；可以导出给同事，或收下同事的。")
        )
        self.mappings = ProfilesPart(theme, reviewing=False)
        self.kept = Remembering(self._context, self.mappings)
        back = button(self.tr("返回"), self._wait, name="leaveMappings")
        frame.inside.addWidget(self.mappings)
        frame.inside.addLayout(row(theme, back, None))
        return frame

    def _make_templates(self) -> TemplatesPart:
        made = TemplatesPart(self._context)
        made.export.connect(self.export)
        made.left.connect(self._wait)
        return made

    def _make_done(self) -> DonePart:
        done = DonePart(self._context)
        done.to_entry.connect(self._open_first)
        done.mark.connect(self._mark)
        done.undo.connect(self.take_back)
        done.more.connect(self.discard)
        return done

    def _make_earlier(self) -> EarlierPart:
        made = EarlierPart(self._context)
        made.left.connect(self._wait)
        return made

    def _make_many(self) -> QScrollArea:
        self.many = ManyBooks(self._context)
        self.many.looked.connect(self._look)
        words = self.tr("每个工作簿按它自己写的时期取数；一家单位一次写完，能停、能接着写、能全部撤销。")
        frame = PageFrame(self._context.theme, self.tr("一次导入多个工作簿"), words, widest=70)
        back = button(self.tr("返回"), self._wait, name="leaveMany")
        frame.inside.addWidget(self.many)
        frame.inside.addLayout(row(self._context.theme, back, None))
        return frame

    def _wait(self) -> None:
        self._stack.setCurrentWidget(self._waiting)

    def show_mappings(self) -> None:
        """Show what is remembered, with no workbook in hand."""
        self.problem.hide()
        self.kept.refresh()
        self._stack.setCurrentWidget(self._mappings)

    def show_earlier(self) -> None:
        """Show what was imported before."""
        self.problem.hide()
        self.earlier.refresh()
        self._stack.setCurrentWidget(self.earlier)

    def start_from_template(self) -> None:
        """Offer a workbook to be filled in."""
        self.problem.hide()
        self._stack.setCurrentWidget(self.templates)
        self.templates.period.setFocus()

    def _connect_review(self) -> None:
        part = self.review_part
        part.accepted.connect(self.accept)
        part.discarded.connect(self.discard)
        part.period_chosen.connect(self._with_period)
        part.corrected.connect(self._correct)
        part.selected.connect(self._selected)
        part.marked.connect(self._mark)
        part.profile_turned.connect(self._turn_profile)
        self.remembering = Remembering(self._context, part.profiles)
        self.remembering.wanted = self._to_remember

    # reading and understanding

    def _read(self, reviewed: Reviewed) -> None:
        self._show(reviewed, anew=True)

    def _understood(self, reviewed: Reviewed) -> None:
        self.problem.hide()
        self._show(reviewed, anew=False)
        if self._selection != ALL:
            self._choose()

    def _show(self, reviewed: Reviewed, *, anew: bool) -> None:
        self.reviewed, self._plan = reviewed, reviewed.whole
        self.marked.close_part()  # what it would say is no longer so
        periods = self._periods(reviewed.whole.period)
        whose = "" if self._whose == self._context.firm else self._named or self._whose
        self.review_part.show_plan(
            reviewed.whole, periods, reviewed.own, reviewed.label_at, anew=anew, whose=whose
        )
        self.review_part.show_profile(reviewed.extracted.profile, reviewed.declined)
        self._selection = self.review_part.lines_part.selection
        self._stack.setCurrentWidget(self.review_part)
        self.remembering.refresh()

    def _with_period(self, period: Period) -> None:
        if self.reviewed is not None:
            self._again(self.reviewed.own, period)

    def _correct(self, own: Choices) -> None:
        self._again(own, None)

    def _turn_profile(self, profile: bool) -> None:
        if self.reviewed is not None:
            work = partial(reviewing.follow, self._context.session, self.reviewed, profile=profile)
            self._understand(work)

    def _again(self, own: Choices, period: Period | None) -> None:
        if self.reviewed is not None:
            self._understand(partial(reviewing.correct, self._context.session, self.reviewed, own, period))

    def _understand(self, work: Callable[[], Reviewed]) -> None:
        tasks = self._context.tasks
        tasks.long(self.tr("重新识别"), lambda _report, _stop: work(), self._understood, self._failed)

    def _mark(self) -> None:
        if self.reviewed is not None and self._plan is not None:
            self.marked.ask(self.reviewed, self._plan)

    def _to_remember(self) -> Reviewed | None:
        return self.reviewed

    # choosing

    def _selected(self, selection: Selection) -> None:
        self._selection = selection
        self.review_part.accept.setEnabled(False)
        self._choosing.start()

    def _choose(self) -> None:
        if self.reviewed is not None:
            work = partial(reviewing.choose, self._context.session, self.reviewed, self._selection)
            self._context.tasks.query(work, self._chosen, self._failed)

    def _chosen(self, plan: ImportPlan) -> None:
        self._plan = plan
        self.review_part.show_chosen(plan)

    def _periods(self, around: Period) -> list[Period]:
        """The months one may mean, newest first, and the one in hand."""
        months = months_back(self._context.session.clock.now().date())
        return months if around in months else [around, *months]

    # what came of it

    def _stop(self) -> None:
        if self._work is not None:
            self._halt.setEnabled(False)
            self._work.stop.ask()

    def _failed(self, error: BaseException) -> None:
        reviewing_still = self.reviewed is not None and self.state == "review"
        elsewhere = self._many if self._of_many else self._waiting
        self._stack.setCurrentWidget(self.review_part if reviewing_still else elsewhere)
        if isinstance(error, Stopped):
            return
        if isinstance(error, UserError) or (
            isinstance(error, CodedError) and error.code in ("store.undo-blocked",)
        ):
            others = self.tr("按单位分开导入") if error.code == "workbook.others-only" else ""
            self.problem.tell("error", said(error), others, self._divide if others else None)
        else:
            self._context.tasks.trouble.emit(error)

    def _divide(self) -> None:
        """Import for the enterprises that the workbook lists."""
        self._stack.setCurrentWidget(self._many)
        self.many.read_divided([self._path])

    def _applied(self, import_id: int) -> None:
        assert self._plan is not None
        planned, self._import_id = self._plan, import_id
        own = self._whose == self._context.firm
        self._done.show_applied(planned, own=own, of_many=self._of_many)
        self._stack.setCurrentWidget(self._done)

    def _taken_back(self, changes: tuple[Change, ...]) -> None:
        self._done.show_taken_back(changes)
        self._stack.setCurrentWidget(self._done)

    def _show_many(self) -> None:
        self._stack.setCurrentWidget(self._many)

    def _open_first(self) -> None:
        assert self._plan is not None
        first = next((check for check in self._plan.checks if check.count("error")), self._plan.checks[0])
        place = next((ref.address for f in first.findings for ref in f.cells[:1] if f.rule != "REQ"), "")
        self.open_return.emit(first.target.form, first.target.period, place)
