"""Blocks of new rows as bytes: column after column, deflated, in pieces of a few thousand rows.

A piece is one record of its return, and the same bytes stand in the change that is kept for undo.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import msgspec
import numpy as np

from client.store.packed.cells import (
    PackedCell,
    Sheets,
    encode_repaired,
    pack_cell,
    squeeze,
    unpack_cell,
    unsqueeze,
)
from forms.blocks import Block, BlockColumn, Figures, Words
from forms.returns import Value
from forms.values.canonical import decode, encode

PIECE = 4096
"""Rows in a piece: what one damaged page can cost, and what is unpacked to look at one row."""

_FORMAT = 2
_NARROW = (np.int8, np.int16, np.int32)
_WORDS = 3
"""So many fields has the content of a column of words."""

_decoder = msgspec.msgpack.Decoder()


def packed(blocks: Sequence[Block]) -> list[tuple[Block, bytes]]:
    """The pieces of some blocks, and what each is stored as."""
    if len(blocks) == 1 and blocks[0].memo.get("pieces"):
        return list(blocks[0].memo["pieces"])
    pieces = [piece for block in blocks for piece in block.pieces(PIECE)]
    with ThreadPoolExecutor() as pool:  # deflating does not hold the interpreter's lock
        done = list(zip(pieces, pool.map(_packed, pieces), strict=True))
    if len(blocks) == 1:
        blocks[0].memo["pieces"] = done
    return done


def _packed(block: Block) -> bytes:
    found = block.memo.get("bytes")
    if found is None:
        found = block.memo["bytes"] = squeeze(encode_repaired(_fields(block)))
    return bytes(found)


def part_of(data: bytes) -> str:
    """Under which part of its return a piece is kept: named after its content, it never means anything else."""
    return f"*{hashlib.sha256(data).hexdigest()[:32]}"


def unpacked(data: bytes, *, leaving: bool = False) -> Block:
    """The reverse of ``packed``, for one piece."""
    _, form, place, rows, numbers, columns, sheets = _decoder.decode(unsqueeze(data))
    made = [_column_of(column, sheets) for column in columns]
    block = Block(form, rows, made, _wide(numbers).tolist(), place, leaving=leaving)
    block.memo["bytes"] = data
    return block


def _fields(block: Block) -> list[Any]:
    sheets = Sheets()
    columns = [_column_fields(column, sheets) for column in block.columns]
    numbers = _narrow(np.asarray(block.numbers, np.int64))
    return [_FORMAT, block.form, block.place, list(block.rows), numbers, columns, sheets.names]


def _column_fields(column: BlockColumn, sheets: Sheets) -> list[Any]:
    body, content = column.body, list[Any]()
    if isinstance(body, Words):
        content = [_narrow(body.codes), _words(body), list(body.raws)]
    else:
        blank = None if body.blank is None else np.packbits(body.blank).tobytes()
        raw = None if body.raw is None else _narrow(body.raw)
        content = [_narrow(body.steps), blank, raw, body.scale, body.raw_scale]
    single = [[position, pack_cell(cell, sheets)] for position, cell in column.single.items()]
    return [column.field, column.letter, column.unit, content, single]


def _words(body: Words) -> list[Any]:
    if body.texts is body.values:  # texts that are their own values
        return list(body.texts)
    return list(map(_word, body.texts, body.values))


def _word(text: str, value: Value) -> Any:
    if isinstance(value, str) and value == text:
        return text
    return [text, *encode(value)]


def _column_of(fields: Sequence[Any], sheets: Sequence[str]) -> BlockColumn:
    field, letter, unit, content, single = fields
    cells = {position: unpack_cell(msgspec.convert(packed, PackedCell), sheets) for position, packed in single}
    body = _words_of(*content) if len(content) == _WORDS else _figures_of(*content)
    return BlockColumn(field, letter, unit, body, cells)


def _words_of(codes: Sequence[Any], words: list[Any], raws: list[Any]) -> Words:
    numbers = _wide(codes).astype(np.int32)
    if all(type(word) is str for word in words):
        return Words(numbers, words, words, raws)
    pairs = [(word, word) if isinstance(word, str) else (word[0], decode(*word[1:])) for word in words]
    return Words(numbers, [text for text, _ in pairs], [value for _, value in pairs], raws)


def _figures_of(steps: Sequence[Any], bits: bytes | None, raw: Any, scale: int, raw_scale: int) -> Figures:
    made = _wide(steps)
    blank = None
    if bits is not None:
        blank = np.unpackbits(np.frombuffer(bits, np.uint8), count=len(made)).astype(np.bool_)
    return Figures(made, scale, blank, None if raw is None else _wide(raw), raw_scale)


def _narrow(numbers: Any) -> list[Any]:
    """Integers as little-endian bytes of the least width that holds them all."""
    low, high = (int(numbers.min()), int(numbers.max())) if len(numbers) else (0, 0)
    for kind in _NARROW:
        if np.iinfo(kind).min <= low and high <= np.iinfo(kind).max:
            return [np.dtype(kind).itemsize, numbers.astype(np.dtype(kind).newbyteorder("<")).tobytes()]
    return [8, numbers.astype("<i8").tobytes()]


def _wide(narrow: Sequence[Any]) -> Any:
    width, data = narrow
    return np.frombuffer(data, f"<i{width}").astype(np.int64)
