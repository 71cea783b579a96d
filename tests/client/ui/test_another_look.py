"""Another language or size of letters in the middle of something: the window is built anew, nothing is lost."""

from __future__ import annotations

import re
from threading import Event

import pytest
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit

from client.base.errors import WorldError
from client.tour.script import Sample
from client.ui.entry.cells.viewing import Order
from client.ui.parts.choice import Choice
from client.ui.sending import filing as page_filing
from client.usecases.books import reviewing
from client.usecases.home.session import Session
from client.usecases.home.settings_table import Value
from client.usecases.returns import editing
from tests.client.ui.conftest import Pilot
from tests.client.workbook.enterprises import summary, write


def turn(pilot: Pilot, key: str = "display.language", value: Value = "en") -> None:
    """Go to the settings and choose something there."""
    pilot.window.conductor.go("settings")
    pilot.until(lambda: [each for each in pilot.shell.findChildren(Choice, key) if each.isVisible()])
    choice = pilot.child(key, Choice)
    choice.choose(value)
    assert choice.currentData() == value


def turned(pilot: Pilot, page: str) -> None:
    """The window is in English; go to a page of it."""
    pilot.until(lambda: pilot.window.shell.rail.stops()[0].title == "Desk")
    go(pilot, page)


def go(pilot: Pilot, page: str) -> None:
    pilot.window.conductor.go(page)
    pilot.settle()


def test_the_return_open_before_is_open_after_and_can_be_undone(pilot: Pilot, imported: Session) -> None:
    pilot.open("XM", "2025-09")
    pilot.entry.bar.unit.choose("元")
    pilot.entry.filtering.sort(Order("XM014", down=True))
    address = f"XM[{pilot.entry.grid.model.rows[1]}].XM014"
    before = pilot.draft.cell(address)
    pilot.type(address, "123")
    pilot.sheet.go_to(address)
    turn(pilot)
    pilot.settle()
    go(pilot, "entry")
    pilot.until(lambda: pilot.entry.work is not None)
    assert (pilot.draft.form.code, str(pilot.draft.period)) == ("XM", "2025-09")
    assert pilot.sheet.address() == address
    assert pilot.entry.grid.model.order == Order("XM014", down=True)
    assert pilot.entry.bar.unit.currentData() == "元"
    assert pilot.entry.grid.filter_bar.isVisible()
    pilot.entry.undo()
    assert pilot.draft.cell(address) == before


@pytest.mark.parametrize(("key", "value"), [("display.language", "en"), ("display.font_size", 150)])
def test_a_return_being_opened_is_opened_afterwards(
    pilot: Pilot, imported: Session, monkeypatch: pytest.MonkeyPatch, key: str, value: Value
) -> None:
    pilot.open("JY", "2025-09")
    goes_on = Event()
    ready = editing.Draft.make_ready
    monkeypatch.setattr(editing.Draft, "make_ready", lambda draft: (goes_on.wait(60), ready(draft))[1])
    pilot.window.conductor.open_return("XM", pilot.draft.period, "")
    turn(pilot, key, value)
    goes_on.set()
    pilot.settle()
    go(pilot, "entry")
    pilot.until(lambda: pilot.entry.work is not None)
    assert pilot.draft.form.code == "XM"


def test_what_is_being_composed_is_in_its_cell(pilot: Pilot, imported: Session) -> None:
    pilot.open("JY", "2025-09", "JY044")
    pilot.keys(key=Qt.Key.Key_F2)
    editor = pilot.sheet.painter_of_cells.editor
    editor.selectAll()
    QCoreApplication.sendEvent(editor, QInputMethodEvent("出口订单", []))
    turn(pilot)
    pilot.settle()
    go(pilot, "entry")
    pilot.until(lambda: pilot.entry.work is not None)
    assert pilot.text("JY044").endswith("出口订单")


def test_an_explanation_that_was_begun_waits_to_be_saved(pilot: Pilot, imported: Session, story: Sample) -> None:
    def turn_to(level: str) -> None:
        found = [item for item in pilot.entry.findings.model.items if item.finding]
        pilot.entry.findings.choose(next(item for item in found if item.finding.level == level))

    def at_query() -> QLineEdit:
        turn_to("query")
        return pilot.child("explanationText", QLineEdit)

    pilot.open("XM", story.period)
    QTest.keyClicks(at_query(), "ab")
    pilot.entry.grid.sheet.setFocus()
    turn_to("error")
    assert at_query().text() == "ab", "after a look at another finding"
    turn(pilot)
    pilot.settle()
    go(pilot, "entry")
    pilot.until(lambda: pilot.entry.work is not None)
    assert at_query().text() == "ab"


def test_a_workbook_under_review_stays_under_review(pilot: Pilot, story: Sample) -> None:
    pilot.drop(story.path)
    pilot.until(lambda: pilot.pages.importing.state == "review")
    pilot.settle()
    part = pilot.pages.importing.review_part
    part.lines_part.table.ticked.emit(part.lines.rows_model.rows[0])
    pilot.until(lambda: part.accept.isEnabled())
    pilot.settle()
    count = pilot.pages.importing.book.plan.changed
    turn(pilot)
    pilot.settle()
    go(pilot, "import")
    page = pilot.pages.importing
    assert page.state == "review"
    pilot.until(lambda: page.review_part.accept.text() == f"Write {count} values")
    assert len(page.review_part.lines_part.selection.without_places) == 1
    pilot.click("accept")
    pilot.until(lambda: page.state == "done")
    turn(pilot, "display.font_size", 115)
    pilot.settle()
    go(pilot, "import")
    assert pilot.pages.importing.state == "done"
    pilot.click("undoImport")
    pilot.settle()
    turn(pilot, "display.font_size", 100)
    pilot.settle()
    assert pilot.pages.importing.state == "waiting"


