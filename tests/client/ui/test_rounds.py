"""Quiet rounds while the window is open: one line when there is something new, nothing when there is not."""

from __future__ import annotations

import pytest

from client.practice import Practice
from client.practice.bureau import deciding
from client.ui.ground.tasks import Tasks
from client.usecases.bureau import connecting, filing
from client.usecases.bureau.rounds import Rounds
from client.usecases.home.session import Session
from forms.periods import Period
from tests.client.ui.conftest import Pilot
from tests.client.ui.test_accessible import nameless, unreached


def go_round(pilot: Pilot) -> None:
    rounds = pilot.window.rounds
    rounds._rounds = Rounds(lambda: 0.0)
    pilot.settle()
    rounds.look()
    pilot.until(lambda: not rounds._tasks.busy)
    pilot.settle()


def test_a_return_sent_back_is_told_by_itself_and_leads_to_the_notices(
    session: Session, firm: str, office: Practice, pilot: Pilot, monkeypatch: pytest.MonkeyPatch
) -> None:
    connecting.enrol(session, firm, office.profile_path, office.issue_code(firm))
    monkeypatch.setattr(deciding, "judge", lambda *_: deciding.Judgement("rejected", []))
    with connecting.endpoint(session, firm) as endpoint:
        filing.submit_nil(session, endpoint, firm, "YF", Period.parse("2025-09"), "无研发")
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
    monkeypatch.setattr(connecting, "endpoint", None)  # would raise
    go_round(pilot)
    assert pilot.window.shell.banner.isHidden()
    assert isinstance(pilot.window.rounds._tasks, Tasks)
    assert not pilot.faults
