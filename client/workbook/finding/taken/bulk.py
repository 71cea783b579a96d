"""Whole columns of a long list at once. What is not like the rest is *odd* and left to be read cell by cell."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import msgspec

from client.workbook.model import Coded, Column, Scalar, as_scalar, as_shown, as_text
from forms.blocks import Figures, Words
from forms.returns import Value
from forms.values.units import unit

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]
    Mask = NDArray[np.bool_]

_EXACT = 10**15
"""Below it a figure of these decimals is one of the 15 digits that a workbook shows."""
_LONGEST = 2**62
_DECIMALS = (0, 2, 6)

Read = tuple[str, Value, str]
"""Canonical text, value, and the content as the workbook has it."""


class Bulk(msgspec.Struct, frozen=True, eq=False):
    """A column read, and which of its rows are odd."""

    body: Figures | Words
    odd: Mask

    def without_lost(self) -> Bulk:
        """The column, where figures that were rounded to nothing are odd."""
        body = self.body
        if isinstance(body, Words) or body.raw is None:
            return self
        lost = (body.steps == 0) & (body.raw != 0)
        blank = lost if body.blank is None else body.blank | lost
        return Bulk(msgspec.structs.replace(body, blank=blank), self.odd | lost) if lost.any() else self


def figures(column: Column, rows: Ints, from_unit: str, to_unit: str, scale: int) -> Bulk | None:
    """Plain doubles, converted and rounded half up once; ``rows`` count from the first cell after the head.

    None for units that cannot be converted. Odd are figures of more digits than whole numbers hold.
    """
    import numpy as np

    ratio = _ratio(from_unit, to_unit)
    if ratio is None:
        return None
    given = np.frombuffer(column.numbers, np.float64)[rows]
    blank = np.isnan(given)
    filled = np.where(blank, 0.0, given)
    parts, decimals, exact = _parts(filled)
    factor = ratio * Fraction(10**scale, 10**decimals)
    fits = np.abs(parts) <= (_LONGEST - factor.denominator) // (2 * factor.numerator)
    steps = _times(np.where(fits, parts, 0), factor)
    odd = ~(exact & fits)
    steps[odd] = 0
    raw = None if _same(steps, scale, parts, decimals, odd) else parts
    missing = blank | odd
    return Bulk(Figures(steps, scale, missing if missing.any() else None, raw, decimals), odd)


def _parts(filled: NDArray[np.float64]) -> tuple[Ints, int, Mask]:
    """The figures as whole numbers of the fewest decimals that suffice, and which of them are exactly that."""
    import numpy as np

    for decimals in _DECIMALS:
        shifted = np.rint(filled * 10**decimals)
        exact = (shifted / 10**decimals == filled) & (np.abs(shifted) < _EXACT)
        if exact.all():
            break
    return np.where(exact, shifted, 0).astype(np.int64), decimals, exact


def _ratio(from_unit: str, to_unit: str) -> Fraction | None:
    if from_unit == to_unit:
        return Fraction(1)
    source, target = unit(from_unit), unit(to_unit)
    if source is None or target is None:
        return None
    return Fraction(source.factor) / Fraction(target.factor)


def _times(parts: Ints, factor: Fraction) -> Ints:
    """Times ``factor``, rounded half away from zero."""
    import numpy as np

    if factor.denominator == 1:
        return parts * factor.numerator
    doubled = np.abs(parts) * (2 * factor.numerator) + factor.denominator
    result: Ints = np.sign(parts) * (doubled // (2 * factor.denominator))
    return result


def _same(steps: Ints, scale: int, parts: Ints, decimals: int, odd: Mask) -> bool:
    """Whether the workbook's figures are the returns' own."""
    more, less = 10 ** max(decimals - scale, 0), 10 ** max(scale - decimals, 0)
    return bool(((steps * more == parts * less) | odd).all())


def words(column: Column, rows: Ints, read: Callable[[Scalar], Read | None]) -> Bulk:
    """Contents of any kind; each different one is read once. Odd are those that ``read`` gives nothing for."""
    import numpy as np

    contents, codes = _distinct(column, rows)
    listed: dict[Read, int] = {}
    places = np.full(len(contents) + 1, -1, np.int32)
    strange = np.zeros(len(contents) + 1, np.bool_)
    for number, content in enumerate(contents):
        scalar = as_scalar(content)
        if scalar is None:
            continue
        done = None if isinstance(scalar, bool) else read(scalar)
        if done is None:
            strange[number] = True
        else:
            places[number] = listed.setdefault(done, len(listed))
    return Bulk(_listed(places[codes], list(listed)), strange[codes])


def texts(column: Column, rows: Ints) -> Bulk | None:
    """A column of texts that are their own values; None when it holds anything else."""
    import numpy as np

    contents, codes = _distinct(column, rows)
    if set(map(type, contents)) - {str}:
        return None
    if as_shown(contents):
        shown = values = list(contents)
    else:
        shown = list(map(as_text, contents))
        if any(content and not text for content, text in zip(contents, shown, strict=True)):
            return None  # spaces alone
        values = shown
    if not unicodedata.is_normalized("NFC", "\n".join(values)):
        values = [unicodedata.normalize("NFC", text) for text in shown]
    filled = np.array(list(map(bool, contents)), np.bool_)
    where = np.where(filled, np.arange(len(shown)), -1).astype(np.int32)
    body = Words(where[codes], shown, values)
    return Bulk(body, np.zeros(len(codes), np.bool_))


def _listed(codes: NDArray[np.int32], listed: list[Read]) -> Words:
    shown = [text for text, _, _ in listed]
    values = [value for _, value, _ in listed]
    raws = [None if raw == text else raw for text, _, raw in listed]
    own = all(type(value) is str for value in values) and shown == values
    return Words(codes, shown, shown if own else values, raws if any(raw is not None for raw in raws) else ())


def _distinct(column: Column, rows: Ints) -> tuple[Sequence[Any], NDArray[Any]]:
    """The different contents of some rows, and which one each row holds."""
    import numpy as np

    if column.kind == "number":
        numbers, codes = np.unique(np.frombuffer(column.numbers, np.float64)[rows], return_inverse=True)
        return numbers.tolist(), codes
    if isinstance(column.values, Coded):
        return column.values.words, np.frombuffer(column.values.codes, np.intc)[rows]
    held = column.values
    if column.kind == "text" and len(rows) >= len(held) == len(set(held)):
        return held, rows  # names and keys: each row holds its own
    chosen = held if len(rows) == len(held) else [held[row] for row in rows.tolist()]
    # True equals 1.0, and a decimal its double: the kind is a part of what tells contents apart.
    plain = set(map(type, chosen)) == {str}
    keys = chosen if plain else [(type(content), content) for content in chosen]
    distinct: list[Any] = list(dict.fromkeys(keys))
    if len(distinct) == len(chosen):
        return chosen, np.arange(len(chosen))
    known = {key: number for number, key in enumerate(distinct)}
    codes = np.fromiter(map(known.__getitem__, keys), np.int64, len(chosen))
    return (distinct if plain else [content for _, content in distinct]), codes
