"""Where the keyboard is, and what Enter does, whatever was done just before."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QWidget
from pytestqt.plugin import QtBot

from client.tour.script import Sample
from client.usecases.home import first_run
from client.usecases.home.session import Session
from tests.client.ui.conftest import Pilot, fly


def at() -> str:
    """The name of what has the keyboard."""
    held = QApplication.focusWidget()
    return held.objectName() if held is not None else ""


def press(key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    held = QApplication.focusWidget()
    assert held is not None
    QTest.keyClick(held, key, modifiers)


def awake(pilot: Pilot) -> None:
    pilot.settle()
    pilot.shell.activateWindow()
    pilot.until(pilot.shell.isActiveWindow)


def test_enter_goes_from_what_is_due_to_its_figures_and_presses_buttons(pilot: Pilot) -> None:
    awake(pilot)
    assert at() == "due", "the desk's list has the keyboard from the start"
    due = pilot.pages.desk.desk.rows
    press(Qt.Key.Key_Down)
    press(Qt.Key.Key_Down)
    press(Qt.Key.Key_Return)
    pilot.until(lambda: at() == "sheet")
    pilot.settle()
    assert (pilot.draft.form.code, pilot.draft.period) == (due[2].form, due[2].period), "and nowhere else"
    press(Qt.Key.Key_4, Qt.KeyboardModifier.ControlModifier)
    pilot.until(lambda: pilot.window.shell.at == "send")
    assert at() == "sendPeriod", "the keyboard comes along to a page gone to by its key"
    pilot.child("goDesk").setFocus(Qt.FocusReason.TabFocusReason)
    press(Qt.Key.Key_Return)
    pilot.settle()
    assert pilot.window.shell.at == "desk"
    assert at() == "goDesk", "who walks the rail stays in it"


def test_what_follows_a_pages_key_goes_to_that_page(pilot: Pilot) -> None:
    """At once: a figure typed ahead would stand in the return one has just left."""
    pilot.open("JY", "2025-09", "JY001")
    awake(pilot)
    press(Qt.Key.Key_4, Qt.KeyboardModifier.ControlModifier)
    assert pilot.window.shell.at == "send"
    press(Qt.Key.Key_8)
    pilot.settle()
    assert pilot.draft.cell("JY001") is None


def test_filing_turns_to_the_month_that_was_filled_in(pilot: Pilot) -> None:
    pilot.open("JY", "2025-07")
    pilot.window.conductor.go("send")
    pilot.settle()
    assert str(pilot.pages.sending.period.currentData()) == "2025-07"
    pilot.open("JB", "2030")
    pilot.window.conductor.go("send")
    pilot.settle()
    assert str(pilot.pages.sending.period.currentData()) == "2025-07", "December is not over yet"


@pytest.fixture
def at_past(qtbot: QtBot, qapp: QApplication, session: Session, firm: str) -> Iterator[Pilot]:
    first_run.go_to(session, "past")
    yield from fly(qtbot, qapp, lambda _: session, firm)


def test_the_first_run_keeps_the_keyboard_at_what_comes_next(at_past: Pilot, story: Sample) -> None:
    awake(at_past)
    guide = at_past.pages.desk.first_run
    many = guide.part.many
    assert at() == "chooseMany"
    many.read([Path(story.path)])
    assert at() == "stopMany"
    at_past.until(lambda: many.plan is not None)
    assert at() == "storeMany"
    assert guide.next.property("role") == "", "what was read is to be stored first"
    press(Qt.Key.Key_Return)
    at_past.until(lambda: many.batch is not None)
    at_past.settle()
    assert at() == "stepNext"
    assert guide.next.property("role") == "primary"
    press(Qt.Key.Key_Return)
    at_past.until(lambda: at() == "due")


def test_a_wrong_code_is_said_and_has_the_keyboard(bare_pilot: Pilot, session: Session, said_aloud) -> None:
    first_run.go_to(session, "firm")
    bare_pilot.pages.desk.refresh()
    bare_pilot.until(lambda: bare_pilot.shell.findChildren(QWidget, "firmCode"))
    awake(bare_pilot)
    bare_pilot.until(lambda: at() == "firmCode")
    bare_pilot.child("firmCode", QLineEdit).setText("91441300MA58H0D25H")
    press(Qt.Key.Key_Return)
    assert at() == "firmNameEntry", "a name comes next"
    bare_pilot.child("firmNameEntry", QLineEdit).setText("某厂")
    press(Qt.Key.Key_Return)
    bare_pilot.until(lambda: bare_pilot.child("firmProblem", QLabel).isVisible())
    assert at() == "firmCode"
    assert "校验码不对" in said_aloud[-1]
