"""Settings in the window: what is chosen counts at once, what is refused is said where it was chosen."""

from __future__ import annotations

from pathlib import Path
from typing import cast

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit, QWidget

from client.base.errors import UserError, WorldError
from client.base.home import STORE_FILE
from client.keys.wraps import unwrap_by_passphrase
from client.ui.parts.choice import Choice
from client.ui.parts.frame import PageFrame
from client.ui.settings.defaults import Asking
from client.ui.settings.folders import FoldersPart
from client.ui.settings.page import SettingsPage
from client.usecases.home import other_folders, securing, settings, settings_keepers
from client.usecases.home.session import Session
from client.usecases.home.settings_table import GROUPS, SETTINGS
from tests.client.ui.conftest import Pilot, words


@pytest.fixture
def page(pilot: Pilot) -> SettingsPage:
    pilot.click("goSettings")
    pilot.settle()
    return settings_page(pilot)


def settings_page(pilot: Pilot) -> SettingsPage:
    return cast("SettingsPage", pilot.pages.page("settings"))


def choose(page: SettingsPage, key: str, value: object) -> None:
    control = page.field(key).control
    assert isinstance(control, Choice)
    control.choose(value)


def test_two_choices_at_once_both_count(pilot: Pilot, page: SettingsPage) -> None:
    """The first builds the window anew, before the second is kept."""
    choose(page, "display.font_size", 115)
    choose(page, "display.language", "en")
    pilot.settle()
    kept = settings.everything(pilot.window.conductor.context.session)
    assert (kept["display.font_size"], kept["display.language"]) == (115, "en")
    pilot.until(lambda: pilot.shell.windowTitle() == "Jibao")
    assert pilot.window.conductor.context.settings == kept
    pilot.window.theme.wear("light", contrast=False, percent=100)


def test_what_is_refused_is_said_where_it_was_chosen_and_not_shown_as_kept(
    pilot: Pilot, page: SettingsPage, monkeypatch: pytest.MonkeyPatch, session: Session
) -> None:
    monkeypatch.setattr(settings_keepers, "proof_of", lambda _: "none")
    choose(page, "security.lock_minutes", 5)
    choose(page, "network.poll_minutes", 60)
    pilot.settle()
    refused = page.field("security.lock_minutes")
    assert refused.problem.isVisible()
    assert UserError("lock.no-proof").what() in refused.problem.text()
    assert cast("Choice", refused.control).currentData() == 0, "as it is kept"
    assert not page.field("network.poll_minutes").problem.isVisible()
    assert settings.get(session, "network.poll_minutes") == 60


def test_words_that_are_refused_stay_to_be_mended(pilot: Pilot, page: SettingsPage) -> None:
    choose(page, "network.proxy", "manual")
    pilot.settle()
    field = page.field("network.proxy_url").control
    assert isinstance(field, QLineEdit)
    field.setText("proxy:80 80")
    field.setModified(True)
    field.editingFinished.emit()
    pilot.settle()
    assert page.field("network.proxy_url").problem.isVisible()
    assert field.text() == "proxy:80 80"


def test_a_passphrase_is_set_changed_and_given_up(
    pilot: Pilot, page: SettingsPage, session: Session, said_aloud: list[str]
) -> None:
    def typed(first: str, second: str) -> None:
        for name, text in (("newPassphrase", first), ("newPassphraseAgain", second)):
            cast("QLineEdit", pilot.child(name)).setText(text)
        pilot.click("keepPassphrase")
        pilot.settle()

    typed("correct horse", "correct hoarse")
    assert "不一样" in said_aloud[-1]
    typed("short", "short")
    assert "8" in said_aloud[-1]
    assert not securing.ways_of(session).passphrase
    typed("correct horse", "correct horse")
    assert "已设口令" in said_aloud[-1]
    assert cast("QLineEdit", pilot.child("newPassphrase")).text() == "", "what counts is not left on the screen"
    assert settings_keepers.proof_of(session.home) == "passphrase"
    typed("battery staple", "battery staple")
    keys = session.vault.keys.held.passphrase
    assert keys is not None
    assert unwrap_by_passphrase("battery staple", keys)
    assert not unwrap_by_passphrase("correct horse", keys)
    pilot.click("dropPassphrase")
    pilot.settle()
    ways = securing.ways_of(session)
    assert (ways.keyring, ways.passphrase) == (True, False)


def asked(pilot: Pilot, name: str) -> str:
    """What a press on going back to the defaults says would change."""
    pilot.click(f"defaults.{name}")
    part = pilot.child(f"resetDefaults.{name}")
    assert part.hasFocus()
    asking = part.parentWidget().parentWidget()
    assert isinstance(asking, Asking)
    return asking.words.text()


