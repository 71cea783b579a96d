"""CSV and TSV: guess the encoding and the separator, read rows. Runs inside the child."""

from __future__ import annotations

import csv
import io
import re

from client.workbook.reader.containers import Refused

_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_WIDEST = 16_384
"""So many columns has a sheet of Excel at most."""
_SEPARATORS = ",\t;"


_FORMULA = re.compile(r'="([^"]*)"')
"""How other programs write a field that Excel is to take for text: ``="0042"``."""


def _unquoted(formula: re.Match[str]) -> str:
    return formula[1]


def decode(data: bytes) -> str:
    """Text in UTF-8 (with or without mark), UTF-16 (with mark) or GB18030; raises ``Refused`` for others."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            candidates: tuple[str, ...] = (encoding,)
            break
    else:
        candidates = ("utf-8", "gb18030")
    for encoding in candidates:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Refused("workbook.encoding")


def separator(text: str) -> str:
    """The separator that splits the first lines into the most fields, evenly."""
    lines = [line for line in text[:20_000].splitlines()[:30] if line.strip()]
    return max(_SEPARATORS, key=lambda mark: sum(1 for line in lines if mark in line) * 1000 + text.count(mark))


def rows(data: bytes, suffix: str) -> list[list[str]]:
    """All rows, padded to equal length with ``""``."""
    text = decode(data)
    mark = "\t" if suffix == ".tsv" else separator(text)
    try:
        read = list(csv.reader(io.StringIO(text, newline=""), delimiter=mark))
    except csv.Error as error:
        raise Refused("workbook.damaged") from error
    read = [[_FORMULA.sub(_unquoted, field) for field in row] for row in read] if '="' in text else read
    width = max((len(row) for row in read), default=0)
    if width > _WIDEST:
        raise Refused("workbook.too-large")
    return [row + [""] * (width - len(row)) for row in read]
