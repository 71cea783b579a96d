"""Records and changes as compact bytes (MessagePack), and back; how a cell is written is in ``cells``."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

import msgspec

from client.store.packed.cells import (
    PLAIN,
    SOURCES,
    PackedCell,
    Sheets,
    encode_repaired,
    pack_cell,
    squeeze,
    unpack_cell,
    unsqueeze,
)
from forms.blocks import Chain, blocks_in
from forms.periods import Period
from forms.returns import Cell, Change, Edit, Explained, Explanation, PackEdit, RowsEdit

_FORMAT = 1
_BLOCKS = 2
"""A change that is made of blocks of rows; see ``client.store.packed.blocks``."""


class _Record(msgspec.Struct, array_like=True):
    format: int
    sheets: list[str]
    cells: dict[str, tuple[Any, ...]]


class _PackedEdit(msgspec.Struct, array_like=True, gc=False):
    address: str
    old: PackedCell | None
    new: PackedCell | None


class _PackedChange(msgspec.Struct, array_like=True):
    format: int
    sheets: list[str]
    firm: str
    form: str
    period: str
    source: int
    edits: list[_PackedEdit]
    rows: list[Any]
    explained: list[Explained]
    pieces: list[bytes] | None = None
    """The edits, when they are blocks of rows."""
    leaving: bool = False
    pack: PackEdit | None = None


Known = dict[tuple[Any, ...], Cell]
"""Cells by what they are stored as."""

_ALIKE = PackedCell.__struct_fields__.index("sheet")
"""Longer ones name a place of their own, by a sheet of their record."""

_MOST_KNOWN = 50_000

# Making one reads the annotations of all it decodes, which no first desk waits for.
decoder = cache(msgspec.msgpack.Decoder)


def pack_record(cells: dict[str, Cell]) -> bytes:
    """The cells of one record, keyed by their address within it."""
    sheets = Sheets()
    packed = {address: pack_cell(cell, sheets) for address, cell in cells.items()}
    return encode_repaired([_FORMAT, sheets.names, packed])


def unpack_record(data: bytes, known: Known | None = None) -> dict[str, Cell]:
    """The reverse of ``pack_record``. Cells that many records of a list have alike are made once: ``known``."""
    record, known = decoder(_Record).decode(data), {} if known is None else known
    cells = {}
    for address, packed in record.cells.items():
        cell = known.get(packed)
        if cell is None:
            cell = unpack_cell(msgspec.convert(packed, PackedCell), record.sheets)
            if len(packed) <= _ALIKE and len(known) < _MOST_KNOWN:
                known[packed] = cell
        cells[address] = cell
    return cells


def pack_rows(rows: Sequence[str]) -> bytes:
    """The ids of a list's rows, deflated."""
    return squeeze(encode_repaired(list(rows)))


def unpack_rows(data: bytes) -> list[str]:
    """The ids of a list's rows."""
    rows: list[str] = decoder(list[str]).decode(unsqueeze(data))
    return rows


def pack_explanations(explanations: dict[str, Explanation]) -> bytes:
    """The explanations of a return, by key."""
    return encode_repaired(explanations)


def unpack_explanations(data: bytes) -> dict[str, Explanation]:
    """The explanations of a return, by key."""
    explanations: dict[str, Explanation] = decoder(dict[str, Explanation]).decode(data)
    return explanations


def pack_change(change: Change) -> bytes:
    """One change, deflated."""
    return squeeze(encode_repaired(_change_fields(change)))


def unpack_change(data: bytes) -> Change:
    """One change."""
    return _change(decoder(_PackedChange).decode(unsqueeze(data)))


def pack_changes(changes: Sequence[Change]) -> bytes:
    """The changes of one import; deflated unless a block in them is already."""
    data = encode_repaired([_change_fields(change) for change in changes])
    deflated = any(blocks_in(change.edits) for change in changes)  # their pieces are already
    return PLAIN + data if deflated else squeeze(data)


def unpack_changes(data: bytes) -> list[Change]:
    """The changes of one import."""
    return [_change(packed) for packed in decoder(list[_PackedChange]).decode(unsqueeze(data))]


def _change_fields(change: Change) -> list[Any]:
    sheets = Sheets()

    def optional(cell: Cell | None) -> list[Any] | None:
        return None if cell is None else pack_cell(cell, sheets)

    source = SOURCES.index(change.source)
    place = [change.firm, change.form, str(change.period), source]
    blocks = blocks_in(change.edits)
    if blocks:
        from client.store.packed.blocks import packed  # numpy only where there are long lists

        added, leaving = tuple(row for block in blocks for row in block.rows), blocks[0].leaving
        rows = [_rows_fields(edit, blocks[0].form, added, leaving=leaving) for edit in change.rows]
        pieces = [data for _, data in packed(blocks)]
        return [_BLOCKS, [], *place, [], rows, change.explained, pieces, leaving]
    edits = [[edit.address, optional(edit.old), optional(edit.new)] for edit in change.edits]
    rows = [[edit.table, edit.old, edit.new] for edit in change.rows]
    fields = [_FORMAT, sheets.names, *place, edits, rows, change.explained]
    return fields if change.pack is None else [*fields, None, False, change.pack]


def _rows_fields(edit: RowsEdit, table: str, added: tuple[str, ...], *, leaving: bool) -> list[Any]:
    """A row list before and after; the longer one is left out where it is the other with the rows added."""
    longer, shorter = (edit.old, edit.new) if leaving else (edit.new, edit.old)
    if edit.table != table or longer != (*shorter, *added):
        return [edit.table, edit.old, edit.new]
    return [edit.table, None, edit.new] if leaving else [edit.table, edit.old, None]


def _rows_edit(fields: list[Any] | dict[str, Any], blocks: Chain | None) -> RowsEdit:
    # Homes of the first layout hold them by name: a sample of one is split in the tests.
    table, old, new = (fields["table"], fields["old"], fields["new"]) if isinstance(fields, dict) else fields
    if blocks is not None and old is None:
        return RowsEdit(table, (*new, *blocks.rows), tuple(new))
    if blocks is not None and new is None:
        return RowsEdit(table, tuple(old), (*old, *blocks.rows))
    return RowsEdit(table, tuple(old), tuple(new))


def _change(packed: _PackedChange) -> Change:
    def optional(cell: PackedCell | None) -> Cell | None:
        return None if cell is None else unpack_cell(cell, packed.sheets)

    blocks = None
    if packed.pieces is not None:
        from client.store.packed.blocks import unpacked  # numpy only where there are long lists

        blocks = Chain([unpacked(data, leaving=packed.leaving) for data in packed.pieces])
    edits = (Edit(edit.address, optional(edit.old), optional(edit.new)) for edit in packed.edits)
    return Change(
        firm=packed.firm,
        form=packed.form,
        period=Period.parse(packed.period),
        edits=tuple(edits) if blocks is None else blocks,
        rows=tuple(_rows_edit(fields, blocks) for fields in packed.rows),
        explained=tuple(packed.explained),
        source=SOURCES[packed.source],
        pack=packed.pack,
    )
