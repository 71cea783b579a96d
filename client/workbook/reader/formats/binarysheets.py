"""Binary workbooks (xlsb): what their sheets say that the fast reader does not tell. Runs inside the child.

A cell may leave out its column when it follows the one before; the fast reader passes such cells over. They are
written out in full before it sees them.
"""

from __future__ import annotations

import io
import posixpath
import struct
import zipfile
from collections.abc import Iterator, Mapping
from xml.etree import ElementTree

from client.workbook.reader.containers import UNPACKING, Refused
from client.workbook.reader.marks import SheetMarks
from client.workbook.reader.shown import PERCENT, Scale, mark, shown_by

_ROW, _ERROR, _FORMULA_ERROR, _SHEET, _FORMAT, _STYLE = 0, 3, 11, 156, 44, 47
_COLUMNS, _MERGED = 60, 176
_STYLES_BEGIN, _STYLES_END = 617, 618
_CELLS = frozenset(range(1, 12))
_SHORT = {12: 1, 13: 2, 14: 3, 15: 4, 16: 5, 17: 6, 18: 7}
"""A cell without its column → the same with it."""
_RICH = frozenset({62})
_HIDDEN = 0x10
_BUILT_IN_PERCENT = frozenset({9, 10})


def expanded(data: bytes) -> tuple[bytes, dict[str, SheetMarks]]:
    """The workbook with every cell in full, and the marks by sheet name. Raises ``Refused``."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = _sheet_names(archive)
            shown = _shown_styles(_part(archive, "xl/styles.bin"))
            found = {name: SheetMarks() for name in names.values()}
            sheets = {part: _scan(_part(archive, part), found[name], shown) for part, name in names.items()}
            changed = {part: body for part, body in sheets.items() if body is not None}
            return (_replaced(archive, changed) if changed else data), found
    except (*UNPACKING, struct.error, IndexError, KeyError) as error:
        raise Refused("workbook.damaged") from error
    except ElementTree.ParseError as error:
        raise Refused("workbook.damaged") from error


def _part(archive: zipfile.ZipFile, name: str) -> bytes:
    return archive.read(name) if name in archive.namelist() else b""


def _replaced(archive: zipfile.ZipFile, changed: dict[str, bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as made:
        for name in archive.namelist():
            made.writestr(name, changed.get(name) or archive.read(name))
    return target.getvalue()


def _sheet_names(archive: zipfile.ZipFile) -> dict[str, str]:
    """Part of each sheet → its name."""
    xml = ElementTree.fromstring(archive.read("xl/_rels/workbook.bin.rels"))  # noqa: S314 - declarations were refused
    targets = {node.get("Id", ""): node.get("Target", "") for node in xml}
    names = {}
    for number, body in _records(archive.read("xl/workbook.bin")):
        if number == _SHEET:
            link, rest = _wide(body, 8)
            name, _ = _wide(body, rest)
            part = targets.get(link, "")
            part = part[1:] if part.startswith("/") else posixpath.normpath(f"xl/{part}")
            if part in archive.namelist() and "worksheets" in part:
                names[part] = name
    return names


def _wide(body: bytes, at: int) -> tuple[str, int]:
    """A counted text, and where it ends."""
    (length,) = struct.unpack_from("<I", body, at)
    end = at + 4 + 2 * length
    return body[at + 4 : end].decode("utf-16-le"), end


def _shown_styles(styles: bytes) -> dict[int, Scale]:
    """Numbers of the cell styles that show a percentage, or a figure smaller than it is."""
    formats: dict[int, Scale] = dict.fromkeys(_BUILT_IN_PERCENT, PERCENT)
    found: list[int] = []
    inside = False
    for number, body in _records(styles):
        if number == _FORMAT:
            if scale := shown_by(_wide(body, 2)[0]):
                formats[int.from_bytes(body[:2], "little")] = scale
        elif number in (_STYLES_BEGIN, _STYLES_END):
            inside = number == _STYLES_BEGIN
        elif number == _STYLE and inside:
            found.append(int.from_bytes(body[2:4], "little"))
    return {position: formats[form] for position, form in enumerate(found) if form in formats}


def _scan(sheet: bytes, marks: SheetMarks, shown: Mapping[int, Scale]) -> bytes | None:
    """Collect the marks; the sheet with every cell in full when one was not."""
    made: list[bytes] = []
    row, column, short, hidden = 0, -1, False, False
    for number, body in _records(sheet):
        if number == _ROW:
            row, column = int.from_bytes(body[:4], "little") + 1, -1
            hidden = len(body) > 11 and bool(body[11] & _HIDDEN)
        elif number == _COLUMNS:
            _take_columns(marks, body)
        elif number == _MERGED:
            top, bottom, left, right = struct.unpack_from("<IIII", body)
            marks.merged.append((top + 1, left + 1, bottom + 1, right + 1))
        elif number in _SHORT:
            short, number = True, _SHORT[number]
            column += 1
            body = struct.pack("<I", column) + body
        elif number in _CELLS or number in _RICH:
            column = int.from_bytes(body[:4], "little")
        if number in _CELLS or number in _RICH:
            _mark(marks, number, (row, column + 1), shown.get(int.from_bytes(body[4:7], "little")))
            if hidden and (not marks.hidden_rows or marks.hidden_rows[-1] != row):
                marks.hidden_rows.append(row)
        made.append(_record(number, body))
    return b"".join(made) if short else None


def _take_columns(marks: SheetMarks, body: bytes) -> None:
    first, last, flags = *struct.unpack_from("<II", body), body[16]
    if flags & 1:
        marks.hidden_columns.append((first + 1, last + 1))


def _mark(marks: SheetMarks, number: int, place: tuple[int, int], scale: Scale | None) -> None:
    if number in (_ERROR, _FORMULA_ERROR):
        marks.errors.append(place)
    elif scale is not None and number != 1:
        mark(marks, place, scale)


def _records(stream: bytes) -> Iterator[tuple[int, bytes]]:
    """Number and content of each record."""
    at = 0
    while at < len(stream):
        number = stream[at]
        at += 1
        if number & 0x80:
            number = (number & 0x7F) | ((stream[at] & 0x7F) << 7)
            at += 1
        size = 0
        for shift in (0, 7, 14, 21):
            byte = stream[at]
            at += 1
            size |= (byte & 0x7F) << shift
            if not byte & 0x80:
                break
        if at + size > len(stream):
            raise ValueError
        yield number, stream[at : at + size]
        at += size


def _record(number: int, body: bytes) -> bytes:
    head = bytes([number]) if number < 0x80 else bytes([number & 0x7F | 0x80, number >> 7])
    size, length = len(body), b""
    while True:
        length += bytes([size & 0x7F | (0x80 if size > 0x7F else 0)])
        size >>= 7
        if not size:
            return head + length + body
