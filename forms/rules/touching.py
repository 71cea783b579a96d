"""What of a form is looked at anew when some of its indicators change."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

import msgspec

from forms.pack.model import Form, Indicator, Pack
from forms.rules.book import rulebook
from forms.rules.compiled import CompiledRule
from forms.rules.parser import parse
from forms.rules.tree import Aggregate, Node, Ref, substitute, walk


class Touched(msgspec.Struct, frozen=True, eq=False):
    """One rule a change touches: which of its lines, by number and by code, and whether at the changed rows only."""

    rule: CompiledRule
    lines: frozenset[int]
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
def reach(pack: Pack, form: str, codes: frozenset[str]) -> Reach:
    """What changes of these indicators of a form touch in a return of it, through computed indicators too."""
    book, definition = rulebook(pack), pack.forms[form]
    changed = book.dependants(codes, form)
    naming = bool(codes & {definition.row_key, definition.row_name})  # findings name their row by these
    compiled = [rule for rule in map(book.rule, book.of_form(form)) if isinstance(rule, CompiledRule)]
    lines = [(rule, rule.lines(None if naming else changed)) for rule in compiled]
    asked = _conditions(pack, form)
    own = definition.indicators.keys()
    return Reach(
        rules=tuple(_touched(rule, chosen) for rule, chosen in lines if chosen),
        built_in=frozenset(own if naming else (changed & own) | asked.touched_by(changed)),
        throughout=frozenset(asked.touched_by(changed) & asked.abroad),
    )


def _touched(rule: CompiledRule, lines: frozenset[int]) -> Touched:
    return Touched(rule, lines, frozenset(rule.variants[number].code for number in lines), rule.row_by_row)


class _Conditions(msgspec.Struct, frozen=True, eq=False):
    """By indicator: the codes its requirement speaks of."""

    codes: dict[str, frozenset[str]]
    abroad: frozenset[str]

    def touched_by(self, changed: frozenset[str]) -> set[str]:
        return {code for code, spoken in self.codes.items() if not spoken.isdisjoint(changed)}


@lru_cache(maxsize=64)
def _conditions(pack: Pack, form: str) -> _Conditions:
    definition = pack.forms[form]
    trees = {code: list(_demands(definition, each)) for code, each in definition.indicators.items()}
    parts = {code: [part for tree in each for part in walk(tree)] for code, each in trees.items() if each}
    return _Conditions(
        {code: frozenset(part.code for part in each if isinstance(part, Ref)) for code, each in parts.items()},
        frozenset(code for code, each in parts.items() if any(isinstance(part, Aggregate) for part in each)),
    )


def _demands(form: Form, indicator: Indicator) -> Iterator[Node]:
    """The conditions on which an indicator, a part of it or a column beside it must be filled in."""
    for spec in (indicator, *indicator.parts.values(), *indicator.table.values()):
        if spec.required.startswith("when "):
            yield parse(spec.required.removeprefix("when "))
    if indicator.columns and form.columns_required.startswith("when "):
        yield substitute(parse(form.columns_required.removeprefix("when ")), "it", indicator.code)
