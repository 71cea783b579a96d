"""Finding one's way in the many layouts of finance departments; each test is a small sheet and what is taken."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal

import pytest

from client.base.errors import UserError
from client.workbook import Extraction, map_book
from client.workbook.model import Book, Column, Range, Scalar, Sheet
from forms.pack.loader import bundled_pack
from forms.periods import Period

FIRM = "91441300MA58H0D25G"
OTHER = "91440300MA5X004870"
SEPTEMBER = Period.parse("2025-09")


def cell(value: object) -> Scalar:
    if isinstance(value, int | float) and not isinstance(value, bool):
        return Decimal(str(value))
    assert value is None or isinstance(value, str | bool | date | Decimal)
    return value


def sheet(
    rows: Iterable[Sequence[object]],
    name: str = "表",
    merged: tuple[Range, ...] = (),
    percents: Iterable[tuple[int, int]] = (),
    errors: Iterable[tuple[int, int]] = (),
    uncached: Iterable[tuple[int, int]] = (),
) -> Sheet:
    table = [[cell(value) for value in row] for row in rows]
    width = max(len(row) for row in table)
    columns = zip(*(row + [None] * (width - len(row)) for row in table), strict=True)
    return Sheet(
        name=name,
        height=len(table),
        columns=tuple(Column(list(column)) for column in columns),
        merged=merged,
        percents=frozenset(percents),
        errors=frozenset(errors),
        uncached=frozenset(uncached),
    )


def mapped(*sheets: Sheet, period: Period = SEPTEMBER, forms: Sequence[str] | None = None) -> Extraction:
    return map_book(Book("账.xlsx", sheets), bundled_pack(), period, FIRM, forms=forms)


def texts(extraction: Extraction) -> dict[str, str]:
    return {found.address: found.text for found in extraction.values}


def left(extraction: Extraction) -> dict[tuple[int | None, str | None], str]:
    return {(entry.row, entry.column): entry.code for entry in extraction.left}


def statement(*heads: str, title: str = "利润表", unit: str = "单位：元") -> Sheet:
    columns = len(heads)
    return sheet(
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
    assert caught.value.code == "workbook.no-values"


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
        mapped(sheet([["利润表", words], ["项目", "本年累计"], ["营业收入", 1234567.8], ["营业成本", 1]]))
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
    assert texts(mapped(sheet(rows))) == {
        "JY001": "50", "JY001@ly": "40000", "JY005": "3000", "JY005@ly": "2000", "JY007": "70", "JY007@ly": "6",
        "JY042": "2.00", "JY042@ly": "1.00", "JY033": "12", "JY033@ly": "11",
    }  # fmt: skip


def test_no_unit_is_a_warning_and_makes_less_sure() -> None:
    extraction = mapped(sheet([["项目", "本年累计"], ["营业收入", 5], ["营业成本", 3]]))
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
    extraction = mapped(sheet(rows))
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
    assert texts(mapped(sheet(rows))) == {"JY011": "7", "JY012": "8", "JY014": "-9"}


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
    extraction = mapped(sheet(rows, errors=[(6, 2)], uncached=[(7, 2)]))
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


def test_codes_beside_names_count_most() -> None:
    rows = [
        ["单位：千元"],
        ["代码", "指标", "本年累计"],
        ["JY001", "我们的收入", 5],
        ["jy005", "成本", 3],
        ["JY002", "营业收入", 4],
    ]
    extraction = mapped(sheet(rows))
    assert texts(extraction) == {"JY001": "5", "JY005": "3", "JY002": "4"}
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
    extraction = mapped(sheet(rows))
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
    extraction = mapped(sheet(rows))
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
    extraction = mapped(sheet(rows, merged=merged))
    assert texts(extraction) == {"JY001": "9", "JY001@ly": "7", "JY005": "5", "JY005@ly": "4"}


def test_the_same_indicator_twice() -> None:
    one = sheet([["单位：千元"], ["项目", "本年累计"], ["营业收入", 5], ["营业成本", 3]], name="一")
    two = sheet([["单位：千元"], ["项目", "本年累计"], ["营业总收入", 5], ["营业成本", 4], ["存货", 1]], name="二")
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
    assert {str(found.period) for found in mapped(sheet(rows)).values} == {period}


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
    extraction = mapped(sheet(rows))
    assert {str(found.period) for found in extraction.values} == {"2025-09"}
    assert [warning.code for warning in extraction.warnings] == (["warn.period"] if warned else [])


def test_another_enterprise_is_refused() -> None:
    rows = [["单位：千元", f"统一社会信用代码：{OTHER}"], ["项目", "本年累计"], ["营业收入", 5], ["营业成本", 3]]
    with pytest.raises(UserError) as caught:
        mapped(sheet(rows))
    assert caught.value.code == "workbook.other-enterprise"
    assert caught.value.params == {"file": "账.xlsx", "expected": FIRM, "found": OTHER}
    own = sheet([["单位：千元"], ["项目", "本年累计"], ["营业收入", 6], ["营业成本", 3]], name="本单位")
    extraction = mapped(sheet(rows), own)
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
    extraction = mapped(sheet(rows))
    assert texts(extraction)["JB019"] == OTHER
    assert (extraction.firm_code, extraction.firm_name) == (FIRM, "某公司")


def test_nothing_known() -> None:
    with pytest.raises(UserError) as caught:
        mapped(sheet([["客户", "金额"], ["甲", 1]]))
    assert caught.value.code == "workbook.no-indicator"


def test_one_known_word_is_not_a_return() -> None:
    rows = [["客户", "科目", "余额"], *([f"客户{n}", "应收账款", n] for n in range(9))]
    with pytest.raises(UserError) as caught:
        mapped(sheet(rows))
    assert caught.value.code == "workbook.no-indicator"


def test_only_some_forms() -> None:
    both = sheet(
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


HEADS = ["项目代码", "项目名称", "计划总投资", "自开工累计完成投资", "形象进度"]


def test_a_list_with_totals_notes_blank_and_repeated_lines() -> None:
    rows = [
        ["重点项目", None, None, None, "单位：亿元"],
        HEADS,
        ["甲", "乙", 1, 2, 3],
        ["2024-440112-39-03-000001", "一号", 1.23456, "0.5", 50],
        [None, None, None, None, None],
        ["2024-440112-39-03-000002", "二号", 2, 1, "30%"],
        ["2024-440112-39-03-000001", "又一", 3, 1, 10],
        [None, "无代码", 3, 1, 10],
        ["合计", None, 6, 3, None],
        ["注：含土地款", None, None, None, None],
    ]
    extraction = mapped(sheet(rows))
    assert {(f.row_label, f.address): f.text for f in extraction.values} == {
        ("一号", "XM001"): "2024-440112-39-03-000001", ("一号", "XM002"): "一号", ("一号", "XM012"): "12346",
        ("一号", "XM014"): "5000", ("一号", "XM027"): "50.0",
        ("二号", "XM001"): "2024-440112-39-03-000002", ("二号", "XM002"): "二号", ("二号", "XM012"): "20000",
        ("二号", "XM014"): "10000", ("二号", "XM027"): "30.0",
    }  # fmt: skip
    assert left(extraction) == {
        (7, None): "left.row-same-key",
        (8, None): "left.row-no-key",
        (9, None): "left.row-total",
        (10, None): "left.row-note",
    }


def test_percent_formats_and_units_in_headings_of_a_list() -> None:
    heads = ["项目名称", "计划总投资（元）", "自开工累计完成投资", "形象进度", "备忘"]
    rows = [["单位：万元"], heads, ["一号", 12345678, 5, 0.5, "x"]]
    extraction = mapped(sheet(rows, percents=[(3, 4)]))
    assert texts(extraction) == {"XM002": "一号", "XM012": "1235", "XM014": "5", "XM027": "50.0"}
    assert {found.row_key for found in extraction.values} == {"一号"}
    assert [note.code for note in extraction.sheets[0].notes][-1] == "seen.rows-by-name"
    assert left(extraction) == {(None, "E"): "left.column-unknown"}


def test_a_list_without_anything_to_tell_rows_apart() -> None:
    with pytest.raises(UserError):
        mapped(sheet([["计划总投资", "本年计划投资", "建筑工程", "安装工程"], [1, 2, 3, 4]]))


def test_one_line_of_a_single_form() -> None:
    heads = ["营业收入", "营业成本", "销售费用", "管理费用", "研发费用"]
    extraction = mapped(sheet([["单位：元"], heads, [5000, 4000, 3000, 2000, 1000]]))
    assert texts(extraction) == {"JY001": "5", "JY005": "4", "JY007": "3", "JY008": "2", "JY009": "1"}
    with pytest.raises(UserError) as caught:
        mapped(sheet([["单位：元"], heads, [5, 4, 3, 2, 1], [5, 4, 3, 2, 1]]))
    assert caught.value.code == "workbook.no-values"


def test_dates_and_lists_of_codes() -> None:
    rows = [
        ["单位详细名称", "某公司"],
        ["成立时间", date(2012, 6, 18)],
        ["产业链环节", "制造，模组"],
        ["控股情况", "3"],
        ["营业状态", "不知道"],
    ]
    found = {f.address: f.cell for f in mapped(sheet(rows)).values}
    assert found["JB007"].value == "2012-06"
    assert found["JB024"].value == ("04", "07")
    assert found["JB006"].value == "3"
    assert (found["JB008"].value, found["JB008"].problem) == (None, "value.not-in-list")


def test_without_headings_only_the_first_cell_of_a_line_counts() -> None:
    rows = [["单位：千元"], ["营业收入", 5, 6], ["营业成本", None, 3]]
    extraction = mapped(sheet(rows))
    assert texts(extraction) == {"JY001": "5", "JY005": "3"}
    assert left(extraction) == {(2, "C"): "left.cell-beside"}


def month(title: str, revenue: int, name: str) -> Sheet:
    return sheet(
        [[title], ["单位：千元"], ["指标", "本年累计"], ["营业收入", revenue], ["营业成本", revenue - 9]],
        name=name,
    )


@pytest.mark.parametrize(
    ("titles", "names"),
    [
        (("2025年8月利润表", "2025年9月利润表", "2025年10月利润表"), ("甲", "乙", "丙")),
        (("利润表", "利润表", "利润表"), ("8月", "9月", "10月")),
        (("利润表", "利润表", "利润表"), ("利润表八月份", "利润表九月份", "利润表十月份")),
        (("利润表", "利润表", "利润表"), ("1-8月", "1-9月", "1-10月")),
    ],
)
def test_of_a_sheet_a_month_only_the_asked_month_is_taken(titles: Sequence[str], names: Sequence[str]) -> None:
    """One workbook for the whole year: August stands before September and must not be filed for it."""
    book = [month(title, 800 + 100 * n, name) for n, (title, name) in enumerate(zip(titles, names, strict=True))]
    done = mapped(*book)
    assert texts(done) == {"JY001": "900", "JY005": "891"}
    assert [(entry.sheet, entry.code) for entry in done.left] == [
        (names[0], "left.sheet-other-period"),
        (names[2], "left.sheet-other-period"),
    ]
    assert not done.warnings


def test_the_only_sheet_is_taken_whatever_month_it_names_and_said() -> None:
    done = mapped(month("利润表", 800, "8月"))
    assert texts(done) == {"JY001": "800", "JY005": "791"}
    assert [warning.code for warning in done.warnings] == ["warn.period"]


def test_months_side_by_side_are_no_sheet_of_another_month() -> None:
    rows = [["单位：千元"], ["指标", "2025年8月", "2025年9月"], ["营业收入", 800, 900], ["营业成本", 700, 790]]
    done = mapped(sheet(rows))
    assert texts(done) == {"JY001": "900", "JY005": "790"}
    assert not done.warnings


def test_a_figure_no_return_can_hold_is_kept_as_written_and_marked() -> None:
    rows = [["单位：元"], ["指标", "本年累计"], ["营业收入", Decimal("1e300")], ["营业成本", 5000]]
    done = mapped(sheet(rows))
    (found,) = [each for each in done.values if each.address == "JY001"]
    assert (found.cell.value, found.cell.problem) == (None, "value.too-large")
    assert texts(done)["JY005"] == "5"
