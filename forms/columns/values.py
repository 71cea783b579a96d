"""Values of a whole table: exact numbers as scaled integers, texts as ranks in a dictionary, truths as masks.

Every array has one entry per row, or a single one that stands for all rows.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any, Literal, Protocol

import msgspec
import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]
Codes = npt.NDArray[np.int32]
States = npt.NDArray[np.uint8]
Whys = npt.NDArray[np.int16]
Word = str | tuple[str, ...]

Kind = Literal["number", "text", "several", "truth"]

MOST = 2**62
"""No magnitude beyond this is computed with: the sum of two such still is an int64."""
KNOWN, BLANK, UNREADABLE, WAIVED, NO_RETURN, BEFORE, ODD = range(7)
"""States of a cell: a value; none, and why; a value the column cannot hold, left to the closures."""


class Num(msgspec.Struct, frozen=True, eq=False):
    """``top / bottom / 10**scale`` exactly; ``bottom`` is positive, None stands for 1.

    ``limit`` and ``low`` bound the magnitudes of ``top`` and ``bottom`` in all rows that were not stopped.
    ``summed`` says that quotients were added: the closures' digits are then cut where these are not.
    """

    top: Ints
    scale: int = 0
    limit: int = MOST
    bottom: Ints | None = None
    low: int = 1
    why: Whys | None = None
    summed: bool = False


class Txt(msgspec.Struct, frozen=True, eq=False):
    """``words[codes]``; the words are sorted, so that the order of codes is the order of texts (and of months)."""

    codes: Codes
    words: Sequence[Any]
    why: Whys | None = None


class Flag(msgspec.Struct, frozen=True, eq=False):
    """True or false per row."""

    holds: Mask
    why: Whys | None = None


Val = Num | Txt | Flag


class Column(msgspec.Struct, frozen=True, eq=False):
    """One field of every row. ``state`` is None when every row has a value; rows without one hold 0, "" or false.

    ``refined`` marks figures rounded from a finer unit; ``odd`` keeps the cells no column can hold, by row.
    """

    value: Val
    state: States | None = None
    refined: Mask | None = None
    odd: dict[int, Any] = {}
    gaps: Mask | None = None
    """Where ``state`` is not ``KNOWN``; kept for whole columns only."""


class Stopper(Protocol):
    """What takes note of the rows that one pass cannot settle."""

    def stop(self, rows: Mask) -> None: ...


def column(
    value: Val, state: States | None = None, refined: Mask | None = None, odd: dict[int, Any] | None = None
) -> Column:
    """A column with its masks in shortest form."""
    odd = odd or {}
    gaps = None if state is None else state != KNOWN
    if gaps is None or not gaps.any():
        return Column(value, None, _some(refined), odd)
    return Column(value, state, _some(refined), odd, gaps)


def _some(mask: Mask | None) -> Mask | None:
    return mask if mask is not None and mask.any() else None


def taken(column: Column, rows: Ints) -> Column:
    """The column at some rows."""
    value = column.value
    picked: Val
    if isinstance(value, Num):
        picked = Num(at(value.top, rows), value.scale, value.limit)
    elif isinstance(value, Txt):
        picked = Txt(at(value.codes, rows), value.words)
    else:
        picked = Flag(at(value.holds, rows))
    state = None if column.state is None else at(column.state, rows)
    refined = None if column.refined is None else at(column.refined, rows)
    return Column(picked, state, refined)


def at(array: npt.NDArray[Any], rows: Ints) -> npt.NDArray[Any]:
    """Some rows of an array; one that stands for all rows is left as it is."""
    return array if len(array) == 1 else array[rows]


def constant(value: Decimal | str | bool | tuple[str, ...]) -> Val | None:
    """A value that is the same in every row; None for a number beyond the integers."""
    if isinstance(value, bool):
        return Flag(np.array([value]))
    if isinstance(value, Decimal):
        scale = max(0, -int(value.normalize().as_tuple().exponent)) if value else 0
        top = scaled(value, scale)
        return None if top is None else Num(np.array([top], np.int64), scale, abs(top))
    return Txt(np.zeros(1, np.int32), (value,))


def scaled(value: Decimal, scale: int) -> int | None:
    """``value × 10**scale`` as an integer below ``MOST``; None when it is none."""
    if not value.is_finite() or value.adjusted() > 20 or scale > 18:
        return None
    shifted = value.scaleb(scale) if scale else value
    whole = int(shifted)
    return whole if whole == shifted and -MOST < whole < MOST else None


def ranked(texts: Iterable[Word]) -> tuple[Codes, tuple[Any, ...]]:
    """Codes of the texts and the sorted dictionary they point into; at least one word."""
    found = list(texts)
    words = tuple(sorted(set(found))) or ("",)
    rank = {word: code for code, word in enumerate(words)}
    return np.array([rank[word] for word in found], np.int32), words


def limit_of(top: Ints) -> int:
    """The largest magnitude in an array."""
    return max(int(top.max()), -int(top.min())) if len(top) else 0
