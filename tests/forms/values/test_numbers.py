"""Numbers as people type them and ledgers print them."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forms.values.numbers import grouped, read_number


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("120000", "120000"),
        ("120,000", "120000"),
        ("120，000", "120000"),
        ("１２０，０００．５０", "120000.50"),
        ("1,2345,6789", "123456789"),
        ("1 234 567", "1234567"),
        ("'0012", "12"),
        ("‘0012", "12"),
        ("\u202a1,200\u202c", "1200"),
        ("(1,234)", "-1234"),
        ("（1,234.5）", "-1234.5"),
        ("-1,234", "-1234"),
        ("−1234", "-1234"),
        ("－１２３４", "-1234"),
        ("△1234", "-1234"),
        ("▲ 1234", "-1234"),
        ("负1234", "-1234"),
        ("+5", "5"),
        ("¥1,234.00", "1234.00"),
        ("￥-12", "-12"),
        ("-¥12", "-12"),
        ("(¥12)", "-12"),
        ("人民币 12", "12"),
        ("3。5", "3.5"),
        (".5", "0.5"),
        ("5.", "5"),
        ("1.2E+05", "1.2E+5"),
        ("-0", "0"),
        ("0", "0"),
        ("1,234①", "1234"),
        ("1234②③", "1234"),
        ("1,234*", "1234"),
        ("1,234 注1", "1234"),
        ("1,234（注）", "1234"),
        ("1\u00a0234\u3000567", "1234567"),
    ],
)
def test_plain_numbers(typed: str, value: str) -> None:
    number = read_number(typed)
    assert number is not None
    assert number.value == Decimal(value)
    assert number.unit is None
    assert not (number.value == 0 and number.value.is_signed())


@pytest.mark.parametrize(
    ("typed", "value", "unit", "base", "factor"),
    [
        ("3.5万", "3.5", "万", "", 10**4),
        ("1.2亿", "1.2", "亿", "", 10**8),
        ("12,345.67元", "12345.67", "元", "元", 1),
        ("500 万元", "500", "万元", "元", 10**4),
        ("¥3千元", "3", "千元", "元", 10**3),
        ("(2.5亿元)", "-2.5", "亿元", "元", 10**8),
        ("1.5 百万元", "1.5", "百万元", "元", 10**6),
        ("12.5%", "12.5", "%", "%", 1),
        ("12.5％", "12.5", "%", "%", 1),
        ("3万千瓦时", "3", "万千瓦时", "千瓦时", 10**4),
        ("1,200人", "1200", "人", "人", 1),
        ("5000\n元①", "5000", "元", "元", 1),
        ("一亿二千万元", "120000000", "元", "元", 1),
        ("壹佰万元整", "1000000", "元", "元", 1),
        ("人民币贰拾伍万叁仟元正", "253000", "元", "元", 1),
        ("（三千零五十元）", "-3050", "元", "元", 1),
        ("1234万5678元", "12345678", "元", "元", 1),
        ("1亿2000万", "12000", "万", "", 10**4),
        ("十二万", "12", "万", "", 10**4),
    ],
)
def test_numbers_with_a_unit(typed: str, value: str, unit: str, base: str, factor: int) -> None:
    number = read_number(typed)
    assert number is not None
    assert number.unit is not None
    assert (number.value, number.unit.name, number.unit.base) == (Decimal(value), unit, base)
    assert number.unit.factor == factor


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "abc",
        "—",
        "-",
        "()",
        "1,23",
        "12,34,567",
        "1.234.567",
        "1..2",
        "1,234,56",
        "(-5)",
        "--5",
        "12abc",
        "五百",
        "三万五",
        "1亿2",
        "二〇二五年",
        "二二万",
        "一千千元",
        "20百元",
        "十万元",
        "十二",
        "①1,234",
        "1234²",
        "12½",
        "5000 4000",
        "5000\n400",
        "1 2 3",
        "1e999",
        "9" * 90,
        "NaN",
        "Infinity",
        "0x10",
        "１２月",
        "#REF!",
    ],
)
def test_what_is_no_number_or_could_be_two(typed: str) -> None:
    number = read_number(typed)
    assert number is None or number.unit is not None


figures = st.decimals(allow_nan=False, allow_infinity=False, places=2, min_value=-(10**15), max_value=10**15)


@given(figures)
def test_every_printed_form_of_a_number_reads_back(value: Decimal) -> None:
    shown = grouped(value)
    bracketed = f"（{shown.removeprefix('-')}）" if value < 0 else shown
    wide = shown.translate({ord(c): ord(c) + 0xFEE0 for c in "0123456789.,-"})
    for text in (str(value), shown, bracketed, wide, f" ¥ {shown} "):
        number = read_number(text)
        assert number is not None, text
        assert number.value == value


@given(st.text(max_size=40))
def test_no_text_breaks_the_reader(text: str) -> None:
    number = read_number(text)
    assert number is None or number.value.is_finite()


@given(st.from_regex(r"-?[0-9]{1,20}(,[0-9]{2,4}){0,3}(\.[0-9]{0,13})?", fullmatch=True))
def test_a_figure_as_excel_writes_it_is_read_like_any_other(text: str) -> None:
    """A space before it changes nothing but the way it is read."""
    at_once, step_by_step = read_number(text), read_number(f" {text}")
    assert repr(at_once) == repr(step_by_step)
