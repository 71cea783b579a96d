"""CSV and TSV: guess the encoding and the separator, read rows. Runs inside the child."""

from __future__ import annotations

import csv
import io
import re

from client.workbook.reader.containers import Refused, unmarked_utf16
from client.workbook.reader.formats import aligned

_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_WIDEST = 16_384
"""So many columns has a sheet of Excel at most."""
_SEPARATORS = ",\t;|│"
_SAID = re.compile(r"sep=(.)\r?\n")
"""A first line that tells Excel the separator."""
_LOOKED_AT = 65_536
_LINES = 200
_GROUPS = re.compile(r"(?:^|,)\s*[-(（¥￥]*[1-9]\d{0,2}(?:,\d{3})+(?:\.\d+)?[)）]?\s*(?:,|$)")

_FORMULA = re.compile(r'="([^"]*)"|^=([-+]?\d[\d.]*)$')
"""How other programs write a field that Excel is to take for text: ``="0042"``; or a figure: ``=42``."""


def _unquoted(formula: re.Match[str]) -> str:
    return formula[1] or formula[2] or ""


def decode(data: bytes) -> str:
    """Text in UTF-8 or UTF-16 (with or without mark), GB18030 or Big5; raises ``Refused`` for others."""
    marked = next((encoding for mark, encoding in _MARKS if data.startswith(mark)), "") or unmarked_utf16(data)
    chinese = ("cp950", "gb18030") if _is_big5(data[:_LOOKED_AT]) else ("gb18030",)
    for encoding in (marked,) if marked else ("utf-8", *chinese):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Refused("workbook.encoding")


def _split(rows: list[list[str]]) -> bool:
    """Whether commas between thousands have made several fields of one: a line of figures is wider than every
    other one, and has groups of three digits behind a figure."""
    widths = [max((n for n, field in enumerate(row, 1) if field.strip()), default=0) for row in rows[:_LINES]]
    groups = [_GROUPS.search(",".join(row)) is not None for row in rows[:_LINES]]
    headed = max((width for width, split in zip(widths, groups, strict=True) if not split), default=0)
    return any(split and width > headed > 1 for width, split in zip(widths, groups, strict=True))


def _is_big5(head: bytes) -> bool:
    """Whether more of the characters are in common use when they are read as Big5 than as GB2312.

    Nearly every text in one of them can be read in the other, as characters that nobody writes.
    """
    pairs: list[bytes] = [pair for pair in _PAIRS.findall(head) if len(pair) == 2]
    as_big5 = sum(0xA4 <= lead <= 0xC6 and (0x40 <= trail <= 0x7E or trail >= 0xA1) for lead, trail in pairs)
    as_gb = sum(0xB0 <= lead <= 0xD7 and trail >= 0xA1 for lead, trail in pairs)
    return as_big5 > as_gb


_PAIRS = re.compile(rb"[\x81-\xfe][\x40-\xfe]|.", re.DOTALL)


def separator(text: str) -> str:
    """The separator that splits the first lines into the most fields, evenly."""
    lines = [line for line in text[:20_000].splitlines()[:30] if line.strip()]
    return max(_SEPARATORS, key=lambda mark: sum(1 for line in lines if mark in line) * 1000 + text.count(mark))


def rows(data: bytes, suffix: str) -> list[list[str]]:
    """All rows, padded to equal length with ``""``.

    Raises ``Refused``: ``workbook.damaged``, ``workbook.split-numbers``, ``workbook.too-large``.
    """
    text = decode(data)
    if (said := _SAID.match(text)) is not None:
        text = text[said.end() :]
    if said is None and suffix != ".tsv" and aligned.is_aligned(text):
        return aligned.rows(text)
    mark = said[1] if said else "\t" if suffix == ".tsv" else separator(text)
    try:
        read = list(csv.reader(io.StringIO(text, newline=""), delimiter=mark))
    except csv.Error as error:
        raise Refused("workbook.damaged") from error
    if mark == "," and _split(read):
        raise Refused("workbook.split-numbers")
    read = [[_FORMULA.sub(_unquoted, field) for field in row] for row in read] if "=" in text else read
    width = max((len(row) for row in read), default=0)
    if width > _WIDEST:
        raise Refused("workbook.too-large")
    return [row + [""] * (width - len(row)) for row in read]
