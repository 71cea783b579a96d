"""Error cells of old xls workbooks, which the fast reader reports as blank. Runs inside the child.

The workbook's stream is put together from its sectors and searched for the records that hold an error. A
pattern may by chance fit other bytes; that does no harm, for a mark only explains a cell that was read as blank.
"""

from __future__ import annotations

import re
import struct
from bisect import bisect_right
from collections.abc import Iterator

Place = tuple[int, int]

_NO_SECTOR = 0xFFFFFFF0
_ENTRY = 128
_LONGEST_FAT = 1_000_000
_ERRORS = rb"[\x00\x07\x0f\x17\x1d\x24\x2a]"
_ERROR_CELL = re.compile(rb"\x05\x02\x08\x00(....).." + _ERRORS + rb"\x01", re.DOTALL)
_ERROR_FORMULA = re.compile(rb"\x06\x00..(....)..\x02." + _ERRORS + rb"...\xff\xff", re.DOTALL)
_SHEET_RECORD, _END_RECORD = 0x85, 0x0A


def error_cells(data: bytes) -> dict[str, list[Place]]:
    """Cells that hold an error, by sheet name; empty when the file's structure cannot be followed."""
    try:
        stream = _stream(data, ("Workbook", "Book"))
        sheets = dict(_sheets(stream))
    except (struct.error, IndexError, ValueError):
        return {}
    starts = sorted(sheets)
    found: dict[str, list[Place]] = {}
    for pattern in (_ERROR_CELL, _ERROR_FORMULA):
        for match in pattern.finditer(stream):
            position = bisect_right(starts, match.start()) - 1
            if position >= 0:
                row, column = struct.unpack("<HH", match[1])
                found.setdefault(sheets[starts[position]], []).append((row + 1, column + 1))
    return found


def _stream(data: bytes, names: tuple[str, ...]) -> bytes:
    """The first stream of one of these names; raises ``ValueError`` when there is none."""
    (shift,) = struct.unpack_from("<H", data, 30)
    size = 1 << shift
    (directory,) = struct.unpack_from("<I", data, 48)
    fat = _fat(data, size)
    entries = _chain(data, fat, directory, size)
    for at in range(0, len(entries) - _ENTRY + 1, _ENTRY):
        (length,) = struct.unpack_from("<H", entries, at + 64)
        name = entries[at : at + max(length - 2, 0)].decode("utf-16-le", "replace")
        if name in names:
            start, total = struct.unpack_from("<II", entries, at + 116)
            return _chain(data, fat, start, size)[:total]
    raise ValueError


def _fat(data: bytes, size: int) -> list[int]:
    """Which sector follows which; of very large files only what the header lists."""
    sectors = [s for s in struct.unpack_from("<109I", data, 76) if s < _NO_SECTOR]
    fat: list[int] = []
    for sector in sectors:
        fat += struct.unpack_from(f"<{size // 4}I", data, (sector + 1) * size)
    return fat[:_LONGEST_FAT]


def _chain(data: bytes, fat: list[int], start: int, size: int) -> bytes:
    parts: list[bytes] = []
    sector = start
    while sector < _NO_SECTOR:
        if len(parts) > len(fat):
            raise ValueError  # a chain that runs in a circle
        parts.append(data[(sector + 1) * size : (sector + 2) * size])
        sector = fat[sector]
    return b"".join(parts)


def _sheets(stream: bytes) -> Iterator[tuple[int, str]]:
    """Where each sheet's records begin, with its name."""
    at = 0
    while at + 4 <= len(stream):
        number, size = struct.unpack_from("<HH", stream, at)
        if number == _END_RECORD:
            return
        if number == _SHEET_RECORD:
            start, length, wide = struct.unpack_from("<IxxBB", stream, at + 4)
            text = stream[at + 12 : at + 12 + length * (2 if wide & 1 else 1)]
            yield start, text.decode("utf-16-le" if wide & 1 else "latin-1")
        at += 4 + size
