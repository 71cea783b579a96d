"""From the window: a return with nothing to report, and one that another computer filed first."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit
from pytestqt.plugin import QtBot

from client.ui.sending.preflight import SendRow, gather
from client.usecases.bureau.filing import Filed
from client.usecases.home.session import Session
from forms.periods import Period
from tests.client.ui.accessibility import nameless
from tests.client.ui.at_sending import go_to_sending, shown_states
from tests.client.ui.conftest import Pilot, fly
from tests.client.usecases.computers import ADDRESS, BUSINESS, TELEPHONE, YEAR, Computer, first, part, second

__all__ = ["first", "second"]


def turn_to(pilot: Pilot, form: str) -> None:
    table = pilot.pages.sending.table
    row = next(n for n, row in enumerate(table.rows_model.rows) if row.form == form)
    table.setCurrentIndex(table.rows_model.index(row, 0))


def test_nothing_to_report_is_declared_with_a_reason_and_gets_its_receipt(pilot: Pilot, session: Session) -> None:
    go_to_sending(pilot)
    turn_to(pilot, "XM")
    pilot.click("nil")
    assert "零申报" in pilot.child("nilWords", QLabel).text()
    assert not pilot.child("declareNil").isEnabled(), "a reason is asked for"
    pilot.write(pilot.child("nilReason", QLineEdit), "本期没有在建项目")
    assert nameless(pilot.shell) == []
    QTest.keyClick(pilot.child("nilReason"), Qt.Key.Key_Return)
    pilot.until(lambda: not pilot.pages.sending.filing.busy and shown_states(pilot).get("XM") == "accepted")
    assert pilot.shell.findChild(QLabel, "receiptNumber") is not None
    turn_to(pilot, "XM")
    assert not pilot.child("nil").isEnabled(), "it is filed"


def test_enter_in_the_reason_declares_it_and_presses_nothing_else(pilot: Pilot) -> None:
    go_to_sending(pilot)
    turn_to(pilot, "XM")
    pilot.click("nil")
    pilot.write(pilot.child("nilReason"), "没有在建的重点项目")
    QTest.keyClick(pilot.child("nilReason"), Qt.Key.Key_Return)
    assert pilot.window.shell.at == "send"
    pilot.until(lambda: shown_states(pilot)["XM"] == "accepted")
    assert pilot.window.shell.at == "send"


def test_it_can_be_left_undone(pilot: Pilot) -> None:
    go_to_sending(pilot)
    turn_to(pilot, "XM")
    pilot.click("nil")
    pilot.click("leaveNil")
    assert not pilot.pages.sending.nil_part.isVisible()
    assert set(shown_states(pilot).values()) == {"empty"}


def test_a_return_with_figures_cannot_be_nil(pilot: Pilot, imported: Session) -> None:
    go_to_sending(pilot)
    turn_to(pilot, "JY")
    assert not pilot.child("nil").isEnabled()


@pytest.fixture
def at_first(qtbot: QtBot, qapp: QApplication, first: Computer, second: Computer) -> Iterator[Pilot]:
    """The window on the computer whose return was overtaken by the other's."""
    part(first, second)
    first.file("电话变更")
    yield from fly(qtbot, qapp, lambda _: first.session, first.firm)


