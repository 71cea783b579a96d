"""Two computers of an enterprise file the same return at the same moment: one is first, the other is told."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from client.base.clock import SystemClock
from client.keys import Keychain
from client.practice import Practice
from client.tour.script import TODAY, Sample
from client.usecases.books import importing
from client.usecases.books.importing import ImportPlan
from client.usecases.bureau import connecting, filing
from client.usecases.home import enterprises
from client.usecases.home.opening import open_session
from client.usecases.home.session import Session
from client.usecases.returns.editing import open_draft
from forms.periods import Period
from forms.returns import ReturnKey
from tests.client.conftest import office
from tests.client.sample_typing import type_and_save
from tests.client.ui.conftest import Pilot
from tests.journeys.hands import Hands

__all__ = ["office"]

Key = Qt.Key
YEAR = Period.parse("2025")
PHONE = "JB033"


@pytest.fixture
def colleague(tmp_path: Path, story: Sample, planned_story: ImportPlan, office: Practice) -> Iterator[Session]:
    """Another computer of the enterprise, with the same workbook and another telephone."""
    home = tmp_path / "colleague"
    with open_session(home, keys=Keychain.loose(home), clock=SystemClock(TODAY)) as session:
        enterprises.add(session, story.firm, story.name)
        importing.apply(session, planned_story)
        type_and_save(session, open_draft(session, ReturnKey(story.firm, "JB", YEAR)), {PHONE: "0752-2000009"})
        connecting.enrol(session, story.firm, office.profile_path, office.issue_code(story.firm))
        yield session


def test_who_comes_second_is_told_which_and_leads_to_the_cells_that_differ(
    colleague: Session,
    complete: Session,
    story: Sample,
    office: Practice,
    pilot: Pilot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    enrolled = connecting.enrol(complete, story.firm, office.profile_path, office.issue_code(story.firm))
    office.approve(enrolled.device_id)
    reached, let, go_on = threading.Event(), threading.Event(), filing._Submission.send

    def in_a_moment(*given: object, **more: object) -> object:
        """What is frozen leaves once the colleague's is there."""
        reached.set()
        assert let.wait(300)
        return go_on(*given, **more)  # type: ignore[arg-type]

    hands = Hands(pilot)
    hands.ctrl(Key.Key_4)
    pilot.settle()
    while hands.at != "send":
        hands.press(Key.Key_Tab)
    with monkeypatch.context() as held:
        held.setattr(filing._Submission, "send", in_a_moment)
        hands.press(Key.Key_Return)
        pilot.until(reached.is_set)
    pilot.until(reached.is_set)
    with connecting.line(colleague, story.firm) as line:
        (filed,) = filing.submit(line, filing.Order(YEAR, ["JB"]))
    assert filed.result is not None
    assert filed.result.state == "accepted"
    let.set()
    pilot.until(lambda: not pilot.pages.sending.filing.busy)
    pilot.settle()
    banner = pilot.pages.sending.filing.banner
    assert banner.text.split("\n") == [
        "2 张已送达，其中 2 张已受理",
        "这张报表已有别人报送的更新版本。请在报送页点“去合并”，逐项核对后再报。数据都在本机，没有丢失。",
    ]
    assert not banner.button.isVisible(), "once more would be in vain"
    assert pilot.window.shell.status._doing.text() == "没有完成：报送报表"
    hands.wait_at("preflight")
    hands.go_to_line("JB", "有冲突", "这张报表已有别人报送的更新版本", "去合并")
    hands.press(Key.Key_Return)
    hands.wait_at("mergeCells")
    hands.go_to_line(PHONE, "0752-2000009")
