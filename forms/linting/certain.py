"""Rules that always come out the same: whether any figures at all could make a rule fail, or pass.

An expression is brought to alternatives of comparisons; an alternative is impossible when its comparisons leave no
number, no code and no truth. What is not understood may be anything, so that a rule is never blamed wrongly.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction
from itertools import islice, product
from typing import Literal

import msgspec

from forms.linting.bounds import Linear, Range, Signature, linear, signature
from forms.rules.binding import Binder
from forms.rules.compiled import CompiledRule
from forms.rules.kinds import Kinds
from forms.rules.parser import parse
from forms.rules.tracing import asserted
from forms.rules.tree import (
    Aggregate,
    Between,
    Call,
    Compare,
    Comparison,
    If,
    Junction,
    Member,
    Node,
    Not,
    Number,
    Ref,
    Text,
    Truth,
    Word,
)

_MOST = 256
"""So many alternatives are looked at; a rule with more is taken as one that says something."""

Verdict = Literal["never-fails", "never-passes", "never-applies"]


_OTHER = object()
"""A code of another version's list."""


class _Number(msgspec.Struct, frozen=True):
    value: Linear
    allowed: Range


class _Choice(msgspec.Struct, frozen=True):
    """A code, a text or a truth: one of ``allowed`` (None: anything), none of ``barred``."""

    key: Signature
    allowed: frozenset[object] | None = None
    barred: frozenset[object] = frozenset()


_Literal = _Number | _Choice | bool
_Alternatives = Iterator[tuple[_Literal, ...]]
Ways = list[tuple[_Literal, ...]]
"""The alternatives of a rule, or as many as are looked at and one more."""


def verdict(rule: CompiledRule, binder: Binder) -> Verdict | None:
    """What is always so of a rule, if anything is."""
    reasoning = [Reasoning(binder, variant.expect, variant.tolerance) for variant in rule.variants]
    when = parse(rule.rule.when) if rule.rule.when else None
    if not reasoning[0].possible(when, None):
        return "never-applies"
    if not any(one.possible(when, False) for one in reasoning):
        return "never-fails"
    if not any(one.possible(when, True) for one in reasoning):
        return "never-passes"
    return None


