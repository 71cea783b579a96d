"""A survey in which each record is an enterprise's own return: matched over the years, judged one by one."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forms.checking import Snapshot, results
from forms.periods import Period
from forms.records import RecordColumn, Records, check_records
from tests.forms.records.lists import SURVEY, cut, numbers, records, returned, told

FEW = settings(max_examples=40, deadline=None)
NOW, BEFORE = "2024", "2023"
FIELDS = "RD001 RD002 RD004 RD100 RD110 RD120 RD130 RD300"
SOUND = "C26 是 300 1000 800 200 0 10.5"


def survey(*lines: str, period: str = NOW, fields: str = FIELDS, keys: list[str] | None = None) -> Records:
    made = keys or [f"E{number:02}" for number in range(1, len(lines) + 1)]
    return records(SURVEY, "RD", period, "\n".join([fields, *lines]), keys=made)


def test_a_sound_record_has_nothing_said_of_it() -> None:
    report = check_records(SURVEY, survey(SOUND))
    assert report.records == {}
    assert report.size == 1
    assert [report.failing(level) for level in ("error", "query", "hint")] == [0, 0, 0]


def test_every_rule_of_the_form_is_counted_and_the_three_built_in_ones_first() -> None:
    report = check_records(SURVEY, survey(SOUND))
    listed = [count.rule for count in report.rules]
    assert listed[:3] == ["REQ", "READ", "SIGN"]
    assert sorted(listed[3:]) == sorted(SURVEY.rules)
    assert all(count.title_zh and count.title_en for count in report.rules)


def test_everything_gives_every_rule_at_every_record() -> None:
    report = check_records(SURVEY, survey(SOUND, SOUND, SOUND), everything=True)
    for place in range(3):
        assert {outcome.rule for outcome in report.records[place]} == set(SURVEY.rules)
        assert all(outcome.finding is None for outcome in report.records[place])


def test_a_sum_that_is_off_tells_by_how_much_in_both_languages() -> None:
    report = check_records(SURVEY, survey(SOUND, "C26 是 300 1200 950 200 0 10.5"))
    finding = told(report, "B01")[1]
    assert finding is not None
    assert finding.difference == Decimal(50)
    assert (finding.level, finding.outcome, finding.form, finding.period) == ("error", "fail", "RD", NOW)
    assert "内部支出等于" in finding.title_zh
    assert "sum of labour" in finding.title_en
    assert "核对各分项" in finding.remedy_zh
    assert "Check the breakdown" in finding.remedy_en
    assert {"RD100", "RD110", "RD120", "RD130"} <= {ref.address for ref in finding.cells}
    assert {ref.address: ref.text for ref in finding.cells}["RD100"] == "1200"


@pytest.mark.parametrize(
    ("total", "outcome"), [("999", "pass"), ("1001", "pass"), ("1000", "pass"), ("998", "fail"), ("1002", "fail")]
)
def test_the_tolerance_is_met_to_the_unit(total: str, outcome: str) -> None:
    report = check_records(SURVEY, survey(SOUND.replace("1000", total)))
    assert numbers(report, "B01") == {outcome: 1}


@pytest.mark.parametrize(
    ("labour", "staff", "outcome"),
    [
        ("2500", "10", "pass"),
        ("2501", "10", "fail"),
        ("150", "10", "pass"),
        ("149", "10", "fail"),
        ("149", "0", "undecided"),
        ("149", "-", "not_applicable"),
        ("abc", "10", "undecided"),
    ],
)
def test_labour_cost_per_head_of_research_staff(labour: str, staff: str, outcome: str) -> None:
    report = check_records(SURVEY, survey(f"C26 是 3000 1000 {labour} 200 0 {staff}"))
    assert numbers(report, "R01") == {outcome: 1}


def test_an_undecided_rule_says_why_and_is_not_a_pass() -> None:
    report = check_records(SURVEY, survey("C26 是 300 1000 800 200 0 0"))
    finding = told(report, "R01")[0]
    assert finding is not None
    assert finding.outcome == "undecided"
    assert "不能作除数" in finding.reason_zh
    assert "研发人员全时当量" in finding.reason_zh
    assert "cannot divide" in finding.reason_en
    assert report.failing("query") == 1
    assert report.failing("error") == 0


def test_what_is_required_is_asked_of_each_record_where_the_file_has_the_column() -> None:
    report = check_records(SURVEY, survey("- 是 300 1000 800 200 0 10", SOUND, "C26 是 300 - - - - -"))
    assert numbers(report, "REQ") == {"fail": 2, "pass": 1}
    missing = {
        place: {o.finding.cells[0].address for o in found if o.finding and o.rule == "REQ"}
        for place, found in report.records.items()
    }
    assert missing == {0: {"RD001"}, 2: {"RD100", "RD300"}}


def test_a_column_the_file_does_not_have_is_not_asked_of_every_record() -> None:
    report = check_records(SURVEY, survey("C26 是", "C26 是", fields="RD001 RD002"))
    assert numbers(report, "REQ") == {"pass": 2}
    assert report.records == {}


def test_what_is_required_only_of_those_who_do_research() -> None:
    report = check_records(SURVEY, survey("C26 否 300 - - - - -", "C26 是 300 - - - - -"))
    assert numbers(report, "REQ") == {"pass": 1, "fail": 1}
    assert list(told(report, "REQ")) == [1]


def test_a_record_counts_once_however_many_cells_are_wrong() -> None:
    report = check_records(SURVEY, survey("C26 是 a b c d e f", SOUND))
    assert numbers(report, "READ") == {"undecided": 1, "pass": 1}
    assert sum(outcome.rule == "READ" for outcome in report.records[0]) == 6


@pytest.mark.parametrize("said", ["-5", "（5）", "(5)", "△5"])
def test_a_figure_that_is_never_negative_is_queried(said: str) -> None:
    report = check_records(SURVEY, survey(f"C26 是 {said} 1000 800 200 0 10"))
    finding = told(report, "SIGN")[0]
    assert finding is not None
    assert finding.level == "query"
    assert finding.cells[0].address == "RD004"
    assert numbers(report, "SIGN") == {"fail": 1}


def test_last_year_is_found_by_the_key_wherever_it_stood() -> None:
    line = "C26 是 300 {} 800 200 0 10"
    now = survey(line.format("1000"), line.format("400"), line.format("100"), keys=["A", "B", "C"])
    then = survey(line.format("100"), line.format("900"), line.format("250"), keys=["C", "A", "B"], period=BEFORE)
    report = check_records(SURVEY, now, {("last_year",): then})
    assert numbers(report, "Y01") == {"pass": 3}
    moved = check_records(SURVEY, msgspec.structs.replace(now, keys=["B", "A", "C"]), {("last_year",): then})
    assert {place: finding is not None for place, finding in told(moved, "Y01").items()} == {0: True, 1: True}


def test_without_last_year_the_rule_does_not_apply() -> None:
    line = "C26 是 300 1000 800 200 0 10"
    absent = check_records(SURVEY, survey(line, keys=["A"]))
    elsewhere = survey(line, keys=["Z"], period=BEFORE)
    unmatched = check_records(SURVEY, survey(line, keys=["A"]), {("last_year",): elsewhere})
    for report in (absent, unmatched):
        assert numbers(report, "Y01") == numbers(report, "Y02") == {"not_applicable": 1}
        assert report.records == {}


def test_a_record_without_a_key_is_matched_with_no_other() -> None:
    then = survey("C26 是 300 200 150 30 20 10", period=BEFORE)
    nameless = msgspec.structs.replace(then, keys=[""])
    now = msgspec.structs.replace(survey(SOUND), keys=[""])
    assert numbers(check_records(SURVEY, now, {("last_year",): nameless}), "Y01") == {"not_applicable": 1}


def test_of_two_earlier_records_with_one_key_the_first_counts() -> None:
    then = survey("C26 是 300 900 700 150 50 10", "C26 是 300 200 150 30 20 10", keys=["A", "A"], period=BEFORE)
    report = check_records(SURVEY, survey(SOUND, keys=["A"]), {("last_year",): then})
    assert numbers(report, "Y01") == {"pass": 1}


def test_a_hint_is_told_and_fails_neither_errors_nor_queries() -> None:
    then = survey(SOUND.replace("C26", "M72"), keys=["A"], period=BEFORE)
    report = check_records(SURVEY, survey(SOUND, keys=["A"]), {("last_year",): then})
    finding = told(report, "Y02")[0]
    assert finding is not None
    assert finding.level == "hint"
    assert "C26" in finding.actual_zh
    assert "M72" in finding.actual_zh
    assert "行业大类" in finding.title_zh
    assert [report.failing(level) for level in ("error", "query", "hint")] == [0, 0, 1]


@pytest.mark.parametrize(
    ("total", "from_yuan", "in_thousands"),
    [("1000", "pass", "pass"), ("1001", "pass", "fail"), ("999", "pass", "fail"), ("1002", "fail", "fail")],
)
def test_sums_of_rounded_figures_may_be_off_by_half_a_unit_for_each_part(
    total: str, from_yuan: str, in_thousands: str
) -> None:
    """Of four figures in 千元, three may have moved the sum by 500 元 each."""
    form = SURVEY.forms["RD"]
    fields = {code: msgspec.structs.replace(each, unit="千元") for code, each in form.indicators.items()}
    exact = msgspec.structs.replace(SURVEY.rules["B01"], tolerance="")
    pack = msgspec.structs.replace(
        SURVEY, forms={"RD": msgspec.structs.replace(form, indicators=fields)}, rules={"B01": exact}
    )
    for unit, outcome in (("元", from_yuan), ("千元", in_thousands), ("", in_thousands)):
        figures = {"RD100": total, "RD110": "400", "RD120": "400", "RD130": "200"}
        columns = {field: RecordColumn([text], [Decimal(text)], unit=unit) for field, text in figures.items()}
        columns["RD002"] = RecordColumn(["是"], [True])
        file = Records(form="RD", period=Period.parse(NOW), numbers=[2], keys=["A"], columns=columns)
        assert numbers(check_records(pack, file), "B01") == {outcome: 1}


def test_no_records_at_all_are_no_findings_at_all() -> None:
    empty = Records(form="RD", period=Period.parse(NOW), numbers=[], keys=[], columns={})
    report = check_records(SURVEY, empty, everything=True)
    assert (report.size, report.records) == (0, {})
    assert all(not +count.counts for count in report.rules)


def test_a_rule_without_meaning_is_named_once_and_fails_the_file() -> None:
    broken = msgspec.structs.replace(SURVEY.rules["B02"], id="B99", expect="RD130 = RD999")
    pack = msgspec.structs.replace(SURVEY, rules={**SURVEY.rules, "B99": broken})
    report = check_records(pack, survey(SOUND, SOUND))
    [count] = [count for count in report.rules if count.rule == "B99"]
    assert count.problem is not None
    assert "RD999" in count.problem.what("zh")
    assert "RD999" in count.problem.what("en")
    assert list(told(report, "B99")) == [None]
    assert report.failing("error") == 1
    assert numbers(report, "B01") == {"pass": 2}


SAID = st.sampled_from(["-", "0", "1", "20", "99", "100", "101", "12.5", "x", "-3"])
LINE = st.tuples(st.sampled_from(["C26", "M72", "-", "??"]), st.sampled_from(["是", "否", "-"]), *[SAID] * 6).map(
    " ".join
)


@FEW
@given(st.lists(LINE, min_size=1, max_size=5), LINE)
def test_each_record_is_judged_like_a_return_of_its_own(lines: list[str], earlier: str) -> None:
    """Two ways to the same outcomes: a file of records, and each enterprise's own returns."""
    now, then = "\n".join([FIELDS, *lines]), f"{FIELDS}\n{earlier}"
    keys = ["A"] * len(lines)
    report = check_records(
        SURVEY,
        survey(*lines, keys=keys),
        {("last_year",): survey(earlier, keys=["A"], period=BEFORE)},
        everything=True,
    )
    expected = Counter()
    for place in range(len(lines)):
        held = {
            ("RD", NOW): returned(SURVEY, "RD", NOW, now, place),
            ("RD", BEFORE): returned(SURVEY, "RD", BEFORE, then, 0),
        }
        snapshot = Snapshot(SURVEY, "firm", held)
        expected.update(
            (place, r.rule, r.outcome) for r in results(snapshot, "RD", Period.parse(NOW), SURVEY.rules)
        )
    found = Counter(
        (place, o.rule, o.outcome)
        for place, each in report.records.items()
        for o in each
        if o.rule in SURVEY.rules
    )
    assert found == expected


