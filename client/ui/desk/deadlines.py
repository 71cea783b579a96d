"""The card of deadlines: a month to look at and turn, and the way into the person's own calendar."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout

from client.ui.desk.month import Month
from client.ui.ground.language import told
from client.ui.ground.words import Tone, days_word, month_word, period_word
from client.ui.parts.basics import Tool, button, flush, label, row
from client.ui.theme.theme import Theme
from client.usecases.views.desk_rows import Desk


class Deadlines(QFrame):
    """``wanted`` asks for the calendar file."""

    wanted = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self._desk: Desk | None = None
        self._today = self._month = date(2000, 1, 1)
        self._title = label(theme, bold=True)
        self._title.setObjectName("deadlinesMonth")
        self.month = Month(theme)
        earlier = Tool(theme, "previous", self.tr("上个月"), self._earlier, name="earlierMonth")
        later = Tool(theme, "next", self.tr("下个月"), self._later, name="laterMonth")
        self._export = flush(button(self.tr("加入我的日历…"), self.wanted, role="link", name="exportCalendar"))
        inside = QVBoxLayout(self)
        pad = theme.space(0.9)
        inside.setContentsMargins(pad, theme.space(0.5), pad, theme.space(0.6))
        inside.setSpacing(theme.space(0.3))
        inside.addLayout(row(theme, self._title, None, earlier, later, gap=0.2))
        inside.addLayout(row(theme, None, self.month, None))
        inside.addLayout(row(theme, self._export, None))
        inside.addStretch(1)

    def show_desk(self, desk: Desk, today: date) -> None:
        """Show the month of the nearest open deadline that is not past, else this one."""
        if self._desk is None or self._desk.firm != desk.firm:
            days = [row.deadline.date() for row in desk.rows if row.open and row.deadline is not None]
            self._month = min((day for day in days if day >= today), default=today).replace(day=1)
        self._desk, self._today = desk, today
        dated = any(row.open and row.deadline is not None for row in desk.rows)
        self._export.setEnabled(dated or bool(desk.unknown))
        self._show()

    def _show(self) -> None:
        self._title.setText(month_word(self._month))
        due: dict[date, list[tuple[Tone, str]]] = {}
        for each in self._desk.rows if self._desk else ():
            if each.deadline is not None:
                name = told(each.form_name, each.form_name_en)
                tone: Tone = days_word(each.days_left).tone if each.open else "good"
                due.setdefault(each.deadline.date(), []).append((tone, f"{name} · {period_word(each.period)}"))
        worst: tuple[Tone, ...] = ("error", "query", "plain", "good")
        marks = {
            day: (min((tone for tone, _ in found), key=worst.index), "\n".join(words for _, words in found))
            for day, found in due.items()
        }
        self.month.show_month(self._month, self._today, marks)

    def _earlier(self) -> None:
        self._turn(-1)

    def _later(self) -> None:
        self._turn(1)

    def _turn(self, months: int) -> None:
        year, month = divmod(self._month.year * 12 + self._month.month - 1 + months, 12)
        self._month = date(year, month + 1, 1)
        self._show()
