"""Figures with which a rule passes, and others with which it fails, found by trying."""

from __future__ import annotations

import random
from collections.abc import Iterator
from decimal import Decimal, localcontext

import msgspec

from forms.findings import Finding
from forms.pack.model import NUMERIC, Form, Pack, Spec
from forms.periods import Period
from forms.returns import Cell, Return, Value
from forms.rules.binding import Binder, Place
from forms.rules.compiled import CompiledRule
from forms.rules.reporting import finding_of
from forms.rules.results import Closure
from forms.rules.scope import Books, Scope
from forms.rules.tracing import asserted
from forms.rules.tree import SHIFTS, Aggregate, Call, Node, Number, Ref, Text, children, walk
from forms.values.canonical import plain
from forms.values.units import EXACT, rounded

_TRIES = 400
_ROWS = ("1", "2")
_SOUND_USCC = "91440000100000003N"


class Given(msgspec.Struct, frozen=True):
    """One cell of an example."""

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
            outcome, example = search.attempt(settle=attempt % 2 == 0)
            if outcome in ("pass", "fail") and outcome not in found:
                found[outcome] = example
            if len(found) == 2:
                break
    return found.get("pass"), found.get("fail")


class _Search:
    def __init__(self, pack: Pack, compiled: CompiledRule) -> None:
        self._pack = pack
        self._compiled = compiled
        self._binder = Binder(pack)
        self._random = random.Random(7)  # noqa: S311 - the same example every time
        self._form = pack.forms[compiled.rule.form]
        self._period = self._form.period_of(Period.parse(f"{pack.valid_to[:4]}-06"))
        trees = list(compiled.trees())
        slots = (slot for tree in trees for slot in self._of(tree, ()))
        self._slots = list({(slot.shifts, slot.place.key, slot.place.field): slot for slot in slots}.values())
        parts = [part for tree in trees for part in walk(tree)]
        numbers = {part.value for part in parts if isinstance(part, Number) and not part.percent}
        self._numbers = sorted(
            {n + d for n in numbers for d in (-1, 0, 1)} | {Decimal(n) for n in (0, 1, 12, 100)}
        )
        self._texts = sorted({part.value for part in parts if isinstance(part, Text)})

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

    def attempt(self, *, settle: bool) -> tuple[str, Example]:
        """One try: random cells, and with ``settle`` one side of each equation set to the other."""
        self._returns: dict[tuple[str, str], Return] = {}
        self._return(self._form, ())
        for slot in self._slots:
            for address in self._addresses(slot):
                self._put(slot, address, self._value(slot.place.spec))
        books = Books(self._pack, self._returns, self._form.code, self._period)
        if settle:
            self._settle(books)
            books = Books(self._pack, self._returns, self._form.code, self._period)
        for judged in self._compiled.judge(books):
            finding = finding_of(self._pack, judged) if judged.outcome == "fail" else None
            return judged.outcome, self._example(finding)
        return "", self._example(None)

    def _return(self, form: Form, shifts: tuple[str, ...]) -> Return:
        books = Books(self._pack, self._returns, self._form.code, self._period)
        period = books.sheet(form.code, shifts).period
        made = self._returns.setdefault(
            (form.code, str(period)), Return("-", form.code, period, self._pack.version)
        )
        if form.shape == "rows" and not made.rows.get(form.code):
            made.rows[form.code] = list(_ROWS)
            for row in _ROWS:
                made.cells[f"{form.code}[{row}].{form.row_key}"] = Cell(f"A{row}", f"A{row}")
        return made

    def _addresses(self, slot: _Slot) -> list[str]:
        form, place = self._pack.forms[slot.form], slot.place
        target = self._return(form, slot.shifts)
        outer = [f"{form.code}[{row}]." for row in _ROWS] if form.shape == "rows" else [""]
        if not place.indicator.table:
            return [f"{each}{place.field}" for each in outer]
        tables = [f"{each}{place.indicator.code}" for each in outer]
        for table in tables:
            target.rows[table] = list(_ROWS)
        return [f"{table}[{row}].{place.field}" for table in tables for row in _ROWS]

    def _put(self, slot: _Slot, address: str, value: Value) -> None:
        target = self._return(self._pack.forms[slot.form], slot.shifts)
        target.cells[address] = Cell(_text(value), value)

    def _value(self, spec: Spec) -> Value:
        pick = self._random.choice
        if spec.type in NUMERIC:
            number = pick([*self._numbers, Decimal(self._random.randint(0, 2000))])
            return rounded(number if spec.signed else abs(number), spec.scale if spec.type == "decimal" else 0)
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
                return pick(named + codes[:20])
            case "codes" if codes:
                return tuple(dict.fromkeys(pick(named + codes[:20]) for _ in range(2)))
            case "uscc":
                return pick([_SOUND_USCC, "123"])
            case "text-list":
                return ("甲", "乙")
        return pick([*self._texts, "甲", "乙"])

    def _settle(self, books: Books) -> None:
        for variant in self._compiled.variants:
            for comparison in asserted(variant.expect):
                for cell, other in ((comparison.left, comparison.right), (comparison.right, comparison.left)):
                    slot = next(iter(self._of(cell, ())), None) if isinstance(cell, Ref) else None
                    if slot is not None and _plain(other):
                        self._set(slot, variant.closures[id(other)], books)
                        break

    def _set(self, slot: _Slot, run: Closure, books: Books) -> None:
        scope = Scope(books)
        for table in self._compiled.tables:
            frames = scope.rows(table.key, table.parent)
            if frames:
                scope[table.key] = frames[0]
        value = run(scope)
        if isinstance(value, Decimal | str | bool):
            self._put(slot, self._addresses(slot)[0], value)

    def _example(self, finding: Finding | None) -> Example:
        if finding is not None:
            given = (Given(c.form, c.period, c.address, c.name, c.text) for c in finding.cells if c.text)
            return Example(tuple(given), finding.actual_zh, finding.actual_en)
        cells = []
        for slot in self._slots:
            target = self._return(self._pack.forms[slot.form], slot.shifts)
            for address in self._addresses(slot):
                name = slot.place.indicator.name
                cells.append(Given(slot.form, str(target.period), address, name, target.cells[address].text))
        return Example(tuple(cells))


def _plain(node: Node) -> bool:
    """Whether a part can be worked out where the rule stands."""
    return not any(isinstance(part, Aggregate) for part in walk(node))


def _text(value: Value) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, Decimal):
        return plain(value)
    return value if isinstance(value, str) else "、".join(value)
