"""The findings on a block are those of a return that holds its cells one by one."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from forms.blocks import Block, BlockColumn, Figures, Words
from forms.checking import Snapshot
from forms.columns.findings import TableFindings, block_findings, columns_suffice
from forms.live import LiveCheck
from forms.pack import bundled_pack
from forms.periods import Period
from forms.returns import Cell, Change, Origin, Return, apply
from tests.forms.blocks_made import rows_of

PACK = bundled_pack()
XM = PACK.forms["XM"]
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


@given(lists(), st.none() | lists())
@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
def test_the_same_findings_in_the_same_order(block: Block, before: Block | None) -> None:
    others = {} if before is None else {("XM", str(AUGUST)): filled(before, AUGUST)}
    whole = {**others, ("XM", str(SEPTEMBER)): filled(block, SEPTEMBER)}
    expected = LiveCheck(Snapshot(PACK, "A", whole), "XM", SEPTEMBER).findings
    found = block_findings(PACK, SEPTEMBER, block, others)
    assert tuple(found) == expected
    assert found.levels == Counter(finding.level for finding in expected)
    assert tuple(found.of_level("query")) == tuple(f for f in expected if f.level == "query")


def test_findings_are_made_when_asked_for() -> None:
    names = Words(np.array([0, 0], np.int32), ["东江扩产"], ["东江扩产"])
    block = Block("XM", rows_of(2), [BlockColumn("XM002", "A", "", names)], [4, 5], PLACE)
    found = block_findings(PACK, SEPTEMBER, block, {})
    assert len(found) > 10
    assert found[0] is found[0]
    assert found[-1] == list(found)[-1]
    assert found[1:3] == tuple(found)[1:3]
    with pytest.raises(IndexError):
        found[len(found)]
    assert len(TableFindings([])) == 0


def test_forms_that_compute_or_have_rows_within_rows_are_left_to_closures() -> None:
    assert columns_suffice(XM)
    assert not columns_suffice(PACK.forms["JY"])
    assert not any(
        columns_suffice(form) for form in PACK.forms.values() if any(i.table for i in form.indicators.values())
    )
