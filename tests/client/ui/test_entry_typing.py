"""Filling in: typed values are read, checked, saved and taken back; the keys are those of Excel."""

from __future__ import annotations

from decimal import Decimal

import pytest
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QGuiApplication, QInputMethodEvent
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QLabel

from client.usecases.home.session import Session
from client.usecases.returns.editing import open_draft
from forms.periods import Period
from forms.returns import ReturnKey

MONTH = Period.parse("2025-09")


def test_a_wrong_figure_is_found_repaired_and_gone(pilot) -> None:
    pilot.open("JY", "2025-09")
    pilot.type("JY001", "1000")
    pilot.type("JY002", "1200")
    assert "C017" in pilot.rules()
    titles = [item.title for item in pilot.entry.findings.model.items if item.kind == "finding"]
    assert any("主营业务收入" in title for title in titles)
    assert pilot.entry.grid.model.marks["JY002"] == "error"
    assert "错误" in pilot.child("verdict", QLabel).text()
    pilot.type("JY002", "900")
    assert "C017" not in pilot.rules()
    assert pilot.entry.grid.model.marks.get("JY002") != "error"


def test_what_is_typed_is_on_disk_before_it_is_called_saved(
    pilot, session: Session, firm: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    pilot.open("JY", "2025-09")
    said: list[tuple[int, str]] = []
    words = pilot.child("saved", QLabel)
    saver, status = pilot.window.conductor.saver, pilot.shell.status
    show = status.show_pending

    def noted(pending: int) -> None:
        show(pending)
        said.append((saver.pending, words.text()[:3]))

    monkeypatch.setattr(status, "show_pending", noted)
    pilot.type("JY001", "1,234")
    pilot.until(lambda: (0, "已保存") in said)
    assert {*said} <= {(1, "正在保"), (0, "已保存")}
    stored = open_draft(session, ReturnKey(firm, "JY", MONTH)).cell("JY001")
    assert stored is not None
    assert stored.value == Decimal(1234)


def test_nothing_typed_is_refused_and_it_is_shown_as_typed(pilot) -> None:
    pilot.open("JY", "2025-09")
    pilot.type("JY007", "about 30")
    look = pilot.entry.grid.model.look(*pilot.entry.grid.model.place_of("JY007"))
    assert (look.text, look.unreadable, look.mark) == ("about 30", True, "error")


def test_computed_cells_follow_at_once_and_cannot_be_typed_into(pilot) -> None:
    pilot.open("JY", "2025-02")
    pilot.type("JY001", "500")
    assert pilot.text("JY043") == "500"
    pilot.sheet.go_to("JY043")
    pilot.keys("7")
    assert pilot.sheet.painter_of_cells.editor is None
    assert pilot.text("JY043") == "500"


def test_enter_goes_down_tab_goes_right_and_wraps(pilot) -> None:
    pilot.open("JY", "2025-09", "JY001")
    assert pilot.sheet.address() == "JY001"
    pilot.keys("5")
    pilot.keys(key=Qt.Key.Key_Tab)
    assert pilot.sheet.address() == "JY001@ly"
    pilot.keys(key=Qt.Key.Key_Tab)
    assert pilot.sheet.address() == "JY002"
    pilot.keys(key=Qt.Key.Key_Backtab)
    assert pilot.sheet.address() == "JY001@ly"
    pilot.sheet.go_to("JY010")
    pilot.keys(key=Qt.Key.Key_Return)
    assert pilot.sheet.address() == "JY011", "the heading between them is stepped over"
    pilot.keys(key=Qt.Key.Key_Return, shift=True)
    assert pilot.sheet.address() == "JY010"


def test_enter_after_tabs_goes_below_the_cell_they_began_in(pilot) -> None:
    pilot.open("JY", "2025-09", "JY001")
    pilot.keys("110")
    pilot.keys(key=Qt.Key.Key_Tab)
    pilot.keys("100")
    pilot.keys(key=Qt.Key.Key_Return)
    assert pilot.sheet.address() == "JY002"
    pilot.sheet.go_to("JY002@ly")
    pilot.keys(key=Qt.Key.Key_Return)
    assert pilot.sheet.address() == "JY003@ly", "without a Tab before it stays in its column"


def test_f2_edits_escape_leaves_and_an_arrow_ends_typing(pilot) -> None:
    pilot.open("JY", "2025-09", "JY001")
    pilot.type("JY001", "12")
    pilot.sheet.go_to("JY001")
    pilot.keys(key=Qt.Key.Key_F2)
    editor = pilot.sheet.painter_of_cells.editor
    assert editor is not None
    assert (editor.text(), editor.overwriting) == ("12", False)
    pilot.keys("9")
    pilot.keys(key=Qt.Key.Key_Escape)
    assert pilot.text("JY001") == "12"
    pilot.sheet.go_to("JY001")
    pilot.keys("8")
    pilot.keys(key=Qt.Key.Key_Down)
    assert pilot.text("JY001") == "8"
    assert pilot.sheet.address() == "JY002"


def test_undo_and_redo_walk_the_whole_way(pilot, session: Session, firm: str) -> None:
    pilot.open("JY", "2025-09")
    pilot.type("JY001", "1")
    pilot.type("JY001", "2")
    pilot.type("JY002", "3")
    pilot.entry.undo()
    pilot.entry.undo()
    assert (pilot.text("JY001"), pilot.text("JY002")) == ("1", "")
    pilot.entry.redo()
    assert pilot.text("JY001") == "2"
    pilot.settle()
    stored = open_draft(session, ReturnKey(firm, "JY", MONTH)).cell("JY001")
    assert stored is not None
    assert stored.text == "2"


def test_what_can_be_undone_outlives_a_walk_to_other_pages(pilot) -> None:
    pilot.open("JY", "2025-09")
    pilot.type("JY001", "1")
    pilot.click("goDesk")
    pilot.click("goEntry")
    pilot.settle()
    pilot.entry.undo()
    assert pilot.text("JY001") == ""


def test_an_import_meanwhile_is_seen_in_the_open_return(pilot, story) -> None:
    pilot.open("JY", "2025-09")
    pilot.drop(story.path)
    pilot.until(lambda: pilot.pages.importing.state == "review")
    pilot.click("accept")
    pilot.until(lambda: pilot.pages.importing.state == "done")
    pilot.click("goEntry")
    pilot.until(lambda: pilot.text("JY001") == "1,123,457")


def test_undo_with_nothing_left_says_so(pilot) -> None:
    pilot.open("JY", "2025-09")
    pilot.entry.undo()
    assert pilot.child("entryNoticeText", QLabel).text() == "这张报表没有可撤销的操作"


def test_full_width_digits_of_an_input_method_are_digits(pilot) -> None:
    pilot.open("JY", "2025-09", "JY001")
    pilot.keys(key=Qt.Key.Key_F2)
    commit = QInputMethodEvent()
    commit.setCommitString("１２，３４５")
    QCoreApplication.sendEvent(pilot.sheet.painter_of_cells.editor, commit)
    pilot.keys(key=Qt.Key.Key_Return)
    assert pilot.text("JY001") == "12,345"


def test_an_input_method_begins_editing_by_itself(pilot) -> None:
    pilot.open("JY", "2025-09", "JY001")
    commit = QInputMethodEvent()
    commit.setCommitString("８８")
    QCoreApplication.sendEvent(pilot.sheet, commit)
    pilot.keys(key=Qt.Key.Key_Return)
    assert pilot.text("JY001") == "88"


def test_leaving_with_an_open_editor_keeps_what_was_typed(pilot, session: Session, firm: str) -> None:
    pilot.open("JY", "2025-09", "JY001")
    pilot.keys("77")
    assert pilot.sheet.painter_of_cells.editor is not None
    pilot.click("goDesk")
    pilot.settle()
    stored = open_draft(session, ReturnKey(firm, "JY", MONTH)).cell("JY001")
    assert stored is not None
    assert stored.text == "77"


def test_closing_the_window_keeps_what_was_typed(pilot, session: Session, firm: str) -> None:
    pilot.open("JY", "2025-09", "JY001")
    pilot.keys("78")
    pilot.shell.close()
    pilot.until(lambda: not pilot.shell.isVisible())
    stored = open_draft(session, ReturnKey(firm, "JY", MONTH)).cell("JY001")
    assert stored is not None
    assert stored.text == "78"


def test_a_block_is_pasted_as_one_act(pilot) -> None:
    pilot.open("JY", "2025-09", "JY009")
    QGuiApplication.clipboard().setText("100\t90\r\n200\t180\r\n300\t270\r\n")
    pilot.keys(key=Qt.Key.Key_V, ctrl=True)
    shown = [pilot.text(a) for a in ("JY009", "JY009@ly", "JY010", "JY010@ly", "JY011", "JY011@ly")]
    assert shown == ["100", "90", "200", "180", "300", "270"], "the heading in between is stepped over"
    assert pilot.draft.cell("JY009").origin.source == "paste"
    pilot.entry.undo()
    assert pilot.text("JY011") == pilot.text("JY009") == ""


def test_copy_gives_tab_separated_text_and_delete_clears(pilot) -> None:
    pilot.open("JY", "2025-09")
    pilot.type("JY001", "1234")
    pilot.type("JY001@ly", "1000")
    model = pilot.entry.grid.model
    pilot.sheet.go_to("JY001")
    pilot.sheet.select_all_from(model.index_of("JY001"), model.index_of("JY001@ly"))
    pilot.keys(key=Qt.Key.Key_C, ctrl=True)
    assert QGuiApplication.clipboard().text() == "1234\t1000\n"
    pilot.keys(key=Qt.Key.Key_Delete)
    assert pilot.text("JY001") == pilot.text("JY001@ly") == ""
    pilot.entry.undo()
    assert pilot.text("JY001") == "1,234"


def test_fill_down_repeats_the_first_line(pilot) -> None:
    pilot.open("JY", "2025-09")
    pilot.type("JY005", "9")
    model = pilot.entry.grid.model
    pilot.sheet.go_to("JY005")
    pilot.sheet.select_all_from(model.index_of("JY005"), model.index_of("JY007"))
    pilot.keys(key=Qt.Key.Key_D, ctrl=True)
    assert [pilot.text(a) for a in ("JY005", "JY006", "JY007")] == ["9", "9", "9"]


def test_ctrl_z_inside_an_editor_belongs_to_the_editor(pilot) -> None:
    pilot.open("JY", "2025-09")
    pilot.type("JY001", "1")
    pilot.sheet.go_to("JY002")
    pilot.keys("55")
    QTest.keyClick(pilot.sheet.painter_of_cells.editor, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert pilot.text("JY001") == "1"


def test_growth_is_against_the_same_period_of_last_year(pilot) -> None:
    pilot.open("JY", "2025-09")
    pilot.type("JY001", "110")
    pilot.type("JY001@ly", "100")
    model = pilot.entry.grid.model
    row, _ = model.place_of("JY001")
    growth = [column.key for column in model.columns].index("growth")
    assert model.look(row, growth).text == "+10.0%"


def test_models_hold_to_qts_contract(pilot, complete: Session) -> None:
    for form, period in (("JY", "2025-09"), ("JB", "2025"), ("XM", "2025-09"), ("YF", "2024")):
        pilot.open(form, period)
        tester = QAbstractItemModelTester(
            pilot.entry.grid.model, QAbstractItemModelTester.FailureReportingMode.Fatal
        )
        other = QAbstractItemModelTester(
            pilot.entry.findings.model, QAbstractItemModelTester.FailureReportingMode.Fatal
        )
        address = next(a for a in pilot.draft.current.cells if pilot.draft.cell(a).origin.source == "workbook")
        pilot.entry.work.type({address: ""})
        pilot.entry.undo()
        tester.deleteLater()
        other.deleteLater()
