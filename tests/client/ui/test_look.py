"""The look: contrast in both palettes, no pixels in the style sheet, icons, words and numbers."""

from __future__ import annotations

import re
from decimal import Decimal
from xml.etree import ElementTree

import pytest
from msgspec.structs import asdict
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication, QLineEdit

from client.base.paths import RESOURCES
from client.ui.entry.blocks.clipboard import format_block, parse_block
from client.ui.ground.language import Translators
from client.ui.ground.words import Word, days_word, growth_word, level_word, number_word, state_word
from client.ui.parts.basics import Chip
from client.ui.theme.colours import DARK, DARK_HIGH, LIGHT, LIGHT_HIGH, Colours
from client.ui.theme.sheet import style_sheet
from client.ui.theme.theme import Theme
from client.usecases.returns.states import STATE_NAMES_ZH
from forms.problems import Language

VISIBLE, READABLE, STRONG = 3.0, 4.5, 7.0
"""Contrast of controls and of text that WCAG AA asks for, and of text AAA."""
TONES = ("accent", "error", "query", "hint", "good", "practice")
FIELDS_ON = ("window", "surface", "sunken", "computed")
GROUNDS = (
    "window",
    "surface",
    "sunken",
    "computed",
    "selection",
    "hover",
    "plain_soft",
    *(f"{tone}_soft" for tone in TONES),
)


def luminance(colour: str) -> float:
    parts = [channel / 255 for channel in QColor(colour).getRgb()[:3]]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize(
    ("colours", "least"),
    [(LIGHT, READABLE), (DARK, READABLE), (LIGHT_HIGH, STRONG), (DARK_HIGH, STRONG)],
    ids=["light", "dark", "light-high", "dark-high"],
)
def test_every_ink_can_be_read_on_every_ground(colours: Colours, least: float) -> None:
    named = asdict(colours)
    pairs = [(ink, ground) for ink in ("text", "text_soft", "text_faint", *TONES) for ground in GROUNDS]
    pairs += [("on_accent", "accent"), ("on_accent", "accent_hover")]
    found = {pair: round(contrast(named[pair[0]], named[pair[1]]), 2) for pair in pairs}
    assert not {pair: value for pair, value in found.items() if value < least}


@pytest.mark.parametrize("colours", [LIGHT, DARK, LIGHT_HIGH, DARK_HIGH])
def test_what_has_the_keyboard_stands_out_from_the_page(colours: Colours) -> None:
    grounds = {ground: contrast(colours.focus, getattr(colours, ground)) for ground in GROUNDS}
    assert not {ground: value for ground, value in grounds.items() if value < VISIBLE}


@pytest.mark.parametrize("colours", [LIGHT, DARK, LIGHT_HIGH, DARK_HIGH])
def test_a_blank_field_is_told_from_the_page_by_its_border(colours: Colours) -> None:
    """WCAG 1.4.11, wherever a field, a list to choose from or a switch stands."""
    grounds = {ground: contrast(colours.border, getattr(colours, ground)) for ground in FIELDS_ON}
    assert not {ground: value for ground, value in grounds.items() if value < VISIBLE}


def test_what_a_blank_field_asks_for_can_be_read(theme: Theme, qtbot) -> None:
    field = QLineEdit()
    theme.dress(field)
    qtbot.addWidget(field)
    field.ensurePolished()
    assert field.palette().placeholderText().color() == theme.colour("text_faint")


def test_no_words_stand_on_the_colour_of_a_line() -> None:
    """Lines are strong where contrast is high, and nothing could be read on them."""
    source = (RESOURCES / "style" / "jibao.qss").read_text("utf-8")
    grounds = set(re.findall(r"^(\w+)[^{\n]*\{ background: \{line(?:_strong)?\}", source, re.MULTILINE))
    assert grounds == {"QFrame", "QSplitter", "QProgressBar", "QScrollBar"}


def test_the_style_sheet_holds_no_pixels_and_every_place_is_filled() -> None:
    source = (RESOURCES / "style" / "jibao.qss").read_text("utf-8")
    assert not re.search(r"\dp[xt]", source)
    filled = style_sheet(DARK, 17.0)
    assert not re.search(r"[{](?:[a-z_]+|[\d.]+em)[}]", filled)


