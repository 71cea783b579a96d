"""What one enterprise adds: its figures as they count, made from its own store inside one visit."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from decimal import Decimal

import msgspec

from client.protocol.documents import to_return
from client.store import Books, Version
from client.sync import elsewhere
from client.sync.basing import below
from client.usecases.home.session import Session
from client.usecases.returns.states import FILED
from client.usecases.returns.versions import root_of, versions_at
from client.usecases.views.rollup.model import Basis, Standing
from client.usecases.views.rollup.sorting import Sorting, sorted_form
from client.usecases.views.rollup.spans import Terms
from forms.addresses import Address, parse
from forms.checking import Snapshot, compute
from forms.pack import Form, Pack
from forms.pack.places import spec_at
from forms.periods import Period
from forms.returns import Cell, Return, ReturnKey

Field = tuple[str, str]
"""An address within a record and, of lists whose records count in units of their own, the code of the record."""
_ON_ITS_WAY = FILED | {"queued", "sent"}


class Figure(msgspec.Struct, frozen=True):
    """A figure of one enterprise, or why there is none."""

    value: Decimal | None = None
    why: str = ""
    """``unreadable``, ``exempt`` or blank."""
    records: tuple[tuple[str, Decimal], ...] = ()
    blanks: int = 0
    at: str = ""
    """The address of its cell, of a list that of the first record with one."""


class Loaded(msgspec.Struct, frozen=True):
    """A return as it counts; ``nil`` was declared to have nothing in it."""

    target: Return | None = None
    standing: Standing | None = None
    nil: bool = False

    @property
    def there(self) -> bool:
        """Whether the enterprise reported."""
        return self.nil or (self.target is not None and bool(self.target.cells))


class Reader:
    """Reads returns of one enterprise, each once. Used on the store's thread."""

    def __init__(self, session: Session, pack: Pack, books: Books, firm: str, basis: Basis) -> None:
        self._session = session
        self._pack = pack
        self._books = books
        self._firm = firm
        self._basis = basis
        self._root = root_of(books, firm)
        self._loaded: dict[tuple[str, Period], Loaded] = {}
        self._figures: dict[tuple[str, Period], dict[Field, Figure] | None] = {}

    def loaded(self, form: Form, period: Period) -> Loaded:
        """The return as it counts."""
        place = (form.code, period)
        if place not in self._loaded:
            self._loaded[place] = self._load(form, period)
        return self._loaded[place]

    def figures(self, form: Form, period: Period) -> Mapping[Field, Figure] | None:
        """Every figure of the return; None where the enterprise did not report."""
        place = (form.code, period)
        if place not in self._figures:
            found = self.loaded(form, period)
            self._figures[place] = self._read(form, period, found) if found.there else None
        return self._figures[place]

    def measure(self, form: Form, made_from: Terms, field: Field) -> Figure:
        """A figure over a range of reports; without a value as soon as one of them has none."""
        found = [(self._at(form, period, field), sign) for period, sign in made_from]
        if len(found) == 1:
            return found[0][0]
        lacking = next((figure for figure, _ in found if figure.value is None), None)
        if lacking is not None:
            return lacking
        return Figure(sum((sign * (figure.value or Decimal(0)) for figure, sign in found), Decimal(0)))

    def ingredients(self, form: Form, period: Period, codes: frozenset[str]) -> list[Return]:
        """The returns a quotient of the form is made from, with those of their cells alone."""
        kept = []
        for target in self._around(form, period, codes).values():
            cells = {code: cell for code in codes if (cell := target.cells.get(code)) is not None}
            kept.append(Return(*target.key, target.pack, cells))
        return kept

    def _at(self, form: Form, period: Period, field: Field) -> Figure:
        return (self.figures(form, period) or {}).get(field, Figure())

    def _load(self, form: Form, period: Period) -> Loaded:
        key = ReturnKey(self._firm, form.code, period)
        mine = self._books.returns.get(key)
        last = self._books.returns.last_change(key) if mine is not None else 0
        versions = versions_at(self._books, str(key), self._root)
        if self._basis == "filed":
            return self._filed(key, mine, last, versions)
        head = versions[-1] if versions else None
        if head is None:
            return Loaded(mine, Standing("draft") if mine is not None else None)
        nil = head.kind == "nil" and head.state in _ON_ITS_WAY and not (mine is not None and mine.cells)
        return Loaded(mine, Standing(head.state, last > head.change_seq), nil)

    def _filed(self, key: ReturnKey, mine: Return | None, last: int, versions: list[Version]) -> Loaded:
        """What the bureau holds, as it was filed: changes made here since are taken off again."""
        head = next((each for each in reversed(versions) if each.state in FILED), None)
        known = elsewhere.kept(self._books, self._root, str(key))
        theirs = known.theirs if known is not None and known.theirs.state in FILED else None
        if theirs is not None and (head is None or not below(head, versions, theirs.version_id)):
            target = to_return(theirs.document, key, self._session.shelf.version(theirs.pack)).content
            return Loaded(target, Standing(theirs.state), theirs.kind == "nil")
        if head is None or head.kind == "withdrawal":
            return Loaded()
        edited = last > head.change_seq
        filed = self._books.changes.rewound(mine, head.change_seq) if mine is not None and edited else mine
        return Loaded(filed, Standing(head.state, edited), head.kind == "nil")

    def _read(self, form: Form, period: Period, found: Loaded) -> dict[Field, Figure]:
        target = found.target
        if target is None or found.nil:
            return {}
        sorting = sorted_form(self._pack, form.code)
        cells = {**target.cells, **self._computed(form, period, sorting)}
        return _gathered(form, target, cells, sorting, _within_others(self._pack, form, target))

    def _computed(self, form: Form, period: Period, sorting: Sorting) -> dict[str, Cell]:
        """Computed indicators are not stored: they are made here, of this enterprise's own figures."""
        if not sorting.computed:
            return {}
        around = self._around(form, period, sorting.sources)
        made = compute(Snapshot(self._pack, self._firm, around), form.code, period)
        return {address: cell for address, cell in made.items() if cell is not None}

    def _around(self, form: Form, period: Period, codes: frozenset[str]) -> dict[tuple[str, str], Return]:
        """The returns an expression may look at from here."""
        found, pack = {}, self._pack
        for code in {form.code, *(pack.home[each] for each in codes)}:
            home = pack.forms[code]
            at = period if code == form.code else home.period_of(period)
            for each in (at, home.previous(at), at.last_year(), at.year_end()):
                target = self.loaded(home, each).target if each is not None else None
                if each is not None and target is not None:
                    found[code, str(each)] = target
        return found


