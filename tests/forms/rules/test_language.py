"""The rule language on small returns, outcome by outcome."""

from __future__ import annotations

import pytest

from tests.forms.rules.desk import Desk

SUMS = """
    rule equal: AA001 = AA002 + AA003 - AA004
    rule close: AA001 = AA002 + AA003 - AA004 | tolerance 2
    rule share: AA001 = AA002 + AA003 - AA004 | tolerance 1%
    rule most: AA001 <= AA002 + AA003 | tolerance max(10, 1% of AA001)
    rule ratio: AA002 / AA001 between LOW and 0.9
    rule apart: abs(AA001 - AA002) <= 10
    rule differs: AA001 != AA002
    rule unlike: AA001 != AA002 | tolerance 2
    AA 2025-09
"""


@pytest.mark.parametrize(
    "entered",
    [
        "AA001=1000;AA002=600;AA003=500;AA004=100 equal:pass close:pass share:pass most:pass ratio:pass",
        "AA001=1002;AA002=600;AA003=500;AA004=100 equal:fail close:pass share:pass",
        "AA001=1003;AA002=600;AA003=500;AA004=100 equal:fail close:fail share:pass",
        "AA001=1011;AA002=600;AA003=500;AA004=100 share:fail",
        "AA001=1110;AA002=600;AA003=500 most:pass",
        "AA001=1200;AA002=600;AA003=500 most:fail",
        "AA001=1000;AA002=600;AA003=500 equal:n/a",
        "AA001=1000;AA002=900 ratio:pass apart:fail differs:pass",
        "AA001=1000;AA002=901 ratio:fail",
        "AA001=0;AA002=901 ratio:undecided differs:pass",
        "AA001=约一千;AA002=990 equal:n/a apart:undecided differs:undecided",
        "AA001=1000;AA002=990 apart:pass",
        "AA001=990;AA002=990 differs:fail unlike:fail",
        "AA001=990;AA002=991 differs:pass unlike:pass",
    ],
)
def test_sums_and_ratios(entered: str) -> None:
    cells, _, expected = entered.partition(" ")
    lines = [cell.replace("=", " = ") for cell in cells.split(";")]
    lines += ["expect " + outcome.replace(":", " ") for outcome in expected.split()]
    Desk(SUMS + "\n".join(lines)).verify()


def test_equal_thirds_are_equal() -> None:
    """A quotient has endless digits; equality of quotients is still exact."""
    Desk("""
        rule R1: AA001 / AA003 * AA003 = AA001
        rule R2: AA001 / AA003 >= AA002 / AA004
        rule R3: AA001 / AA003 < AA002 / AA004
        rule R4: AA001 / AA003 * 3 between 1 and 1
        AA 2025-09
        AA001 = 1
        AA003 = 3
        AA002 = 1000000
        AA004 = 3000000
        expect R1 pass
        expect R2 pass
        expect R3 fail
        expect R4 pass
    """).verify()


def test_what_is_missing_under_each_policy() -> None:
    """A false part settles an *and* only where the rule decides if it can."""
    Desk("""
        rule skip: AA001 < 0 and AA002 > 0
        rule decide: AA001 < 0 and AA002 > 0 | missing decide
        rule zero: AA001 < 0 and AA002 > 0 | missing zero
        rule open: AA001 > 0 and AA002 > 0 | missing decide
        rule sum: AA001 = 5 + AA002 | missing zero
        rule flag: not AA010 | missing zero
        rule or: AA001 > 0 or AA002 > 0 | missing decide
        AA 2025-09
        AA001 = 5
        expect skip n/a
        expect decide fail
        expect zero fail
        expect open undecided
        expect sum pass
        expect flag pass
        expect or pass
    """).verify()


def test_declared_not_applicable_is_neither_blank_nor_zero() -> None:
    Desk("""
        rule skip: AA001 > AA002
        rule zero: AA001 > AA002 | missing zero
        rule decide: AA001 > AA002 | missing decide
        rule filled: filled(AA002) | missing decide
        AA 2025-09
        AA001 = 5
        AA002 = n/a
        expect skip n/a
        expect zero n/a
        expect decide n/a
        expect filled fail
    """).verify()


