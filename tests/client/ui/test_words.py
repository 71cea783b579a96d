"""The words of the window: numbers, growth, days, moments, sources, kinds, and errors told as sentences."""

from __future__ import annotations

import re
from datetime import datetime, timedelta, timezone
from decimal import Decimal
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtWidgets import QApplication

from client.base.errors import OurFault, UserError, WorldError
from client.ui.ground.language import Translators
from client.ui.ground.words import (
    TOO_MUCH_GROWTH,
    URGENT_DAYS,
    Tone,
    days_word,
    figure_word,
    growth_word,
    kind_word,
    level_word,
    listed,
    moment_word,
    number_word,
    said,
    sentences,
    source_word,
    state_word,
)
from client.ui.theme.colours import DARK, LIGHT
from client.usecases.returns.states import FILED, STATE_NAMES_ZH
from forms.pack import bundled_pack
from forms.problems import FormsError, Language
from forms.returns import Source

FIGURES = st.decimals(
    min_value=Decimal("-1e15"), max_value=Decimal("1e15"), allow_nan=False, allow_infinity=False, places=4
)
CHINESE = re.compile(r"[一-鿿]")


@pytest.mark.parametrize("state", sorted(STATE_NAMES_ZH))
def test_the_window_calls_a_state_what_the_command_line_calls_it(state: str) -> None:
    assert state_word(state).text == STATE_NAMES_ZH[state]


def test_states_that_ask_for_work_are_not_shown_as_good() -> None:
    tones = {state: state_word(state).tone for state in STATE_NAMES_ZH}
    assert [state for state, tone in tones.items() if tone == "good"] == ["accepted"]
    assert {state for state, tone in tones.items() if tone == "error"} == {
        "errors",
        "rejected",
        "conflict",
        "refused",
    }
    assert all(tones[state] in ("accent", "good") for state in FILED)


def test_a_state_of_a_newer_version_is_shown_as_it_is_spelled() -> None:
    assert (state_word("archived").text, state_word("archived").tone) == ("archived", "plain")


def test_a_level_nobody_declared_is_a_mistake_of_ours() -> None:
    with pytest.raises(KeyError):
        level_word("warning")


@pytest.mark.parametrize("tone", [tone for tone in get_args(Tone) if tone != "plain"])
@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
def test_every_tone_has_its_ink_and_its_ground(tone: str, colours: object) -> None:
    assert re.fullmatch(r"#[0-9a-f]{6}", getattr(colours, tone))
    assert re.fullmatch(r"#[0-9a-f]{6}", getattr(colours, f"{tone}_soft"))
    assert getattr(colours, tone) != getattr(colours, f"{tone}_soft")


def test_every_kind_of_figure_in_the_forms_has_a_word() -> None:
    kinds = {each.kind for form in bundled_pack().forms.values() for each in form.indicators.values() if each.kind}
    words = {kind_word(kind) for kind in kinds}
    assert all(CHINESE.search(word) for word in words)
    assert len(words) == len(kinds)


@pytest.mark.parametrize("kind", [None, "", "weekly"])
def test_what_stands_for_no_stretch_of_time_has_no_word(kind: str | None) -> None:
    assert kind_word(kind) == ""


@pytest.mark.parametrize("source", get_args(Source))
def test_every_source_of_a_figure_has_a_chinese_word(source: str) -> None:
    assert CHINESE.search(source_word(source)), source


def test_sources_are_told_apart() -> None:
    words = [source_word(source) for source in get_args(Source)]
    assert len(set(words)) == len(words)
    assert source_word("fax") == "fax"


@pytest.mark.parametrize(
    ("days", "text"),
    [(-1, "已逾期 1 天"), (-30, "已逾期 30 天"), (0, "今天截止"), (1, "还有 1 天"), (12, "还有 12 天")],
)
def test_days_are_said_without_a_minus_sign(days: int, text: str) -> None:
    assert days_word(days).text == text


@given(st.integers(-4000, 4000))
@settings(max_examples=40)
def test_urgency_never_falls_as_the_deadline_comes_nearer(days: int) -> None:
    rank = ["plain", "query", "error"]
    assert rank.index(days_word(days - 1).tone) >= rank.index(days_word(days).tone)
    assert "-" not in days_word(days).text


def test_the_last_days_are_pointed_out() -> None:
    assert days_word(URGENT_DAYS).tone == "query"
    assert days_word(URGENT_DAYS + 1).tone == "plain"


def test_moments_are_shown_to_the_minute_or_the_second() -> None:
    moment = datetime(2025, 10, 5, 7, 3, 9, 987_654, tzinfo=timezone(timedelta(hours=8)))
    assert moment_word(moment) == "2025-10-05 07:03"
    assert moment_word(moment, seconds=True) == "2025-10-05 07:03:09"


@pytest.mark.parametrize(
    ("value", "scale", "text"),
    [
        ("0", None, "0"),
        ("999", None, "999"),
        ("1000", None, "1,000"),
        ("-1000", None, "−1,000"),
        ("0.5", None, "0.5"),
        ("0.50", None, "0.50"),
        ("1234567.891", 2, "1,234,567.891"),
        ("12", 2, "12.00"),
        ("-0.01", 2, "−0.01"),
        ("1E+6", None, "1,000,000"),
        ("1E-7", None, "0.0000001"),
        ("123456789012345678901234567890", None, "123,456,789,012,345,678,901,234,567,890"),
    ],
)
def test_numbers_are_shown_whole(value: str, scale: int | None, text: str) -> None:
    assert number_word(Decimal(value), scale) == text


