"""Rows stored as a block: read back cell for cell, edited like any others, undone and redone as one."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings

from client.base.errors import UserError
from client.store import Books, Store
from client.store.packed.blocks import PIECE
from client.store.packed.packing import pack_change, unpack_change
from client.usecases.books.preview.row_ids import new_row_ids
from forms.blocks import Block, BlockColumn, Figures, Words
from forms.returns import Cell, Change, Edit, Return, ReturnKey, RowsEdit, apply
from tests.client.store.filled_blocks import FIRM, SEPTEMBER, filled, imported
from tests.forms.blocks_made import PLACE, blocks, small

LIST = ReturnKey(FIRM, "XM", SEPTEMBER)


def stored(books: Books) -> Return:
    found = books.returns.get(LIST)
    assert found is not None
    return found


@given(blocks())
@settings(max_examples=25, deadline=None)
def test_a_block_is_stored_as_its_cells(block: Block) -> None:
    """One list, stored, read back, taken back, done again: always the cells of the same edits one by one."""
    expected = Return(FIRM, "XM", SEPTEMBER, "p")
    apply(expected, filled(block))
    with tempfile.TemporaryDirectory() as folder, Store.open(Path(folder) / "s", os.urandom(32)) as store:
        set_id = store.run(lambda books: imported(books, block))
        kept = store.run(stored)
        assert kept.cells == expected.cells
        assert kept.rows == expected.rows
        (entry,) = store.run(lambda books: books.changes.entries(LIST))
        assert list(entry.change.edits) == list(block)
        store.run(lambda books: books.imports.undo(set_id))
        assert store.run(stored).cells == {}
        assert not any(store.run(stored).rows.values())
        store.run(lambda books: books.changes.redo(LIST))
        assert store.run(stored).cells == expected.cells
        assert store.run(lambda books: books.audit.verify()).whole


@given(blocks())
@settings(max_examples=25, deadline=None)
def test_packing_a_block_is_lossless(block: Block) -> None:
    for change in (filled(block), filled(block, ("r0",)), filled(block).inverse()):
        again = unpack_change(pack_change(change))
        assert list(again.edits) == list(change.edits)
        assert again.rows == change.rows
        assert (again.firm, again.form, again.period, again.source) == (FIRM, "XM", SEPTEMBER, "workbook")


def test_every_cell_of_a_block_has_its_history(store: Store) -> None:
    block = small()
    address = block[1].address
    set_id = store.run(lambda books: imported(books, block))
    store.run(lambda books: books.imports.undo(set_id))
    events = store.run(lambda books: books.changes.history(LIST, address))
    assert [(event.kind, event.old, event.new) for event in events] == [
        ("do", None, block[1].new),
        ("undo", block[1].new, None),
    ]
    assert {event.source for event in events} == {"workbook"}
    assert {event.actor for event in events} == {"王会计"}


def test_a_row_of_a_block_is_edited_like_any_other(store: Store) -> None:
    block = small()
    set_id = store.run(lambda books: imported(books, block))
    place = block[0].address
    edit = Edit(place, block[0].new, Cell("改名", "改名"))
    store.run(lambda books: books.returns.record(Change(FIRM, "XM", SEPTEMBER, (edit,))))
    kept = store.run(stored)
    assert kept.cells[place] == Cell("改名", "改名")
    assert len(kept.cells) == len(block)
    with pytest.raises(UserError) as refused:
        store.run(lambda books: books.imports.undo(set_id))
    assert refused.value.code == "store.undo-blocked"
    store.run(lambda books: books.changes.undo(LIST))
    assert store.run(stored).cells[place] == block[0].new
    # The row's record was written anew, cell by cell: the block is taken back all the same.
    store.run(lambda books: books.imports.undo(set_id))
    assert store.run(stored).cells == {}


def test_a_block_of_rows_that_are_there_is_carried_out_cell_by_cell(store: Store) -> None:
    block = small()
    store.run(lambda books: imported(books, block))
    done = store.run(lambda books: books.returns.record(filled(block, tuple(block.rows[:0]))))
    assert [edit.old for edit in done.edits] == [edit.new for edit in block]
    assert store.run(stored).cells == {edit.address: edit.new for edit in block}


def test_two_blocks_lie_side_by_side(store: Store) -> None:
    first = small()
    renamed = [f"{row}f" for row in first.rows]
    second = Block("XM", renamed, first.columns[:2], [9, 10], "另一本.xlsx › 表")
    store.run(lambda books: imported(books, first))
    last = store.run(lambda books: imported(books, second))
    kept = store.run(stored)
    assert len(kept.cells) == len(first) + len(second)
    assert kept.cells[f"XM[{renamed[0]}].XM002"].origin.place == "另一本.xlsx › 表 › A9"
    store.run(lambda books: books.imports.undo(last))
    assert store.run(stored).cells == {edit.address: edit.new for edit in first}


def test_row_lists_are_read_without_cells(store: Store) -> None:
    block = small()
    assert store.run(lambda books: books.returns.rows(LIST)) == {}
    store.run(lambda books: imported(books, block))
    assert store.run(lambda books: books.returns.rows(LIST)) == {"XM": list(block.rows)}


def test_a_row_taken_out_of_a_block_stays_out(store: Store) -> None:
    block = small()
    store.run(lambda books: imported(books, block))
    first, second = block.rows
    edits = tuple(Edit(edit.address, edit.new, None) for edit in block if first in edit.address)
    gone = Change(FIRM, "XM", SEPTEMBER, edits, (RowsEdit("XM", (first, second), (second,)),))
    store.run(lambda books: books.returns.record(gone))
    kept = store.run(stored)
    assert kept.rows == {"XM": [second]}
    assert list(kept.cells) == [edit.address for edit in block if second in edit.address]
    store.run(lambda books: books.changes.undo(LIST))
    assert store.run(stored).cells == {edit.address: edit.new for edit in block}


def test_a_long_block_lies_in_pieces_and_leaves_nothing_behind(store: Store) -> None:
    size = PIECE * 2 + 3
    names = [f"第 {number} 号" for number in range(size)]
    columns = [
        BlockColumn("XM002", "A", "", Words(np.arange(size, dtype=np.int32), names, names)),
        BlockColumn("XM014", "B", "万元", Figures(np.arange(size), 0)),
    ]
    block = Block("XM", new_row_ids(size), columns, range(4, size + 4), PLACE)
    set_id = store.run(lambda books: imported(books, block))
    kept = store.run(stored)
    assert len(kept.cells) == size * 2
    place = f"XM[{block.rows[-1]}].XM002"
    assert kept.cells[place] == block[-2].new
    assert [event.new for event in store.run(lambda b: b.changes.history(LIST, place))] == [block[-2].new]
    store.run(lambda books: books.imports.undo(set_id))
    assert store.run(stored).cells == {}
    assert store.run(lambda books: list(books.audit._ledger.execute("SELECT * FROM records"))) == []
