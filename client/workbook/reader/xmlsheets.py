"""XML Spreadsheet 2003, which older ledgers export under the ending .xls. Runs inside the child."""

from __future__ import annotations

import re
from datetime import datetime
from xml.etree import ElementTree

from client.workbook.reader import columns, wire
from client.workbook.reader.containers import Refused
from client.workbook.reader.grids import Grid
from client.workbook.reader.limits import Limits

_SPACE = "{urn:schemas-microsoft-com:office:spreadsheet}"
_PERCENT = re.compile("%|^Percent$")
_LONGEST_SPAN = 1000


def read(data: bytes, limits: Limits) -> list[wire.WireSheet]:
    """Every worksheet; raises ``Refused`` for one that is not well formed, or declares a document type."""
    if b"<!DOCTYPE" in data or "<!DOCTYPE".encode("utf-16-le") in data:
        raise Refused("workbook.unsafe")
    try:
        root = ElementTree.fromstring(_plain(data))  # noqa: S314 - declarations were refused
    except (ElementTree.ParseError, ValueError) as error:
        raise Refused("workbook.damaged") from error
    percents = _percent_styles(root)
    found = [_Worksheet(node, percents, limits).grid for node in root.iter(f"{_SPACE}Worksheet")]
    if not found:
        raise Refused("workbook.not-a-workbook")
    return [grid.sheet() for grid in found]


def _plain(data: bytes) -> bytes | str:
    """Expat knows no GB codes: such a file is decoded here."""
    head = data[:200].lower()
    if b"encoding" in head and b"gb" in head:
        return re.sub(r"<\?xml[^>]*\?>", "", data.decode("gb18030"), count=1)
    return data.lstrip()


def _percent_styles(root: ElementTree.Element) -> frozenset[str]:
    found = set()
    for style in root.iter(f"{_SPACE}Style"):
        form = style.find(f"{_SPACE}NumberFormat")
        if form is not None and _PERCENT.search(form.get(f"{_SPACE}Format", "")):
            found.add(style.get(f"{_SPACE}ID", ""))
    return frozenset(found)


class _Worksheet:
    """Fills the grid of one worksheet."""

    def __init__(self, node: ElementTree.Element, percents: frozenset[str], limits: Limits) -> None:
        self.grid = Grid(node.get(f"{_SPACE}Name", ""), limits)
        visible = next((each.text for each in node.iter() if each.tag.endswith("}Visible")), "")
        self.grid.hidden = (visible or "").startswith("SheetHidden") or visible == "SheetVeryHidden"
        self._percents = percents
        self._row = 0
        self._take_columns(node)
        for row in node.iter(f"{_SPACE}Row"):
            self._take_row(row)

    def _take_columns(self, node: ElementTree.Element) -> None:
        last = 0
        for column in node.iter(f"{_SPACE}Column"):
            first = _count(column, "Index") or last + 1
            last = first + _count(column, "Span")
            if column.get(f"{_SPACE}Hidden") == "1":
                self.grid.hidden_columns.append((first, last))

    def _take_row(self, row: ElementTree.Element) -> None:
        self._row = _count(row, "Index") or self._row + 1
        column, filled = 0, False
        for cell in row.iter(f"{_SPACE}Cell"):
            column = _count(cell, "Index") or column + 1
            across, down = _count(cell, "MergeAcross") + 1, _count(cell, "MergeDown") + 1
            self._take_cell(cell, column)
            self.grid.merge(self._row, column, min(down, _LONGEST_SPAN), min(across, _LONGEST_SPAN))
            column += across - 1
            filled = True
        if filled and row.get(f"{_SPACE}Hidden") == "1":
            self.grid.hidden_rows.append(self._row)

    def _take_cell(self, cell: ElementTree.Element, column: int) -> None:
        place = (self._row, column)
        data = cell.find(f"{_SPACE}Data")
        if data is None:
            if cell.get(f"{_SPACE}Formula"):
                self.grid.uncached.append(place)
            return
        kind, text = data.get(f"{_SPACE}Type", "String"), "".join(data.itertext())
        if kind == "Error":
            self.grid.errors.append(place)
            return
        if cell.get(f"{_SPACE}StyleID") in self._percents and kind == "Number":
            self.grid.percents.append(place)
        self.grid.put(*place, _value(kind, text))


def _count(node: ElementTree.Element, name: str) -> int:
    text = node.get(f"{_SPACE}{name}", "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 8 else 0


def _value(kind: str, text: str) -> columns.Raw:
    try:
        if kind == "Number":
            return float(text)
        if kind == "Boolean":
            return text == "1"
        if kind == "DateTime":
            moment = datetime.fromisoformat(text)
            return moment.date() if moment.time() == datetime.min.time() else moment
    except ValueError:
        return text
    return text
