"""Functions over rows: what each gives of no rows, one row and several, of blanks and of cells not readable."""

from __future__ import annotations

from fractions import Fraction
from statistics import median

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forms.checking import RuleResult
from tests.forms.rules.desk import Desk

few = settings(max_examples=25, deadline=None)
ROWS = """
    PR 2025-09
    PR[a].PR001 = P-1
    PR[a].PR003 = 30
    PR[a].PR004 = 100
    PR[a].PR005 = 开工
    PR[b].PR001 = P-2
    PR[b].PR003 = 10
    PR[b].PR004 = 400
    PR[b].PR005 = 投产
    PR[c].PR001 = P-3
    PR[c].PR003 = 20
    PR[c].PR004 = 50
    PR[c].PR005 = 投产
"""
EMPTY = "PR 2025-09"


def result(rule: str, entered: str = ROWS) -> RuleResult:
    [found] = Desk(f"rule R1@PR: {rule} | scope form\n{entered}").outcomes()
    return found


def outcome(rule: str, entered: str = ROWS) -> str:
    return result(rule, entered).outcome


# --- several rows ---


@pytest.mark.parametrize(
    "rule",
    [
        "sum(PR003) = 60",
        "mean(PR003) = 20",
        "median(PR003) = 20",
        "largest(PR003) = 30",
        "smallest(PR003) = 10",
        "count(PR) = 3",
        "count(PR003) = 3",
        "unique(PR001)",
        "not unique(PR005)",
        "every(PR003 > 0)",
        "any(PR003 = 10)",
        "not every(PR003 > 10)",
        "not any(PR003 > 30)",
        'sum(PR003 where PR005 = "7") = 30',
        'count(PR where PR005 = "7") = 2',
        'mean(PR004 where PR005 = "7") = 225',
        'median(PR004 where PR005 = "7") = 225',
        'every(PR003 <= 20 where PR005 = "7")',
        'any(PR004 = 100 where PR005 = "3")',
        "unique(PR005 where PR003 > 10)",
        "largest(PR003, PR004) = 100",
        "smallest(PR003, PR004) = 400",
        'largest(PR003, PR001) = "P-1"',
        'largest(PR004, PR005) = "7"',
        'largest(PR003, PR001 where PR005 = "7") = "P-3"',
        "sum(PR003 * 2 + 1) = 123",
        "sum(PR004 - PR003) = 490",
        "sum(PR003 / PR004) between 0.72 and 0.73",
    ],
)
def test_over_three_projects(rule: str) -> None:
    assert outcome(rule) == "pass"


@pytest.mark.parametrize(
    "rule",
    [
        "sum(PR003) = 61",
        "mean(PR003) > 20",
        "count(PR) != 3",
        "unique(PR005)",
        "every(PR003 < 30)",
        "any(PR003 > 30)",
    ],
)
def test_what_does_not_hold_over_three_projects(rule: str) -> None:
    assert outcome(rule) == "fail"


# --- no rows ---


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ("sum(PR003) = 0", "pass"),
        ("count(PR) = 0", "pass"),
        ("count(PR003) = 0", "pass"),
        ("unique(PR001)", "pass"),
        ("every(PR003 > 0)", "pass"),
        ("any(PR003 > 0)", "fail"),
        ("mean(PR003) = 0", "not_applicable"),
        ("median(PR003) = 0", "not_applicable"),
        ("largest(PR003) = 0", "not_applicable"),
        ("smallest(PR003) = 0", "not_applicable"),
        ("largest(PR003, PR004) = 0", "not_applicable"),
        ("blank(PR)", "pass"),
        ("filled(PR)", "fail"),
    ],
)
def test_of_no_rows_a_sum_is_nothing_and_a_mean_is_none(rule: str, expected: str) -> None:
    assert outcome(rule, EMPTY) == expected


@pytest.mark.parametrize(
    "rule",
    [
        "mean(PR003 where PR003 > 99) = 0",
        "largest(PR003 where PR003 > 99) = 0",
        "smallest(PR003, PR004 where PR003 < 0) = 0",
    ],
)
def test_where_no_row_counts_there_is_no_mean(rule: str) -> None:
    assert outcome(rule) == "not_applicable"


