"""The definitions change in the middle of a period, as the person at the window sees it."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel, QWidget

from client.ui.settings.page import SettingsPage
from client.ui.settings.versions import VersionsPart
from client.usecases.home.session import Session
from client.usecases.renewal import daily_check, updating
from client.usecases.renewal.daily_check import News
from client.usecases.renewal.updating import Ready
from client.usecases.returns.editing import open_draft
from client.usecases.returns.keeping import save
from forms.pack import bundled_pack
from forms.periods import Period
from forms.returns import ReturnKey
from tests.client.ui.conftest import Pilot
from tests.newer_pack import VERSION, fetch_newer

MONTH = Period.parse("2025-09")


@pytest.fixture
def changed(session: Session, firm: str, tmp_path: Path) -> Session:
    """A month begun with the old version, and the new version fetched."""
    for form, period, texts in (
        ("JY", MONTH, {"JY001": "520000", "JY042": "12.34"}),
        ("JB", Period.parse("2025"), {"JB016": "维修服务"}),
    ):
        outcome = open_draft(session, ReturnKey(firm, form, period)).type(texts)
        assert outcome is not None
        save(session, outcome.change).result()
    fetch_newer(session, tmp_path)
    return session


def shown(pilot: Pilot) -> VersionsPart | None:
    """The card as it is on the page now, once it knows how things stand."""
    page = pilot.pages.page("settings")
    assert isinstance(page, SettingsPage)
    return page.versions if page.versions.definitions.text() else None


def part(pilot: Pilot) -> VersionsPart:
    pilot.window.conductor.go("settings")
    pilot.settle()
    pilot.until(lambda: shown(pilot))
    found = shown(pilot)
    assert found is not None
    return found


def words(of: QWidget) -> str:
    return "\n".join(label.text() for label in of.findChildren(QLabel))


def test_what_changes_is_shown_confirmed_and_taken_back(changed: Session, firm: str, pilot: Pilot) -> None:
    said = words(part(pilot))
    for expected in (
        f"gd-eic {VERSION}",
        "用电量改以千瓦时填报（旧版本收到 2025-10-20 为止）",
        f"{bundled_pack().version} → {VERSION}",
        "JY042 用电量：12.34 万千瓦时 → 123,400.00 千瓦时",
        "不再填报：JB016",
        "条审核关系或界限有变化",
    ):
        assert expected in said, said
    assert "2 张" in part(pilot).go_over.text()
    pilot.click("goOver")
    pilot.settle()
    assert "撤回 2 张" in part(pilot).back.text()
    pilot.open("JY", "2025-09")
    assert (pilot.draft.pack.version, pilot.text("JY042")) == (VERSION, "123,400.00")
    part(pilot)
    pilot.click("takeBack")
    pilot.settle()
    assert not part(pilot).go_over.isHidden()
    pilot.open("JY", "2025-09")
    assert (pilot.draft.pack.version, pilot.text("JY042")) == (bundled_pack().version, "12.34")


def test_undo_in_the_grid_stops_at_going_over_and_says_where_it_is_undone(
    changed: Session, firm: str, pilot: Pilot
) -> None:
    part(pilot)
    pilot.click("goOver")
    pilot.settle()
    pilot.open("JY", "2025-09")
    pilot.entry.undo()
    assert "换制度版本" in words(pilot.entry)
    assert pilot.text("JY042") == "123,400.00"


def test_a_program_that_is_ready_is_one_quiet_line(pilot: Pilot, monkeypatch: pytest.MonkeyPatch) -> None:
    renewal = pilot.window.renewal
    news = News(Ready("7.1.0", "jibao-setup-7.1.0.exe", "", "更快"), "gd-eic/2026.1", 0)
    renewal._found(news)
    line = pilot.window.shell.status.news
    assert line.text() == "有新版本 7.1.0，退出时安装"
    monkeypatch.setattr(updating, "ready", lambda _: news.program)
    pilot.click("news")
    assert "新版本 7.1.0 已下载，退出时安装：更快" in words(part(pilot))


def test_looking_without_an_endpoint_says_what_is_lacking(pilot: Pilot) -> None:
    card = part(pilot)
    pilot.click("lookForUpdates")
    pilot.until(lambda: "登记" in card.problem.text())
    assert card.look.isEnabled()


def test_below_the_last_button_the_card_is_as_empty_as_above_its_title(pilot: Pilot, session: Session) -> None:
    pilot.window.conductor.go("settings")
    pilot.settle()
    part = pilot.pages.page("settings").versions
    last = pilot.child("otherDefinitions")
    pilot.until(lambda: part.height() == part.heightForWidth(part.width()))
    assert part.height() - last.geometry().bottom() - 1 <= part.look.geometry().top() + 1


def test_the_card_claims_of_newer_versions_only_when_it_looked(
    pilot: Pilot, monkeypatch: pytest.MonkeyPatch
) -> None:
    card = part(pilot)
    assert "还没有检查过" in card.program.text()
    assert "广东省新一代电子信息产业集群企业统计报表" in card.definitions.text()
    looked = News(None, "gd-eic/2026.1", 0, "2025-10-08T02:41:13Z")
    monkeypatch.setattr(daily_check, "news", lambda *_: looked)
    card.refresh()
    pilot.until(lambda: card.program.text().endswith("上次检查新版本 2025-10-08 10:41"))
