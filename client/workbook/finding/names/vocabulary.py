"""Every name under which a pack's indicators may stand in a workbook, and how sure each name makes us."""

from __future__ import annotations

import copy
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Literal

import msgspec

from client.workbook.finding.names import bilingual, english
from client.workbook.finding.names.labels import Label, label
from client.workbook.finding.names.naming import Place
from forms.pack.model import Form, Pack

How = Literal["code", "name", "alias", "similar", "chosen"]

_CONFIDENCE: dict[How, float] = {"code": 1.0, "name": 1.0, "alias": 0.95, "similar": 0.85, "chosen": 1.0}
_BRACKETS_DROPPED = 0.9
_FILLING = frozenset("的与和及之类额数费用合计金情况发生")
"""Characters that may be missing or added without changing what a label of enough length means."""
_SIMILAR_AT_LEAST = 78.0
_SIMILAR_LENGTH = 5
_ADDED_UP = re.compile(r"^(?:本年|全年)?(?:累计|1本月(?:累计)?)|(?:本年|全年)?累计(?:数|额|金额)?$")
"""What may stand before or behind the name of an indicator that adds up over the year anyway."""
_EVERYDAY = {"营收": "营业收入", "总营收": "营业收入", "税附": "税金及附加", "研发费": "研发费用"}
"""What people say for short."""
_AT_THE_END = re.compile(r"^(?:期末|月末|季末|年末)")
"""What may stand before the name of an indicator that is of the period's end anyway: 期末存货."""
_LONE_WORD = 8
"""So long must an English name of a single word be: *Unit*, *Number* and *Start* head columns of anything.
A shorter one counts beside others of its form (``beside_english``)."""


class Target(Place, frozen=True, kw_only=True):
    """A place of a form that a label may stand for."""

    form: str

    @property
    def field(self) -> str:
        """The address without row and column: ``JY001``, ``JB022.valid``."""
        return f"{self.indicator.code}.{self.part.name}" if self.part else self.indicator.code


class Match(msgspec.Struct, frozen=True):
    """A target a label was recognised as."""

    target: Target
    how: How
    confidence: float
    loss: bool = False
    """Whether the label speaks of the loss where the indicator is the profit: 亏损总额."""


class Guess(msgspec.Struct, frozen=True):
    """The most similar name, and the similarity from 0 to 1; ``sure`` when it may be taken."""

    target: Target
    name: str
    similarity: float
    sure: bool


