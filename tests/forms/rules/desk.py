"""Trying rules on returns written line by line.

    rule R1: AA001 >= AA002 | tolerance 2
    AA 2025-09
    AA001 = 120,000
    expect R1 fail

A line ``AA 2025-09`` opens a return, ``address = text`` types into it (``n/a`` marks it not applicable) and
``expect`` names a rule, its outcome and, if need be, the row. The first return opened is the one checked.
"""

from __future__ import annotations

from pathlib import Path

import msgspec

from forms.addresses import parse
from forms.checking import RuleResult, Snapshot, check, results
from forms.findings import Finding
from forms.pack import Pack, Rule, load_pack
from forms.pack.places import spec_at
from forms.periods import Period
from forms.returns import Cell, Return
from forms.values.reading import read

SMALL = load_pack(Path(__file__).parent / "small")


class Desk:
    """Returns and rules of one try, of the small pack unless another is given, which brings rules of its own."""

    def __init__(self, text: str, pack: Pack = SMALL) -> None:
        self._pack = pack
        self.rules: dict[str, Rule] = {} if pack is SMALL else dict(pack.rules)
        self.returns: dict[tuple[str, str], Return] = {}
        self.expected: list[tuple[str, ...]] = []
        self.current: Return | None = None
        for line in filter(None, map(str.strip, text.splitlines())):
            self._line(line)
        self.pack: Pack = msgspec.structs.replace(pack, rules=self.rules)

    def _line(self, line: str) -> None:
        word, _, rest = line.partition(" ")
        if word == "rule":
            self._rule(rest)
        elif word == "expect":
            self.expected.append(tuple(rest.split()))
        elif word in self._pack.forms:
            self.current = Return("firm", word, Period.parse(rest), self._pack.name)
            self.returns[word, rest] = self.current
        else:
            address, _, typed = line.partition(" = ")
            self._type(address.strip(), typed.strip())

    def _rule(self, text: str) -> None:
        head, _, rest = text.partition(": ")
        name, _, form = head.partition("@")
        expect, *options = (part.strip() for part in rest.split(" | "))
        fields = dict(option.split(" ", 1) for option in options)
        each = tuple(fields.pop("each", "").split())
        rule = {"level": "error", "zh": f"规则{name}", "en": f"rule {name}", "each": each, **fields}
        self.rules[name] = Rule(id=name, form=form or "AA", expect=expect, **rule)  # type: ignore[arg-type]

    def _type(self, address: str, typed: str) -> None:
        assert self.current is not None
        place = parse(address)
        form = self._pack.forms[self.current.form]
        if place.table is not None and place.row is not None:
            table = place.table
            if place.form_row and place.in_child_table:
                self._row(form.code, place.form_row)
            self._row(table, place.row)
        cell = Cell("", na="本单位没有") if typed == "n/a" else read(typed, spec_at(form, place), self._pack)
        self.current.cells[address] = cell

    def _row(self, table: str, row: str) -> None:
        assert self.current is not None
        rows = self.current.rows.setdefault(table, [])
        if row not in rows:
            rows.append(row)

    @property
    def snapshot(self) -> Snapshot:
        return Snapshot(self.pack, "firm", self.returns)

    @property
    def place(self) -> tuple[str, Period]:
        form, period = next(iter(self.returns))
        return form, Period.parse(period)

    def outcomes(self) -> list[RuleResult]:
        return results(self.snapshot, *self.place)

    def findings(self) -> list[Finding]:
        return [found for found in check(self.snapshot, *self.place) if found.rule in self.rules]

    def verify(self) -> None:
        """Every ``expect`` line holds."""
        found = {(r.rule, r.row): r for r in self.outcomes()}
        for rule, outcome, *row in self.expected:
            result = found[rule, row[0] if row else None]
            assert result.outcome == outcome.replace("n/a", "not_applicable"), (rule, row, result)
