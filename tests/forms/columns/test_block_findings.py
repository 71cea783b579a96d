"""The findings on a block are those of a return that holds its cells one by one."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from forms.blocks import Block, BlockColumn, Words
from forms.checking import Snapshot
from forms.columns.findings import TableFindings, block_findings, columns_suffice
from forms.live import LiveCheck
from tests.forms.blocks_made import rows_of
from tests.forms.columns.block_lists import AUGUST, PACK, PLACE, SEPTEMBER, filled, lists

XM = PACK.forms["XM"]


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
