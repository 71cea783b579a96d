"""Cells, records and changes as compact bytes (MessagePack), and back.

A cell is an array whose trailing empty places are cut off; its value is written only when its canonical
text differs from what was typed. The book and sheet a cell came from are written once a record.
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from decimal import Decimal
from typing import Any, get_args

import msgspec

from forms.periods import Period
from forms.returns import Cell, Change, Edit, Explained, Explanation, Origin, RowsEdit, Source, Value
from forms.values.canonical import decode, encode

_FORMAT = 1
_SEPARATOR = " › "
_SOURCES: tuple[Source, ...] = get_args(Source)
_COMPRESS_FROM = 512
_PLAIN, _DEFLATED = b"\x00", b"\x01"

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


_EMPTY_TAIL = tuple(PackedCell("").__getattribute__(name) for name in PackedCell.__struct_fields__)


class _Record(msgspec.Struct, array_like=True):
    format: int
    sheets: list[str]
    cells: dict[str, PackedCell]


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
    rows: list[RowsEdit]
    explained: list[Explained]


_records = msgspec.msgpack.Decoder(_Record)
_changes = msgspec.msgpack.Decoder(_PackedChange)
_change_lists = msgspec.msgpack.Decoder(list[_PackedChange])
_explanations = msgspec.msgpack.Decoder(dict[str, Explanation])
_row_lists = msgspec.msgpack.Decoder(list[str])


class _Sheets:
    """The books and sheets named in one record, by number."""

    def __init__(self) -> None:
        self.names: list[str] = []
        self._numbers: dict[str, int] = {}

    def number(self, name: str) -> int:
        number = self._numbers.setdefault(name, len(self.names))
        if number == len(self.names):
            self.names.append(name)
        return number


def _pack_cell(cell: Cell, sheets: _Sheets) -> list[Any]:
    tag, value = ("", None) if cell.value is None else encode(cell.value)
    origin = cell.origin
    sheet, separator, place = origin.place.rpartition(_SEPARATOR)
    packed = [
        cell.text,
        tag,
        None if value == cell.text else value,
        _SOURCES.index(origin.source),
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


def _unpack_cell(packed: PackedCell, sheets: Sequence[str]) -> Cell:
    place = packed.place if packed.sheet is None else sheets[packed.sheet] + _SEPARATOR + packed.place
    value: Value | None = None
    if packed.tag:
        canonical = packed.text if packed.value is None else packed.value
        # Most cells are numbers, and the store's pages are authenticated: no need to check their spelling.
        value = Decimal(canonical) if packed.tag == "n" else decode(packed.tag, canonical)
    origin = Origin(_SOURCES[packed.source], place, packed.raw, packed.unit)
    return Cell(packed.text, value, packed.problem, packed.na, origin)


def pack_record(cells: dict[str, Cell]) -> bytes:
    """The cells of one record, keyed by their address within it."""
    sheets = _Sheets()
    packed = {address: _pack_cell(cell, sheets) for address, cell in cells.items()}
    return _encode([_FORMAT, sheets.names, packed])


def unpack_record(data: bytes) -> dict[str, Cell]:
    record = _records.decode(data)
    return {address: _unpack_cell(cell, record.sheets) for address, cell in record.cells.items()}


def pack_rows(rows: Sequence[str]) -> bytes:
    return squeeze(_encode(list(rows)))


def unpack_rows(data: bytes) -> list[str]:
    return _row_lists.decode(unsqueeze(data))


def pack_explanations(explanations: dict[str, Explanation]) -> bytes:
    return _encode(explanations)


def unpack_explanations(data: bytes) -> dict[str, Explanation]:
    return _explanations.decode(data)


def pack_change(change: Change) -> bytes:
    return squeeze(_encode(_change_fields(change)))


def unpack_change(data: bytes) -> Change:
    return _change(_changes.decode(unsqueeze(data)))


def pack_changes(changes: Sequence[Change]) -> bytes:
    return squeeze(_encode([_change_fields(change) for change in changes]))


def unpack_changes(data: bytes) -> list[Change]:
    return [_change(packed) for packed in _change_lists.decode(unsqueeze(data))]


def _change_fields(change: Change) -> list[Any]:
    sheets = _Sheets()

    def optional(cell: Cell | None) -> list[Any] | None:
        return None if cell is None else _pack_cell(cell, sheets)

    edits = [[edit.address, optional(edit.old), optional(edit.new)] for edit in change.edits]
    source = _SOURCES.index(change.source)
    place = [change.firm, change.form, str(change.period), source]
    return [_FORMAT, sheets.names, *place, edits, change.rows, change.explained]


def _change(packed: _PackedChange) -> Change:
    def optional(cell: PackedCell | None) -> Cell | None:
        return None if cell is None else _unpack_cell(cell, packed.sheets)

    return Change(
        firm=packed.firm,
        form=packed.form,
        period=Period.parse(packed.period),
        edits=tuple(Edit(edit.address, optional(edit.old), optional(edit.new)) for edit in packed.edits),
        rows=tuple(packed.rows),
        explained=tuple(packed.explained),
        source=_SOURCES[packed.source],
    )


def storable(text: str) -> str:
    """``text`` with halves of characters (lone surrogates, which no file can hold) replaced by U+FFFD."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _encode(thing: object) -> bytes:
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
        return _PLAIN + data
    return _DEFLATED + zlib.compress(data, 6)


def unsqueeze(data: bytes) -> bytes:
    return data[1:] if data[:1] == _PLAIN else zlib.decompress(data[1:])
