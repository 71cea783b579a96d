"""One pass of an expression over rows of a table."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol

import numpy as np

from forms.columns.values import Column, Ints, Mask, taken
from forms.periods import Period
from forms.rules.binding import Place

Shifts = tuple[str, ...]


class Columns(Protocol):
    """A table as the expressions see it."""

    period: Period
    memo: dict[Any, Any]

    @property
    def size(self) -> int: ...

    @property
    def starts(self) -> Ints: ...

    def column(self, place: Place, shifts: Shifts) -> Column: ...

    def typed(self, key: str, fields: tuple[str, ...], shifts: Shifts) -> Mask: ...


class Batch:
    """Rows an expression is evaluated over at once.

    A ``plain`` pass takes every cell for known: the rows in which one is not are stopped, as are rows whose
    integers would not fit. The next pass takes the stopped rows with their reasons, and stops those it cannot
    settle for the closures.
    """

    __slots__ = ("plain", "rows", "size", "stopped", "table")

    def __init__(self, table: Columns, rows: Ints | None = None, *, plain: bool) -> None:
        self.table = table
        self.rows = rows
        self.plain = plain
        self.size = table.size if rows is None else len(rows)
        self.stopped: Mask | None = None

    def stop(self, rows: Mask) -> None:
        """Leave these rows to the next pass; a mask of one entry speaks of all rows."""
        if self.stopped is None:
            if rows.any():
                self.stopped = np.broadcast_to(rows, self.size).copy()
        else:
            self.stopped |= rows

    def stop_all(self) -> None:
        self.stop(np.ones(1, np.bool_))

    def left(self) -> Ints:
        """Which of the rows were stopped."""
        return np.zeros(0, np.int64) if self.stopped is None else _set(self.stopped)

    def column(self, place: Place, shifts: Shifts) -> Column:
        """A field of these rows."""
        whole = self.table.column(place, shifts)
        return whole if self.rows is None else taken(whole, self.rows)

    def whole(self) -> Batch:
        """All rows of the table, with their reasons."""
        return Batch(self.table, plain=False)

    def remembered(self, key: object, make: Callable[[], Any]) -> Any:
        """What ``make`` gives, made once per table."""
        memo = self.table.memo
        if key not in memo:
            memo[key] = make()
        return memo[key]


def _set(mask: Mask) -> Ints:
    """``np.flatnonzero``, several times faster where little is set: eight rows are passed over at once."""
    even = len(mask) // 8 * 8
    words = np.flatnonzero(mask[:even].view(np.uint64))
    inner = np.flatnonzero(mask[:even].reshape(-1, 8)[words])
    return np.concatenate([words[inner >> 3] * 8 + (inner & 7), np.flatnonzero(mask[even:]) + even])
