"""Filing from the window at the real practice endpoint: pre-flight, receipt, decision, the file, the alarm."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QFileDialog, QLabel, QPushButton

from client.base.clock import SystemClock
from client.net import NetworkFailure
from client.practice import Practice
from client.practice.bureau import deciding
from client.protocol.messages import DecisionFinding
from client.sync.results import Progress
from client.tour.script import Sample
from client.ui.ground.words import moment_word
from client.ui.parts.basics import Chip
from client.ui.sending import page as sending_page
from client.ui.sending import work
from client.ui.sending.signer import Signer
from client.usecases.bureau import connecting, filing, receipts
from client.usecases.home.session import Session
from client.usecases.views.desk import overview
from forms.periods import Period
from tests.client.ui.at_sending import go_to_sending, shown_states


def test_pre_flight_names_what_stands_in_the_way(pilot, imported: Session) -> None:
    go_to_sending(pilot)
    model = pilot.pages.sending.table.rows_model
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal, model)
    said = {row.form: model.data(model.index(n, 2)) for n, row in enumerate(model.rows)}
    assert "1 处错误" in said["JY"]
    assert "1 处待说明" in said["XM"]
    assert "没有缺项和错误" in said["JB"]
    assert pilot.child("send").text() == "报送 1 张报表"


def test_nothing_entered_nothing_to_send(pilot) -> None:
    go_to_sending(pilot)
    assert set(shown_states(pilot).values()) == {"empty"}
    assert not pilot.child("send").isEnabled()


def test_the_way_leads_to_the_return(pilot, imported: Session) -> None:
    go_to_sending(pilot)
    table = pilot.pages.sending.table
    row = next(n for n, row in enumerate(table.rows_model.rows) if row.form == "JY")
    table._pick(table.rows_model.index(row, 0))
    pilot.until(lambda: pilot.entry.work is not None)
    assert pilot.draft.form.code == "JY"


def test_filed_receipt_shown_verified_and_saved(pilot, complete: Session, story: Sample, tmp_path: Path) -> None:
    go_to_sending(pilot)
    assert pilot.child("send").text() == "报送 3 张报表"
    pilot.click("send")
    pilot.until(lambda: not pilot.pages.sending.filing.busy and shown_states(pilot).get("JY") == "accepted")
    states = shown_states(pilot)
    assert {form for form, state in states.items() if state == "accepted"} == {"JB", "JY", "XM"}
    assert set(states.values()) == {"accepted", "empty"}  # forms that do not apply do not hold the others up
    numbers = {label.text() for label in pilot.shell.findChildren(QLabel, "receiptNumber")}
    assert len(numbers) == 3
    seals = [label.text() for label in pilot.shell.findChildren(QLabel, "signatureVerified")]
    assert all("签名已验证" in text for text in seals)
    assert "3 张已送达，其中 3 张已受理" in pilot.pages.sending.filing.banner.text
    save_first_receipt(pilot, tmp_path / "回执.jbreceipt")
    at = pilot.child("printReceipt")
    pilot.pages.sending.refresh()
    pilot.settle()
    assert pilot.child("printReceipt") is at, "the keyboard may be there"
    profile = complete.home / "practice" / "profile.json"
    assert receipts.verify(tmp_path / "回执.jbreceipt", profile).verdict == "trusted"
    the_desk_knows(pilot)


def save_first_receipt(pilot, path: Path) -> None:
    row = next(row for row in pilot.pages.sending.table.rows_model.rows if row.receipt is not None)
    pilot.pages.sending.receipts.save(row)
    dialog = pilot.shell.findChild(QFileDialog, "receiptDialog")
    dialog.fileSelected.emit(str(path))
    dialog.close()
    pilot.until(path.exists)
    pilot.until(lambda: pilot.child("bannerButton", QPushButton).text() == "打开文件夹")
    pilot.settle()


def the_desk_knows(pilot) -> None:
    pilot.click("goDesk")
    desk = pilot.pages.desk
    pilot.until(lambda: desk.desk is not None and len(desk.desk.receipts) == 3)
    states = {row.form: row.state for row in desk.desk.rows if str(row.period) == "2025-09"}
    assert states == {"JY": "accepted", "XM": "accepted", "CP": "empty"}


def test_a_correction_asks_for_its_reason(pilot, complete: Session) -> None:
    go_to_sending(pilot)
    pilot.click("send")
    pilot.until(lambda: not pilot.pages.sending.filing.busy and shown_states(pilot).get("JY") == "accepted")
    pilot.open("JY", "2025-09")
    pilot.type("JY042", "123.45")
    pilot.settle()
    go_to_sending(pilot)
    pilot.until(lambda: shown_states(pilot).get("JY") == "ready")
    pilot.settle()
    told_as_changed(pilot)
    assert [row.form for row in overview(complete, pilot.pages.sending._context.firm).rows if row.changed] == [
        "JY"
    ]
    reason = pilot.child("correctionReason")
    assert reason.isVisible()
    pilot.click("send")
    pilot.until(lambda: not pilot.pages.sending.filing.busy)
    pilot.settle()
    assert shown_states(pilot)["JY"] == "ready"
    assert pilot.pages.sending.filing._problems
    reason.setText("用电量漏填")
    pilot.click("send")
    pilot.until(lambda: not pilot.pages.sending.filing.busy and shown_states(pilot).get("JY") == "accepted")


def told_as_changed(pilot) -> None:
    """Nothing says that all is with the authority, and the receipt that it was for what was there then."""
    page = pilot.pages.sending
    banner = page.filing.banner
    assert banner.text == "3 张已送达，其中 3 张已受理；此后又改过 1 张，改动还没有报送"
    assert banner.property("banner") == "query"
    model = page.table.rows_model
    said = {row.form: model.data(model.index(n, 0)) for n, row in enumerate(model.rows)}
    assert [form for form, told in said.items() if "有改动未报送" in told] == ["JY"]
    chips = [chip.text() for chip in page.receipts.findChildren(Chip)]
    assert chips.count("此后有改动，还没有报送") == 1
    page.choose(Period.parse("2025-08"))
    pilot.settle()
    assert "此后又改过 1 张" in banner.text, "in another month's list it does not stand"
    page.choose(Period.parse("2025-09"))
    pilot.settle()


def test_an_endpoint_that_is_gone_loses_nothing_and_is_tried_again(pilot, complete: Session) -> None:
    profile = complete.home / "practice"
    profile.write_text("not a folder", "utf-8")
    go_to_sending(pilot)
    pilot.click("send")
    pilot.until(lambda: pilot.pages.sending.filing.banner.isVisible())
    assert "没有丢失" in pilot.pages.sending.filing.banner.text
    profile.unlink()
    pilot.click("bannerButton")
    pilot.until(lambda: not pilot.pages.sending.filing.busy and shown_states(pilot).get("JY") == "accepted")


def test_what_met_a_closed_door_is_nowhere_called_sent(
    pilot, complete: Session, firm: str, tmp_path: Path
) -> None:
    with Practice(tmp_path, SystemClock(complete.clock.now().date())) as office:
        connecting.enrol(complete, firm, office.profile_path, office.issue_code(firm))
        with connecting.line(complete, firm, office.profile_path) as line:
            filing.settle(line)
    go_to_sending(pilot)
    pilot.click("send")
    pilot.until(lambda: not pilot.pages.sending.filing.busy and "queued" in shown_states(pilot).values())
    assert sorted(shown_states(pilot).values()).count("sent") == 1, "that one was begun: nobody may forget it"
    model = pilot.pages.sending.table.rows_model
    said = [model.data(model.index(row, column)) for row in range(len(model.rows)) for column in (1, 2)]
    assert not [words for words in said if "已送" in words]
    assert "待回执" in said


@pytest.fixture
def pressed(monkeypatch: pytest.MonkeyPatch) -> Iterator[threading.Event]:
    """The line to the endpoint stands once the button that stops was pressed."""
    pressed, line = threading.Event(), connecting.line
    monkeypatch.setattr(connecting, "line", lambda *given: (pressed.wait(60), line(*given))[1])
    yield pressed
    pressed.set()


def test_stopped_at_once_nothing_has_left_and_it_is_gone_on_with(
    pilot, complete: Session, pressed: threading.Event
) -> None:
    go_to_sending(pilot)
    pilot.click("send")
    pilot.click("stopSending")
    assert not pilot.child("stopSending").isEnabled()
    pressed.set()
    page = pilot.pages.sending
    pilot.until(lambda: not page.filing.busy and page.filing.banner.isVisible())
    assert page.filing.banner.text == "已停止：还没有一张送达，3 张还没有开始。没有丢失，随时可以继续。"
    pilot.settle()
    assert sorted(shown_states(pilot).values()).count("ready") == 3
    pilot.click("bannerButton")
    pilot.until(lambda: not page.filing.busy and shown_states(pilot).get("JY") == "accepted")
    assert not pilot.child("stopSending").isVisible()


def stop_at_the_first_receipt(monkeypatch: pytest.MonkeyPatch) -> None:
    real = work.submit

    def submit(*about, report, stop, **others):
        """The person presses the button the moment the first receipt is there."""

        def told(progress: Progress) -> None:
            report(progress)
            if progress.doing == "received":
                stop.ask()

        return real(*about, report=told, stop=stop, **others)

    monkeypatch.setattr(work, "submit", submit)


def test_that_what_is_due_could_not_be_asked_is_told_beside_the_receipts(
    pilot, complete: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    def cut_off(*_: object) -> None:
        raise NetworkFailure("net.cut-off", host="127.0.0.1")

    stop_at_the_first_receipt(monkeypatch)
    go_to_sending(pilot)
    pilot.click("send")
    page = pilot.pages.sending
    pilot.until(lambda: not page.filing.busy and page.filing.banner.isVisible())
    with monkeypatch.context() as broken:
        broken.setattr(filing, "fetch", cut_off)
        pilot.click("bannerButton")
        pilot.until(lambda: not page.filing.busy and page.filing.banner.isVisible())
    received, trouble = page.filing.banner.text.split("\n")
    assert received.startswith("3 张已送达")
    assert "127.0.0.1" in trouble


def test_stopped_after_the_first_receipt_the_rest_waits_in_the_queue(
    pilot, complete: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    stop_at_the_first_receipt(monkeypatch)
    go_to_sending(pilot)
    pilot.click("send")
    page = pilot.pages.sending
    pilot.until(lambda: not page.filing.busy and page.filing.banner.isVisible())
    assert page.filing.banner.text == "已停止：1 张已送达，2 张已冻结排队。没有丢失，随时可以继续。"
    pilot.settle()
    assert sorted(state for state in shown_states(pilot).values() if state != "empty") == [
        "queued",
        "queued",
        "received",
    ]
    pilot.click("bannerButton")
    pilot.until(lambda: not page.filing.busy and shown_states(pilot).get("JY") == "accepted")
    pilot.settle()
    assert set(shown_states(pilot).values()) == {"accepted", "empty"}


def test_a_precheck_is_stopped_and_nothing_was_filed(pilot, complete: Session, pressed: threading.Event) -> None:
    go_to_sending(pilot)
    pilot.click("precheck")
    pilot.click("stopSending")
    pressed.set()
    page = pilot.pages.sending
    pilot.until(lambda: not page.filing.busy and page.filing.banner.isVisible())
    assert page.filing.banner.text == "已停止预检。没有报送任何数据。"


def test_prepared_and_reviewed_are_signed_and_a_change_makes_them_stale(pilot, complete: Session) -> None:
    go_to_sending(pilot)
    preparer, reviewer, head = pilot.pages.sending.sign_off.findChildren(Signer)
    assert "确认填好 3 张" in words_of(preparer)
    assert "确认审核 3 张" in words_of(reviewer)
    for signer, name in ((preparer, "sign"), (reviewer, "sign")):
        QTest.mouseClick(signer.findChild(QPushButton, name), Qt.MouseButton.LeftButton)
        pilot.until(lambda signer=signer: len(signer.standing.signed) == 3)
    pilot.settle()
    today = moment_word(complete.clock.now())[:10]
    assert any(text.startswith(today) for text in words_of(reviewer))
    assert "未签署" in words_of(head)
    pilot.open("JY", "2025-09")
    pilot.type("JY044", "补充说明")
    pilot.settle()
    go_to_sending(pilot)
    pilot.until(lambda: "1 张签署后又改过" in words_of(reviewer))
    assert "营业收入与生产经营：签署后又改过" in reviewer._chip.toolTip()
    QTest.mouseClick(reviewer.findChild(QPushButton, "sign"), Qt.MouseButton.LeftButton)
    pilot.until(lambda: not reviewer.standing.stale and len(reviewer.standing.signed) == 3)
    QTest.mouseClick(reviewer.findChild(QPushButton, "unsign"), Qt.MouseButton.LeftButton)
    pilot.until(lambda: not reviewer.standing.signed)
    assert "未签署" in words_of(reviewer)


def words_of(signer: Signer) -> list[str]:
    """What is in sight of one who signs."""
    parts = [*signer.findChildren(QLabel), *signer.findChildren(QPushButton)]
    return [each.text() for each in parts if each.isVisible()]


def test_what_was_returned_is_no_success_and_leads_to_its_cell(
    pilot, complete: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = DecisionFinding("C021", "error", ["JY021"], "请与开票金额核对")
    monkeypatch.setattr(deciding, "judge", lambda *_: deciding.Judgement("rejected", [found]))
    go_to_sending(pilot)
    pilot.click("send")
    page = pilot.pages.sending
    pilot.until(lambda: not page.filing.busy and "rejected" in shown_states(pilot).values())
    assert page.filing.banner.text == "3 张已送达，3 张被退回：照退回意见改好再报"
    assert page.filing.banner.property("banner") == "query"
    row = next(n for n, row in enumerate(page.table.rows_model.rows) if row.form == "JY")
    page.table._pick(page.table.rows_model.index(row, 0))
    pilot.until(lambda: pilot.entry.work is not None and pilot.sheet.address() == "JY021")
    pilot.until(lambda: "请与开票金额核对" in pilot.child("remarks", QLabel).text())
    pilot.window.conductor.go("desk")
    pilot.until(lambda: pilot.pages.desk.desk is not None and pilot.pages.desk.desk.receipts)
    assert [each.returned for each in pilot.pages.desk.desk.receipts] == [True] * 3


def test_what_was_gathered_before_does_not_replace_what_was_asked_for_later(
    pilot, imported: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    go_to_sending(pilot)
    page, real, held, first = pilot.pages.sending, sending_page.gather, threading.Event(), threading.Event()

    def slow_at_first(*about):
        found = real(*about)
        if not first.is_set():
            first.set()
            held.wait()
        return found

    monkeypatch.setattr(sending_page, "gather", slow_at_first)
    page.refresh()
    pilot.until(first.is_set)
    page.choose(Period.parse("2025-08"))
    pilot.until(lambda: page._preflight is not None and str(page._preflight.period) == "2025-08")
    held.set()
    pilot.settle()
    assert str(page._preflight.period) == "2025-08"
    assert {row.period.months for row in page.table.rows_model.rows if row.form == "JY"} == {8}


def test_filing_is_in_sight_however_long_the_list(pilot, complete: Session) -> None:
    pilot.shell.resize(1024, 700)
    go_to_sending(pilot)
    page = pilot.pages.sending
    pilot.until(lambda: page.bar.go.isEnabled())
    assert not page.bar.go.visibleRegion().isEmpty()
    assert page.bar.go.mapTo(page, QPoint()).y() < page.table.mapTo(page, QPoint()).y()
    assert page.sign_off.last.nextInFocusChain() is page.bar.go, "signed first"


def test_nothing_is_sent_of_a_month_whose_list_is_not_there_yet(
    pilot, complete: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    go_to_sending(pilot)
    page, real, held = pilot.pages.sending, sending_page.gather, threading.Event()
    pilot.until(lambda: page.bar.go.isEnabled())

    def slow(*about):
        held.wait()
        return real(*about)

    monkeypatch.setattr(sending_page, "gather", slow)
    page.choose(Period.parse("2025-08"))
    assert not page.bar.go.isEnabled(), "what it counts is another month's"
    page.filing.send()
    assert not page.filing.busy, "no forms of September in August"
    held.set()
    pilot.until(lambda: page._preflight is not None and str(page._preflight.period) == "2025-08")
    pilot.settle()
    assert not [
        row for row in page.table.rows_model.rows if row.state in ("queued", "sent", "received", "accepted")
    ]


def test_trying_again_sends_what_failed_and_not_the_month_turned_to_since(
    pilot, complete: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []

    def away(_session, _firm, period, forms, _reason, *_rest):
        asked.append((str(period), forms))
        raise NetworkFailure("net.cut-off", host="127.0.0.1")

    monkeypatch.setattr("client.ui.sending.filing.send", away)
    go_to_sending(pilot)
    page = pilot.pages.sending
    pilot.click("send")
    pilot.until(lambda: not page.filing.busy and page.filing.banner.button.isVisible())
    page.choose(Period.parse("2025-08"))
    pilot.until(lambda: page._preflight is not None and str(page._preflight.period) == "2025-08")
    page.filing.banner.button.click()
    pilot.until(lambda: len(asked) == 2 and not page.filing.busy)
    assert asked[0] == asked[1]
