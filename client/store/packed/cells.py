"""Cells as compact arrays, and bytes with what their length asks for: plain or deflated.

A cell is an array whose trailing empty places are cut off; its value is written only when its canonical
text differs from what was typed. The book and sheet a cell came from are written once a record.
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from decimal import Decimal
from typing import Any, get_args

import msgspec

from forms.returns import Cell, Origin, Source, Value
from forms.values.canonical import decode, encode

SEPARATOR = " › "
SOURCES: tuple[Source, ...] = get_args(Source)
PLAIN, _DEFLATED = b"\x00", b"\x01"
_COMPRESS_FROM = 512
_LONG = 64 * 1024
"""From here on time counts for more than the last tenth of the size."""

_encoder = msgspec.msgpack.Encoder()


class PackedCell(msgspec.Struct, array_like=True, frozen=True, gc=False):
    """A cell on disk. ``value`` is None when the canonical text is the typed text."""

    text: str
    tag: str = ""
    value: str | None = None
    source: int = 0
    problem: str | None = None
    na: str | None = None
    sheet: int | None = None
    place: str = ""
    raw: str = ""
    unit: str = ""


_PLACELESS = tuple(map(Origin, SOURCES))
_EMPTY_TAIL = tuple(PackedCell("").__getattribute__(name) for name in PackedCell.__struct_fields__)


class Sheets:
    """The books and sheets named in one record, by number."""

    def __init__(self) -> None:
        self.names: list[str] = []
        self._numbers: dict[str, int] = {}

    def number(self, name: str) -> int:
        number = self._numbers.setdefault(name, len(self.names))
        if number == len(self.names):
            self.names.append(name)
        return number


def pack_cell(cell: Cell, sheets: Sheets) -> list[Any]:
    """A cell as an array; the book and sheet it came from go into ``sheets``."""
    tag, value = ("", None) if cell.value is None else encode(cell.value)
    origin = cell.origin
    sheet, separator, place = origin.place.rpartition(SEPARATOR)
    packed = [
        cell.text,
        tag,
        None if value == cell.text else value,
        SOURCES.index(origin.source),
        cell.problem,
        cell.na,
        sheets.number(sheet) if separator else None,
        place,
        origin.raw,
        origin.unit,
    ]
    while len(packed) > 1 and packed[-1] == _EMPTY_TAIL[len(packed) - 1]:
        packed.pop()
    return packed


def unpack_cell(packed: PackedCell, sheets: Sequence[str]) -> Cell:
    """The reverse of ``pack_cell``."""
    text, tag = packed.text, packed.tag
    value: Value | None = None
    if tag:
        canonical = text if packed.value is None else packed.value
        # Most are numbers or texts, and the store's pages are authenticated: no need to check their spelling.
        value = Decimal(canonical) if tag == "n" else canonical if tag == "t" else decode(tag, canonical)
    if packed.place or packed.raw or packed.unit or packed.sheet is not None:
        place = packed.place if packed.sheet is None else sheets[packed.sheet] + SEPARATOR + packed.place
        origin = Origin(SOURCES[packed.source], place, packed.raw, packed.unit)
    else:
        origin = _PLACELESS[packed.source]  # shared: a list of a hundred thousand rows has millions of these
    return Cell(text, value, packed.problem, packed.na, origin)


def storable(text: str) -> str:
    """``text`` with halves of characters (lone surrogates, which no file can hold) replaced by U+FFFD."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def encode_repaired(thing: object) -> bytes:
    """``thing`` as MessagePack; halves of characters are replaced as by ``storable``."""
    try:
        return _encoder.encode(thing)
    except UnicodeEncodeError:
        return _encoder.encode(_repaired(msgspec.to_builtins(thing)))


def _repaired(thing: Any) -> Any:
    if isinstance(thing, str):
        return storable(thing)
    if isinstance(thing, dict):
        return {storable(key): _repaired(value) for key, value in thing.items()}
    return [_repaired(each) for each in thing] if isinstance(thing, (list, tuple)) else thing


def squeeze(data: bytes) -> bytes:
    """``data`` with a leading byte that says whether it is deflated; short data stays as it is."""
    if len(data) < _COMPRESS_FROM:
        return PLAIN + data
    return _DEFLATED + zlib.compress(data, 6 if len(data) < _LONG else 1)


def unsqueeze(data: bytes) -> bytes:
    """The bytes that were squeezed."""
    return data[1:] if data[:1] == PLAIN else zlib.decompress(data[1:])
