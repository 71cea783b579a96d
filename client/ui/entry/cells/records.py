"""The grid of a rows form: one line per record, one column per indicator, a last line that waits for a new one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QModelIndex, QObject, Qt

from client.ui.entry.cells.grid_model import Index
from client.ui.entry.cells.looks import Look, input_ground, shown, unit_shown
from client.ui.entry.cells.model import DraftModel
from client.ui.entry.cells.viewing import Filter, Lens, Order, chosen, ordered, woven
from client.ui.ground.language import told
from client.ui.ground.words import short_unit_word
from client.usecases.returns.editing import Draft
from client.usecases.returns.outcome import Outcome
from forms.by_record import within
from forms.pack import Indicator
from forms.pack.model import Spec
from forms.returns import ManyEdits

NEW_ROW = "new"
ROOT = QModelIndex()


@dataclass(frozen=True)
class Field:
    """A column: an indicator, or one part of a composite; ``name`` as in an address within the record."""

    name: str
    title: str
    indicator: Indicator
    spec: Spec


class RecordsModel(DraftModel):
    """Records × indicators. The name column comes first, so that it can be frozen.

    Child tables have no column: their rows come from a sheet of their own in a workbook.
    """

    def __init__(self, draft: Draft, parent: QObject | None = None) -> None:
        super().__init__(draft, parent)
        form = draft.form
        asked = form.asked_indicators(draft.period)
        named = sorted(asked, key=lambda indicator: indicator.code != form.row_name)
        self.fields = tuple(field for indicator in named for field in _fields(indicator))
        self._figures = tuple(field.spec.numeric for field in self.fields)
        self.indicators: tuple[Indicator, ...] = tuple(field.indicator for field in self.fields)
        self._column = {field.name: n for n, field in enumerate(self.fields)}
        self.filter, self.order = Filter(), Order()
        self._hidden: set[str] = set()
        """Records the filter leaves out; one that came or was gone to since is shown until it is renewed."""
        self._lay_out(self.stored)

    @property
    def stored(self) -> list[str]:
        """All records in their own order."""
        return self.draft.current.rows.get(self.draft.form.code, [])

    @property
    def in_order(self) -> bool:
        """Whether all records are shown in their own order."""
        return self.filter == Filter() and self.order == Order()

    @property
    def lens(self) -> Lens:
        """The list as it is looked at."""
        return Lens(self.draft, {field.name: field.spec for field in self.fields}, self.unit)

    def _lay_out(self, rows: Sequence[str]) -> None:
        self.forget_looks()
        self.rows: list[str] = list(rows)
        """The records shown, in the order they are shown in."""
        self._row = {row: n for n, row in enumerate(self.rows)}
        self._number = self._row if self.in_order else {row: n for n, row in enumerate(self.stored)}

    # which records are shown, and how

    def view(self, wanted: Filter, order: Order) -> None:
        """Show the records that are wanted, in an order; the list itself stays as it is."""
        rows = chosen(self.lens, self.stored, wanted)
        self._hidden = set(self.stored).difference(rows)
        self.beginResetModel()
        self.filter, self.order = wanted, order
        self._lay_out(ordered(self.lens, rows, order) if order.field else rows)
        self.endResetModel()
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, self.columnCount() - 1)

    def reveal(self, records: Iterable[str]) -> None:
        """Show records that the filter leaves out, until it is renewed."""
        wanted = self._hidden.intersection(records)
        if wanted:
            self._hidden -= wanted
            self.rebuild()

    def record_of(self, address: str) -> str:
        """The record an address is in; blank where it is in none."""
        start = f"{self.draft.form.code}["
        return address[len(start) :].partition("]")[0] if address.startswith(start) else ""

    def rowCount(self, parent: Index = ROOT) -> int:
        return 0 if parent.isValid() else len(self.rows) + 1

    def columnCount(self, parent: Index = ROOT) -> int:
        return 0 if parent.isValid() else len(self.fields)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation == Qt.Orientation.Vertical:
            if role != Qt.ItemDataRole.DisplayRole:
                return None
            return "＋" if section == len(self.rows) else str(self._number[self.rows[section]] + 1)
        field = self.fields[section]
        if role == Qt.ItemDataRole.DisplayRole:
            unit = unit_shown(field.spec, self.unit) or field.spec.unit
            below = " · ".join(part for part in (field.name, short_unit_word(unit)) if part)
            return f"{self._arrow(field)}{field.title}\n{below}"
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if field.spec.numeric else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        return None

    def _arrow(self, field: Field) -> str:
        """Before the heading of the column the list is in order by: there it is never cut off."""
        if field.name != self.order.field:
            return ""
        return "▼ " if self.order.down else "▲ "

    def look(self, row: int, column: int) -> Look:
        field = self.fields[column]
        if row == len(self.rows):
            text = self.tr("在此键入，增加一项") if column == 0 else ""
            return Look(text, "input", faint=True, edge=True)
        address = self.address_at(row, column)
        cell = self.draft.cell(address)
        return Look(
            shown(cell, field.spec, self.draft.pack, unit_shown(field.spec, self.unit)),
            input_ground(field.spec, field.indicator),
            right=field.spec.numeric,
            edge=True,
            bold=column == 0,
            unreadable=cell is not None and cell.problem is not None,
            mark=self.marks.get(address, ""),
        )

    def address_at(self, row: int, column: int) -> str:
        record = self.rows[row] if row < len(self.rows) else NEW_ROW
        return f"{self.draft.form.code}[{record}].{self.fields[column].name}"

    def copied(self, row: int, columns: Iterable[int]) -> list[str]:
        """A record's texts for the clipboard; quicker than one by one, since whole lists are copied."""
        cell_in = within(self.draft.current.cells, self.address_at(row, 0).rpartition("].")[0])
        fields = (self.fields[column] for column in columns)
        return [self._plainly(cell_in(field.name), field.spec) for field in fields]

    def figures(self, row: int, columns: Iterable[int]) -> list[bool]:  # noqa: ARG002
        return [self._figures[column] for column in columns]

    def editable_at(self, row: int, column: int) -> bool:  # noqa: ARG002
        field = self.fields[column]
        return input_ground(field.spec, field.indicator) == "input"

    def spec_at(self, row: int, column: int) -> Spec | None:  # noqa: ARG002
        return self.fields[column].spec

    def name_at(self, row: int, column: int) -> str:  # noqa: ARG002
        return self.fields[column].title

    def titles_at(self, row: int, column: int) -> tuple[str, str]:
        if row == len(self.rows):
            return self.tr("在此键入，增加一项"), self.fields[column].title
        number = self.tr("第 {} 项").format(self._number[self.rows[row]] + 1)
        return f"{number} {self.look(row, 0).text}" if column else number, self.fields[column].title

    def place_of(self, address: str) -> tuple[int, int] | None:
        record, _, name = address.removeprefix(f"{self.draft.form.code}[").partition("].")
        row, column = self._row.get(record), self._column.get(name)
        return None if row is None or column is None else (row, column)

    def absorb(self, outcome: Outcome) -> bool:
        """Show what an act changed; what is taken back or done again does not happen out of sight."""
        edits = outcome.change.edits
        if self._hidden and outcome.kind != "do" and not isinstance(edits, ManyEdits):
            back = {row for edit in outcome.change.rows for row in set(edit.new).difference(edit.old)}
            records = back.union(self.record_of(edit.address) for edit in edits)
            if len(records) <= _MOST_REVEALED:
                self.reveal(records)
        return super().absorb(outcome)

    def rebuild(self) -> None:
        """Rows came or went: a run of them is inserted or taken out, anything else is laid out anew."""
        old, looked_at = self.rows, not self.in_order
        fresh = woven(old, self._hidden, self.stored) if looked_at else self.stored
        same = _alike(old, fresh)
        rest = _alike(old[same:][::-1], fresh[same:][::-1])
        gone, came = len(old) - same - rest, len(fresh) - same - rest
        if came and not gone:
            self.beginInsertRows(ROOT, same, same + came - 1)
            self._lay_out(fresh)
            self.endInsertRows()
        elif gone and not came:
            self.beginRemoveRows(ROOT, same, same + gone - 1)
            self._lay_out(fresh)
            self.endRemoveRows()
        elif gone or came:
            self.beginResetModel()
            self._lay_out(fresh)
            self.endResetModel()
        else:
            self._lay_out(fresh)
        if looked_at:  # what came or went out of sight counts too
            self.headerDataChanged.emit(Qt.Orientation.Vertical, 0, len(fresh))


_MOST_REVEALED = 200
"""So many records at most are brought back into sight by one act: more would be no filter."""


def _alike(one: Sequence[str], other: Sequence[str]) -> int:
    """How many rows two lists begin with alike."""
    if other[: len(one)] == one:
        return len(one)
    return next((n for n, pair in enumerate(zip(one, other, strict=False)) if pair[0] != pair[1]), len(other))


def _fields(indicator: Indicator) -> Iterator[Field]:
    if indicator.table:
        return
    if not indicator.parts:
        yield Field(indicator.code, told(indicator.name, indicator.name_en), indicator, indicator)
    for part in indicator.parts.values():
        yield Field(f"{indicator.code}.{part.name}", _part_name(indicator, part), indicator, part)


def _part_name(indicator: Indicator, part: Spec) -> str:
    """A part of a composite with what it is part of."""
    return f"{told(indicator.name, indicator.name_en)} · {told(part.label, part.label_en)}"
