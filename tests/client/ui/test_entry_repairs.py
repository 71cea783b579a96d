"""Below a finding: what was probably meant, taken up with one click; the last report's words, offered again."""

from __future__ import annotations

from dataclasses import replace

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QSignalSpy, QTest
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton
from pytestqt.plugin import QtBot

from client.ui.entry.findings.model import Item
from client.ui.entry.findings.repair_card import RepairCard, figure
from client.ui.entry.findings.repairs import fitting, still_fits
from client.ui.theme.theme import Theme
from client.usecases.home.session import Session
from client.usecases.returns.editing import OTHER_REASON, Draft, open_draft
from client.usecases.returns.keeping import save
from client.usecases.returns.repairing import inquiry, proposals
from client.usecases.returns.states import unexplained
from forms.locating import CellChange, Location, Proposal, Settled
from forms.periods import Period
from forms.returns import ReturnKey
from forms.words import Words
from tests.client.ui.conftest import Pilot

SLIP = "JY031"


def cards(pilot: Pilot) -> list[RepairCard]:
    """The proposals shown."""
    return [card for card in pilot.entry.findings.detail.findChildren(RepairCard) if card.isVisible()]


def slip(pilot: Pilot) -> tuple[str, str]:
    """Open the sample's month, make its liabilities ten times too large; answers both texts."""
    pilot.open("JY", "2025-09", SLIP)
    right = pilot.draft.cell(SLIP)
    assert right is not None
    pilot.type(SLIP, right.text + "0")
    pilot.sheet.go_to(SLIP)
    pilot.until(lambda: cards(pilot))
    return right.text, right.text + "0"


def press(card: RepairCard) -> None:
    button = card.findChild(QPushButton, "repair")
    assert button is not None
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


@pytest.fixture
def mended(complete: Session, pilot: Pilot) -> Pilot:
    """The window on the sample with nothing wrong in it."""
    return pilot


def test_a_slip_is_named_repaired_with_one_click_and_taken_back(mended: Pilot) -> None:
    right, wrong = slip(mended)
    words = " ".join(label.text() for label in cards(mended)[0].findChildren(QLabel))
    assert "像是单位填错" in words
    assert figure(right) in words
    press(cards(mended)[0])
    assert mended.draft.cell(SLIP).text == right
    assert mended.draft.cell(SLIP).origin.source == "repair"
    assert mended.child("verdict", QLabel).text() == "可报送"
    assert "已修改" in mended.entry.notice.text
    mended.click("noticeUndo")
    assert mended.draft.cell(SLIP).text == wrong
    mended.keys(key=Qt.Key.Key_Y, ctrl=True)


def test_proposals_are_gone_once_a_cell_they_rest_on_is_changed(mended: Pilot) -> None:
    slip(mended)
    mended.type("JY005", mended.draft.cell("JY005").text)
    mended.sheet.go_to(SLIP)
    assert cards(mended), "nothing changed"
    mended.type(SLIP, "123")
    mended.sheet.go_to(SLIP)
    assert not cards(mended), "at once, before anything was looked for again"
    mended.settle()


def test_what_is_asked_does_not_see_what_is_typed_later(complete: Session, firm: str) -> None:
    draft = open_draft(complete, ReturnKey(firm, "JY", Period.parse("2025-09")))
    draft.type({SLIP: draft.cell(SLIP).text + "0"})
    asked = inquiry(draft, 5000)
    expected = proposals(draft, 5000).proposals[0].texts
    draft.undo()
    assert asked().proposals[0].texts == expected


def proposal(address: str = "JY001", old: str = "1", new: str = "2", rule: str = "A", row: str = "") -> Proposal:
    change = CellChange(address, "名", "name", old, new)
    return Proposal(
        kind="sign", cells=(change,), settles=(Settled(rule, "", row),), evidence=(Words("像", "like"),)
    )


