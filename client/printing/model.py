"""What stands on a sheet of paper, without saying how it is painted."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

Align = Literal["left", "right", "center", "value"]
"""``value``: figures on the right, words on the left."""
LineKind = Literal["line", "section", "part"]


@dataclass(frozen=True)
class Column:
    """A column of a table. ``share`` is its part of the width, as a weight among its neighbours."""

    title: str
    share: float
    align: Align = "left"


@dataclass(frozen=True)
class Line:
    """One line of a table: a text a column, or one text across all of them for a ``section``."""

    cells: tuple[str, ...]
    kind: LineKind = "line"
    figures: bool = False
    """Whether its values are numbers."""
    wide: bool = False
    """Whether its last cell goes on over the columns that are left."""
    inset: bool = False
    """Whether it is of what stands above it."""
    begun: bool = False
    """Whether it goes on with the line above it, which was too high."""
    goes_on: bool = False
    """Whether the line below goes on with it."""


@dataclass(frozen=True)
class Table:
    """Columns and the lines below them; long ones go on over further sheets, the headings with them."""

    columns: tuple[Column, ...]
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class FormPaper:
    """A form as the official table: heading, tables one after the other, notes, who signs, room for the seal."""

    title: str
    left: tuple[str, ...]
    """Beside the title on the left: credit code, name of the unit, period."""
    right: tuple[str, ...]
    """On the right: number of the table, authority, document, validity, unit of measure."""
    tables: tuple[Table, ...]
    people: tuple[tuple[str, str], ...]
    """Role and name of those who sign; a blank name leaves a line to write on."""
    notes: tuple[str, ...] = ()
    mark: str = ""
    """Stands at the foot of every sheet: whether these figures were filed, and under which receipt."""
    landscape: bool = False

    def beginning(self, lines: int) -> FormPaper:
        """The tables until there are so many lines of them; itself where there are no more."""
        kept, left = list[Table](), lines
        for table in self.tables:
            if left <= 0:
                break
            kept.append(replace(table, lines=table.lines[:left]))
            left -= len(table.lines)
        short = tuple(kept)
        return self if short == self.tables else replace(self, tables=short)


@dataclass(frozen=True)
class ReceiptPaper:
    """A receipt as a sheet: what was received, when, and what proves it."""

    title: str
    facts: tuple[tuple[str, str], ...]
    """Name and value, in order."""
    proof: tuple[tuple[str, str], ...]
    """Digests and numbers, set in a type that tells 0 from O."""
    code: str
    """What the QR code says."""
    note: str
    mark: str = ""
