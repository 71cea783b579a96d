"""Findings as a statistician reads them: what should hold, what is there, and by how much."""

from __future__ import annotations

import pytest

from forms.explanations import explanation_of
from forms.findings import Finding
from tests.forms.rules.desk import Desk

ENTERED = """
    AA 2025-09
    AA001 = 29,300
    AA002 = 30,000
    AA003 = 1,200
    AA004 = -100
    AA005 = 7
    AA006 = 0
    AA010 = 否
    AA011 = 开工
    AA012.number = GR1
    AA012.valid = 2025-03
    AA014 = 投产；停缓建
    AA015 = 2025-12
    AA016 = 生产线改造
    AA017 = 914403001922038217
    AA018 = 123
    AA019 = 3911
    AA 2025-08
    AA001 = 30,000
"""


def told(rule: str, entered: str = ENTERED) -> Finding:
    [finding] = Desk(f"rule R1: {rule}\n{entered}").findings()
    return finding


@pytest.mark.parametrize(
    ("rule", "expected", "actual"),
    [
        (
            "AA001 = AA002 + AA003 - AA004 | tolerance 2",
            "营业收入（AA001）应等于 主营业务收入（AA002）＋ 营业成本（AA003）－ 财务费用（AA004）"
            "（允许相差 2 千元）",
            "29,300 ≠ 30,000 ＋ 1,200 － （-100）＝ 31,300，相差 2,000 千元",
        ),
        ("AA001 >= AA002", "营业收入（AA001）应不小于 主营业务收入（AA002）", "29,300 ＜ 30,000，相差 700 千元"),
        (
            "AA003 <= 1% of AA001 | tolerance 1%",
            "营业成本（AA003）应不大于 1% × 营业收入（AA001）（允许相差 右边的 1%）",
            "1,200 ＞ 1% × 29,300 ＝ 293，相差 907 千元",
        ),
        (
            "AA003 / AA001 between 0.5 and 0.9",
            "营业成本（AA003）÷ 营业收入（AA001）应在 50% 与 90% 之间",
            "1,200 ÷ 29,300 ≈ 4.1%，不在 50% 与 90% 之间",
        ),
        (
            "AA003 / AA001 between 0.7 and 1.2",
            "营业成本（AA003）÷ 营业收入（AA001）应在 70% 与 120% 之间",
            "1,200 ÷ 29,300 ≈ 4.1%，不在 70% 与 120% 之间",
        ),
        (
            "AA003 / AA001 between 0.6 and 1.8",
            "营业成本（AA003）÷ 营业收入（AA001）应在 0.6 与 1.8 之间",
            "1,200 ÷ 29,300 ≈ 0.041，不在 0.6 与 1.8 之间",
        ),
        (
            "AA001 / previous(AA001) - 1 >= 6%",
            "营业收入（AA001）÷ 上期的营业收入（AA001）－ 1 应不小于 6%",
            "29,300 ÷ 30,000 － 1 ≈ -2.33% ＜ 6%，相差 8.33 个百分点",
        ),
        (
            "AA003 / AA001 >= AA002 / AA001 | tolerance 0.01",
            "营业成本（AA003）÷ 营业收入（AA001）应不小于 主营业务收入（AA002）÷ 营业收入（AA001）"
            "（允许相差 1 个百分点）",
            "1,200 ÷ 29,300 ≈ 4.1% ＜ 30,000 ÷ 29,300 ≈ 102.39%，相差 98.29 个百分点",
        ),
        (
            "AA001 / AA005 <= 1000 | tolerance 5",
            "营业收入（AA001）÷ 资产总计（AA005）应不大于 1,000（允许相差 5）",
            "29,300 ÷ 7 ≈ 4,185.7143 ＞ 1,000，相差 3,185.7143",
        ),
        (
            "AA001 >= previous(AA001)",
            "营业收入（AA001）应不小于 上期的营业收入（AA001）",
            "29,300 ＜ 30,000，相差 700 千元",
        ),
        (
            "abs(AA002 - (AA001 + AA003)) <= 10",
            "主营业务收入（AA002）与 营业收入（AA001）＋ 营业成本（AA003），两者相差应不超过 10",
            "30,000 与 29,300 ＋ 1,200 ＝ 30,500，两者相差 500 千元，超过允许的 10 千元",
        ),
        (
            "if AA001 > 0 then AA006 > 0",
            "当营业收入（AA001）大于 0 时，用工人数（AA006）应大于 0",
            "用工人数（AA006）为 0 人",
        ),
        (
            "AA001 < 0 and AA005 = 7 and AA006 > 3",
            "营业收入（AA001）应小于 0，并且用工人数（AA006）应大于 3",
            "营业收入（AA001）为 29,300 千元；0 ≤ 3，相差 3 人",
        ),
        ('AA011 = "7"', "状态（AA011）应为“投产”（7）", "“开工”（3）≠ “投产”（7）"),
        (
            'AA011 in {"1", "7"}',
            "状态（AA011）应为“签约”（1）、“投产”（7）之一",
            "状态（AA011）为“开工”（3）",
        ),
        (
            "AA012.valid >= period",
            "证书（AA012）的有效期应不早于 报告期末（2025-09）",
            "2025-03 ＜ 2025-09",
        ),
        ("AA015 <= period", "成立时间（AA015）应不晚于 报告期末（2025-09）", "2025-12 ＞ 2025-09"),
        ("AA010", "是否高企（AA010）应为“是”", "是否高企（AA010）为 否"),
        (
            "valid_uscc(AA017)",
            "信用代码（AA017）应是校验正确的统一社会信用代码",
            "信用代码（AA017）为“914403001922038217”",
        ),
        ('matches(AA018, "phone")', "电话（AA018）应符合电话号码的写法", "电话（AA018）为“123”"),
        ("not contains(AA016, routine)", "说明（AA016）不应含有“改造”、“推广”", "说明（AA016）含有“改造”"),
        ("blank(AA016)", "说明（AA016）应不填", "说明（AA016）为“生产线改造”"),
        (
            'AA001 = 0 | when AA011 = "3"',
            "当状态（AA011）为“开工”（3）时，营业收入（AA001）应等于 0",
            "营业收入（AA001）为 29,300 千元",
        ),
        (
            "AA002 <= max(AA001, AA003)",
            "主营业务收入（AA002）应不大于 营业收入（AA001）与 营业成本（AA003）中的较大者",
            "30,000 ＞ 29,300 与 1,200 中的较大者 ＝ 29,300，相差 700 千元",
        ),
        (
            "abs(AA001 + AA003 - AA002) <= 1% of AA001 or blank(AA001)",
            "营业收入（AA001）＋ 营业成本（AA003）与 主营业务收入（AA002），两者相差应不超过"
            " 1% × 营业收入（AA001），或者营业收入（AA001）应不填",
            "29,300 ＋ 1,200 ＝ 30,500 与 30,000，两者相差 500 千元，超过允许的 293 千元",
        ),
        (
            "filled(AA013) and filled(AA012.number)",
            "资质（AA013）应填写",
            "资质（AA013）未填",
        ),
        ('"1" in AA014', "领域（AA014）应包含“签约”（1）", "领域（AA014）为“投产”（7）、“停缓建”（9）"),
        ("AA019 not in industry", "行业（AA019）不应在“行业”代码表内", "行业（AA019）为“计算机整机”（3911）"),
        ('text(AA016, 3, 2) = "技术"', "说明（AA016）的第 3—4 位应为“技术”", "“线改” ≠ “技术”"),
        (
            'AA011 = (if AA010 then "1" else "9")',
            "状态（AA011）应为 （是否高企（AA010）为“是”时）“1”，否则“9”",
            "“开工”（3）≠ “停缓建”（9）",
        ),
        (
            "AA001 not between 1 and 99999",
            "营业收入（AA001）不应在 1 与 99,999 之间",
            "29,300，在 1 与 99,999 之间",
        ),
        (
            "not near_power_of_ten(AA001 / AA003 * 4, 0.1)",
            "营业收入（AA001）÷ 营业成本（AA003）× 4 不应接近 10、100、1000 倍或其倒数",
            "29,300 ÷ 1,200 × 4 ≈ 97.6667 接近 10、100、1000 倍或其倒数",
        ),
    ],
)
def test_in_chinese(rule: str, expected: str, actual: str) -> None:
    finding = told(rule)
    assert (finding.outcome, finding.expected_zh, finding.actual_zh) == ("fail", expected, actual)


