"""The time that sheets, headings and lines say their figures are of, as finance departments write it."""

from __future__ import annotations

from typing import Any

import pytest

from client.base.errors import UserError
from client.workbook.finding.names.periods import period_in
from client.workbook.finding.sheets.headings import role_of
from forms.periods import Period
from tests.client.workbook.grids import grid
from tests.client.workbook.mapped import FIRM, left, mapped, texts
from tests.client.workbook.statements import statement


@pytest.mark.parametrize(
    ("title", "period"),
    [
        ("二〇二五年八月", "2025-08"),
        ("二○二五年一至十二月", "2025-12"),
        ("会计期间：2025年第8期", "2025-08"),
        ("2025年第1-8期", "2025-08"),
        ("2025年期末", "2025"),
        ("25年1-8月", "2025-08"),
        ("成立25年", "None"),
        ("20250831", "2025-08"),
        ("YTD Aug 2025", "2025-08"),
        ("Aug-25", "2025-08"),
        ("As at 30 Sep 2025", "2025-09"),
        ("For the quarter ended September 30, 2025", "2025-09"),
        ("Sep 30", "None"),
        ("Sep-30", "None"),
        ("Dec-31", "None"),
        ("30-Sep-25", "2025-09"),
        ("YTD Sep-25", "2025-09"),
    ],
)
def test_periods_as_they_are_written(title: str, period: str) -> None:
    assert str(period_in(title)) == period


@pytest.mark.parametrize(
    "title",
    ["8月份利润表", "1-8月损益表（快报）", "八月报表", "二〇二四年九月", "会计期间：2025年第8期", "YTD Aug 2025"],
)
def test_a_sheet_of_another_period_is_pointed_out(title: str) -> None:
    found = mapped(grid(statement(("本年累计", 1), title=title)))
    assert [note.code for note in found.warnings] == ["warn.period"]


@pytest.mark.parametrize("heading", ["1-8月累计", "八月", "8月"])
def test_a_lone_column_of_another_month_is_pointed_out(heading: str) -> None:
    found = mapped(grid(statement((heading, 1))))
    assert [note.params["named"].zh for note in found.warnings] == ["2025年8月"]


@pytest.mark.parametrize(
    "heading", ["上年1-8月", "上年1-12月", "上年全年", "上年同期（8月）", "2024年八月", "上年三季度"]
)
def test_last_year_s_figures_of_other_months_are_not_its_like(heading: str) -> None:
    assert texts(mapped(grid(statement(("本年累计", 1), (heading, 0.9))))) == {"JY001": "5000", "JY005": "4000"}


def test_a_quarterly_report_has_the_year_so_far_beside_the_quarter() -> None:
    columns = ("本报告期", 0.2), ("上年同期", 0.1), ("年初至报告期末", 1), ("上年年初至报告期末", 0.9)
    found = mapped(grid(statement(*columns, title="2025年第三季度")))
    assert texts(found) == {"JY001": "5000", "JY001@ly": "4500", "JY005": "4000", "JY005@ly": "3600"}


@pytest.mark.parametrize(
    "heads",
    [
        ("MTD", "YTD", "PYTD"),
        ("Sep-25", "Sep-25 YTD", "Sep-24 YTD"),
        ("Sep 2025", "YTD Sep 2025", "YTD Sep 2024"),
        ("单月", "25年累计", "24年累计"),
        ("25年9月", "25年1-9月", "24年1-9月"),
    ],
)
def test_short_words_of_controllers(heads: tuple[str, ...]) -> None:
    found = mapped(grid(statement(*zip(heads, (0.1, 1, 0.9), strict=True))))
    assert texts(found) == {"JY001": "5000", "JY001@ly": "4500", "JY005": "4000", "JY005@ly": "3600"}


@pytest.mark.parametrize(
    ("title", "heading", "asked"),
    [
        ("2025年第三季度", "本期金额", True),
        ("2025年9月", "本期金额", True),
        ("2025年1-9月", "本期金额", False),
        ("二〇二五年一至九月", "金额", False),
        ("2025年第一季度", "本期金额", False),
    ],
)
def test_this_period_may_be_the_month_alone(title: str, heading: str, asked: bool) -> None:
    found = mapped(grid(statement((heading, 1), title=title)))
    assert ("warn.month-only" in [note.code for note in found.warnings]) == asked


