"""Answers in words: several lines in the open editor, which grows over the grid; Enter still leaves it."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QGuiApplication, QInputMethodEvent
from PySide6.QtTest import QTest

from client.ui.entry.grid.long_text import LongEdit
from client.usecases.home.session import Session
from client.usecases.returns.editing import open_draft
from forms.periods import Period
from forms.returns import ReturnKey
from tests.client.ui.conftest import Pilot, write

MONTH = Period.parse("2025-09")
WHY = "JY044"
"""本期同比增减说明: words."""


@pytest.fixture
def at_words(pilot: Pilot) -> Pilot:
    pilot.open("JY", "2025-09", WHY)
    return pilot


def editor(pilot: Pilot) -> LongEdit:
    found = pilot.sheet.painter_of_cells.editor
    assert isinstance(found, LongEdit)
    return found


def alt_enter(pilot: Pilot) -> None:
    QTest.keyClick(editor(pilot), Qt.Key.Key_Return, Qt.KeyboardModifier.AltModifier)


def stored(session: Session, firm: str) -> str | None:
    cell = open_draft(session, ReturnKey(firm, "JY", MONTH)).cell(WHY)
    return None if cell is None else cell.text


def test_alt_enter_begins_a_line_and_enter_keeps_them(at_words: Pilot, session: Session, firm: str) -> None:
    at_words.keys("订单增加")
    alt_enter(at_words)
    at_words.keys("出口回升")
    assert editor(at_words).text() == "订单增加\n出口回升"
    at_words.keys(key=Qt.Key.Key_Return)
    assert at_words.sheet.painter_of_cells.editor is None
    at_words.settle()
    assert stored(session, firm) == "订单增加\n出口回升"
    place = at_words.entry.grid.model.place_of(WHY)
    assert at_words.entry.grid.model.tip(*place) == "订单增加\n出口回升", "the cell shows one line, its tip all"
    at_words.entry.undo()
    assert at_words.text(WHY) == ""


def test_it_grows_with_its_lines_and_never_leaves_the_grid(at_words: Pilot) -> None:
    at_words.keys("一")
    made, around = editor(at_words), at_words.sheet.viewport()
    one = made.height()
    alt_enter(at_words)
    alt_enter(at_words)
    assert made.height() > one + made.fontMetrics().lineSpacing()
    write(made, "很长的一段话" * 200)
    at_words.until(lambda: made.height() > 5 * one)
    assert around.rect().contains(made.geometry())
    write(made, "很长的一段话" * 2000)
    at_words.until(lambda: made.height() == around.height())
    assert made.verticalScrollBar().maximum() > 0, "what finds no room is scrolled to"
    at_words.keys(key=Qt.Key.Key_Escape)
    assert at_words.text(WHY) == ""


def test_typing_replaces_and_f2_goes_on_writing(at_words: Pilot) -> None:
    at_words.type(WHY, "旧的")
    at_words.sheet.go_to(WHY)
    at_words.keys("N")
    assert editor(at_words).text() == "N"
    at_words.keys(key=Qt.Key.Key_Escape)
    assert at_words.text(WHY) == "旧的"
    at_words.keys(key=Qt.Key.Key_F2)
    assert (editor(at_words).text(), editor(at_words).overwriting) == ("旧的", False)
    assert editor(at_words).textCursor().selection().toPlainText() == "旧的"
    QTest.keyClick(editor(at_words), Qt.Key.Key_End)
    at_words.keys("的话")
    at_words.keys(key=Qt.Key.Key_Tab)
    assert at_words.text(WHY) == "旧的的话"


def test_an_arrow_ends_typing_until_there_are_several_lines(at_words: Pilot) -> None:
    at_words.keys("ab")
    at_words.keys(key=Qt.Key.Key_Up)
    assert at_words.sheet.address() != WHY
    assert at_words.text(WHY) == "ab"
    at_words.sheet.go_to(WHY)
    at_words.keys("cd")
    alt_enter(at_words)
    at_words.keys("ef")
    at_words.keys(key=Qt.Key.Key_Up)
    assert at_words.sheet.address() == WHY, "who writes several lines walks in them"
    assert editor(at_words).textCursor().blockNumber() == 0


def test_an_input_methods_enter_takes_what_is_composed(at_words: Pilot) -> None:
    at_words.keys(key=Qt.Key.Key_F2)
    made = editor(at_words)
    QCoreApplication.sendEvent(made, QInputMethodEvent("ding'dan", []))
    assert made.being_typed() == "ding'dan"
    assert made.text() == ""
    QTest.keyClick(made, Qt.Key.Key_Return)
    assert at_words.sheet.painter_of_cells.editor is made, "the composition is not cut off"
    made.setPlainText("")
    write(made, "订单")
    at_words.keys(key=Qt.Key.Key_Return)
    assert at_words.text(WHY) == "订单"


def test_an_input_method_begins_editing_by_itself(at_words: Pilot) -> None:
    commit = QInputMethodEvent()
    commit.setCommitString("订单")
    QCoreApplication.sendEvent(at_words.sheet, commit)
    at_words.keys(key=Qt.Key.Key_Return)
    assert at_words.text(WHY) == "订单"


def test_undo_inside_the_open_editor_is_its_own(at_words: Pilot) -> None:
    at_words.type("JY001", "5")
    at_words.sheet.go_to(WHY)
    at_words.keys("字")
    QTest.keyClick(editor(at_words), Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    at_words.keys(key=Qt.Key.Key_Escape)
    assert at_words.text("JY001") == "5"


def test_lines_go_over_the_clipboard_and_back(at_words: Pilot) -> None:
    at_words.keys("一")
    alt_enter(at_words)
    at_words.keys("二")
    at_words.keys(key=Qt.Key.Key_Return)
    at_words.sheet.go_to(WHY)
    at_words.keys(key=Qt.Key.Key_C, ctrl=True)
    assert QGuiApplication.clipboard().text() == '"一\n二"\n', "as a spreadsheet writes a cell of two lines"
    at_words.keys(key=Qt.Key.Key_Delete)
    at_words.keys(key=Qt.Key.Key_V, ctrl=True)
    assert at_words.text(WHY) == "一\n二"
    at_words.keys(key=Qt.Key.Key_F2)
    QTest.keyClick(editor(at_words), Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(editor(at_words), Qt.Key.Key_X, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == "一\n二"
    QTest.keyClick(editor(at_words), Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert editor(at_words).text() == "一\n二"
