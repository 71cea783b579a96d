"""Tables that a careful person reads rightly at once, and where a figure once went wrong or was refused."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.client.workbook.odd import Odd, read_as_meant
from tests.client.workbook.statements import TITLE, statement

OWN = {"JY001": "5000", "JY005": "4000"}
BOTH = OWN | {"JY001@ly": "4000", "JY005@ly": "3200"}
SUMS = {"JY001": "4500", "JY005": "3600"}
MONTHS = [["营业收入", *[5e5] * 9, 4.5e6], ["营业成本", *[4e5] * 9, 3.6e6]]


def titled(*title: str) -> list[list[Any]]:
    return [list(title), ["项目", "本年累计"], ["营业收入", 500], ["营业成本", 400]]


def parted(*heads: str, parts: tuple[float, ...], title: str = "2025年9月") -> list[list[Any]]:
    lines = [
        [name, *(part * one for part in parts)] for name, one in (("营业收入", 500_000), ("营业成本", 400_000))
    ]
    return [["利润表", title, "单位：元"], ["项目", *heads], *lines]


def unmerged(over: list[str], under: list[str], *shares: float) -> list[list[Any]]:
    title, _, *lines = statement(*(("", share) for share in shares))
    return [title, ["项目", *over], ["", *under], *lines]


UNITS = [
    Odd(f"a title {title}", titled(title, "2025年9月"), OWN)
    for title in (
        "2025年1-9月利润表（万元）",
        "利润表-万元",
        "利润表 万元",
        "利润表（2025年9月）万元",
        "经营情况统计【人民币万元】",
    )
] + [
    *(
        Odd(f"a unit {unit}", titled("利润表", unit), OWN)
        for unit in ("RMB：万元", "单位：人民币/万元", "单位;万元")
    ),
    Odd("two units in a title", titled("利润表（万元、元）"), "workbook.two-units"),
    Odd("a title in Hong Kong dollars", titled("利润表（港币万元）"), "workbook.foreign-currency"),
    Odd(
        "a sum of money in a title is no unit",
        titled("总投资5000万元以上项目情况"),
        {"JY001": "500", "JY005": "400"},
        warned=("warn.unit",),
    ),
    Odd(
        "a unit above nine signatures",
        [*titled("利润表"), ["单位：万元"], *([f"签字{n}"] for n in range(9))],
        OWN,
    ),
]

TIMES = [
    Odd(
        "the period before is no last year's where sums stand beside it",
        statement(("本期", 0.1), ("累计", 1), ("上期", 0.1)),
        OWN,
        left=("left.column-current", "left.column-previous"),
    ),
    Odd(
        "parts of the year and their total",
        parted("上半年", "7月", "8月", "9月", "合计", parts=(6, 1, 1, 1, 9)),
        SUMS,
        left=("left.column-other-period",),
    ),
    Odd(
        "quarters, months and their total",
        parted("一季度", "二季度", "7月", "8月", "9月", "合计", parts=(3, 3, 1, 1, 1, 9)),
        SUMS,
    ),
    Odd(
        "1-6月 and the months after",
        parted("1-6月", "7月", "8月", "9月", "合计", parts=(6, 1, 1, 1, 9), title="2025年"),
        SUMS,
    ),
    Odd(
        "the total of three months is not the year's",
        parted("7月", "8月", "9月", "合计", parts=(1, 1, 1, 3)),
        "workbook.months-alone",
    ),
    Odd(
        "three months that hardly grow are no sums",
        parted("7月", "8月", "9月", parts=(1, 1, 1)),
        "workbook.months-alone",
    ),
    Odd(
        "months as dates and their total",
        [["利润表", "单位：元"], ["项目", *(date(2025, n, 1) for n in range(1, 10)), "累计"], *MONTHS],
        SUMS,
    ),
    Odd(
        "a total that adds the months up is not doubted",
        [TITLE, ["项目", *(f"{n}月" for n in range(1, 10)), "合计"], *MONTHS],
        SUMS,
    ),
]

UNMERGED = [
    Odd(
        "two years not merged",
        unmerged(["2025年", "", "2024年", ""], ["本月", "累计"] * 2, 0.1, 1, 0.08, 0.8),
        BOTH,
    ),
    Odd(
        "now and then not merged",
        unmerged(["本期金额", "", "上年同期", ""], ["本月", "累计"] * 2, 0.1, 1, 0.08, 0.8),
        BOTH,
    ),
    Odd(
        "a plan not merged",
        unmerged(["预算", "", "实际", ""], ["本月", "累计"] * 2, 0.2, 2, 0.1, 1),
        OWN,
        left=("left.column-plan",),
    ),
]


FLOW = [["资产减值损失", 1000], ["信用减值损失", 2000], ["财务费用（收益以“-”号填列）", 3000]]
ACCOUNTS = ["科目余额表", "2025年9月", "单位：元"]
DIRECTED = [
    ["1122", "应收账款", "贷", 1_100_000],
    ["1601", "固定资产", "借", 9_000_000],
    ["1602", "累计折旧", "贷", 1_000_000],
]

WHOLES = [
    Odd(
        "a cash flow statement",
        [["现金流量表", "2025年9月", "单位：元"], ["项目", "本年累计"], *FLOW],
        "workbook.no-values",
    ),
    Odd(
        "an annex of the cash flow below the profit",
        [*statement(("本年累计", 1)), ["将净利润调节为经营活动现金流量："], *FLOW],
        OWN,
        left=("left.row-cash-flow",),
    ),
    Odd(
        "parts of the stock at the year's start and now",
        [
            ["财务状况", "2025年1-9月", "单位：千元"],
            ["指标名称", "本年"],
            *[["一、年初存货", 900], ["其中：产成品", 300], ["存货", 1000], ["其中：产成品", 400]],
        ],
        {"JY026": "1000", "JY027": "400"},
        left=("left.row-other-whole",),
    ),
    Odd(
        "a balance on the opposite side, by its direction",
        [ACCOUNTS, ["科目编码", "科目名称", "方向", "期末余额"], *DIRECTED],
        {"JY028": "9000", "JY029": "1000"},
        left=("left.row-contrary",),
    ),
    Odd(
        "the direction behind the balance",
        [
            ACCOUNTS,
            ["科目编码", "科目名称", "期末余额", "方向"],
            *([*first, last, side] for *first, side, last in DIRECTED),
        ],
        {"JY028": "9000", "JY029": "1000"},
        left=("left.row-contrary",),
    ),
    Odd(
        "credits with a minus sign, as SAP has them",
        [
            ["单位：元"],
            ["总账科目", "短文本", "货币", "期初余额", "累计余额"],
            ["6001", "营业收入", "CNY", "0.00", "5,000,000.00-"],
            ["6301", "营业外收入", "CNY", "0.00", "100,000.00-"],
            ["6401", "营业成本", "CNY", "0.00", "4,000,000.00"],
        ],
        OWN | {"JY019": "100"},
    ),
    Odd(
        "a loss of a statement keeps its sign",
        [TITLE, ["项目", "本年累计"], ["营业收入", -1000], ["利润总额", -2000]],
        {"JY001": "-1", "JY021": "-2"},
    ),
]

DOUBTS = [
    Odd(
        "an account and one below it",
        [ACCOUNTS, ["科目编码", "科目名称", "本年累计"], ["6602", "管理费用", 5000], ["660201", "研发费用", 1000]],
        {"JY008": "5", "JY009": "1"},
        warned=("warn.sub-account",),
    ),
    Odd(
        "last year's column that may be the whole year's",
        statement(("本年累计", 1), ("上年数", 0.8)),
        BOTH,
        warned=("warn.last-year",),
    ),
]

NAMED = ["项目", "", "累计"]
SECTIONS: list[list[Any]] = [["一、主营业务"], ["营业收入", 4000], ["二、其他业务"], ["营业收入", 1000]]

REPEATED = [
    Odd(
        "sections of one name",
        [TITLE, ["项目", "本年累计"], *SECTIONS, ["营业成本", 4000]],
        {"JY005": "4"},
        left=("left.row-repeated",),
    ),
    Odd("nothing but sections of one name", [TITLE, ["项目", "本年累计"], *SECTIONS], "workbook.repeated"),
    Odd(
        "sections and their sum",
        [TITLE, ["项目", "本年累计"], *SECTIONS, ["三、合计"], ["营业收入", 5000]],
        {"JY001": "5"},
        left=("left.row-repeated",),
    ),
    Odd(
        "branches below each other and their sum",
        [
            TITLE,
            ["公司", "项目", "本年累计"],
            ["本部", "营业收入", 4000],
            ["分公司", "营业收入", 1000],
            ["合计", "营业收入", 5000],
            ["本部", "营业成本", 4000],
        ],
        {"JY001": "5", "JY005": "4"},
        left=("left.row-repeated",),
    ),
    Odd(
        "factories below a merged name",
        [TITLE, NAMED, ["营业收入", "惠州", 4000], ["", "东莞", 1000], ["营业成本"]],
        "workbook.repeated",
        merged=((3, 1, 4, 1),),
    ),
    Odd(
        "plan and actual below a merged name",
        [TITLE, NAMED, ["营业收入", "预算", 6000], ["", "实际", 5000], ["营业成本", "实际", 4000]],
        {"JY001": "5", "JY005": "4"},
        merged=((3, 1, 4, 1),),
        left=("left.row-other-figures",),
    ),
    Odd(
        "plan and actual, each named",
        [TITLE, NAMED, ["营业收入", "预算", 6000], ["营业收入", "实际", 5000], ["营业成本", "实际", 4000]],
        {"JY001": "5", "JY005": "4"},
        left=("left.row-other-figures",),
    ),
    Odd(
        "an account and its sub-accounts of one name",
        [
            ACCOUNTS,
            ["科目编码", "科目名称", "方向", "期末余额"],
            *(["1122" + sub, "应收账款", "借", much] for sub, much in (("", 5000), ("01", 4000), ("02", 1000))),
            ["1405", "库存商品", "借", 3000],
        ],
        {"JY025": "5", "JY027": "3"},
    ),
]

OWN_COLUMN = [
    Odd(f"{heads[0]} beside {heads[-1]}", statement(*zip(heads, shares, strict=True)), OWN)
    for heads, shares in (
        (("母公司", "子公司A", "合计", "抵销", "合并数"), (1, 0.5, 1.5, -0.2, 1.3)),
        (("母公司", "子公司", "合计"), (1, 0.5, 1.5)),
        (("总部", "东莞分公司", "汇总"), (0.6, 0.4, 1)),
        (("未审数", "审计调整", "审定数"), (0.9, 0.1, 1)),
        (("账面数", "调整数", "报表数"), (0.9, 0.1, 1)),
        (("外币金额（USD）", "汇率", "本位币金额"), (0.14, 7, 1)),
    )
]


@pytest.mark.parametrize(
    "odd", [*UNITS, *TIMES, *UNMERGED, *WHOLES, *REPEATED, *OWN_COLUMN, *DOUBTS], ids=lambda odd: odd.about
)
def test_an_odd_table_is_read_as_a_careful_person_would(odd: Odd) -> None:
    read_as_meant(odd)
