"""Compiled closures against the meaning of the language spelled out naively, with fractions, node by node."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal, localcontext
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from forms.periods import Period
from forms.returns import Cell, Return
from forms.rules.closures.compiler import Compiler
from forms.rules.parser import parse
from forms.rules.scope import Books, Scope, Unknown
from forms.rules.tree import (
    Between,
    Call,
    Compare,
    If,
    Junction,
    Negative,
    Node,
    Not,
    Number,
    Product,
    Ref,
    Sum,
    Truth,
    children,
)
from forms.values.units import EXACT
from tests.forms.rules.desk import SMALL

MISSING, FAULT = "missing", "fault"
Meant = Fraction | bool | str
PERIOD = Period.parse("2025-09")
CODES = ["AA001", "AA002", "AA003", "AA004"]


class Naive:
    """The language as its page tells it, without any thought of speed."""

    def __init__(self, cells: dict[str, Cell], missing: str) -> None:
        self.cells = cells
        self.missing = missing

    def worst(self, values: Iterable[Meant]) -> str:
        found = set(values)
        first, second = (MISSING, FAULT) if self.missing == "skip" else (FAULT, MISSING)
        return first if first in found else second if second in found else FAULT

    def settle(self, values: list[Meant], settles: bool) -> Meant:
        if all(value is (not settles) for value in values):
            return not settles
        if self.missing == "skip" and MISSING in values:
            return MISSING
        if any(value is settles for value in values):
            return settles
        return self.worst(value for value in values if isinstance(value, str))

    def __call__(self, node: Node) -> Meant:
        match node:
            case Number() | Truth():
                return node.value if isinstance(node, Truth) else Fraction(node.value)
            case Ref():
                return self.cell(node.code)
            case Call(name="filled"):
                argument = node.args[0]
                assert isinstance(argument, Ref)
                return argument.code in self.cells
            case Junction():
                return self.settle([self(item) for item in node.items], node.kind == "or")
            case If(otherwise=None):
                condition = self(node.condition)
                return self.settle([self.denied(condition), self(node.then)], True)
            case Not():
                return self.denied(self(node.value))
        values = [self(part) for part in children(node)]
        if any(isinstance(value, str) for value in values):
            return self.worst(value for value in values if isinstance(value, str))
        return self.plain(node, values)

    def cell(self, code: str) -> Meant:
        cell = self.cells.get(code)
        if cell is None:
            return Fraction(0) if self.missing == "zero" else MISSING
        return FAULT if cell.value is None else Fraction(str(cell.value))

    def denied(self, value: Meant) -> Meant:
        return (not value) if isinstance(value, bool) else value

    def plain(self, node: Node, values: list[Meant]) -> Meant:
        numbers = [Fraction(value) for value in values]
        match node:
            case Sum():
                return sum(
                    (n if op == "+" else -n for (op, _), n in zip(node.terms, numbers, strict=True)), Fraction(0)
                )
            case Product():
                return self.product(node, numbers)
            case Negative():
                return -numbers[0]
            case Between():
                return (numbers[1] <= numbers[0] <= numbers[2]) is not node.negated
            case Compare():
                a, b = numbers
                return {"=": a == b, "!=": a != b, "<": a < b, "<=": a <= b, ">": a > b, ">=": a >= b}[node.op]
            case Call():
                return {"abs": lambda x, *_: abs(x), "max": max, "min": min}[node.name](*numbers)
        raise AssertionError(node)

    def product(self, node: Product, numbers: list[Fraction]) -> Meant:
        total = Fraction(1)
        for (op, _), number in zip(node.factors, numbers, strict=True):
            if op == "/" and not number:
                return FAULT
            total = total * number if op == "*" else total / number
        return total


atoms = st.sampled_from([*CODES, "0", "1", "3", "0.5", "10%"])


def bigger(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.one_of(
        st.builds("({} {} {})".format, inner, st.sampled_from(["+", "-", "*", "/"]), inner),
        st.builds("-{}".format, inner),
        st.builds("abs({})".format, inner),
        st.builds("{}({}, {})".format, st.sampled_from(["max", "min"]), inner, inner),
    )


numbers = st.recursive(atoms, bigger, max_leaves=5)
comparisons = st.one_of(
    st.builds("({} {} {})".format, numbers, st.sampled_from(["=", "!=", "<", "<=", ">", ">="]), numbers),
    st.builds("({} between {} and {})".format, numbers, numbers, numbers),
    st.builds("filled({})".format, st.sampled_from(CODES)),
    st.sampled_from(["true", "false"]),
)


def joined(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.one_of(
        st.builds("({} {} {})".format, inner, st.sampled_from(["and", "or"]), inner),
        st.builds("(not {})".format, inner),
        st.builds("(if {} then {})".format, inner, inner),
    )


expressions = st.recursive(comparisons, joined, max_leaves=6)
values = st.sampled_from([Decimal(n) for n in (0, 1, 2, 3, -3, 10, 30)]) | st.integers(-(10**12), 10**12).map(
    Decimal
)
entered = st.dictionaries(
    st.sampled_from(CODES),
    values.map(lambda v: Cell(str(v), v)) | st.just(Cell("约", problem="value.not-a-number")),
)


@settings(max_examples=300, deadline=None)
@given(expressions, entered, st.sampled_from(["skip", "zero", "decide"]))
def test_closures_mean_what_the_page_says(text: str, cells: dict[str, Cell], missing: str) -> None:
    tree = parse(text)
    target = Return("firm", "AA", PERIOD, SMALL.name, cells)
    books = Books(SMALL, {("AA", "2025-09"): target}, "AA", PERIOD)
    with localcontext(EXACT):
        result = Compiler(SMALL, missing).compile(tree)(Scope(books))  # type: ignore[arg-type]
    if isinstance(result, Unknown):
        result = MISSING if result.missing else FAULT
    assert result == Naive(cells, missing)(tree)
