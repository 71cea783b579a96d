"""Checking whole returns: what is missing, unreadable or wrong; computed indicators; changes of single cells."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forms.checking import BUILT_IN, Snapshot, check, compute, results
from forms.pack import bundled_pack
from forms.periods import Period
from forms.problems import FormsError
from forms.returns import Cell, Origin, Return
from forms.rules.book import rulebook
from forms.values.reading import read
from tests.forms.rules.desk import SMALL, Desk

SEPTEMBER = Period.parse("2025-09")


def found(text: str) -> list[tuple[str, str, str]]:
    """Rule, address and outcome of every finding."""
    desk = Desk(text)
    return [(f.rule, f.cells[0].address, f.outcome) for f in check(desk.snapshot, *desk.place)]


# --- what every form is checked for ---


def test_a_required_place_left_blank() -> None:
    assert found("AA 2025-09\nAA002 = 5") == [("REQ", "AA001", "fail")]


def test_zero_and_not_applicable_are_not_blank() -> None:
    assert found("AA 2025-09\nAA001 = 0") == []
    assert found("AA 2025-09\nAA001 = n/a") == []


def test_what_is_asked_once_a_year() -> None:
    assert ("REQ", "AA005", "fail") in found("AA 2025-12\nAA001 = 1")
    assert ("REQ", "AA005", "fail") not in found("AA 2025-11\nAA001 = 1")


def test_what_is_required_under_a_condition() -> None:
    asked = [("REQ", "AA012.number", "fail"), ("REQ", "AA012.valid", "fail")]
    assert found("AA 2025-09\nAA001 = 1\nAA010 = 是") == asked
    assert found("AA 2025-09\nAA001 = 1\nAA010 = 是\nAA012.number = GR1") == asked[1:]
    assert found("AA 2025-09\nAA001 = 1\nAA010 = 否") == []


def test_a_quarter_of_an_annual_form_asks_marked_lines_only() -> None:
    assert found("YY 2025-Q3") == [("REQ", "YY001", "fail")]
    assert [address for _, address, _ in found("YY 2025")] == ["YY001", "YY002"]


def test_rows_and_child_rows_are_looked_at_one_by_one() -> None:
    assert found("PR 2025-09") == []
    assert found(
        "PR 2025-09\nPR[a].PR001 = A-1\nPR[b].PR001 = B-1\nPR[b].PR002 = 乙\nPR[b].PR006[1].share = 5"
    ) == [
        ("REQ", "PR[a].PR002", "fail"),
        ("REQ", "PR[b].PR006[1].name", "fail"),
    ]
    titled = "AA 2025-09\nAA001 = 1\nAA013[x].valid = 2026-01"
    assert found(titled) == [("REQ", "AA013[x].level", "fail")]


def test_a_cell_that_cannot_be_read() -> None:
    desk = Desk("AA 2025-09\nAA001 = 约五百")
    [finding] = check(desk.snapshot, *desk.place)
    assert (finding.rule, finding.level, finding.outcome) == ("READ", "error", "undecided")
    assert finding.reason_zh == "这里要填数字，“约五百”不是数字"
    assert finding.expected_zh == "营业收入（AA001）应填整数"
    assert finding.actual_zh == "约五百"
    assert finding.remedy_zh
    assert finding.remedy_en


def test_a_negative_figure_where_there_is_none() -> None:
    desk = Desk("AA 2025-09\nAA001 = -5\nAA004 = -5")
    [finding] = check(desk.snapshot, *desk.place)
    assert (finding.rule, finding.level, finding.cells[0].address) == ("SIGN", "query", "AA001")
    assert finding.title_zh == "营业收入（AA001）一般不为负数"


def test_a_faulty_credit_code_is_named_once() -> None:
    """By the rule that speaks of it, if there is one; else by its mark."""
    cells = "AA 2025-09\nAA001 = 1\nAA017 = 914403001922038217"
    assert found(cells) == [("READ", "AA017", "undecided")]
    assert found("rule R1: valid_uscc(AA017)\n" + cells) == [("R1", "AA017", "fail")]


def test_every_finding_is_told_in_both_languages() -> None:
    desk = Desk("""
        rule R1: AA001 > AA002
        rule R2: AA001 / AA003 > 1
        AA 2025-09
        AA001 = -5
        AA002 = 7
        AA003 = 0
        AA006 = 许多
        AA010 = 是
    """)
    for finding in check(desk.snapshot, *desk.place):
        assert finding.title_zh
        assert finding.title_en
        assert finding.expected_zh
        assert finding.expected_en
        assert finding.actual_zh or finding.reason_zh
        assert finding.actual_en or finding.reason_en
        assert finding.cells


def test_a_form_the_pack_does_not_have() -> None:
    with pytest.raises(FormsError) as caught:
        check(Snapshot(SMALL, "firm", {}), "ZZ", SEPTEMBER)
    assert caught.value.code == "form.unknown"


def test_a_return_that_is_not_there_is_blank() -> None:
    findings = check(Snapshot(SMALL, "firm", {}), "AA", SEPTEMBER)
    assert [f.cells[0].address for f in findings] == ["AA001"]


# --- computed indicators ---


def computed(text: str) -> dict[str, str | None]:
    desk = Desk(text)
    cells = compute(desk.snapshot, *desk.place)
    return {address: cell.text if cell is not None else None for address, cell in cells.items()}


def test_what_is_computed_and_from_what_else_is_computed() -> None:
    assert computed("""
        AA 2025-09
        AA001 = 900
        AA003 = 600
        AA 2025-08
        AA001 = 800
    """) == {"AA007": "100", "AA008": "66.67", "AA009": "11.1"}


def test_the_first_report_of_the_year_is_its_own_month() -> None:
    assert computed("AA 2025-02\nAA001 = 500")["AA007"] == "500"


def test_nothing_is_computed_from_what_is_missing() -> None:
    assert computed("AA 2025-09\nAA001 = 900") == {"AA007": None, "AA008": None, "AA009": None}
    assert computed("AA 2025-09\nAA001 = 0\nAA003 = 5")["AA008"] is None


def test_each_row_has_its_own() -> None:
    rows = "PR 2025-09\nPR[a].PR003 = 1\nPR[b].PR003 = 2"
    assert computed(rows) == {"PR[a].PR007": "33.3", "PR[b].PR007": "66.7"}


def test_only_what_a_change_touches_is_computed_again() -> None:
    desk = Desk("AA 2025-02\nAA001 = 500\nAA003 = 100")
    assert set(compute(desk.snapshot, *desk.place, changed=["AA003"])) == {"AA008"}
    assert set(compute(desk.snapshot, *desk.place, changed=["AA001"])) == {"AA007", "AA008", "AA009"}
    assert compute(desk.snapshot, *desk.place, changed=["AA002"]) == {}


def test_a_computed_cell_says_so_and_the_return_is_left_alone() -> None:
    desk = Desk("AA 2025-02\nAA001 = 500\nAA003 = 1")
    before = dict(desk.returns["AA", "2025-02"].cells)
    cell = compute(desk.snapshot, *desk.place)["AA008"]
    assert cell == Cell("0.20", Decimal("0.20"), origin=Origin(source="computed"))
    assert desk.returns["AA", "2025-02"].cells == before


# --- changes of single cells ---


def test_which_rules_a_change_touches() -> None:
    desk = Desk("""
        rule R1: AA001 > AA002
        rule R2: AA003 > 0 | when AA002 > 0
        rule R3: AA009 > 10
        rule R4: AA003 > 0
        rule R5@YY: YY001 <= AA001
        rule R6: it > 0 | each AA004 AA005
        rule R7: AA003 = AA004 | tolerance 1% of AA002
        AA 2025-09
    """)
    book = rulebook(desk.pack)
    assert [rule.id for rule in book.touched_by(["AA001"])] == ["R1", "R3", "R5"]
    assert [rule.id for rule in book.touched_by(["AA002"])] == ["R1", "R2", "R7"]
    assert [rule.id for rule in book.touched_by(["AA005"])] == ["R6"]


PACK = bundled_pack()
CODES = sorted(code for code, i in PACK.forms["JY"].indicators.items() if i.numeric and not i.computed)
figures = st.integers(-(10**6), 10**8).map(str) | st.sampled_from(["", "0", "约五百", "1.5万"])


def jy(entered: dict[str, str]) -> Return:
    form = PACK.forms["JY"]
    cells = {code: read(text, form.indicators[code], PACK) for code, text in entered.items() if text}
    return Return("firm", "JY", SEPTEMBER, PACK.name, cells)


@settings(max_examples=25, deadline=None)
@given(st.dictionaries(st.sampled_from(CODES), figures))
def test_findings_are_the_failed_and_undecided_results(entered: dict[str, str]) -> None:
    snapshot = Snapshot(PACK, "firm", {("JY", "2025-09"): jy(entered)})
    outcomes = [
        (r.rule, r.outcome) for r in results(snapshot, "JY", SEPTEMBER) if r.outcome in ("fail", "undecided")
    ]
    told = [(f.rule, f.outcome) for f in check(snapshot, "JY", SEPTEMBER) if f.rule not in BUILT_IN]
    assert told == outcomes
