"""Leaving and turning away in the midst of something long, by keyboard: it goes on, and is told how it ended."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
from PySide6.QtCore import Qt

from client.base.clock import SystemClock
from client.practice import DropAnswer, Hooks, Practice
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
from tests.journeys.hands import MOST_TABS, Hands

Key = Qt.Key
SISTER = "惠州市粤华精密电子有限公司（虚构）"
ROWS = 200


class Counter:
    """The bureau's counter, at which whatever is handed in waits until it opens; the line may be cut there."""

    def __init__(self) -> None:
        self.reached, self.open = threading.Event(), threading.Event()
        self.cut = False

    def __call__(self, version_id: str) -> None:
        self.reached.set()
        self.open.wait(300)
        if self.cut:
            raise DropAnswer


@pytest.fixture
def counter() -> Iterator[Counter]:
    made = Counter()
    yield made
    made.open.set()


@pytest.fixture
def office(tmp_path_factory: pytest.TempPathFactory, counter: Counter) -> Iterator[Practice]:
    with Practice(
        tmp_path_factory.mktemp("office"), SystemClock(TODAY), hooks=Hooks(before_commit=counter)
    ) as running:
        yield running


@pytest.fixture
def hands(complete: Session, story: Sample, office: Practice, pilot: Pilot) -> Hands:
    connecting.enrol(complete, story.firm, office.profile_path, office.issue_code(story.firm))
    return Hands(pilot)


def begin_filing(hands: Hands, counter: Counter) -> None:
    hands.ctrl(Key.Key_4)
    hands.pilot.settle()
    hands.tab_to("send")
    hands.press(Key.Key_Return)
    hands.pilot.until(counter.reached.is_set)


def test_who_leaves_while_filing_is_told_that_it_is_waited_for(
    hands: Hands, counter: Counter, complete: Session, story: Sample
) -> None:
    shell = hands.pilot.shell
    begin_filing(hands, counter)
    shell.close()
    assert shell.isVisible()
    assert shell.banner.text == "正在报送报表。做完以后窗口自己关上；没有做成就留着，让您看到。"
    counter.open.set()
    hands.pilot.until(lambda: not shell.isVisible())
    states = complete.look(story.firm, lambda books: {each.state for each in books.outbox.all()})
    assert states == {"accepted"}


def test_who_leaves_while_filing_sees_that_it_went_wrong(
    hands: Hands, counter: Counter, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(work, "AT_THE_BUTTON", Wait(0.5))
    shell = hands.pilot.shell
    begin_filing(hands, counter)
    shell.close()
    counter.cut = True
    counter.open.set()
    hands.pilot.until(lambda: not hands.pilot.pages.sending.filing.busy)
    hands.pilot.settle()
    assert shell.isVisible()
    assert shell.banner.isHidden()
    assert "不会丢失，也不会重复报送" in hands.pilot.pages.sending.filing.banner.text
    shell.close()
    assert not shell.isVisible(), "whoever has seen it leaves"


def test_who_would_rather_stay_stays(hands: Hands, counter: Counter) -> None:
    shell = hands.pilot.shell
    begin_filing(hands, counter)
    shell.close()
    hands.press(Key.Key_F6)
    hands.tab_to("bannerButton")
    passed = [hands.at]
    while hands.held is not shell.banner.button:  # not the page's own, which names what else is owed
        assert len(passed) <= 2 * MOST_TABS, passed
        hands.press(Key.Key_Tab)
        passed.append(hands.at)
    hands.press(Key.Key_Return)
    counter.open.set()
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
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "重点项目"
    sheet.append(["项目代码", "项目名称", "计划总投资（万元）", "自开工累计完成投资（万元）", "建设地区划代码"])
    for number in range(ROWS):
        sheet.append([f"2025-441302-39-01-{number:06d}", f"技术改造项目 {number}", 5000, 1000, "441302"])
    path = tmp_path / "项目清单2025年9月.xlsx"
    book.save(path)
    return path


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
