"""The functions of the rule language one by one: their edges, and what they give no answer to."""

from __future__ import annotations

from decimal import Decimal, localcontext

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forms.rules.functions import FUNCTIONS, LOOKUPS, SPECIAL, month_number, size_class
from forms.rules.tree import AGGREGATES, SHIFTS
from forms.values.units import EXACT

few = settings(max_examples=40, deadline=None)


def run(name: str, *given: object) -> object:
    """What a function gives, in the arithmetic rules are run in; whole numbers are written plainly."""
    with localcontext(EXACT):
        return FUNCTIONS[name].run(*(Decimal(value) if isinstance(value, int) else value for value in given))


# --- numbers ---


@pytest.mark.parametrize(
    ("value", "decimals", "rounded"),
    [
        ("2.5", 0, "3"),
        ("-2.5", 0, "-3"),
        ("3.5", 0, "4"),
        ("0.125", 2, "0.13"),
        ("0.1249", 2, "0.12"),
        ("-0.125", 2, "-0.13"),
        ("1234", 3, "1234.000"),
        ("0", 5, "0.00000"),
        ("0.00000000005", 10, "0.0000000001"),
    ],
)
def test_halves_are_rounded_away_from_zero(value: str, decimals: int, rounded: str) -> None:
    found = run("round", Decimal(value), decimals)
    assert isinstance(found, Decimal)
    assert f"{found:f}" == rounded


@pytest.mark.parametrize("decimals", [-1, 11, 1000])
def test_rounding_to_a_place_that_is_none(decimals: int) -> None:
    assert run("round", 1, decimals) is None


def test_a_number_too_large_to_be_rounded_has_no_answer() -> None:
    assert run("round", Decimal(10) ** 55, 2) is None
    assert run("round", Decimal(10) ** 40, 2) == Decimal(10) ** 40


@few
@given(st.decimals(-(10**12), 10**12, places=6), st.integers(0, 10))
def test_rounding_moves_by_half_a_unit_at_most(value: Decimal, decimals: int) -> None:
    found = run("round", value, decimals)
    assert isinstance(found, Decimal)
    assert abs(found - value) <= Decimal("0.5").scaleb(-decimals)
    assert run("round", found, decimals) == found


@few
@given(st.lists(st.integers(-(10**9), 10**9), min_size=2, max_size=8))
def test_the_largest_and_smallest_of_several(values: list[int]) -> None:
    largest, smallest = run("max", *values), run("min", *values)
    assert largest in values
    assert smallest in values
    assert all(smallest <= value <= largest for value in values)  # type: ignore[operator]


@pytest.mark.parametrize(
    ("text", "number"),
    [("0", "0"), ("0012", "12"), ("20250930", "20250930"), ("9" * 60, "9" * 60)],
)
def test_digits_are_a_number(text: str, number: str) -> None:
    assert run("number", text) == Decimal(number)


@pytest.mark.parametrize(
    "text", ["", "-1", "+1", "1.0", "1e5", " 1", "1 ", "１２", "²", "十", "0x10", "NaN", "9" * 61]
)
def test_anything_but_digits_is_no_number(text: str) -> None:
    assert run("number", text) is None


# --- texts ---


@pytest.mark.parametrize(
    ("text", "start", "length", "part"),
    [
        ("914403001922038216", 1, 2, "91"),
        ("914403001922038216", 9, 9, "192203821"),
        ("914403001922038216", 18, 1, "6"),
        ("914403001922038216", 18, 5, "6"),
        ("914403001922038216", 19, 1, ""),
        ("深圳市", 1, 2, "深圳"),
        ("深圳市", 2, 0, ""),
        ("", 1, 4, ""),
    ],
)
def test_a_span_of_a_text_counts_from_one(text: str, start: int, length: int, part: str) -> None:
    assert run("text", text, start, length) == part


@pytest.mark.parametrize(("start", "length"), [(0, 1), (-1, 1), (1, -1)])
def test_a_span_that_begins_before_the_text_has_no_answer(start: int, length: int) -> None:
    assert run("text", "3911", start, length) is None


