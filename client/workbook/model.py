"""A workbook as the program holds it: sheets of typed columns, places counted from 1 as the person sees them."""

from __future__ import annotations

import math
import re
from array import array
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING, Literal, overload

import msgspec

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Mask = NDArray[np.bool_]

Scalar = Decimal | bool | str | date | time | None
"""A cell's content; None is blank."""

Range = tuple[int, int, int, int]
"""Top row, left column, bottom row, right column."""


def exact(number: float) -> Decimal:
    """A workbook's double as Excel shows it: 15 significant digits."""
    if number == (whole := int(number)) and abs(whole) < 10**15:
        return Decimal(whole)
    return Decimal(f"{number:.15g}")


def as_scalar(content: Scalar | float) -> Scalar:
    """A packed cell's content; NaN and empty text are blanks."""
    if isinstance(content, float):
        return None if math.isnan(content) else exact(content)
    return None if content == "" else content


def plain(number: Decimal) -> str:
    """A decimal without exponent and without idle zeros: ``1234.5``."""
    text = f"{number:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in ("-0", "") else text


def letters(column: int) -> str:
    """7 as ``G``."""
    name = ""
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


def reference(row: int, column: int) -> str:
    """(7, 4) as ``D7``."""
    return f"{letters(column)}{row}"


class Coded(Sequence[str]):
    """Texts that repeat: each different one once, and for each cell which one it is."""

    def __init__(self, words: Sequence[str], codes: array[int]) -> None:
        self.words = words
        self.codes = codes

    @overload
    def __getitem__(self, index: int) -> str: ...
    @overload
    def __getitem__(self, index: slice) -> Coded: ...
    def __getitem__(self, index: int | slice) -> str | Coded:
        if isinstance(index, slice):
            return Coded(self.words, self.codes[index])
        return self.words[self.codes[index]]

    def __len__(self) -> int:
        return len(self.codes)

    def __iter__(self) -> Iterator[str]:
        return map(self.words.__getitem__, self.codes)


class Column:
    """One column's cells from the sheet's first used row on: a mixed head, then a body of one kind.

    Numbers of the body stay packed doubles (NaN for blank) until they are asked for.
    """

    def __init__(
        self,
        head: list[Scalar],
        kind: Literal["blank", "number", "text", "mixed"] = "blank",
        numbers: array[float] | None = None,
        values: Sequence[Scalar | float] = (),
    ) -> None:
        self.head = head
        self.kind = kind
        self.numbers = numbers if numbers is not None else array("d")
        self.values = values

    def __getitem__(self, index: int) -> Scalar:
        if index < len(self.head):
            return self.head[index]
        index -= len(self.head)
        if self.kind == "blank":
            return None
        return as_scalar(self.numbers[index] if self.kind == "number" else self.values[index])

    def strings(self, height: int, most: int | None = None) -> list[str | None]:
        """The cells in a sheet of this height where they are texts, else None; the first ``most`` if given."""
        count = height if most is None else min(height, most)
        head = [value if isinstance(value, str) else None for value in self.head[:count]]
        size = count - len(head)
        held = self.values if size == len(self.values) else self.values[:size]
        body: list[str | None]
        if isinstance(held, Coded):
            shown = [word or None for word in held.words]
            body = list(map(shown.__getitem__, held.codes))
        elif self.kind in ("text", "mixed"):
            body = [value if isinstance(value, str) and value else None for value in held]
        else:
            body = [None] * size
        return head + body

    def filled(self, count: int) -> Mask:
        """Whether each of the first ``count`` cells holds something."""
        import numpy as np

        holds = np.zeros(count, np.bool_)
        holds[: len(self.head)] = [value is not None for value in self.head]
        body = holds[len(self.head) :]
        if self.kind == "number":
            body[:] = ~np.isnan(np.frombuffer(self.numbers, np.float64))
        elif isinstance(self.values, Coded):
            body[:] = np.array(list(map(bool, self.values.words)))[np.frombuffer(self.values.codes, np.intc)]
        elif self.kind != "blank":
            body[:] = [value is not None and value != "" for value in self.values]
        return holds

    def __len__(self) -> int:
        """How many cells there are below the head."""
        return len(self.numbers) or len(self.values)

    def is_blank(self) -> bool:
        """Whether no cell holds anything."""
        return self.kind == "blank" and all(value is None for value in self.head)


