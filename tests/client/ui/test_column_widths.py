"""Columns a person drew are as wide at the next start, until they are put back; the cursor stays in sight."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from client.ui.entry.grid.frozen import FrozenColumn
from client.usecases.home import panes
from client.usecases.home.session import Session
from tests.client.ui.conftest import Pilot, fly

LEFT = Qt.MouseButton.LeftButton


def draw(pilot: Pilot, column: int, by: int) -> int:
    """Take the edge of a heading with the mouse and let go of it elsewhere; answers the width it has then."""
    frozen = pilot.entry.grid.findChild(FrozenColumn)
    header = (frozen if column == 0 and frozen.frozen else pilot.sheet).horizontalHeader()
    edge = header.sectionViewportPosition(column) + header.sectionSize(column) - 1
    at, further = QPoint(edge, header.height() // 2), QPoint(edge + by, header.height() // 2)
    with pilot.qtbot.waitSignal(pilot.entry.grid.widths.drawn):
        QTest.mousePress(header.viewport(), LEFT, pos=at)
        QTest.mouseMove(header.viewport(), further)
        QTest.mouseRelease(header.viewport(), LEFT, pos=further)
    return width(pilot, column)


def width(pilot: Pilot, column: int) -> int:
    return pilot.sheet.horizontalHeader().sectionSize(column)


def back_to_usual(pilot: Pilot) -> None:
    """By the menu of the grid."""
    pilot.sheet.menu_wanted.emit(QPoint(10, 10))
    menu = pilot.entry.grid.findChild(QMenu, "gridMenu")
    act = menu.findChild(QAction, "usualWidths")
    assert act.isEnabled()
    menu.close()
    act.trigger()


@pytest.mark.parametrize(
    ("form", "period", "column"), [("JY", "2025-09", 0), ("XM", "2025-09", 2), ("XM", "2025-09", 0)]
)
def test_columns_are_as_wide_at_the_next_start_until_they_are_put_back(
    qtbot: QtBot, qapp: QApplication, imported: Session, firm: str, form: str, period: str, column: int
) -> None:
    drawn = usual = 0
    for pilot in fly(qtbot, qapp, lambda _: imported, firm):
        pilot.open(form, period)
        usual = width(pilot, column)
        drawn = draw(pilot, column, 60)
        assert drawn > usual + 30
        pilot.until(lambda: panes.kept_columns(imported))
    for pilot in fly(qtbot, qapp, lambda _: imported, firm):
        pilot.open(form, period)
        pilot.until(lambda pilot=pilot: width(pilot, column) == drawn)
        back_to_usual(pilot)
        assert width(pilot, column) == usual
        pilot.until(lambda: not panes.kept_columns(imported))


def test_columns_that_were_drawn_are_so_in_another_month(pilot: Pilot) -> None:
    pilot.open("XM", "2025-09")
    usual, drawn = width(pilot, 4), [draw(pilot, column, 60) for column in (0, 3)]
    pilot.open("JY", "2025-09")
    pilot.open("XM", "2025-08")
    assert [width(pilot, column) for column in (0, 3, 4)] == [*drawn, usual]
    assert pilot.entry.grid.findChild(FrozenColumn).columnWidth(0) == drawn[0]


def test_what_another_version_kept_of_columns_is_left_alone(session: Session) -> None:
    session.own.run(lambda books: books.settings.put("panes/columns", b'{"JY": "wide"}'))
    assert panes.kept_columns(session) == {}
    panes.keep_columns(session, "JY", {"name": 20.5})
    assert panes.kept_columns(session) == {"JY": {"name": 20.5}}


def test_a_line_that_appears_above_the_grid_does_not_push_the_cursor_out(pilot: Pilot) -> None:
    pilot.open("JY", "2025-09")
    sheet = pilot.sheet
    last = next(
        n for n in range(sheet.grid.rowCount()) if sheet.rowViewportPosition(n + 2) > sheet.viewport().height()
    )
    sheet.setCurrentIndex(sheet.grid.index(last, sheet.currentIndex().column()))
    before = sheet.viewport().height()
    pilot.entry.notice.say("已粘贴", undoable=True)
    pilot.settle()
    assert sheet.viewport().height() < before
    assert sheet.viewport().rect().contains(sheet.visualRect(sheet.currentIndex()))
