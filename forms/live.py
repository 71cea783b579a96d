"""A return being filled in: its findings kept current, cell by cell, by running only what a change touches."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from decimal import localcontext
from functools import cached_property, lru_cache
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from msgspec import structs

from forms.addresses import Address, parse, row_of, samples, surveyed
from forms.checking import BUILT_IN, Snapshot, open_books
from forms.completeness import builtin_by_code
from forms.findings import Finding
from forms.pack.model import Pack
from forms.periods import Period
from forms.problems import LANGUAGES, Language
from forms.returns import Return
from forms.rules.book import rulebook
from forms.rules.compiled import CompiledRule
from forms.rules.scope import Scope
from forms.rules.touching import reach
from forms.rules.wording.reporting import broken_rule, finding_of, make_ready
from forms.rules.wording.telling import given_name
from forms.values.units import EXACT

if TYPE_CHECKING:
    from forms.columns.screening import Screen

LONG = 500
"""From so many rows on a rule is run over columns first: sooner than loading numpy takes."""

_Place = tuple[str | None, str]
"""A row and a line: no row for what is looked at as a whole; a built-in check has a line for each indicator, a
rule for each code it speaks of in turn, else one without a name."""

_Held = dict[_Place, list[Finding]]


class Standing(NamedTuple):
    """What had been found at some time."""

    held: dict[str, _Held]
    told: dict[str, tuple[Finding, ...]]


class LiveCheck:
    """The findings of one return of a snapshot, as ``check`` would give them.

    Change the return in place, then call ``update`` with the addresses changed, or ``relist`` when rows came or
    went as well. A change of another return of the snapshot needs a new ``LiveCheck``. What rules say is told in
    ``languages`` only: whoever looks on reads one. ``between`` is called while all of them are
    run, before each and while a list is laid out for them; what it raises ends that.
    """

    def __init__(
        self,
        snapshot: Snapshot,
        form: str,
        period: Period,
        languages: Collection[Language] = LANGUAGES,
        between: Callable[[], None] = lambda: None,
    ) -> None:
        self._pack = snapshot.pack
        self._languages = languages
        self._between = between
        self._form = snapshot.pack.forms[form]
        self._returns = snapshot.returns
        self._return = snapshot.returns.get((form, str(period)))
        self._books = open_books(snapshot, form, period)
        rules = rulebook(snapshot.pack).of_form(form)
        indicators = {code: n for n, code in enumerate(self._form.indicators)}
        self._lines = dict.fromkeys(BUILT_IN, indicators) | {
            rule.id: {code: n for n, code in enumerate(rule.each or ("",))} for rule in rules
        }
        self._held: dict[str, _Held] = {}
        self._told: dict[str, tuple[Finding, ...]] = {}
        self._rows: dict[str, int] = {}
        self._screen: Screen | None = None
        """The list over columns, until rows come or go."""
        self.restart()

    @property
    def findings(self) -> tuple[Finding, ...]:
        """All findings now: built-in checks first, then the rules in the pack's order, each row by row."""
        return tuple(chain.from_iterable(self._told.values()))

    def make_ready(self) -> None:
        """Prepare what the first change of a cell would wait for; only worth it where one is going to come."""
        _make_ready(self._pack, self._form.code, self._books.period, tuple(self._languages))

    def update(self, addresses: Iterable[str]) -> tuple[Finding, ...]:
        """Run what cells at these addresses touch, and give all findings; a cell of a new row runs everything."""
        addresses = tuple(addresses)
        named, records = surveyed(addresses)
        places = self._look_again(addresses, named)
        if places is None:
            return self.restart()
        rows = None if self._form.shape == "single" else frozenset(map(row_of, records))
        return self._run(rows, frozenset(place.line for place in places))

    def standing(self) -> Standing:
        """What is found now, for ``take`` to go back or on to while rows neither come nor go."""
        return Standing({check: dict(held) for check, held in self._held.items()}, dict(self._told))

    def take(self, standing: Standing, addresses: Iterable[str]) -> tuple[Finding, ...]:
        """Find what was found before: cells at these addresses are again as they were then."""
        addresses = tuple(addresses)
        if self._look_again(addresses, samples(addresses)) is None:
            return self.restart()
        self._held = {check: dict(held) for check, held in standing.held.items()}
        self._told = dict(standing.told)
        return self.findings

    def _look_again(self, addresses: Sequence[str], named: Sequence[str]) -> list[Address] | None:
        """Take over cells that changed, and say where the samples of them are; None where one is of a new row."""
        if not self._books.sheet(self._form.code).refresh(addresses):
            return None
        places = [parse(address) for address in named]
        if self._screen is not None and not self._screen.refresh(place.field for place in places):
            self._screen = None
        return places

    def relist(self, addresses: Iterable[str]) -> tuple[Finding, ...]:
        """``update`` for when rows came or went: rows that stay as they were are not looked at by themselves."""
        addresses = tuple(addresses)
        sheet, before, now = self._books.sheet(self._form.code), self._rows, self._listed()
        if not sheet.relist(addresses):
            return self.restart()
        came, gone = now.keys() - before.keys(), before.keys() - now.keys()
        written = {row_of(record) for record in surveyed(addresses)[1]}
        beside = any(rows for name, rows in sheet.rows.items() if name != self._form.code)
        moved = [row for row in before if row in now] != [row for row in now if row in before]
        if self._form.shape == "single" or beside or moved or not written <= came | gone:
            return self._run_all()
        self._screen, self._rows = None, now
        for check, held in self._held.items():
            for place in [place for place in held if place[0] in gone]:
                del held[place]
            self._tell(check)
        table = sheet.table(self._form.code)
        numbered = (row for row, frame in table.items() if not given_name(self._form, frame))
        return self._run(frozenset((*came, *numbered)), self._fields)

    def _run(self, rows: frozenset[str] | None, fields: frozenset[str]) -> tuple[Finding, ...]:
        """Run what these fields of the rows touch."""
        touched = reach(self._pack, self._form.code, fields)
        single = self._form.shape == "single"
        screen = self._screened() if self._many(rows) else None
        if screen is not None:
            screen.spread(touched.built_in)
        scope = Scope(self._books)
        with localcontext(EXACT):
            moved = [
                finding
                for each in touched.rules
                for finding in self._judge(each.rule, scope, rows if each.alone else None, each.lines, each.codes)
            ]
            self._look(rows, touched.built_in)
            if touched.throughout and not single:
                self._look(None, touched.throughout)
            self._look_at_marked(moved)
        if screen is not None:
            screen.let_go()
        return self.findings

    def only(self, rows: Sequence[str]) -> Return:
        """A copy of the return with these rows of its list alone; a long one is not gone through for it."""
        target, code = self._return, self._form.code
        assert target is not None
        sheet = self._books.sheet(code)
        heads = {f"{code}[{row}]" for row in rows}
        children = {name: list(ids) for name, ids in target.rows.items() if name.partition("]")[0] + "]" in heads}
        frames = [frame for row in rows if (frame := sheet.table(code).get(row)) is not None]
        frames += [frame for name in children for frame in sheet.table(name).values()]
        cells = {frame.address(field): cell for frame in frames for field, cell in frame.cells.items()}
        return structs.replace(
            target, cells=cells, rows={**children, code: list(rows)}, explanations=dict(target.explanations)
        )

    def restart(self) -> tuple[Finding, ...]:
        """Lay everything out and run it again."""
        self._books.reopen()
        return self._run_all()

    def _run_all(self) -> tuple[Finding, ...]:
        self._screen = None
        self._rows = self._listed()
        book, scope = rulebook(self._pack), Scope(self._books)
        screen = self._screened() if self._many(None) else None
        if screen is not None:
            screen.spread(between=self._between)
        self._held = {check: {} for check in self._lines}
        self._told = dict.fromkeys(self._lines, ())
        with localcontext(EXACT):
            for rule in book.of_form(self._form.code):
                self._between()
                compiled = book.rule(rule)
                if isinstance(compiled, CompiledRule):
                    self._judge(compiled, scope)
                else:
                    self._held[rule.id][None, ""] = [broken_rule(rule, str(self._books.period), compiled)]
                    self._tell(rule.id)
            self._between()
            self._look(None, None)
        if screen is not None:
            screen.let_go()
        return self.findings

    def close(self) -> None:
        """Nothing is checked any more; the findings stay."""
        self._screen = None
        self._books.close()

    @cached_property
    def _fields(self) -> frozenset[str]:
        """Every field of a record, columns beside it included."""
        every = self._form.indicators.values()
        return frozenset(f"{i.code}{ending}" for i in every for ending in ("", *(f"@{c}" for c in i.columns)))

    def _listed(self) -> dict[str, int]:
        """Where each record stands in the list; one way through it for all keys until rows come or go."""
        target = self._return
        return {row: n for n, row in enumerate(target.rows.get(target.form, ()))} if target is not None else {}

    def _judge(
        self,
        compiled: CompiledRule,
        scope: Scope,
        rows: frozenset[str] | None = None,
        lines: tuple[int, ...] | None = None,
        codes: frozenset[str] | None = None,
    ) -> list[Finding]:
        """Run a rule anew, at ``rows`` and of some lines only if given; answers what came and what went."""
        check = compiled.rule.id
        moved = self._drop(check, rows, codes)
        for judged in compiled.judge(self._books, self._suspects(compiled, rows), lines, scope):
            if judged.outcome in ("fail", "undecided"):
                finding = finding_of(self._pack, judged, self._languages)
                self._held[check].setdefault((finding.row, judged.variant.code), []).append(finding)
                moved.append(finding)
        if moved:
            self._tell(check)
        return moved

    def _suspects(self, compiled: CompiledRule, rows: frozenset[str] | None) -> frozenset[str] | None:
        """The rows worth judging one by one: of many, those that a rule fails or cannot decide over columns."""
        return self._screened().suspects(compiled, rows) if compiled.tables and self._many(rows) else rows

    def _many(self, rows: frozenset[str] | None) -> bool:
        return len(self._rows if rows is None else rows) >= LONG

    def _screened(self) -> Screen:
        """The list over columns as it stands now."""
        if self._screen is None:
            from forms.columns.screening import Screen  # numpy is loaded for long lists only

            self._screen = Screen(self._books)
        return self._screen

    def _look(self, rows: frozenset[str] | None, codes: frozenset[str] | None) -> None:
        """Run the built-in checks anew, at ``rows`` and of the indicators ``codes`` only if given."""
        stale = {check for check in BUILT_IN if self._drop(check, rows, codes)}
        named = _Named(self._told)
        for code, finding in self._built_in(named, rows, codes):
            row = None if self._form.shape == "single" else finding.row
            self._held[finding.rule].setdefault((row, code), []).append(finding)
            stale.add(finding.rule)
        for check in stale:
            self._tell(check)

    def _built_in(
        self, named: _Named, rows: frozenset[str] | None, codes: frozenset[str] | None
    ) -> Iterator[tuple[str, Finding]]:
        """What the built-in checks find; of many rows they look only at those with something to find."""
        if not self._many(rows):
            yield from builtin_by_code(self._books, named, rows, codes)
            return
        for code, there in self._screened().incomplete(rows, codes):
            yield from builtin_by_code(self._books, named, there, (code,))

    def _look_at_marked(self, moved: list[Finding]) -> None:
        """A cell with a value and a mark is named by the built-in checks until a rule speaks of it alone."""
        cells = self._books.sheet(self._form.code).cells
        for address in {finding.only_cell for finding in moved if finding.only_cell}:
            cell = cells.get(address)
            if cell is not None and cell.problem is not None and cell.value is not None:
                row, code = parse(address).form_row, parse(address).code
                self._look(None if row is None else frozenset((row,)), frozenset((code,)))

    def _drop(self, check: str, rows: frozenset[str] | None, lines: frozenset[str] | None) -> list[Finding]:
        """Take findings of a check back; answers them."""
        held = self._held[check]
        if not held:
            return []
        if rows is None or lines is None:
            places = [
                (row, line)
                for row, line in held
                if (rows is None or row in rows) and (lines is None or line in lines)
            ]
        else:
            places = [(row, line) for row in rows for line in lines]
        return [finding for place in places for finding in held.pop(place, ())]

    def _tell(self, check: str) -> None:
        """Set the findings of a check in order, after some came or went."""
        held, rows, lines = self._held[check], self._rows, self._lines[check]

        def order(place: _Place) -> tuple[int, int]:
            return rows.get(place[0] or "", -1), lines.get(place[1], 0)

        self._told[check] = tuple(finding for place in sorted(held, key=order) for finding in held[place])


class _Named:
    """Whether a finding of the rules speaks of the cell at an address alone; gone through when first asked."""

    def __init__(self, told: dict[str, tuple[Finding, ...]]) -> None:
        self._told = told

    def __call__(self, address: str) -> bool:
        return address in self._addresses

    @cached_property
    def _addresses(self) -> frozenset[str]:
        ruled = chain.from_iterable(told for check, told in self._told.items() if check not in BUILT_IN)
        return frozenset(finding.only_cell for finding in ruled)


@lru_cache(maxsize=64)
def _make_ready(pack: Pack, form: str, period: Period, languages: tuple[Language, ...]) -> None:
    """What a change of each cell touches, and how each rule is told."""
    for indicator in pack.forms[form].indicators.values():
        for ending in ("", *(f"@{column}" for column in indicator.columns)):
            reach(pack, form, frozenset((indicator.code + ending,)))
    for rule in rulebook(pack).of_form(form):
        compiled = rulebook(pack).rule(rule)
        if isinstance(compiled, CompiledRule):
            make_ready(pack, compiled, period, languages)
