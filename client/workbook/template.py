"""Blank workbooks to fill in: one sheet a form, read back without loss by ``reading`` and ``mapping``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from client.base.errors import UserError
from client.workbook.model import letters
from forms.pack.model import NUMERIC, Form, Indicator, Pack, Spec
from forms.periods import Period

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

LISTS = "集报·代码表"
"""The hidden sheet of code lists behind the drop-down boxes; it is ours and never read back."""

_ROWS_OFFERED = 500
_ROWS_FORMATTED = 20
_FIRST_ROW = 5
_WIDTHS = {"text": 30, "text-list": 30, "codes": 30, "code": 22}


class Place(msgspec.Struct, frozen=True):
    """Where a value of the form goes. In a rows form ``row`` is the first of many."""

    sheet: str
    column: str
    row: int


def write(pack: Pack, forms: Sequence[str], path: Path, period: Period) -> Mapping[str, Place]:
    """Write a template for some forms of the pack, each for its period that encloses ``period``.

    Returns the place of every address (``JY001@ly``, ``JB022.valid``, ``XM014``, ``JB023.valid``). Raises
    ``KeyError`` for a form the pack does not have and ``UserError('workbook.not-written')``.
    """
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.worksheets[0])
    lists = _Lists(book, pack)
    places: dict[str, Place] = {}
    for code in forms:
        form = pack.forms[code]
        sheet = book.create_sheet(form.name[:31])
        writer = _RowsSheet(sheet, form, lists) if form.shape == "rows" else _SingleSheet(sheet, form, lists)
        writer.heading(form.period_of(period))
        places.update(writer.fill())
        for indicator in form.indicators.values():
            if indicator.table:
                items = _ItemsSheet(book.create_sheet(indicator.name[:31]), form, lists, indicator)
                items.heading(form.period_of(period))
                places.update(items.fill())
    lists.finish()
    try:
        book.save(path)
    except OSError as error:
        raise UserError("workbook.not-written", file=str(path)) from error
    return places


def asked(form: Form) -> Iterator[tuple[str, str, Indicator, Spec]]:
    """What a person can fill in: field, name, indicator and what its cell is read against. No child tables."""
    for indicator in form.indicators.values():
        if indicator.computed or indicator.type == "table":
            continue
        if indicator.type == "composite":
            for part in indicator.parts.values():
                yield f"{indicator.code}.{part.name}", f"{indicator.name}：{part.label}", indicator, part
        else:
            yield indicator.code, indicator.name, indicator, indicator


class _Lists:
    """The code lists used, on their own hidden sheet."""

    def __init__(self, book: Workbook, pack: Pack) -> None:
        self._sheet: Worksheet = book.create_sheet(LISTS)
        self._pack = pack
        self._ranges: dict[str, str] = {}

    def range_of(self, name: str) -> str:
        """The cells that hold ``1 国有控股`` and so on."""
        if name not in self._ranges:
            column = letters(len(self._ranges) + 1)
            entries = [f"{code.code} {code.name}" for code in self._pack.lists[name].codes.values()]
            for row, entry in enumerate(entries, 1):
                self._sheet[f"{column}{row}"] = entry
            self._ranges[name] = f"'{LISTS}'!${column}$1:${column}${len(entries)}"
        return self._ranges[name]

    def finish(self) -> None:
        """Put the sheet last and out of sight."""
        book = self._sheet.parent
        assert book is not None
        book.move_sheet(self._sheet, len(book.worksheets) - 1)
        self._sheet.sheet_state = "veryHidden"


class _SingleSheet:
    """A single form: an indicator a line, its columns beside it."""

    def __init__(self, sheet: Worksheet, form: Form, lists: _Lists) -> None:
        self.sheet = sheet
        self.form = form
        self._lists = lists

    def heading(self, period: Period) -> None:
        """Title, period, and what to do."""
        from openpyxl.styles import Font

        year = f"{period.year}年度"
        self.sheet["A1"] = f"{self.form.name}（{self.form.code}）"
        self.sheet["A1"].font = Font(size=14, bold=True)
        self.sheet["A2"] = f"报告期：{year if period.kind == 'year' else period.label()}"
        self.sheet["A3"] = "请只填空白格；金额按“单位”一栏填写，代码和表头请勿改动。指标定义见批注。"
        self.sheet["A3"].font = Font(color="666666")

    def fill(self) -> dict[str, Place]:
        """Write the lines; returns the places."""
        heads = ["代码", "指标", "单位", "本期", *(["上年同期"] if self.form.columns else [])]
        for column, text in enumerate(heads, 1):
            self._head(_FIRST_ROW - 1, column, text)
        places: dict[str, Place] = {}
        row = _FIRST_ROW
        section = ""
        for field, name, indicator, spec in asked(self.form):
            if indicator.section != section:
                section = indicator.section
                self.sheet.cell(row, 2, section)
                row += 1
            for column, text in enumerate((field, name, spec.unit), 1):
                self.sheet.cell(row, column, text or None)
            self._comment(row, 2, spec.definition)
            places[field] = self._place(row, 4, spec)
            if "ly" in indicator.columns:
                places[f"{field}@ly"] = self._place(row, 5, spec)
            row += 1
        for letter, width in (("A", 14), ("B", 40), ("C", 10), ("D", 26), ("E", 20)):
            self.sheet.column_dimensions[letter].width = width
        self.sheet.freeze_panes = f"D{_FIRST_ROW}"
        return places

    def _place(self, row: int, column: int, spec: Spec) -> Place:
        self._prepare(spec, f"{letters(column)}{row}", row, row, column)
        return Place(self.sheet.title, letters(column), row)

    def _head(self, row: int, column: int, text: str) -> None:
        from openpyxl.styles import Alignment, Font, PatternFill

        cell = self.sheet.cell(row, column, text)
        cell.font = Font(bold=True)
        cell.fill = PatternFill("solid", fgColor="E8EEF4")
        cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)

    def _comment(self, row: int, column: int, text: str) -> None:
        from openpyxl.comments import Comment

        if text:
            self.sheet.cell(row, column).comment = Comment(text, "集报", width=420, height=120)

    def _prepare(self, spec: Spec, cells: str, first: int, last: int, column: int) -> None:
        """Number format of the cells, so that codes keep their zeros; a drop-down box for lists."""
        from openpyxl.worksheet.datavalidation import DataValidation

        numeric = spec.type in NUMERIC
        for row in range(first, last + 1):
            self.sheet.cell(row, column).number_format = _number_format(spec) if numeric else "@"
        formula = '"是,否"' if spec.type == "boolean" else ""
        if spec.type == "code":
            formula = self._lists.range_of(spec.list)
        if formula:
            box = DataValidation("list", formula1=formula, allow_blank=True, showErrorMessage=False)
            box.add(cells)
            self.sheet.add_data_validation(box)


class _RowsSheet(_SingleSheet):
    """A rows form: codes and names across, a record a line."""

    def fill(self) -> dict[str, Place]:
        """Write the headings and prepare lines below them; returns the first place of every column."""
        columns = self._columns()
        places: dict[str, Place] = {}
        last = _FIRST_ROW + _ROWS_OFFERED
        for column, (field, name, spec) in enumerate(columns, 1):
            letter = letters(column)
            self._head(_FIRST_ROW - 1, column, field)
            self._head(_FIRST_ROW, column, f"{name}（{spec.unit}）" if spec.unit else name)
            self._comment(_FIRST_ROW, column, spec.definition)
            cells = f"{letter}{_FIRST_ROW + 1}:{letter}{last}"
            self._prepare(spec, cells, _FIRST_ROW + 1, _FIRST_ROW + _ROWS_FORMATTED, column)
            self.sheet.column_dimensions[letter].width = _WIDTHS.get(spec.type, 16)
            places[field] = Place(self.sheet.title, letter, _FIRST_ROW + 1)
        self.sheet.freeze_panes = f"C{_FIRST_ROW + 1}"
        return places

    def _columns(self) -> list[tuple[str, str, Spec]]:
        return [(field, name, spec) for field, name, _, spec in asked(self.form)]


class _ItemsSheet(_RowsSheet):
    """A child table: its parts across, an item a line; of a rows form with the row's key in front."""

    def __init__(self, sheet: Worksheet, form: Form, lists: _Lists, indicator: Indicator) -> None:
        super().__init__(sheet, form, lists)
        self._indicator = indicator

    def fill(self) -> dict[str, Place]:
        """As of a rows form; the key's own place stays that of the form's sheet."""
        places = super().fill()
        places.pop(self.form.row_key or "", None)
        return places

    def _columns(self) -> list[tuple[str, str, Spec]]:
        key = self.form.indicators[self.form.row_key] if self.form.row_key else None
        front: list[tuple[str, str, Spec]] = [(key.code, key.name, key)] if key else []
        parts = self._indicator.table.values()
        return [*front, *((f"{self._indicator.code}.{part.name}", part.label, part) for part in parts)]


def _number_format(spec: Spec) -> str:
    return "#,##0" + ("." + "0" * spec.scale if spec.type == "decimal" and spec.scale else "")
