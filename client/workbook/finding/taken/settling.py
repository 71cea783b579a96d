"""What counts where several cells of a workbook are for one place of a return."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

from client.workbook.finding.taken.extraction import Block, Found, Note, NotTaken, note
from client.workbook.finding.taken.places import doubled
from forms.periods import Period
from forms.returns import Cell


def settle(sheets: Iterable[Sequence[Found]]) -> tuple[list[Found], list[NotTaken]]:
    """Of several single cells for one place the surest counts, among equals the first; the others are named."""
    chosen: dict[tuple[object, ...], Found] = {}
    left: list[NotTaken] = []
    for found in chain.from_iterable(sheets):
        place = (found.form, found.period, found.row_key, found.item, found.address)
        known = chosen.setdefault(place, found)
        if found.confidence > known.confidence:
            chosen[place] = found
            left.append(_left_for(known.cell, found.address, found.cell))
        elif found is not known:
            left.append(_left_for(found.cell, found.address, known.cell))
    return list(chosen.values()), left


def settle_lists(blocks: Iterable[Block]) -> list[NotTaken]:
    """Settle records that two lists hold: the first list's cells count, the others are named."""
    blocks = list(blocks)
    if len({(block.form, block.period) for block in blocks}) == len(blocks):
        return []
    seen: dict[tuple[str, Period, str | None], tuple[Block, int]] = {}
    left: list[NotTaken] = []
    for block in blocks:
        for position, key in enumerate(block.keys):
            first = seen.setdefault((block.form, block.period, key), (block, position))
            if first[0] is not block:
                left += _drop_doubled(block, position, *first)
    return left


def _on_one_sheet(entry: NotTaken) -> bool:
    """Whether both figures stand on one sheet, as 营业总收入 above 营业收入: the surer name counts."""
    return str(entry.why.params["other"]).rpartition(" › ")[0].endswith(f" › {entry.sheet}")


def _drop_doubled(block: Block, position: int, first: Block, there: int) -> Iterator[NotTaken]:
    known = {column.address: column.cells.cell(there) for column in first.columns}
    for column in block.columns:
        cell, other = column.cells.cell(position), known.get(column.address)
        if cell is not None and other is not None:
            column.cells.drop(position)
            yield _left_for(cell, column.address, other)


def _left_for(left_out: Cell, address: str, chosen: Cell) -> NotTaken:
    same = left_out.text == chosen.text
    return doubled(left_out.origin.place, address, chosen.origin.place, same=same)


def differing(left: Sequence[NotTaken]) -> Iterator[Note]:
    """A remark where figures were left out that differ from those taken of another sheet."""
    differ = [entry for entry in left if entry.code == "left.cell-conflict" and not _on_one_sheet(entry)]
    if differ:
        first = differ[0].why.params
        yield note(
            "warn.conflicts", count=len(differ), cell=f"{differ[0].sheet} › {first['cell']}", other=first["other"]
        )
