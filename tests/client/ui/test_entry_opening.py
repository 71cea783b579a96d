"""A return that takes a while to open: what is said meanwhile, how it is given up, and what comes of it then."""

from __future__ import annotations

from collections.abc import Callable
from threading import Event

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QSignalSpy, QTest
from PySide6.QtWidgets import QApplication

from client.base.errors import UserError
from client.base.stopping import Stop
from client.ui.entry import destination, opening
from client.usecases.returns.editing import Draft, open_draft
from client.usecases.views.desk_rows import Desk
from forms.periods import Period

SEPTEMBER = Period.parse("2025-09")


def test_while_a_return_is_opened_it_says_so_and_takes_no_keys(pilot, monkeypatch) -> None:
    pilot.open("JY", "2025-09")
    began, go_on = Event(), Event()

    def slow(*asked: object) -> Draft:
        began.set()
        assert go_on.wait(60)
        return open_draft(*asked)

    monkeypatch.setattr(opening, "open_draft", slow)
    monkeypatch.setattr(
        pilot.entry.destination.opening._slow, "start", pilot.entry.destination.opening._slow.timeout.emit
    )
    pilot.window.conductor.open_return("XM", SEPTEMBER)
    pilot.until(began.is_set)
    cover = pilot.entry.grid._cover
    assert cover.isVisible()
    assert "重点项目进度" in cover.accessibleName()
    assert pilot.sheet.visibleRegion().isEmpty()
    assert not pilot.sheet.isEnabled(), "what is typed would go to the return below"
    go_on.set()
    pilot.until(lambda: pilot.draft.form.code == "XM" and not pilot.window.conductor.tasks.busy)
    assert not cover.isVisible()
    assert pilot.sheet.isEnabled()


def endless(pilot, monkeypatch) -> list[str]:
    """From now on returns take for ever to open; tells which one is being read, and which are not waited for."""
    seen: list[str] = []

    def reading(session, key, languages, stop: Stop) -> Draft:
        asked = Event()
        seen.append(f"reading {key.form}")
        with stop.calling(asked.set):
            assert asked.wait(60)
        seen[-1] = key.form
        stop.check()
        raise AssertionError

    monkeypatch.setattr(opening, "open_draft", reading)
    monkeypatch.setattr(
        pilot.entry.destination.opening._slow, "start", pilot.entry.destination.opening._slow.timeout.emit
    )
    return seen


@pytest.mark.parametrize("before", ["JY", ""])
def test_what_is_being_opened_can_be_stopped_and_one_is_back_where_one_was(pilot, monkeypatch, before) -> None:
    if before:
        pilot.open(before, "2025-09")
    ended = endless(pilot, monkeypatch)
    pilot.window.conductor.open_return("XM", SEPTEMBER)
    pilot.until(lambda: ended == ["reading XM"])
    QTest.keyClick(pilot.shell, Qt.Key.Key_Escape)
    pilot.until(lambda: ended == ["XM"] and not pilot.window.conductor.tasks.busy)
    assert not pilot.entry.grid._cover.isVisible()
    assert pilot.window.shell.at == ("entry" if before else "desk")
    assert (pilot.entry.work.draft.form.code if pilot.entry.work else "") == before


def test_whoever_goes_to_another_page_or_return_ends_the_opening(pilot, monkeypatch) -> None:
    ended = endless(pilot, monkeypatch)
    pilot.window.conductor.open_return("XM", SEPTEMBER)
    pilot.until(lambda: ended == ["reading XM"])
    pilot.window.conductor.go("desk")
    pilot.until(lambda: ended == ["XM"])
    pilot.window.conductor.open_return("YF", SEPTEMBER)
    pilot.until(lambda: ended == ["XM", "reading YF"])
    monkeypatch.setattr(opening, "open_draft", open_draft)
    pilot.open("JY", "2025-09")
    pilot.until(lambda: ended == ["XM", "YF"])
    assert pilot.draft.form.code == "JY"
    assert not pilot.entry.grid._cover.isVisible()


def test_whoever_turns_to_another_enterprise_ends_the_opening(pilot, monkeypatch) -> None:
    ended = endless(pilot, monkeypatch)
    pilot.window.conductor.open_return("XM", SEPTEMBER)
    pilot.until(lambda: ended == ["reading XM"])
    pilot.window.conductor.add_firm("91440300708461136T", "乙公司")
    pilot.until(lambda: ended == ["XM"])
    pilot.until(lambda: pilot.window.shell.at == "desk")
    assert pilot.window.conductor.context.firm == "91440300708461136T"


def test_what_cannot_be_opened_leaves_the_former_return_in_hand(pilot, monkeypatch) -> None:
    pilot.open("JY", "2025-09")

    def damaged(*_: object) -> Draft:
        raise UserError("edit.empty-explanation", least=5)

    monkeypatch.setattr(opening, "open_draft", damaged)
    said = QSignalSpy(pilot.window.conductor.tasks.trouble)
    pilot.window.conductor.open_return("XM", SEPTEMBER)
    pilot.until(lambda: said.count() == 1)
    assert pilot.sheet.isEnabled()
    assert pilot.draft.form.code == "JY"
    assert pilot.child("tabJY").isChecked(), "the bar tells what is shown"


