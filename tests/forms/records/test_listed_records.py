"""A survey in which all records are rows of one list: followed over months, compared with each other."""

from __future__ import annotations

from collections import Counter

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forms.pack import Pack
from forms.records import Listed, RecordColumn, Records, Verdict, by_closures, check_records
from forms.records.table import RecordBooks, RecordCells
from forms.returns import Cell
from tests.forms.records.lists import RETAIL, numbers, records, told

FEW = settings(max_examples=20, deadline=None)
FIELDS = "RT001 RT003 RT004 RT005 RT010 RT011 RT020"
THREE = ("1 SM 26 10 100.00 100.00 0", "2 HM 26 12 120.00 120.00 20", "3 CL 20 3 90.00 90.00 90")


def outlets(*lines: str, period: str = "2025-03", fields: str = FIELDS) -> Records:
    return records(RETAIL, "RT", period, "\n".join([fields, *lines]))


def test_a_sound_list_has_nothing_said_of_it() -> None:
    report = check_records(RETAIL, outlets(*THREE))
    assert report.records == {}
    assert numbers(report, "T01") == {"pass": 3}
    assert numbers(report, "F02") == {"pass": 1}, "the list as a whole is one place"


@pytest.mark.parametrize(
    ("days", "turnover", "outcome"),
    [
        ("0", "0", "pass"),
        ("0", "0.01", "fail"),
        ("31", "100", "pass"),
        ("32", "100", "fail"),
        ("-1", "100", "fail"),
        ("-", "100", "not_applicable"),
        ("many", "100", "undecided"),
        ("0", "many", "undecided"),
        ("40", "many", "fail"),
    ],
)
def test_opening_days(days: str, turnover: str, outcome: str) -> None:
    report = check_records(RETAIL, outlets(f"1 SM {days} 5 {turnover} {turnover} 0", *THREE[1:]))
    assert numbers(report, "T03") == dict(Counter([outcome, "pass", "pass"]))


@pytest.mark.parametrize(
    ("food", "outcome"), [("100.05", "pass"), ("99.95", "pass"), ("100.06", "fail"), ("99.94", "fail")]
)
def test_the_tolerance_is_met_to_the_cent(food: str, outcome: str) -> None:
    report = check_records(RETAIL, outlets(f"1 SM 26 10 100.00 {food} 0"))
    assert numbers(report, "T01") == {outcome: 1}


def by_row(rule: str) -> Pack:
    """The survey with one of its rules asked of every row."""
    asked = msgspec.structs.replace(RETAIL.rules[rule], scope="row")
    return msgspec.structs.replace(RETAIL, rules={**RETAIL.rules, rule: asked})


def test_an_outlet_in_two_rows_is_one_failure_of_the_list() -> None:
    report = check_records(RETAIL, outlets(*THREE, THREE[0]))
    assert numbers(report, "T06") == {"fail": 1}
    assert list(told(report, "T06")) == [None]


def test_an_outlet_in_two_rows_is_named_at_both_where_rows_are_asked() -> None:
    report = check_records(by_row("T06"), outlets(*THREE, THREE[0]))
    assert numbers(report, "T06") == {"pass": 2, "fail": 2}
    findings = told(report, "T06")
    assert list(findings) == [0, 3]
    for place, finding in findings.items():
        assert finding is not None
        assert finding.row == str(place)
        assert finding.title_zh == "门店编号不重复"
        assert finding.title_en == "No outlet stands in two rows"


def test_a_blank_number_is_missing_and_repeats_no_other() -> None:
    report = check_records(RETAIL, outlets("- SM 26 10 100 100 0", "- HM 26 12 120 120 20", THREE[2]))
    assert numbers(report, "T06").get("fail", 0) == 0
    assert numbers(report, "REQ") == {"fail": 2, "pass": 1}


def test_the_month_before_is_found_by_the_number_of_the_outlet() -> None:
    now = outlets("7 SM 26 10 150 150 0", "8 HM 26 12 150 150 0", "9 CL 20 3 150 150 0")
    before = outlets("9 CL 20 3 100 100 0", "7 SM 26 10 110 110 0", "6 HM 26 12 1 1 0", period="2025-02")
    report = check_records(RETAIL, now, {("previous",): before})
    assert numbers(report, "M01") == {"pass": 1, "not_applicable": 1, "fail": 1}
    finding = told(report, "M01")[2]
    assert finding is not None
    assert finding.remedy_en == "Explain if the change is real."
    assert {ref.period for ref in finding.cells} == {"2025-02", "2025-03"}


