"""Whole jobs at the real window, with the keys and clicks of a person."""

from __future__ import annotations

from decimal import Decimal

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton

from client.tour.script import Sample
from client.ui.entry.findings.repair_card import RepairCard
from client.ui.parts.choice import Choice
from client.usecases.books import importing
from client.usecases.home.session import Session
from client.usecases.returns.editing import open_draft
from client.usecases.returns.states import unexplained
from forms.periods import Period
from forms.returns import ReturnKey
from tests.client.ui.conftest import Pilot

Key = Qt.Key
MONTH = Period.parse("2025-09")
PROJECTS = 500


def figures(session: Session, story: Sample, form: str) -> dict[str, str]:
    """What the sample's workbook holds for a form, its slips set right, in the form's own unit."""
    plan = importing.plan(session, story.path, story.firm, story.month)
    found = {}
    for change in plan.changes:
        if change.form == form and change.period == MONTH:
            found = {edit.address: edit.new.text for edit in change.edits if edit.new is not None}
    return found | {
        slip.address: slip.text for slip in story.corrections if slip.form == form and not slip.row_key
    }


def test_a_month_is_filled_in_by_keyboard_alone(pilot: Pilot, session: Session, story: Sample) -> None:
    wanted = figures(session, story, "JY")
    assert len(wanted) > 50
    button = pilot.child("goEntry")
    button.setFocus()
    QTest.keyClick(button, Key.Key_Space)
    pilot.open("JY", "2025-09")
    pilot.keys(key=Key.Key_Home, ctrl=True)
    seen: set[str] = set()
    while (address := pilot.sheet.address()) not in seen:
        seen.add(address)
        pilot.keys(wanted.get(address, ""))
        pilot.keys(key=Key.Key_Tab)
    assert set(wanted) <= seen, "Tab leads through every cell"
    assert pilot.child("verdict", QLabel).text() == "可报送"
    pilot.keys(key=Key.Key_F8)
    pilot.settle()
    stored = open_draft(session, ReturnKey(story.firm, "JY", MONTH)).current.cells
    assert {a: stored[a].text for a in wanted} == wanted, "all of it is on disk"


def test_five_hundred_rows_are_pasted_checked_and_taken_back(pilot: Pilot, session: Session, firm: str) -> None:
    pilot.open("XM", "2025-09")
    model = pilot.entry.grid.model
    shown = [field.name for field in model.fields[:14]]
    lines = [[f"{field}" if n == 0 else value(field, n) for field in shown] for n in range(PROJECTS + 1)][1:]
    QGuiApplication.clipboard().setText("\r\n".join("\t".join(line) for line in lines) + "\r\n")
    pilot.keys(key=Key.Key_V, ctrl=True)
    assert "已粘贴 500 行" in pilot.entry.notice.text
    assert len(model.rows) == PROJECTS
    assert model.look(499, 0).text == "第 500 号项目"
    assert pilot.draft.findings, "checked at once"
    pilot.settle()
    stored = open_draft(session, ReturnKey(firm, "XM", MONTH)).current
    assert len(stored.rows["XM"]) == PROJECTS
    assert stored.cells[f"XM[{stored.rows['XM'][9]}].XM001"].text == value("XM001", 10)
    pilot.keys(key=Key.Key_Z, ctrl=True)
    pilot.entry.undo()
    assert model.rows == [], "one paste is one act"
    pilot.entry.redo()
    assert len(model.rows) == PROJECTS
    pilot.settle()


def value(field: str, number: int) -> str:
    """A plausible text for a field of a project."""
    texts = {"XM001": f"2024-441302-39-03-{number:06}", "XM002": f"第 {number} 号项目", "XM003": "03"}
    texts |= {"XM004": "441302", "XM008": "2024-03", "XM009": "2024-04"}
    return texts.get(field, str(number))


def test_a_wrong_figure_is_found_repaired_and_taken_back(pilot: Pilot, imported: Session, story: Sample) -> None:
    pilot.open("JY", "2025-09")
    assert "1 处错误" in pilot.child("verdict", QLabel).text()
    pilot.entry.next_finding()
    item = pilot.entry.findings.current()
    assert item is not None
    assert item.finding is not None
    assert pilot.sheet.address() in {ref.address for ref in item.finding.cells}
    detail = pilot.entry.findings.detail
    right = {slip.address: slip.text for slip in story.corrections if slip.form == "JY"}

    def cards() -> list[RepairCard]:
        return [card for card in detail.findChildren(RepairCard) if card.isVisible()]

    pilot.until(cards)
    before = {address: pilot.text(address) for address in right}
    press = cards()[0].findChild(QPushButton, "repair")
    QTest.mouseClick(press, Qt.MouseButton.LeftButton)
    assert pilot.child("verdict", QLabel).text() == "可报送"
    assert not [f for f in pilot.draft.findings if f.level == "error"]
    pilot.click("noticeUndo")
    assert {address: pilot.text(address) for address in right} == before
    assert "1 处错误" in pilot.child("verdict", QLabel).text()


def test_a_query_is_explained_and_nothing_is_left_to_say(pilot: Pilot, complete: Session) -> None:
    pilot.open("XM", "2025-09")
    pilot.draft.current.explanations.clear()
    pilot.entry.findings.show_draft(pilot.draft)
    (query,) = unexplained(pilot.draft.findings, pilot.draft.current)
    items = pilot.entry.findings.model.items
    pilot.entry.findings.choose(next(i for i in items if i.finding == query))
    words = pilot.child("explanationText", QLineEdit)
    pilot.child("explanationCode", Choice).choose("5")
    assert words.placeholderText() == "写明起止时间"
    pilot.write(words, "施工许可推迟到十一月，设备订单已签")
    QTest.keyClick(words, Key.Key_Return)
    assert not unexplained(pilot.draft.findings, pilot.draft.current)
    assert pilot.child("verdict", QLabel).text() == "可报送"


def test_an_open_editor_is_never_lost(pilot: Pilot, session: Session, firm: str) -> None:
    """Half a figure typed, then another page, another form, another month: it is there, and on disk."""
    pilot.open("JY", "2025-09", "JY001")
    pilot.keys("12")
    pilot.click("goSend")
    pilot.settle()
    assert open_draft(session, ReturnKey(firm, "JY", MONTH)).cell("JY001").value == Decimal(12)
    pilot.open("JY", "2025-09", "JY003")
    pilot.keys("34")
    pilot.click("tabJB")
    pilot.settle()
    assert open_draft(session, ReturnKey(firm, "JY", MONTH)).cell("JY003").value == Decimal(34)
    pilot.open("JY", "2025-09", "JY006")
    pilot.keys("５６")
    pilot.click("earlier")
    pilot.settle()
    assert open_draft(session, ReturnKey(firm, "JY", MONTH)).cell("JY006").value == Decimal(56)