@pytest.mark.parametrize("rule", ["AA002 > AA003", "AA003 > AA002", "AA001 > 0 and AA003 > 0 and AA002 > 0"])
def test_to_fill_in_a_blank_would_not_make_a_rule_applicable(rule: str) -> None:
    """In whatever order a blank and a place that is not applicable stand."""
    Desk(f"""
        rule decide: {rule} | missing decide
        AA 2025-09
        AA001 = 5
        AA002 = n/a
        expect decide n/a
    """).verify()


def test_conditions() -> None:
    Desk("""
        rule if: if AA010 then AA001 > 0
        rule strict: if AA010 then AA002 > 0
        rule decide: if AA010 then AA002 > 0 | missing decide
        rule else: if AA001 > 100 then AA003 > 1 else AA003 = 0
        rule guarded: AA001 = 0 | when AA010
        rule unsure: AA001 = 0 | when AA015 < "2020-01"
        rule value: AA003 = (if AA001 > 100 then 1 else 0)
        rule not: not (AA001 = 0)
        rule same: AA010 = (AA001 > 100)
        AA 2025-09
        AA010 = 否
        AA001 = 50
        AA003 = 0
        expect if pass
        expect strict n/a
        expect decide pass
        expect else pass
        expect guarded n/a
        expect unsure n/a
        expect value pass
        expect not pass
        expect same pass
    """).verify()


def test_codes_months_and_texts() -> None:
    Desk("""
        rule code: AA011 = "3"
        rule order: AA011 >= "3"
        rule in: AA011 in {"3", "7"}
        rule out: AA011 not in {"3", "7"}
        rule list: AA019 in industry
        rule several: "7" in AA014
        rule group: group(AA019, industry) = "391"
        rule unit: unit(AA019, industry) = "台"
        rule founded: AA015 <= period
        rule january: AA015 < january
        rule between: AA015 between "2020-01" and december
        rule months: months_between(AA015, period) = 64
        rule within: months_within(AA015, "2025-03", january, december) = 3
        rule text: text(AA016, 1, 2) = "技术"
        rule words: not contains(AA016, routine)
        rule phone: matches(AA018, "phone")
        rule mask: matches(AA016, "@@-##")
        rule uscc: valid_uscc(AA017) and valid_organisation(AA017)
        rule size: size_class(AA006, AA001) = "M"
        rule number: number(AA011) + 1 = 4
        rule period: period.month = 9 and months = 9 and year = 2025 and period.quarter = 3 and period.year = 2025
        AA 2025-09
        AA011 = 开工
        AA019 = 3911
        AA014 = 投产；停缓建
        AA015 = 2020-06
        AA016 = 技术改造
        AA018 = 0755-88880000转801
        AA017 = 91440300 MA5X004870
        AA006 = 1200
        AA001 = 3亿
        expect code pass
        expect order pass
        expect in pass
        expect out fail
        expect list pass
        expect several pass
        expect group pass
        expect unit pass
        expect founded pass
        expect january pass
        expect between pass
        expect months pass
        expect within pass
        expect text pass
        expect words fail
        expect phone pass
        expect mask fail
        expect uscc pass
        expect size pass
        expect number pass
        expect period pass
    """).verify()


@pytest.mark.parametrize(
    ("phone", "outcome"),
    [
        ("13800138000", "pass"),
        ("+86 138 0013 8000", "pass"),
        ("0755-88880000", "pass"),
        ("0755-88880000-801", "pass"),
        ("(0755)88880000", "pass"),
        ("400-888-0000", "pass"),
        ("88880000", "fail"),
        ("138001380001", "fail"),
        ("0755-8888000O", "fail"),
    ],
)
def test_telephone_numbers(phone: str, outcome: str) -> None:
    Desk(f"""
        rule R1: matches(AA018, "phone")
        AA 2025-09
        AA018 = {phone}
        expect R1 {outcome}
    """).verify()


def test_earlier_reports() -> None:
    Desk("""
        rule previous: AA001 >= previous(AA001)
        rule last_year: AA001@ly = last_year(AA001)
        rule year_end: AA005 >= year_end(AA005)
        rule changed: AA005 / previous(AA005) between 0.8 and 1.25
        rule twice: last_year(previous(AA001)) = 1
        rule slip: not near_power_of_ten(AA001 / previous(AA001), 0.2)
        AA 2025-09
        AA001 = 1100
        AA005 = 90
        AA001@ly = 700
        AA 2025-08
        AA001 = 100
        AA005 = 100
        AA 2024-09
        AA001 = 700
        AA 2024-12
        AA005 = 95
        AA 2024-08
        AA001 = 1
        expect previous pass
        expect last_year pass
        expect year_end fail
        expect changed pass
        expect twice pass
        expect slip fail
    """).verify()