@pytest.mark.parametrize(
    "rule", ["sum(PR003) = 0", "count(PR) = 0", "every(PR003 > 0)", "any(PR003 > 0)", "unique(PR001)"]
)
def test_a_return_that_is_not_there_has_no_rows_to_speak_of(rule: str) -> None:
    """Not the same as a return without rows: nothing is said of it."""
    [found] = Desk(f"rule R1: {rule}\nAA 2025-09\nAA001 = 1").outcomes()
    assert found.outcome == "not_applicable"


def test_another_forms_rows_once_it_is_there() -> None:
    Desk("""
        rule total: sum(PR003) * 10 = AA001
        rule none: count(PR where PR003 > AA001) = 0
        AA 2025-09
        AA001 = 300
        PR 2025-09
        PR[a].PR003 = 10
        PR[b].PR003 = 20
        expect total pass
        expect none pass
    """).verify()


# --- blanks and what cannot be read ---

BLANK = ROWS + "PR[d].PR001 = P-4\n"
ODD = ROWS + "PR[d].PR001 = P-4\nPR[d].PR003 = 约二十\n"
WAIVED = ROWS + "PR[d].PR003 = n/a\n"


@pytest.mark.parametrize(
    ("rule", "blank", "odd", "waived"),
    [
        ("sum(PR003) = 60", "not_applicable", "undecided", "not_applicable"),
        ("sum(PR003) = 60 | missing zero", "pass", "undecided", "not_applicable"),
        ("sum(PR003) = 60 | missing decide", "undecided", "undecided", "not_applicable"),
        ("sum(or_zero(PR003)) = 60", "pass", "undecided", "not_applicable"),
        ("sum(PR003 where filled(PR003)) = 60", "pass", "undecided", "pass"),
        ("mean(PR003) = 15 | missing zero", "pass", "undecided", "not_applicable"),
        ("smallest(PR003) = 0 | missing zero", "pass", "undecided", "not_applicable"),
        ("largest(PR003) = 30 | missing decide", "undecided", "undecided", "not_applicable"),
        ("count(PR) = 4", "pass", "pass", "pass"),
        ("count(PR003) = 3", "pass", "undecided", "not_applicable"),
        ("every(PR003 > 5) | missing decide", "undecided", "undecided", "not_applicable"),
        ("every(PR003 > 15) | missing decide", "fail", "fail", "fail"),
        ("every(PR003 > 15)", "not_applicable", "fail", "not_applicable"),
        ("any(PR003 > 15) | missing decide", "pass", "pass", "pass"),
        ("any(PR003 > 99) | missing decide", "undecided", "undecided", "not_applicable"),
        ("unique(PR003)", "pass", "undecided", "pass"),
        ("unique(PR001)", "pass", "pass", "pass"),
    ],
)
def test_one_row_without_a_figure(rule: str, blank: str, odd: str, waived: str) -> None:
    assert (outcome(rule, BLANK), outcome(rule, WAIVED)) == (blank, waived)
    told = result(rule, ODD)
    assert told.outcome == odd
    assert (told.outcome == "undecided") <= bool(told.reason_zh)


def test_a_repeated_value_is_found_beside_one_that_cannot_be_read() -> None:
    assert outcome("unique(PR003)", ODD + "PR[e].PR003 = 30\n") == "fail"


def test_a_condition_that_cannot_be_told_leaves_the_sum_open() -> None:
    """Whether a row counts is as much a part of the sum as its figure."""
    entered = ROWS + "PR[d].PR003 = 5\nPR[d].PR005 = 已完工了吧\n"
    assert outcome('sum(PR003 where PR005 = "7") = 30', entered) == "undecided"
    assert outcome('count(PR where PR005 = "7") = 2', entered) == "undecided"
    assert outcome('any(PR003 = 10 where PR005 = "7") | missing decide', entered) == "pass"


# --- row by row ---


