"""Closures over the rows of a form or child table."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import Any, cast

from forms.problems import FormsError
from forms.rules.closures.building import Building
from forms.rules.results import ZERO, Closure, Result
from forms.rules.scope import Frame, Scope, Unknown
from forms.rules.tree import Aggregate, Node

Rows = list[tuple[Frame, Result]]
"""The rows that count, each with what the argument gives there (or the reason its condition is unknown)."""
Gather = Callable[[Scope], "Rows | Unknown"]


def compile_aggregate(building: Building, node: Aggregate) -> Closure:
    """The closure of ``sum(x where y)`` and its kin; raises ``FormsError('rule.…')`` for a use without meaning."""
    most = 2 if node.name in ("largest", "smallest") else 1
    if not 1 <= len(node.args) <= most:
        raise FormsError("rule.arguments", function=node.name, column=node.at + 1)
    return _FOLDS[node.name](building, node)


def gatherer(building: Building, node: Aggregate, argument: Node, *, raw: bool = False) -> Gather:
    """What collects the argument over the rows of the table the aggregate speaks of.

    With ``raw`` a blank stays blank whatever the rule says of missing values; in the condition it may be a zero.
    Raises ``FormsError('rule.rows-outside-aggregate')``.
    """
    table = building.binder.aggregate_table(node, building.frames)
    if table.parent is not None and table.parent not in building.frames:
        parent = building.binder.pack.forms[table.parent]
        if parent.shape == "rows":
            raise FormsError("rule.rows-outside-aggregate", name=table.key, column=node.at + 1)
    inner = building.within(table.key)
    own = inner.raw() if raw else inner
    value: Closure = (lambda _: True) if building.binder.is_whole(argument) else own.compile(argument)
    where = None if node.where is None else (inner if building.missing == "zero" else own).compile(node.where)
    key, owner = table.key, table.parent

    def gather(scope: Scope) -> Rows | Unknown:
        frames = scope.rows(key, owner)
        if frames is None:
            return Unknown("no-return", node)
        outer, found = scope.get(key), []
        for frame in frames:
            scope[key] = frame
            counts: Result = True if where is None else where(scope)
            if counts is not False:
                found.append((frame, value(scope) if counts is True else _unknown(counts, node)))
        if outer is None:
            scope.pop(key, None)
        else:
            scope[key] = outer
        return found

    return gather


def _unknown(value: Result, node: Node) -> Unknown:
    return value if isinstance(value, Unknown) else Unknown("wrong-type", node)


def _numbers(name: str) -> Callable[[Building, Aggregate], Closure]:
    fold = _NUMERIC[name]

    def build(building: Building, node: Aggregate) -> Closure:
        gather, logic = gatherer(building, node, node.args[0]), building.logic
        over_own_rows = building.binder.aggregate_table(node, building.frames).key in building.frames[:1]

        def run(scope: Scope) -> Result:
            if not over_own_rows:
                return fold_rows(scope)
            known = scope.memo.get(id(node))
            if known is None:
                known = scope.memo[id(node)] = fold_rows(scope)
            return cast("Result", known)

        def fold_rows(scope: Scope) -> Result:
            rows = gather(scope)
            if isinstance(rows, Unknown):
                return rows
            numbers = [value for _, value in rows if type(value) is Decimal]
            if len(numbers) < len(rows):
                return logic.worst((v for _, v in rows if type(v) is not Decimal), node)
            result = fold(numbers)
            return Unknown("no-rows", node) if result is None else result

        return run

    return build


def _median(numbers: list[Decimal]) -> Decimal | None:
    if not numbers:
        return None
    ordered, half = sorted(numbers), len(numbers) // 2
    return ordered[half] if len(numbers) % 2 else (ordered[half - 1] + ordered[half]) / 2


def _total(numbers: Iterable[Decimal]) -> Decimal:
    return sum(numbers, ZERO)


_NUMERIC: dict[str, Callable[[list[Decimal]], Decimal | None]] = {
    "sum": _total,
    "mean": lambda numbers: _total(numbers) / len(numbers) if numbers else None,
    "median": _median,
}


def _count(building: Building, node: Aggregate) -> Closure:
    """Rows that count; ``count(XM014)`` those in which the indicator is filled."""
    gather, logic = gatherer(building, node, node.args[0], raw=True), building.logic

    def run(scope: Scope) -> Result:
        rows = gather(scope)
        if isinstance(rows, Unknown):
            return rows
        bad = [value for _, value in rows if isinstance(value, Unknown) and value.why != "blank"]
        return logic.worst(bad, node) if bad else Decimal(sum(not isinstance(v, Unknown) for _, v in rows))

    return run


def _unique(building: Building, node: Aggregate) -> Closure:
    """No value stands in two rows; in a rule on single rows, that of this row in no other. Blanks do not count."""
    if building.binder.aggregate_table(node, building.frames).key in building.frames:
        return _unique_here(building, node)
    gather, logic = gatherer(building, node, node.args[0], raw=True), building.logic

    def run(scope: Scope) -> Result:
        rows = gather(scope)
        if isinstance(rows, Unknown):
            return rows
        counts, bad = _counted(rows)
        if any(count > 1 for count in counts.values()):
            return False
        return logic.worst(bad, node) if bad else True

    return run


def _unique_here(building: Building, node: Aggregate) -> Closure:
    gather, logic = gatherer(building, node, node.args[0], raw=True), building.logic
    own = building.raw().compile(node.args[0])

    def run(scope: Scope) -> Result:
        rows = _once(scope, node, gather)
        if isinstance(rows, Unknown):
            return rows
        value = own(scope)
        if isinstance(value, Unknown):
            return True if value.missing else logic.worst([value], node)
        return rows[0].get(value, 0) < 2

    return run


Counted = tuple[Counter[Result], list[Unknown]]


def _counted(rows: Rows) -> Counted:
    """How often each value stands in the rows, and the cells that cannot be read."""
    counts: Counter[Result] = Counter(value for _, value in rows if not isinstance(value, Unknown))
    return counts, [value for _, value in rows if isinstance(value, Unknown) and not value.missing]


def _once(scope: Scope, node: Node, gather: Gather) -> Counted | Unknown:
    """``_counted``, worked out at the first row of a run and kept for the others."""
    known = scope.memo.get(id(node))
    if known is None:
        rows = gather(scope)
        known = scope.memo[id(node)] = rows if isinstance(rows, Unknown) else _counted(rows)
    return cast("Counted | Unknown", known)


def _extreme(largest: bool) -> Callable[[Building, Aggregate], Closure]:
    """``largest(x)``, or ``largest(x, y)``: the y of the first row with the largest x."""

    def build(building: Building, node: Aggregate) -> Closure:
        gather, logic = gatherer(building, node, node.args[0]), building.logic
        table = building.binder.aggregate_table(node, building.frames).key
        told = building.within(table).compile(node.args[1]) if len(node.args) > 1 else None

        def run(scope: Scope) -> Result:
            rows = gather(scope)
            if isinstance(rows, Unknown):
                return rows
            if not rows:
                return Unknown("no-rows", node)
            if any(type(value) is not Decimal for _, value in rows):
                return logic.worst((v for _, v in rows if type(v) is not Decimal), node)
            choose: Any = max if largest else min
            frame, value = choose(rows, key=lambda row: row[1])
            return value if told is None else _at(scope, table, frame, told)

        return run

    return build


def _at(scope: Scope, table: str, frame: Frame, told: Closure) -> Result:
    outer = scope.get(table)
    scope[table] = frame
    result = told(scope)
    if outer is None:
        del scope[table]
    else:
        scope[table] = outer
    return result


def _quantified(name: str) -> Callable[[Building, Aggregate], Closure]:
    def build(building: Building, node: Aggregate) -> Closure:
        gather = gatherer(building, node, node.args[0])
        fold = building.logic.all_of if name == "every" else building.logic.any_of

        def run(scope: Scope) -> Result:
            rows = gather(scope)
            return rows if isinstance(rows, Unknown) else fold([value for _, value in rows], node)

        return run

    return build


_FOLDS: dict[str, Callable[[Building, Aggregate], Closure]] = {
    **{name: _numbers(name) for name in _NUMERIC},
    "count": _count,
    "unique": _unique,
    "largest": _extreme(largest=True),
    "smallest": _extreme(largest=False),
    "every": _quantified("every"),
    "any": _quantified("any"),
}
