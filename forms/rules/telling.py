"""A judgement in words and numbers: which part of the rule does not hold, with the figures put in."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal

import msgspec

from forms.returns import Value
from forms.rules.phrases import FAILED
from forms.rules.results import Closure, Result
from forms.rules.saying import Speaker, chain, gap_sides
from forms.rules.scope import Frame, Scope, Unknown
from forms.rules.tracing import Seen, Tracer, restore
from forms.rules.tree import (
    SHIFTS,
    Aggregate,
    Between,
    Call,
    Compare,
    If,
    Junction,
    Negative,
    Node,
    Number,
    Product,
    Ref,
    Sum,
    Word,
)
from forms.values.numbers import grouped

_MOST_ROWS = 5
_MOST_CELLS = 6
_SHOWN_DECIMALS = Decimal("0.0001")


class Told(msgspec.Struct, frozen=True):
    """What is there instead of what should be, and by how much."""

    text: str
    difference: Decimal | None = None
    unit: str = ""


class Teller:
    """Tells the parts of one expression that fail at one place; use it while the scope has that place set."""

    def __init__(self, speaker: Speaker, tracer: Tracer, closures: dict[int, Closure], scope: Scope) -> None:
        self._speaker = speaker
        self._tracer = tracer
        self._closures = closures
        self._scope = scope

    def actual(self, node: Node) -> Told:
        """The failing parts, each with its figures; the difference is that of the first."""
        found = list(self._failing(node))
        shown = [told.text for told in found[:_MOST_ROWS]]
        text = self._speaker.phrases["stop"].join(shown)
        if len(found) > _MOST_ROWS:
            text += self._speaker.say("more", len(found) - _MOST_ROWS)
        first = next((told for told in found if told.difference is not None), None)
        return Told(text, first.difference, first.unit) if first is not None else Told(text)

    def _value(self, node: Node) -> Result:
        return self._closures[id(node)](self._scope)

    def _failing(self, node: Node) -> Iterator[Told]:
        match node:
            case Junction(kind="and"):
                for item in node.items:
                    if self._value(item) is False:
                        yield from self._failing(item)
            case Junction():
                for item in node.items:
                    yield from self._failing(item)
            case If(otherwise=None):
                yield from self._failing(node.then)
            case If():
                chosen = node.then if self._value(node.condition) is True else node.otherwise
                yield from self._failing(chosen or node.then)
            case Aggregate() if node.name == "every":
                yield from self._rows(node)
            case _:
                yield self._leaf(node)

    def _rows(self, node: Aggregate) -> Iterator[Told]:
        argument = node.args[0]
        key = self._speaker.binder.aggregate_table(node, self._tracer.frames).key
        holds = self._closures[id(argument)]
        for frame in self._tracer.rows(node, self._scope):
            if self._tracer.at_row(node, self._scope, frame, holds) is not False:
                continue
            outer = self._scope.get(key)
            self._scope[key] = frame
            inner = Teller(self._speaker, self._tracer.within(key), self._closures, self._scope)
            for told in inner._failing(argument):
                yield Told(self.row_name(frame) + told.text, told.difference, told.unit)
            restore(self._scope, key, outer)

    def row_name(self, frame: Frame) -> str:
        """How a row is called before what is said of it; empty for a single record."""
        name = name_of_row(self._speaker, frame)
        return self._speaker.say("row", name) if name else ""

    def _leaf(self, node: Node) -> Told:
        match node:
            case Compare():
                return self._compare(node)
            case Between():
                return self._between(node)
            case Aggregate() if node.name == "unique":
                return Told(self._repeated(node))
        return Told(self._cells(node))

    def _compare(self, node: Compare) -> Told:
        left, right = self._value(node.left), self._value(node.right)
        text = f"{self._worked(node.left, left)} {FAILED[node.op]} {self._worked(node.right, right)}"
        if not (isinstance(left, Decimal) and isinstance(right, Decimal)):
            return Told(text)
        unit = self._speaker.kinds.unit(node.left) or self._speaker.kinds.unit(node.right)
        if node.op == "!=":
            return Told(text)
        return self._apart(text, left - right, unit)

    def _apart(self, text: str, gap: Decimal, unit: str) -> Told:
        gap = _short(gap)
        amount = f"{grouped(abs(gap))} {unit}".strip()
        return Told(text + self._speaker.say("apart-by", amount), gap, unit)

    def _between(self, node: Between) -> Told:
        value, low, high = (self._value(part) for part in (node.value, node.low, node.high))
        bounds = self._text(low), self._text(high)
        key = "is between" if node.negated else "is-not between"
        text = self._speaker.say(key, self._worked(node.value, value), *bounds)
        if (
            isinstance(value, Decimal)
            and isinstance(low, Decimal)
            and isinstance(high, Decimal)
            and not node.negated
        ):
            gap = value - (low if value < low else high)
            return Told(text, _short(gap), self._speaker.kinds.unit(node.value))
        return Told(text)

    def _repeated(self, node: Aggregate) -> str:
        counts: dict[str, int] = {}
        for seen in self._tracer.cells(node, self._scope):
            if seen.cell is not None and seen.cell.value is not None:
                text = seen.cell.text.strip()
                counts[text] = counts.get(text, 0) + 1
        told = [self._speaker.say("repeated", text, count) for text, count in counts.items() if count > 1]
        return self._speaker.phrases["stop"].join(told[:_MOST_ROWS])

    def _cells(self, node: Node) -> str:
        seen: dict[int, Seen] = {}
        for cell in self._tracer.cells(node, self._scope):
            seen.setdefault(hash((id(cell.frame), cell.field)), cell)
        told = [self._speaker.say("cell", self.name(cell), self.content(cell)) for cell in seen.values()]
        rest = self._speaker.say("more", len(told) - _MOST_CELLS) if len(told) > _MOST_CELLS else ""
        return self._speaker.phrases["stop"].join(told[:_MOST_CELLS]) + rest

    def name(self, seen: Seen) -> str:
        """A cell's name and code."""
        place = seen.place
        part = place.field.partition(".")[2] if place.indicator.parts else ""
        part = place.field if place.indicator.table else part
        return self._speaker.noun(Ref(0, place.indicator.code, part, place.column))

    def content(self, seen: Seen) -> str:
        """A cell's value for reading; what was typed when it cannot be read."""
        if seen.cell is None or (seen.cell.value is None and not seen.cell.text.strip()):
            return self._speaker.phrases["empty"]
        if seen.cell.value is None:
            return f"“{seen.cell.text.strip()}”"
        return self._shown(seen.cell.value, seen)

    def _shown(self, value: Value, seen: Seen) -> str:
        if isinstance(value, Decimal):
            return f"{grouped(value)} {seen.place.spec.unit}".strip()
        if isinstance(value, str):
            return self._speaker.label(value, seen.place.spec)
        if isinstance(value, tuple):
            return self._speaker.phrases["comma"].join(self._speaker.label(v, seen.place.spec) for v in value)
        return self._text(value)

    # --- expressions with their figures ---

    def _worked(self, node: Node, value: Result) -> str:
        """The expression with figures put in, and what it comes to if that is not the same."""
        text = self._figures(node)
        result = self._coded(node, value)
        return text if text == result else f"{text} ＝ {result}"

    def _figures(self, node: Node) -> str:
        match node:
            case Sum() | Product() | Negative():
                return chain(node, self._figures)
            case Call() if node.name == "abs":
                pair = gap_sides(node)
                return f"|{self._figures(node.args[0])}|" if pair is None else self._gap(*pair)
            case Call() if node.name in ("max", "min"):
                listed = "，".join(self._figures(part) for part in node.args)
                return f"{node.name}（{listed}）"
            case Number():
                return self._speaker.noun(node)
            case Aggregate() if node.name == "sum":
                return self._summed(node)
        return self._coded(node, self._value(node))

    def _gap(self, left: Node, right: Node) -> str:
        one, other = self._worked(left, self._value(left)), self._figures(right)
        tight = f"（{other}）" if isinstance(right, Sum) else other
        return f"|{one} － {tight}|"

    def _summed(self, node: Aggregate) -> str:
        """The parts of a short sum over rows, or its total."""
        rows = self._tracer.rows(node, self._scope)
        closure = self._closures[id(node.args[0])]
        values = [self._tracer.at_row(node, self._scope, frame, closure) for frame in rows]
        numbers = [value for value in values if isinstance(value, Decimal)]
        if 1 < len(numbers) == len(values) <= _MOST_CELLS:
            return " ＋ ".join(grouped(number) if number >= 0 else f"（{grouped(number)}）" for number in numbers)
        return self._text(self._value(node))

    def _coded(self, node: Node, value: Result) -> str:
        """A value; a code with its name when an indicator gives it."""
        while isinstance(node, Call) and node.name in SHIFTS:
            node = node.args[0]
        binder = self._speaker.binder
        if isinstance(node, Ref) and isinstance(value, str) and binder.is_indicator(node):
            spec = binder.place(node).spec
            return value if spec.type == "month" else self._speaker.label(value, spec)
        if isinstance(node, Word) and isinstance(value, str):
            return value
        return self._text(value)

    def _text(self, value: Result) -> str:
        if isinstance(value, bool):
            return self._speaker.phrases["yes" if value else "no"]
        if isinstance(value, Decimal):
            return grouped(_short(value))
        if isinstance(value, Unknown):
            return self._speaker.phrases["empty" if value.missing else "not-known"]
        return f"“{value}”" if isinstance(value, str) else self._speaker.phrases["comma"].join(value)


def name_of_row(speaker: Speaker, frame: Frame | None) -> str:
    """The row's name, else its key, else its number in the table."""
    if frame is None or frame.row is None:
        return ""
    form = speaker.binder.pack.forms[frame.sheet.form]
    named = frame.text(form.row_name or "") or frame.text(form.row_key or "")
    if named:
        return named
    order = list(frame.sheet.table(frame.table))
    return f"#{order.index(frame.row) + 1}" if frame.row in order else frame.row


def _short(value: Decimal) -> Decimal:
    """At most four decimals, without idle zeros."""
    if value == value.to_integral_value():
        return value.quantize(Decimal(1), rounding=ROUND_HALF_UP)
    return value.quantize(_SHOWN_DECIMALS, rounding=ROUND_HALF_UP).normalize()
