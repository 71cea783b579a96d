"""What both grids of a draft have in common: its texts as they are shown and entered, its units, its marks."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal

from client.ui.entry.cells.grid_model import GridModel, Index
from client.ui.entry.cells.heard import heard
from client.ui.entry.cells.looks import Mark, marks_of, unit_shown
from client.ui.ground.language import spoken
from client.usecases.returns.editing import Draft
from client.usecases.returns.outcome import Outcome
from forms.pack.model import Spec
from forms.returns import Cell
from forms.values.arithmetic import worked_out
from forms.values.canonical import plain
from forms.values.numbers import read_number
from forms.values.units import convert

LONG = 12
"""Words of so many letters may be cut off in a cell: the tip says them whole."""


class DraftModel(GridModel):
    """A draft as a grid. It never types into the draft itself: ``typed`` tells what the person entered.

    ``typed`` carries ``dict[address, text]``.
    """

    typed = Signal(object)

    def __init__(self, draft: Draft, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.draft = draft
        self.unit = ""
        """The unit money is shown and typed in; blank for each indicator's own."""
        self.marks: dict[str, Mark] = {}
        self._mark()

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
        self.show_places(outcome.changed, self._marks_of((outcome.touched | marked) - outcome.changed))
        return spoken_of

    def mark_anew(self) -> None:
        """Show which cells are spoken of now, where no cell holds anything else."""
        self.show_places(frozenset(), self._marks_of(self._mark()))

    def _marks_of(self, addresses: frozenset[str]) -> dict[str, Mark]:
        return {address: self.marks.get(address, "") for address in addresses}

    def _mark(self) -> frozenset[str]:
        """Mark what is spoken of; answers the addresses whose mark is another one now."""
        draft, before = self.draft, self.marks
        remarks = (each.finding for each in draft.unanswered)
        self.marks = marks_of(draft.findings, draft.form.code, str(draft.period), remarks)
        return frozenset(a for a in before.keys() | self.marks.keys() if before.get(a) != self.marks.get(a))


_CHOOSABLE = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
_EDITABLE = _CHOOSABLE | Qt.ItemFlag.ItemIsEditable
