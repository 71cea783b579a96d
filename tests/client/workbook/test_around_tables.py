"""What stands around a statement's figures: whose it is, who signed it, from which day to which it counts."""

from __future__ import annotations

from typing import Any

import pytest

from tests.client.workbook.odd import Odd, read_as_meant

OTHER = "workbook.columns-other-period"
NOW = {"JY001": "5000", "JY005": "4000"}
CODE = "91441300MA58H0D25G"
YEAR = "2025年1-9月"


def table(*above: list[Any], below: tuple[list[Any], ...] = (), title: str = YEAR) -> list[list[Any]]:
    heads = ["项目", "行次", "本期金额", "本年累计金额"]
    lines = [["一、营业收入", 1, 5e5, 5e6], ["减：营业成本", 2, 4e5, 4e6]]
    return [["利润表"], *above, [title, None, None, "单位：元"], heads, *lines, *below]


AROUND = [
    Odd("a tax bureau's heading", table(["纳税人识别号：", CODE, "纳税人名称：", "甲有限公司"]), NOW),
    Odd("name and code beside each other", table(["单位名称：", "甲公司", "统一社会信用代码：", CODE]), NOW),
    Odd("a telephone above", table(["编制单位：", None, "联系电话：", "0752-123456"]), NOW),
    Odd("signatures beside each other", table(below=(["单位负责人：", "财务负责人：", "制表人：张三"],)), NOW),
    Odd(
        "signatures of a company",
        table(below=(["法定代表人：", "主管会计工作负责人：", "会计机构负责人："],)),
        NOW,
    ),
    Odd("a telephone below", table(below=(["填表人：", "联系电话：", "报出日期："],)), NOW),
    Odd("a number behind it", table(below=(["企业负责人：", "制表：", "联系电话：", "0752-1234567"],)), NOW),
]

BESIDE = [
    Odd(
        "a fact beside the figures",
        [
            ["2025年1-9月", None, None, "单位：元"],
            ["项目", "本年累计", "项目", "内容"],
            ["营业收入", 5e6, "法定代表人", "王五"],
            ["营业成本", 4e6],
        ],
        NOW | {"JB004": "王五"},
    ),
]

SPANS = [
    Odd("since January, in days", table(title="2025-01-01 至 2025-09-30"), NOW),
    Odd("a tax bureau's span since January", table(title="所属期起：2025-01-01 所属期止：2025-09-30"), NOW),
    Odd(
        "a tax bureau's quarter",
        [
            ["利润表"],
            ["税款所属期起：2025-07-01 税款所属期止：2025-09-30", None, "单位：元"],
            ["项目", "本期金额", "上期金额"],
            ["营业收入", 1.5e6, 1e6],
            ["营业成本", 1.2e6, 8e5],
        ],
        "workbook.span",
    ),
    Odd(
        "nothing but the month",
        [["利润表", "2025年9月", "单位：元"], ["项目", "本月数"], ["营业收入", 5e5], ["营业成本", 4e5]],
        "workbook.month-alone",
    ),
]


def lines(*rows: list[Any], heads: tuple[str, ...] = ("项目", "本年累计")) -> list[list[Any]]:
    return [["利润表", YEAR, "单位：元"], list(heads), *rows]


QUARTERS = ["第一季度", "第二季度", "第三季度", "第四季度"]


def parts(*heads: str, shares: tuple[float, ...]) -> list[list[Any]]:
    figures = [
        [name, *(share * whole for share in shares)] for name, whole in (("营业收入", 5e5), ("营业成本", 4e5))
    ]
    return [["利润表", "2025年", "单位：元"], ["项目", *heads], *figures]


PARTS = [
    Odd("quarters to now and their total", parts(*QUARTERS[:3], "合计", shares=(3, 3, 4, 10)), NOW),
    Odd("a later quarter, and the year", parts(*QUARTERS, "合计", shares=(3, 3, 4, 2, 12)), OTHER),
    Odd("the whole year alone", parts("全年数", shares=(10,)), NOW, warned=("warn.whole-year",)),
    Odd("the year's halves", parts("上半年", "下半年", "全年", shares=(6, 6, 12)), OTHER),
    Odd(
        "a part of the line above that is asked for by itself",
        lines(["营业收入", 5e6], ["管理费用", 1e6], ["其中：研发费用", 4e5]),
        {"JY001": "5000", "JY008": "1000", "JY009": "400"},
        warned=("warn.sub-account",),
    ),
]

SIGNS = [
    Odd(
        "costs taken off the revenue",
        lines(["营业收入", 5e6], ["营业成本", -4e6], ["销售费用", -1e5], ["财务费用", 2e4]),
        NOW | {"JY007": "100", "JY010": "-20"},
        warned=("warn.costs-negative",),
    ),
    Odd(
        "one cost that was taken back",
        lines(["营业收入", 5e6], ["营业成本", 4e6], ["销售费用", -1e5]),
        NOW | {"JY007": "-100"},
    ),
    Odd(
        "credits of a ledger's statement, the money without a colon",
        [
            ["公司代码 1000", "2025.01 - 2025.09", "货币 CNY"],
            ["报表项目", "文本", "报告期间(01.2025-09.2025)"],
            ["4000", "营业收入", "5,000,000.00-"],
            ["6401", "营业成本", "4,000,000.00"],
            ["4999", "利润总额", "1,000,000.00-"],
        ],
        NOW | {"JY021": "1000"},
    ),
]


@pytest.mark.parametrize("odd", [*AROUND, *BESIDE, *SPANS, *PARTS, *SIGNS], ids=lambda odd: odd.about)
def test_what_stands_around_a_table_is_none_of_it(odd: Odd) -> None:
    read_as_meant(odd)
