"""The return as error location sees it: which cells may be changed, what they hold, and which must be filled."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal

import msgspec

from forms.addresses import parse
from forms.checking import Snapshot
from forms.completeness import is_blank, missing_required
from forms.locating.lifting import Cells
from forms.locating.ruling import made_of
from forms.pack.model import NUMERIC, Form, Indicator, Spec
from forms.pack.places import indicator_at, spec_at
from forms.periods import Period
from forms.problems import FormsError
from forms.returns import Cell, Return
from forms.rules.binding import Binder
from forms.rules.scope import Books

BLANK = frozenset({"REQ", "READ"})
"""The built-in checks that a required place is filled and that a cell can be read."""


class Record(msgspec.Struct, frozen=True, eq=False):
    """One return ready for the search. ``specs`` are of all its numeric cells, blank ones too, in form order.

    Of a long list only the rows in which something failed may be laid out (``by_row``).
    """

    snapshot: Snapshot
    form: Form
    period: Period
    target: Return
    cells: Cells
    specs: dict[str, Spec]
    indicators: dict[str, Indicator]
    by_row: bool = False

    def blank_rule(self, address: str) -> str:
        """The built-in check a cell of ``needed`` fails."""
        return "READ" if address in self.target.cells else "REQ"

    def books(self) -> Books:
        return Books(self.snapshot.pack, self.snapshot.returns, self.form.code, self.period)


def record_of(snapshot: Snapshot, form: str, period: Period, *, by_row: bool = False) -> Record:
    """Lay a return out; one that is not in the snapshot is blank.

    Raises ``FormsError('form.unknown')``.
    """
    definition = snapshot.pack.forms.get(form)
    if definition is None:
        raise FormsError("form.unknown", form=form)
    target = snapshot.returns.get((form, str(period))) or Return(snapshot.firm, form, period, snapshot.pack.name)
    books = Books(snapshot.pack, snapshot.returns, form, period)
    specs, indicators = _numeric(definition, target, period)
    needed = _needed(books, target, specs)
    values = {a: v for a in specs if isinstance(v := _value(target.cells.get(a)), Decimal)}
    computed = frozenset(a for a, i in indicators.items() if i.computed or i.preset)
    values = {address: value for address, value in values.items() if address not in computed}
    blank = frozenset(a for a in specs if is_blank(target.cells.get(a)))
    cells = Cells(
        form=form,
        period=str(period),
        binder=Binder(snapshot.pack),
        values=values,
        optional=blank - needed - computed,
        needed=needed - computed,
        signed=frozenset(address for address, spec in specs.items() if spec.signed),
        computed=frozenset(address for address, indicator in indicators.items() if indicator.computed),
        step=min((Decimal(1).scaleb(-spec.decimals) for spec in specs.values()), default=Decimal(1)),
        made=made_of(snapshot.pack, form),
    )
    return Record(snapshot, definition, period, target, cells, specs, indicators, by_row)


def _value(cell: Cell | None) -> object:
    return cell.value if cell is not None else None


def _numeric(form: Form, target: Return, period: Period) -> tuple[dict[str, Spec], dict[str, Indicator]]:
    """Every numeric cell the return has or may have, in the order of the form."""
    specs: dict[str, Spec] = {}
    indicators: dict[str, Indicator] = {}
    for address in (*_asked(form, target, period), *target.cells):
        if address in specs:
            continue
        try:
            place = parse(address)
            spec, indicator = spec_at(form, place), indicator_at(form, place)
        except (FormsError, LookupError):
            continue
        if spec.type in NUMERIC:
            specs[address], indicators[address] = spec, indicator
    return specs, indicators


def _asked(form: Form, target: Return, period: Period) -> Iterator[str]:
    prefixes: Iterable[str] = [""]
    if form.shape == "rows":
        prefixes = [f"{form.code}[{row}]." for row in target.rows.get(form.code, ())]
    for prefix in prefixes:
        for indicator in form.asked_indicators(period):
            if indicator.table:
                continue
            names = [f"{indicator.code}.{part}" for part in indicator.parts] or [indicator.code]
            for name in names:
                yield prefix + name
                for column in indicator.columns:
                    yield f"{prefix}{name}@{column}"


def _needed(books: Books, target: Return, specs: dict[str, Spec]) -> frozenset[str]:
    """Numeric cells that are required and blank, or cannot be read."""
    if not target.cells:
        return frozenset()
    blank = {ref.address for finding in missing_required(books) for ref in finding.cells}
    unreadable = {a for a, cell in target.cells.items() if cell.problem is not None and cell.value is None}
    return frozenset((blank | unreadable) & specs.keys())
