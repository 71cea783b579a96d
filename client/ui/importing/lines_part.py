"""What would be written, line by line: shown by what one looks for, each line taken or left."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from client.ui.ground.language import told
from client.ui.ground.words import period_word
from client.ui.importing.columns import line_columns
from client.ui.parts.basics import button, column, inset, label, set_shown
from client.ui.parts.choice import Choice
from client.ui.parts.flow import flow
from client.ui.parts.shown import Shown
from client.ui.parts.table import Table, TableColumn
from client.ui.theme.theme import Theme
from client.usecases.books.importing import ImportPlan
from client.usecases.books.preview.lines import ImportLine
from client.usecases.books.selecting import Selection
from forms.pack import Pack

LARGE = 20_000
"""Above so many lines whole indicators are taken or left, and nothing is searched for line by line."""


class LinesPart(QWidget):
    """``selected`` carries the ``Selection`` whenever it is another; ``turned`` the line that has the keyboard."""

    selected = Signal(object)
    turned = Signal(object)

    def __init__(self, theme: Theme, pack: Pack) -> None:
        super().__init__()
        self._theme = theme
        self._pack = pack
        self._every: Sequence[ImportLine] = ()
        self._out: set[str] = set()
        tick = TableColumn[ImportLine](QCoreApplication.translate("import", "取"), self._tick, 2.2)
        self.table: Table[ImportLine] = Table(theme, (tick, *line_columns(pack)), lines=2.6, name="importLines")
        self.table.setAccessibleName(self.tr("将写入的数"))
        self.table.ticked.connect(self._toggle)
        self.table.selectionModel().currentRowChanged.connect(self._turned)
        self.kind = Choice(theme, "lineKind", self.tr("只看哪些"))
        self.form = Choice(theme, "lineForm", self.tr("只看哪张报表"))
        self.period = Choice(theme, "linePeriod", self.tr("只看哪一期"))
        for each in (self.kind, self.form, self.period):
            each.currentIndexChanged.connect(self._filter)
        self.search = QLineEdit()
        self.search.setObjectName("lineSearch")
        self.search.setAccessibleName(self.tr("找指标"))
        self.search.setPlaceholderText(self.tr("找指标、行或单元格"))
        self.search.setClearButtonEnabled(True)
        self.search.setMinimumWidth(theme.space(11))
        self.search.setMaximumWidth(theme.space(14))
        self.search.textChanged.connect(self._filter)
        self.count = label(theme, role="soft")
        self.all = button(self.tr("都取"), self._take_shown, name="takeShown")
        self.none = button(self.tr("都不取"), self._leave_shown, name="leaveShown")
        which = (self.kind, self.form, self.period, self.search)
        bar = column(theme, flow(theme, *which, self.all, self.none, self.count))
        bar.setContentsMargins(theme.margin, theme.space(0.5), theme.margin, theme.space(0.5))
        inside = column(theme, bar, inset(theme, self.table), gap=0)
        inside.setStretch(1, 1)
        self.setLayout(inside)

    @property
    def large(self) -> bool:
        """Whether there are too many lines to look through one by one."""
        return len(self._every) > LARGE

    @property
    def selection(self) -> Selection:
        """What is taken as it stands."""
        out = frozenset(self._out)
        return Selection(without_codes=out) if self.large else Selection(without_places=out)

    def show_plan(self, plan: ImportPlan, *, anew: bool) -> None:
        """Show everything a workbook would change; ``anew`` forgets what was left out of the one before."""
        if anew or (len(plan.lines) > LARGE) != self.large:
            self._out.clear()
        self._every = plan.lines
        self.kind.offer(self._kinds(), None if anew else self.kind.currentData())
        forms = dict.fromkeys(check.target.form for check in plan.checks)
        names = [(self._pack.forms[form], form) for form in forms]
        named = [(told(found.name, found.name_en), form) for found, form in names]
        self.form.offer([(self.tr("所有报表"), ""), *named], None if anew else self.form.currentData())
        periods = sorted({check.target.period for check in plan.checks}, reverse=True)
        offered: list[tuple[str, object]] = [(period_word(each), each) for each in periods]
        self.period.offer([(self.tr("所有报告期"), None), *offered], None if anew else self.period.currentData())
        set_shown(self.period, len(periods) > 1)
        if anew:
            self.search.clear()
        for each in (self.kind, self.form, self.period, self.search):
            each.setEnabled(not self.large)
        self._filter()

    def leave(self, selection: Selection) -> None:
        """Leave out what a choice made of the same workbook leaves out."""
        self._out = set(selection.without_codes if self.large else selection.without_places)
        self._filter()

    def _kinds(self) -> list[tuple[str, object]]:
        return [
            (self.tr("全部"), "all"),
            (self.tr("会改动的"), "changed"),
            (self.tr("有疑点的"), "doubts"),
            (self.tr("要覆盖的"), "replaced"),
            (self.tr("不取的"), "out"),
        ]

    def _key(self, line: ImportLine) -> str:
        return line.code if self.large else line.found.place

    def _tick(self, line: ImportLine) -> Shown:
        return Shown(tick=self._key(line) not in self._out)

    def _filter(self) -> None:
        tests: dict[object, Callable[[ImportLine], bool]] = {
            "changed": lambda line: line.old != line.new,
            "doubts": lambda line: bool(line.doubts),
            "replaced": lambda line: line.old is not None and line.old != line.new,
            "out": lambda line: self._key(line) in self._out,
        }
        wanted = [tests[kind]] if (kind := self.kind.currentData()) in tests else []
        if form := self.form.currentData():
            wanted.append(lambda line: line.form == form)
        if (period := self.period.currentData()) is not None:
            wanted.append(lambda line: line.period == period)
        if text := self.search.text().strip().casefold():
            wanted.append(lambda line: text in self._words(line))
        if wanted and not self.large:
            self.table.put([line for line in self._every if all(test(line) for test in wanted)])
        else:
            self.table.put(self._every)
        self._tell()

    def _words(self, line: ImportLine) -> str:
        """By what a line is found: its indicator in both languages, its row, its place in the workbook."""
        place = line.found.place.partition(" › ")[2]
        return f"{line.code} {line.name} {line.name_en} {line.row_label} {place}".casefold()

    def _tell(self) -> None:
        shown = len(self.table.rows_model.rows)
        if self.large:
            text = self.tr("清单很长，按指标整列取或不取")
        elif shown != len(self._every):
            text = self.tr("{} / {} 项").format(shown, len(self._every))
        else:
            text = ""
        self.count.setText(text)

    def _toggle(self, line: ImportLine) -> None:
        self._out ^= {self._key(line)}
        self._changed()

    def _take_shown(self) -> None:
        self._out -= {self._key(line) for line in self._looked_at()}
        self._changed()

    def _leave_shown(self) -> None:
        self._out |= {self._key(line) for line in self._looked_at()}
        self._changed()

    def _looked_at(self) -> Sequence[ImportLine]:
        """The lines shown; of a long list its first records, which name every indicator."""
        shown = self.table.rows_model.rows
        return shown[:LARGE] if self.large else shown

    def _changed(self) -> None:
        self.table.viewport().update()
        self.selected.emit(self.selection)

    def _turned(self) -> None:
        at = self.table.currentIndex()
        if at.isValid():
            self.turned.emit(self.table.rows_model.rows[at.row()])
