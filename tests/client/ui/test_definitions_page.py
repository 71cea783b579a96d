"""Another office's definitions in the window: dropped or chosen, seen before they are taken, refused by name."""

from __future__ import annotations

import shutil
import threading
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from client.ui.settings.definitions import DefinitionsPage
from client.usecases.home import first_run
from client.usecases.home.session import Session
from client.usecases.renewal import pack_files
from tests.client.ui.conftest import Pilot, words
from tests.newer_pack import VERSION, newer_pack

RETAIL = Path(__file__).parents[2] / "forms" / "foreign" / "retail"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """The questionnaire as its office sent it: the folder, zipped."""
    return Path(shutil.make_archive(str(tmp_path / "零售"), "zip", RETAIL.parent, "retail"))


def page(pilot: Pilot) -> DefinitionsPage:
    found = pilot.pages.page("definitions")
    assert isinstance(found, DefinitionsPage)
    return found


def press(key: Qt.Key) -> None:
    at = QApplication.focusWidget()
    assert at is not None
    QTest.keyClick(at, key)


def test_dropped_it_is_shown_and_taken_by_keyboard_and_given_back(
    pilot: Pilot, session: Session, file: Path
) -> None:
    pilot.drop(file)
    pilot.until(lambda: pilot.pages.page("definitions").isVisible() and page(pilot).take.hasFocus())
    pilot.settle()
    for expected in ("零售额月度调查", "A national statistical", "没有签名", "填 1 张报表：RT", "请确认来源"):
        pilot.until(lambda expected=expected: expected in words(page(pilot)))
    assert session.pack.id == "gd-eic", "looking changes nothing"
    press(Qt.Key.Key_Return)
    pilot.until(lambda: session.pack.id == "retail-turnover")
    pilot.until(lambda: pilot.pages.desk.desk is not None and pilot.shell.banner.isVisible())
    pilot.settle()
    assert {row.form for row in pilot.pages.desk.desk.rows} == {"RT"}
    pilot.click("goSettings")
    pilot.settle()
    pilot.click("otherDefinitions")
    pilot.until(lambda: page(pilot).own.isVisible())
    pilot.settle()
    pilot.until(lambda: "从文件装入，没有签名" in words(page(pilot)))
    pilot.click("ownDefinitions")
    pilot.until(lambda: session.pack.id == "gd-eic")
    pilot.settle()


def test_in_the_first_run_it_is_offered_beside_the_profile(
    bare_pilot: Pilot, session: Session, file: Path
) -> None:
    first_run.go_to(session, "firm")
    bare_pilot.window.conductor.add_firm("91441300MA58H0D25G", "某公司")
    bare_pilot.until(lambda: getattr(bare_pilot.pages.desk.first_run, "step", "") == "endpoint")
    bare_pilot.settle()
    bare_pilot.click("firstDefinitions")
    bare_pilot.settle()
    page(bare_pilot).look_into(file)
    bare_pilot.until(lambda: page(bare_pilot).take.isVisible())
    bare_pilot.click("dropDefinitions")
    assert not page(bare_pilot).file.isVisible()
    assert page(bare_pilot).choose.hasFocus()
    bare_pilot.click("leaveDefinitions")
    bare_pilot.settle()
    assert bare_pilot.pages.desk.first_run.isVisible()
    assert bare_pilot.pages.desk.first_run.step == "endpoint"


def test_a_newer_version_says_what_is_asked_otherwise(pilot: Pilot, session: Session, tmp_path: Path) -> None:
    pilot.drop(newer_pack(tmp_path))
    pilot.until(lambda: pilot.pages.page("definitions").isVisible() and page(pilot).take.isVisible())
    for expected in ("取消 JB016", "JY042", "1 条审核关系或界限有变化"):
        pilot.until(lambda expected=expected: expected in words(page(pilot)))
    pilot.click("takeDefinitions")
    pilot.until(lambda: session.pack.version == VERSION)
    pilot.until(lambda: pilot.shell.banner.isVisible())
    pilot.settle()
    pilot.drop(tmp_path / VERSION)
    pilot.until(lambda: "已经在用" in words(page(pilot)))
    assert not page(pilot).take.isVisible()


def test_returns_that_were_begun_and_a_broken_file_are_said_in_place(
    pilot: Pilot, imported: Session, file: Path, tmp_path: Path
) -> None:
    for path, told in ((file, "已有按 gd-eic 填的报表"), (tmp_path / "x.jbpack", "已损坏")):
        if not path.exists():
            path.write_bytes(b"no zip")
        pilot.drop(path)
        pilot.until(lambda told=told: told in page(pilot).problem.text())
        assert not page(pilot).file.isVisible()
    assert imported.pack.id == "gd-eic"
    assert "离线报送文件" not in pilot.shell.banner.text


def test_of_two_files_dropped_at_once_the_later_is_shown_alone(
    pilot: Pilot, file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = tmp_path / "坏.zip"
    broken.write_bytes(b"no zip")
    later, look = threading.Event(), pack_files.look_into

    def slow_at_first(session: Session, path: Path) -> pack_files.PackFile:
        if path != file:
            assert later.wait(60)
        return look(session, path)

    monkeypatch.setattr(pack_files, "look_into", slow_at_first)
    pilot.window.conductor.go("definitions")
    page(pilot).look_into(broken)
    page(pilot).look_into(file)
    pilot.until(lambda: page(pilot).take.isVisible() and "请确认来源" in words(page(pilot)))
    shown = words(page(pilot))
    later.set()
    pilot.settle()
    assert words(page(pilot)) == shown
    page(pilot).look_into(file)
    page(pilot).look_into(file)
    pilot.settle()
    pilot.until(lambda: "请确认来源" in words(page(pilot)))  # a line just added is seen with the next layout
    assert words(page(pilot)) == shown, "no line stands twice"
