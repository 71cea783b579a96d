"""What kind of value and which unit each part of an expression has, and what does not fit together."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Literal

from forms.problems import FormsError
from forms.rules.binding import Binder
from forms.rules.functions import FUNCTIONS, LOOKUPS, PEERS
from forms.rules.tree import (
    SHIFTS,
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
    walk,
)
from forms.values.units import counted

Kind = Literal["number", "text", "month", "date", "truth", "several", "rows"]

_OF_TYPE: dict[str, Kind] = {
    "integer": "number",
    "decimal": "number",
    "boolean": "truth",
    "month": "month",
    "date": "date",
    "codes": "several",
    "text-list": "several",
}
_TEXTUAL = frozenset({"text", "month", "date"})
_DATED = frozenset({"month", "date"})
"""Never compared with each other: the 14th of a month is not after that month. ``month(x)`` is a date's month."""
_CARRIES = frozenset({"abs", "max", "min", "or_zero"}) | SHIFTS
_SUMMARY = frozenset({"sum", "mean", "median", "largest", "smallest"})

_FAR_ABOVE_ONE = Decimal("1.5")
"""From here on people speak of so many times."""


class Kinds:
    """Kinds and units of the parts of an expression over one pack."""

    def __init__(self, binder: Binder) -> None:
        self._binder = binder

    def kind(self, node: Node) -> Kind:
        """The kind of value a part gives."""
        match node:
            case Number() | Sum() | Product() | Negative():
                return "number"
            case Text():
                return "text"
            case Word() | Ref():
                return self._named(node)
            case If(otherwise=None) | Truth() | Not() | Compare() | Between() | Member() | Junction():
                return "truth"
            case If():
                return self.kind(node.then)
            case Call():
                return self._call(node)
            case Aggregate():
                return self._aggregate(node)
        raise TypeError(node)

    def _named(self, node: Word | Ref) -> Kind:
        value = self._binder.constant(node)
        if value is not None:
            return "number" if isinstance(value, Decimal) else "text" if isinstance(value, str) else "several"
        if isinstance(node, Word):
            dated = node.name in ("january", "december") or (node.name == "period" and not node.part)
            return "month" if dated else "number"
        indicator = self._binder.pack.indicator(node.code)
        if indicator is None or ((indicator.table or indicator.parts) and not node.part):
            return "rows"
        return _OF_TYPE.get(self._binder.place(node).spec.type, "text")

    def _call(self, node: Call) -> Kind:
        if node.name in SHIFTS and node.args:
            return self.kind(node.args[0])
        if node.name in LOOKUPS or node.name == "size_class":
            return "text"
        if node.name == "or_zero" or node.name in PEERS:
            return "number"
        function = FUNCTIONS.get(node.name)
        return function.gives if function is not None else "truth"

    def _aggregate(self, node: Aggregate) -> Kind:
        if node.name in ("unique", "every", "any"):
            return "truth"
        return self.kind(node.args[1]) if len(node.args) > 1 else "number"

    def unit(self, node: Node) -> str:
        """The unit a number counts in; empty when it has none or it is not known."""
        match node:
            case Ref():
                if self._binder.constant(node) is not None or self.kind(node) != "number":
                    return ""
                return self._binder.place(node).spec.unit
            case Sum():
                units = {unit for _, term in node.terms if (unit := self.unit(term))}
                return units.pop() if len(units) == 1 else ""
            case Product():
                return self._scaled(node)
            case Negative():
                return self.unit(node.value)
            case Call(name="peer_median") if node.args:
                return self.unit(node.args[0])
            case Call() if node.name in _CARRIES and node.args:
                return next((unit for argument in node.args if (unit := self.unit(argument))), "")
            case Aggregate() if node.name in _SUMMARY and len(node.args) == 1:
                return self.unit(node.args[0])
        return ""

    def _scaled(self, node: Product) -> str:
        """A share of a figure keeps its unit; any other product or quotient has none that is known."""
        others = [factor for _, factor in node.factors if not (isinstance(factor, Number) and factor.percent)]
        return self.unit(others[0]) if len(others) == 1 and len(node.factors) > 1 else ""

    def in_percent(self, node: Compare | Between) -> bool:
        """Whether people tell it in per cent: shares held against each other, or against figures up to 1; so are
        limits around 1: 70%–120%, but 0.6 to 1.8 times."""
        sides = (node.left, node.right) if isinstance(node, Compare) else (node.value, node.low, node.high)
        others = [side for side in sides if not self._share(side)]
        bounds = [self.bound(side) for side in others]
        if len(others) == len(sides):
            return False
        sizes = [abs(bound) for bound in bounds if bound is not None]
        if len(sizes) < len(bounds):
            return False
        around_one = (
            isinstance(node, Between) and len(sizes) > 1 and min(sizes) < 1 and max(sizes) < _FAR_ABOVE_ONE
        )
        return around_one or all(size <= 1 for size in sizes)

    def _share(self, node: Node) -> bool:
        """``a / b`` where both count in the same unit, or a growth: ``a / b - 1``."""
        match node:
            case Product(factors=((_, over), ("/", under))):
                unit = self.unit(over)
                return unit != "" and unit == self.unit(under)
            case Sum(terms=((_, over), ("-", Number(value=one)))):
                return one == 1 and self._share(over)
        return False

    def bound(self, node: Node) -> Decimal | None:
        """The figure a number or a constant of the pack is; None for what a return gives."""
        match node:
            case Number():
                return node.value
            case Negative():
                value = self.bound(node.value)
                return None if value is None else -value
            case Word() | Ref():
                constant = self._binder.constant(node)
                return constant if isinstance(constant, Decimal) else None
        return None

    def problems(self, node: Node) -> Iterator[FormsError]:
        """What does not fit: kinds that cannot be compared or added, units that differ, codes no list has."""
        for part in walk(node):
            yield from self._problems_of(part)

    def _problems_of(self, part: Node) -> Iterator[FormsError]:
        match part:
            case Compare():
                yield from self._comparable(part, part.left, part.right, ordered=part.op not in ("=", "!="))
            case Between():
                yield from self._comparable(part, part.value, part.low, ordered=True)
                yield from self._comparable(part, part.value, part.high, ordered=True)
            case Member():
                yield from self._membership(part)
            case Call():
                yield from self._arguments(part)
            case Aggregate():
                yield from self._folded(part)
            case _:
                yield from self._uniform(part)

    def _uniform(self, part: Node) -> Iterator[FormsError]:
        """Sums and products take numbers; and, or, not and if take what is true or false."""
        match part:
            case Sum():
                terms = [term for _, term in part.terms]
                yield from self._wants("number", *terms)
                yield from self._same_unit(part, terms)
            case Product():
                yield from self._wants("number", *(factor for _, factor in part.factors))
                yield from (
                    FormsError("rule.zero-divisor", column=factor.at + 1)
                    for sign, factor in part.factors
                    if sign == "/" and isinstance(factor, Number) and not factor.value
                )
            case Negative():
                yield from self._wants("number", part.value)
            case Not():
                yield from self._wants("truth", part.value)
            case Junction():
                yield from self._wants("truth", *part.items)
            case If():
                yield from self._wants("truth", part.condition, *((part.then,) if part.otherwise is None else ()))

    def mistaken(self, part: Node, wanted: Kind) -> FormsError:
        """That a part is of another kind than the one wanted there."""
        found, needed = (FormsError(f"kind.{kind}") for kind in (self.kind(part), wanted))
        return FormsError("rule.kind", found=found, wanted=needed, column=part.at + 1)

    def _wants(self, kind: Kind, *parts: Node) -> Iterator[FormsError]:
        for part in parts:
            found = self.kind(part)
            alike = kind in _TEXTUAL and found in _TEXTUAL and {kind, found} != _DATED
            if found != kind and not alike:
                yield self.mistaken(part, kind)

    def _same_unit(self, node: Node, parts: list[Node]) -> Iterator[FormsError]:
        units = sorted({unit for part in parts if (unit := self.unit(part))})
        if len(units) > 1 and not all(counted(unit) for unit in units):
            yield FormsError("rule.unit", units=" · ".join(units), column=node.at + 1)
        if "%" in units and any(self.a_share(part) for part in parts):
            yield FormsError("rule.percent", column=node.at + 1)

    def a_share(self, node: Node) -> bool:
        """Whether it is a part of one: 3%, which is 0.03, or ``a / b`` in one unit; an indicator in % says 3."""
        return (isinstance(node, Number) and node.percent) or self._share(node)

    def _comparable(self, node: Node, left: Node, right: Node, *, ordered: bool) -> Iterator[FormsError]:
        kind = self.kind(left)
        if kind == "rows" or (ordered and kind in ("truth", "several")):
            yield self.mistaken(left, "number")
            return
        yield from self._wants(kind, right)
        yield from self._same_unit(node, [left, right])
        yield from self._listed(left, right)
        yield from self._listed(right, left)

    def _listed(self, cell: Node, literal: Node) -> Iterator[FormsError]:
        """A text compared with a coded indicator must be one of its codes."""
        if not (isinstance(cell, Ref) and isinstance(literal, Text) and self._binder.is_indicator(cell)):
            return
        listed = self._binder.pack.lists.get(self._binder.place(cell).spec.list)
        if listed is not None and literal.value not in listed.codes:
            yield FormsError("rule.no-such-code", text=literal.value, list=listed.id, column=literal.at + 1)

    def _membership(self, node: Member) -> Iterator[FormsError]:
        kind = self.kind(node.value)
        if kind != "number" and kind not in _TEXTUAL:
            yield self.mistaken(node.value, "text")
        for item in node.items:
            yield from self._wants(kind, item)
            yield from self._listed(node.value, item)
        if node.collection is not None and self._binder.is_indicator(node.collection):
            yield from self._wants("several", node.collection)
            yield from self._listed(node.collection, node.value)

    def _arguments(self, node: Call) -> Iterator[FormsError]:
        if node.name in PEERS:
            yield from self._wants("number", node.args[0])
            yield from self._wants("text", node.args[1])
        function = FUNCTIONS.get(node.name)
        if function is None:
            return
        for index, argument in enumerate(node.args):
            wanted = function.takes[min(index, len(function.takes) - 1)]
            if wanted == "texts":
                continue
            yield from self._wants(wanted, argument)
        if node.name in ("max", "min"):
            yield from self._same_unit(node, list(node.args))

    def _folded(self, node: Aggregate) -> Iterator[FormsError]:
        if node.where is not None:
            yield from self._wants("truth", node.where)
        if node.name in _SUMMARY:
            yield from self._wants("number", node.args[0])
        if node.name in ("every", "any"):
            yield from self._wants("truth", node.args[0])
