"""导入: drop a workbook, look at what it would change, apply or discard it, take it back."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import NamedTuple, cast

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from client.base.errors import UserError
from client.base.stopping import Stopped
from client.ui.frame.context import Context
from client.ui.ground.words import Word, said
from client.ui.importing.book_rows import BookRow
from client.ui.importing.done_part import DonePart
from client.ui.importing.earlier_part import EarlierPart
from client.ui.importing.many_books import BatchState, ManyBooks
from client.ui.importing.one_book import BookState, OneBook
from client.ui.importing.profiles_part import ProfilesPart
from client.ui.importing.remembering import Remembering
from client.ui.importing.templates_part import TemplatesPart
from client.ui.importing.waiting import Waiting
from client.ui.parts.banner import Banner
from client.ui.parts.basics import button, column
from client.ui.parts.empty import Empty
from client.ui.parts.frame import PageFrame
from client.ui.parts.still import Bounded
from client.usecases.books.importing import ImportPlan
from client.usecases.books.under_review import UnderReview
from client.workbook import warm
from client.workbook.asked import ASKED
from forms.problems import CodedError
from forms.returns import Change


class PageState(NamedTuple):
    """What outlasts the page: what it shows, the workbook in hand, and the many it may be one of."""

    state: str
    of_many: bool
    book: BookState
    many: BatchState | None
    refused: BaseException | None
    """Why the last workbook was not taken, while that is said."""


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
        self._of_many = False
        """Whether the workbook in hand is one enterprise's part of one of many."""
        self._taken_off = False
        """Whether the import shown last was undone."""
        self._refused: BaseException | None = None
        theme = context.theme
        self._states: list[str] = []
        """What lies in the stack; all but the first three are made when they are first turned to."""
        self.problem = Banner(theme)
        self.book = self._make_book()
        self.review_part = self.book.review_part
        self._stack = QStackedWidget()
        self._waiting = self._make_waiting()
        self._halt = button(self.tr("停止"), self._stop, name="stopReading")
        self._reading = Empty(theme, "file", self.tr("正在读取…"), "", self._halt)
        self._add("reading", self._reading)
        self._add("review", self.review_part)
        self._lay_out()

    def _lay_out(self) -> None:
        theme = self._context.theme
        said_above = column(theme, self.problem, self.book.marked, gap=0)
        said_above.setContentsMargins(theme.margin, 0, theme.margin, 0)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(said_above)
        whole.addWidget(Bounded(self._stack), 1)

    def _add(self, name: str, state: QWidget) -> None:
        self._states.append(name)
        self._stack.addWidget(state)

    @property
    def state(self) -> str:
        """What is shown: one of those that the class names."""
        return self._states[self._stack.currentIndex()]

    def save_state(self) -> PageState:
        """The workbooks in hand, read, chosen from or stored."""
        many = self.many.save_state() if "many" in self._states else None
        state = "waiting" if self._taken_off else self.state
        return PageState(state, self._of_many, self.book.save_state(), many, self._refused)

    def restore_state(self, held: PageState) -> None:
        """Go on with them, where one was with them."""
        self._of_many = held.of_many
        if held.many is not None:
            self.many.restore_state(held.many)
        self.book.restore_state(held.book)
        plan = held.book.plan
        if held.state == "done" and plan is not None:
            self._stored(plan)
        elif held.state == "review":
            self._turn_to(self.review_part)
        elif held.state == "many":
            self._show_many()
        else:
            self._wait()
        if held.refused is not None:
            self._failed(held.refused)

    @property
    def outcome(self) -> Word:
        """What came of reading, writing or undoing."""
        if not self.problem.isHidden():
            return self.problem.said
        if self.state == "review":
            return Word(self.tr("{} 已读完，还没有写入").format(self.book.path.name), "hint")
        if self.state == "done":
            return Word(self._done.told.title.text(), "good")
        return Word(self.many.summary.text() if self.state == "many" else "", "hint")

    def showEvent(self, event: QShowEvent) -> None:
        """Whoever comes here is about to choose a file: the reading process starts meanwhile."""
        super().showEvent(event)
        self._context.tasks.query(warm, self._warmed)

    def _warmed(self, _: None) -> None:
        """Nothing is to be shown of it."""

    def light_up(self, over: bool) -> None:
        self._waiting.light_up(over)

    # the workbook in hand

    def review(self, path: Path) -> None:
        """Read a workbook, or all of a folder, and show what it would change; nothing is stored."""
        if path.is_dir():
            self.review_many([path])
            return
        self._of_many = False
        self.book.read(path, self._context.firm)

    def go_on(self, kept: UnderReview) -> None:
        """Show the workbook that was left, understood as it was; the one in hand is left as it is."""
        if self.book.reviewed is None or self.book.path != Path(kept.path):
            self._of_many = False
            self.book.read(Path(kept.path), self._context.firm, own=kept.choices)

    def review_many(self, paths: Sequence[Path]) -> None:
        """Read several workbooks, a line each."""
        self._turn_to(self._among_many)
        self.many.read(paths)

    def discard(self) -> None:
        """Forget the workbook in hand; whoever came from many workbooks is among them again."""
        applied = self.book.import_id
        self.book.put_down()
        if self._of_many and applied:
            self.many.read_again()
        self._turn_to(self._before)
        self._of_many = False

    def _look(self, shown: BookRow) -> None:
        """Look at one enterprise's part of one of many workbooks, line by line."""
        if shown.firm is not None:
            self._of_many = True
            self.book.read(shown.file.path, shown.firm.firm, shown.firm.name)

    def _begun(self, path: Path) -> None:
        self._reading.say(self._reading.title.text(), path.name)
        self._halt.setEnabled(True)
        self._turn_to(self._reading)

    def _stop(self) -> None:
        self._halt.setEnabled(False)
        self.book.stop()

    def _reviewed(self) -> None:
        """Whoever waited for it has the keyboard at what comes next."""
        read, held = self.state == "reading", cast("QWidget | None", self.window().focusWidget())
        self._turn_to(self.review_part)
        if read and held is not None and self.isAncestorOf(held) and self.review_part.accept.isEnabled():
            self.review_part.accept.setFocus(Qt.FocusReason.OtherFocusReason)

    def _stored(self, planned: ImportPlan) -> None:
        self._taken_off = False
        self._done.show_applied(planned, own=self.book.is_own, of_many=self._of_many)
        self._stack.setCurrentWidget(self._done)

    def _taken_back(self, changes: tuple[Change, ...]) -> None:
        self._taken_off = True
        self._done.show_taken_back(changes)
        self._stack.setCurrentWidget(self._done)

    def _failed(self, error: BaseException) -> None:
        reviewing_still = self.book.reviewed is not None and self.state == "review"
        self._stack.setCurrentWidget(self.review_part if reviewing_still else self._before)
        if isinstance(error, Stopped):
            return
        if isinstance(error, UserError) or (
            isinstance(error, CodedError) and error.code in ("store.undo-blocked",)
        ):
            words, way = {
                "workbook.others-only": (self.tr("按单位分开导入"), self._divide),
                "workbook.months-alone": (self.tr("把各月加起来导入"), self.book.add_months),
                **dict.fromkeys(ASKED, (self.tr("打开预览，自己指定"), self.book.ask)),
            }.get(error.code, ("", None))
            self._refused = error
            self.problem.tell("error", said(error), words, way)
        else:
            self._context.tasks.trouble.emit(error)

    def _divide(self) -> None:
        """Import for the enterprises that the workbook lists."""
        self._stack.setCurrentWidget(self._among_many)
        self.many.read_divided([self.book.path])

    def _open_first(self) -> None:
        plan = self.book.plan
        assert plan is not None
        first = next((check for check in plan.checks if check.count("error")), plan.checks[0])
        place = next((ref.address for f in first.findings for ref in f.cells[:1] if not f.missing), "")
        self.open_return.emit(first.target.form, first.target.period, place)

    # going between the states

    def show_mappings(self) -> None:
        """Show what is remembered, with no workbook in hand."""
        self._kept.refresh()
        self._turn_to(self._all_mappings)

    def show_earlier(self) -> None:
        """Show what was imported before."""
        self.earlier.refresh()
        self._turn_to(self.earlier)

    def start_from_template(self) -> None:
        """Offer a workbook to be filled in."""
        self._turn_to(self.templates)
        self.templates.period.setFocus()

    @property
    def _before(self) -> QWidget:
        """Where the workbook in hand was chosen."""
        return self._among_many if self._of_many else self._waiting

    def _turn_to(self, state: QWidget) -> None:
        """Show another state; what was wrong in the last one is no longer said."""
        self._refused, self._taken_off = None, False
        self.problem.hide()
        self._stack.setCurrentWidget(state)

    def _wait(self) -> None:
        self._stack.setCurrentWidget(self._waiting)

    def _show_many(self) -> None:
        self._stack.setCurrentWidget(self._among_many)

    # making the states

    def _make_book(self) -> OneBook:
        made = OneBook(self._context, self)
        made.begun.connect(self._begun)
        made.shown.connect(self._reviewed)
        made.stored.connect(self._stored)
        made.taken_back.connect(self._taken_back)
        made.failed.connect(self._failed)
        made.left.connect(self.discard)
        made.marked.export.connect(self.export)
        return made

    def _make_waiting(self) -> Waiting:
        waiting = Waiting(self._context.theme)
        waiting.one.connect(self.choose_book)
        waiting.many.connect(self._show_many)
        waiting.template.connect(self.start_from_template)
        waiting.mappings.connect(self.show_mappings)
        waiting.earlier.connect(self.show_earlier)
        self._add("waiting", waiting)
        return waiting

    @cached_property
    def mappings(self) -> ProfilesPart:
        """What is remembered, with no workbook in hand."""
        return ProfilesPart(self._context.theme, reviewing=False)

    @cached_property
    def _kept(self) -> Remembering:
        return Remembering(self._context, self.mappings)

    @cached_property
    def _all_mappings(self) -> PageFrame:
        words = self.tr("同样的工作簿照办；可以导出给同事，或收下同事的。")
        back = button(self.tr("返回"), self._wait, name="leaveMappings")
        frame = PageFrame(self._context.theme, self.tr("记住的对应关系"), words, back=back)
        frame.inside.addWidget(self.mappings)
        self._add("mappings", frame)
        return frame

    @cached_property
    def templates(self) -> TemplatesPart:
        """A workbook to be filled in."""
        made = TemplatesPart(self._context)
        made.export.connect(self.export)
        made.left.connect(self._wait)
        self._add("templates", made)
        return made

    @cached_property
    def _done(self) -> DonePart:
        done = DonePart(self._context)
        done.to_entry.connect(self._open_first)
        done.mark.connect(self.book.mark)
        done.undo.connect(self.book.take_back)
        done.more.connect(self.discard)
        self._add("done", done)
        return done

    @cached_property
    def earlier(self) -> EarlierPart:
        """What was imported before."""
        made = EarlierPart(self._context)
        made.left.connect(self._wait)
        self._add("earlier", made)
        return made

    @cached_property
    def many(self) -> ManyBooks:
        """Several workbooks, a line each."""
        made = ManyBooks(self._context)
        made.looked.connect(self._look)
        return made

    @cached_property
    def _among_many(self) -> PageFrame:
        words = self.tr("每个工作簿按它自己写的报告期取数；一家单位一次写完，能停、能接着写、能全部撤销。")
        back = button(self.tr("返回"), self._wait, name="leaveMany")
        frame = PageFrame(self._context.theme, self.tr("一次导入多个工作簿"), words, widest=70, back=back)
        frame.inside.addWidget(self.many)
        self._add("many", frame)
        return frame
