"""A grid of cells as the views ask for it: what stands where, and which cells look different now."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

from msgspec import structs
from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex

from client.ui.entry.cells.looks import Look, Mark
from client.ui.parts.kept import Kept
from forms.pack.model import Spec

Index = QModelIndex | QPersistentModelIndex


class GridModel(QAbstractTableModel):
    """What a grid looks like, whatever lies behind it. Looks are kept from one painting to the next."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._kept: Kept[int, dict[int, Look]] = Kept(_KEPT_LINES)

    # what each kind of grid answers in its own way

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

    def shown_with(self, column: int) -> tuple[int, int]:
        """The first and the last of the columns that show something of what a cell in one of them holds."""
        return column, column

    def headings_of(self, rows: set[int]) -> set[int]:  # noqa: ARG002
        """The lines that count what stands in these."""
        return set()

    # what is painted

    def looked(self, row: int, column: int) -> Look:
        """``look``, kept from one painting to the next until the line changes."""
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

    def index_of(self, address: str) -> QModelIndex:
        """The index of an address; invalid when it is not in this grid."""
        place = self.place_of(address)
        return self.index(*place) if place else QModelIndex()

    def show_places(self, changed: frozenset[str], marks: Mapping[str, Mark]) -> None:
        """Tell the views which addresses hold something else, and which only have another mark.

        The headings that count what stands there are told with them; all of the grid after a long paste.
        """
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
        for address, mark in marks.items():
            place = self.place_of(address)
            if place is not None:
                rows.add(place[0])
                if self._marked_anew(*place, mark):
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
        """``_differs`` of a cell of which only the mark may be another one, which is quicker."""
        line = self._kept.get(row)
        before = line.get(column) if line is not None else None
        if line is None or before is None:
            return True
        if before.mark == mark:
            return False
        line[column] = structs.replace(before, mark=mark)
        return True


def runs_of(numbers: set[int]) -> Iterator[tuple[int, int]]:
    """Numbers as runs of neighbours: first and last of each."""
    ordered = sorted(numbers)
    first = 0
    for at, number in enumerate(ordered):
        if at + 1 == len(ordered) or ordered[at + 1] != number + 1:
            yield ordered[first], number
            first = at + 1


_MANY = 1000
"""So many cells are not sought line by line: a screen shows fewer."""
_KEPT_LINES = 400
"""The looks of so many lines are kept; a screen shows some thirty."""
