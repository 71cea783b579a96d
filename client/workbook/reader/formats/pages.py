"""Web pages that call themselves workbooks, as many ledgers export them: each table a sheet.

Runs inside the child.
"""

from __future__ import annotations

import re
from html.parser import HTMLParser

from client.workbook.reader import wire
from client.workbook.reader.containers import Refused
from client.workbook.reader.formats import textual
from client.workbook.reader.grids import Grid
from client.workbook.reader.limits import Limits

_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([\w-]{3,20})", re.IGNORECASE)
_NOT_SHOWN = re.compile(r"display\s*:\s*none", re.IGNORECASE)
_LONGEST_SPAN = 1000
_ERRORS = re.compile(r"#(?:DIV/0!|REF!|NAME\?|VALUE!|N/A|NUM!|NULL!)")
_ENDS = {"td": "td", "th": "td", "tr": "tr"}


def read(data: bytes, name: str, limits: Limits) -> list[wire.WireSheet]:
    """Every table of the page that holds something; raises ``Refused`` when there is none."""
    parser = _Tables(name, limits)
    parser.feed(decode(data))
    parser.close()
    sheets = [grid.sheet() for grid in parser.grids]
    filled = [sheet for sheet in sheets if sheet.height]
    if not filled:
        raise Refused("workbook.saved-as-page")
    return filled


def decode(data: bytes) -> str:
    """By the page's own word where it is right, else as any text."""
    named = _CHARSET.search(data[:4096])
    if named is not None and data[:2] not in (b"\xff\xfe", b"\xfe\xff"):
        encoding = named[1].decode("ascii").lower()
        try:
            return data.decode("gb18030" if encoding.startswith("gb") else encoding)
        except (UnicodeDecodeError, LookupError):
            pass  # the page says one thing and is another
    return textual.decode(data)


class _Tables(HTMLParser):
    """Collects the cells; a table within a cell is a table of its own."""

    def __init__(self, name: str, limits: Limits) -> None:
        super().__init__(convert_charrefs=True)
        self.grids: list[Grid] = []
        self._name = name
        self._limits = limits
        self._open: list[_Table] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {key: value or "" for key, value in attrs}
        if tag == "table":
            self._begin()
        elif tag in ("style", "script"):
            self._silent += 1
        elif self._open:
            table = self._open[-1]
            if tag == "tr":
                table.row(hidden=_NOT_SHOWN.search(given.get("style", "")) is not None)
            elif tag in ("td", "th"):
                table.cell(given)
            elif tag == "br":
                table.text("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in ("style", "script"):
            self._silent = max(self._silent - 1, 0)
        elif self._open and tag in _ENDS:
            self._open[-1].end_cell()
        elif self._open and tag == "table":
            self._open.pop().end_cell()

    def handle_data(self, data: str) -> None:
        if self._open and not self._silent:
            self._open[-1].text(data)

    def close(self) -> None:
        super().close()
        for table in self._open:  # a page that was cut off
            table.end_cell()

    def _begin(self) -> None:
        name = self._name if not self.grids else f"{self._name} {len(self.grids) + 1}"
        grid = Grid(name, self._limits)
        self.grids.append(grid)
        self._open.append(_Table(grid))


class _Table:
    """One table: where the next cell goes, counting cells that reach down from above."""

    def __init__(self, grid: Grid) -> None:
        self._grid = grid
        self._row = self._column = 0
        self._taken: dict[int, int] = {}
        """Column → the last row that a cell from above still covers."""
        self._texts: list[str] | None = None
        self._given: dict[str, str] = {}

    def row(self, *, hidden: bool) -> None:
        self.end_cell()
        self._row += 1
        self._column = 0
        if hidden:
            self._grid.hidden_rows.append(self._row)

    def cell(self, given: dict[str, str]) -> None:
        self.end_cell()
        self._row = max(self._row, 1)
        self._column += 1
        while self._taken.get(self._column, 0) >= self._row:
            self._column += 1
        self._texts, self._given = [], given

    def text(self, words: str) -> None:
        if self._texts is not None:
            self._texts.append(words)

    def end_cell(self) -> None:
        if self._texts is None:
            return
        text, self._texts = "".join(self._texts).replace("\xa0", " ").strip(), None
        across, down = (_span(self._given.get(name, "")) for name in ("colspan", "rowspan"))
        self._grid.put(self._row, self._column, _number(self._given, text))
        self._grid.merge(self._row, self._column, down, across)
        for column in range(self._column, self._column + across):
            if down > 1:
                self._taken[column] = self._row + down - 1
        self._column += across - 1


def _span(text: str) -> int:
    return min(int(text), _LONGEST_SPAN) if text.isdecimal() and len(text) < 6 and int(text) else 1


def _number(given: dict[str, str], text: str) -> str | float:
    """Excel's own pages keep the figure beside what it shows; a percentage stays as it is shown, and an error,
    beside which LibreOffice writes a nought."""
    exact = given.get("x:num") or given.get("sdval") or ""
    if not exact or text.endswith("%") or _ERRORS.fullmatch(text):
        return text
    try:
        return float(exact)
    except ValueError:
        return text
