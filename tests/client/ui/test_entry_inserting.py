"""Records put in above others, as Ctrl and + do in a spreadsheet, and a text put into all that is selected."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication

from client.ui.entry.grid.editors import CellEdit
from client.usecases.home.session import Session
from client.usecases.returns.editing import Draft, open_draft
from forms.periods import Period
from forms.returns import ReturnKey
from tests.client.ui.conftest import Pilot

KEY, MODIFIER = Qt.Key, Qt.KeyboardModifier
CTRL, SHIFT = MODIFIER.ControlModifier, MODIFIER.ShiftModifier
ROWS = ("r1", "r2", "r3")
MONTH = Period.parse("2025-09")


@pytest.fixture
def three(pilot: Pilot) -> Pilot:
    """A list of three projects, the cursor in the middle one."""
    pilot.open("XM", "2025-09")
    pilot.entry.work._enter({f"XM[{row}].XM002": row for row in ROWS}, "paste", ROWS)
    pilot.sheet.go_to("XM[r2].XM014")
    return pilot


def names(draft: Draft) -> list[str]:
    cells = (draft.cell(f"XM[{row}].XM002") for row in draft.current.rows["XM"])
    return [cell.text if cell is not None else "" for cell in cells]


@pytest.mark.parametrize(
    ("key", "held"), [(KEY.Key_Plus, CTRL | SHIFT), (KEY.Key_Plus, CTRL), (KEY.Key_Equal, CTRL)]
)
def test_a_record_comes_above_the_one_the_cursor_is_on(three: Pilot, key: Qt.Key, held: MODIFIER) -> None:
    QTest.keyClick(three.sheet, key, held)
    assert names(three.draft) == ["r1", "", "r2", "r3"]
    assert three.sheet.currentIndex().row() == 1, "in the new record"
    assert three.entry.grid.model.name_at(0, three.sheet.currentIndex().column()) == "自开工累计完成投资", (
        "the same column"
    )
    assert [three.entry.grid.model.look(row, 0).text for row in range(4)] == ["r1", "", "r2", "r3"]
    three.entry.undo()
    assert names(three.draft) == [*ROWS], "one act, taken back as one"


def test_as_many_come_as_are_selected(three: Pilot) -> None:
    tester = QAbstractItemModelTester(
        three.entry.grid.model, QAbstractItemModelTester.FailureReportingMode.Fatal, three.entry
    )
    three.keys(key=KEY.Key_Down, shift=True)
    QTest.keyClick(three.sheet, KEY.Key_Plus, CTRL | SHIFT)
    assert names(three.draft) == ["r1", "", "", "r2", "r3"]
    assert "已插入 2 项" in three.entry.notice.text
    three.entry.undo()
    three.entry.redo()
    assert names(three.draft) == ["r1", "", "", "r2", "r3"]
    tester.deleteLater()


def test_on_the_line_that_waits_it_is_appended(three: Pilot) -> None:
    three.sheet.setCurrentIndex(three.entry.grid.model.index(3, 0))
    QTest.keyClick(three.sheet, KEY.Key_Plus, CTRL | SHIFT)
    assert names(three.draft) == ["r1", "r2", "r3", ""]


def test_the_order_is_kept_in_the_store(three: Pilot, session: Session, firm: str) -> None:
    QTest.keyClick(three.sheet, KEY.Key_Plus, CTRL)
    three.type(three.sheet.grid.address_at(1, 0), "丁")
    three.settle()
    stored = open_draft(session, ReturnKey(firm, "XM", MONTH))
    assert names(stored) == ["r1", "丁", "r2", "r3"]


def test_a_certificate_comes_above_another_of_a_child_table(pilot: Pilot) -> None:
    pilot.open("JB", "2025")
    work = pilot.entry.work
    first, second = work.add_row("JB023"), work.add_row("JB023")
    pilot.entry.grid.reveal_row("JB023", second)
    QTest.keyClick(pilot.sheet, KEY.Key_Plus, CTRL | SHIFT)
    assert [row in (first, second) for row in pilot.draft.current.rows["JB023"]] == [True, False, True]
    assert pilot.sheet.address().startswith(f"JB023[{pilot.draft.current.rows['JB023'][1]}]")


def test_ctrl_enter_puts_what_is_typed_into_all_that_is_selected(three: Pilot) -> None:
    three.keys(key=KEY.Key_Down, shift=True)
    three.keys("1200")
    three.keys(key=KEY.Key_Return, ctrl=True)
    figures = [three.text(f"XM[{row}].XM014") for row in ROWS]
    assert figures == ["", "1,200", "1,200"]
    assert three.sheet.painter_of_cells.editor is None
    assert [len(each) for each in three.sheet.block()] == [2, 1], "what was selected still is"
    assert "已填入 2 格" in three.entry.notice.text
    three.entry.undo()
    assert three.draft.cell("XM[r2].XM014") is three.draft.cell("XM[r3].XM014") is None, "one act"


def test_ctrl_enter_in_a_single_cell_stays_there(three: Pilot) -> None:
    three.keys("7")
    three.keys(key=KEY.Key_Return, ctrl=True)
    assert three.text("XM[r2].XM014") == "7"
    assert three.sheet.address() == "XM[r2].XM014"


def test_ctrl_enter_counts_in_the_unit_shown(three: Pilot) -> None:
    model = three.entry.grid.model
    three.entry.bar.unit.setCurrentIndex(three.entry.bar.unit.findData("亿元"))
    three.sheet.go_to("XM[r1].XM014")
    three.sheet._stretch_to(model.index_of("XM[r3].XM014"))
    three.keys("3")
    three.keys(key=KEY.Key_Return, ctrl=True)
    assert {str(three.draft.cell(f"XM[{row}].XM014").value) for row in ROWS} == {"30000"}


def test_a_whole_column_is_filled_without_a_record_more(three: Pilot) -> None:
    three.keys(key=KEY.Key_Space, ctrl=True)
    three.keys("5")
    three.keys(key=KEY.Key_Return, ctrl=True)
    assert three.draft.current.rows["XM"] == [*ROWS]
    assert {three.text(f"XM[{row}].XM014") for row in ROWS} == {"5"}


def test_ctrl_enter_in_an_open_list_puts_the_entry_into_all(three: Pilot) -> None:
    model = three.entry.grid.model
    three.sheet.go_to("XM[r1].XM003")
    three.sheet._stretch_to(model.index_of("XM[r3].XM003"))
    three.keys(key=KEY.Key_F2)
    editor = three.sheet.painter_of_cells.editor
    assert isinstance(editor, CellEdit)
    three.until(lambda: editor.choosing)
    three.write(editor, "智能终端")
    QTest.keyClick(editor._completer.popup(), KEY.Key_Return, CTRL)
    assert {three.draft.cell(f"XM[{row}].XM003").value for row in ROWS} == {"03"}
    assert three.sheet.painter_of_cells.editor is None


def test_a_right_click_on_the_number_of_a_record_is_meant_for_the_whole_of_it(three: Pilot) -> None:
    lines = three.sheet.verticalHeader()
    lines.customContextMenuRequested.emit(QPoint(4, lines.sectionViewportPosition(1) + 4))
    menu = QApplication.activePopupWidget()
    assert menu is not None
    assert [row.row() for row in three.sheet.selectionModel().selectedRows()] == [1]
    menu.findChild(QAction, "remove").trigger()
    menu.close()
    assert names(three.draft) == ["r1", "r3"]
