"""Positive figures that a number format shows in brackets: taken as they are, and pointed out where it matters."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from client.workbook import map_book, read
from client.workbook.finding.files.records import read_records
from client.workbook.model import letters
from client.workbook.reader.shown import in_brackets, shown_by
from forms.pack import bundled_pack
from forms.periods import Period
from tests.client.workbook import old_formats

SEPTEMBER = Period.parse("2025-09")
HEAD: list[list[object]] = [["利润表", "单位：千元"], ["项目", "本年累计"]]


@pytest.mark.parametrize(
    ("code", "shown"),
    [
        ("[Red](#,##0)", True),
        ("(#,##0)", True),
        ('"("0.00")"', True),
        ("\\(#,##0.00\\)", True),
        ("（#,##0）", True),
        ("(#,##0);(#,##0)", True),
        ("#,##0;(#,##0)", False),
        ("#,##0_);[Red](#,##0)", False),
        ("_(* #,##0_);_(* (#,##0);_(* -??_);_(@_)", False),
        ("[<0](#,##0);#,##0", False),
        ('#,##0"(元)"', False),
        ("0%", False),
        ("General", False),
    ],
)
def test_which_formats_put_a_positive_figure_in_brackets(code: str, shown: bool) -> None:
    assert in_brackets(code) is shown
    assert (shown_by(code) == (0, "()")) is shown


def xlsx(path: Path, rows: list[list[object]], code: str) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "利润表"
    for row in rows:
        sheet.append(row)
    for row in sheet.iter_rows(min_row=3, min_col=2):
        for cell in row:
            cell.number_format = code
    book.save(path)


def xlsb(path: Path, rows: list[list[object]], code: str) -> None:
    path.write_bytes(old_formats.xlsb("利润表", rows, shown=code))


_OPEN, _FIGURE, _CLOSE = "<number:text>(</number:text>", "<number:number/>", "<number:text>)</number:text>"
_SHOWN = {
    "[Red](#,##0)": (f"{_OPEN}{_FIGURE}{_CLOSE}", ""),
    "#,##0;(#,##0)": (f'{_OPEN}{_FIGURE}{_CLOSE}<style:map style:condition="value()&gt;=0" {{to}}/>', _FIGURE),
    "(#,##0);(#,##0)": (
        f'{_OPEN}{_FIGURE}{_CLOSE}<style:map style:condition="value() &gt;= 0" {{to}}/>',
        f"{_OPEN}{_FIGURE}{_CLOSE}",
    ),
    "[<100](#,##0);#,##0": (
        f'{_OPEN}{_FIGURE}{_CLOSE}<style:map style:condition="value()&lt;100" {{to}}/>',
        f"{_OPEN}{_FIGURE}{_CLOSE}",
    ),
    '#,##0"(元)"': (f"{_FIGURE}<number:text>(元)</number:text>", ""),
}
"""How LibreOffice writes a format: its last section, and the one that the others are handed to."""


def ods(path: Path, rows: list[list[object]], code: str) -> None:
    shown, other = _SHOWN[code]
    formats = f'<number:number-style style:name="N1P0">{other}</number:number-style>' if other else ""
    shown = shown.format(to='style:apply-style-name="N1P0"')
    formats += f'<number:number-style style:name="N1">{shown}</number:number-style>'
    path.write_bytes(old_formats.ods("利润表", rows, formats=formats))


@pytest.mark.parametrize("write", [xlsx, xlsb, ods])
def test_a_profit_that_looks_like_a_loss_is_pointed_out_and_a_cost_is_not(
    tmp_path: Path, write: Callable[[Path, list[list[object]], str], None]
) -> None:
    path = tmp_path / f"账.{write.__name__}"
    write(path, [*HEAD, ["营业收入", 9000], ["减：营业成本", 8000], ["三、营业利润", 700]], "[Red](#,##0)")
    found = map_book(read(path), bundled_pack(), SEPTEMBER, "", forms=["JY"])
    taken = {each.address: each.text for each in found.values}
    assert (taken["JY001"], taken["JY005"]) == ("9000", "8000")
    assert "700" in taken.values(), "what the cell holds is taken"
    (told,) = [each for each in found.warnings if each.code == "warn.bracketed"]
    assert (told.params["count"], list(told.params["cells"])) == (1, ["B5"])


def test_in_a_list_too(tmp_path: Path) -> None:
    pack = bundled_pack()
    heads = [each.name for each in pack.forms["CP"].indicators.values()]
    rows: list[list[object]] = [[f"A{number}", *[number] * (len(heads) - 1)] for number in (5, 6)]
    xlsx(tmp_path / "账.xlsx", [[pack.forms["CP"].name], heads, *rows], "(0)")
    found = map_book(read(tmp_path / "账.xlsx"), pack, SEPTEMBER, "", forms=["CP"])
    (told,) = [each for each in found.warnings if each.code == "warn.bracketed"]
    column = letters(1 + heads.index("期末库存"))
    assert list(told.params["cells"]) == [f"{column}3", f"{column}4"]


@pytest.mark.parametrize(
    ("code", "told"),
    [
        ("(#,##0);(#,##0)", True),
        ("#,##0;(#,##0)", False),
        ("[<100](#,##0);#,##0", False),
        ('#,##0"(元)"', False),
    ],
)
def test_an_opendocument_format_has_its_sections_apart(tmp_path: Path, code: str, told: bool) -> None:
    ods(tmp_path / "账.ods", [*HEAD, ["营业收入", 9000], ["三、营业利润", 700]], code)
    found = map_book(read(tmp_path / "账.ods"), bundled_pack(), SEPTEMBER, "", forms=["JY"])
    assert bool([each for each in found.warnings if each.code == "warn.bracketed"]) is told
    assert "700" in {each.text for each in found.values}


def test_a_file_checked_against_a_pack_is_told_of_them(tmp_path: Path) -> None:
    pack = bundled_pack()
    xlsx(tmp_path / "账.xlsx", [["", ""], ["JY001", "JY018"], ["9000", 700], ["8000", -5]], "(0)")
    found = read_records(read(tmp_path / "账.xlsx"), pack, pack.forms["JY"], SEPTEMBER)
    assert [note.what("en") for note in found.warnings] == [
        "The sheet “利润表” shows 1 positive figure in brackets, like losses; taken as positive: B3"
    ]


@pytest.mark.parametrize(("profit", "code"), [(-700, "[Red](#,##0)"), (700, "#,##0;(#,##0)")])
def test_a_negative_figure_and_the_usual_format_say_nothing(tmp_path: Path, profit: int, code: str) -> None:
    xlsx(tmp_path / "账.xlsx", [*HEAD, ["营业收入", 9000], ["三、营业利润", profit]], code)
    found = map_book(read(tmp_path / "账.xlsx"), bundled_pack(), SEPTEMBER, "", forms=["JY"])
    assert str(profit) in {each.text for each in found.values}
    assert not [each for each in found.warnings if each.code == "warn.bracketed"]
