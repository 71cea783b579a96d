"""What figures count in and what they are a part of: foreign money, consolidated figures, lone parts."""

from __future__ import annotations

from decimal import Decimal

import pytest

from client.base.errors import UserError
from client.workbook.reader.containers import Refused
from client.workbook.reader.formats.textual import rows
from forms.values.numbers import read_number
from tests.client.workbook.grids import grid
from tests.client.workbook.mapped import left, mapped, texts

HEAD = ["项目", "本年累计"]
LINES = [["营业收入", 1123], ["利润总额", 84]]


@pytest.mark.parametrize("unit", ["万美元", "千港币", "日元", "英镑", "万韩元", "千新台币"])
def test_a_book_in_foreign_money_is_refused_by_its_currency(unit: str) -> None:
    with pytest.raises(UserError) as raised:
        mapped(grid([[f"单位：{unit}"], HEAD, *LINES]))
    assert (raised.value.code, str(raised.value.params["unit"])) == ("workbook.foreign-currency", unit)


@pytest.mark.parametrize(
    "rows",
    [
        [["单位：元"], HEAD, *LINES, ["进出口总额（万美元）", 45]],
        [
            ["单位：元"],
            ["项目", "计量单位", "本年累计"],
            *([a, "", b] for a, b in LINES),
            ["进出口总额", "万美元", 45],
        ],
    ],
)
def test_one_line_in_foreign_money_is_named_and_not_taken(rows: list[list[object]]) -> None:
    found = mapped(grid(rows))
    assert set(texts(found)) == {"JY001", "JY021"}
    assert [code for code in left(found).values() if "column" not in code] == ["left.foreign-currency"]


def test_a_list_names_its_column_in_foreign_money() -> None:
    heads = ["项目代码", "项目名称", "计划总投资（万美元）", "本年完成投资（元）"]
    found = mapped(grid([heads, ["2023-441302-39-01-123456", "甲", 86, 20000]]), forms=("XM",))
    assert texts(found)["XM015"] == "2"
    assert left(found) == {(None, "C"): "left.foreign-currency"}


def test_people_are_counted_whatever_the_currency() -> None:
    found = mapped(grid([["单位：万美元"], HEAD, ["平均用工人数", 852], *LINES]))
    assert texts(found) == {"JY033": "852"}


def test_a_unit_in_brackets_in_the_sheets_name() -> None:
    found = texts(mapped(grid([HEAD, ["营业收入", 1123456], ["利润总额", 84192]], name="利润表（元）")))
    assert found == {"JY001": "1123", "JY021": "84"}


def test_of_consolidated_and_own_figures_the_own_count() -> None:
    head = ["项目", "合并本期", "合并上期", "母公司本期", "母公司上期"]
    found = mapped(grid([["单位：千元"], head, ["营业收入", 9, 8, 7, 6], ["利润总额", 5, 4, 3, 2]]))
    assert texts(found) == {"JY001": "7", "JY001@ly": "6", "JY021": "3", "JY021@ly": "2"}
    assert set(left(found).values()) == {"left.column-consolidated"}


def test_years_that_are_numbers_head_their_columns() -> None:
    found = texts(mapped(grid([["单位：千元"], ["项目", 2025, 2024], ["营业收入", 9, 8], ["利润总额", 5, 4]])))
    assert found == {"JY001": "9", "JY001@ly": "8", "JY021": "5", "JY021@ly": "4"}


@pytest.mark.parametrize(("whole", "taken"), [("新产品销售收入", True), ("研究开发人员合计", False)])
def test_a_part_is_taken_only_below_its_whole(whole: str, taken: bool) -> None:
    sheet = grid([["单位：千元"], HEAD, *LINES, [whole, 300], ["其中：出口", 200]])
    found = mapped(sheet, forms=("JY", "YF"))
    assert ("YF043" in texts(found)) is taken
    assert ("left.row-part" in left(found).values()) is not taken
    unsaid = mapped(grid([["单位：千元"], HEAD, *LINES, [whole, 300], ["出口", 200]]), forms=("JY", "YF"))
    assert ("YF043" in texts(unsaid)) is taken


def test_a_code_beside_another_indicator_s_name_is_no_one_s() -> None:
    lines = [
        ["JY001", "营业成本", 4000],
        ["JY005", "营业收入", 5000],
        ["JY007", "销售费用", 10],
        ["JY008", "公司管理费", 20],
    ]
    found = mapped(grid([["2025年9月", "单位：千元"], ["代码", "指标", "本年累计"], *lines]))
    assert texts(found) == {"JY007": "10", "JY008": "20"}
    assert [*left(found).values()] == ["left.row-code-name"] * 2


