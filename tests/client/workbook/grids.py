"""Small sheets written as rows of Python values, for tests that need no file."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, time
from decimal import Decimal

from client.workbook.model import Column, Range, Scalar, Sheet

Place = tuple[int, int]


def scalar(value: object) -> Scalar:
    """A Python value as a cell holds it: numbers are exact decimals."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return Decimal(str(value))
    assert value is None or isinstance(value, str | bool | date | time | Decimal)
    return value


def grid(
    rows: Iterable[Sequence[object]],
    name: str = "表",
    *,
    top: int = 1,
    left: int = 1,
    hidden: bool = False,
    merged: tuple[Range, ...] = (),
    percents: Iterable[Place] = (),
    errors: Iterable[Place] = (),
    uncached: Iterable[Place] = (),
) -> Sheet:
    """A sheet of these rows; short rows are filled up with blanks."""
    table = [[scalar(value) for value in row] for row in rows]
    width = max((len(row) for row in table), default=0)
    columns = zip(*(row + [None] * (width - len(row)) for row in table), strict=True)
    return Sheet(
        name=name,
        hidden=hidden,
        top=top,
        left=left,
        height=len(table),
        columns=tuple(Column(list(column)) for column in columns),
        merged=merged,
        percents=frozenset(percents),
        errors=frozenset(errors),
        uncached=frozenset(uncached),
    )
