"""New rows of a list as columns: what a long list puts into a return, without an object for every cell.

A block is the edits that fill rows which were not there before. Whoever goes through it gets edits and cells one
by one; whoever stores or checks it takes its columns.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import islice
from typing import TYPE_CHECKING, Any

import msgspec

from forms.returns import Cell, Edit, ManyEdits, Origin, Value
from forms.values.canonical import plain

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Ints = npt.NDArray[np.int64]
    Codes = npt.NDArray[np.int32]
    Mask = npt.NDArray[np.bool_]


class Figures(msgspec.Struct, frozen=True, eq=False):
    """Numbers: ``steps / 10**scale``, one per row; ``raw / 10**raw_scale`` are the source's own figures where
    these are others (None: they are the same)."""

    steps: Ints
    scale: int
    blank: Mask | None = None
    raw: Ints | None = None
    raw_scale: int = 0


class Words(msgspec.Struct, frozen=True, eq=False):
    """Contents that are listed once each, and for every row which one it holds (-1: none).

    ``raws`` holds the source's own spelling where it is another than the text, else None.
    """

    codes: Codes
    texts: Sequence[str]
    values: Sequence[Value]
    raws: Sequence[str | None] = ()


class BlockColumn(msgspec.Struct, frozen=True, eq=False):
    """One field of every row. ``single`` holds, by position, the cells that are not as the others."""

    field: str
    letter: str
    """The source's column: ``G``."""
    unit: str
    """The source's unit of figures."""
    body: Figures | Words
    single: dict[int, Cell] = {}

    def filled(self) -> Mask:
        """Whether each row has a cell."""
        import numpy as np

        body = self.body
        if isinstance(body, Words):
            holds: Mask = body.codes >= 0
        else:
            holds = np.ones(len(body.steps), np.bool_) if body.blank is None else ~body.blank
        if self.single:
            holds = holds.copy()
            holds[list(self.single)] = True
        return holds

    def cell(self, position: int, place: str) -> Cell | None:
        """The cell of a row; ``place`` is where it stands in the source. None for a blank."""
        if position in self.single:
            return self.single[position]
        body = self.body
        if isinstance(body, Words):
            code = int(body.codes[position])
            if code < 0:
                return None
            return word_cell(body.texts[code], body.values[code], _at(body.raws, code), self.unit, place)
        if body.blank is not None and body.blank[position]:
            return None
        raw = None if body.raw is None else int(body.raw[position])
        return figure_cell(int(body.steps[position]), body.scale, raw, body.raw_scale, self.unit, place)

    def texts(self) -> list[str]:
        """The text of every row; ``""`` for a blank."""
        body = self.body
        if isinstance(body, Words):
            made = list(map([*body.texts, ""].__getitem__, body.codes.tolist()))
        else:
            made = [cell.text if (cell := self.cell(place, "")) else "" for place in range(len(body.steps))]
        for place, cell in self.single.items():
            made[place] = cell.text
        return made

    def at(self, positions: Sequence[int]) -> BlockColumn:
        """The column at some rows, in their order."""
        import numpy as np

        chosen = np.asarray(positions, np.int64)
        body: Figures | Words = self.body
        if isinstance(body, Words):
            body = Words(body.codes[chosen], body.texts, body.values, body.raws)
        else:
            blank = None if body.blank is None else body.blank[chosen]
            raw = None if body.raw is None else body.raw[chosen]
            body = Figures(body.steps[chosen], body.scale, blank, raw, body.raw_scale)
        single = {n: self.single[place] for n, place in enumerate(positions) if place in self.single}
        return BlockColumn(self.field, self.letter, self.unit, body, single)

    def piece(self, start: int, stop: int) -> BlockColumn:
        """The column at some rows."""
        body: Figures | Words = self.body
        if isinstance(body, Words):
            body = _words_used(body, body.codes[start:stop])
        else:
            blank = None if body.blank is None else body.blank[start:stop]
            raw = None if body.raw is None else body.raw[start:stop]
            body = Figures(body.steps[start:stop], body.scale, blank, raw, body.raw_scale)
        single = {place - start: cell for place, cell in self.single.items() if start <= place < stop}
        return BlockColumn(self.field, self.letter, self.unit, body, single)


def _words_used(body: Words, codes: Codes) -> Words:
    """Only the words that some rows hold."""
    import numpy as np

    if len(body.texts) <= len(codes):
        return Words(codes, body.texts, body.values, body.raws)
    used, again = np.unique(codes, return_inverse=True)
    if len(used) and used[0] < 0:
        used, again = used[1:], again - 1
    kept = used.tolist()
    texts = [body.texts[code] for code in kept]
    values = texts if body.values is body.texts else [body.values[code] for code in kept]
    raws = [body.raws[code] for code in kept] if body.raws else ()
    return Words(again.astype(np.int32), texts, values, raws)


def _at(raws: Sequence[str | None], code: int) -> str | None:
    return raws[code] if raws else None


def word_cell(text: str, value: Value, raw: str | None, unit: str, place: str) -> Cell:
    """The cell of a content; only figures have a unit."""
    numeric = isinstance(value, Decimal)
    origin = Origin("workbook", place, text if raw is None else raw, unit if numeric else "")
    return Cell(text, value, origin=origin)


def figure_cell(step: int, scale: int, raw: int | None, raw_scale: int, unit: str, place: str) -> Cell:
    """The cell of ``step / 10**scale``."""
    value = Decimal(step).scaleb(-scale) if scale else Decimal(step)
    text = plain(value)
    own = _short(value) if raw is None else _short(Decimal(raw).scaleb(-raw_scale))
    return Cell(text, value, origin=Origin("workbook", place, own, unit))


