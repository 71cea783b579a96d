"""Around the pages, each by itself: header, rail, status line."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtTest import QSignalSpy, QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QComboBox,
    QFrame,
    QLabel,
    QProgressBar,
)

from client.ui.frame.faults import Faults
from client.ui.frame.header import Header
from client.ui.frame.rail import Rail
from client.ui.frame.status import StatusLine
from client.ui.theme.theme import Theme
from tests.client.ui.conftest import words

FIRMS = [("91441300MA58H0D25G", "甲公司"), ("91441300MA58H0D26E", "乙公司"), ("91441300MA58H0D27C", "")]


@pytest.fixture
def header(shown: Callable[[type[Header]], Header]) -> Header:
    return shown(Header)


@pytest.fixture
def rail(shown: Callable[[type[Rail]], Rail]) -> Rail:
    return shown(Rail)


@pytest.fixture
def status(shown: Callable[[type[StatusLine]], StatusLine]) -> StatusLine:
    return shown(StatusLine)


def test_without_an_enterprise_the_program_names_itself(header: Header) -> None:
    assert header.findChild(QLabel, "firmName").text() == "集报"
    assert not header.findChild(QComboBox, "firms").isVisible()


def test_a_code_stands_beside_a_name_but_never_twice(header: Header) -> None:
    code, name = FIRMS[0]
    header.show_firms([(code, name)], code)
    assert words(header).count(code) == 1
    header.show_firms([(code, "")], code)
    assert words(header).count(code) == 1


def test_a_code_chosen_that_is_not_in_the_home_is_shown_as_it_is(header: Header) -> None:
    header.show_firms(FIRMS[:1], FIRMS[1][0])
    assert header.findChild(QLabel, "firmName").text() == FIRMS[1][0]


@pytest.mark.parametrize("chosen", [code for code, _ in FIRMS])
def test_of_several_enterprises_the_one_in_hand_is_selected(header: Header, chosen: str) -> None:
    spy = QSignalSpy(header.firm_chosen)
    header.show_firms(FIRMS, chosen)
    firms = header.findChild(QComboBox, "firms")
    assert firms.currentData() == chosen
    assert [firms.itemText(n) for n in range(firms.count())] == ["甲公司", "乙公司", FIRMS[2][0]]
    assert spy.count() == 0, "showing them chooses none"


def test_another_enterprise_is_chosen_by_its_code(header: Header) -> None:
    header.show_firms(FIRMS, FIRMS[0][0])
    chosen: list[str] = []
    header.firm_chosen.connect(chosen.append)
    firms = header.findChild(QComboBox, "firms")
    for number in (2, 1, 1, 0):
        firms.setCurrentIndex(number)
    assert chosen == [FIRMS[2][0], FIRMS[1][0], FIRMS[0][0]]


def test_the_last_enterprise_but_one_takes_the_list_with_it(header: Header) -> None:
    header.show_firms(FIRMS, FIRMS[0][0])
    header.show_firms(FIRMS[1:2], FIRMS[1][0])
    assert not header.findChild(QComboBox, "firms").isVisible()
    assert header.findChild(QLabel, "firmName").text() == "乙公司"


def test_practice_is_marked_three_times_over(header: Header) -> None:
    header.show_place("practice")
    assert header.findChild(QFrame, "practiceStripe").isVisible()
    assert "练习" in words(header)
    assert "不会送到主管部门" in words(header)


def test_nothing_of_practice_is_left_in_earnest(header: Header) -> None:
    header.show_place("practice")
    header.show_place("production", "省工业和信息化厅")
    assert not header.findChild(QFrame, "practiceStripe").isVisible()
    assert "练习" not in words(header)
    assert "正式" in words(header)
    assert "省工业和信息化厅" in words(header)


def test_each_page_has_a_key_of_its_own_that_its_tip_tells(rail: Rail) -> None:
    stops = rail.stops()
    assert len({stop.key for stop in stops}) == len({stop.page for stop in stops}) == len(stops) == 11
    for made, stop in zip(rail.findChildren(QAbstractButton), stops, strict=True):
        assert made.findChild(QShortcut).key() == QKeySequence(stop.key)
        assert made.toolTip() == f"{stop.title}（{stop.key}）"


@pytest.mark.parametrize("page", ["desk", "entry", "import", "send"])
def test_showing_a_page_marks_it_and_asks_for_none(rail: Rail, page: str) -> None:
    spy = QSignalSpy(rail.chosen)
    rail.show_page(page)
    assert rail.page == page
    assert [made.isChecked() for made in rail.findChildren(QAbstractButton)].count(True) == 1
    assert spy.count() == 0


def test_only_one_page_is_ever_marked(rail: Rail) -> None:
    for page in ("desk", "send", "entry", "entry", "import"):
        rail.show_page(page)
        marked = [made.property("page") for made in rail.findChildren(QAbstractButton) if made.isChecked()]
        assert marked == [page]


def test_pressing_the_page_one_is_on_asks_for_it_again(rail: Rail) -> None:
    rail.show_page("desk")
    spy = QSignalSpy(rail.chosen)
    QTest.mouseClick(rail.findChild(QAbstractButton, "goDesk"), Qt.MouseButton.LeftButton)
    assert spy.count() == 1
    assert rail.page == "desk"


def test_a_page_that_is_no_stop_leaves_the_mark_where_it_is(rail: Rail) -> None:
    rail.show_page("settings")
    rail.show_page("diagnosis")
    assert rail.page == "settings"


def test_the_marked_icon_differs_from_the_others_in_both_looks(rail: Rail, theme: Theme) -> None:
    desk = rail.findChild(QAbstractButton, "goDesk")
    for look in ("light", "dark"):
        theme.choose(look)  # type: ignore[arg-type]
        rail.show_page("desk")
        marked = desk.icon().pixmap(40).toImage()
        rail.show_page("send")
        assert desk.icon().pixmap(40).toImage() != marked


def test_nothing_is_called_saved_before_it_is(status: StatusLine) -> None:
    assert "已保存" not in status.saved.text()
    status.show_pending(3)
    assert status.saved.text() == "正在保存…"
    status.show_pending(1)
    assert status.saved.text() == "正在保存…"
    status.show_pending(0)
    assert re.fullmatch(r"已保存 \d\d:\d\d:\d\d", status.saved.text())


def test_a_new_change_takes_back_saved(status: StatusLine) -> None:
    status.show_pending(0)
    status.show_pending(1)
    assert status.saved.text() == "正在保存…"


def test_work_in_the_background_is_named_and_its_bar_has_no_end(status: StatusLine) -> None:
    bar = status.findChild(QProgressBar)
    assert not bar.isVisible()
    status.doing("正在读取工作簿")
    assert "正在读取工作簿" in words(status)
    assert (bar.isVisible(), bar.minimum(), bar.maximum()) == (True, 0, 0)
    status.doing("")
    assert "正在读取" not in words(status)
    assert not bar.isVisible()
    assert bar.maximum() > 0, "a hidden bar does not go on moving"


def test_saving_and_working_do_not_overwrite_each_other(status: StatusLine) -> None:
    status.show_pending(1)
    status.doing("正在读取工作簿")
    status.show_pending(0)
    assert "正在读取工作簿" in words(status)
    assert "已保存" in words(status)


def test_ctrl_c_in_the_terminal_still_ends_the_program(qapp: object, monkeypatch: pytest.MonkeyPatch) -> None:
    passed_on: list[type[BaseException]] = []
    monkeypatch.setattr(sys, "excepthook", lambda kind, error, trace: passed_on.append(kind))
    faults, told = Faults(), []
    faults.fault.connect(told.append)
    faults.install()
    try:
        sys.excepthook(KeyboardInterrupt, KeyboardInterrupt(), None)
        sys.excepthook(ValueError, ValueError(), None)
    finally:
        faults.uninstall()
    assert passed_on == [KeyboardInterrupt]
    assert [type(error) for error in told] == [ValueError]


def test_adding_up_is_offered_where_there_are_several(rail: Rail) -> None:
    made = rail.findChild(QAbstractButton, "goRollup")
    assert not made.isVisible()
    rail.show_group(several=True)
    assert made.isVisible()
    rail.show_group(several=False)
    assert not made.isVisible()
