"""Several columns that all say they are the asked figures: one is meant, or nobody is taken at a guess."""

from __future__ import annotations

import pytest

from client.base.errors import UserError
from client.workbook.model import Range
from tests.client.workbook.grids import grid
from tests.client.workbook.mapped import left, mapped, texts

NOW = {"JY001": "5000", "JY005": "4000"}
BOTH = NOW | {"JY001@ly": "4500", "JY005@ly": "3600"}
REVENUE, COST = (5e6, 4.5e6), (4e6, 3.6e6)
"""In yuan: this year, last year."""
ELSE = (7, 6)
"""What must not be taken."""


def table(*columns: tuple[str, int | None], title: str = "利润表 2025年1-9月 单位：元") -> list[list[object]]:
    """Columns by heading, each with this year's (0) or last year's (1) figures, or with others (None)."""

    def line(name: str, own: tuple[float, float], other: float) -> list[object]:
        return [name, *(other if year is None else own[year] for _, year in columns)]

    heads: list[object] = ["项目", *(head for head, _ in columns)]
    return [[title], heads, line("营业收入", REVENUE, ELSE[0] * 1e5), line("营业成本", COST, ELSE[1] * 1e5)]


@pytest.mark.parametrize(
    ("columns", "taken"),
    [
        ([("本年累计数量", None), ("本年累计金额", 0)], NOW),
        ([("数量", None), ("金额", 0)], NOW),
        ([("本年累计原币", None), ("本年累计本位币", 0)], NOW),
        ([("本年累计(USD)", None), ("本年累计(RMB)", 0)], NOW),
        ([("本年累计（含税）", None), ("本年累计（不含税）", 0)], NOW),
        ([("惠州厂本年累计", None), ("东莞厂本年累计", None), ("合计本年累计", 0)], NOW),
        ([("本年累计", 0), ("其中：出口累计", None)], NOW),
        ([("本月累计", None), ("本年累计", 0)], NOW),
        ([("本季累计", None), ("本年累计", 0)], NOW),
        ([("本年累计", None), ("本年累计", 0)], "workbook.which-column"),
        ([("本年累计", 0), ("本年累计", 0)], NOW),
        ([("惠州厂本年累计", None), ("东莞厂本年累计", 0)], "workbook.which-column"),
        ([("本年累计", 0), ("惠州厂上年同期", None), ("东莞厂上年同期", 1)], NOW),
        ([("本年累计", 0), ("惠州厂上年同期", None), ("上年同期合计", 1)], BOTH),
        ([("2024年度", None), ("2025年1-9月", 0)], NOW),
        ([("2025年1-9月", 0), ("2024年", None)], NOW),
        ([("2025年1-9月", 0), ("2024年1-9月", 1), ("2024年度", None)], BOTH),
        ([("2025年度", 0), ("2024年度", 1)], BOTH),
        ([("2025", 0), ("2024", 1)], BOTH),
        ([("FY25 YTD", 0), ("FY24 YTD", 1)], BOTH),
        ([("本季累计", None)], "workbook.columns-other-period"),
    ],
)
def test_which_of_several_columns_is_meant(
    columns: list[tuple[str, int | None]], taken: dict[str, str] | str
) -> None:
    if isinstance(taken, str):
        with pytest.raises(UserError) as refused:
            mapped(grid(table(*columns)))
        assert refused.value.code == taken
        return
    assert texts(mapped(grid(table(*columns)))) == taken


@pytest.mark.parametrize(
    ("over", "heads", "taken"),
    [
        ("本年累计", ["数量", "金额"], NOW),
        ("本年累计", ["原币", "本位币"], NOW),
        ("本年累计", ["未审数", "审定数"], NOW),
        ("本年累计", ["调整前", "调整后"], NOW),
        ("2025年1-9月", ["内销", "合计"], NOW),
        ("本年累计", ["内销", "外销"], "workbook.which-column"),
    ],
)
def test_what_stands_below_a_heading_that_spans(over: str, heads: list[str], taken: dict[str, str] | str) -> None:
    rows = table((over, None), ("", 0))
    rows.insert(2, ["", *heads])
    merged: tuple[Range, ...] = ((2, 2, 2, 3),)
    if isinstance(taken, str):
        with pytest.raises(UserError) as refused:
            mapped(grid(rows, merged=merged))
        assert refused.value.code == taken
        return
    assert texts(mapped(grid(rows, merged=merged))) == taken


def test_years_below_the_month_and_the_sum() -> None:
    rows = table(("本月数", None), ("", None), ("累计数", 0), ("", 1))
    rows.insert(2, ["", "本年", "上年", "本年", "上年"])
    assert texts(mapped(grid(rows, merged=((2, 2, 2, 3), (2, 4, 2, 5))))) == BOTH


def test_columns_nobody_can_choose_between_are_named_and_nothing_else_is_put_in_their_place() -> None:
    rows = table(("本期金额", None), ("惠州厂本年累计", None), ("东莞厂本年累计", 0))
    rows.append(["应收账款", 1e3, 2e3, 3e3])
    found = mapped(grid(rows))
    assert set(texts(found)) == {"JY025"}
    assert [left(found)[None, column] for column in "CD"] == ["left.column-which"] * 2
