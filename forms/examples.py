"""Figures with which a rule passes, and others with which it fails, found by trying."""

from __future__ import annotations

import random
from collections.abc import Iterator
from decimal import Decimal, localcontext

import msgspec

from forms.pack.model import NUMERIC, Form, Pack, Spec
from forms.periods import Period
from forms.returns import Cell, Return, Value
from forms.rules.binding import Binder, Place
from forms.rules.compiled import CompiledRule, Judgement
from forms.rules.results import Closure
from forms.rules.scope import Books, Scope
from forms.rules.tracing import asserted
from forms.rules.tree import SHIFTS, Aggregate, Call, Compare, Node, Number, Ref, Text, children, walk
from forms.rules.wording.reporting import finding_of
from forms.rules.wording.saying import gap_sides
from forms.values.canonical import typed
from forms.values.units import EXACT, rounded, unit

_TRIES, _LIKELY, _NAMED = 640, 60, 120
"""So many in all: first with figures as returns hold, then with those the rule names among them, then any."""
_CONTENT = 320
"""After so many, a row or line that passes by itself will do."""
_ROWS = ("1", "2")
_SOUND_USCC = ("914400001000000083", "91440300100000010T")
_SHAPES = {"phone": "0755-88880000"}
_ASKED = frozenset({"filled", "blank"})


class Given(msgspec.Struct, frozen=True):
    """One cell of an example; without ``text`` it is left blank."""

    form: str
    period: str
    address: str
    name: str
    text: str


class Example(msgspec.Struct, frozen=True):
    """Cells, and what the rule says of them where it fails."""

    cells: tuple[Given, ...]
    actual_zh: str = ""
    actual_en: str = ""


class _Slot(msgspec.Struct, frozen=True):
    """A cell a rule may look at: in which return, in which table."""

    shifts: tuple[str, ...]
    place: Place

    @property
    def form(self) -> str:
        return self.place.indicator.form


def examples(pack: Pack, compiled: CompiledRule) -> tuple[Example | None, Example | None]:
    """One that passes and one that fails; None for what was not found within a few hundred tries."""
    search = _Search(pack, compiled)
    found: dict[str, Example] = {}
    with localcontext(EXACT):
        for attempt in range(_TRIES):
            outcome, example = search.attempt(
                settle=attempt % 2 == 0, odd=(attempt >= _LIKELY) + (attempt >= _NAMED)
            )
            if outcome in ("pass", "fail") and outcome not in found:
                found[outcome] = example
            if len(found) == 2 or ("fail" in found and search.partly is not None and attempt >= _CONTENT):
                break
    return found.get("pass", search.partly), found.get("fail")


