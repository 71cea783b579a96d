"""Around the pages, each by itself: header, rail, status line, locked page, and the page of last resort."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QKeySequence
from PySide6.QtTest import QSignalSpy, QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QComboBox,
    QFileDialog,
    QFrame,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QProgressBar,
    QPushButton,
)
from pytestqt.plugin import QtBot

from client.base.errors import OurFault, UserError, WorldError
from client.keys import CARD_HELPS
from client.ui.faults import FaultPage, Faults, report
from client.ui.header import Header
from client.ui.locked import PASSPHRASE_CODES, LockedPage
from client.ui.rail import Rail
from client.ui.rescue import Rescue
from client.ui.status import StatusLine
from client.ui.tasks import Tasks
from client.ui.theme.theme import Theme
from forms.problems import FormsError

FIRMS = [("91441300MA58H0D25G", "甲公司"), ("91441300MA58H0D26E", "乙公司"), ("91441300MA58H0D27C", "")]


@pytest.fixture
def header(qtbot: QtBot, theme: Theme) -> Header:
    made = Header(theme)
    qtbot.addWidget(made)
    made.show()
    return made


@pytest.fixture
def rail(qtbot: QtBot, theme: Theme) -> Rail:
    made = Rail(theme)
    qtbot.addWidget(made)
    made.show()
    return made


@pytest.fixture
def status(qtbot: QtBot, theme: Theme) -> StatusLine:
    made = StatusLine(theme)
    qtbot.addWidget(made)
    made.show()
    return made


@pytest.fixture
def locked(qtbot: QtBot, theme: Theme) -> LockedPage:
    made = LockedPage(theme)
    qtbot.addWidget(made)
    made.show()
    return made


@pytest.fixture
def fault_page(qtbot: QtBot, theme: Theme) -> FaultPage:
    made = FaultPage(theme)
    qtbot.addWidget(made)
    made.show()
    return made


def words(widget: object) -> str:
    """All the texts a widget shows."""
    shown = [each.text() for each in widget.findChildren(QLabel) if each.isVisible()]  # type: ignore[attr-defined]
    return "\n".join(shown)


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
    assert len({stop.key for stop in stops}) == len({stop.page for stop in stops}) == len(stops) == 10
    for made, stop in zip(rail.findChildren(QAbstractButton), stops, strict=True):
        assert made.shortcut() == QKeySequence(stop.key)
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


def test_while_it_is_being_opened_nothing_is_asked(locked: LockedPage) -> None:
    assert "正在打开资料库" in words(locked)
    assert not locked.findChild(QLineEdit, "passphrase").isVisible()
    assert not locked.findChild(QPushButton, "unlock").isVisible()


@pytest.mark.parametrize("code", sorted(PASSPHRASE_CODES))
def test_what_a_passphrase_helps_asks_for_one(locked: LockedPage, code: str) -> None:
    error = UserError(code)
    assert error.what() != code, "the catalogue knows it"
    locked.show_error(error)
    assert locked.findChild(QLineEdit, "passphrase").isVisible()
    assert locked.findChild(QPushButton, "unlock").text() == "打开"
    assert error.what() in words(locked)
    assert error.remedy() in words(locked)


@pytest.mark.parametrize(
    "error",
    [UserError("store.in-use"), WorldError("store.disk-full"), FormsError("pack.not-found")],
    ids=lambda e: e.code,
)
def test_what_it_does_not_help_is_only_tried_again(locked: LockedPage, error: UserError) -> None:
    locked.show_error(error)
    assert not locked.findChild(QLineEdit, "passphrase").isVisible()
    assert error.what() in words(locked)
    go = locked.findChild(QPushButton, "unlock")
    assert go.text() == "重试"
    tried: list[str] = []
    locked.opened_with.connect(tried.append)
    QTest.mouseClick(go, Qt.MouseButton.LeftButton)
    assert tried == [""], "as before, without a passphrase"


def test_a_newer_home_can_still_be_exported(
    qtbot: QtBot, locked: LockedPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    export = locked.findChild(QPushButton, "rescueExport")
    locked.show_error(WorldError("store.disk-full"))
    assert not export.isVisible()
    locked.show_error(UserError("store.newer", file="x", found=9, known=1))
    assert export.isVisible()
    asked: list[tuple[Path, Path, str | None]] = []

    def rescue(home: Path, target: Path, *, passphrase: str | None) -> list[Path]:
        asked.append((home, target, passphrase))
        return [target]

    monkeypatch.setattr("client.usecases.exporting.rescue", rescue)
    tasks = Tasks(locked)
    try:
        rescuer = Rescue(locked, tasks, tmp_path)
        QTest.mouseClick(export, Qt.MouseButton.LeftButton)
        dialog = locked.findChild(QFileDialog, "rescueDialog")
        dialog.fileSelected.emit(str(tmp_path / "数据.xlsx"))
        qtbot.waitUntil(lambda: "数据.xlsx" in words(locked))
        dialog.close()
    finally:
        tasks.close()
    assert rescuer.parent() is locked
    assert asked == [(tmp_path, tmp_path / "数据.xlsx", None)]
    assert locked.findChild(QPushButton, "unlock").isVisible(), "trying again is still possible"


def test_a_passphrase_goes_by_enter_or_by_the_button_and_is_not_trimmed(locked: LockedPage) -> None:
    locked.show_error(UserError("keys.passphrase-needed"))
    tried: list[str] = []
    locked.opened_with.connect(tried.append)
    field = locked.findChild(QLineEdit, "passphrase")
    QTest.keyClicks(field, " Geheim 1 ")
    QTest.keyClick(field, Qt.Key.Key_Return)
    QTest.mouseClick(locked.findChild(QPushButton, "unlock"), Qt.MouseButton.LeftButton)
    assert tried == [" Geheim 1 ", " Geheim 1 "]


def test_a_passphrase_is_never_shown(locked: LockedPage) -> None:
    locked.show_error(UserError("keys.passphrase-needed"))
    field = locked.findChild(QLineEdit, "passphrase")
    QTest.keyClicks(field, "geheim")
    assert field.echoMode() == QLineEdit.EchoMode.Password
    assert "geheim" not in field.displayText()


def test_a_wrong_passphrase_is_wiped_and_can_be_typed_anew(locked: LockedPage) -> None:
    locked.show_error(UserError("keys.passphrase-needed"))
    QTest.keyClicks(locked.findChild(QLineEdit, "passphrase"), "falsch")
    locked.show_opening()
    assert not locked.findChild(QLineEdit, "passphrase").isVisible()
    locked.show_error(UserError("keys.wrong-passphrase"))
    assert locked.findChild(QLineEdit, "passphrase").text() == ""
    assert "口令不对" in words(locked)


def test_after_an_error_opening_again_clears_it(locked: LockedPage) -> None:
    locked.show_error(UserError("keys.wrong-passphrase"))
    locked.show_opening()
    assert "口令不对" not in words(locked)
    assert "没有打开" not in words(locked)


FIGURE = "31415926"


def failing() -> None:
    raise ValueError(f"营业收入 {FIGURE}")


def chained() -> BaseException:
    try:
        try:
            failing()
        except ValueError as error:
            raise OurFault("no.such-code", figure=FIGURE) from error
    except OurFault as error:
        return error


def in_passing() -> BaseException:
    """An error raised while another was being dealt with."""
    try:
        try:
            failing()
        except ValueError:
            {}[FIGURE]
    except KeyError as error:
        return error
    raise AssertionError


@pytest.mark.parametrize("make", [chained, in_passing, lambda: ValueError(FIGURE)], ids=["from", "during", "bare"])
def test_a_report_names_kinds_and_places_never_figures(make) -> None:
    error = make()
    text = report(error)
    assert FIGURE not in text
    assert "营业收入" not in text
    assert type(error).__name__ in text


def test_a_report_follows_the_causes_to_the_first(fault_page: FaultPage) -> None:
    for error, outer in ((chained(), "OurFault [no.such-code]"), (in_passing(), "KeyError")):
        lines = report(error).splitlines()
        assert outer in lines
        assert lines.index(outer) < lines.index("ValueError")
        assert any(line.endswith(" failing") for line in lines)


def test_a_report_begins_with_what_it_ran_on() -> None:
    first = report(ValueError()).splitlines()[0]
    assert first.startswith("Jibao · Python 3.")
    assert "PySide6 6." in first


def test_a_report_names_our_files_within_the_program_and_others_by_name_only() -> None:
    places = [line.split(":")[0].strip() for line in report(chained()).splitlines() if line.startswith("  ")]
    assert places
    assert all(not place.startswith("/") and ":\\" not in place for place in places)
    assert all(place.endswith("test_surroundings.py") for place in places)


def test_the_page_says_that_nothing_stored_is_lost(fault_page: FaultPage) -> None:
    fault_page.show_fault(chained())
    assert "已保存的数据没有受影响" in words(fault_page)
    text = fault_page.findChild(QPlainTextEdit, "faultReport")
    assert text.isReadOnly()
    assert "ValueError" in text.toPlainText()


def test_the_report_is_copied_whole_and_the_newest_one_counts(fault_page: FaultPage) -> None:
    fault_page.show_fault(chained())
    fault_page.show_fault(in_passing())
    QTest.mouseClick(fault_page.findChild(QPushButton, "copyReport"), Qt.MouseButton.LeftButton)
    copied = QGuiApplication.clipboard().text()
    assert copied == fault_page.text.toPlainText()
    assert "KeyError" in copied
    assert "OurFault" not in copied


def test_the_way_back_is_asked_for_once(fault_page: FaultPage) -> None:
    spy = QSignalSpy(fault_page.back)
    QTest.mouseClick(fault_page.findChild(QPushButton, "leaveFault"), Qt.MouseButton.LeftButton)
    assert spy.count() == 1


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


@pytest.mark.parametrize("code", sorted(CARD_HELPS))
def test_whatever_keeps_a_home_shut_the_recovery_card_is_offered(locked: LockedPage, code: str) -> None:
    locked.show_error(UserError(code, file="keys.json"))
    card = locked.findChild(QPushButton, "useCard")
    assert card.isVisible()
    assert not locked.findChild(QLineEdit, "recoveryCode").isVisible()
    QTest.mouseClick(card, Qt.MouseButton.LeftButton)
    asked: list[tuple[str, str]] = []
    locked.recovered_with.connect(lambda typed, passphrase: asked.append((typed, passphrase)))
    field = locked.findChild(QLineEdit, "recoveryCode")
    QTest.keyClicks(field, "ABCDE-12345")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert asked == [("ABCDE-12345", "")]


def test_a_mistyped_code_is_kept_to_be_mended(locked: LockedPage) -> None:
    locked.show_error(UserError("keys.keyring-missing"))
    QTest.mouseClick(locked.findChild(QPushButton, "useCard"), Qt.MouseButton.LeftButton)
    field = locked.findChild(QLineEdit, "recoveryCode")
    QTest.keyClicks(field, "ABCDE-1234O")
    locked.show_opening()
    assert not field.isVisible()
    locked.show_error(UserError("recovery.other-card"))
    assert field.isVisible()
    assert field.text() == "ABCDE-1234O"


def test_what_the_card_does_not_help_does_not_offer_it(locked: LockedPage) -> None:
    locked.show_error(UserError("store.in-use"))
    assert not locked.findChild(QPushButton, "useCard").isVisible()
