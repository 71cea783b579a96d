"""kill -9 of a real window in the midst of something: started again it knows what was typed and what was filed."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from client.base.clock import SystemClock
from client.practice import Hooks, Practice
from client.tour.script import TODAY, Sample
from client.usecases.bureau import connecting
from client.usecases.home.opening import open_session
from client.usecases.home.session import Session
from client.usecases.returns.editing import open_draft
from forms.returns import ReturnKey
from tests.client.ui.conftest import words
from tests.journeys.doomed_window import OPEN_TEXT, PASSPHRASE, begun, open_home
from tests.journeys.gates import Gate
from tests.journeys.hands import Hands, SitDown
from tests.journeys.projects import project_list
from tests.newer_pack import VERSION, fetch_newer

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL")
Key = Qt.Key
ROWS = 40
PROJECT = "2025-441302-40-01-"


@pytest.fixture
def session(home: Path) -> Iterator[Session]:
    """A home that a passphrase opens, so that the other process can."""
    with open_session(home, passphrase=PASSPHRASE, clock=SystemClock(TODAY)) as opened:
        yield opened


@pytest.fixture
def left(complete: Session) -> Path:
    """It is closed, the sample in it."""
    complete.close()
    return complete.home


def test_what_was_typed_is_there_and_the_open_text_is_offered(
    left: Path, sit_down: SitDown, story: Sample
) -> None:
    with begun(left, story.firm, "type"):
        pass
    with open_home(left) as again, sit_down(again, story.firm) as hands:
        pilot = hands.pilot
        hands.wait_at("sheet")
        pilot.until(lambda: pilot.seen("unfinishedText"))
        assert "上次没有写完：" in words(pilot.entry.unfinished)
        assert OPEN_TEXT in words(pilot.entry.unfinished)
        assert pilot.text("JY042") == "12.34"


@pytest.mark.parametrize(("where", "kept"), [("before_commit", False), ("after_commit", True)])
def test_what_was_being_filed_is_known_by_itself(
    where: str, kept: bool, complete: Session, sit_down: SitDown, story: Sample, tmp_path: Path
) -> None:
    gate = Gate(cut="never" if kept else "waiting")
    with Practice(tmp_path / "office", SystemClock(TODAY), hooks=Hooks(**{where: gate})) as office:
        connecting.enrol(complete, story.firm, office.profile_path, office.issue_code(story.firm))
        complete.close()
        with begun(complete.home, story.firm, "file"):
            assert gate.reached.wait(300)
        with open_home(complete.home) as again, sit_down(again, story.firm) as hands:
            pilot = hands.pilot
            hands.wait_at("due")
            assert "主管部门可能还没有收到，联网后自动送出" in words(pilot.child("withoutReceipt"))
            gate.opened.set()
            pilot.until(lambda: set(filed_states(hands)) == {"accepted"})
            pilot.until(lambda: not pilot.child("withoutReceipt").isVisible())
            pilot.until(lambda: "张报表已受理" in pilot.shell.banner.text)
            with connecting.line(again, story.firm) as line:
                keys = [f"{story.firm}.{each}" for each in ("JY.2025-09", "XM.2025-09", "JB.2025")]
                assert [len(line.endpoint.history(key).versions) for key in keys] == [1, 1, 1], (
                    "each is there once"
                )


def filed_states(hands: Hands) -> list[str]:
    """Where the returns that were being filed stand on the desk."""
    wanted = {("JY", "2025-09"), ("XM", "2025-09"), ("JB", "2025")}
    return [row.state for row in hands.pilot.pages.desk.desk.rows if (row.form, str(row.period)) in wanted]


@pytest.mark.parametrize(("act", "added"), [("store", 0), ("stored", ROWS)])
def test_an_import_is_there_whole_or_can_be_gone_on_with(
    act: str, added: int, left: Path, sit_down: SitDown, story: Sample, tmp_path: Path
) -> None:
    with begun(left, story.firm, act, project_list(tmp_path / "项目清单.xlsx", ROWS, PROJECT)):
        pass
    with open_home(left) as again, sit_down(again, story.firm) as hands:
        hands.wait_at("due")
        held = again.look(story.firm, lambda books: books.returns.get(ReturnKey(story.firm, "XM", story.month)))
        assert held is not None
        assert sum(cell.text.startswith(PROJECT) for cell in held.cells.values()) == added
        assert hands.pilot.seen("goOnImport") == (not added)
        if not added:
            hands.tab_to("goOnImport")
            hands.press(Key.Key_Return)
            hands.wait_at("accept")


@pytest.mark.parametrize(("act", "offered"), [("go over", "goOver"), ("went over", "takeBack")])
def test_definitions_are_gone_over_to_whole_or_offered_again(
    act: str, offered: str, complete: Session, sit_down: SitDown, story: Sample, tmp_path: Path
) -> None:
    fetch_newer(complete, tmp_path)
    complete.close()
    with begun(complete.home, story.firm, act):
        pass
    with open_home(complete.home) as again, sit_down(again, story.firm) as hands:
        hands.pilot.window.conductor.go("settings")
        hands.pilot.settle()
        heads = again.look(story.firm, lambda books: books.returns.heads(story.firm))
        over = {head.form for head in heads if head.pack == VERSION}
        assert over == ({head.form for head in heads} if offered == "takeBack" else set())
        hands.pilot.until(lambda: hands.pilot.seen(offered))
        assert open_draft(again, ReturnKey(story.firm, "JY", story.month)).current.cells
