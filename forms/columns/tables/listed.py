"""Columns of a block of rows as columns that rules run over, and its rows as the cells a closure looks up."""

from __future__ import annotations

from collections.abc import ItemsView
from operator import ne
from typing import Any

import numpy as np

from forms.blocks import Block, BlockColumn, Figures, Words, word_cell
from forms.columns.tables.cells import gathered, numbers, picked
from forms.columns.values import BLANK, KNOWN, ODD, Column, Num, Txt, column, limit_of
from forms.pack.model import NUMERIC, Spec
from forms.returns import Cell
from forms.values.units import finer

_NOT_TEXTS = frozenset({*NUMERIC, "boolean", "codes", "text-list"})


def column_of(block: Block, about: BlockColumn, spec: Spec) -> Column:
    """A column of a block for the rules."""
    scale = spec.decimals
    if isinstance(about.body, Figures) and spec.type in NUMERIC and about.body.scale == scale:
        return _figures(block, about, about.body, spec)
    if isinstance(about.body, Words):
        return _words(block, about, about.body, spec)
    return gathered([block.cell(position, about) for position in range(len(block.rows))], spec)


def _figures(block: Block, about: BlockColumn, body: Figures, spec: Spec) -> Column:
    rounded = np.full(len(block.rows), finer(about.unit, spec.unit)) if about.unit else None
    made = numbers(body.steps, body.scale, body.blank, refined=rounded)
    if not about.single:
        return made
    places = list(about.single)
    apart = gathered([about.single[place] for place in places], spec)
    assert isinstance(made.value, Num)
    assert isinstance(apart.value, Num)
    top, state, refined = made.value.top.copy(), _states(made), _refined(made)
    top[places], state[places], refined[places] = apart.value.top, _states(apart), _refined(apart)
    odd = {place: about.single[place] for place in places if state[place] == ODD}
    return column(Num(top, body.scale, limit_of(top)), state, refined, odd)


def _words(block: Block, about: BlockColumn, body: Words, spec: Spec) -> Column:
    """Each different content is taken for a cell once; cells of their own are further contents."""
    if body.texts is body.values and spec.type not in _NOT_TEXTS:
        apart = {place: cell.value for place, cell in about.single.items() if isinstance(cell.value, str)}
        if len(apart) == len(about.single):
            return _texts(body, apart)
    raws = body.raws or [None] * len(body.texts)
    listed = zip(body.texts, body.values, raws, strict=True)
    cells: list[Cell | None] = [word_cell(text, value, raw, about.unit, "") for text, value, raw in listed]
    codes = body.codes.astype(np.int64)
    if about.single:
        codes[list(about.single)] = np.arange(len(about.single)) + len(cells)
        cells += about.single.values()
    cells.append(None)
    distinct = gathered(cells, spec)
    return picked(distinct, codes, lambda place: block.cell(place, about))


def _texts(body: Words, apart: dict[int, str]) -> Column:
    """Texts that are their own values, and some ``apart`` by row."""
    texts = (*body.texts, *apart.values(), "")
    order = sorted(range(len(texts)), key=texts.__getitem__)
    rising = [texts[place] for place in order]
    ranks = np.empty(len(texts), np.int32)
    ranks[order] = np.cumsum([False, *map(ne, rising[1:], rising)])
    codes = body.codes.copy()
    codes[list(apart)] = np.arange(len(apart)) + len(body.texts)
    value = Txt(ranks[codes], tuple(dict.fromkeys(rising)))  # a blank's code, -1, is that of the last text
    return column(value, np.where(codes < 0, np.uint8(BLANK), np.uint8(KNOWN)))


def _states(found: Column) -> Any:
    size = _size(found)
    return np.full(size, KNOWN, np.uint8) if found.state is None else found.state.copy()


def _refined(found: Column) -> Any:
    return np.zeros(_size(found), np.bool_) if found.refined is None else found.refined.copy()


def _size(found: Column) -> int:
    value = found.value
    return len(value.top if isinstance(value, Num) else value.codes if isinstance(value, Txt) else value.holds)


class BlockCells(dict[str, Cell]):
    """The cells of one row, made when they are looked up."""

    __slots__ = ("_block", "_columns", "_position")

    def __init__(self, block: Block, columns: dict[str, BlockColumn], position: int) -> None:
        super().__init__()
        self._block = block
        self._columns = columns
        self._position = position

    def get(self, field: str, default: Any = None) -> Any:
        """The cell in a field; ``default`` when it is blank."""
        about = self._columns.get(field)
        cell = None if about is None else self._block.cell(self._position, about)
        return default if cell is None else cell

    def items(self) -> ItemsView[str, Cell]:  # type: ignore[override]
        """All that is filled."""
        return self._block.cells(self._position).items()
