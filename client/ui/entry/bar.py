"""Above the grid: forms as tabs, the period, the verdict, the unit figures are shown in, search, undo and redo."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QSizePolicy, QVBoxLayout, QWidget

from client.ui.entry.findings.verdict_line import VerdictLine
from client.ui.entry.tabs import FormTabs
from client.ui.ground.words import Word, period_word, unit_word
from client.ui.parts.basics import Tool, row, rule, set_look, set_shown
from client.ui.parts.choice import Choice
from client.ui.parts.hinted import HintedEdit
from client.ui.theme.theme import Theme
from forms.pack import Form, Shelf
from forms.periods import Period
from forms.values.units import compatible

MONEY = ("元", "千元", "万元", "亿元")
"""The units money may be shown in."""


class SearchField(HintedEdit):
    """``left`` when Escape gives the keyboard back to the grid."""

    left = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)


class EntryBar(QWidget):
    """``chosen`` carries form and period, ``searched`` a text whose first hit is wanted; ``entered``: Enter was
    pressed on it.

    ``unit_chosen`` carries the unit money is shown in; blank for each indicator's own.
    """

    chosen = Signal(str, object)
    unit_chosen = Signal(str)
    searched = Signal(str)
    entered = Signal(str)

    def __init__(self, theme: Theme, shelf: Shelf) -> None:
        super().__init__()
        self._theme = theme
        self._forms = shelf.forms
        self._form = ""
        self._last_month: Period | None = None
        self._room = 0
        """How much is left for the verdict beside all that stands in one line with it."""
        self.tabs = FormTabs(theme, shelf.forms, shelf.newest.forms)
        self.tabs.chosen.connect(self._tab_clicked)
        self.period = Choice(theme, "period", self.tr("报告期"))
        self.period.currentIndexChanged.connect(self._period_chosen)
        self.earlier = Tool(theme, "previous", self.tr("上一期"), self._earlier, name="earlier")
        self.later = Tool(theme, "next", self.tr("下一期"), self._later, name="later")
        self.verdict = VerdictLine(theme)
        self.next = self.verdict.next
        self.undo = Tool(theme, "undo", self.tr("撤销（Ctrl+Z）"), name="undo")
        self.redo = Tool(theme, "redo", self.tr("重做（Ctrl+Y）"), name="redo")
        self.add_row = Tool(theme, "plus", self.tr("在末尾增加一项（Ctrl++ 插入在上方）"), name="addRow")
        self.remove_row = Tool(theme, "remove", self.tr("移除选中的各项（Ctrl+-）"), name="removeRow")
        self.filter = Tool(theme, "filter", self.tr("筛选（Ctrl+Shift+L）"), name="filter")
        self.export = Tool(theme, "export", self.tr("导出这张报表和问题（Ctrl+E）"), name="exportReturn")
        for each in (self.undo, self.redo, self.add_row, self.remove_row, self.filter, self.export):
            each.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.unit = Choice(theme, "unit", self.tr("金额按什么单位显示和填写"))
        self.unit.offer([(self.tr("表内单位"), ""), *((unit_word(unit), unit) for unit in MONEY)])
        self.unit.currentIndexChanged.connect(self._unit_chosen)
        self.unit.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.search = self._make_search()
        self._lay_out()

    def show_choice(self, form: str, period: Period) -> None:
        """Show which form and period are open, without telling anyone."""
        self._form = form
        self.tabs.show_form(form)
        if period.kind == "month":
            self._last_month = period
        definition = self._forms[form]
        set_shown(self.unit, any(compatible(i.unit, MONEY[0]) for i in definition.indicators.values() if i.unit))
        set_shown(self.filter, definition.shape == "rows")
        entries: list[tuple[str, object]] = [(period_word(p), p) for p in periods_around(definition, period)]
        self.period.offer(entries, period)
        self._arrange()

    def show_verdict(self, word: Word) -> None:
        self.verdict.show_word(word)
        if self.verdict.wanted > self._room:
            self._turn_down()  # and so it stays until the room changes: the grid must not hop at a key

    def show_table(self, table: str, row: str) -> None:
        """Offer adding to the table under the cursor and removing its row, where there is one."""
        self.remove_row.setEnabled(bool(row))
        if self.add_row.isHidden() == bool(table):
            set_shown(self.add_row, bool(table))
            set_shown(self.remove_row, bool(table))
            self._arrange()

    def show_found(self, *, found: bool) -> None:
        """Mark the search field when nothing was found."""
        set_look(self.search, "problem", "false" if found else "true")

    def _make_search(self) -> SearchField:
        field = SearchField("search", self.tr("查找 名称或代码  Ctrl+F"), self.tr("查找指标"))
        field.setClearButtonEnabled(True)
        field.setMinimumWidth(self._theme.space(6))
        field.setMaximumWidth(self._theme.space(14))
        field.textEdited.connect(self._search_first)
        field.returnPressed.connect(self._enter)
        return field

    def _lay_out(self) -> None:
        theme = self._theme
        upper = row(theme, self.tabs)
        upper.setContentsMargins(theme.margin - theme.space(0.725), theme.space(0.4), theme.space(0.5), 0)
        dates = row(theme, self.earlier, self.period, self.later, gap=0.1)
        acts = row(theme, self.add_row, self.remove_row, self.undo, self.redo, self.export, gap=0.15)
        where = row(theme, dates, self.verdict, gap=0.6)
        what = row(theme, self.unit, self.search, self.filter, None, acts, gap=0.6)
        self._lower = lower = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._parts = (where, what)
        for part, stretch in zip(self._parts, (1, 0), strict=True):
            lower.addLayout(part, stretch)
        lower.setSpacing(theme.space(0.35))
        lower.setContentsMargins(theme.space(0.6), theme.space(0.35), theme.space(0.8), theme.space(0.35))
        line: QFrame = rule(theme)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addLayout(upper)
        outer.addWidget(line)
        outer.addLayout(lower)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where all of it finds no room in one line, it takes two: nothing is cut off."""
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        self.period.setMinimumWidth(self.period.sizeHint().width())
        needed = (part.sizeHint().width() - part.contentsMargins().left() for part in self._parts)
        wanted = sum(needed) + self._theme.space(2)
        self._room = self.width() - wanted
        self._turn_down()

    def _turn_down(self) -> None:
        """One line, or two where the verdict's words ask for more than the room left for them in one."""
        beside, below = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
        turned = self.verdict.wanted > self._room
        self._lower.setDirection(below if turned else beside)
        what, sides = self._parts[1], self._lower.contentsMargins()
        into = self._theme.margin - sides.left()  # where the page begins
        wanted = what.sizeHint().width() - what.contentsMargins().left() + into + sides.left() + sides.right()
        what.setContentsMargins(into if turned and wanted <= self.width() else 0, 0, 0, 0)

    def _tab_clicked(self, code: str) -> None:
        now = self.period.currentData()
        if code != self._form and isinstance(now, Period):
            self.chosen.emit(code, self._month_for(code, now))

    def _unit_chosen(self) -> None:
        self.unit_chosen.emit(str(self.unit.currentData()))

    def _month_for(self, code: str, now: Period) -> Period:
        """The period of the other form that goes with the one shown; back to the month one came from."""
        form = self._forms[code]
        month = self._last_month
        if form.kind == "month" and month is not None and month.enclosing(now.kind) == now:
            return month
        return now if form.asked(now) else form.period_of(_latest_month(now))

    def _period_chosen(self) -> None:
        period = self.period.currentData()
        if isinstance(period, Period):
            self.chosen.emit(self._form, period)

    def _earlier(self) -> None:
        self._turn(-1)

    def _later(self) -> None:
        self._turn(1)

    def _turn(self, by: int) -> None:
        index = self.period.currentIndex() + by
        if 0 <= index < self.period.count():
            self.period.setCurrentIndex(index)

    def _search_first(self, text: str) -> None:
        self.searched.emit(text.strip())

    def _enter(self) -> None:
        self.entered.emit(self.search.text().strip())


def periods_around(form: Form, period: Period) -> list[Period]:
    """The periods of the year before, this one and the next, as far as the form is asked for them."""
    years = range(period.year - 1, period.year + 2)
    months = [Period(year, "month", month) for year in years for month in range(1, 13)]
    kinds = [form.kind] + (
        ["quarter"] if form.kind == "year" and form.asked(Period(period.year, "quarter", 1)) else []
    )
    found = {month.enclosing(kind) for kind in kinds for month in months}
    return sorted((p for p in found if form.asked(p)), key=lambda p: (p.last_month, p.kind))


def _latest_month(period: Period) -> Period:
    return Period(period.year, "month", period.months)
