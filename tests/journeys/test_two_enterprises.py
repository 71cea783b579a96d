"""Two enterprises in one home, by keyboard: one files while the other is in hand, and nothing is mixed up."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt

from client.base.clock import SystemClock
from client.practice import Hooks, Practice
from client.tour.script import TODAY, Sample
from client.usecases.bureau import connecting
from client.usecases.home import enterprises
from client.usecases.home.session import Session
from tests.client.sync.office import new_firm
from tests.client.ui.conftest import Pilot, words
from tests.journeys.acts import turn_to
from tests.journeys.gates import Gate, opened_at_last
from tests.journeys.hands import Hands

Key = Qt.Key
SISTER = "惠州市粤华精密电子有限公司（虚构）"


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
def sister(complete: Session, story: Sample, office: Practice) -> str:
    """A second enterprise of the home; both file with the authority."""
    made = new_firm()
    enterprises.add(complete, made, SISTER)
    for code in (story.firm, made):
        connecting.enrol(complete, code, office.profile_path, office.issue_code(code))
    return made


@pytest.fixture
def hands(sister: str, pilot: Pilot) -> Hands:
    return Hands(pilot)


def test_one_files_while_nothing_to_report_is_declared_for_the_other(
    hands: Hands, gate: Gate, story: Sample, sister: str
) -> None:
    pilot = hands.pilot
    hands.wait_at("due")
    hands.ctrl(Key.Key_4)
    pilot.settle()
    hands.tab_to("send")
    hands.press(Key.Key_Return)
    pilot.until(gate.reached.is_set)
    turn_to(hands, SISTER, sister)
    hands.go_to_line("JY", "2025年9月", "还有 2 天", "未开始")
    assert "正在报送报表" in pilot.shell.status._doing.text()
    gate.opened.set()
    pilot.until(lambda: f"{story.name}：3 张已送达，其中 3 张已受理" in words(pilot.shell.banner))
    assert pilot.window.conductor.context.firm == sister, "nobody is torn away"
    hands.wait_at("due")
    hands.go_to_line("JY", "2025年9月", "未开始")
    declare_nil(hands, "2025年9月", "按时")
    declare_nil(hands, "2025年8月", "逾期")
    hands.ctrl(Key.Key_1)
    hands.wait_at("due")
    hands.go_to_line("XM", "2025年9月", "已受理")
    turn_to(hands, story.name, story.firm)
    for form in ("JY", "XM"):
        hands.go_to_line(form, "2025年9月", "已受理")
    assert [len(pilot.pages.desk.desk.receipts), {each.form for each in pilot.pages.desk.desk.receipts}] == [
        3,
        {"JY", "XM", "JB"},
    ]


def test_the_desk_that_is_looked_at_shows_what_came_of_a_filing(hands: Hands, gate: Gate) -> None:
    pilot = hands.pilot
    hands.ctrl(Key.Key_4)
    pilot.settle()
    hands.tab_to("send")
    hands.press(Key.Key_Return)
    pilot.until(gate.reached.is_set)
    hands.ctrl(Key.Key_1)
    pilot.until(lambda: pilot.pages.desk.desk is not None)
    gate.opened.set()
    pilot.until(lambda: len(pilot.pages.desk.desk.receipts) == 3)
    hands.wait_at("due")
    hands.go_to_line("JY", "2025年9月", "已受理")


def test_the_other_ones_deadlines_are_seen_from_the_desk_and_lead_there(hands: Hands, sister: str) -> None:
    pilot = hands.pilot
    hands.wait_at("due")
    pilot.until(lambda: pilot.seen("othersOwing"))
    assert words(pilot.child("othersOwing")).strip() == f"别家单位也有该报的：{SISTER}（6 张，已逾期 28 天）"
    hands.ctrl(Key.Key_7)
    pilot.settle()
    hands.tab_to("firmsTable")
    hands.go_to_line(SISTER, "待报 9 张，已逾期 28 天")
    hands.ctrl(Key.Key_1)
    hands.wait_at("due")
    hands.tab_to("bannerButton", back=True)
    hands.press(Key.Key_Return)
    pilot.until(lambda: pilot.window.conductor.context.firm == sister and pilot.pages.desk.desk is not None)
    hands.wait_at("due")
    hands.go_to_line("JY", "2025年9月", "未开始")


def declare_nil(hands: Hands, month: str, how: str) -> None:
    """There were no projects in a month; the receipt tells whether that was said in time."""
    pilot = hands.pilot
    hands.ctrl(Key.Key_4)
    pilot.settle()
    hands.tab_to("sendPeriod", back=True)
    while hands.held.currentText() != month:
        hands.press(Key.Key_Down)
    pilot.settle()
    hands.tab_to("preflight")
    hands.go_to_line("XM", "未开始")
    hands.tab_to("nil")
    hands.press(Key.Key_Return)
    hands.wait_at("nilReason")
    hands.type("没有在建的重点项目")
    hands.press(Key.Key_Return)
    assert hands.at == "stopSending"
    pilot.until(lambda: not pilot.pages.sending.filing.busy)
    hands.wait_at("preflight")
    assert pilot.pages.sending.filing.banner.text == "1 张已送达，其中 1 张已受理"
    hands.go_to_line("XM", "已受理")
    pilot.until(lambda: how in words(pilot.pages.sending.receipts))
