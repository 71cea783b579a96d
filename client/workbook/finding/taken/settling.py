"""What counts where several cells of a workbook are for one place of a return."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from client.workbook.finding.taken.extraction import Block, Found, Note, NotTaken, note
from client.workbook.model import letters
from client.workbook.reader.marks import place_of
from forms.periods import Period
from forms.returns import Cell


def settle(sheets: Iterable[tuple[str, Sequence[Found]]]) -> tuple[list[Found], list[NotTaken]]:
    """Of several single cells for one place the surest counts, among equals the first; the others are named."""
    chosen: dict[tuple[object, ...], tuple[Found, str]] = {}
    doubled: list[NotTaken] = []
    for sheet, values in sheets:
        for found in values:
            place = (found.form, found.period, found.row_key, found.item, found.address)
            known = chosen.get(place)
            if known is None:
                chosen[place] = (found, sheet)
            elif found.confidence > known[0].confidence:
                chosen[place] = (found, sheet)
                doubled.append(_doubled(known[0].cell, found.address, known[1], found.cell))
            else:
                doubled.append(_doubled(found.cell, found.address, sheet, known[0].cell))
    return [found for found, _ in chosen.values()], doubled


def settle_lists(blocks: Iterable[Block]) -> list[NotTaken]:
    """The same for records that two lists hold: the first list's cells count."""
    blocks = list(blocks)
    if len({(block.form, block.period) for block in blocks}) == len(blocks):
        return []
    seen: dict[tuple[str, Period, str | None], tuple[Block, int]] = {}
    doubled: list[NotTaken] = []
    for block in blocks:
        for position, key in enumerate(block.keys):
            first = seen.setdefault((block.form, block.period, key), (block, position))
            if first[0] is not block:
                doubled += _drop_doubled(block, position, *first)
    return doubled


def _on_one_sheet(entry: NotTaken) -> bool:
    """Whether both figures stand on one sheet, as 营业总收入 above 营业收入: the surer name counts."""
    return str(entry.why.params["other"]).rpartition(" › ")[0].endswith(f" › {entry.sheet}")


def _drop_doubled(block: Block, position: int, first: Block, there: int) -> Iterator[NotTaken]:
    known = {column.address: column.cells.cell(there) for column in first.columns}
    for column in block.columns:
        cell, other = column.cells.cell(position), known.get(column.address)
        if cell is not None and other is not None:
            column.cells.drop(position)
            yield _doubled(cell, column.address, block.sheet, other)


def _doubled(left_out: Cell, address: str, sheet: str, chosen: Cell) -> NotTaken:
    code = "left.cell-same" if left_out.text == chosen.text else "left.cell-conflict"
    cell = left_out.origin.place.rpartition(" › ")[2]
    why = note(code, cell=cell, name=address, other=chosen.origin.place)
    row, column = place_of(cell.encode())
    return NotTaken(sheet=sheet, row=row, column=letters(column), label=address, why=why)


def differing(doubled: Sequence[NotTaken]) -> Iterator[Note]:
    """A remark where figures were left out that differ from those taken of another sheet."""
    differ = [entry for entry in doubled if entry.code == "left.cell-conflict" and not _on_one_sheet(entry)]
    if differ:
        first = differ[0].why.params
        yield note(
            "warn.conflicts", count=len(differ), cell=f"{differ[0].sheet} › {first['cell']}", other=first["other"]
        )
