"""Figures with more decimals than are asked for, rounded half up: one, a column's or all, each time as one act."""

from __future__ import annotations

import msgspec

from client.usecases.returns.editing import Draft
from client.usecases.returns.outcome import Outcome
from forms.findings import Finding
from forms.returns import FINER, Cell, Origin
from forms.values.canonical import plain
from forms.values.numbers import read_number
from forms.values.units import rounded

TOO_MANY = "value.too-many-decimals"


class Rounding(msgspec.Struct, frozen=True):
    """Cells that can be rounded together."""

    addresses: tuple[str, ...]
    old: str
    new: str
    """What the cell asked about says now, and would say."""
    scale: int
    """Decimals it is rounded to."""
    whole: bool = False
    """Whether every such cell of the return is meant."""


def roundings(draft: Draft, finding: Finding) -> tuple[Rounding, ...]:
    """What a finding about too many decimals offers: its cell, the column of the list, everything in the return.

    Each only where it is more than the one before; nothing for another finding.
    """
    asked = finding.cells[0].address if finding.rule == READ and finding.cells else ""
    cell = _rounded(draft, asked) if asked else None
    if cell is None:
        return ()
    every = [f.cells[0].address for f in draft.findings if f.rule == READ and _is_too_long(draft, f)]
    column = [address for address in every if _field(address) == _field(asked)]
    _, spec = draft.place(asked)
    scale = spec.decimals
    made = [Rounding((asked,), cell.origin.raw, cell.text, scale)]
    if draft.form.shape == "rows" and len(column) > 1:
        made.append(Rounding(tuple(column), cell.origin.raw, cell.text, scale))
    if len(every) > len(made[-1].addresses):
        made.append(Rounding(tuple(every), cell.origin.raw, cell.text, scale, whole=True))
    return tuple(made)


def apply(draft: Draft, rounding: Rounding) -> Outcome | None:
    """Round them; what was typed stays with each as its origin. None when none of them needs it any more."""
    cells = ((address, _rounded(draft, address)) for address in rounding.addresses)
    return draft.put({address: cell for address, cell in cells if cell is not None}, "repair")


def _is_too_long(draft: Draft, finding: Finding) -> bool:
    cell = draft.cell(finding.cells[0].address) if finding.cells else None
    return cell is not None and cell.problem == TOO_MANY


def _rounded(draft: Draft, address: str) -> Cell | None:
    """The cell as it would be. Its sums may be off by the last digit, as after an import from a finer unit."""
    cell = draft.cell(address)
    number = read_number(cell.text) if cell is not None and cell.problem == TOO_MANY else None
    if number is None:
        return None
    _, spec = draft.place(address)
    value = rounded(number.value, spec.decimals)
    return Cell(plain(value), value, origin=Origin("repair", raw=plain(number.value), unit=FINER))


def _field(address: str) -> str:
    return address.rpartition("].")[2]


READ = "READ"
"""The built-in check for what cannot be read."""
