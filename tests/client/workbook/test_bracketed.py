"""Positive figures that a number format shows in brackets: taken as they are, and pointed out where it matters."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from client.workbook import map_book, read
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


@pytest.mark.parametrize("write", [xlsx, xlsb])
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


@pytest.mark.parametrize(("profit", "code"), [(-700, "[Red](#,##0)"), (700, "#,##0;(#,##0)")])
def test_a_negative_figure_and_the_usual_format_say_nothing(tmp_path: Path, profit: int, code: str) -> None:
    xlsx(tmp_path / "账.xlsx", [*HEAD, ["营业收入", 9000], ["三、营业利润", profit]], code)
    found = map_book(read(tmp_path / "账.xlsx"), bundled_pack(), SEPTEMBER, "", forms=["JY"])
    assert str(profit) in {each.text for each in found.values}
    assert not [each for each in found.warnings if each.code == "warn.bracketed"]
