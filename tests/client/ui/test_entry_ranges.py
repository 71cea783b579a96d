"""Rectangles as in a spreadsheet: pasted over, filled down and across, copied with what is folded, taken out."""

from __future__ import annotations

from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from client.usecases.home.session import Session
from tests.client.ui.conftest import Pilot

KEY = Qt.Key


def select(pilot: Pilot, first: str, last: str) -> None:
    """As with Shift and the arrows: the cursor ends on the last cell."""
    model = pilot.entry.grid.model
    assert pilot.sheet.go_to(first)
    pilot.sheet._stretch_to(model.index_of(last))


def copied() -> str:
    return QGuiApplication.clipboard().text()


def test_a_block_goes_to_the_corner_of_the_selection(pilot: Pilot) -> None:
    pilot.open("JY", "2025-09")
    select(pilot, "JY005", "JY007")
    QGuiApplication.clipboard().setText("1\n2\n")
    pilot.keys(key=KEY.Key_V, ctrl=True)
    assert [pilot.text(a) for a in ("JY005", "JY006", "JY007")] == ["1", "2", ""]


def test_one_cell_fills_the_whole_selection_as_one_act(pilot: Pilot) -> None:
    pilot.open("JY", "2025-09")
    select(pilot, "JY005", "JY007")
    QGuiApplication.clipboard().setText("8")
    pilot.keys(key=KEY.Key_V, ctrl=True)
    assert [pilot.text(a) for a in ("JY005", "JY006", "JY007")] == ["8"] * 3
    pilot.entry.undo()
    assert [pilot.text(a) for a in ("JY005", "JY006", "JY007")] == [""] * 3


def test_where_nothing_can_be_pasted_it_is_said(pilot: Pilot) -> None:
    pilot.open("JY", "2025-09", "JY001")
    model = pilot.entry.grid.model
    pilot.sheet.setCurrentIndex(model.index(pilot.sheet.currentIndex().row(), 0))
    QGuiApplication.clipboard().setText("8")
    pilot.keys(key=KEY.Key_V, ctrl=True)
    assert "这里不能粘贴" in pilot.entry.notice.text
    QGuiApplication.clipboard().clear()
    pilot.keys(key=KEY.Key_V, ctrl=True)
    assert "剪贴板上没有" in pilot.entry.notice.text
    assert pilot.draft.current.cells == {}


def test_ctrl_d_on_one_cell_takes_the_one_above_and_ctrl_r_the_one_to_the_left(pilot: Pilot) -> None:
    pilot.open("JY", "2025-09")
    pilot.type("JY005", "9")
    assert pilot.sheet.go_to("JY006")
    pilot.keys(key=KEY.Key_D, ctrl=True)
    assert pilot.text("JY006") == "9"
    assert pilot.sheet.go_to("JY006@ly")
    pilot.keys(key=KEY.Key_R, ctrl=True)
    assert pilot.text("JY006@ly") == "9"
    select(pilot, "JY005", "JY006@ly")
    pilot.keys(key=KEY.Key_R, ctrl=True)
    assert pilot.text("JY005@ly") == "9"


def test_filling_from_a_heading_or_over_what_is_folded_away_loses_nothing(pilot: Pilot) -> None:
    pilot.open("JY", "2025-09")
    model = pilot.entry.grid.model
    folded = next(line for line in model.lines if line.kind == "section" and line.section == 1)
    within = [line.address for line in model.lines if line.section == 1 and line.holds_cell]
    pilot.type("JY001", "5")
    pilot.type(within[0], "7")
    now = pilot.sheet.currentIndex().column()
    top, end = model.index(0, now), model.index_of(within[0])
    pilot.sheet.select_all_from(top, end)
    pilot.entry.grid._fold(folded.section)
    pilot.keys(key=KEY.Key_D, ctrl=True)
    assert pilot.draft.cell(within[0]).value == Decimal(7), "it is out of sight"
    assert pilot.text("JY002") == pilot.text("JY001") == "5", "the first cell, not the heading above it"


def test_what_is_copied_across_headings_and_folds_comes_back_to_the_same_lines(pilot: Pilot) -> None:
    pilot.open("JY", "2025-09")
    model = pilot.entry.grid.model
    lines = [line.address for line in model.lines if line.holds_cell and line.last_year and line.section < 2]
    typed = {
        address: str(number) for number, address in enumerate(lines, 1) if not line_is_computed(pilot, address)
    }
    pilot.entry.work.type(typed)
    select(pilot, lines[0], lines[-1])
    pilot.entry.grid._fold(1)
    pilot.keys(key=KEY.Key_C, ctrl=True)
    assert (
        len(copied().splitlines()) == len({line.address for line in model.lines[: last_row(pilot, lines) + 1]}) - 1
    )
    assert pilot.sheet.go_to(f"{lines[0]}@ly")
    pilot.keys(key=KEY.Key_V, ctrl=True)
    for address, text in typed.items():
        assert pilot.draft.cell(f"{address}@ly").value == Decimal(text), address
    assert 1 not in model.folded, "what something was pasted into is open"


def line_is_computed(pilot: Pilot, address: str) -> bool:
    return bool(pilot.draft.form.indicators[address].computed)


def last_row(pilot: Pilot, lines: list[str]) -> int:
    place = pilot.entry.grid.model.place_of(lines[-1])
    assert place is not None
    return place[0]


