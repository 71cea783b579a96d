"""报送: what stands in the way of each return, the sending with its progress, the receipts."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QFileDialog,
    QProgressBar,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from client.base.errors import JibaoError, WorldError
from client.sync.results import FilingResult, Progress
from client.ui.context import Context
from client.ui.language import spoken
from client.ui.parts.banner import Banner
from client.ui.parts.basics import button, card, clear, column, label, row, set_shown
from client.ui.parts.choice import Choice
from client.ui.parts.table import Table
from client.ui.sending.attachments import AttachmentsCard
from client.ui.sending.columns import promise_word, send_columns
from client.ui.sending.merging import MergeView
from client.ui.sending.nil import NilPart
from client.ui.sending.preflight import Preflight, SendRow, gather
from client.ui.sending.receipt_card import ReceiptCard
from client.ui.sending.signoff import SignOff
from client.ui.sending.work import ask, precheck, send, send_nil
from client.ui.words import is_of_the_way, period_word, said
from client.usecases import receipts
from client.usecases.filing import Filed
from client.usecases.prechecking import Prechecked
from client.usecases.states import FILED
from forms.periods import Period
from forms.problems import CodedError

_MONTHS_OFFERED = 24
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
        self.files = AttachmentsCard(context)
        self.files.changed.connect(self.refresh)
        self.go = button(self.tr("报送"), self.send, role="primary", name="send")
        self.ask_again = button(self.tr("查询结果"), self.ask, name="askAgain")
        self.before = button(self.tr("请端点预检"), self.precheck, name="precheck")
        self.before.setToolTip(self.tr("密封送去检查，不计入报送，也不留存"))
        self.banner = Banner(theme)
        self._doing = label(theme, role="soft")
        self._doing.setObjectName("sendProgress")
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setRange(0, 0)
        self._lay_out()
        self._show_doing("")
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
        self._begin(self.tr("正在连接…"))
        self._context.tasks.change(
            partial(send, session, firm, period, forms, reason), self._sent, self._failed, self._tell
        )

    def ask(self) -> None:
        """Ask about what was sent and not yet answered."""
        session, firm = self._context.session, self._context.firm
        self._again = self.ask
        self._begin(self.tr("正在查询…"))
        self._context.tasks.change(partial(ask, session, firm), self._asked, self._failed, self._tell)

    def precheck(self) -> None:
        """Ask the endpoint what it would say of the month, before anything is filed."""
        session, firm, period = self._context.session, self._context.firm, self.period.currentData()
        self._again = self.precheck
        self._begin(self.tr("正在预检…"))
        self._context.tasks.query(lambda: precheck(session, firm, period), self._prechecked, self._failed)

    # showing

    def _show(self, preflight: Preflight) -> None:
        self._preflight = preflight
        self.table.put(preflight.rows)
        self.table.setFixedHeight(self.table.height_of_all())
        self._offer_nil()
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
        self._names = {each.check.target.key: each.form_name for each in preflight.rows if each.check}
        self._show_receipts([each for each in preflight.rows if each.receipt is not None])

    def _show_receipts(self, rows: list[SendRow]) -> None:
        clear(self._receipts)
        for each in rows:
            made = ReceiptCard(self._context.theme, each)
            made.saved.connect(self._save)
            made.visit.connect(self._visit)
            self._receipts.addWidget(made)
        if not rows:
            none = label(
                self._context.theme, self.tr("报送后，端点签名的回执显示在这里。"), role="faint", wrap=True
            )
            self._receipts.addWidget(none)
        self._receipts.addStretch(1)

    def _show_doing(self, text: str) -> None:
        self._doing.setText(text)
        set_shown(self._doing, bool(text))
        set_shown(self._bar, bool(text))

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
        self._show_doing(text)

    def _tell(self, progress: Progress) -> None:
        words = {
            "promised": self.tr("{} 已向端点作出承诺，限时送达即为按时"),
            "uploading": self.tr("正在上传 {} 的附件"),
            "putting": self.tr("正在送出 {}"),
            "asking": self.tr("正在核对 {}"),
            "received": self.tr("{} 已送达，回执已验证"),
            "decided": self.tr("{} 已有受理结果"),
            "waiting": self.tr("{} 已送达，等待受理"),
            "trouble": self.tr("{} 暂时送不出去"),
        }
        name = self._names.get(progress.return_key, progress.return_key)
        self._show_doing(words[progress.doing].format(name))

    def _prechecked(self, found: tuple[Prechecked, ...]) -> None:
        self.sending = False
        self._show_doing("")
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
        self.sending = False
        self._show_doing("")
        troubled = [result for result in results if result.code is not None]
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
        elif received:
            self.banner.tell("good", self.tr("{} 张已送达，其中 {} 张已受理").format(received, accepted))
        self.refresh()

    def _failed(self, error: BaseException) -> None:
        self.sending = False
        self._show_doing("")
        if isinstance(error, CodedError):
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
            self.merging.open(shown.form, shown.period)
            self._stack.setCurrentWidget(self.merging)
            return
        self.open_return.emit(shown.form, shown.period, "")

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
        self._begin(self.tr("正在连接…"))
        work = partial(send_nil, session, firm, about.form, about.period, reason)
        self._again = partial(self._declare_nil, about, reason)
        self._context.tasks.change(work, self._sent, self._failed, self._tell)

    def _open_people(self) -> None:
        if self._preflight is not None:
            self.open_return.emit("JB", self._preflight.period.enclosing("year"), "JB031")

    def _visit(self, shown: SendRow, cell: str) -> None:
        where, _, address = cell.rpartition("/")
        form, _, period = where.partition(".")
        if where:
            self.open_return.emit(form, Period.parse(period), address)
        else:
            self.open_return.emit(shown.form, shown.period, address)

    def _save(self, shown: SendRow) -> None:
        assert shown.receipt is not None
        dialog = QFileDialog(self, self.tr("保存回执文件"))
        dialog.setObjectName("receiptDialog")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilter(self.tr("回执文件 (*.jbreceipt)"))
        dialog.selectFile(f"{shown.receipt.receipt_no}.jbreceipt")
        dialog.setProperty("version", shown.receipt.version_id)
        dialog.fileSelected.connect(self._save_to)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _save_to(self, path: str) -> None:
        session, firm = self._context.session, self._context.firm
        version = str(self.sender().property("version"))
        self._context.tasks.query(lambda: receipts.save_as(session, firm, version, Path(path)), self._saved)

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
            frame,
            self.sign_off,
            row(theme, self.go, self.before, self.ask_again, self.nil, self._doing, None, gap=0.7),
            self.nil_part,
            self._bar,
            self.files,
            None,
            gap=0.8,
        )
        self._receipts = column(theme, None, gap=0.7)
        right = column(theme, label(theme, self.tr("回执"), scale=1.15, bold=True), self._receipts, gap=0.7)
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
