"""Spoilt workbooks by the thousand: every one is read, or refused for a named reason, within the limits.

A mutation follows from its number alone, so that what once failed can be tried again: ``spoilt(4711)``.
"""

from __future__ import annotations

import io
import lzma
import random
import re
import time
import zipfile
import zlib
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

from client.base.errors import UserError
from client.workbook import map_book, read
from client.workbook.reader.limits import MIB, Limits
from client.workbook.reader.worker import Worker
from forms.pack import bundled_pack
from forms.periods import Period
from tests.workbook.making.contents import CORPUS, FIRM

LIMITS = Limits(seconds=20, memory_bytes=1024 * MIB)
SOURCES = tuple(
    path for path in sorted(CORPUS.iterdir()) if path.suffix != ".json" and 0 < path.stat().st_size < 40_000
)
_NUMBERS = (b"0", b"-1", b"4294967295", b"1048577", b"99999999999999999999", b"1e308", b"NaN", b"")
_TEXTS = (b"\xff", b"\x00", b"<", b"&#0;", b"&x;", b"]]>", b"<!DOCTYPE x>", "限".encode(), b"'" * 3)

Chance = random.Random
Change = Callable[[bytes, Chance], bytes]


def _flip(data: bytes, chance: Chance) -> bytes:
    spoilt = bytearray(data)
    for _ in range(chance.choice((1, 1, 2, 8, 64))):
        spoilt[chance.randrange(len(spoilt))] = chance.randrange(256)
    return bytes(spoilt)


def _cut(data: bytes, chance: Chance) -> bytes:
    return data[: chance.randrange(len(data))]


def _blank(data: bytes, chance: Chance) -> bytes:
    at, size = chance.randrange(len(data)), chance.randrange(1, 512)
    return data[:at] + bytes(size) + data[at + size :]


def _double(data: bytes, chance: Chance) -> bytes:
    at, size = chance.randrange(len(data)), chance.randrange(1, 2048)
    return data[: at + size] + data[at:]


def _splice(data: bytes, chance: Chance) -> bytes:
    other = chance.choice(SOURCES).read_bytes()
    return data[: chance.randrange(len(data))] + other[chance.randrange(len(other)) :]


def _number(data: bytes, chance: Chance) -> bytes:
    places = list(re.finditer(rb"\d+", data))
    if not places:
        return _flip(data, chance)
    place = chance.choice(places)
    return data[: place.start()] + chance.choice(_NUMBERS) + data[place.end() :]


def _insert(data: bytes, chance: Chance) -> bytes:
    at = chance.randrange(len(data) + 1)
    return data[:at] + chance.choice(_TEXTS) + data[at:]


def _lose_tag(data: bytes, chance: Chance) -> bytes:
    tags = list(re.finditer(rb"<[^<>]*>", data))
    if not tags:
        return _cut(data, chance)
    tag = chance.choice(tags)
    return data[: tag.start()] + data[tag.end() :]


_BYTES: tuple[Change, ...] = (_flip, _cut, _blank, _double, _splice)
_CONTENTS: tuple[Change, ...] = (_flip, _cut, _blank, _double, _number, _number, _insert, _lose_tag, _lose_tag)


def spoilt(number: int) -> tuple[str, bytes]:
    """The ending and the bytes of mutation ``number``."""
    chance = random.Random(number)
    source = chance.choice(SOURCES)
    data = source.read_bytes()
    inside = data.startswith(b"PK") and chance.random() < 0.7
    for _ in range(chance.choice((1, 1, 2, 3))):
        data = _inside(data, chance) if inside else chance.choice(_CONTENTS)(data or b"x", chance)
    ending = source.suffix if chance.random() < 0.9 else chance.choice((".xls", ".xlsx", ".csv", ".ods", ".xlsb"))
    return ending, data


def _inside(data: bytes, chance: Chance) -> bytes:
    """Spoil a part of a package, and pack it properly again."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            contents = {entry: archive.read(entry) for entry in archive.namelist()}
    except (zipfile.BadZipFile, zlib.error, lzma.LZMAError, RuntimeError, OSError, ValueError, EOFError):
        return chance.choice(_BYTES)(data, chance)
    part = chance.choice(sorted(contents))
    if chance.random() < 0.1:
        del contents[part]
    elif contents[part]:
        contents[part] = chance.choice(_CONTENTS)(contents[part], chance)
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in contents.items():
            archive.writestr(_undated(name), content)
    return target.getvalue()


def _undated(name: str) -> zipfile.ZipInfo:
    """A part that carries no time of packing, so that the same number is the same bytes tomorrow."""
    part = zipfile.ZipInfo(name)
    part.compress_type = zipfile.ZIP_DEFLATED
    return part


@dataclass
class Tally:
    """How many ended how, and what must not have happened."""

    ends: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)
    slowest: tuple[float, int] = (0.0, 0)


def run(numbers: Iterable[int], folder: Path, reader: Worker) -> Tally:
    """Try the mutations of these numbers."""
    tally, pack, period = Tally(), bundled_pack(), Period.parse("2025-09")
    for number in numbers:
        ending, data = spoilt(number)
        path = folder / f"{number}{ending}"
        path.write_bytes(data)
        started = time.perf_counter()
        try:
            found = map_book(read(path, LIMITS, reader), pack, period, FIRM)
            tally.ends["read"] += 1
            if not len(found.values):
                tally.faults.append(f"{number}: nothing, and success")
        except UserError as error:
            tally.ends[error.code] += 1
        except Exception as error:  # noqa: BLE001 - that is what is looked for
            tally.faults.append(f"{number}: {type(error).__name__}: {error}")
        tally.slowest = max(tally.slowest, (time.perf_counter() - started, number))
        path.unlink()
    return tally
