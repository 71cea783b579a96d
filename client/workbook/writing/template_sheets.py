"""The sheets of a template: a single form, a rows form, a child table; and the code lists behind them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

import msgspec

from client.workbook.finding.taken.identity import LISTS
from client.workbook.model import letters
from forms.pack.model import NUMERIC, Form, Indicator, Pack, Spec
from forms.periods import Period

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.properties import PageSetupProperties
    from openpyxl.worksheet.worksheet import Worksheet


_ROWS_OFFERED = 500
_ROWS_FORMATTED = 20
_FIRST_ROW = 5
_WIDTHS = {"text": 30, "text-list": 30, "codes": 30, "code": 22}


class Place(msgspec.Struct, frozen=True):
    """Where a value of the form goes. In a rows form ``row`` is the first of many."""

    sheet: str
    column: str
    row: int


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


class Lists:
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

    def shown(self, text: str, spec: Spec) -> object:
        """A text as it stands in a cell: figures as numbers, all else as it was typed, to come back so."""
        try:
            return Decimal(text) if spec.type in NUMERIC else text
        except InvalidOperation:
            return text

    def finish(self) -> None:
        """Put the sheet last and out of sight."""
        book = self._sheet.parent
        assert book is not None
        book.move_sheet(self._sheet, len(book.worksheets) - 1)
        self._sheet.sheet_state = "veryHidden"


class SingleSheet:
    """A single form: an indicator a line, its columns beside it."""

    def __init__(self, sheet: Worksheet, form: Form, lists: Lists) -> None:
        self.sheet = sheet
        self.form = form
        self._lists = lists

    @property
    def table(self) -> str:
        """Under which code the records of the sheet are known."""
        return self.form.code

    def heading(self, period: Period, enterprise: str = "", name: str = "") -> None:
        """Title, period, enterprise, and what to do."""
        from openpyxl.styles import Font

        year = f"{period.year}年度"
        self.sheet["A1"] = f"{self.form.name}（{self.form.code}）"
        self.sheet["A1"].font = Font(size=14, bold=True)
        self.sheet["A2"] = f"报告期：{year if period.kind == 'year' else period.label()}"
        self.sheet["A3"] = "请只填空白格；金额按“单位”一栏填写，代码和表头请勿改动。指标定义见批注。"
        self.sheet["A3"].font = Font(color="666666")
        if enterprise:
            self.sheet["D2"] = f"填报单位：{name} 统一社会信用代码：{enterprise}"

    def fill(self, given: Mapping[str, str], before: Mapping[str, str]) -> dict[str, Place]:
        """Write the lines, what is given in their cells and beside them what was before; returns the places."""
        from openpyxl.styles import Font

        heads = ["代码", "指标", "单位", "本期", *(["上年同期"] if self.form.columns else [])]
        heads += ["上期（参考）"] if before else []
        for column, text in enumerate(heads, 1):
            self._head(_FIRST_ROW - 1, column, text)
        places: dict[str, Place] = {}
        row = _FIRST_ROW
        section = ""
        for field, name, indicator, spec in asked(self.form):
            if indicator.section != section:
                section = indicator.section
                self.sheet.cell(row, 2, section).font = Font(bold=True)
                row += 1
            for column, text in enumerate((field, name, spec.unit), 1):
                self.sheet.cell(row, column, text or None)
            self._comment(row, 2, spec)
            places[field] = self._place(row, 4, spec, given.get(field))
            if "ly" in indicator.columns:
                places[f"{field}@ly"] = self._place(row, 5, spec, given.get(f"{field}@ly"))
            if field in before:
                self._reference(row, len(heads), spec, before[field])
            row += 1
        for letter, width in (("A", 14), ("B", 40), ("C", 10), ("D", 26), ("E", 20), ("F", 20)):
            self.sheet.column_dimensions[letter].width = width
        self.sheet.freeze_panes = f"D{_FIRST_ROW}"
        return places

    def records(self, rows: Sequence[Mapping[str, str]]) -> None:
        """Write known records; a single form has none."""

    def lock(self) -> None:
        """Protect what is not to be filled in; widths, sorting and filters stay free."""
        protection = self.sheet.protection
        protection.formatColumns = protection.formatRows = protection.formatCells = False
        protection.sort = protection.autoFilter = protection.insertRows = protection.deleteRows = False
        protection.sheet = True
        setup = self.sheet.page_setup  # printed, all columns stand on one page
        setup.orientation, setup.paperSize = "landscape", "9"
        setup.fitToWidth, setup.fitToHeight = 1, 0
        self.sheet.sheet_properties.pageSetUpPr = _fit()
        self.sheet.print_title_rows = f"{_FIRST_ROW - 1}:{_FIRST_ROW - 1}"

    def _reference(self, row: int, column: int, spec: Spec, text: str) -> None:
        from openpyxl.styles import Font

        cell = self.sheet.cell(row, column, self._lists.shown(text, spec))
        cell.font = Font(color="888888")
        cell.number_format = _number_format(spec) if spec.type in NUMERIC else "@"

    def _place(self, row: int, column: int, spec: Spec, text: str | None = None) -> Place:
        self._prepare(spec, f"{letters(column)}{row}", row, row, column)
        if text:
            self.sheet.cell(row, column).value = self._lists.shown(text, spec)
        return Place(self.sheet.title, letters(column), row)

    def _head(self, row: int, column: int, text: str) -> None:
        from openpyxl.styles import Alignment, Font, PatternFill

        cell = self.sheet.cell(row, column, text)
        cell.font = Font(bold=True)
        cell.fill = PatternFill("solid", fgColor="E8EEF4")
        cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)

    def _comment(self, row: int, column: int, spec: Spec) -> None:
        from openpyxl.comments import Comment

        text = "\n".join(filter(None, [f"单位：{spec.unit}" if spec.unit else "", spec.definition]))
        if text:
            self.sheet.cell(row, column).comment = Comment(text, "集报", width=420, height=120)

    def _prepare(self, spec: Spec, cells: str, first: int, last: int, column: int) -> None:
        """Number format of the cells, so that codes keep their zeros; a drop-down box for lists."""
        from openpyxl.styles import PatternFill, Protection
        from openpyxl.worksheet.datavalidation import DataValidation

        numeric = spec.type in NUMERIC
        for row in range(first, last + 1):
            cell = self.sheet.cell(row, column)
            cell.number_format = _number_format(spec) if numeric else "@"
            cell.protection = Protection(locked=False)
            cell.fill = PatternFill("solid", fgColor="FFFDF0")
        formula = '"是,否"' if spec.type == "boolean" else ""
        if spec.type == "code":
            formula = self._lists.range_of(spec.list)
        if formula and cells:
            box = DataValidation("list", formula1=formula, allow_blank=True, showErrorMessage=False)
            box.add(cells)
            self.sheet.add_data_validation(box)


class RowsSheet(SingleSheet):
    """A rows form: codes and names across, a record a line."""

    def fill(self, _given: Mapping[str, str], _before: Mapping[str, str]) -> dict[str, Place]:
        """Write the headings and prepare lines below them; returns the first place of every column."""
        columns = self._columns()
        places: dict[str, Place] = {}
        last = _FIRST_ROW + _ROWS_OFFERED
        for column, (field, name, spec) in enumerate(columns, 1):
            letter = letters(column)
            self._head(_FIRST_ROW - 1, column, field)
            self._head(_FIRST_ROW, column, f"{name}（{spec.unit}）" if spec.unit else name)
            self._comment(_FIRST_ROW, column, spec)
            cells = f"{letter}{_FIRST_ROW + 1}:{letter}{last}"
            self._prepare(spec, cells, _FIRST_ROW + 1, _FIRST_ROW + _ROWS_FORMATTED, column)
            self._open(letter, spec)
            self.sheet.column_dimensions[letter].width = _WIDTHS.get(spec.type, 16)
            places[field] = Place(self.sheet.title, letter, _FIRST_ROW + 1)
        self.sheet.freeze_panes = f"C{_FIRST_ROW + 1}"
        self._as_table(len(columns), last)
        return places

    def _open(self, letter: str, spec: Spec) -> None:
        """Leave the rest of a column open, without making a cell for each of its lines."""
        from openpyxl.styles import Protection

        whole = self.sheet.column_dimensions[letter]
        whole.protection = Protection(locked=False)
        whole.number_format = _number_format(spec) if spec.type in NUMERIC else "@"

    def records(self, rows: Sequence[Mapping[str, str]]) -> None:
        """Write known records, one a line."""
        for number, record in enumerate(rows[:_ROWS_OFFERED]):
            for column, (field, _, spec) in enumerate(self._columns(), 1):
                if record.get(field):
                    row = _FIRST_ROW + 1 + number
                    self._prepare(spec, "", row, row, column)
                    cell = self.sheet.cell(row, column)
                    cell.value = self._lists.shown(record[field], spec)

    def _as_table(self, width: int, last: int) -> None:
        """An Excel table over the lines, its headings the names."""
        from openpyxl.worksheet.table import Table, TableStyleInfo

        table = Table(displayName=f"t{self.table}", ref=f"A{_FIRST_ROW}:{letters(width)}{last}")
        table.tableStyleInfo = TableStyleInfo(name="TableStyleLight1", showRowStripes=False)
        self.sheet.add_table(table)

    def _columns(self) -> list[tuple[str, str, Spec]]:
        return [(field, name, spec) for field, name, _, spec in asked(self.form)]


class ItemsSheet(RowsSheet):
    """A child table: its parts across, an item a line; of a rows form with the row's key in front."""

    def __init__(self, sheet: Worksheet, form: Form, lists: Lists, indicator: Indicator) -> None:
        super().__init__(sheet, form, lists)
        self._indicator = indicator

    @property
    def table(self) -> str:
        """The child table's code."""
        return self._indicator.code

    def fill(self, given: Mapping[str, str], before: Mapping[str, str]) -> dict[str, Place]:
        """As of a rows form; the key's own place stays that of the form's sheet."""
        places = super().fill(given, before)
        places.pop(self.form.row_key or "", None)
        return places

    def _columns(self) -> list[tuple[str, str, Spec]]:
        key = self.form.indicators[self.form.row_key] if self.form.row_key else None
        front: list[tuple[str, str, Spec]] = [(key.code, key.name, key)] if key else []
        parts = self._indicator.table.values()
        return [*front, *((f"{self._indicator.code}.{part.name}", part.label, part) for part in parts)]


def _fit() -> PageSetupProperties:
    from openpyxl.worksheet.properties import PageSetupProperties

    return PageSetupProperties(fitToPage=True)


def _number_format(spec: Spec) -> str:
    return "#,##0" + ("." + "0" * spec.scale if spec.type == "decimal" and spec.scale else "")
