"""Records of a file as a table: the rules of a long file run over its columns, for the closures' verdicts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

import numpy as np

from forms.columns.batch import Shifts
from forms.columns.compiled import check_table
from forms.columns.outcomes import FAIL, OUTCOMES, UNDECIDED, RuleOutcome
from forms.columns.tables.cells import absent, recorded
from forms.columns.tables.framed import column_of, typed_in
from forms.columns.tables.of_columns import matching
from forms.columns.tables.table import Table
from forms.columns.values import BLANK, NO_RETURN, Column, Ints, Mask, column, taken
from forms.records.judging import Tally, Verdict
from forms.records.table import RecordBooks, Records
from forms.rules.binding import Place
from forms.rules.compiled import CompiledRule
from forms.rules.scope import Frame, Scope


class ByColumns:
    """The verdicts of each rule on one file; the columns are made once and serve all rules."""

    def __init__(self) -> None:
        self._opened: RecordBooks | None = None
        self._table: Table | None = None

    def __call__(self, rule: CompiledRule, opened: RecordBooks) -> Tally:
        """See ``forms.records.by_closures``."""
        form = opened.pack.forms[opened.now.form]
        if self._table is None or self._opened is not opened:
            self._opened, self._table = opened, Table(opened.pack, form, opened.now.period, RecordSource(opened))
        found = check_table(opened.pack, form.code, self._table, (rule.rule.id,))[rule.rule.id]
        return ColumnTally(found, rows=opened.rows, whole=opened.rows and not rule.tables)


class ColumnTally:
    """The outcomes of a rule, counted in the arrays; a verdict is made only for what is asked about."""

    def __init__(self, found: RuleOutcome, *, rows: bool, whole: bool) -> None:
        self._found = found
        self._rows, self._whole = rows, whole
        self.counts: Counter[str] = Counter({name: count for name, count in found.counts.items() if count})

    def verdicts(self, *, everything: bool = False) -> Iterable[Verdict]:
        """Place by place, line by line, as the closures give them."""
        lines = self._found.lines
        if everything:
            places: Iterable[int] = range(max((len(line.outcomes) for line in lines), default=0))
        else:
            wrong = [(line.outcomes == FAIL) | (line.outcomes == UNDECIDED) for line in lines]
            places = np.flatnonzero(np.logical_or.reduce(wrong)).tolist() if wrong else ()
        for place in places:
            for line in lines:
                outcome = int(line.outcomes[place])
                if everything or outcome in (FAIL, UNDECIDED):
                    yield Verdict(self._position(place), line.code, OUTCOMES[outcome])

    def _position(self, place: int) -> int | None:
        if self._whole:
            return None
        if self._found.rows is None:
            return place
        record, row = self._found.rows[place]
        return int(row) if self._rows and row is not None else record


class RecordSource:
    """A table's view of records: the rows of one list, or single records that each are a return of their own."""

    def __init__(self, opened: RecordBooks) -> None:
        self._opened = opened
        self._form = opened.pack.forms[opened.now.form]
        self.size = len(opened.now)
        self.starts: Ints = np.zeros(min(self.size, 1), np.int64) if opened.rows else np.arange(self.size)
        self._frames: dict[tuple[str, Shifts], list[Frame]] = {}
        self._matches: dict[Shifts, Ints] = {}

    def column(self, place: Place, shifts: Shifts) -> Column:
        if place.key == self._form.code and not self._made(place):
            found = self._opened.now.columns.get(place.field)
            if not shifts and found is not None:
                return recorded(found, place.spec)
            there = self._opened.shifted(shifts) if shifts else None
            if there is not None and len(there):
                return self._matched(there, place, shifts)
        return column_of(self._looked_at(place.key, shifts), place)

    def _matched(self, there: Records, place: Place, moment: Shifts) -> Column:
        """A field of the records of another moment, each beside the record of now with the same key."""
        match = self._matches.get(moment)
        if match is None:
            match = self._matches[moment] = self._match(there, moment)
        given = there.columns.get(place.field)
        whole = recorded(given, place.spec) if given is not None else absent(place.spec, BLANK)
        found = taken(whole, np.maximum(match, 0))
        state = np.zeros(1, np.uint8) if found.state is None else found.state
        return column(found.value, np.where(match < 0, np.uint8(NO_RETURN), state), found.refined, found.odd)

    def _match(self, there: Records, moment: Shifts) -> Ints:
        if self._opened.rows:
            now = self._opened.now
            ids = [[str(place) for place in range(len(records))] for records in (now, there)]
            return matching(self._keys(now), self._keys(there), *ids)
        places = [self._opened.place(moment, key) for key in self._opened.now.keys]
        return np.array([-1 if place is None else place for place in places], np.int64)

    def _keys(self, records: Records) -> list[str]:
        key = records.columns.get(self._form.row_key or "")
        return [text.strip() for text in key.texts] if key is not None else [""] * len(records)

    def _made(self, place: Place) -> bool:
        """Whether the program puts the field in itself: it is in the cells then, not in the file's columns."""
        return bool(self._form.indicators[place.field.partition(".")[0].partition("@")[0]].computed)

    def typed(self, key: str, fields: tuple[str, ...], shifts: Shifts) -> Mask:
        return typed_in(self._looked_at(key, shifts), fields)

    def _looked_at(self, key: str, shifts: Shifts) -> list[Frame]:
        """The frame of each record in another form or time; one alone when the rows of a list share it."""
        found = self._frames.get((key, shifts))
        if found is None:
            shared = self._opened.rows and key != self._form.code
            places = range(min(1, self.size)) if shared else range(self.size)
            found = self._frames[key, shifts] = [scope.at(shifts)[key] for scope in self._scopes(places)]
        return found

    def _scopes(self, places: Iterable[int]) -> Iterator[Scope]:
        """One scope for all rows of a list, so that what an aggregate gave is kept for the next row."""
        if not self._opened.rows:
            yield from (Scope(self._opened.books(place)) for place in places)
            return
        books = self._opened.books()
        table, scope = books.sheet(self._form.code).table(self._form.code), Scope(books)
        for place in places:
            scope[self._form.code] = table[str(place)]
            yield scope

    def scopes(self, rows: Sequence[int], *, whole: bool) -> Iterable[Scope]:  # noqa: ARG002 — all are there
        return self._scopes(rows)

    def firms(self) -> Iterable[Scope]:
        if self._opened.rows:
            return [Scope(self._opened.books())]
        return self._scopes(range(self.size))

    def where(self, row: int) -> tuple[int, str | None]:
        return (0, str(row)) if self._opened.rows else (row, None)