class Reasoning:
    """What values could make of one rule's expression."""

    def __init__(self, binder: Binder, expect: Node, tolerance: Node | None) -> None:
        self._binder = binder
        self._kinds = Kinds(binder)
        self._expect = expect
        self._asserted = {id(part) for part in asserted(expect)}
        self._tolerance: Fraction | None = Fraction(0)
        if tolerance is not None:
            fixed = isinstance(tolerance, Number) and not tolerance.percent
            self._tolerance = Fraction(tolerance.value) if isinstance(tolerance, Number) and fixed else None

    def possible(self, when: Node | None, outcome: bool | None) -> bool:
        """Whether the guard can hold while the expression gives ``outcome`` (None: whatever it gives)."""
        return self._any(self._told(when, outcome))

    def ways(self, when: Node | None, outcome: bool | None) -> Ways:
        """How the guard can hold while the expression gives ``outcome``, to be held against another rule's."""
        return list(islice(self._told(when, outcome), _MOST + 1))

    def _any(self, alternatives: _Alternatives) -> bool:
        return _possible(alternatives)

    def _told(self, when: Node | None, outcome: bool | None) -> _Alternatives:
        guard = self._alternatives(when, True) if when is not None else iter([()])
        told = self._alternatives(self._expect, outcome) if outcome is not None else iter([()])
        return _both(guard, told)

    def _alternatives(self, node: Node, wanted: bool) -> _Alternatives:
        match node:
            case Truth():
                yield from [()] if node.value is wanted else []
            case Not():
                yield from self._alternatives(node.value, not wanted)
            case Junction():
                yield from self._junction(node, wanted)
            case If():
                yield from self._conditional(node, wanted)
            case Compare():
                yield from ((literal,) for literal in self._comparison(node, wanted))
            case Between():
                yield from self._between(node, wanted)
            case Member() | Ref() | Word():
                yield (self._chosen(node, wanted),)
            case Call(name="filled" | "blank"):
                key = ("filled", *map(signature, node.args))
                yield (_Choice(key, frozenset({(node.name == "filled") is wanted})),)
            case Aggregate(name="every" | "any"):
                yield from self._rows(node, wanted)
            case _:
                yield (_Choice(signature(node), frozenset({wanted})),)

    def _junction(self, node: Junction, wanted: bool) -> _Alternatives:
        each = [list(islice(self._alternatives(item, wanted), _MOST + 1)) for item in node.items]
        if (node.kind == "and") is wanted:
            yield from (tuple(literal for part in parts for literal in part) for parts in product(*each))
        else:
            for alternatives in each:
                yield from alternatives

    def _conditional(self, node: If, wanted: bool) -> _Alternatives:
        if node.otherwise is None and wanted:
            yield from self._alternatives(node.condition, False)
            yield from self._alternatives(node.then, True)
            return
        yield from _both(self._alternatives(node.condition, True), self._alternatives(node.then, wanted))
        if node.otherwise is not None:
            yield from _both(self._alternatives(node.condition, False), self._alternatives(node.otherwise, wanted))

    def _rows(self, node: Aggregate, wanted: bool) -> _Alternatives:
        """Of no rows every holds and any does not; the other way round takes a row."""
        if wanted is (node.name == "every") or any(
            _consistent(each) for each in islice(self._alternatives(node.args[0], wanted), _MOST)
        ):
            yield ()

    def _comparison(self, node: Compare, wanted: bool) -> Iterator[_Literal]:
        if self._kinds.kind(node.left) != "number":
            yield self._equal(node, wanted)
            return
        tolerance = self._tolerance if id(node) in self._asserted else Fraction(0)
        if tolerance is None:
            yield True
            return
        gap = linear(node.left, self._binder).plus(linear(node.right, self._binder), Fraction(-1))
        for allowed in _ranges(node.op, abs(tolerance), wanted):
            yield _Number(gap, allowed)

    def _equal(self, node: Compare, wanted: bool) -> _Literal:
        """``cell = "code"``; of other texts nothing is known but that a thing equals itself."""
        if signature(node.left) == signature(node.right):
            return (node.op in ("=", "<=", ">=")) is wanted
        for cell, other in ((node.left, node.right), (node.right, node.left)):
            if isinstance(other, Text | Truth) and node.op in ("=", "!="):
                one = frozenset({other.value})
                return self._among(cell, one, (node.op == "=") is wanted)
        return True

    def _between(self, node: Between, wanted: bool) -> _Alternatives:
        if self._kinds.kind(node.value) != "number":
            yield ()
            return
        value = linear(node.value, self._binder)
        low = value.plus(linear(node.low, self._binder), Fraction(-1))
        high = value.plus(linear(node.high, self._binder), Fraction(-1))
        zero = Fraction(0)
        if node.negated is not wanted:
            yield (_Number(low, Range(zero)), _Number(high, Range(None, zero)))
        else:
            yield (_Number(low, Range(None, zero, high_open=True)),)
            yield (_Number(high, Range(zero, None, low_open=True)),)

    def _chosen(self, node: Member | Ref | Word, wanted: bool) -> _Literal:
        if not isinstance(node, Member):
            return self._among(node, frozenset({True}), wanted)
        members = self._members(node)
        return True if members is None else self._among(node.value, members, node.negated is not wanted)

    def _members(self, node: Member) -> frozenset[object] | None:
        if node.collection is None:
            texts = [item.value for item in node.items if isinstance(item, Text)]
            return frozenset(texts) if len(texts) == len(node.items) else None
        if self._binder.is_indicator(node.collection):
            return None
        listed = self._binder.code_list(node.collection)
        if listed is not None:
            return frozenset(listed.codes)
        value = self._binder.constant(node.collection)
        return frozenset(value) if isinstance(value, tuple) else None

    def _among(self, cell: Node, members: frozenset[object], wanted: bool) -> _Literal:
        """A cell has one of some values, or none of them.

        A code that is read is one of its list; one kept from another version of the pack may be none of it.
        """
        key = signature(cell)
        if isinstance(cell, Text | Truth):
            return (cell.value in members) is wanted
        if self._kinds.kind(cell) == "truth":
            return _Choice(key, members if wanted else frozenset({True, False}) - members)
        own = self._domain(cell)
        if own is not None:
            return _Choice(key, own & members if wanted else (own - members) | {_OTHER})
        return _Choice(key, members) if wanted else _Choice(key, None, members)

    def _domain(self, cell: Node) -> frozenset[object] | None:
        if isinstance(cell, Ref) and self._binder.is_indicator(cell):
            spec = self._binder.place(cell).spec
            listed = self._binder.pack.lists.get(spec.list)
            return frozenset(listed.codes) if spec.type == "code" and listed is not None else None
        return None


