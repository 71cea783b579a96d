"""The first run and a month by keyboard alone, in both languages, at a real endpoint that is away for a while."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication

from client.base.clock import SystemClock
from client.practice import Practice
from client.tour.script import TODAY, Sample
from client.ui.ground.words import period_word
from client.usecases.home.session import Session
from tests.journeys.hands import Hands, SitDown

Key = Qt.Key
REASON = "用地红线调整，施工许可推迟到 11 月办结"


@pytest.fixture
def hands(sit_down: SitDown, session: Session) -> Iterator[Hands]:
    """The window on a home with nothing in it."""
    with sit_down(session) as at:
        yield at


@pytest.mark.parametrize("language", ["zh", "en"])
def test_from_nothing_to_the_receipt_of_a_month(
    hands: Hands, story: Sample, tmp_path: Path, language: str
) -> None:
    with Practice(tmp_path / "office", SystemClock(TODAY)) as office:
        profile, code = office.profile_path, office.issue_code(story.firm)
        first_run(hands, story, language, profile, code, tmp_path)
    month(hands, story)
    file_while_away(hands, tmp_path / "office")
    on_paper(hands, tmp_path)
    hands.ctrl(Key.Key_1)
    hands.wait_at("due")
    desk = hands.pilot.pages.desk
    hands.pilot.until(lambda: desk.desk is not None and len(desk.desk.receipts) == 3)
    assert {row.form for row in desk.desk.rows if row.state == "accepted"} >= {"JY", "XM"}
    long_ago = [row for row in desk.desk.rows if row.days_left is not None and row.days_left < -60]
    assert len(long_ago) > 10
    assert all(row.past for row in long_ago), "filed by other means, though the endpoint still takes them"


def first_run(hands: Hands, story: Sample, language: str, profile: Path, code: str, tmp_path: Path) -> None:
    """Language, enterprise, enrolment, the card as a PDF, past periods from a workbook."""
    hands.wait_at("language_zh")
    if language == "en":
        hands.tab_to("language_en")
        hands.press(Key.Key_Space)
        hands.pilot.until(lambda: hands.pilot.window.shell.windowTitle() != "集报")
    hands.wait_at(f"language_{language}")
    hands.tab_to("stepNext")
    hands.press(Key.Key_Return)
    hands.wait_at("firmCode")
    hands.type(story.firm)
    hands.press(Key.Key_Return)
    hands.type(story.name)
    hands.press(Key.Key_Return)
    hands.wait_at("profilePath")
    hands.type(str(profile))
    hands.tab_to("enrolmentCode")
    hands.type(code)
    hands.press(Key.Key_Return)
    hands.wait_at("makeCard")
    hands.press(Key.Key_Return)
    hands.wait_at("printCard")
    hands.tab_to("saveCard")
    hands.press(Key.Key_Return)
    hands.answer(tmp_path / "card.pdf")
    hands.wait_at("stepNext")
    assert (tmp_path / "card.pdf").stat().st_size > 1000
    hands.press(Key.Key_Return)
    hands.wait_at("chooseMany")
    hands.press(Key.Key_Return)
    hands.answer(story.path.with_name("粤华光电往期.xlsx"))
    hands.wait_at("storeMany")
    hands.press(Key.Key_Return)
    hands.wait_at("stepNext")
    hands.press(Key.Key_Return)
    hands.wait_at("due")


def month(hands: Hands, story: Sample) -> None:
    """The workbook read, its slips mended, what is doubtful explained."""
    pilot = hands.pilot
    hands.ctrl(Key.Key_O)
    hands.answer(story.path)
    hands.wait_at("accept")
    hands.press(Key.Key_Return)
    hands.wait_at("toEntry")
    for form in ("JY", "XM"):
        hands.ctrl(Key.Key_1)
        hands.wait_at("due")
        hands.go_to_line(form, period_word(story.month))
        hands.press(Key.Key_Return)
        hands.wait_at("sheet")
        assert pilot.draft.form.code == form
        buttons = pilot.shell.findChildren(QAbstractButton)
        assert not [each.text() for each in buttons if "&" in each.text().replace("&&", "")], "R&D is no key"
        pilot.until(lambda: pilot.entry.findings.current() is not None)
        hands.press(Key.Key_F8)
        pilot.until(lambda form=form: form in repair_in_sight(hands))
        hands.press(Key.Key_F8, modifiers=Qt.KeyboardModifier.ControlModifier)
        assert hands.at == "repair"
        hands.press(Key.Key_Return)
        hands.wait_at("sheet")
        assert not [found for found in pilot.draft.findings if found.level == "error"]
    hands.press(Key.Key_F8)
    hands.press(Key.Key_F8, modifiers=Qt.KeyboardModifier.ControlModifier)
    assert hands.at == "explanationCode"
    hands.press(Key.Key_Down, Key.Key_Tab)
    hands.type(REASON)
    hands.press(Key.Key_Return)
    pilot.settle()
    hands.press(Key.Key_F8)
    assert hands.at == "sheet", "nothing is left to be said"


def repair_in_sight(hands: Hands) -> str:
    """What the first repair offered would change, that of the return before being gone; blank without one."""
    made = hands.pilot.child("repair")
    return made.accessibleName() if made.isVisible() else ""


def file_while_away(hands: Hands, office: Path) -> None:
    """Signed by all three, sent to an endpoint that is not there, and again once it is."""
    pilot = hands.pilot
    hands.ctrl(Key.Key_4)
    hands.wait_at("sendPeriod")
    hands.tab_to("preflight")
    hands.tab_to("sign")
    for _ in range(3):
        hands.wait_at("sign")
        before = hands.held
        hands.press(Key.Key_Return)
        pilot.until(lambda before=before: QApplication.focusWidget() is not before)
        pilot.settle()
    hands.wait_at("send")
    hands.press(Key.Key_Return)
    assert hands.at == "stopSending"
    hands.wait_at("bannerButton")
    with Practice(office, SystemClock(TODAY)):
        hands.press(Key.Key_Return)
        hands.wait_at("preflight")
        states = {row.form: row.state for row in pilot.pages.sending.table.rows_model.rows}
        assert {form for form, state in states.items() if state == "accepted"} == {"JB", "JY", "XM"}


def on_paper(hands: Hands, tmp_path: Path) -> None:
    """The receipt as a sheet, from beside the list."""
    hands.pilot.until(lambda: hands.pilot.child("printReceipt").isVisible())
    hands.tab_to("printReceipt")
    hands.press(Key.Key_Return)
    hands.pilot.until(lambda: hands.pilot.window.shell.at == "paper")
    hands.pilot.settle()
    hands.tab_to("savePaper", back=True)
    hands.press(Key.Key_Return)
    hands.answer(tmp_path / "receipt.pdf")
    hands.wait_at("savePaper")
    assert (tmp_path / "receipt.pdf").stat().st_size > 1000
