"""Compound files, in which old workbooks lie: one stream put together from its sectors. Runs inside the child."""

from __future__ import annotations

import struct
from collections.abc import Iterator

_NO_SECTOR = 0xFFFFFFF0
_ENTRY = 128
_LONGEST_FAT = 4_000_000
_SMALL_SECTOR = 64


def stream(data: bytes, names: tuple[str, ...]) -> bytes:
    """The first stream of one of these names; raises ``ValueError`` when there is none."""
    (shift,) = struct.unpack_from("<H", data, 30)
    size = 1 << min(shift, 12)
    directory, small_below, small_fat_at = (struct.unpack_from("<I", data, at)[0] for at in (48, 56, 60))
    fat = _fat(data, size)
    entries = _chain(data, fat, directory, size)
    for at in range(0, len(entries) - _ENTRY + 1, _ENTRY):
        (length,) = struct.unpack_from("<H", entries, at + 64)
        name = entries[at : at + max(length - 2, 0)].decode("utf-16-le", "replace")
        if name in names:
            start, total = struct.unpack_from("<II", entries, at + 116)
            if total >= small_below:
                return _chain(data, fat, start, size)[:total]
            (root,) = struct.unpack_from("<I", entries, 116)
            small = _chain(data, fat, root, size)
            small_fat_bytes = _chain(data, fat, small_fat_at, size)
            small_fat = list(struct.unpack(f"<{len(small_fat_bytes) // 4}I", small_fat_bytes))
            return _chain(small, small_fat, start, _SMALL_SECTOR, first=0)[:total]
    raise ValueError


def _fat(data: bytes, size: int) -> list[int]:
    """Which sector follows which: listed in the header, of large files also in sectors of their own."""
    sectors = [sector for sector in struct.unpack_from("<109I", data, 76) if sector < _NO_SECTOR]
    further, seen = struct.unpack_from("<I", data, 68)[0], 0
    while further < _NO_SECTOR and seen * (size // 4) < _LONGEST_FAT:
        *listed, further = struct.unpack_from(f"<{size // 4}I", data, (further + 1) * size)
        sectors += [sector for sector in listed if sector < _NO_SECTOR]
        seen += 1
    fat: list[int] = []
    for sector in sectors:
        fat += struct.unpack_from(f"<{size // 4}I", data, (sector + 1) * size)
        if len(fat) > _LONGEST_FAT:
            raise ValueError
    return fat


def _chain(data: bytes, fat: list[int], start: int, size: int, first: int = 1) -> bytes:
    """The sectors from ``start`` on; sector 0 is the ``first`` of the data."""
    parts: list[bytes] = []
    sector = start
    while sector < _NO_SECTOR:
        if len(parts) > len(fat):
            raise ValueError  # a chain that runs in a circle
        parts.append(data[(sector + first) * size : (sector + first + 1) * size])
        sector = fat[sector]
    return b"".join(parts)


def records(stream: bytes) -> Iterator[tuple[int, int, int]]:
    """Of a workbook's stream: where each record's content begins, its number and its size."""
    at, end = 0, len(stream) - 4
    while at <= end:
        number, size = struct.unpack_from("<HH", stream, at)
        if number == 0 and size == 0:
            return  # what fills the last sector
        yield at + 4, number, size
        at += 4 + size
