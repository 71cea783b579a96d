"""Cells the fast reader reports as blank although they are not: errors, and formulas never calculated.

Found by a scan over a sheet's XML while it is unpacked for the size check. Percent formats are noted too,
because a cell that shows 68.5% holds 0.685.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from xml.etree import ElementTree

from client.workbook.reader.shown import PERCENT, Scale, mark, shown_by

Place = tuple[int, int]
Span = tuple[int, int]
"""The first and the last of some columns."""

_ERROR = re.compile(rb'<(?:\w+:)?c\b(?=[^<>]*\bt="e")[^<>]*\br="([A-Z]+[0-9]+)"[^<>]*>')
_UNCACHED = re.compile(
    rb'<(?:\w+:)?c\b(?![^<>]*\bt="str")[^<>]*\br="([A-Z]+[0-9]+)"[^<>]*>\s*'
    rb"<(?:\w+:)?f\b[^<>]*(?:/>|>[^<]*</(?:\w+:)?f>)\s*"
    rb"(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v>\s*</(?:\w+:)?v>|</(?:\w+:)?c>)"
)
_NOUGHT = re.compile(
    rb'<(?:\w+:)?c\b(?![^<>]*\bt="str")[^<>]*\br="([A-Z]+[0-9]+)"[^<>]*>\s*'
    rb"<(?:\w+:)?f\b[^<>]*(?:/>|>[^<]*</(?:\w+:)?f>)\s*<(?:\w+:)?v>0</(?:\w+:)?v>"
)
"""A formula whose value stands at 0, as programs write it that do not calculate."""
_TO_CALCULATE = re.compile(rb'\bfullCalcOnLoad="(?:1|true)"')
_HIDDEN_ROW = re.compile(
    rb'<(?:\w+:)?row\b(?=[^<>]*\bhidden="(?:1|true)")[^<>]*?\br="([0-9]+)"[^<>]*>\s*<(?:\w+:)?c\b'
)
_HIDDEN_COLUMNS = re.compile(rb'<(?:\w+:)?col\b(?=[^<>]*\bhidden="(?:1|true)")([^<>]*)>')
_SPAN = re.compile(rb'\b(min|max)="([0-9]{1,5})"')
_LETTERS = bytes(range(0x41, 0x5B))
_BUILT_IN_PERCENT = ("9", "10")
_FEW_STYLES = 40


def place_of(reference: bytes) -> Place:
    """``D7`` as (row, column), both counted from 1; of ``B4:J4`` the first cell."""
    reference = reference.partition(b":")[0]
    column = 0
    for byte in reference:
        if byte < 0x41:  # the first digit
            break
        column = column * 26 + byte - 0x40
    return int(reference.lstrip(_LETTERS)), column


def _span(column: bytes) -> Span:
    ends = {end: int(number) for end, number in _SPAN.findall(column)}
    return ends.get(b"min", 0), ends.get(b"max", 0)


def within(spans: Iterable[Span], first: int, last: int) -> list[int]:
    """The columns of some spans from ``first`` to ``last``."""
    return sorted({each for low, high in spans for each in range(max(low, first), min(high, last) + 1)})


class SheetMarks:
    """Collects the marks of one sheet from its XML, fed chunk by chunk."""

    def __init__(
        self,
        shown: Mapping[bytes, Scale] | None = None,
        errors: list[Place] | None = None,
        *,
        calculated: bool = True,
    ) -> None:
        self.errors = errors or []
        self.uncached: list[Place] = []
        self.percents: list[Place] = []
        self.scaled: list[tuple[int, int, int, str]] = []
        """Row and column of cells that show another size than they hold, and their ``Scale``."""
        self.hidden_rows: list[int] = []
        self.hidden_columns: list[Span] = []
        self.merged: list[tuple[int, int, int, int]] = []
        """Merged ranges as a ``WireSheet`` has them, in formats of which the fast reader does not tell them."""
        self._rest = b""
        self._formulas = False
        self._calculated = calculated
        self._shown = shown or {}
        self._styled = _styled(self._shown) if shown else None

    def feed(self, chunk: bytes) -> None:
        """Take the next bytes; ``b""`` ends the sheet. A cell is never cut: the scan stops at a row's end."""
        text = self._rest + chunk if self._rest else chunk
        end = text.rfind(b"row>") if chunk else len(text)
        if end < 0:
            self._rest = text
            return
        self._rest = text[end:]
        self._scan(text[:end])

    def _scan(self, text: bytes) -> None:
        if b't="e"' in text:
            self.errors += map(place_of, _ERROR.findall(text))
        # A sheet's first formula always has a text; a shared one's further cells only point to it.
        self._formulas = self._formulas or b"</f>" in text or b":f>" in text
        if self._formulas:
            self.uncached += map(place_of, _UNCACHED.findall(text))
            if not self._calculated:
                self.uncached += map(place_of, _NOUGHT.findall(text))
        if b'hidden="' in text:
            self.hidden_rows += map(int, _HIDDEN_ROW.findall(text))
            self.hidden_columns += map(_span, _HIDDEN_COLUMNS.findall(text))
        if self._styled is not None:
            for style, cell in self._styled.findall(text):
                if (scale := self._shown.get(style)) is not None:
                    mark(self, place_of(cell), scale)


