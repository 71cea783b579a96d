"""What is being typed is kept within half a second, also while it is composed, and offered after a crash."""

from __future__ import annotations

from contextlib import contextmanager

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from client.store import Books
from client.ui.entry.unfinished import EVERY_MS
from client.usecases.home.session import Session
from client.usecases.home.unfinished import Place, hold, left_behind
from client.usecases.returns.editing import open_draft
from forms.periods import Period
from forms.returns import ReturnKey
from tests.client.ui.conftest import Pilot, fly

MONTH = Period.parse("2025-09")


def held(session: Session, firm: str) -> list[tuple[str, str]]:
    return [(each.address, each.text) for each in left_behind(session, firm)]


def stored(session: Session, firm: str, address: str) -> str | None:
    cell = open_draft(session, ReturnKey(firm, "JY", MONTH)).cell(address)
    return None if cell is None else cell.text


def compose(pilot: Pilot, text: str) -> None:
    """Let an input method compose, without committing."""
    editor = pilot.sheet.painter_of_cells.editor
    assert editor is not None
    QCoreApplication.sendEvent(editor, QInputMethodEvent(text, []))


def test_a_look_every_quarter_of_a_second_is_half_a_second_with_the_commit() -> None:
    assert EVERY_MS <= 250


def test_text_in_an_open_editor_is_on_disk_before_it_is_entered(pilot: Pilot, session: Session, firm: str) -> None:
    pilot.open("JY", "2025-09")
    pilot.sheet.go_to("JY001")
    pilot.keys("123")
    pilot.until(lambda: held(session, firm) == [("JY001", "123")])
    pilot.keys("45")
    pilot.until(lambda: held(session, firm) == [("JY001", "12345")])
    assert stored(session, firm, "JY001") is None
    pilot.keys(key=Qt.Key.Key_Return)
    pilot.until(lambda: not held(session, firm))
    assert stored(session, firm, "JY001") == "12345"


def test_what_an_input_method_is_composing_is_kept_too(pilot: Pilot, session: Session, firm: str) -> None:
    pilot.open("JY", "2025-09")
    pilot.sheet.go_to("JY001")
    pilot.keys("1")
    compose(pilot, "er'bai")
    pilot.until(lambda: held(session, firm) == [("JY001", "1er'bai")])
    compose(pilot, "")
    pilot.until(lambda: held(session, firm) == [("JY001", "1")])


def test_leaving_an_editor_without_a_change_leaves_nothing(pilot: Pilot, session: Session, firm: str) -> None:
    pilot.open("JY", "2025-09")
    pilot.type("JY001", "7")
    pilot.sheet.go_to("JY001")
    pilot.keys("8")
    pilot.until(lambda: held(session, firm) == [("JY001", "8")])
    pilot.keys(key=Qt.Key.Key_Escape)
    pilot.until(lambda: not held(session, firm))
    pilot.settle()
    assert stored(session, firm, "JY001") == "7"


def test_after_a_crash_one_is_back_where_one_was_and_takes_the_text_up(
    qtbot: QtBot, qapp: QApplication, session: Session, firm: str
) -> None:
    hold(session, Place(ReturnKey(firm, "JY", MONTH), "JY001"), "98700").result()
    with contextmanager(fly)(qtbot, qapp, lambda _: session, firm) as pilot:
        pilot.until(lambda: pilot.pages.entry.isVisible() and pilot.pages.entry.unfinished.isVisible())
        words = pilot.child("unfinishedText", QLabel).text()
        assert "营业收入" in words
        assert "98700" in words
        pilot.click("takeUnfinished")
        pilot.settle()
        pilot.until(lambda: not held(session, firm))
        assert not pilot.pages.entry.unfinished.isVisible()
        assert pilot.sheet.address() == "JY001"
        assert stored(session, firm, "JY001") == "98700"


def test_what_is_not_wanted_is_forgotten(qtbot: QtBot, qapp: QApplication, session: Session, firm: str) -> None:
    hold(session, Place(ReturnKey(firm, "JY", MONTH), "JY001"), "98700").result()
    hold(session, Place(ReturnKey(firm, "XM", MONTH), "XM[new].XM001"), "2025-").result()
    with contextmanager(fly)(qtbot, qapp, lambda _: session, firm) as pilot:
        pilot.until(lambda: pilot.entry.work is not None and pilot.pages.entry.unfinished.isVisible())
        assert pilot.draft.form.code == "XM"
        pilot.click("dropUnfinished")
        pilot.until(lambda: held(session, firm) == [("JY001", "98700")])
        pilot.open("JY", "2025-09")
        pilot.until(lambda: pilot.pages.entry.unfinished.isVisible())
        pilot.click("dropUnfinished")
        pilot.until(lambda: not held(session, firm))
    assert stored(session, firm, "JY001") is None


def test_a_cell_that_was_given_something_else_meanwhile_keeps_it(
    qtbot: QtBot, qapp: QApplication, session: Session, firm: str
) -> None:
    hold(session, Place(ReturnKey(firm, "JY", MONTH), "JY001"), "98700").result()
    hold(session, Place(ReturnKey(firm, "JY", MONTH), "JY002"), "45").result()
    with contextmanager(fly)(qtbot, qapp, lambda _: session, firm) as pilot:
        pilot.until(lambda: pilot.entry.work is not None and pilot.pages.entry.unfinished.isVisible())
        pilot.type("JY001", "98800")
        pilot.until(lambda: held(session, firm) == [("JY002", "45")])
        assert "98700" not in pilot.child("unfinishedText", QLabel).text()
        pilot.click("takeUnfinished")
        pilot.settle()
        assert not pilot.pages.entry.unfinished.isVisible()
        assert not held(session, firm)
    assert (stored(session, firm, "JY001"), stored(session, firm, "JY002")) == ("98800", "45")


def test_a_text_for_a_new_record_makes_the_record(
    qtbot: QtBot, qapp: QApplication, session: Session, firm: str
) -> None:
    hold(session, Place(ReturnKey(firm, "XM", MONTH), "XM[new].XM001"), "2025-441302").result()
    with contextmanager(fly)(qtbot, qapp, lambda _: session, firm) as pilot:
        pilot.until(lambda: pilot.entry.work is not None and pilot.pages.entry.unfinished.isVisible())
        pilot.click("takeUnfinished")
        pilot.settle()
        cells = pilot.draft.current.cells
        assert [cell.text for address, cell in cells.items() if address.endswith("XM001")] == ["2025-441302"]


def test_scratch_is_no_part_of_the_return_or_its_trail(session: Session, firm: str) -> None:
    def entries(books: Books) -> int:
        return len(books.audit.entries())

    before = session.store_of(firm).run(entries)
    hold(session, Place(ReturnKey(firm, "JY", MONTH), "JY001"), "1").result()
    assert session.store_of(firm).run(entries) == before