def together(one: Ways, other: Ways) -> bool:
    """Whether something that makes one rule so makes the other so as well."""
    return _possible((*first, *second) for first in one for second in other)


def _possible(alternatives: Iterable[tuple[_Literal, ...]]) -> bool:
    """Whether one of them is; more than are looked at are taken for one that is."""
    return any(number >= _MOST or _consistent(each) for number, each in enumerate(alternatives))


def _consistent(literals: tuple[_Literal, ...]) -> bool:
    ranges: dict[object, Range] = {}
    choices: dict[Signature, _Choice] = {}
    for literal in literals:
        if literal is False:
            return False
        if isinstance(literal, _Number) and not _left(literal, ranges):
            return False
        if isinstance(literal, _Choice) and not _narrowed(literal, choices):
            return False
    return True


def _left(literal: _Number, ranges: dict[object, Range]) -> bool:
    """Whether numbers remain for the sum a comparison speaks of, after those before it."""
    value = literal.value
    if value.range.meet(literal.allowed).empty:
        return False
    if not value.terms:
        return True
    key, lead = value.normal()
    shifted = literal.allowed.plus(Range(-value.constant, -value.constant)).times(1 / lead)
    ranges[key] = ranges.get(key, Range()).meet(shifted)
    return not ranges[key].empty


def _narrowed(literal: _Choice, choices: dict[Signature, _Choice]) -> bool:
    known = choices.get(literal.key, _Choice(literal.key))
    allowed = literal.allowed if known.allowed is None else known.allowed
    if known.allowed is not None and literal.allowed is not None:
        allowed = known.allowed & literal.allowed
    choices[literal.key] = _Choice(literal.key, allowed, known.barred | literal.barred)
    return allowed is None or bool(allowed - choices[literal.key].barred)


def _both(one: _Alternatives, other: _Alternatives) -> _Alternatives:
    second = list(islice(other, _MOST + 1))
    return ((*first, *rest) for first in one for rest in second)


def _ranges(op: Comparison, tolerance: Fraction, wanted: bool) -> list[Range]:
    """Where ``left - right`` lies when a comparison gives ``wanted``."""
    inside = Range(-tolerance, tolerance)
    outside = [Range(None, -tolerance, high_open=True), Range(tolerance, None, low_open=True)]
    match op:
        case "=" | "!=":
            return [inside] if (op == "=") is wanted else outside
        case "<=":
            return [Range(None, tolerance)] if wanted else [Range(tolerance, None, low_open=True)]
        case ">=":
            return [Range(-tolerance)] if wanted else [Range(None, -tolerance, high_open=True)]
        case "<":  # a gap of none never is smaller, whatever the tolerance
            return [Range(None, tolerance, high_open=True)] if wanted else [Range(tolerance)]
        case ">":
            return [Range(-tolerance, None, low_open=True)] if wanted else [Range(None, -tolerance)]
