"""The person's own workbook back, with every finding as a fill and a comment in its cell.

openpyxl writes it. What that library drops of a workbook is found in the package beforehand, so that it can be
said before anything is written; the original is never touched.
"""

from __future__ import annotations

import io
import re
import warnings
import zipfile
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import msgspec

from client.base.errors import UserError
from client.base.whole_files import whole
from client.workbook.finding.taken.extraction import Note, note
from client.workbook.model import Book, Scalar, letters
from client.workbook.reader.containers import UNPACKING

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

Kind = Literal["error", "query", "hint", "left"]

_COLOURS: dict[Kind, str] = {"error": "FFC7CE", "query": "FFEB9C", "hint": "DDEBF7", "left": "D9D9D9"}
_ORDER: tuple[Kind, ...] = ("error", "query", "hint", "left")
_AUTHOR = "集报"
_LONGEST = 2000
_OWN_ENDINGS = (".xlsx", ".xlsm")

_LOST: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("marked.lost-charts", re.compile(r"xl/(?:charts|chartsheets)/")),
    ("marked.lost-pictures", re.compile(r"xl/media/")),
    ("marked.lost-pivots", re.compile(r"xl/(?:pivotTables|pivotCache|slicers|slicerCaches|timelines)/")),
    ("marked.lost-controls", re.compile(r"xl/(?:activeX|ctrlProps|diagrams|embeddings)/")),
    ("marked.lost-connections", re.compile(r"xl/(?:connections\.xml|queryTables/|model/)")),
    ("marked.lost-threads", re.compile(r"xl/(?:threadedComments|persons)/")),
    ("marked.lost-signatures", re.compile(r"_xmlsignatures/")),
)
"""What openpyxl does not keep, or only in part, by the parts of the package that tell of it."""
_SHAPES = re.compile(rb"<xdr:(?:sp|grpSp|cxnSp)\b")
_EXTENSIONS = re.compile(rb"<(?:x14:sparkline|x14:conditionalFormatting)\b")


class Mark(msgspec.Struct, frozen=True):
    """Something to be said in a cell; places count from 1."""

    sheet: str
    row: int
    column: int
    kind: Kind
    text: str


def losses(path: Path) -> tuple[Note, ...]:
    """What a marked copy of this file will not keep; empty when nothing is known to be lost.

    Raises ``UserError('workbook.damaged')``.
    """
    data = path.read_bytes()
    if not _is_own(path, data):
        return (note("marked.converted", ending=path.suffix.lower() or "—"),)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return tuple(_lost_of(archive))
    except (*UNPACKING, KeyError) as error:
        raise UserError("workbook.damaged", file=path.name) from error


def ending_of(source: Path) -> str:
    """What the name of a marked copy must end in."""
    return _ending(source, own=_is_own(source, source.read_bytes()))


def write(source: Path, target: Path, marks: Sequence[Mark], book: Book, *, over: bool = False) -> int:
    """Write the marked copy; answers how many cells were marked.

    ``over`` lets it replace another file, once it is written; the original never.

    ``book`` is the workbook as it was read: of a file that is no xlsx the copy holds its contents alone. Raises
    ``UserError`` ``marked.exists``, ``marked.ending``, ``marked.unreadable`` and ``workbook.not-written``,
    ``WorldError('file.no-room')``.
    """
    data = source.read_bytes()
    own = _is_own(source, data)
    ending = _ending(source, own=own)
    if target.exists() and not (over and not target.samefile(source)):
        raise UserError("marked.exists", file=target)
    if target.suffix.lower() != ending:
        raise UserError("marked.ending", file=target, ending=ending)
    copy = _loaded(source.name, data, macros=ending == ".xlsm") if own else _converted(book)
    count = _mark_all(copy, marks)
    try:
        whole(target, copy.save)
    except OSError as error:
        raise UserError("workbook.not-written", file=str(target)) from error
    return count


def _ending(source: Path, *, own: bool) -> str:
    return source.suffix.lower() if own and source.suffix.lower() in _OWN_ENDINGS else ".xlsx"


def _is_own(path: Path, data: bytes) -> bool:
    """Whether openpyxl can keep the file: an Open XML workbook of the usual kind."""
    if not data.startswith(b"PK"):
        return False
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            book = next((name for name in archive.namelist() if name.lower() == "xl/workbook.xml"), None)
            return book is not None and b"purl.oclc.org/ooxml" not in archive.read(book)
    except (*UNPACKING, KeyError) as error:
        raise UserError("workbook.damaged", file=path.name) from error