@pytest.mark.parametrize(
    ("heading", "said"),
    [
        ("金额/万元", ""),
        ("本年累计 万元", ""),
        ("本年累计，万元", ""),
        ("本年累计", "人民币：万元"),
        ("本年累计", "（单位：万）"),
        ("本年累计", "单位：万元 累计数"),
        ("本年累计", "以万元计"),
        ("本年累计", "[万元]"),
        ("本年累计", "金额单位：万元至角分"),
        ("本年累计", "RMB in 10k"),
    ],
)
def test_units_without_brackets(heading: str, said: str) -> None:
    found = mapped(grid(statement((heading, 1), title="2025年1-9月", unit=said)))
    assert texts(found) == {"JY001": "50000000", "JY005": "40000000"}


@pytest.mark.parametrize(("heads", "month"), [(("1月", "2月"), "2025-02"), (("8月", "9月"), "2025-09")])
def test_whether_two_months_are_sums_is_for_a_person_to_say(heads: tuple[str, str], month: str) -> None:
    sheet = grid(statement(*zip(heads, (0.4, 0.6), strict=True), title="2025年"))
    (told,) = mapped(sheet, period=Period.parse(month)).warnings
    assert (told.code, told.params["text"]) == ("warn.month-only", heads[1])


@pytest.mark.parametrize("heading", ["三季度", "第三季度", "Q3", "上半年", "前8个月"])
def test_a_lone_column_of_a_part_of_the_year_is_refused(heading: str) -> None:
    with pytest.raises(UserError) as refused:
        mapped(grid(statement((heading, 1), title="2025年")))
    assert refused.value.code == "workbook.columns-other-period"


@pytest.mark.parametrize("heads", [("前9个月", "上年前9个月"), ("前三季度", "上年前三季度")])
def test_the_first_months_of_the_year(heads: tuple[str, str]) -> None:
    found = mapped(grid(statement(*zip(heads, (1, 0.9), strict=True))))
    assert texts(found) == {"JY001": "5000", "JY001@ly": "4500", "JY005": "4000", "JY005@ly": "3600"}


@pytest.mark.parametrize(
    ("heads", "month"),
    [
        (("一季度", "上年一季度"), "2025-03"),
        (("Q1", "上年同期"), "2025-03"),
        (("2025年第一季度", "2024年第一季度"), "2025-03"),
        (("上半年", "去年上半年"), "2025-06"),
        (("2025年上半年", "2024年上半年"), "2025-06"),
        (("自年初累计", "上年1月至本月"), "2025-06"),
    ],
)
def test_the_first_quarter_and_half_are_the_year_so_far(heads: tuple[str, str], month: str) -> None:
    period = Period.parse(month)
    found = mapped(grid(statement(*zip(heads, (1, 0.9), strict=True), title=period.label())), period=period)
    assert texts(found) == {"JY001": "5000", "JY001@ly": "4500", "JY005": "4000", "JY005@ly": "3600"}


@pytest.mark.parametrize(("line", "taken"), [("营业收入（上半年）", True), ("营业收入（一季度）", False)])
def test_a_line_of_the_first_half_is_one_of_june(line: str, taken: bool) -> None:
    rows = [["2025年6月", "单位：元"], ["项目", "本年累计"], [line, 5e6], ["营业成本", 4e6], ["利润总额", 1]]
    assert ("JY001" in texts(mapped(grid(rows), period=Period.parse("2025-06")))) == taken


@pytest.mark.parametrize(
    ("heading", "role"),
    [
        ("2025年1-6月", "cumulative"),
        ("1-6月", "cumulative"),
        ("2024年1-6月", "last_year"),
        ("上年1-6月", "last_year"),
        ("1-5月", "other_period"),
        ("2025年1-5月", "other_period"),
        ("2024年1-5月", "other_period"),
    ],
)
def test_months_head_the_figures_of_a_half(heading: str, role: str) -> None:
    assert role_of(heading, Period.parse("2025-H1")) == role


