"""Turning a sheet's cells into typed columns. Runs inside the child; works on whole columns at C speed.

Columns may come in pieces (``Growing``) and come out as if they had come as one.
"""

from __future__ import annotations

import math
from array import array
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date, time, timedelta
from itertools import chain, repeat
from typing import TypeAlias, cast

from client.workbook.reader.wire import HEAD, Plain, WireColumn, pack_date

Raw = int | float | bool | str | date | time | timedelta
Piece: TypeAlias = "int | array[float] | array[int] | Sequence[Raw]"
"""How many blanks, doubles with NaN for a blank, the numbers of texts, or cells as they are."""
_NAN = float("nan")
_SAMPLE = 2000
_REPEATED = 4
"""Texts are coded when each is there so many times on average."""


class Growing:
    """A column whose cells come in pieces; ``""`` is a blank. Headings stand in the head, so that the rest has one
    kind."""

    def __init__(self) -> None:
        self._head: list[Plain] = []
        self._pieces: list[Piece] = []
        self._kinds: set[str] = set()
        self._places = _Numbering()
        self._listing: bool | None = None

    def add(self, cells: Sequence[Raw]) -> None:
        """Take the next cells."""
        cells = _finite(cells)
        room = HEAD - len(self._head)
        if room:
            self._head += map(_plain, cells[:room])
            cells = cells[room:]
        if cells:
            self._pieces.append(self._piece(cells))

    def add_blanks(self, count: int) -> None:
        """Take so many blanks."""
        room = min(count, HEAD - len(self._head))
        self._head += [""] * room
        if count > room:
            self._pieces.append(count - room)

    def whole(self) -> WireColumn:
        """The column of all cells taken."""
        if not self._kinds:
            return WireColumn(self._head)
        if self._kinds == {"number"}:
            return WireColumn(self._head, "number", b"".join(map(_doubles, self._pieces)))
        if self._kinds == {"text"}:
            return self._text()
        mixed = chain.from_iterable(self._cells(piece) for piece in self._pieces)
        return WireColumn(self._head, "mixed", mixed=list(map(_plain, mixed)))

    def _piece(self, cells: Sequence[Raw]) -> Piece:
        kinds = set(map(type, cells))
        if kinds == {str}:
            return self._text_piece(cast("Sequence[str]", cells)) if any(cells) else len(cells)
        if kinds <= {float, int}:
            self._kinds.add("number")
            return array("d", cast("Sequence[float]", cells))
        if kinds <= {float, int, str} and not any(cell for cell in cells if type(cell) is str):
            self._kinds.add("number")
            return array("d", cast("list[float]", [_NAN if cell == "" else cell for cell in cells]))
        self._kinds.add("mixed")
        return cells

    def _text_piece(self, texts: Sequence[str]) -> array[int] | Sequence[str]:
        """Texts that repeat are numbered; numbering others would cost more than sending them."""
        self._kinds.add("text")
        if self._listing is None:
            self._listing = _differ(texts[:_SAMPLE]) and _differ(texts)
        return texts if self._listing else array("i", list(map(self._places.__getitem__, texts)))

    def _text(self) -> WireColumn:
        """Texts that repeat are sent once, with the place of each cell's text among them."""
        if self._listing:
            texts = list(cast("Iterator[str]", chain.from_iterable(map(self._cells, self._pieces))))
            if _differ(texts):
                return WireColumn(self._head, "text", texts=texts)
            codes = array("i", list(map(self._places.__getitem__, texts)))
        else:
            codes = array("i")
            for piece in self._pieces:
                if isinstance(piece, int):
                    codes += array("i", [self._places[""]]) * piece
                else:
                    codes += cast("array[int]", piece)
        words = list(self._places)
        if _differ(codes, words):
            return WireColumn(self._head, "text", texts=list(map(words.__getitem__, codes)))
        return WireColumn(self._head, "coded", texts=words, codes=codes.tobytes())

    def _cells(self, piece: Piece) -> Iterable[Raw]:
        """The cells of a piece as they came."""
        if isinstance(piece, int):
            return repeat("", piece)
        if isinstance(piece, array):
            if piece.typecode == "d":
                return ["" if number != number else number for number in piece]  # NaN is a blank
            return map(list(self._places).__getitem__, cast("array[int]", piece))
        return piece


