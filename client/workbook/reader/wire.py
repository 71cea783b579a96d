"""What passes between the program and the reading child: frames of msgpack, columns and not rows of objects."""

from __future__ import annotations

import struct
from datetime import date, datetime, time
from typing import BinaryIO, Literal

import msgspec

from client.workbook.reader.limits import Limits

_LENGTH = struct.Struct(">Q")
_DATE = 1
HEAD = 24

Plain = float | bool | str | msgspec.msgpack.Ext
Kind = Literal["blank", "number", "text", "coded", "mixed"]


class Request(msgspec.Struct, frozen=True):
    """Read the file at ``path``; ``suffix`` is its lower-case ending."""

    path: str
    suffix: str
    limits: Limits
    ended: bool = False
    """A child ended on this file: only say why."""


class WireColumn(msgspec.Struct, frozen=True, array_like=True):
    """One column from the sheet's first used row on: the first ``HEAD`` cells as they are, the rest by kind.

    ``number``: doubles in the machine's order, NaN for a blank cell. ``text``: strings, ``""`` for blank.
    ``coded``: each different string once in ``texts``, and which one each cell holds, as 32-bit integers.
    ``mixed`` and ``head``: each value as it is, ``""`` for blank, dates as extension 1 holding their ISO text.
    """

    head: list[Plain]
    kind: Kind = "blank"
    numbers: bytes = b""
    texts: list[str] = []
    mixed: list[Plain] = []
    codes: bytes = b""


class WireSheet(msgspec.Struct):
    """A sheet; ``top`` and ``left`` are the 1-based place of its first used cell."""

    name: str
    hidden: bool
    top: int
    left: int
    height: int
    columns: list[WireColumn]
    merged: list[tuple[int, int, int, int]] = []
    errors: list[tuple[int, int]] = []
    uncached: list[tuple[int, int]] = []
    percents: list[tuple[int, int]] = []
    scaled: list[tuple[int, int, int, str]] = []
    hidden_rows: list[int] = []
    hidden_columns: list[int] = []


class Reply(msgspec.Struct, frozen=True):
    """Either sheets, or a code of ``resources/messages/workbook.toml`` with its parameters."""

    sheets: list[WireSheet] = []
    code: str = ""
    params: dict[str, str] = {}


def pack_date(moment: date | time) -> msgspec.msgpack.Ext:
    """A date, time or moment as msgpack extension 1."""
    return msgspec.msgpack.Ext(_DATE, moment.isoformat().encode())


def unpack_date(ext: msgspec.msgpack.Ext) -> date | time | str:
    """The reverse of ``pack_date``; midnight moments come back as dates."""
    text = ext.data.decode() if isinstance(ext.data, bytes) else bytes(ext.data).decode()
    if "T" in text:
        moment = datetime.fromisoformat(text)
        return moment.date() if moment.time() == time() else moment
    return time.fromisoformat(text) if ":" in text else date.fromisoformat(text)


def write_frame(stream: BinaryIO, body: bytes) -> None:
    """Length, then the bytes."""
    stream.write(_LENGTH.pack(len(body)))
    stream.write(body)
    stream.flush()


def read_frame(stream: BinaryIO) -> bytes | None:
    """One frame, or None when the other side is gone."""
    head = _read_exactly(stream, _LENGTH.size)
    return None if head is None else _read_exactly(stream, _LENGTH.unpack(head)[0])


def _read_exactly(stream: BinaryIO, count: int) -> bytes | None:
    body = stream.read(count)
    return body if len(body) == count else None
