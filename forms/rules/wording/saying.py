"""An expression in words: what it names, and what it says should hold."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from decimal import Decimal
from functools import lru_cache

from forms.pack.model import Pack, Spec
from forms.problems import Language
from forms.rules.binding import Binder, Place, part_label
from forms.rules.kinds import Kinds
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
    children,
)
from forms.rules.wording.phrases import PHRASES
from forms.values.canonical import plain
from forms.values.numbers import grouped
from forms.values.units import AS_LISTED, english_amount, in_tens

_FEW = 12
_COUNTED = {"月": "个月"}
_OF_WHICH = re.compile(r"^(?:其中[：:]|Of which:? )\s*")
_IDLE_SPACE = re.compile(
    r" (?:(?<=） )|(?<=[\u4e00-\u9fff] )(?=“)"
    r"|(?<=[\u4e00-\u9fff”] )(?<![于为] )(?=[时之中已未应不为在与等大小接符的]))"
)
"""Found by its space: looking for one is much quicker than looking behind every letter."""
_MINUS = frozenset("-－−")
_STATED = frozenset(
    {"filled", "blank", "valid_uscc", "valid_organisation", "matches", "contains", "similar", "near_power_of_ten"}
)


class Speaker:
    """Tells the parts of expressions over one pack in one language; see ``speaker_of``."""

    def __init__(self, binder: Binder, language: Language, period: str = "") -> None:
        self.binder = binder
        self._period = period
        self.kinds = Kinds(binder)
        self.language: Language = language
        self.phrases = PHRASES[language]
        self._names: dict[tuple[str, str, str], str] = {}
        self._cells: dict[tuple[str, str], str] = {}

    def say(self, key: str, *places: object, **names: object) -> str:
        """The phrase ``key`` with its places filled."""
        return self.tidy(self.phrases[key].format(*places, **names))

    def tidy(self, text: str) -> str:
        """Chinese words stand without the spaces that set off figures and signs."""
        return _IDLE_SPACE.sub("", text) if self.language == "zh" else text

    def choose(self, name: str, told: Sequence[str]) -> str:
        """The larger (``max``) or smaller of two, the largest or smallest of more."""
        joint, key = ("and between", name) if len(told) == 2 else ("comma", f"{name} of")
        return self.say(key, self.phrases[joint].join(told))

    def amount(self, value: Decimal, unit: str) -> str:
        """A figure with its unit."""
        if unit in ("%", "‰"):
            return grouped(value) + unit
        unit = "" if unit == AS_LISTED else unit  # each product has its own
        said, word = (value, _COUNTED.get(unit, unit)) if self.language == "zh" else english_amount(value, unit)
        return f"{grouped(said)} {word}".strip()

    def scaled(self, unit: str) -> str:
        """What the figures of a sum count in, where the difference is told in another unit."""
        return (
            ""
            if self.language == "zh"
            else self.phrases["counted in"].format(in_tens(unit))
            if in_tens(unit)
            else ""
        )

    def named(self, spec: Spec) -> str:
        """The name of an indicator or part as it stands in a sentence, without 其中."""
        name = part_label(spec, self.language)
        return _OF_WHICH.sub("", name)

    def joined(self, node: Sum | Product | Negative) -> Callable[[Sequence[str]], str]:
        """A sum or product from its parts as told one by one; what binds less tightly stands in brackets."""
        if isinstance(node, Negative):
            minus, loose = self.phrases["minus"], _loose(node.value, tight=True)
            return lambda told: minus + self._part(told[0], loose)
        terms = node.terms if isinstance(node, Sum) else node.factors
        tight = isinstance(node, Product)
        opening = _loose(terms[0][1], tight=True) if tight else isinstance(terms[0][1], Negative)
        rest = [(self.phrases[f"op {op}"], _loose(part, tight=tight or op == "-")) for op, part in terms[1:]]

        def run(told: Sequence[str]) -> str:
            text = self._part(told[0], opening) if opening else told[0]
            for (sign, loose), part in zip(rest, told[1:], strict=True):
                shown = self._part(part, loose) if loose or part[:1] in _MINUS else part
                text = text.removesuffix(" ") + sign + shown
            return text

        return run

    def _part(self, text: str, loose: bool) -> str:
        return self.phrases["brackets"].format(text) if loose or text[:1] in _MINUS else text

    # --- what a part names ---

    def noun(self, node: Node) -> str:
        """What a part of an expression is called."""
        match node:
            case Number():
                return f"{plain((node.value * 100).normalize())}%" if node.percent else grouped(node.value)
            case Text():
                return f"“{node.value}”"
            case Truth():
                return f"“{self.phrases['yes' if node.value else 'no']}”"
            case Ref():
                return self._known(node)
            case Word():
                return self._name(node)
            case Sum() | Product() | Negative():
                return self.tidy(self.joined(node)([self.noun(part) for part in children(node)]))
            case Call():
                return self._call(node)
            case Aggregate() if node.name in self.phrases:
                return self._aggregate(node)
            case If() if node.otherwise is not None:
                condition = self.state(node.condition, must=False)
                return self.say("chosen", condition, self.noun(node.then), self.noun(node.otherwise))
        return self.state(node, must=False)

    def _known(self, node: Ref) -> str:
        """What a reference is called; worked out once."""
        key = node.code, node.part, node.column
        name = self._names.get(key)
        if name is None:
            name = self._names[key] = self._name(node)
        return name

    def cell(self, place: Place) -> str:
        """What a cell is called: its name and code."""
        indicator, field = place.indicator, place.field
        name = self._cells.get((indicator.code, field))
        if name is not None:
            return name
        part = field if indicator.table else field.partition(".")[2] if indicator.parts else ""
        name = self._cells[indicator.code, field] = self._known(Ref(0, indicator.code, part, place.column))
        return name

    def _name(self, node: Word | Ref) -> str:
        value = self.binder.constant(node)
        if value is not None:
            return grouped(value) if isinstance(value, Decimal) else self._words(value)
        if isinstance(node, Word):
            return self._word(node)
        indicator = self.binder.pack.indicator(node.code)
        if indicator is None:
            form = self.binder.pack.forms[node.code]
            return form.name if self.language == "zh" else form.name_en or form.name
        name = self.named(indicator)
        if node.part:
            part = {**indicator.parts, **indicator.table}[node.part]
            return self.say("part", name=name, code=node.code, part=self.named(part))
        return self.say("ly" if node.column == "ly" else "named", name=name, code=node.code)

    def _word(self, node: Word) -> str:
        key = node.part if node.part in ("year", "quarter") else "months" if node.part else node.name
        if key == "period" and self._period:
            return self.say("period", self._period)
        return self.phrases.get("period end" if key == "period" else key, node.name)

    def _words(self, value: str | tuple[str, ...]) -> str:
        items = (value,) if isinstance(value, str) else value
        told = self.phrases["comma"].join(f"“{item}”" for item in items[:_FEW])
        return told + ("…" if len(items) > _FEW else "")

    def _call(self, node: Call) -> str:
        if node.name in _STATED or node.name not in self.phrases:
            return self.state(node, must=False)
        if node.name in ("max", "min"):
            return self.choose(node.name, [self.noun(part) for part in node.args])
        if node.name == "text" and (span := _span(node)) is not None:
            return self.say("span", self.noun(node.args[0]), *span)
        return self.say(node.name, *(self.noun(part) for part in node.args))

    def _aggregate(self, node: Aggregate) -> str:
        key = node.name if len(node.args) == 1 else f"{node.name} of"
        told = self.say(key, *(self.noun(part) for part in node.args))
        return told if node.where is None else self.say("where", told, self.state(node.where, must=False))

    # --- what a part says ---

    def state(self, node: Node, *, must: bool) -> str:
        """What a part says: as a demand (应等于) or as a fact (等于)."""
        verb = "should" if must else "is"
        match node:
            case Compare():
                return self._compare(node, verb)
            case Between():
                key = f"{verb}-not between" if node.negated else f"{verb} between"
                told = (self._held(node, side) for side in (node.value, node.low, node.high))
                return self.say(key, *told)
            case Member():
                return self._member(node, verb)
            case Junction():
                return self.phrases[node.kind].join(self.state(item, must=must) for item in node.items)
            case If():
                return self._conditional(node, must)
            case Not():
                return self._denied(node.value, must)
            case Aggregate():
                return self._quantified(node, must)
            case Call() if node.name in _STATED:
                return self.say(f"{verb} {node.name}", *self._stated(node))
            case Call() if node.name in SHIFTS:
                return self.say(f"{verb} true", self.noun(node))
        return self.say(f"{verb} true", self.noun(node))

    def _denied(self, node: Node, must: bool) -> str:
        if must and isinstance(node, Call) and f"should-not {node.name}" in self.phrases:
            return self.say(f"should-not {node.name}", *self._stated(node))
        return self.say("not-must" if must else "not-is", self.state(node, must=False))

    def _compare(self, node: Compare, verb: str) -> str:
        pair = gap_sides(node.left) if node.op in ("<=", "<") else None
        if pair is not None:
            return self.say(f"{verb} apart", self.noun(pair[0]), self.noun(pair[1]), self.noun(node.right))
        kind = self.kinds.kind(node.left)
        textual = node.op in ("=", "!=") and kind != "number"
        key = f"{verb} {'text ' if textual else 'month ' if kind in ('month', 'date') else ''}{node.op}"
        right = self.coded(node.left, node.right) or self._held(node, node.right)
        left = self.coded(node.right, node.left) or self._held(node, node.left)
        return self.tidy(f"{left} {self.phrases[key]} {right}")

    def _held(self, node: Compare | Between, side: Node) -> str:
        """A side of a comparison; a figure that a share is held against in per cent."""
        bound = self.kinds.bound(side) if self.kinds.in_percent(node) else None
        return self.noun(side) if bound is None else f"{grouped((bound * 100).normalize())}%"

    def coded(self, cell: Node, literal: Node) -> str:
        """A code with its name, when it is compared with an indicator that has a list."""
        while isinstance(cell, Call) and cell.name in SHIFTS:
            cell = cell.args[0]
        if not (isinstance(cell, Ref) and isinstance(literal, Text) and self.binder.is_indicator(cell)):
            return ""
        return self.label(literal.value, self.binder.place(cell).spec)

    def label(self, code: str, spec: Spec) -> str:
        """``“投产”（7）``: a code as its list names it."""
        listed = self.binder.pack.lists.get(spec.list)
        entry = listed.codes.get(code) if listed is not None else None
        if entry is None:
            return f"“{code}”"
        name = entry.name if self.language == "zh" else entry.name_en or entry.name
        return f"“{name}”（{code}）" if self.language == "zh" else f"“{name}” ({code})"

    def _member(self, node: Member, verb: str) -> str:
        negated, value = "-not" if node.negated else "", self.noun(node.value)
        words = self.binder.constant(node.collection) if node.collection is not None else None
        items = [Text(node.at, word) for word in words] if isinstance(words, tuple) else node.items
        if items or node.collection is None:
            told = [self.coded(node.value, item) or self.noun(item) for item in items]
            return self.say(f"{verb}{negated} in", value, self.phrases["comma"].join(told))
        listed = None if self.binder.is_indicator(node.collection) else self.binder.code_list(node.collection)
        if listed is None:
            value = self.coded(node.collection, node.value) or value
            return self.say(f"{verb}{negated} among", value, self.noun(node.collection))
        name = listed.name if self.language == "zh" else listed.name_en or listed.name
        return self.say(f"{verb}{negated} listed", value, name)

    def _conditional(self, node: If, must: bool) -> str:
        then = self.state(node.then, must=must)
        told = self.say("if", self.state(node.condition, must=False), then)
        return told if node.otherwise is None else told + self.say("else", self.state(node.otherwise, must=must))

    def _quantified(self, node: Aggregate, must: bool) -> str:
        if node.name == "unique":
            told = self.say("should unique" if must else "is unique", self.noun(node.args[0]))
        else:
            inner = self.state(node.args[0], must=must)
            told = self.say(f"{'should' if must else 'is'} {node.name}", inner)
        return told if node.where is None else self.say("where", told, self.state(node.where, must=False))

    def _stated(self, node: Call) -> list[str]:
        first = self.noun(node.args[0])
        if node.name == "matches" and isinstance(node.args[1], Text):
            shape = node.args[1].value
            return [first, self.phrases["phone"] if shape == "phone" else self.say("mask", shape)]
        if node.name == "near_power_of_ten":
            return [first]
        return [first, *(self.noun(argument) for argument in node.args[1:])]


@lru_cache(maxsize=256)
def speaker_of(pack: Pack, language: Language, period: str = "") -> Speaker:
    """Who tells of a pack; it keeps the names it has put together. ``period`` is a month to be named."""
    return Speaker(Binder(pack), language, period)


def _loose(part: Node, *, tight: bool) -> bool:
    """Whether a part needs brackets beside what binds as tightly as a product."""
    return isinstance(part, Negative) or (tight and isinstance(part, Sum | Product))


def _span(node: Call) -> tuple[int, int] | None:
    """First and last character that ``text(x, from, length)`` takes, when both are written out."""
    match node.args[1:]:
        case (Number(value=start), Number(value=length)):
            return int(start), int(start + length) - 1
    return None


def gap_sides(node: Node) -> tuple[Node, Node] | None:
    """The two figures of ``abs(a + b - c)``; the first may be a sum made for the purpose."""
    inner = node.args[0] if isinstance(node, Call) and node.name == "abs" and len(node.args) == 1 else None
    if not isinstance(inner, Sum) or [op for op, _ in inner.terms if op == "-"] != ["-"]:
        return None
    *terms, (op, last) = inner.terms
    if op != "-":
        return None
    return (terms[0][1] if len(terms) == 1 else Sum(inner.at, tuple(terms))), last
