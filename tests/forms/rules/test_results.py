"""The laws of three-valued logic, and comparing figures and quotients exactly."""

from __future__ import annotations

from decimal import Decimal, localcontext
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forms.rules.results import ZERO, Logic, Result, gap_of, holds
from forms.rules.scope import Unknown
from forms.rules.tree import Comparison, Truth
from forms.values.units import EXACT

NODE = Truth(0, True)
BLANK = Unknown("blank", NODE)
ODD = Unknown("unreadable", NODE)

values = st.sampled_from([True, False, BLANK, ODD])
several = st.lists(values, min_size=1, max_size=5)


def negated(value: Result) -> Result:
    return (not value) if isinstance(value, bool) else value


@given(several)
def test_de_morgan(parts: list[Result]) -> None:
    for missing in ("skip", "decide", "zero"):
        logic = Logic(missing)  # type: ignore[arg-type]
        assert negated(logic.all_of(parts, NODE)) is logic.any_of([negated(p) for p in parts], NODE)


@given(several, st.randoms())
def test_order_does_not_matter(parts: list[Result], random: object) -> None:
    for missing in ("skip", "decide", "zero"):
        logic = Logic(missing)  # type: ignore[arg-type]
        shuffled = list(parts)
        random.shuffle(shuffled)  # type: ignore[attr-defined]
        assert logic.all_of(parts, NODE) is logic.all_of(shuffled, NODE)
        assert logic.any_of(parts, NODE) is logic.any_of(shuffled, NODE)


@given(several)
def test_kleene_and_is_the_least(parts: list[Result]) -> None:
    """false < unknown < true, and *and* is the minimum."""
    result = Logic("decide").all_of(parts, NODE)
    if False in parts:
        assert result is False
    elif all(part is True for part in parts):
        assert result is True
    else:
        assert isinstance(result, Unknown)


@given(several)
def test_one_missing_part_makes_the_whole_missing_under_skip(parts: list[Result]) -> None:
    result = Logic("skip").all_of(parts, NODE)
    if BLANK in parts and not all(part is True for part in parts):
        assert result is BLANK
    assert (result is BLANK) <= (BLANK in parts)


def test_a_fault_outweighs_a_blank_unless_blanks_are_skipped() -> None:
    assert Logic("decide").all_of([BLANK, ODD, True], NODE) is ODD
    assert Logic("skip").all_of([ODD, BLANK, True], NODE) is BLANK
    mixed = Logic("decide").all_of([Decimal(1), True], NODE)
    assert isinstance(mixed, Unknown)
    assert mixed.why == "wrong-type"


figures = st.decimals(allow_nan=False, allow_infinity=False, places=2, min_value=-(10**15), max_value=10**15)
divisors = figures.filter(bool)


@given(figures, divisors, figures, divisors)
def test_quotients_compare_as_fractions_do(a: Decimal, b: Decimal, c: Decimal, d: Decimal) -> None:
    exact = Fraction(a) / Fraction(b) - Fraction(c) / Fraction(d)
    with localcontext(EXACT):
        gap = gap_of(a / b, c / d, divided=True)
    assert (gap > 0) is (exact > 0)
    assert (gap == 0) is (exact == 0)


@pytest.mark.parametrize("op", ["=", "!=", "<", "<=", ">", ">="])
@given(gap=figures)
def test_a_tolerance_only_widens_and_zero_is_exact(op: Comparison, gap: Decimal) -> None:
    plain = {"=": gap == 0, "!=": gap != 0, "<": gap < 0, "<=": gap <= 0, ">": gap > 0, ">=": gap >= 0}[op]
    assert holds(op, gap, ZERO) is plain
    wide = holds(op, gap, Decimal(5))
    assert wide if plain and op != "!=" else True
    assert plain if wide and op == "!=" else True
