"""A table of records as typed columns: the rows of one list, or one form of many enterprises."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Protocol

import msgspec

from forms.columns.batch import Shifts
from forms.columns.tables.of_columns import ColumnSource
from forms.columns.tables.of_returns import ReturnSource
from forms.columns.values import Column, Ints, Mask
from forms.pack.model import Form, Pack
from forms.periods import Period
from forms.problems import FormsError
from forms.returns import Return
from forms.rules.binding import Place
from forms.rules.scope import Scope

Returns = Mapping[tuple[str, str], Return]
"""What one enterprise has, by form and period as spelled."""


class Source(Protocol):
    """Where a table's columns come from, and its rows when a closure wants to look at one."""

    size: int
    starts: Ints

    def column(self, place: Place, shifts: Shifts) -> Column: ...

    def typed(self, key: str, fields: tuple[str, ...], shifts: Shifts) -> Mask: ...

    def scopes(self, rows: Sequence[int], *, whole: bool) -> Iterable[Scope]: ...

    def firms(self) -> Iterable[Scope]: ...

    def where(self, row: int) -> tuple[int, str | None]: ...


class Where(msgspec.Struct, frozen=True):
    """Which record a row of a table is: the enterprise's number in the table, and the row's id in its list."""

    firm: int
    row: str | None = None


class Table:
    """Records of one form and period. Columns are made when a rule first asks for them, and kept."""

    def __init__(self, pack: Pack, form: Form, period: Period, source: Source) -> None:
        self.pack = pack
        self.form = form
        self.period = period
        self.source = source
        self.memo: dict[Any, Any] = {}
        self._columns: dict[tuple[str, str, Shifts], Column] = {}

    @classmethod
    def from_returns(cls, pack: Pack, form: str, period: Period, firms: Sequence[Returns]) -> Table:
        """One row per enterprise; in a form of rows, the rows of each enterprise's list one after the other.

        Raises ``FormsError('form.unknown')``.
        """
        definition = _form(pack, form)
        return cls(pack, definition, period, ReturnSource(pack, definition, period, firms))

    @classmethod
    def from_columns(
        cls,
        pack: Pack,
        form: str,
        period: Period,
        columns: Mapping[str, Column | Sequence[Any]],
        *,
        rows: Sequence[str] = (),
        shifted: Mapping[str, Table] | None = None,
        returns: Returns | None = None,
    ) -> Table:
        """A table from a column per field (``XM014``, ``JY001@ly``, ``JB022.valid``); fields not given are blank.

        A column is ready-made (``cells.numbers``, ``texts``, ``truths``), or a sequence of values, cells and
        None. ``rows`` are the ids of a list's rows. ``shifted`` gives the tables that ``previous``, ``last_year``
        and ``year_end`` look at: a list's are matched by row key, those of single records row by row; ``returns``
        the same enterprise's other forms. Raises ``FormsError('form.unknown' | 'rule.unknown-name')``.
        """
        definition = _form(pack, form)
        others = {shift: table.source for shift, table in (shifted or {}).items()}
        source = ColumnSource(pack, definition, period, columns, rows, others, returns or {})
        return cls(pack, definition, period, source)

    @property
    def size(self) -> int:
        """The number of rows."""
        return self.source.size

    @property
    def starts(self) -> Ints:
        """The first row of each return."""
        return self.source.starts

    def column(self, place: Place, shifts: Shifts) -> Column:
        """The column of a field, moved in time by ``shifts``."""
        key = (place.key, place.field, shifts)
        found = self._columns.get(key)
        if found is None:
            found = self._columns[key] = self.source.column(place, shifts)
        return found

    def forget(self, fields: frozenset[str]) -> None:
        """Make the columns of these fields of the table's own rows anew when they are next asked for."""
        self.memo.clear()
        for key in [key for key in self._columns if key[1] in fields and not key[2]]:
            del self._columns[key]

    def typed(self, key: str, fields: tuple[str, ...], shifts: Shifts) -> Mask:
        """Where anything was entered in one of the fields."""
        return self.source.typed(key, fields, shifts)

    def where(self, row: int) -> Where:
        """Which record a row is."""
        return Where(*self.source.where(row))


def _form(pack: Pack, form: str) -> Form:
    if form not in pack.forms:
        raise FormsError("form.unknown", form=form)
    return pack.forms[form]
