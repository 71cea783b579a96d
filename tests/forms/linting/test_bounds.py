"""Ranges and sums of unknown figures: what they allow is what the numbers in them allow."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forms.linting.bounds import Linear, Range, linear, signature
from forms.pack import load_pack
from forms.rules.binding import Binder
from forms.rules.parser import parse
from forms.rules.tree import Compare, Node

BINDER = Binder(load_pack(Path(__file__).parents[1] / "rules/small"))
few = settings(max_examples=40, deadline=None)
numbers = st.integers(-6, 6).map(Fraction) | st.fractions(-6, 6, max_denominator=4)
ends = st.none() | numbers
ranges = st.builds(Range, ends, ends, st.booleans(), st.booleans())
factors = numbers.filter(bool)


def inside(value: Fraction, allowed: Range) -> bool:
    """Whether a number lies in a range, said without the range's own words."""
    low = allowed.low is None or (value > allowed.low if allowed.low_open else value >= allowed.low)
    high = allowed.high is None or (value < allowed.high if allowed.high_open else value <= allowed.high)
    return low and high


def number(text: str) -> Node:
    """The tree of an expression that gives a number."""
    tree = parse(f"{text} = 0")
    assert isinstance(tree, Compare)
    return tree.left


def form(text: str) -> Linear:
    return linear(number(text), BINDER)


def same(one: str, other: str) -> bool:
    """Whether the difference of two expressions is certainly nought."""
    left = form(one).plus(form(other), Fraction(-1))
    return not left.terms and not left.constant


@given(ranges, ranges, numbers)
@few
def test_a_number_is_in_the_meet_exactly_when_it_is_in_both(one: Range, other: Range, value: Fraction) -> None:
    assert inside(value, one.meet(other)) is (inside(value, one) and inside(value, other))


@given(ranges, ranges)
@few
def test_what_two_ranges_share_does_not_depend_on_their_order(one: Range, other: Range) -> None:
    assert one.meet(other).empty is other.meet(one).empty


@given(ranges, numbers)
@few
def test_an_empty_range_holds_no_number(allowed: Range, value: Fraction) -> None:
    assert not (allowed.empty and inside(value, allowed))


@given(ranges)
@few
def test_a_range_that_is_not_empty_holds_a_number(allowed: Range) -> None:
    low = allowed.low if allowed.low is not None else (allowed.high or Fraction(0)) - 1
    high = allowed.high if allowed.high is not None else low + 1
    assert inside((low + high) / 2, allowed) is not allowed.empty


@given(ranges, factors, numbers)
@few
def test_a_multiple_of_a_number_is_in_the_multiple_of_its_range(
    allowed: Range, factor: Fraction, value: Fraction
) -> None:
    assert inside(value * factor, allowed.times(factor)) is inside(value, allowed)


@given(ranges, factors)
@few
def test_multiplying_there_and_back_changes_nothing(allowed: Range, factor: Fraction) -> None:
    there = allowed.times(factor).times(1 / factor)
    assert (there.low, there.high) == (allowed.low, allowed.high)


@given(ranges, ranges, numbers, numbers)
@few
def test_a_sum_of_numbers_is_in_the_sum_of_their_ranges(
    one: Range, other: Range, value: Fraction, more: Fraction
) -> None:
    if inside(value, one) and inside(more, other):
        assert inside(value + more, one.plus(other))


@pytest.mark.parametrize(
    ("allowed", "empty"),
    [
        (Range(), False),
        (Range(Fraction(3)), False),
        (Range(None, Fraction(3), high_open=True), False),
        (Range(Fraction(3), Fraction(3)), False),
        (Range(Fraction(3), Fraction(3), low_open=True), True),
        (Range(Fraction(3), Fraction(3), high_open=True), True),
        (Range(Fraction(4), Fraction(3)), True),
        (Range(Fraction(3), Fraction(4), low_open=True, high_open=True), False),
    ],
)
def test_the_edges_decide_whether_anything_is_left(allowed: Range, empty: bool) -> None:
    assert allowed.empty is empty


