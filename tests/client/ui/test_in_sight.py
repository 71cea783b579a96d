"""What has the keyboard is seen, on the smallest screen there is, however it came there."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QScrollArea, QWidget

from client.ui.parts.table import Table
from client.usecases.home.session import Session
from tests.client.ui.conftest import Pilot


@pytest.fixture
def small(imported: Session, pilot: Pilot) -> Pilot:
    """The window on the sample, its slips still in it, as small as it gets."""
    pilot.shell.resize(1024, 600)
    pilot.shell.activateWindow()
    pilot.until(pilot.shell.isActiveWindow)
    pilot.window.conductor.go("desk")
    pilot.settle()
    return pilot


def area_of(widget: QWidget) -> QScrollArea:
    above = widget.parentWidget()
    while not isinstance(above, QScrollArea):
        above = above.parentWidget()
    return above


def seen(widget: QWidget) -> bool:
    """Whether the page shows it whole; of a table its chosen row."""
    inside, part = widget, widget.rect()
    if isinstance(widget, Table):
        inside, part = widget.viewport(), widget.visualRect(widget.currentIndex())
    port = area_of(widget).viewport()
    return port.rect().adjusted(-1, -1, 1, 1).contains(QRect(inside.mapTo(port, part.topLeft()), part.size()))


def test_the_page_follows_the_chosen_row_and_home_leads_back(small: Pilot) -> None:
    small.until(lambda: QApplication.focusWidget() is small.child("due"))
    table = small.child("due")
    for key in (Qt.Key.Key_End, Qt.Key.Key_Home, *[Qt.Key.Key_Down] * 9):
        QTest.keyClick(table, key)
        assert seen(table)


def test_the_keyboard_is_never_led_to_what_is_out_of_sight(small: Pilot) -> None:
    small.open("JY", "2025-09")
    small.until(lambda: small.entry.findings.current() is not None)
    QTest.keyClick(small.sheet, Qt.Key.Key_F8)
    small.until(lambda: small.child("repair").isVisible())
    QTest.keyClick(small.sheet, Qt.Key.Key_F8, Qt.KeyboardModifier.ControlModifier)
    assert QApplication.focusWidget().objectName() == "repair"
    small.until(lambda: seen(small.child("repair")))


def test_a_page_read_further_down_stays_there_when_another_program_was_looked_at(small: Pilot) -> None:
    small.until(lambda: QApplication.focusWidget() is small.child("due"))
    page = area_of(small.child("due"))
    page.verticalScrollBar().setValue(page.verticalScrollBar().maximum())
    other = QDialog()
    small.qtbot.addWidget(other)
    other.show()
    other.activateWindow()
    small.until(other.isActiveWindow)
    small.shell.activateWindow()
    small.until(lambda: QApplication.focusWidget() is small.child("due"))
    QApplication.processEvents()
    assert page.verticalScrollBar().value() == page.verticalScrollBar().maximum() > 0
