"""Two mandatory rules that no return can keep: whenever both apply, one of them fails."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import islice

import msgspec

from forms.linting.certain import Reasoning, Ways, together
from forms.pack.model import Pack
from forms.problems import FormsError
from forms.rules.binding import Binder
from forms.rules.compiled import CompiledRule
from forms.rules.parser import parse

_MOST_PAIRS = 100_000
"""So many pairs are looked at, a few seconds' worth; a pack whose rules all speak of the same has more."""


class _Said(msgspec.Struct, frozen=True):
    """What a rule says, ready to be held against others."""

    rule: CompiledRule
    applies: Ways
    holds: Ways


def contrary(pack: Pack, rules: Iterable[CompiledRule]) -> Iterator[tuple[str, FormsError]]:
    """The later rule of each pair of a form that contradict each other, with the problem.

    Rules spelled out for several indicators are left aside.
    """
    binder = Binder(pack)
    single = (rule for rule in rules if rule.rule.level == "error" and len(rule.variants) == 1)
    for one, other in islice(_pairs(_said(rule, binder) for rule in single), _MOST_PAIRS):
        if not together(one.holds, other.holds) and together(one.applies, other.applies):
            name = other.rule.rule.id
            yield name, FormsError("lint.contrary", rule=name, other=one.rule.rule.id)


def _said(rule: CompiledRule, binder: Binder) -> _Said:
    (variant,) = rule.variants
    reasoning = Reasoning(binder, variant.expect, variant.tolerance)
    when = parse(rule.rule.when) if rule.rule.when else None
    return _Said(rule, reasoning.ways(when, None), reasoning.ways(when, True))


def _pairs(rules: Iterable[_Said]) -> Iterator[tuple[_Said, _Said]]:
    """Rules of one form over the same rows that speak of something in common."""
    before: dict[tuple[str, ...], dict[int, _Said]] = defaultdict(dict)
    for number, said in enumerate(rules):
        own = said.rule
        places = [(own.rule.form, code, *(table.key for table in own.tables)) for code in own.codes]
        others = {at: other for place in places for at, other in before[place].items()}
        yield from ((others[at], said) for at in sorted(others))
        for place in places:
            before[place][number] = said