def test_of_two_equal_ends_the_open_one_is_narrower() -> None:
    closed, opened = Range(Fraction(1), Fraction(5)), Range(Fraction(1), Fraction(5), True, True)
    assert closed.meet(opened) == opened.meet(closed) == opened


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("AA001 + AA003", "AA003 + AA001"),
        ("AA001 - AA003", "-(AA003 - AA001)"),
        ("2 * AA001", "AA001 + AA001"),
        ("AA001 * 3 / 6", "AA001 * 0.5"),
        ("(AA001 + AA003) * 2", "2 * AA001 + 2 * AA003"),
        ("AA001 * 10%", "AA001 / 10"),
        ("AA001 - AA001", "0"),
        ("abs(AA001 - AA003) + 1", "1 + abs(AA001 - AA003)"),
        ("previous(AA001) * 2", "previous(AA001) + previous(AA001)"),
        ("AA001 / AA003 + AA001", "AA001 + AA001 / AA003"),
        ("--AA001", "AA001"),
    ],
)
def test_expressions_that_always_give_the_same_number(one: str, other: str) -> None:
    assert same(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("AA001", "AA003"),
        ("AA001", "AA001@ly"),
        ("AA001", "previous(AA001)"),
        ("previous(AA001)", "last_year(AA001)"),
        ("AA001", "AA001 + 1"),
        ("AA001 * 2", "AA001 * 3"),
        ("AA001 / AA003", "AA003 / AA001"),
        ("abs(AA001)", "AA001"),
        ("max(AA001, AA003)", "max(AA001, 3)"),
        ("AA001 * AA003", "AA001 + AA003"),
        ("AA001 * AA001", "AA001"),
    ],
)
def test_expressions_that_may_differ(one: str, other: str) -> None:
    assert not same(one, other)


def test_a_thing_has_one_signature_wherever_it_is_written() -> None:
    assert signature(number("AA001 + 3")) == signature(number("   AA001   +   3"))
    assert signature(number("AA001")) != signature(number("AA001@ly"))
    assert hash(signature(number("max(AA001, sum(PR003 where PR003 > 1))")))


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("7", 7, 7),
        ("abs(AA001)", 0, None),
        ("-abs(AA001)", None, 0),
        ("3 - abs(AA001)", None, 3),
        ("abs(AA001) + abs(AA003) + 2", 2, None),
        ("abs(AA001) - abs(AA003)", None, None),
        ("count(PR)", 0, None),
        ("2 * count(PR) + 1", 1, None),
        ("months", 1, 12),
        ("12 - months", 0, 11),
        ("period.month", 1, 12),
        ("period.quarter", 1, 4),
        ("3 * period.quarter - months", -9, 11),
        ("AA001", None, None),
        ("previous(abs(AA001))", 0, None),
        ("length(AA016)", 0, None),
    ],
)
def test_what_is_known_of_a_number_before_anything_is_entered(
    text: str, low: int | None, high: int | None
) -> None:
    allowed = form(text).range
    assert (allowed.low, allowed.high) == (low, high)
    assert not allowed.empty


def test_dividing_by_nought_is_left_alone() -> None:
    made = form("AA001 / 0")
    assert made.constant == 0
    assert len(made.terms) == 1
    assert made.range == Range()


def test_a_product_of_two_figures_is_a_thing_of_its_own() -> None:
    made = form("2 * (AA001 * AA003)")
    assert list(made.terms.values()) == [2]
    assert same("2 * (AA001 * AA003)", "(AA001 * AA003) + (AA001 * AA003)")


@given(st.lists(st.integers(-4, 4), min_size=3, max_size=3), st.lists(st.integers(-4, 4), min_size=3, max_size=3))
@few
def test_sums_of_figures_are_added_line_by_line(one: list[int], other: list[int]) -> None:
    codes = ("AA001", "AA003", "AA005")
    parts = [" + ".join(f"({k}) * {c}" for k, c in zip(ks, codes, strict=True)) for ks in (one, other)]
    both = [a + b for a, b in zip(one, other, strict=True)]
    assert same(f"{parts[0]} + ({parts[1]})", " + ".join(f"({k}) * {c}" for k, c in zip(both, codes, strict=True)))


@given(st.integers(1, 9), st.integers(1, 9), factors)
@few
def test_forms_in_proportion_are_normalised_alike(first: int, second: int, factor: Fraction) -> None:
    base = form(f"{first} * AA001 - {second} * AA003")
    nothing = Linear(Fraction(0), {}, {})
    (terms, lead), (scaled, other) = base.normal(), nothing.plus(base, factor).normal()
    assert terms == scaled
    assert other / lead == factor
