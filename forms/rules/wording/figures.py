"""The parts of an expression with the figures of a return put in: made ready once, told wherever a rule fails."""

from __future__ import annotations

from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

from forms.rules.results import Closure, Result
from forms.rules.scope import Scope, Unknown
from forms.rules.tracing import Tracer
from forms.rules.tree import SHIFTS, Aggregate, Call, Negative, Node, Number, Product, Ref, Sum, Word, children
from forms.rules.wording.saying import Speaker
from forms.values.numbers import grouped
from forms.values.units import EXACT

MOST_CELLS = 6
DECIMALS = 4
"""Enough for reading, unless two figures that differ would look the same."""
_MOST_DECIMALS = 12
_DIGITS = EXACT.prec - 2


class Look:
    """What a finding is told from: the place, which its scope has set, and what parts came to there.

    One look serves both languages. ``decimals`` are as many as it takes to tell what is compared apart.
    """

    __slots__ = ("decimals", "scope", "shown", "values")

    def __init__(self, scope: Scope) -> None:
        self.scope = scope
        self.values: dict[int, Result] = {}
        self.shown: dict[int, str] = {}
        self.decimals = DECIMALS

    def tell_apart(self, one: Result, other: Result) -> None:
        """Show what comes next with so many decimals that these two, if they differ at all, do not read alike."""
        self.decimals = DECIMALS
        if not (isinstance(one, Decimal) and isinstance(other, Decimal)) or one == other:
            return
        while self.decimals < _MOST_DECIMALS and short(one, self.decimals) == short(other, self.decimals):
            self.decimals += 1


Valued = Callable[[Look], Result]
Worded = Callable[[Look], str]


