"""A table over columns that came from elsewhere: an imported list, a frame of another library."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import numpy as np

from forms.addresses import parse
from forms.columns.batch import Shifts
from forms.columns.tables.cells import absent, cell_at, gathered
from forms.columns.tables.framed import column_of, typed_in
from forms.columns.values import BEFORE, BLANK, NO_RETURN, Column, Ints, Mask, Txt, column, taken
from forms.pack.model import Form, Pack, Spec
from forms.periods import Period
from forms.returns import Cell, Return
from forms.rules.binding import Binder, Place
from forms.rules.scope import Books, Circle, Frame, Scope, moved
from forms.rules.tree import Ref
from forms.values.canonical import plain


class ColumnSource:
    """The source of ``Table.from_columns``."""

    def __init__(
        self,
        pack: Pack,
        form: Form,
        period: Period,
        columns: Mapping[str, Column | Sequence[Any]],
        rows: Sequence[str],
        shifted: Mapping[str, Any],
        returns: Mapping[tuple[str, str], Return],
    ) -> None:
        self._pack, self._form, self._period = pack, form, period
        self._binder = Binder(pack)
        self.columns = {field: self._taken(field, given) for field, given in columns.items()}
        self.size = max((_length(found) for found in self.columns.values()), default=len(rows))
        single = form.shape == "single"
        self.rows = rows or [f"r{number}" for number in range(1, self.size + 1)]
        self.starts: Ints = np.arange(self.size) if single else np.zeros(min(self.size, 1), np.int64)
        self._shifted: Mapping[str, ColumnSource] = shifted
        self._returns = returns
        self._matches: dict[str, Ints] = {}
        self._every: Books | None = None
        self._circle = Circle(self._each)

    def _taken(self, field: str, given: Column | Sequence[Any]) -> Column:
        if isinstance(given, Column):
            return given
        return gathered([_cell(value) for value in given], self._spec(field))

    def _spec(self, field: str) -> Spec:
        where = parse(field)
        return self._binder.place(Ref(0, where.code, where.part or "", where.column or "")).spec

    def column(self, place: Place, shifts: Shifts) -> Column:
        if place.key != self._form.code:
            return self._elsewhere(place, shifts)
        if not shifts:
            return self.columns.get(place.field) or absent(place.spec, BLANK)
        if moved(self._form, self._period, shifts[0]) is None:
            return absent(place.spec, BEFORE)
        other = self._shifted.get(shifts[0])
        if other is None or not other.size:
            return absent(place.spec, NO_RETURN)
        return self._matched(other.column(place, ()), shifts[0])

    def _elsewhere(self, place: Place, shifts: Shifts) -> Column:
        return column_of([self._frame(place.key, shifts)], place)

    def _frame(self, key: str, shifts: Shifts) -> Frame:
        scope = Scope(Books(self._pack, self._returns, self._form.code, self._period))
        return scope.at(shifts)[key]

    def typed(self, key: str, fields: tuple[str, ...], shifts: Shifts) -> Mask:
        if key != self._form.code:
            return typed_in([self._frame(key, shifts)], fields)
        found = np.zeros(1, np.bool_)
        for field in fields:
            place = self._binder.place(Ref(0, *field.split(".")))
            found = found | _entered(self.column(place, shifts))
        return found

    def _matched(self, whole: Column, shift: str) -> Column:
        """A column of a shifted table, in the order of this one's rows."""
        if self._form.shape == "single":
            return whole
        match = self._match(shift)
        found = taken(whole, np.maximum(match, 0))
        state = np.zeros(1, np.uint8) if found.state is None else found.state
        return column(found.value, np.where(match < 0, np.uint8(NO_RETURN), state), found.refined)

    def _match(self, shift: str) -> Ints:
        """For each row the shifted table's row with the same key, else with the same id, else -1."""
        found = self._matches.get(shift)
        if found is None:
            other = self._shifted[shift]
            found = self._matches[shift] = matching(self.keys(), other.keys(), self.rows, other.rows)
        return found

    def keys(self) -> list[str]:
        """The text of each row's key; empty when blank."""
        key = self.columns.get(self._form.row_key or "")
        if key is None:
            return [""] * self.size
        return [cell.text.strip() if (cell := cell_at(key, row)) is not None else "" for row in range(self.size)]

    def scopes(self, rows: Sequence[int], *, whole: bool) -> Iterable[Scope]:
        if self._form.shape == "single":
            for row in rows:
                yield Scope(self._books([row], {shift: [row] for shift in self._shifted}))
            return
        books = self._whole() if whole else self._books(rows, {s: self._needed(s, rows) for s in self._shifted})
        table = books.sheet(self._form.code).table(self._form.code)
        for row in rows:
            scope = Scope(books)
            scope[self._form.code] = table[self.rows[row]]
            yield scope

    def firms(self) -> Iterable[Scope]:
        if self._form.shape == "single":
            return list(self.scopes(range(self.size), whole=True))
        return [Scope(self._whole())]

    def _whole(self) -> Books:
        """Everything as returns, made once."""
        if self._every is None:
            others = {shift: range(other.size) for shift, other in self._shifted.items()}
            self._every = self._books(range(self.size), others)
        return self._every

    def where(self, row: int) -> tuple[int, str | None]:
        return (row, None) if self._form.shape == "single" else (0, self.rows[row])

    def _needed(self, shift: str, rows: Sequence[int]) -> Sequence[int]:
        match = self._match(shift)
        return sorted({int(match[row]) for row in rows if match[row] >= 0})

    def _books(self, rows: Sequence[int], others: Mapping[str, Sequence[int]]) -> Books:
        returns = dict(self._returns)
        returns[self._form.code, str(self._period)] = self.as_return(rows)
        for shift, there in others.items():
            period = moved(self._form, self._period, shift)
            if period is not None:
                returns[self._form.code, str(period)] = self._shifted[shift].as_return(there)
        books = Books(self._pack, returns, self._form.code, self._period)
        if self._form.shape == "single":
            books.circle = self._circle
        return books

    def _each(self) -> Iterator[Books]:
        return (self._books([row], {shift: [row] for shift in self._shifted}) for row in range(self.size))

    def as_return(self, rows: Sequence[int]) -> Return:
        """A return that holds some of the rows (the one row of a single record)."""
        made = Return("", self._form.code, self._period, self._pack.version)
        if self._form.shape == "rows":
            made.rows[self._form.code] = [self.rows[row] for row in rows]
        for row in rows:
            prefix = f"{self._form.code}[{self.rows[row]}]." if self._form.shape == "rows" else ""
            for field, found in self.columns.items():
                cell = cell_at(found, row)
                if cell is not None:
                    made.cells[prefix + field] = cell
        return made


