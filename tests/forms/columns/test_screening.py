"""A long list screened over columns has the findings of one that closures go through row by row."""

from __future__ import annotations

from collections.abc import Iterator
from unittest import mock

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import forms.live
from forms.blocks import Block
from forms.checking import Snapshot, check, open_books
from forms.columns.screening import Screen
from forms.live import LiveCheck
from forms.pack import bundled_pack
from forms.periods import Period
from forms.returns import Return
from forms.values.reading import read
from tests.forms.columns.block_lists import AUGUST, PACK, SEPTEMBER, filled, lists
from tests.forms.rules.desk import Desk


@pytest.fixture(autouse=True)
def every_list_is_long() -> Iterator[None]:
    with mock.patch.object(forms.live, "LONG", 1):
        yield


@given(lists(), st.none() | lists())
@settings(max_examples=30, deadline=None)
def test_whatever_is_filled_in(block: Block, before: Block | None) -> None:
    held = {("XM", str(SEPTEMBER)): filled(block, SEPTEMBER)}
    if before is not None:
        held["XM", str(AUGUST)] = filled(before, AUGUST)
    snapshot = Snapshot(PACK, "A", held)
    found = LiveCheck(snapshot, "XM", SEPTEMBER).findings
    assert sorted(found, key=repr) == sorted(check(snapshot, "XM", SEPTEMBER), key=repr)


PLATFORM = {"PT001": "P01", "PT002": "某中心", "PT013": "-5", "PT014": "约五百", "PT010[x].name": "", "PT005": "x"}
places = st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from([*PLATFORM])), max_size=12)


@given(places)
@settings(max_examples=30, deadline=None)
def test_rows_that_have_rows_of_their_own(filled_in: list[tuple[str, str]]) -> None:
    pack, period = bundled_pack(), Period.parse("2025")
    target = Return("A", "PT", period, pack.version, rows={"PT": list("abc"), "PT[a].PT010": ["x"]})
    for row, field in filled_in:
        if field in pack.forms["PT"].indicators:
            target.cells[f"PT[{row}].{field}"] = read(PLATFORM[field], pack.forms["PT"].indicators[field], pack)
    snapshot = Snapshot(pack, "A", {("PT", "2025"): target})
    found = LiveCheck(snapshot, "PT", period).findings
    assert sorted(found, key=repr) == sorted(check(snapshot, "PT", period), key=repr)


def test_a_row_that_no_list_names_is_looked_at_too() -> None:
    desk = Desk("""
        rule R1@PR: PR003 > 0
        PR 2025-09
        PR[a].PR001 = A-1
        PR[a].PR002 = 甲
        PR[b].PR001 = B-1
        PR[b].PR002 = 乙
        PR[b].PR003 = 0
    """)
    desk.returns["PR", "2025-09"].rows["PR"] = ["a"]
    found = LiveCheck(desk.snapshot, *desk.place).findings
    assert [(finding.rule, finding.row) for finding in found] == [("R1", "b")]


def test_only_rows_with_something_to_say_are_left_to_closures() -> None:
    desk = Desk("""
        PR 2025-09
        PR[a].PR001 = A-1
        PR[a].PR002 = 甲
        PR[a].PR003 = 约五百
        PR[b].PR001 = B-1
    """)
    found = dict(Screen(open_books(desk.snapshot, *desk.place)).incomplete(None, None))
    assert found == {"PR002": {"b"}, "PR003": {"a"}}
    assert dict(Screen(open_books(desk.snapshot, *desk.place)).incomplete(frozenset("b"), None)) == {
        "PR002": {"b"}
    }
