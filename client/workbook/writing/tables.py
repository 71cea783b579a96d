"""Tables for other programs: xlsx with a sheet each, or csv. Figures stay exact, texts stay texts."""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from client.base.errors import UserError
from client.workbook.model import letters
from client.workbook.writing.whole import whole

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

_WIDEST, _NARROWEST = 48, 8
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""What a spreadsheet, or one set to Chinese or Japanese, takes for a formula when it opens a csv."""
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
    """One sheet: a line of headings, rows of values below it."""

    name: str
    headings: tuple[str, ...]
    rows: Sequence[Sequence[Value]]


def write(path: Path, tables: Sequence[Table], *, over: bool = False) -> list[Path]:
    """Write by the ending of ``path``: one xlsx, or a csv for each table beside it (``X.问题.csv``).

    ``over`` lets an earlier export to ``path`` be replaced; it stays until all of the new one is written. Answers
    the files. Raises ``UserError`` ``export.exists``, ``export.ending`` and ``export.not-written``.
    """
    kind = path.suffix.lower()
    if kind not in (".xlsx", ".csv"):
        raise UserError("export.ending", file=path)
    first, *others = tables
    files = {path: first} if kind == ".csv" else {}
    files |= {path.with_suffix(f".{table.name}.csv"): table for table in others} if kind == ".csv" else {}
    for each in files or {path: first}:
        if each.exists() and not (over and path.exists()):
            raise UserError("export.exists", file=each)
    try:
        if kind == ".xlsx":
            whole(path, lambda part: _xlsx(part, tables))
        for each, table in files.items():
            whole(each, partial(_csv, table=table))
    except OSError as error:
        raise UserError("export.not-written", file=path) from error
    return list(files) or [path]


def _xlsx(path: Path, tables: Sequence[Table]) -> None:
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.worksheets[0])
    for table in tables:
        sheet = book.create_sheet(table.name[:31])
        _head(sheet, table)
        for row, values in enumerate(table.rows, 2):
            for column, value in enumerate(values, 1):
                if value is not None and value != "":
                    _put(sheet, row, column, value)
    book.save(path)


def _head(sheet: Worksheet, table: Table) -> None:
    from openpyxl.styles import Font, PatternFill

    for column, text in enumerate(table.headings, 1):
        cell = sheet.cell(1, column, text)
        cell.font = Font(bold=True)
        cell.fill = PatternFill("solid", fgColor="E8EEF4")
        longest = max([len(text), *(len(_plain(row[column - 1])) for row in table.rows[:200])])
        sheet.column_dimensions[letters(column)].width = min(_WIDEST, max(_NARROWEST, longest * 1.6))
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = f"A1:{letters(len(table.headings))}{len(table.rows) + 1}"


def _put(sheet: Worksheet, row: int, column: int, value: Value) -> None:
    from openpyxl.worksheet.hyperlink import Hyperlink

    cell = sheet.cell(row, column)
    shown = value.value if isinstance(value, Link) else value
    if isinstance(shown, str):
        cell.value = _CONTROLS.sub("�", shown)
        cell.data_type = "s"  # a text that begins with = is no formula
    else:
        cell.value = shown
    if isinstance(shown, Decimal):
        exponent = shown.as_tuple().exponent
        places = -exponent if isinstance(exponent, int) and exponent < 0 else 0
        cell.number_format = "#,##0" + ("." + "0" * places if places else "")
    if isinstance(value, Link):
        cell.hyperlink = Hyperlink(ref=cell.coordinate, location=f"'{value.sheet}'!A{value.row}")
        cell.style = "Hyperlink"


def _csv(path: Path, table: Table) -> None:
    """With a mark, so that Excel takes it for UTF-8."""
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(table.headings)
        writer.writerows([_safe(value) for value in row] for row in table.rows)


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
