"""What happened to one cell is read from a packed change as if the whole of it had been unpacked."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from unittest import mock

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from client.store import ChangeSet, Store
from client.store.packed import sparse
from client.store.packed.packing import pack_change, pack_changes
from client.store.packed.sparse import change_at, changes_at
from forms.blocks import Block
from forms.periods import Period
from forms.returns import Cell, Change, Edit, Origin, ReturnKey, RowsEdit
from tests.client.store.filled_blocks import FIRM, SEPTEMBER, filled, imported
from tests.forms.blocks_made import blocks, small

LONG = f"XM[{'r' * 40}].XM014"
ADDRESSES = ["XM[r1].XM014", "XM[r1].XM01", "XM[r11].XM014", "JY001", "JY001@ly", LONG]
texts = st.sampled_from([*ADDRESSES, "专", "专XM[r1].XM014", "1,200", "x" * 300, "长" * 30_000]) | st.text(
    max_size=40
)
origins = st.builds(Origin, st.sampled_from(["keyboard", "workbook"]), st.sampled_from(["", "book › sheet › D7"]))
values = (
    st.none() | st.integers(-(10**9), 10**9).map(Decimal) | st.just("甲") | st.booleans() | st.just(("1", "2"))
)
cells = st.none() | st.builds(Cell, texts, values, st.none() | st.just("value.not-a-number"), origin=origins)
edits = st.lists(st.builds(Edit, st.sampled_from(ADDRESSES), cells, cells), max_size=30)


@pytest.fixture(autouse=True)
def no_change_is_small() -> Iterator[None]:
    with mock.patch.object(sparse, "_SMALL", 0), mock.patch.object(sparse, "_STRETCH", 64):
        yield


def change(made: list[Edit]) -> Change:
    rows = (RowsEdit("XM", (), tuple(f"r{n}" for n in range(300))),)
    return Change("F", "XM", Period.parse("2025-09"), tuple(made), rows, source="paste")


@given(edits, st.sampled_from(ADDRESSES))
@settings(max_examples=60, deadline=None)
def test_the_edits_of_one_cell_and_no_others(made: list[Edit], address: str) -> None:
    whole = change(made)
    found = change_at(pack_change(whole), address)
    assert list(found.edits) == list(whole.edits_at(address))
    assert (found.firm, found.form, found.period, found.source) == ("F", "XM", whole.period, "paste")


@given(edits, edits, st.sampled_from(ADDRESSES))
@settings(max_examples=30, deadline=None)
def test_each_change_of_an_import(first: list[Edit], second: list[Edit], address: str) -> None:
    packed = pack_changes([change(first), change(second)])
    found = [list(each.edits) for each in changes_at(packed, address)]
    assert found == [list(change(made).edits_at(address)) for made in (first, second)]


@given(blocks())
@settings(max_examples=20, deadline=None)
def test_one_row_of_a_block(block: Block) -> None:
    whole = filled(block)
    for both in (whole, whole.inverse()):
        packed = pack_change(both)
        for column in block.columns:
            address = f"XM[{block.rows[-1]}].{column.field}"
            assert list(change_at(packed, address).edits) == list(both.edits_at(address))
    assert list(change_at(pack_change(whole), "XM[nowhere].XM014").edits) == []


def test_history_goes_through_typing_importing_and_taking_back(store: Store) -> None:
    block = small("XM")
    address = next(edit.address for edit in block)
    row, before = address[3 : address.index("]")], block.at(address)
    assert before is not None
    store.run(lambda books: imported(books, block))
    typed = Change(FIRM, "XM", SEPTEMBER, (Edit(address, before.new, Cell("另一个", "另一个")),))
    store.run(lambda books: books.returns.record(typed))
    store.run(lambda books: books.changes.undo(ReturnKey(FIRM, "XM", SEPTEMBER)))
    other = Change(FIRM, "XM", SEPTEMBER, (Edit(f"XM[{row}].XM014", None, Cell("5", Decimal(5))),))
    store.run(lambda books: books.imports.record(ChangeSet("又一本.xlsx", (other,), "cd")))
    events = store.run(lambda books: books.changes.history(ReturnKey(FIRM, "XM", SEPTEMBER), address))
    assert [(event.kind, event.old, event.new) for event in events] == [
        ("do", None, before.new),
        ("do", before.new, Cell("另一个", "另一个")),
        ("undo", Cell("另一个", "另一个"), before.new),
    ]