def test_of_two_returns_asked_for_the_later_is_shown(pilot) -> None:
    for form in ("XM", "YF", "JY"):
        pilot.window.conductor.open_return(form, SEPTEMBER)
    pilot.until(lambda: not pilot.window.conductor.tasks.busy)
    assert pilot.draft.form.code == "JY"


def test_whoever_walks_the_rail_away_from_an_opening_keeps_the_keyboard_there(pilot, qapp, monkeypatch) -> None:
    pilot.open("JY", "2025-09")
    pilot.settle()
    pilot.shell.activateWindow()
    pilot.until(pilot.shell.isActiveWindow)
    ended = endless(pilot, monkeypatch)
    pilot.window.conductor.open_return("XM", SEPTEMBER)
    pilot.until(lambda: ended == ["reading XM"])
    rail = pilot.child("goDesk")
    rail.setFocus(Qt.FocusReason.TabFocusReason)
    moves = QSignalSpy(qapp.focusChanged)
    pilot.window.conductor.go("desk")
    pilot.until(lambda: ended == ["XM"])
    assert QApplication.focusWidget() is rail
    assert moves.count() == 0, "a screen reader would say each"


@pytest.mark.parametrize("before", ["JY", ""])
def test_back_from_another_page_the_return_asked_for_is_opened_after_all(pilot, monkeypatch, before) -> None:
    if before:
        pilot.open(before, "2025-09")
    ended = endless(pilot, monkeypatch)
    pilot.window.conductor.open_return("YF", SEPTEMBER, "YF002")
    pilot.until(lambda: ended == ["reading YF"])
    QTest.keyClick(pilot.shell, Qt.Key.Key_F1)
    pilot.until(lambda: ended == ["YF"] and pilot.window.shell.at == "help")
    monkeypatch.setattr(opening, "open_draft", open_draft)
    pilot.window.conductor.go("entry")
    pilot.until(lambda: pilot.entry.work is not None and not pilot.window.conductor.tasks.busy)
    assert pilot.draft.form.code == "YF"
    assert pilot.sheet.address() == "YF002"


def test_what_was_stopped_by_hand_is_not_opened_on_coming_back(pilot, monkeypatch) -> None:
    pilot.open("JY", "2025-09")
    ended = endless(pilot, monkeypatch)
    pilot.window.conductor.open_return("XM", SEPTEMBER)
    pilot.until(lambda: ended == ["reading XM"])
    QTest.keyClick(pilot.shell, Qt.Key.Key_Escape)
    pilot.until(lambda: ended == ["XM"])
    monkeypatch.setattr(opening, "open_draft", open_draft)
    for page in ("help", "entry"):
        pilot.window.conductor.go(page)
    pilot.until(lambda: not pilot.window.conductor.tasks.busy)
    assert pilot.draft.form.code == "JY"


def held(monkeypatch: pytest.MonkeyPatch, what: Callable[[str], object]) -> dict[str, Event]:
    """From now on each form is read when its event is set, whether it is still wanted or not; then ``what``."""
    doors = {form: Event() for form in ("XM", "JY")}

    def reading(session, key, *rest: object) -> Draft:
        assert doors[key.form].wait(60)
        what(key.form)
        return open_draft(session, key, *rest)

    monkeypatch.setattr(opening, "open_draft", reading)
    return doors


def test_the_error_of_an_opening_no_longer_wanted_leaves_the_newer_one_alone(pilot, monkeypatch) -> None:
    def damaged(form: str) -> None:
        if form == "XM":
            raise UserError("edit.empty-explanation", least=5)

    doors = held(monkeypatch, damaged)
    slow = pilot.entry.destination.opening._slow
    monkeypatch.setattr(slow, "start", slow.timeout.emit)
    told, tasks = QSignalSpy(pilot.window.conductor.tasks.trouble), pilot.window.conductor.tasks
    pilot.window.conductor.open_return("XM", SEPTEMBER)
    pilot.window.conductor.open_return("JY", SEPTEMBER)
    under_way = len(tasks._running)
    doors["XM"].set()
    pilot.until(lambda: len(tasks._running) < under_way)
    assert pilot.entry.grid._cover.isVisible()
    assert not pilot.sheet.isEnabled()
    assert told.count() == 0, "nobody wants it any more"
    doors["JY"].set()
    pilot.until(lambda: pilot.entry.work is not None)
    assert pilot.draft.form.code == "JY"
    assert not pilot.entry.grid._cover.isVisible()


