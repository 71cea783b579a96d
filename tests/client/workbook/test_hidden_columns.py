"""Columns a person does not see: their figures are taken, and it is said."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from client.workbook import map_book
from client.workbook.reader.marks import within
from client.workbook.reader.reading import read
from forms.pack.loader import bundled_pack
from tests.client.workbook import old_formats
from tests.client.workbook.mapped import FIRM, SEPTEMBER, texts

ROWS = [
    ["单位：千元"],
    ["项目", "本年累计", "备注", "上年同期"],
    ["营业收入", 100, "见附件", 90],
    ["营业成本", 50, "", 40],
]
CELL = '<Cell><Data ss:Type="{}">{}</Data></Cell>'


def xlsx(path: Path) -> None:
    book = openpyxl.Workbook()
    assert book.active is not None
    book.active.title = "利润表"
    for row in ROWS:
        book.active.append(row)
    for letter in "BCD":
        book.active.column_dimensions[letter].hidden = True
    book.save(path)


def xml(path: Path) -> None:
    kinds = {True: "Number", False: "String"}
    lines = ("".join(CELL.format(kinds[isinstance(each, int)], each) for each in row) for row in ROWS)
    table = "".join(f"<Row>{line}</Row>" for line in lines)
    path.write_text(
        '<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" '
        'xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet ss:Name="利润表"><Table>'
        f'<Column/><Column ss:Index="2" ss:Span="2" ss:Hidden="1"/>{table}</Table></Worksheet></Workbook>',
        "utf-8",
    )


MADE: dict[str, Callable[[Path], object]] = {
    "book.xlsx": xlsx,
    "book.xml": xml,
    "book.xls": lambda path: path.write_bytes(old_formats.xls("利润表", ROWS, hidden=(1, 2, 3))),
    "book.xlsb": lambda path: path.write_bytes(old_formats.xlsb("利润表", ROWS, hidden=(1, 2, 3))),
    "book.ods": lambda path: path.write_bytes(old_formats.ods("利润表", ROWS, hidden=(1, 2, 3))),
}


@pytest.mark.parametrize("name", MADE)
def test_hidden_columns_that_figures_were_taken_of_are_named(name: str, tmp_path: Path) -> None:
    MADE[name](tmp_path / name)
    book = read(tmp_path / name)
    assert book.sheets[0].hidden_columns == {2, 3, 4}
    done = map_book(book, bundled_pack(), SEPTEMBER, FIRM, forms=["JY"])
    assert texts(done) == {"JY001": "100", "JY001@ly": "90", "JY005": "50", "JY005@ly": "40"}
    assert [warning.what() for warning in done.warnings] == [
        "工作表“利润表”有 2 列被隐藏，其中的数也取了：B、D 列"
    ]


def test_columns_hidden_to_the_end_of_the_sheet_are_those_that_hold_something() -> None:
    assert within([(3, 16_384), (2, 3)], 1, 5) == [2, 3, 4, 5]
    assert within([(0, 0), (7, 16_384)], 1, 5) == []