def test_january_is_compared_with_december_in_a_form_that_runs_on() -> None:
    now = outlets(THREE[0], period="2025-01")
    before = outlets("1 SM 26 10 500.00 500.00 0", period="2024-12")
    assert numbers(check_records(RETAIL, now, {("previous",): before}), "M01") == {"fail": 1}
    assert numbers(check_records(RETAIL, now), "M01") == {"not_applicable": 1}


def test_one_outlet_with_most_of_the_turnover_is_queried_with_the_others_in_sight() -> None:
    report = check_records(RETAIL, outlets("1 SM 26 10 700 700 0", *THREE[1:]))
    assert list(told(report, "F01")) == [0]
    assert numbers(report, "F01") == {"fail": 1, "pass": 2}
    balanced = check_records(RETAIL, outlets("1 SM 26 10 315 315 0", *THREE[1:]))
    assert numbers(balanced, "F01") == {"pass": 3}, "315 of 525 is 60 % exactly"


def test_a_figure_no_one_can_read_leaves_what_adds_it_up_undecided() -> None:
    report = check_records(RETAIL, outlets("1 SM 26 10 viel 1 0", *THREE[1:]))
    assert numbers(report, "F01") == {"undecided": 3}
    finding = told(report, "F01")[1]
    assert finding is not None
    assert finding.reason_zh
    assert finding.reason_en
    assert "viel" not in finding.reason_en, "the reason speaks of the indicator, the cell holds the text"


def test_the_list_as_a_whole_is_said_at_no_record() -> None:
    report = check_records(RETAIL, outlets(THREE[0], THREE[2]))
    finding = told(report, "F02")[None]
    assert finding is not None
    assert (finding.level, finding.row) == ("hint", None)
    assert "food outlets" in finding.title_en
    assert report.failing("hint") == 1
    assert report.failing("error") == 0


@pytest.mark.parametrize(
    ("kind", "online", "outcome"),
    [
        ("WB", "90", "pass"),
        ("WB", "89.95", "pass"),
        ("WB", "89.94", "fail"),
        ("WB", "-", "not_applicable"),
        ("SM", "0", "pass"),
        ("??", "0", "undecided"),
    ],
)
def test_a_computed_share_is_rounded_before_it_is_judged(kind: str, online: str, outcome: str) -> None:
    report = check_records(RETAIL, outlets(f"1 {kind} 26 10 100 100 {online}"))
    assert numbers(report, "T04") == {outcome: 1}


def test_a_share_given_in_the_file_gives_way_to_the_computed_one() -> None:
    line = "1 WB 26 10 100 100 50"
    given_share = records(RETAIL, "RT", "2025-03", f"{FIELDS} RT021\n{line} 99")
    assert numbers(check_records(RETAIL, given_share), "T04") == {"fail": 1}


def test_a_code_no_list_has_is_not_readable() -> None:
    report = check_records(RETAIL, outlets("1 XX 26 10 100 100 0", *THREE[1:]))
    [wrong] = [o for o in report.records[0] if o.rule == "READ"]
    assert wrong.outcome == "undecided"
    assert wrong.finding is not None
    assert wrong.finding.cells[0].address == "RT[0].RT003"
    assert "XX" in wrong.finding.cells[0].text


@pytest.mark.parametrize(("opened", "outcome"), [("2025-03", "pass"), ("2025-04", "fail"), ("1999-12", "pass")])
def test_no_outlet_opens_after_the_month_reported(opened: str, outcome: str) -> None:
    found = records(RETAIL, "RT", "2025-03", f"{FIELDS} RT006\n{THREE[0]} {opened}")
    assert numbers(check_records(RETAIL, found), "T07") == {outcome: 1}


def test_employees_are_required_only_of_outlets_with_turnover() -> None:
    report = check_records(RETAIL, outlets("1 SM 0 - 0 0 0", "2 HM 26 - 120 120 0"))
    assert numbers(report, "REQ") == {"pass": 1, "fail": 1}
    finding = told(report, "REQ")[1]
    assert finding is not None
    assert finding.cells[0].address == "RT[1].RT005"
    assert "从业人数" in finding.cells[0].name


def test_only_the_first_of_very_many_are_told_and_all_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("forms.records.report._TOLD_OF_WHOLE", 2)
    monkeypatch.setattr("forms.records.report.TOLD", 4)
    report = check_records(by_row("T06"), outlets(*["5 SM 40 10 100 100 0"] * 6))
    told_of = {rule: sum(f is not None for f in told(report, rule).values()) for rule in ("T03", "T06")}
    assert numbers(report, "T06") == numbers(report, "T03") == {"fail": 6}
    assert told_of["T03"] == 4
    assert told_of["T06"] == 2, "telling one of them means going through the list"
    assert all(place in report.records for place in range(6))