@given(value=FIGURES, scale=st.one_of(st.none(), st.integers(0, 6)))
@settings(max_examples=40)
def test_a_shown_number_can_be_read_back(value: Decimal, scale: int | None) -> None:
    text = number_word(value, scale)
    assert Decimal(text.replace(",", "").replace("−", "-")) == value
    assert "-" not in text, "a hyphen is no minus sign"


@given(value=FIGURES, scale=st.integers(5, 8))
@settings(max_examples=25)
def test_decimals_are_padded_to_the_scale(value: Decimal, scale: int) -> None:
    assert len(number_word(value, scale).partition(".")[2]) == scale


@pytest.mark.parametrize(
    ("now", "before", "text"),
    [
        ("100", "100", "0.0%"),
        ("0", "100", "−100.0%"),
        ("-100", "100", "−200.0%"),
        ("100", "-100", "+200.0%"),
        ("-200", "-100", "−100.0%"),
        ("0", "0", "—"),
        ("0.1", "0.2", "−50.0%"),
        ("-32", "-32.0", "0.0%"),
        ("100.01", "100", "+0.0%"),
        ("1099.9", "100", "+999.9%"),
        ("1100", "100", "11.0 倍"),
        ("-1100", "100", "−11.0 倍"),
        ("123456789", "1", "123,456,789.0 倍"),
    ],
)
def test_growth_is_a_percentage_until_it_is_a_multiple(now: str, before: str, text: str) -> None:
    assert growth_word(Decimal(now), Decimal(before)) == text


@given(now=FIGURES, before=FIGURES.filter(lambda value: value != 0))
@settings(max_examples=40)
def test_growth_tells_the_direction(now: Decimal, before: Decimal) -> None:
    text = growth_word(now, before)
    if now == before:
        assert text == "0.0%"
    elif text.endswith("%"):
        assert text[0] == ("+" if now > before else "−")
        assert Decimal(text[1:-1]) <= TOO_MUCH_GROWTH
    else:
        assert text.endswith(" 倍")


@pytest.mark.parametrize("now", ["1", "-1", "0", "12345.67"])
def test_growth_from_nothing_has_no_meaning(now: str) -> None:
    assert growth_word(Decimal(now), Decimal(0)) == "—"
    assert growth_word(Decimal(now), Decimal("-0.00")) == "—"


@pytest.mark.parametrize(
    "error",
    [
        UserError("workbook.missing", file="九月.xlsx"),
        UserError("workbook.folder", file="九月"),
        UserError("enterprise.length", code="1"),
        WorldError("net.timeout", host="x", seconds=5),
        FormsError("period.malformed", text="2025-13"),
    ],
    ids=lambda error: error.code,
)
def test_an_error_is_told_as_what_happened_and_what_to_do(error: UserError) -> None:
    text = said(error)
    assert text.startswith(error.what())
    assert text.endswith(error.remedy())
    assert CHINESE.search(text)
    assert "。。" not in text
    assert "{" not in text, "every place is filled"


def test_the_file_is_named_in_the_sentence() -> None:
    assert (
        said(UserError("workbook.missing", file="九月.xlsx")) == "找不到文件“九月.xlsx”。请核对文件的位置和名称。"
    )


def test_an_error_without_a_remedy_gets_no_full_stop_of_ours() -> None:
    assert said(OurFault("no.such-code")) == "no.such-code"


@pytest.mark.parametrize("code", sorted(UserError.catalogue()))
def test_no_sentence_of_the_catalogue_ends_twice(code: str) -> None:
    text = said(UserError(code))
    assert not re.search(r"[。！？；]。", text), text
    assert text == text.strip()


@pytest.mark.parametrize(
    ("text", "unit", "shown"),
    [
        ("84192469.35", "元", "84,192,469.35 元"),
        ("-1234", "", "−1,234"),
        ("约三万", "千元", "约三万 千元"),
        ("2025-441302-39-01", "", "2025-441302-39-01"),
        ("NaN", "", "NaN"),
        ("", "万元", "万元"),
    ],
)
def test_a_figure_of_a_workbook_is_read_in_groups_of_three(text: str, unit: str, shown: str) -> None:
    assert figure_word(text, unit) == shown


@pytest.mark.parametrize(
    ("text", "unit", "shown"),
    [
        ("810", "万元", "8.1 million yuan"),
        ("-12", "亿元", "−1.2 billion yuan"),
        ("33200", "千元", "33,200 thousand yuan"),
        ("6.5", "%", "6.5%"),
        ("about 3", "万元", "about 3 × 10,000 yuan"),
    ],
)
def test_an_amount_is_said_in_english_as_english_counts(
    qapp: QApplication, text: str, unit: str, shown: str
) -> None:
    translators = Translators(qapp)
    translators.speak("en")
    try:
        assert figure_word(text, unit) == shown
    finally:
        translators.be_silent()


def test_several_words_stand_in_a_row() -> None:
    assert listed(["JY", "XM"]) == "JY、XM"
    assert listed([]) == ""


@pytest.mark.parametrize(
    ("language", "shown"),
    [("zh", "拒绝了连接。请稍后再试。数据都在。"), ("en", "拒绝了连接. 请稍后再试。 数据都在。")],
)
def test_sentences_stand_apart_as_the_language_has_them(
    qapp: QApplication, language: Language, shown: str
) -> None:
    translators = Translators(qapp)
    translators.speak(language)
    try:
        assert sentences("", "拒绝了连接", "请稍后再试。", "", "数据都在。") == shown
        assert sentences() == ""
    finally:
        translators.be_silent()
