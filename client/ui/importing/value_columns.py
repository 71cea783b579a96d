"""What each column of figures of a sheet was taken for, and another choice for it."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QWidget

from client.ui.ground.terms import QT_TRANSLATE_NOOP, TonedTerms
from client.ui.ground.words import Word
from client.ui.parts.basics import column, inset, label, row
from client.ui.parts.choice import Choice
from client.ui.parts.shown import Shown
from client.ui.parts.table import Table, TableColumn
from client.ui.theme.theme import Theme
from client.workbook import Choices, ValueColumn
from client.workbook.finding.taken.choices import NOT_TAKEN, key_of


class ColumnsPart(QWidget):
    """``chosen`` carries the meanings of columns, as ``Choices.columns`` has them, that are to be followed."""

    chosen = Signal(object)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._own: dict[str, str] = {}
        self._columns: tuple[ValueColumn, ...] = ()
        self.table: Table[ValueColumn] = Table(theme, _columns(), lines=2.0, name="importColumns")
        self.table.setAccessibleName(self.tr("数值列"))
        self.table.selectionModel().currentRowChanged.connect(self._turned)
        self.meaning = Choice(theme, "columnMeaning", self.tr("选中的数值列是什么"))
        meanings = [("current", self.tr("本期的数")), ("last_year", self.tr("上年同期的数"))]
        offered = [(words, value) for value, words in meanings]
        self.meaning.offer([(self.tr("自动认"), None), *offered, (self.tr("这一列不取"), NOT_TAKEN)])
        self.meaning.currentIndexChanged.connect(self._changed)
        self.meaning.setMinimumWidth(self.meaning.sizeHint().width())
        title = label(theme, self.tr("数值列各是什么"), bold=True, wrap=True)
        heading = row(theme, title, self.meaning)
        heading.setStretch(0, 1)
        heading.setContentsMargins(theme.margin, theme.space(0.3), theme.margin, theme.space(0.3))
        whole = column(theme, heading, inset(theme, self.table), gap=0)
        whole.setStretch(1, 1)
        self.setLayout(whole)

    def show_sheet(self, columns: tuple[ValueColumn, ...], own: Choices) -> None:
        """The columns of one sheet, and what the person chose for columns of the workbook."""
        self._own, self._columns = own.columns, columns
        self.table.put(columns)
        self._turned()

    def _at(self) -> ValueColumn | None:
        row = self.table.currentIndex().row()
        return self._columns[row] if 0 <= row < len(self._columns) else None

    def _key(self, about: ValueColumn) -> str:
        """Known by its heading, which moves with it; by its letter where two columns are headed alike."""
        key = key_of(about.heading)
        alike = sum(key_of(each.heading) == key for each in self._columns)
        return key if alike == 1 else about.letter

    def _turned(self) -> None:
        about = self._at()
        self.meaning.setEnabled(about is not None)
        self.meaning.turn_to(self._own.get(self._key(about)) if about is not None else None)

    def _changed(self) -> None:
        about = self._at()
        if about is None:
            return
        others = {key: role for key, role in self._own.items() if key != self._key(about)}
        role = self.meaning.currentData()
        self.chosen.emit(others if role is None else {**others, self._key(about): role})


def _columns() -> tuple[TableColumn[ValueColumn], ...]:
    translate = QCoreApplication.translate
    return (
        TableColumn(translate("import", "列"), lambda each: Shown(each.letter), 3),
        TableColumn(translate("import", "表头"), lambda each: Shown(each.heading), 5, stretch=3),
        TableColumn(translate("import", "当作"), _use, 6.5, stretch=1),
    )


def _use(about: ValueColumn) -> Shown:
    translate = QCoreApplication.translate
    said = (Word(translate("import", "指定"), "accent"),) if about.chosen else ()
    return Shown(chips=(_USES[about.use], *said))


_USES = TonedTerms(
    "import",
    {
        "current": (QT_TRANSLATE_NOOP("import", "本期"), "good"),
        "last_year": (QT_TRANSLATE_NOOP("import", "上年同期"), "good"),
        "": (QT_TRANSLATE_NOOP("import", "没有取用"), "plain"),
    },
)