@pytest.mark.parametrize(
    ("rule", "expected", "actual"),
    [
        (
            "AA001 = AA002 + AA003 - AA004 | tolerance 2",
            "Revenue (AA001) should equal main revenue (AA002) + Cost (AA003) − Finance expense (AA004)"
            " (a difference of 2 thousand yuan is allowed)",
            "29,300 ≠ 30,000 + 1,200 − (-100) = 31,300, a difference of 2,000 thousand yuan",
        ),
        ('AA011 = "7"', "State (AA011) should be “In production” (7)", "“Started” (3) ≠ “In production” (7)"),
        (
            "if AA001 > 0 then AA006 > 0",
            "Where Revenue (AA001) is more than 0, Staff (AA006) should be more than 0",
            "Staff (AA006) is 0 persons",
        ),
    ],
)
def test_in_english(rule: str, expected: str, actual: str) -> None:
    finding = told(rule)
    assert (finding.expected_en, finding.actual_en) == (expected, actual)


def test_the_difference_has_a_sign_and_a_unit() -> None:
    finding = told("AA001 >= AA002")
    assert (str(finding.difference), finding.unit) == ("-700", "千元")


def test_every_cell_involved_with_its_period() -> None:
    finding = told("AA001 >= previous(AA001) and AA002 >= 0")
    assert [(c.period, c.address, c.name, c.text) for c in finding.cells] == [
        ("2025-09", "AA001", "营业收入（AA001）", "29,300"),
        ("2025-08", "AA001", "营业收入（AA001）", "30,000"),
    ]


