"""What both grids have in common: a draft, its marks, addresses to indexes and back."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any

from msgspec import structs
from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from client.ui.entry.cells.heard import heard
from client.ui.entry.cells.looks import Look, Mark, marks_of, unit_shown
from client.ui.ground.language import spoken
from client.ui.parts.kept import Kept
from client.usecases.returns.editing import Draft
from client.usecases.returns.outcome import Outcome
from forms.pack.model import Spec
from forms.returns import Cell
from forms.values.arithmetic import worked_out
from forms.values.canonical import plain
from forms.values.numbers import read_number
from forms.values.units import convert

Index = QModelIndex | QPersistentModelIndex
LONG = 12
"""Words of so many letters may be cut off in a cell: the tip says them whole."""


class DraftModel(QAbstractTableModel):
    """A draft as a table. It never types into the draft itself: ``typed`` tells what the person entered.

    ``typed`` carries ``dict[address, text]``.
    """

    typed = Signal(object)

    def __init__(self, draft: Draft, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.draft = draft
        self.unit = ""
        """The unit money is shown and typed in; blank for each indicator's own."""
        self.marks: dict[str, Mark] = {}
        self._kept: Kept[int, dict[int, Look]] = Kept(_KEPT_LINES)
        self._mark()

    # what the two kinds of grid answer each in their own way

    def look(self, row: int, column: int) -> Look:
        """How a cell is painted."""
        raise NotImplementedError

    def address_at(self, row: int, column: int) -> str:
        """The address a cell stands for; empty when it stands for none."""
        raise NotImplementedError

    def editable_at(self, row: int, column: int) -> bool:
        """Whether the person may type there."""
        raise NotImplementedError

    def spec_at(self, row: int, column: int) -> Spec | None:
        """The definition behind a cell."""
        raise NotImplementedError

    def name_at(self, row: int, column: int) -> str:
        """What the person calls a cell's line or column."""
        raise NotImplementedError

    def titles_at(self, row: int, column: int) -> tuple[str, str]:
        """What a cell's line and its column are called, for those who do not see where it stands."""
        raise NotImplementedError

    def place_of(self, address: str) -> tuple[int, int] | None:
        """Row and column of an address."""
        raise NotImplementedError

    def spans(self, row: int) -> bool:  # noqa: ARG002
        """Whether a line is a heading across all columns."""
        return False

    def rebuild(self) -> None:
        """Lay the lines out anew after rows came or went."""
        raise NotImplementedError

    def looked(self, row: int, column: int) -> Look:
        """The same, kept from one painting to the next until the line changes."""
        line = self._kept.get(row)
        if line is None:
            line = self._kept.keep(row, {})
        found = line.get(column)
        if found is None:
            found = line[column] = self.look(row, column)
        return found

    def forget_looks(self) -> None:
        """All lines may look different now."""
        self._kept.clear()

    def show_changed(self, first: int, end: int) -> None:
        """Tell the views that these lines look different."""
        if end - first > len(self._kept):
            self._kept.clear()
        for row in range(first, end + 1) if self._kept else ():
            self._kept.pop(row, None)
        # Not ``index``: it asks how many lines and columns there are, twice for each change of a cell.
        self.dataChanged.emit(self.createIndex(first, 0), self.createIndex(end, self.columnCount() - 1))

    # Qt's questions

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row, column = index.row(), index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            return self.look(row, column).text
        if role == Qt.ItemDataRole.EditRole:
            return self.text_at(row, column)
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleDescriptionRole):
            return self.tip(row, column)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self.heard_at(row, column)
        return None

    def heard_at(self, row: int, column: int) -> str:
        """A cell as it is said aloud; a heading with what it counts."""
        look = self.look(row, column)
        if self.spans(row):
            return f"{look.text} {look.note}".strip()
        spec = self.spec_at(row, column) if self.address_at(row, column) else None
        unit = self.unit_at(row, column) or (spec.unit if spec is not None and spec.numeric else "")
        return heard(*self.titles_at(row, column), look, unit)

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        address = self.address_at(index.row(), index.column()) if index.isValid() else ""
        if (
            role != Qt.ItemDataRole.EditRole
            or not address
            or str(value) == self.text_at(index.row(), index.column())
        ):
            return False
        self.typed.emit({address: self.entered(index.row(), index.column(), str(value))})
        return True

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        return _EDITABLE if self.editable_at(index.row(), index.column()) else _CHOOSABLE

    # what the page tells it

    def text_at(self, row: int, column: int) -> str:
        """The text for the editor: as typed, or the figure in the unit shown."""
        cell = self.draft.cell(self.address_at(row, column))
        if self.unit_at(row, column):
            return self._plainly(cell, self.spec_at(row, column))
        return cell.text if cell else ""

    def copied(self, row: int, columns: Iterable[int]) -> list[str]:
        """A line's texts for the clipboard: figures plainly, words as typed, what stands for no cell as shown."""
        return [self._copied(row, column) for column in columns]

    def _copied(self, row: int, column: int) -> str:
        address, spec = self.address_at(row, column), self.spec_at(row, column)
        cell = self.draft.cell(address) if address else self.earlier_at(row, column)
        if address or cell is not None:
            return self._plainly(cell, spec)
        return self.look(row, column).text.replace("−", "-")  # no spreadsheet takes a typeset minus for one

    def figures(self, row: int, columns: Iterable[int]) -> list[bool]:
        """Which cells of a line hold figures, those of earlier reports and how much they grew among them."""
        held = (
            self.address_at(row, c) or self.earlier_at(row, c) is not None or self.look(row, c).text.endswith("%")
            for c in columns
        )
        spec = self.spec_at(row, 0)
        return [bool(each) and spec is not None and spec.numeric for each in held]

    def earlier_at(self, row: int, column: int) -> Cell | None:  # noqa: ARG002
        """What an earlier report holds, where a column shows that beside this one's."""
        return None

    def _plainly(self, cell: Cell | None, spec: Spec | None) -> str:
        """A figure in plain digits of the unit shown, however it was typed; anything else as typed."""
        if cell is None or not isinstance(cell.value, Decimal) or cell.problem is not None:
            return cell.text if cell else ""
        unit = unit_shown(spec, self.unit) if spec is not None and self.unit else ""
        return plain(convert(cell.value, spec.unit, unit, 0)[1] if spec is not None and unit else cell.value)

    def entered(self, row: int, column: int, text: str) -> str:
        """What the draft is to read for a text entered here: a bare figure counts in the unit shown."""
        unit = self.unit_at(row, column)
        text = (worked_out(text) if unit else None) or text
        number = read_number(text) if unit else None
        return f"{text.strip()}{unit}" if number is not None and number.unit is None else text

    def unit_at(self, row: int, column: int) -> str:
        """The unit a cell is shown in instead of its own; blank when it is in that."""
        spec = self.spec_at(row, column) if self.unit else None
        return unit_shown(spec, self.unit) if spec is not None else ""

    def show_unit(self, unit: str) -> None:
        """Show and take money in another unit."""
        self.unit = unit
        self.show_changed(0, self.rowCount() - 1)
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, self.columnCount() - 1)

    def tip(self, row: int, column: int) -> str:
        """What is wrong with a cell, in a sentence per finding; before it the whole of an answer in words."""
        address = self.address_at(row, column)
        spec = self.spec_at(row, column) if address else None
        whole = self.text_at(row, column) if spec is not None and spec.type == "text" else ""
        told = [whole] if len(whole) > LONG or "\n" in whole else []
        if self.marks.get(address):
            remarks = (each.finding for each in self.draft.unanswered)
            said = (*remarks, *self.draft.findings)
            found = [f for f in said if any(ref.address == address for ref in f.cells)]
            english = spoken() == "en"
            told += [f.title_en or f.expected_en if english else f.title_zh or f.expected_zh for f in found]
        return "\n".join(dict.fromkeys(told))

    def absorb(self, outcome: Outcome) -> bool:
        """Show what an act changed, and nothing else; answers whether that is anything findings speak of."""
        before = self.marks
        marked = self._mark()
        spoken_of = any(address in before or address in self.marks for address in outcome.touched)
        if outcome.change.rows:
            self.rebuild()
        self._show(outcome.changed, (outcome.touched | marked) - outcome.changed)
        return spoken_of

    def mark_anew(self) -> None:
        """Show which cells are spoken of now, where no cell holds anything else."""
        self._show(frozenset(), self._mark())

    def repaint(self, addresses: Iterable[str]) -> None:
        """Tell the views that what these addresses hold looks different; all of it after a long paste."""
        self._show(frozenset(addresses), frozenset())

    def _show(self, changed: frozenset[str], marked: frozenset[str]) -> None:
        """The same of some addresses, and of others that their mark looks different, with the lines that count."""
        if len(changed) > _MANY:
            self.show_changed(0, self.rowCount() - 1)
            return
        lines: defaultdict[int, set[int]] = defaultdict(set)
        rows = set()
        for row, column in filter(None, map(self.place_of, changed)):
            left, right = self.shown_with(column)
            for each in range(left, right + 1):
                if self._differs(row, each):
                    lines[each].add(row)
            rows.add(row)
        for address, place in zip(marked, map(self.place_of, marked), strict=True):
            if place is not None:
                rows.add(place[0])
                if self._marked_anew(*place, self.marks.get(address, "")):
                    lines[place[1]].add(place[0])
        self._tell(rows, lines)

    def _tell(self, rows: set[int], lines: Mapping[int, set[int]]) -> None:
        """Have cells painted anew, lines by column, and the headings that count what stands in ``rows``."""
        last = self.columnCount() - 1
        for row in self.headings_of(rows):
            if self._differs(row, 0):
                self.dataChanged.emit(self.createIndex(row, 0), self.createIndex(row, last))
        for column, differing in lines.items():
            for first, end in runs_of(differing):
                self.dataChanged.emit(self.createIndex(first, column), self.createIndex(end, column))

    def _differs(self, row: int, column: int) -> bool:
        """Whether a cell looks different from when it was painted; if nobody knows how that was, it does."""
        line = self._kept.get(row)
        before = line.get(column) if line is not None else None
        if line is None or before is None:
            return True
        line[column] = now = self.look(row, column)
        return now != before

    def _marked_anew(self, row: int, column: int, mark: Mark) -> bool:
        """The same of a cell that holds what it held, quicker: only its mark may be another."""
        line = self._kept.get(row)
        before = line.get(column) if line is not None else None
        if line is None or before is None:
            return True
        if before.mark == mark:
            return False
        line[column] = structs.replace(before, mark=mark)
        return True

    def shown_with(self, column: int) -> tuple[int, int]:
        """The first and the last of the columns that show something of what a cell in one of them holds."""
        return column, column

    def headings_of(self, rows: set[int]) -> set[int]:  # noqa: ARG002
        """The lines that count what stands in these."""
        return set()

    def index_of(self, address: str) -> QModelIndex:
        """The index of an address; invalid when it is not in this grid."""
        place = self.place_of(address)
        return self.index(*place) if place else QModelIndex()

    def _mark(self) -> frozenset[str]:
        """Mark what is spoken of; answers the addresses whose mark is another one now."""
        draft, before = self.draft, self.marks
        remarks = (each.finding for each in draft.unanswered)
        self.marks = marks_of(draft.findings, draft.form.code, str(draft.period), remarks)
        return frozenset(a for a in before.keys() | self.marks.keys() if before.get(a) != self.marks.get(a))


def runs_of(numbers: set[int]) -> Iterator[tuple[int, int]]:
    """Numbers as runs of neighbours: first and last of each."""
    ordered = sorted(numbers)
    first = 0
    for at, number in enumerate(ordered):
        if at + 1 == len(ordered) or ordered[at + 1] != number + 1:
            yield ordered[first], number
            first = at + 1


_CHOOSABLE = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
_EDITABLE = _CHOOSABLE | Qt.ItemFlag.ItemIsEditable
_MANY = 1000
"""So many cells are not sought line by line: a screen shows fewer."""
_KEPT_LINES = 400
"""The looks of so many lines are kept; a screen shows some thirty."""
