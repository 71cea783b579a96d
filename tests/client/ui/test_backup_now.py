"""Backing up from the window: at once, by itself while it is open, and what is told when it cannot be."""

from __future__ import annotations

import threading
from datetime import date, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from client.base.clock import SystemClock
from client.base.home import firm_store
from client.base.stopping import Stop
from client.store.file.copies import CopyReport
from client.usecases.home import enterprises, settings
from client.usecases.home.session import Session
from client.usecases.safekeeping import copying_stores
from client.usecases.safekeeping.backup_folders import listed, read_backup
from client.usecases.support.diagnosing import backup_probe
from tests.client.ui.conftest import Pilot


def state(pilot: Pilot) -> str:
    return pilot.child("backupState", QLabel).text()


def test_from_the_settings_by_keyboard(pilot: Pilot, imported: Session) -> None:
    pilot.click("goSettings")
    pilot.settle()
    assert state(pilot) == "还没有备份；退出程序时会自动备份。"
    button = pilot.child("backUpNow")
    button.setFocus()
    QTest.keyClick(button, Qt.Key.Key_Space)
    pilot.until(lambda: "已备份并核对" in state(pilot))
    (made,) = listed(imported.home)
    assert str(made.folder) in state(pilot)
    assert read_backup(made.folder).reason == "asked"
    pilot.click("goHelp")
    pilot.click("goSettings")
    pilot.settle()
    assert state(pilot).startswith("最近一次：")


@pytest.mark.parametrize("by", ["stopBackUp", "stopWork"])
def test_stopped_between_two_enterprises_it_leaves_nothing(
    pilot: Pilot, imported: Session, monkeypatch: pytest.MonkeyPatch, by: str
) -> None:
    for code in ("91440300708461136T", "91440300MA5X004870"):
        enterprises.add(imported, code, f"{code} 公司")
    proved: list[Path] = []
    reached, go_on = threading.Event(), threading.Event()
    check = copying_stores.check_copy

    def check_slowly(copy: Path, key: bytes, stop: Stop) -> CopyReport:
        """The real check; the second store's waits, so that it is stopped before the third."""
        proved.append(copy)
        if len(proved) == 2:
            reached.set()
            assert go_on.wait(60)
        return check(copy, key, stop)

    monkeypatch.setattr(copying_stores, "check_copy", check_slowly)
    pilot.click("goSettings")
    pilot.settle()
    button = pilot.child("backUpNow")
    button.setFocus()
    QTest.keyClick(button, Qt.Key.Key_Space)
    pilot.until(reached.is_set)
    pilot.until(lambda: "2 / 4" in state(pilot))
    halt = pilot.child(by)
    assert halt.isVisible()
    QTest.keyClick(halt, Qt.Key.Key_Space)
    assert halt.isVisible()
    go_on.set()
    pilot.until(lambda: "已停止" in state(pilot))
    pilot.settle()
    assert len(proved) == 2
    assert listed(imported.home) == ()
    assert list((imported.home / "backups").iterdir()) == []
    assert not pilot.child("stopBackUp").isVisible()
    pilot.click("backUpNow")
    pilot.until(lambda: "已备份并核对" in state(pilot))
    (made,) = listed(imported.home)
    assert len(read_backup(made.folder).firms) == 3


def test_the_other_folder_that_cannot_be_written_is_told(pilot: Pilot, imported: Session, tmp_path: Path) -> None:
    second = tmp_path / "U盘"
    second.mkdir()
    settings.put(imported, "backup.folder", str(second))
    second.rmdir()  # the stick is another one today
    second.write_text("no folder", "utf-8")
    pilot.click("goSettings")
    pilot.settle()
    pilot.click("backUpNow")
    pilot.until(lambda: "另存的那份没有写成" in state(pilot))
    assert len(listed(imported.home)) == 1
    assert pilot.window.shell.status._doing.text() == "没有完成：备份"


def test_every_enterprise_that_was_left_out_is_told_and_the_other_folder_too(
    pilot: Pilot, imported: Session, tmp_path: Path
) -> None:
    second = tmp_path / "U盘"
    second.mkdir()
    settings.put(imported, "backup.folder", str(second))
    second.rmdir()
    second.write_text("no folder", "utf-8")
    damaged = ("91440300708461136T", "91440300MA5X004870")
    for code in damaged:
        enterprises.add(imported, code, f"{code} 公司")
        imported.vault.shut(code)
        firm_store(imported.home, code).write_bytes(bytes(20_000))
    pilot.click("goSettings")
    pilot.settle()
    pilot.click("backUpNow")
    pilot.until(lambda: all(code in state(pilot) for code in damaged))
    assert "另存的那份没有写成" in state(pilot)


def test_from_the_diagnosis_and_its_line_tells_of_it(pilot: Pilot, imported: Session) -> None:
    pilot.window.conductor.diagnose()
    page = pilot.pages.page("diagnosis")
    pilot.until(lambda: page.isVisible() and page._work is None and page.probes)
    pilot.until(lambda: pilot.child("backUpNow").isVisible())
    pilot.click("backUpNow")
    pilot.until(lambda: any(each.what == "backup" and each.fact for each in page.probes))
    assert len(listed(imported.home)) == 1


def test_a_young_home_is_not_warned_an_old_one_is(imported: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    probe = backup_probe(imported)
    assert (probe.state, probe.fact) == ("good", "")
    today = imported.clock.now().date() + timedelta(days=8)
    monkeypatch.setattr(imported, "clock", SystemClock(date(today.year, today.month, today.day)))
    probe = backup_probe(imported)
    assert probe.problem is not None
    assert probe.problem.code == "diagnosis.no-backup"


def test_an_open_window_backs_up_by_itself_when_something_changed(pilot: Pilot, imported: Session) -> None:
    keeping = pilot.window.conductor._keeper.safekeeping
    assert keeping.timer.isActive()
    keeping.timer.timeout.emit()
    pilot.until(lambda: listed(imported.home))
    pilot.settle()
    keeping.timer.timeout.emit()
    pilot.settle()
    (made,) = listed(imported.home)
    assert made.reason == "time"


def test_one_that_fails_by_itself_is_told_once(pilot: Pilot, imported: Session) -> None:
    (imported.home / "backups").write_text("no folder", "utf-8")
    keeping = pilot.window.conductor._keeper.safekeeping
    keeping.timer.timeout.emit()
    pilot.until(lambda: pilot.shell.banner.isVisible())
    pilot.settle()
    pilot.shell.banner.hide()
    keeping.timer.timeout.emit()
    pilot.settle()
    assert not pilot.shell.banner.isVisible()
