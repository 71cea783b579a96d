"""The desk, the first run, the locked home, and leaving."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from msgspec import structs
from PySide6.QtGui import QShortcut
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit
from pytestqt.plugin import QtBot

from client.base.errors import UserError
from client.tour.script import Sample
from client.ui.app import Window, _opener, main
from client.usecases.home import enterprises
from client.usecases.home.opening import open_session
from client.usecases.home.session import Session
from tests.client.ui.conftest import Pilot


def rows(pilot) -> dict[str, dict[str, str]]:
    """The desk's table in words, by form."""
    model = pilot.pages.desk.overview.table.rows_model
    titles = [column.title for column in model.columns]
    return {
        row.form: {title: model.data(model.index(n, c)) for c, title in enumerate(titles)}
        for n, row in enumerate(model.rows)
    }


def test_an_empty_desk_shows_what_is_due_and_invites_a_workbook(pilot) -> None:
    shown = rows(pilot)
    assert shown["JY"]["报告期"] == "2025年9月"
    assert shown["JY"]["截止"] == "还有 2 天 10月10日"
    assert shown["JY"]["状态"] == "未开始"
    assert shown["JY"]["已填"] == "0 / 44"
    invitation = pilot.pages.desk.overview.invitation
    assert invitation.large.isVisible()
    assert invitation.strip is None, "what is not shown is not made"
    assert "5 张报表待报" in pilot.child("deskTitle", QLabel).text()


def test_states_and_findings_are_told_in_chips(pilot, imported: Session) -> None:
    pilot.pages.desk.refresh()
    pilot.until(lambda: "JB" in rows(pilot))
    shown = rows(pilot)
    assert shown["JY"]["状态"] == "有错误"
    assert "强制 1" in shown["JY"]["问题"]
    assert shown["JB"]["状态"] == "可报送"
    assert pilot.pages.desk.overview._alarm.isVisible()
    invitation = pilot.pages.desk.overview.invitation
    assert invitation.strip.isVisible()
    assert not invitation.large.isVisible()
    assert "企业基本情况" in pilot.pages.desk.overview._alarm.text
    QAbstractItemModelTester(
        pilot.pages.desk.overview.table.rows_model, QAbstractItemModelTester.FailureReportingMode.Fatal
    )


@pytest.mark.parametrize(("minutes", "said"), [(15, "联网后自动送出"), (0, "请到报送页查询结果")])
def test_what_has_no_receipt_goes_by_itself_only_where_the_settings_let_it(
    pilot, imported: Session, minutes: int, said: str
) -> None:
    pilot.pages.desk.refresh()
    pilot.until(lambda: "JB" in rows(pilot))
    overview = pilot.pages.desk.overview
    overview._context.settings = overview._context.settings | {"network.poll_minutes": minutes}
    sent = tuple(
        structs.replace(row, state="sent" if row.form == "JB" else row.state) for row in overview._desk.rows
    )
    overview.show_desk(structs.replace(overview._desk, rows=sent))
    assert overview._on_its_way.isVisible()
    assert "企业基本情况" in overview._on_its_way.text
    assert said in overview._on_its_way.text


def test_a_row_leads_on_where_it_should(pilot, imported: Session) -> None:
    pilot.pages.desk.refresh()
    pilot.until(lambda: "JB" in rows(pilot))
    table = pilot.pages.desk.overview.table
    by_form = {row.form: n for n, row in enumerate(table.rows_model.rows)}
    table._pick(table.rows_model.index(by_form["JY"], 0))
    pilot.until(lambda: pilot.shell.rail.page == "entry" and pilot.entry.work is not None)
    assert pilot.draft.form.code == "JY"
    pilot.click("goDesk")
    pilot.until(lambda: not pilot.window.conductor.tasks.busy)
    table._pick(table.rows_model.index(by_form["JB"], 0))
    assert pilot.shell.rail.page == "send"
    pilot.until(lambda: pilot.pages.sending._preflight is not None)
    assert str(pilot.pages.sending._preflight.period) == "2025-12", "the month the yearly profile ends in"


