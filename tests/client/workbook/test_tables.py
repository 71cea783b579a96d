"""Several tables on one sheet, headings of several lines, debit beside credit."""

from __future__ import annotations

import pytest

from client.workbook.finding.names.sides import side_of
from client.workbook.finding.sheets.headings import adds_up, role_of_lines
from forms.periods import Period
from tests.client.workbook.grids import grid
from tests.client.workbook.mapped import left, mapped, texts

SEPTEMBER = Period.parse("2025-09")
PROFIT = [["利润表", "单位：元"], ["项目", "本年累计", "上年同期"], ["营业收入", 1123456789, 1012346912]]


def test_the_unit_over_a_second_table_counts_for_it() -> None:
    balance = [["资产负债表", "单位：万元"], ["项目", "期末余额", "年初余额"], ["资产总计", 111345.56, 100000]]
    found = mapped(grid([*PROFIT, [None], *balance]))
    assert texts(found) == {"JY001": "1123457", "JY001@ly": "1012347", "JY030": "1113456"}
    assert left(found) == {(None, "C"): "left.column-opening"}


def test_a_second_table_has_columns_of_its_own() -> None:
    people = [["表二 人员与能源"], ["项目", "计量单位", "本年", "上年同期"], ["平均用工人数", "人", 852, 838]]
    energy = ["用电量", "千瓦时", 28765432, 26543210]
    found = texts(mapped(grid([*PROFIT, [None], *people, energy])))
    assert (found["JY033"], found["JY033@ly"]) == ("852", "838")
    assert (found["JY042"], found["JY042@ly"]) == ("2876.54", "2654.32")
    assert found["JY001@ly"] == "1012347"


def test_a_heading_repeated_on_every_page_is_one_table_going_on() -> None:
    page = [["利润表", "单位：元"], ["项目", "本年累计", "上年同期"], ["利润总额", 84192469, 76514626]]
    found = texts(mapped(grid([*PROFIT, *page])))
    assert found == {"JY001": "1123457", "JY001@ly": "1012347", "JY021": "84192", "JY021@ly": "76515"}


def test_a_line_between_two_tables_is_still_named() -> None:
    page = [["其他业务净利润", 5], ["项目", "本年累计"], ["利润总额", 84192469]]
    assert left(mapped(grid([*PROFIT, *page])))[4, None] == "left.row-unknown"


def test_a_title_that_reads_like_an_indicator_is_no_table() -> None:
    found = texts(mapped(grid([["营业收入", "单位：元"], *PROFIT[1:], ["利润总额", 84192469, 76514626]])))
    assert found == {"JY001": "1123457", "JY001@ly": "1012347", "JY021": "84192", "JY021@ly": "76515"}


@pytest.mark.parametrize("asked_first", [True, False])
def test_of_two_months_below_each_other_only_the_asked_one_counts(asked_first: bool) -> None:
    september, august = (
        [[f"2025年{month}月主要指标"], ["项目", "本年累计"], ["营业收入", figure], ["利润总额", figure]]
        for month, figure in ((9, 900), (8, 800))
    )
    found = mapped(grid([*september, *august] if asked_first else [*august, *september]))
    assert texts(found) == {"JY001": "900", "JY021": "900"}
    assert list(left(found).values()) == ["left.table-other-period"]
    assert [warning.code for warning in found.warnings] == ["warn.unit"]


def test_the_month_and_the_year_each_over_this_and_last_year() -> None:
    over = ["指标", "单位", "本月", None, "1-9月累计", None]
    below = [None, None, "本年", "上年同月", "本年", "上年同期"]
    sheet = grid(
        [over, below, ["营业收入", "千元", 12, 11, 112, 101], ["利润总额", "千元", 2, 1, 9, 8]],
        merged=((1, 3, 1, 4), (1, 5, 1, 6)),
    )
    assert texts(mapped(sheet)) == {"JY001": "112", "JY001@ly": "101", "JY021": "9", "JY021@ly": "8"}


def test_three_lines_of_headings_year_month_and_what_is_counted() -> None:
    years = ["项目", "2025年", None, None, "2024年", None, None]
    months = [None, "9月", None, "1-9月", "9月", None, "1-9月"]
    kinds = [None, "金额", "占比", "金额", "金额", "占比", "金额"]
    rows = [["营业收入", 12, "100%", 112, 11, "100%", 101], ["营业成本", 10, "83%", 91, 9, "82%", 82]]
    merged = ((1, 2, 1, 4), (1, 5, 1, 7), (2, 2, 2, 3), (2, 5, 2, 6), (1, 1, 3, 1))
    found = texts(mapped(grid([years, months, kinds, *rows], merged=merged)))
    assert found == {"JY001": "112", "JY001@ly": "101", "JY005": "91", "JY005@ly": "82"}


OVER = ["科目编码", "科目名称", "期初余额", None, "本年累计发生", None, "期末余额", None]
BELOW = [None, None, "借方", "贷方", "借方", "贷方", "借方", "贷方"]
BALANCE = ((1, 3, 1, 4), (1, 5, 1, 6), (1, 7, 1, 8))


