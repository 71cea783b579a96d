"""From a tree to functions over a batch of rows: names, arithmetic, logic. What columns cannot say is refused."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any, Protocol, TypeVar

import msgspec
import numpy as np

from forms.columns import numbers
from forms.columns.batch import Batch, Shifts
from forms.columns.texts import compare_texts
from forms.columns.unknowns import Unknowns, settled, worst
from forms.columns.values import BEFORE, BLANK, ODD, Flag, Kind, Num, Txt, Val, Whys, constant
from forms.pack.model import Missing
from forms.rules.binding import Binder, Place
from forms.rules.scope import Why
from forms.rules.tree import Node, Product, Ref, Sum, Word

V = TypeVar("V", bound=Num | Txt | Flag)


class Unsupported(Exception):
    """Why an expression is left to the closures."""


class Part(msgspec.Struct, frozen=True, eq=False):
    """A compiled part: the kind of its values, and how they are found."""

    kind: Kind
    run: Callable[[Batch], Any]


_KINDS: dict[str, Kind] = {
    "integer": "number",
    "decimal": "number",
    "boolean": "truth",
    "codes": "several",
    "text-list": "several",
}
_EMPTY: tuple[Why, ...] = ("blank", "unreadable", "not-applicable", "no-return", "no-earlier")


def kind_of(place: Place) -> Kind:
    """The kind of values a field has."""
    return _KINDS.get(place.spec.type, "text")


class Context(msgspec.Struct, frozen=True, eq=False):
    """Where a part stands: the policy for blanks, the table whose rows are looked at, the shift in time."""

    binder: Binder
    unknowns: Unknowns
    missing: Missing
    table: str
    """Key of the frame the rows of the table stand for."""
    shifts: Shifts = ()
    over: bool = False
    """Inside an aggregate over the rows themselves."""

    @property
    def strict(self) -> bool:
        return self.missing == "skip"

    def raw(self) -> Context:
        """A blank stays blank whatever the rule says of missing values."""
        return msgspec.structs.replace(self, missing="decide")

    def worst(self, values: list[Any]) -> Whys | None:
        """The reasons of what is made from ``values``."""
        return worst([value.why for value in values], self.strict)

    def settled(self, flags: list[Flag], settles: bool) -> Flag:
        return settled(flags, settles, self.strict)


def explained(value: V, why: Whys | None) -> V:
    """The same value with other reasons."""
    found: V = msgspec.structs.replace(value, why=why)
    return found


def fixed(value: Decimal | str | bool | tuple[str, ...]) -> Part:
    """A value that is the same in every row. Raises ``Unsupported`` for a number beyond the integers."""
    made = constant(value)
    if made is None:
        raise Unsupported("number beyond the integers")
    kind: Kind = "several" if isinstance(value, tuple) else "text"
    kind = "number" if isinstance(made, Num) else "truth" if isinstance(made, Flag) else kind
    return Part(kind, lambda _: made)


def word(context: Context, node: Word) -> Part:
    """The period and its parts, or a constant of the pack."""
    value = context.binder.constant(node)
    if value is not None and not node.part:
        return fixed(value)
    read, name = _WORDS.get(node.part or node.name), node.name
    if read is None or name not in ("period", "months", "year", "january", "december"):
        raise Unsupported(f"the word {name}")
    dated = not node.part and name in ("period", "january", "december")
    return Part("text" if dated else "number", lambda batch: constant(read(batch.table.period)))


_WORDS: dict[str, Callable[[Any], Decimal | str]] = {
    "period": lambda period: period.last_month,
    "month": lambda period: Decimal(period.months),
    "months": lambda period: Decimal(period.months),
    "quarter": lambda period: Decimal(-(-period.months // 3)),
    "year": lambda period: Decimal(period.year),
    "january": lambda period: f"{period.year}-01",
    "december": lambda period: f"{period.year}-12",
}


def reference(context: Context, node: Ref) -> Part:
    """A field of the record at hand, or a constant of the pack."""
    value = context.binder.constant(node)
    if value is not None:
        return fixed(value)
    place = context.binder.place(node)
    table = context.binder.table_of(node)
    if table is not None and table.key != context.table:
        raise Unsupported(f"rows of {table.key}")
    kind, shifts, lookup = kind_of(place), context.shifts, _reasons(context, place, node)

    def run(batch: Batch) -> Val:
        column = batch.column(place, shifts)
        state = column.state
        if state is None:
            return column.value
        if batch.plain:
            batch.stop(column.gaps)  # type: ignore[arg-type]
            return column.value
        batch.stop(state == ODD)
        why = lookup[state]
        return explained(column.value, why if why.any() else None)

    return Part(kind, run)


def _reasons(context: Context, place: Place, node: Ref) -> Whys:
    """By state of a cell: the number of the reason, 0 where it counts as a value."""
    why = {state: context.unknowns.number(why, node) for state, why in enumerate(_EMPTY, start=BLANK)}
    if context.missing == "zero" and place.spec.type in ("integer", "decimal", "boolean"):
        why[BLANK] = 0
    if place.spec.kind == "cumulative" and kind_of(place) == "number":
        why[BEFORE] = 0
    return np.array([why.get(state, 0) for state in range(ODD + 1)], np.int16)


class Compiles(Protocol):
    """The compiler as seen from calls."""

    context: Context

    def part(self, node: Node) -> Part: ...

    def within(self, context: Context) -> Compiles: ...


def numeric(parts: list[Part]) -> None:
    """Refuse what is no number: the closures say ``wrong-type`` of it."""
    if any(part.kind != "number" for part in parts):
        raise Unsupported("kinds that do not fit")


def total(context: Context, node: Sum, parts: list[Part]) -> Part:
    """``a + b - c``."""
    numeric(parts)
    signs = [sign == "+" for sign, _ in node.terms]
    zero = Num(np.zeros(1, np.int64), 0, 0)

    def run(batch: Batch) -> Num:
        values = [part.run(batch) for part in parts]
        found = values[0] if signs[0] else numbers.added(zero, values[0], False, batch)
        for value, adds in zip(values[1:], signs[1:], strict=True):
            found = numbers.added(found, value, adds, batch)
        return explained(found, context.worst(values))

    return Part("number", run)


def product(context: Context, node: Product, parts: list[Part]) -> Part:
    """``a * b / c``, as a quotient of integers."""
    numeric(parts)
    divides = [op == "/" for op, _ in node.factors]
    zero = [context.unknowns.number("zero-denominator", factor) for _, factor in node.factors]

    def run(batch: Batch) -> Num:
        values: list[Num] = [part.run(batch) for part in parts]
        found, why, none = values[0], context.worst(values), None
        for index in range(1, len(values)):
            value = values[index]
            if not divides[index]:
                found = numbers.multiplied(found, value, batch)
                continue
            found = numbers.divided(found, value, batch)
            none = _zeros(none, value, zero[index], batch)
        return explained(found, none if why is None else _over(why, none))

    return Part("number", run)


def _zeros(earlier: Whys | None, value: Num, number: int, batch: Batch) -> Whys | None:
    """The reason of rows divided by zero; the first divisor of a row counts."""
    rows = value.top == 0
    if batch.plain:
        batch.stop(rows)
        return None
    if not rows.any():
        return earlier
    new = np.where(rows, np.int16(number), np.int16(0))
    return new if earlier is None else np.where(earlier != 0, earlier, new)


def _over(why: Whys, beneath: Whys | None) -> Whys:
    return why if beneath is None else np.where(why != 0, why, beneath)


def negative(part: Part) -> Part:
    """Minus a figure; raises ``Unsupported`` for what is none."""
    numeric([part])
    return Part("number", lambda batch: numbers.negated(part.run(batch)))


def chosen(condition: Part, then: Part, otherwise: Part) -> Part:
    """``if a then b else c``. Raises ``Unsupported`` for a choice of texts."""
    if then.kind != otherwise.kind or then.kind not in ("number", "truth") or condition.kind != "truth":
        raise Unsupported("a choice of texts")

    def run(batch: Batch) -> Val:
        applies, one, other = condition.run(batch), then.run(batch), otherwise.run(batch)
        why = np.where(applies.holds, _dense(one.why), _dense(other.why))
        why = why if applies.why is None else _over(applies.why, why)
        if isinstance(one, Flag):
            return Flag(np.where(applies.holds, one.holds, other.holds), why if why.any() else None)
        if one.bottom is not None or other.bottom is not None:
            batch.stop_all()
            return Num(one.top)
        scale = max(one.scale, other.scale)
        one, other = numbers.rescaled(one, scale, batch), numbers.rescaled(other, scale, batch)
        top = np.where(applies.holds, one.top, other.top)
        return Num(top, scale, max(one.limit, other.limit), why=why if why.any() else None)

    return Part(then.kind, run)


def _dense(why: Whys | None) -> Whys:
    return np.zeros(1, np.int16) if why is None else why


def compare(context: Context, op: Any, left: Part, right: Part, allowance: Part | None) -> Part:
    """``left op right``, give or take the allowance if there is one.

    Raises ``Unsupported`` for kinds that do not fit.
    """
    if left.kind != right.kind:
        raise Unsupported("kinds that do not fit")

    def run(batch: Batch) -> Flag:
        one, other = left.run(batch), right.run(batch)
        why = context.worst([one, other])
        if isinstance(one, Txt):
            return Flag(compare_texts(op, one, other, batch), why)
        if isinstance(one, Flag):
            return Flag(numbers.test(op, one.holds, other.holds), why)
        width = allowance.run(batch) if allowance is not None else None
        if width is None:
            return Flag(numbers.compared(op, one, other, batch), why)
        holds = numbers.within(op, one, other, width, batch)
        if width.why is not None:
            holds, why = _unsure(numbers.compared(op, one, other, batch), holds, width.why, why)
        return Flag(holds, why)

    return Part("truth", run)


def _unsure(sure: Any, holds: Any, width: Whys, why: Whys | None) -> tuple[Any, Whys]:
    """Where the tolerance is unknown, only what holds without it does."""
    unknown = np.where(sure, np.int16(0), width)
    return np.where(width != 0, sure, holds), unknown if why is None else _over(why, unknown)
