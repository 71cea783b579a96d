"""The entry page while no return is open yet: whatever is pressed does nothing, and nothing fails."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget

from client.ui.entry.page import EntryPage
from tests.client.ui.conftest import Pilot

HELD = Qt.KeyboardModifier
MODIFIERS = {
    "alone": HELD.NoModifier,
    "shift": HELD.ShiftModifier,
    "control": HELD.ControlModifier,
    "both": HELD.ShiftModifier | HELD.ControlModifier,
}
SPECIAL = (
    "Return Enter Tab Backtab Backspace Delete Escape Space F2 F3 F6 F8 Home End PageUp PageDown Up Down Left"
)
KEYS = [*(Qt.Key[f"Key_{name}"] for name in SPECIAL.split()), *(Qt.Key(ord(letter)) for letter in "1ACDFLVXYZ+-=")]


@pytest.fixture
def page(pilot: Pilot) -> EntryPage:
    """Shown, and no return asked for."""
    pilot.window.shell.show_page(pilot.entry, "entry")
    QGuiApplication.clipboard().setText("1\t2\n3\t4")
    assert pilot.entry.work is None
    return pilot.entry


@pytest.mark.parametrize("held", MODIFIERS)
def test_no_key_does_anything(pilot: Pilot, page: EntryPage, held: str) -> None:
    for key in KEYS:
        page.grid.sheet.setFocus()
        QTest.keyClick(page.grid.sheet, key, MODIFIERS[held])
    assert pilot.faults == []
    assert page.work is None


def test_no_button_does_anything(pilot: Pilot, page: EntryPage) -> None:
    for pressed in page.findChildren(QAbstractButton):
        if pressed.isVisible() and pressed.isEnabled():
            pressed.click()
    sheet = page.grid.sheet
    for inside in (sheet.viewport(), sheet, page.findings.list.viewport()):
        QTest.mouseClick(inside, Qt.MouseButton.LeftButton)
        QTest.mouseDClick(inside, Qt.MouseButton.LeftButton)
        asked = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, QPoint(5, 5), QPoint(5, 5))
        QApplication.sendEvent(inside, asked)
    close_popups()
    assert pilot.faults == []


def close_popups() -> None:
    while isinstance(popup := QApplication.activePopupWidget(), QWidget):
        popup.close()
