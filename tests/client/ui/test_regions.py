"""Round the window by F6: the way out of the grid, which keeps Tab for itself, and no key that is meant twice."""

from __future__ import annotations

import re
from collections import Counter

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget

from client.base.paths import RESOURCES
from client.ui.parts.basics import set_shown
from client.usecases.home.session import Session
from tests.client.ui.conftest import Pilot

SHIFT = Qt.KeyboardModifier.ShiftModifier


def press(key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> str:
    """Press a key where the keyboard is; answers the name of what has the keyboard afterwards."""
    at = QApplication.focusWidget()
    assert at is not None
    QTest.keyClick(at, key, modifiers)
    now = QApplication.focusWidget()
    assert now is not None
    return now.objectName()


def begin(pilot: Pilot, name: str) -> None:
    pilot.settle()
    pilot.shell.activateWindow()
    pilot.until(pilot.shell.isActiveWindow)
    pilot.child(name).setFocus(Qt.FocusReason.TabFocusReason)


def takers(top: QWidget) -> set[QWidget]:
    """Everything in sight that takes the keyboard; of a group Qt leaves one to Tab, the others to arrows."""
    return {
        each
        for each in top.findChildren(QWidget)
        if each.isVisible()
        and each.isEnabled()
        and (each.focusPolicy() & Qt.FocusPolicy.TabFocus or grouped(each))
        and each.focusProxy() is None
    }


def grouped(each: QWidget) -> bool:
    return isinstance(each, QAbstractButton) and each.group() is not None


def walked() -> set[QWidget]:
    """What F6 comes to in one round, Tab from there until it comes round, and a group by its arrows."""
    reached: set[QWidget] = set()
    for _ in range(12):
        press(Qt.Key.Key_F6)
        entrance = at = QApplication.focusWidget()
        while at is not None and at not in reached:
            reached.add(at)
            if grouped(at):
                reached.update(at.group().buttons())
            if at.objectName() == "sheet":
                break
            press(Qt.Key.Key_Tab)
            at = QApplication.focusWidget()
        assert entrance is not None
        entrance.setFocus(Qt.FocusReason.TabFocusReason)
    return reached


def spelled(widgets: set[QWidget]) -> set[str]:
    return {f"{type(each).__name__} {each.objectName()}" for each in widgets}


def test_f6_goes_round_entry_and_shift_f6_back(pilot: Pilot, imported: Session) -> None:
    pilot.open("JY", "2025-09", "JY021")
    begin(pilot, "sheet")
    pilot.shell.status.show_news("有新通知", lambda: None)
    there = [press(Qt.Key.Key_F6) for _ in range(6)]
    assert there == ["definition", "findings", "news", "goEntry", "tabJY", "sheet"]
    assert pilot.sheet.address() == "JY021"
    back = [press(Qt.Key.Key_F6, SHIFT) for _ in range(6)]
    assert back == ["tabJY", "goEntry", "news", "findings", "definition", "sheet"]


def test_every_control_of_entry_is_reached_from_the_grid(pilot: Pilot, imported: Session) -> None:
    pilot.open("JY", "2025-09", "JY021")
    begin(pilot, "sheet")
    assert pilot.entry.findings.model.items
    wanted = takers(pilot.shell)
    assert {"sheet", "definition", "findings", "period", "tabJY", "goHelp"} <= {e.objectName() for e in wanted}
    assert spelled(wanted - walked()) == set()


def test_the_rail_is_entered_at_the_page_shown(pilot: Pilot, imported: Session) -> None:
    begin(pilot, "goDesk")
    pilot.open("JY", "2025-09", "JY021")
    begin(pilot, "tabJY")
    assert press(Qt.Key.Key_F6, SHIFT) == "goEntry"


def test_arrows_go_on_where_tab_passes_over_a_group(pilot: Pilot, imported: Session) -> None:
    pilot.open("JY", "2025-09", "JY021")
    begin(pilot, "tabJY")
    assert press(Qt.Key.Key_Right) == "tabHY"
    pilot.until(lambda: pilot.entry.work is not None and pilot.draft.form.code == "HY")
    begin(pilot, "goEntry")
    assert press(Qt.Key.Key_Down) == "goImport"
    assert pilot.shell.rail.page == "import"


def test_what_is_being_typed_is_kept_by_f6(pilot: Pilot, imported: Session) -> None:
    pilot.open("JY", "2025-09", "JY021")
    begin(pilot, "sheet")
    pilot.keys("4321")
    editor = pilot.sheet.painter_of_cells.editor
    assert editor is not None
    QTest.keyClick(editor, Qt.Key.Key_F6)
    assert QApplication.focusWidget() is pilot.entry.definition
    assert pilot.draft.cell("JY021").text == "4321"
    assert pilot.sheet.painter_of_cells.editor is None


def test_a_region_is_entered_where_it_was_left(pilot: Pilot, imported: Session) -> None:
    pilot.open("JY", "2025-09", "JY021")
    begin(pilot, "period")
    assert press(Qt.Key.Key_F6) == "sheet"
    assert press(Qt.Key.Key_F6, SHIFT) == "period"


@pytest.mark.parametrize("page", ["desk", "send", "notices", "help", "settings"])
def test_a_page_without_regions_is_one(pilot: Pilot, page: str) -> None:
    pilot.window.conductor.go(page)
    begin(pilot, f"go{page.capitalize()}")
    rail, shown = pilot.shell.rail, pilot.shell.page
    press(Qt.Key.Key_F6)
    assert shown.isAncestorOf(QApplication.focusWidget())
    press(Qt.Key.Key_F6)
    assert rail.isAncestorOf(QApplication.focusWidget())
    press(Qt.Key.Key_F6, SHIFT)
    assert shown.isAncestorOf(QApplication.focusWidget())


def test_a_message_above_the_page_is_gone_to_while_it_stands(pilot: Pilot) -> None:
    begin(pilot, "goDesk")
    pilot.shell.banner.tell("query", "没有送达", "重试", lambda: None)
    press(Qt.Key.Key_F6)
    assert pilot.shell.banner.isAncestorOf(QApplication.focusWidget())
    set_shown(pilot.shell.banner, False)
    pilot.child("goDesk").setFocus()
    press(Qt.Key.Key_F6)
    assert pilot.shell.page.isAncestorOf(QApplication.focusWidget())


def test_the_keys_are_said_to_those_who_listen_and_in_the_help(pilot: Pilot, imported: Session) -> None:
    pilot.open("JY", "2025-09", "JY021")
    for name in ("sheet", "definition", "findings"):
        heard = QAccessible.queryAccessibleInterface(pilot.child(name))
        assert "F6" in heard.text(QAccessible.Text.Description), name
    for language in ("zh", "en"):
        assert "Shift+F6" in (RESOURCES / "help" / language / "2-entry.md").read_text("utf-8")


def test_no_two_shortcuts_share_a_key(pilot: Pilot, imported: Session) -> None:
    """All of them, also of pages not in sight: one that is hidden today is shown beside another tomorrow."""
    for page in ("entry", "import", "send", "charts", "paper", "firms", "notices", "help", "settings", "desk"):
        pilot.window.conductor.go(page)
        pilot.settle()
    shell = pilot.shell
    keys = [each.key().toString() for each in shell.findChildren(QShortcut)]
    keys += [each.shortcut().toString() for each in shell.findChildren(QAbstractButton)]
    counted = Counter(key for key in keys if key)
    assert {"F6", "Shift+F6", "F8", "Shift+F8", "Ctrl+1", "F1", "Ctrl+Z"} <= set(counted)
    assert {key for key, times in counted.items() if times > 1} == set()
    for language in SPELLED:
        silent = {key for key in counted if key not in told_keys(language)}
        assert not silent, f"the help in {language} says nothing of {silent}"


SPELLED = {
    "zh": {
        "Ctrl+加号": ("Ctrl++", "Ctrl+=", "Ctrl+Shift++"),
        "Ctrl+减号": ("Ctrl+-",),
        "Ctrl+逗号": ("Ctrl+,",),
        "Ctrl+分号": ("Ctrl+;",),
    },
    "en": {
        "Ctrl+plus": ("Ctrl++", "Ctrl+=", "Ctrl+Shift++"),
        "Ctrl+minus": ("Ctrl+-",),
        "Ctrl+comma": ("Ctrl+,",),
        "Ctrl+semicolon": ("Ctrl+;",),
    },
}
"""Keys whose own spelling reads badly in a sentence, and those that are pressed for them."""


def told_keys(language: str) -> set[str]:
    """The keys in the table of the help."""
    text = (RESOURCES / "help" / language / "2-entry.md").read_text("utf-8")
    cells = [line.split("|")[1] for line in text.splitlines() if line.startswith("| ")]
    told = {word for cell in cells for word in re.split(r"[\s、,/（）()]+|到", cell) if word}
    if {"Ctrl+1", "Ctrl+9"} <= told:
        told |= {f"Ctrl+{number}" for number in range(1, 10)}
    told |= {"Ctrl+PgDown"} if "Ctrl+PgDn" in told else set()
    return told | {key for name in told for key in SPELLED[language].get(name, ())}
