"""A return begun with one version of a pack, carried over to another: what stays, what is read anew, what is lost.

Nothing is changed here: the answer is a ``Change`` whose inverse leads back, and what a person must be told of it.
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from forms.addresses import Address, parse
from forms.pack.model import NUMERIC, Form, Pack, Spec
from forms.pack.places import indicator_at, spec_at
from forms.problems import FormsError
from forms.returns import Cell, Change, Edit, Explained, Origin, PackEdit, Return, RowsEdit
from forms.values.reading import read
from forms.values.units import unit

_READ_BY = ("type", "scale", "signed", "unit", "list")
"""What decides how a text is read; where none of it changed the cell stays as it is."""


class Moved(msgspec.Struct, frozen=True):
    """One filled cell that does not simply stay. ``to`` is blank where it has no place any more; ``text`` and
    ``after`` are what stood and will stand there, in ``unit`` and ``unit_after``."""

    address: str
    to: str
    text: str
    after: str
    problem: str | None = None
    unit: str = ""
    unit_after: str = ""


class Migration(msgspec.Struct, frozen=True):
    """``change`` carries the return over; ``moved`` are the cells to look at, ``dropped`` explanations of rules
    that are gone."""

    change: Change
    moved: tuple[Moved, ...] = ()
    dropped: tuple[str, ...] = ()

    @property
    def silent(self) -> bool:
        """Nothing a person filled in changes its place, its reading or its words."""
        return not self.moved and not self.dropped


def migration(target: Return, old: Pack, new: Pack) -> Migration:
    """How ``target`` goes over from ``old`` to ``new``.

    Raises ``FormsError('pack.form-gone')`` when the new version no longer asks for the form.
    """
    if target.form not in new.forms:
        raise FormsError("pack.form-gone", form=old.forms[target.form].words, version=new.version)
    form, former = new.forms[target.form], old.forms[target.form]
    renamed = {indicator.formerly: code for code, indicator in form.indicators.items() if indicator.formerly}
    edits: list[Edit] = []
    moved: list[Moved] = []
    for address, cell in target.cells.items():
        if cell.origin.source == "computed":
            continue
        place = _renamed(address, renamed)
        before, after = _spec(former, address), _spec(form, place)
        fresh = None if after is None else _reread(cell, before, after, new)
        if place == address and fresh == cell:
            continue
        edits.append(Edit(address, cell, None if place != address else fresh))
        if place != address and fresh is not None:
            edits.append(Edit(place, None, fresh))
        units = before.unit if before else "", after.unit if after else ""
        moved.append(_told(address, place, cell, fresh, units))
    rows = tuple(_rows(target, form, renamed))
    dropped = tuple(key for key, each in target.explanations.items() if each.rule not in new.rules)
    change = Change(
        firm=target.firm,
        form=target.form,
        period=target.period,
        edits=tuple(edits),
        rows=rows,
        explained=tuple(Explained(key, target.explanations[key], None) for key in dropped),
        source="migrated",
        pack=PackEdit(target.pack, new.version),
    )
    return Migration(change, tuple(moved), dropped)


def _told(address: str, place: str, cell: Cell, fresh: Cell | None, units: tuple[str, str]) -> Moved:
    if fresh is None:
        return Moved(address, "", cell.text, "", unit=units[0])
    problem = fresh.problem if fresh.problem != cell.problem else None
    return Moved(address, place, cell.text, fresh.text, problem, *units)


def _renamed(address: str, renamed: dict[str, str]) -> str:
    """The address under the new version's codes: a child table's rows go with their indicator."""
    code = parse(address).code
    return address.replace(code, renamed[code]) if code in renamed else address


def _spec(form: Form, address: str) -> Spec | None:
    """What is asked at an address; None where the form has no such place, or works it out itself."""
    try:
        where: Address = parse(address)
        indicator = indicator_at(form, where)
        return None if indicator.computed else spec_at(form, where)
    except (LookupError, FormsError):
        return None


def _reread(cell: Cell, before: Spec | None, after: Spec, new: Pack) -> Cell:
    """The cell under its new definition: as it is, converted into another unit, or read again."""
    if cell.na is not None and not cell.text:
        return cell
    if before is not None and all(getattr(before, name) == getattr(after, name) for name in _READ_BY):
        if not after.list:
            return cell
        again = read(cell.text, after, new)  # the list's codes may have changed under its name
        return cell if (again.value, again.problem) == (cell.value, cell.problem) else _with_origin(again, cell)
    if before is not None and _converts(before, after) and cell.value is not None:
        text = f"{cell.value}{before.unit}"
        fresh = read(text, after, new)
        if fresh.problem is None:
            shown = str(fresh.value)
            origin = Origin(cell.origin.source, cell.origin.place, raw=str(cell.value), unit=before.unit)
            return Cell(shown, fresh.value, None, None, origin)
    return _with_origin(read(cell.text, after, new), cell)


def _with_origin(fresh: Cell, cell: Cell) -> Cell:
    return Cell(fresh.text, fresh.value, fresh.problem, fresh.na, cell.origin)


def _converts(before: Spec, after: Spec) -> bool:
    if before.type not in NUMERIC or after.type not in NUMERIC or before.unit == after.unit:
        return False
    one, other = unit(before.unit), unit(after.unit)
    return one is not None and other is not None and one.base == other.base


def _rows(target: Return, form: Form, renamed: dict[str, str]) -> Iterator[RowsEdit]:
    """Child tables that moved or are gone; the form's own rows stay."""
    for table, ids in target.rows.items():
        if table == target.form:
            continue
        code = table.partition("[")[0] if "." not in table else table.rpartition(".")[2]
        kept = renamed.get(code, code)
        holds = kept in form.indicators and bool(form.indicators[kept].table)
        if kept == code and holds:
            continue
        yield RowsEdit(table, tuple(ids), ())
        if holds:
            yield RowsEdit(table.replace(code, kept), (), tuple(ids))
