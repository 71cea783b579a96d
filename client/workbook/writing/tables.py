"""Tables for other programs: xlsx with a sheet each, or csv. Figures stay exact, texts stay texts."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from functools import partial
from itertools import chain, count, islice
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zipfile import ZIP_DEFLATED, ZipFile

import msgspec

from client.base.errors import UserError
from client.base.whole_files import Put, all_whole
from client.workbook.model import letters

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet._write_only import WriteOnlyWorksheet

SHEET_LINES = 1_048_576
"""No sheet of a workbook has more."""
_WIDEST, _NARROWEST = 48, 8
_SEEN = 200
"""So many lines say how wide the columns are to be."""
_EVERY, _PIECE = 200, 1 << 20
"""Lines and bytes after which whoever waits is told."""
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""What a spreadsheet, or one set to Chinese or Japanese, takes for a formula when it opens a csv."""
_NO_PLAIN_TEXT = ("=", "#")
"""How a text begins that the library would take for a formula or for the name of an error."""
_FIGURE = re.compile(r"[+-]?[0-9][0-9,]*(\.[0-9]+)?%?")
"""What begins like a formula and is none."""
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
"""Characters that no workbook can hold."""


class Link(msgspec.Struct, frozen=True):
    """A cell that leads to a row of another sheet."""

    value: Decimal | str | int | None
    sheet: str
    row: int


Value = Decimal | str | int | bool | Link | None


class Table(msgspec.Struct, frozen=True):
    """One sheet: a line of headings, below it the rows, which are gone through once."""

    name: str
    headings: tuple[str, ...]
    rows: Iterable[Sequence[Value]]


Heard = Callable[[], None]
"""Called every so many lines; what it raises ends the writing, and nothing of it is left."""


def write(path: Path, tables: Sequence[Table], *, over: bool = False, heard: Heard = lambda: None) -> list[Path]:
    """Write by the ending of ``path``: one xlsx, or a csv for each table beside it (``X.问题.csv``).

    The tables are gone through one after another. ``over`` lets an earlier export to ``path`` be replaced; it
    stays until all of the new one is written. Answers the files. Raises ``UserError`` ``export.exists``,
    ``export.ending`` and ``export.not-written``, ``WorldError('file.no-room')``.
    """
    kind = path.suffix.lower()
    if kind not in (".xlsx", ".csv"):
        raise UserError("export.ending", file=path)
    files: dict[Path, Put] = {path: partial(_xlsx, tables=tables, heard=heard)}
    if kind == ".csv":
        first, *others = tables
        named = {path: first} | {path.with_suffix(f".{each.name}.csv"): each for each in others}
        files = {each: partial(_csv, table=table, heard=heard) for each, table in named.items()}
    for each in files:
        if each.exists() and not (over and path.exists()):
            raise UserError("export.exists", file=each)
    try:
        all_whole(files)
    except OSError as error:
        raise UserError("export.not-written", file=path) from error
    return list(files)


def _xlsx(path: Path, tables: Sequence[Table], heard: Heard) -> None:
    """Line by line through a file beside the system's others: all the cells at once would not fit into memory."""
    from openpyxl import Workbook
    from openpyxl.writer.excel import ExcelWriter

    book = Workbook(write_only=True)
    try:
        for table in tables:
            _sheets(book, table, _often(heard))
        with _Archive(path, heard) as archive:
            ExcelWriter(book, archive).save()
    finally:
        for sheet in book.worksheets:
            _discard(sheet)


class _Archive(ZipFile):
    """A workbook's file into which a sheet goes piece by piece."""

    def __init__(self, path: Path, heard: Heard) -> None:
        super().__init__(path, "w", ZIP_DEFLATED)
        self._heard = heard

    def write(self, filename: Any, arcname: Any = None, *_: object) -> None:
        with Path(filename).open("rb") as source, self.open(arcname, "w", force_zip64=True) as target:
            while piece := source.read(_PIECE):
                self._heard()
                target.write(piece)


def _discard(sheet: WriteOnlyWorksheet) -> None:
    """Close and remove the file a sheet was written to, where that has not been done."""
    writer = sheet._writer
    if writer is not None and Path(writer.out).exists():
        if not sheet.closed:
            sheet.close()
        writer.cleanup()


def _sheets(book: Workbook, table: Table, heard: Heard) -> None:
    """One sheet, or as many as it takes: none has more than so many lines."""
    rows = iter(table.rows)
    for number in count(1):
        first = list(islice(rows, min(_SEEN, SHEET_LINES - 1)))
        if number > 1 and not first:
            return
        end = f" {number}" if number > 1 else ""
        sheet = book.create_sheet(table.name[: 31 - len(end)] + end)
        _head(sheet, table.headings, first)
        lines = 1
        for values in chain(first, islice(rows, SHEET_LINES - 1 - len(first))):
            heard()
            sheet.append([_cell(sheet, value) for value in values])
            lines += 1
        sheet.auto_filter.ref = f"A1:{letters(len(table.headings))}{lines}"
        sheet.close()


def _head(sheet: WriteOnlyWorksheet, headings: Sequence[str], first: Sequence[Sequence[Value]]) -> None:
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Font, PatternFill

    cells = [WriteOnlyCell(sheet, text) for text in headings]
    for column, cell in enumerate(cells):
        cell.font = Font(bold=True)
        cell.fill = PatternFill("solid", fgColor="E8EEF4")
        longest = max([len(headings[column]), *(len(_plain(row[column])) for row in first)])
        wide = min(_WIDEST, max(_NARROWEST, longest * 1.6))
        sheet.column_dimensions[letters(column + 1)].width = wide
    sheet.freeze_panes = "A2"
    sheet.append(cells)


def _cell(sheet: WriteOnlyWorksheet, value: Value) -> object:
    """What the sheet takes for a value: figures with their places, texts that are texts however they begin."""
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.worksheet.hyperlink import Hyperlink

    shown = value.value if isinstance(value, Link) else value
    if isinstance(shown, str):
        shown = _CONTROLS.sub("�", shown) or None
    marked = isinstance(shown, str) and shown.startswith(_NO_PLAIN_TEXT)
    if shown is None or not (marked or isinstance(value, Link | Decimal)):
        return shown
    cell = WriteOnlyCell(sheet, shown)
    if isinstance(shown, str):
        cell.data_type = "s"
    elif isinstance(shown, Decimal):
        exponent = shown.as_tuple().exponent
        places = -exponent if isinstance(exponent, int) and exponent < 0 else 0
        cell.number_format = "#,##0" + ("." + "0" * places if places else "")
    if isinstance(value, Link):
        cell.hyperlink = Hyperlink(ref="", location=f"'{value.sheet}'!A{value.row}")
        cell.style = "Hyperlink"
    return cell


def _often(heard: Heard) -> Heard:
    """``heard``, called for one line in so many."""
    lines = count()
    return lambda: heard() if next(lines) % _EVERY == 0 else None


def _csv(path: Path, table: Table, heard: Heard) -> None:
    """With a mark, so that Excel takes it for UTF-8."""
    often = _often(heard)
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(table.headings)
        for row in table.rows:
            often()
            writer.writerow([_safe(value) for value in row])


def _safe(value: Value) -> str:
    text = _plain(value)
    is_text = isinstance(value.value if isinstance(value, Link) else value, str)
    risky = is_text and text.startswith(_FORMULA_STARTS) and not _FIGURE.fullmatch(text)
    return f"'{text}" if risky else text


def _plain(value: Value) -> str:
    shown = value.value if isinstance(value, Link) else value
    if isinstance(shown, Decimal):
        return format(shown, "f")
    return "" if shown is None else str(shown)
