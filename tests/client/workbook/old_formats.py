"""Small workbooks in other formats, byte by byte: BIFF8 in a compound file, BIFF12 in a zip, OpenDocument."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Iterable, Sequence

ERROR_REF = object()
"""Stands for a cell that shows #REF!."""
ERROR_FORMULA = object()
"""Stands for a formula that divides by zero."""

_END, _FREE, _FAT = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD
_SECTOR = 512
_ROOT, _STREAM = 5, 2


def compound(streams: dict[str, bytes]) -> bytes:
    """An OLE2 file with these streams, each padded to the size at which it leaves the small-stream store."""
    chains: list[int] = []
    body = b""
    starts = {}
    for name, content in streams.items():
        content = content.ljust(4096, b"\0")
        content += b"\0" * (-len(content) % _SECTOR)
        starts[name] = (len(chains), len(content))
        count = len(content) // _SECTOR
        chains += [*range(len(chains) + 1, len(chains) + count), _END]
        body += content
    directory_start = len(chains)
    chains.append(_END)
    fat_start = len(chains)
    chains.append(_FAT)
    root = _entry("Root Entry", _ROOT, 1, _END, 0)
    entries = [
        _entry(name, _STREAM, _FREE if n + 2 > len(streams) else n + 2, start, size)
        for n, (name, (start, size)) in enumerate(starts.items())
    ]
    directory = b"".join([root, *entries]).ljust(_SECTOR, b"\0")
    fat = struct.pack(f"<{_SECTOR // 4}I", *chains, *[_FREE] * (_SECTOR // 4 - len(chains)))
    head = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(16)
    head += struct.pack(
        "<HHHHH6xIIIIIIIII", 0x3E, 3, 0xFFFE, 9, 6, 0, 1, directory_start, 0, 4096, _END, 0, _END, 0
    )
    head += struct.pack("<I", fat_start) + struct.pack("<I", _FREE) * 108
    return head + body + directory + fat


def _entry(name: str, kind: int, right: int, start: int, size: int) -> bytes:
    text = (name + "\0").encode("utf-16-le")
    tree = (_FREE, _FREE, right) if kind == _ROOT else (_FREE, right, _FREE)
    entry = text.ljust(64, b"\0") + struct.pack("<HBBIII", len(text), kind, 1, *tree)
    return entry + bytes(36) + struct.pack("<IQ", start, size)


def _record(number: int, body: bytes = b"") -> bytes:
    return struct.pack("<HH", number, len(body)) + body


def _short(text: str) -> bytes:
    return struct.pack("<BB", len(text), 1) + text.encode("utf-16-le")


def _long(text: str) -> bytes:
    return struct.pack("<HB", len(text), 1) + text.encode("utf-16-le")


class Formula(bytes):
    """A formula of an xls workbook, by the eight bytes of its result."""


def xls(name: str, rows: Iterable[Sequence[object]], encrypted: bool = False, hidden: Iterable[int] = ()) -> bytes:
    """A BIFF8 workbook with one sheet; ``hidden`` are columns, from 0."""
    sheet = _record(0x809, struct.pack("<HHHHII", 0x600, 0x10, 0, 0, 0, 0))
    for column in hidden:
        sheet += _record(0x7D, struct.pack("<HHHHHH", column, column, 0, 0, 1, 0))
    for r, row in enumerate(rows):
        for c, value in enumerate(row):
            sheet += _biff8(r, c, value)
    sheet += _record(0xE5, struct.pack("<HHHHH", 1, 0, 0, 0, 2)) + _record(0x0A)
    begin = _record(0x809, struct.pack("<HHHHII", 0x600, 5, 0, 0, 0, 0))
    if encrypted:
        begin += _record(0x2F, struct.pack("<HHH", 1, 1, 1) + bytes(48))
    begin += _record(0x42, struct.pack("<H", 1200))
    bound = _short(name)
    offset = len(begin) + 4 + 6 + len(bound) + 4
    begin += _record(0x85, struct.pack("<IBB", offset, 0, 0) + bound) + _record(0x0A)
    return compound({"Workbook": begin + sheet})


def _biff8(row: int, column: int, value: object) -> bytes:
    place = struct.pack("<HHH", row, column, 0)
    if value is ERROR_REF:
        return _record(0x205, place + struct.pack("<BB", 0x17, 1))
    if value is ERROR_FORMULA:
        return _record(0x06, place + struct.pack("<BxBxxxHHIH", 2, 7, 0xFFFF, 0, 0, 0))
    if isinstance(value, Formula):
        return _record(0x06, place + value + struct.pack("<HIH", 0, 0, 0))
    if isinstance(value, bool):
        return _record(0x205, place + struct.pack("<BB", value, 0))
    if isinstance(value, int | float):
        return _record(0x203, place + struct.pack("<d", value))
    return _record(0x204, place + _long(value)) if isinstance(value, str) else b""


class Wide(str):
    """A text in an OpenDocument cell that is merged with the one beside it."""


def ods(name: str, rows: Iterable[Sequence[object]], hidden: Sequence[int] = (), formats: str = "") -> bytes:
    """An OpenDocument workbook with one sheet; ``hidden`` are columns, from 0; ``formats`` has N1, every
    cell's format."""
    shown = ('<table:table-column table:visibility="collapse"/>', "<table:table-column/>")
    columns = "".join(shown[each not in hidden] for each in range(max(hidden, default=-1) + 1))
    lines = "".join(f"<table:table-row>{''.join(map(_ods_cell, row))}</table:table-row>" for row in rows)
    spaces = "urn:oasis:names:tc:opendocument:xmlns"
    shorts = {each: each for each in ("office", "table", "text", "style")} | {"number": "datastyle"}
    names = " ".join(f'xmlns:{short}="{spaces}:{space}:1.0"' for short, space in shorts.items())
    if formats:
        formats += '<style:style style:name="c1" style:family="table-cell" style:data-style-name="N1"/>'
        columns += '<table:table-column table:number-columns-repeated="9" table:default-cell-style-name="c1"/>'
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {names} office:version="1.2">'
        f"<office:automatic-styles>{formats}</office:automatic-styles>"
        f'<office:body><office:spreadsheet><table:table table:name="{name}">{columns}{lines}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    return _zipped(
        {
            "mimetype": b"application/vnd.oasis.opendocument.spreadsheet",
            "content.xml": content.encode(),
            "META-INF/manifest.xml": b"<manifest/>",
        }
    )


def _ods_cell(value: object) -> str:
    if value is None:
        return "<table:table-cell/>"
    if isinstance(value, bool):
        word = str(value).lower()
        return f'<table:table-cell office:value-type="boolean" office:boolean-value="{word}"/>'
    if isinstance(value, str):
        wide = ' table:number-columns-spanned="2" table:number-rows-spanned="1"' if isinstance(value, Wide) else ""
        return f'<table:table-cell{wide} office:value-type="string"><text:p>{value}</text:p></table:table-cell>'
    kind = f'office:value-type="float" office:value="{value}"'
    return f"<table:table-cell {kind}><text:p>x</text:p></table:table-cell>"


def xlsb(
    name: str,
    rows: Iterable[Sequence[object]],
    hidden: Iterable[int] = (),
    shown: str = "General",
    merged: Iterable[tuple[int, int, int, int]] = (),
) -> bytes:
    """A BIFF12 workbook with one sheet; ``hidden`` are columns, from 0, ``shown`` every cell's number format,
    ``merged`` first and last row, first and last column of ranges, from 0."""
    relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    wide = struct.pack("<I", len(name)) + name.encode("utf-16-le")
    link = struct.pack("<I", 4) + "rId1".encode("utf-16-le")
    book = _binary(0x83) + _binary(0x8F) + _binary(0x9C, struct.pack("<II", 0, 1) + link + wide)
    book += _binary(0x90) + _binary(0x84)
    rows = [list(row) for row in rows]
    width = max(map(len, rows))
    sheet = _binary(0x81) + _binary(0x94, struct.pack("<IIII", 0, len(rows) - 1, 0, width - 1))
    sheet += b"".join(b"\x3c\x12" + struct.pack("<IIIIH", each, each, 0, 0, 1) for each in hidden) + _binary(0x91)
    for r, row in enumerate(rows):
        sheet += _binary(0x00, struct.pack("<II", r, 0) + bytes(9))
        for c, value in enumerate(row):
            sheet += _biff12(c, value)
    sheet += _binary(0x92) + b"".join(b"\xb0\x01\x10" + struct.pack("<IIII", *each) for each in merged)
    sheet += _binary(0x82)
    package = "http://schemas.openxmlformats.org/package/2006/relationships"
    return _zipped(
        {
            "xl/workbook.bin": book,
            "xl/worksheets/sheet1.bin": sheet,
            "xl/styles.bin": _binary(44, struct.pack("<HI", 164, len(shown)) + shown.encode("utf-16-le"))
            + b"\xe9\x04\x04\x01\x00\x00\x00"
            + _binary(47, struct.pack("<HH", 0, 164) + bytes(12))
            + b"\xea\x04\x00",
            "xl/_rels/workbook.bin.rels": (
                f'<Relationships xmlns="{package}"><Relationship Id="rId1" Type="{relations}/worksheet" '
                'Target="worksheets/sheet1.bin"/></Relationships>'
            ).encode(),
        }
    )


def _binary(number: int, body: bytes = b"") -> bytes:
    """A BIFF12 record: numbers from 128 on take a second byte, here always 1."""
    head = bytes([number]) if number < 0x80 else bytes([number, 0x01])
    size = len(body)
    length = b""
    while True:
        length += bytes([size & 0x7F | (0x80 if size > 0x7F else 0)])
        size >>= 7
        if not size:
            return head + length + body


def _biff12(column: int, value: object) -> bytes:
    place = struct.pack("<II", column, 0)
    if isinstance(value, bool):
        return _binary(0x04, place + bytes([value]))
    if isinstance(value, int | float):
        return _binary(0x05, place + struct.pack("<d", value))
    if isinstance(value, str):
        return _binary(0x06, place + struct.pack("<I", len(value)) + value.encode("utf-16-le"))
    return b""


def _zipped(parts: dict[str, bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for part, content in parts.items():
            archive.writestr(part, content)
    return target.getvalue()