def line(draft: Draft, rule: str) -> Item:
    found = next(f for f in draft.findings if f.rule == rule)
    return Item("finding", found.level, "", "", found, cells=found.cells)


def test_only_proposals_that_settle_the_finding_and_fit_are_offered(complete: Session, firm: str) -> None:
    draft = open_draft(complete, ReturnKey(firm, "JY", Period.parse("2025-09")))
    draft.type({"JY001": "1", "JY002": "2"})
    item = line(draft, "C017")
    fits, other, stale = proposal(rule="C017"), proposal(rule="Z"), proposal(old="7", rule="C017")
    assert fitting(Location((other, stale, fits)), item, draft) == (fits,)
    assert len(fitting(Location((fits,) * 9), item, draft)) == 3
    assert not still_fits(stale, draft)


def test_for_a_hint_no_other_digit_is_offered_that_would_please_it(complete: Session, firm: str) -> None:
    draft = open_draft(complete, ReturnKey(firm, "JY", Period.parse("2025-09")))
    draft.type({"JY001": "1", "JY002": "2"})
    item = line(draft, "C017")
    assert item.finding is not None
    hinted = replace(item, finding=msgspec.structs.replace(item.finding, level="hint"))
    digits = msgspec.structs.replace(proposal(rule="C017"), kind="transposed")
    assert fitting(Location((digits,)), item, draft) == (digits,)
    assert fitting(Location((digits,)), hinted, draft) == ()
    gross = msgspec.structs.replace(digits, kind="unit")
    assert fitting(Location((digits, gross)), hinted, draft) == (gross,)


def test_one_cell_is_offered_before_two_however_likely(complete: Session, firm: str) -> None:
    draft = open_draft(complete, ReturnKey(firm, "JY", Period.parse("2025-09")))
    draft.type({"JY001": "1", "JY002": "2"})
    one = proposal(rule="C017")
    other = CellChange("JY002", "名", "name", "2", "1")
    both = msgspec.structs.replace(one, cells=(*one.cells, other), score=99.0)
    assert fitting(Location((both, one)), line(draft, "C017"), draft) == (one, both)


def test_several_cells_are_told_without_a_slip_that_explains_them(theme: Theme, qtbot: QtBot) -> None:
    card = RepairCard(theme)
    qtbot.addWidget(card)
    one = proposal()
    card.show_proposal(msgspec.structs.replace(one, cells=one.cells * 2))
    title = card.findChildren(QLabel)[0].text()
    assert title.count("1\xa0→\xa02") == 2
    assert "像" not in title


def test_blanks_that_follow_from_the_others_are_offered(complete: Session, firm: str) -> None:
    draft = open_draft(complete, ReturnKey(firm, "JY", Period.parse("2025-09")))
    draft.type({"JY021": ""})
    blank = Item(
        "missing", "missing", "", "", None, cells=next(f for f in draft.findings if f.rule == "REQ").cells
    )
    found = fitting(proposals(draft, 5000), blank, draft)
    assert [list(one.texts) for one in found][:1] == [["JY021"]]


def test_a_place_without_a_figure_is_told_but_cannot_be_taken(theme: Theme, qtbot: QtBot) -> None:
    card = RepairCard(theme)
    qtbot.addWidget(card)
    spy = QSignalSpy(card.taken)
    card.show_proposal(proposal(old="1234567", new=""))
    button = card.findChild(QPushButton, "repair")
    assert not button.isVisibleTo(card)
    assert "名  1,234,567\xa0→\xa0？" in " ".join(label.text() for label in card.findChildren(QLabel))
    card.show_proposal(proposal())
    button.click()
    assert spy.at(0) == [proposal()]
    card.show_proposal(None)
    assert card.isHidden()


