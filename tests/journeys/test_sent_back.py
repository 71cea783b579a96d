"""A month that was sent back, by keyboard alone: from the notice to the remark's cell, and filed anew."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from client.practice.bureau import deciding
from client.protocol.messages import DecisionFinding
from client.usecases.home.session import Session
from tests.client.ui.conftest import Pilot, words
from tests.journeys.hands import Hands

Key = Qt.Key


@pytest.fixture
def hands(complete: Session, pilot: Pilot) -> Hands:
    """The window on the sample set right, at the endpoint inside the program."""
    pilot.shell.activateWindow()
    pilot.until(pilot.shell.isActiveWindow)
    return Hands(pilot)


def test_from_the_notice_to_the_remarked_cell_and_filed_anew(
    hands: Hands, monkeypatch: pytest.MonkeyPatch
) -> None:
    pilot = hands.pilot
    found = DecisionFinding("C021", "error", ["JY042"], "请与电费发票核对")
    with monkeypatch.context() as office:
        office.setattr(deciding, "judge", lambda *_: deciding.Judgement("rejected", [found]))
        to_filing(hands)
        hands.press(Key.Key_Return)
        pilot.until(lambda: not pilot.pages.sending.filing.busy and states(pilot).get("JY") == "rejected")
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
    pilot.keys("123.45")
    hands.press(Key.Key_Return)
    pilot.settle()
    to_filing(hands)
    pilot.until(lambda: states(pilot).get("JY") == "ready")
    hands.press(Key.Key_Return)
    pilot.until(lambda: not pilot.pages.sending.filing.busy and states(pilot).get("JY") == "accepted")
    receipts = pilot.pages.sending.receipts
    pilot.until(lambda: "已受理" in words(receipts))


def to_filing(hands: Hands) -> None:
    """From wherever to the button that files."""
    hands.ctrl(Key.Key_4)
    hands.pilot.settle()
    hands.tab_to("send")


def states(pilot: Pilot) -> dict[str, str]:
    """The returns of the month as the page of filing shows them."""
    return {row.form: row.state for row in pilot.pages.sending.table.rows_model.rows}
