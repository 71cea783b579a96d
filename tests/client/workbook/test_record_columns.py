"""Headings of a file of records known by their names, and its columns typed."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from client.workbook.finding.files import typed
from client.workbook.finding.names.naming import Field, Names
from forms.pack.model import Indicator
from tests.client.workbook.shops import ITEMS, NAMES, REVENUE, SHARE, SHOPS, STAFF, form_of, pack_of


@pytest.mark.parametrize(
    ("heading", "address", "how", "unit"),
    [
        ("SH001", "SH001", "code", ""),
        (" sh001 ", "SH001", "code", ""),
        ("ＳＨ００１", "SH001", "code", ""),
        ("SH001 本店收入", "SH001", "code", ""),
        ("SH001（万元）", "SH001", "code", "万元"),
        ("SH001@ly", "SH001@ly", "code", ""),
        ("营业收入", "SH001", "name", ""),
        ("营业收入（万元）", "SH001", "name", "万元"),
        ("营业收入 [元]", "SH001", "name", "元"),
        ("营业收入（含税）", "SH001", "name", "含税"),
        ("营业收入（上年同期）", "SH001@ly", "name", ""),
        ("从业人员（上年同期）", None, "", ""),
        ("营业收入（预算）", None, "", ""),
        ("SH001（计划）", None, "", ""),
        ("一、营业收入", "SH001", "name", ""),
        ("Turnover", "SH001", "name", ""),
        ("TURNOVER [k]", "SH001", "name", "k"),
        ("销售额", "SH001", "alias", ""),
        ("营业收入上年同期", "SH001@ly", "name", ""),
        ("去年同期营业收入", None, "", ""),
        ("销售额去年同期", "SH001@ly", "alias", ""),
        ("Turnover last year", "SH001@ly", "name", ""),
        ("经营许可编号", "SH005.number", "name", ""),
        ("SH005.valid", "SH005.valid", "code", ""),
        ("有效期", None, "", ""),
        ("经营许可", None, "", ""),
        ("SH999", None, "", ""),
        ("", None, "", ""),
        ("门店", None, "", ""),
    ],
)
def test_headings_by_code_name_and_alias(heading: str, address: str | None, how: str, unit: str) -> None:
    named = NAMES.find(heading)
    found = (named.field.address, named.how, named.unit) if named else (None, "", "")
    assert found == (address, how, unit)


def test_a_name_of_two_fields_is_known_for_neither() -> None:
    twin = Indicator(form="SH", section="一", code="SH011", name="营业收入", name_en="Sales", type="integer")
    names = Names(form_of(REVENUE, twin))
    assert names.find("营业收入") is None
    assert (found := names.find("Turnover")) is not None
    assert found.field.address == "SH001"
    assert (found := names.find("SH011")) is not None
    assert found.field.address == "SH011"


def test_a_name_outweighs_an_alias_of_another_field() -> None:
    other = Indicator(
        form="SH", section="一", code="SH011", name="门店面积", type="integer", aliases=("从业人员", "面积")
    )
    names = Names(form_of(other, STAFF))
    assert (found := names.find("从业人员")) is not None
    assert (found.field.address, found.how) == ("SH002", "name")


def test_the_name_a_person_sees() -> None:
    shown = {
        address: found.field.name
        for address in ("SH001", "SH001@ly", "SH005.valid")
        if (found := NAMES.find(address))
    }
    assert shown == {"SH001": "营业收入", "SH001@ly": "营业收入 @ly", "SH005.valid": "经营许可：有效期"}


@given(st.text(max_size=60))
@settings(max_examples=40)
def test_any_heading_can_be_asked_for(text: str) -> None:
    named = NAMES.find(text)
    assert named is None or named.field.indicator in ITEMS


def column(
    texts: Sequence[str], indicator: Indicator, unit: str = ""
) -> tuple[list[str], list[object], dict[int, str], int]:
    field = Field(indicator, address=indicator.code)
    made, dashes = typed.column(texts, field, unit, pack_of(SHOPS))
    return list(made.texts), list(made.values), dict(made.problems), dashes


def test_figures_blanks_and_dashes() -> None:
    texts, values, problems, dashes = column(["12", "", "-", "1,200", "0", "n/a", "无"], REVENUE)
    assert values == [Decimal(12), None, None, Decimal(1200), Decimal(0), None, None]
    assert texts == ["12", "", "", "1,200", "0", "", ""]
    assert problems == {}
    assert dashes == 3


def test_what_cannot_be_read_is_kept_and_named() -> None:
    texts, values, problems, dashes = column(["十二家", "12", "十二家"], STAFF)
    assert texts == ["十二家", "12", "十二家"]
    assert values == [None, Decimal(12), None]
    assert problems == {0: "value.not-a-number", 2: "value.not-a-number"}
    assert dashes == 0


def test_a_dash_in_a_text_is_a_text() -> None:
    note = Indicator(form="SH", section="一", code="SH020", name="备注", type="text")
    texts, values, _, dashes = column(["-", "无"], note)
    assert (texts, values, dashes) == (["-", "无"], ["-", "无"], 0)


@pytest.mark.parametrize(
    ("text", "unit", "value"),
    [
        ("1234567", "元", "1235"),
        ("1234500", "元", "1235"),
        ("-1234500", "元", "-1235"),
        ("12.3456", "万元", "123"),
        ("1.5", "亿元", "150000"),
        ("77", "千元", "77"),
        ("77", "", "77"),
        ("77", "人", "77"),
    ],
)
def test_figures_of_another_unit_are_rounded_once(text: str, unit: str, value: str) -> None:
    assert column([text], REVENUE, unit)[1] == [Decimal(value)]


def test_the_source_figure_stays_as_it_was_written() -> None:
    made, _ = typed.column(["1234567"], Field(REVENUE, address="SH001"), "元", pack_of(SHOPS))
    assert (made.texts[0], made.unit) == ("1234567", "元")
    same, _ = typed.column(["1234567"], Field(REVENUE, address="SH001"), "千元", pack_of(SHOPS))
    assert same.unit == ""


@given(st.lists(st.decimals(-(10**9), 10**9, places=1, allow_nan=False, allow_infinity=False), max_size=6))
@settings(max_examples=40)
def test_plain_figures_are_exact(figures: list[Decimal]) -> None:
    assert column([f"{figure:f}" for figure in figures], SHARE)[1] == figures


def test_percentages_as_they_show() -> None:
    texts = ["0.685", "n/a", "", "1"]
    typed.percent(texts, [0, 1, 2])
    assert texts == ["68.5", "n/a", "", "1"]