def test_last_months_words_are_offered_read_and_kept(complete: Session, firm: str, pilot: Pilot) -> None:
    month, before = Period.parse("2025-09"), Period.parse("2025-08")
    told = open_draft(complete, ReturnKey(firm, "XM", month))
    rule, words = next((e.rule, e.text) for e in told.current.explanations.values())
    earlier = open_draft(complete, ReturnKey(firm, "XM", before))
    for row in told.current.rows["XM"]:
        save(complete, earlier.add_row("XM", row).change).result()
    texts = {a: c.text for a, c in told.current.cells.items() if c.origin.source != "computed"}
    change = earlier.type(texts)
    assert change is not None
    save(complete, change.change).result()
    query = next(f for f in unexplained(earlier.findings, earlier.current) if f.rule == rule)
    save(complete, earlier.explain(query, OTHER_REASON, "去年同期设备集中到货").change).result()
    pilot.open("XM", "2025-09")
    blank = pilot.draft.current.explanations.copy()
    assert blank, words
    pilot.draft.current.explanations.clear()
    pilot.entry.findings.show_draft(pilot.draft)
    pilot.entry.findings.choose(
        next(i for i in pilot.entry.findings.model.items if i.finding and i.finding.rule == rule)
    )
    assert not pilot.child("explanationText", QLineEdit).text(), "offered, not carried over"
    pilot.click("takeUp")
    assert pilot.child("explanationText", QLineEdit).text() == "去年同期设备集中到货"
    pilot.click("explain")
    assert [e.text for e in pilot.draft.current.explanations.values()] == ["去年同期设备集中到货"]


def test_a_figure_with_too_many_decimals_is_rounded_by_one_click(pilot: Pilot) -> None:
    pilot.open("JY", "2025-09")
    pilot.type("JY001", "1,234.5")
    pilot.sheet.go_to("JY001")
    pilot.until(lambda: cards(pilot))
    (card,) = cards(pilot)
    assert words_of(card) == "四舍五入到整数：1,234.5 → 1,235"
    press(card)
    assert pilot.text("JY001") == "1,235"
    assert "已四舍五入 1 格" in pilot.entry.notice.text
    assert pilot.sheet.address() == "JY001"
    pilot.until(lambda: "1,234.5" in " ".join(x.text() for x in pilot.entry.definition.findChildren(QLabel)))
    pilot.click("noticeUndo")
    assert pilot.draft.cell("JY001").text == "1,234.5"


def test_a_pasted_column_of_decimals_is_rounded_as_one_act(pilot: Pilot) -> None:
    pilot.open("XM", "2025-09")
    model = pilot.entry.grid.model
    column = [field.name for field in model.fields].index("XM014")
    pilot.sheet.setCurrentIndex(model.index(0, column))
    QGuiApplication.clipboard().setText("1.25\t7.5\n2.75\t8\n3.5\t9\n")
    pilot.keys(key=Qt.Key.Key_V, ctrl=True)
    rows = pilot.draft.current.rows["XM"]
    pilot.sheet.go_to(f"XM[{rows[1]}].XM014")
    finding = next(i for i in pilot.entry.findings.model.items if i.finding and "2.75" in i.title + i.text)
    pilot.entry.findings.choose(finding)
    pilot.until(lambda: len(cards(pilot)) == 3)
    one, same, every = cards(pilot)
    assert words_of(one) == "四舍五入到整数：2.75 → 3"
    assert words_of(same) == "本栏小数过多的 3 格都四舍五入"
    assert words_of(every) == "本表小数过多的 4 格都四舍五入"
    press(same)
    assert [pilot.text(f"XM[{row}].XM014") for row in rows] == ["1", "3", "4"]
    assert pilot.text(f"XM[{rows[0]}].XM015") == "7.5"
    pilot.entry.undo()
    assert [pilot.text(f"XM[{row}].XM014") for row in rows] == ["1.25", "2.75", "3.5"]


def words_of(card: RepairCard) -> str:
    return " ".join(label.text() for label in card.findChildren(QLabel) if label.isVisible())