def test_three_ways_side_by_side_decided_cell_by_cell(at_first: Pilot, first: Computer) -> None:
    pilot = at_first
    go_to_sending(pilot)
    page = pilot.pages.sending
    page.choose(Period.parse("2025-12"))
    pilot.until(lambda: shown_states(pilot).get("JB") == "conflict")
    turn_to(pilot, "JB")
    page.table._pick(page.table.currentIndex())
    merge = page.merging
    pilot.until(lambda: merge.view is not None)
    QAbstractItemModelTester(merge.table.rows_model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    assert "已在" in pilot.child("mergeWords", QLabel).text()
    assert not merge.go.isEnabled(), "both changed the telephone"
    assert nameless(pilot.shell) == []
    cells = {cell.address: cell for cell in merge.view.cells}
    assert merge.side_of(cells[ADDRESS]) == "theirs"
    assert merge.side_of(cells[BUSINESS]) == "mine"
    row = list(cells).index(TELEPHONE)
    shown = [merge.table.rows_model.data(merge.table.rows_model.index(row, n)) for n in range(5)]
    assert shown[2:] == ["0752-1111111", "0752-2000009", "待定"]
    merge.table.setCurrentIndex(merge.table.rows_model.index(row, 0))
    merge.table.setFocus()
    QTest.keyClick(merge.table, Qt.Key.Key_Return)  # theirs
    QTest.keyClick(merge.table, Qt.Key.Key_Return)  # mine again
    assert merge.side_of(cells[TELEPHONE]) == "mine"
    pilot.click("merge")
    pilot.until(lambda: shown_states(pilot).get("JB") == "ready")
    assert (first.text(TELEPHONE), first.text(ADDRESS)) == ("0752-1111111", "惠州市仲恺高新区1号")
    assert first.text(BUSINESS) == "维修服务"


def test_deciding_can_wait_and_changes_nothing(at_first: Pilot, first: Computer) -> None:
    pilot = at_first
    page = pilot.pages.sending
    pilot.window.conductor.go("send")
    page.merging.open("JB", Period.parse("2025"))
    page._stack.setCurrentWidget(page.merging)
    pilot.until(lambda: page.merging.view is not None)
    pilot.click("allTheirs")
    assert page.merging.go.isEnabled()
    pilot.click("leaveMerge")
    assert first.text(TELEPHONE) == "0752-1111111"
    assert first.check().state == "conflict"


def test_the_page_has_the_receipt_of_what_another_computer_filed(first: Computer, second: Computer) -> None:
    filed = first.file().result
    assert filed is not None
    second.sync()
    row = next(each for each in gather(second.session, second.firm, YEAR).rows if each.form == "JB")
    assert (row.receipt, row.decision) == (filed.receipt, filed.decision)


def test_all_that_differs_is_seen_however_early_it_was_found_out(at_first: Pilot) -> None:
    page = at_first.pages.sending
    page.merging.open("JB", Period.parse("2025"))
    at_first.until(lambda: page.merging.view is not None)
    at_first.window.conductor.go("send")
    page._stack.setCurrentWidget(page.merging)
    table = page.merging.table
    at_first.until(table.isVisible)
    at_first.settle()
    assert table.height() == table.height_of_all()
    assert table.verticalScrollBar().maximum() == 0
    at_first.shell.resize(1024, 300)
    at_first.until(lambda: table.height() < table.height_of_all())
    assert table.height() > table.horizontalHeader().height()


def the_profile(computer: Computer) -> SendRow:
    """The enterprise's profile as the list of its year shows it."""
    return next(each for each in gather(computer.session, computer.firm, YEAR).rows if each.form == "JB")


def set_state(computer: Computer, filed: Filed, state: str) -> None:
    """Let a version have met another fate."""
    version = filed.result
    assert version is not None
    computer.session.store_of(computer.firm).run(lambda books: books.outbox.set_state(version.version_id, state))


@pytest.mark.parametrize(
    ("became", "corrects"), [("accepted", True), ("received", True), ("rejected", False), ("withdrawn", False)]
)
def test_only_replacing_filed_figures_wants_a_reason(first: Computer, became: str, corrects: bool) -> None:
    assert not the_profile(first).corrects, "nothing was filed"
    set_state(first, first.file(), became)
    assert not the_profile(first).corrects, "it is as it was filed"
    first.type(**{TELEPHONE: "0752-2000009"})
    assert the_profile(first).ready
    assert the_profile(first).corrects is corrects
    first.type(**{TELEPHONE: ""})
    assert not the_profile(first).corrects, "what has errors is not filed"
    assert the_profile(first).changed is corrects, "but it is said"


def test_after_a_correction_that_was_turned_away_the_next_wants_its_reason_too(first: Computer) -> None:
    stands = first.file()
    first.type(**{TELEPHONE: "0752-2000009"})
    set_state(first, first.file("电话变更"), "rejected-at-door")
    set_state(first, stands, "accepted")
    first.type(**{TELEPHONE: "0752-2000010"})
    assert the_profile(first).corrects


def test_replacing_what_another_computer_filed_wants_its_reason_and_goes(
    second: Computer, first: Computer, at_second: Pilot
) -> None:
    pilot = at_second
    go_to_sending(pilot)
    pilot.pages.sending.choose(Period.parse("2025-12"))
    pilot.until(lambda: shown_states(pilot).get("JB") == "ready")
    assert pilot.child("correctionReason").isVisible()
    pilot.write(pilot.child("correctionReason"), "电话变更")
    pilot.click("send")
    pilot.until(lambda: shown_states(pilot)["JB"] == "accepted")
    first.sync()
    assert first.text(TELEPHONE) == "0752-2000009"


@pytest.fixture
def at_second(qtbot: QtBot, qapp: QApplication, first: Computer, second: Computer) -> Iterator[Pilot]:
    """The window on the computer that took in what the other filed, and changed it since."""
    first.file()
    second.sync()
    second.type(**{TELEPHONE: "0752-2000009"})
    yield from fly(qtbot, qapp, lambda _: second.session, second.firm)


def test_one_that_is_kept_back_is_told_of_at_the_top_and_at_the_foot(
    first: Computer, second: Computer, at_second: Pilot
) -> None:
    pilot = at_second
    first.type(**{TELEPHONE: "0752-1111111"})
    first.file("电话变更")
    go_to_sending(pilot)
    pilot.pages.sending.choose(Period.parse("2025-12"))
    pilot.until(lambda: shown_states(pilot).get("JB") == "ready")
    pilot.write(pilot.child("correctionReason"), "电话变更")
    pilot.click("send")
    pilot.until(lambda: shown_states(pilot)["JB"] == "conflict")
    told = pilot.pages.sending.filing.banner.text
    assert "已由本单位的另一台电脑" in told
    assert told.endswith("选定后再报送。数据都在本机，没有丢失。")
    assert not pilot.pages.sending.filing.banner.button.isVisible(), "once more would be in vain"
    assert pilot.window.shell.status._doing.text() == "没有完成：报送报表"