def _short(number: Decimal) -> str:
    """A figure without idle zeros, as a sheet shows it."""
    text = plain(number)
    return text.rstrip("0").rstrip(".") if "." in text else text


class Block(ManyEdits):
    """The rows ``rows`` of the list ``form``, each with the cells its columns have for it.

    ``numbers`` are the rows' numbers in the source, ``place`` is its book and sheet. A block that is ``leaving``
    takes the same rows out again.
    """

    def __init__(
        self,
        form: str,
        rows: Sequence[str],
        columns: Sequence[BlockColumn],
        numbers: Sequence[int],
        place: str,
        *,
        leaving: bool = False,
    ) -> None:
        self.form = form
        self.rows = rows
        self.columns = tuple(columns)
        self.numbers = numbers
        self.place = place
        self.leaving = leaving
        self.memo: dict[str, Any] = {}
        """What the store made of it, so that it need not be made twice."""
        self._ends: list[int] | None = None
        self._positions: dict[str, int] | None = None

    def cell(self, position: int, column: BlockColumn) -> Cell | None:
        """One cell with its origin."""
        return column.cell(position, f"{self.place} › {column.letter}{self.numbers[position]}")

    def cells(self, position: int) -> dict[str, Cell]:
        """The cells of a row by field."""
        found = ((column.field, self.cell(position, column)) for column in self.columns)
        return {field: cell for field, cell in found if cell is not None}

    def position(self, row: str) -> int | None:
        """Where a row stands in the block."""
        if self._positions is None:
            self._positions = {name: place for place, name in enumerate(self.rows)}
        return self._positions.get(row)

    def place_of(self, number: int) -> tuple[int, BlockColumn]:
        """Position and column of the edit with this number."""
        ends = self._row_ends()
        position = bisect_right(ends, number)
        within = number - (ends[position - 1] if position else 0)
        filled = (column for column in self.columns if self.cell(position, column) is not None)
        return position, next(islice(filled, within, None))

    def at(self, address: str) -> Edit | None:
        """The edit of one cell."""
        head, bracket, tail = address.partition("[")
        row, _, field = tail.partition("].")
        position = self.position(row) if bracket and head == self.form else None
        if position is None:
            return None
        cells = (self.cell(position, column) for column in self.columns if column.field == field)
        return next((self._edit(address, cell) for cell in cells if cell is not None), None)

    def pieces(self, most: int) -> list[Block]:
        """The rows of this block as several blocks of at most ``most`` each."""
        starts = range(0, len(self.rows), most)
        return [self] if len(starts) <= 1 else [self._piece(start, start + most) for start in starts]

    def _piece(self, start: int, stop: int) -> Block:
        columns = [column.piece(start, stop) for column in self.columns]
        return Block(
            self.form,
            self.rows[start:stop],
            columns,
            self.numbers[start:stop],
            self.place,
            leaving=self.leaving,
        )

    def inverse(self) -> Block:
        """The block that takes this one back."""
        turned = self._turned()
        turned.memo = self.memo
        return turned

    def _turned(self) -> Block:
        return Block(self.form, self.rows, self.columns, self.numbers, self.place, leaving=not self.leaving)

    def __len__(self) -> int:
        ends = self._row_ends()
        return ends[-1] if ends else 0

    def __iter__(self) -> Iterator[Edit]:
        for position, row in enumerate(self.rows):
            for field, cell in self.cells(position).items():
                yield self._edit(f"{self.form}[{row}].{field}", cell)

    def numbered(self, number: int) -> Edit:
        """The edit with this number, which is below how many there are."""
        position, column = self.place_of(number)
        return self._edit(f"{self.form}[{self.rows[position]}].{column.field}", self.cell(position, column))

    def _edit(self, address: str, cell: Cell | None) -> Edit:
        return Edit(address, cell, None) if self.leaving else Edit(address, None, cell)

    def _row_ends(self) -> list[int]:
        """How many cells there are up to and including each row."""
        if self._ends is None:
            import numpy as np

            counts = np.zeros(len(self.rows), np.int64)
            for column in self.columns:
                counts += column.filled()
            self._ends = np.cumsum(counts).tolist()
        return self._ends


class Chain(ManyEdits):
    """Several blocks, one after the other."""

    def __init__(self, blocks: Sequence[Block]) -> None:
        self.blocks = tuple(blocks)

    @property
    def rows(self) -> list[str]:
        """The rows of all of them."""
        return [row for block in self.blocks for row in block.rows]

    def at(self, address: str) -> Edit | None:
        """The edit of one cell."""
        found = (block.at(address) for block in self.blocks)
        return next((edit for edit in found if edit is not None), None)

    def inverse(self) -> Chain:
        """The blocks that take these back."""
        return Chain([block.inverse() for block in reversed(self.blocks)])

    def __len__(self) -> int:
        return sum(map(len, self.blocks))

    def __iter__(self) -> Iterator[Edit]:
        for block in self.blocks:
            yield from block

    def numbered(self, number: int) -> Edit:
        """The edit with this number, which is below how many there are."""
        within = number
        for block in self.blocks:
            if within < len(block):
                return block.numbered(within)
            within -= len(block)
        raise IndexError(number)


def blocks_in(edits: Sequence[Edit]) -> tuple[Block, ...]:
    """The blocks that edits are made of; none where they are kept one by one."""
    if isinstance(edits, Block):
        return (edits,)
    return edits.blocks if isinstance(edits, Chain) else ()
