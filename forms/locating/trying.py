"""What would become of the rules if cells were changed: the real rules, run on a copy of the return."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal, localcontext

import msgspec

from forms.checking import Snapshot, compute
from forms.findings import Level
from forms.locating.model import Settled
from forms.locating.records import Record
from forms.locating.ruling import SIGN, Ruled, key_of
from forms.problems import FormsError
from forms.returns import Cell, Origin, Return
from forms.rules.book import rulebook
from forms.rules.scope import Books
from forms.values.canonical import plain
from forms.values.units import EXACT


class Tried(msgspec.Struct, frozen=True):
    """What a change does: failures it ends, failures it makes."""

    settles: tuple[Settled, ...]
    raises: tuple[Settled, ...]
    levels: dict[Settled, Level]

    @property
    def makes_errors(self) -> bool:
        return any(self.levels[key] == "error" for key in self.raises)


class Trial:
    """Runs the rules that changed cells touch. ``before`` are the rules as they stand."""

    def __init__(self, record: Record, before: Iterable[Ruled]) -> None:
        self._record = record
        self._levels: dict[Settled, Level] = {one.key: one.level for one in before}
        self._failing = {one.key for one in before if one.outcome in ("fail", "undecided")}
        self._has_computed = bool(record.cells.computed)

    def change(self, values: Mapping[str, Decimal]) -> Tried:
        """What giving cells these values would do."""
        record = self._record
        changed = self._changed(values)
        returns = {**record.snapshot.returns, (record.form.code, str(record.period)): changed}
        snapshot = Snapshot(record.snapshot.pack, record.snapshot.firm, returns)
        if self._has_computed:
            for address, cell in compute(snapshot, record.form.code, record.period).items():
                changed.cells.pop(address, None)
                if cell is not None:
                    changed.cells[address] = cell
        codes = {record.indicators[address].code for address in values}
        touched, after = self._judged(Books(snapshot.pack, returns, record.form.code, record.period), codes)
        for address, value in values.items():
            key = Settled(SIGN, address)
            touched.add(key)
            self._levels[key] = "query"
            if value < 0 and address not in record.cells.signed:
                after.add(key)
        for address in values.keys() & record.cells.needed:
            key = Settled(record.blank_rule(address), address)
            self._levels[key] = "error"
            self._failing.add(key)
            touched.add(key)
        before = self._failing & touched
        return Tried(tuple(sorted(before - after)), tuple(sorted(after - before)), self._levels)

    def _changed(self, values: Mapping[str, Decimal]) -> Return:
        target = self._record.target
        cells = dict(target.cells)
        for address, value in values.items():
            cells[address] = Cell(plain(value), value, origin=Origin("repair"))
        return Return(*target.key, target.pack, cells, target.rows)

    def _judged(self, books: Books, codes: set[str]) -> tuple[set[Settled], set[Settled]]:
        """Every place of the rules touched, and those that fail or cannot be decided."""
        book = rulebook(books.pack)
        every, failing = set(), set()
        with localcontext(EXACT):
            for rule in book.touched_by(codes):
                compiled = book.rule(rule)
                if rule.form != books.form or isinstance(compiled, FormsError):
                    continue
                if self._record.by_row and not compiled.tables:
                    continue
                for judged in compiled.judge(books):
                    key = key_of(judged)
                    every.add(key)
                    self._levels.setdefault(key, rule.level)
                    if judged.outcome in ("fail", "undecided"):
                        failing.add(key)
        return every, failing