def test_a_draft_no_longer_wanted_is_closed(pilot, monkeypatch) -> None:
    ready, go_on, closed = Event(), Event(), []
    make_ready, close = Draft.make_ready, Draft.close

    def slowly(draft: Draft) -> None:
        make_ready(draft)
        if draft.form.code == "XM":
            ready.set()
            assert go_on.wait(60)

    def noted(draft: Draft) -> None:
        closed.append(draft.form.code)
        close(draft)

    monkeypatch.setattr(Draft, "make_ready", slowly)
    monkeypatch.setattr(Draft, "close", noted)
    pilot.window.conductor.open_return("XM", SEPTEMBER)
    pilot.until(ready.is_set)
    pilot.window.conductor.open_return("JY", SEPTEMBER)
    go_on.set()
    pilot.until(lambda: not pilot.window.conductor.tasks.busy)
    assert pilot.draft.form.code == "JY"
    assert closed == ["XM"]


def test_what_changes_the_store_while_a_return_is_opened_has_it_read_once_more(pilot, monkeypatch) -> None:
    doors = held(monkeypatch, lambda _: None)
    pilot.window.conductor.open_return("JY", SEPTEMBER)
    began = len(pilot.window.conductor.tasks._running)
    pilot.window.conductor.tasks.changed.emit()  # as an import does that ends meanwhile
    doors["JY"].set()
    pilot.until(lambda: pilot.entry.work is not None)
    assert began
    before = pilot.draft
    pilot.window.conductor.go("help")
    pilot.window.conductor.go("entry")
    pilot.until(lambda: not pilot.window.conductor.tasks.busy)
    assert pilot.draft is not before


def test_back_to_the_return_open_before_it_is_as_it_was(pilot, monkeypatch) -> None:
    pilot.open("JY", "2025-09")
    pilot.type("JY001", "123")
    before = pilot.draft
    ended = endless(pilot, monkeypatch)
    pilot.window.conductor.open_return("XM", SEPTEMBER)
    pilot.until(lambda: ended == ["reading XM"])
    pilot.child("tabJY").click()
    pilot.until(lambda: ended == ["XM"] and not pilot.window.conductor.tasks.busy)
    assert pilot.draft is before, "with what can be undone in it"
    assert pilot.child("tabJY").isChecked()
    assert not pilot.entry.grid._cover.isVisible()
    assert pilot.sheet.isEnabled()


def test_the_page_asked_for_once_more_goes_on_opening(pilot, monkeypatch) -> None:
    pilot.open("JY", "2025-09")
    ended = endless(pilot, monkeypatch)
    pilot.window.conductor.open_return("XM", SEPTEMBER)
    pilot.until(lambda: ended == ["reading XM"])
    pilot.window.conductor.go("entry")
    assert pilot.child("tabXM").isChecked()
    assert ended == ["reading XM"]
    QTest.keyClick(pilot.shell, Qt.Key.Key_Escape)
    pilot.until(lambda: ended == ["XM"])


def test_what_is_due_first_does_not_replace_what_was_left_while_it_was_opened(pilot, monkeypatch) -> None:
    first, go_on = destination.overview, Event()
    looking = Event()

    def slowly(*of: object) -> Desk:
        looking.set()
        assert go_on.wait(60)
        return first(*of)

    monkeypatch.setattr(destination, "overview", slowly)
    pilot.window.conductor.go("entry")
    pilot.until(looking.is_set)
    ended = endless(pilot, monkeypatch)
    pilot.window.conductor.open_return("YF", SEPTEMBER)
    pilot.until(lambda: ended == ["reading YF"])
    pilot.window.conductor.go("help")
    monkeypatch.setattr(opening, "open_draft", open_draft)
    go_on.set()
    pilot.until(lambda: not pilot.window.conductor.tasks.busy)
    pilot.window.conductor.go("entry")
    pilot.until(lambda: pilot.entry.work is not None and not pilot.window.conductor.tasks.busy)
    assert pilot.draft.form.code == "YF"


def test_a_column_drawn_wider_stays_so_when_one_comes_back_or_the_window_grows(pilot) -> None:
    pilot.open("JY", "2025-09")
    header = pilot.sheet.horizontalHeader()
    edge, before = header.sectionViewportPosition(0) + header.sectionSize(0) - 1, header.sectionSize(0)
    at, further = QPoint(edge, header.height() // 2), QPoint(edge + 60, header.height() // 2)
    QTest.mousePress(header.viewport(), Qt.MouseButton.LeftButton, pos=at)
    QTest.mouseMove(header.viewport(), further)
    QTest.mouseRelease(header.viewport(), Qt.MouseButton.LeftButton, pos=further)
    drawn = header.sectionSize(0)
    assert drawn > before + 30
    pilot.shell.resize(pilot.shell.width() + 150, pilot.shell.height())
    pilot.settle()
    assert header.sectionSize(0) == drawn
    pilot.open("JB", "2025")
    pilot.open("JY", "2025-09")
    assert header.sectionSize(0) == drawn
