"""导入: drop a workbook, look at what it would change, apply or discard it, take it back."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from client.base.errors import UserError
from client.ui.context import Context
from client.ui.importing.months import last_ended
from client.ui.importing.review import Review
from client.ui.parts.banner import Banner
from client.ui.parts.basics import button, column
from client.ui.parts.empty import Empty
from client.ui.words import period_word, said
from client.usecases.importing import ImportPlan, apply, plan, undo
from forms.periods import Period
from forms.problems import CodedError
from forms.returns import Change

_PERIODS_OFFERED = 24


class ImportPage(QWidget):
    """States: waiting for a workbook, reading it, reviewing it, done. ``open_return`` leads to the grid."""

    choose_book = Signal()
    open_return = Signal(str, object, str)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._path: Path | None = None
        self._plan: ImportPlan | None = None
        self._import_id = 0
        self._asked_for: Period | None = None
        theme = context.theme
        self.problem = Banner(theme)
        self._stack = QStackedWidget()
        self._waiting = self._make_waiting()
        self._reading = Empty(theme, "file", self.tr("正在读取…"), "")
        self.review_part = Review(theme, context.session.pack)
        self.review_part.accepted.connect(self.accept)
        self.review_part.discarded.connect(self.discard)
        self.review_part.period_chosen.connect(self._with_period)
        self._done = self._make_done()
        for state in (self._waiting, self._reading, self.review_part, self._done):
            self._stack.addWidget(state)
        said_above = column(theme, self.problem)
        said_above.setContentsMargins(theme.space(1.2), theme.space(0.6), theme.space(1.2), 0)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(said_above)
        whole.addWidget(self._stack, 1)

    @property
    def state(self) -> str:
        """``waiting``, ``reading``, ``review`` or ``done``."""
        return ("waiting", "reading", "review", "done")[self._stack.currentIndex()]

    def review(self, path: Path) -> None:
        """Read a workbook and show what it would change; nothing is stored."""
        self._path = path
        self._asked_for = None
        self._read(last_ended(self._context.session.clock.now().year, self._context.session.clock.now().month))

    def accept(self) -> None:
        """Store the reviewed plan in one transaction."""
        planned, session = self._plan, self._context.session
        if planned is not None:
            self.review_part.accept.setEnabled(False)
            self._context.tasks.change(lambda _: apply(session, planned), self._applied, self._failed)

    def discard(self) -> None:
        """Forget the plan."""
        self._plan = None
        self.problem.hide()
        self._stack.setCurrentWidget(self._waiting)

    def take_back(self) -> None:
        """Undo the import as one."""
        session, firm, import_id = self._context.session, self._context.firm, self._import_id
        self._context.tasks.change(lambda _: undo(session, firm, import_id), self._taken_back, self._failed)

    def light_up(self, over: bool) -> None:
        self._target.light_up(over)

    def _make_waiting(self) -> QWidget:
        choose = button(self.tr("选择工作簿…"), self.choose_book, role="primary", name="chooseForImport")
        self._target = Empty(
            self._context.theme,
            "import",
            self.tr("把工作簿拖到窗口里"),
            self.tr("Excel、WPS、CSV 都可以。先看会改动什么、什么没有取用，确认后才写入，写入后也能整体撤销。"),
            choose,
            drop=True,
        )
        around = column(self._context.theme, self._target)
        room = self._context.theme.space(1.2)
        around.setContentsMargins(room, room, room, room)
        waiting = QWidget()
        waiting.setLayout(around)
        return waiting

    def _make_done(self) -> Empty:
        self._to_entry = button(self.tr("去填报"), self._open_first, role="primary", name="toEntry")
        self._undo = button(self.tr("撤销这次导入"), self.take_back, name="undoImport")
        more = button(self.tr("再导入一个"), self.discard, name="importMore")
        return Empty(self._context.theme, "check", "", "", self._to_entry, self._undo, more)

    def _read(self, period: Period) -> None:
        path, session, firm = self._path, self._context.session, self._context.firm
        assert path is not None
        self.problem.hide()
        self._reading.text.setText(path.name)
        self._stack.setCurrentWidget(self._reading)
        self._context.tasks.query(lambda: plan(session, path, firm, period), self._planned, self._failed)

    def _with_period(self, period: Period) -> None:
        self._asked_for = period
        self._read(period)

    def _planned(self, planned: ImportPlan) -> None:
        named = self._named_period(planned)
        if named is not None and self._asked_for is None:
            self._asked_for = named
            self._read(named)
            return
        self._plan = planned
        self.review_part.show_plan(planned, self._periods(planned.period))
        self._stack.setCurrentWidget(self.review_part)

    def _named_period(self, planned: ImportPlan) -> Period | None:
        """The period the workbook itself speaks of, when that is another than the one it was read for."""
        offered = {period_word(period): period for period in self._periods(planned.period)}
        named = {w.params.get("named", "") for w in planned.warnings if w.code == "warn.period"}
        return offered.get(next(iter(named))) if len(named) == 1 else None

    def _periods(self, around: Period) -> list[Period]:
        """The last two years' months, newest first, and the one in hand."""
        now = self._context.session.clock.now()
        months = [Period(now.year - n // 12, "month", 12 - n % 12) for n in range(_PERIODS_OFFERED + 12)]
        ended = [m for m in months if m.index > 1 and (m.year, m.index) <= (now.year, now.month)]
        return ended if around in ended else [around, *ended]

    def _failed(self, error: BaseException) -> None:
        if isinstance(error, UserError) or (
            isinstance(error, CodedError) and error.code in ("store.undo-blocked",)
        ):
            self._stack.setCurrentWidget(self.review_part if self.state == "review" else self._waiting)
            self.problem.tell("error", said(error))
        else:
            self._stack.setCurrentWidget(self._waiting)
            self._context.tasks.trouble.emit(error)

    def _applied(self, import_id: int) -> None:
        assert self._plan is not None
        planned, self._import_id = self._plan, import_id
        names = "、".join(
            dict.fromkeys(f"{check.form_name}（{period_word(check.target.period)}）" for check in planned.checks)
        )
        errors = sum(check.count("error") for check in planned.checks)
        self._done.title.setText(self.tr("已写入 {} 项").format(planned.changed))
        after = self.tr("还有 {} 处需要处理。").format(errors) if errors else self.tr("没有强制性错误。")
        self._done.text.setText(f"{names}。{after}")
        self._undo.setEnabled(True)
        self._to_entry.setEnabled(True)
        self._stack.setCurrentWidget(self._done)

    def _taken_back(self, changes: tuple[Change, ...]) -> None:
        cells = sum(len(change.edits) for change in changes)
        self._done.title.setText(self.tr("已撤销，{} 项恢复原样").format(cells))
        self._done.text.setText("")
        self._undo.setEnabled(False)
        self._to_entry.setEnabled(False)
        self._stack.setCurrentWidget(self._done)

    def _open_first(self) -> None:
        assert self._plan is not None
        first = next((check for check in self._plan.checks if check.count("error")), self._plan.checks[0])
        place = next((ref.address for f in first.findings for ref in f.cells[:1] if f.rule != "REQ"), "")
        self.open_return.emit(first.target.form, first.target.period, place)
