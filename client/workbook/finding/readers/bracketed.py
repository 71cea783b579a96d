"""Positive figures that their number format shows in brackets, where an accountant reads a loss."""

from __future__ import annotations

from collections.abc import Iterator

from client.workbook.finding.readers.taking import Taking
from client.workbook.finding.sheets.brackets import Place, remark
from client.workbook.finding.taken.extraction import Note
from client.workbook.finding.taken.places import spot_of


def warned(taking: Taking) -> Iterator[Note]:
    """A remark on those of figures that may be negative: a cost in brackets is merely taken away."""
    if taking.sheet.bracketed:
        yield from remark(taking.sheet, _places(taking))


def _places(taking: Taking) -> Iterator[Place]:
    """Cells shown so of which a figure was taken that may be negative."""
    marked = taking.sheet.bracketed
    for found in taking.values:
        spot = spot_of(found.place)
        place = spot.row, spot.column
        if place in marked and _may_be_negative(taking, found.address):
            yield place
    for block in taking.blocks:
        for column in block.columns:
            if _may_be_negative(taking, column.address):
                yield from {(row, column.cells.column) for row in block.rows} & marked


def _may_be_negative(taking: Taking, address: str) -> bool:
    spec = taking.pack.indicator(address.partition("@")[0].partition(".")[0])
    return spec is not None and spec.signed
