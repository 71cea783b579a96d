"""Restoring from the window: on a new computer by the card, back to an earlier day, refused, stopped."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton

from client.keys import Keychain
from client.ui.frame.faults import FaultPage
from client.ui.settings.backups import BackupsPage
from client.usecases.home import enterprises, first_run, securing
from client.usecases.home.opening import open_session
from client.usecases.home.session import Session
from client.usecases.safekeeping import restoring
from client.usecases.safekeeping.backing_up import back_up
from client.usecases.safekeeping.backup_folders import BEFORE_RESTORE, Backup, listed
from tests.client.ui.conftest import Pilot
from tests.client.usecases.two_firms import A, B, enter, held


@pytest.fixture
def elsewhere(tmp_path: Path) -> Iterator[tuple[Path, str]]:
    """A backup of two enterprises that another computer made, and the code of its card."""
    with open_session(tmp_path / "别处", keys=Keychain.loose(tmp_path / "别处")) as other:
        for firm, text in ((A, "111"), (B, "222")):
            enterprises.add(other, firm, f"{text}公司")
            enter(other, firm, text)
        code = securing.make_card(other).code
        yield back_up(other, tmp_path / "U盘").backup.folder, code


def page(pilot: Pilot) -> BackupsPage:
    found = pilot.pages.page("backups")
    assert isinstance(found, BackupsPage)
    return found


def banner(pilot: Pilot) -> str:
    return pilot.child("bannerText", QLabel).text()


def press(key: Qt.Key) -> None:
    at = QApplication.focusWidget()
    assert at is not None
    QTest.keyClick(at, key)


def seen(pilot: Pilot, backup: Backup) -> BackupsPage:
    """The page with one of the home's own backups looked into."""
    pilot.click("goSettings")
    pilot.settle()
    pilot.click("restoreFrom")
    pilot.until(lambda: page(pilot).table.rows_model.rows)
    pilot.settle()
    row = [each.folder for each in page(pilot).table.rows_model.rows].index(backup.folder)
    page(pilot).table.setCurrentIndex(page(pilot).table.rows_model.index(row, 0))
    press(Qt.Key.Key_Return)
    pilot.until(lambda: page(pilot).contents.firms.isVisible())
    pilot.settle()
    return page(pilot)


