"""What takes no keys says so, what is taken back is gone to, a column becomes as wide as its texts."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest


def test_what_is_typed_on_a_locked_cell_goes_nowhere_and_that_is_said(pilot) -> None:
    pilot.open("JY", "2025-02")
    pilot.type("JY001", "500")
    pilot.type("JY010", "5432")
    for key in (None, Qt.Key.Key_F2, Qt.Key.Key_Backspace, Qt.Key.Key_Delete):
        pilot.sheet.go_to("JY043")
        pilot.entry.notice.say("")
        pilot.keys("5432" if key is None else "", key=key)
        assert pilot.sheet.address() == "JY043", "not on to a cell that begins so"
        assert "JY043" in pilot.entry.notice.text
    assert pilot.text("JY010") == "5,432"
    name = pilot.sheet.currentIndex().siblingAtColumn(0)
    pilot.sheet.setCurrentIndex(name)
    pilot.keys("财")
    assert pilot.sheet.currentIndex() == name
    assert pilot.entry.notice.text == "这一格只供查看"


def test_what_is_taken_back_is_gone_to(pilot) -> None:
    pilot.open("JY", "2025-09")
    pilot.type("JY001", "12")
    pilot.sheet.go_to("JY042")
    pilot.entry.undo()
    assert pilot.sheet.address() == "JY001"
    pilot.sheet.go_to("JY042")
    pilot.entry.redo()
    assert (pilot.sheet.address(), pilot.text("JY001")) == ("JY001", "12")


def test_a_block_that_is_taken_back_is_selected(pilot) -> None:
    pilot.open("JY", "2025-09", "JY005")
    QGuiApplication.clipboard().setText("1\t2\n3\t4\n")
    pilot.keys(key=Qt.Key.Key_V, ctrl=True)
    pilot.entry.grid.fold_all(folded=True)
    pilot.sheet.go_to("JY043")
    pilot.entry.undo()
    assert pilot.sheet.address() == "JY005"
    assert pilot.sheet.chosen_addresses() == ["JY005", "JY005@ly", "JY006", "JY006@ly"]
    assert not pilot.sheet.isRowHidden(pilot.sheet.currentIndex().row())


@pytest.mark.parametrize("column", ["XM001", "XM002"], ids=["plain", "frozen"])
def test_a_double_click_on_the_edge_of_a_heading_makes_room_for_the_widest_text(pilot, column: str) -> None:
    pilot.open("XM", "2025-09")
    long = "年产三千万套高世代新型显示模组及车载光电一体化智能制造生产基地"
    model = pilot.entry.grid.model
    at = next(n for n, field in enumerate(model.fields) if field.name == column)
    pilot.entry.work.type({f"XM[new].{column}": long})
    header = pilot.sheet.horizontalHeader()
    for width in (60, 600):
        pilot.sheet.setColumnWidth(at, width)
        assert header.sectionSize(at) == width
        edge = QPoint(header.sectionViewportPosition(at) + width - 1, header.height() // 2)
        QTest.mouseDClick(header.viewport(), Qt.MouseButton.LeftButton, pos=edge)
        room = pilot.sheet.columnWidth(at)
        text, _ = pilot.sheet.cells._laid_out(long, bold=at == 0, room=room - 1 - 2 * pilot.sheet.cells._pad)
        assert text.text() == long, "whole"
        assert room < pilot.sheet.fontMetrics().horizontalAdvance(long) * 1.2 + 30, "and no more"


def test_a_column_is_never_made_wider_than_can_be_read(pilot) -> None:
    pilot.open("XM", "2025-09")
    pilot.entry.work.type({"XM[new].XM002": "很长的项目名称" * 100})
    pilot.sheet.resizeColumnToContents(0)
    assert pilot.sheet.columnWidth(0) == pilot.window.theme.space(40)