def test_a_group_goes_back_to_its_defaults_once_it_was_said_what_changes(
    pilot: Pilot, page: SettingsPage, session: Session
) -> None:
    assert not pilot.child("defaults.network").isVisible(), "nothing differs"
    choose(page, "network.proxy", "manual")
    choose(page, "network.poll_minutes", 60)
    pilot.settle()
    settings.put(session, "network.proxy_url", "http://proxy.example:80")
    settings.put(session, "backup.folder", str(session.home.parent))
    page.refresh()
    pilot.settle()
    assert asked(pilot, "network").split("\n") == [
        "代理服务器：手工填写 → 跟随系统",
        "代理地址：http://proxy.example:80 → 未填",
        "自动收取通知：每 60 分钟 → 每 15 分钟",
    ]
    pilot.click("keepChoices.network")
    assert settings.get(session, "network.poll_minutes") == 60
    assert pilot.child("defaults.network").hasFocus()
    pilot.click("defaults.network")
    QTest.keyClick(pilot.child("resetDefaults.network"), Qt.Key.Key_Return)
    pilot.settle()
    pilot.until(lambda: not pilot.child("defaults.network").isVisible())
    kept = settings.everything(session)
    assert (kept["network.proxy"], kept["network.proxy_url"], kept["network.poll_minutes"]) == ("system", "", 15)
    assert kept["backup.folder"], "another group stays"
    assert pilot.window.conductor.context.settings == kept
    assert pilot.child("network.proxy").hasFocus()


