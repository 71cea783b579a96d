"""What error location answers: proposals with their evidence, the smallest sets of cells, what was left out."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

import msgspec

from forms.findings import Level
from forms.words import Words

Kind = Literal[
    "sign",
    "unit",
    "transposed",
    "mistyped",
    "dropped",
    "doubled",
    "swapped",
    "omission",
    "balance",
]
"""``unit``: ×10 … ×10,000 or the inverse; ``dropped``: a digit was left out; ``doubled``: one too many;
``balance``: no typical slip, but the one value the other cells leave."""

LeftOutWhy = Literal["not-linear", "not-numeric", "undecided", "broken", "too-many-cases"]


class CellChange(msgspec.Struct, frozen=True):
    """One cell of a proposal as it is and as it would be; ``new`` is empty where only the place is known."""

    address: str
    name_zh: str
    name_en: str
    old: str
    new: str


class Settled(msgspec.Struct, frozen=True, order=True):
    """One failed rule at one place: ``code`` is the line of a rule that speaks of several, ``row`` its row."""

    rule: str
    code: str = ""
    row: str = ""


class Proposal(msgspec.Struct, frozen=True, kw_only=True):
    """What was probably meant. Applying it settles every rule of ``settles`` and makes no error of a right one."""

    kind: Kind
    cells: tuple[CellChange, ...]
    settles: tuple[Settled, ...]
    raises: tuple[Settled, ...] = ()
    """Queries and hints that would fail afterwards and do not now."""
    evidence: tuple[Words, ...] = ()
    score: float = 0.0
    """Log odds against the other proposals of the same return; larger is likelier."""

    @property
    def texts(self) -> dict[str, str]:
        """The texts to type by address."""
        return {cell.address: cell.new for cell in self.cells}

    @property
    def complete(self) -> bool:
        """Whether every new value is known, so that it can be applied."""
        return all(cell.new for cell in self.cells)


class CellSet(msgspec.Struct, frozen=True):
    """Cells which, changed together, could make every failed rule hold; ``proven`` when a solution was found."""

    addresses: tuple[str, ...]
    weight: float
    proven: bool = True


class LeftOut(msgspec.Struct, frozen=True):
    """A failed or undecided rule that the search for sets of cells could not use."""

    rule: str
    level: Level
    why: LeftOutWhy
    words: Words


class Location(msgspec.Struct, frozen=True):
    """The answer for one return; all empty when nothing failed."""

    proposals: tuple[Proposal, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    minimal_sets: tuple[CellSet, ...] = ()
    timed_out: bool = False


class Range(msgspec.Struct, frozen=True):
    """From ``low`` to ``high``, both included; None is without bound."""

    low: Decimal | None = None
    high: Decimal | None = None

    def __contains__(self, value: Decimal) -> bool:
        return (self.low is None or self.low <= value) and (self.high is None or value <= self.high)

    def meet(self, other: Range) -> Range | None:
        """What both hold; None when nothing."""
        lows = [low for low in (self.low, other.low) if low is not None]
        highs = [high for high in (self.high, other.high) if high is not None]
        low, high = max(lows, default=None), min(highs, default=None)
        return None if low is not None and high is not None and low > high else Range(low, high)