def test_a_workbook_that_was_refused_is_still_told_of(pilot: Pilot, tmp_path) -> None:
    book = tmp_path / "坏的.xlsx"
    book.write_bytes(b"PK no workbook")
    pilot.drop(book)
    pilot.until(lambda: pilot.pages.importing.problem.isVisible())
    turn(pilot)
    pilot.settle()
    go(pilot, "import")
    assert "坏的.xlsx" in pilot.pages.importing.problem.text
    assert pilot.pages.importing.problem.isVisible()


def test_many_workbooks_are_still_there(pilot: Pilot, tmp_path) -> None:
    books = [write(tmp_path / "1.xlsx", 汇总=summary(2)), write(tmp_path / "2.xlsx", 汇总=summary(3, 2))]
    pilot.window.conductor.import_books(books)
    many = pilot.pages.importing.many
    many.whose.choose(data=False)
    pilot.until(lambda: many.plan is not None and not pilot.window.conductor.tasks.busy and len(many.rows) == 5)
    many.table.ticked.emit(many.rows[0])
    waiting = many.waiting
    turn(pilot)
    pilot.settle()
    go(pilot, "import")
    again = pilot.pages.importing.many
    assert pilot.pages.importing.state == "many"
    assert again is not many
    assert (again.waiting, len(again.rows)) == (waiting, 5)
    pilot.click("storeMany")
    pilot.until(lambda: again.stored)


def test_the_window_waits_for_an_import_that_runs(
    pilot: Pilot, story: Sample, monkeypatch: pytest.MonkeyPatch
) -> None:
    pilot.drop(story.path)
    page = pilot.pages.importing
    pilot.until(lambda: page.state == "review" and page.review_part.accept.isEnabled())
    pilot.settle()
    goes_on = Event()
    apply = reviewing.apply
    monkeypatch.setattr(reviewing, "apply", lambda *about: (goes_on.wait(60), apply(*about))[1])
    pilot.click("accept")
    turn(pilot)
    assert pilot.pages.importing is page, "it tells what comes of it"
    pilot.until(pilot.shell.banner.isVisible)
    assert pilot.child("stopWork").isVisible(), "it can still be ended"
    goes_on.set()
    pilot.settle()
    pilot.until(lambda: pilot.window.shell.rail.stops()[0].title == "Desk")
    assert pilot.window.shell.at == "settings"
    go(pilot, "import")
    assert pilot.pages.importing.state == "done"
    assert "values written" in pilot.pages.importing._done.told.title.text()


def test_what_came_of_a_filing_is_told_in_the_new_language(
    pilot: Pilot, complete: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    goes_on, tries = Event(), []

    def send(*_: object) -> object:
        tries.append(1)
        goes_on.wait(60)
        raise WorldError("net.timeout", host="collect.example")

    monkeypatch.setattr(page_filing, "send", send)
    go(pilot, "send")
    pilot.until(lambda: pilot.child("send").isEnabled())
    pilot.click("send")
    turn(pilot)
    goes_on.set()
    pilot.settle()
    pilot.until(lambda: pilot.window.shell.rail.stops()[0].title == "Desk")
    go(pilot, "send")
    banner = pilot.pages.sending.filing.banner
    assert banner.isVisible()
    assert "collect.example" in banner.text
    assert not re.search("[㐀-鿿]", banner.text)
    banner.button.click()
    pilot.until(lambda: len(tries) == 2)


def test_a_reason_that_was_begun_is_there(pilot: Pilot, imported: Session) -> None:
    go(pilot, "send")
    page = pilot.pages.sending
    page.period.choose(next(page.period.itemData(n) for n in range(page.period.count()) if n == 2))
    month = page.period.currentData()
    pilot.settle()
    row = page.table.rows_model.rows[0]
    page.nil_part.ask(row)
    page.nil_part.reason.setText("停产")
    page.sign_off.restore_state("地址变更")
    turn(pilot)
    pilot.settle()
    go(pilot, "send")
    again = pilot.pages.sending
    assert again is not page
    assert (again.period.currentData(), again.sign_off.save_state()) == (month, "地址变更")
    assert again.nil_part.save_state() == (row, "停产")
    assert again.nil_part.isVisible()


def test_an_enrolment_that_was_begun_is_there(pilot: Pilot, imported: Session) -> None:
    go(pilot, "firms")
    page = pilot.pages.page("firms")
    pilot.write(page.enrolling.profile, "D:/平台.json")
    pilot.write(page.enrolling.code, "GD-7Q4M")
    pilot.write(page.code, "91441300")
    pilot.write(page.name, "另一家")
    turn(pilot)
    turned(pilot, "firms")
    again = pilot.pages.page("firms")
    assert again is not page
    assert again.enrolling.save_state() == ("D:/平台.json", "GD-7Q4M")
    assert (again.code.text(), again.name.text()) == ("91441300", "另一家")


def test_what_is_put_on_paper_stays_chosen(pilot: Pilot, imported: Session) -> None:
    go(pilot, "paper")
    page = pilot.pages.page("paper")
    page.form.choose("JB")
    page.kind.choose("blank")
    chosen = page.save_state()
    assert chosen is not None
    turn(pilot)
    turned(pilot, "paper")
    after = pilot.pages.page("paper")
    pilot.until(lambda: after.sheet is not None)
    assert after is not page
    assert after.save_state() == chosen
    assert (chosen.form, chosen.kind) == ("JB", "blank")
