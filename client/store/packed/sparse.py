"""Of a packed change only what it did to one cell: what else it did stays packed, however much that is.

The address is sought as it is written, in stretches between which other threads get their turn: a list of 100,000
rows is one change of millions of cells, and unpacked as a whole it would stop the window.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec

from client.store.packed.cells import SOURCES, PackedCell, unpack_cell, unsqueeze
from client.store.packed.packing import decoder, unpack_change
from forms.periods import Period
from forms.returns import Cell, Change, Edit, ManyEdits

_SMALL = 16 * 1024
"""Up to so many bytes a change is unpacked as it is."""
_STRETCH = 4 * 1024 * 1024

_PLAIN_FORMAT = 1
_EDIT = b"\x93"
"""An array of three begins so: no text holds it followed by the head of another text, but a cell may begin so."""


class _Pieced(msgspec.Struct, array_like=True):
    """A change that is made of blocks of rows; what is not looked at stays packed."""

    format: int
    sheets: msgspec.Raw
    firm: str
    form: str
    period: str
    source: int
    edits: msgspec.Raw
    rows: msgspec.Raw
    explained: msgspec.Raw
    pieces: list[bytes]
    leaving: bool = False


def change_at(data: bytes, address: str) -> Change:
    """What a packed change did to one cell."""
    if len(data) <= _SMALL:
        return unpack_change(data)
    return _change_at(unsqueeze(data), address)


def changes_at(data: bytes, address: str) -> list[Change]:
    """What each packed change of an import did to one cell."""
    return [_change_at(bytes(raw), address) for raw in decoder(list[msgspec.Raw]).decode(unsqueeze(data))]


def _change_at(plain: bytes, address: str) -> Change:
    if plain[1] != _PLAIN_FORMAT:
        return _in_pieces(decoder(_Pieced).decode(plain), address)
    at = 2
    head = []
    for _ in range(5):
        found, at = _read(plain, at)
        head.append(found)
    sheets, firm, form, period, source = head
    edits = tuple(_edits(plain, at, address, sheets))
    return Change(firm, form, Period.parse(period), edits, source=SOURCES[source])


def _edits(plain: bytes, start: int, address: str, sheets: list[str]) -> Iterator[Edit]:
    def cell(fields: list[Any] | None) -> Cell | None:
        return None if fields is None else unpack_cell(msgspec.convert(fields, PackedCell), sheets)

    for at in _places(plain, _EDIT + msgspec.msgpack.encode(address), start):
        (_, old, new), _ = _read(plain, at)
        if not isinstance(old, str):  # else it is a cell whose text is this address, and its kind
            yield Edit(address, cell(old), cell(new))


def _places(plain: bytes, wanted: bytes, start: int) -> Iterator[int]:
    for begin in range(start, len(plain), _STRETCH):
        at = plain.find(wanted, begin, begin + _STRETCH + len(wanted) - 1)
        while at >= 0:
            yield at
            at = plain.find(wanted, at + 1, begin + _STRETCH + len(wanted) - 1)


def _in_pieces(packed: _Pieced, address: str) -> Change:
    """Only the piece that names the row is unpacked."""
    from client.store.packed.blocks import unpacked  # numpy only where there are long lists

    row = address.partition("[")[2].partition("]")[0].encode()
    named = (piece for piece in packed.pieces if row and row in unsqueeze(piece))
    blocks: Iterator[ManyEdits] = (unpacked(piece, leaving=packed.leaving) for piece in named)
    edits = tuple(edit for block in blocks if (edit := block.at(address)) is not None)
    return Change(packed.firm, packed.form, Period.parse(packed.period), edits, source=SOURCES[packed.source])


_ARRAYS, _TEXTS, _NUMBERS = {0xDC: 2, 0xDD: 4}, {0xD9: 1, 0xDA: 2, 0xDB: 4}, {0xCC: 1, 0xCD: 2, 0xCE: 4, 0xCF: 8}
_WORDS = {0xC0: None, 0xC2: False, 0xC3: True}


def _read(data: bytes, at: int) -> tuple[Any, int]:
    """The one value of MessagePack that begins at a place, of those a change is made of, and where it ends."""
    head, at = data[at], at + 1
    if head < 0x80:
        return head, at
    if head in _WORDS:
        return _WORDS[head], at
    if head in _NUMBERS:
        return _number(data, at, _NUMBERS[head])
    if head & 0xE0 == 0xA0:
        return _text(data, at, head & 0x1F)
    if head in _TEXTS:
        return _text(data, *reversed(_number(data, at, _TEXTS[head])))
    if head & 0xF0 == 0x90:
        return _array(data, at, head & 0x0F)
    return _array(data, *reversed(_number(data, at, _ARRAYS[head])))


def _number(data: bytes, at: int, width: int) -> tuple[int, int]:
    return int.from_bytes(data[at : at + width], "big"), at + width


def _text(data: bytes, at: int, size: int) -> tuple[str, int]:
    return data[at : at + size].decode(), at + size


def _array(data: bytes, at: int, count: int) -> tuple[list[Any], int]:
    made = []
    for _ in range(count):
        found, at = _read(data, at)
        made.append(found)
    return made, at
