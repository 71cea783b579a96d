"""Reminders from the system tray, or in the window where there is none: late filing is mostly forgetting."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QSystemTrayIcon

from client.ui.ground.language import told
from client.ui.ground.owing_words import owing_words
from client.ui.ground.words import days_word, period_word
from client.ui.theme.icons import own_icon
from client.usecases.home.settings_table import Value
from client.usecases.views.desk_rows import Desk, DeskRow

if TYPE_CHECKING:
    from client.usecases.views.owing import Owing

HOUR_MS = 60 * 60 * 1000
NAMED = 3


def due_soon(desk: Desk, days: int) -> tuple[DeskRow, ...]:
    """Returns the authority does not hold and that are due within ``days``, or late."""
    return tuple(row for row in desk.rows if row.open and row.days_left is not None and row.days_left <= days)


class Reminders(QObject):
    """``wanted`` asks for a fresh desk once an hour; ``opened`` tells that a reminder was clicked.

    ``unplaced`` carries, on one line, a reminder for which the system has no place, and whether it is news; blank
    when there is nothing to remind of any more.
    """

    wanted = Signal()
    opened = Signal()
    unplaced = Signal(str, bool)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._tray: QSystemTrayIcon | None = None
        self._told: tuple[date, tuple[str, ...]] | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(HOUR_MS)
        self._timer.timeout.connect(self.wanted)
        self._timer.start()

    def consider(
        self, desk: Desk, settings: Mapping[str, Value], today: date, others: Sequence[Owing] = ()
    ) -> str:
        """Remind of what is due soon, once a day and whenever more is; answers the words, if they are others now.

        Of what was reminded of, what is left of it is said where it stands, without calling anybody.
        """
        rows = due_soon(desk, int(settings["reminders.days"])) if settings["reminders.tray"] else ()
        others = others if settings["reminders.tray"] else ()
        if not rows and not others:
            if self._tray is not None:
                self._tray.hide()
            if self._told is not None:
                self._told = None
                self.unplaced.emit("", False)
            return ""
        owed = tuple(f"{each.firm} {each.count}" for each in others)
        now = (today, (*(f"{row.form} {row.period}" for row in rows), *owed))
        if now == self._told:
            return ""
        news = self._told is None or self._told[0] != today or not set(now[1]) <= set(self._told[1])
        self._told = now
        words = self._words(rows, rows[:NAMED])
        if others:
            words.append(owing_words(others, NAMED))
        if QSystemTrayIcon.isSystemTrayAvailable():
            self._show("\n".join(words), news=news)
        else:
            if not rows:
                self.unplaced.emit(self.tr("快到截止日了：{}").format(owing_words(others, 1)), news)
                return "\n".join(words)
            soonest = [row for row in rows if row.days_left is not None and row.days_left >= 0] or rows
            line = "　".join(self._words(rows, soonest[:1]))
            late = (soonest[0].days_left or 0) < 0
            sentence = self.tr("还没有报：{}") if late else self.tr("快到截止日了：{}")
            self.unplaced.emit(sentence.format(line), news)
        return "\n".join(words)

    def say(self, words: str) -> None:
        """Say what came of something, while there is something to be reminded of."""
        if self._tray is not None and self._tray.isVisible():
            self._tray.showMessage(self.tr("集报"), words, self._tray.icon())

    def _words(self, rows: Sequence[DeskRow], named: Sequence[DeskRow]) -> list[str]:
        lines = [
            f"{told(row.form_name, row.form_name_en)} · {period_word(row.period)}  {days_word(row.days_left).text}"
            for row in named
        ]
        return lines if len(rows) == len(named) else [*lines, self.tr("等 {} 张").format(len(rows))]

    def _show(self, words: str, *, news: bool) -> None:
        if self._tray is None:
            self._tray = QSystemTrayIcon(own_icon(), self)
            self._tray.messageClicked.connect(self.opened)
            self._tray.activated.connect(self.opened)
        self._tray.show()
        self._tray.setToolTip(words)
        if news:
            self._tray.showMessage(self.tr("集报：还没有报的报表"), words, self._tray.icon())
