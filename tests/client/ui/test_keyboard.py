"""Where the keyboard is, and what Enter does, whatever was done just before."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QWidget
from pytestqt.plugin import QtBot

from client.tour.script import Sample
from client.usecases.home import enterprises, first_run
from client.usecases.home.session import Session
from forms.periods import Period
from tests.client.ui.conftest import Pilot, fly
from tests.client.workbook.enterprises import code


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


def test_settings_are_walked_as_they_are_read_and_keep_the_keyboard(pilot: Pilot) -> None:
    pilot.window.conductor.go("settings")
    awake(pilot)
    pilot.until(lambda: at() == "settingsDiagnose")
    pilot.until(lambda: pilot.shell.findChildren(QWidget, "reminders.tray"))
    pilot.settle()
    press(Qt.Key.Key_Tab)
    assert at() == "display.language", "not the versions at the foot"
    while at() != "reminders.tray":
        press(Qt.Key.Key_Tab)
    press(Qt.Key.Key_Space)
    pilot.until(lambda: not pilot.shell.findChildren(QWidget, "reminders.days"))
    assert at() == "reminders.tray", "though what depends on it came or went"
    press(Qt.Key.Key_1, Qt.KeyboardModifier.ControlModifier)
    pilot.settle()
    press(Qt.Key.Key_Comma, Qt.KeyboardModifier.ControlModifier)
    pilot.settle()
    assert at() == "reminders.tray"


def test_the_name_of_another_enterprise_is_asked_for(pilot: Pilot, session: Session) -> None:
    pilot.window.conductor.go("firms")
    awake(pilot)
    field = pilot.child("newFirmCode", QLineEdit)
    field.setFocus()
    pilot.write(field, code(3))
    press(Qt.Key.Key_Return)
    assert at() == "newFirmName", "Enter alone would have left it without one for good"
    pilot.write(pilot.child("newFirmName"), "第二电子有限公司")
    press(Qt.Key.Key_Return)
    pilot.until(lambda: pilot.window.conductor.context.firm == code(3))
    assert [each.name for each in enterprises.all_of(session)][1:] == ["第二电子有限公司"]


def test_a_pages_key_takes_the_keyboard_along_from_the_rail(pilot: Pilot) -> None:
    awake(pilot)
    pilot.child("goDesk").setFocus(Qt.FocusReason.TabFocusReason)
    press(Qt.Key.Key_4, Qt.KeyboardModifier.ControlModifier)
    assert at() == "sendPeriod"


def test_enter_held_down_presses_once(pilot: Pilot) -> None:
    """Each button hides the next one's place: held down it would sign for three and file."""
    awake(pilot)
    pressed: list[str] = []
    pilot.window.shell.rail.chosen.connect(pressed.append)
    button = pilot.child("goDesk")
    button.setFocus(Qt.FocusReason.TabFocusReason)
    for repeated in (False, True, True):
        key = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Return, Qt.KeyboardModifier.NoModifier, "\r", repeated)
        QCoreApplication.sendEvent(button, key)
    assert pressed == ["desk"]


def test_nothing_found_before_filing_leads_on_to_filing(pilot: Pilot, complete: Session, said_aloud) -> None:
    pilot.window.conductor.go("send")
    awake(pilot)
    pilot.until(lambda: pilot.child("precheck").isEnabled())
    pilot.child("precheck").setFocus()
    press(Qt.Key.Key_Return)
    assert at() == "stopSending"
    pilot.until(lambda: at() == "send")
    assert "已完成：预检" in said_aloud, "nothing was filed, and nothing says so"


def test_another_language_leaves_the_keyboard_at_its_setting(pilot: Pilot) -> None:
    pilot.window.conductor.go("settings")
    awake(pilot)
    pilot.until(lambda: pilot.shell.findChildren(QWidget, "display.language"))
    pilot.child("display.language").setFocus()
    press(Qt.Key.Key_Down)
    pilot.until(lambda: pilot.window.shell.rail.stops()[0].title == "Desk")
    pilot.until(lambda: at() == "display.language")


def test_what_is_looked_for_before_a_return_is_open_is_found_in_it(pilot: Pilot) -> None:
    awake(pilot)
    pilot.window.conductor.open_return("JY", Period.parse("2025-09"))
    press(Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert at() == "search"
    pilot.write(pilot.child("search"), "JY021")
    press(Qt.Key.Key_Return)
    pilot.until(lambda: pilot.entry.work is not None)
    pilot.settle()
    assert at() == "search", "the return that comes does not take the keyboard away"
    assert pilot.sheet.address() == "JY021"
