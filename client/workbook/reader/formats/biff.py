"""Workbooks of Excel 2 to 95, which small ledgers still write: the fast reader garbles their Chinese.

Runs inside the child. Their texts are bytes in a code page; their cells are records of a plain stream (2 to 4) or
of the stream ``Book`` of a compound file (5).
"""

from __future__ import annotations

import struct
from collections.abc import Callable

from client.workbook.reader import wire
from client.workbook.reader.containers import Refused
from client.workbook.reader.formats.ole import records
from client.workbook.reader.grids import Grid
from client.workbook.reader.limits import Limits

_BEGINNINGS = (0x09, 0x209, 0x409, 0x809)
_END, _CODE_PAGE, _BOUND_SHEET = 0x0A, 0x42, 0x85
_TEXT_RESULT = (0x07, 0x207)
_FORMULAS = (0x06, 0x206, 0x406)
_CODE_PAGES = {936: "gb18030", 950: "big5", 1200: "utf-16-le", 65001: "utf-8", 932: "cp932", 949: "cp949"}
_WORKBOOK_GLOBALS, _CHART = 0x05, 0x20
_ERROR_MARK, _TEXT_MARK = 2, 0


def read(stream: bytes, name: str, limits: Limits) -> list[wire.WireSheet]:
    """All sheets of the stream; ``name`` is that of a sheet without one. Raises ``Refused``."""
    try:
        sheets = _Stream(stream, name, limits).sheets
    except (struct.error, IndexError, ValueError) as error:
        raise Refused("workbook.damaged") from error
    if not sheets:
        raise Refused("workbook.damaged")
    return [grid.sheet() for grid in sheets]


class _Stream:
    """Goes through the records once."""

    def __init__(self, stream: bytes, name: str, limits: Limits) -> None:
        self.sheets: list[Grid] = []
        self._names: list[str] = []
        self._encoding = "gb18030"
        self._version = 0
        self._waiting: tuple[int, int] | None = None
        self._grid: Grid | None = None
        self._kinds: dict[int, Callable[[bytes], None]] = {
            0x02: self._integer,
            0x03: self._number,
            0x203: self._number,
            0x04: self._label,
            0x204: self._label,
            0xD6: self._label,
            0x05: self._truth,
            0x205: self._truth,
            0x27E: self._packed,
            0xBD: self._many_packed,
        }
        for at, number, size in records(stream):
            self._take(number, stream[at : at + size], name, limits)

    def _take(self, number: int, body: bytes, name: str, limits: Limits) -> None:
        if number in _BEGINNINGS:
            self._begin(number, body, name, limits)
        elif number == _CODE_PAGE:
            self._encoding = _CODE_PAGES.get(int.from_bytes(body[:2], "little"), "gb18030")
        elif number == _BOUND_SHEET:
            self._names.append(self._text(body[7 : 7 + body[6]]))
        elif number == _END:
            self._grid = None
        elif self._grid is not None:
            if number in _FORMULAS:
                self._formula(body)
            elif number in _TEXT_RESULT and self._waiting is not None:
                self._grid.put(*self._waiting, self._counted(body))
            elif number in self._kinds:
                self._kinds[number](body)

    def _begin(self, number: int, body: bytes, name: str, limits: Limits) -> None:
        self._version = {0x09: 2, 0x209: 3, 0x409: 4}.get(number, 5)
        kind = int.from_bytes(body[2:4], "little")
        if kind in (_WORKBOOK_GLOBALS, _CHART):
            return
        count = len(self.sheets)
        self._grid = Grid(self._names[count] if count < len(self._names) else name, limits)
        self.sheets.append(self._grid)

    def _place(self, body: bytes) -> tuple[int, int]:
        row, column = struct.unpack_from("<HH", body)
        return row + 1, column + 1

    @property
    def _head(self) -> int:
        """Bytes before a cell's content: row, column and what it looks like."""
        return 7 if self._version == 2 else 6

    def _text(self, raw: bytes) -> str:
        return raw.decode(self._encoding, "replace")

    def _counted(self, body: bytes) -> str:
        if self._version == 2:
            return self._text(body[1 : 1 + body[0]])
        (length,) = struct.unpack_from("<H", body)
        return self._text(body[2 : 2 + length])

    def _put(self, body: bytes, value: float | bool | str) -> None:
        assert self._grid is not None
        self._grid.put(*self._place(body), value)

    def _integer(self, body: bytes) -> None:
        self._put(body, float(struct.unpack_from("<H", body, self._head)[0]))

    def _number(self, body: bytes) -> None:
        self._put(body, struct.unpack_from("<d", body, self._head)[0])

    def _label(self, body: bytes) -> None:
        self._put(body, self._counted(body[self._head :]))

    def _truth(self, body: bytes) -> None:
        value, is_error = body[self._head], body[self._head + 1]
        assert self._grid is not None
        if is_error:
            self._grid.errors.append(self._place(body))
        else:
            self._put(body, bool(value))

    def _packed(self, body: bytes) -> None:
        self._put(body, _small(body[6:10]))

    def _many_packed(self, body: bytes) -> None:
        assert self._grid is not None
        row, column = self._place(body)
        for n in range((len(body) - 6) // 6):
            self._grid.put(row, column + n, _small(body[6 + 6 * n : 10 + 6 * n]))

    def _formula(self, body: bytes) -> None:
        assert self._grid is not None
        result = body[self._head : self._head + 8]
        self._waiting = None
        if result[6:] != b"\xff\xff":
            self._put(body, struct.unpack("<d", result)[0])
        elif result[0] == _TEXT_MARK:
            self._waiting = self._place(body)
        elif result[0] == _ERROR_MARK:
            self._grid.errors.append(self._place(body))
        elif result[0] == 1:
            self._put(body, bool(result[2]))


def _small(four: bytes) -> float:
    """A number packed into thirty bits."""
    (packed,) = struct.unpack("<i", four)
    whole = packed >> 2
    value = float(whole) if packed & 2 else struct.unpack("<d", bytes(4) + struct.pack("<i", packed & ~3))[0]
    return value / 100 if packed & 1 else value
