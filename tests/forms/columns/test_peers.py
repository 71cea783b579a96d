"""Medians by class: over the rows of a list and over many enterprises, by closures and by columns alike."""

from __future__ import annotations

from statistics import median

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forms.checking import Snapshot, results
from forms.columns.compiled import check_table, plan_for
from forms.columns.of_records import ByColumns
from forms.columns.tables.table import Table
from forms.pack.model import Pack, Rule
from forms.periods import Period
from forms.records import Records, check_records
from forms.returns import Return
from forms.values.reading import read
from tests.forms.packs.words import FIRM
from tests.forms.records.lists import RETAIL, SURVEY, records, spec

KINDS = ("SM", "HM", "CL")
OUTLETS = st.lists(
    st.tuples(
        st.sampled_from([*KINDS, "", "??"]), st.sampled_from(["", "x", "5", "10", "20.5", "400", "99999999999"])
    ),
    min_size=1,
    max_size=14,
)


def with_rules(pack: Pack, form: str, **rules: str) -> Pack:
    made = {
        name: Rule(id=name, form=form, level="hint", expect=expect, zh="规则", en="rule")
        for name, expect in rules.items()
    }
    return msgspec.structs.replace(pack, rules=made)


LISTED = with_rules(
    RETAIL,
    "RT",
    most="RT010 <= 3 * peer_median(RT010, RT003, 3)",
    count="peer_count(RT010, RT003) >= 2",
    food="RT010 <= 3 * peer_median(RT010, group(RT003, kind), 2)",
    ratio="RT010 / RT004 <= 2 * peer_median(RT010 / RT004, RT003, 2)",
)
SURVEYED = with_rules(SURVEY, "RD", most="RD100 <= 5 * peer_median(RD100, RD001, 3)")


def outlets(rows: list[tuple[str, str]]) -> Records:
    lines = "\n".join(f"R{n} {kind or '-'} {n % 4} {turnover or '-'}" for n, (kind, turnover) in enumerate(rows))
    return records(RETAIL, "RT", "2025-01", "RT001 RT003 RT004 RT010\n" + lines)


def said(pack: Pack, now: Records, rule: str) -> dict[int | None, str]:
    """What a rule says of each record, asserted to be the same over columns, reasons and words included."""
    expected = check_records(pack, now, everything=True)
    found = check_records(pack, now, everything=True, outcomes_of=ByColumns())
    assert found.records == expected.records
    told = {place: o.outcome for place, every in expected.records.items() for o in every if o.rule == rule}
    return dict(sorted(told.items(), key=lambda item: item[0] or 0))


@settings(max_examples=60, deadline=None)
@given(OUTLETS)
def test_a_list_over_columns_is_the_list_row_by_row(rows: list[tuple[str, str]]) -> None:
    said(LISTED, outlets(rows), "most")  # and what every other rule says of it


@settings(max_examples=30, deadline=None)
@given(OUTLETS)
def test_the_median_is_that_of_the_readable_figures_of_the_group(rows: list[tuple[str, str]]) -> None:
    found = said(LISTED, outlets(rows), "most")
    for place, (kind, turnover) in enumerate(rows):
        known = [float(t) for k, t in rows if k == kind and t not in ("", "x")]
        if kind not in KINDS or turnover in ("", "x"):
            assert found[place] in ("not_applicable", "undecided")
        elif len(known) < 3:
            assert found[place] == "undecided"
        else:
            assert found[place] == ("pass" if float(turnover) <= 3 * median(known) else "fail")


def test_too_small_a_group_is_undecided_and_says_so() -> None:
    now = outlets([("SM", "10"), ("SM", "20"), ("CL", "5"), ("CL", "7"), ("CL", "90")])
    assert list(said(LISTED, now, "most").values()) == ["undecided", "undecided", "pass", "pass", "fail"]
    report = check_records(LISTED, now)
    [told] = [o.finding for o in report.records[0] if o.rule == "most"]
    assert told is not None
    assert told.reason_zh == "同组的单位太少，求不出类型（RT003）相同的各单位 零售额（RT010）的中位数"
    assert told.reason_en.startswith("Too few of the same group for the median of")
    [failed] = [o.finding for o in report.records[4] if o.rule == "most"]
    assert failed is not None
    assert "90" in failed.actual_zh
    assert "7" in failed.actual_zh


def surveyed(*answers: tuple[str, str]) -> Records:
    lines = "\n".join(" ".join(answer) for answer in answers)
    return records(SURVEY, "RD", "2024", "RD001 RD100\n" + lines, keys=[f"E{n}" for n in range(len(answers))])


def test_enterprises_of_one_file_are_each_others_peers() -> None:
    now = surveyed(("C26", "10"), ("C26", "20"), ("C26", "900"), ("C20", "900"), ("C26", "x"))
    assert list(said(SURVEYED, now, "most").values()) == ["pass", "pass", "fail", "undecided", "undecided"]


def firm(industry: str, spent: str) -> dict[tuple[str, str], Return]:
    made = Return(FIRM, "RD", Period.parse("2024"), SURVEY.version)
    for field, text in (("RD001", industry), ("RD100", spent)):
        made.cells[field] = read(text, spec(SURVEY, "RD", field), SURVEY)
    return {("RD", "2024"): made}


def test_hundreds_of_enterprises_as_one_table() -> None:
    """As an office holds them: a return of each firm, the median of a class over all of them."""
    firms = [firm("C26" if n % 3 else "C20", str(10 + n % 7 if n != 50 else 5000)) for n in range(200)]
    table = Table.from_returns(SURVEYED, "RD", Period.parse("2024"), firms)
    found = check_table(SURVEYED, "RD", table)["most"]
    assert found.by_closure == 0
    assert found.counts == {"pass": 199, "fail": 1, "not_applicable": 0, "undecided": 0}
    assert [note.way for note in plan_for(SURVEYED, "RD").explain()] == ["columns"]


def test_a_return_by_itself_has_no_peers() -> None:
    snapshot = Snapshot(SURVEYED, FIRM, firm("C26", "10"))
    (only,) = results(snapshot, "RD", Period.parse("2024"))
    assert (only.outcome, only.reason_zh) == ("not_applicable", "只有一家单位，没有同组单位可比")


@pytest.mark.parametrize(
    "expect", ["peer_median(RT010) > 1", "peer_median(RT010, RT003, 0) > 1", "peer_count(RT010, RT003, 3) > 1"]
)
def test_uses_without_meaning_are_refused(expect: str) -> None:
    pack = with_rules(RETAIL, "RT", odd=expect)
    report = check_records(pack, outlets([("SM", "1")]))
    [count] = [count for count in report.rules if count.rule == "odd"]
    assert count.problem is not None
    assert count.problem.code == "rule.arguments"
