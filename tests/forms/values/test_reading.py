"""What was typed, read against its indicator: a value, or the reason there is none."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forms.pack.model import Code, CodeList, Indicator, Pack, Part
from forms.problems import FormsError
from forms.returns import Value
from forms.values.reading import read

HOLDING = CodeList(
    "holding",
    "控股情况",
    "Holder",
    {c.code: c for c in (Code("1", "国有", "State"), Code("2", "集体"), Code("4", "港澳台"), Code("9A", "其他"))},
)
PACK = Pack(
    id="t",
    version="1",
    title="试",
    title_en="",
    authority="",
    valid_from="2024-01",
    valid_to="2027-12",
    sha256="",
    forms={},
    lists={"holding": HOLDING},
    rules={},
    constants={},
    home={},
)


def spec(type: str, **more: object) -> Indicator:
    return Indicator(code="T001", form="T", section="", name="试", type=type, **more)  # type: ignore[arg-type]


MONEY = spec("integer", unit="千元", signed=True)
SHARE = spec("decimal", unit="%", scale=2)
PEOPLE = spec("integer", unit="人")
POWER = spec("decimal", unit="万千瓦时", scale=2)
YES_NO = spec("boolean")
MONTH = spec("month")
DATE = spec("date")
CODE = spec("code", list="holding")
CODES = spec("codes", list="holding")


@pytest.mark.parametrize(
    ("asked", "typed", "value"),
    [
        (MONEY, "120,000", Decimal(120000)),
        (MONEY, "120,000.00", Decimal(120000)),
        (MONEY, "（500）", Decimal(-500)),
        (MONEY, "3.5万", Decimal(35)),
        (MONEY, "1.2亿", Decimal(120000)),
        (MONEY, "12,345,678.90元", Decimal(12346)),
        (MONEY, "500千元", Decimal(500)),
        (PEOPLE, "1.2万", Decimal(12000)),
        (PEOPLE, "35人", Decimal(35)),
        (POWER, "1.2万", Decimal("1.20")),
        (POWER, "1.25", Decimal("1.25")),
        (SHARE, "12.5%", Decimal("12.50")),
        (SHARE, "12.5", Decimal("12.50")),
        (YES_NO, "是", True),
        (YES_NO, " Y ", True),
        (YES_NO, "×", False),
        (YES_NO, "０", False),
        (MONTH, "2025-09", "2025-09"),
        (MONTH, "202509", "2025-09"),
        (MONTH, "20250930", "2025-09"),
        (MONTH, "2025.9", "2025-09"),
        (MONTH, "2025年9月", "2025-09"),
        (MONTH, "2025/9/30", "2025-09"),
        (MONTH, "２０２５－０９", "2025-09"),
        (MONTH, "2025-09-30 00:00:00", "2025-09"),
        (CODE, "1", "1"),
        (CODE, "国有", "1"),
        (CODE, "1 国有", "1"),
        (CODE, "1-国有", "1"),
        (CODE, "State", "1"),
        (CODE, "9a", "9A"),
        (CODES, "国有、港澳台", ("1", "4")),
        (CODES, "4;1，1", ("1", "4")),
        (CODES, "2 4", ("2", "4")),
        (CODES, "1 国有", ("1",)),
        (spec("text"), "  甲公司 ", "甲公司"),
        (spec("text-list"), "甲公司；乙公司", ("甲公司", "乙公司")),
        (spec("uscc"), "91440300 1922038216", "914403001922038216"),
        (spec("phone"), "０７５５－1234567", "0755-1234567"),
        (Part("valid", "有效期", type="month"), "2027-12", "2027-12"),
        (DATE, "2025-3-9", "2025-03-09"),
        (DATE, "2025/03/09", "2025-03-09"),
        (DATE, "20250309", "2025-03-09"),
        (DATE, "２０２５年3月9日", "2025-03-09"),
        (DATE, "9.3.2025", "2025-03-09"),
        (DATE, "2025-03-09T00:00:00", "2025-03-09"),
        (DATE, "2024-02-29", "2024-02-29"),
        (CODE, "state", "1"),
    ],
)
def test_readings(asked: Indicator | Part, typed: str, value: Value) -> None:
    cell = read(typed, asked, PACK)
    assert cell.value == value
    assert cell.problem is None
    assert cell.text == typed


@pytest.mark.parametrize(
    ("asked", "typed", "problem"),
    [
        (MONEY, "约500", "value.not-a-number"),
        (MONEY, "12%", "value.wrong-unit"),
        (MONEY, "12人", "value.wrong-unit"),
        (MONEY, "12.5", "value.too-many-decimals"),
        (SHARE, "12.345", "value.too-many-decimals"),
        (MONEY, "9" * 20, "value.too-large"),
        (MONEY, "1E99", "value.too-large"),
        (YES_NO, "也许", "value.not-a-boolean"),
        (MONTH, "2025-13", "value.not-a-month"),
        (MONTH, "去年", "value.not-a-month"),
        (DATE, "2025-02-29", "value.not-a-date"),
        (DATE, "2025-03", "value.not-a-date"),
        (DATE, "2025-3/9", "value.not-a-date"),
        (DATE, "202539", "value.not-a-date"),
        (DATE, "3/9/2025", "value.not-a-date"),  # the third of September or the ninth of March
        (CODE, "7", "value.not-in-list"),
        (CODE, "2 国有", "value.not-in-list"),
        (CODES, "1、8", "value.not-in-list"),
        (spec("code", list="absent"), "1", "value.not-in-list"),
        (spec("codes", list="absent"), "1", "value.not-in-list"),
    ],
)
def test_what_cannot_be_read_is_kept_with_the_reason(asked: Indicator, typed: str, problem: str) -> None:
    cell = read(typed, asked, PACK)
    assert (cell.text, cell.value, cell.problem) == (typed, None, problem)
    message = FormsError(problem, text=typed, unit="千元")
    assert typed in message.what()
    assert message.remedy()


def test_a_finer_unit_leaves_its_figure_as_origin() -> None:
    cell = read("12,345,678.90元", MONEY, PACK)
    assert (cell.origin.raw, cell.origin.unit) == ("12345678.90", "元")
    assert read("500千元", MONEY, PACK).origin.unit == ""


def test_a_faulty_credit_code_keeps_both_value_and_reason() -> None:
    cell = read("914403001922038217", spec("uscc"), PACK)
    assert (cell.value, cell.problem) == ("914403001922038217", "value.uscc-check")


@pytest.mark.parametrize("typed", ["", " ", "\u3000"])
def test_blank_is_blank(typed: str) -> None:
    cell = read(typed, MONEY, PACK)
    assert (cell.value, cell.problem) == (None, None)


@given(
    st.sampled_from([MONEY, SHARE, YES_NO, MONTH, CODE, CODES, spec("uscc"), spec("text-list")]),
    st.text(max_size=30),
)
def test_reading_never_fails_and_never_loses_the_text(asked: Indicator, typed: str) -> None:
    cell = read(typed, asked, PACK)
    assert cell.text == typed
    assert not typed.strip() or cell.value is not None or cell.problem is not None


def test_a_month_not_yet_decided_is_not_applicable_where_it_may_be() -> None:
    end = Indicator(code="AA001", form="AA", section="", name="完成日期", type="month", open_ended=True)
    cell = read(" ００００００ ", end, PACK)
    assert (cell.value, cell.problem, cell.na) == (None, None, "000000")
    assert read("202512", end, PACK).value == "2025-12"
    start = Indicator(code="AA002", form="AA", section="", name="起始日期", type="month")
    assert read("000000", start, PACK).problem == "value.not-a-month"
