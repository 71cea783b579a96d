"""Two mandatory rules that no return can keep: whenever both apply, one of them fails."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import combinations

from forms.linting.certain import Reasoning
from forms.pack.model import Pack
from forms.problems import FormsError
from forms.rules.binding import Binder
from forms.rules.compiled import CompiledRule
from forms.rules.parser import parse


def contrary(pack: Pack, rules: Iterable[CompiledRule]) -> Iterator[tuple[str, FormsError]]:
    """The later rule of each pair of a form that contradict each other, with the problem.

    Rules spelled out for several indicators are left aside.
    """
    binder = Binder(pack)
    forms: dict[str, list[CompiledRule]] = defaultdict(list)
    for rule in rules:
        if rule.rule.level == "error" and len(rule.variants) == 1:
            forms[rule.rule.form].append(rule)
    for one, other in (pair for alike in forms.values() for pair in combinations(alike, 2)):
        if one.codes & other.codes and _frames(one) == _frames(other) and _contradict(one, other, binder):
            yield other.rule.id, FormsError("lint.contrary", rule=other.rule.id, other=one.rule.id)


def _frames(rule: CompiledRule) -> list[str]:
    """The lists whose rows it goes through."""
    return [table.key for table in rule.tables]


def _contradict(one: CompiledRule, other: CompiledRule, binder: Binder) -> bool:
    guards = [parse(rule.rule.when) if rule.rule.when else None for rule in (one, other)]
    (first,), (second,) = one.variants, other.variants
    reasoning = Reasoning(binder, first.expect, first.tolerance)
    beside = Reasoning(binder, second.expect, second.tolerance)
    return reasoning.together(guards[0], None, beside, guards[1]) and not reasoning.together(
        guards[0], True, beside, guards[1]
    )
