"""Sheets that say by their names or titles which month they are of, or that they are not meant."""

from __future__ import annotations

import pytest

from client.workbook import Extraction, map_book
from client.workbook.model import Book, Sheet
from forms.pack.loader import bundled_pack
from tests.client.workbook.grids import grid
from tests.client.workbook.mapped import FIRM, SEPTEMBER, mapped, texts
from tests.client.workbook.statements import statement

OWN = {"JY001": "5000", "JY005": "4000"}


def sheet(name: str, share: float = 1, title: str = "2025年9月", head: str = "利润表") -> Sheet:
    rows = statement(("本年累计", share), title=title)
    rows[0][0] = head
    return grid(rows, name)


@pytest.mark.parametrize(("before", "own"), [("8", "9"), ("25.8", "25.9"), ("25-08", "25-09"), (" 8", " 9")])
def test_months_by_number_alone(before: str, own: str) -> None:
    extraction = mapped(sheet(before, 0.8, ""), sheet(own, 1, ""))
    assert texts(extraction) == OWN
    assert [entry.code for entry in extraction.left] == ["left.sheet-other-period"]
    assert extraction.warnings == ()


def test_numbers_that_are_no_months() -> None:
    extraction = mapped(sheet("1", 1, ""), sheet("2", 1, ""))
    assert texts(extraction) == OWN
    assert extraction.warnings == ()


@pytest.mark.parametrize("name", ["示例", "填报说明", "利润表(调整前)", "草稿"])
def test_sheets_that_are_not_meant(name: str) -> None:
    extraction = mapped(sheet(name, 3), sheet("利润表"))
    assert texts(extraction) == OWN
    assert [entry.code for entry in extraction.left] == ["left.sheet-aside"]
    assert extraction.warnings == ()


def test_such_a_sheet_by_itself_is_taken() -> None:
    assert texts(mapped(sheet("草稿"))) == OWN


def test_the_firm_beside_its_group() -> None:
    extraction = mapped(sheet("合并", 3, head="合并利润表"), sheet("母公司", head="母公司利润表"))
    assert texts(extraction) == OWN
    assert extraction.warnings == ()


def named(file: str, *sheets: Sheet) -> Extraction:
    return map_book(Book(file, sheets), bundled_pack(), SEPTEMBER, FIRM)


@pytest.mark.parametrize(
    ("file", "said"),
    [
        ("利润表2025年8月.xlsx", "2025年8月"),
        ("2025年1-8月利润表.xls", "2025年8月"),
        ("二〇二四年九月利润表.xlsx", "2024年9月"),
        ("利润表2025年二季度.csv", "2025年二季度"),
        ("2024年度利润表.xlsx", "2024年"),
    ],
)
def test_a_file_named_after_another_month_is_pointed_out_where_its_sheet_names_none(file: str, said: str) -> None:
    extraction = named(file, sheet("利润表", title=""))
    assert texts(extraction) == OWN
    assert [warning.code for warning in extraction.warnings] == ["warn.period-file"]
    assert extraction.warnings[0].params["named"].zh == said
    assert named(file, sheet("利润表")).warnings == (), "what the sheet says counts more"
    assert named(file, sheet("9月", title="")).warnings == ()


@pytest.mark.parametrize(
    "file",
    [
        "利润表2025年9月.xlsx",
        "2025年1-9月利润表.xlsx",
        "2025年三季度利润表.xlsx",
        "2025年利润表.xlsx",
        "利润表20251008.xls",
        "利润表_2025-10-08.xlsx",
        "账.xlsx",
    ],
)
def test_a_file_named_after_this_month_or_the_day_it_was_saved(file: str) -> None:
    assert named(file, sheet("利润表", title="")).warnings == ()


def test_columns_and_lines_that_name_their_month_count_more_than_the_file() -> None:
    columns = grid(statement(("8月", 0.8), ("9月", 1), title=""), "利润表")
    assert "warn.period-file" not in {each.code for each in named("2025年8月.xlsx", columns).warnings}
    lines = grid([["月份", "营业收入", "营业成本"], ["2025年8月", 4000, 3000], ["2025年9月", 5000, 4000]], "明细")
    extraction = named("2025年8月.xlsx", lines)
    assert texts(extraction)["JY001"] == "5000"
    assert "warn.period-file" not in {each.code for each in extraction.warnings}
