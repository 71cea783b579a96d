"""Cells kept record by record are a dictionary by address to whoever asks."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forms.by_record import ByRecord, reader, record_of, records_of, within
from forms.packed_records import PackedRecords

ADDRESSES = st.sampled_from(
    ["XM001", "XM[r1].XM001", "XM[r1].XM014", "XM[r2].XM001", "XM[r1].XM010[c1].name", "JB023[r1].valid", "XM[r2]"]
)
ACTS = st.lists(st.tuples(st.sampled_from(["put", "drop"]), ADDRESSES, st.integers(0, 3)), max_size=30)


@given(ACTS)
def test_whatever_is_done_it_holds_what_a_dictionary_holds(acts: list[tuple[str, str, int]]) -> None:
    plain: dict[str, int] = {}
    kept = ByRecord[int]()
    for act, address, value in acts:
        for cells in (plain, kept):
            if act == "put":
                cells[address] = value
            else:
                cells.pop(address, None)
    assert kept == plain
    assert dict(kept.items()) == plain
    assert sorted(kept.values()) == sorted(plain.values())
    assert {*kept} == {*plain}
    assert len(kept) == len(plain)
    assert bool(kept) == bool(plain)
    for address in ("XM001", "XM[r1].XM001", "XM[r9].XM001", "XM[r1].none"):
        assert kept.get(address) == plain.get(address)
        assert (address in kept) == (address in plain)
    assert all(kept[address] == plain[address] for address in plain)


@given(st.dictionaries(ADDRESSES, st.integers()))
def test_records_are_the_same_however_they_are_kept(plain: dict[str, int]) -> None:
    kept = ByRecord[int]()
    kept.update(plain)
    taken_apart = {record: cells for record, cells in records_of(plain).items() if cells}
    assert records_of(kept) == taken_apart
    for cells in (plain, kept):
        assert reader(cells, "XM001", "XM")("r1") == plain.get("XM[r1].XM001")
        assert within(cells, "XM[r1")("XM014") == plain.get("XM[r1].XM014")


def test_records_unpacked_bring_the_rows_of_their_child_tables() -> None:
    rows = {"": {"XM900": 1}, "r1": {"XM001": 2, "XM010[c1].name": 3}, "r2": {"XM001": 4}}
    wanted = {"XM900": 1, "XM[r1].XM001": 2, "XM[r1].XM010[c1].name": 3, "XM[r2].XM001": 4}
    assert _packed("XM", rows).unpack() == records_of(wanted)
    assert _packed("JB", {"": {"JB001": 1, "JB023[r1].valid": 2}}) == {"JB001": 1, "JB023[r1].valid": 2}


@given(ACTS, ACTS)
def test_packed_records_are_a_dictionary_whenever_they_are_unpacked(
    before: list[tuple[str, str, int]], after: list[tuple[str, str, int]]
) -> None:
    rows = {"r1": {"XM001": 5, "XM014": 6}, "r2": {"XM001": 7}}
    plain = {f"XM[{row}].{field}": cell for row, cells in rows.items() for field, cell in cells.items()}
    kept = _packed("XM", rows)
    for acts in (before, after):
        for act, address, value in acts:
            for cells in (plain, kept):
                if act == "put":
                    cells[address] = value
                else:
                    cells.pop(address, None)
        for address in plain:
            assert kept[address] == kept.get(address) == plain[address]
        kept.unpack()
    assert kept == plain
    assert len(kept) == len(plain)


def test_what_is_done_to_fresh_records_does_not_reach_the_others() -> None:
    records = PackedRecords({"XM[r1": "r1", "XM[r2": "r2"}, lambda name: {"XM001": name})
    assert records["XM[r1"] == {"XM001": "r1"}
    one, other = ByRecord(records.fresh()), ByRecord(records)
    for address in ("XM[r1].XM001", "XM[r2].XM001", "XM[r3].XM001"):
        one[address] = "new"
    del one.records["XM[r2"]
    assert dict(other) == {"XM[r1].XM001": "r1", "XM[r2].XM001": "r2"}


def test_whoever_unpacks_all_may_be_stopped_in_between() -> None:
    seen: list[str] = []

    def between() -> None:
        if len(seen) == 2:
            raise InterruptedError

    def unpack(name: str) -> dict[str, int]:
        seen.append(name)
        return {"XM001": 1}

    cells = ByRecord(PackedRecords({f"XM[r{n}": f"r{n}" for n in range(9)}, unpack, between))
    assert cells["XM[r5].XM001"] == 1
    with pytest.raises(InterruptedError):
        cells.unpack()
    assert seen == ["r5", "r0"]
    assert cells["XM[r5].XM001"] == 1


def _packed(form: str, rows: dict[str, dict[str, int]]) -> ByRecord[int]:
    held = {record_of(form, row): [row] for row in rows}
    return ByRecord(PackedRecords(held, lambda packed: dict(rows[packed[0]])))