def test_three_months_are_not_the_year_so_far() -> None:
    rows = statement(("2025", 1), title="For the three months ended 30 September 2025")
    with pytest.raises(UserError) as refused:
        mapped(grid(rows))
    assert refused.value.code == "workbook.span"


LINES: list[list[Any]] = [
    ["营业收入（2024年）", 1_000],
    ["营业成本（1-8月）", 1_000],
    ["利润总额（上半年）", 1_000],
    ["销售费用（9月）", 1_000],
    ["管理费用（1-9月）", 1_000],
    ["研发费用（2025年1—9月）", 1_000],
    ["存货（9月末）", 1_000],
]


def test_lines_that_say_another_period_in_brackets_are_named() -> None:
    found = mapped(grid([["2025年9月", "单位：元"], ["项目", "本年累计"], *LINES]))
    assert texts(found) == {"JY008": "1", "JY009": "1", "JY026": "1"}
    assert {place[0] for place, code in left(found).items() if code == "left.row-other-period"} == {3, 4, 5, 6}


def test_a_column_that_says_another_period_in_brackets_is_named() -> None:
    heads = ["项目代码", "项目名称", "本年完成投资（1-8月）", "计划总投资（2025年）"]
    found = mapped(grid([["2025年9月 单位：万元"], heads, ["A1", "一期", 5, 7]]))
    assert texts(found) == {"XM001": "A1", "XM002": "一期", "XM012": "7"}
    assert left(found)[None, "C"] == "left.column-other-period"


def test_the_edition_of_a_classification_is_no_period() -> None:
    heads = ["项目代码", "项目名称", "项目行业代码（2017年版）"]
    found = mapped(grid([heads, ["A1", "一期", "3973"]]))
    assert (sorted(texts(found).values()), left(found)) == (["3973", "A1", "一期"], {})


def test_last_year_s_column_of_another_month_s_sheet_is_no_pair() -> None:
    september = grid(statement(("本年累计", 1)), "9月")
    august = grid(statement(("上年同期", 0.9), title="2025年8月"), "8月")
    assert texts(mapped(september, august)) == {"JY001": "5000", "JY005": "4000"}


FIRMS: list[object] = ["企业名称", "统一社会信用代码"]


def test_lists_of_enterprises_below_a_quarter_s_title_are_pointed_out() -> None:
    rows = [["2025年第三季度 单位：万元"], [*FIRMS, "营业收入", "利润总额"], ["甲", FIRM, 100, 10]]
    (told,) = mapped(grid(rows)).warnings
    assert (told.code, told.params["text"]) == ("warn.month-only", "营业收入")
    rows[1][2:] = ["营业收入累计", "利润总额累计"]
    assert mapped(grid(rows)).warnings == ()


def test_a_month_s_own_figure_is_no_computed_one() -> None:
    heads = [*FIRMS, "营业收入（本月）", "营业收入（累计）", "利润总额（累计）"]
    found = mapped(grid([["2025年9月 单位：万元"], heads, ["甲", FIRM, 9, 100, 10]]))
    assert texts(found) == {"JY001": "1000", "JY021": "100"}


@pytest.mark.parametrize("firm", [FIRMS, FIRMS[::-1]])
def test_headings_of_a_list_are_no_credit_code_and_no_name(firm: list[object]) -> None:
    heads = [*firm, "1-7月营业收入", "1-8月营业收入"]
    with pytest.raises(UserError):
        mapped(grid([["单位：万元"], heads, ["甲", FIRM, 9, 100]]))


@pytest.mark.parametrize(
    "heads",
    [
        ["1-8月营业收入", "1-9月营业收入", "1-9月利润总额"],
        ["2024年1-9月营业收入", "2025年1-9月营业收入", "2025年1-9月利润总额"],
        ["去年1-9月营业收入", "本年1-9月累计营业收入", "1至9月利润总额"],
    ],
)
def test_a_list_whose_headings_begin_with_the_months(heads: list[str]) -> None:
    found = mapped(grid([["单位：万元"], [*FIRMS, *heads], ["甲", FIRM, 9, 100, 10]]))
    assert texts(found) == {"JY001": "1000", "JY021": "100"}
