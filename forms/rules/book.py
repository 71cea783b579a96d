"""All rules and computed indicators of a pack, compiled once, with what depends on what."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from graphlib import CycleError, TopologicalSorter

import msgspec

from forms.pack.model import Form, Indicator, Pack, Part, Rule, Spec
from forms.problems import FormsError
from forms.rules.closures.compiler import Compiler
from forms.rules.compiled import CompiledRule
from forms.rules.parser import parse
from forms.rules.results import Closure
from forms.rules.tree import Ref, substitute, walk

_MOST_SHOWN = 8
_CAPITAL_NAME = re.compile(r"[A-Z][A-Z0-9_]*")
"""Indicators, forms and tables; a word in quotes that looks like one does no harm."""


class Computation(msgspec.Struct, frozen=True, eq=False):
    """A computed indicator: its closure and what it is made from, by code and by field."""

    indicator: Indicator
    run: Closure
    codes: frozenset[str]
    fields: frozenset[str]


class RuleBook:
    """Rules are compiled when first asked for; one that has no meaning is kept with its error."""

    def __init__(self, pack: Pack) -> None:
        self.pack = pack
        self._rules: dict[str, CompiledRule | FormsError] = {}
        self._computations: dict[str, tuple[Computation, ...]] = {}
        self._conditions: dict[str, Closure] = {}
        self._touching: dict[str, frozenset[str]] | None = None
        self._links: dict[str, frozenset[str]] | None = None

    def rule(self, rule: Rule) -> CompiledRule | FormsError:
        """A compiled rule, or why it cannot be."""
        found = self._rules.get(rule.id)
        if found is None:
            try:
                found = CompiledRule(self.pack, rule)
            except FormsError as error:
                found = error
            self._rules[rule.id] = found
        return found

    def of_form(self, form: str) -> list[Rule]:
        """The rules of a form in the pack's order."""
        return [rule for rule in self.pack.rules.values() if rule.form == form]

    def touched_by(self, codes: Iterable[str]) -> list[Rule]:
        """Rules of any form whose outcome may change with these indicators, through computed ones too."""
        touching = self._index()
        ids = {rule for code in self.dependants(codes) for rule in touching.get(code, ())}
        return [rule for rule in self.pack.rules.values() if rule.id in ids]

    def dependants(self, codes: Iterable[str]) -> frozenset[str]:
        """The codes and every computed indicator made from them."""
        reached = set(codes)
        computations = [made for form in self.pack.forms for made in self.computations(form)]
        growing = True
        while growing:
            new = {made.indicator.code for made in computations if made.codes & reached} - reached
            reached |= new
            growing = bool(new)
        return frozenset(reached)

    def linked(self, form: str) -> frozenset[str]:
        """The form with all that its rules speak of or that speak of it, and so on: what a check may look at."""
        if self._links is None:
            self._links = {each: self._spoken_of(each) for each in self.pack.forms}
        found, fresh = {form}, {form}
        while fresh:
            beyond = {to for each in fresh for to in self._links[each]}
            beyond |= {each for each, to in self._links.items() if to & fresh}
            fresh = beyond - found
            found |= fresh
        return frozenset(found)

    def _spoken_of(self, form: str) -> frozenset[str]:
        """The forms that rules, computed indicators and requirements of a form name something of.

        Names are read off the texts: nothing has to be compiled for it.
        """
        definition, home = self.pack.forms[form], self.pack.home
        specs: list[Spec] = [*definition.indicators.values()]
        for each in definition.indicators.values():
            specs += [*each.parts.values(), *each.table.values()]
        rules = self.of_form(form)
        texts = [text for rule in rules for text in (rule.expect, rule.when, rule.tolerance, *rule.each)]
        texts += [spec.required for spec in specs] + [i.computed for i in definition.indicators.values()]
        named = _CAPITAL_NAME.findall(" ".join([*texts, definition.columns_required]))
        return frozenset(home.get(code, code) for code in named) & self.pack.forms.keys()

    def _index(self) -> dict[str, frozenset[str]]:
        if self._touching is None:
            touching: dict[str, set[str]] = {}
            for rule in self.pack.rules.values():
                compiled = self.rule(rule)
                for code in compiled.codes if isinstance(compiled, CompiledRule) else ():
                    touching.setdefault(code, set()).add(rule.id)
            self._touching = {code: frozenset(rules) for code, rules in touching.items()}
        return self._touching

    def computations(self, form: str) -> tuple[Computation, ...]:
        """The computed indicators of a form, each after those it is made from.

        Raises ``FormsError('pack.cycle')`` when there is no such order.
        """
        found = self._computations.get(form)
        if found is None:
            definition = self.pack.forms[form]
            made = {i.code: self._computation(definition, i) for i in definition.indicators.values() if i.computed}
            found = self._computations[form] = tuple(_ordered(made))
        return found

    def _computation(self, form: Form, indicator: Indicator) -> Computation:
        tree = parse(indicator.computed)
        run = Compiler(self.pack, "skip", frames_of(form)).compile(tree)
        refs = [part for part in walk(tree) if isinstance(part, Ref)]
        return Computation(indicator, run, frozenset(r.code for r in refs), frozenset(r.line for r in refs))

    def condition(self, form: Form, spec: Indicator | Part, table: str = "") -> Closure | None:
        """The ``when`` of a requirement, compiled; None when it has none."""
        if not spec.required.startswith("when "):
            return None
        key = f"{form.code} {table} {spec.required}"
        found = self._conditions.get(key)
        if found is None:
            frames = (*frames_of(form), *((table,) if table else ()))
            tree = parse(spec.required.removeprefix("when "))
            found = self._conditions[key] = Compiler(self.pack, "decide", frames).compile(tree)
        return found

    def column_condition(self, form: Form, code: str) -> Closure | None:
        """The ``when`` of a form's further columns for one line; None when it has none."""
        if not form.columns_required.startswith("when "):
            return None
        key = f"{form.code} {code} columns"
        found = self._conditions.get(key)
        if found is None:
            tree = substitute(parse(form.columns_required.removeprefix("when ")), "it", code)
            found = self._conditions[key] = Compiler(self.pack, "decide", frames_of(form)).compile(tree)
        return found


@lru_cache(maxsize=16)
def rulebook(pack: Pack) -> RuleBook:
    """The compiled rules of a pack; kept beside the pack for as long as it is in use."""
    return RuleBook(pack)


def frames_of(form: Form) -> tuple[str, ...]:
    """The tables whose row is set where one record of a form is looked at."""
    return (form.code,) if form.shape == "rows" else ()


def _ordered(made: dict[str, Computation]) -> list[Computation]:
    order = TopologicalSorter({code: sorted(each.codes & made.keys()) for code, each in made.items()})
    try:
        return [made[code] for code in order.static_order()]
    except CycleError as error:
        circle = sorted(set(error.args[1]))
        shown = circle[:_MOST_SHOWN] + (["…"] if len(circle) > _MOST_SHOWN else [])
        raise FormsError("pack.cycle", codes=" → ".join(shown)) from error
