"""A block of new rows is the same as its edits one by one."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forms.blocks import Block, Chain, blocks_in
from forms.periods import Period
from forms.returns import Change, Edit, Return, apply
from tests.forms.blocks_made import blocks, figure, rows_of, small

SEPTEMBER = Period.parse("2025-09")


def test_a_block_reads_as_its_cells() -> None:
    block, (first, second) = small(), rows_of(2)
    assert [edit.address for edit in block] == [
        f"XM[{first}].XM002",
        f"XM[{first}].XM014",
        f"XM[{first}].XM027",
        f"XM[{second}].XM002",
        f"XM[{second}].XM027",
    ]
    assert block[1] == Edit(f"XM[{first}].XM014", None, figure("1234", "B4", "万元", "1234"))
    assert block[2].new == figure("30.5", "C4", "%", "30.5")
    assert block[-1].new is not None
    assert block[-1].new.problem == "value.not-a-number"
    assert len(block) == 5


@given(blocks())
@settings(max_examples=40, deadline=None)
def test_numbered_addressed_and_gone_through_it_is_the_same(block: Block) -> None:
    edits = list(block)
    assert len(block) == len(edits)
    assert [block[number] for number in range(len(block))] == edits
    assert list(block[1:3]) == edits[1:3]
    assert all(block.at(edit.address) == edit for edit in edits)


@given(blocks())
@settings(max_examples=25, deadline=None)
def test_its_inverse_takes_it_back(block: Block) -> None:
    target = Return("A", "XM", SEPTEMBER, "p")
    change = Change("A", "XM", SEPTEMBER, block)
    apply(target, change)
    assert len(target.cells) == len(block)
    apply(target, change.inverse())
    assert target.cells == {}
    assert list(change.inverse().inverse().edits) == list(block)


def test_what_is_not_in_it_has_no_edit() -> None:
    block = small()
    second = rows_of(2)[1]
    for address in ("XM014", "XM[none].XM014", f"YX[{second}].XM014", f"XM[{second}].XM014", f"XM[{second}].XM9"):
        assert block.at(address) is None
    with pytest.raises(IndexError):
        block[len(block)]


@given(blocks(), st.integers(1, 5))
@settings(max_examples=25, deadline=None)
def test_cut_in_pieces_and_chained_it_is_the_same(block: Block, most: int) -> None:
    pieces = block.pieces(most)
    assert all(len(piece.rows) <= most for piece in pieces)
    chain = Chain(pieces)
    edits = list(block)
    assert list(chain) == edits
    assert len(chain) == len(edits)
    assert chain.rows == list(block.rows)
    assert list(chain[:2]) == edits[:2]
    assert all(chain[number] == edit == chain.at(edit.address) for number, edit in enumerate(edits))
    assert list(chain.inverse().inverse()) == edits
    assert {edit.old for edit in chain.inverse()} == {edit.new for edit in edits}
    assert blocks_in(chain) == tuple(pieces)


def test_a_change_names_what_it_does_to_a_cell() -> None:
    block = small()
    address = block[0].address
    assert list(Change("A", "XM", SEPTEMBER, block).edits_at(address)) == [block[0]]
    assert list(Change("A", "XM", SEPTEMBER, tuple(block)).edits_at(address)) == [block[0]]
    assert list(Change("A", "XM", SEPTEMBER, block).edits_at("XM001")) == []
