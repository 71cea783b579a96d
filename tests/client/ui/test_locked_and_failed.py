"""What stands in the window's place: a home that does not open, a program that failed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QSignalSpy, QTest
from PySide6.QtWidgets import (
    QFileDialog,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
)
from pytestqt.plugin import QtBot

from client.base.errors import OurFault, UserError, WorldError
from client.base.home import STORE_FILE
from client.base.stopping import Stop
from client.base.version import VERSION
from client.keys import CARD_HELPS
from client.ui.frame.faults import FaultPage, report
from client.ui.frame.locked import FRESH, PASSPHRASE_CODES, LockedPage
from client.ui.frame.rescue import Rescue
from client.ui.ground.tasks import LongWork, Tasks
from forms.problems import CodedError, FormsError
from tests.client.ui.conftest import words


@pytest.fixture
def locked(shown: Callable[[type[LockedPage]], LockedPage]) -> LockedPage:
    return shown(LockedPage)


@pytest.fixture
def fault_page(shown: Callable[[type[FaultPage]], FaultPage]) -> FaultPage:
    return shown(FaultPage)


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
    assert (error.what() in words(locked)) == (error.remedy() in words(locked)) == (code != FRESH)


@pytest.mark.parametrize(
    ("error", "name"),
    [
        (WorldError("store.damaged", file=Path("h") / STORE_FILE), "putOwnBack"),
        (WorldError("backup.no-room-here", home="h"), "unlock"),
        (UserError("keys.wrong-passphrase"), "passphrase"),
    ],
)
def test_the_keyboard_is_at_what_helps(locked: LockedPage, error: CodedError, name: str) -> None:
    locked.show_busy("正在从备份取回总目录…")
    locked.show_error(error)
    held = locked.focusWidget()
    assert held is not None
    assert held.objectName() == name


def test_a_new_passphrase_is_asked_for_twice(locked: LockedPage) -> None:
    locked.show_error(UserError(FRESH))
    tried: list[str] = []
    locked.opened_with.connect(tried.append)
    first, second = (locked.findChild(QLineEdit, name) for name in ("passphrase", "passphraseAgain"))
    assert "先设一个口令" in words(locked)
    assert not locked.findChild(QPushButton, "useCard").isVisible(), "there is no card yet"
    QTest.keyClicks(first, "geheim")
    QTest.keyClick(first, Qt.Key.Key_Return)
    assert "输入两遍" in words(locked)
    QTest.keyClicks(second, "geheom")
    QTest.keyClick(second, Qt.Key.Key_Return)
    assert "不一样" in words(locked)
    assert tried == []
    second.clear()
    QTest.keyClicks(second, "geheim")
    QTest.keyClick(second, Qt.Key.Key_Return)
    assert tried == ["geheim"]
    locked.show_error(UserError("keys.wrong-passphrase"))
    assert not second.isVisible()


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


def stopped_at_once(work: LongWork) -> None:
    work.stop.ask()


def test_a_newer_home_can_still_be_exported(
    qtbot: QtBot, locked: LockedPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    export = locked.findChild(QPushButton, "rescueExport")
    locked.show_error(WorldError("store.disk-full"))
    assert not export.isVisible()
    locked.show_error(UserError("store.newer", file="x", found=9, known=1))
    assert export.isVisible()
    asked: list[tuple[Path, Path, str | None]] = []

    def rescue(home: Path, target: Path, *, passphrase: str | None, stop: Stop, **_: object) -> list[Path]:
        asked.append((home, target, passphrase))
        stop.check()
        return [target]

    monkeypatch.setattr("client.usecases.views.rescuing.rescue", rescue)
    tasks = Tasks(locked)
    try:
        rescuer = Rescue(locked, tasks, tmp_path)
        QTest.mouseClick(export, Qt.MouseButton.LeftButton)
        dialog = locked.findChild(QFileDialog, "rescueDialog")
        dialog.fileSelected.emit(str(tmp_path / "数据.xlsx"))
        qtbot.waitUntil(lambda: "数据.xlsx" in words(locked))
        dialog.close()
        tasks.began.connect(stopped_at_once)
        rescuer.write(str(tmp_path / "数据.xlsx"))
        qtbot.waitUntil(lambda: "导出已停止，没有写出文件" in words(locked))
    finally:
        tasks.close()
    assert rescuer.parent() is locked
    assert asked == [(tmp_path, tmp_path / "数据.xlsx", None)] * 2
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
    assert first.startswith(f"Jibao {VERSION} · Python 3.")
    assert "PySide6 6." in first


def test_a_report_names_our_files_within_the_program_and_others_by_name_only() -> None:
    places = [line.split(":")[0].strip() for line in report(chained()).splitlines() if line.startswith("  ")]
    assert places
    assert all(not place.startswith("/") and ":\\" not in place for place in places)
    assert all(place.endswith("test_locked_and_failed.py") for place in places)


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
