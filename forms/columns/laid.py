"""A table over returns as they are kept: columns are gathered from the frames the closures would look at."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from forms.columns.batch import Shifts
from forms.columns.cells import gathered
from forms.columns.values import Column, Ints, Mask
from forms.pack.model import Form, Pack
from forms.periods import Period
from forms.returns import Return
from forms.rules.binding import Place
from forms.rules.scope import Books, Circle, Frame, Scope


class Laid:
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
    def over(cls, books: Books) -> Laid:
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

    def _frames_of(self, books: Books) -> list[Frame | None]:
        if self._form.shape == "single":
            return [None]
        return list(books.sheet(self._form.code).table(self._form.code).values())

    def column(self, place: Place, shifts: Shifts) -> Column:
        frames = self._looked_at(place.key, shifts)
        states = [frame.sheet.state for frame in frames]
        states = states if any(states) else [""]
        return gathered([frame.cells.get(place.field) for frame in frames], place.spec, states)

    def typed(self, key: str, fields: tuple[str, ...], shifts: Shifts) -> Mask:
        frames = self._looked_at(key, shifts)
        return np.array([any(frame.text(field) for field in fields) for frame in frames], np.bool_)

    def _looked_at(self, key: str, shifts: Shifts) -> list[Frame]:
        """The frame of each row in another form or time; one alone when all rows share it."""
        found = self._frames.get((key, shifts))
        if found is None:
            if key == self._form.code and self._form.shape == "rows" and len(self._books) == 1 and len(shifts) < 2:
                found = self._frames[key, shifts] = self._own(shifts)
                return found
            shared = key != self._form.code and len(self._books) == 1 and self._form.shape == "rows"
            scopes = self._scopes([(0, 0)] if shared else self._places)
            found = self._frames[key, shifts] = [_shifted(scope, shifts)[key] for scope in scopes]
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
        key = self._form.row_key or ""
        return [sheet.row_like(row, key) or none for row in rows]

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


def _shifted(scope: Scope, shifts: Shifts) -> Scope:
    for shift in shifts:
        scope = scope.shifted(shift)
    return scope
