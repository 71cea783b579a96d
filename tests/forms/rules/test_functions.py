"""The functions of the rule language one by one, over numbers and texts: their edges, what they do not answer."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forms.rules.functions import FUNCTIONS, LOOKUPS, SPECIAL
from forms.rules.tree import AGGREGATES, SHIFTS
from tests.forms.rules.running import few, run

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


def test_no_name_means_two_things() -> None:
    kinds = (frozenset(FUNCTIONS), LOOKUPS, SPECIAL, SHIFTS)
    assert sum(map(len, kinds)) == len(frozenset().union(*kinds))
    assert {"largest", "smallest", "sum"} <= AGGREGATES
    assert not AGGREGATES & frozenset().union(*kinds)
