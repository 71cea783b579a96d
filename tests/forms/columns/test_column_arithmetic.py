"""Arithmetic on columns is that of fractions, in every row that is not left to the closures."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from forms.columns import numbers
from forms.columns.batch import Batch
from forms.columns.tables.cells import numbers as figures
from forms.columns.tables.table import Table
from forms.columns.values import MOST, Num, constant, limit_of, scaled
from forms.rules.binding import Binder
from forms.rules.tree import Comparison, Ref
from tests.forms.columns.comparisons import COMPARISONS
from tests.forms.columns.world import PERIOD, pack_with

FEW = settings(max_examples=40, deadline=None)
SIZE = 4
TOPS = st.one_of(
    st.integers(-12, 12), st.integers(-(10**9), 10**9), st.integers(-(MOST - 1), MOST - 1), st.just(MOST - 1)
)
BOTTOMS = st.one_of(st.integers(1, 12), st.integers(1, 10**12), st.integers(1, MOST - 1))


class Rows:
    """What one pass stops, row by row."""

    def __init__(self) -> None:
        self.stopped = np.zeros(SIZE, np.bool_)

    def stop(self, rows: np.ndarray) -> None:
        self.stopped |= rows

    @property
    def left(self) -> list[int]:
        """The rows the pass did settle."""
        return np.flatnonzero(~self.stopped).tolist()


def whole(tops: list[int], scale: int = 0) -> Num:
    """A column of numbers without a divisor."""
    top = np.array(tops, np.int64)
    return Num(top, scale, limit_of(top))


def quotient(tops: list[int], bottoms: list[int], scale: int = 0) -> Num:
    top, bottom = np.array(tops, np.int64), np.array(bottoms, np.int64)
    return Num(top, scale, limit_of(top), bottom, limit_of(bottom))


def exact(number: Num, row: int) -> Fraction:
    """The number a row stands for."""
    top = number.top[row if len(number.top) > 1 else 0]
    bottom = 1 if number.bottom is None else int(number.bottom[row if len(number.bottom) > 1 else 0])
    return Fraction(int(top), bottom * 10**number.scale)


def bounded(number: Num, rows: list[int]) -> bool:
    """Whether the bounds a column tells are true in the rows that were settled."""
    tops = [abs(int(number.top[row])) for row in rows]
    bottoms = [1] * len(rows) if number.bottom is None else [int(number.bottom[row]) for row in rows]
    return all(top <= number.limit for top in tops) and all(0 < bottom <= number.low for bottom in bottoms)


WHOLE = st.builds(whole, st.lists(TOPS, min_size=SIZE, max_size=SIZE), st.integers(0, 4))
QUOTIENT = st.builds(
    quotient,
    st.lists(TOPS, min_size=SIZE, max_size=SIZE),
    st.lists(BOTTOMS, min_size=SIZE, max_size=SIZE),
    st.integers(0, 4),
)
ANY = st.one_of(WHOLE, QUOTIENT)


@FEW
@given(ANY, ANY, st.booleans())
def test_sums_and_differences(left: Num, right: Num, adds: bool) -> None:
    rows = Rows()
    found = numbers.added(left, right, adds, rows)
    for row in rows.left:
        one, other = exact(left, row), exact(right, row)
        assert exact(found, row) == (one + other if adds else one - other)
    assert bounded(found, rows.left)


@FEW
@given(ANY, ANY)
def test_products(left: Num, right: Num) -> None:
    rows = Rows()
    found = numbers.multiplied(left, right, rows)
    assert [exact(found, row) for row in rows.left] == [exact(left, row) * exact(right, row) for row in rows.left]
    assert bounded(found, rows.left)


@FEW
@given(ANY, WHOLE)
def test_quotients_by_whole_columns(left: Num, right: Num) -> None:
    assume(all(right.top != 0))
    rows = Rows()
    found = numbers.divided(left, right, rows)
    assert [exact(found, row) for row in rows.left] == [exact(left, row) / exact(right, row) for row in rows.left]
    assert bounded(found, rows.left)


@FEW
@given(ANY, QUOTIENT)
def test_quotients_by_quotients(left: Num, right: Num) -> None:
    assume(all(right.top != 0))
    rows = Rows()
    found = numbers.divided(left, right, rows)
    assert [exact(found, row) for row in rows.left] == [exact(left, row) / exact(right, row) for row in rows.left]
    assert bounded(found, rows.left)


@FEW
@given(st.sampled_from(list(COMPARISONS)), ANY, ANY)
def test_comparisons_are_those_of_fractions(op: Comparison, left: Num, right: Num) -> None:
    rows = Rows()
    found = numbers.compared(op, left, right, rows)
    for row in rows.left:
        assert found[row] == COMPARISONS[op](exact(left, row), exact(right, row))


@FEW
@given(st.sampled_from(list(COMPARISONS)), ANY, ANY, WHOLE)
def test_comparisons_give_or_take(op: Comparison, left: Num, right: Num, allowed: Num) -> None:
    allowed = numbers.magnitude(allowed)
    rows = Rows()
    found = numbers.within(op, left, right, allowed, rows)
    for row in rows.left:
        one, other, width = exact(left, row), exact(right, row), exact(allowed, row)
        expected = {
            "=": abs(one - other) <= width,
            "!=": one != other,
            "<": one - other < width,
            "<=": one - other <= width,
            ">": other - one < width,
            ">=": other - one <= width,
        }
        assert found[row] == expected[op]


@FEW
@given(ANY, st.integers(0, 6))
def test_more_decimals_are_the_same_number(number: Num, more: int) -> None:
    rows = Rows()
    found = numbers.rescaled(number, number.scale + more, rows)
    assert found.scale == number.scale + more
    assert [exact(found, row) for row in rows.left] == [exact(number, row) for row in rows.left]


@FEW
@given(ANY)
def test_signs(number: Num) -> None:
    for row in range(SIZE):
        assert exact(numbers.negated(number), row) == -exact(number, row)
        assert exact(numbers.magnitude(number), row) == abs(exact(number, row))


@FEW
@given(st.lists(st.integers(-(10**6), 10**6), min_size=SIZE, max_size=SIZE), st.integers(0, 3), st.integers(0, 3))
def test_figures_of_ordinary_size_are_never_left_over(tops: list[int], one: int, other: int) -> None:
    rows = Rows()
    left, right = whole(tops, one), whole(tops[::-1], other)
    total = numbers.added(left, right, True, rows)
    numbers.multiplied(total, right, rows)
    numbers.compared("<=", total, left, rows)
    assert rows.left == list(range(SIZE))


@pytest.mark.parametrize(
    ("left", "right", "adds", "stopped"),
    [
        (MOST - 1, 0, True, False),
        (MOST - 1, 1, True, True),
        (MOST - 1, 1, False, False),
        (1 - MOST, 1, False, True),
        (1 - MOST, 1, True, False),
        (MOST // 2, MOST // 2, True, True),
        (MOST // 2 - 1, MOST // 2, True, False),
    ],
)
def test_the_border_of_what_a_sum_can_hold(left: int, right: int, adds: bool, stopped: bool) -> None:
    rows = Rows()
    numbers.added(whole([left] * SIZE), whole([right] * SIZE), adds, rows)
    assert rows.stopped.all() == stopped


@pytest.mark.parametrize(
    ("top", "power", "stopped"),
    [
        (1, 18, False),
        (4, 18, False),
        (5, 18, True),
        (1, 19, True),
        (0, 19, False),
        (0, 40, False),
        (-5, 18, True),
        (MOST - 1, 0, False),
        (MOST - 1, 1, True),
    ],
)
def test_the_border_of_what_a_power_of_ten_can_hold(top: int, power: int, stopped: bool) -> None:
    rows = Rows()
    found, limit = numbers.powered(np.array([top] * SIZE), abs(top), power, rows)
    assert rows.stopped.all() == stopped
    assert rows.stopped.any() == stopped
    if not stopped:
        assert int(found[0]) == top * 10**power
        assert limit >= abs(top) * 10**power


def test_only_the_rows_that_do_not_fit_are_stopped() -> None:
    rows = Rows()
    found = numbers.multiplied(whole([2, 3 * 10**9, -5, 7]), whole([10, 3 * 10**9, 10**17, 1]), rows)
    assert rows.stopped.tolist() == [False, True, False, False]
    assert [int(found.top[row]) for row in rows.left] == [20, -5 * 10**17, 7]


def test_after_added_quotients_a_tie_is_left_over_and_nothing_else() -> None:
    third, sixth = quotient([1] * SIZE, [3] * SIZE), quotient([1] * SIZE, [6] * SIZE)
    total = numbers.added(third, sixth, True, Rows())
    for op in COMPARISONS:
        rows = Rows()
        numbers.compared(op, total, Num(np.array([5, 4, 6, 5]), 1, 6), rows)
        assert rows.stopped.tolist() == [True, False, False, True]


def test_a_single_quotient_is_compared_even_at_a_tie() -> None:
    rows = Rows()
    found = numbers.compared("=", quotient([1, 2, 3, 4], [3, 6, 9, 13]), quotient([1] * SIZE, [3] * SIZE), rows)
    assert found.tolist() == [True, True, True, False]
    assert not rows.stopped.any()


def test_dividing_by_a_negative_keeps_the_divisor_positive() -> None:
    found = numbers.divided(whole([6, -6, 0, 7]), whole([-4, -4, -4, -7]), Rows())
    assert found.bottom is not None
    assert (found.bottom > 0).all()
    assert [exact(found, row) for row in range(SIZE)] == [Fraction(-3, 2), Fraction(3, 2), 0, -1]


@pytest.mark.parametrize(
    ("written", "scale", "expected"),
    [
        ("12.25", 2, 1225),
        ("12.25", 1, None),
        ("12.250", 2, 1225),
        ("-0.5", 1, -5),
        ("1E+3", 0, 1000),
        ("0", 18, 0),
        ("1", 18, 10**18),
        ("1", 19, None),
        ("5", 18, None),
        (str(MOST - 1), 0, MOST - 1),
        (str(MOST), 0, None),
        (str(1 - MOST), 0, 1 - MOST),
        (str(-MOST), 0, None),
        ("1E+21", 0, None),
        ("1E+400000", 0, None),
        ("NaN", 0, None),
        ("Infinity", 0, None),
        ("-Infinity", 2, None),
    ],
)
def test_a_decimal_as_an_integer_of_a_scale(written: str, scale: int, expected: int | None) -> None:
    assert scaled(Decimal(written), scale) == expected


@FEW
@given(st.decimals(allow_nan=False, allow_infinity=False, places=3, min_value=-(10**12), max_value=10**12))
def test_a_number_written_out_keeps_its_value(value: Decimal) -> None:
    found = constant(value)
    assert isinstance(found, Num)
    assert exact(found, 0) == Fraction(value)
    assert found.limit >= abs(int(found.top[0]))


@pytest.mark.parametrize("written", ["1E+19", "-1E+30", "1E-19", "4611686018427387904"])
def test_a_number_beyond_the_integers_has_no_column(written: str) -> None:
    assert constant(Decimal(written)) is None


@FEW
@given(st.sets(st.integers(0, 70)), st.integers(71, 90))
def test_the_rows_left_over_are_named_in_order(stopped: set[int], size: int) -> None:
    table = Table.from_columns(pack_with(), "LL", PERIOD, {"LL001": figures([0] * size)})
    batch = Batch(table, plain=True)
    assert batch.left().tolist() == []
    mask = np.array([row in stopped for row in range(size)])
    batch.stop(mask)
    assert batch.left().tolist() == sorted(stopped)
    batch.stop(np.zeros(1, np.bool_))
    assert batch.left().tolist() == sorted(stopped)
    batch.stop_all()
    assert batch.left().tolist() == list(range(size))


def test_a_batch_of_some_rows_sees_these_rows_in_their_order() -> None:
    pack = pack_with()
    table = Table.from_columns(pack, "LL", PERIOD, {"LL001": figures([5, 6, 7, 8])})
    batch = Batch(table, np.array([3, 1]), plain=False)
    place = Binder(pack).place(Ref(0, "LL001"))
    found, every = batch.column(place, ()).value, batch.whole().column(place, ()).value
    assert isinstance(found, Num)
    assert isinstance(every, Num)
    assert found.top.tolist() == [8, 6]
    assert every.top.tolist() == [5, 6, 7, 8]
    assert batch.size == 2
    assert batch.whole().size == 4
    batch.stop(np.array([False, True]))
    assert batch.left().tolist() == [1]