def test_the_first_report_of_the_year() -> None:
    """Cumulative figures start from nothing on 1 January; others have no earlier report."""
    Desk("""
        rule cumulative: AA001 - previous(AA001) = 500
        rule point: AA005 >= previous(AA005)
        rule absent: AA005 >= year_end(AA005)
        AA 2025-02
        AA001 = 500
        AA005 = 9
        AA 2024-12
        AA001 = 9000
        expect cumulative pass
        expect point n/a
        expect absent n/a
    """).verify()


def test_other_forms_of_the_same_time() -> None:
    Desk("""
        rule year: YY001 <= AA001
        rule rows: sum(PR003) * 10 <= AA001
        rule count: count(PR where PR005 = "7") = 1
        rule nowhere: YY002 <= AA006
        AA 2025-12
        AA001 = 1000
        PR 2025-12
        PR[a].PR003 = 60
        PR[a].PR005 = 7
        PR[b].PR003 = 50
        PR[b].PR005 = 3
        YY 2025
        YY001 = 900
        expect year pass
        expect rows fail
        expect count pass
        expect nowhere n/a
    """).verify()


def test_annual_forms_look_at_months_and_the_year_before() -> None:
    Desk("""
        rule month@YY: YY001 <= AA001
        rule before@YY: YY002 = previous(YY002)
        YY 2025
        YY001 = 5
        YY002 = 7
        AA 2025-12
        AA001 = 5
        YY 2024
        YY002 = 8
        expect month pass
        expect before fail
    """).verify()


@pytest.mark.parametrize(
    ("rule", "reason"),
    [
        ("AA001 / AA003 > 1", "营业成本（AA003） 为 0，不能作除数"),
        ("AA002 > 1", "主营业务收入（AA002） 的内容无法识别，不能核对"),
        ("AA001 = AA016", "类型不合"),
        ('group(AA016, industry) = "1"', "代码不在代码表里"),
        ('text(AA016, 0, 2) = "1"', "类型不合"),
        ("number(AA016) = 1", "类型不合"),
        ("AA001 > AA004 | missing decide", "财务费用（AA004） 未填"),
    ],
)
def test_undecided_always_has_a_reason(rule: str, reason: str) -> None:
    desk = Desk(f"""
        rule R1: {rule}
        AA 2025-09
        AA001 = 10
        AA002 = 约十
        AA003 = 0
        AA016 = 文字
    """)
    [result] = desk.outcomes()
    assert result.outcome == "undecided"
    assert reason.replace(" ", "") in result.reason_zh.replace(" ", "")
    [finding] = desk.findings()
    assert finding.outcome == "undecided"
    assert finding.reason_en


def test_sums_of_rounded_parts() -> None:
    """Five figures rounded from 元 may be off by two thousand; typed figures may not."""
    rule = "rule R1: AA001 = AA002 + AA003 + AA004 + AA005"
    rounded = """
        AA 2025-09
        AA001 = 10002000元
        AA002 = 2500500元
        AA003 = 2500500元
        AA004 = 2500500元
        AA005 = 2500500元
    """
    Desk(f"{rule}\n{rounded}\nexpect R1 pass").verify()
    Desk(f"{rule}\n{rounded.replace('10002000元', '10001000元')}\nexpect R1 fail").verify()
    typed = rounded.replace("500元", "1").replace("10002000元", "10002").replace("25001", "2501")
    Desk(f"{rule}\n{typed}\nexpect R1 fail").verify()
    coarse = rounded.replace("2500500元", "0.2501亿").replace("10002000元", "10.0002百万元")
    Desk(f"{rule}\n{coarse}\nexpect R1 fail").verify()


def test_a_rule_without_meaning_is_reported_never_passed() -> None:
    desk = Desk("""
        rule R1: AA001 > ZZ999
        AA 2025-09
        AA001 = 5
    """)
    [result] = desk.outcomes()
    assert result.outcome == "undecided"
    assert "ZZ999" in result.reason_zh
    [finding] = desk.findings()
    assert "ZZ999" in finding.reason_zh
