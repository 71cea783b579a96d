"""Records of a file as a table: the rules of a long file run over its columns, for the closures' verdicts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

import numpy as np

from forms.columns.batch import Shifts
from forms.columns.cells import absent, gathered, recorded
from forms.columns.compile import check_table
from forms.columns.given import matching
from forms.columns.outcomes import FAIL, OUTCOMES, UNDECIDED, RuleOutcome
from forms.columns.table import Table
from forms.columns.values import BLANK, NO_RETURN, Column, Ints, Mask, column, taken
from forms.records.judging import Tally, Verdict
from forms.records.table import Laid, Records
from forms.rules.binding import Place
from forms.rules.compiled import CompiledRule
from forms.rules.scope import Frame, Scope


class ByColumns:
    """The verdicts of each rule on one file; the columns are made once and serve all rules."""

    def __init__(self) -> None:
        self._laid: Laid | None = None
        self._table: Table | None = None

    def __call__(self, rule: CompiledRule, laid: Laid) -> Tally:
        """See ``forms.records.by_closures``."""
        form = laid.pack.forms[laid.now.form]
        if self._table is None or self._laid is not laid:
            self._laid, self._table = laid, Table(laid.pack, form, laid.now.period, RecordSource(laid))
        found = check_table(laid.pack, form.code, self._table, (rule.rule.id,))[rule.rule.id]
        return ColumnTally(found, rows=laid.rows, whole=laid.rows and not rule.tables)


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

    def __init__(self, laid: Laid) -> None:
        self._laid = laid
        self._form = laid.pack.forms[laid.now.form]
        self.size = len(laid.now)
        self.starts: Ints = np.zeros(min(self.size, 1), np.int64) if laid.rows else np.arange(self.size)
        self._frames: dict[tuple[str, Shifts], list[Frame]] = {}
        self._matches: dict[Shifts, Ints] = {}

    def column(self, place: Place, shifts: Shifts) -> Column:
        if place.key == self._form.code and not self._made(place):
            found = self._laid.now.columns.get(place.field)
            if not shifts and found is not None:
                return recorded(found, place.spec)
            there = self._laid.shifted(shifts) if shifts else None
            if there is not None and len(there):
                return self._matched(there, place, shifts)
        frames = self._looked_at(place.key, shifts)
        states = [frame.sheet.state for frame in frames]
        states = states if any(states) else [""]
        return gathered([frame.cells.get(place.field) for frame in frames], place.spec, states)

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
        if self._laid.rows:
            now = self._laid.now
            ids = [[str(place) for place in range(len(records))] for records in (now, there)]
            return matching(self._keys(now), self._keys(there), *ids)
        places = [self._laid.place(moment, key) for key in self._laid.now.keys]
        return np.array([-1 if place is None else place for place in places], np.int64)

    def _keys(self, records: Records) -> list[str]:
        key = records.columns.get(self._form.row_key or "")
        return [text.strip() for text in key.texts] if key is not None else [""] * len(records)

    def _made(self, place: Place) -> bool:
        """Whether the program puts the field in itself: it is in the cells then, not in the file's columns."""
        return bool(self._form.indicators[place.field.partition(".")[0].partition("@")[0]].computed)

    def typed(self, key: str, fields: tuple[str, ...], shifts: Shifts) -> Mask:
        frames = self._looked_at(key, shifts)
        return np.array([any(frame.text(field) for field in fields) for frame in frames], np.bool_)

    def _looked_at(self, key: str, shifts: Shifts) -> list[Frame]:
        """The frame of each record in another form or time; one alone when the rows of a list share it."""
        found = self._frames.get((key, shifts))
        if found is None:
            shared = self._laid.rows and key != self._form.code
            places = range(min(1, self.size)) if shared else range(self.size)
            found = self._frames[key, shifts] = [_shifted(scope, shifts)[key] for scope in self._scopes(places)]
        return found

    def _scopes(self, places: Iterable[int]) -> Iterator[Scope]:
        """One scope for all rows of a list, so that what an aggregate gave is kept for the next row."""
        if not self._laid.rows:
            yield from (Scope(self._laid.books(place)) for place in places)
            return
        books = self._laid.books()
        table, scope = books.sheet(self._form.code).table(self._form.code), Scope(books)
        for place in places:
            scope[self._form.code] = table[str(place)]
            yield scope

    def scopes(self, rows: Sequence[int], *, whole: bool) -> Iterable[Scope]:  # noqa: ARG002 — all are there
        return self._scopes(rows)

    def firms(self) -> Iterable[Scope]:
        if self._laid.rows:
            return [Scope(self._laid.books())]
        return self._scopes(range(self.size))

    def where(self, row: int) -> tuple[int, str | None]:
        return (0, str(row)) if self._laid.rows else (row, None)


def _shifted(scope: Scope, shifts: Shifts) -> Scope:
    for shift in shifts:
        scope = scope.shifted(shift)
    return scope
