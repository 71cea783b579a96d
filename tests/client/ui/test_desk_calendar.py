"""The month on the desk, reminders from the tray, and deadlines for another calendar."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import msgspec
import pytest
from PySide6.QtCore import QObject, QPoint
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QSystemTrayIcon

from client.tour.script import Sample
from client.ui.desk.month import Month
from client.ui.desk.reminding import Reminders, due_soon
from client.ui.sending.preflight import SendRow
from client.ui.theme.theme import Theme
from client.usecases.home import settings
from client.usecases.home.session import Session
from client.usecases.home.settings_table import SETTINGS
from client.usecases.returns.states import FILED
from client.usecases.views.desk import overview
from client.usecases.views.owing import Owing
from forms.periods import Period
from tests.client.ui.conftest import Pilot

DEFAULTS = {each.key: each.default for each in SETTINGS}
TODAY = date(2025, 10, 8)


def test_days_stand_in_the_weeks_of_their_month(qtbot, theme: Theme) -> None:
    month = Month(theme)
    qtbot.addWidget(month)
    due = {date(2025, 10, 10): ("query", "营业收入\n重点项目"), date(2025, 11, 10): ("query", "主要产品")}
    month.show_month(date(2025, 10, 10), TODAY, due)
    assert month.day_at(2, 0) == date(2025, 10, 1), "the first of October 2025 is a Wednesday"
    assert month.day_at(0, 0) is None
    assert month.day_at(4, 1) == date(2025, 10, 10)
    assert month.day_at(6, 5) is None
    assert month.accessibleName() == "2025年10月的截止日\n2025年10月10日 营业收入、重点项目", "no other month's"
    assert not month.grab().isNull()


@pytest.fixture
def desk_page(pilot, imported: Session):
    pilot.window.conductor.go("desk")
    pilot.until(lambda: any(row.form == "JY" and row.filled for row in pilot.pages.desk.desk.rows))
    return pilot.pages.desk


def test_the_tip_is_that_of_the_day_below_the_mouse(qtbot, theme: Theme) -> None:
    month = Month(theme)
    qtbot.addWidget(month)
    month.show_month(date(2025, 10, 10), TODAY, {date(2025, 10, 10): ("query", "营业收入")})
    month.show()
    across, down = month.width() / 7, month.height() / 7
    for column, week, tip in ((4, 1, "营业收入"), (5, 1, ""), (4, 1, "营业收入"), (0, 0, "")):
        QTest.mouseMove(month, QPoint(round((column + 0.5) * across), round((week + 1.5) * down)))
        assert month.toolTip() == tip


def test_the_desk_shows_the_month_of_the_next_deadline_and_turns(pilot, desk_page) -> None:
    title = pilot.child("deadlinesMonth", QLabel)
    assert title.text() == "2025年10月"
    assert "2025年10月10日" in desk_page.overview.deadlines.month.accessibleName()
    pilot.click("laterMonth")
    assert title.text() == "2025年11月"
    for _ in range(11):
        pilot.click("earlierMonth")
    assert title.text() == "2024年12月"


def test_deadlines_are_written_where_one_says(pilot, desk_page, tmp_path: Path) -> None:
    settings.put(pilot.window.conductor.context.session, "reminders.days", 7)
    pilot.window.conductor.look_around()
    pilot.settle()
    desk_page.overview.export(str(tmp_path / "截止.ics"))
    pilot.settle()
    written = (tmp_path / "截止.ics").read_bytes()
    assert b"BEGIN:VEVENT" in written
    assert b"TRIGGER:-P7D" in written, "as long before as the settings say"
    desk_page.overview.export(str(tmp_path / "no" / "截止.ics"))
    pilot.settle()
    assert "日历文件没有写成" in desk_page.overview.told.text
    (tmp_path / "no").mkdir()
    next(each for each in desk_page.overview.told.findChildren(QPushButton) if each.text() == "重试").click()
    pilot.settle()
    assert (tmp_path / "no" / "截止.ics").exists(), "it is really tried again"
    assert "已写到" in desk_page.overview.told.text


def test_month_and_receipts_stand_beside_the_table_only_where_there_is_room(
    pilot, desk_page, theme: Theme
) -> None:
    pilot.shell.resize(theme.space(100), theme.space(50))
    pilot.until(lambda: desk_page.overview.deadlines.y() < desk_page.overview.table.parentWidget().height())
    pilot.shell.resize(theme.space(60), theme.space(50))
    pilot.until(lambda: desk_page.overview.deadlines.y() > desk_page.overview.table.parentWidget().y())


def test_what_is_due_soon_is_told_once_a_day(qapp, imported: Session, story: Sample) -> None:
    desk = overview(imported, story.firm)
    assert {row.form for row in due_soon(desk, 3)} == {"CP", "JY", "XM"}, (
        "a year past that was brought along is not due"
    )
    reminders = Reminders(QObject(qapp))
    words = reminders.consider(desk, DEFAULTS, TODAY)
    assert words.count("还有 2 天") == 3
    assert reminders.consider(desk, DEFAULTS, TODAY) == ""
    assert reminders.consider(desk, DEFAULTS, date(2025, 10, 9)) != ""
    more = reminders.consider(desk, DEFAULTS | {"reminders.days": 30}, TODAY)
    assert "等 " in more, "more returns than before"
    assert reminders.consider(desk, DEFAULTS | {"reminders.tray": False}, date(2025, 10, 10)) == ""
    others = (Owing("A", "乙公司", 2, 1), Owing("B", "丙公司", 1, -3))
    told = reminders.consider(desk, DEFAULTS, TODAY, others)
    assert told.endswith("乙公司（2 张，还有 1 天）、丙公司（1 张，已逾期 3 天）")
    assert reminders.consider(desk, DEFAULTS, TODAY, others) == ""
    nothing_of_its_own = msgspec.structs.replace(desk, rows=())
    assert reminders.consider(nothing_of_its_own, DEFAULTS, TODAY, others[:1]) == "乙公司（2 张，还有 1 天）"
    assert reminders.consider(nothing_of_its_own, DEFAULTS | {"reminders.tray": False}, TODAY, others) == ""
    reminders.parent().deleteLater()


def test_where_there_is_no_tray_the_window_reminds(
    pilot: Pilot, imported: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QSystemTrayIcon, "isSystemTrayAvailable", lambda: False)
    pilot.window.conductor.go("settings")
    pilot.settle()
    pilot.window.conductor._attendant.remind()
    shown = pilot.shell.status._doing
    pilot.until(lambda: shown.text().startswith("快到截止日了："))
    assert "还有 2 天" in shown.text()
    assert "\n" not in shown.text()
    assert shown.text().endswith(" 张"), "one is named, on a line that has little room"
    assert pilot.shell.status._bar.isHidden(), "nothing is being done"


@pytest.mark.usefixtures("complete")
def test_what_the_foot_reminds_of_follows_what_is_filed(pilot: Pilot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(QSystemTrayIcon, "isSystemTrayAvailable", lambda: False)
    alerts: list[object] = []
    monkeypatch.setattr(QApplication, "alert", lambda window, _=0: alerts.append(window))
    conductor, shown, filing = pilot.window.conductor, pilot.shell.status._doing, pilot.pages.sending.filing
    conductor._attendant.remind()
    before = reminded_of(shown)
    conductor.go("send")
    pilot.settle()
    filing.send_nil(SendRow("CP", "", Period.parse("2025-09"), None), "本期停产")
    reminded_anew(pilot, "CP")
    asked = reminded_of(shown)
    assert asked > before - 1, "the authority asks for more"
    called = len(alerts)
    filing.send()
    reminded_anew(pilot, "JY", "XM")
    assert reminded_of(shown) == asked - 2, "operations and projects; the profile is due much later"
    assert len(alerts) == called, "nobody is called to hear that less is left"
    conductor._settings_changed({**conductor.context.settings, "reminders.tray": False})
    assert shown.text() == "", "nothing is reminded of any more"


def reminded_of(shown: QLabel) -> int:
    """How many returns it says are due."""
    return int(shown.text().rpartition("等 ")[2].removesuffix(" 张"))


def reminded_anew(pilot: Pilot, *forms: str) -> None:
    """The desk that is not seen knows that these returns of September were filed, and what it says is told."""

    def filed() -> set[str]:
        rows = pilot.pages.desk.desk.rows
        return {row.form for row in rows if str(row.period) == "2025-09" and row.state in FILED}

    pilot.until(lambda: filed() >= {*forms})
    pilot.settle()
    pilot.window.conductor._attendant.remind()
    pilot.shell.status._fade()
