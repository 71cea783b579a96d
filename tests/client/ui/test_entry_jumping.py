"""Ctrl with arrows, Home and End; Shift with them; F8 both ways; months picked or typed."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from client.ui.entry.grid.editors import CellEdit, code_picker, month_picker
from client.ui.theme.theme import Theme
from forms.pack import bundled_pack
from forms.periods import Period
from tests.client.ui.conftest import Pilot

PACK = bundled_pack()
Key = Qt.Key


def test_ctrl_and_an_arrow_go_to_the_edge_of_what_is_filled(pilot: Pilot) -> None:
    pilot.open("JY", "2025-09", "JY001")
    for code in ("JY001", "JY002", "JY003", "JY006"):
        pilot.type(code, "5")
    pilot.sheet.go_to("JY001")
    pilot.keys(key=Key.Key_Down, ctrl=True)
    assert pilot.sheet.address() == "JY003", "the end of the run"
    pilot.keys(key=Key.Key_Down, ctrl=True)
    assert pilot.sheet.address() == "JY006", "over the gap"
    pilot.keys(key=Key.Key_Up, ctrl=True)
    pilot.keys(key=Key.Key_Up, ctrl=True)
    assert pilot.sheet.address() == "JY001"
    pilot.keys(key=Key.Key_Right, ctrl=True)
    assert pilot.sheet.address() == "JY001@ly"


def test_ctrl_home_and_end_go_to_the_first_and_last_cell(pilot: Pilot) -> None:
    pilot.open("JY", "2025-09", "JY020")
    pilot.keys(key=Key.Key_End, ctrl=True)
    lines = pilot.entry.grid.model.lines
    assert pilot.sheet.address().partition("@")[0] == next(li.address for li in reversed(lines) if li.address)
    pilot.keys(key=Key.Key_Home, ctrl=True)
    assert pilot.sheet.address() == next(line.address for line in lines if line.address)


def test_no_row_is_cut_in_half_below_the_headings(pilot: Pilot) -> None:
    pilot.open("JY", "2025-09", "JY001")
    sheet, bar = pilot.sheet, pilot.sheet.verticalScrollBar()
    assert bar.maximum() > 0
    for _ in range(30):
        pilot.keys(key=Key.Key_Down)
        assert sheet.rowViewportPosition(sheet.rowAt(0)) == 0 or bar.value() == bar.maximum()
        here = sheet.visualRect(sheet.currentIndex())
        assert here.top() >= 0
        assert here.bottom() <= sheet.viewport().height()


def test_shift_stretches_the_selection_to_where_ctrl_leads(pilot: Pilot) -> None:
    pilot.open("JY", "2025-09", "JY001")
    for code in ("JY001", "JY002", "JY003"):
        pilot.type(code, "5")
    pilot.sheet.go_to("JY001")
    pilot.keys(key=Key.Key_Down, ctrl=True, shift=True)
    assert pilot.sheet.chosen_addresses() == ["JY001", "JY002", "JY003"]
    pilot.keys(key=Key.Key_Delete)
    assert not {"JY001", "JY002", "JY003"} & set(pilot.draft.current.cells)
    pilot.entry.undo()
    assert {"JY001", "JY002", "JY003"} <= set(pilot.draft.current.cells), "cleared and taken back as one"


def test_f8_goes_on_and_shift_f8_back(pilot: Pilot, imported) -> None:
    pilot.open("XM", "2025-09")
    pilot.entry.next_finding()
    first = pilot.sheet.address()
    pilot.entry.next_finding()
    second = pilot.sheet.address()
    assert first != second
    QTest.keyClick(pilot.sheet, Key.Key_F8, Qt.KeyboardModifier.ShiftModifier)
    assert pilot.sheet.address() == first


# months


@pytest.fixture
def month(theme: Theme, qtbot) -> Iterator[CellEdit]:
    room = QWidget()
    qtbot.addWidget(room)
    room.resize(400, 300)
    made = CellEdit(theme, room, month_picker(Period.parse("2025-09")), several=False, near="2025-09")
    room.show()
    made.show()
    made.setFocus()
    yield made
    room.close()


def offered(made: CellEdit) -> list[str]:
    model = made._completer.completionModel()
    return [model.index(row, 0).data() for row in range(model.rowCount())]


def in_sight(made: CellEdit, shown: str) -> bool:
    seen, model = made._completer.list, made._completer.list.model()
    row = next(row for row in range(model.rowCount()) if model.index(row, 0).data() == shown)
    return seen.viewport().rect().contains(seen.visualRect(model.index(row, 0)).center())


def test_an_empty_month_opens_near_the_report_and_chooses_nothing(month: CellEdit, qtbot) -> None:
    month.start("")
    qtbot.waitUntil(lambda: month.choosing)
    assert "2025-09" in offered(month)
    assert in_sight(month, "2025-09")
    month.settle()
    assert month.entered() == "", "Enter on an untouched list enters nothing"


@pytest.mark.parametrize(
    ("held", "seen"), [("2016-03", "2016-03"), ("2009-06", "2025-09")], ids=["listed", "older"]
)
def test_a_month_that_is_held_is_in_sight_else_that_of_the_report(
    month: CellEdit, qtbot, held: str, seen: str
) -> None:
    month.start(held)
    qtbot.waitUntil(lambda: month.choosing)
    assert in_sight(month, seen)


@pytest.mark.parametrize(
    ("typed", "first"),
    [("2024-1", "2024-01"), ("202406", "2024-06"), ("2024.6", "2024-06"), ("2024年11", "2024-11")],
)
def test_months_are_found_however_they_are_written(month: CellEdit, typed: str, first: str) -> None:
    month.start("")
    for letter in typed:
        month.insert(letter)
        month.textEdited.emit(month.text())
    assert offered(month)[0] == first
    month.settle()
    assert month.entered() == typed, "what is typed stands, the draft reads it"


def test_a_month_chosen_from_the_list_is_taken(month: CellEdit, qtbot) -> None:
    month.start("2024-06")
    qtbot.waitUntil(lambda: month.choosing)
    assert month._completer.list.currentIndex().data() == "2024-06"
    QTest.keyClick(month._completer.list, Key.Key_Up)
    month.settle()
    assert month.entered() == "2024-07"


# initials


@pytest.mark.parametrize(
    ("code", "typed", "found"),
    [("JB009", "hzshcq", "惠州市惠城区"), ("JB009", "py", "广州市番禺区"), ("JB006", "srkg", "私人控股")],
)
def test_codes_are_found_by_pinyin_initials(code: str, typed: str, found: str) -> None:
    picks = code_picker(PACK, PACK.indicator(code))
    assert any(found in pick.shown for pick in picks if typed in pick.found_by)
