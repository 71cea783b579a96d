"""Two computers of one enterprise, by keyboard: the second is let in by the first, taken out, enrolled anew."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from client.base.clock import SystemClock
from client.keys import Keychain
from client.practice import Practice
from client.tour.script import TODAY, Sample
from client.usecases.bureau import connecting, devices
from client.usecases.home import enterprises
from client.usecases.home.opening import open_session
from client.usecases.home.session import Session
from tests.client.conftest import office
from tests.client.ui.conftest import words
from tests.journeys.acts import correct, file
from tests.journeys.hands import Hands, SitDown

__all__ = ["office"]

Key = Qt.Key


@pytest.fixture
def first(tmp_path: Path, story: Sample, office: Practice) -> Iterator[Session]:
    """The computer that has filed for the enterprise so far."""
    home = tmp_path / "first"
    with open_session(home, keys=Keychain.loose(home), clock=SystemClock(TODAY)) as session:
        enterprises.add(session, story.firm, story.name)
        connecting.enrol(session, story.firm, office.profile_path, office.issue_code(story.firm))
        yield session


@pytest.fixture
def at(sit_down: SitDown, story: Sample) -> SitDown:
    """Sits down at one of them, and gets up again."""

    @contextmanager
    def desk_of(session: Session) -> Iterator[Hands]:
        with sit_down(session, story.firm) as hands:
            hands.wait_at("due")
            yield hands

    return desk_of


def test_a_second_computer_is_let_in_and_taken_out_and_keeps_what_was_typed(
    at: SitDown, first: Session, complete: Session, office: Practice, story: Sample
) -> None:
    with at(complete) as hands:
        enrol(hands, office, story.firm)
        told = words(hands.pilot.shell.banner)
        assert "等待批准，批准后才能报送" in told
        fingerprint = devices.own_fingerprint(complete, story.firm)
        assert fingerprint in told
        assert "还没有排队的再按一次报送" in file(hands)
        hands.ctrl(Key.Key_7)
        hands.pilot.until(lambda: "等待批准" in hands.pilot.child("ownFingerprint", QLabel).text())
    with at(first) as hands:
        asked = ask_about(hands, "等待批准", fingerprint)
        assert f"的屏幕上显示的指纹是 {fingerprint} 吗？" in asked
        answer(hands)
        hands.go_to_line("可报送", fingerprint)
    with at(complete) as hands:
        hands.ctrl(Key.Key_7)
        hands.pilot.settle()
        assert "等待批准" not in hands.pilot.child("ownFingerprint", QLabel).text()
        assert file(hands) == "3 张已送达，其中 3 张已受理"
    with at(first) as hands:
        assert "它不能再报送；回执还可取回三十天" in ask_about(hands, "可报送", fingerprint)
        answer(hands)
        hands.go_to_line("已停用", fingerprint)
    with at(complete) as hands:
        correct(hands, "JY042", "123.45")
        assert "登记已被停用。请用新的登记码在“单位”重新登记本机" in file(hands, "更正电费")
        enrol(hands, office, story.firm)
        assert devices.own_fingerprint(complete, story.firm) in words(hands.pilot.shell.banner)
        assert devices.own_fingerprint(complete, story.firm) != fingerprint
        hands.ctrl(Key.Key_2)
        hands.wait_at("sheet")
        assert hands.pilot.text("JY042") == "123.45", "nothing typed is lost"


def enrol(hands: Hands, office: Practice, firm: str) -> None:
    """With the file and the code the bureau sent."""
    hands.ctrl(Key.Key_7)
    hands.pilot.settle()
    hands.tab_to("profilePath")
    hands.type(str(office.profile_path))
    hands.tab_to("enrolmentCode")
    hands.type(office.issue_code(firm))
    hands.press(Key.Key_Return)
    hands.wait_at("due")


def ask_about(hands: Hands, *line: str) -> str:
    """Choose a computer from those that file; answers what is asked before anything is done."""
    hands.ctrl(Key.Key_7)
    hands.pilot.settle()
    hands.tab_to("lookAtDevices")
    hands.press(Key.Key_Return)
    hands.wait_at("lookAtDevices")
    hands.tab_to("devicesTable")
    hands.go_to_line(*line)
    hands.press(Key.Key_Return)
    page = hands.pilot.pages.page("firms")
    return str(page.devices.banner.text)


def answer(hands: Hands) -> None:
    hands.tab_to("bannerButton", back=True)
    hands.press(Key.Key_Return)
    hands.wait_at("devicesTable")