@few
@given(st.text(max_size=20), st.integers(1, 25), st.integers(0, 25))
def test_a_span_is_a_piece_of_its_text(text: str, start: int, length: int) -> None:
    part = run("text", text, start, length)
    assert isinstance(part, str)
    assert part in text
    assert len(part) == max(0, min(length, len(text) - start + 1))


def test_length_counts_characters_not_bytes() -> None:
    assert run("length", "统计") == 2
    assert run("length", "") == 0
    assert run("length", "GR2023") == 6


@pytest.mark.parametrize(
    ("text", "words", "contained"),
    [
        ("生产线技术改造", ("改造", "推广"), True),
        ("新产品研制", ("改造", "推广"), False),
        ("新产品研制", "研制", True),
        ("研制", "新产品研制", False),
        ("", ("改造",), False),
        ("任何文字", (), False),
        ("任何文字", "", True),
    ],
)
def test_whether_a_text_contains_words(text: str, words: object, contained: bool) -> None:
    assert run("contains", text, words) is contained


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("智能终端研发", "智能终端研发"),
        ("智能终端研发中心", "智能终端研发"),
        ("5G基站射频芯片开发", "5G基站射频芯片"),
        ("", ""),
    ],
)
def test_names_that_are_similar(one: str, other: str) -> None:
    assert run("similar", one, other) is True


@pytest.mark.parametrize(
    ("one", "other"),
    [("智能终端研发", "财务软件采购"), ("甲", "乙"), ("甲", ""), ("甲乙", "乙甲"), ("智能终端", "智能"[::-1])],
)
def test_names_that_are_not(one: str, other: str) -> None:
    assert run("similar", one, other) is False


@few
@given(st.text("智能终端研发平台", max_size=8), st.text("智能终端研发平台", max_size=8))
def test_being_similar_has_no_direction(one: str, other: str) -> None:
    assert run("similar", one, other) is run("similar", other, one)
    assert run("similar", one, one) is True


# --- written forms ---


@pytest.mark.parametrize(
    ("text", "shape"),
    [
        ("GR202344001234", "@@############"),
        ("2025-09", "####-##"),
        ("粤-1", "粤-#"),
        ("A1", "??"),
        ("", ""),
    ],
)
def test_a_text_of_the_shape(text: str, shape: str) -> None:
    assert run("matches", text, shape) is True


@pytest.mark.parametrize(
    ("text", "shape"),
    [
        ("gr2023", "@@####"),
        ("2025-9", "####-##"),
        ("2025-099", "####-##"),
        ("２０２５", "####"),
        ("²²", "##"),
        ("É", "@"),
        ("a", "?"),
        ("", "#"),
        ("#", "#"),
    ],
)
def test_a_text_of_another_shape(text: str, shape: str) -> None:
    assert run("matches", text, shape) is False


@pytest.mark.parametrize(
    "number",
    [
        "13800138000",
        "138-0013-8000",
        "+86 138 0013 8000",
        "86-13800138000",
        "0755-26770000",
        "(0755) 26770000",
        "020-12345678",
        "0755-2677000",
        "0755-26770000-8012",
        "0755-26770000转8012",
        "400-830-2118",
        "800-8302118#12",
    ],
)
def test_a_telephone_number(number: str) -> None:
    assert run("matches", number, "phone") is True


@pytest.mark.parametrize(
    "number",
    [
        "",
        "1",
        "2380013800",
        "1380013800",
        "138001380000",
        "0755",
        "26770000",
        "500-830-2118",
        "无",
        "１３８００１３８０００",
    ],
)
def test_no_telephone_number(number: str) -> None:
    assert run("matches", number, "phone") is False


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


def test_no_name_means_two_things() -> None:
    kinds = (frozenset(FUNCTIONS), LOOKUPS, SPECIAL, SHIFTS)
    assert sum(map(len, kinds)) == len(frozenset().union(*kinds))
    assert {"largest", "smallest", "sum"} <= AGGREGATES
    assert not AGGREGATES & frozenset().union(*kinds)


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
