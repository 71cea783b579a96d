"""What rules say of a whole table: an outcome per row, with the reason where there is none."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Literal

import msgspec
import numpy as np
import numpy.typing as npt

from forms.columns.values import Whys
from forms.findings import Outcome
from forms.pack.model import Pack
from forms.problems import FormsError, Language
from forms.rules.binding import Binder
from forms.rules.book import rulebook
from forms.rules.compiled import CompiledRule
from forms.rules.scope import Unknown
from forms.rules.wording.reporting import reason
from forms.rules.wording.saying import Speaker

OUTCOMES: tuple[Outcome, ...] = ("pass", "fail", "not_applicable", "undecided")
PASS, FAIL, NOT_APPLICABLE, UNDECIDED = range(4)
Outcomes = npt.NDArray[np.uint8]


class Line(msgspec.Struct, frozen=True, eq=False):
    """The outcomes of a rule, or of one line of a rule that speaks of several in turn (``code``).

    ``outcomes`` holds indexes into ``OUTCOMES``; ``why`` indexes into ``reasons``, 0 where there is none, or is
    None when no place has one.
    """

    code: str
    outcomes: Outcomes
    why: Whys | None
    reasons: tuple[Unknown | None, ...]

    @property
    def counts(self) -> dict[Outcome, int]:
        """How many places had each outcome."""
        return {name: int(np.count_nonzero(self.outcomes == index)) for index, name in enumerate(OUTCOMES)}

    def outcome(self, place: int) -> Outcome:
        return OUTCOMES[int(self.outcomes[place])]

    def unknown(self, place: int) -> Unknown | None:
        """Why the rule has no value at a place; None where it has."""
        return None if self.why is None else self.reasons[int(self.why[place])]

    def places(self, outcome: Outcome) -> npt.NDArray[np.int64]:
        """The places with an outcome."""
        return np.flatnonzero(self.outcomes == OUTCOMES.index(outcome))


class RuleOutcome(msgspec.Struct, frozen=True, eq=False):
    """What one rule says of the table.

    A place is a row of the table. Rules that speak of a list as a whole, or of a child table's rows, have places
    of their own: ``rows`` then names for each the enterprise's number and the row, and is None otherwise.
    ``by_closure`` counts the places that closures decided. ``error`` is why a rule has no meaning in its pack.
    """

    rule: str
    lines: tuple[Line, ...]
    rows: tuple[tuple[int, str | None], ...] | None = None
    by_closure: int = 0
    error: FormsError | None = None

    @property
    def counts(self) -> dict[Outcome, int]:
        """How many places (of all lines) had each outcome."""
        every = [line.counts for line in self.lines]
        return {name: sum(counts[name] for counts in every) for name in OUTCOMES}


class TableOutcome(Mapping[str, RuleOutcome]):
    """The outcomes of a table by rule."""

    def __init__(self, pack: Pack, rules: dict[str, RuleOutcome]) -> None:
        self._pack = pack
        self._rules = rules

    def __getitem__(self, rule: str) -> RuleOutcome:
        return self._rules[rule]

    def __iter__(self) -> Iterator[str]:
        return iter(self._rules)

    def __len__(self) -> int:
        return len(self._rules)

    def reason(self, rule: str, place: int, line: int = 0, language: Language = "zh") -> str:
        """Why a rule is undecided (or does not apply) at a place, in words; empty where there is no reason."""
        found = self._rules[rule]
        if found.error is not None:
            return found.error.what(language)
        unknown = found.lines[line].unknown(place)
        if unknown is None:
            return ""
        compiled = rulebook(self._pack).rule(self._pack.rules[rule])
        trees = compiled.trees() if isinstance(compiled, CompiledRule) else []
        return reason(Speaker(Binder(self._pack), language), unknown, trees)


Way = Literal["columns", "closures"]


class PlanNote(msgspec.Struct, frozen=True):
    """How a rule is run over a table, and what keeps it from the columns."""

    rule: str
    way: Way
    why: str = ""

    def __str__(self) -> str:
        return f"{self.rule}  {self.way}" + (f": {self.why}" if self.why else "")
