"""The months a workbook holds: which of them are taken, one, several or all."""

from __future__ import annotations

from itertools import groupby

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QWidget

from client.ui.ground.language import spoken, told
from client.ui.ground.words import period_word
from client.ui.parts.announcing import announce
from client.ui.parts.basics import button, clear, column, label, set_shown
from client.ui.parts.flow import flow
from client.ui.theme.theme import Theme
from forms.periods import Period


class MonthsPart(QWidget):
    """Hidden where a workbook holds one month only. ``chosen`` carries the months that are to be taken."""

    chosen = Signal(object)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.setObjectName("importMonths")
        self._months: tuple[Period, ...] = ()
        self._taken: tuple[Period, ...] = ()
        self.buttons: dict[Period, QPushButton] = {}
        self.found = label(theme, bold=True)
        self.found.setObjectName("monthsFound")
        self.all = button(self.tr("全部取"), self._take_all, name="allMonths")
        self.newest = button(self.tr("只取最近一个月"), self._take_newest, name="newestMonth")
        self._chips = flow(theme, gap=0.3)
        said = flow(theme, self.found, self.all, self.newest)
        self.setLayout(column(theme, said, self._chips, gap=0.35))
        set_shown(self, False)

    def show_months(self, months: tuple[Period, ...], taken: tuple[Period, ...]) -> None:
        """Show what there is and what is taken of it; whoever is choosing keeps the keyboard."""
        if months != self._months:
            self._months = months
            self._offer()
            if len(months) > 1:
                announce(self, self.found.text())
        self._taken = taken
        for month, made in self.buttons.items():
            made.setChecked(month in taken)
        self.all.setEnabled(len(taken) < len(months))
        self.newest.setEnabled(taken != months[-1:])
        set_shown(self, len(months) > 1)

    def _offer(self) -> None:
        """A button a month, each year before its own."""
        clear(self._chips)
        self.buttons = {}
        if len(self._months) <= 1:
            return
        first, last = (period_word(month) for month in (self._months[0], self._months[-1]))
        self.found.setText(self.tr("这本工作簿里有 {} 个月：{} … {}").format(len(self._months), first, last))
        self.buttons = {month: self._button(month) for month in self._months}
        for year, months in groupby(self._months, lambda month: month.year):
            shown = label(self._theme, told(f"{year}年", str(year)), role="soft")
            shown.setContentsMargins(self._theme.space(0.5) if self._chips.count() else 0, 0, 0, 0)
            self._chips.addWidget(shown)
            for month in months:
                self._chips.addWidget(self.buttons[month])

    def _button(self, month: Period) -> QPushButton:
        short = month.label().partition("年")[2] if spoken() == "zh" else f"{month.index:02d}"
        made = button(short, self._turn, name=f"month_{month}")
        made.setProperty("value", month)
        made.setCheckable(True)
        made.setProperty("role", "chip")
        made.setAccessibleName(period_word(month))
        return made

    def _turn(self) -> None:
        """Take a month, or leave it; the last one stays."""
        taken = set(self._taken) ^ {self.sender().property("value")}
        self._take(tuple(each for each in self._months if each in taken) or self._taken)

    def _take_all(self) -> None:
        self._take(self._months)

    def _take_newest(self) -> None:
        self._take(self._months[-1:])

    def _take(self, months: tuple[Period, ...]) -> None:
        """Several presses one after the other each count from what was pressed last."""
        changed, self._taken = months != self._taken, months
        for month, made in self.buttons.items():
            made.setChecked(month in months)
        if changed:
            self.chosen.emit(months)
