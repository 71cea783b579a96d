"""What of a form is looked at anew when some of its indicators change."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

import msgspec

from forms.pack.model import Form, Indicator, Pack, Spec
from forms.rules.book import rulebook
from forms.rules.compiled import CompiledRule
from forms.rules.parser import parse
from forms.rules.tree import Aggregate, Node, Ref, substitute, walk


class Touched(msgspec.Struct, frozen=True, eq=False):
    """One rule a change touches: its lines by number and by code, and whether at the changed rows only."""

    rule: CompiledRule
    lines: tuple[int, ...]
    codes: frozenset[str]
    alone: bool


class Reach(msgspec.Struct, frozen=True, eq=False):
    """Everything a change touches: rules, and indicators that the built-in checks look at again."""

    rules: tuple[Touched, ...]
    built_in: frozenset[str]
    """At the changed rows."""
    throughout: frozenset[str]
    """At all rows: their requirement speaks of several."""


@lru_cache(maxsize=4096)
def reach(pack: Pack, form: str, fields: frozenset[str]) -> Reach:
    """What changes of some fields of a form (``JY001``, ``JY001@ly``) touch in a return of it."""
    definition, looking = pack.forms[form], _looking(pack, form)
    own, changed = definition.indicators.keys(), _with_computed(pack, form, fields)
    asked = [each for each in looking.demands if not each.fields.isdisjoint(changed)]
    looked = {each.code for each in asked} | {field.partition("@")[0] for field in changed} & own
    if naming := bool(fields & {definition.row_key, definition.row_name}):  # findings name their row by these
        rules, looked = looking.rules, set(own)
    else:
        numbers = sorted({number for field in changed for number in looking.by_field.get(field, ())})
        rules = tuple(looking.rules[number] for number in numbers)
    return Reach(
        rules=tuple(_touched(rule, rule.lines(None if naming else changed)) for rule in rules),
        built_in=frozenset(looked),
        throughout=frozenset(each.code for each in asked if each.abroad),
    )


def _with_computed(pack: Pack, form: str, fields: frozenset[str]) -> frozenset[str]:
    reached = set(fields)
    for made in rulebook(pack).computations(form):  # each after those it is made from
        if not made.fields.isdisjoint(reached):
            reached.add(made.indicator.code)
    return frozenset(reached)


def _touched(rule: CompiledRule, lines: tuple[int, ...]) -> Touched:
    return Touched(rule, lines, frozenset(rule.variants[number].code for number in lines), rule.row_by_row)


class _Demand(msgspec.Struct, frozen=True, eq=False):
    """The conditions on which an indicator is asked: the fields they speak of, and whether they go over rows."""

    code: str
    fields: frozenset[str]
    abroad: bool


class _Looking(msgspec.Struct, frozen=True, eq=False):
    """The rules of a form, which of them look at a field, and the conditions of what it asks."""

    rules: tuple[CompiledRule, ...]
    by_field: dict[str, list[int]]
    demands: tuple[_Demand, ...]


@lru_cache(maxsize=64)
def _looking(pack: Pack, form: str) -> _Looking:
    book = rulebook(pack)
    rules = tuple(rule for rule in map(book.rule, book.of_form(form)) if isinstance(rule, CompiledRule))
    by_field: dict[str, list[int]] = {}
    for number, rule in enumerate(rules):
        for field in rule.fields:
            by_field.setdefault(field, []).append(number)
    return _Looking(rules, by_field, tuple(_conditions(pack.forms[form])))


def _conditions(form: Form) -> Iterator[_Demand]:
    for code, indicator in form.indicators.items():
        parts = [part for tree in _demands(form, indicator) for part in walk(tree)]
        fields = frozenset(part.line for part in parts if isinstance(part, Ref))
        if parts:
            yield _Demand(code, fields, any(isinstance(part, Aggregate) for part in parts))


def _demands(form: Form, indicator: Indicator) -> Iterator[Node]:
    """The conditions on which an indicator, a part of it or a column beside it must be filled in."""
    specs: list[Spec] = [indicator, *indicator.parts.values(), *indicator.table.values()]
    for spec in specs:
        if spec.required.startswith("when "):
            yield parse(spec.required.removeprefix("when "))
    if indicator.columns and form.columns_required.startswith("when "):
        yield substitute(parse(form.columns_required.removeprefix("when ")), "it", indicator.code)
