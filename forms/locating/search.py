"""The smallest sets of cells: failed rules that share no cell are explained apart, each by one cell if one can.

One cell that can weighs less than any two, so such sets are found by trying each cell in turn (exact arithmetic
over the ranges the rules leave it). Only where no single cell can is a mixed-integer programme set up. When that
has no time, sets that touch every failed rule are given instead, as not proven.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal
from itertools import combinations

from forms.locating.clock import Deadline
from forms.locating.linear import Alternatives, holds, meet, ranges
from forms.locating.model import CellSet, Range
from forms.locating.programme import Programme, load
from forms.locating.records import Record
from forms.locating.ruling import Ruled, alone

_MOST_SETS = 5
_LARGEST_GUESS = 3
WHOLE = (Range(),)


class Search:
    """One return's failed rules that have to be explained (``must``) and everything that has to go on holding."""

    def __init__(self, record: Record, rules: Sequence[Ruled], must: Sequence[Ruled]) -> None:
        self.record = record
        self.must = tuple(must)
        self._books = record.books()
        passing = [one for one in rules if one.outcome == "pass" and one.condition is not None]
        self._kept = [one for one in passing if one.level == "error"]
        self._liked = [one for one in passing if one.level == "query"]
        self._hints = [one for one in rules if one.level == "hint" and one.condition is not None]
        self._ranges: dict[str, tuple[Range, ...]] = {}
        blanks = record.cells.optional | record.cells.needed
        self.values: dict[str, Decimal] = {**record.cells.values, **dict.fromkeys(blanks, Decimal(0))}

    def failing_with(self, cell: str) -> tuple[Ruled, ...]:
        """The failed rules that speak of a cell."""
        return tuple(one for one in self.must if cell in one.cells)

    def allowed(self, cell: str) -> tuple[Range, ...]:
        """The values of a cell that settle every failed rule that speaks of it and break none that holds.

        Queries that hold are kept if that is possible; rules without linear form are not looked at.
        """
        kept = self._settling(cell)
        return (self._meet(cell, kept, self._liked) if kept else ()) or kept

    def _settling(self, cell: str) -> tuple[Range, ...]:
        """The values of a cell that settle all its failed rules and break no error that holds."""
        if cell not in self._ranges:
            settled = self._meet(cell, WHOLE, self.failing_with(cell))
            self._ranges[cell] = self._meet(cell, settled, self._kept) if settled else ()
        return self._ranges[cell]

    def closer(self, cell: str, allowed: tuple[Range, ...]) -> tuple[Range, ...]:
        """Those of the allowed values that suit the hints too, as far as that is possible."""
        for one in self._hints:
            allowed = self._meet(cell, allowed, [one]) or allowed
        return allowed

    def _meet(self, cell: str, found: tuple[Range, ...], rules: Iterable[Ruled]) -> tuple[Range, ...]:
        for one in rules:
            if cell in one.cells and found:
                condition = one.condition
                if condition is None and one.why == "not-linear":
                    condition = alone(self._books, self.record.cells, one, cell)
                if condition is not None:
                    found = meet(found, ranges(condition, cell, self.values))
        return found

    def components(self) -> list[list[Ruled]]:
        """The failed rules with linear form, those that share cells together."""
        groups: list[tuple[set[str], list[Ruled]]] = []
        for one in self.must:
            if one.condition is None:
                continue
            touching = [group for group in groups if group[0] & one.cells]
            cells = set(one.cells).union(*(group[0] for group in touching))
            rules = [one, *(rule for group in touching for rule in group[1])]
            groups = [group for group in groups if group not in touching] + [(cells, rules)]
        return [rules for _, rules in groups]

    def sets(self, weights: Mapping[str, float], deadline: Deadline) -> list[CellSet]:
        """The smallest sets for the whole return, lightest first."""
        blank = CellSet(tuple(sorted(self.record.cells.needed)), 0.0)
        whole = [blank]
        for rules in self.components():
            parts = self._single(rules, weights) or self._several(rules, weights, deadline)
            joined = [_joined(one, other) for one in whole for other in parts]
            whole = sorted(joined, key=lambda found: (not found.proven, found.weight))[:_MOST_SETS]
        return [found for found in whole if found.addresses]

    def _single(self, rules: list[Ruled], weights: Mapping[str, float]) -> list[CellSet]:
        shared = frozenset.intersection(*(one.cells for one in rules)) & weights.keys()
        able = [cell for cell in shared if self._settling(cell)]
        return [CellSet((cell,), weights[cell]) for cell in sorted(able, key=lambda c: (weights[c], c))][
            :_MOST_SETS
        ]

    def _several(self, rules: list[Ruled], weights: Mapping[str, float], deadline: Deadline) -> list[CellSet]:
        conditions = self._conditions(rules)
        values = {cell: self.values[cell] for cell in _cells(conditions)}
        found: list[CellSet] = []
        if deadline.left() > 0:
            with deadline.stopped():
                load()
            programme = Programme(values, weights, conditions)
            while deadline.left() > 0 and len(found) < _MOST_SETS:
                solution = programme.solve(deadline.left())
                if solution is None or (found and solution.weight > found[0].weight * 1.5):
                    break
                programme.exclude(solution.values)
                proven = self._exactly(solution.values, conditions)
                found.append(CellSet(tuple(sorted(solution.values)), solution.weight, proven))
        if not found:
            deadline.passed()
            return _guesses(rules, weights)
        return found

    def _conditions(self, rules: list[Ruled]) -> list[Alternatives]:
        """The failed rules, and all errors that hold which share cells with them, however indirectly."""
        reached = set().union(*(one.cells for one in rules))
        chosen = list(rules)
        growing = True
        while growing:
            more = [one for one in self._kept if one.cells & reached and one not in chosen]
            chosen += more
            reached.update(*(one.cells for one in more))
            growing = bool(more)
        return [one.condition for one in chosen if one.condition is not None]

    def _exactly(self, values: Mapping[str, float], conditions: Sequence[Alternatives]) -> bool:
        """Whether the figures of a solution, rounded to whole steps, meet every condition."""
        step = self.record.cells.step
        rounded = {cell: Decimal(value).quantize(step, ROUND_HALF_UP) for cell, value in values.items()}
        trial = {**self.values, **rounded}
        return all(holds(condition, trial) for condition in conditions)


def _cells(conditions: Sequence[Alternatives]) -> list[str]:
    found = {c: None for condition in conditions for system in condition for line in system for c in line.parts}
    return list(found)


def _joined(one: CellSet, other: CellSet) -> CellSet:
    addresses = tuple(sorted({*one.addresses, *other.addresses}))
    return CellSet(addresses, one.weight + other.weight, one.proven and other.proven)


def _guesses(rules: list[Ruled], weights: Mapping[str, float]) -> list[CellSet]:
    """Sets of at most three cells that touch every failed rule, lightest first; whether they suffice is open."""
    every = sorted({cell for one in rules for cell in one.cells if cell in weights}, key=lambda c: (weights[c], c))
    for size in range(1, _LARGEST_GUESS + 1):
        found = [
            CellSet(chosen, sum(weights[cell] for cell in chosen), proven=False)
            for chosen in combinations(every[:24], size)
            if all(one.cells.intersection(chosen) for one in rules)
        ]
        if found:
            return sorted(found, key=lambda one: one.weight)[:_MOST_SETS]
    return []
