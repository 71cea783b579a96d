"""How the workbook was understood: every guess with its reason, and another choice for each."""

from __future__ import annotations

import msgspec
from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QWidget

from client.ui.ground.language import spoken, told
from client.ui.ground.terms import QT_TRANSLATE_NOOP, Terms
from client.ui.ground.words import Word, period_word, unit_word
from client.ui.importing.columns import sheet_columns
from client.ui.importing.line_fix import UNITS
from client.ui.importing.value_columns import ColumnsPart
from client.ui.parts.basics import button, column, inset, label, plain, row, set_shown
from client.ui.parts.choice import Choice
from client.ui.parts.flow import flow
from client.ui.parts.frame import BUTTON
from client.ui.parts.hinted import HintedEdit
from client.ui.parts.shown import Shown
from client.ui.parts.table import Table, TableColumn
from client.ui.theme.theme import Theme
from client.usecases.books.importing import ImportPlan
from client.workbook import NONE, Choices, Seen, SheetPlan
from forms.pack import Pack
from forms.periods import Period

ROWS = 3
"""So many of each list are seen at least."""
ABREAST = 36
"""Lines of text there must be room for to show how a sheet was understood beside what its columns hold."""


class Guesses(QWidget):
    """``chosen`` carries the ``Choices`` that are to stand in the place of guesses."""

    chosen = Signal(object)

    def __init__(self, theme: Theme, pack: Pack) -> None:
        super().__init__()
        self._theme = theme
        self._pack = pack
        self._own = NONE
        self._sheets: tuple[SheetPlan, ...] = ()
        tick = TableColumn[SheetPlan](QCoreApplication.translate("import", "读"), self._tick, 2.2)
        self.sheets: Table[SheetPlan] = Table(theme, (tick, *sheet_columns(pack)), lines=2.6, name="importSheets")
        self.sheets.setAccessibleName(self.tr("工作表"))
        self.sheets.ticked.connect(self._toggle)
        self.sheets.selectionModel().currentRowChanged.connect(self._turned)
        self.seen: Table[Seen] = Table(theme, self._seen_columns(), lines=2.6, name="importSeen")
        self.seen.setAccessibleName(self.tr("这张表是怎么认的"))
        self.columns = ColumnsPart(theme)
        self.columns.chosen.connect(self._say_columns)
        self.unit = Choice(theme, "guessUnit", self.tr("金额单位"))
        self.unit.offer([(self.tr("单位：自动认"), ""), *((unit_word(each), each) for each in UNITS)])
        self.way = Choice(theme, "guessWay", self.tr("排列方向"))
        ways = [("down", self.tr("指标竖排，一行一个")), ("across", self.tr("指标横排，一行一条"))]
        self.way.offer([(self.tr("方向：自动认"), None), *((words, value) for value, words in ways)])
        self.period = Choice(theme, "guessPeriod", self.tr("表上的数属于哪一期"))
        self.firm = Choice(theme, "guessFirm", self.tr("表上写的单位"))
        self.firm.offer([(self.tr("只取本单位的"), False), (self.tr("写着别的单位也取"), True)])
        self.months = Choice(theme, "guessMonths", self.tr("并排的各月是什么数"))
        months = [("added", self.tr("当月数，加到本期")), ("sums", self.tr("1 月起的累计数"))]
        self.months.offer([(self.tr("各月：自动认"), ""), *((words, value) for value, words in months)])
        self.heading = HintedEdit("guessHeading", self.tr("表头行号：自动认"), self.tr("表头最下面一行的行号"))
        self.heading.editingFinished.connect(self._changed)
        self.reset = button(self.tr("全部恢复自动认"), self._reset, name="guessReset")
        for each in (self.unit, self.way, self.period, self.months, self.firm):
            each.currentIndexChanged.connect(self._changed)
        for table in (self.sheets, self.seen, self.columns.table):
            table.keep(ROWS)
        self._below = row(theme, gap=0)
        self._lay_out()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """How a sheet and its columns were understood: side by side, or one below the other."""
        super().resizeEvent(event)
        beside, below = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
        self._below.setDirection(beside if self.width() >= self._theme.space(ABREAST) else below)

    def show_plan(self, plan: ImportPlan, own: Choices, periods: list[Period]) -> None:
        """Show how each sheet was understood and what was chosen."""
        self._own, self._sheets = own, plan.sheets
        self.sheets.put(plan.sheets)
        offered: list[tuple[str, object]] = [(self.tr("报告期：照表上"), None)]
        self.period.offer([*offered, *((period_word(each), each) for each in periods)], own.period)
        kept = ((self.unit, own.unit), (self.way, own.orientation), (self.months, own.months))
        for choice, value in (*kept, (self.firm, own.any_enterprise)):
            choice.turn_to(value)
        self.heading.setText(str(own.heading) if own.heading else "")
        self.reset.setEnabled(own != NONE)
        self._turned()

    def _tick(self, sheet: SheetPlan) -> Shown:
        return Shown(tick=bool(sheet.taken) if not self._own.sheets else sheet.name in self._own.sheets)

    def _toggle(self, sheet: SheetPlan) -> None:
        """Read a sheet, hidden ones too, or do not."""
        ticked = [each.name for each in self._sheets if self._tick(each).tick]
        names = [name for name in ticked if name != sheet.name] if sheet.name in ticked else [*ticked, sheet.name]
        if names:
            self.chosen.emit(msgspec.structs.replace(self._own, sheets=tuple(names)))

    def _turned(self) -> None:
        at = self.sheets.currentIndex().row()
        sheet = self._sheets[at] if 0 <= at < len(self._sheets) else None
        self.seen.put(sheet.seen if sheet is not None else ())
        self.columns.show_sheet(sheet.columns if sheet is not None else (), self._own)
        set_shown(self.columns, sheet is not None and bool(sheet.columns))

    def _say_columns(self, columns: dict[str, str]) -> None:
        self.chosen.emit(msgspec.structs.replace(self._own, columns=columns))

    def _changed(self) -> None:
        typed = self.heading.text().strip()
        own = msgspec.structs.replace(
            self._own,
            unit=str(self.unit.currentData() or ""),
            orientation=self.way.currentData(),
            period=self.period.currentData(),
            months=self.months.currentData(),
            any_enterprise=bool(self.firm.currentData()),
            heading=int(typed) if typed.isdecimal() and int(typed) else None,
        )
        if own != self._own:
            self.chosen.emit(own)

    def _reset(self) -> None:
        self.chosen.emit(NONE)

    def _seen_columns(self) -> tuple[TableColumn[Seen], ...]:
        translate = QCoreApplication.translate
        return (
            TableColumn(translate("import", "猜的是"), lambda seen: Shown(_GUESSED.get(seen.what, seen.what)), 5),
            TableColumn(translate("import", "认作"), self._value, 9, stretch=1),
            TableColumn(translate("import", "为什么"), lambda seen: Shown(seen.why.what(spoken())), 12, stretch=3),
            TableColumn("", _whose, 4.4, drop=1),
        )

    def _value(self, seen: Seen) -> Shown:
        words = {"down": self.tr("竖排"), "across": self.tr("横排")}
        if seen.what == "form" and seen.value in self._pack.forms:
            form = self._pack.forms[seen.value]
            return Shown(told(form.name, form.name_en))
        if seen.what == "heading":
            return Shown(self.tr("第 {} 行").format(seen.value))
        return Shown(words.get(seen.value, seen.value))

    def _lay_out(self) -> None:
        theme = self._theme
        said = label(theme, self.tr("认错了就在这里指定；指定后马上按它重新读。"), role="soft", wrap=True)
        controls = (self.unit, self.way, self.period, self.months, self.heading, self.firm, self.reset)
        bar = column(theme, said, flow(theme, *controls, gap=0.4), gap=0.4)
        bar.setContentsMargins(theme.margin, theme.space(0.6), theme.margin, theme.space(0.6))
        why = label(theme, self.tr("选中的表是怎么认的"), bold=True)
        heading = row(theme, why, None)
        heading.setContentsMargins(theme.margin, theme.space(0.3), theme.margin, theme.space(0.3))
        why.setMinimumHeight(theme.space(BUTTON))  # as the heading beside it, which has a choice
        how = column(theme, heading, inset(theme, self.seen), gap=0)
        how.setStretch(1, 1)
        self._below.addWidget(plain(how), 3)
        self._below.addWidget(self.columns, 2)
        whole = column(theme, bar, inset(theme, self.sheets), self._below, gap=0)
        whole.setStretch(1, 3)
        whole.setStretch(2, 2)
        self.setLayout(whole)


_GUESSED = Terms(
    "import",
    {
        "form": QT_TRANSLATE_NOOP("import", "报表"),
        "orientation": QT_TRANSLATE_NOOP("import", "方向"),
        "heading": QT_TRANSLATE_NOOP("import", "表头"),
        "unit": QT_TRANSLATE_NOOP("import", "单位"),
        "period": QT_TRANSLATE_NOOP("import", "报告期"),
        "enterprise": QT_TRANSLATE_NOOP("import", "填报单位"),
    },
)


def _whose(seen: Seen) -> Shown:
    translate = QCoreApplication.translate
    chosen, guessed = Word(translate("import", "指定"), "accent"), Word(translate("import", "自动"), "plain")
    return Shown(chips=(chosen if seen.chosen else guessed,))
