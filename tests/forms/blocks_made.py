"""Blocks of rows out of thin air, for tests: figures, words, blanks, and cells unlike the others."""

from __future__ import annotations

import uuid
from decimal import Decimal
from typing import Any

import numpy as np
from hypothesis import strategies as st

from forms.blocks import Block, BlockColumn, Figures, Words
from forms.returns import Cell, Origin, Value

PLACE = "项目 9 月.xlsx › 重点项目"

_texts = st.text(st.characters(codec="utf-8"), min_size=1, max_size=8)
_values: st.SearchStrategy[Value] = st.one_of(
    _texts, st.booleans(), st.decimals(-1000, 1000, places=1, allow_nan=False), st.just(("1", "2"))
)
_odd = st.builds(
    Cell,
    text=_texts,
    value=st.none() | _values,
    problem=st.none() | st.just("value.not-a-number"),
    origin=st.builds(Origin, source=st.just("workbook"), place=st.just(f"{PLACE} › G7"), raw=_texts),
)


def rows_of(size: int) -> list[str]:
    return [str(uuid.UUID(int=number + 1)) for number in range(size)]


@st.composite
def figures(draw: Any, size: int) -> Figures:
    steps = draw(st.lists(st.integers(-(10**15), 10**15), min_size=size, max_size=size))
    blank = draw(st.none() | st.lists(st.booleans(), min_size=size, max_size=size))
    scale = draw(st.sampled_from([0, 1, 2]))
    raw = draw(st.none() | st.lists(st.integers(-(10**9), 10**9), min_size=size, max_size=size))
    return Figures(
        np.array(steps, np.int64),
        scale,
        None if blank is None else np.array(blank, np.bool_),
        None if raw is None else np.array(raw, np.int64),
        2,
    )


@st.composite
def words(draw: Any, size: int) -> Words:
    listed = draw(st.lists(st.tuples(_texts, _values, st.none() | _texts), min_size=1, max_size=4))
    codes = draw(st.lists(st.integers(-1, len(listed) - 1), min_size=size, max_size=size))
    texts, values, raws = zip(*listed, strict=True)
    return Words(np.array(codes, np.int32), texts, values, draw(st.sampled_from([(), raws])))


@st.composite
def blocks(draw: Any, form: str = "XM") -> Block:
    """A block of up to twelve rows and four columns."""
    size = draw(st.integers(1, 12))
    columns = []
    for field in ("XM001", "XM014", "XM028.number", "XM032")[: draw(st.integers(1, 4))]:
        body = draw(st.one_of(figures(size), words(size)))
        single = draw(st.dictionaries(st.integers(0, size - 1), _odd, max_size=2))
        columns.append(BlockColumn(field, "G", draw(st.sampled_from(["", "元"])), body, single))
    first = draw(st.integers(2, 9))
    return Block(form, rows_of(size), columns, list(range(first, first + size)), PLACE)


def small(form: str = "XM") -> Block:
    """Two rows that can be read off."""
    names = Words(np.array([0, 1], np.int32), ("东江扩产", "北环新建"), ("东江扩产", "北环新建"))
    amounts = Figures(
        np.array([1234, 0], np.int64), 0, np.array([False, True]), np.array([123_400, 0], np.int64), 2
    )
    odd = Cell("约三成", None, "value.not-a-number", origin=Origin("workbook", f"{PLACE} › C5", "约三成"))
    shares = Figures(np.array([305, 0], np.int64), 1)
    columns = [
        BlockColumn("XM002", "A", "", names),
        BlockColumn("XM014", "B", "万元", amounts),
        BlockColumn("XM027", "C", "%", shares, {1: odd}),
    ]
    return Block(form, rows_of(2), columns, [4, 5], PLACE)


def figure(number: str, place: str, unit: str, raw: str) -> Cell:
    return Cell(number, Decimal(number), origin=Origin("workbook", f"{PLACE} › {place}", raw, unit))
