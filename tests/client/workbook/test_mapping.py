"""Finding one's way in the many layouts of finance departments; each test is a small sheet and what is taken."""

from __future__ import annotations

from decimal import Decimal

import pytest

from client.base.errors import UserError
from client.workbook.model import Sheet
from tests.client.workbook.grids import grid
from tests.client.workbook.mapped import FIRM, left, mapped, texts

OTHER = "91440300MA5X004870"


def statement(*heads: str, title: str = "利润表", unit: str = "单位：元") -> Sheet:
    columns = len(heads)
    return grid(
        [
            [title, *[None] * (columns - 1), unit],
            ["项目", *heads],
            ["一、营业收入", *(1000_000 * n for n in range(1, columns + 1))],
            ["减：营业成本", *(700_000 * n for n in range(1, columns + 1))],
        ]
    )


@pytest.mark.parametrize(
    ("heads", "current", "last_year"),
    [
        (("本年累计", "上年同期"), "1000", "2000"),
        (("本月数", "本年累计数", "上年同期累计数"), "2000", "3000"),
        (("行次", "本期金额", "上期金额"), "2000", "3000"),
        (("本期金额", "本年累计金额"), "2000", None),
        (("1—9月累计", "去年同期", "增减%"), "1000", "2000"),
        (("2025年1-9月", "2024年1-9月"), "1000", "2000"),
        (("上年同期", "本年累计"), "2000", "1000"),
        (("本年预算", "本年累计", "完成率"), "2000", None),
        (("金额",), "1000", None),
        (("数额（待核）",), "1000", None),
    ],
)
def test_value_columns_by_their_headings(heads: tuple[str, ...], current: str, last_year: str | None) -> None:
    taken = texts(mapped(statement(*heads)))
    assert taken["JY001"] == current
    assert taken.get("JY001@ly") == last_year
    assert "JY005" in taken


def test_month_alone_is_not_the_year_to_date() -> None:
    with pytest.raises(UserError) as caught:
        mapped(statement("本月数"))
    assert caught.value.code == "workbook.month-alone"


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("单位：元", "1235"),
        ("金额单位：人民币元", "1235"),
        ("（单位：千元）", "1234568"),
        ("单位:万元", "12345678"),
        ("编制单位：某公司   单位：元", "1235"),
    ],
)
def test_the_unit_named_above(words: str, expected: str) -> None:
    taken = texts(
        mapped(grid([["利润表", words], ["项目", "本年累计"], ["营业收入", 1234567.8], ["营业成本", 1]]))
    )
    assert taken["JY001"] == expected


def test_the_nearest_unit_counts() -> None:
    rows = [
        ["产值表", None, None, "单位：元"],
        ["指标", "计量单位", "本年累计（千元）", "上年同期"],
        ["营业收入（万元）", None, 5, 4000],
        ["营业成本", "百万元", 3, 2],
        ["销售费用", None, 70, 6000],
        ["用电量", "千瓦时", 20000, 10000],
        ["平均用工人数", "人", 12, 11],
    ]
    assert texts(mapped(grid(rows))) == {
        "JY001": "50", "JY001@ly": "40000", "JY005": "3000", "JY005@ly": "2000", "JY007": "70", "JY007@ly": "6",
        "JY042": "2.00", "JY042@ly": "1.00", "JY033": "12", "JY033@ly": "11",
    }  # fmt: skip


def test_no_unit_is_a_warning_and_makes_less_sure() -> None:
    extraction = mapped(grid([["项目", "本年累计"], ["营业收入", 5], ["营业成本", 3]]))
    assert texts(extraction)["JY001"] == "5"
    assert [warning.code for warning in extraction.warnings] == ["warn.unit"]
    assert next(iter(extraction.values)).confidence < 1


def test_rounding_is_half_up_once_and_keeps_the_source() -> None:
    rows = [
        ["单位：元"],
        ["项目", "本年累计"],
        ["营业收入", 1500],
        ["营业成本", 2499.99],
        ["财务费用", -500],
        ["销售费用", 0],
    ]
    extraction = mapped(grid(rows))
    assert texts(extraction) == {"JY001": "2", "JY005": "2", "JY010": "-1", "JY007": "0"}
    assert [(found.raw, found.raw_unit) for found in extraction.values][1] == ("2499.99", "元")


