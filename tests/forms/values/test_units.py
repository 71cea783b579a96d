"""Units: 元 千元 万元 亿元 convert exactly and are rounded once, half up."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forms.problems import FormsError
from forms.values.units import compatible, convert, finer, rounded, unit


@pytest.mark.parametrize(
    ("value", "source", "target", "scale", "expected", "exact"),
    [
        ("1234567.89", "元", "千元", 0, "1235", "1234.56789"),
        ("1234500", "元", "千元", 0, "1235", "1234.5"),
        ("-1234500", "元", "千元", 0, "-1235", "-1234.5"),
        ("1.2", "亿元", "千元", 0, "120000", "120000"),
        ("35", "万元", "千元", 0, "350", "350"),
        ("350", "千元", "万元", 2, "35.00", "35"),
        ("3", "百万元", "万元", 0, "300", "300"),
        ("12345", "千瓦时", "万千瓦时", 2, "1.23", "1.2345"),
        ("12345", "度", "万千瓦时", 2, "1.23", "1.2345"),
        ("7", "台", "台", 2, "7.00", "7"),
        ("5", "‰", "%", 2, "0.50", "0.5"),
    ],
)
def test_conversions(value: str, source: str, target: str, scale: int, expected: str, exact: str) -> None:
    assert convert(Decimal(value), source, target, scale) == (Decimal(expected), Decimal(exact))


@pytest.mark.parametrize(("source", "target"), [("人", "元"), ("元", "美元"), ("斗", "元"), ("元", "%")])
def test_what_cannot_be_converted(source: str, target: str) -> None:
    assert not compatible(source, target)
    with pytest.raises(FormsError) as caught:
        convert(Decimal(1), source, target, 0)
    assert caught.value.code == "unit.incompatible"


def test_names() -> None:
    assert unit("千瓦时") is not None
    assert unit("千瓦时").factor == 1  # type: ignore[union-attr]
    assert unit("") is None
    assert unit("元元") is None
    assert compatible("元", "亿元")
    assert compatible("罐", "罐")


@given(st.integers(-(10**15), 10**15))
def test_there_and_back_is_exact(value: int) -> None:
    _, yuan = convert(Decimal(value), "千元", "元", 0)
    back, exact = convert(yuan, "元", "千元", 0)
    assert back == exact == value


@given(st.decimals(allow_nan=False, allow_infinity=False, places=5, min_value=-(10**9), max_value=10**9))
def test_rounding_moves_at_most_half_and_is_symmetric(value: Decimal) -> None:
    assert abs(rounded(value, 0) - value) <= Decimal("0.5")
    assert rounded(-value, 2) == -rounded(value, 2)


@pytest.mark.parametrize(
    ("name", "than", "expected"),
    [
        ("元", "千元", True),
        ("万元", "千元", False),
        ("千元", "千元", False),
        ("亿", "千元", False),
        ("千瓦时", "万千瓦时", True),
        ("finer", "千元", True),
    ],
)
def test_which_units_are_finer(name: str, than: str, expected: bool) -> None:
    assert finer(name, than) is expected


@pytest.mark.parametrize(
    ("name", "other", "factor"),
    [
        ("kg", "t", "0.001"),
        ("square metres", "ha", "0.0001"),
        ("US dollars", "千美元", "0.001"),
        ("万立方米", "立方米", "10000"),
        ("t", "吨", "1"),
        ("万吨", "kg", "10000000"),
        ("ha", "公顷", "1"),
        ("km²", "ha", "100"),
        ("MWh", "万千瓦时", "0.1"),
        ("thousand EUR", "EUR", "1000"),
        ("EUR million", "千欧元", "1000"),
        ("k€", "euros", "1000"),
        ("USD '000", "美元", "1000"),
        ("billion yuan", "亿元", "10"),
        ("thousand persons", "人", "1000"),
        ("公斤", "千克", "1"),
    ],
)
def test_units_in_latin_letters_are_converted(name: str, other: str, factor: str) -> None:
    assert convert(Decimal(1), name, other, 6)[1] == Decimal(factor)


@pytest.mark.parametrize("name", ["", "k", "thousand", "bushels", "kkg", "元/t", "thousand thousand EUR"])
def test_what_is_no_unit_in_latin_letters(name: str) -> None:
    assert unit(name) is None


@pytest.mark.parametrize(("one", "other"), [("kg", "ha"), ("EUR", "USD"), ("t", "元"), ("persons", "hours")])
def test_units_of_another_kind_are_not(one: str, other: str) -> None:
    assert not compatible(one, other)
