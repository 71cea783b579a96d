"""Where in a workbook a value stands: ``book › sheet › D7``, as its origin keeps it."""

from __future__ import annotations

from typing import NamedTuple

from client.workbook.finding.taken.extraction import Note, NotTaken, note
from client.workbook.model import letters
from client.workbook.reader.marks import place_of

_SEPARATOR = " › "


class Spot(NamedTuple):
    """A cell of a sheet: ``D7``, or the first of a span such as ``B4:J4``; row and column count from 1."""

    sheet: str
    cell: str

    @property
    def row(self) -> int:
        return place_of(self.cell.encode())[0]

    @property
    def column(self) -> int:
        return place_of(self.cell.encode())[1]


def spot_of(place: str) -> Spot:
    """The cell that a place names; a sheet's name may hold a › of its own, a book's does not."""
    _, _, inside = place.partition(_SEPARATOR)
    sheet, _, cell = inside.rpartition(_SEPARATOR)
    return Spot(sheet, cell)


def left_at(place: str, label: str, why: Note) -> NotTaken:
    """What stands in a place, named as not taken."""
    spot = spot_of(place)
    return NotTaken(sheet=spot.sheet, row=spot.row, column=letters(spot.column), label=label, why=why)


def doubled(place: str, address: str, other: object, *, same: bool) -> NotTaken:
    """A value not taken since the one in ``other`` has its address; whether that says the ``same``."""
    code = "left.cell-same" if same else "left.cell-conflict"
    return left_at(place, address, note(code, cell=spot_of(place).cell, name=address, other=other))