def test_on_a_new_computer_the_card_brings_all_back_by_keyboard(
    bare_pilot: Pilot, session: Session, elsewhere: tuple[Path, str]
) -> None:
    folder, code = elsewhere
    first_run.go_to(session, "firm")
    bare_pilot.pages.desk.refresh()
    bare_pilot.settle()
    bare_pilot.shell.activateWindow()
    bare_pilot.until(lambda: bare_pilot.child("firstBackups", QPushButton).isVisible())
    bare_pilot.child("firstBackups").setFocus()
    press(Qt.Key.Key_Return)
    bare_pilot.until(lambda: page(bare_pilot).elsewhere.hasFocus())
    page(bare_pilot).look_in(str(folder.parent))
    bare_pilot.until(lambda: page(bare_pilot).contents.secret.hasFocus())
    assert "应急卡" in page(bare_pilot).contents.state.text()
    bare_pilot.write(page(bare_pilot).contents.secret, ("1" if code[0] == "0" else "0") + code[1:])
    press(Qt.Key.Key_Return)
    assert page(bare_pilot).contents.secret.hasFocus(), "else Enter presses whatever has the keyboard by then"
    bare_pilot.until(lambda: "第 1 组" in page(bare_pilot).contents.problem.text())
    page(bare_pilot).contents.secret.clear()
    bare_pilot.write(page(bare_pilot).contents.secret, code)
    press(Qt.Key.Key_Return)
    bare_pilot.until(lambda: page(bare_pilot).contents.firms.hasFocus())
    assert not page(bare_pilot).contents.problem.isVisible()
    press(Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is page(bare_pilot).contents.go
    assert page(bare_pilot).contents.go.text() == "恢复 2 家单位"
    press(Qt.Key.Key_Return)
    bare_pilot.until(lambda: bare_pilot.shell.banner.isVisible())
    assert "已恢复 2 家单位" in banner(bare_pilot)
    assert "请为这台电脑打印新的" in banner(bare_pilot)
    assert bare_pilot.pages.desk.first_run.step == "card"
    assert (held(session, A), held(session, B)) == ("111", "222")


@pytest.fixture
def earlier(imported: Session, firm: str) -> Backup:
    """A backup of the sample, and a figure changed since; another enterprise that stayed as it is."""
    enterprises.add(imported, B, "222公司")
    enter(imported, firm, "111")
    made = back_up(imported).backup
    enter(imported, firm, "112")
    return made


def test_back_to_an_earlier_day_and_back_again(
    pilot: Pilot, imported: Session, firm: str, earlier: Backup
) -> None:
    part = seen(pilot, earlier)
    assert part.contents.go.text() == "恢复 1 家单位"
    assert "改回 1 项" in part.contents.details.text()
    press(Qt.Key.Key_Space)
    assert not part.contents.go.isEnabled(), "nothing is ticked"
    press(Qt.Key.Key_Space)
    pilot.click("restoreBackup")
    pilot.until(lambda: pilot.shell.banner.isVisible())
    assert "随时可以再恢复回来" in banner(pilot)
    assert held(imported, firm) == "111"
    pilot.open("JY", "2025-09")
    assert pilot.text("JY021") == "111"
    before = next(each for each in listed(imported.home) if each.reason == BEFORE_RESTORE)
    part = seen(pilot, before)
    assert part.table.rows_model.rows[0].reason == BEFORE_RESTORE
    pilot.click("restoreBackup")
    pilot.until(lambda: held(imported, firm) == "112")
    pilot.until(lambda: pilot.shell.banner.isVisible())
    part = seen(pilot, before)
    assert "完全一样" in part.contents.state.text()
    assert not part.contents.go.isEnabled()
    pilot.click("leaveBackups")
    pilot.until(lambda: pilot.pages.page("settings").isVisible())


def test_what_is_no_backup_or_a_damaged_one_is_said_where_it_was_chosen(
    pilot: Pilot, imported: Session, earlier: Backup, tmp_path: Path
) -> None:
    pilot.window.conductor.go("backups")
    pilot.settle()
    page(pilot).look_in(str(tmp_path / "没有"))
    pilot.until(lambda: page(pilot).folder_problem.isVisible())
    assert "没有集报的备份" in page(pilot).folder_problem.text()
    earlier.store(B).write_bytes(b"not a store")
    page(pilot).contents.look_into(earlier)
    pilot.until(lambda: page(pilot).contents.problem.isVisible())
    assert "不完整或被改动过" in page(pilot).contents.problem.text()
    assert not page(pilot).contents.go.isVisible()


def test_stopped_on_the_way_nothing_changed_and_the_pages_are_back(
    pilot: Pilot, imported: Session, firm: str, earlier: Backup, monkeypatch: pytest.MonkeyPatch
) -> None:
    part = seen(pilot, earlier)
    reached, go_on = threading.Event(), threading.Event()
    copied = restoring._copied

    def slowly(*words: object) -> Path:
        """The real copy, once it was asked to stop."""
        reached.set()
        assert go_on.wait(60)
        return copied(*words)  # type: ignore[arg-type]

    monkeypatch.setattr(restoring, "_copied", slowly)
    part.contents.go.click()
    pilot.until(reached.is_set)
    assert pilot.window.conductor.pages is None, "nothing can be typed meanwhile"
    pilot.until(lambda: pilot.child("stopWork").isVisible())
    pilot.click("stopWork")
    go_on.set()
    pilot.until(lambda: pilot.shell.banner.isVisible())
    assert "什么都没有改动" in banner(pilot)
    assert pilot.shell.rail.isEnabled()
    assert held(imported, firm) == "112"
    assert not list(imported.home.glob("restore.*"))


def test_another_backup_takes_the_place_of_one_that_is_looked_into(
    pilot: Pilot, imported: Session, earlier: Backup, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = back_up(imported, tmp_path / "坏").backup
    broken.store(A).write_bytes(b"not a store")
    later, preview = threading.Event(), restoring.preview

    def slow_at_first(session: Session, folder: Path, **more: Any) -> object:
        if folder == broken.folder:
            assert later.wait(60)
        return preview(session, folder, **more)

    monkeypatch.setattr(restoring, "preview", slow_at_first)
    pilot.window.conductor.go("backups")
    pilot.settle()
    contents = page(pilot).contents
    contents.look_into(broken)
    contents.look_into(earlier)
    pilot.until(lambda: contents.firms.isVisible())
    later.set()
    pilot.settle()
    assert contents.firms.isVisible()
    assert not contents.problem.text()
    assert "勾选" in contents.state.text()
    later.clear()
    contents.look_into(broken)
    pilot.window.conductor.go("settings")
    later.set()
    pilot.settle()
    pilot.window.conductor.go("backups")
    pilot.settle()
    assert not contents.isVisible(), "whoever left looks anew"


def test_an_error_nobody_foresaw_is_shown_over_the_desk(
    pilot: Pilot, earlier: Backup, monkeypatch: pytest.MonkeyPatch
) -> None:
    part = seen(pilot, earlier)

    def broken(*_: object) -> Path:
        raise RuntimeError("unforeseen")

    monkeypatch.setattr(restoring, "_copied", broken)
    part.contents.go.click()
    pilot.until(lambda: any(each.isVisible() for each in pilot.shell.findChildren(FaultPage)))
    pilot.settle()
    assert not pilot.pages.desk.isVisible()
    assert pilot.shell.findChild(FaultPage).isVisible()
