"""Filed while the authority is out of reach: the person goes on with other work, the program files by itself."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit, QWidget

from client.base.clock import SystemClock
from client.practice import Practice
from client.sync import filing as sync
from client.tour.script import TODAY, Sample
from client.usecases.bureau import connecting, rounds, turns
from client.usecases.home import settings
from client.usecases.home.session import Session
from tests.client.sync.office import HASTE
from tests.client.ui.conftest import Pilot, words
from tests.journeys.hands import Hands

Key = Qt.Key
SAID = {
    "zh": {
        "refused": "拒绝了连接",
        "kept": "。数据已冻结保存，不会丢失，也不会重复报送。",
        "not done": "没有完成：报送报表",
        "uncertain": "主管部门可能还没有收到",
        "which": "营业收入与生产经营 · 2025年9月",
        "to do": ("2025年9月", "未开始"),
        "accepted": "已受理",
        "done": ("2025年9月", "已受理"),
    },
    "en": {
        "refused": "refused the connection. ",
        "kept": ". The return is frozen and kept: nothing is lost, nothing is filed twice.",
        "not done": "Not finished: Filing returns",
        "uncertain": "The authority may not have it",
        "which": "Revenue and operations · 2025-09",
        "to do": ("2025-09", "Not started"),
        "accepted": "accepted",
        "done": ("2025-09", "Accepted"),
    },
}
"""What the window says along the way."""


@pytest.fixture
def office(complete: Session, story: Sample, tmp_path: Path) -> Path:
    """Where the enterprise is enrolled, which has learned what is due by that; nobody is there now."""
    folder = tmp_path / "office"
    with Practice(folder, SystemClock(TODAY)) as running:
        connecting.enrol(complete, story.firm, running.profile_path, running.issue_code(story.firm))
    return folder


@pytest.fixture(params=["zh", "en"])
def language(complete: Session, request: pytest.FixtureRequest) -> str:
    """What the window speaks."""
    settings.put(complete, "display.language", request.param)
    return str(request.param)


@pytest.fixture
def hands(office: Path, language: str, pilot: Pilot, monkeypatch: pytest.MonkeyPatch) -> Hands:
    """The window on the sample set right; what is put off is tried again a hundred times sooner than in life."""
    monkeypatch.setattr(sync, "Pace", lambda: HASTE)
    monkeypatch.setattr(rounds, "SOON", timedelta())
    monkeypatch.setattr(turns, "SOON", timedelta())
    return Hands(pilot)


def test_what_could_not_be_sent_is_sent_while_the_person_types_elsewhere(
    hands: Hands, office: Path, language: str
) -> None:
    pilot, status, say = hands.pilot, hands.pilot.window.shell.status, SAID[language]
    hands.ctrl(Key.Key_4)
    pilot.settle()
    hands.tab_to("send")
    hands.press(Key.Key_Return)
    hands.wait_at("bannerButton")
    told = pilot.pages.sending.filing.banner.text
    assert say["refused"] in told
    assert told.endswith(say["kept"])
    assert shown(status) == say["not done"]
    hands.ctrl(Key.Key_1)
    hands.wait_at("due")
    pilot.until(lambda: pilot.child("withoutReceipt").isVisible())
    said = words(pilot.child("withoutReceipt"))
    assert say["uncertain"] in said
    assert say["which"] in said
    hands.go_to_line("CP", *say["to do"])
    hands.press(Key.Key_Return)
    hands.wait_at("sheet")
    pilot.until(lambda: pilot.entry.work is not None)
    pilot.keys("3919")
    editor = pilot.sheet.painter_of_cells.editor
    assert isinstance(editor, QLineEdit)
    with Practice(office, SystemClock(TODAY)):
        pilot.until(lambda: say["accepted"] in shown(status))
        assert pilot.sheet.painter_of_cells.editor is editor
        assert editor.text() == "3919", "nothing typed is lost or moved"
        assert pilot.window.shell.banner.isHidden()
        pilot.until(lambda: {state_of(pilot, form) for form in ("JY", "XM", "JB")} == {"accepted"})
        hands.press(Key.Key_Escape)
        hands.ctrl(Key.Key_1)
        hands.wait_at("due")
        pilot.until(lambda: not pilot.child("withoutReceipt").isVisible())
        hands.go_to_line("JY", *say["done"])
        assert sum("LX-2025" in each.text() for each in pilot.shell.findChildren(QLabel)) >= 3, "its receipts"


def state_of(pilot: Pilot, form: str) -> str:
    """A return of the sample as the desk has it."""
    desk = pilot.pages.desk.desk
    found = [row.state for row in desk.rows if row.form == form and str(row.period) in ("2025-09", "2025")]
    return found[0] if found else ""


def shown(status: QWidget) -> str:
    """What the line at the foot says."""
    return str(status._doing.text())