def test_losses_shown_with_a_minus_sign_are_turned() -> None:
    rows = [
        ["单位：千元"],
        ["项目", "本年累计"],
        ["资产减值损失（损失以“-”号填列）", -7],
        ["减：信用减值损失", 8],
        ["投资收益（损失以“－”号填列）", -9],
    ]
    assert texts(mapped(grid(rows))) == {"JY011": "7", "JY012": "8", "JY014": "-9"}


def test_text_figures_dashes_errors_and_uncalculated_formulas() -> None:
    rows = [
        ["单位：千元"],
        ["项目", "本年累计"],
        ["营业收入", "１，２３４．５"],
        ["营业成本", "(1,000)"],
        ["销售费用", "—"],
        ["管理费用", None],
        ["研发费用", None],
        ["财务费用", "见附注"],
        ["其他收益", True],
    ]
    extraction = mapped(grid(rows, errors=[(6, 2)], uncached=[(7, 2)]))
    assert texts(extraction) == {"JY001": "1235", "JY005": "-1000", "JY010": "见附注", "JY017": "是"}
    assert {found.address: found.cell.problem for found in extraction.values if found.cell.problem} == {
        "JY010": "value.not-a-number",
        "JY017": "value.not-a-number",
    }
    assert left(extraction) == {
        (5, "B"): "left.cell-dash",
        (6, "B"): "left.cell-error",
        (7, "B"): "left.cell-uncalculated",
    }


def test_codes_beside_names_count_most_but_where_the_name_is_another_s() -> None:
    rows = [
        ["单位：千元"],
        ["代码", "指标", "本年累计"],
        ["JY001", "我们的收入", 5],
        ["jy005", "成本", 3],
        ["JY002", "营业收入", 4],
    ]
    extraction = mapped(grid(rows))
    assert texts(extraction) == {"JY001": "5", "JY005": "3"}
    assert [entry.code for entry in extraction.left] == ["left.row-code-name"]
    assert {found.how for found in extraction.values} == {"code"}


def test_similar_names_are_taken_only_when_filling_words_differ() -> None:
    rows = [
        ["单位：千元", None],
        ["项目", "本年累计"],
        ["营业收入", 5],
        ["营业成本", 3],
        ["管理费用额", 2],
        ["电子信息的业务收入", 4],
        ["营业外净收入", 9],
        ["进口总额", 8],
        ["完全无关", 1],
    ]
    extraction = mapped(grid(rows))
    assert texts(extraction) == {"JY001": "5", "JY005": "3", "JY008": "2", "JY003": "4"}
    similar = next(found for found in extraction.values if found.address == "JY003")
    assert similar.how == "similar"
    assert similar.confidence < 0.95
    assert left(extraction) == {
        (7, None): "left.row-unsure",
        (8, None): "left.row-unsure",
        (9, None): "left.row-unknown",
    }


def test_two_panels_and_balances_that_are_no_flows() -> None:
    rows = [
        ["资产负债表", None, None, None, None, "单位：元"],
        ["资产", "期末余额", "年初余额", "负债", "期末余额", "年初余额"],
        ["应收账款", 5000, 1, "应付职工薪酬", 7000, 1],
        ["存货", 3000, 1, "负债合计", 9000, 1],
    ]
    extraction = mapped(grid(rows))
    assert texts(extraction) == {"JY025": "5", "JY026": "3", "JY031": "9"}
    assert left(extraction) == {
        (None, "C"): "left.column-opening",
        (3, None): "left.row-balance",
        (None, "F"): "left.column-opening",
    }


def test_two_lines_of_merged_headings() -> None:
    rows = [
        ["利润表", None, None, None, None],
        ["项目", "本年", None, "上年同期", None],
        [None, "本月数", "累计数", "本月数", "累计数"],
        ["营业收入（元）", 1000, 9000, 800, 7000],
        ["营业成本（元）", 600, 5000, 500, 4000],
    ]
    merged = ((1, 1, 1, 5), (2, 1, 3, 1), (2, 2, 2, 3), (2, 4, 2, 5))
    extraction = mapped(grid(rows, merged=merged))
    assert texts(extraction) == {"JY001": "9", "JY001@ly": "7", "JY005": "5", "JY005@ly": "4"}


