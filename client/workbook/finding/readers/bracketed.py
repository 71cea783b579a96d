"""Positive figures that their number format shows in brackets, where an accountant reads a loss."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from client.workbook.finding.readers.taking import Taking
from client.workbook.finding.taken.extraction import Note, note
from client.workbook.model import reference
from client.workbook.reader.marks import place_of
from forms.words import Listed

Place = tuple[int, int]
_NAMED = 8
"""So many are named before it says …"""


def warned(taking: Taking) -> Iterator[Note]:
    """A remark on those of figures that may be negative: a cost in brackets is merely taken away.

    What the cell holds is taken: whether brackets mean a loss only whoever made the sheet can tell.
    """
    if not taking.sheet.bracketed:
        return
    shown = [place for place in sorted(set(_places(taking))) if _positive(taking.sheet.value(*place))]
    if shown:
        cells = [reference(*place) for place in shown[:_NAMED]]
        more = ["…"] if len(shown) > _NAMED else []
        yield note("warn.bracketed", sheet=taking.sheet.name, count=len(shown), cells=Listed([*cells, *more]))


def _positive(value: object) -> bool:
    return isinstance(value, Decimal) and value > 0


def _places(taking: Taking) -> Iterator[Place]:
    """Cells shown so of which a figure was taken that may be negative."""
    marked = taking.sheet.bracketed
    for found in taking.values:
        place = place_of(found.place.rpartition(" › ")[2].encode())
        if place in marked and _may_be_negative(taking, found.address):
            yield place
    for block in taking.blocks:
        for column in block.columns:
            if _may_be_negative(taking, column.address):
                yield from {(row, column.cells.column) for row in block.rows} & marked


def _may_be_negative(taking: Taking, address: str) -> bool:
    spec = taking.pack.indicator(address.partition("@")[0].partition(".")[0])
    return spec is not None and spec.signed
