"""Which records of a list are shown and in which order; the list itself stays as it is."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from decimal import Decimal
from functools import cmp_to_key
from typing import Any

import msgspec
from PySide6.QtCore import QCollator, QCollatorSortKey, QLocale

from client.ui.entry.cells.looks import is_missing, shown, unit_shown
from client.usecases.returns.editing import Draft
from forms.by_record import reader, records_of
from forms.findings import Finding
from forms.pack.model import Spec
from forms.returns import Cell

CODED = frozenset({"code", "codes", "boolean", "month"})
"""What has few different answers: one of them can be chosen from a list."""
ANY = "any"
MISSING = "missing"


class Filter(msgspec.Struct, frozen=True):
    """Which records are wanted; the blank one wants all.

    ``text`` is to stand in the column ``field``, or in any; ``value`` is to be the answer there, as ``answers``
    gives it; ``level`` is that of a finding: ``ANY``, ``MISSING`` for what is still blank, or a level by name.
    """

    text: str = ""
    field: str = ""
    value: str | None = None
    level: str = ""


class Order(msgspec.Struct, frozen=True):
    """The column records are put in order by; blank for their own order."""

    field: str = ""
    down: bool = False


View = tuple[Filter, Order]


class Lens(msgspec.Struct, frozen=True):
    """A list as it is looked at: its draft, its columns by name as in an address, the unit money is shown in."""

    draft: Draft
    specs: dict[str, Spec]
    unit: str = ""

    def reader(self, field: str) -> Callable[[str], Cell | None]:
        """Answers the cell of a record in a column."""
        return reader(self.draft.current.cells, field, self.draft.form.code)

    def words(self, field: str) -> Callable[[Cell | None], str]:
        """Answers what a person reads in a cell of a column."""
        spec, pack = self.specs[field], self.draft.pack
        unit = unit_shown(spec, self.unit)
        return lambda cell: shown(cell, spec, pack, unit)


def chosen(lens: Lens, rows: Sequence[str], wanted: Filter) -> list[str]:
    """The records a filter leaves, in the order given."""
    left: Iterable[str] = rows
    if wanted.level:
        spoken_of = _spoken_of(lens.draft, wanted.level)
        left = [row for row in left if row in spoken_of]
    if wanted.value is not None and wanted.field:
        read = lens.reader(wanted.field)
        left = [row for row in left if wanted.value in _answers(read(row))]
    if wanted.text.strip():
        left = _holding(lens, left, wanted.text.strip().casefold(), wanted.field)
    return list(left)


def answers(lens: Lens, field: str, rows: Iterable[str]) -> list[tuple[str, str, int]]:
    """What stands in a column: each answer, how it reads, and in how many records; blank cells as one of them."""
    read, words = lens.reader(field), lens.words(field)
    found: Counter[str] = Counter()
    reads: dict[str, str] = {}
    for row in rows:
        cell = read(row)
        for answer in _answers(cell):
            found[answer] += 1
            if answer not in reads and cell is not None:
                # One of several codes reads as it would by itself.
                alone = msgspec.structs.replace(cell, value=(answer,)) if isinstance(cell.value, tuple) else cell
                reads[answer] = words(alone)
    return [(answer, reads.get(answer, ""), found[answer]) for answer in sorted(found)]


def ordered(lens: Lens, rows: Iterable[str], order: Order) -> list[str]:
    """Records by what their cells mean: numbers as numbers, codes by code, words as a dictionary has them.

    Blank ones come last either way, before them what cannot be read.
    """
    read, words, spec = lens.reader(order.field), lens.words(order.field), lens.specs[order.field]
    collated = _Collation()
    key = collated.key if spec.type == "text" else _as_it_is
    values: list[tuple[Any, str]] = []
    odd: list[tuple[Any, str]] = []
    blank: list[str] = []
    for row in rows:
        cell = read(row)
        if cell is None or not cell.text:
            blank.append(row)
        elif cell.value is None or cell.problem is not None or cell.na is not None:
            odd.append((collated.key(words(cell)), row))
        else:
            values.append((key(cell.value), row))
    for part in (values, odd):
        part.sort(key=_first, reverse=order.down)
    return [row for _, row in values] + [row for _, row in odd] + blank


def woven(shown_rows: Sequence[str], hidden: Collection[str], stored: Sequence[str]) -> list[str]:
    """What is shown, without what is gone, and with what came since.

    A new record stands above the one it was put above, or the next after that which is shown; else at the end.
    """
    there = set(stored)
    kept = [row for row in shown_rows if row in there]
    known = {*kept, *hidden}
    above: defaultdict[str, list[str]] = defaultdict(list)
    anchor = ""
    for row in reversed(stored):
        if row not in known:
            above[anchor].append(row)
        elif row not in hidden:
            anchor = row
    if not above:
        return kept
    made: list[str] = []
    for row in kept:
        made += reversed(above.get(row, ()))
        made.append(row)
    return made + above[""][::-1]


def _first(pair: tuple[Any, str]) -> Any:
    return pair[0]


def _as_it_is(value: Any) -> Any:
    return value


class _Collation:
    """Words in the order of a Chinese dictionary, numbers within them by size; each word is looked at once."""

    def __init__(self) -> None:
        self._collator = QCollator(QLocale(QLocale.Language.Chinese, QLocale.Country.China))
        self._collator.setNumericMode(True)
        self._known: dict[str, Any] = {}

    def key(self, text: Any) -> Any:
        found = self._known.get(text)
        if found is None:
            found = self._known[text] = _comparable(self._collator.sortKey(str(text)))
        return found


_comparable = cmp_to_key(QCollatorSortKey.compare)


def _answers(cell: Cell | None) -> tuple[str, ...]:
    """What a cell answers, spelled so that it can be compared; a blank one answers nothing, spelled ''."""
    if cell is None or not cell.text:
        return ("",)
    value = cell.value
    if value is None or cell.problem is not None:
        return (cell.text,)
    if isinstance(value, tuple):
        return value or ("",)
    return (str(value),)


def _holding(lens: Lens, rows: Iterable[str], wanted: str, field: str) -> list[str]:
    """The records that hold a text in what a person reads there, in a column or in any."""
    every = list(rows)
    if not field:
        found = _found(lens, wanted)
        return [row for row in every if row in found]
    read, holds = lens.reader(field), _Reading(lens, wanted)
    return [row for row in every if (cell := read(row)) is not None and holds.holds(cell, field)]


def _found(lens: Lens, wanted: str) -> set[str]:
    """All records that hold it: the cells one after another as they lie in memory, each text looked at once."""
    start = f"{lens.draft.form.code}["
    reading = _Reading(lens, wanted)
    known: dict[tuple[str, type], bool | None] = {}
    found: set[str] = set()
    for record, cells in records_of(lens.draft.current.cells).items():
        for field, cell in cells.items():
            key = cell.text, cell.value.__class__
            holds = known[key] if key in known else known.setdefault(key, reading.at_a_glance(cell))
            if holds is False:
                continue
            if field in lens.specs and (holds or reading.holds(cell, field)):
                found.add(record.removeprefix(start))
                break
    return found


class _Reading:
    """Whether cells hold a text: as typed, as shown, figures also without their separators."""

    def __init__(self, lens: Lens, wanted: str) -> None:
        self._lens = lens
        self._wanted = wanted
        self._known: dict[tuple[str, str, str | None], bool] = {}
        lists = lens.draft.pack.lists
        named = {spec.list for spec in lens.specs.values()} & lists.keys()
        self._codes = frozenset().union(*(lists[each].codes for each in named))

    def at_a_glance(self, cell: Cell) -> bool | None:
        """Whether a cell holds the text, where its column does not matter; None where it does."""
        if self._wanted in cell.text.casefold():
            return True
        value = cell.value
        if isinstance(value, Decimal):
            return None if self._lens.unit else self._in(f"{value:,}")
        otherwise = cell.na is not None or isinstance(value, bool | tuple) or value in self._codes
        return None if otherwise else False

    def holds(self, cell: Cell, field: str) -> bool:
        known = self._known.get((field, cell.text, cell.na))
        if known is None:
            reads = self._lens.words(field)(cell).casefold()
            known = self._wanted in cell.text.casefold() or self._in(reads)
            self._known[field, cell.text, cell.na] = known
        return known

    def _in(self, reads: str) -> bool:
        return self._wanted in reads or self._wanted in reads.replace(",", "")


def _spoken_of(draft: Draft, level: str) -> set[str]:
    """The records that findings of a level speak of."""
    form, period, start = draft.form.code, str(draft.period), f"{draft.form.code}["
    refs = (ref for f in draft.findings if level in (ANY, _level(f)) for ref in f.cells)
    here = (ref.address for ref in refs if ref.form == form and ref.period == period)
    return {address[len(start) :].partition("]")[0] for address in here if address.startswith(start)}


def _level(finding: Finding) -> str:
    return MISSING if is_missing(finding) else finding.level