class Sheet(msgspec.Struct, frozen=True, kw_only=True, dict=True):
    """One sheet. ``errors``, ``uncached`` and ``percents`` hold (row, column) of cells that show an error, were
    never calculated, or show a percentage; ``scaled`` tells of those that show a figure smaller than it is,
    by which power of ten and with which multiple behind it, ``bracketed`` of those whose format puts a figure in
    brackets whatever its sign; ``hidden_rows`` and ``hidden_columns`` are those a
    person does not see."""

    name: str
    hidden: bool = False
    top: int = 1
    left: int = 1
    height: int = 0
    columns: tuple[Column, ...] = ()
    merged: tuple[Range, ...] = ()
    errors: frozenset[tuple[int, int]] = frozenset()
    uncached: frozenset[tuple[int, int]] = frozenset()
    percents: frozenset[tuple[int, int]] = frozenset()
    scaled: Mapping[tuple[int, int], tuple[int, str]] = {}
    bracketed: frozenset[tuple[int, int]] = frozenset()
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()

    @property
    def rows(self) -> range:
        """The used rows."""
        return range(self.top, self.top + self.height)

    @property
    def across(self) -> range:
        """The used columns."""
        return range(self.left, self.left + len(self.columns))

    def value(self, row: int, column: int) -> Scalar:
        """The content of one cell; None when blank or outside."""
        if row in self.rows and column in self.across:
            return self.columns[column - self.left][row - self.top]
        return None

    def text(self, row: int, column: int) -> str:
        """The content as text, stripped; ``""`` when blank."""
        return as_text(self.value(row, column))

    def texts(self, rows: Sequence[int], column: int) -> list[str]:
        """``text`` of many rows of a used column."""
        cells, top = self.columns[column - self.left], self.top
        return [as_text(cells[row - top]) for row in rows]

    @cached_property
    def _anchors(self) -> dict[tuple[int, int], tuple[int, int]]:
        anchors: dict[tuple[int, int], tuple[int, int]] = {}
        for top, left, bottom, right in self.merged:
            if (bottom - top + 1) * (right - left + 1) <= 10_000:
                anchors.update(
                    ((r, c), (top, left)) for r in range(top, bottom + 1) for c in range(left, right + 1)
                )
        return anchors

    def spread(self, row: int, column: int) -> str:
        """Like ``text``, but every cell of a merged range shows the range's content."""
        return self.text(*self._anchors.get((row, column), (row, column)))

    def is_blank(self) -> bool:
        """Whether no cell holds anything."""
        return all(column.is_blank() for column in self.columns)


class Book(msgspec.Struct, frozen=True):
    """A workbook that was read; ``name`` is the file's name without its folder."""

    name: str
    sheets: tuple[Sheet, ...]


_SPACES = re.compile(r"[\s\u3000\u200b\ufeff]+")


def as_text(value: Scalar) -> str:
    """A cell's content as a person reads it, on one line."""
    if value is None:
        return ""
    if isinstance(value, str):
        plain_line = value.isprintable() and "  " not in value  # no other space than single ordinary ones
        return value.strip() if plain_line else _SPACES.sub(" ", value).strip()
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, Decimal):
        return plain(value)
    return value.isoformat(" ") if isinstance(value, datetime) else value.isoformat()


def as_shown(texts: Sequence[str]) -> bool:
    """Whether ``as_text`` leaves every one of these texts as it is; one look at all of them together."""
    lines = "\n".join(("", *texts, ""))
    return "".join(texts).isprintable() and not any(space in lines for space in ("  ", "\n ", " \n"))