def _finite(cells: Sequence[Raw]) -> Sequence[Raw]:
    """The cells, those that no program can have counted as the error that Excel shows for them."""
    numbers = [cell for cell in cells if type(cell) is float]
    if math.isfinite(sum(numbers)):
        return cells
    return ["#NUM!" if type(cell) is float and not math.isfinite(cell) else cell for cell in cells]


def _doubles(piece: Piece) -> bytes:
    blanks_or_figures = array("d", [_NAN]) * piece if isinstance(piece, int) else cast("array[float]", piece)
    return blanks_or_figures.tobytes()


class _Numbering(dict[str, int]):
    """Texts with their numbers, in the order in which they are first asked for."""

    def __missing__(self, text: str) -> int:
        number = self[text] = len(self)
        return number


def _differ(texts: Sequence[object], distinct: Collection[str] | None = None) -> bool:
    """Whether texts repeat too seldom to be coded."""
    return len(set(texts) if distinct is None else distinct) * _REPEATED > len(texts)


def _plain(cell: Raw) -> Plain:
    if isinstance(cell, (bool, float, str)):
        return cell
    if isinstance(cell, int):
        return float(cell)
    return str(cell) if isinstance(cell, timedelta) else pack_date(cell)


def typed(cells: Sequence[Raw]) -> WireColumn:
    """The column of these cells; ``""`` is a blank."""
    column = Growing()
    column.add(cells)
    return column.whole()


def transposed(rows: Iterable[Sequence[Raw]]) -> list[WireColumn]:
    """Typed columns of rows of equal length."""
    return [typed(column) for column in zip(*rows, strict=True)]


class GrowingSheet:
    """The columns of a sheet whose lines come in pieces, from above down, each with the place it begins at."""

    def __init__(self) -> None:
        self.top: int | None = None
        """Place of the first line, None before there is one."""
        self.height = 0
        self._columns: dict[int, Growing] = {}

    @property
    def left(self) -> int:
        """Place of the first column."""
        return min(self._columns, default=0)

    def area(self, bottom: int, left: int, right: int) -> int:
        """How many cells there are once a piece down to ``bottom``, within these columns, is in."""
        across = [left, right, *self._columns]
        return (bottom - (self.top or 0)) * (max(across) - min(across))

    def add(self, top: int, left: int, rows: Sequence[Sequence[Raw]]) -> None:
        """Take lines of equal length; raises ``ValueError`` when they lie above what was taken."""
        if self.top is None:
            self.top = top
        skipped = top - self.top - self.height
        if skipped < 0:
            raise ValueError(top)
        self._blank(self._columns.keys(), skipped)
        self.height += skipped
        cells = dict(enumerate(zip(*rows, strict=True), left))
        for number in cells.keys() - self._columns.keys():
            self._columns[number] = Growing()
            self._columns[number].add_blanks(self.height)
        for number, content in cells.items():
            self._columns[number].add(content)
        self._blank(self._columns.keys() - cells.keys(), len(rows))
        self.height += len(rows)

    def whole(self) -> list[WireColumn]:
        """The columns, those between that nothing was said of among them."""
        if not self._columns:
            return []
        between = range(self.left, max(self._columns) + 1)
        for number in between:
            if number not in self._columns:
                self._columns[number] = Growing()
                self._columns[number].add_blanks(self.height)
        return [self._columns[number].whole() for number in between]

    def _blank(self, numbers: Collection[int], count: int) -> None:
        for number in numbers:
            self._columns[number].add_blanks(count)
