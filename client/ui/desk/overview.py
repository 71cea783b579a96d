"""What is due and in how many days, the alarm for what is complete but not sent, the month, the last receipts."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QLocale, Signal
from PySide6.QtWidgets import QBoxLayout, QVBoxLayout, QWidget

from client.ui.desk.columns import desk_columns
from client.ui.desk.deadlines import Deadlines
from client.ui.desk.going_on import GoingOn
from client.ui.desk.invitation import Invitation
from client.ui.desk.received import Received
from client.ui.desk.resuming import Resuming
from client.ui.frame.context import Context
from client.ui.ground.language import spoken
from client.ui.ground.owing_words import owing_words, returns_words
from client.ui.ground.words import bracketed, date_word, listed, period_word, said
from client.ui.parts.asking import ask_where
from client.ui.parts.banner import Banner
from client.ui.parts.basics import button, column, framed, label, row, set_shown
from client.ui.parts.board import Board
from client.ui.parts.frame import page_title
from client.ui.parts.table import Table
from client.usecases.returns.states import FILED
from client.usecases.views.desk_rows import Desk, DeskRow
from forms.problems import CodedError
from forms.words import Count

if TYPE_CHECKING:
    from client.usecases.views.owing import Owing

ROOM_BESIDE = 66
"""Lines of text the page must be wide for the month to stand beside the table."""


class Overview(QWidget):
    """``open_return`` and ``send`` lead on from a row, ``definitions`` to where a newer version is fetched;
    ``changed`` tells that the desk has to be asked for anew.
    """

    open_return = Signal(str, object, str)
    send = Signal(object)
    choose_book = Signal()
    definitions = Signal()
    changed = Signal()
    firms = Signal()
    firm_chosen = Signal(str)
    tables = Signal(object)
    """Everything entered for the enterprise, and what was found in it, is to be written to a file."""

    def __init__(self, context: Context, within: QWidget) -> None:
        super().__init__(within)
        self._context = context
        self._desk: Desk | None = None
        theme = context.theme
        self._title = page_title(theme)
        self._title.setObjectName("deskTitle")
        self._subtitle = label(theme, role="soft", wrap=True)
        self._subtitle.setObjectName("deskSubtitle")
        self.give = button(self.tr("导出报表和问题…"), self._give, name="exportDesk")
        self._alarm = Banner(theme, closable=False)
        self._alarm.acted.connect(self._send)
        self._on_its_way = Banner(theme, closable=False)
        self._on_its_way.setObjectName("withoutReceipt")
        self._on_its_way.acted.connect(self._look)
        self._unknown = Banner(theme, closable=False)
        self._unknown.setObjectName("unknownForms")
        self._unknown.acted.connect(self.definitions)
        self._others = Banner(theme)
        self._others.setObjectName("othersOwing")
        self.told = Banner(theme)
        """What came of something asked for here: it leaves the alarm in sight."""
        self.resuming = Resuming(context)
        self.resuming.done.connect(self.changed)
        self.going_on = GoingOn(context)
        self.table: Table[DeskRow] = Table(theme, desk_columns(), lines=3.1, name="due")
        self.table.stand_whole()
        self.table.setAccessibleName(self.tr("待报报表"))
        self.table.picked.connect(self._follow)
        self.invitation = Invitation(theme)
        self.invitation.choose_book.connect(self.choose_book)
        self.deadlines = Deadlines(theme)
        self.deadlines.wanted.connect(self._ask_where)
        self._received = Received(theme)
        self._sides = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._lay_out()

    def _lay_out(self) -> None:
        theme = self._context.theme
        self._sides.setSpacing(theme.space(0.9))
        self._sides.addLayout(column(theme, framed(theme, self.table), self.invitation, None, gap=0.9), 1)
        self._sides.addLayout(column(theme, self.deadlines, self._received, None, gap=0.9))
        whole = column(
            theme,
            column(theme, row(theme, self._title, None, self.give), self._subtitle, gap=0.15),
            self.told,
            self._alarm,
            self._on_its_way,
            self._unknown,
            self._others,
            self.resuming,
            self.going_on,
            self._sides,
            None,
            gap=0.9,
        )
        pad = theme.margin
        whole.setContentsMargins(pad, pad, pad, pad)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        board = Board(theme, self._sides, ROOM_BESIDE)
        outer.addWidget(board)
        board.hold(whole)

    def show_desk(self, desk: Desk) -> None:
        """Show what is due."""
        self._desk = desk
        self.table.put(desk.rows)
        self._show_heading(desk)
        self._show_alarm(desk)
        self._show_on_its_way(desk)
        self._show_unknown(desk)
        self._received.show_receipts(desk.receipts)
        self.deadlines.show_desk(desk, self._context.session.clock.now().date())
        untouched = all(row.state == "empty" for row in desk.rows)
        self.invitation.invite(untouched=untouched)
        set_shown(self.give, not untouched)

    def _follow(self, shown: DeskRow) -> None:
        """Go on where this return is to be gone on with."""
        filed = shown.state in FILED and not shown.emptied
        if filed or shown.ready or (shown.state in ("queued", "sent") and not shown.past):
            self.send.emit(shown.period)
        else:
            self.open_return.emit(shown.form, shown.period, shown.address)

    def _send(self) -> None:
        ready = self._desk.complete_but_not_sent if self._desk else ()
        self.send.emit(ready[0].period if ready else None)

    def _look(self) -> None:
        without = self._desk.without_receipt if self._desk else ()
        self.send.emit(without[0].period if without else None)

    def _give(self) -> None:
        from client.ui.frame.exporting import of_returns

        context = self._context
        name = f"{context.firm_name or context.firm} " + self.tr("报表和问题")
        self.tables.emit(of_returns(self.tr("导出报表和问题"), name, context.session, (context.firm,)))

    def _ask_where(self) -> None:
        ask_where(
            self,
            self.tr("把截止日加入日历"),
            self.export,
            name="calendarDialog",
            kinds=self.tr("日历文件 (*.ics)"),
            suggested=self.tr("报送截止日") + ".ics",
        )

    def export(self, path: str) -> None:
        """Write the deadlines for another calendar."""
        from client.usecases.views.calendar_file import write as write_calendar

        desk, now, language = self._desk, self._context.session.clock.now(), spoken()
        if desk is not None:
            days = int(self._context.settings.get("reminders.days", 3))
            work = partial(write_calendar, desk, Path(path), now, days_ahead=days, language=language)
            self._again = partial(self.export, path)
            self._context.tasks.query(work, self._exported, self._not_exported)

    def _exported(self, path: Path) -> None:
        self.told.tell("good", self.tr("截止日已写到 {}，双击它就加入日历").format(path))

    def _not_exported(self, error: BaseException) -> None:
        if isinstance(error, CodedError):
            self.told.tell("query", said(error), self.tr("重试"), self._again)
        else:
            self._context.tasks.trouble.emit(error)

    def _show_heading(self, desk: Desk) -> None:
        today = self._context.session.clock.now()
        owed = desk.owed
        self._title.setText(
            self.tr("{} 张报表待报").format(Count(len(owed))) if owed else self.tr("本期报表都已送达")
        )
        date = self.tr("今天是{}，{}").format(date_word(today), QLocale().dayName(today.isoweekday()))
        due = ""
        if owed:
            said = self.tr("最近的截止日还有 {} 天") if owed[0] >= 0 else self.tr("最早的一张已逾期 {} 天")
            due = "　·　" + said.format(Count(abs(owed[0])))
        self._subtitle.setText(date + due)

    def _show_alarm(self, desk: Desk) -> None:
        ready = desk.complete_but_not_sent
        if not ready:
            self._alarm.hide()
            return
        self._alarm.tell(
            "query", self.tr("已填完但还没有报送：{}").format(returns_words(ready)), self.tr("去报送")
        )

    def _show_on_its_way(self, desk: Desk) -> None:
        """Whether the authority has what was filed is said as long as it is not known."""
        without = desk.without_receipt
        if not without:
            self._on_its_way.hide()
            return
        words = self.tr("还没有回执：{}。主管部门可能还没有收到，请到报送页查询结果")
        if self._context.settings.get("network.poll_minutes", True):
            words = self.tr("还没有回执：{}。主管部门可能还没有收到，联网后自动送出")
        self._on_its_way.tell("hint", words.format(returns_words(without)), self.tr("查看"))

    def show_others(self, others: Sequence[Owing]) -> None:
        """Who has one enterprise in hand is told of the others that owe something."""
        if not others:
            self._others.hide()
            return
        words = self.tr("别家单位也有该报的：{}").format(owing_words(others, 3))
        if len(others) == 1:
            go = partial(self.firm_chosen.emit, others[0].firm)
            self._others.tell("query", words, self.tr("切换到这家"), go)
        else:
            self._others.tell("query", words, self.tr("查看单位"), self.firms.emit)

    def _show_unknown(self, desk: Desk) -> None:
        if not desk.unknown:
            self._unknown.hide()
            return
        lacking = (bracketed(each.title, f"{each.form} · {period_word(each.period)}") for each in desk.unknown[:3])
        names = listed(lacking)
        words = self.tr("主管部门还要求报送 {} 张表，本机的报表制度里没有：{}。更新制度后即可填报。")
        self._unknown.tell("error", words.format(Count(len(desk.unknown)), names), self.tr("更新报表制度…"))
