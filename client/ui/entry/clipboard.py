"""Blocks of cells as tab-separated text, the way Excel and WPS put them on the clipboard."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence


def parse_block(text: str) -> list[list[str]]:
    """Rows of cells; quoted cells may hold tabs and line breaks. A trailing line break adds no row."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    try:
        return [row or [""] for row in csv.reader(io.StringIO(lines), delimiter="\t")]
    except csv.Error:  # a stray quote, or a cell longer than the reader takes: the cells as they stand
        return [line.split("\t") for line in lines.splitlines()]


def format_block(rows: Iterable[Sequence[str]]) -> str:
    """The same the other way round."""
    out = io.StringIO()
    csv.writer(out, delimiter="\t", lineterminator="\n").writerows(rows)
    return out.getvalue()
