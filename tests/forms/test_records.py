"""Records checked as columns come out as the same records checked as returns."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forms.checking import Snapshot, results
from forms.pack import load_pack
from forms.periods import Period
from forms.records import Listed, RecordColumn, by_closures, check_records
from forms.returns import Cell, Return
from forms.values.reading import read
from tests.forms.record_columns import FIELDS, MONTH, columns, spec_at_field

FOREIGN = Path(__file__).parent / "foreign"
RETAIL, RD = load_pack(FOREIGN / "retail"), load_pack(FOREIGN / "rd-survey")
TEXTS = st.sampled_from(["", "1", "2", "0", "100", "12.5", "x", "SM", "WB"])
ROWS = st.lists(st.tuples(*[TEXTS] * len(FIELDS)), min_size=1, max_size=6)


def as_return(rows: list[tuple[str, ...]], period: Period) -> Return:
    made = Return("firm", "RT", period, "3", rows={"RT": [str(n) for n in range(len(rows))]})
    for n, row in enumerate(rows):
        for field, text in zip(FIELDS, row, strict=True):
            if text:
                address = f"RT[{n}].{field}"
                made.cells[address] = read(text, spec_at_field(RETAIL, "RT", field), RETAIL)
    return made


@settings(max_examples=60, deadline=None)
@given(ROWS, ROWS)
def test_rows_come_out_as_in_a_return(now: list[tuple[str, ...]], before: list[tuple[str, ...]]) -> None:
    report = check_records(
        RETAIL,
        columns(RETAIL, "RT", FIELDS, now),
        {("previous",): columns(RETAIL, "RT", FIELDS, before)},
        everything=True,
    )
    earlier = as_return(before, Period.parse("2024-12"))
    snapshot = Snapshot(RETAIL, "firm", {("RT", "2025-01"): as_return(now, MONTH), ("RT", "2024-12"): earlier})
    rules = [rule for rule in RETAIL.rules if rule != "T04"]  # T04 asks for a computed indicator
    expected = Counter((r.rule, r.outcome, r.row) for r in results(snapshot, "RT", MONTH, rules))
    found = Counter(
        (o.rule, o.outcome, None if place is None else str(place))
        for place, outcomes in report.records.items()
        for o in outcomes
        if o.rule in rules
    )
    assert found == expected


def test_single_records_are_returns_of_their_own() -> None:
    fields = ("RD001", "RD002", "RD100", "RD110", "RD120", "RD130")
    rows = [("C26", "是", "20", "10", "10", "0"), ("C26", "是", "31", "10", "10", "")]
    report = check_records(RD, columns(RD, "RD", fields, rows))
    counts = {count.rule: dict(count.counts) for count in report.rules}
    assert counts["B01"] == {"pass": 1, "fail": 1}
    assert counts["READ"] == {"pass": 2}
    assert {place: [o.rule for o in found] for place, found in report.records.items()} == {1: ["B01"]}
    assert report.failing("error") == 1


def test_how_outcomes_come_about_can_be_another_function() -> None:
    asked = []

    def elsewhere(rule, laid):  # type: ignore[no-untyped-def]
        asked.append(rule.rule.id)
        return Listed(by_closures(rule, laid).verdicts(everything=True))

    now = columns(RETAIL, "RT", FIELDS, [("1", "SM", "2", "1", "100", "100", "0")])
    same = check_records(RETAIL, now)
    other = check_records(RETAIL, now, outcomes_of=elsewhere)
    assert asked == list(RETAIL.rules)
    assert [count.counts for count in same.rules] == [count.counts for count in other.rules]


def test_very_many_findings_are_counted_and_the_first_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("forms.records.report.TOLD", 3)
    rows = [(str(n), "SM", "40", "1", "100", "100", "0") for n in range(10)]
    report = check_records(RETAIL, columns(RETAIL, "RT", FIELDS, rows))
    found = [o for outcomes in report.records.values() for o in outcomes if o.rule == "T03"]
    assert [o.finding is not None for o in found] == [True] * 3 + [False] * 7


@pytest.mark.parametrize(
    ("period", "before"), [("2025-01", "2024-12"), ("2025-02", "2025-01"), ("2025-12", "2025-11")]
)
def test_a_continuous_form_runs_on_over_the_year(period: str, before: str) -> None:
    form = RETAIL.forms["RT"]
    assert str(form.previous(Period.parse(period))) == before
    assert form.asked(Period.parse("2025-01"))


def test_a_form_of_the_year_starts_anew() -> None:
    form = load_pack(Path(__file__).parent / "rules/small").forms["AA"]
    assert form.previous(Period.parse("2025-02")) is None
    assert not form.asked(Period.parse("2025-01"))


def test_cells_are_made_when_they_are_looked_up() -> None:
    column = RecordColumn(["1", "", "x"], [None, None, None], {2: "value.not-a-number"})
    assert column.cell(1) is None
    assert column.cell(2) == Cell("x", problem="value.not-a-number", origin=column.cell(0).origin)  # type: ignore[union-attr]