class _Search:
    def __init__(self, pack: Pack, compiled: CompiledRule) -> None:
        self.partly: Example | None = None
        """The first row or line of a try that passes there and not in others."""
        self._pack = pack
        self._compiled = compiled
        self._binder = Binder(pack)
        self._random = random.Random(7)  # noqa: S311 - the same example every time
        self._form = pack.forms[compiled.rule.form]
        middle, end = (Period.parse(f"{pack.valid_to[:4]}-{month}") for month in ("06", "12"))
        self._periods = (self._form.period_of(middle), self._form.period_of(end))
        trees = list(compiled.trees())
        slots = [slot for tree in trees for slot in self._of(tree, ())]
        parts = [part for tree in trees for part in walk(tree)]
        counted = {part.code for part in parts if isinstance(part, Ref)} & {self._form.code}
        if counted and self._form.row_key:
            slots.append(_Slot((), self._binder.place(Ref(0, self._form.row_key))))
        self._slots = list({(slot.shifts, slot.place.key, slot.place.field): slot for slot in slots}.values())
        numbers = {part.value for part in parts if isinstance(part, Number) and not part.percent}
        self._numbers = sorted(
            {n + d for n in numbers for d in (-1, 0, 1)} | {Decimal(n) for n in (0, 1, 12, 100)}
        )
        self._texts = sorted(set(self._words_of(parts)))
        asked = [ref for part in parts if isinstance(part, Call) and part.name in _ASKED for ref in walk(part)]
        self._may_lack = {ref.code for ref in asked if isinstance(ref, Ref)} | counted

    def _words_of(self, parts: list[Node]) -> Iterator[str]:
        """The texts a rule speaks of: written out, of a shape it asks for, or in a list of words it names."""
        shapes = {id(part.args[1]) for part in parts if isinstance(part, Call) and part.name == "matches"}
        for part in parts:
            if isinstance(part, Text):
                yield _shaped(part.value) if id(part) in shapes else part.value
            elif isinstance(part, Ref) and isinstance(words := self._pack.constants.get(part.code), tuple):
                yield from words

    def _of(self, node: Node, shifts: tuple[str, ...]) -> Iterator[_Slot]:
        if isinstance(node, Ref) and (indicator := self._pack.indicator(node.code)) is not None:
            if node.part or not (indicator.parts or indicator.table):
                yield _Slot(shifts, self._binder.place(node))
            else:
                for name in (*indicator.parts, *indicator.table):
                    yield _Slot(shifts, self._binder.place(Ref(node.at, node.code, name)))
        moved = (*shifts, node.name) if isinstance(node, Call) and node.name in SHIFTS else shifts
        for part in children(node):
            yield from self._of(part, moved)

    def attempt(self, *, settle: bool, odd: int) -> tuple[str, Example]:
        """One try: random cells, and with ``settle`` one side of each equation set to the other.

        What the rule asks for is left blank at times, and a form has no rows at times where its rule counts them.
        ``odd`` is 0 for figures as they are filled in, 1 with those the rule names among them, 2 for nought, one
        and whatever else. The outcome is that of the first row or line; none where that passes and another does
        not.
        """
        self._odd = odd
        self._returns: dict[tuple[str, str], Return] = {}
        self._period = self._random.choice(self._periods)
        self._return(self._form, ())
        for slot in self._slots:
            if not self._lacks(slot.place.indicator.code):
                for address in self._addresses(slot):
                    self._put(slot, address, self._value(slot.place.spec))
        books = Books(self._pack, self._returns, self._form.code, self._period)
        if settle:
            self._settle(books)
            books = Books(self._pack, self._returns, self._form.code, self._period)
        first = ""
        for judged in self._compiled.judge(books):
            if judged.outcome == "fail" and not first:
                return "fail", self._told_of(judged)
            first = first or judged.outcome
            if first != "pass":
                break
            if judged.outcome in ("fail", "undecided"):
                self.partly = self.partly or self._told_of(next(self._compiled.judge(books)))
                return "", self._passing()
        return first, self._passing()

    def _lacks(self, code: str) -> bool:
        return code in self._may_lack and self._random.random() < 0.5

    def _return(self, form: Form, shifts: tuple[str, ...]) -> Return:
        books = Books(self._pack, self._returns, self._form.code, self._period)
        period = books.sheet(form.code, shifts).period
        made = self._returns.setdefault(
            (form.code, str(period)), Return("-", form.code, period, self._pack.version)
        )
        if form.shape == "rows" and form.code not in made.rows:
            made.rows[form.code] = [] if self._lacks(form.code) else list(_ROWS)
            for row in made.rows[form.code]:
                made.cells[f"{form.code}[{row}].{form.row_key}"] = Cell(f"A{row}", f"A{row}")
        return made

    def _addresses(self, slot: _Slot) -> list[str]:
        form, place = self._pack.forms[slot.form], slot.place
        target = self._return(form, slot.shifts)
        outer = [f"{form.code}[{row}]." for row in target.rows[form.code]] if form.shape == "rows" else [""]
        if not place.indicator.table:
            return [f"{each}{place.field}" for each in outer]
        tables = [f"{each}{place.indicator.code}" for each in outer]
        for table in tables:
            target.rows[table] = list(_ROWS)
        return [f"{table}[{row}].{place.field}" for table in tables for row in _ROWS]

    def _put(self, slot: _Slot, address: str, value: Value) -> None:
        target = self._return(self._pack.forms[slot.form], slot.shifts)
        target.cells[address] = Cell(typed(value), value)

    def _value(self, spec: Spec) -> Value:
        pick = self._random.choice
        if spec.type in NUMERIC:
            any_figure = self._between(0, 150 if _is_share(spec) else 2000)
            number = pick([*self._numbers, any_figure]) if self._odd > 1 else self._likely(spec)
            return rounded(number if spec.signed else abs(number), spec.decimals)
        codes = list(self._pack.lists[spec.list].codes) if spec.list in self._pack.lists else []
        named = [text for text in self._texts if text in codes]
        match spec.type:
            case "boolean":
                return pick([True, False])
            case "month":
                return f"{self._period.year + pick([-2, -1, 0, 1])}-{pick([1, 6, 12]):02d}"
            case "date":
                return f"{self._period.year + pick([-1, 0, 1])}-{pick([1, 6, 12]):02d}-{pick([1, 15, 28]):02d}"
            case "code" if codes:
                return pick([*named, *codes[:20], codes[-1]])
            case "codes" if codes:
                return tuple(dict.fromkeys(pick(named + codes[:20]) for _ in range(2)))
            case "uscc":
                return pick([*_SOUND_USCC, "123"])
            case "text-list":
                return ("甲", "乙")
        return pick([*self._texts, "甲", "乙"])

    def _likely(self, spec: Spec) -> Decimal:
        """A figure as a return holds it: hundreds and thousands, shares below 100 %."""
        if self._odd and self._random.random() < 0.3:
            return self._random.choice([each for each in self._numbers if abs(each) > 1])
        return self._between(1, 99) if _is_share(spec) else self._between(20, 200) * 10

    def _between(self, least: int, most: int) -> Decimal:
        return Decimal(self._random.randint(least, most))

    def _settle(self, books: Books) -> None:
        for variant in self._compiled.variants:
            for one, two in _pairs(variant.expect):
                for cell, other in ((one, two), (two, one)):
                    slot = next(iter(self._of(cell, ())), None) if isinstance(cell, Ref) else None
                    run = variant.closures.get(id(other))
                    if slot is not None and run is not None and _plain(other):
                        self._set(slot, run, books)
                        break

    def _set(self, slot: _Slot, run: Closure, books: Books) -> None:
        scope = Scope(books)
        for number, address in enumerate(self._addresses(slot)):
            for table in self._compiled.tables:
                if frames := scope.rows(table.key, table.parent):
                    scope[table.key] = frames[number % len(frames)]
            self._set_one(slot, address, run(scope))

    def _set_one(self, slot: _Slot, address: str, value: object) -> None:
        spec = slot.place.spec
        if isinstance(value, Decimal):
            value = rounded(value, spec.decimals)
        if isinstance(value, Decimal) and value > 100 and _is_share(spec) and self._odd < 2:
            return
        if isinstance(value, Decimal | str | bool):
            self._put(slot, address, value)

    def _passing(self) -> Example:
        return Example(tuple(self._given(self._slots)))

    def _told_of(self, judged: Judgement) -> Example:
        """The cells it passes or fails for first, then whatever else the rule looks at from this line and row."""
        finding = finding_of(self._pack, judged)
        cells = {
            (c.form, c.period, c.address): Given(c.form, c.period, c.address, c.name, c.text)
            for c in finding.cells
        }
        slots = [slot for tree in judged.variant.trees() for slot in self._of(tree, ())]
        beside = f"{finding.form}[{finding.row}]."
        for given in self._given(slots):
            if finding.row is None or given.form != finding.form or given.address.startswith(beside):
                cells.setdefault((given.form, given.period, given.address), given)
        failed = judged.outcome == "fail"
        return Example(tuple(cells.values()), *((finding.actual_zh, finding.actual_en) if failed else ()))

    def _given(self, slots: list[_Slot]) -> Iterator[Given]:
        for slot in slots:
            target = self._return(self._pack.forms[slot.form], slot.shifts)
            for address in self._addresses(slot):
                cell = target.cells.get(address)
                text = cell.text if cell is not None else ""
                yield Given(slot.form, str(target.period), address, slot.place.indicator.name, text)


def _is_share(spec: Spec) -> bool:
    known = unit(spec.unit)
    return known is not None and known.base == "%"


def _pairs(expect: Node) -> Iterator[tuple[Node, Node]]:
    """What should be equal, or nearly so."""
    for comparison in asserted(expect):
        yield comparison.left, comparison.right
    for part in walk(expect):
        if isinstance(part, Compare) and (pair := gap_sides(part.left)) is not None:
            yield pair


def _plain(node: Node) -> bool:
    """Whether a part can be worked out where the rule stands."""
    return not any(isinstance(part, Aggregate) for part in walk(node))


def _shaped(shape: str) -> str:
    """A text that ``matches`` the shape."""
    return _SHAPES.get(shape) or shape.replace("#", "1").replace("@", "A").replace("?", "A")