def test_the_header_names_the_enterprise_and_says_practice(pilot, story: Sample) -> None:
    assert pilot.child("firmName", QLabel).text() == story.name
    assert pilot.child("place", QLabel).text() == "练习"
    assert pilot.child("practiceStripe").isVisible()


def test_pages_have_keys(pilot) -> None:
    for number, page in enumerate(("desk", "entry", "import", "send"), 1):
        button = pilot.child(f"go{page.capitalize()}")
        assert button.findChild(QShortcut).key().toString() == f"Ctrl+{number}"


def test_another_enterprise_is_turned_to_in_the_header(pilot, session: Session, story: Sample) -> None:
    other = "91440300MA5F1X20TC"
    enterprises.add(session, other, "另一家（虚构）")
    pilot.open("JY", "2025-09")
    pilot.type("JY001", "5")
    pilot.settle()
    pilot.window.conductor.look_around()
    firms = pilot.child("firms")
    pilot.until(lambda: firms.count() == 2)
    firms.choose(other)
    pilot.until(lambda: pilot.window.conductor.context.firm == other)
    pilot.open("JY", "2025-09")
    assert pilot.text("JY001") == ""


def test_a_home_is_opened_with_its_passphrase(qtbot: QtBot, qapp: QApplication, home: Path) -> None:
    with open_session(home, passphrase="口令"):
        pass
    window = Window(qapp, _opener(home, None))
    window.open()
    pilot = Pilot(qtbot, window)
    pilot.until(lambda: pilot.seen("passphrase"))
    field = pilot.child("passphrase", QLineEdit)
    for attempt, opens in (("不对", False), ("口令", True)):
        field.setText(attempt)
        pilot.click("unlock")
        pilot.until(lambda: not window.conductor.tasks.busy)
        assert (window.conductor.context is not None) is opens
    window.shell.close()
    pilot.until(lambda: not window.shell.isVisible())
    window.close()
    with open_session(home, passphrase="口令"):
        "the window let go of the home"


def test_a_home_in_use_says_so_and_can_be_tried_again(
    qtbot: QtBot, qapp: QApplication, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JIBAO_PASSPHRASE", "口令")
    holder = open_session(home)
    window = Window(qapp, _opener(home, None))
    pilot = Pilot(qtbot, window)
    window.open()
    pilot.until(lambda: pilot.seen("unlock"))
    assert not pilot.child("passphrase").isVisible()
    holder.close()
    pilot.click("unlock")
    pilot.until(lambda: window.conductor.context is not None and not window.conductor.tasks.busy)
    window.shell.close()
    window.close()


def test_a_start_for_measuring_ends_by_itself(
    home: Path, qapp: QApplication, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("JIBAO_PASSPHRASE", "口令")
    assert main(["--window", "--exit-when-shown", "--home", str(home)]) == 0
    assert capfd.readouterr().out == ""


def test_leaving_waits_for_work_under_way(pilot) -> None:
    hold = threading.Event()
    pilot.window.conductor.tasks.query(hold.wait, pilot.child("saved").setEnabled)
    pilot.shell.close()
    assert pilot.shell.isVisible(), "it stays until the work is done"
    hold.set()
    pilot.until(lambda: not pilot.shell.isVisible())


def opener_that_fails(error: BaseException) -> Callable[[str], Session]:
    def fail(_: str) -> Session:
        raise error

    return fail


@pytest.mark.parametrize("code", ["keys.no-keyring", "keys.wrong-passphrase"])
def test_what_a_passphrase_can_mend_asks_for_one(qtbot: QtBot, qapp: QApplication, code: str) -> None:
    window = Window(qapp, opener_that_fails(UserError(code)))
    pilot = Pilot(qtbot, window)
    window.open()
    pilot.until(lambda: pilot.seen("passphrase"))
    assert pilot.child("passphrase", QLineEdit).echoMode() == QLineEdit.EchoMode.Password
    window.shell.close()
    pilot.until(lambda: not window.shell.isVisible())
    window.close()