def test_a_reset_that_failed_takes_the_keyboard_from_nobody_later(
    pilot: Pilot, page: SettingsPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise WorldError("updates.disk", reason="No space left on device")

    choose(page, "network.poll_minutes", 60)
    pilot.settle()
    asked(pilot, "network")
    monkeypatch.setattr(settings, "reset_all", fail)
    QTest.keyClick(pilot.child("resetDefaults.network"), Qt.Key.Key_Return)
    pilot.settle()
    elsewhere = pilot.child("settingsDiagnose")
    elsewhere.setFocus()
    page.refresh()
    pilot.settle()
    assert elsewhere.hasFocus()


def test_all_of_them_go_back_but_what_the_it_department_laid_down(
    pilot: Pilot, page: SettingsPage, session: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    choose(page, "display.unit", "万元")
    pilot.settle()
    monkeypatch.setenv("JIBAO_POLICY", str(tmp_path / "policy.toml"))
    (tmp_path / "policy.toml").write_text('[settings]\n"network.poll_minutes" = 60\n', "utf-8")
    page.refresh()
    pilot.settle()
    assert asked(pilot, "all") == "金额单位：万元 → 按报表规定"
    pilot.click("resetDefaults.all")
    pilot.settle()
    assert settings.get(session, "display.unit") == "own"
    assert settings.get(session, "network.poll_minutes") == 60
    assert not pilot.child("defaults.all").isVisible()


def test_another_data_folder_opens_in_a_window_of_its_own(
    pilot: Pilot, page: SettingsPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[Path] = []
    monkeypatch.setattr(other_folders, "open_window", opened.append)
    part = page.findChild(FoldersPart)
    assert str(pilot.window.conductor.context.session.home) in words(part)
    pilot.click("otherFolder")
    dialog = part.findChild(QFileDialog, "otherFolderDialog")
    dialog.fileSelected.emit(str(tmp_path / "零售"))
    dialog.close()
    pilot.settle()
    assert opened == [tmp_path / "零售"]
    assert "零售" in words(part)
    part.open(str(pilot.window.conductor.context.session.home))
    pilot.settle()
    assert "已经在这个窗口里打开" in part.problem.text()
    assert len(opened) == 1


def lasting(*folders: Path) -> list[str]:
    """Folders with a store in each, as an earlier window left them; how this home remembers them."""
    for each in folders:
        each.mkdir(parents=True)
        (each / STORE_FILE).write_bytes(b"")
    return [str(each) for each in folders]


@pytest.fixture
def known(
    pilot: Pilot, session: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> tuple[FoldersPart, list[Path]]:
    """The card with two folders opened before, one of them below many others; which are opened from now on."""
    kept = lasting(tmp_path / "R&D", tmp_path / ("很长的文件夹" * 5) / ("很长的文件夹" * 5) / "零售")
    session.own.run(lambda books: books.settings.put("other-folders", msgspec.json.encode(kept)))
    opened: list[Path] = []
    monkeypatch.setattr(other_folders, "open_window", opened.append)
    pilot.window.conductor.go("settings")
    part = pilot.pages.page("settings").findChild(FoldersPart)
    pilot.settle()
    pilot.until(part.known.isVisible)
    return part, opened


def test_whoever_opens_a_folder_again_keeps_the_keyboard_where_it_was(
    pilot: Pilot, known: tuple[FoldersPart, list[Path]], tmp_path: Path
) -> None:
    part, opened = known
    part.known.setFocus()
    QTest.keyClick(part.known, Qt.Key.Key_Down)
    QTest.keyClick(part.known, Qt.Key.Key_Up)
    QTest.keyClick(part.known, Qt.Key.Key_Return)
    pilot.settle()
    assert opened == [tmp_path / "R&D"]
    assert "正在另一个窗口里打开" in words(part)
    assert part.known.hasFocus()
    page = pilot.pages.page("settings")
    choose(page, "network.proxy", "manual")  # lays the other cards anew
    pilot.settle()
    assert part.known.isVisible()
    assert "正在另一个窗口里打开" in words(part)
    page.refresh()
    pilot.settle()
    assert part.known.hasFocus()


def test_folders_far_down_take_no_more_room_than_the_page_has(
    pilot: Pilot, known: tuple[FoldersPart, list[Path]]
) -> None:
    part, _ = known
    frame = pilot.pages.page("settings").findChild(PageFrame)
    assert frame.horizontalScrollBar().maximum() == 0
    rows = part.known.rows_model
    assert [rows.index(n, 0).data().split()[0] for n in range(2)] == ["R&D", "零售"]


def test_tab_leads_from_a_new_folder_to_those_opened_before(
    pilot: Pilot, known: tuple[FoldersPart, list[Path]]
) -> None:
    part, _ = known
    part.other.setFocus()
    QTest.keyClick(part.other, Qt.Key.Key_Tab)
    assert part.known.hasFocus()


@pytest.mark.parametrize(("key", "said"), [("backup.folder", "不另存"), ("updates.source", "主管部门的报送平台")])
def test_a_blank_field_says_what_holds_then(page: SettingsPage, key: str, said: str) -> None:
    control = page.field(key).control
    field = control if isinstance(control, QLineEdit) else control.findChild(QLineEdit)
    assert field is not None
    assert (field.text(), field.placeholderText()) == ("", said)


def at_top(page: SettingsPage, part: object) -> bool:
    """Whether the page is scrolled so that this stands at its head, or as far as it can be."""
    frame = page.findChild(PageFrame)
    bar, top = frame.verticalScrollBar(), frame.top_of(cast("QWidget", part))
    return bar.value() == bar.maximum() or bar.value() <= top <= bar.value() + frame.height() // 4


@pytest.fixture
def wide(pilot: Pilot, page: SettingsPage) -> SettingsPage:
    """The page in a window as wide as one of an office."""
    pilot.shell.resize(pilot.window.theme.space(82), pilot.window.theme.space(50))
    pilot.until(page.sections.isVisible)
    return page


def test_every_section_is_in_the_contents_and_an_arrow_key_away(wide: SettingsPage) -> None:
    page, contents = wide, wide.sections.contents
    titles = [contents.item(number).text() for number in range(contents.count())]
    assert [title for title in titles if title in {words.zh for words in GROUPS.values()}] == [
        words.zh for words in GROUPS.values()
    ]
    assert {"口令", "应急卡", "练习故障", "数据文件夹"} <= set(titles)
    contents.setFocus()
    for _ in range(titles.index("备份")):
        QTest.keyClick(contents, Qt.Key.Key_Down)
    assert contents.hasFocus(), "whoever only looks stays in the contents"
    assert at_top(page, page.field("backup.folder"))
    for key in (Qt.Key.Key_Return, Qt.Key.Key_Tab):
        contents.setFocus()
        QTest.keyClick(contents, key)
        assert page.field("backup.folder").isAncestorOf(QApplication.focusWidget())
    contents.setFocus()
    QTest.keyClick(contents, Qt.Key.Key_End)
    assert contents.currentRow() == contents.count() - 1, "though it cannot come to the head of the page"


def test_the_contents_mark_what_is_scrolled_to(pilot: Pilot, wide: SettingsPage) -> None:
    contents, frame = wide.sections.contents, wide.findChild(PageFrame)
    bar = frame.verticalScrollBar()
    marked = []
    for value in range(0, bar.maximum() + 1, max(bar.maximum() // 40, 1)):
        bar.setValue(value)
        marked.append(contents.currentRow())
    bar.setValue(bar.maximum())
    assert marked[0] == 0
    assert marked == sorted(marked)
    assert len(set(marked)) > 5
    assert contents.currentRow() == contents.count() - 1
    choose(wide, "network.proxy", "manual")  # lays the cards anew
    pilot.settle()
    contents.setCurrentRow(0)
    assert frame.verticalScrollBar().value() <= frame.top_of(wide.field("display.language"))
    frame.verticalScrollBar().setValue(frame.verticalScrollBar().maximum())
    assert contents.currentRow() == contents.count() - 1
    pilot.shell.resize(pilot.shell.width(), pilot.shell.height() // 2)  # what was the end is in the middle now
    pilot.until(lambda: contents.currentRow() < contents.count() - 1)


def test_where_there_is_no_room_for_both_the_contents_give_way(pilot: Pilot, wide: SettingsPage) -> None:
    pilot.shell.resize(pilot.window.theme.space(42), pilot.shell.height())
    pilot.until(lambda: not wide.sections.isVisible())


def test_what_a_setting_is_for_is_heard_at_its_control(page: SettingsPage) -> None:
    for setting in SETTINGS:
        if setting.when is None:
            control = page.field(setting.key).control
            heard = QAccessible.queryAccessibleInterface(control.focusProxy() or control)
            assert setting.help.zh in heard.text(QAccessible.Text.Description), setting.key
