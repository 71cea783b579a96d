"""Texts whose columns are kept apart by spaces alone, as old ledgers print them. Runs inside the child.

What stands below each other is one column; where that is not certain, nothing is read.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from client.workbook.reader.containers import Refused

_PART = re.compile(r"\S+(?: \S+)*")
_FIGURE = re.compile(r"[-(（]?[¥￥]?\d[\d,]*(?:\.\d+)?%?[)）-]?|[-—–/]{1,2}")
_TWO_FIGURES = re.compile(r"\d [-(（]?\d")
_RULED = re.compile(r"[-=_─━═\s+]+")
_GROUPED = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_LINES = 3
"""So many lines of figures make a table."""


class _Part(NamedTuple):
    """What stands between two gaps, from and up to which place of the line."""

    start: int
    end: int
    text: str


def is_aligned(text: str) -> bool:
    """Whether spaces keep the columns of a text apart, and no separator does."""
    lines = [line for line in text[:20_000].splitlines()[:60] if line.strip() and not _RULED.fullmatch(line)]
    apart = [line for line in lines if re.search(r"\S {2,}\S", line.strip())]
    bare = _GROUPED.sub("", "\n".join(apart))
    return len(apart) >= _LINES and len(apart) * 2 > len(lines) and not any(mark in bare for mark in ",\t;|│")


def rows(text: str) -> list[list[str]]:
    """The lines in columns, titles in one cell; raises ``Refused`` where it is not certain what is below what."""
    lines = [_parts(line) for line in text.splitlines() if not _RULED.fullmatch(line) or not line.strip()]
    figures = [line for line in lines if _holds_figures(line)]
    if len(figures) < _LINES or any(_TWO_FIGURES.search(part.text) for line in figures for part in line):
        raise Refused("workbook.aligned")
    columns = _columns(part for line in figures for part in line)
    first = lines.index(figures[0])
    heads = next((n for n in range(first - 1, -1, -1) if len(lines[n]) > 1), None)
    return [
        _placed(line, columns) if n == heads or _holds_figures(line) else _title(line, len(columns))
        for n, line in enumerate(lines)
    ]


def _parts(line: str) -> list[_Part]:
    places = [0]
    for letter in line:
        places.append(places[-1] + (2 if unicodedata.east_asian_width(letter) in "WFA" else 1))
    spaced = line.replace("\u3000", " ")
    return [_Part(places[m.start()], places[m.end()], m[0]) for m in _PART.finditer(spaced)]


def _holds_figures(line: Sequence[_Part]) -> bool:
    titled = any("：" in part.text or ":" in part.text for part in line[1:])
    named = bool(line) and _FIGURE.fullmatch(line[0].text) is None
    return named and not titled and any(_FIGURE.fullmatch(part.text) for part in line[1:])


def _columns(parts: Iterable[_Part]) -> list[tuple[int, int]]:
    """From where to where the columns reach, from the left."""
    found: list[tuple[int, int]] = []
    for start, end, _ in sorted(parts):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found


def _placed(line: Sequence[_Part], columns: Sequence[tuple[int, int]]) -> list[str]:
    at = [_column_of(part, columns) for part in line]
    if len(line) == len(columns):
        at = [*range(len(columns))]
    if None in at or len(set(at)) < len(at):
        raise Refused("workbook.aligned")
    texts = dict(zip(at, (part.text for part in line), strict=True))
    return [texts.get(n, "") for n in range(len(columns))]


def _column_of(part: _Part, columns: Sequence[tuple[int, int]]) -> int | None:
    """The one column that something stands in; None where it reaches over several, or stands in none."""
    over = list(_over(part, columns))
    return over[0] if len(over) == 1 else None


def _over(part: _Part, columns: Sequence[tuple[int, int]]) -> Iterator[int]:
    return (n for n, (start, end) in enumerate(columns) if part.start < end and start < part.end)


def _title(line: Sequence[_Part], width: int) -> list[str]:
    return ["  ".join(part.text for part in line), *[""] * (width - 1)]
