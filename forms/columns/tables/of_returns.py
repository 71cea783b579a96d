"""A table over returns as they are kept: columns are gathered from the frames the closures would look at."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import chain
from typing import NamedTuple

import numpy as np

from forms.columns.batch import Shifts
from forms.columns.tables.cells import Alike, alike, gathered
from forms.columns.tables.framed import column_of, typed_in
from forms.columns.values import Column, Ints, Mask
from forms.pack.model import Form, Pack
from forms.periods import Period
from forms.returns import Cell, Return
from forms.rules.binding import Place
from forms.rules.scope import Books, Circle, Frame, Scope


class Spread(NamedTuple):
    """A field of a list: its cells by row, the different ones, and the rows with one blank, marked or negative."""

    cells: list[Cell | None]
    alike: Alike
    striking: list[int]


class ReturnSource:
    """The source of ``Table.from_returns``."""

    def __init__(
        self, pack: Pack, form: Form, period: Period, firms: Sequence[Mapping[tuple[str, str], Return]]
    ) -> None:
        books = [Books(pack, returns, form.code, period) for returns in firms]
        circle = Circle(lambda: books)
        for each in books:
            each.circle = circle
        self._lay(form, books)

    @classmethod
    def over(cls, books: Books) -> ReturnSource:
        """The list that some books are opened at, laid out once for closures and columns."""
        made = cls.__new__(cls)
        made._lay(books.pack.forms[books.form], [books])
        return made

    def _lay(self, form: Form, opened: list[Books]) -> None:
        self._form = form
        self._books = opened
        self._rows = [self._frames_of(books) for books in self._books]
        self._places = [(firm, row) for firm, rows in enumerate(self._rows) for row in range(len(rows))]
        sizes = np.array([len(rows) for rows in self._rows], np.int64)
        self.size = int(sizes.sum())
        self.starts: Ints = (np.cumsum(sizes) - sizes)[sizes > 0]
        self._frames: dict[tuple[str, Shifts], list[Frame]] = {}
        self._spread: dict[str, Spread] = {}

    def _frames_of(self, books: Books) -> list[Frame | None]:
        if self._form.shape == "single":
            return [None]
        return list(books.sheet(self._form.code).table(self._form.code).values())

    def column(self, place: Place, shifts: Shifts) -> Column:
        if place.field in self._spread and place.key == self._form.code and not shifts:
            spread = self._spread[place.field]
            return gathered(spread.cells, place.spec, found=spread.alike)
        return column_of(self._looked_at(place.key, shifts), place)

    def striking(self, field: str) -> Iterator[tuple[int, Cell | None]]:
        """The cells of a field of the one list there is, but such as are neither blank nor marked nor negative.

        Where the list is not spread out: all of them.
        """
        spread = self._spread.get(field)
        if spread is None:
            return enumerate([frame.cells.get(field) for frame in self._own(())])
        return ((row, spread.cells[row]) for row in spread.striking)

    def spread(self, fields: Sequence[str], between: Callable[[], None] = lambda: None) -> None:
        """Have the cells of these fields of the one list ready, until they are let go by an empty choice.

        ``between`` is called every so many rows and fields; what it raises ends that.

        Going once along every row takes a fraction of going down the list for each field: what belongs to a row
        lies side by side in memory.
        """
        if not fields:
            self._spread = {}
            return
        frames, flat, made = self._own(()), list[Cell | None](), dict[str, Spread]()
        for start in range(0, len(frames), _STRETCH):
            between()
            flat += chain.from_iterable(map(frame.cells.get, fields) for frame in frames[start : start + _STRETCH])
        for at, field in enumerate(fields):
            between()
            made[field] = _spread(flat[at :: len(fields)])
        self._spread = made

    def typed(self, key: str, fields: tuple[str, ...], shifts: Shifts) -> Mask:
        return typed_in(self._looked_at(key, shifts), fields)

    def _looked_at(self, key: str, shifts: Shifts) -> list[Frame]:
        """The frame of each row in another form or time; one alone when all rows share it."""
        found = self._frames.get((key, shifts))
        if found is None:
            if key == self._form.code and self._form.shape == "rows" and len(self._books) == 1 and len(shifts) < 2:
                found = self._frames[key, shifts] = self._own(shifts)
                return found
            shared = key != self._form.code and len(self._books) == 1 and self._form.shape == "rows"
            scopes = self._scopes([(0, 0)] if shared else self._places)
            found = self._frames[key, shifts] = [scope.at(shifts)[key] for scope in scopes]
        return found

    def _own(self, shifts: Shifts) -> list[Frame]:
        """The rows of the one list there is, or for each of them the row like it at another time."""
        rows = [frame for frame in self._rows[0] if frame is not None]
        if not shifts:
            return rows
        sheet, code = self._books[0].sheet(self._form.code, shifts), self._form.code
        none = sheet.no_row(code, None)
        if not sheet.table(code):
            return [none] * len(rows)
        return [found or none for found in sheet.rows_like(code, rows, self._form.row_key or "")]

    def where(self, row: int) -> tuple[int, str | None]:
        firm, place = self._places[row]
        frame = self._rows[firm][place]
        return firm, frame.row if frame is not None else None

    def _scopes(self, places: Iterable[tuple[int, int]]) -> Iterable[Scope]:
        for firm, row in places:
            scope = Scope(self._books[firm])
            frame = self._rows[firm][row]
            if frame is not None:
                scope[self._form.code] = frame
            yield scope

    def scopes(self, rows: Sequence[int], *, whole: bool) -> Iterable[Scope]:  # noqa: ARG002 — all are there
        return self._scopes(self._places[row] for row in rows)

    def firms(self) -> Iterable[Scope]:
        return [Scope(books) for books in self._books]


_STRETCH = 8192
"""Rows."""


def _spread(cells: list[Cell | None]) -> Spread:
    found = alike(cells)
    strikes = np.array([_strikes(cell) for cell in found.cells], np.bool_)
    return Spread(cells, found, np.flatnonzero(strikes[found.codes]).tolist() if strikes.any() else [])


def _strikes(cell: Cell | None) -> bool:
    if cell is None or cell.value is None or cell.problem is not None:
        return True
    return type(cell.value) is Decimal and cell.value.is_signed()