def _lost_of(archive: zipfile.ZipFile) -> Iterator[Note]:
    names = archive.namelist()
    for code, pattern in _LOST:
        if count := sum(1 for name in names if pattern.match(name) and not name.endswith(".rels")):
            yield note(code, count=count)
    drawings = [name for name in names if name.startswith("xl/drawings/") and name.endswith(".xml")]
    if any(_SHAPES.search(archive.read(name)) for name in drawings):
        yield note("marked.lost-shapes")
    sheets = [archive.read(name) for name in names if name.startswith("xl/worksheets/") and name.endswith(".xml")]
    if any(_EXTENSIONS.search(sheet) for sheet in sheets):
        yield note("marked.lost-extensions")
    if any(b"<f>" in sheet or b"<f " in sheet for sheet in sheets):
        yield note("marked.recalculated")


def _loaded(name: str, data: bytes, *, macros: bool) -> Workbook:
    import openpyxl

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # what is lost has been said
            book = openpyxl.load_workbook(io.BytesIO(data), keep_vba=macros, rich_text=True)
    except Exception as error:  # a library that reads a foreign file fails in any way there is
        raise UserError("marked.unreadable", file=name) from error
    if not book.worksheets:
        raise UserError("marked.unreadable", file=name)
    return book


def _converted(book: Book) -> Workbook:
    """The contents of a workbook of another format, without its looks."""
    import openpyxl

    made = openpyxl.Workbook()
    made.remove(made.worksheets[0])
    for sheet in book.sheets:
        copy = made.create_sheet(re.sub(r"[\[\]:*?/\\]", "_", sheet.name)[:31])
        copy.sheet_state = "hidden" if sheet.hidden else "visible"
        for row in sheet.rows:
            for column in sheet.across:
                value: Scalar = sheet.value(row, column)
                if value is not None:
                    copy.cell(row, column).value = _plain(value)
        lowest, last = max(sheet.rows, default=0), max(sheet.across, default=0)
        for top, left, bottom, right in sheet.merged:  # a foreign file may merge more lines than there are
            bottom, right = min(bottom, lowest), min(right, last)
            if bottom > top or right > left:
                copy.merge_cells(start_row=top, start_column=left, end_row=bottom, end_column=right)
    if not any(sheet.sheet_state == "visible" for sheet in made.worksheets):
        made.create_sheet("—")
    return made


def _plain(value: Scalar) -> Any:
    """Texts stay texts, whatever they begin with."""
    return f"'{value}" if isinstance(value, str) and value.startswith("=") else value


def _mark_all(book: Workbook, marks: Sequence[Mark]) -> int:
    cells: dict[tuple[str, int, int], list[Mark]] = defaultdict(list)
    for mark in marks:
        cells[mark.sheet, mark.row, mark.column].append(mark)
    done = 0
    for (name, row, column), said in cells.items():
        sheet = _sheet(book, name)
        if sheet is not None:
            _mark(sheet, *_anchor(sheet, row, column), said)
            done += 1
    return done


def _sheet(book: Workbook, name: str) -> Worksheet | None:
    short = re.sub(r"[\[\]:*?/\\]", "_", name)[:31]
    return next((sheet for sheet in book.worksheets if sheet.title in (name, short)), None)


def _anchor(sheet: Worksheet, row: int, column: int) -> tuple[int, int]:
    """The cell that shows a merged range's content."""
    place = f"{letters(column)}{row}"
    found = next((r for r in sheet.merged_cells.ranges if place in r), None)
    return (row, column) if found is None else (found.min_row, found.min_col)


def _mark(sheet: Worksheet, row: int, column: int, said: list[Mark]) -> None:
    from openpyxl.comments import Comment
    from openpyxl.styles import PatternFill

    said = sorted(said, key=lambda mark: _ORDER.index(mark.kind))
    cell = sheet.cell(row, column)
    cell.fill = PatternFill("solid", fgColor=_COLOURS[said[0].kind])
    before = [cell.comment.text] if cell.comment else []
    text = "\n\n".join(dict.fromkeys([*before, *(mark.text for mark in said)]))
    cell.comment = Comment(text[:_LONGEST], _AUTHOR, width=420, height=min(400, 60 + len(text)))