def test_cells_of_the_condition_are_one_click_away_and_no_part_of_what_is_explained() -> None:
    finding = told('AA001 = 0 | when AA011 = "3" and AA001 > 5')
    assert [cell.address for cell in finding.cells] == ["AA001"]
    assert [(cell.address, cell.text) for cell in finding.conditions] == [("AA011", "开工")]
    assert explanation_of(finding, "other", "…").figures == ("29300",)


def test_undecided_says_what_should_hold_and_why_it_cannot_be_told() -> None:
    finding = told("AA003 / AA006 > 1")
    assert finding.outcome == "undecided"
    assert finding.expected_zh == "营业成本（AA003）÷ 用工人数（AA006）应大于 1"
    assert (finding.actual_zh, finding.reason_zh) == ("", "用工人数（AA006）为 0，不能作除数")
    assert finding.reason_en == "Staff (AA006) is 0 and cannot divide"


ROWS = """
    PR 2025-09
    PR[a].PR001 = A-1
    PR[a].PR002 = 十二英寸线
    PR[a].PR003 = 300
    PR[a].PR004 = 200
    PR[b].PR001 = A-1
    PR[b].PR003 = 5
    PR[b].PR004 = 6
    PR[c].PR003 = 9
    PR[c].PR004 = 1
"""


def rows(rule: str) -> list[Finding]:
    return Desk(f"rule R1@PR: {rule}\n{ROWS}").findings()


def test_a_finding_of_a_row_names_the_row() -> None:
    first, second = rows("PR004 >= PR003")
    assert (first.row, first.actual_zh) == ("a", "“十二英寸线”：200 ＜ 300，相差 100 万元")
    assert (second.row, second.actual_zh) == ("c", "第 3 行：1 ＜ 9，相差 8 万元")
    assert first.actual_en == (
        "“十二英寸线”: 200 < 300, a difference of 1 million yuan (figures in units of 10,000 yuan)"
    )
    assert [cell.address for cell in first.cells] == ["PR[a].PR004", "PR[a].PR003"]