def test_another_way_to_the_outcomes_is_believed_and_its_failures_put_into_words() -> None:
    def only_the_last(rule, opened):  # type: ignore[no-untyped-def]
        last = len(opened.now) - 1
        return Listed(
            each for each in by_closures(rule, opened).verdicts(everything=True) if each.position == last
        )

    lines = ["1 SM 40 10 100 100 0", "2 HM 41 12 120 120 20"]
    report = check_records(RETAIL, outlets(*lines), outcomes_of=only_the_last)
    assert numbers(report, "T03") == {"fail": 1}
    [(place, finding)] = told(report, "T03").items()
    assert place == 1
    assert finding is not None
    assert "41" in finding.actual_zh


def test_a_verdict_without_words_is_listed_all_the_same() -> None:
    def stubborn(rule, opened):  # type: ignore[no-untyped-def]
        return Listed([Verdict(0, "", "fail")] if rule.rule.id == "T03" else [])

    report = check_records(RETAIL, outlets(THREE[0]), outcomes_of=stubborn)
    assert told(report, "T03") == {0: None}
    assert report.failing("error") == 1


def test_cells_of_a_record_are_those_of_its_columns_and_what_was_put_in_comes_first() -> None:
    found = outlets("1 SM - x 5.50 5.50 0")
    cells = RecordCells(found.columns, 0)
    assert cells.get("RT004") is None
    assert cells.get("RT004", "nothing") == "nothing"
    assert cells.get("RT999", "nothing") == "nothing"
    assert cells.get("RT005").problem == "value.not-a-number"
    assert {field for field, _ in cells.items()} == {"RT001", "RT003", "RT005", "RT010", "RT011", "RT020"}
    cells["RT004"] = put = Cell("26")
    assert cells.get("RT004") is put
    cells["RT010"] = Cell("7")
    assert dict(cells.items())["RT010"].text == "7"
    assert RecordCells(found.columns, 0).get("RT010").text == "5.50", "the columns stay as they are"


@pytest.mark.parametrize(("unit", "raw"), [("元", "12"), ("", "")])
def test_a_cell_keeps_what_stood_in_a_file_of_another_unit(unit: str, raw: str) -> None:
    cell = RecordColumn(["12"], [None], unit=unit).cell(0)
    assert cell is not None
    assert (cell.origin.source, cell.origin.raw, cell.origin.unit) == ("workbook", raw, unit)


def test_rows_keep_their_places() -> None:
    opened = RecordBooks(RETAIL, outlets(*THREE), {})
    assert opened.rows
    assert opened.cells == []
    assert [opened.position(row) for row in ("0", "2")] == [0, 2]
    assert opened.books() is opened.books(1), "all rows are in one return"
    assert len(opened.now) == 3


def test_checking_changes_nothing_in_the_records() -> None:
    found = outlets(*THREE)
    before = msgspec.json.encode(found)
    check_records(RETAIL, found, {("previous",): outlets(*THREE, period="2025-02")})
    assert msgspec.json.encode(found) == before


SAID = st.sampled_from(["-", "0", "26", "31", "100", "12.5", "x"])
LINE = st.tuples(st.sampled_from("123-"), st.sampled_from(["SM", "WB", "CL", "-", "??"]), *[SAID] * 5).map(
    " ".join
)


@FEW
@given(st.lists(LINE, min_size=1, max_size=5), st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_no_count(lines: list[str], draw) -> None:  # type: ignore[no-untyped-def]
    shuffled = list(lines)
    draw.shuffle(shuffled)
    one, other = check_records(RETAIL, outlets(*lines)), check_records(RETAIL, outlets(*shuffled))
    assert {c.rule: +c.counts for c in one.rules} == {c.rule: +c.counts for c in other.rules}


@FEW
@given(st.lists(LINE, min_size=1, max_size=5), st.lists(LINE, max_size=4))
def test_a_rule_on_rows_comes_out_once_for_every_row(lines: list[str], earlier: list[str]) -> None:
    before = {("previous",): outlets(*earlier, period="2025-02")} if earlier else {}
    report = check_records(RETAIL, outlets(*lines), before)
    for count in report.rules:
        places = 1 if count.rule in ("F02", "T06") else len(lines)
        if count.rule in RETAIL.rules:
            assert sum(count.counts.values()) == places
    assert set(report.records) <= {None, *range(len(lines))}


@FEW
@given(st.lists(LINE, min_size=1, max_size=4))
def test_failing_counts_what_is_listed(lines: list[str]) -> None:
    report = check_records(RETAIL, outlets(*lines))
    for level in ("error", "query", "hint"):
        listed = {
            (place, o.rule, o.outcome, o.code)
            for place, found in report.records.items()
            for o in found
            if o.level == level
        }
        assert report.failing(level) == len(listed)