@FEW
@given(st.lists(LINE, min_size=2, max_size=5), st.randoms(use_true_random=False))
def test_the_order_of_records_changes_no_count(lines: list[str], draw) -> None:  # type: ignore[no-untyped-def]
    shuffled = list(lines)
    draw.shuffle(shuffled)
    one, other = check_records(SURVEY, survey(*lines)), check_records(SURVEY, survey(*shuffled))
    assert {c.rule: +c.counts for c in one.rules} == {c.rule: +c.counts for c in other.rules}
    assert one.failing("error") == other.failing("error")


@FEW
@given(st.lists(LINE, min_size=1, max_size=4))
def test_what_is_told_without_everything_is_what_went_wrong(lines: list[str]) -> None:
    whole, told_only = (check_records(SURVEY, survey(*lines), everything=each) for each in (True, False))
    wrong = {
        place: kept
        for place, found in whole.records.items()
        if (kept := [(o.rule, o.outcome) for o in found if o.outcome in ("fail", "undecided")])
    }
    assert {p: [(o.rule, o.outcome) for o in found] for p, found in told_only.records.items()} == wrong
    assert all(o.finding is not None for found in told_only.records.values() for o in found)


@FEW
@given(st.lists(LINE, min_size=1, max_size=5))
def test_every_rule_comes_out_once_for_every_record(lines: list[str]) -> None:
    assert len(cut("\n".join([FIELDS, *lines]))[1]) == len(lines)
    report = check_records(SURVEY, survey(*lines))
    for count in report.rules:
        if count.rule in SURVEY.rules:
            assert sum(count.counts.values()) == len(lines)
