"""Lists that lie in blocks, and their packs."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import numpy as np
from hypothesis import strategies as st

from forms.blocks import Block, BlockColumn, Figures, Words
from forms.pack import bundled_pack
from forms.periods import Period
from forms.returns import Cell, Change, Origin, Return, apply
from tests.forms.blocks_made import rows_of

PACK = bundled_pack()
SEPTEMBER, AUGUST = Period.parse("2025-09"), Period.parse("2025-08")
PLACE = "项目.xlsx › 重点项目"
CHOICES: dict[str, list[Any]] = {
    "XM001": ["2024-440112-39-03-000001", "2024-440112-39-03-000002", "错误编号"],
    "XM002": ["东江扩产", "北环新建"],
    "XM007": ["1", "3", "7", "8", "9"],
    "XM008": ["2024-03"],
    "XM009": ["2024-04", "2026-01"],
    "XM010": ["2025-06", "2026-06"],
    "XM011": ["2025-12"],
    "XM032": ["用地"],
}
FIGURES = ("XM012", "XM013", "XM014", "XM015", "XM016", "XM017", "XM018", "XM019", "XM020", "XM030")


@st.composite
def lists(draw: Any) -> Block:
    """Some projects, plausible enough for every rule to have something to say now and then."""
    size = draw(st.integers(1, 6))
    columns = []
    for field, words in CHOICES.items():
        if draw(st.integers(0, 5)):
            codes = draw(st.lists(st.integers(-1, len(words) - 1), min_size=size, max_size=size))
            columns.append(BlockColumn(field, "A", "", Words(np.array(codes, np.int32), words, words)))
    for field in FIGURES:
        steps = draw(st.lists(st.sampled_from([0, 5, 1000, 2000, 20_000, -3]), min_size=size, max_size=size))
        blank = draw(st.none() | st.lists(st.booleans(), min_size=size, max_size=size))
        body = Figures(np.array(steps, np.int64), 0, None if blank is None else np.array(blank, np.bool_))
        odd = draw(st.dictionaries(st.integers(0, size - 1), st.sampled_from(ODD), max_size=1))
        columns.append(BlockColumn(field, "B", draw(st.sampled_from(["万元", "元"])), body, odd))
    shares = draw(st.lists(st.sampled_from([0, 600, 1001]), min_size=size, max_size=size))
    columns.append(BlockColumn("XM027", "C", "%", Figures(np.array(shares, np.int64), 1)))
    return Block("XM", rows_of(size), columns, range(4, size + 4), PLACE)


ODD = [
    Cell("约三成", None, "value.not-a-number", origin=Origin("workbook", f"{PLACE} › B4", "约三成")),
    Cell("7", Decimal(7), "value.not-a-number", origin=Origin("workbook", f"{PLACE} › B4", "7")),
    Cell("-7", Decimal(-7), origin=Origin("workbook", f"{PLACE} › B4", "-7")),
]


def filled(block: Block, period: Period) -> Return:
    target = Return("A", "XM", period, PACK.version)
    target.rows["XM"] = list(block.rows)
    apply(target, Change("A", "XM", period, block))
    return target
