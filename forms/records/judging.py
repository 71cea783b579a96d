"""What each rule says of each record. How the outcomes come about is one function, so that it can be another."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from typing import Protocol

import msgspec

from forms.findings import Outcome
from forms.records.table import RecordBooks
from forms.rules.compiled import CompiledRule, Judgement


class Verdict(msgspec.Struct, frozen=True, gc=False):
    """The outcome of one line of a rule at one record; ``position`` is None where it speaks of the whole file."""

    position: int | None
    code: str
    outcome: Outcome


class Tally(Protocol):
    """What one rule says of all records: how often it came out how, and the verdicts in order of the records."""

    @property
    def counts(self) -> Counter[str]: ...

    def verdicts(self, *, everything: bool = False) -> Iterable[Verdict]:
        """Those that failed or are undecided, or all."""


class Listed:
    """A tally of verdicts that were made one by one."""

    def __init__(self, verdicts: Iterable[Verdict]) -> None:
        self._every = list(verdicts)
        self.counts: Counter[str] = Counter(verdict.outcome for verdict in self._every)

    def verdicts(self, *, everything: bool = False) -> Iterable[Verdict]:
        return self._every if everything else [one for one in self._every if one.outcome in WRONG]


WRONG = frozenset({"fail", "undecided"})
OutcomesOf = Callable[[CompiledRule, RecordBooks], Tally]
"""The seam: closures here; for long files ``forms.columns.of_records`` gives the same verdicts sooner."""


def by_closures(rule: CompiledRule, opened: RecordBooks) -> Tally:
    """Record by record with the rule's closures."""
    return Listed(
        Verdict(position, judged.variant.code, judged.outcome) for position, judged in judgements(rule, opened)
    )


def judgements(
    rule: CompiledRule, opened: RecordBooks, only: frozenset[int] | None = None
) -> Iterator[tuple[int | None, Judgement]]:
    """The judgements at all records or ``only`` some; each is to be used before the next is asked for."""
    if opened.rows:
        rows = None if only is None else frozenset(map(str, only))
        for judged in rule.judge(opened.books(), rows if rule.tables else None):
            yield (int(judged.row) if judged.row is not None and rule.tables else None), judged
        return
    for position in range(len(opened.now)) if only is None else sorted(only):
        for judged in rule.judge(opened.books(position)):
            yield position, judged
