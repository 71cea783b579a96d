"""The editor over a cell and the list it offers; what a delegate paints."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QImage, QKeyEvent, QPainter
from PySide6.QtTest import QSignalSpy, QTest
from PySide6.QtWidgets import QWidget
from pytestqt.plugin import QtBot

from client.ui.entry.grid.editors import CellEdit, Pick, code_picker
from client.ui.theme.theme import Theme
from forms.pack import bundled_pack

PACK = bundled_pack()
PICKS = (
    Pick("1  国有控股", "1", "1 国有控股 gykg"),
    Pick("3  私人控股", "3", "3 私人控股 srkg"),
    Pick("31  其他", "31", "31 其他 qt"),
    Pick("是", "是", "是 y s 1"),
)


@pytest.fixture
def room(qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    made.resize(400, 300)
    made.show()
    return made


def editor(
    theme: Theme, room: QWidget, *, picks: tuple[Pick, ...] | None = PICKS, several: bool = False
) -> CellEdit:
    made = CellEdit(theme, room, picks, several=several)
    made.setGeometry(10, 10, 200, 30)
    made.show()
    made.setFocus()
    return made


def offered(made: CellEdit) -> list[str]:
    model = made._completer.completionModel()
    return [model.index(row, 0).data() for row in range(model.rowCount())]


@pytest.mark.parametrize(
    ("code", "expected"),
    [("JB017", 2), ("JB006", len(PACK.lists["holding"].codes)), ("JB024", len(PACK.lists["chain_link"].codes))],
)
def test_coded_answers_have_a_list(code: str, expected: int) -> None:
    spec = PACK.indicator(code)
    assert spec is not None
    picks = code_picker(PACK, spec)
    assert picks is not None
    assert len(picks) == expected


@pytest.mark.parametrize("code", ["JY001", "JB002", "JB007", "JB033"])
def test_free_answers_have_none(code: str) -> None:
    spec = PACK.indicator(code)
    assert spec is not None
    assert code_picker(PACK, spec) is None


def test_the_list_opens_at_what_the_cell_holds(qtbot: QtBot, theme: Theme, room: QWidget) -> None:
    made = editor(theme, room)
    made.start("3")
    qtbot.waitUntil(lambda: made.choosing)
    assert offered(made) == [pick.shown for pick in PICKS]
    assert made._completer.list.currentIndex().data() == "3  私人控股"
    assert made.selectedText() == "3"


def test_the_list_opens_at_what_the_cell_holds_by_name_and_leaves_it_so(
    qtbot: QtBot, theme: Theme, room: QWidget
) -> None:
    made = editor(theme, room)
    made.start("私人控股")
    qtbot.waitUntil(lambda: made.choosing)
    chosen = made._completer.list
    assert chosen.currentIndex().data() == "3  私人控股"
    assert not chosen.verticalScrollBar().maximum(), "a list that fits needs no bar"
    made.settle()
    assert made.entered() == "私人控股", "nothing was chosen"
    made.open_list()
    QTest.keyClick(chosen, Qt.Key.Key_Down)
    made.settle()
    assert made.entered() == PICKS[2].typed


def test_the_list_narrows_with_what_is_typed_the_nearest_first(theme: Theme, room: QWidget) -> None:
    made = editor(theme, room)
    made.start("")
    QTest.keyClicks(made, "1")
    assert offered(made)[0] == "1  国有控股"
    assert "31  其他" in offered(made)
    QTest.keyClicks(made, "zz")
    assert not made.choosing, "nothing found closes the list and keeps what was typed"
    assert made.entered() == "1zz"


def test_initials_and_half_names_find_too(theme: Theme, room: QWidget) -> None:
    made = editor(theme, room)
    made.start("")
    QTest.keyClicks(made, "SRKG")
    assert offered(made) == ["3  私人控股"]
    made.settle()
    assert made.entered() == "3"


def test_what_was_picked_is_entered_as_its_code(theme: Theme, room: QWidget) -> None:
    made = editor(theme, room)
    made.start("")
    made.setText("3  私人控股")
    assert made.entered() == "3"
    made.setText("自己写的")
    assert made.entered() == "自己写的"


def test_several_codes_are_joined_and_none_is_doubled(theme: Theme, room: QWidget) -> None:
    made = editor(theme, room, several=True)
    made.start("")
    made._picked("1  国有控股")
    assert made.text() == "1"
    made.setText("1、3")
    made._offer("")
    assert offered(made)[0].startswith("3"), "what stands after the last separator is searched for"
    made._picked("3  私人控股")
    assert made.text() == "1、3"
    made.setText("1，31，")
    made._picked("3  私人控股")
    assert made.text() == "1、31、3"


@pytest.mark.parametrize(
    ("key", "shift", "direction"),
    [
        (Qt.Key.Key_Return, False, "down"),
        (Qt.Key.Key_Enter, False, "down"),
        (Qt.Key.Key_Return, True, "up"),
        (Qt.Key.Key_Tab, False, "right"),
        (Qt.Key.Key_Backtab, True, "left"),
    ],
)
def test_keys_that_lead_out(theme: Theme, room: QWidget, key: Qt.Key, shift: bool, direction: str) -> None:
    made = editor(theme, room, picks=None)
    made.start("12")
    spy = QSignalSpy(made.leaving)
    held = Qt.KeyboardModifier.ShiftModifier if shift else Qt.KeyboardModifier.NoModifier
    assert made.leave_by(QKeyEvent(QKeyEvent.Type.KeyPress, key, held))
    assert spy.at(0) == [direction]


@pytest.mark.parametrize("key", [Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Left, Qt.Key.Key_Right])
def test_arrows_lead_out_only_of_a_cell_typed_over(theme: Theme, room: QWidget, key: Qt.Key) -> None:
    made = editor(theme, room, picks=None)
    made.start("12")
    pressed = QKeyEvent(QKeyEvent.Type.KeyPress, key, Qt.KeyboardModifier.NoModifier)
    assert not made.leave_by(pressed), "after F2 they move within the text"
    made.overwriting = True
    assert made.leave_by(pressed)


def test_arrows_walk_through_an_open_list(qtbot: QtBot, theme: Theme, room: QWidget) -> None:
    made = editor(theme, room)
    made.start("")
    made.overwriting = True
    qtbot.waitUntil(lambda: made.choosing)
    down = QKeyEvent(QKeyEvent.Type.KeyPress, Qt.Key.Key_Down, Qt.KeyboardModifier.NoModifier)
    assert not made.leave_by(down)


def test_editing_keys_stay_with_the_editor(theme: Theme, room: QWidget) -> None:
    made = editor(theme, room, picks=None)
    for key in (Qt.Key.Key_Z, Qt.Key.Key_C, Qt.Key.Key_V, Qt.Key.Key_X, Qt.Key.Key_A):
        asked = QKeyEvent(QKeyEvent.Type.ShortcutOverride, key, Qt.KeyboardModifier.ControlModifier)
        asked.ignore()
        made.event(asked)
        assert asked.isAccepted(), key
    other = QKeyEvent(QKeyEvent.Type.ShortcutOverride, Qt.Key.Key_F8, Qt.KeyboardModifier.NoModifier)
    other.ignore()
    made.event(other)
    assert not other.isAccepted(), "F8 belongs to the window"


def pixels(pilot, address: str) -> QImage:
    """A cell of the sheet as it is painted."""
    sheet = pilot.sheet
    sheet.scrollTo(pilot.entry.grid.model.index_of(address))
    rect: QRect = sheet.visualRect(pilot.entry.grid.model.index_of(address))
    image = QImage(sheet.viewport().size(), QImage.Format.Format_RGB32)
    with QPainter(image) as painter:
        sheet.viewport().render(painter, QPoint())
    return image.copy(rect)


def near(image: QImage, x: int, y: int) -> str:
    return image.pixelColor(x, y).name()


def test_levels_are_marked_in_the_corner_and_on_the_ground(pilot) -> None:
    pilot.open("JY", "2025-09")
    pilot.type("JY001", "100")
    pilot.type("JY002", "200")
    pilot.sheet.go_to("JY010")
    theme = pilot.window.theme
    wrong, right = pixels(pilot, "JY002"), pixels(pilot, "JY005")
    assert near(wrong, wrong.width() - 2, 1) == theme.colours.error
    assert near(wrong, 4, 4) == theme.colours.error_soft
    assert near(right, 4, 4) == theme.colours.surface


def test_computed_cells_are_grey(pilot) -> None:
    pilot.open("JY", "2025-09")
    image = pixels(pilot, "JY043")
    assert near(image, 4, 4) == pilot.window.theme.colours.computed


def test_the_cursor_is_framed_and_the_block_tinted(pilot) -> None:
    pilot.open("JY", "2025-09", "JY005")
    model, colours = pilot.entry.grid.model, pilot.window.theme.colours
    image = pixels(pilot, "JY005")
    assert near(image, 1, image.height() // 2) == colours.accent
    pilot.sheet.select_all_from(model.index_of("JY005"), model.index_of("JY007"))
    assert near(pixels(pilot, "JY007"), 4, 4) == colours.selection


def test_numbers_stand_to_the_right_and_what_cannot_be_read_to_the_left(pilot) -> None:
    pilot.open("JY", "2025-09")
    pilot.type("JY001", "7")
    pilot.type("JY005", "abc")
    pilot.sheet.go_to("JY010")
    assert ink_side(pixels(pilot, "JY001")) == "right"
    assert ink_side(pixels(pilot, "JY005")) == "left"


def ink_side(image: QImage) -> str:
    """On which half of a cell its text is, the corner mark left out."""
    ground = image.pixelColor(image.width() // 2, 3)
    ys = range(image.height() // 3, image.height() - 6)
    xs = [x for x in range(4, image.width() - 4) for y in ys if image.pixelColor(x, y) != ground]
    return "right" if sum(xs) / len(xs) > image.width() / 2 else "left"
