"""Records as columns, and a view of one record as the cells a rule looks up."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from forms.pack.model import Pack
from forms.periods import Period
from forms.returns import Cell, Origin, Value
from forms.rules.scope import Books, Circle, Sheet

if TYPE_CHECKING:
    from _collections_abc import dict_items


class RecordColumn(msgspec.Struct, frozen=True):
    """One field of all records: ``texts`` as written, ``""`` for a blank; ``values`` in the indicator's unit."""

    texts: list[str]
    values: list[Value | None]
    problems: dict[int, str] = {}
    """By position: why the text cannot be read (``value.…``)."""
    unit: str = ""
    """The unit of the file's figures, where they were converted."""

    def cell(self, position: int) -> Cell | None:
        """The cell of one record; None for a blank."""
        text = self.texts[position]
        if not text:
            return None
        origin = Origin("workbook", raw=text, unit=self.unit) if self.unit else Origin("workbook")
        return Cell(text, self.values[position], self.problems.get(position), origin=origin)


class Records(msgspec.Struct, frozen=True, kw_only=True):
    """Records of one form at one period; ``numbers`` are their rows in the file, ``keys`` tell them apart."""

    form: str
    period: Period
    numbers: list[int]
    keys: list[str]
    columns: dict[str, RecordColumn]
    """By field of the record: ``RD001``, ``RD001@ly``, ``RD012.valid``."""

    def __len__(self) -> int:
        return len(self.numbers)


class RecordCells(dict[str, Cell]):
    """The cells of one record, made from its columns when they are looked up; what is put in comes first."""

    __slots__ = ("_columns", "position")

    def __init__(self, columns: dict[str, RecordColumn], position: int) -> None:
        super().__init__()
        self._columns = columns
        self.position = position

    def get(self, field: str, default: Any = None) -> Any:
        """The cell in a field; ``default`` when it is blank."""
        if field in self:
            return self[field]
        column = self._columns.get(field)
        cell = column.cell(self.position) if column is not None else None
        return default if cell is None else cell

    def items(self) -> dict_items[str, Cell]:
        """All that is filled."""
        cells = {field: cell for field in self._columns if (cell := self.get(field)) is not None}
        return (cells | {field: self[field] for field in self}).items()


Moment = tuple[str, ...]
"""Shifts from the period being checked: ``()``, ``("previous",)``, ``("last_year",)`` …"""


class RecordBooks:
    """Records of a form with those of earlier periods, ready to be judged.

    In a form of rows all records are rows of one return. In a form of single records each is a return of its own,
    and ``books(position)`` opens it beside the earlier ones with the same key.
    """

    def __init__(self, pack: Pack, now: Records, earlier: dict[Moment, Records]) -> None:
        self.pack = pack
        self.now = now
        self.rows = pack.forms[now.form].shape == "rows"
        self._earlier = earlier
        self._places = {moment: _by_key(records) for moment, records in earlier.items()}
        self._whole = self._all_rows() if self.rows else None
        self._circle = Circle(lambda: map(self._of_record, range(len(now))))
        self.cells = [RecordCells(now.columns, position) for position in range(len(now))] if not self.rows else []

    def books(self, position: int = 0) -> Books:
        """What a rule may look at: the whole file, or one record of it."""
        return self._whole if self._whole is not None else self._of_record(position)

    def shifted(self, moment: Moment) -> Records | None:
        """The records of another moment, if there is a file of it."""
        return self._earlier.get(moment)

    def place(self, moment: Moment, key: str) -> int | None:
        """Where the single record with a key stands among those of another moment."""
        return self._places[moment].get(key) if key else None

    def position(self, row: str) -> int:
        """Where the row with this id stands among the records."""
        return int(row)

    def _of_record(self, position: int) -> Books:
        books = _OneRecord(self, self.now.keys[position])
        books.circle = self._circle
        books.put(_single(self.now, self.cells[position]))
        return books

    def earlier(self, moment: Moment, key: str) -> Sheet | None:
        """The record with the same key at another moment; None when there is no file of that moment."""
        records = self._earlier.get(moment)
        if records is None:
            return None
        there = self.place(moment, key)
        if there is None:
            return Sheet(records.form, records.period, None)
        return _single(records, RecordCells(records.columns, there))

    def _all_rows(self) -> Books:
        books = Books(self.pack, {}, self.now.form, self.now.period)
        books.put(_rows(self.now))
        for moment, records in self._earlier.items():
            books.put(_rows(records), moment)
        return books


class _OneRecord(Books):
    """One record as a return of its own; those of earlier periods are opened when a rule asks for them."""

    def __init__(self, opened: RecordBooks, key: str) -> None:
        super().__init__(opened.pack, {}, opened.now.form, opened.now.period)
        self._opened = opened
        self._key = key

    def open(self, form: str, shifts: Moment) -> Sheet:
        """The record with the same key; else as for any return that is not there."""
        there = self._opened.earlier(shifts, self._key) if form == self.form else None
        return there if there is not None else super().open(form, shifts)


def _single(records: Records, cells: RecordCells) -> Sheet:
    sheet = Sheet(records.form, records.period, None, "")
    sheet.hold(cells)
    return sheet


def _rows(records: Records) -> Sheet:
    sheet = Sheet(records.form, records.period, None, "")
    sheet.state = ""
    sheet.lay(records.form, {str(n): RecordCells(records.columns, n) for n in range(len(records))})
    return sheet


def _by_key(records: Records) -> dict[str, int]:
    found: dict[str, int] = {}
    for position, key in enumerate(records.keys):
        found.setdefault(key, position)
    return found
