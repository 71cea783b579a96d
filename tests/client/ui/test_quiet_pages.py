"""Enterprises, notices, settings and help as a person uses them."""

from __future__ import annotations

import dataclasses
from datetime import datetime
from pathlib import Path

import pytest
from PySide6.QtGui import QFontMetricsF
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QLabel, QLineEdit

from client.base.clock import CHINA, SystemClock
from client.keys import unlock_by_card
from client.practice import Practice
from client.protocol import strict_json
from client.protocol.messages import Notice
from client.sync.notices import HeldNotices
from client.tour.script import Sample
from client.ui.help.page import OF_PAGE, title_of, topics
from client.ui.notices.page import notice_columns
from client.ui.parts.switch import Switch
from client.usecases.bureau import connecting
from client.usecases.bureau.notices import Told
from client.usecases.home import enterprises, settings
from client.usecases.home.session import Session
from forms.periods import Period

NOW = datetime(2025, 10, 8, 9, tzinfo=CHINA)
OTHER = "91440300708461136T"


def page(pilot, name: str):
    pilot.window.conductor.go(name)
    pilot.settle()
    return pilot.pages.page(name)


def test_an_enterprise_is_added_found_and_turned_to(pilot, session: Session, story: Sample) -> None:
    firms = page(pilot, "firms")
    firms.code.setText("123")
    pilot.click("addAnotherFirm")
    pilot.settle()
    assert "18" in firms.problem.text()
    firms.code.setText(OTHER)
    firms.name.setText("深圳另一家有限公司")
    pilot.click("addAnotherFirm")
    pilot.until(lambda: pilot.window.conductor.context.firm == OTHER)
    pilot.settle()
    assert [each.code for each in enterprises.all_of(session)] == [story.firm, OTHER]
    firms = page(pilot, "firms")
    QAbstractItemModelTester(firms.table.rows_model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    firms.search.setText("另一家")
    firms.search.textEdited.emit("另一家")
    assert [each.code for each in firms.table.rows_model.rows] == [OTHER]
    firms.search.textEdited.emit(firms.search.setText(story.firm[:6].lower()) or "")
    assert [each.code for each in firms.table.rows_model.rows] == [story.firm]
    firms.table.picked.emit(firms.table.rows_model.rows[0])
    pilot.until(lambda: pilot.window.conductor.context.firm == story.firm)
    pilot.settle()


def test_notices_are_shown_newest_first_and_lead_to_the_return(pilot, session: Session, firm: str) -> None:
    notices = page(pilot, "notices")
    assert notices.table.rows_model.rows == ()
    told = HeldNotices(
        "n2",
        [
            Notice("n1", "message", "2025-10-01T09:00:00.000+08:00", text="系统维护"),
            Notice("n2", "rejected", "2025-10-07T09:00:00.000+08:00", f"{firm}.JY.2025-09", None, "被退回"),
        ],
    )
    session.store_of(firm).run(lambda books: books.cache.put(f"notices/{firm}", strict_json.encode(told)))
    notices = page(pilot, "notices")
    assert [each.id for each in notices.table.rows_model.rows] == ["n2", "n1"]
    QAbstractItemModelTester(notices.table.rows_model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    notices.table.picked.emit(notices.table.rows_model.rows[0])
    pilot.until(lambda: pilot.shell.rail.page == "entry" and pilot.entry.work is not None)
    assert pilot.draft.form.code == "JY"


def test_a_notice_of_a_return_sent_back_says_what_is_to_be_mended() -> None:
    told = Told(
        "n", "rejected", NOW, "被退回", "JY", "营业收入", "", Period.parse("2025-09"), "JY001", "请核对", 2
    )
    content = next(column for column in notice_columns() if column.title == "内容").show
    assert (content(told).text, content(told).below) == ("请核对", "共 2 条意见")
    one = dataclasses.replace(told, remarks=1)
    assert (content(one).text, content(one).below) == ("请核对", "")
    mended = dataclasses.replace(told, remark="", remarks=0)
    assert content(mended).text == "被退回"


def test_new_notices_are_asked_for_at_the_practice_endpoint(pilot) -> None:
    notices = page(pilot, "notices")
    pilot.click("askNoticesFirst")
    pilot.settle()
    assert notices.banner.text == "没有新通知"


def test_a_setting_counts_at_once_and_is_kept(pilot, session: Session) -> None:
    made = page(pilot, "settings")
    switch = pilot.child("display.contrast", Switch)
    switch.click()
    pilot.settle()
    assert settings.get(session, "display.contrast") is True
    assert pilot.window.theme.colour("window").name() == "#ffffff"
    made = page(pilot, "settings")
    field = pilot.child("reminders.days", QLineEdit)
    pilot.write(field, "999")
    field.editingFinished.emit()
    pilot.settle()
    assert "30" in made.field("reminders.days").problem.text()


def test_the_proxy_address_is_asked_for_only_when_it_counts(pilot, session: Session) -> None:
    made = page(pilot, "settings")
    with pytest.raises(KeyError):
        made.field("network.proxy_url")
    made.field("network.proxy").picked.emit("network.proxy", "manual")
    pilot.settle()
    pilot.until(lambda: made.field("network.proxy_url").isVisible())


@pytest.mark.parametrize("language", ["zh", "en"])
def test_help_has_the_same_topics_in_both_languages(language: str) -> None:
    found = topics(language)
    assert [path.name for path in found] == [path.name for path in topics("zh")]
    assert all(title_of(path) for path in found)
    assert set(OF_PAGE.values()) <= {path.stem for path in found}


def test_words_of_help_stay_narrow_and_their_bar_at_the_margin(pilot) -> None:
    helping, theme = page(pilot, "help"), pilot.window.theme
    helping.open_for("send")
    pilot.shell.resize(theme.space(100), theme.space(24))
    pilot.settle()
    text = helping.text
    bar = text.verticalScrollBar()
    assert bar.isVisible()
    assert text.mapTo(helping, text.rect().topRight()).x() == helping.width() - 1
    assert bar.mapTo(helping, bar.rect().topRight()).x() >= helping.width() - theme.space(0.5)
    assert text.viewport().width() <= theme.space(50)


def test_help_opens_what_concerns_a_page(pilot) -> None:
    helping = page(pilot, "help")
    helping.open_for("entry")
    assert "Ctrl+Z" in helping.text.toPlainText()
    running = QFontMetricsF(helping.text.document().defaultFont())
    assert running.horizontalAdvance("——") < 2 * running.horizontalAdvance("—"), "the halves of a dash join"
    assert helping.topics.count() == len(topics("zh")) == len(list(Path(topics("zh")[0]).parent.glob("*.md")))


def test_a_recovery_card_is_made_shown_once_and_opens_the_home(pilot, session: Session, tmp_path: Path) -> None:
    page(pilot, "settings")
    state = pilot.child("cardState", QLabel)
    pilot.until(lambda: "还没有应急卡" in state.text())
    pilot.settle()
    pilot.click("makeCard")
    pilot.until(lambda: "只显示这一次" in state.text())
    groups = [label.text() for label in state.parentWidget().findChildren(QLabel) if len(label.text()) == 5]
    part = pilot.child("saveCard").parentWidget()
    (tmp_path / "不是文件夹").write_text("", "utf-8")
    part.write(str(tmp_path / "不是文件夹" / "卡.pdf"))
    problem = pilot.child("cardProblem", QLabel)
    pilot.until(lambda: problem.isVisible() and bool(problem.text()))
    assert problem.property("tone") == "error"
    assert "只显示这一次" in state.text(), "the code is still there to be kept"
    part.write(str(tmp_path / "卡.pdf"))
    pilot.until(lambda: "请删除这个文件" in state.text())
    assert not problem.isVisible()
    assert (tmp_path / "卡.pdf").read_bytes().startswith(b"%PDF")
    assert len(groups) == 6
    assert unlock_by_card(session.home, "-".join(groups)) is not None


def test_a_recovery_card_goes_to_the_printer_and_stays_in_no_file(
    pilot, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    temporary = tmp_path / "临时"
    temporary.mkdir()
    monkeypatch.setenv("TMPDIR", str(temporary))
    page(pilot, "settings")
    state = pilot.child("cardState", QLabel)
    pilot.until(lambda: "还没有应急卡" in state.text())
    pilot.click("makeCard")
    pilot.until(lambda: pilot.child("printCard").isVisible())
    before = set(home.rglob("*"))
    pilot.click("printCard")
    dialog = pilot.shell.findChild(QPrintDialog, "printCardDialog")
    dialog.printer().setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    dialog.printer().setOutputFileName(str(tmp_path / "纸.pdf"))
    dialog.accepted.emit(dialog.printer())  # its own fields would choose another file
    dialog.reject()
    pilot.until(lambda: str(tmp_path / "纸.pdf") in state.text())
    assert (tmp_path / "纸.pdf").read_bytes().startswith(b"%PDF")
    assert list(temporary.iterdir()) == []
    assert set(home.rglob("*")) == before


def test_an_enterprise_enrols_with_profile_and_code(pilot, session: Session, firm: str) -> None:
    firms = page(pilot, "firms")
    pilot.click("enrol")
    assert "登记码" in firms.enrolling.problem.text()
    with Practice(session.home, SystemClock(session.clock.now().date())) as practice:
        firms.enrolling.profile.setText(str(practice.profile_path))
        firms.enrolling.code.setText("WRONG-CODE")
        pilot.click("enrol")
        pilot.settle()
        assert firms.enrolling.problem.isVisibleTo(firms.enrolling)
        assert firms.enrolling.code.text() == "WRONG-CODE", "what was typed stays to be mended"
        firms.enrolling.code.setText(practice.issue_code(firm))
        pilot.click("enrol")
        pilot.settle()
    assert connecting.enrolment(session, firm) is not None
    assert pilot.shell.rail.page == "desk"
