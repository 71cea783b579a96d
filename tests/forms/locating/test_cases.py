"""Values by cases mean what arithmetic means: compared at random figures."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from forms.locating.cases import Case, NotLiftedError, added, compare, extreme, joined, multiplied
from forms.locating.linear import ALWAYS, NEVER, Alternatives, Linear, holds
from forms.rules.tree import Comparison

STEP = Decimal(1)
A, B = (Linear({cell: Decimal(1)}) for cell in "ab")
figures = st.integers(-30, 30).map(Decimal)
TESTS: dict[Comparison, Callable[[Decimal, Decimal], bool]] = {
    "=": lambda one, other: one == other,
    "!=": lambda one, other: one != other,
    "<": lambda one, other: one < other,
    "<=": lambda one, other: one <= other,
    ">": lambda one, other: one > other,
    ">=": lambda one, other: one >= other,
}


def value(linear: Linear) -> list[Case]:
    return [Case(ALWAYS, linear)]


def number(figure: Decimal) -> list[Case]:
    return value(Linear({}, figure))


def at(condition: Alternatives, a: Decimal, b: Decimal) -> bool:
    return holds(condition, {"a": a, "b": b})


@pytest.mark.parametrize("op", TESTS)
@given(a=figures, b=figures)
def test_two_figures_are_compared(op: Comparison, a: Decimal, b: Decimal) -> None:
    assert at(compare(value(A), value(B), op, Decimal(0), STEP), a, b) is TESTS[op](a, b)


@pytest.mark.parametrize(("op", "off"), [("=", 2), ("<=", 2), (">=", 2), ("<", 2), (">", 2), ("!=", 2)])
@given(a=figures, b=figures)
def test_a_tolerance_widens_what_holds(op: Comparison, off: int, a: Decimal, b: Decimal) -> None:
    gap = a - b
    wanted = {
        "=": abs(gap) <= off,
        "!=": abs(gap) > off,
        "<=": gap <= off,
        ">=": gap >= -off,
        "<": gap < off,
        ">": gap > -off,
    }[op]
    assert at(compare(value(A), value(B), op, Decimal(off), STEP), a, b) is wanted


@given(figures, figures, figures)
def test_the_larger_and_the_smaller(a: Decimal, b: Decimal, bound: Decimal) -> None:
    larger, smaller = (extreme([value(A), value(B)], largest=largest) for largest in (True, False))
    assert at(compare(larger, number(bound), "<=", Decimal(0), STEP), a, b) is (max(a, b) <= bound)
    assert at(compare(smaller, number(bound), "=", Decimal(0), STEP), a, b) is (min(a, b) == bound)


@pytest.mark.parametrize("op", TESTS)
@given(a=figures, b=figures, bound=figures)
def test_a_quotient_is_compared_with_a_number(op: Comparison, a: Decimal, b: Decimal, bound: Decimal) -> None:
    assume(b)
    quotient = [multiplied(one, other, "/") for one in value(A) for other in value(B)]
    assert at(compare(quotient, number(bound), op, Decimal(0), STEP), a, b) is TESTS[op](a / b, bound)
    assert at(compare(number(bound), quotient, op, Decimal(0), STEP), a, b) is TESTS[op](bound, a / b)


@given(figures, figures, figures)
def test_a_number_beside_a_quotient(a: Decimal, b: Decimal, beside: Decimal) -> None:
    assume(b)
    quotient = [multiplied(one, other, "/") for one in value(A) for other in value(B)]
    growth = added([(Decimal(1), quotient), (Decimal(-1), number(beside))])
    assert at(compare(growth, number(Decimal(0)), ">=", Decimal(0), STEP), a, b) is (a / b - beside >= 0)


@given(figures, figures)
def test_sums_and_multiples(a: Decimal, b: Decimal) -> None:
    doubled = [multiplied(one, other, "*") for one in value(A) for other in number(Decimal(2))]
    whole = added([(Decimal(1), doubled), (Decimal(-1), value(B))])
    assert at(compare(whole, number(Decimal(0)), "=", Decimal(0), STEP), a, b) is (2 * a == b)


def test_what_is_not_linear_is_refused() -> None:
    (a,), (b,) = value(A), value(B)
    quotient = multiplied(a, b, "/")
    for one, other, op in ((a, b, "*"), (quotient, b, "*"), (quotient, a, "/"), (a, quotient, "/")):
        with pytest.raises(NotLiftedError):
            multiplied(one, other, op)
    with pytest.raises(NotLiftedError):
        compare([quotient], [quotient], "=", Decimal(0), STEP)
    with pytest.raises(NotLiftedError):
        extreme([[quotient], [a]], largest=True)
    with pytest.raises(NotLiftedError):
        added([(Decimal(1), [quotient]), (Decimal(1), [a])])


def test_too_many_cases_are_refused() -> None:
    choice: Alternatives = (((A,)), ((B,)))
    with pytest.raises(NotLiftedError) as caught:
        joined([choice] * 7, together=True)
    assert caught.value.why == "too-many-cases"
    assert len(joined([choice] * 7, together=False)) == 14
    assert joined([ALWAYS, NEVER], together=True) == NEVER
