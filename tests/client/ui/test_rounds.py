"""Quiet rounds while the window is open: one line when there is something new, nothing when there is not."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from functools import partial

import pytest
from PySide6.QtCore import Qt

from client.practice import Practice
from client.practice.bureau import deciding
from client.protocol.messages import DecisionFinding
from client.sync import filing as sync
from client.sync.backoff import Wait
from client.sync.results import FilingResult
from client.sync.states import State
from client.ui.ground.tasks import Tasks
from client.ui.sending import work
from client.usecases.bureau import connecting, filing
from client.usecases.bureau.merging import Pulled
from client.usecases.bureau.rounds import Found
from client.usecases.bureau.turns import Turns
from client.usecases.home.session import Session
from forms.periods import Period
from tests.client.sync.office import HASTE
from tests.client.ui.accessibility import nameless, unreached
from tests.client.ui.conftest import Pilot


def go_round(pilot: Pilot) -> None:
    rounds = pilot.window.rounds
    rounds._turns = Turns(lambda: 0.0)
    pilot.settle()
    rounds.look()
    pilot.until(lambda: not rounds._tasks.busy)
    pilot.settle()


def test_a_return_sent_back_is_told_by_itself_and_leads_to_the_notices(
    session: Session, firm: str, office: Practice, pilot: Pilot, monkeypatch: pytest.MonkeyPatch
) -> None:
    connecting.enrol(session, firm, office.profile_path, office.issue_code(firm))
    monkeypatch.setattr(deciding, "judge", lambda *_: deciding.Judgement("rejected", []))
    with connecting.line(session, firm) as line:
        filing.submit_nil(line, "YF", Period.parse("2025-09"), "无研发")
    go_round(pilot)
    banner = pilot.window.shell.banner
    assert banner.text == "收到 1 条新通知"
    pilot.click("bannerButton")
    pilot.settle()
    assert pilot.window.shell.rail.page == "notices"
    assert nameless(pilot.shell) == []
    assert not unreached(pilot, "goNotices") & {"notices", "askNotices"}
    go_round(pilot)
    assert not banner.isVisible()


def test_practising_at_the_embedded_endpoint_nobody_is_asked(
    pilot: Pilot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connecting, "line", None)  # would raise
    go_round(pilot)
    assert pilot.window.shell.banner.isHidden()
    assert isinstance(pilot.window.rounds._tasks, Tasks)
    assert not pilot.faults


def test_a_line_that_follows_another_counts_what_that_one_told(pilot: Pilot, firm: str) -> None:
    """Who was away for a while reads all of it, not the last of it."""
    tell, banner = pilot.window.rounds._tell, pilot.window.shell.banner
    here, there = partial(FilingResult, "a", "JY@2025-09"), FilingResult("b", "XM@2025-09", State.REJECTED)
    tell(firm, Found(moved=(here(State.RECEIVED), there)))
    assert banner.text == "1 张报表被退回；1 张报表已自动送达，等待受理"
    tell(firm, Found(1, (here(State.ACCEPTED),)))
    assert banner.text == "1 张报表被退回；1 张报表已受理；收到 1 条新通知"
    banner.hide()
    tell(firm, Found(1))
    assert banner.text == "收到 1 条新通知", "what was read and closed is told no more"
    banner.hide()
    tell(firm, Found(pulled=(Pulled("JY@2025-09", "taken"), Pulled("XM@2025-09", "differs"))))
    assert banner.text == "1 张报表另一台电脑报送过，与本机不同，请合并"
    assert banner.said.tone == "query"
    banner.hide()
    pilot.open("JY", "2025-09")
    tell(firm, Found(1))
    tell(firm, Found(1))
    assert pilot.window.shell.status.says("收到 2 条新通知")


class Officer:
    """Takes time to decide."""

    def __init__(self) -> None:
        self.ready = threading.Event()
        self.judgement = deciding.Judgement("accepted", [])

    def judge(self, *_: object) -> deciding.Judgement:
        self.ready.wait()
        return self.judgement

    def decide(self, *found: DecisionFinding) -> None:
        self.judgement = deciding.Judgement("rejected" if found else "accepted", list(found))
        self.ready.set()


@pytest.fixture
def officer(monkeypatch: pytest.MonkeyPatch) -> Iterator[Officer]:
    """Decides when the test says so; nobody waits for it at the button."""
    made = Officer()
    monkeypatch.setattr(deciding, "judge", made.judge)
    monkeypatch.setattr(sync, "Pace", lambda: HASTE)
    monkeypatch.setattr(work, "AT_THE_BUTTON", Wait(0.0))
    yield made
    made.ready.set()


def file_month(pilot: Pilot) -> None:
    pilot.window.conductor.go("send")
    pilot.settle()
    pilot.click("send")
    pilot.until(lambda: states(pilot).get("JY") == "received" and not pilot.pages.sending.filing.busy)


def states(pilot: Pilot) -> dict[str, str]:
    return {row.form: row.state for row in pilot.pages.sending.table.rows_model.rows}


@pytest.fixture
def filing_here(complete: Session, firm: str, office: Practice) -> None:
    """The enterprise files at an office of its own."""
    connecting.enrol(complete, firm, office.profile_path, office.issue_code(firm))


@pytest.mark.usefixtures("filing_here")
def test_a_decision_that_takes_longer_than_anybody_waits_comes_by_itself(officer: Officer, pilot: Pilot) -> None:
    file_month(pilot)
    officer.decide()
    pilot.until(lambda: states(pilot).get("JY") == "accepted")
    assert "报表已受理" in pilot.window.shell.banner.text
    desk = pilot.pages.desk
    here = ("JY", Period.parse("2025-09"))
    pilot.until(lambda: [r.state for r in desk.desk.rows if (r.form, r.period) == here] == ["accepted"])


@pytest.mark.usefixtures("complete")
def test_whoever_practises_does_not_wait_for_ever_either(pilot: Pilot, monkeypatch: pytest.MonkeyPatch) -> None:
    """The endpoint inside the program ended before it decided: it is started again to be asked."""
    monkeypatch.setattr(work, "AT_THE_BUTTON", Wait(0.0))
    with monkeypatch.context() as busy:
        busy.setattr(deciding.Decider, "wake", lambda *_: None)
        file_month(pilot)
    pilot.until(lambda: states(pilot).get("JY") == "accepted")


@pytest.mark.usefixtures("filing_here")
def test_a_remark_that_comes_while_its_return_is_open_is_shown_at_once_and_stops_no_hand(
    officer: Officer, pilot: Pilot
) -> None:
    file_month(pilot)
    pilot.open("JY", "2025-09", "JY003")
    pilot.keys("12")
    draft = pilot.draft
    officer.decide(DecisionFinding("C021", "error", ["JY042"], "请与电费发票核对"))
    pilot.until(lambda: [item for item in pilot.entry.findings.model.items if item.level == "remark"])
    assert pilot.entry.bar.verdict.chip.text() == "退回意见 1 条未处理"
    assert pilot.entry.grid.model.marks["JY042"] == "remark"
    assert pilot.window.shell.banner.isHidden(), "nothing moves under the hand"
    assert "退回" in pilot.window.shell.status._doing.text()
    pilot.keys("34")
    pilot.keys(key=Qt.Key.Key_Return)
    assert pilot.draft is draft
    assert draft.current.cells["JY003"].text == "1234"
    pilot.entry.undo()
    assert "JY003" not in draft.current.cells or draft.current.cells["JY003"].text != "1234"
