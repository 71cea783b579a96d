"""Keys and letters one has in the fingers from Excel and from an input method: what each does in the grid."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QGuiApplication, QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from client.ui.entry.grid.editors import CellEdit
from client.usecases.home.session import Session
from tests.client.ui.conftest import Pilot

KEY, NONE = Qt.Key, Qt.KeyboardModifier.NoModifier
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
ALT = Qt.KeyboardModifier.AltModifier

KEYS = [
    # key, held, cursor afterwards, lines and columns selected, form
    (KEY.Key_Semicolon, CTRL, "JY021", (1, 1), "JY"),
    (KEY.Key_Semicolon, CTRL | SHIFT, "JY021", (1, 1), "JY"),
    (KEY.Key_Space, SHIFT, "JY021", (1, 5), "JY"),
    (KEY.Key_Space, CTRL, "JY021", (52, 1), "JY"),
    (KEY.Key_Space, CTRL | SHIFT, "JY021", (52, 5), "JY"),
    (KEY.Key_Home, CTRL, "JY001", (1, 1), "JY"),
    (KEY.Key_End, CTRL, "JY044", (1, 1), "JY"),
    (KEY.Key_PageUp, CTRL, None, None, "JB"),
    (KEY.Key_PageDown, CTRL, None, None, "HY"),
    (KEY.Key_Down, ALT, "JY021", (1, 1), "JY"),
    (KEY.Key_Up, ALT, "JY021", (1, 1), "JY"),
    (KEY.Key_PageDown, ALT, "JY021", (1, 1), "JY"),
    (KEY.Key_Backspace, CTRL, "JY021", (1, 1), "JY"),
]


@pytest.fixture
def at_figure(pilot: Pilot, imported: Session) -> Pilot:
    pilot.open("JY", "2025-09", "JY021")
    pilot.shell.activateWindow()
    pilot.until(pilot.shell.isActiveWindow)
    return pilot


def test_each_key_of_excel_leads_where_it_does_there_and_changes_nothing(at_figure: Pilot) -> None:
    done: dict[tuple[Qt.Key, Qt.KeyboardModifier], object] = {}
    wanted: dict[tuple[Qt.Key, Qt.KeyboardModifier], object] = {}
    for key, held, *led in KEYS:
        at_figure.open("JY", "2025-09", "JY021")
        before = at_figure.draft.current.cells
        QTest.keyClick(at_figure.sheet, key, held)
        at_figure.settle()
        assert at_figure.sheet.painter_of_cells.editor is None, (key, held)
        assert QApplication.focusWidget() is at_figure.sheet, (key, held)
        form = at_figure.draft.form.code
        lines, columns = at_figure.sheet.block()
        here = (at_figure.sheet.address(), (len(lines), len(columns))) if form == "JY" else (None, None)
        done[key, held], wanted[key, held] = (*here, form), tuple(led)
        if form == "JY":
            assert at_figure.draft.current.cells == before, (key, held)
    assert done == wanted


def test_shift_delete_cuts_as_elsewhere_on_windows(at_figure: Pilot) -> None:
    QTest.keyClick(at_figure.sheet, KEY.Key_Delete, SHIFT)
    assert at_figure.draft.cell("JY021") is None
    assert QGuiApplication.clipboard().text().strip() == "84192"
    QTest.keyClick(at_figure.sheet, KEY.Key_Insert, SHIFT)
    assert at_figure.text("JY021") == "84,192"


def test_alt_and_down_opens_the_list_of_a_cell_that_has_one(pilot: Pilot) -> None:
    pilot.open("JB", "2025", "JB006")
    QTest.keyClick(pilot.sheet, KEY.Key_Down, ALT)
    editor = pilot.sheet.painter_of_cells.editor
    assert isinstance(editor, CellEdit)
    pilot.until(lambda: editor.choosing)
    QTest.keyClick(editor._completer.popup(), KEY.Key_Escape)
    assert not editor.choosing
    QTest.keyClick(editor, KEY.Key_Down, ALT)
    assert editor.choosing
    assert pilot.sheet.address() == "JB006"


COMMITTED = {
    "１２３４": "1,234",
    "１，２３４": "1,234",
    "1，234": "1,234",
    "－１２": "−12",
    "—12": "−12",
    "﹣12": "−12",
    "−12": "−12",
    "￥1，234": "1,234",
    "３．５万": "35",
    "（８５）": "−85",
    "　１２　": "12",
    "——12": "——12",
    "1、234": "1、234",
}


def test_what_an_input_method_commits_is_read_or_kept(pilot: Pilot) -> None:
    shown = {}
    for typed in COMMITTED:
        pilot.open("JY", "2025-09", "JY001")
        pilot.sheet.go_to("JY001")
        compose(pilot, "", typed)
        pilot.keys(key=KEY.Key_Return)
        shown[typed] = pilot.text("JY001")
    assert shown == COMMITTED


def compose(pilot: Pilot, composing: str, commit: str = "") -> None:
    """What an input method sends to where the keyboard is."""
    event = QInputMethodEvent(composing, [])
    event.setCommitString(commit)
    QCoreApplication.sendEvent(pilot.sheet.painter_of_cells.editor or pilot.sheet, event)


def click(pilot: Pilot) -> None:
    where = pilot.sheet.visualRect(pilot.entry.grid.model.index_of("JY005")).center()
    QTest.mouseClick(pilot.sheet.viewport(), Qt.MouseButton.LeftButton, pos=where)


LEAVING = {
    "a click": click,
    "F6": lambda pilot: QTest.keyClick(pilot.sheet.painter_of_cells.editor, KEY.Key_F6),
    "another page": lambda pilot: pilot.window.conductor.go("send"),
    "another form": lambda pilot: QTest.keyClick(pilot.sheet.painter_of_cells.editor, KEY.Key_PageDown, CTRL),
}


@pytest.mark.parametrize("by", LEAVING)
@pytest.mark.parametrize("address", ["JY002", "JY044"])
def test_what_is_still_being_composed_is_kept_when_the_cell_is_left(pilot: Pilot, by: str, address: str) -> None:
    pilot.open("JY", "2025-09", address)
    pilot.shell.activateWindow()
    pilot.until(pilot.shell.isActiveWindow)
    draft = pilot.draft
    pilot.keys("1")
    compose(pilot, "２３")
    LEAVING[by](pilot)
    pilot.settle()
    assert draft.current.cells[address].text == "1２３"
