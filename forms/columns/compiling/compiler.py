"""Compiles the tree of a rule for columns: each part to what it gives over a batch of rows."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from forms.columns import numbers
from forms.columns.batch import Batch
from forms.columns.compiling import expressions
from forms.columns.compiling.allowances import allowance
from forms.columns.compiling.calls import call
from forms.columns.compiling.expressions import Context, Part, Unsupported
from forms.columns.compiling.folds import aggregate
from forms.columns.compiling.members import member
from forms.columns.texts import compare_texts
from forms.columns.values import Flag, Mask, Txt
from forms.rules.tree import (
    Aggregate,
    Between,
    Call,
    Compare,
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
)


class Compiler:
    """Compiles parts in one context. ``allowed`` gives the asserted comparisons their tolerance, by id."""

    def __init__(self, context: Context, allowed: dict[int, Node | None]) -> None:
        self.context = context
        self.allowed = allowed

    def within(self, context: Context) -> Compiler:
        return Compiler(context, self.allowed)

    def part(self, node: Node) -> Part:
        """A part of an expression; raises ``Unsupported`` for what only closures can say."""
        return _BUILDERS[type(node)](self, node)

    def truth(self, node: Node) -> Part:
        """A part that is true or false. Raises ``Unsupported`` for a part of another kind."""
        part = self.part(node)
        if part.kind != "truth":
            raise Unsupported("kinds that do not fit")
        return part

    def comparison(self, node: Compare) -> Part:
        left, right = self.part(node.left), self.part(node.right)
        width = allowance(self, node, self.allowed[id(node)]) if id(node) in self.allowed else None
        return expressions.compare(self.context, node.op, left, right, width)

    def negation(self, node: Not) -> Part:
        part = self.truth(node.value)

        def run(batch: Batch) -> Flag:
            value = part.run(batch)
            return Flag(~value.holds, value.why)

        return Part("truth", run)

    def junction(self, node: Junction) -> Part:
        parts, context, settles = [self.truth(item) for item in node.items], self.context, node.kind == "or"
        return Part("truth", lambda batch: context.settled([part.run(batch) for part in parts], settles))

    def conditional(self, node: If) -> Part:
        condition, context = self.truth(node.condition), self.context
        if node.otherwise is not None:
            return expressions.chosen(condition, self.part(node.then), self.part(node.otherwise))
        then = self.truth(node.then)

        def run(batch: Batch) -> Flag:
            applies = condition.run(batch)
            return context.settled([Flag(~applies.holds, applies.why), then.run(batch)], True)

        return Part("truth", run)

    def between(self, node: Between) -> Part:
        parts, context = [self.part(part) for part in (node.value, node.low, node.high)], self.context
        if len({part.kind for part in parts}) != 1 or parts[0].kind not in ("number", "text"):
            raise Unsupported("kinds that do not fit")
        negated = node.negated

        def run(batch: Batch) -> Flag:
            value, low, high = values = [part.run(batch) for part in parts]
            inside = _test(">=", value, low, batch) & _test("<=", value, high, batch)
            return Flag(~inside if negated else inside, context.worst(values))

        return Part("truth", run)


def _test(op: Any, one: Any, other: Any, batch: Batch) -> Mask:
    return (
        compare_texts(op, one, other, batch) if isinstance(one, Txt) else numbers.compared(op, one, other, batch)
    )


def _sum(compiler: Compiler, node: Sum) -> Part:
    return expressions.total(compiler.context, node, [compiler.part(term) for _, term in node.terms])


def _product(compiler: Compiler, node: Product) -> Part:
    return expressions.product(compiler.context, node, [compiler.part(factor) for _, factor in node.factors])


_BUILDERS: dict[type[Node], Callable[[Compiler, Any], Part]] = {
    Number: lambda _, node: expressions.fixed(node.value),
    Text: lambda _, node: expressions.fixed(node.value),
    Truth: lambda _, node: expressions.fixed(node.value),
    Word: lambda compiler, node: expressions.word(compiler.context, node),
    Ref: lambda compiler, node: expressions.reference(compiler.context, node),
    Sum: _sum,
    Product: _product,
    Negative: lambda compiler, node: expressions.negative(compiler.part(node.value)),
    Not: Compiler.negation,
    Compare: Compiler.comparison,
    Between: Compiler.between,
    Member: member,
    Junction: Compiler.junction,
    If: Compiler.conditional,
    Call: call,
    Aggregate: aggregate,
}