@pytest.mark.parametrize(
    ("typed", "plain"),
    [("８４，１９２", "84192"), ("8.4192万千元", "8.4192万千元"), ("84192000元", "84192"), ("(5)", "-5")],
)
def test_figures_are_copied_as_a_spreadsheet_reads_them(pilot: Pilot, typed: str, plain: str) -> None:
    pilot.open("JY", "2025-09")
    pilot.entry.work.type({"JY001": typed})
    assert pilot.sheet.go_to("JY001")
    pilot.keys(key=KEY.Key_C, ctrl=True)
    assert copied().strip() == plain


def test_several_records_are_taken_out_as_one_act(pilot: Pilot, imported: Session) -> None:
    pilot.open("XM", "2025-09")
    model = pilot.entry.grid.model
    before = list(model.rows)
    assert len(before) > 1
    select(pilot, f"XM[{before[0]}].XM001", f"XM[{before[1]}].XM001")
    pilot.click("removeRow")
    assert model.rows == before[2:]
    assert pilot.entry.notice.text == "已移除 2 项"
    pilot.click("noticeUndo")
    assert model.rows == before


def test_shift_enter_and_shift_f8_select_one_cell(pilot: Pilot) -> None:
    pilot.open("JY", "2025-09", "JY006")
    pilot.keys(key=KEY.Key_Return, shift=True)
    assert pilot.sheet.chosen_addresses() == ["JY005"]
    pilot.keys(key=KEY.Key_F8, shift=True)
    assert len(pilot.sheet.selectedIndexes()) == 1, "or the next Delete would blank more than one sees"


def test_backspace_types_the_cell_anew_and_escape_brings_it_back(pilot: Pilot) -> None:
    pilot.open("JY", "2025-09")
    pilot.type("JY005", "9")
    pilot.sheet.go_to("JY005")
    pilot.keys(key=KEY.Key_Backspace)
    editor = pilot.sheet.painter_of_cells.editor
    assert editor is not None
    pilot.keys(key=KEY.Key_Escape)
    assert pilot.text("JY005") == "9"
    pilot.keys(key=KEY.Key_Backspace)
    pilot.keys("8")
    pilot.keys(key=KEY.Key_Return)
    assert pilot.text("JY005") == "8"


def test_space_with_shift_selects_the_line_and_with_ctrl_the_column(pilot: Pilot, imported: Session) -> None:
    pilot.open("XM", "2025-09")
    rows, columns = pilot.sheet.grid.rowCount(), pilot.sheet.grid.columnCount()
    pilot.keys(key=KEY.Key_Space, shift=True)
    assert len(pilot.sheet.selectedIndexes()) == columns
    pilot.keys(key=KEY.Key_Space, ctrl=True)
    assert len(pilot.sheet.selectedIndexes()) == rows
    assert pilot.sheet.painter_of_cells.editor is None, "nothing was typed"


def test_several_selected_cells_are_filled_in_one_after_another(pilot: Pilot) -> None:
    pilot.open("JY", "2025-09")
    select(pilot, "JY005", "JY007")
    for figure in ("1", "2", "3", "4"):  # Enter after the last goes back to the first
        pilot.keys(figure)
        pilot.keys(key=KEY.Key_Return)
    assert [pilot.text(a) for a in ("JY005", "JY006", "JY007", "JY008")] == ["4", "2", "3", ""]
    pilot.keys(key=KEY.Key_Return, shift=True)
    assert pilot.sheet.address() == "JY005"
    assert len(pilot.sheet.chosen_addresses()) == 3
    pilot.keys(key=KEY.Key_Down)
    pilot.keys(key=KEY.Key_Return)
    assert pilot.sheet.address() == "JY007", "a single cell leads on over the whole sheet"


def test_tab_goes_through_what_is_selected_line_by_line(pilot: Pilot) -> None:
    pilot.open("JY", "2025-09")
    select(pilot, "JY005", "JY006@ly")
    for figure in ("1", "2", "3", "4"):
        pilot.keys(figure)
        pilot.keys(key=KEY.Key_Tab)
    assert [pilot.text(a) for a in ("JY005", "JY005@ly", "JY006", "JY006@ly")] == ["1", "2", "3", "4"]


def test_cells_drawn_over_by_mouse_are_typed_into_where_that_began(pilot: Pilot) -> None:
    pilot.open("JY", "2025-09")
    sheet, model = pilot.sheet, pilot.entry.grid.model
    assert sheet.go_to("JY007")
    first, last = (sheet.visualRect(model.index_of(a)).center() for a in ("JY007", "JY005"))
    left = Qt.MouseButton.LeftButton
    QTest.mousePress(sheet.viewport(), left, pos=first)
    QTest.mouseMove(sheet.viewport(), last)
    QTest.mouseRelease(sheet.viewport(), left, pos=last)
    assert len(sheet.chosen_addresses()) == 3
    pilot.keys("8")
    pilot.keys(key=KEY.Key_Return)
    assert [pilot.text(a) for a in ("JY005", "JY006", "JY007")] == ["", "", "8"]


def test_figures_of_earlier_reports_are_copied_as_figures(pilot: Pilot, imported: Session) -> None:
    """A spreadsheet adds up what it is given as figures; with its commas, told as words, it is none."""
    pilot.open("JY", "2025-08")
    pilot.type("JY001", "992,799")
    pilot.settle()
    pilot.window.shell.resize(1600, 900)
    pilot.open("JY", "2025-09", "JY001")
    pilot.keys(key=KEY.Key_Space, shift=True)
    pilot.keys(key=KEY.Key_C, ctrl=True)
    assert {"1123457", "992799"} <= set(copied().rstrip("\n").split("\t"))
    told = QGuiApplication.clipboard().mimeData().html()
    assert "<td>992799</td>" in told
    assert "营业收入</td>" in told
    assert "<td>营业收入" not in told, "words stay words"
