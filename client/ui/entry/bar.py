"""Above the grid: forms as tabs, the period, the verdict, search, undo and redo."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QFrame, QLineEdit, QToolButton, QVBoxLayout, QWidget

from client.ui.parts.basics import Chip, Tool, button, row, rule, set_look, set_shown
from client.ui.parts.choice import Choice
from client.ui.parts.flow import FlowLayout
from client.ui.theme.theme import Theme
from client.ui.words import Word
from forms.pack import Form, Pack
from forms.periods import Period


class SearchField(QLineEdit):
    """``left`` when Escape gives the keyboard back to the grid."""

    left = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)


class EntryBar(QWidget):
    """``chosen`` carries form and period, ``searched`` a text and whether the next hit is wanted."""

    chosen = Signal(str, object)
    searched = Signal(str, bool)

    def __init__(self, theme: Theme, pack: Pack) -> None:
        super().__init__()
        self._theme = theme
        self._pack = pack
        self._form = ""
        self._last_month: Period | None = None
        self._tabs = {form.code: self._tab(form) for form in pack.forms.values()}
        group = QButtonGroup(self)
        for tab in self._tabs.values():
            group.addButton(tab)
        group.buttonClicked.connect(self._tab_clicked)
        self.period = Choice(theme, "period", self.tr("期别"))
        self.period.currentIndexChanged.connect(self._period_chosen)
        self.earlier = Tool(theme, "previous", self.tr("上一期"), self._earlier, name="earlier")
        self.later = Tool(theme, "next", self.tr("下一期"), self._later, name="later")
        self.verdict = Chip(theme)
        self.verdict.setObjectName("verdict")
        self.next = button(self.tr("下一处 F8"), role="link", name="nextFinding")
        self.undo = Tool(theme, "undo", self.tr("撤销（Ctrl+Z）"), name="undo")
        self.redo = Tool(theme, "redo", self.tr("重做（Ctrl+Y）"), name="redo")
        self.add_row = Tool(theme, "plus", self.tr("增加一项"), name="addRow")
        self.remove_row = Tool(theme, "remove", self.tr("移除当前这一项"), name="removeRow")
        for each in (self.next, self.undo, self.redo, self.add_row, self.remove_row):
            each.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.search = self._make_search()
        self._lay_out()

    def show_choice(self, form: str, period: Period) -> None:
        """Show which form and period are open, without telling anyone."""
        self._form = form
        self._tabs[form].setChecked(True)
        if period.kind == "month":
            self._last_month = period
        definition = self._pack.forms[form]
        entries: list[tuple[str, object]] = [(p.label(), p) for p in periods_around(definition, period)]
        self.period.offer(entries, period)

    def show_verdict(self, word: Word) -> None:
        self.verdict.show_word(word)
        set_shown(self.next, word.tone not in ("good", "plain"))

    def show_table(self, table: str, row: str) -> None:
        """Offer adding to the table under the cursor and removing its row, where there is one."""
        set_shown(self.add_row, bool(table))
        set_shown(self.remove_row, bool(table))
        self.remove_row.setEnabled(bool(row))

    def show_found(self, *, found: bool) -> None:
        """Mark the search field when nothing was found."""
        set_look(self.search, "problem", "false" if found else "true")

    def _tab(self, form: Form) -> QToolButton:
        made = QToolButton()
        made.setObjectName(f"tab{form.code}")
        made.setProperty("role", "tab")
        made.setText(f"{form.code}　{form.name}")
        made.setToolTip(form.table_no)
        made.setCheckable(True)
        return made

    def _make_search(self) -> SearchField:
        field = SearchField()
        field.setObjectName("search")
        field.setAccessibleName(self.tr("查找指标"))
        field.setPlaceholderText(self.tr("查找 名称或代码  Ctrl+F"))
        field.setClearButtonEnabled(True)
        field.setFixedWidth(self._theme.space(13))
        field.textEdited.connect(self._search_first)
        field.returnPressed.connect(self._search_next)
        return field

    def _lay_out(self) -> None:
        theme = self._theme
        tabs = FlowLayout(theme.space(0.1))  # as many lines as nine forms need: they never widen the window
        for tab in self._tabs.values():
            tabs.addWidget(tab)
        upper = row(theme, self.search, gap=0.6)
        upper.insertLayout(0, tabs, 1)
        upper.setAlignment(self.search, Qt.AlignmentFlag.AlignTop)
        upper.setContentsMargins(theme.space(0.5), theme.space(0.25), theme.space(0.8), 0)
        dates = row(theme, self.earlier, self.period, self.later, gap=0.1)
        acts = row(theme, self.add_row, self.remove_row, self.undo, self.redo, gap=0.15)
        lower = row(theme, dates, self.verdict, self.next, None, acts, gap=0.6)
        lower.setContentsMargins(theme.space(0.6), theme.space(0.35), theme.space(0.8), theme.space(0.35))
        line: QFrame = rule(theme)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addLayout(upper)
        outer.addWidget(line)
        outer.addLayout(lower)

    def _tab_clicked(self, tab: QToolButton) -> None:
        code = next(code for code, made in self._tabs.items() if made is tab)
        now = self.period.currentData()
        if code != self._form and isinstance(now, Period):
            self.chosen.emit(code, self._month_for(code, now))

    def _month_for(self, code: str, now: Period) -> Period:
        """The period of the other form that goes with the one shown; back to the month one came from."""
        form = self._pack.forms[code]
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
        self.searched.emit(text.strip(), False)

    def _search_next(self) -> None:
        self.searched.emit(self.search.text().strip(), True)


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
