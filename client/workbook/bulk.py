"""Whole columns of a long list at once: texts and values as lists, a cell's origin only when it is asked for."""

from __future__ import annotations

from array import array
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

import msgspec

from client.workbook.model import Column, Scalar, as_scalar
from forms.returns import Value
from forms.values.units import unit

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_CENTS = 100
_EXACT = 2**53
"""Below it every whole number is a double of its own."""
_LONGEST = 10**17


class Bulk(msgspec.Struct, frozen=True):
    """A column read: canonical texts (None for a blank) and typed values, in the order of the rows."""

    texts: list[str | None]
    values: list[Value | None]


def numbers(column: Column, from_unit: str, to_unit: str, scale: int) -> Bulk | None:
    """The body of a column of plain doubles, converted and rounded half up once.

    None when the column has other cells, or figures of more than two decimals or too large for whole-number
    arithmetic: then each cell is to be read by itself, with the same outcome.
    """
    if column.kind != "number":
        return None
    cents = _cents(column.numbers)
    factor = _factor(from_unit, to_unit, scale)
    if cents is None or factor is None:
        return None
    whole, blank = cents
    scaled = _scaled(whole, factor)
    if scaled is None:
        return None
    return _written(scaled.tolist(), blank.tolist(), scale)


def _cents(doubles: array[float]) -> tuple[NDArray[np.int64], NDArray[np.bool_]] | None:
    """The figures as whole hundredths, when every one of them is exactly the double of its hundredths."""
    import numpy as np

    given = np.frombuffer(doubles, dtype=np.float64)
    blank = np.isnan(given)
    filled = np.where(blank, 0.0, given)
    cents = np.rint(filled * _CENTS)
    if not bool(np.all((cents / _CENTS == filled) & (np.abs(cents) < _EXACT))):
        return None
    return cents.astype(np.int64), blank


def _factor(from_unit: str, to_unit: str, scale: int) -> Fraction | None:
    """What hundredths of the source are to be multiplied with to give whole steps of the target."""
    ratio = Fraction(1)
    if from_unit != to_unit:
        source, target = unit(from_unit), unit(to_unit)
        if source is None or target is None:
            return None
        ratio = Fraction(source.factor) / Fraction(target.factor)
    return ratio * Fraction(10**scale, _CENTS)


def _scaled(cents: NDArray[np.int64], factor: Fraction) -> NDArray[np.int64] | None:
    """Times ``factor``, rounded half away from zero; None where it would leave the whole numbers."""
    import numpy as np

    largest = int(np.abs(cents).max(initial=0))
    if largest * factor.numerator * 2 + factor.denominator >= _LONGEST:
        return None
    doubled = np.abs(cents) * (2 * factor.numerator) + factor.denominator
    result: NDArray[np.int64] = np.sign(cents) * (doubled // (2 * factor.denominator))
    return result


def _written(steps: list[int], blank: list[bool], scale: int) -> Bulk:
    if scale == 0:
        texts: list[str] = list(map(str, steps))
        values: list[Decimal] = list(map(Decimal, steps))
    else:
        values = [Decimal(step).scaleb(-scale) for step in steps]
        texts = [format(value if value else abs(value), "f") for value in values]
    if not any(blank):
        return Bulk([*texts], [*values])
    return Bulk(
        [None if empty else text for text, empty in zip(texts, blank, strict=True)],
        [None if empty else value for value, empty in zip(values, blank, strict=True)],
    )


def texts(column: Column, read: Callable[[Scalar], tuple[str, Value | None] | None]) -> Bulk | None:
    """The body of a column of any kind; each different content is read once. None when one needs a closer look."""
    written: list[Scalar | float] = list(column.numbers if column.kind == "number" else column.values)
    # True equals 1.0 and nan equals nothing: a column with booleans is read cell by cell, a nan is a blank.
    if any(isinstance(content, bool) for content in written):
        return None
    known: dict[Scalar | float, tuple[str | None, Value | None]] = {}
    for content in set(written):
        scalar = as_scalar(content)
        done = (None, None) if scalar is None else read(scalar)
        if done is None:
            return None
        known[content] = done
    if column.kind == "number":
        written = [content if content == content else None for content in written]
        known[None] = (None, None)
    cells = [known[content] for content in written]
    return Bulk([text for text, _ in cells], [value for _, value in cells])
