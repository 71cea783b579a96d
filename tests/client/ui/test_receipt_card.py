"""A receipt as it is shown: received and decided in two colours, what was returned one click away."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.plugin import QtBot

from client.protocol.messages import DecisionFinding
from client.ui.parts.basics import Chip
from client.ui.sending.preflight import SendRow
from client.ui.sending.receipt_card import ReceiptCard
from client.ui.theme.sheet import style_sheet
from client.ui.theme.theme import Theme
from forms.pack import bundled_pack
from forms.periods import Period
from tests.filed import a_decision, a_receipt

PERIOD = Period.parse("2025-09")


def card(qtbot: QtBot, theme: Theme, shown: SendRow) -> ReceiptCard:
    made = ReceiptCard(theme, bundled_pack(), shown)
    qtbot.addWidget(made)
    made.show()
    return made


def chips(made: ReceiptCard) -> dict[str, str]:
    """Words and their tones."""
    return {chip.text(): str(chip.property("chip")) for chip in made.findChildren(Chip)}


@pytest.mark.parametrize(
    ("timeliness", "answer", "expected"),
    [
        ("on_time", None, {"已送达": "accent", "按时": "plain", "待受理": "plain"}),
        ("late", "accepted", {"已送达": "accent", "逾期": "query", "已受理": "good"}),
        ("on_time", "rejected", {"已送达": "accent", "按时": "plain", "被退回": "error"}),
    ],
)
def test_received_and_decided_are_told_apart(
    qtbot: QtBot, theme: Theme, timeliness: str, answer: str | None, expected: dict[str, str]
) -> None:
    answered = a_decision(answer) if answer else None
    shown = SendRow("JY", "营业收入与生产经营", PERIOD, None, a_receipt(timeliness=timeliness), answered)
    made = card(qtbot, theme, shown)
    assert chips(made) == expected
    texts = [label.text() for label in made.findChildren(QLabel)]
    assert "LX-2025-00000007" in texts
    assert "2025-10-08 17:30:15" in texts, "in China's time, whatever zone the endpoint writes"


def test_what_was_returned_is_one_click_away(qtbot: QtBot, theme: Theme) -> None:
    found = DecisionFinding("C022", "error", ["JY021", "JB.2025/JB030", "XM[n1].XM015"], "利润总额与各项之和不符")
    shown = SendRow("JY", "营业收入与生产经营", PERIOD, None, a_receipt(), a_decision("rejected", found))
    made = card(qtbot, theme, shown)
    visited: list[tuple[SendRow, str]] = []
    made.visit.connect(lambda row, cell: visited.append((row, cell)))
    links = [link for link in made.findChildren(QPushButton) if link.property("cell")]
    for link in links:
        QTest.mouseClick(link, Qt.MouseButton.LeftButton)
    assert visited == [(shown, "JY021"), (shown, "JB.2025/JB030"), (shown, "XM[n1].XM015")]
    names = [link.text() for link in links]
    assert names[0] == "利润总额（JY021）"
    assert names[2].endswith("（XM015）"), "by its name, not by where it lies"
    assert "[" not in names[2]
    assert "利润总额与各项之和不符" in [label.text() for label in made.findChildren(QLabel)]


def test_a_returned_cell_leads_to_its_return(pilot) -> None:
    pilot.click("goSend")
    pilot.until(lambda: pilot.pages.sending._preflight is not None)
    shown = SendRow("JY", "营业收入与生产经营", PERIOD, None)
    pilot.pages.sending._visit(shown, "JY021")
    pilot.until(lambda: pilot.entry.work is not None and pilot.sheet.address() == "JY021")
    pilot.pages.sending._visit(shown, "JB.2025/JB030")
    pilot.until(lambda: pilot.draft.form.code == "JB" and pilot.sheet.address() == "JB030")


def test_what_the_officer_wrote_is_read_beside_the_remarks(qtbot: QtBot, theme: Theme) -> None:
    text = "营业收入与上月不符，请核对后更正。"
    shown = SendRow("JY", "营业收入", PERIOD, None, a_receipt(), a_decision("rejected"), note=text)
    made = card(qtbot, theme, shown)
    said = made.findChild(QLabel, "officerNote")
    assert said is not None
    assert said.text() == text
    without = card(qtbot, theme, SendRow("JY", "营业收入", PERIOD, None, a_receipt()))
    assert without.findChild(QLabel, "officerNote") is None


def test_what_was_remarked_is_called_as_above_the_grid(qtbot: QtBot, theme: Theme) -> None:
    for state, severity, expected in (
        ("rejected", "error", ("退回意见", "error")),
        ("rejected", "query", ("退回意见", "query")),
        ("accepted", "hint", ("提示", "hint")),
    ):
        decided = a_decision(state, DecisionFinding("C022", severity, [], "请核对"))
        made = card(qtbot, theme, SendRow("JY", "营业收入", PERIOD, None, a_receipt(), decided))
        said = {(each.text(), each.property("tone")) for each in made.findChildren(QLabel)}
        assert expected in said
        assert f'QLabel[tone="{expected[1]}"]' in style_sheet(theme.colours, theme.em)