def _styled(styles: Collection[bytes]) -> re.Pattern[bytes]:
    """Finds filled cells of these styles, or where they are many of any style, by style and place."""
    numbers = b"|".join(sorted(styles)) if len(styles) <= _FEW_STYLES else b"[0-9]+"
    style = rb'(?=[^<>]*\bs="(' + numbers + rb')")'
    return re.compile(rb"<(?:\w+:)?c\b" + style + rb'(?![^<>]*/>)[^<>]*\br="([A-Z]+[0-9]+)"')


def shown_styles(styles_xml: bytes) -> dict[bytes, Scale]:
    """The cell style numbers of ``styles.xml`` that show a figure otherwise than it is kept: as a percentage
    (``PERCENT``), or smaller; none when it cannot be read."""
    try:
        root = ElementTree.fromstring(styles_xml)  # noqa: S314 - declarations were refused before
    except ElementTree.ParseError:
        return {}
    formats = dict.fromkeys(_BUILT_IN_PERCENT, PERCENT)
    for node in root.iter():
        if node.tag.endswith("}numFmt") and (scale := shown_by(node.get("formatCode", ""))) is not None:
            formats[node.get("numFmtId", "")] = scale
    cells = next((node for node in root.iter() if node.tag.endswith("}cellXfs")), ())
    styles = ((str(n).encode(), formats.get(style.get("numFmtId", ""))) for n, style in enumerate(cells))
    return {style: scale for style, scale in styles if scale is not None}


class BookMarks:
    """Hands out the scanner of each part of an xlsx file, and keeps what they found by sheet name."""

    def __init__(self, sheet_names: Callable[[], dict[str, str]]) -> None:
        self.by_sheet: dict[str, SheetMarks] = {}
        self._sheet_names = sheet_names
        self._names: dict[str, str] | None = None
        self._styles = bytearray()
        self._book = bytearray()
        self._shown: dict[bytes, Scale] | None = None

    def reader_of(self, part: str) -> Callable[[bytes], None] | None:
        """For ``containers.inspect``, which brings the structure before the sheets."""
        if part.lower().endswith("/styles.xml"):
            return self._styles.extend
        if part.lower().endswith("/workbook.xml"):
            return self._book.extend
        if part.lower().endswith(".rels"):
            return None
        if self._names is None:
            self._names = self._sheet_names()
        name = self._names.get(part.lower())
        if name is None:
            return None
        if self._shown is None:
            self._shown = shown_styles(bytes(self._styles))
        marks = self.by_sheet[name] = SheetMarks(self._shown, calculated=_TO_CALCULATE.search(self._book) is None)
        return marks.feed