class Vocabulary:
    """The names of some forms of a pack."""

    def __init__(self, forms: Iterable[Form]) -> None:
        forms = tuple(forms)
        self.forms = tuple(form.code for form in forms)
        self._codes: dict[str, Target] = {}
        self._names: dict[str, list[tuple[Target, How]]] = defaultdict(list)
        self._short: dict[str, list[Target]] = defaultdict(list)
        """English names that say too little by themselves."""
        self._english_of = ""
        for form in forms:
            for target in _targets(form):
                self._add(target)

    def matches(self, text: str) -> tuple[Match, ...]:
        """All targets a label may stand for, of one kind of certainty; empty when it is unknown.

        Of 营业收入 Revenue what the Chinese stands for.
        """
        found = self._named(text) or (self._named(chinese) if (chinese := bilingual.chinese_of(text)) else ())
        return found or (self._shortly(text) if self._english_of else ())

    def beside_english(self, form: str) -> Vocabulary:
        """This vocabulary with one form's names that are a short English word: *Start* beside *Project code*."""
        wider = copy.copy(self)
        wider._english_of = form
        return wider

    def _shortly(self, text: str) -> tuple[Match, ...]:
        parsed = label(text)
        known = self._short.get(parsed.full) or (self._short.get(parsed.bare) if parsed.sure else None) or ()
        own = (target for target in known if target.form == self._english_of)
        return tuple(Match(target, "alias", _CONFIDENCE["alias"]) for target in own)

    def _named(self, text: str) -> tuple[Match, ...]:
        code = self._codes.get(text.strip().upper().replace(" ", ""))
        if code is not None:
            return (Match(code, "code", 1.0),)
        parsed = label(text)
        if (known := self._names.get(parsed.full)) is not None:
            return tuple(Match(target, how, _CONFIDENCE[how]) for target, how in known)
        known = self._names.get(parsed.bare, []) if parsed.bare else []
        if not known and parsed.full and (alone := _ADDED_UP.sub("", parsed.full)) != parsed.full:
            return tuple(
                Match(*each, _CONFIDENCE[each[1]]) for each in self._names.get(alone, ()) if _adds_up(each[0])
            )
        if not known and (alone := _AT_THE_END.sub("", parsed.full)) != parsed.full:
            found = [each for each in self._names.get(alone, ()) if each[0].indicator.kind == "point"]
            if found:
                return tuple(Match(*each, _CONFIDENCE[each[1]]) for each in found)
        other = _EVERYDAY.get(parsed.full) or english.called(parsed.full)
        if not known and parsed.bare == parsed.full and other:
            return tuple(Match(target, "alias", _CONFIDENCE["alias"]) for target, _ in self._names.get(other, ()))
        if not known and "亏损" in parsed.bare:
            profit = self._names.get(parsed.bare.replace("亏损", "利润"), ())
            return tuple(Match(target, "alias", _CONFIDENCE["alias"], loss=True) for target, _ in profit)
        return tuple(Match(target, how, _lowered(how, parsed)) for target, how in known)

    def nearest(self, text: str, form: str) -> Guess | None:
        """The most similar name of one form; ``sure`` only when nothing but filling words differs."""
        from rapidfuzz import fuzz, process

        key = label(text).bare or label(text).full
        names = {
            name: known[0][0]
            for name, known in self._names.items()
            if known[0][0].form == form and name.isascii() == key.isascii()
        }
        best = process.extract(key, list(names), scorer=fuzz.ratio, limit=2) if len(key) > 1 else []
        if not best:
            return None
        name, score, _ = best[0]
        alone = len(best) == 1 or names[best[1][0]] == names[name] or best[1][1] < score - 3
        sure = alone and score >= _SIMILAR_AT_LEAST and len(key) >= _SIMILAR_LENGTH and _filling_only(key, name)
        return Guess(names[name], names[name].name, round(score / 100, 2), sure)

    def _add(self, target: Target) -> None:
        self._codes[target.field.upper()] = target
        if (short := target.indicator.name_en) and not _speaks(short) and _answers_to_the_whole(target):
            self._short[label(short).full].append(target)
        for how, name in _names_of(target):
            parsed = label(name)
            keys = {parsed.full, parsed.bare} if how == "name" or parsed.sure else {parsed.full}
            for key in keys - {""}:
                if all(known != target for known, _ in self._names[key]):
                    self._names[key].append((target, how))


def _targets(form: Form) -> Iterator[Target]:
    for indicator in form.indicators.values():
        if indicator.type == "composite":
            yield from (Target(indicator, part, form=form.code) for part in indicator.parts.values())
        elif indicator.type != "table":
            yield Target(indicator, form=form.code)


def _names_of(target: Target) -> Iterator[tuple[How, str]]:
    indicator, part = target.indicator, target.part
    if part is None:
        yield "name", indicator.name
        if _speaks(indicator.name_en):
            yield "alias", indicator.name_en
        yield from (("alias", alias) for alias in indicator.aliases)
        return
    yield "name", f"{indicator.name}{part.label}"
    yield "alias", part.label
    if indicator.name_en and part.label_en:
        yield "alias", f"{indicator.name_en} {part.label_en}"
    yield from (("alias", alias) for alias in part.aliases)
    if _answers_to_the_whole(target):
        yield "alias", indicator.name
        if _speaks(indicator.name_en):
            yield "alias", indicator.name_en
        yield from (("alias", alias) for alias in indicator.aliases)


def _answers_to_the_whole(target: Target) -> bool:
    """Whether the name of its indicator is one of its own: of a composite the first part's alone."""
    return target.part is None or target.part is next(iter(target.indicator.parts.values()))


def _speaks(english: str) -> bool:
    return " " in english or len(english) >= _LONE_WORD


def _adds_up(target: Target) -> bool:
    return target.indicator.kind == "cumulative"


def _lowered(how: How, parsed: Label) -> float:
    return _CONFIDENCE[how] if parsed.sure else _BRACKETS_DROPPED * _CONFIDENCE[how]


def _filling_only(one: str, other: str) -> bool:
    from rapidfuzz.distance import Indel

    for step in Indel.editops(one, other):
        changed = one[step.src_pos] if step.tag == "delete" else other[step.dest_pos]
        if changed not in _FILLING:
            return False
    return True


@lru_cache(maxsize=8)
def of_pack(pack: Pack, forms: tuple[str, ...]) -> Vocabulary:
    """The vocabulary of these forms; made once per pack."""
    return Vocabulary(pack.forms[code] for code in forms)
