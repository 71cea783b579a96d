"""报送: what stands in the way of each return, the sending with its progress, the receipts."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from client.base.errors import JibaoError, WorldError
from client.base.stopping import Stopped
from client.sync.results import FilingResult
from client.ui.context import Context
from client.ui.language import spoken
from client.ui.parts.banner import Banner
from client.ui.parts.basics import button, card, column, label, row, set_shown
from client.ui.parts.choice import Choice
from client.ui.parts.table import Table
from client.ui.sending.attachments import AttachmentsCard
from client.ui.sending.columns import promise_word, send_columns
from client.ui.sending.merging import MergeView
from client.ui.sending.nil import NilPart
from client.ui.sending.preflight import Preflight, SendRow, gather
from client.ui.sending.receipts_part import ReceiptsPart
from client.ui.sending.signoff import SignOff
from client.ui.sending.under_way import UnderWay
from client.ui.sending.way import WayNotice
from client.ui.sending.work import Work, ask, precheck, send, send_nil
from client.ui.words import is_of_the_way, period_word, said
from client.usecases.bureau.filing import Filed
from client.usecases.bureau.prechecking import Prechecked
from client.usecases.bureau.signatures import Place, sign, take_back
from client.usecases.home.session import Session
from client.usecases.returns.states import FILED
from forms.periods import Period
from forms.problems import CodedError

_MONTHS_OFFERED = 24
SignAct = Callable[[Session, str, str, tuple[Place, ...]], None]
ROOM_BESIDE = 52
"""Lines of text the page must be wide for the receipts to stand beside the list."""


class SendPage(QWidget):
    """One month at a time; forms of other frequencies come with the month they end in."""

    open_return = Signal(str, object, str)
    diagnose = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._preflight: Preflight | None = None
        self._problems: dict[str, str] = {}
        self._names: dict[str, str] = {}
        self.sending = False
        self._again: Callable[[], object] = self.send
        """What 重试 does: the same thing again, nothing else."""
        theme = context.theme
        self.period = Choice(theme, "sendPeriod", self.tr("报送期别"))
        self.period.offer([(period_word(period), period) for period in self._months()])
        self.period.currentIndexChanged.connect(self.refresh)
        self.table: Table[SendRow] = Table(theme, send_columns(self._problem), lines=3.0, name="preflight")
        self.table.setAccessibleName(self.tr("报送前检查"))
        self.table.picked.connect(self._open)
        self.table.selectionModel().currentRowChanged.connect(self._offer_nil)
        self.nil = button(self.tr("零申报…"), self._ask_nil, name="nil")
        self.nil_part = NilPart(theme)
        self.nil_part.declared.connect(self._declare_nil)
        self.merging = MergeView(context)
        self.merging.done.connect(self._merged)
        self.sign_off = SignOff(theme)
        self.sign_off.wanted.connect(self._open_people)
        self.sign_off.signing.connect(partial(self._signed, sign))
        self.sign_off.taking_back.connect(partial(self._signed, take_back))
        self.files = AttachmentsCard(context)
        self.files.changed.connect(self.refresh)
        self.go = button(self.tr("报送"), self.send, role="primary", name="send")
        self.ask_again = button(self.tr("查询结果"), self.ask, name="askAgain")
        self.before = button(self.tr("请端点预检"), self.precheck, name="precheck")
        self.before.setToolTip(self.tr("密封送去检查，不计入报送，也不留存"))
        self.banner = Banner(theme)
        self.way = WayNotice(context)
        self.under_way = UnderWay(theme)
        self.receipts = ReceiptsPart(context)
        self.receipts.visit.connect(self._visit)
        self.receipts.saved.connect(self._saved)
        self._lay_out()
        theme.changed.connect(self.refresh)

    def choose(self, period: Period) -> None:
        """Turn to the month a period ends in."""
        month = Period(period.year, "month", period.months)
        if self.period.findText(period_word(month)) < 0:
            self.period.offer([(period_word(p), p) for p in sorted({month, *self._months()}, reverse=True)], month)
        self.period.choose(month)

    def refresh(self) -> None:
        """Check the returns of the month anew."""
        session, firm, period = self._context.session, self._context.firm, self.period.currentData()
        if firm and isinstance(period, Period):
            self._context.tasks.query(lambda: gather(session, firm, period), self._show)

    def send(self) -> None:
        """File everything that is ready."""
        session, firm, period = self._context.session, self._context.firm, self.period.currentData()
        forms = [each.form for each in self._preflight.ready] if self._preflight else []
        reason = self.sign_off.reason()
        self._again = self.send
        self._file(partial(send, session, firm, period, forms, reason), self._sent)

    def ask(self) -> None:
        """Ask about what was sent and not yet answered."""
        session, firm = self._context.session, self._context.firm
        self._again = self.ask
        self._file(partial(ask, session, firm), self._asked, self.tr("正在查询…"))

    def precheck(self) -> None:
        """Ask the endpoint what it would say of the month, before anything is filed."""
        session, firm, period = self._context.session, self._context.firm, self.period.currentData()
        self._again = self.precheck
        self._file(partial(precheck, session, firm, period), self._prechecked, self.tr("正在预检…"))

    # showing

    def _show(self, preflight: Preflight) -> None:
        self._preflight = preflight
        self.table.put(preflight.rows)
        self.table.setFixedHeight(self.table.height_of_all())
        self._offer_nil()
        self.way.show_first(preflight.warnings)
        ready = [each for each in preflight.ready if each.state == "ready"]
        count = len(ready)
        self.go.setText(self.tr("报送 {} 张报表").format(count) if count else self.tr("没有可以报送的"))
        self.go.setEnabled(bool(count) and not self.sending)
        set_shown(self.ask_again, preflight.under_way)
        self.ask_again.setEnabled(not self.sending)
        entered = [each for each in preflight.rows if each.check is not None and each.check.filled]
        self.before.setEnabled(bool(entered) and not self.sending)
        places = [(f"{each.form_name} · {period_word(each.period)}", each.form, each.period) for each in entered]
        self.files.show_files(preflight.files, places)
        self.sign_off.show_people(preflight.people, wants_reason=any(each.corrects for each in ready))
        self.sign_off.show_signed(preflight.rows)
        self._names = {each.check.target.key: each.form_name for each in preflight.rows if each.check}
        self.receipts.show_rows([each for each in preflight.rows if each.receipt is not None])

    def _problem(self, shown: SendRow) -> str:
        return self._problems.get(shown.check.target.key, "") if shown.check and shown.state not in FILED else ""

    # sending

    def _begin(self, text: str) -> None:
        self.sending = True
        self._problems = {}
        self.banner.hide()
        self.go.setEnabled(False)
        self.ask_again.setEnabled(False)
        self.before.setEnabled(False)
        self.under_way.begin(text, self._names)

    def _file(self, work: Work, done: Callable[[Any], None], text: str = "") -> None:
        """Something that asks the endpoint for more than one thing, and can be ended between two of them."""
        self._begin(text or self.tr("正在连接…"))
        tasks, title = self._context.tasks, self.tr("报送报表")
        self.under_way.follow(tasks.long(title, work, done, self._failed, self.under_way.tell))

    def _end(self) -> None:
        self.sending = False
        self.under_way.end()

    def _prechecked(self, found: tuple[Prechecked, ...]) -> None:
        self._end()
        for each in found:
            if each.findings:
                told = "；".join(dict.fromkeys(finding.message or finding.rule for finding in each.findings))
                self._problems[each.check.target.key] = self.tr("预检：{}").format(told)
        count = sum(bool(each.findings) for each in found)
        if count:
            self.banner.tell("query", self.tr("预检：{} 张报表有问题，见下。没有报送任何数据。").format(count))
        else:
            self.banner.tell("good", self.tr("预检：端点没有发现问题。还没有报送。"))
        self.refresh()

    def _sent(self, filed: tuple[Filed, ...]) -> None:
        for each in filed:
            if each.problem is not None:
                self._problems[each.check.target.key] = each.problem.what(spoken())
        self._answered([each.result for each in filed if each.result is not None])

    def _asked(self, results: tuple[FilingResult, ...]) -> None:
        self._answered(list(results))

    def _answered(self, results: list[FilingResult]) -> None:
        stopped = self.under_way.stopped
        self._end()
        troubled = [result for result in results if result.code not in (None, "sync.stopped")]
        accepted = sum(result.state == "accepted" for result in results)
        received = sum(result.receipt is not None for result in results)
        for result in troubled:
            error = _error_of(result)
            promise = f"{promise_word(result.promised)}。" if result.promised and not result.receipt else ""
            self._problems[result.return_key] = promise + error.what(spoken())
        if any(result.alarm for result in troubled):
            self.banner.tell("error", self.tr("端点的答复对不上，已停止。请联系主管部门核实后再报送。"))
        elif troubled:
            first = _error_of(troubled[0])
            text = said(first) + self.tr("数据已冻结保存，不会丢失，也不会重复报送。")
            self._tell_failure(text, first)
        elif stopped:
            self._tell_stopped(results)
        elif received:
            self.banner.tell("good", self.tr("{} 张已送达，其中 {} 张已受理").format(received, accepted))
        self.refresh()

    def _tell_stopped(self, results: list[FilingResult]) -> None:
        """What is sent, what is queued and what was not begun; each can be gone on with."""
        received = sum(result.receipt is not None for result in results)
        queued = sum(result.receipt is None for result in results)
        begun = {result.return_key for result in results}
        waiting = [each for each in (self._preflight.ready if self._preflight else []) if each.state == "ready"]
        rest = sum(each.check is not None and each.check.target.key not in begun for each in waiting)
        if not rest:
            self._again = self.ask
        parts = [
            self.tr("{} 张已送达").format(received) if received else self.tr("还没有送达的"),
            self.tr("{} 张已冻结排队").format(queued) if queued else "",
            self.tr("{} 张还没有开始").format(rest) if rest else "",
        ]
        told = self.tr("，").join(part for part in parts if part)
        more = self.tr("没有丢失，随时可以继续。") if queued or rest else ""
        again = self.tr("继续") if queued or rest else ""
        self.banner.tell("query", self.tr("已停止：{}。{}").format(told, more), again, self._again)

    def _failed(self, error: BaseException) -> None:
        stopped = self.under_way.stopped
        self._end()
        if stopped and isinstance(error, Stopped):
            if self._again == self.precheck:
                self.banner.tell(
                    "query", self.tr("已停止预检。没有报送任何数据。"), self.tr("继续"), self.precheck
                )
            else:
                self._tell_stopped([])
        elif isinstance(error, CodedError):
            self._tell_failure(said(error) + self.tr("数据都在本机，没有丢失。"), error)
        else:
            self._context.tasks.trouble.emit(error)
        self.refresh()

    def _tell_failure(self, text: str, error: CodedError) -> None:
        why = self.diagnose.emit if is_of_the_way(error.code) else None
        self.banner.tell("query", text, self.tr("重试"), self._again, diagnose=why)

    # going elsewhere

    def _open(self, shown: SendRow) -> None:
        if shown.state == "conflict":
            self.show_merging(shown.form, shown.period)
            return
        self.open_return.emit(shown.form, shown.period, "")

    def show_merging(self, form: str, period: Period) -> None:
        """A return that was filed elsewhere too: before, here and filed, to be decided cell by cell."""
        self.merging.open(form, period)
        self._stack.setCurrentWidget(self.merging)

    def _merged(self) -> None:
        self._stack.setCurrentIndex(0)
        self.refresh()

    def _row(self) -> SendRow | None:
        at = self.table.currentIndex()
        return self.table.rows_model.rows[at.row()] if at.isValid() else None

    def _offer_nil(self) -> None:
        """Only a return with nothing in it can be declared to be nil."""
        shown = self._row()
        self.nil.setEnabled(shown is not None and shown.state == "empty" and not self.sending)

    def _ask_nil(self) -> None:
        shown = self._row()
        if shown is not None:
            self.nil_part.ask(shown)

    def _declare_nil(self, about: SendRow, reason: str) -> None:
        session, firm = self._context.session, self._context.firm
        self._again = partial(self._declare_nil, about, reason)
        self._file(partial(send_nil, session, firm, about.form, about.period, reason), self._sent)

    def _open_people(self) -> None:
        if self._preflight is not None:
            self.open_return.emit("JB", self._preflight.period.enclosing("year"), "JB031")

    def _signed(self, act: SignAct, role: str, places: tuple[Place, ...]) -> None:
        """Sign, or take it back, and look anew."""
        session, firm = self._context.session, self._context.firm
        self._context.tasks.change(lambda _: act(session, firm, role, places), self._looked, self._failed)

    def _looked(self, _: object) -> None:
        self.refresh()

    def _visit(self, shown: SendRow, cell: str) -> None:
        where, _, address = cell.rpartition("/")
        form, _, period = where.partition(".")
        if where:
            self.open_return.emit(form, Period.parse(period), address)
        else:
            self.open_return.emit(shown.form, shown.period, address)

    def _saved(self, path: Path) -> None:
        self.banner.tell("good", self.tr("回执已保存到 {}").format(path))

    def _months(self) -> list[Period]:
        """Months that may be filed, newest first; January is filed with February."""
        now = self._context.session.clock.now()
        ends = [divmod(now.year * 12 + now.month - 2 - back, 12) for back in range(_MONTHS_OFFERED)]
        return [Period(year, "month", month + 1) for year, month in ends if month > 0]

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The receipts stand beside the list where there is room, else below it."""
        super().resizeEvent(event)
        wide = self.width() >= self._context.theme.space(ROOM_BESIDE)
        beside, below = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
        self._board.setDirection(beside if wide else below)

    def _lay_out(self) -> None:
        theme = self._context.theme
        frame, inside = card(theme, 0.1)
        inside.addWidget(self.table)
        title = label(theme, self.tr("报送"), scale=1.5, bold=True)
        left = column(
            theme,
            row(theme, title, None, self.period),
            self.banner,
            self.way,
            frame,
            self.sign_off,
            row(theme, self.go, self.before, self.ask_again, self.nil, None, gap=0.7),
            self.under_way,
            self.nil_part,
            self.files,
            None,
            gap=0.8,
        )
        right = column(theme, self.receipts)
        self._board = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._board.setContentsMargins(0, 0, 0, 0)
        self._board.setSpacing(0)
        pad, top = theme.space(1.4), theme.space(1.1)
        left.setContentsMargins(pad, top, theme.space(0.7), pad)
        right.setContentsMargins(theme.space(0.7), top, pad, pad)
        self._board.addWidget(plain_padded(left), 5)
        self._board.addWidget(plain_padded(right), 3)
        self._stack = QStackedWidget()
        self._stack.addWidget(_scrolled(plain_padded(self._board)))
        self._stack.addWidget(self.merging)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._stack)


def _error_of(result: FilingResult) -> JibaoError:
    """What last went wrong, with its words."""
    return WorldError(result.code or "", **result.params)


def plain_padded(layout: QBoxLayout) -> QWidget:
    """A see-through widget around a layout that keeps its margins."""
    made = QWidget()
    made.setObjectName("plain")
    made.setLayout(layout)
    return made


def _scrolled(inside: QWidget) -> QScrollArea:
    area = QScrollArea()
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setWidgetResizable(True)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setWidget(inside)
    return area
