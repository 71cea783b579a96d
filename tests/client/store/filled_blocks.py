"""Long lists as blocks, put into a store."""

from __future__ import annotations

from client.store import Books, ChangeSet
from forms.blocks import Block
from forms.periods import Period
from forms.returns import Change, ReturnKey, RowsEdit

FIRM = "91440101MA5TEST00A"
SEPTEMBER = Period.parse("2025-09")


def filled(block: Block, before: tuple[str, ...] = ()) -> Change:
    rows = RowsEdit("XM", before, (*before, *block.rows))
    return Change(FIRM, "XM", SEPTEMBER, block, (rows,), source="workbook")


def imported(books: Books, block: Block) -> int:
    books.returns.ensure(ReturnKey(FIRM, "XM", SEPTEMBER), "p")
    return books.imports.record(ChangeSet("项目.xlsx", (filled(block),), "ab")).set_id