@pytest.mark.parametrize("title", ["2025年9月预算表", "9月快报（预计数）"])
def test_a_title_of_a_plan_beside_the_unit(title: str) -> None:
    with pytest.raises(UserError) as refused:
        mapped(grid([[title, "单位：千元"], ["项目", "本年累计"], ["营业收入", 5], ["营业成本", 4]]))
    assert refused.value.code == "workbook.not-actual"


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("表", "编制部门：计划财务部"),
        ("表", "填报部门：发展计划处"),
        ("预计负债", ""),
        ("Huizhou plant", ""),
        ("P&L explanations", ""),
    ],
)
def test_who_plans_and_where_is_made_what_is_sold_is_no_plan(name: str, line: str) -> None:
    rows = [["利润表"], [line], ["项目", "本年累计"], ["营业收入（千元）", 5], ["营业成本（千元）", 4]]
    assert texts(mapped(grid(rows, name))) == {"JY001": "5", "JY005": "4"}


@pytest.mark.parametrize("name", ["FY2025 plan", "Plans", "2025plan", "目标", "2025年计划"])
def test_a_sheet_called_a_plan(name: str) -> None:
    with pytest.raises(UserError) as refused:
        mapped(grid([["利润表"], ["项目", "本年累计"], ["营业收入", 5], ["营业成本", 4]], name))
    assert refused.value.code == "workbook.not-actual"


def test_how_somebody_sells_is_not_what_the_figures_are_in() -> None:
    rows = [["项目", "本年累计"], ["营业收入", 5], ["营业成本", 4], ["注：出口以美元计价，按月末汇率折算"]]
    assert texts(mapped(grid(rows))) == {"JY001": "5", "JY005": "4"}


def test_a_sheet_in_traditional_characters() -> None:
    head = [["2025年9月利潤表", "單位：人民幣萬元"], ["項目", "本月數", "本年累計", "上年同期"]]
    lines = [
        ["營業收入", 1, 112345.7, 101234.7],
        ["其中：主營業務收入", 1, 90, 80],
        ["資產總計（元）", 1, 5000, 4000],
    ]
    found = mapped(grid([*head, *lines]))
    assert texts(found)["JY001"] == "1123457"
    assert texts(found) | {"JY001@ly": "1012347", "JY002": "900", "JY002@ly": "800", "JY030": "5"} == texts(found)
    assert left(found) == {(None, "B"): "left.column-month"}


def test_marks_of_footnotes_behind_a_name() -> None:
    found = texts(mapped(grid([["单位：千元"], HEAD, ["营业收入①", 1123], ["利润总额*", 84]])))
    assert found == {"JY001": "1123", "JY021": "84"}


def test_a_minus_sign_behind_the_figure_as_sap_writes_it() -> None:
    read = {text: number.value for text in ("1,234.50-", "5−") if (number := read_number(text))}
    assert read == {"1,234.50-": Decimal("-1234.50"), "5−": Decimal(-5)}
    assert [text for text in ("-5-", "5--", "(5-)") if read_number(text)] == []


def test_fields_that_are_formulas_for_a_text() -> None:
    assert rows('="营业收入","=""1,123"""\n'.encode(), ".csv") == [["营业收入", "1,123"]]


def test_a_text_wider_than_any_sheet_is_refused() -> None:
    with pytest.raises(Refused, match=r"workbook\.too-large"):
        rows(b"a," * 20_000, ".csv")


YES = ("是", "√", "✓", "✔", "☑", "Y", "yes", "Ｙ", 1, "1", True, "TRUE", "（是）", "✔️")
NO = ("否", "×", "✗", "✘", "✕", "N", "no", 0, "0", False, "FALSE", "x")


@pytest.mark.parametrize(("written", "answer"), [*((each, True) for each in YES), *((each, False) for each in NO)])
def test_answers_of_yes_and_no(written: object, answer: bool) -> None:
    rows = [["项目代码", "项目名称", "计划总投资（万元）", "是否一项目一议"], ["P1", "新线", 800, written]]
    taken = {found.address: found.cell for found in mapped(grid(rows)).values}
    assert (taken["XM035"].value, taken["XM035"].problem) == (answer, None)


@pytest.mark.parametrize("written", ["也许", "○", "☐", "√×", 2])
def test_what_may_be_either_answer_is_kept_and_marked(written: object) -> None:
    rows = [["项目代码", "项目名称", "计划总投资（万元）", "是否一项目一议"], ["P1", "新线", 800, written]]
    taken = {found.address: found.cell for found in mapped(grid(rows)).values}
    assert (taken["XM035"].value, taken["XM035"].problem) == (None, "value.not-a-boolean")
