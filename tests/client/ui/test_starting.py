"""The first run: five steps by keyboard alone, each to be skipped, come back to after a restart."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton
from pytestqt.plugin import QtBot

from client.tour.script import Sample
from client.usecases.home import enterprises, first_run
from client.usecases.home.session import Session
from client.usecases.returns.editing import open_draft
from client.usecases.returns.keeping import save
from client.usecases.views.desk import overview
from forms.returns import ReturnKey
from tests.client.ui.accessibility import nameless
from tests.client.ui.conftest import Pilot, fly


def guide(pilot: Pilot):
    return pilot.pages.desk.first_run


def at_step(pilot: Pilot, step: str) -> None:
    """Wait until the guide has turned to a step and its first field has the keyboard."""
    pilot.until(lambda: guide(pilot) is not None and guide(pilot).isVisible() and guide(pilot).step == step)
    pilot.settle()
    pilot.shell.activateWindow()
    pilot.until(lambda: (at := QApplication.focusWidget()) is not None and guide(pilot).isAncestorOf(at))


def press(key: Qt.Key) -> None:
    at = QApplication.focusWidget()
    assert at is not None
    QTest.keyClick(at, key)


def typed(pilot: Pilot, text: str) -> None:
    at = QApplication.focusWidget()
    assert at is not None
    pilot.write(at, text)


def leading(pilot: Pilot) -> set[str]:
    """The buttons of the step that stand out from the others."""
    made = guide(pilot).findChildren(QPushButton)
    return {each.objectName() for each in made if each.isVisible() and each.property("role") == "primary"}


def test_by_keyboard_alone_from_nothing_to_the_desk(bare_pilot: Pilot, session: Session, story: Sample) -> None:
    bare_pilot.shell.activateWindow()
    bare_pilot.until(bare_pilot.shell.isActiveWindow)
    at_step(bare_pilot, "language")
    press(Qt.Key.Key_Return)  # at the language that is chosen already
    at_step(bare_pilot, "firm")
    typed(bare_pilot, story.firm)
    press(Qt.Key.Key_Tab)
    typed(bare_pilot, story.name)
    press(Qt.Key.Key_Return)
    at_step(bare_pilot, "endpoint")
    guide(bare_pilot).next.setFocus()
    press(Qt.Key.Key_Space)
    at_step(bare_pilot, "card")
    assert leading(bare_pilot) == {"makeCard"}
    assert guide(bare_pilot).next.text() == "以后再做"
    press(Qt.Key.Key_Return)  # the card is made
    bare_pilot.until(lambda: bare_pilot.child("printCard").isVisible())
    assert QApplication.focusWidget().objectName() == "printCard", "Enter must not make another card"
    assert leading(bare_pilot) == {"printCard"}
    assert guide(bare_pilot).next.text() == "继续"
    guide(bare_pilot).next.setFocus()
    press(Qt.Key.Key_Return)
    at_step(bare_pilot, "past")
    guide(bare_pilot).next.setFocus()
    press(Qt.Key.Key_Return)
    bare_pilot.until(lambda: bare_pilot.pages.desk.desk is not None)
    assert bare_pilot.child("firmName", QLabel).text() == story.name
    assert first_run.step_of(session) == "done"


def test_a_wrong_code_is_told_beside_the_field(bare_pilot: Pilot, session: Session) -> None:
    first_run.go_to(session, "firm")
    bare_pilot.pages.desk.refresh()
    at_step(bare_pilot, "firm")
    bare_pilot.child("firmCode", QLineEdit).setText("91441300MA58H0D25H")
    bare_pilot.click("stepNext")
    bare_pilot.until(lambda: bare_pilot.child("firmProblem", QLabel).isVisible())
    assert "校验" in bare_pilot.child("firmProblem", QLabel).text()
    assert not enterprises.all_of(session)


def test_a_workbook_dropped_before_there_is_an_enterprise_asks_for_it_first(
    bare_pilot: Pilot, story: Sample
) -> None:
    bare_pilot.drop(story.path)
    bare_pilot.until(lambda: bare_pilot.child("firmProblem", QLabel).isVisible())
    assert "先填写单位" in bare_pilot.child("firmProblem", QLabel).text()


def test_another_language_comes_back_to_the_same_step(bare_pilot: Pilot) -> None:
    at_step(bare_pilot, "language")
    bare_pilot.click("language_en")
    bare_pilot.until(lambda: guide(bare_pilot) is not None and guide(bare_pilot).next.text() == "Continue")
    assert guide(bare_pilot).step == "language"


def test_whoever_went_on_too_fast_goes_back_to_the_language(bare_pilot: Pilot, session: Session) -> None:
    at_step(bare_pilot, "language")
    assert not guide(bare_pilot).back.isVisible()
    bare_pilot.click("stepNext")
    at_step(bare_pilot, "firm")
    bare_pilot.click("stepBack")
    at_step(bare_pilot, "language")
    assert first_run.step_of(session) == "language"


def test_a_code_typed_half_is_still_there_in_another_language(bare_pilot: Pilot) -> None:
    at_step(bare_pilot, "language")
    bare_pilot.click("stepNext")
    at_step(bare_pilot, "firm")
    typed(bare_pilot, "91441300MA")
    press(Qt.Key.Key_Tab)
    typed(bare_pilot, "惠州市粤华")
    bare_pilot.click("stepBack")
    at_step(bare_pilot, "language")
    bare_pilot.click("language_en")
    bare_pilot.until(lambda: guide(bare_pilot) is not None and guide(bare_pilot).next.text() == "Continue")
    bare_pilot.click("stepNext")
    at_step(bare_pilot, "firm")
    assert bare_pilot.child("firmCode", QLineEdit).text() == "91441300MA"
    assert bare_pilot.child("firmNameEntry", QLineEdit).text() == "惠州市粤华"


@pytest.fixture
def at_endpoint(qtbot: QtBot, qapp: QApplication, session: Session, firm: str):
    """The program left after the enterprise was entered, and started again."""
    first_run.go_to(session, "firm")
    yield from fly(qtbot, qapp, lambda _: session, firm)


def test_the_next_start_goes_on_where_it_was_left(at_endpoint: Pilot, session: Session) -> None:
    at_step(at_endpoint, "endpoint")
    at_endpoint.click("stepBack")
    pilot = at_endpoint
    at_step(pilot, "language")  # the enterprise is known, it is not entered once more
    pilot.click("stepNext")
    at_step(pilot, "endpoint")
    pilot.click("stepLeave")
    pilot.until(lambda: pilot.pages.desk.desk is not None)
    assert first_run.step_of(session) == "done"


def test_past_periods_come_from_workbooks_and_can_be_taken_back(
    at_endpoint: Pilot, session: Session, story: Sample, tmp_path: Path
) -> None:
    pilot = at_endpoint
    broken = tmp_path / "坏的.xlsx"
    broken.write_bytes(b"PK\x03\x04 not a workbook")
    first_run.go_to(session, "past")
    pilot.pages.desk.refresh()
    at_step(pilot, "past")
    many = guide(pilot).part.many
    QAbstractItemModelTester(many.table.rows_model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    many.read([story.path, broken])
    pilot.until(lambda: many.store.isVisible() and many.store.isEnabled())
    assert "1 个取不了" in many.summary.text()
    many.table.setCurrentIndex(many.table.rows_model.index(1, 0))
    assert "坏的.xlsx" in many.detail.text()
    pilot.click("storeMany")
    pilot.until(lambda: "1 / 1 家单位已写入" in many.summary.text())
    assert open_draft(session, ReturnKey(story.firm, "JY", story.month)).cell("JY001") is not None
    pilot.until(lambda: pilot.window.shell.status._doing.text() == "已完成：写入工作簿")
    pilot.click("undoMany")
    pilot.until(lambda: many.batch is not None and many.batch.parts[0].state == "undone")
    assert open_draft(session, ReturnKey(story.firm, "JY", story.month)).cell("JY001") is None


def test_whoever_has_not_stored_what_was_read_is_told_once(
    at_endpoint: Pilot, session: Session, story: Sample
) -> None:
    pilot = at_endpoint
    first_run.go_to(session, "past")
    pilot.pages.desk.refresh()
    at_step(pilot, "past")
    part = guide(pilot).part
    part.many.read([story.path])
    pilot.until(lambda: part.many.store.isVisible() and part.many.store.isEnabled())
    pilot.click("stepNext")
    assert f"这 {part.many.waiting:,} 项还没有写入" in part.unstored.text()
    assert part.many.store.hasFocus()
    pilot.click("stepNext")
    pilot.until(lambda: first_run.step_of(session) == "done")


def test_one_workbook_brings_all_its_past_months(at_endpoint: Pilot, session: Session, story: Sample) -> None:
    pilot = at_endpoint
    first_run.go_to(session, "past")
    pilot.pages.desk.refresh()
    at_step(pilot, "past")
    many = guide(pilot).part.many
    many.read([story.past_path])
    pilot.until(lambda: many.store.isVisible() and many.store.isEnabled())
    assert many.summary.text() == "1 个工作簿"
    table = many.table.rows_model
    shown = [str(table.index(0, column).data()) for column in range(table.columnCount())]
    assert any("2024年10月 至 2025年8月，10 期" in text for text in shown)
    pilot.click("storeMany")
    pilot.until(lambda: "1 / 1 家单位已写入" in many.summary.text())
    stored = [open_draft(session, ReturnKey(story.firm, "JY", month)).cell("JY001") for month in story.past_months]
    assert None not in stored
    desk = overview(session, story.firm)
    past = {str(row.period) for row in desk.rows if row.past}
    assert {"2024-10", "2025-05"} <= past, "they were filed by other means"
    assert not {str(row.period) for row in desk.complete_but_not_sent} & past
    draft = open_draft(session, ReturnKey(story.firm, "JY", story.past_months[0]))
    outcome = draft.type({"JY004": "1"})
    assert outcome is not None
    save(session, outcome.change).result()
    assert all(
        row.open for row in overview(session, story.firm).rows if (row.form, row.period) == ("JY", draft.period)
    )


def test_every_step_can_be_heard(at_endpoint: Pilot, session: Session) -> None:
    silent = {}
    for step in ("language", "endpoint", "card", "past"):
        guide(at_endpoint).show_step(step)
        at_endpoint.settle()
        if bad := nameless(at_endpoint.shell):
            silent[step] = bad
    assert not silent
