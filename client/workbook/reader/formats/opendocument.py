"""What an OpenDocument sheet says of its cells and the fast reader does not tell. Runs inside the child."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from xml.etree import ElementTree

from client.workbook.reader.containers import UNPACKING, Refused
from client.workbook.reader.formats.datastyles import shown_styles
from client.workbook.reader.marks import SheetMarks
from client.workbook.reader.shown import Scale

_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_CALC = "{urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0}"
_WORTH_A_LOOK = re.compile(
    rb'"percentage"|"error"|table:formula|table:visibility|-spanned="(?!1")|#DIV/0!|#REF!|#NAME\?|#VALUE!|#N/A'
)
_UNTYPED = re.compile(
    rb"(<table:table-cell\b)(?![^>]*\boffice:(?:value|date-value|time-value|boolean-value|string-value)=)"
    rb'(?![^>]*\boffice:value-type="string")([^>]*[^>/])?>(?=\s*<text:p\b)'
)
_TYPE = re.compile(rb'\soffice:value-type="[^"]*"')
_BETWEEN = re.compile(rb">[ \t\r]*\n\s*<")
_ERRORS = re.compile(r"#(?:DIV/0!|REF!|NAME\?|VALUE!|N/A|NUM!|NULL!)|Err:\d{3}")
_MOST_MARKS = 1_000_000
KIND = b"application/vnd.oasis.opendocument.spreadsheet"


def packed(flat: bytes) -> bytes:
    """A flat document (one XML file) as the package the reader knows. Raises ``Refused``."""
    if b"<!DOCTYPE" in flat:
        raise Refused("workbook.unsafe")
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        archive.writestr("mimetype", KIND)
        archive.writestr("content.xml", flat)
        archive.writestr("META-INF/manifest.xml", b"<manifest/>")
    return target.getvalue()


def joined(data: bytes) -> bytes:
    """The package without line feeds between the elements of its content, at which the fast reader stumbles."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        content = archive.read("content.xml")
    return packed(_BETWEEN.sub(b"><", content))


def told(data: bytes) -> bytes:
    """The package; cells that show something without saying what it is are said to be texts: the fast reader
    passes over a type that is missing or that it does not know. Raises ``Refused``."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            content = archive.read("content.xml")
    except (*UNPACKING, KeyError) as error:
        raise Refused("workbook.damaged") from error
    mended, count = _UNTYPED.subn(_as_text, content)
    return packed(mended) if count else data


def _as_text(cell: re.Match[bytes]) -> bytes:
    return cell[1] + _TYPE.sub(b"", cell[2] or b"") + b' office:value-type="string">'


def marks_of(data: bytes) -> dict[str, SheetMarks]:
    """Errors, percentages, formulas never calculated, figures shown smaller and hidden rows, by sheet name.

    Raises ``Refused('workbook.damaged')``.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            content = archive.read("content.xml")
            styles = archive.read("styles.xml") if "styles.xml" in archive.namelist() else b""
        shown = shown_styles(styles, content)
        return _scanned(content, shown) if shown or _WORTH_A_LOOK.search(content) else {}
    except (*UNPACKING, KeyError, ElementTree.ParseError) as error:
        raise Refused("workbook.damaged") from error


def _scanned(content: bytes, shown: Mapping[str, Scale]) -> dict[str, SheetMarks]:
    found: dict[str, SheetMarks] = {}
    for event, node in ElementTree.iterparse(io.BytesIO(content), ("end",)):  # noqa: S314 - no declarations
        if event == "end" and node.tag == f"{_TABLE}table":
            scan = _Scan(node, shown)
            found[node.get(f"{_TABLE}name", "")] = scan.marks
            node.clear()
    return found


class _Scan:
    """Collects the marks of one table; ``shown`` are the cell styles that show a figure smaller."""

    def __init__(self, table: ElementTree.Element, shown: Mapping[str, Scale]) -> None:
        self.marks = SheetMarks()
        self._shown = shown
        self._styles: list[tuple[int, str]] = []
        """The last of some columns, and the style of their cells that have none of their own."""
        self._take_columns(table)
        for number, row in self._rows(table):
            self._take_row(number, row)

    def _take_columns(self, table: ElementTree.Element) -> None:
        first = 1
        for column in table.iter(f"{_TABLE}table-column"):
            after = first + _repeated(column, "columns")
            if column.get(f"{_TABLE}visibility") in ("collapse", "filter"):
                self.marks.hidden_columns.append((first, after - 1))
            self._styles.append((after - 1, column.get(f"{_TABLE}default-cell-style-name", "")))
            first = after

    def _rows(self, table: ElementTree.Element) -> Iterator[tuple[int, ElementTree.Element]]:
        number = 1
        for row in table.iter(f"{_TABLE}table-row"):
            for again in range(min(_repeated(row, "rows"), _MOST_MARKS)):
                yield number + again, row
                if again == 0 and not any(_marked(cell) or self._may_scale(cell) for cell in row):
                    break  # nothing to be said of any of them
            number += _repeated(row, "rows")

    def _take_row(self, number: int, row: ElementTree.Element) -> None:
        column, filled = 1, False
        for cell in row:
            if cell.tag not in (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"):
                continue
            columns = range(column, column + min(_repeated(cell, "columns"), 1024))
            if _spans(cell):
                down, across = _count(cell, "rows-spanned"), _count(cell, "columns-spanned")
                self.marks.merged.append((number, column, number + down - 1, column + across - 1))
            filled = filled or cell.get(f"{_OFFICE}value-type") is not None
            if what := _marked(cell):
                getattr(self.marks, what).extend((number, each) for each in columns)
            elif self._may_scale(cell):
                scales = ((each, self._scale(cell, each)) for each in columns)
                self.marks.scaled += [(number, each, *scale) for each, scale in scales if scale is not None]
            column += _repeated(cell, "columns")
        if filled and row.get(f"{_TABLE}visibility") in ("collapse", "filter"):
            self.marks.hidden_rows.append(number)

    def _may_scale(self, cell: ElementTree.Element) -> bool:
        return bool(self._shown) and cell.get(f"{_OFFICE}value-type") in ("float", "currency")

    def _scale(self, cell: ElementTree.Element, column: int) -> Scale | None:
        own = cell.get(f"{_TABLE}style-name")
        return self._shown.get(own or next((style for last, style in self._styles if column <= last), ""))


def _marked(cell: ElementTree.Element) -> str:
    """``errors``, ``percents``, ``uncached``, or ``""``."""
    kind = cell.get(f"{_OFFICE}value-type")
    formula = cell.get(f"{_TABLE}formula")
    shown = "".join(text.text or "" for text in cell.iter(f"{_TEXT}p")) if formula or kind is None else ""
    if cell.get(f"{_CALC}value-type") == "error" or (formula and _ERRORS.fullmatch(shown)):
        return "errors"
    if kind == "percentage":
        return "percents"
    return "uncached" if formula and kind is None and not shown else ""


def _spans(cell: ElementTree.Element) -> bool:
    """Whether a cell is the first of a merged range."""
    return _count(cell, "rows-spanned") > 1 or _count(cell, "columns-spanned") > 1


def _repeated(node: ElementTree.Element, what: str) -> int:
    return _count(node, f"{what}-repeated")


def _count(node: ElementTree.Element, what: str) -> int:
    text = node.get(f"{_TABLE}number-{what}", "1")
    return max(int(text), 1) if text.isdecimal() and len(text) < 8 else 1
