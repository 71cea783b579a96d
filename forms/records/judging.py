"""What each rule says of each record. How the outcomes come about is one function, so that it can be another."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

import msgspec

from forms.findings import Outcome
from forms.records.table import Laid
from forms.rules.compiled import CompiledRule, Judgement


class Verdict(msgspec.Struct, frozen=True, gc=False):
    """The outcome of one line of a rule at one record; ``position`` is None where it speaks of the whole file."""

    position: int | None
    code: str
    outcome: Outcome


OutcomesOf = Callable[[CompiledRule, Laid], Iterable[Verdict]]
"""The seam: closures here; a compilation to columns may take their place, for the same verdicts."""


def by_closures(rule: CompiledRule, laid: Laid) -> Iterator[Verdict]:
    """Record by record with the rule's closures."""
    for position, judged in judgements(rule, laid):
        yield Verdict(position, judged.variant.code, judged.outcome)


def judgements(
    rule: CompiledRule, laid: Laid, only: frozenset[int] | None = None
) -> Iterator[tuple[int | None, Judgement]]:
    """The judgements at all records or ``only`` some; each is to be used before the next is asked for."""
    if laid.rows:
        rows = None if only is None else frozenset(map(str, only))
        for judged in rule.judge(laid.books(), rows if rule.tables else None):
            yield (int(judged.row) if judged.row is not None and rule.tables else None), judged
        return
    for position in range(len(laid.now)) if only is None else sorted(only):
        for judged in rule.judge(laid.books(position)):
            yield position, judged
