"""Columns, lines and sheets of several moneys, with and without tax, of a group and of its firms."""

from __future__ import annotations

from typing import Any

import pytest

from client.base.errors import UserError
from client.workbook.model import Sheet
from tests.client.workbook.grids import grid
from tests.client.workbook.mapped import mapped, texts
from tests.client.workbook.odd import Odd, read_as_meant
from tests.client.workbook.statements import statement

NOW = {"JY001": "5000", "JY005": "4000"}
BOTH = NOW | {"JY001@ly": "4000", "JY005@ly": "3200"}
PERIOD = "2025年1-9月"


def beside(*columns: tuple[str, float], over: list[str] | None = None) -> list[list[Any]]:
    """Columns by heading, each with its share of the figures asked; ``over`` stands above them, not merged."""
    title, *rest = statement(*columns, title=PERIOD)
    return [title, *([["", *over]] if over else []), *rest]


def with_remarks(*columns: tuple[str, float]) -> list[list[Any]]:
    title, heads, *rest = statement(*columns, title=PERIOD)
    return [title, [*heads, "备注"], *([*row, "见附注"] for row in rest)]


def lines(*rows: list[Any], heads: tuple[str, ...] = ("项目", "本年累计")) -> list[list[Any]]:
    return [["利润表", PERIOD, "单位：元"], list(heads), *rows]


MONEYS = [
    Odd("dollars and yuan", beside(("美元", 0.14), ("人民币", 1)), NOW),
    Odd("yuan and dollars in Latin letters", beside(("RMB", 1), ("US$", 0.14)), NOW),
    Odd("the money of the books", beside(("原币金额", 0.14), ("本币金额", 1)), NOW),
    Odd("turned into yuan", beside(("本年累计(USD)", 0.14), ("折合人民币", 1)), NOW),
    Odd(
        "two moneys below two years",
        beside(
            ("美元", 0.14), ("人民币", 1), ("美元", 0.1), ("人民币", 0.8), over=["本年累计", "", "上年同期", ""]
        ),
        BOTH,
    ),
    Odd("dollars alone", beside(("美元", 1)), "workbook.foreign-currency"),
    Odd("what each transaction was in", beside(("原币金额", 1)), "workbook.which-column"),
    Odd("prices alone", beside(("单价", 1)), "workbook.which-column"),
    Odd(
        "a money a line",
        lines(["营业收入", "RMB", 5e6], ["营业成本", "USD", 6e5], heads=("项目", "币种", "本年累计")),
        {"JY001": "5000"},
        left=("left.foreign-currency",),
    ),
    Odd(
        "a money a project",
        [["单位：万元"], ["项目代码", "币种", "本年完成投资"], ["P1", "美元", 14], ["P2", "人民币", 100]],
        {"P1.XM001": "P1", "P2.XM001": "P2", "P2.XM015": "100"},
        left=("left.foreign-currency",),
    ),
]

TAXES = [
    Odd("a title with tax", [["销售情况（含税）"], *beside(("本年累计", 1))], NOW, warned=("warn.with-tax",)),
    Odd(
        "a remark that tax is in it", [*beside(("本年累计", 1)), ["注：金额含税"]], NOW, warned=("warn.with-tax",)
    ),
    Odd("a title without", [["销售情况（不含税）"], *beside(("本年累计", 1))], NOW),
    Odd("with tax and without", beside(("含税金额", 1.13), ("不含税金额", 1)), NOW),
    Odd("price and tax, price, tax", beside(("价税合计", 1.13), ("金额", 1), ("税额", 0.13)), NOW),
    Odd(
        "a line with tax above one without",
        lines(["营业收入（含税）", 5.65e6], ["营业收入（不含税）", 5e6], ["营业成本", 4e6]),
        NOW,
        left=("left.row-with-tax",),
    ),
    Odd("only with tax", beside(("本年累计（含税）", 1)), NOW, warned=("warn.with-tax",)),
    Odd(
        "sales with tax",
        [["单位：千元"], ["产品代码", "产品销售额（含税）"], ["391105", 113]],
        {"391105.CP001": "391105", "391105.CP010": "113"},
        warned=("warn.with-tax",),
    ),
]

