"""Blocks of cells on the clipboard, the way Excel and WPS put them there: tab-separated text and an HTML table.

Text is preferred, being quick and what the person saw. The table is read where only it tells the truth: merged
cells, figures shown with fewer digits than they have, and programs that put no text there.
"""

from __future__ import annotations

import csv
import html
import io
import re
from collections.abc import Iterable, Sequence
from decimal import Context, Decimal, InvalidOperation
from html.parser import HTMLParser

from PySide6.QtCore import QMimeData

from forms.values.canonical import plain
from forms.values.numbers import read_number

Block = list[list[str | None]]
"""Rows of texts; None lies under a merged cell and is left as it is."""

_LARGEST_TABLE = 8_000_000
_EXACT = "x:num"
_NO_FIGURE = "#-–—¥￥ "
_AS_SHOWN = Context(prec=15)
"""So many digits of a double Excel shows; on the clipboard it puts two more, which nobody has typed."""
_SHARES = {"%": Decimal("0.01"), "‰": Decimal("0.001")}


def read_clipboard(data: QMimeData | None) -> Block:
    """The block on the clipboard; empty when there is nothing to paste. Qt gives None for an empty clipboard."""
    if data is None:
        return []
    text, table = data.text(), data.html() if data.hasHtml() else ""
    if "<t" in table and len(table) <= _LARGEST_TABLE and _tells_more(table, text):
        found = parse_table(table)
        if found:
            return found
    return [list(line) for line in parse_block(text)] if text else []


def parse_block(text: str) -> list[list[str]]:
    """Rows of cells; quoted cells may hold tabs and line breaks. A trailing line break adds no row."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    try:
        return [row or [""] for row in csv.reader(io.StringIO(lines), delimiter="\t")]
    except csv.Error:  # a stray quote, or a cell longer than the reader takes: the cells as they stand
        return [line.split("\t") for line in lines.splitlines()]


def parse_table(text: str) -> Block:
    """The first table of an HTML text, merged cells spread out; a figure is taken with all its digits."""
    reader = _TableReader()
    reader.feed(text)
    reader.close()
    return reader.block()


def format_block(rows: Iterable[Sequence[str]]) -> str:
    """A block as tab-separated text."""
    out = io.StringIO()
    csv.writer(out, delimiter="\t", lineterminator="\n").writerows(rows)
    return out.getvalue()


def write_clipboard(lines: Sequence[tuple[Sequence[str], Sequence[bool]]]) -> QMimeData:
    """Lines of texts for other programs; of each which cells hold figures: others stay words in a spreadsheet."""
    data = QMimeData()
    data.setText(format_block(row for row, _ in lines))
    told = "".join(f"<tr>{''.join(map(_cell, row, figures))}</tr>" for row, figures in lines)
    data.setHtml(f"<table>{told}</table>")
    return data


def _cell(text: str, figure: bool) -> str:
    if _MARKUP.search(text):
        text = html.escape(text).replace("\n", "<br>")
    return f"<td>{text}</td>" if figure else f"<td style='mso-number-format:\"\\@\"'>{text}</td>"


_MARKUP = re.compile(r"""[&<>"'\n]""")


def _tells_more(table: str, text: str) -> bool:
    return not text.strip() or any(mark in table for mark in ("colspan", "rowspan", f"{_EXACT}="))


class _TableReader(HTMLParser):
    """Collects the cells of the first table; tables within its cells add their words only."""

    def __init__(self) -> None:
        super().__init__()
        self._rows: list[list[tuple[str, int, int]]] = []
        self._words: list[str] | None = None
        self._spans = (1, 1)
        self._exact = ""
        self._depth = 0
        self._over = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "table":
            self._depth += 1
        elif self._over or self._depth != 1:
            return
        elif tag == "tr":
            self._close()
            self._rows.append([])
        elif tag in ("td", "th"):
            self._close()
            if not self._rows:
                self._rows.append([])
            self._words = []
            self._spans = (_span(given.get("rowspan")), _span(given.get("colspan")))
            self._exact = given.get(_EXACT, "")
        elif tag == "br" and self._words is not None:
            self._words.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in ("td", "th", "tr") and self._depth == 1:
            self._close()
        elif tag == "table" and self._depth:
            self._close()
            self._depth -= 1
            self._over = self._over or self._depth == 0

    def handle_data(self, data: str) -> None:
        if self._words is not None:
            self._words.append(" ".join(data.split()) if data.strip() else "")

    def block(self) -> Block:
        """The cells as a rectangle."""
        self._close()
        laid: dict[tuple[int, int], str | None] = {}
        for at, row in enumerate(self._rows):
            across = 0
            for text, down, right in row:
                while (at, across) in laid:
                    across += 1
                for r in range(down):
                    for c in range(right):
                        laid[at + r, across + c] = None
                laid[at, across] = text
                across += right
        rows, columns = len(self._rows), max((c for _, c in laid), default=-1) + 1
        return [[laid.get((r, c), "") for c in range(columns)] for r in range(rows)] if columns else []

    def _close(self) -> None:
        if self._words is not None:
            text = "\n".join(part.strip() for part in "".join(self._words).split("\n"))
            text = text.replace("\xa0", " ").strip()
            self._rows[-1].append((all_digits(text, self._exact) if self._exact else text, *self._spans))
            self._words = None


def all_digits(shown: str, exact: str) -> str:
    """What a cell means that shows one thing and holds the figure ``exact``.

    The figure is taken where it is what is shown, with more digits: a day is held as a count of days, 12.6% as
    0.126, and a figure shown in thousands has no thousands in it.
    """
    try:
        held = Decimal(exact)
    except InvalidOperation:
        return shown
    if held.is_finite():
        exact = plain(held := held.normalize(_AS_SHOWN))
    number = read_number(shown)
    if number is None or not held.is_finite():  # a narrow column, a bookkeeper's dash, a format that hides it
        return shown if shown.strip(_NO_FIGURE) else exact
    unit = number.unit.name if number.unit is not None else ""
    factor = _SHARES.get(unit) or (number.unit.factor if number.unit is not None else Decimal(1))
    figure = held / factor
    half = Decimal((0, (5,), int(number.value.as_tuple().exponent) - 1))
    return shown if abs(figure - number.value) > half else f"{plain(figure)}{unit}"


def _span(text: str | None) -> int:
    return min(int(text), 1000) if text and text.isdecimal() and int(text) else 1