def test_a_repeated_value_is_named_with_its_rows() -> None:
    [finding] = rows("unique(PR001)")
    assert finding.expected_zh == "各行的项目代码（PR001）不应重复"
    assert finding.actual_zh == "“A-1”出现 2 次"
    assert [cell.address for cell in finding.cells] == ["PR[a].PR001", "PR[b].PR001"]


def test_only_the_failing_rows_are_told() -> None:
    [finding] = rows("every(PR004 >= PR003)")
    assert finding.expected_zh == "每一行都应满足：本年完成（PR003）" or finding.expected_zh.startswith(
        "每一行都应满足"
    )
    assert finding.actual_zh == "“十二英寸线”：200 ＜ 300，相差 100 万元；第 3 行：1 ＜ 9，相差 8 万元"
    assert [cell.address for cell in finding.cells] == ["PR[a].PR004", "PR[a].PR003", "PR[c].PR004", "PR[c].PR003"]


def test_a_short_sum_over_rows_is_written_out() -> None:
    [finding] = rows("sum(PR003) = 300")
    assert finding.expected_zh == "各行本年完成（PR003）之和应等于 300"
    assert finding.actual_zh == "300 ＋ 5 ＋ 9 ＝ 314 ≠ 300，相差 14 万元"
    assert len(finding.cells) == 3


@pytest.mark.parametrize(
    ("rule", "actual"),
    [
        ("sum(PR003) / 2 = 300", "（300 ＋ 5 ＋ 9）÷ 2 ＝ 157 ≠ 300，相差 143"),
        ("400 - sum(PR003) = 300", "400 － （300 ＋ 5 ＋ 9）＝ 86 ≠ 300，相差 214 万元"),
    ],
)
def test_a_sum_over_rows_stands_in_brackets_where_the_whole_is_meant(rule: str, actual: str) -> None:
    assert rows(rule)[0].actual_zh == actual


def test_that_nothing_was_found_is_said_in_words() -> None:
    [finding] = rows('count(PR where PR001 = "Z-9") > 0')
    assert finding.actual_zh.endswith("》里没有相应的行")
    assert finding.actual_en.endswith("” has no such row")


def test_child_rows_carry_their_own_row() -> None:
    [finding] = Desk("""
        rule R1: AA013.valid >= period
        AA 2025-09
        AA013[x].level = 7
        AA013[x].valid = 2024-01
    """).findings()
    assert (finding.row, finding.cells[0].address) == ("x", "AA013[x].valid")
    assert finding.cells[0].name == "资质（AA013）的有效期"


def test_titles_and_remedies_come_from_the_rule() -> None:
    finding = told("AA001 = 0 | zh 收入应为零 | zh_fix 请核对。")
    assert (finding.title_zh, finding.remedy_zh, finding.level) == ("收入应为零", "请核对。", "error")


@pytest.mark.parametrize(
    ("rule", "actual"),
    [
        ("AA001 / AA002 >= 0.97666667", "29,300 ÷ 30,000 ≈ 97.6666667% ＜ 97.666667%"),
        ("AA001 / AA002 >= AA003 / 1228.6688", "29,300 ÷ 30,000 ≈ 0.9766667 ＜ 1,200 ÷ 1,228.6688 ≈ 0.9766668"),
        ("AA001 / AA002 between 0.97666667 and 1", "29,300 ÷ 30,000 ≈ 97.6666667%，不在 97.666667% 与 100% 之间"),
        (
            "abs(AA001 / AA002 - 1) <= 0.02333333",
            "29,300 ÷ 30,000 ≈ 0.976666667 与 1，两者相差 0.023333333，超过允许的 0.02333333",
        ),
        ("AA001 / AA002 >= AA001 / AA002 + 0.0000000000001", "29,300 ÷ 30,000 ≈ 0.976666666667 ＜ "),
    ],
)
def test_what_differs_does_not_read_alike(rule: str, actual: str) -> None:
    assert told(rule).actual_zh.startswith(actual)
