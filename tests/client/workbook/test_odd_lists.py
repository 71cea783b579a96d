"""Lists that a careful person reads rightly at once, and where a record once went wrong or was refused."""

from __future__ import annotations

import copy

import msgspec
import pytest

from client.workbook import map_book
from client.workbook.model import Book
from forms.pack.loader import bundled_pack
from tests.client.workbook.grids import grid
from tests.client.workbook.mapped import FIRM, SEPTEMBER
from tests.client.workbook.odd import Odd, read_as_meant

PRODUCTS = ["产品名称", "计量单位", "本月产量", "1-本月产量"]
LISTS = [
    Odd(
        "products by their names",
        [PRODUCTS, ["服务器", "台", 15_000, 125_000], ["微型计算机", "万台", 1, 10], ["新产品", "台", 1, 2]],
        {
            "391105.CP001": "391105",
            "391105.CP004": "1.50",
            "391105.CP005": "12.50",
            "391102.CP001": "391102",
            "391102.CP004": "1.00",
            "391102.CP005": "10.00",
        },
        left=("left.row-not-listed",),
    ),
    Odd(
        "a code and one figure",
        [["产品代码", "1-9月产量"], ["391105", 12.5]],
        {"391105.CP001": "391105", "391105.CP005": "12.50"},
    ),
    Odd(
        "a name and one figure",
        [["单位：万元"], ["项目名称", "本年完成投资"], ["一号线", 100]],
        {"一号线.XM002": "一号线", "一号线.XM015": "100"},
    ),
    Odd(
        "a fraction among percentages",
        [["项目代码", "形象进度"], ["P1", "60％"], ["P2", 0.6]],
        {"P1.XM001": "P1", "P1.XM027": "60.0", "P2.XM001": "P2", "P2.XM027": "0.6"},
        warned=("warn.fractions-mixed",),
    ),
]
LONG = [
    Odd(
        "one value a line",
        [
            ["项目代码", "项目名称", "指标", "数值"],
            ["P1", "一号线", "计划总投资（万元）", 100],
            ["P1", "一号线", "本年完成投资（万元）", 60],
        ],
        "workbook.long-list",
    ),
    Odd(
        "one value a line, the record named once",
        [["单位：万元"], ["项目名称", "内容", "数值"], ["一号线", "计划总投资", 100], [None, "本年完成投资", 60]],
        "workbook.long-list",
    ),
]

SHARED = ["项目", "人员人工费用", "直接投入费用", "其他费用", "设计费用", "折旧费用"]

RECORDS = [
    Odd(
        "parts of the record above",
        [
            ["单位：万元"],
            ["序号", "项目名称", "总投资"],
            *[[1, "一号线", 100], [None, "其中：设备", 60], [None, "土建", 40], [2, "二号线", 200]],
        ],
        {"一号线.XM002": "一号线", "一号线.XM012": "100", "二号线.XM002": "二号线", "二号线.XM012": "200"},
        left=("left.row-of-record",),
    ),
    Odd(
        "a unit in the heading beside",
        [["问题编号", "年采购额（万元）", "其中：进口", "库存可用月数"], ["K1", 1000, 900, "3个月"]],
        {"K1.LJ001": "K1", "K1.LJ007": "10000", "K1.LJ008": "9000", "K1.LJ009": "3.0"},
    ),
    Odd(
        "made and sold, headings not merged",
        [
            ["产品代码", "产品名称", "销量", "", "产量", "", ""],
            ["", "", "本月", "上年同期累计", "本月", "本年累计", "上年同期累计"],
            ["391105", "服务器", 3, 4, 1, 9, 8],
        ],
        {"391105.CP001": "391105", "391105.CP004": "1.00", "391105.CP005": "9.00", "391105.CP006": "8.00"},
    ),
    Odd(
        "the sum of projects as the enterprise's own record",
        [
            ["单位：千元"],
            SHARED,
            ["研发A", 500, 300, 1, 1, 1],
            ["研发B", 1000, 600, 1, 1, 1],
            ["合计", 1500, 900, 2, 2, 2],
        ],
        {"YF008": "1500", "YF009": "900", "YF010": "2", "YF012": "2", "YF019": "2"},
        left=("left.row-in-total",),
        warned=("warn.total-row",),
    ),
    Odd(
        "a sum of firms is none's own",
        [["单位：千元"], SHARED, ["甲公司", 1, 1, 1, 1, 1], ["乙公司", 1, 1, 1, 1, 1], ["合计", 2, 2, 2, 2, 2]],
        "workbook.no-values",
    ),
    Odd(
        "a total that is not the sum",
        [["单位：千元"], SHARED, ["研发A", 1, 1, 1, 1, 1], ["研发B", 1, 1, 1, 1, 1], ["合计", 3, 2, 2, 2, 2]],
        "workbook.no-values",
    ),
    Odd(
        "stock at the period's end",
        [["单位：千元"], ["指标", "本年"], ["期末存货", 9], ["资产总计", 99]],
        {"JY026": "9", "JY030": "99"},
    ),
    Odd(
        "decimals where no unit is named",
        [["2025年9月"], ["项目", "本年累计"], ["营业收入", 1234.56], ["营业成本", 1000]],
        {"JY001": "1235", "JY005": "1000"},
        warned=("warn.unit-decimals",),
    ),
]


@pytest.mark.parametrize("odd", [*LISTS, *LONG, *RECORDS], ids=lambda odd: odd.about)
def test_an_odd_list_is_read_as_a_careful_person_would(odd: Odd) -> None:
    read_as_meant(odd)


def test_decimals_that_are_asked_make_nobody_doubt_the_unit() -> None:
    pack = copy.deepcopy(bundled_pack())
    form = pack.forms["JY"]
    form.indicators["JY001"] = msgspec.structs.replace(form.indicators["JY001"], type="decimal", scale=1)
    for figure, code in ((1234.5, "warn.unit"), (1234.56, "warn.unit-decimals")):
        sheet = grid([["2025年9月"], ["项目", "本年累计"], ["营业收入", figure], ["营业成本", 1000]])
        done = map_book(Book("账.xlsx", [sheet]), pack, SEPTEMBER, FIRM)
        assert [warning.code for warning in done.warnings] == [code]
