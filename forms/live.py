"""A return being filled in: its findings kept current, cell by cell, by running only what a change touches."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import localcontext

from forms.addresses import parse
from forms.checking import BUILT_IN, Snapshot, open_books, ruled_lines
from forms.completeness import builtin_findings
from forms.findings import Finding
from forms.pack.model import Rule
from forms.periods import Period
from forms.rules.book import rulebook
from forms.rules.compiled import CompiledRule
from forms.values.units import EXACT

_Place = tuple[str, str | None, str]
"""A rule, a row and a line; no row for what is looked at as a whole, no line in a rule of one."""


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
        self._lines = {rule.id: {code: n for n, code in enumerate(rule.each)} for rule in self._rules if rule.each}
        self._order = {name: index for index, name in enumerate((*BUILT_IN, *(rule.id for rule in self._rules)))}
        self._found: dict[_Place, list[Finding]] = {}
        self._rows = self._listed()
        self._run(self._rules, None)

    @property
    def findings(self) -> tuple[Finding, ...]:
        """All findings now: built-in checks first, then the rules in the pack's order, each row by row."""
        order, rows, lines = self._order, self._rows, self._lines

        def place(where: _Place) -> tuple[int, int, int]:
            rule, row, line = where
            return order[rule], rows.get(row or "", -1), lines[rule][line] if line else 0

        places = sorted(self._found, key=place)
        return tuple(finding for place in places for finding in self._found[place])

    def update(self, addresses: Iterable[str]) -> tuple[Finding, ...]:
        """Run what cells at these addresses touch, and give all findings; a cell of a new row runs everything."""
        places = [parse(address) for address in addresses]
        sheet = self._books.sheet(self._books.form)
        known = [sheet.refresh(str(place)) for place in places]
        if not all(known):
            return self.restart()
        codes = {place.code for place in places}
        rules, lines = self._touched(codes), self._moved(codes)
        rows = frozenset(place.form_row or place.row or "" for place in places)
        if self._books.pack.forms[self._books.form].shape == "single":
            self._run(rules, None, lines)
        else:
            alone = [rule for rule in rules if self._row_by_row(rule)]
            self._run([rule for rule in rules if rule not in alone], None, lines, built_in=False)
            self._run(alone, rows, lines)
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

    def _moved(self, codes: set[str]) -> frozenset[str] | None:
        """The indicators that may look different now; None when every line is to be told anew."""
        form = self._books.pack.forms[self._books.form]
        named = codes & {form.row_key, form.row_name}
        return None if named else rulebook(self._pack).dependants(codes)

    def _row_by_row(self, rule: Rule) -> bool:
        compiled = rulebook(self._pack).rule(rule)
        return isinstance(compiled, CompiledRule) and compiled.row_by_row

    def _run(
        self,
        rules: Iterable[Rule],
        rows: frozenset[str] | None,
        codes: frozenset[str] | None = None,
        *,
        built_in: bool = True,
    ) -> None:
        """Run rules anew, at ``rows`` and of the lines that look at ``codes`` only if given."""
        rules = list(rules)
        again = {rule.id: self._lines_of(rule, codes) for rule in rules} | dict.fromkeys(
            BUILT_IN if built_in else ()
        )
        for place in [place for place in self._found if place[0] in again]:
            lines = again[place[0]]
            if (rows is None or place[1] in rows) and (lines is None or place[2] in lines):
                del self._found[place]
        with localcontext(EXACT):
            found = list(ruled_lines(self._books, rules, rows, codes))
            if built_in:
                spoken = (finding for _, finding in found)
                standing = (
                    each for place, held in self._found.items() if place[0] not in BUILT_IN for each in held
                )
                found += [("", each) for each in builtin_findings(self._books, [*spoken, *standing], rows)]
        for line, finding in found:
            self._found.setdefault((finding.rule, finding.row, line), []).append(finding)

    def _lines_of(self, rule: Rule, codes: frozenset[str] | None) -> frozenset[str] | None:
        """The lines of a rule that are run again; None for all."""
        compiled = rulebook(self._pack).rule(rule)
        if codes is None or not isinstance(compiled, CompiledRule):
            return None
        return frozenset(compiled.variants[number].code for number in compiled.lines(codes))
