"""A return as the document that is filed."""

from __future__ import annotations

from collections.abc import Mapping

from client.protocol.messages import CellValue, Document, DocumentExplanation, NotApplicable
from forms.addresses import parse
from forms.pack import Pack
from forms.pack.places import spec_at
from forms.returns import Cell, Return
from forms.values.canonical import encode


def document_of(
    target: Return, pack: Pack, people: Mapping[str, str], *, kind: str = "original", reason: str | None = None
) -> Document:
    """The document of a return: canonical values only. Text that could not be read never leaves the client."""
    empty = kind in ("nil", "withdrawal")
    return Document(
        cells={} if empty else _cells(target),
        rows={} if empty else {table: list(ids) for table, ids in target.rows.items() if ids},
        reason=reason,
        people=dict(people),
        explanations=[
            DocumentExplanation(rule=e.rule, at=list(e.at), code=e.code, text=e.text)
            for e in target.explanations.values()
        ],
        rounded=[] if empty else _rounded(target, pack),
    )


def people_of(profile: Return | None, pack: Pack) -> dict[str, str]:
    """Who signs, from the enterprise profile: the signature block of every form is kept there once."""
    cells = profile.cells if profile else {}
    return {role: cells[code].text for role, code in pack.profile.people.items() if code in cells}


def _cells(target: Return) -> dict[str, CellValue]:
    return {
        address: _value(cell)
        for address, cell in sorted(target.cells.items())
        if cell.na is not None or cell.value is not None
    }


def _rounded(target: Return, pack: Pack) -> list[str]:
    """Figures rounded from a finer unit: the endpoint must allow their sums what the client allowed them."""
    form = pack.forms[target.form]
    return [
        address
        for address, cell in sorted(target.cells.items())
        if cell.value is not None and cell.origin.rounded_to(spec_at(form, parse(address)).unit)
    ]


def _value(cell: Cell) -> CellValue:
    if cell.na is not None:
        return NotApplicable(na=cell.na)
    if isinstance(cell.value, tuple):
        return list(cell.value)
    assert cell.value is not None
    return encode(cell.value)[1]