GROUPS = [
    Odd(
        "the firm and its group, each with last year's",
        beside(("累计", 1), ("同期", 0.8), ("累计", 2), ("同期", 1.6), over=["本企业", "", "集团", ""]),
        BOTH,
        left=("left.column-consolidated",),
    ),
    Odd("a branch's statement", [["惠州分公司利润表"], *beside(("本年累计", 1))], NOW, warned=("warn.branch",)),
    Odd(
        "a division's column",
        [["利润表 2025年1-9月 单位：元"], *beside(("手机事业部", 1))[1:]],
        NOW,
        warned=("warn.branch", "warn.column-assumed"),
    ),
    Odd(
        "a column of who knows what",
        [["利润表 2025年1-9月 单位：元"], *beside(("华南区", 1))[1:]],
        NOW,
        warned=("warn.column-assumed",),
    ),
    Odd("what is only estimated", [["利润表（预估数）"], *beside(("本年累计", 1))[1:]], "workbook.not-actual"),
    Odd(
        "the group and the firm, not merged",
        beside(("本期", 2), ("上期", 1.6), ("本期", 1), ("上期", 0.8), over=["合并", "", "母公司", ""]),
        BOTH,
        left=("left.column-consolidated",),
    ),
    Odd(
        "the firm before the group",
        beside(("本期", 1), ("上期", 0.8), ("本期", 2), ("上期", 1.6), over=["本公司", "", "集团", ""]),
        BOTH,
    ),
    Odd(
        "group and firm below each period",
        beside(("合并", 2), ("母公司", 1), ("合并", 1.6), ("母公司", 0.8), over=["本期", "", "上期", ""]),
        BOTH,
    ),
    Odd(
        "a group's figures alone",
        beside(("本期", 1), ("上期", 0.8), over=["合并", ""]),
        BOTH,
        warned=("warn.consolidated",),
    ),
]


REMARKED = [
    Odd(
        "two factories and a remark",
        with_remarks(("惠州厂本年累计", 0.4), ("东莞厂本年累计", 0.6)),
        "workbook.which-column",
    ),
    Odd("tax and a remark", with_remarks(("本年累计（含税）", 1.13), ("本年累计（不含税）", 1)), NOW),
]
"""A last column without figures says nothing of those before it."""


@pytest.mark.parametrize("odd", [*MONEYS, *TAXES, *GROUPS, *REMARKED], ids=lambda odd: odd.about)
def test_an_odd_table_is_read_as_a_careful_person_would(odd: Odd) -> None:
    read_as_meant(odd)


@pytest.mark.parametrize(
    ("heads", "warned"),
    [
        (("2025年9月", "2024年9月"), ["warn.month-only"]),
        (("Sep-25", "Sep-24"), ["warn.month-only"]),
        (("2025年1-9月", "2024年1-9月"), []),
        (("2025-09-30", "2024-09-30"), []),
    ],
)
def test_a_month_beside_last_years_may_be_the_months_own(heads: tuple[str, str], warned: list[str]) -> None:
    done = mapped(grid(statement((heads[0], 1), (heads[1], 0.8), title="")))
    assert texts(done) == BOTH
    assert [each.code for each in done.warnings] == warned


def of_firm(sheet: str, share: float, firm: str = "") -> Sheet:
    whose = f"编制单位：{firm}" if firm else ""
    return grid([[whose], *statement(("本年累计", share), title=PERIOD)], sheet)


@pytest.mark.parametrize(
    ("sheets", "taken"),
    [
        ([("母公司", 1, ""), ("惠州子公司", 0.2, ""), ("东莞子公司", 0.4, "")], ["warn.own-sheet"]),
        ([("惠州子公司", 0.2, ""), ("母公司利润表", 1, "")], ["warn.own-sheet"]),
        ([("合并", 2, ""), ("母公司", 1, "")], []),
        ([("惠州公司", 1, ""), ("东莞公司", 2, "")], "workbook.firms"),
        ([("Sheet1", 1, "惠州甲电子有限公司"), ("Sheet2", 2, "东莞乙电子有限公司")], "workbook.firms"),
        ([("惠州", 1, ""), ("东莞厂", 2, "")], "workbook.branches"),
        ([("惠州", 0.4, ""), ("东莞厂", 0.6, ""), ("利润表", 1, "")], []),
    ],
)
def test_of_the_sheets_of_several_firms_the_own_one_counts_or_none(
    sheets: list[tuple[str, float, str]], taken: list[str] | str
) -> None:
    book = [of_firm(*each) for each in sheets]
    if isinstance(taken, str):
        with pytest.raises(UserError) as refused:
            mapped(*book)
        assert refused.value.code == taken
        return
    done = mapped(*book)
    assert texts(done) == NOW
    assert [each.code for each in done.warnings] == taken
