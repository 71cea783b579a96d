"""Keys one has in the fingers from a spreadsheet, and the menu that names them."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QCoreApplication, QPoint, Qt
from PySide6.QtGui import QAction, QContextMenuEvent, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QMenu

from client.ui.entry.cells.single import SingleModel
from client.ui.entry.grid.editors import CellEdit
from tests.client.ui.conftest import Pilot

KEY = Qt.Key
ROWS = [f"r{number}" for number in range(60)]


@pytest.fixture
def sixty(pilot: Pilot) -> Pilot:
    """A list longer than the window, the cursor in the middle of it."""
    pilot.open("XM", "2025-09")
    pilot.entry.work._enter({f"XM[{row}].XM002": f"项目{row}" for row in ROWS}, "paste", ROWS)
    pilot.sheet.go_to("XM[r30].XM004")
    return pilot


def here(pilot: Pilot) -> tuple[int, int]:
    return pilot.sheet.currentIndex().row(), pilot.sheet.currentIndex().column()


def chosen(pilot: Pilot) -> tuple[range, int]:
    """Lines and how many columns are selected."""
    lines, columns = pilot.sheet.block()
    return lines, len(columns)


def test_home_end_and_pages_as_in_a_spreadsheet(sixty: Pilot) -> None:
    last = sixty.entry.grid.model.columnCount() - 1
    row, column = here(sixty)
    sixty.keys(key=KEY.Key_End)
    assert here(sixty) == (row, last)
    sixty.keys(key=KEY.Key_Home)
    assert here(sixty) == (row, 0)
    assert sixty.sheet.horizontalScrollBar().value() == 0
    sixty.sheet.go_to("XM[r30].XM004")
    sixty.keys(key=KEY.Key_PageDown)
    assert here(sixty)[0] > row + 5
    assert here(sixty)[1] == column
    sixty.keys(key=KEY.Key_PageUp)
    assert here(sixty) == (row, column)
    sixty.keys(key=KEY.Key_PageDown, shift=True)
    assert chosen(sixty)[0].start == row
    assert len(chosen(sixty)[0]) > 5
    sixty.keys(key=KEY.Key_Home, ctrl=True)
    assert here(sixty) == (0, 0)
    sixty.keys(key=KEY.Key_End, ctrl=True)
    assert here(sixty) == (len(ROWS), last), "the line that waits is the last"


def test_today_and_this_month_are_typed_by_one_key(pilot: Pilot) -> None:
    pilot.open("JY", "2025-09", "JY001")
    pilot.keys(key=KEY.Key_Semicolon, ctrl=True)
    assert pilot.sheet.painter_of_cells.editor is None
    assert "不是日期" in pilot.entry.notice.text
    assert "JY001" not in pilot.draft.current.cells
    pilot.open("JB", "2025", "JB007")
    month = pilot.window.conductor.context.session.clock.now().date().strftime("%Y-%m")
    for _ in range(2):  # also over what is there
        pilot.keys(key=KEY.Key_Semicolon, ctrl=True)
        editor = pilot.sheet.painter_of_cells.editor
        assert editor is not None
        assert editor.text() == month, "it may still be changed"
        pilot.keys(key=KEY.Key_Return)
        assert pilot.draft.current.cells["JB007"].value == month
        pilot.sheet.go_to("JB007")


def test_whoever_presses_save_is_told_that_it_goes_by_itself(pilot: Pilot) -> None:
    pilot.open("JY", "2025-09", "JY001")
    pilot.keys("12")
    QTest.keyClick(pilot.sheet.painter_of_cells.editor, KEY.Key_S, Qt.KeyboardModifier.ControlModifier)
    assert pilot.text("JY001") == "12", "what was being typed is in"
    assert pilot.shell.status.says("改动都会自动保存，不用按 Ctrl+S")


def test_a_line_a_column_and_everything_are_selected_by_keys(sixty: Pilot) -> None:
    model = sixty.entry.grid.model
    sixty.keys(key=KEY.Key_Space, shift=True)
    assert chosen(sixty) == (range(30, 31), model.columnCount())
    sixty.keys(key=KEY.Key_Space, ctrl=True)
    assert chosen(sixty) == (range(len(ROWS) + 1), 1)
    sixty.keys(key=KEY.Key_A, ctrl=True)
    assert chosen(sixty) == (range(len(ROWS) + 1), model.columnCount())
    sixty.keys(key=KEY.Key_Delete)
    assert not sixty.draft.current.cells
    assert sixty.draft.current.rows["XM"] == ROWS, "the records stay, and none is made"
    sixty.entry.undo()
    assert sixty.text("XM[r7].XM002") == "项目r7"


def test_sections_fold_at_the_space_bar(pilot: Pilot) -> None:
    pilot.open("JY", "2025-09")
    model = pilot.entry.grid.model
    assert isinstance(model, SingleModel)
    pilot.keys(key=KEY.Key_Home, ctrl=True)
    pilot.keys(key=KEY.Key_Up)
    assert model.lines[here(pilot)[0]].kind == "section"
    pilot.keys(key=KEY.Key_Space)
    assert pilot.sheet.isRowHidden(1)
    pilot.keys(key=KEY.Key_Down)
    assert here(pilot)[0] > 1, "over what is folded away"
    pilot.keys(key=KEY.Key_Up)
    pilot.keys(key=KEY.Key_Space)
    assert not pilot.sheet.isRowHidden(1)
    pilot.keys(key=KEY.Key_End, ctrl=True)
    while model.lines[here(pilot)[0]].kind != "section":
        pilot.keys(key=KEY.Key_Up)
    left_at = here(pilot)
    pilot.window.conductor.go("help")
    pilot.window.conductor.go("entry")
    pilot.settle()
    assert here(pilot) == left_at, "whoever comes back from another page is where they were, on a heading too"


def test_escape_closes_the_list_first_and_then_gives_the_edit_up(pilot: Pilot) -> None:
    pilot.open("JB", "2025", "JB006")
    pilot.entry.work.type({"JB006": "3"})
    before = pilot.draft.cell("JB006")
    pilot.sheet.go_to("JB006")
    pilot.keys(key=KEY.Key_F2)
    editor = pilot.sheet.painter_of_cells.editor
    assert isinstance(editor, CellEdit)
    pilot.until(lambda: editor.choosing)
    pilot.write(editor, "集体")
    QTest.keyClick(editor._completer.popup(), KEY.Key_Escape)
    assert not editor.choosing
    assert pilot.sheet.painter_of_cells.editor is editor
    assert editor.text() == "集体", "nothing of it is lost"
    QTest.keyClick(editor, KEY.Key_Escape)
    assert pilot.sheet.painter_of_cells.editor is None
    assert pilot.draft.cell("JB006") is before
    assert pilot.sheet.address() == "JB006"
    assert pilot.sheet.hasFocus()


def test_who_types_faster_than_the_list_opens_meets_none_later(pilot: Pilot) -> None:
    pilot.open("JB", "2025", "JB006")
    pilot.keys(key=KEY.Key_F2)
    editor = pilot.sheet.painter_of_cells.editor
    assert isinstance(editor, CellEdit)
    pilot.keys(key=KEY.Key_Return)
    editor.open_list()
    assert not editor.choosing
    pilot.settle()


def test_what_was_typed_into_a_closed_list_stands(pilot: Pilot) -> None:
    pilot.open("JB", "2025", "JB006")
    pilot.keys(key=KEY.Key_F2)
    editor = pilot.sheet.painter_of_cells.editor
    assert isinstance(editor, CellEdit)
    pilot.until(lambda: editor.choosing)
    pilot.write(editor, "集体")
    QTest.keyClick(editor._completer.popup(), KEY.Key_Escape)
    QTest.keyClick(editor, KEY.Key_Return)
    assert pilot.draft.cell("JB006").text == "集体"


def test_a_long_answer_is_read_whole_beside_the_grid(pilot: Pilot) -> None:
    pilot.open("JY", "2025-09", "JY044")
    words = "出口订单回升，三季度新增两条产线投产。\n原材料价格下降约 4%，毛利率提高。"
    pilot.entry.work.type({"JY044": words})
    pilot.sheet.go_to("JY001")
    pilot.sheet.go_to("JY044")
    said = pilot.entry.definition
    pilot.until(lambda: words in [each.text() for each in said.findChildren(QLabel) if each.isVisible()])


def opened(pilot: Pilot) -> QMenu:
    """The menu, by the menu key."""
    event = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, QPoint(5, 5), QPoint(5, 5))
    QCoreApplication.sendEvent(pilot.sheet.viewport(), event)
    found = pilot.entry.grid.findChild(QMenu, "gridMenu")
    assert found is not None
    return found


def pick(pilot: Pilot, name: str) -> None:
    menu = opened(pilot)
    act = menu.findChild(QAction, name)
    assert act is not None, name
    assert act.isEnabled(), name
    menu.close()
    act.trigger()
    pilot.until(lambda: pilot.entry.grid.findChild(QMenu, "gridMenu") is None)


def test_the_menu_does_what_the_keys_do(sixty: Pilot) -> None:
    menu = opened(sixty)
    place = sixty.sheet.viewport().mapFromGlobal(menu.pos())
    assert abs(place.y() - sixty.sheet.visualRect(sixty.sheet.currentIndex()).bottom()) <= 1, "at the cursor"
    words = [act.text().partition("\t")[0] for act in menu.actions() if act.text()]
    assert words[:7] == ["剪切", "复制", "粘贴", "清除", "在上方插入一项", "在末尾增加一项", "移除这一项"]
    menu.close()
    sixty.until(lambda: sixty.entry.grid.findChild(QMenu, "gridMenu") is None)
    pick(sixty, "insert")
    assert sixty.draft.current.rows["XM"].index("r30") == 31
    sixty.sheet.go_to("XM[r30].XM002")
    pick(sixty, "cut")
    assert sixty.draft.cell("XM[r30].XM002") is None
    assert QGuiApplication.clipboard().text().strip() == "项目r30"
    sixty.sheet.go_to("XM[r31].XM002")
    pick(sixty, "paste")
    assert sixty.text("XM[r31].XM002") == "项目r30"
    pick(sixty, "remove")
    assert "r31" not in sixty.draft.current.rows["XM"]


def test_the_menu_filters_and_sorts_a_list(sixty: Pilot) -> None:
    sixty.sheet.go_to("XM[r3].XM002")
    pick(sixty, "down")
    model = sixty.entry.grid.model
    assert (model.rows[0], model.rows[-1]) == ("r59", "r0"), "numbers within names by size"
    sixty.sheet.go_to("XM[r3].XM002")
    pick(sixty, "like")
    assert {"r3", "r30", "r39"} == {*model.rows} - {f"r3{n}" for n in range(1, 9)}
    pick(sixty, "whole")
    assert model.rows == ROWS


@pytest.mark.parametrize("field", ["XM002", "XM004"])
def test_on_a_heading_the_menu_is_that_columns(sixty: Pilot, field: str) -> None:
    column = [each.name for each in sixty.entry.grid.model.fields].index(field)
    header = (sixty.sheet if column else sixty.entry.grid._frozen).horizontalHeader()
    at = QPoint(header.sectionViewportPosition(column) + 20, header.height() // 2)
    there = header.viewport().mapToGlobal(at)
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, at, there)
    QCoreApplication.sendEvent(header.viewport(), event)
    menu = sixty.entry.grid.findChild(QMenu, "gridMenu")
    assert menu is not None
    act = menu.findChild(QAction, "down")
    assert act is not None
    menu.close()
    act.trigger()
    assert sixty.entry.grid.model.order.field == field
    assert here(sixty)[1] == column
    sixty.until(lambda: sixty.entry.grid.findChild(QMenu, "gridMenu") is None)


def test_the_frozen_column_has_the_menu_too(sixty: Pilot) -> None:
    frozen = sixty.entry.grid._frozen
    at = QPoint(20, 40)
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, at, frozen.viewport().mapToGlobal(at))
    QCoreApplication.sendEvent(frozen.viewport(), event)
    menu = sixty.entry.grid.findChild(QMenu, "gridMenu")
    assert menu is not None
    menu.close()
    sixty.until(lambda: sixty.entry.grid.findChild(QMenu, "gridMenu") is None)


def test_the_menu_of_a_form_folds_its_sections(pilot: Pilot) -> None:
    pilot.open("JY", "2025-09")
    model = pilot.entry.grid.model
    pick(pilot, "foldAll")
    left = [n for n in range(model.rowCount()) if not pilot.sheet.isRowHidden(n)]
    assert {model.lines[n].kind for n in left} == {"section"}
    pick(pilot, "unfoldAll")
    assert not any(pilot.sheet.isRowHidden(n) for n in range(model.rowCount()))
