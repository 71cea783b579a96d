"""A month as a whole, in a small pack: which returns are due, which are missing, which queries stay open."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forms.checking import Snapshot
from forms.filing import check_filing, due
from forms.findings import Finding
from forms.pack.model import FilingCheck
from forms.periods import Period
from forms.returns import Explanation
from tests.forms.rules.desk import SMALL, Desk

ALL = FilingCheck(
    id="F1",
    level="error",
    holds="every-due-form",
    zh="应报的都已填报",
    en="All due returns are there",
    zh_fix="请补填。",
    en_fix="Fill it in.",
)
TOLD = FilingCheck(
    id="F2",
    level="query",
    holds="every-query-explained",
    zh="核实的都已说明",
    en="All queries are explained",
    zh_fix="请说明。",
    en_fix="Explain it.",
)
SEPTEMBER, DECEMBER = Period.parse("2025-09"), Period.parse("2025-12")
NIL = [("PR", "2025-09"), ("QR", "2025-09"), ("YY", "2025-Q3")]
QUERY = """
    rule Q1: AA001 > AA002 | level query
    AA 2025-09
    AA001 = 5
    AA002 = 7
"""


def open_at(text: str, month: Period = SEPTEMBER, nil: list[tuple[str, str]] | None = None) -> list[Finding]:
    return found_in(Desk(text), month, NIL if nil is None else nil)


def found_in(desk: Desk, month: Period = SEPTEMBER, nil: list[tuple[str, str]] | None = None) -> list[Finding]:
    pack = msgspec.structs.replace(desk.pack, filing_checks={"F1": ALL, "F2": TOLD})
    return check_filing(Snapshot(pack, "firm", desk.returns), month, NIL if nil is None else nil)


def named(findings: list[Finding]) -> list[tuple[str, str, str]]:
    return [(found.rule, found.form, found.period) for found in findings]


# --- what is due ---


@pytest.mark.parametrize(
    ("month", "wanted"),
    [
        ("2025-01", []),
        ("2025-02", ["AA 2025-02", "PR 2025-02", "QR 2025-02"]),
        ("2025-03", ["AA 2025-03", "PR 2025-03", "QR 2025-03", "YY 2025-Q1"]),
        ("2025-09", ["AA 2025-09", "PR 2025-09", "QR 2025-09", "YY 2025-Q3"]),
        ("2025-11", ["AA 2025-11", "PR 2025-11", "QR 2025-11"]),
        ("2025-12", ["AA 2025-12", "PR 2025-12", "QR 2025-12", "YY 2025", "YY 2025-Q4"]),
    ],
)
def test_an_annual_form_with_quarterly_lines_is_due_each_quarter_too(month: str, wanted: list[str]) -> None:
    assert [f"{form.code} {period}" for form, period in due(SMALL, Period.parse(month))] == wanted


@settings(max_examples=40, deadline=None)
@given(st.integers(2024, 2030), st.integers(1, 12))
def test_what_is_due_ends_with_the_month_and_is_named_once(year: int, month: int) -> None:
    found = due(SMALL, Period(year, "month", month))
    assert all(period.last_month == f"{year}-{month:02d}" for _, period in found)
    assert all(form.asked(period) for form, period in found)
    places = [(form.code, str(period)) for form, period in found]
    assert len(places) == len(set(places))


# --- what is missing ---


def test_nothing_filled_at_all() -> None:
    assert named(open_at("", nil=[])) == [
        ("F1", "AA", "2025-09"),
        ("F1", "PR", "2025-09"),
        ("F1", "QR", "2025-09"),
        ("F1", "YY", "2025-Q3"),
    ]


def test_in_january_nothing_is_missing() -> None:
    assert open_at("", Period.parse("2025-01"), nil=[]) == []


def test_a_return_that_was_opened_and_left_blank_is_missing_still() -> None:
    assert named(open_at("AA 2025-09")) == [("F1", "AA", "2025-09")]
    assert open_at("AA 2025-09\nAA001 = 0") == []


def test_a_return_with_one_place_marked_not_applicable_is_there() -> None:
    assert open_at("AA 2025-09\nAA001 = n/a") == []


def test_another_months_return_does_not_stand_in() -> None:
    assert named(open_at("AA 2025-08\nAA001 = 5")) == [("F1", "AA", "2025-09")]
    assert named(open_at("AA 2024-09\nAA001 = 5")) == [("F1", "AA", "2025-09")]


def test_a_nil_is_of_one_form_and_one_period() -> None:
    assert open_at("", nil=[*NIL, ("AA", "2025-09")]) == []
    assert named(open_at("", nil=[*NIL, ("AA", "2025-08")])) == [("F1", "AA", "2025-09")]
    in_december = [("PR", "2025-12"), ("QR", "2025-12"), ("AA", "2025-12"), ("YY", "2025")]
    assert named(open_at("", DECEMBER, nil=in_december)) == [("F1", "YY", "2025-Q4")]


def test_a_missing_return_is_told_in_both_languages() -> None:
    [found] = open_at("")
    assert (found.title_zh, found.title_en) == ("经营情况", "Operations")
    assert (found.expected_zh, found.expected_en) == ("应报的都已填报", "All due returns are there")
    assert (found.remedy_zh, found.remedy_en) == ("请补填。", "Fill it in.")
    assert (found.level, found.outcome, found.cells, found.row) == ("error", "fail", (), None)


# --- what is not explained ---


def test_an_open_query_is_named_with_its_rule_and_figures() -> None:
    [found] = open_at(QUERY)
    assert (found.rule, found.level, found.form, found.period) == ("F2", "query", "AA", "2025-09")
    assert (found.title_zh, found.title_en) == ("经营情况 · Q1", "Operations · Q1")
    assert [ref.address for ref in found.cells] == ["AA001", "AA002"]
    assert "5" in found.actual_zh
    assert "7" in found.actual_en
    assert (found.remedy_zh, found.remedy_en) == ("请说明。", "Explain it.")


def explained(desk: Desk, rule: str, *at: str) -> None:
    told = Explanation(rule, at, "other", "本月有退货冲减收入")
    desk.returns["AA", "2025-09"].explanations[told.key] = told


def test_an_explanation_settles_the_place_it_is_for() -> None:
    desk = Desk(QUERY)
    explained(desk, "Q1", "AA001", "AA002")
    assert found_in(desk) == []


@pytest.mark.parametrize(
    ("rule", "at"), [("Q2", ("AA001", "AA002")), ("Q1", ("AA001",)), ("Q1", ("AA002", "AA001")), ("Q1", ())]
)
def test_an_explanation_of_something_else_settles_nothing(rule: str, at: tuple[str, ...]) -> None:
    desk = Desk(QUERY)
    explained(desk, rule, *at)
    assert named(found_in(desk)) == [("F2", "AA", "2025-09")]


@pytest.mark.parametrize("level", ["error", "hint"])
def test_only_queries_have_to_be_explained(level: str) -> None:
    assert open_at(QUERY.replace("level query", f"level {level}")) == []


def test_a_query_that_cannot_be_decided_needs_no_explanation() -> None:
    assert open_at(QUERY.replace("AA002 = 7", "AA002 = 约七百")) == []


def test_a_negative_figure_is_a_query_like_any_other() -> None:
    desk = Desk("AA 2025-09\nAA001 = 5\nAA003 = -8")
    [found] = found_in(desk)
    assert found.title_zh == "经营情况 · SIGN"
    explained(desk, "SIGN", "AA003")
    assert found_in(desk) == []


def test_a_return_declared_nil_is_asked_nothing() -> None:
    assert open_at(QUERY, nil=[*NIL, ("AA", "2025-09")]) == []


def test_each_row_is_explained_by_itself() -> None:
    desk = Desk("""
        rule Q1@PR: PR003 <= PR004 | level query
        PR 2025-09
        PR[a].PR001 = P-1
        PR[a].PR002 = 甲
        PR[a].PR003 = 9
        PR[a].PR004 = 5
        PR[b].PR001 = P-2
        PR[b].PR002 = 乙
        PR[b].PR003 = 8
        PR[b].PR004 = 5
    """)
    nil = [("AA", "2025-09"), ("QR", "2025-09"), ("YY", "2025-Q3")]
    assert [found.row for found in found_in(desk, nil=nil)] == ["a", "b"]
    told = Explanation("Q1", ("PR[a].PR003", "PR[a].PR004"), "other", "去年结转的投资补录在本年")
    desk.returns["PR", "2025-09"].explanations[told.key] = told
    assert [found.row for found in found_in(desk, nil=nil)] == ["b"]


def test_missing_comes_before_unexplained() -> None:
    found = open_at(QUERY, nil=[("QR", "2025-09"), ("YY", "2025-Q3")])
    assert named(found) == [("F1", "PR", "2025-09"), ("F2", "AA", "2025-09")]


def test_a_pack_without_demands_asks_none() -> None:
    assert check_filing(Snapshot(SMALL, "firm", {}), SEPTEMBER) == []
