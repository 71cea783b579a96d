"""Labels and headings as finance departments write them, brought to what they mean."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from client.workbook.finding.names.labels import is_note, is_total, label
from client.workbook.finding.sheets.headings import Role, role_of
from forms.periods import Period

SEPTEMBER = Period.parse("2025-09")
YEAR = Period.parse("2025")
QUARTER = Period.parse("2025-Q3")


@pytest.mark.parametrize(
    "written",
    [
        "营业成本",
        "减：营业成本",
        "减:营业成本",
        " 营 业 成 本 ",
        "营业\u3000成本",
        "营业\n成本",
        "一、营业成本",
        "十二、营业成本",
        "（一）营业成本",
        "(1)营业成本",
        "1.营业成本",
        "12、营业成本",
        "2)营业成本",
        "①营业成本",
        "㈠营业成本",
        "⑴营业成本",
        "*营业成本",
        "△营业成本",
        "▲营业成本",
        "#营业成本",
        "其中：营业成本",
        "其中,营业成本",
        "一、减：营业成本",
        "——营业成本",
        "• 营业成本",
        "营业成本：",
        "营业成本（元）",
        "营业成本(千元)",
        "营业成本【万元】",
        "营业成本〔亿元〕",
        "营业成本（人民币元）",
    ],
)
def test_one_spelling_for_what_stands_in_front_behind_and_between(written: str) -> None:
    taken = label(written)
    assert taken.full == "营业成本"
    assert taken.bare == "营业成本"


@pytest.mark.parametrize(
    ("written", "unit"),
    [
        ("营业收入（元）", "元"),
        ("营业收入（千元）", "千元"),
        ("营业收入（百万元）", "百万元"),
        ("营业收入（人民币万元）", "万元"),
        ("研发项目（项）", "项"),
        ("从业人员（人）", "人"),
        ("人工工时（人月）", "人月"),
        ("用电量（千瓦时）", "千瓦时"),
        ("用电量（万千瓦时）", "万千瓦时"),
        ("占地面积（平方米）", "平方米"),
        ("完成进度（%）", "%"),
        ("完成进度（％）", "%"),
        ("营业收入（含税）", ""),
        ("营业收入", ""),
        ("营业收入（元/台）", ""),
    ],
)
def test_the_unit_in_brackets(written: str, unit: str) -> None:
    assert label(written).unit == unit


@pytest.mark.parametrize(
    ("written", "full", "bare", "sure"),
    [
        ("管理费用（不含研发费用）", "管理费用不含研发费用", "管理费用", False),
        ("所有者权益（或股东权益）", "所有者权益或股东权益", "所有者权益", True),
        ("固定资产（净额）", "固定资产净额", "固定资产", True),
        ("营业收入（含税）", "营业收入含税", "营业收入", True),
        ("营业收入（1-9月）", "营业收入19月", "营业收入", True),
        ("营业收入（上年同期）", "营业收入上年同期", "", False),
        ("营业收入（预算）", "营业收入预算", "", False),
        ("应收账款（年初）", "应收账款年初", "", False),
        ("研发支出（资本化）", "研发支出资本化", "", False),
        ("利润总额（母公司）", "利润总额母公司", "", False),
        ("营业收入（增减率）", "营业收入增减率", "", False),
    ],
)
def test_what_brackets_say_may_be_harmless_unknown_or_another_thing(
    written: str, full: str, bare: str, sure: bool
) -> None:
    taken = label(written)
    assert (taken.full, taken.bare, taken.sure) == (full, bare, sure)


@pytest.mark.parametrize(
    ("written", "negative"),
    [
        ("资产减值损失（损失以“-”号填列）", True),
        ("信用减值损失(损失以“－”号填列)", True),
        ("资产减值损失（损失以—号填列）", True),
        ("投资收益（亏损以“-”号填列）", False),
        ("营业利润", False),
    ],
)
def test_losses_said_to_stand_with_a_minus_sign(written: str, negative: bool) -> None:
    taken = label(written)
    assert taken.loss_negative is negative
    assert taken.sure


@pytest.mark.parametrize("figure", ["3.5", "12.75", "1.234"])
def test_a_decimal_point_is_no_numbering(figure: str) -> None:
    assert label(figure).full == figure.replace(".", "")


def test_a_label_of_nothing_but_numbering_keeps_it() -> None:
    assert label("一、").full == "一"
    assert label("其中：").full == "其中"


def test_latin_letters_fold_their_case_and_width() -> None:
    assert label("R&D 人员").full == label("Ｒ＆Ｄ人员").full == label("r&d人员").full


@pytest.mark.parametrize("text", ["", "说" * 81, "营业收入" * 30])
def test_nothing_and_long_texts_are_no_labels(text: str) -> None:
    taken = label(text)
    assert (taken.full, taken.bare, taken.unit, taken.sure) == ("", "", "", False)


def test_eighty_characters_are_still_a_label() -> None:
    assert label("收" * 80).full == "收" * 80


@given(st.text(max_size=120))
@settings(max_examples=40)
def test_any_text_can_be_taken_apart(text: str) -> None:
    taken = label(text)
    assert not set(taken.full) & set(" \t\n:;,.、。()")
    assert len(taken.full) <= len(text) * 18  # one compatibility character may fold to a whole phrase


@given(
    st.sampled_from(["一、", "（三）", "减：", "其中：", "2.", "△", "①"]),
    st.sampled_from(["（元）", "（千元）", "", "："]),
)
@settings(max_examples=30)
def test_front_and_unit_never_change_the_key(front: str, behind: str) -> None:
    assert label(f"{front}财务费用{behind}").full == "财务费用"


@pytest.mark.parametrize(
    "text",
    [
        "合计",
        "合 计",
        "总计",
        "小计",
        "共计",
        "累计",
        "本页小计",
        "合计：",
        "合计数",
        "合计额",
        "一、合计",
        "Total",
        "SUBTOTAL",
        "（合计）",
    ],
)
def test_lines_that_add_up_others(text: str) -> None:
    assert is_total(text)


@pytest.mark.parametrize(
    "text", ["", "合计金额", "资产总计", "负债合计", "营业收入", "合计人数", "累计折旧", "项目合计表", "totals of"]
)
def test_indicators_that_only_contain_such_words(text: str) -> None:
    assert not is_total(text)


@pytest.mark.parametrize(
    "text",
    [
        "注：本表金额含税",
        "注1：见附件",
        "备注: 无",
        "说明：按月填报",
        "单位负责人：王某",
        "填表人：李某",
        "制表：李某",
        "审核人（签章）",
        "联系电话：0769-00000000",
        "  数据来源：总账",
        "编制说明：按新准则",
    ],
)
def test_remarks_and_signatures(text: str) -> None:
    assert is_note(text)


@pytest.mark.parametrize(
    "text", ["", "备注", "注册资本", "说明书编制费", "审核费用", "制表机销售", "营业收入：", "注册地：东莞"]
)
def test_indicators_that_only_begin_like_remarks(text: str) -> None:
    assert not is_note(text)


@pytest.mark.parametrize(
    ("heading", "role"),
    [
        ("指标代码", "code"),
        ("代码", "code"),
        ("科目编码", "code"),
        ("行次", "line"),
        ("序号", "line"),
        ("No.", "line"),
        ("计量单位", "unit"),
        ("单位", "unit"),
        ("备注", "note"),
        ("附注五", "note"),
        ("审核意见", "note"),
        ("同比增减", "change"),
        ("增长%", "change"),
        ("环比", "change"),
        ("所占比重", "change"),
        ("本年预算", "plan"),
        ("全年目标", "plan"),
        ("年初余额", "opening"),
        ("期初数", "opening"),
        ("上年年末余额", "opening"),
        ("上年末", "opening"),
        ("上年同期", "last_year"),
        ("去年同期", "last_year"),
        ("上年同期累计", "last_year"),
        ("同期数", "last_year"),
        ("上年数", "last_year"),
        ("上年实际", "last_year"),
        ("上年同期本月", "last_year_month"),
        ("去年同月", "last_year_month"),
        ("上期金额", "previous"),
        ("上月数", "previous"),
        ("本月数", "month"),
        ("当月", "month"),
        ("本月发生额", "month"),
        ("本年累计", "cumulative"),
        ("本年累计金额", "cumulative"),
        ("1—本月", "cumulative"),
        ("1-9月", "cumulative"),
        ("本年数", "cumulative"),
        ("全年", "cumulative"),
        ("期末余额", "end"),
        ("月末数", "end"),
        ("年末余额", "end"),
        ("本期金额", "current"),
        ("本期数（元）", "current"),
        ("金额", "current"),
        ("数值", "current"),
        ("填报内容", "current"),
        ("实际数", "current"),
        ("发 生 额", "current"),
        ("本月\n发生额", "month"),
        ("本年\r\n\t累计", "cumulative"),
    ],
)
def test_what_a_heading_means(heading: str, role: Role) -> None:
    assert role_of(heading, SEPTEMBER) == role


@pytest.mark.parametrize("heading", ["", " ", "资产", "项目", "华南地区", "东莞厂", "本" * 41])
def test_headings_that_say_nothing_known(heading: str) -> None:
    assert role_of(heading, SEPTEMBER) is None


@pytest.mark.parametrize(
    ("heading", "asked", "role"),
    [
        ("2025年9月", SEPTEMBER, "current"),
        ("2025年1-9月", SEPTEMBER, "cumulative"),
        ("2025年1—9月累计", SEPTEMBER, "cumulative"),
        ("2025-09", SEPTEMBER, "current"),
        ("２０２５年９月", SEPTEMBER, "current"),
        ("2024年9月", SEPTEMBER, "last_year"),
        ("2024年1-9月", SEPTEMBER, "last_year"),
        ("2025年8月", SEPTEMBER, "other_period"),
        ("2024年8月", SEPTEMBER, "other_period"),
        ("2023年9月", SEPTEMBER, "other_period"),
        ("2025年", SEPTEMBER, "current"),
        ("2024年度", SEPTEMBER, "last_year"),
        ("2022年度", SEPTEMBER, "other_period"),
        ("2025年度", YEAR, "current"),
        ("2024年度", YEAR, "last_year"),
        ("2023年度", YEAR, "other_period"),
        ("2025年三季度", QUARTER, "current"),
        ("2024年第3季度", QUARTER, "last_year"),
        ("2025年二季度", QUARTER, "other_period"),
    ],
)
def test_headings_that_name_a_period(heading: str, asked: Period, role: Role) -> None:
    assert role_of(heading, asked) == role


@pytest.mark.parametrize(
    ("heading", "role"),
    [
        ("2025年预算", "plan"),
        ("2025年9月增减", "change"),
        ("2025年年初余额", "opening"),
        ("2025年9月同比", "change"),
    ],
)
def test_a_named_period_does_not_make_a_plan_or_a_change_a_figure(heading: str, role: Role) -> None:
    assert role_of(heading, SEPTEMBER) == role


@given(st.text(max_size=45), st.integers(1, 12))
@settings(max_examples=40)
def test_spaces_never_change_what_a_heading_means(text: str, month: int) -> None:
    asked = Period(2025, "month", month)
    plain = text.replace(" ", "")
    assert role_of(plain, asked) == role_of(" ".join(plain), asked)


@given(st.integers(2020, 2029), st.integers(1, 12), st.integers(2020, 2029), st.integers(1, 12))
@settings(max_examples=40)
def test_a_month_is_the_asked_one_last_years_or_another(year: int, month: int, other: int, there: int) -> None:
    asked, named = Period(year, "month", month), Period(other, "month", there)
    expected = "current" if named == asked else "last_year" if named == asked.last_year() else "other_period"
    assert role_of(f"{other}年{there}月", asked) == expected
