"""A month that was sent back, by keyboard alone: to what was remarked, answered, and filed anew."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from client.practice.bureau import deciding
from client.protocol.messages import DecisionFinding
from client.usecases.home import settings
from client.usecases.home.session import Session
from tests.client.ui.conftest import Pilot, words
from tests.journeys.hands import Hands

Key = Qt.Key
FOUND = [
    DecisionFinding("C021", "error", ["JY042"], "请与电费发票核对"),
    DecisionFinding("REMARK", "query", ["JY001"], "营业收入比上月翻倍，请写明原因"),
]


@pytest.fixture
def language(complete: Session, request: pytest.FixtureRequest) -> str:
    """What the window speaks."""
    spoken = str(getattr(request, "param", "zh"))
    settings.put(complete, "display.language", spoken)
    return spoken


@pytest.fixture
def hands(language: str, pilot: Pilot) -> Hands:
    """The window on the sample set right, at the endpoint inside the program."""
    return Hands(pilot)


def test_from_the_notice_to_the_remarked_cell_and_filed_anew(
    hands: Hands, monkeypatch: pytest.MonkeyPatch
) -> None:
    pilot = hands.pilot
    send_back(hands, monkeypatch, FOUND[:1])
    assert "被退回" in pilot.pages.sending.filing.banner.text
    hands.ctrl(Key.Key_8)
    hands.wait_at("askNoticesFirst")
    hands.press(Key.Key_Return)
    hands.wait_at("notices")
    hands.go_to_line("营业收入")
    hands.press(Key.Key_Return)
    hands.wait_at("sheet")
    pilot.until(lambda: pilot.sheet.address() == "JY042")
    pilot.until(lambda: "请与电费发票核对" in pilot.child("remarks", QLabel).text())
    assert pilot.entry.bar.verdict.chip.text() == "退回意见 1 条未处理"
    pilot.keys("123.45")
    hands.press(Key.Key_Return)
    pilot.settle()
    assert pilot.entry.bar.verdict.chip.text() == "可报送"
    file_anew(hands)


@pytest.mark.parametrize("language", ["zh", "en"], indirect=True)
def test_from_the_desk_through_every_remark_and_filed_anew(
    hands: Hands, monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    """One is answered by another figure, one by words; F8 leads from each to the next."""
    pilot = hands.pilot
    send_back(hands, monkeypatch, FOUND)
    hands.ctrl(Key.Key_1)
    hands.wait_at("due")
    hands.go_to_line("JY", {"zh": "被退回", "en": "Returned"}[language])
    hands.press(Key.Key_Return)
    hands.wait_at("sheet")
    pilot.until(lambda: pilot.entry.work is not None and pilot.sheet.address() == "JY042")
    told = {"zh": "退回意见 2 条未处理", "en": "Returned: 2 remarks to attend to"}
    assert pilot.entry.bar.verdict.chip.text() == told[language]
    first = next(item for item in pilot.entry.findings.model.items if item.level == "remark" and item.finding)
    assert "请与电费发票核对" in first.title
    assert {"zh": "主管部门", "en": "the authority"}[language] in first.text
    assert "JY042" in first.text
    pilot.keys("123.45")
    hands.press(Key.Key_Return)
    pilot.until(lambda: [item.done for item in pilot.entry.findings.model.items[1:3]] == [True, False])
    hands.press(Key.Key_F8)
    assert pilot.sheet.address() == "JY001"
    hands.press(Key.Key_F8, modifiers=Qt.KeyboardModifier.ControlModifier)
    assert hands.at == "explanationCode"
    hands.press(Key.Key_Down, Key.Key_Tab)
    hands.type("9 月两条产线投产，附投产批复")
    hands.press(Key.Key_Return)
    pilot.settle()
    assert pilot.entry.bar.verdict.chip.text() == {"zh": "可报送", "en": "Ready to file"}[language]
    hands.press(Key.Key_F8)
    assert hands.at == "sheet", "nothing is left to be attended to"
    file_anew(hands)
    pilot.open("JY", "2025-09")
    assert not [item for item in pilot.entry.findings.model.items if item.level == "remark"]


def send_back(hands: Hands, monkeypatch: pytest.MonkeyPatch, found: list[DecisionFinding]) -> None:
    """File the month to an officer who finds something."""
    pilot = hands.pilot
    with monkeypatch.context() as office:
        office.setattr(deciding, "judge", lambda *_: deciding.Judgement("rejected", found))
        to_filing(hands)
        hands.press(Key.Key_Return)
        pilot.until(lambda: not pilot.pages.sending.filing.busy and states(pilot).get("JY") == "rejected")


def file_anew(hands: Hands) -> None:
    pilot = hands.pilot
    to_filing(hands)
    pilot.until(lambda: states(pilot).get("JY") == "ready")
    hands.press(Key.Key_Return)
    pilot.until(lambda: not pilot.pages.sending.filing.busy and states(pilot).get("JY") == "accepted")
    pilot.until(lambda: {"已受理", "Accepted"} & set(words(pilot.pages.sending.receipts).split("\n")))


def to_filing(hands: Hands) -> None:
    """From wherever to the button that files."""
    hands.ctrl(Key.Key_4)
    hands.pilot.settle()
    hands.tab_to("send")


def states(pilot: Pilot) -> dict[str, str]:
    """The returns of the month as the page of filing shows them."""
    return {row.form: row.state for row in pilot.pages.sending.table.rows_model.rows}
