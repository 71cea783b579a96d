"""Leaving and turning away in the midst of something long, by keyboard: it goes on, and is told how it ended."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from client.base.clock import SystemClock
from client.practice import Hooks, Practice
from client.sync.backoff import Wait
from client.tour.script import TODAY, Sample
from client.ui.sending import work
from client.usecases.books import reviewing
from client.usecases.bureau import connecting
from client.usecases.home import enterprises
from client.usecases.home.session import Session
from forms.returns import ReturnKey
from tests.client.sync.office import new_firm
from tests.client.ui.conftest import Pilot
from tests.journeys.acts import turn_to
from tests.journeys.gates import Gate, opened_at_last
from tests.journeys.hands import MOST_TABS, Hands
from tests.journeys.projects import project_list

Key = Qt.Key
SISTER = "惠州市粤华精密电子有限公司（虚构）"
ROWS = 200


@pytest.fixture
def gate() -> Iterator[Gate]:
    with opened_at_last() as made:
        yield made


@pytest.fixture
def office(tmp_path_factory: pytest.TempPathFactory, gate: Gate) -> Iterator[Practice]:
    with Practice(
        tmp_path_factory.mktemp("office"), SystemClock(TODAY), hooks=Hooks(before_commit=gate)
    ) as running:
        yield running


@pytest.fixture
def hands(complete: Session, story: Sample, office: Practice, pilot: Pilot) -> Hands:
    connecting.enrol(complete, story.firm, office.profile_path, office.issue_code(story.firm))
    return Hands(pilot)


def begin_filing(hands: Hands, gate: Gate) -> None:
    hands.ctrl(Key.Key_4)
    hands.pilot.settle()
    hands.tab_to("send")
    hands.press(Key.Key_Return)
    hands.pilot.until(gate.reached.is_set)


def test_who_leaves_while_filing_is_told_that_it_is_waited_for(
    hands: Hands, gate: Gate, complete: Session, story: Sample
) -> None:
    shell = hands.pilot.shell
    begin_filing(hands, gate)
    shell.close()
    assert shell.isVisible()
    assert shell.banner.text == "正在报送报表。做完以后窗口自己关上；没有做成就留着，让您看到。"
    gate.opened.set()
    hands.pilot.until(lambda: not shell.isVisible())
    states = complete.look(story.firm, lambda books: {each.state for each in books.outbox.all()})
    assert states == {"accepted"}


def test_who_leaves_while_filing_sees_that_it_went_wrong(
    hands: Hands, gate: Gate, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(work, "AT_THE_BUTTON", Wait(0.5))
    shell = hands.pilot.shell
    begin_filing(hands, gate)
    shell.close()
    gate.cut = "all"
    gate.opened.set()
    hands.pilot.until(lambda: not hands.pilot.pages.sending.filing.busy)
    hands.pilot.settle()
    assert shell.isVisible()
    assert shell.banner.isHidden()
    assert "不会丢失，也不会重复报送" in hands.pilot.pages.sending.filing.banner.text
    shell.close()
    assert not shell.isVisible(), "whoever has seen it leaves"


def test_who_would_rather_stay_stays(hands: Hands, gate: Gate) -> None:
    shell = hands.pilot.shell
    begin_filing(hands, gate)
    shell.close()
    hands.press(Key.Key_F6)
    hands.tab_to("bannerButton")
    passed = [hands.at]
    while hands.held is not shell.banner.button:  # not the page's own, which names what else is owed
        assert len(passed) <= 2 * MOST_TABS, passed
        hands.press(Key.Key_Tab)
        passed.append(hands.at)
    hands.press(Key.Key_Return)
    gate.opened.set()
    hands.pilot.until(lambda: not hands.pilot.pages.sending.filing.busy)
    hands.pilot.settle()
    assert shell.isVisible()
    assert hands.pilot.pages.sending.filing.banner.text == "3 张已送达，其中 3 张已受理"


@pytest.fixture
def sister(session: Session) -> str:
    """A second enterprise of the home."""
    made = new_firm()
    enterprises.add(session, made, SISTER)
    return made


@pytest.fixture
def long_list(tmp_path: Path) -> Path:
    """A workbook of many projects."""
    return project_list(tmp_path / "项目清单2025年9月.xlsx", ROWS)


def test_a_long_list_that_is_being_read_is_written_for_whom_it_was_chosen(
    sister: str,
    firm: str,
    session: Session,
    story: Sample,
    long_list: Path,
    pilot: Pilot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    turned, read = threading.Event(), reviewing.begin
    monkeypatch.setattr(reviewing, "begin", lambda *given, **more: (turned.wait(300), read(*given, **more))[1])
    hands = Hands(pilot)
    hands.wait_at("due")
    hands.ctrl(Key.Key_O)
    hands.answer(long_list)
    hands.wait_at_once("stopReading")
    turn_to(hands, SISTER, sister)
    turned.set()
    pilot.until(lambda: "已读完，还没有写入" in pilot.shell.banner.text)
    assert pilot.shell.banner.text.startswith(story.name)
    turn_to(hands, story.name, firm)
    hands.ctrl(Key.Key_3)
    hands.wait_at("importPeriod")
    hands.tab_to("accept")
    hands.press(Key.Key_Return)
    hands.wait_at("toEntry")
    stored = session.look(firm, lambda books: books.returns.get(ReturnKey(firm, "XM", story.month)))
    assert stored is not None
    assert len(stored.rows["XM"]) == ROWS
    assert not session.look(sister, lambda books: books.returns.heads(sister))