def test_the_same_indicator_twice() -> None:
    one = grid([["单位：千元"], ["项目", "本年累计"], ["营业收入", 5], ["营业成本", 3]], name="一")
    two = grid([["单位：千元"], ["项目", "本年累计"], ["营业总收入", 5], ["营业成本", 4], ["存货", 1]], name="二")
    extraction = mapped(one, two)
    assert texts(extraction) == {"JY001": "5", "JY005": "3", "JY026": "1"}
    doubled = [(entry.sheet, entry.row, entry.column, entry.code) for entry in extraction.left]
    assert doubled == [("二", 3, "B", "left.cell-same"), ("二", 4, "B", "left.cell-conflict")]


@pytest.mark.parametrize(
    ("title", "period"),
    [
        ("2024年度研发费用", "2024"),
        ("2024年研发费用", "2024"),
        ("研发费用", "2025"),
        ("截至2025年9月30日研发费用", "2025"),
    ],
)
def test_a_year_named_on_an_annual_form_counts(title: str, period: str) -> None:
    rows = [[title, "单位：千元"], ["项目", "金额"], ["研究开发费用合计", 5], ["人员人工费用", 3]]
    assert {str(found.period) for found in mapped(grid(rows)).values} == {period}


@pytest.mark.parametrize(
    ("title", "warned"),
    [
        ("2025年9月", False),
        ("2025年1—9月", False),
        ("截至2025年9月30日止", False),
        ("2025年三季度", False),
        ("2025年度", False),
        ("2025年8月", True),
        ("2024年9月", True),
        ("2024年度", True),
    ],
)
def test_another_month_than_asked_is_a_warning(title: str, warned: bool) -> None:
    rows = [["利润表", None, "单位：元"], [title], ["项目", "本年累计"], ["营业收入", 5000], ["营业成本", 3000]]
    extraction = mapped(grid(rows))
    assert {str(found.period) for found in extraction.values} == {"2025-09"}
    assert [warning.code for warning in extraction.warnings] == (["warn.period"] if warned else [])


def test_another_enterprise_is_refused() -> None:
    rows = [["单位：千元", f"统一社会信用代码：{OTHER}"], ["项目", "本年累计"], ["营业收入", 5], ["营业成本", 3]]
    with pytest.raises(UserError) as caught:
        mapped(grid(rows))
    assert caught.value.code == "workbook.other-enterprise"
    assert caught.value.params == {"file": "账.xlsx", "expected": FIRM, "found": OTHER}
    own = grid([["单位：千元"], ["项目", "本年累计"], ["营业收入", 6], ["营业成本", 3]], name="本单位")
    extraction = mapped(grid(rows), own)
    assert texts(extraction)["JY001"] == "6"
    assert left(extraction) == {(None, None): "left.sheet-other-enterprise"}


def test_a_parents_code_does_not_make_it_another_enterprise() -> None:
    rows = [
        ["单位详细名称", "某公司"],
        ["统一社会信用代码", FIRM],
        ["控股情况", "3"],
        ["集团母公司信用代码", OTHER],
        [f"母公司统一社会信用代码：{OTHER}", None],
    ]
    extraction = mapped(grid(rows))
    assert texts(extraction)["JB019"] == OTHER
    assert (extraction.firm_code, extraction.firm_name) == (FIRM, "某公司")


def test_nothing_known() -> None:
    with pytest.raises(UserError) as caught:
        mapped(grid([["客户", "金额"], ["甲", 1]]))
    assert caught.value.code == "workbook.no-indicator"


def test_one_known_word_is_not_a_return() -> None:
    rows = [["客户", "科目", "余额"], *([f"客户{n}", "应收账款", n] for n in range(9))]
    with pytest.raises(UserError) as caught:
        mapped(grid(rows))
    assert caught.value.code == "workbook.no-indicator"


def test_only_some_forms() -> None:
    both = grid(
        [
            ["单位：千元"],
            ["项目", "金额"],
            ["营业收入", 5],
            ["营业成本", 3],
            ["研究开发费用合计", 2],
            ["直接投入费用", 1],
        ]
    )
    assert {found.form for found in mapped(both).values} == {"JY", "YF"}
    assert {found.form for found in mapped(both, forms=["YF"]).values} == {"YF"}


def test_a_figure_no_return_can_hold_is_kept_as_written_and_marked() -> None:
    rows = [["单位：元"], ["指标", "本年累计"], ["营业收入", Decimal("1e300")], ["营业成本", 5000]]
    done = mapped(grid(rows))
    (found,) = [each for each in done.values if each.address == "JY001"]
    assert (found.cell.value, found.cell.problem) == (None, "value.too-large")
    assert texts(done)["JY005"] == "5"
