"""Linear conditions: what they leave one cell is exactly where they hold."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forms.locating.linear import ALWAYS, NEVER, Alternatives, Linear, both, cells_of, either, holds, meet, ranges
from forms.locating.model import Range

CELLS = ("a", "b", "c")
whole = st.integers(-20, 20).map(Decimal)
linears = st.builds(
    Linear, st.dictionaries(st.sampled_from(CELLS), st.integers(-3, 3).filter(bool).map(Decimal)), whole
)
conditions = st.lists(st.lists(linears, max_size=3).map(tuple), max_size=3).map(tuple)
values = st.fixed_dictionaries(dict.fromkeys(CELLS, whole))


def at_most(cell: str, bound: int) -> Alternatives:
    return ((Linear({cell: Decimal(1)}, Decimal(-bound)),),)


def at_least(cell: str, bound: int) -> Alternatives:
    return ((Linear({cell: Decimal(-1)}, Decimal(bound)),),)


@given(conditions, values, whole)
@settings(max_examples=200)
def test_a_value_is_in_the_ranges_exactly_where_the_condition_holds(
    condition: Alternatives, known: dict[str, Decimal], value: Decimal
) -> None:
    inside = any(value in part for part in ranges(condition, "a", known))
    assert inside is holds(condition, {**known, "a": value})


@given(conditions, conditions, values)
@settings(max_examples=100)
def test_and_or_mean_what_they_say(one: Alternatives, other: Alternatives, known: dict[str, Decimal]) -> None:
    assert holds(both(one, other), known) is (holds(one, known) and holds(other, known))
    assert holds(either([one, other]), known) is (holds(one, known) or holds(other, known))


@given(conditions, conditions, values, whole)
@settings(max_examples=100)
def test_ranges_that_meet_are_those_of_both(
    one: Alternatives, other: Alternatives, known: dict[str, Decimal], value: Decimal
) -> None:
    shared = meet(ranges(one, "a", known), ranges(other, "a", known))
    assert any(value in part for part in shared) is holds(both(one, other), {**known, "a": value})


@given(linears, linears, values)
def test_forms_are_added_and_scaled(one: Linear, other: Linear, known: dict[str, Decimal]) -> None:
    assert one.plus(other, Decimal(-2)).at(known) == one.at(known) - 2 * other.at(known)
    assert one.times(Decimal(3)).at(known) == 3 * one.at(known)


def test_a_cell_without_value_makes_nothing_true() -> None:
    assert not holds(at_most("a", 3), {})
    with pytest.raises(KeyError):
        Linear({"a": Decimal(1)}).at({})


def test_ranges_that_touch_become_one() -> None:
    assert ranges(either([at_most("a", 3), at_least("a", 2)]), "a", {}) == (Range(),)
    apart = ranges(either([at_least("a", 7), at_most("a", 3)]), "a", {})
    assert apart == (Range(None, Decimal(3)), Range(Decimal(7), None))


def test_always_and_never() -> None:
    assert ranges(ALWAYS, "a", {}) == (Range(),)
    assert ranges(NEVER, "a", {}) == ()
    assert cells_of(both(at_most("a", 1), at_least("b", 1))) == {"a", "b"}


def test_a_range_knows_its_edges() -> None:
    part = Range(Decimal(1), Decimal(2))
    assert Decimal(1) in part
    assert Decimal(2) in part
    assert Decimal(3) not in part
    assert part.meet(Range(Decimal(3))) is None
    assert part.meet(Range(Decimal(2))) == Range(Decimal(2), Decimal(2))
