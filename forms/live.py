"""A return being filled in: its findings kept current, cell by cell, by running only what a change touches."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import localcontext

from forms.addresses import parse
from forms.checking import BUILT_IN, Snapshot, open_books, ruled
from forms.completeness import builtin_findings
from forms.findings import Finding
from forms.pack.model import Rule
from forms.periods import Period
from forms.rules.book import rulebook
from forms.rules.compiled import CompiledRule
from forms.values.units import EXACT

_Place = tuple[str, str | None]
"""A rule and a row; no row for what is looked at as a whole."""


class LiveCheck:
    """The findings of one return of a snapshot, as ``check`` would give them.

    Change the return in place, then call ``update`` with the addresses changed, or ``restart`` when rows came or
    went. A change of another return of the snapshot needs a new ``LiveCheck``.
    """

    def __init__(self, snapshot: Snapshot, form: str, period: Period) -> None:
        self._pack = snapshot.pack
        self._return = snapshot.returns.get((form, str(period)))
        self._books = open_books(snapshot, form, period)
        self._rules = rulebook(snapshot.pack).of_form(form)
        self._order = {name: index for index, name in enumerate((*BUILT_IN, *(rule.id for rule in self._rules)))}
        self._found: dict[_Place, list[Finding]] = {}
        self._rows = self._listed()
        self._run(self._rules, None)

    @property
    def findings(self) -> tuple[Finding, ...]:
        """All findings now: built-in checks first, then the rules in the pack's order, each row by row."""
        order, rows = self._order, self._rows
        places = sorted(self._found, key=lambda place: (order[place[0]], rows.get(place[1] or "", -1)))
        return tuple(finding for place in places for finding in self._found[place])

    def update(self, addresses: Iterable[str]) -> tuple[Finding, ...]:
        """Run what cells at these addresses touch, and give all findings; a cell of a new row runs everything."""
        places = [parse(address) for address in addresses]
        sheet = self._books.sheet(self._books.form)
        known = [sheet.refresh(str(place)) for place in places]
        if not all(known):
            return self.restart()
        rules = self._touched({place.code for place in places})
        rows = frozenset(place.form_row or place.row or "" for place in places)
        if self._books.pack.forms[self._books.form].shape == "single":
            self._run(rules, None)
        else:
            alone = [rule for rule in rules if self._row_by_row(rule)]
            self._run([rule for rule in rules if rule not in alone], None, built_in=False)
            self._run(alone, rows)
        return self.findings

    def restart(self) -> tuple[Finding, ...]:
        """Run everything again."""
        self._books.reopen()
        self._rows = self._listed()
        self._found.clear()
        self._run(self._rules, None)
        return self.findings

    def _listed(self) -> dict[str, int]:
        """Where each record stands in the list; one way through it for all keys until rows come or go."""
        target = self._return
        return {row: n for n, row in enumerate(target.rows.get(target.form, ()))} if target is not None else {}

    def _touched(self, codes: set[str]) -> list[Rule]:
        form = self._books.pack.forms[self._books.form]
        if codes & {form.row_key, form.row_name}:  # findings name their row by these
            return self._rules
        return [rule for rule in rulebook(self._pack).touched_by(codes) if rule.form == form.code]

    def _row_by_row(self, rule: Rule) -> bool:
        compiled = rulebook(self._pack).rule(rule)
        return isinstance(compiled, CompiledRule) and compiled.row_by_row

    def _run(self, rules: Iterable[Rule], rows: frozenset[str] | None, *, built_in: bool = True) -> None:
        rules = list(rules)
        names = {rule.id for rule in rules} | (set(BUILT_IN) if built_in else set())
        for rule, row in [place for place in self._found if place[0] in names]:
            if rows is None or row in rows:
                del self._found[rule, row]
        with localcontext(EXACT):
            found = list(ruled(self._books, rules, rows))
            if built_in:
                found += builtin_findings(self._books, found, rows)
        for finding in found:
            self._found.setdefault((finding.rule, finding.row), []).append(finding)
