"""报送: the returns of a month, what stands in the way of each, who signs, and the receipts."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import NamedTuple, cast

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from client.ui.frame.context import Context
from client.ui.ground.newest import Newest
from client.ui.ground.periods import months_ended
from client.ui.ground.words import Word, period_word
from client.ui.parts.basics import column, framed, row
from client.ui.parts.board import Board
from client.ui.parts.choice import Choice
from client.ui.parts.frame import page_title
from client.ui.parts.keyboard import entrance
from client.ui.parts.table import Table
from client.ui.sending.attachments import AttachmentsCard
from client.ui.sending.bar import SendBar
from client.ui.sending.carrying import CarryPart
from client.ui.sending.columns import send_columns
from client.ui.sending.filing import Filing, FilingState, Wish
from client.ui.sending.merging import MergeView
from client.ui.sending.nil import NilPart
from client.ui.sending.other_periods import OtherPeriods
from client.ui.sending.preflight import Preflight, SendRow, gather
from client.ui.sending.receipts_part import ReceiptsPart
from client.ui.sending.signoff import SignOff
from client.ui.sending.way import WayNotice
from client.usecases.bureau.signatures import Place, sign, take_back
from client.usecases.home.session import Session
from client.usecases.returns.states import FILED
from forms.periods import Period

SignAct = Callable[[Session, str, str, tuple[Place, ...]], None]
ROOM_BESIDE = 52
"""Lines of text the page must be wide for the receipts to stand beside the list."""


class PageState(NamedTuple):
    """What outlasts the page: its month, what came of the last thing asked, and what was begun to be written."""

    period: Period
    told: FilingState
    reason: str
    nil: tuple[SendRow, str] | None


class SendPage(QWidget):
    """One month at a time; forms of other frequencies come with the month they end in."""

    open_return = Signal(str, object, str)
    print_receipt = Signal(str, object)
    diagnose = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._preflight: Preflight | None = None
        self._gathering = Newest(self, context.tasks, self._show)
        self._leads_on = False
        """Whether the keyboard waits for what came of the last thing asked."""
        theme = context.theme
        self.period = Choice(theme, "sendPeriod", self.tr("报告期"))
        self.period.offer([(period_word(period), period) for period in self._months()])
        self.period.currentIndexChanged.connect(self._turn)
        self._make_filing()
        self.table: Table[SendRow] = Table(theme, send_columns(self._problem), lines=2.6, name="preflight")
        self.table.stand_whole()
        self.table.setAccessibleName(self.tr("报送前检查"))
        self.table.picked.connect(self._open)
        self.table.selectionModel().currentRowChanged.connect(self._offer_nil)
        self.other_periods = OtherPeriods(context)
        self.other_periods.wanted.connect(self.choose)
        self.merging = MergeView(context)
        self.merging.done.connect(self._merged)
        self.sign_off = SignOff(theme)
        self.sign_off.wanted.connect(self._open_people)
        self.sign_off.signing.connect(partial(self._signed, sign))
        self.sign_off.taking_back.connect(partial(self._signed, take_back))
        self.files = AttachmentsCard(context)
        self.files.changed.connect(self.refresh)
        self.way = WayNotice(context)
        self.receipts = ReceiptsPart(context)
        self.receipts.visit.connect(self._visit)
        self.receipts.saved.connect(self._saved)
        self.receipts.printed.connect(self._print)
        self._lay_out()
        theme.changed.connect(self.refresh)

    def save_state(self) -> PageState:
        """The month that is chosen, what was told of it, reasons that were begun."""
        month = cast("Period", self.period.currentData())
        return PageState(month, self.filing.save_state(), self.sign_off.save_state(), self.nil_part.save_state())

    def restore_state(self, held: PageState) -> None:
        """Turn to that month, tell again what was told, and put the reasons back."""
        self.choose(held.period)
        self.filing.restore_state(held.told)
        self.sign_off.restore_state(held.reason)
        self.nil_part.restore_state(held.nil)

    @property
    def outcome(self) -> Word:
        """What came of the last thing asked."""
        return self.filing.banner.said

    def choose(self, period: Period) -> None:
        """Turn to the month a period ends in."""
        month = Period(period.year, "month", period.months)
        if self.period.findText(period_word(month)) < 0:
            self.period.offer([(period_word(p), p) for p in sorted({month, *self._months()}, reverse=True)], month)
        self.period.choose(month)

    def follow(self, period: Period) -> None:
        """Turn to the month of a return that was worked on, if that month can be filed by now."""
        month = Period(period.year, "month", period.months)
        if self.period.findText(period_word(month)) >= 0:
            self.period.choose(month)

    def _turn(self) -> None:
        """Another month: nothing can be sent of it before its list is there."""
        self._preflight = None
        self.bar.pause()
        self.refresh()

    def refresh(self) -> None:
        """Check the returns of the month anew."""
        session, firm, period = self._context.session, self._context.firm, self.period.currentData()
        if firm and isinstance(period, Period):
            self._gathering.ask(lambda: gather(session, firm, period))

    # filing

    def _make_filing(self) -> None:
        """The buttons, what they set going, and the cards of a nil return and of the way without a network."""
        theme = self._context.theme
        self.filing = Filing(self._context, self._wish, self)
        self.bar = SendBar(theme)
        self.nil_part = NilPart(theme)
        self.bar.send.connect(self.filing.send)
        self.bar.precheck.connect(self.filing.precheck)
        self.bar.ask.connect(self.filing.ask)
        self.bar.nil.connect(self._ask_nil)
        self.nil_part.declared.connect(self.filing.send_nil)
        self.carrying = CarryPart(theme)
        self.carrying.out.connect(self.filing.carry_out)
        self.carrying.back.connect(self.filing.take_back)
        self.filing.begun.connect(self._pause)
        self.filing.over.connect(self._go_on)
        self.filing.diagnose.connect(self.diagnose)

    def _pause(self) -> None:
        """Something is under way: the keyboard of whoever asked for it goes to the button that ends it."""
        held = cast("QWidget | None", self.window().focusWidget())
        if held is not None and self.isAncestorOf(held):
            self.filing.under_way.halt.setFocus(Qt.FocusReason.OtherFocusReason)
        self.bar.pause()
        self.carrying.pause()

    def _go_on(self) -> None:
        self._leads_on = self.filing.under_way.had_keyboard
        self.refresh()

    def _lead_on(self) -> None:
        """Give the keyboard to what comes next (trying again, filing, the returns), and show what came of it."""
        self._leads_on = False
        after = () if self.filing.troubled else (self.bar.go,)
        ways = (entrance(each) for each in (self.filing.banner.button, *after, self.table))
        found = next((way for way in ways if way is not None), None)
        if found is not None:
            found.setFocus(Qt.FocusReason.OtherFocusReason)
        self._board.ensureWidgetVisible(self.filing.banner)

    def _wish(self) -> Wish | None:
        seen = self._preflight
        if seen is None:
            return None
        return Wish(seen.period, tuple(each.form for each in seen.ready), self.sign_off.reason())

    def _problem(self, shown: SendRow) -> str:
        return self.filing.problem_of(shown.check.return_key) if shown.check and shown.state not in FILED else ""

    def _row(self) -> SendRow | None:
        at = self.table.currentIndex()
        return self.table.rows_model.rows[at.row()] if at.isValid() else None

    def _offer_nil(self) -> None:
        self.bar.offer_nil(self._row(), busy=self.filing.busy)

    def _ask_nil(self) -> None:
        shown = self._row()
        if shown is not None:
            self.nil_part.ask(shown)

    # showing

    def _show(self, preflight: Preflight) -> None:
        self._preflight = preflight
        self.filing.know(preflight)
        self.table.put(preflight.rows)
        self.bar.show_preflight(preflight, busy=self.filing.busy)
        self.carrying.show_waiting(preflight.waiting, busy=self.filing.busy)
        self._offer_nil()
        self.other_periods.look(preflight)
        self.way.show_first(preflight.warnings)
        places = [
            (f"{each.form_name} · {period_word(each.period)}", each.form, each.period)
            for each in preflight.entered
        ]
        self.files.show_files(preflight.files, places)
        self.sign_off.show_people(preflight.people, wants_reason=any(each.corrects for each in preflight.ready))
        self.sign_off.show_signed(preflight.rows)
        self.receipts.show_rows([each for each in preflight.rows if each.receipt is not None])
        if self._leads_on:
            self._lead_on()

    # signing

    def _open_people(self) -> None:
        if self._preflight is not None:
            session, people = self._context.session, self._preflight.people
            profile = session.pack.profile
            first = next((code for role, code in profile.people.items() if not people.get(role)), "")
            own = session.forms[profile.form].period_of(self._preflight.period)
            self.open_return.emit(profile.form, own, first)

    def _signed(self, act: SignAct, role: str, places: tuple[Place, ...]) -> None:
        """Sign, or take it back, and look anew."""
        session, firm = self._context.session, self._context.firm
        work = partial(act, session, firm, role, places)
        self._context.tasks.change(lambda _: work(), self._looked, self.filing.failed)

    def _looked(self, _: object) -> None:
        self.refresh()

    # going elsewhere

    def _open(self, shown: SendRow) -> None:
        if shown.state == "conflict":
            self.show_merging(shown.form, shown.period)
            return
        returned = shown.decision.findings if shown.decision is not None and shown.state == "rejected" else ()
        self._visit(shown, next((cell for finding in returned for cell in finding.cells), ""))

    def show_merging(self, form: str, period: Period) -> None:
        """A return that was filed elsewhere too: before, here and filed, to be decided cell by cell."""
        self.merging.open(form, period)
        self._stack.setCurrentWidget(self.merging)

    def _merged(self) -> None:
        self._stack.setCurrentIndex(0)
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)
        self.refresh()

    def _visit(self, shown: SendRow, cell: str) -> None:
        where, _, address = cell.rpartition("/")
        form, _, period = where.partition(".")
        if where:
            self.open_return.emit(form, Period.parse(period), address)
        else:
            self.open_return.emit(shown.form, shown.period, address)

    def _print(self, shown: SendRow) -> None:
        self.print_receipt.emit(shown.form, shown.period)

    def _saved(self, path: Path) -> None:
        self.filing.banner.tell_written(self.tr("回执已保存到 {}").format(path), path)

    def _months(self) -> list[Period]:
        session = self._context.session
        return months_ended(session.pack, session.clock.now().date())

    def _lay_out(self) -> None:
        theme = self._context.theme
        title = page_title(theme, self.tr("报送"))
        left = column(
            theme,
            row(theme, title, None, self.period, self.bar.go),
            self.filing.banner,
            self.filing.under_way,
            self.way,
            framed(theme, self.table),
            self.other_periods,
            self.sign_off,
            self.bar,
            self.nil_part,
            self.carrying,
            self.files,
            None,
            gap=0.8,
        )
        right = column(theme, self.receipts)
        pad = theme.margin
        both = row(theme, left, right, gap=1.4)
        both.setContentsMargins(pad, pad, pad, pad)
        both.setStretch(0, 5)
        both.setStretch(1, 3)
        self._board = board = Board(theme, both, ROOM_BESIDE)
        board.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        self._stack = QStackedWidget()
        outer.addWidget(self._stack)
        self._stack.addWidget(board)
        self._stack.addWidget(self.merging)
        board.hold(both)
        QWidget.setTabOrder(self.sign_off.last, self.bar.go)  # wherever it stands: one signs, then files
