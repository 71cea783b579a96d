"""The theme, its icons and style sheet, and the table's model, by what they promise rather than how they look."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import asdict, fields
from PySide6.QtCore import QModelIndex, QRect, Qt
from PySide6.QtGui import QColor, QFont, QIcon, QImage, QPainter, QPalette
from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import QApplication, QSpacerItem, QWidget
from pytestqt.qtbot import QtBot

from client.base.paths import RESOURCES
from client.ui.frame.shell import Shell
from client.ui.ground.language import Translators
from client.ui.ground.words import Word
from client.ui.parts.flow import FlowLayout
from client.ui.parts.shown import SHOWN, Shown
from client.ui.parts.table import TableColumn, TableModel
from client.ui.theme.colours import DARK, LIGHT, Colours
from client.ui.theme.sheet import style_sheet
from client.ui.theme.theme import SMALL, Theme

COLOURS = pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
ICON_NAMES = sorted(path.stem for path in (RESOURCES / "icons").glob("*.svg"))


@COLOURS
def test_every_colour_is_spelled_out(colours: Colours) -> None:
    for purpose, code in asdict(colours).items():
        assert re.fullmatch(r"#[0-9a-f]{6}", code), purpose


def test_dark_is_dark_and_light_is_light() -> None:
    for purpose in ("window", "surface", "sunken", "computed", "error_soft", "accent_soft"):
        assert QColor(getattr(DARK, purpose)).lightness() < 128 < QColor(getattr(LIGHT, purpose)).lightness()
    assert QColor(DARK.text).lightness() > 128 > QColor(LIGHT.text).lightness()


@COLOURS
def test_what_means_something_else_has_another_colour(colours: Colours) -> None:
    inks = [getattr(colours, tone) for tone in ("text", "error", "query", "hint", "good", "practice", "accent")]
    assert len(set(inks)) == len(inks)


@COLOURS
def test_text_grows_fainter_in_three_steps(colours: Colours) -> None:
    paper = QColor(colours.surface).lightness()
    steps = [abs(QColor(getattr(colours, ink)).lightness() - paper) for ink in ("text", "text_soft", "text_faint")]
    assert steps == sorted(steps, reverse=True)
    assert len(set(steps)) == 3


@pytest.mark.parametrize("purpose", [field.name for field in fields(Colours)])
def test_the_theme_hands_out_the_colour_in_force(theme: Theme, purpose: str) -> None:
    assert theme.colour(purpose).name() == getattr(LIGHT, purpose)


def test_a_colour_nobody_named_is_a_mistake_of_ours(theme: Theme) -> None:
    with pytest.raises(KeyError):
        theme.colour("mauve")


def test_choosing_a_look_exchanges_colours_palette_and_sheet(theme: Theme, qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    theme.dress(window)
    spy = QSignalSpy(theme.changed)
    theme.choose("dark")
    assert spy.count() == 1
    assert theme.colour("surface").name() == DARK.surface
    assert QApplication.palette().color(QPalette.ColorRole.Base).name() == DARK.surface
    assert DARK.window in window.styleSheet()
    theme.choose("light")
    assert theme.colour("surface").name() == LIGHT.surface
    assert DARK.window not in window.styleSheet()


def test_what_is_disabled_is_fainter(theme: Theme) -> None:
    palette = QApplication.palette()
    for role in (QPalette.ColorRole.WindowText, QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText):
        assert palette.color(QPalette.ColorGroup.Disabled, role).name() == LIGHT.text_faint
        assert palette.color(QPalette.ColorGroup.Active, role).name() == LIGHT.text


def test_distances_grow_with_what_is_asked(theme: Theme) -> None:
    asked = [0.0, 0.01, 0.05, 0.5, 1, 1.2, 2, 10]
    given_out = [theme.space(lines) for lines in asked]
    assert given_out == sorted(given_out)
    assert given_out[0] == 1, "a hairline is seen on every screen"
    assert theme.space(10) == round(theme.em * 10)


def test_text_is_large_enough_to_be_read_all_day(theme: Theme) -> None:
    assert theme.font().pointSizeF() >= 9.75
    assert theme.font(1.3).pointSizeF() > theme.font().pointSizeF() > theme.font(SMALL).pointSizeF()
    assert theme.font(bold=True).weight() > theme.font().weight()


def test_chinese_faces_are_always_among_the_families(theme: Theme) -> None:
    families = theme.font().families()
    assert {"Microsoft YaHei UI", "PingFang SC", "Noto Sans CJK SC"} <= set(families)
    assert len(families) == len(set(families)), "none is listed twice, however often the theme is made"


def test_chinese_stands_as_with_all_a_font_knows(theme: Theme) -> None:
    assert theme.font().styleStrategy() == QFont.StyleStrategy.PreferNoShaping
    for font in (theme.font(), theme.font(bold=True), theme.font(1.5)):
        whole = QFont(font)
        whole.setStyleStrategy(QFont.StyleStrategy.PreferDefault)
        assert written(font) == written(whole)


def test_english_is_set_by_how_letters_pair(qapp: QApplication) -> None:
    translators = Translators(qapp)
    translators.speak("en")
    try:
        assert Theme(qapp, "light").font().styleStrategy() == QFont.StyleStrategy.PreferDefault
    finally:
        translators.be_silent()
    assert Theme(qapp, "light").font().styleStrategy() == QFont.StyleStrategy.PreferNoShaping


def written(font: QFont) -> QImage:
    """A sentence with all that stands in Chinese ones: figures, brackets, codes, months."""
    image = QImage(900, 60, QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    with QPainter(image) as painter:
        painter.setFont(font)
        painter.drawText(image.rect(), "8 张报表待报，今天是2025年10月8日（虚构）；营业收入 1,234.56 万元、50%")
    return image


@pytest.mark.parametrize("name", ICON_NAMES)
def test_an_icon_is_drawn_once_and_sharp(theme: Theme, name: str) -> None:
    first = theme.icons.pixmap(name, "accent", 1.2)
    assert theme.icons.pixmap(name, "accent", 1.2).cacheKey() == first.cacheKey()
    assert first.deviceIndependentSize().toSize().width() == theme.space(1.2)
    assert first.devicePixelRatio() == theme.icons._scale()
    image = first.toImage()
    inked = sum(image.pixelColor(x, y).alpha() > 0 for x in range(image.width()) for y in range(image.height()))
    assert 0 < inked < image.width() * image.height(), "it has a shape"


def test_an_icon_is_drawn_anew_in_another_colour_or_size(theme: Theme) -> None:
    keys = {
        theme.icons.pixmap("check", purpose, lines).cacheKey()
        for purpose in ("good", "error")
        for lines in (1.0, 2.0)
    }
    assert len(keys) == 4


def test_icons_are_forgotten_with_the_look(theme: Theme) -> None:
    before = theme.icons.pixmap("check", "good").toImage()
    theme.choose("dark")
    assert theme.icons.pixmap("check", "good").toImage() != before
    theme.choose("light")
    assert theme.icons.pixmap("check", "good").toImage() == before


def test_icons_are_drawn_for_the_finest_screen(qtbot: QtBot, theme: Theme) -> None:
    shell = Shell(theme)
    qtbot.addWidget(shell)
    with qtbot.waitExposed(shell):
        shell.show()
    said: list[bool] = []
    theme.changed.connect(lambda: said.append(True))
    coarse = theme.icons.pixmap("check")
    for scale, times in ((1.5, 1), (1.5, 1), (1.0, 1), (2.0, 2)):
        theme.icons._scale = lambda finest=scale: finest
        shell.repaint()
        QApplication.processEvents()
        assert len(said) == times, "drawn anew only for a finer one"
    fine = theme.icons.pixmap("check")
    assert fine.devicePixelRatio() == 2.0
    assert fine.width() == 2 * coarse.width()
    assert fine.deviceIndependentSize() == coarse.deviceIndependentSize()


def test_a_disabled_icon_is_paler(theme: Theme) -> None:
    icon = theme.icons.icon("undo")
    usual, disabled = (icon.pixmap(30, mode).toImage() for mode in (QIcon.Mode.Normal, QIcon.Mode.Disabled))
    assert usual != disabled


def test_an_icon_there_is_not_is_named_in_the_error(theme: Theme) -> None:
    with pytest.raises(FileNotFoundError, match=r"unicorn\.svg"):
        theme.icons.pixmap("unicorn")


@COLOURS
@pytest.mark.parametrize("em", [12.0, 17.5, 40.0])
def test_the_sheet_has_as_many_braces_as_it_closes(colours: Colours, em: float) -> None:
    text = style_sheet(colours, em)
    assert text.count("{") == text.count("}") > 10
    assert set(re.findall(r"#[0-9a-f]{6}\b", text)) <= set(asdict(colours).values()), "no colour of its own"


def test_the_smallest_distance_of_the_sheet_is_one() -> None:
    widths = [int(number) for number in re.findall(r"\b(\d+)px", style_sheet(LIGHT, 0.5))]
    assert widths
    assert min(widths) >= 1


def test_the_sheets_of_both_looks_differ_in_colours_only() -> None:
    bare = [re.sub(r"#[0-9a-f]{6}", "#", style_sheet(colours, 18.0)) for colours in (LIGHT, DARK)]
    assert bare[0] == bare[1]


COLUMNS = (
    TableColumn[int]("数", lambda number: Shown(str(number), right=True), 4, right=True),
    TableColumn[int]("字", lambda number: Shown("甲", below="乙", chips=(Word("丙", "good"),)), 4),
    TableColumn[int]("", lambda number: Shown(), 4),
)


@given(rows=st.lists(st.integers(), max_size=20))
@settings(max_examples=30)
def test_a_table_has_the_rows_it_was_given(rows: list[int]) -> None:
    model: TableModel[int] = TableModel(COLUMNS)
    model.put(rows)
    assert model.rowCount() == len(rows)
    assert [model.data(model.index(n, 0)) for n in range(len(rows))] == [str(number) for number in rows]


def test_exchanging_rows_is_told_once() -> None:
    model: TableModel[int] = TableModel(COLUMNS)
    begun, done = QSignalSpy(model.modelAboutToBeReset), QSignalSpy(model.modelReset)
    model.put([1, 2])
    assert (begun.count(), done.count()) == (1, 1)


def test_rows_given_later_to_the_same_list_are_not_taken_in() -> None:
    rows = [1, 2]
    model: TableModel[int] = TableModel(COLUMNS)
    model.put(rows)
    rows.append(3)
    assert model.rowCount() == 2


def test_a_cell_is_read_as_text_then_what_is_below_then_chips() -> None:
    model: TableModel[int] = TableModel(COLUMNS)
    model.put([7])
    assert model.data(model.index(0, 1)) == "甲 乙 丙"
    assert model.data(model.index(0, 1), Qt.ItemDataRole.ToolTipRole) == "甲 乙 丙"
    assert model.data(model.index(0, 2)) == ""
    assert model.data(model.index(0, 2), SHOWN) == Shown()


@pytest.mark.parametrize(
    "role", [Qt.ItemDataRole.EditRole, Qt.ItemDataRole.BackgroundRole, Qt.ItemDataRole.CheckStateRole]
)
def test_a_table_has_nothing_to_edit_or_tick(role: Qt.ItemDataRole) -> None:
    model: TableModel[int] = TableModel(COLUMNS)
    model.put([7])
    assert model.data(model.index(0, 0), role) is None
    assert not model.flags(model.index(0, 0)) & Qt.ItemFlag.ItemIsEditable


def test_a_table_has_no_rows_within_rows() -> None:
    model: TableModel[int] = TableModel(COLUMNS)
    model.put([7])
    inside = model.index(0, 0)
    assert (model.rowCount(inside), model.columnCount(inside)) == (0, 0)
    assert model.data(QModelIndex()) is None


@pytest.mark.parametrize("section", [-1, 3, 99])
def test_there_is_no_heading_beyond_the_columns(section: int) -> None:
    assert TableModel(COLUMNS).headerData(section, Qt.Orientation.Horizontal) is None


def test_headings_stand_over_their_figures() -> None:
    model: TableModel[int] = TableModel(COLUMNS)
    role = Qt.ItemDataRole.TextAlignmentRole
    sides = [model.headerData(n, Qt.Orientation.Horizontal, role) for n in range(3)]
    assert [bool(side & Qt.AlignmentFlag.AlignRight) for side in sides] == [True, False, False]


@given(widths=st.lists(st.integers(1, 80), max_size=12), room=st.integers(1, 300), gap=st.integers(0, 9))
@settings(max_examples=40)
def test_what_flows_stays_in_order_and_apart(widths: list[int], room: int, gap: int) -> None:
    flow = FlowLayout(gap)
    items = [Block(width) for width in widths]
    for item in items:
        flow.addItem(item)
    flow.setGeometry(QRect(10, 20, room, 500))
    placed = [item.geometry() for item in items]
    for before, after in pairwise(placed):
        same_line = after.y() == before.y()
        assert after.x() == (before.x() + before.width() + gap if same_line else 10)
        assert same_line or after.y() == before.y() + 10 + gap
    assert all(each.x() == 10 or each.right() <= 10 + room for each in placed), "only a line's first may stick out"
    used = max((each.bottom() + 1 for each in placed), default=20) - 20
    assert flow.heightForWidth(room) == used


class Block(QSpacerItem):
    """A thing of a given width, ten high, that counts as something."""

    def __init__(self, width: int) -> None:
        super().__init__(width, 10)

    def isEmpty(self) -> bool:
        return False