class Figures:
    """Makes ready how parts of one expression are worked out and worded in one language."""

    def __init__(self, speaker: Speaker, tracer: Tracer, closures: dict[int, Closure]) -> None:
        self._speaker = speaker
        self._tracer = tracer
        self._closures = closures

    def value(self, node: Node) -> Valued:
        """What a part comes to; worked out once a look."""
        key, closure = id(node), self._closures.get(id(node))
        if closure is None:
            return self._added(node)

        def run(look: Look) -> Result:
            found = look.values.get(key)
            if found is None:
                found = look.values[key] = closure(look.scope)
            return found

        return run

    def _added(self, node: Node) -> Valued:
        assert isinstance(node, Sum)  # only a sum is ever made for telling
        terms = [self.value(term) for _, term in node.terms]

        def run(look: Look) -> Result:
            values = (term(look) for term in terms)
            return sum((value for value in values if isinstance(value, Decimal)), Decimal(0))

        return run

    def worked(self, node: Node, *, percent: bool = False) -> Worded:
        """The expression with figures put in, and what it comes to (in ``percent``) if that is not the same."""
        figures, coded, value = self.put_in(node), self.coded(node), self.value(node)
        if percent and self._speaker.kinds.bound(node) is not None:
            return lambda look: self.number(value(look), look.decimals, percent=True)
        if isinstance(node, Ref | Word):
            return figures
        equals, about = self._speaker.phrases["equals"], self._speaker.phrases["about"]

        def run(look: Look) -> str:
            text, total = figures(look), value(look)
            if not isinstance(total, Decimal):
                result, exact = coded(total), True
            else:
                result = self.number(total, look.decimals, percent=percent)
                exact = short(total, look.decimals) == total
            return text if text == result else text + (equals if exact else about) + result

        return run

    def put_in(self, node: Node) -> Worded:
        """The expression with figures in the places of its names."""
        match node:
            case Sum() | Product() | Negative():
                joined, parts = self._speaker.joined(node), [self._inner(node, part) for part in children(node)]
                return lambda look: joined([part(look) for part in parts])
            case Call() if node.name == "abs":
                inner = self.put_in(node.args[0])
                return lambda look: f"|{inner(look)}|"
            case Call() if node.name in ("max", "min"):
                return self._chosen(node)
            case Number():
                told = self._speaker.noun(node)
                return lambda _: told
            case Aggregate() if node.name == "sum":
                return self._summed(node)
        key, value, coded = id(node), self.value(node), self.coded(node)

        def run(look: Look) -> str:
            told = look.shown.get(key)
            if told is None:
                found = value(look)
                if type(found) is not Decimal:
                    return coded(found)
                told = look.shown[key] = figure(found, look.decimals)  # numbers read alike in every language
            return told

        return run

    def _inner(self, node: Node, part: Node) -> Worded:
        """A part of a larger expression; a sum over rows stands in brackets where the whole of it is meant."""
        told = self.put_in(part)
        added = isinstance(node, Sum) and ("-", part) not in node.terms
        if added or not isinstance(part, Aggregate) or part.name != "sum":
            return told
        brackets, plus = self._speaker.phrases["brackets"], self._speaker.phrases["op +"]
        return lambda look: brackets.format(text) if plus in (text := told(look)) else text

    def _chosen(self, node: Call) -> Worded:
        """The larger or smaller of several."""
        choose, parts = self._speaker.choose, [self.put_in(part) for part in node.args]
        return lambda look: choose(node.name, [part(look) for part in parts])

    def _summed(self, node: Aggregate) -> Worded:
        """The parts of a short sum over rows, or its total."""
        tracer, closure, total = self._tracer, self._closures[id(node.args[0])], self.value(node)
        plus = self._speaker.phrases["op +"]

        def run(look: Look) -> str:
            rows = tracer.rows(node, look.scope)
            values = [tracer.at_row(node, look.scope, frame, closure) for frame in rows]
            numbers = [value for value in values if isinstance(value, Decimal)]
            if 1 < len(numbers) == len(values) <= MOST_CELLS:
                shown = [figure(n, look.decimals) for n in numbers]
                return plus.join(f"({text})" if text.startswith("-") else text for text in shown)
            return self.text(total(look))

        return run

    def coded(self, node: Node) -> Callable[[Result], str]:
        """How a value of a part is told: a code with its name when an indicator gives it."""
        while isinstance(node, Call) and node.name in SHIFTS:
            node = node.args[0]
        speaker = self._speaker
        kind = speaker.kinds.kind(node) if isinstance(node, Ref) and speaker.binder.is_indicator(node) else ""
        if isinstance(node, Ref) and kind in ("text", "several"):
            spec = speaker.binder.place(node).spec
            return lambda value: speaker.label(value, spec) if isinstance(value, str) else self.text(value)
        if kind in ("month", "date"):
            return lambda value: value if isinstance(value, str) else self.text(value)
        if isinstance(node, Word):
            return lambda value: value if isinstance(value, str) else self.text(value)
        return self.text

    def number(self, value: Result, decimals: int, *, percent: bool) -> str:
        """A value by itself, or in per cent with as many digits."""
        if percent and isinstance(value, Decimal):
            return f"{figure(value * 100, decimals - 2)}%"
        return self.text(value, decimals)

    def text(self, value: Result, decimals: int = DECIMALS) -> str:
        """A value by itself."""
        if isinstance(value, bool):
            return self._speaker.phrases["yes" if value else "no"]
        if isinstance(value, Decimal):
            return figure(value, decimals)
        if isinstance(value, Unknown):
            return self._speaker.phrases["empty" if value.missing else "not-known"]
        return f"“{value}”" if isinstance(value, str) else self._speaker.phrases["comma"].join(value)


def figure(value: Decimal, decimals: int = DECIMALS) -> str:
    """A number for reading, with at most so many decimals."""
    return grouped(value) if value.adjusted() + decimals > _DIGITS else _figure(value, decimals)


@lru_cache(maxsize=4096)
def _figure(value: Decimal, decimals: int) -> str:
    """Equal numbers read alike however they are written; most stand still from one finding to the next."""
    return grouped(short(value, decimals))


def short(value: Decimal, decimals: int = DECIMALS) -> Decimal:
    """For reading: at most so many decimals, without idle zeros."""
    if value.adjusted() + decimals > _DIGITS:
        return value
    if value == value.to_integral_value():
        return value.quantize(Decimal(1), rounding=ROUND_HALF_UP)
    return value.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP).normalize()