def _within_others(pack: Pack, form: Form, target: Return) -> frozenset[str]:
    """Records whose figures are in those of another record too: smartphones are listed beside phones."""
    key = form.indicators.get(form.row_key or "")
    codes = pack.lists[key.list].codes if key is not None and key.list else {}
    if not any(code.parent for code in codes.values()):
        return frozenset()
    rows = {row: _code_of(form, target, row) for row in target.rows.get(form.code, ())}
    listed, found = set(rows.values()), set()
    for row, own in rows.items():
        above = codes[own].parent if own in codes else ""
        while above and above not in listed:
            above = codes[above].parent if above in codes else ""
        if above:
            found.add(row)
    return frozenset(found)


def _gathered(
    form: Form, target: Return, cells: Mapping[str, Cell], sorting: Sorting, within: frozenset[str]
) -> dict[Field, Figure]:
    """Cells by field, those of records added up; records ``within`` others count only where they stand alone."""
    records: dict[Field, list[tuple[str, Decimal]]] = defaultdict(list)
    lacking: dict[Field, list[str]] = defaultdict(list)
    first: dict[Field, str] = {}
    for field, where, cell in _numbers(form, target, cells, sorting):
        if where.row in within and not field[1]:
            continue
        first.setdefault(field, str(where))
        if isinstance(cell.value, Decimal):
            records[field].append((_key_of(form, target, where.row), cell.value))
        else:
            lacking[field].append("exempt" if cell.na is not None else "unreadable")
    rows = len(target.rows.get(form.code, ())) - len(within)
    found = {}
    for field in records.keys() | lacking.keys():
        if "unreadable" in lacking[field] or not records[field]:
            why = "unreadable" if "unreadable" in lacking[field] else "exempt"
            found[field] = Figure(why=why, at=first[field])
            continue
        listed = tuple(records[field]) if form.shape == "rows" else ()
        blanks = max(rows - len(listed) - len(lacking[field]), 0) if listed and not field[1] else 0
        total = sum((value for _, value in records[field]), Decimal(0))
        found[field] = Figure(total, "", listed, blanks, first[field])
    return found


def _numbers(
    form: Form, target: Return, cells: Mapping[str, Cell], sorting: Sorting
) -> Iterator[tuple[Field, Address, Cell]]:
    """Cells of indicators that are added up, or made anew of what is."""
    for address, cell in cells.items():
        where = parse(address)
        if where.table not in (None, form.code):
            continue
        line = f"{where.code}.{where.part}" if where.part else where.code
        if line not in sorting.lines:
            continue
        try:
            spec_at(form, where)
        except LookupError:
            continue  # of a version of the definitions that had it
        field = address.rpartition("].")[2]
        yield (field, _code_of(form, target, where.row) if line in sorting.split else ""), where, cell


def _key_of(form: Form, target: Return, row: str | None) -> str:
    cell = target.cells.get(f"{form.code}[{row}].{form.row_key}") if row and form.row_key else None
    return cell.text if cell else ""


def _code_of(form: Form, target: Return, row: str | None) -> str:
    """The code a record of a list is kept under."""
    cell = target.cells.get(f"{form.code}[{row}].{form.row_key}")
    return str(cell.value) if cell is not None and cell.value is not None else ""
