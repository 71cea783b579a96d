"""Proposals: for each cell a failed rule speaks of, the slips that settle its rules, tried on the real rules."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from itertools import pairwise

import msgspec

from forms.findings import Level
from forms.locating.clock import Deadline
from forms.locating.history import History
from forms.locating.model import CellSet, Kind, Proposal, Range
from forms.locating.records import BLANK
from forms.locating.search import Search
from forms.locating.slips import Slip, balancing, prior, slips
from forms.locating.telling import Teller
from forms.locating.trying import Trial, Tried
from forms.pack.model import Spec
from forms.values.units import convertible

_COST: dict[Level, float] = {"error": 8.0, "query": 4.0, "hint": 1.5}
"""What a failure that stays, or is new, takes from the score (log odds)."""
_MOST_PROPOSALS, _MOST_TRIED = 8, 60
_AS_IT_IS = -3.0
"""Log odds that a figure is right though a hint says otherwise."""
_PARTNERS = 3
"""Cells a figure may be exchanged with: the one above, the one below, last year's."""
_OPTIONAL = 3.0
"""A blank that may stay blank is less likely to be an omission."""


class Candidate(msgspec.Struct, frozen=True):
    """Figures for one or more cells that may have been meant, before they are tried."""

    values: dict[str, Decimal]
    kind: Kind
    chance: float
    power: int = 0