def test_distances_follow_the_font() -> None:
    small, large = (re.findall(r"(\d+)px", style_sheet(LIGHT, em)) for em in (20.0, 40.0))
    assert len(small) == len(large) > 0
    assert sum(map(int, large)) > 1.8 * sum(map(int, small))


@pytest.mark.parametrize("path", sorted((RESOURCES / "icons").glob("*.svg")), ids=lambda path: path.stem)
def test_icons_are_whole_and_take_any_colour(theme: Theme, path) -> None:
    ElementTree.parse(path)
    if path.stem != "jibao":
        assert "currentColor" in path.read_text("utf-8")
    assert not theme.icons.pixmap(path.stem, "accent").isNull()


def test_every_icon_asked_for_exists_and_every_icon_is_asked_for() -> None:
    sources = "\n".join(path.read_text("utf-8") for path in (RESOURCES.parent / "client" / "ui").rglob("*.py"))
    there = {path.stem for path in (RESOURCES / "icons").glob("*.svg")}
    assert {name for name in there if f'"{name}"' in sources or f"{name}.svg" in sources} == there


def test_the_theme_follows_a_choice_and_tells(qtbot, theme: Theme) -> None:
    with qtbot.waitSignal(theme.changed):
        theme.choose("dark")
    assert theme.dark
    assert QApplication.palette().window().color().name() == DARK.window
    theme.choose("light")
    assert not theme.dark


@pytest.mark.parametrize(("language", "features"), [("en", ["palt"]), ("zh", [])])
def test_english_stands_in_narrow_quotation_marks(
    qapp: QApplication, language: Language, features: list[str]
) -> None:
    translators = Translators(qapp)
    translators.speak(language)
    Theme(qapp, "light").deleteLater()
    assert [tag.toString().data().decode() for tag in QApplication.font().featureTags()] == features
    translators.speak("zh")
    Theme(qapp, "light").deleteLater()
    translators.be_silent()


def test_a_chip_without_a_word_takes_no_room(theme: Theme, qtbot) -> None:
    chip = Chip(theme, Word("", "plain"))
    qtbot.addWidget(chip)
    assert chip.isHidden()
    assert not chip.isVisible()


def test_every_state_has_a_word_of_its_own() -> None:
    for state in STATE_NAMES_ZH:
        assert re.search(r"[一-鿿]", state_word(state).text), state
    assert {level_word(level).text for level in ("error", "query", "hint")} == {"强制", "核实", "提示"}


@pytest.mark.parametrize(
    ("value", "scale", "shown"),
    [
        ("1234567", 0, "1,234,567"),
        ("-1234.5", 2, "−1,234.50"),
        ("0", 0, "0"),
        ("1.234", 2, "1.234"),
        ("1E+3", 0, "1,000"),
    ],
)
def test_numbers_have_separators_and_lose_nothing(value: str, scale: int, shown: str) -> None:
    assert number_word(Decimal(value), scale) == shown


@pytest.mark.parametrize(
    ("now", "before", "shown"),
    [
        ("110", "100", "+10.0%"),
        ("90", "100", "−10.0%"),
        ("5", "0", "—"),
        ("-50", "-100", "+50.0%"),
        ("2100", "100", "21.0 倍"),
    ],
)
def test_growth_in_words(now: str, before: str, shown: str) -> None:
    assert growth_word(Decimal(now), Decimal(before)) == shown


def test_deadlines_grow_more_urgent() -> None:
    assert [days_word(days).tone for days in (30, 3, 0, -2)] == ["plain", "query", "error", "error"]
    assert days_word(None).text == ""


@pytest.mark.parametrize(
    ("text", "block"),
    [
        ("1\t2\r\n3\t4\r\n", [["1", "2"], ["3", "4"]]),
        ("1", [["1"]]),
        ('"两\n行"\t"有""引号"\n', [["两\n行", '有"引号']]),
        ("1\n\n3\n", [["1"], [""], ["3"]]),
    ],
)
def test_blocks_are_those_of_excel(text: str, block: list[list[str]]) -> None:
    assert parse_block(text) == block
    assert parse_block(format_block(block)) == block
