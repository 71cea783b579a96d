"""Figures reach the clipboard only when they are copied, and then not its history."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from client.ui.entry.blocks.quiet import QUIET
from tests.client.ui.conftest import Pilot

CONTROL = Qt.KeyboardModifier.ControlModifier


def quiet() -> bool:
    data = QGuiApplication.clipboard().mimeData()
    return all(bytes(data.data(name).data()) == value for name, value in QUIET.items())


def test_typing_and_saving_leave_the_clipboard_alone(pilot: Pilot) -> None:
    QGuiApplication.clipboard().setText("what was there before")
    pilot.open("JY", "2025-09")
    pilot.type("JY001", "7413902856")
    pilot.settle()
    assert QGuiApplication.clipboard().text() == "what was there before"


def test_what_is_copied_from_the_grid_stays_out_of_the_history(pilot: Pilot) -> None:
    pilot.open("JY", "2025-09")
    pilot.type("JY001", "7413902856")
    pilot.sheet.go_to("JY001")
    QGuiApplication.clipboard().setText("loud")
    assert not quiet()
    QTest.keyClick(pilot.sheet, Qt.Key.Key_C, CONTROL)
    assert QGuiApplication.clipboard().text() == "7413902856\n"
    assert quiet()


def test_what_is_copied_or_cut_in_an_open_editor_does_too(pilot: Pilot) -> None:
    pilot.open("JY", "2025-09")
    pilot.sheet.go_to("JY001")
    pilot.keys("7413902856")
    editor = pilot.sheet.painter_of_cells.editor
    assert editor is not None
    for key, left in ((Qt.Key.Key_C, "7413902856"), (Qt.Key.Key_X, "")):
        QGuiApplication.clipboard().clear()
        editor.selectAll()
        QTest.keyClick(editor, key, CONTROL)
        assert QGuiApplication.clipboard().text() == "7413902856"
        assert quiet()
        assert editor.text() == left