class Proposer:
    """Makes the proposals of one return."""

    def __init__(self, search: Search, trial: Trial, history: History, teller: Teller) -> None:
        self._search, self._trial, self._history, self._teller = search, trial, history, teller
        self._record = search.record
        self._must = {one.key: one.level for one in search.must}

    def proposals(self, omissions: Mapping[str, tuple[Range, ...]], deadline: Deadline) -> list[Proposal]:
        """The best ones, likeliest first. ``omissions`` are blanks to be filled and what may stand there."""
        candidates = [*self._singles(deadline), *self._swaps(), *self._omitted(omissions)]
        candidates.sort(key=lambda one: -one.chance)
        found = list(self._tried(candidates, deadline))
        known = {cell.address for one in found for cell in one.cells}
        found += [self._teller.blank(cell, allowed) for cell, allowed in omissions.items() if cell not in known]
        return sorted(found, key=lambda one: -one.score)[:_MOST_PROPOSALS]

    def together(self, sets: Iterable[CellSet], single: list[Proposal], deadline: Deadline) -> list[Proposal]:
        """For sets of several cells: the best proposals for each of them, tried as one."""
        found = []
        for cells in sets:
            parts = [self._best(single, cell) for cell in cells.addresses]
            whole = [part for part in parts if part is not None]
            if len(whole) < 2 or len(whole) < len(parts) or deadline.passed():
                continue
            values = {a: Decimal(text) for part in whole for a, text in part.texts.items()}
            chance = sum(self._chance(part) for part in whole)
            proposal = self._try(Candidate(values, whole[0].kind, chance))
            if proposal is not None:
                found.append(proposal)
        return found

    def _best(self, proposals: list[Proposal], cell: str) -> Proposal | None:
        able = [one for one in proposals if one.complete and [c.address for c in one.cells] == [cell]]
        return max(able, key=lambda one: one.score, default=None)

    def _chance(self, proposal: Proposal) -> float:
        """The score without what it leaves unsettled."""
        left = self._must.keys() - set(proposal.settles)
        return proposal.score + sum(_COST[self._must[key]] for key in left)

    # --- candidates ---

    def _singles(self, deadline: Deadline) -> Iterator[Candidate]:
        cells = {cell: None for one in self._search.must for cell in sorted(one.cells)}
        for cell in cells:
            if deadline.passed():
                return
            if cell not in self._record.cells.needed:
                yield from self._of_cell(cell)

    def _of_cell(self, cell: str) -> Iterator[Candidate]:
        allowed = self._search.allowed(cell)
        if not allowed:
            return
        spec = self._record.specs[cell]
        scale = spec.decimals
        old = self._record.cells.values.get(cell)
        if old is None:
            value = balancing(allowed, scale)
            if value:
                yield Candidate({cell: value}, "omission", prior("omission") - _OPTIONAL + self._lost(cell))
            return
        exact = balancing(allowed, scale) is not None
        for slip in slips(old, scale, allowed, self._search.closer(cell, allowed)):
            fits = self._history.fit(cell, slip.value) - self._history.fit(cell, old)
            if not _possible(slip, old, spec, fits):
                continue
            chance = slip.prior + fits + self._lost(cell)
            if exact or self._believable(chance):
                yield Candidate({cell: slip.value}, slip.kind, chance, slip.power)

    def _believable(self, chance: float) -> bool:
        """Where only hints failed, which may well be true, a slip has to be likelier than that they are.

        One that meets an exact relation is believed anyway: that is no chance.
        """
        return chance >= _AS_IT_IS or any(level != "hint" for level in self._must.values())

    def _lost(self, cell: str) -> float:
        """What the failed rules cost that the cell has no part in."""
        own = {one.key for one in self._search.failing_with(cell)}
        return -sum(_COST[level] for key, level in self._must.items() if key not in own)

    def _swaps(self) -> Iterator[Candidate]:
        """This year's figure and last year's exchanged, or two neighbours of a column."""
        values = self._record.cells.values
        pairs = [pair for pair in self._neighbours() if values[pair[0]] != values[pair[1]]]
        for one, other in pairs:
            swapped = {one: values[other], other: values[one]}
            if not any({one, other} & rule.cells for rule in self._search.must):
                continue
            fits = sum(
                self._history.fit(c, v, swapped) - self._history.fit(c, values[c]) for c, v in swapped.items()
            )
            left = [r for r in self._search.must if not ({one, other} & r.cells)]
            chance = prior("swapped", _PARTNERS) + fits - sum(_COST[rule.level] for rule in left)
            if self._believable(chance):
                yield Candidate(swapped, "swapped", chance)

    def _neighbours(self) -> list[tuple[str, str]]:
        values = self._record.cells.values
        columns: dict[str, list[str]] = {}
        for address in self._record.specs:
            if address in values:
                head = address.rpartition("].")[0]
                columns.setdefault(f"{head}@{address.partition('@')[2]}", []).append(address)
        beside = [pair for column in columns.values() for pair in pairwise(column)]
        across = [(a.partition("@")[0], a) for a in values if "@" in a and a.partition("@")[0] in values]
        return [pair for pair in (*across, *beside) if self._alike(*pair)]

    def _alike(self, one: str, other: str) -> bool:
        """Whether two cells are in the same unit, so that either figure could stand in either."""
        left, right = self._record.specs[one], self._record.specs[other]
        return (left.unit, left.decimals) == (right.unit, right.decimals)

    def _omitted(self, omissions: Mapping[str, tuple[Range, ...]]) -> Iterator[Candidate]:
        for cell, allowed in omissions.items():
            value = balancing(allowed, self._record.specs[cell].decimals)
            if value is not None:
                yield Candidate({cell: value}, "omission", prior("omission"))

    # --- trying them ---

    def _tried(self, candidates: list[Candidate], deadline: Deadline) -> Iterator[Proposal]:
        found = 0
        for candidate in candidates[:_MOST_TRIED]:
            if found == 2 * _MOST_PROPOSALS or deadline.passed():
                return
            proposal = self._try(candidate)
            if proposal is not None:
                found += 1
                yield proposal

    def _try(self, candidate: Candidate) -> Proposal | None:
        """The proposal, unless the real rules say that it settles nothing or makes an error."""
        tried = self._trial.change(candidate.values)
        if tried.makes_errors or not any(key in self._must or key.rule in BLANK for key in tried.settles):
            return None
        return self._teller.proposal(
            candidate.values, candidate.kind, candidate.power, tried, self._score(candidate, tried)
        )

    def _score(self, candidate: Candidate, tried: Tried) -> float:
        fits = candidate.chance
        touched = [r for r in self._search.must if candidate.values.keys() & r.cells]
        fits -= sum(_COST[one.level] for one in touched if one.key not in tried.settles)
        fits -= sum(_COST[tried.levels[key]] for key in tried.raises)
        gained = [key for key in tried.settles if key not in self._must]
        return fits + sum(_COST[tried.levels[key]] for key in gained) / 2


def _possible(slip: Slip, old: Decimal, spec: Spec, fits: float) -> bool:
    """People and things are counted in one unit: not negative, not divided by a thousand and rounded, and several
    noughts too few only where the past says so.
    """
    if slip.value < 0 and not spec.signed:
        return False
    if slip.kind != "unit" or convertible(spec.unit):
        return True
    return slip.value.scaleb(slip.power) == old if slip.power > 0 else slip.power == -1 or fits > 0
