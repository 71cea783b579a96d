"""Cells kept record by record are a dictionary by address to whoever asks."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from forms.by_record import ByRecord, by_row, reader, records_of, within

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


def test_rows_given_whole_bring_the_rows_of_their_child_tables() -> None:
    rows = [("", {"XM900": 1}), ("r1", {"XM001": 2, "XM010[c1].name": 3}), ("r2", {"XM001": 4})]
    wanted = {"XM900": 1, "XM[r1].XM001": 2, "XM[r1].XM010[c1].name": 3, "XM[r2].XM001": 4}
    assert by_row("XM", rows) == wanted
    assert by_row("JB", [("", {"JB001": 1, "JB023[r1].valid": 2})]) == {"JB001": 1, "JB023[r1].valid": 2}
