"""Sheets that hold one table with different figures and whose names do not tell which is meant."""

from __future__ import annotations

import pytest

from client.base.errors import UserError
from client.workbook import map_book
from client.workbook.finding.taken.choices import Choices
from client.workbook.model import Book, Sheet
from forms.pack.loader import bundled_pack
from tests.client.workbook.grids import grid
from tests.client.workbook.mapped import FIRM, SEPTEMBER, mapped, texts
from tests.client.workbook.statements import statement

NOW = {"JY001": "5000", "JY005": "4000"}


def sheet(name: str, share: float = 1) -> Sheet:
    return grid(statement(("本年累计", share), title="2025年1-9月"), name)


@pytest.mark.parametrize("names", [("Sheet1", "Sheet2"), ("工作表1", "Sheet2"), ("利润表", "利润表 (2)")])
def test_of_nameless_sheets_with_other_figures_none_is_taken(names: tuple[str, str]) -> None:
    one, other = sheet(names[0]), sheet(names[1], 1.5)
    with pytest.raises(UserError) as refused:
        mapped(one, other)
    assert refused.value.code == "workbook.which-sheet"
    book, pack = Book("账.xlsx", (one, other)), bundled_pack()
    asked = map_book(book, pack, SEPTEMBER, FIRM, ask=True)
    assert [each.code for each in asked.warnings] == ["workbook.which-sheet"]
    assert texts(map_book(book, pack, SEPTEMBER, FIRM, choices=Choices(sheets=(names[1],)))) == {
        "JY001": "7500",
        "JY005": "6000",
    }


def test_what_stands_elsewhere_is_taken_and_the_sheets_are_pointed_out() -> None:
    stocks = grid(
        [["资产负债表", "2025年9月", "单位：元"], ["项目", "期末余额"], ["存货", 3e6], ["资产总计", 8e6]], "B"
    )
    done = mapped(sheet("Sheet1"), sheet("Sheet2", 1.5), stocks)
    assert texts(done) == {"JY026": "3000", "JY030": "8000"}
    assert [each.code for each in done.warnings] == ["warn.sheets-which"]
    assert [(each.sheet, each.code) for each in done.left] == [
        ("Sheet1", "left.sheet-which"),
        ("Sheet2", "left.sheet-which"),
    ]


def test_sheets_with_the_same_figures_are_one() -> None:
    done = mapped(sheet("Sheet1"), sheet("Sheet2"))
    assert texts(done) == NOW
    assert done.warnings == ()


def test_a_name_of_its_own_tells_a_sheet_apart() -> None:
    done = mapped(sheet("利润表"), sheet("Sheet2", 1.5))
    assert texts(done) == NOW
    assert [each.code for each in done.warnings] == ["warn.conflicts"]


def test_two_tables_with_a_line_in_common_are_both_taken() -> None:
    title, heads, *lines = statement(("本年累计", 1), title="2025年1-9月")
    costs = [
        ["费用表", "2025年1-9月", "单位：元"],
        heads,
        ["营业成本", 4.1e6],
        ["管理费用", 1e5],
        ["销售费用", 2e5],
    ]
    done = mapped(grid([title, heads, *lines], "Sheet1"), grid(costs, "Sheet2"))
    assert texts(done) == NOW | {"JY008": "100", "JY007": "200"}
    assert [each.code for each in done.warnings] == ["warn.conflicts"]
