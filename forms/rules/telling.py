"""A judgement in words and numbers: which part of the rule does not hold, with the figures put in."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal

import msgspec

from forms.returns import Value
from forms.rules.phrases import FAILED
from forms.rules.results import Closure, Result
from forms.rules.saying import Speaker, gap_sides
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
    Not,
    Number,
    Product,
    Ref,
    Sum,
    Word,
)
from forms.values.numbers import grouped
from forms.values.units import EXACT

_MOST_ROWS = 5
_MOST_CELLS = 6
_SHOWN_DECIMALS = Decimal("0.0001")
_LARGEST = EXACT.prec - 6


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
        closure = self._closures.get(id(node))
        if closure is not None:
            return closure(self._scope)
        assert isinstance(node, Sum)  # only a sum is ever made for telling
        values = [self._value(term) for _, term in node.terms]
        return sum((value for value in values if isinstance(value, Decimal)), Decimal(0))

    def _failing(self, node: Node) -> Iterator[Told]:
        match node:
            case Junction(kind="and"):
                for item in node.items:
                    if self._value(item) is False:
                        yield from self._failing(item)
            case Junction():
                # "blank, or …": that it is not blank goes without saying
                told = [item for item in node.items if not (isinstance(item, Call) and item.name == "blank")]
                for item in told or node.items:
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
            told = inner.actual(argument)
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
            case Not(value=Call(name="near_power_of_ten") as near):
                return self._near(near)
            case Call(name="filled"):
                return Told(self._speaker.say("is blank", self._speaker.noun(node.args[0])))
        return Told(self._cells(node))

    def _compare(self, node: Compare) -> Told:
        left, right = self._value(node.left), self._value(node.right)
        pair = gap_sides(node.left) if node.op in ("<=", "<") else None
        if pair is not None and isinstance(left, Decimal) and isinstance(right, Decimal):
            return self._apart(pair, left, right)
        sign = FAILED[self._speaker.language][node.op]
        first = self._labelled((node.left, node.right), left) or self._worked(node.left, left)
        second = self._labelled((node.right, node.left), right) or self._worked(node.right, right)
        text = self._speaker.tidy(f"{first} {sign} {second}")
        if not (isinstance(left, Decimal) and isinstance(right, Decimal)):
            return Told(text)
        unit = self._speaker.kinds.unit(node.left) or self._speaker.kinds.unit(node.right)
        gap = short(left - right)
        if isinstance(node.left, Ref) and isinstance(node.right, Number) and not right:
            # against nothing, the figure itself says it all
            return Told(
                self._speaker.say("cell", self._speaker.noun(node.left), self._speaker.amount(left, unit)),
                gap,
                unit,
            )
        if not gap:
            return Told(text)
        amount = self._speaker.amount(abs(gap), unit)
        return Told(text + self._speaker.say("apart-by", amount), gap, unit)

    def _apart(self, pair: tuple[Node, Node], gap: Decimal, allowed: Decimal) -> Told:
        """``abs(a - b) <= c``: both figures, how far they are apart, and how far they may be."""
        one, other = (self._worked(part, self._value(part)) for part in pair)
        unit = self._speaker.kinds.unit(pair[0])
        amounts = (self._speaker.amount(short(amount), unit) for amount in (gap, allowed))
        first, second = (self._value(part) for part in pair)
        signed = first - second if isinstance(first, Decimal) and isinstance(second, Decimal) else gap
        return Told(self._speaker.say("too far apart", one, other, *amounts), short(signed), unit)

    def _between(self, node: Between) -> Told:
        value, low, high = (self._value(part) for part in (node.value, node.low, node.high))
        bounds = self._text(low), self._text(high)
        text = self._speaker.say("inside" if node.negated else "outside", self._worked(node.value, value), *bounds)
        if (
            isinstance(value, Decimal)
            and isinstance(low, Decimal)
            and isinstance(high, Decimal)
            and not node.negated
        ):
            gap = value - (low if value < low else high)
            return Told(text, short(gap), self._speaker.kinds.unit(node.value))
        return Told(text)

    def _near(self, node: Call) -> Told:
        told = self._worked(node.args[0], self._value(node.args[0]))
        return Told(self._speaker.say("is near_power_of_ten", told))

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
            return self._speaker.amount(value, seen.place.spec.unit)
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
        if text == result:
            return text
        exact = not isinstance(value, Decimal) or short(value) == value
        return text + self._speaker.phrases["equals" if exact else "about"] + result

    def _figures(self, node: Node) -> str:
        match node:
            case Sum() | Product() | Negative():
                return self._speaker.chain(node, self._figures)
            case Call() if node.name == "abs":
                return f"|{self._figures(node.args[0])}|"
            case Call() if node.name in ("max", "min"):
                joint = "and between" if len(node.args) == 2 else "comma"
                listed = self._speaker.phrases[joint].join(self._figures(part) for part in node.args)
                return self._speaker.say(node.name, listed)
            case Number():
                return self._speaker.noun(node)
            case Aggregate() if node.name == "sum":
                return self._summed(node)
        return self._coded(node, self._value(node))

    def _summed(self, node: Aggregate) -> str:
        """The parts of a short sum over rows, or its total."""
        rows = self._tracer.rows(node, self._scope)
        closure = self._closures[id(node.args[0])]
        values = [self._tracer.at_row(node, self._scope, frame, closure) for frame in rows]
        numbers = [value for value in values if isinstance(value, Decimal)]
        if 1 < len(numbers) == len(values) <= _MOST_CELLS:
            shown = (grouped(number) if number >= 0 else f"({grouped(number)})" for number in numbers)
            return self._speaker.phrases["op +"].join(shown)
        return self._text(self._value(node))

    def _coded(self, node: Node, value: Result) -> str:
        """A value; a code with its name when an indicator gives it."""
        while isinstance(node, Call) and node.name in SHIFTS:
            node = node.args[0]
        binder = self._speaker.binder
        if isinstance(node, Ref) and isinstance(value, str) and binder.is_indicator(node):
            spec = binder.place(node).spec
            return value if spec.type in ("month", "date") else self._speaker.label(value, spec)
        if isinstance(node, Word) and isinstance(value, str):
            return value
        return self._text(value)

    def _labelled(self, nodes: tuple[Node, Node], value: Result) -> str:
        """A code as the list of either side of a comparison names it; empty when neither has one."""
        for node in nodes:
            told = self._coded(node, value) if isinstance(value, str) else ""
            if told != self._text(value):
                return told
        return ""

    def _text(self, value: Result) -> str:
        if isinstance(value, bool):
            return self._speaker.phrases["yes" if value else "no"]
        if isinstance(value, Decimal):
            return grouped(short(value))
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


def short(value: Decimal) -> Decimal:
    """For reading: at most four decimals, without idle zeros."""
    if value.adjusted() > _LARGEST:
        return value
    if value == value.to_integral_value():
        return value.quantize(Decimal(1), rounding=ROUND_HALF_UP)
    return value.quantize(_SHOWN_DECIMALS, rounding=ROUND_HALF_UP).normalize()
