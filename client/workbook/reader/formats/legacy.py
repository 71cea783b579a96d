"""Error cells, percentages, hidden rows and columns of old xls workbooks, which the fast reader does not tell.

Runs inside the child.

The workbook's stream is put together from its sectors and searched for the records that hold an error. A
pattern may by chance fit other bytes; that does no harm, for a mark only explains a cell that was read as blank.
"""

from __future__ import annotations

import re
import struct
from bisect import bisect_right
from collections.abc import Callable, Iterator

from client.workbook.reader.formats import ole
from client.workbook.reader.formats.ole import records
from client.workbook.reader.marks import Place, SheetMarks
from client.workbook.reader.shown import PERCENT, Scale, mark, shown_by

_ERRORS = rb"[\x00\x07\x0f\x17\x1d\x24\x2a]"
_ERROR_CELL = re.compile(rb"\x05\x02\x08\x00(....).." + _ERRORS + rb"\x01", re.DOTALL)
_ERROR_FORMULA = re.compile(rb"\x06\x00..(....)..\x02." + _ERRORS + rb"...\xff\xff", re.DOTALL)
_HIDDEN = bytes(byte for byte in range(256) if byte & 0x20)
_HIDDEN_ROW = re.compile(rb"\x08\x02\x10\x00(..).{6}\x00\x00..[" + re.escape(_HIDDEN) + rb"]\x01", re.DOTALL)
_ODD = bytes(range(1, 256, 2))
_HIDDEN_COLUMNS = re.compile(rb"\x7d\x00\x0c\x00(....)....[" + re.escape(_ODD) + rb"]", re.DOTALL)
_SHEET_RECORD, _END_RECORD = 0x85, 0x0A
_FORMAT, _STYLE = 0x41E, 0xE0
_NUMBER, _RK, _MANY_RK, _FORMULA = 0x203, 0x27E, 0xBD, 0x06
_NO_RESULT = re.compile(rb"\x03.{5}\xff\xff|\x00{8}", re.DOTALL)
"""An empty text, or 0: what programs write behind a formula that do not calculate it."""
_BUILT_IN_PERCENT = frozenset({9, 10})
_STYLE_ONLY = 0x4


def marks_of(data: bytes) -> dict[str, SheetMarks]:
    """What is to be said of cells and rows, by sheet name; empty when the file's structure cannot be followed."""
    try:
        stream = ole.stream(data, ("Workbook",))
        sheets = dict(_sheets(stream))
        found = {name: SheetMarks() for name in sheets.values()}
        starts = sorted(sheets)
        for pattern in (_ERROR_CELL, _ERROR_FORMULA):
            for match in pattern.finditer(stream):
                if (marks := _sheet_at(match.start(), starts, sheets, found)) is not None:
                    row, column = struct.unpack("<HH", match[1])
                    marks.errors.append((row + 1, column + 1))
        _mark_hidden(stream, lambda at: _sheet_at(at, starts, sheets, found))
        for at, place in _uncalculated(stream):
            if (marks := _sheet_at(at, starts, sheets, found)) is not None:
                marks.uncached.append(place)
        for at, place, shown in _shown_cells(stream):
            if (marks := _sheet_at(at, starts, sheets, found)) is not None:
                mark(marks, place, shown)
    except (struct.error, IndexError, ValueError):
        return {}
    return found


def _uncalculated(stream: bytes) -> list[tuple[int, Place]]:
    """The formulas, where none of the whole workbook has a result: no text, and no figure but 0 beside figures."""
    found: list[tuple[int, Place]] = []
    noughts = figures = False
    for at, number, size in records(stream):
        if number == _FORMULA:
            if _NO_RESULT.match(stream, at + 6) is None or any(stream[at + 16 : at + 20]):  # Excel's own mark
                return []
            row, column = struct.unpack_from("<HH", stream, at)
            found.append((at, (row + 1, column + 1)))
            noughts = noughts or stream[at + 6] == 0
        elif number in (_NUMBER, _RK, _MANY_RK):
            figures = figures or any(_figures(stream, at, number, size))
    return found if figures or not noughts else []


def _figures(stream: bytes, at: int, number: int, size: int) -> Iterator[int]:
    """The bytes of a record's figures; an integer of a short one is marked in its lowest bits."""
    if number == _NUMBER:
        yield from stream[at + 6 : at + 14]
        return
    for place in range(at + 6, at + size - (number == _MANY_RK) * 2, 6):
        yield int.from_bytes(stream[place : place + 4], "little") >> 2


def _mark_hidden(stream: bytes, sheet_at: Callable[[int], SheetMarks | None]) -> None:
    for match in _HIDDEN_ROW.finditer(stream):
        if (marks := sheet_at(match.start())) is not None:
            marks.hidden_rows.append(int.from_bytes(match[1], "little") + 1)
    for match in _HIDDEN_COLUMNS.finditer(stream):
        if (marks := sheet_at(match.start())) is not None:
            first, last = struct.unpack("<HH", match[1])
            marks.hidden_columns.append((first + 1, last + 1))


def _sheet_at(
    at: int, starts: list[int], sheets: dict[int, str], found: dict[str, SheetMarks]
) -> SheetMarks | None:
    position = bisect_right(starts, at) - 1
    return found[sheets[starts[position]]] if position >= 0 else None


def _shown_cells(stream: bytes) -> Iterator[tuple[int, Place, Scale]]:
    """Where each cell that shows its figure in another size stands in the stream and in its sheet."""
    styles = _styles(stream)
    if not styles:
        return
    for at, number, size in records(stream):
        if number in (_NUMBER, _RK, _FORMULA):
            row, column, style = struct.unpack_from("<HHH", stream, at)
            if style in styles:
                yield at, (row + 1, column + 1), styles[style]
        elif number == _MANY_RK:
            row, first = struct.unpack_from("<HH", stream, at)
            for n in range((size - 6) // 6):
                style = int.from_bytes(stream[at + 4 + 6 * n : at + 6 + 6 * n], "little")
                if style in styles:
                    yield at, (row + 1, first + n + 1), styles[style]


def _styles(stream: bytes) -> dict[int, Scale]:
    """The numbers of the cell styles that show a percentage, or a figure smaller than it is."""
    formats: dict[int, Scale] = dict.fromkeys(_BUILT_IN_PERCENT, PERCENT)
    found: dict[int, Scale] = {}
    count = 0
    for at, number, size in records(stream):
        if number == _FORMAT:
            code = _text(stream[at + 2 : at + size])
            if scale := shown_by(code):
                formats[int.from_bytes(stream[at : at + 2], "little")] = scale
        elif number == _STYLE:
            form, kind = struct.unpack_from("<HH", stream, at + 2)
            if form in formats and not kind & _STYLE_ONLY:
                found[count] = formats[form]
            count += 1
        elif number == _END_RECORD:
            break
    return found


def _text(record: bytes) -> str:
    """A text of one or two bytes a character, behind its length."""
    return record[3:].decode("utf-16-le" if record[2] & 1 else "latin-1", "replace")


def _sheets(stream: bytes) -> Iterator[tuple[int, str]]:
    """Where each sheet's records begin, with its name."""
    for at, number, _ in records(stream):
        if number == _END_RECORD:
            return
        if number == _SHEET_RECORD:
            start, length, wide = struct.unpack_from("<IxxBB", stream, at)
            text = stream[at + 8 : at + 8 + length * (2 if wide & 1 else 1)]
            yield start, text.decode("utf-16-le" if wide & 1 else "latin-1")
