"""Workbooks of programs that write formulas and do not calculate them, and figures that are none."""

from __future__ import annotations

import struct
import zipfile
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest

from client.workbook import map_book, read
from client.workbook.reader.worker import Worker
from forms.pack import bundled_pack
from tests.client.workbook.mapped import FIRM, SEPTEMBER, left, texts
from tests.client.workbook.old_formats import Formula, xls

SHEET, BOOK = "xl/worksheets/sheet1.xml", "xl/workbook.xml"
ROWS = [["利润表"], ["2025年9月", "单位：元"], ["项目", "本年累计"], ["营业收入", 5_000_000], ["营业成本", 0]]


@pytest.fixture(scope="module")
def reader() -> Iterator[Worker]:
    worker = Worker()
    yield worker
    worker.close()


def made(path: Path, *, instead: tuple[str, str], calculated: bool = True) -> Path:
    """A statement of which one piece of the sheet's XML is another."""
    book = openpyxl.Workbook()
    for row in ROWS:
        book.active.append(row)
    book.save(plain := path.with_name("plain.xlsx"))
    with zipfile.ZipFile(plain) as source, zipfile.ZipFile(path, "w") as target:
        for name in source.namelist():
            text = source.read(name)
            if name == SHEET:
                assert instead[0].encode() in text
                text = text.replace(instead[0].encode(), instead[1].encode())
            if name == BOOK and calculated:
                text = text.replace(b' fullCalcOnLoad="1"', b"")
            target.writestr(name, text)
    return path


COST = '<c r="B5" t="n"><v>0</v></c>'
SUM = '<c r="B5"><f>B4*0.8</f><v>0</v></c>'


@pytest.mark.parametrize(
    ("cell", "calculated", "taken"),
    [(SUM, False, {"JY001": "5000"}), (SUM, True, {"JY001": "5000", "JY005": "0"}), (COST, False, None)],
)
def test_a_nought_that_was_never_calculated_is_none(
    tmp_path: Path, reader: Worker, cell: str, calculated: bool, taken: dict[str, str] | None
) -> None:
    path = made(tmp_path / "账.xlsx", instead=(COST, cell), calculated=calculated)
    found = map_book(read(path, reader=reader), bundled_pack(), SEPTEMBER, FIRM)
    assert texts(found) == (taken or {"JY001": "5000", "JY005": "0"})
    assert ((5, "B") in left(found)) == ("JY005" not in texts(found))


@pytest.mark.parametrize("number", ["NaN", "1e400", "-1e400"])
def test_what_no_program_can_have_counted_is_an_error(tmp_path: Path, reader: Worker, number: str) -> None:
    path = made(tmp_path / "账.xlsx", instead=("<v>0</v>", f"<v>{number}</v>"))
    found = map_book(read(path, reader=reader), bundled_pack(), SEPTEMBER, FIRM)
    cells = {each.address: (each.text, each.cell.problem) for each in found.values}
    assert cells["JY005"] == ("#NUM!", "value.not-a-number")


EMPTY, NOUGHT = Formula(b"\x03\0\0\0\0\0\xff\xff"), Formula(bytes(8))
EIGHT = Formula(struct.pack("<d", 8e5))


@pytest.mark.parametrize(
    ("revenue", "cost", "tax", "taken"),
    [
        (5e6, EMPTY, EMPTY, {"JY001": "5000"}),
        (5e6, NOUGHT, NOUGHT, {"JY001": "5000"}),
        (5e6, NOUGHT, EIGHT, {"JY001": "5000", "JY005": "0", "JY006": "800"}),
        (0, NOUGHT, NOUGHT, {"JY001": "0", "JY005": "0", "JY006": "0"}),
    ],
)
def test_formulas_of_an_old_workbook_of_which_none_has_a_result(
    tmp_path: Path, reader: Worker, revenue: float, cost: Formula, tax: Formula, taken: dict[str, str]
) -> None:
    lines = [["营业收入", revenue], ["营业成本", cost], ["税金及附加", tax]]
    (path := tmp_path / "账.xls").write_bytes(xls("利润表", [*ROWS[:3], *lines]))
    found = map_book(read(path, reader=reader), bundled_pack(), SEPTEMBER, FIRM)
    assert texts(found) == taken
    unread = [entry.row for entry in found.left if entry.code == "left.cell-uncalculated"]
    assert unread == [row for row, code in ((5, "JY005"), (6, "JY006")) if code not in taken]
