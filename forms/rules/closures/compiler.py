"""From a tree to closures over a scope. Each part keeps its own, so that a finding can be told in parts."""

from __future__ import annotations

import operator
from collections.abc import Callable
from decimal import Decimal, DecimalException
from typing import Any

from forms.pack.model import NUMERIC, Missing, Pack
from forms.problems import FormsError
from forms.rules.binding import Binder, Place
from forms.rules.closures import aggregates, calls
from forms.rules.results import ZERO, Closure, Logic, Result, gap_of, holds
from forms.rules.scope import Scope, Unknown
from forms.rules.tree import (
    Aggregate,
    Between,
    Call,
    Compare,
    Comparison,
    If,
    Junction,
    Member,
    Negative,
    Node,
    Not,
    Number,
    Product,
    Ref,
    Sum,
    Text,
    Truth,
    Word,
    walk,
)

_DIRECT: dict[Comparison, Callable[[Any, Any], bool]] = {
    "=": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


class Compiler:
    """Compiles the parts of one expression.

    ``frames`` are the tables whose row is set where the expression is evaluated. ``allowances`` gives the closure
    of a comparison's tolerance by the comparison's id.
    """

    def __init__(self, pack: Pack, missing: Missing, frames: tuple[str, ...] = ()) -> None:
        self.binder = Binder(pack)
        self.missing: Missing = missing
        self.logic = Logic(missing)
        self.frames = frames
        self.allowances: dict[int, Closure] = {}
        self.closures: dict[int, Closure] = {}

    def compile(self, node: Node) -> Closure:
        """The closure of a part. Raises ``FormsError('rule.…')`` for a name or use that has no meaning."""
        closure = self._build(node)
        self.closures[id(node)] = closure
        return closure

    def within(self, table: str) -> Compiler:
        """A compiler for what stands inside an aggregate over ``table``; it keeps its closures here."""
        inner = Compiler(self.binder.pack, self.missing, (*self.frames, table))
        inner.closures, inner.allowances = self.closures, self.allowances
        return inner

    def raw(self) -> Compiler:
        """A compiler that leaves a blank blank whatever the rule says of missing values."""
        inner = Compiler(self.binder.pack, "decide", self.frames)
        inner.closures = self.closures
        return inner

    def _build(self, node: Node) -> Closure:
        builder = _BUILDERS[type(node)]
        return builder(self, node)

    def constant(self, node: Number | Text | Truth) -> Closure:
        value: Result = node.value
        return lambda _: value

    def word(self, node: Word) -> Closure:
        """``period`` and its parts, or a constant of the pack."""
        value = self.binder.constant(node)
        if value is not None:
            return lambda _: value
        name = node.name + (f".{node.part}" if node.part else "") + (f"@{node.column}" if node.column else "")
        reader = _WORDS.get(name)
        if reader is None:
            raise self.binder.unknown(name, node.at)
        return reader

    def reference(self, node: Ref) -> Closure:
        """A cell of the record at hand, or a constant of the pack.

        Raises ``FormsError('rule.rows-outside-aggregate')``.
        """
        value = self.binder.constant(node)
        if value is not None:
            return lambda _: value
        place = self.binder.place(node)
        table = self.binder.table_of(node)
        if table is not None and table.key not in self.frames:
            raise FormsError("rule.rows-outside-aggregate", name=node.field, column=node.at + 1)
        return _cell(place, node, self._default(place))

    def _default(self, place: Place) -> Result | None:
        """What a blank counts as under the rule's own policy; None leaves it missing."""
        if self.missing != "zero":
            return None
        if place.spec.type in NUMERIC:
            return ZERO
        return False if place.spec.type == "boolean" else None

    def sum(self, node: Sum) -> Closure:
        parts = [(self.compile(term), sign == "+") for sign, term in node.terms]
        logic = self.logic

        def run(scope: Scope) -> Result:
            total = ZERO
            for part, adds in parts:
                value = part(scope)
                if type(value) is not Decimal:
                    return logic.worst(_values(scope, [p for p, _ in parts], Decimal), node)
                total = total + value if adds else total - value
            return total

        return run

    def product(self, node: Product) -> Closure:
        parts = [(self.compile(factor), op == "*", factor) for op, factor in node.factors]
        logic = self.logic

        def run(scope: Scope) -> Result:
            values = [part(scope) for part, _, _ in parts]
            if any(type(value) is not Decimal for value in values):
                return logic.worst((v for v in values if type(v) is not Decimal), node)
            total: Decimal = values[0]  # type: ignore[assignment]
            for value, (_, multiplies, factor) in zip(values[1:], parts[1:], strict=True):
                if multiplies:
                    total = total * value  # type: ignore[operator]
                elif value:
                    total = total / value  # type: ignore[operator]
                else:
                    return Unknown("zero-denominator", factor)
            return total

        return _guarded(run, node)

    def negative(self, node: Negative) -> Closure:
        part, logic = self.compile(node.value), self.logic

        def run(scope: Scope) -> Result:
            value = part(scope)
            return -value if type(value) is Decimal else logic.worst([value], node)

        return run

    def negation(self, node: Not) -> Closure:
        part, logic = self.compile(node.value), self.logic

        def run(scope: Scope) -> Result:
            value = part(scope)
            return (not value) if isinstance(value, bool) else logic.worst([value], node)

        return run

    def comparison(self, node: Compare) -> Closure:
        left, right, test = self.compile(node.left), self.compile(node.right), _DIRECT[node.op]
        exact = self.allowances.get(id(node)) is None and not divides(node)
        logic, settle = self.logic, None if exact else self._settled(node)

        def run(scope: Scope) -> Result:
            one, other = left(scope), right(scope)
            kind = type(one)
            if kind is Unknown or kind is not type(other):
                return logic.worst((v for v in (one, other) if isinstance(v, Unknown)), node)
            if settle is not None and kind is Decimal:
                return settle(scope, one, other)  # type: ignore[arg-type]
            return test(one, other)

        return run

    def _settled(self, node: Compare) -> Callable[[Scope, Decimal, Decimal], Result]:
        """How a comparison with a tolerance or a quotient is decided."""
        allowance, divided = self.allowances.get(id(node)), divides(node)

        def run(scope: Scope, left: Decimal, right: Decimal) -> Result:
            gap = gap_of(left, right, divided)
            if holds(node.op, gap, ZERO):
                return True
            if allowance is None:
                return False
            tolerance = allowance(scope)
            return holds(node.op, gap, tolerance) if isinstance(tolerance, Decimal) else tolerance

        return run

    def between(self, node: Between) -> Closure:
        parts = [self.compile(part) for part in (node.value, node.low, node.high)]
        logic, divided = self.logic, divides(node)

        def run(scope: Scope) -> Result:
            values = [part(scope) for part in parts]
            kinds = {type(value) for value in values}
            if len(kinds) != 1 or Unknown in kinds:
                return logic.worst((v for v in values if isinstance(v, Unknown)), node)
            value, low, high = values
            if isinstance(value, Decimal) and isinstance(low, Decimal) and isinstance(high, Decimal):
                inside = gap_of(value, low, divided) >= 0 and gap_of(value, high, divided) <= 0
            else:
                inside = low <= value <= high  # type: ignore[operator]
            return inside is not node.negated

        return run

    def member(self, node: Member) -> Closure:
        value, logic = self.compile(node.value), self.logic
        items = self._items(node)

        def run(scope: Scope) -> Result:
            wanted, known = value(scope), items(scope)
            if isinstance(wanted, Decimal | str) and isinstance(known, frozenset | tuple):
                return (wanted in known) is not node.negated
            return logic.worst((v for v in (wanted, known) if isinstance(v, Unknown)), node)

        return run

    def _items(self, node: Member) -> Callable[[Scope], frozenset[Any] | Result]:
        """The set a member is looked for in: written out, a code list, a constant, or several codes of a cell."""
        if node.collection is None:
            parts, logic = [self.compile(item) for item in node.items], self.logic

            def run(scope: Scope) -> frozenset[Any] | Result:
                values = [part(scope) for part in parts]
                bad = [value for value in values if isinstance(value, Unknown)]
                return logic.worst(bad, node) if bad else frozenset(values)

            constant = all(isinstance(item, Text | Number) for item in node.items)
            fixed = frozenset(item.value for item in node.items if isinstance(item, Text | Number))
            return (lambda _: fixed) if constant else run
        listed = None if self.binder.is_indicator(node.collection) else self.binder.code_list(node.collection)
        if listed is None:
            return self.compile(node.collection)
        codes = frozenset(listed.codes)
        return lambda _: codes

    def junction(self, node: Junction) -> Closure:
        parts, logic = [self.compile(item) for item in node.items], self.logic
        settles, lazy = node.kind == "or", not self.logic.strict
        fold = logic.any_of if settles else logic.all_of

        def run(scope: Scope) -> Result:
            values: list[Result] = []
            for part in parts:
                value = part(scope)
                if lazy and value is settles:
                    return settles
                values.append(value)
            return fold(values, node)

        return run

    def conditional(self, node: If) -> Closure:
        condition, then = self.compile(node.condition), self.compile(node.then)
        otherwise = None if node.otherwise is None else self.compile(node.otherwise)
        logic = self.logic

        def run(scope: Scope) -> Result:
            applies = condition(scope)
            if otherwise is None:
                denied: Result = (not applies) if isinstance(applies, bool) else logic.worst([applies], node)
                return True if denied is True and not logic.strict else logic.any_of([denied, then(scope)], node)
            if not isinstance(applies, bool):
                return logic.worst([applies], node)
            return then(scope) if applies else otherwise(scope)

        return run


def divides(node: Node) -> bool:
    """Whether a part holds a division or a mean, after which digits may be cut."""
    return any(
        (isinstance(part, Product) and any(op == "/" for op, _ in part.factors))
        or (isinstance(part, Aggregate) and part.name in ("mean", "median"))
        for part in walk(node)
    )


def _values(scope: Scope, parts: list[Closure], wanted: type) -> list[Result]:
    return [value for value in (part(scope) for part in parts) if type(value) is not wanted]


def _guarded(run: Closure, node: Node) -> Closure:
    def guarded(scope: Scope) -> Result:
        try:
            return run(scope)
        except DecimalException:
            return Unknown("too-large", node)

    return guarded


def _cell(place: Place, node: Ref, default: Result | None) -> Closure:
    key, field = place.key, place.field
    blank: Result = default if default is not None else Unknown("blank", node)
    unreadable, waived = Unknown("unreadable", node), Unknown("not-applicable", node)
    no_return, no_earlier = Unknown("no-return", node), Unknown("no-earlier", node)
    # Cumulative figures start from nothing on 1 January: before the year's first report they are 0.
    before: Result = ZERO if place.spec.kind == "cumulative" else no_earlier

    def run(scope: Scope) -> Result:
        frame = scope[key]
        cell = frame.cells.get(field)
        if cell is not None:
            if cell.value is not None:
                return cell.value
            if cell.problem is not None:
                return unreadable
            if cell.na is not None:
                return waived
        state = frame.sheet.state
        if not state:
            return blank
        return before if state == "before-first" else no_return

    return run


_WORDS: dict[str, Closure] = {
    "period": lambda scope: scope.books.last_month,
    "period.month": lambda scope: Decimal(scope.books.period.months),
    "period.months": lambda scope: Decimal(scope.books.period.months),
    "period.quarter": lambda scope: Decimal(-(-scope.books.period.months // 3)),
    "period.year": lambda scope: Decimal(scope.books.period.year),
    "months": lambda scope: Decimal(scope.books.period.months),
    "year": lambda scope: Decimal(scope.books.period.year),
    "january": lambda scope: f"{scope.books.period.year}-01",
    "december": lambda scope: f"{scope.books.period.year}-12",
}

_BUILDERS: dict[type[Node], Callable[[Compiler, Any], Closure]] = {
    Number: Compiler.constant,
    Text: Compiler.constant,
    Truth: Compiler.constant,
    Word: Compiler.word,
    Ref: Compiler.reference,
    Sum: Compiler.sum,
    Product: Compiler.product,
    Negative: Compiler.negative,
    Not: Compiler.negation,
    Compare: Compiler.comparison,
    Between: Compiler.between,
    Member: Compiler.member,
    Junction: Compiler.junction,
    If: Compiler.conditional,
    Call: calls.compile_call,
    Aggregate: aggregates.compile_aggregate,
}
