"""The rows and rules that columns leave to the closures: slower, and the same outcome."""

from __future__ import annotations

import numpy as np

from forms.columns.outcomes import OUTCOMES, Line, Outcomes, RuleOutcome
from forms.columns.tables.table import Table
from forms.columns.unknowns import Unknowns
from forms.columns.values import Ints, Whys
from forms.rules.compiled import CompiledRule, Judgement
from forms.rules.functions import PEERS
from forms.rules.tree import Aggregate, Call, Node, walk

_NUMBER = {name: index for index, name in enumerate(OUTCOMES)}


def by_closures(
    rule: CompiledRule, line: int, table: Table, rows: Ints, unknowns: Unknowns
) -> tuple[Outcomes, Whys]:
    """Outcomes and reasons of one line of a rule at some rows of a table."""
    trees = [
        tree for line in rule.variants for tree in (line.expect, line.tolerance, rule.when) if tree is not None
    ]
    whole = any(_over_all(part) for tree in trees for part in walk(tree))
    outcomes, why = np.zeros(len(rows), np.uint8), np.zeros(len(rows), np.int16)
    for place, scope in enumerate(table.source.scopes([int(row) for row in rows], whole=whole)):
        frame = scope.get(table.form.code) if rule.tables else None
        judged = list(rule.at(scope, frame))[line]
        outcomes[place], why[place] = _seen(judged, unknowns)
    return outcomes, why


def _over_all(part: Node) -> bool:
    """Whether a part looks at other rows than the one at hand."""
    return isinstance(part, Aggregate) or (isinstance(part, Call) and part.name in PEERS)


def everywhere(rule: CompiledRule, table: Table) -> RuleOutcome:
    """A rule over a table by its closures alone."""
    unknowns, places = Unknowns(), []
    found: list[list[tuple[int, int]]] = [[] for _ in rule.variants]
    count = len(found)
    for firm, scope in enumerate(table.source.firms()):
        for number, judged in enumerate(rule.judge(scope.books)):
            found[number % count].append(_seen(judged, unknowns))
            if number % count == 0:
                places.append((firm, judged.row))
    lines = tuple(_line(v.code, seen, unknowns) for v, seen in zip(rule.variants, found, strict=True))
    shared = [row for _, row in places] == _rows(table) if len(places) == table.size else False
    return RuleOutcome(rule.rule.id, lines, None if shared else tuple(places), by_closure=len(places))


def _rows(table: Table) -> list[str | None]:
    if table.form.shape == "single":
        return [None] * table.size
    return [scope[table.form.code].row for scope in table.source.scopes(range(table.size), whole=True)]


def _line(code: str, seen: list[tuple[int, int]], unknowns: Unknowns) -> Line:
    outcomes = np.array([outcome for outcome, _ in seen], np.uint8)
    why = np.array([reason for _, reason in seen], np.int16)
    return Line(code, outcomes, why if why.any() else None, tuple(unknowns.listed))


def _seen(judged: Judgement, unknowns: Unknowns) -> tuple[int, int]:
    why = 0 if judged.unknown is None else unknowns.take(judged.unknown)
    return _NUMBER[judged.outcome], why