def test_of_a_trial_balance_the_side_that_is_meant() -> None:
    lines = [
        ["1122", "应收账款", 1, None, 5000, 4000, 298000, None],
        ["1602", "累计折旧", None, 1, None, 4000, None, 198000],
        ["2211", "应付职工薪酬", None, 1, 76000, 77000, None, 5000],
        ["6601", "销售费用", None, None, 21000, 21000, None, None],
        ["6603", "财务费用", None, None, 9000, 4000, None, None],
    ]
    found = mapped(grid([OVER, BELOW, *lines], merged=BALANCE))
    assert texts(found) == {"JY025": "298", "JY029": "198", "JY023": "77", "JY007": "21"}
    assert left(found)[7, None] == "left.row-two-sides"


@pytest.mark.parametrize(
    ("title", "taken", "warned"),
    [("科目余额表", "21", ["warn.unit-ledger"]), ("单位：千元", "21000", []), ("单位：万元", "210000", [])],
)
def test_a_ledger_without_a_unit_is_in_yuan_and_says_so(title: str, taken: str, warned: list[str]) -> None:
    """Accounts are kept in 元: in 千元, like any other table without a unit, all would be a thousandfold."""
    merged = tuple((top + 1, left, bottom + 1, right) for top, left, bottom, right in BALANCE)
    lines = [["6601", "销售费用", None, None, 21000, 21000, None, None], ["6602", "管理费用", 0, 0, 9, 9, 0, 0]]
    found = mapped(grid([[title], OVER, BELOW, *lines], merged=merged))
    assert texts(found)["JY007"] == taken
    assert [warning.code for warning in found.warnings] == warned


@pytest.mark.parametrize(
    ("title", "heads", "last_year"),
    [
        ("利润表", ("本年累计（万元）", "上年同期"), "90"),
        ("利润表", ("本年累计（万元）", "上年同期（千元）"), "9"),
        ("单位：千元", ("本年累计（万元）", "上年同期"), "9"),
        ("利润表", ("本年累计（万元）", "上年同期", "同比（%）"), "90"),
    ],
)
def test_a_unit_in_one_heading_is_that_of_its_neighbours(
    title: str, heads: tuple[str, ...], last_year: str
) -> None:
    rows = [[title], ["项目", *heads], ["营业收入", 10, 9, 11], ["营业成本", 8, 7, 14]]
    found = mapped(grid([row[: len(heads) + 1] for row in rows]))
    assert (texts(found)["JY001"], texts(found)["JY001@ly"]) == ("100", last_year)
    assert not found.warnings


def test_years_over_the_month_and_the_months_up_to_this_one() -> None:
    """As departments write it: 本月 for whichever month it is."""
    over = ["指标", "2025年", None, None, "2024年", None]
    below = [None, "本月", "1-本月累计", "同比%", "本月", "1-本月累计"]
    merged = ((1, 1, 2, 1), (1, 2, 1, 4), (1, 5, 1, 6))
    sheet = grid([over, below, ["营业收入", 12, 112, 5.5, 11, 101], ["利润总额", 2, 9, 1, 1, 8]], merged=merged)
    assert texts(mapped(sheet)) == {"JY001": "112", "JY001@ly": "101", "JY021": "9", "JY021@ly": "8"}


@pytest.mark.parametrize("numbers", [("甲", "乙", "丙", 1, 2), ("甲", "乙", "丙", "1", "2"), (1, 2, 3, 4, 5)])
def test_a_line_that_counts_the_columns_is_no_heading(numbers: tuple[object, ...]) -> None:
    """The official table as it is printed: its headings stand above 甲 乙 丙 1 2."""
    head = [["指标名称", "计量单位", "代码", "本年", "上年同期"], numbers]
    found = mapped(grid([*head, ["营业收入", "千元", "301", 112, 101], ["利润总额", "千元", "327", 9, 8]]))
    assert texts(found) == {"JY001": "112", "JY001@ly": "101", "JY021": "9", "JY021@ly": "8"}
    assert not left(found)


@pytest.mark.parametrize(
    ("lines", "role"),
    [
        (("本月", "本年"), "month"),
        (("本月", "上年"), "last_year_month"),
        (("本月数", "上期"), "last_year_month"),
        (("1-9月累计", "本年"), "cumulative"),
        (("1-9月累计", "上年同期"), "last_year"),
        (("本年", "本月"), "month"),
        (("主要指标", "本年"), "cumulative"),
        (("主要", "指标"), None),
    ],
)
def test_a_heading_of_several_lines(lines: tuple[str, ...], role: str | None) -> None:
    assert role_of_lines(lines, SEPTEMBER) == role


@pytest.mark.parametrize(
    ("text", "side"),
    [("期末余额借方", "debit"), ("贷", "credit"), ("本年累计发生贷方", "credit"), ("短期借款", ""), ("借贷", "")],
)
def test_debit_and_credit(text: str, side: str) -> None:
    assert side_of(text) == side


@pytest.mark.parametrize(("text", "adding"), [("2024年1—9月", True), ("2024年11-12月", False), ("本年累计", True)])
def test_figures_since_january(text: str, adding: bool) -> None:
    assert adds_up(text) is adding