def matching(keys: list[str], others: list[str], rows: Sequence[str], ids: Sequence[str]) -> Ints:
    """For each row the other table's first row with its key, else the one with its id, else -1."""
    first: dict[str, int] = {}
    for row, key in enumerate(others):
        first.setdefault(key, row)
    by_id = {name: row for row, name in enumerate(ids)}
    found = np.full(len(keys), -1, np.int64)
    for row, key in enumerate(keys):
        match = first.get(key) if key else None
        if match is None:
            match = by_id.get(rows[row])
            if match is not None and key and others[match]:
                match = None
        found[row] = -1 if match is None else match
    return found


def _cell(value: Any) -> Cell | None:
    if value is None or isinstance(value, Cell):
        return value
    return Cell(plain(value) if hasattr(value, "scaleb") else str(value), value)


def _entered(found: Column) -> Mask:
    """Where a text was typed: a value that is not empty, or one that could not be read."""
    rows = max(_length(found), 1)
    cells = [cell_at(found, row) for row in range(rows)]
    return np.array([cell is not None and bool(cell.text.strip()) for cell in cells], np.bool_)


def _length(found: Column) -> int:
    value: Any = found.value
    return len(value.codes if isinstance(value, Txt) else getattr(value, "top", getattr(value, "holds", ())))
