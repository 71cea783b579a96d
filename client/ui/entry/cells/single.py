"""The grid of a single-record form: one line per indicator, the periods beside each other."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QModelIndex, QObject, Qt

from client.ui.entry.cells.columns import Column, columns_of
from client.ui.entry.cells.grid_model import Index
from client.ui.entry.cells.lines import Line, lay_out
from client.ui.entry.cells.looks import BLANK, Look, growth, input_ground, shown, unit_shown
from client.ui.entry.cells.model import DraftModel
from client.ui.ground.words import period_word, short_unit_word, source_word
from client.usecases.returns.editing import Draft
from forms.pack.model import Spec
from forms.returns import Cell, Return
from forms.words import Count, of_which

ROOT = QModelIndex()
BEHIND = " › "
"""Between a sheet and a cell of it: the sheet may be cut off, the cell is what is looked for."""


class SingleModel(DraftModel):
    """Lines × columns. Headings are lines that hold no cell."""

    def __init__(self, draft: Draft, parent: QObject | None = None) -> None:
        super().__init__(draft, parent)
        earlier = {"previous": draft.previous is not None, "last_year": draft.last_year is not None}
        self.columns: tuple[Column, ...] = columns_of(draft.form, **earlier)
        self.folded: set[int] = set()
        self._keys = [column.key for column in self.columns]
        self._before_now = self._keys[self._keys.index("now") - 1]
        self._lay_out()

    def _lay_out(self) -> None:
        current = self.draft.current
        self.lines: tuple[Line, ...] = lay_out(self.draft.form, self.draft.period, current.rows)
        self._rows = {line.address: row for row, line in enumerate(self.lines) if line.address}
        self.forget_looks()
        self._headings = {line.section: row for row, line in enumerate(self.lines) if line.kind == "section"}
        self._cells: dict[int, list[str]] = {section: [] for section in self._headings}
        """The addresses in each section."""
        for line in self.lines:
            if line.holds_cell:
                self._cells[line.section].append(line.address)

    def rowCount(self, parent: Index = ROOT) -> int:
        return 0 if parent.isValid() else len(self.lines)

    def columnCount(self, parent: Index = ROOT) -> int:
        return 0 if parent.isValid() else len(self.columns)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(self.columns):
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._title(self.columns[section])
        if role == Qt.ItemDataRole.TextAlignmentRole and self.columns[section].numeric and self._figures:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        return None

    def look(self, row: int, column: int) -> Look:
        line = self.lines[row]
        if not line.holds_cell:
            if self.columns[column].key == "code":
                return Look(line.code, faint=True)
            return self._heading(line) if column == 0 else BLANK
        return self._cell_look(line, self.columns[column].key)

    def address_at(self, row: int, column: int) -> str:
        line = self.lines[row]
        key = self.columns[column].key
        if key == "now":
            return line.address
        return f"{line.address}@ly" if key == "ly" and line.last_year else ""

    def editable_at(self, row: int, column: int) -> bool:
        line = self.lines[row]
        if line.spec is None or not self.address_at(row, column):
            return False
        return input_ground(line.spec, line.indicator) == "input"

    def spans(self, row: int) -> bool:
        return self.lines[row].spans

    def spec_at(self, row: int, column: int) -> Spec | None:  # noqa: ARG002
        return self.lines[row].spec

    def name_at(self, row: int, column: int) -> str:
        key = self.columns[column].key
        return self.lines[row].title if key in ("now", "ly") else self._title(self.columns[column])

    def titles_at(self, row: int, column: int) -> tuple[str, str]:
        named = self.columns[column].key == "name"
        return self.lines[row].title, "" if named else self._title(self.columns[column])

    def place_of(self, address: str) -> tuple[int, int] | None:
        bare, _, other = address.partition("@")
        key = "ly" if other == "ly" else "now"
        row = self._rows.get(bare)
        return (row, self._keys.index(key)) if row is not None and key in self._keys else None

    def shown_with(self, column: int) -> tuple[int, int]:  # noqa: ARG002
        """Whatever a line holds is seen in its figures, their growth and their source."""
        return self._keys.index("now"), len(self._keys) - 1

    def headings_of(self, rows: set[int]) -> set[int]:
        sections = {self.lines[row].section for row in rows}
        return {self._headings[section] for section in sections if section in self._headings}

    def rebuild(self) -> None:
        self.beginResetModel()
        self._lay_out()
        self.endResetModel()

    def hidden(self, row: int) -> bool:
        """Whether a line is folded away under its heading."""
        line = self.lines[row]
        return line.kind != "section" and line.section in self.folded

    def fold(self, section: int) -> None:
        """Fold a section, or unfold it."""
        self.folded ^= {section}
        row = self._headings[section]
        self.show_changed(row, row)

    @property
    def _figures(self) -> bool:
        return "unit" in self._keys

    def _title(self, column: Column) -> str:
        draft = self.draft
        if column.key == "now":
            return self.tr("本期　{}").format(period_word(draft.period))
        if column.key == "last_year":
            return self.tr("上年　{}").format(period_word(draft.period.last_year()))
        return column.title

    def _heading(self, line: Line) -> Look:
        if line.kind == "section":
            icon = "folded" if line.section in self.folded else "unfolded"
            return Look(line.title, "heading", bold=True, icon=icon, note=self._tally(line.section))
        if line.kind == "row":
            return Look(self.tr("第 {} 项").format(line.ordinal), "subheading", indent=1.0, faint=True)
        if line.kind == "add":
            return Look(self.tr("增加一项"), "action", indent=1.0, icon="plus")
        return Look(line.title)

    def _tally(self, section: int) -> str:
        """How much of a section is filled, and how many of its cells findings are about, gravest level first.

        One finding may be about many cells: these are called so, lest two numbers of errors contradict each other.
        """
        cells, held = self._cells[section], self.draft.current.cells
        filled = sum(address in held for address in cells)
        marks = [self.marks.get(address) for address in cells]
        errors, remarks, queries = marks.count("error"), marks.count("remark"), marks.count("query")
        found = self.tr("{} 格被退回　").format(Count(remarks)) if remarks else ""
        found += self.tr("{} 格有错误　").format(Count(errors)) if errors else ""
        found += self.tr("{} 格待核实　").format(Count(queries)) if queries else ""
        return f"{found}{filled} / {len(cells)}"

    def _cell_look(self, line: Line, key: str) -> Look:
        if key == "name":
            return Look(line.title, indent=_indent(line))
        if key == "code":
            return Look(line.code, faint=True, edge=self._before_now == "code")
        if key == "unit":
            unit = (unit_shown(line.spec, self.unit) or line.spec.unit) if line.spec else ""
            return Look(short_unit_word(unit), faint=True, edge=self._before_now == "unit")
        if key == "source":
            origin = _origin(self.draft.cell(line.address))
            _, parted, place = origin.rpartition(BEHIND)
            return Look(origin, faint=True, tail=parted + place if parted else "")
        return self._value_look(line, key)

    def _shown(self, cell: Cell | None, spec: Spec) -> str:
        return shown(cell, spec, self.draft.pack, unit_shown(spec, self.unit))

    def earlier_at(self, row: int, column: int) -> Cell | None:
        line, key = self.lines[row], self.columns[column].key
        shows = key in ("previous", "last_year") or (key == "ly" and not line.last_year)
        return self._earlier(line, key) if shows and line.holds_cell else None

    def _earlier(self, line: Line, key: str) -> Cell | None:
        return _of(self.draft.previous if key == "previous" else self.draft.last_year, line.address)

    def _value_look(self, line: Line, key: str) -> Look:
        spec, draft = line.spec, self.draft
        assert spec is not None
        if key == "growth":
            before = draft.cell(f"{line.address}@ly") or _of(draft.last_year, line.address)
            return Look(growth(draft.cell(line.address), before), right=True, faint=True)
        right = spec.numeric
        if key in ("previous", "last_year") or (key == "ly" and not line.last_year):
            earlier = self._earlier(line, key)
            return Look(self._shown(earlier, spec), right=right, faint=True, edge=key == "ly")
        address = f"{line.address}@ly" if key == "ly" else line.address
        cell = draft.cell(address)
        return Look(
            self._shown(cell, spec),
            input_ground(spec, line.indicator),
            right=right,
            edge=True,
            unreadable=cell is not None and cell.problem is not None,
            mark=self.marks.get(address, ""),
        )


def _indent(line: Line) -> float:
    if line.kind == "part":
        return 2.0 if line.row else 1.0
    return 1.0 if of_which(line.title) else 0.0


def _of(target: Return | None, address: str) -> Cell | None:
    return target.cells.get(address) if target else None


def _origin(cell: Cell | None) -> str:
    """Where a value came from, short enough for a column."""
    if cell is None or cell.origin.source == "keyboard":
        return ""
    if cell.origin.source == "workbook" and cell.origin.place:
        return BEHIND.join(cell.origin.place.split(BEHIND)[1:]) or cell.origin.place
    return source_word(cell.origin.source)
