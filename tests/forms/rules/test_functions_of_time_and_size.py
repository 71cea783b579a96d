"""Functions of months and dates, of slips of a unit, of an enterprise's size."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forms.rules.functions import month_number, size_class
from tests.forms.rules.running import few, run

# --- months ---


@pytest.mark.parametrize(
    ("first", "last", "months"),
    [
        ("2025-01", "2025-12", 12),
        ("2025-09", "2025-09", 1),
        ("2024-12", "2025-01", 2),
        ("2025-10", "2025-09", 0),
        ("2026-01", "2025-01", -11),
        ("0001-01", "0002-01", 13),
    ],
)
def test_months_of_a_span_count_both_ends(first: str, last: str, months: int) -> None:
    assert run("months_between", first, last) == months


@pytest.mark.parametrize(
    "month",
    [
        "",
        "2025",
        "2025-13",
        "2025-00",
        "2025-9",
        "25-09",
        "2025/09",
        "000000",
        "二零二五-09",
        "2025-０９",
        "2025-²²",
    ],
)
def test_a_text_that_is_no_month_has_no_span(month: str) -> None:
    assert month_number(month) is None
    assert run("months_between", month, "2025-09") is None
    assert run("months_between", "2025-09", month) is None


@pytest.mark.parametrize(
    ("span", "within", "months"),
    [
        ("2025-03 2025-05", "2025-01 2025-12", 3),
        ("2024-06 2026-06", "2025-01 2025-12", 12),
        ("2024-06 2025-02", "2025-01 2025-12", 2),
        ("2025-11 2026-03", "2025-01 2025-12", 2),
        ("2023-01 2023-12", "2025-01 2025-12", 0),
        ("2026-01 2026-12", "2025-01 2025-12", 0),
        ("2025-12 2025-01", "2025-01 2025-12", 0),
    ],
)
def test_months_of_a_project_that_fall_in_the_year(span: str, within: str, months: int) -> None:
    assert run("months_within", *span.split(), *within.split()) == months


def test_a_project_without_a_readable_end_has_no_months_within() -> None:
    assert run("months_within", "2025-01", "000000", "2025-01", "2025-12") is None
    assert run("months_within", "2025-01", "2025-12", "x", "2025-12") is None


months = st.builds("{:04d}-{:02d}".format, st.integers(2015, 2030), st.integers(1, 12))


@few
@given(months, months, months, months)
def test_months_within_are_never_more_than_either_span(first: str, last: str, start: str, end: str) -> None:
    shared = run("months_within", first, last, start, end)
    assert isinstance(shared, Decimal)
    for one, other in ((first, last), (start, end)):
        length = run("months_between", one, other)
        assert isinstance(length, Decimal)
        assert 0 <= shared <= max(length, Decimal(0))
    assert shared == run("months_within", start, end, first, last)


@few
@given(months, months)
def test_the_order_of_months_is_that_of_their_texts(one: str, other: str) -> None:
    first, second = month_number(one), month_number(other)
    assert first is not None
    assert second is not None
    assert (one < other) == (first < second)


# --- slips of a unit ---


@pytest.mark.parametrize("ratio", ["10", "11.9", "8", "12", "1000", "0.1", "0.09", "0.0012", "10000"])
def test_a_ratio_that_looks_like_a_slip_of_the_unit(ratio: str) -> None:
    assert run("near_power_of_ten", Decimal(ratio), Decimal("0.2")) is True


@pytest.mark.parametrize("ratio", ["1", "1.2", "7.99", "12.01", "50", "0", "-10", "100000", "0.00001"])
def test_a_ratio_that_does_not(ratio: str) -> None:
    assert run("near_power_of_ten", Decimal(ratio), Decimal("0.2")) is False


@pytest.mark.parametrize("margin", ["-0.1", "1", "2"])
def test_a_margin_that_takes_in_everything_or_nothing_has_no_answer(margin: str) -> None:
    assert run("near_power_of_ten", Decimal(10), Decimal(margin)) is None


@few
@given(st.decimals("0.0002", "5000", places=4))
def test_a_slip_seen_one_way_without_margin_is_seen_the_other(ratio: Decimal) -> None:
    for power in (10, 100, 1000):
        assert run("near_power_of_ten", Decimal(power), Decimal(0)) is True
        assert run("near_power_of_ten", 1 / Decimal(power), Decimal(0)) is True
    assert (run("near_power_of_ten", ratio, Decimal(0)) is True) <= (
        run("near_power_of_ten", ratio, Decimal("0.1")) is True
    )


# --- sizes ---


@pytest.mark.parametrize(
    ("staff", "revenue", "size"),
    [
        (1000, 40_000, "L"),
        (999, 40_000, "M"),
        (1000, 39_999, "M"),
        (300, 2_000, "M"),
        (299, 2_000, "S"),
        (300, 1_999, "S"),
        (20, 300, "S"),
        (19, 300, "X"),
        (20, 299, "X"),
        (5000, 0, "X"),
        (0, 10**9, "X"),
    ],
)
def test_the_sizes_of_2017_need_both_staff_and_revenue(staff: int, revenue: int, size: str) -> None:
    assert size_class(Decimal(staff), Decimal(revenue)) == size


@few
@given(st.integers(0, 2000), st.integers(0, 50_000), st.integers(0, 500), st.integers(0, 9000))
def test_growing_never_makes_an_enterprise_smaller(staff: int, revenue: int, more: int, richer: int) -> None:
    order = "XSML"
    before = order.index(size_class(Decimal(staff), Decimal(revenue)))
    assert order.index(size_class(Decimal(staff + more), Decimal(revenue + richer))) >= before


@pytest.mark.parametrize(
    ("first", "last", "days"),
    [("2025-03-14", "2025-03-14", 0), ("2025-02-27", "2025-04-10", 42), ("2025-03-30", "2025-03-01", -29)],
)
def test_days_from_one_date_to_another(first: str, last: str, days: int) -> None:
    assert run("days_between", first, last) == days


@pytest.mark.parametrize("text", ["2025-03", "20250314", "2025-13-01", "", "14.3.2025"])
def test_what_is_no_date_has_neither_days_nor_month(text: str) -> None:
    assert run("days_between", text, "2025-03-14") is None
    assert run("month", text) is None


def test_the_month_of_a_date() -> None:
    assert run("month", "2025-03-14") == "2025-03"