def test_this_row_against_all() -> None:
    Desk("""
        rule share@PR: PR003 <= 50% of sum(PR003)
        rule above@PR: PR003 >= mean(PR003)
        rule twin@PR: unique(PR001) | scope row
        PR 2025-09
        PR[a].PR001 = P-1
        PR[a].PR003 = 60
        PR[b].PR001 = P-2
        PR[b].PR003 = 30
        PR[c].PR001 = P-2
        PR[c].PR003 = 10
        PR[d].PR003 = 0
        expect share fail a
        expect share pass b
        expect share pass c
        expect above pass a
        expect above pass b
        expect above fail c
        expect above fail d
        expect twin pass a
        expect twin fail b
        expect twin fail c
        expect twin pass d
    """).verify()


def test_the_rows_of_each_project_are_its_own() -> None:
    Desk("""
        rule whole@PR: sum(PR006.share) = 100 | when filled(PR006)
        rule named@PR: unique(PR006.name)
        rule some@PR: count(PR006) >= 1
        PR 2025-09
        PR[a].PR001 = P-1
        PR[a].PR006[1].name = 甲
        PR[a].PR006[1].share = 60
        PR[a].PR006[2].name = 乙
        PR[a].PR006[2].share = 40
        PR[b].PR001 = P-2
        PR[b].PR006[1].name = 甲
        PR[b].PR006[1].share = 90
        PR[b].PR006[2].name = 甲
        PR[b].PR006[2].share = 20
        PR[c].PR001 = P-3
        expect whole pass a
        expect whole fail b
        expect whole n/a c
        expect named pass a
        expect named fail b
        expect named pass c
        expect some pass a
        expect some fail c
    """).verify()


# --- against arithmetic done otherwise ---


def entered(values: list[int]) -> str:
    return EMPTY + "".join(f"\nPR[r{index}].PR003 = {value}" for index, value in enumerate(values))


@few
@given(st.lists(st.integers(0, 10**9), min_size=1, max_size=7))
def test_the_folds_agree_with_plain_arithmetic(values: list[int]) -> None:
    total = sum(values)
    halves = Fraction(median(Fraction(value) for value in values))
    rules = [
        f"sum(PR003) = {total}",
        f"count(PR003) = {len(values)}",
        f"largest(PR003) = {max(values)}",
        f"smallest(PR003) = {min(values)}",
        f"mean(PR003) * {len(values)} = {total}",
        f"median(PR003) * 2 = {halves * 2}",
    ]
    assert [outcome(rule, entered(values)) for rule in rules] == ["pass"] * len(rules)


@few
@given(st.lists(st.integers(0, 6), max_size=7))
def test_unique_is_what_a_set_says(values: list[int]) -> None:
    expected = "pass" if len(set(values)) == len(values) else "fail"
    assert outcome("unique(PR003)", entered(values)) == expected


@few
@given(st.lists(st.integers(0, 100), max_size=6), st.integers(0, 100))
def test_every_and_any_are_each_others_opposite(values: list[int], bound: int) -> None:
    every = outcome(f"every(PR003 <= {bound})", entered(values))
    assert every == ("pass" if all(value <= bound for value in values) else "fail")
    assert outcome(f"not any(PR003 > {bound})", entered(values)) == every


@few
@given(st.permutations([30, 10, 20, 10, 0]))
def test_the_order_of_rows_does_not_matter(values: list[int]) -> None:
    rules = [
        "sum(PR003) = 70",
        "median(PR003) = 10",
        "mean(PR003) = 14",
        "largest(PR003) = 30",
        "not unique(PR003)",
    ]
    assert [outcome(rule, entered(values)) for rule in rules] == ["pass"] * len(rules)


@few
@given(st.lists(st.integers(0, 10**6), min_size=2, max_size=6), st.integers(0, 10**6))
def test_a_sum_falls_apart_by_any_condition(values: list[int], bound: int) -> None:
    rule = f"sum(PR003) = sum(PR003 where PR003 <= {bound}) + sum(PR003 where PR003 > {bound})"
    assert outcome(rule, entered(values)) == "pass"
