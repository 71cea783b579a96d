"""XML Spreadsheet 2003, which older ledgers export under the ending .xls. Runs inside the child."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from xml.etree import ElementTree

from client.workbook.reader import columns, wire
from client.workbook.reader.containers import Refused
from client.workbook.reader.grids import Grid
from client.workbook.reader.limits import Limits
from client.workbook.reader.shown import PERCENT, Scale, mark, shown_by

_SPACE = "{urn:schemas-microsoft-com:office:spreadsheet}"
_LONGEST_SPAN = 1000


def read(data: bytes, limits: Limits) -> list[wire.WireSheet]:
    """Every worksheet; raises ``Refused`` for one that is not well formed, or declares a document type."""
    if b"<!DOCTYPE" in data or "<!DOCTYPE".encode("utf-16-le") in data:
        raise Refused("workbook.unsafe")
    try:
        root = ElementTree.fromstring(_plain(data))  # noqa: S314 - declarations were refused
    except (ElementTree.ParseError, ValueError) as error:
        raise Refused("workbook.damaged") from error
    shown = _shown_styles(root)
    found = [_Worksheet(node, shown, limits).grid for node in root.iter(f"{_SPACE}Worksheet")]
    if not found:
        raise Refused("workbook.not-a-workbook")
    return [grid.sheet() for grid in found]


def _plain(data: bytes) -> bytes | str:
    """Expat knows no GB codes: such a file is decoded here."""
    head = data[:200].lower()
    if b"encoding" in head and b"gb" in head:
        return re.sub(r"<\?xml[^>]*\?>", "", data.decode("gb18030"), count=1)
    return data.lstrip()


def _shown_styles(root: ElementTree.Element) -> dict[str, Scale]:
    """The styles that show a percentage, or a figure smaller than it is."""
    found = {}
    for style in root.iter(f"{_SPACE}Style"):
        form = style.find(f"{_SPACE}NumberFormat")
        code = form.get(f"{_SPACE}Format", "") if form is not None else ""
        if (scale := PERCENT if code == "Percent" else shown_by(code)) is not None:
            found[style.get(f"{_SPACE}ID", "")] = scale
    return found


class _Worksheet:
    """Fills the grid of one worksheet."""

    def __init__(self, node: ElementTree.Element, shown: Mapping[str, Scale], limits: Limits) -> None:
        self.grid = Grid(node.get(f"{_SPACE}Name", ""), limits)
        visible = next((each.text for each in node.iter() if each.tag.endswith("}Visible")), "")
        self.grid.hidden = (visible or "").startswith("SheetHidden") or visible == "SheetVeryHidden"
        self._shown = shown
        self._styles: dict[int, str] = {}
        """The style of whole columns."""
        self._row = 0
        self._take_columns(node)
        for row in node.iter(f"{_SPACE}Row"):
            self._take_row(row)

    def _take_columns(self, node: ElementTree.Element) -> None:
        last = 0
        for column in node.iter(f"{_SPACE}Column"):
            first = _count(column, "Index") or last + 1
            last = first + _count(column, "Span")
            if style := column.get(f"{_SPACE}StyleID"):
                self._styles.update(dict.fromkeys(range(first, min(last, first + _LONGEST_SPAN) + 1), style))
            if column.get(f"{_SPACE}Hidden") == "1":
                self.grid.hidden_columns.append((first, last))

    def _take_row(self, row: ElementTree.Element) -> None:
        self._row = _count(row, "Index") or self._row + 1
        column, filled = 0, False
        for cell in row.iter(f"{_SPACE}Cell"):
            column = _count(cell, "Index") or column + 1
            across, down = _count(cell, "MergeAcross") + 1, _count(cell, "MergeDown") + 1
            style = cell.get(f"{_SPACE}StyleID") or row.get(f"{_SPACE}StyleID") or self._styles.get(column, "")
            self._take_cell(cell, column, self._shown.get(style))
            self.grid.merge(self._row, column, min(down, _LONGEST_SPAN), min(across, _LONGEST_SPAN))
            column += across - 1
            filled = True
        if filled and row.get(f"{_SPACE}Hidden") == "1":
            self.grid.hidden_rows.append(self._row)

    def _take_cell(self, cell: ElementTree.Element, column: int, scale: Scale | None) -> None:
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
        if scale is not None and kind == "Number":
            mark(self.grid, place, scale)
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
