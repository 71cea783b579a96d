"""Numbers as sums of unknown figures, and what a set of comparisons leaves of them."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

import msgspec

from forms.pack.model import Constant
from forms.rules.binding import Binder
from forms.rules.tree import SHIFTS, Aggregate, Call, Negative, Node, Number, Product, Ref, Sum, Word

Signature = tuple[object, ...]
_CALENDAR = {"months": (1, 12), "period.month": (1, 12), "period.months": (1, 12), "period.quarter": (1, 4)}


def signature(node: Node) -> Signature:
    """The part without the places it is written at: equal for parts that always have the same value."""
    fields = (getattr(node, name) for name in node.__struct_fields__ if name != "at")
    return (type(node).__name__, *(_plain(field) for field in fields))


def _plain(value: object) -> object:
    if isinstance(value, Node):
        return signature(value)
    return tuple(map(_plain, value)) if isinstance(value, tuple) else value


class Range(msgspec.Struct, frozen=True):
    """From ``low`` to ``high`` (None: without end); an end may itself be left out."""

    low: Fraction | None = None
    high: Fraction | None = None
    low_open: bool = False
    high_open: bool = False

    def meet(self, other: Range) -> Range:
        """What both allow."""
        low, low_open = self.low, self.low_open
        if other.low is not None and (low is None or (other.low, other.low_open) > (low, low_open)):
            low, low_open = other.low, other.low_open
        high, high_open = self.high, self.high_open
        if other.high is not None and (high is None or (other.high, not other.high_open) < (high, not high_open)):
            high, high_open = other.high, other.high_open
        return Range(low, high, low_open, high_open)

    @property
    def empty(self) -> bool:
        """Whether no number is left."""
        if self.low is None or self.high is None:
            return False
        return self.low > self.high or (self.low == self.high and (self.low_open or self.high_open))

    def times(self, factor: Fraction) -> Range:
        """Every number multiplied."""
        ends = [None if end is None else end * factor for end in (self.low, self.high)]
        if factor < 0:
            return Range(ends[1], ends[0], self.high_open, self.low_open)
        return Range(ends[0], ends[1], self.low_open, self.high_open)

    def plus(self, other: Range) -> Range:
        """Every sum of a number of each."""
        low = None if self.low is None or other.low is None else self.low + other.low
        high = None if self.high is None or other.high is None else self.high + other.high
        return Range(low, high, self.low_open or other.low_open, self.high_open or other.high_open)


class Linear(msgspec.Struct, frozen=True):
    """``constant`` plus multiples of atoms, each a part of the expression with a range of its own."""

    constant: Fraction
    terms: dict[Signature, Fraction]
    ranges: dict[Signature, Range]

    def plus(self, other: Linear, factor: Fraction = Fraction(1)) -> Linear:
        """The sum with a multiple of another."""
        terms = dict(self.terms)
        for atom, count in other.terms.items():
            terms[atom] = terms.get(atom, Fraction(0)) + count * factor
        left = {atom: count for atom, count in terms.items() if count}
        return Linear(self.constant + other.constant * factor, left, {**self.ranges, **other.ranges})

    @property
    def range(self) -> Range:
        """All values it may have."""
        total = Range(self.constant, self.constant)
        for atom, count in self.terms.items():
            total = total.plus(self.ranges[atom].times(count))
        return total

    def normal(self) -> tuple[tuple[tuple[Signature, Fraction], ...], Fraction]:
        """The terms scaled so that equal ones compare equal, and the factor they were divided by."""
        ordered = sorted(self.terms.items(), key=repr)
        lead = ordered[0][1]
        return tuple((atom, count / lead) for atom, count in ordered), lead


def linear(node: Node, binder: Binder) -> Linear:
    """A part that gives a number; what is no sum or multiple is an atom."""
    match node:
        case Number():
            return Linear(Fraction(node.value), {}, {})
        case Ref() | Word() if (value := _constant(binder.constant(node))) is not None:
            return Linear(value, {}, {})
        case Negative():
            return _total([("-", node.value)], binder)
        case Sum():
            return _total(node.terms, binder)
        case Product():
            return _product(node, binder)
    return _atom(node)


def _constant(value: Constant | None) -> Fraction | None:
    return None if value is None or isinstance(value, str | tuple) else Fraction(value)


def _total(terms: Iterable[tuple[str, Node]], binder: Binder) -> Linear:
    total = Linear(Fraction(0), {}, {})
    for sign, term in terms:
        total = total.plus(linear(term, binder), Fraction(1 if sign == "+" else -1))
    return total


def _product(node: Product, binder: Binder) -> Linear:
    factor, open_part = Fraction(1), None
    for op, part in node.factors:
        made = linear(part, binder)
        if made.terms:
            if open_part is not None or op == "/":
                return _atom(node)
            open_part = made
        elif op == "/" and not made.constant:
            return _atom(node)
        else:
            factor = factor * made.constant if op == "*" else factor / made.constant
    return Linear(Fraction(0), {}, {}).plus(open_part or Linear(Fraction(1), {}, {}), factor)


def _atom(node: Node) -> Linear:
    key = signature(node)
    return Linear(Fraction(0), {key: Fraction(1)}, {key: _range_of(node)})


def _range_of(node: Node) -> Range:
    zero = Fraction(0)
    match node:
        case Call() if node.name in ("abs", "length", "months_within"):
            return Range(zero)
        case Call() if node.name in SHIFTS and node.args:
            return _range_of(node.args[0])
        case Aggregate(name="count"):
            return Range(zero)
        case Word():
            low, high = _CALENDAR.get(f"{node.name}.{node.part}" if node.part else node.name, (None, None))
            return Range() if low is None or high is None else Range(Fraction(low), Fraction(high))
    return Range()


def below_zero(node: Node, binder: Binder) -> bool:
    """Whether a figure is negative whatever is entered."""
    most = linear(node, binder).range
    return most.high is not None and (most.high < 0 or (most.high == 0 and most.high_open))
