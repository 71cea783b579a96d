"""What a sheet says about itself: the unit, the period, whose figures they are."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from client.workbook.finding.names.periods import period_in
from client.workbook.finding.sheets.facts import Facts, code_of, look
from forms.periods import Period
from tests.client.workbook.grids import grid

FIRM = "91441300MA58H0D25G"
OTHER = "91440300MA5X004870"
SEPTEMBER = Period.parse("2025-09")


def seen(
    *above: Sequence[object], foot: Sequence[object] = (), name: str = "表", asked: Period = SEPTEMBER
) -> Facts:
    """The facts of a sheet with these rows above ten lines of figures, and a last line below them."""
    figures = [["营业收入", n] for n in range(10)]
    sheet = grid([*above, ["项目", "金额"], *figures, foot], name)
    return look(sheet, len(above) + 2, asked)


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("单位：元", "元"),
        ("单位:千元", "千元"),
        ("单位： 万 元", "万元"),
        ("金额单位：人民币元", "元"),
        ("单位：人民币百万元", "百万元"),
        ("（单位：亿元）", "亿元"),
        ("单位（万元）", "万元"),
        ("货币单位：人民币：千元", "千元"),
        ("2025年9月    单位：万元", "万元"),
        ("元", "元"),
        ("（千元）", "千元"),
        ("人民币万元", "万元"),
        ("单位：元人民币", "元"),
        ("单位：RMB元", "元"),
        ("单位：人民币（元）", "元"),
        ("单位：RMB'000", "千元"),
        ("单位：百元", "百元"),
        ("单位：仟元", "千元"),
        ("单位：拾万元", "十万元"),
        ("单位：千万元", "千万元"),
        ("单位：英镑", "英镑"),
        ("单位：新台币千元", "千新台币"),
        ("单位：USD", "美元"),
        ("单位：USD'000", "千美元"),
        ("币种：港币", "港币"),
        ("货币名称：JPY", "日元"),
        ("Income statement, September 2025 (in RMB millions)", "百万元"),
        ("Balance sheet 2025.09 CNY", "元"),
        ("Profit and loss account (USD thousands)", "千美元"),
        ("Sales (thousand EUR)", ""),
        ("单位：A公司", ""),
        ("单位名称：元亨电子", ""),
        ("单位：人", ""),
        ("金额", ""),
        ("公元前", ""),
    ],
)
def test_the_unit_above_the_figures(text: str, unit: str) -> None:
    assert seen([text]).unit == unit


def test_units_that_differ_are_told_side_by_side() -> None:
    assert seen(["单位：万元"], ["单位：元"]).unit == "万元/元"
    assert seen(["单位：万元"], ["万元"]).unit == "万元"


def test_a_unit_at_the_foot_counts_only_with_the_word() -> None:
    assert seen(["利润表"], foot=["单位：千元"]).unit == "千元"
    assert seen(["利润表"], foot=["元"]).unit == ""


def test_the_head_outweighs_the_foot() -> None:
    assert seen(["单位：元"], foot=["单位：万元"]).unit == "元"


def test_units_among_the_figures_say_nothing_of_the_sheet() -> None:
    rows = [["利润表"], ["项目", "金额"], ["单位：万元", 1], *[["营业收入", n] for n in range(20)]]
    assert look(grid(rows), 3, SEPTEMBER).unit == ""


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("2025年9月", "2025-09"),
        ("2025年09月", "2025-09"),
        ("2025 年 9 月", "2025-09"),
        ("２０２５年９月", "2025-09"),
        ("2025年1-9月", "2025-09"),
        ("2025年1—9月", "2025-09"),
        ("2025年1月至9月", "2025-09"),
        ("2025年1月—2025年9月", "2025-09"),
        ("2025年1月1日至2025年9月30日", "2025-09"),
        ("2025年1月1日至9月30日", "2025-09"),
        ("截至2025年9月30日", "2025-09"),
        ("会计期间：2025-09", "2025-09"),
        ("2025.9", "2025-09"),
        ("2025/9/30", "2025-09"),
        ("2025-09-30", "2025-09"),
        ("202509", "2025-09"),
        ("利润表202512", "2025-12"),
        ("2025年第三季度", "2025-Q3"),
        ("2025年3季度", "2025-Q3"),
        ("2025年第4季度", "2025-Q4"),
        ("2025年度第一季度", "2025-Q1"),
        ("2025年上半年", "2025-H1"),
        ("2025年度上半年", "2025-H1"),
        ("2025年下半年", "2025-H2"),
        ("2024年度", "2024"),
        ("2024年", "2024"),
        ("年度：2024", "2024"),
        ("会计年度:2024", "2024"),
        ("报告期：2024", "2024"),
    ],
)
def test_periods_as_they_are_written(text: str, period: str) -> None:
    assert period_in(text) == Period.parse(period)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "利润表",
        "1999年9月",
        "9月",
        "2025",
        "粤电信 2 表",
        "电话 0752-20250901",
        "合同 20250912345",
        "202513",
        "一季度",
        "说" * 120 + "2025年9月",
    ],
)
def test_texts_that_name_no_period(text: str) -> None:
    assert period_in(text) is None


def test_an_impossible_month_is_no_month() -> None:
    assert period_in("2025-13") is None
    assert period_in("2025年0月") is None


@given(st.integers(2000, 2099), st.integers(1, 12))
@settings(max_examples=40)
def test_every_month_is_found_however_it_is_written(year: int, month: int) -> None:
    expected = Period(year, "month", month)
    spelled = (
        f"{year}年{month}月",
        f"{year}-{month:02d}",
        f"{year}.{month}",
        f"{year}{month:02d}",
        f"{year}年1-{month}月",
    )
    assert {period_in(f"利润表（{text}）") for text in spelled} == {expected}


@given(st.sampled_from(["2024", "2024-H1", "2024-H2", "2024-Q1", "2024-Q4", "2024-02", "2024-11", "2031-12"]))
@settings(max_examples=8)
def test_the_label_of_a_period_names_it(text: str) -> None:
    period = Period.parse(text)
    assert period_in(period.label("zh")) == period


@given(st.text(max_size=130))
@settings(max_examples=40)
def test_any_text_names_a_real_period_or_none(text: str) -> None:
    period = period_in(text)
    assert period is None or Period.parse(str(period)) == period


def test_the_period_of_the_title() -> None:
    facts = seen(["利润表"], ["2025年8月", "单位：元"])
    assert facts.period == Period.parse("2025-08")
    assert [note.code for note in facts.notes] == ["seen.unit", "seen.period"]


def test_what_was_seen_is_said_in_both_languages() -> None:
    unit, period = seen(["2025年8月", "单位：千元"]).notes
    assert "千元" in unit.what("zh")
    assert "千元" in unit.what("en")
    assert "2025年8月" in period.what("zh")
    assert unit.what("zh") != unit.what("en")


@pytest.mark.parametrize(
    "date_of",
    [
        "打印日期：2025-10-08",
        "制表时间 2025年10月8日",
        "填表日期：2025年10月",
        "导出 2025/10/8",
        "粤统〔2023〕5号",
    ],
)
def test_the_day_of_printing_is_not_the_period(date_of: str) -> None:
    assert seen([date_of]).period is None
    assert seen([date_of], ["2025年9月"]).period == SEPTEMBER


def test_a_cell_that_holds_a_date_names_its_month() -> None:
    assert seen(["会计期间", date(2025, 9, 30)]).period == SEPTEMBER


def test_beside_each_other_the_asked_period_counts() -> None:
    row = ["2024年9月", "2025年9月"]
    assert seen(row).period == SEPTEMBER
    assert seen(row, asked=Period.parse("2024-09")).period == Period.parse("2024-09")
    assert seen(row, asked=Period.parse("2026-09")).period == Period.parse("2024-09")


def test_below_each_other_the_upper_period_counts() -> None:
    assert seen(["2025年8月"], ["2025年9月"]).period == Period.parse("2025-08")


@pytest.mark.parametrize(
    ("name", "period"),
    [
        ("2025年8月", "2025-08"),
        ("利润表202508", "2025-08"),
        ("8月", "2025-08"),
        ("利润表8月", "2025-08"),
        ("1-8月", "2025-08"),
        ("八月", "2025-08"),
        ("十二月份", "2025-12"),
        ("十月", "2025-10"),
        ("利润表（11月）", "2025-11"),
        ("13月", None),
        ("0月", None),
        ("Sheet8", None),
        ("利润表", None),
    ],
)
def test_a_sheet_named_after_its_month(name: str, period: str | None) -> None:
    assert seen(["利润表"], name=name).period == (Period.parse(period) if period else None)


def test_the_title_outweighs_the_name_of_the_sheet() -> None:
    assert seen(["2025年7月"], name="8月").period == Period.parse("2025-07")


def test_a_bare_month_needs_a_month_to_be_asked_for() -> None:
    assert seen(["利润表"], name="8月", asked=Period.parse("2025")).period is None


@pytest.mark.parametrize(
    "text",
    [
        f"统一社会信用代码：{FIRM}",
        f"统一社会信用代码:{FIRM.lower()}",
        f"统 一 社 会 信 用 代 码：{FIRM}",
        f"纳税人识别号：{FIRM}",
        f"纳税人识别号{FIRM}",
        f"编制单位：某公司 税号：{FIRM}",
    ],
)
def test_the_code_behind_its_words(text: str) -> None:
    assert seen([text]).firm_code == FIRM


@pytest.mark.parametrize(
    "text", [f"母公司统一社会信用代码：{OTHER}", f"客户纳税人识别号：{OTHER}", f"上级统一社会信用代码：{OTHER}"]
)
def test_a_code_of_somebody_else(text: str) -> None:
    assert seen([text]).firm_code == ""


def test_a_code_in_the_cell_beside_its_words() -> None:
    assert seen(["统一社会信用代码", None, FIRM]).firm_code == FIRM
    assert seen(["纳税人识别号", FIRM]).firm_code == FIRM
    assert seen(["统一社会信用代码", *[None] * 7, FIRM]).firm_code == ""


def test_a_code_at_the_foot() -> None:
    assert seen(["利润表"], foot=[f"统一社会信用代码：{FIRM}"]).firm_code == FIRM


def test_a_code_must_pass_its_check() -> None:
    wrong = FIRM[:-1] + ("A" if FIRM[-1] != "A" else "B")
    assert code_of(f"统一社会信用代码：{wrong}") is None
    assert seen([f"统一社会信用代码：{wrong}"]).firm_code == ""


def test_a_code_inside_a_longer_number_is_none() -> None:
    assert code_of(f"9{FIRM}") is None
    assert code_of(f"{FIRM}0") is None
    assert code_of(f"（{FIRM}）") == (FIRM, f"（{FIRM}）")


@pytest.mark.parametrize(
    ("cells", "name"),
    [
        (["编制单位：惠州示例电子有限公司"], "惠州示例电子有限公司"),
        (["编制单位:惠州示例电子有限公司 2025年9月"], "惠州示例电子有限公司"),
        (["编制单位：惠州示例（集团）有限公司"], "惠州示例（集团）有限公司"),
        (["企业名称（盖章）", "惠州示例电子有限公司"], ""),
        (["企业名称", "惠州示例电子有限公司"], "惠州示例电子有限公司"),
        (["单 位 名 称：", None, "惠州示例电子有限公司"], "惠州示例电子有限公司"),
        (["纳税人名称：惠州示例电子有限公司金额单位：元"], "惠州示例电子有限公司"),
        (["核算单位：惠州示例电子有限公司单位：元"], "惠州示例电子有限公司"),
        (["会计主体：惠州示例电子2025年9月"], "惠州示例电子"),
        (["单位：元"], ""),
        (["惠州示例电子有限公司"], ""),
        (["编制单位："], ""),
    ],
)
def test_whose_figures_they_are(cells: Sequence[object], name: str) -> None:
    assert seen(cells).firm_name == name


def test_a_sheet_that_says_nothing() -> None:
    assert seen(["利润表"]) == Facts()


def test_a_sheet_that_does_not_begin_in_the_corner() -> None:
    rows = [["2025年9月", "单位：万元"], ["项目", "金额"], ["营业收入", 1]]
    facts = look(grid(rows, top=20, left=5), 22, SEPTEMBER)
    assert (facts.unit, facts.period) == ("万元", SEPTEMBER)


def test_a_long_remark_is_shortened_where_it_is_quoted() -> None:
    remark = "本表金额按企业会计准则编制且未经审计，" * 3 + "单位：千元"
    facts = seen([remark])
    assert facts.unit == "千元"
    assert facts.notes[0].params["text"] == remark[:40]
