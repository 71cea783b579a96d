"""A part of a list, or another order, in the window: what is typed, pasted, found and taken back meanwhile."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication, QHeaderView, QLabel

from client.ui.entry.cells.viewing import Order
from client.ui.entry.grid.filter_bar import FilterBar
from client.usecases.home.session import Session
from client.usecases.returns.editing import open_draft
from forms.periods import Period
from forms.returns import ReturnKey
from tests.client.ui.conftest import Pilot

KEY, MODIFIER = Qt.Key, Qt.KeyboardModifier
NAMES = {"r1": "白云", "r2": "阿里", "r3": "重庆", "r4": "东莞"}
FIGURES = {"r1": "900", "r2": "1000", "r3": "70", "r4": "8"}


@pytest.fixture
def four(pilot: Pilot) -> Pilot:
    """A list of four projects, the cursor in the first."""
    pilot.open("XM", "2025-09")
    texts = {f"XM[{row}].XM002": name for row, name in NAMES.items()}
    figures = {f"XM[{row}].XM014": text for row, text in FIGURES.items()}
    pilot.entry.work._enter(texts | figures, "paste", list(NAMES))
    pilot.sheet.go_to("XM[r1].XM002")
    model = pilot.entry.grid.model
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal, model)
    return pilot


def bar(pilot: Pilot) -> FilterBar:
    return pilot.entry.grid.filter_bar


def lines(pilot: Pilot) -> list[str]:
    """The records shown, by name."""
    model = pilot.entry.grid.model
    return [model.look(row, 0).text for row in range(model.rowCount() - 1)]


def told(pilot: Pilot) -> str:
    return pilot.child("filterTold", QLabel).text()


def asked(pilot: Pilot, text: str) -> None:
    """Ctrl+Shift+L, words, Enter."""
    QTest.keyClick(pilot.sheet, KEY.Key_L, MODIFIER.ControlModifier | MODIFIER.ShiftModifier)
    assert bar(pilot).text.hasFocus()
    pilot.write(bar(pilot).text, text)
    QTest.keyClick(bar(pilot).text, KEY.Key_Return)


def heading(pilot: Pilot, field: str, held: MODIFIER = MODIFIER.NoModifier) -> None:
    """Click a heading: that of the first column is the frozen one's."""
    model, grid = pilot.entry.grid.model, pilot.entry.grid
    column = [each.name for each in model.fields].index(field)
    pilot.sheet.scrollTo(model.index(0, column))
    header: QHeaderView = (pilot.sheet if column else grid._frozen).horizontalHeader()
    at = QPoint(header.sectionViewportPosition(column) + 20, header.height() // 2)
    QTest.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, held, at)


def test_words_leave_those_that_hold_them_and_the_keyboard_goes_back_to_the_grid(four: Pilot) -> None:
    assert not bar(four).isVisible()
    asked(four, "庆")
    assert lines(four) == ["重庆"]
    assert told(four) == "显示 1 / 4 项"
    assert four.sheet.hasFocus()
    four.keys(key=KEY.Key_L, ctrl=True, shift=True)
    assert lines(four) == list(NAMES.values())
    assert not bar(four).isVisible()
    assert four.sheet.hasFocus()


def test_the_list_follows_as_one_types_without_enter(four: Pilot) -> None:
    four.click("filter")
    four.write(bar(four).text, "云")
    four.until(lambda: lines(four) == ["白云"])
    assert four.sheet.address() == "XM[r1].XM002", "the cursor stays at its record"
    QTest.keyClick(bar(four).text, KEY.Key_Escape)
    assert lines(four) == ["白云"], "Escape leaves the field, not the filter"
    four.click("filterClear")
    assert (lines(four), told(four)) == (list(NAMES.values()), "4 项")
    assert bar(four).isVisible()
    four.click("filterClose")
    assert not bar(four).isVisible()


def test_what_is_typed_meanwhile_is_the_records_own_and_stays_in_sight(four: Pilot) -> None:
    asked(four, "庆")
    four.type("XM[r3].XM002", "成都")
    assert lines(four) == ["成都"]
    four.keys("Shenzhen")
    four.keys(key=KEY.Key_Return)
    assert lines(four) == ["成都", "Shenzhen"], "a new record is shown until the filter is renewed"
    assert told(four) == "显示 2 / 5 项"
    names = [four.draft.cell(f"XM[{r}].XM002").text for r in NAMES]
    assert names == ["白云", "阿里", "成都", "东莞"]
    four.click("filterAgain")
    assert (lines(four), told(four)) == ([], "显示 0 / 5 项")
    four.click("filterClear")
    assert lines(four) == ["白云", "阿里", "成都", "东莞", "Shenzhen"]


def test_a_block_goes_into_the_lines_in_sight_and_appends_the_rest(four: Pilot) -> None:
    four.entry.filtering.sort(Order("XM014"))
    assert lines(four) == ["东莞", "重庆", "白云", "阿里"]
    model = four.entry.grid.model
    four.sheet.setCurrentIndex(model.index(2, model.place_of("XM[r1].XM014")[1]))
    QGuiApplication.clipboard().setText("1\n2\n3\n")
    four.keys(key=KEY.Key_V, ctrl=True)
    assert [four.text(f"XM[{row}].XM014") for row in NAMES] == ["1", "2", "70", "8"]
    assert lines(four) == ["东莞", "重庆", "白云", "阿里", ""], "in the order they were, until it is renewed"
    four.entry.undo()
    assert [four.text(f"XM[{row}].XM014") for row in NAMES] == ["900", "1,000", "70", "8"]
    assert list(four.draft.current.rows["XM"]) == list(NAMES)


def test_a_heading_sorts_up_down_and_not_and_the_store_never_hears_of_it(
    four: Pilot, session: Session, firm: str
) -> None:
    for order, said in (
        ("阿里 白云 重庆 东莞", "4 项，按“项目名称”升序"),
        ("东莞 重庆 白云 阿里", "4 项，按“项目名称”降序"),
        ("白云 阿里 重庆 东莞", "4 项"),
    ):
        heading(four, "XM002")
        assert (" ".join(lines(four)), told(four)) == (order, said)
        assert four.sheet.block()[1] == [0], "what is clicked is selected, too"
    heading(four, "XM014")
    assert lines(four) == ["东莞", "重庆", "白云", "阿里"], "70 is more than 8"
    heading(four, "XM014", MODIFIER.ShiftModifier)
    assert lines(four) == ["东莞", "重庆", "白云", "阿里"], "with Shift columns are selected"
    assert not four.entry.grid._frozen.isColumnHidden(0)
    assert four.entry.grid._frozen.isColumnHidden(1)
    four.settle()
    assert list(open_draft(session, ReturnKey(firm, "XM", Period.parse("2025-09"))).current.rows["XM"]) == list(
        NAMES
    )


def test_a_finding_leads_to_a_record_out_of_sight(four: Pilot) -> None:
    four.type("XM[r4].XM014", "不详")
    asked(four, "庆")
    finding = next(f for f in four.draft.findings if any(r.address == "XM[r4].XM014" for r in f.cells))
    four.entry._visit(next(ref for ref in finding.cells if ref.address == "XM[r4].XM014"))
    assert four.sheet.address() == "XM[r4].XM014"
    assert lines(four) == ["重庆", "东莞"]
    assert told(four) == "显示 2 / 4 项"


def test_records_are_inserted_and_taken_out_where_they_are_seen(four: Pilot) -> None:
    heading(four, "XM014")  # 东莞 重庆 白云 阿里
    four.sheet.go_to("XM[r3].XM002")
    four.keys(key=KEY.Key_Plus, ctrl=True)
    assert lines(four) == ["东莞", "", "重庆", "白云", "阿里"]
    assert four.draft.current.rows["XM"][2:4] == [four.entry.grid.model.rows[1], "r3"]
    four.sheet.go_to("XM[r1].XM002")
    four.keys(key=KEY.Key_Minus, ctrl=True)
    assert lines(four) == ["东莞", "", "重庆", "阿里"]
    four.entry.undo()
    four.entry.undo()
    assert sorted(lines(four)) == sorted(NAMES.values())
    assert list(four.draft.current.rows["XM"]) == list(NAMES)


def test_one_answer_of_a_column_is_chosen_from_those_there_are(four: Pilot) -> None:
    four.entry.work.type({"XM[r1].XM003": "03", "XM[r2].XM003": "03", "XM[r3].XM003": "02"})
    four.click("filter")
    bar(four).field.choose("XM003")
    assert bar(four).value.isVisible()
    entries = [bar(four).value.itemText(n) for n in range(bar(four).value.count())]
    assert entries[:2] == ["任何内容", "空白（1 项）"]
    assert entries[3].endswith("03（2 项）")
    bar(four).value.choose("03")
    assert lines(four) == ["白云", "阿里"]
    bar(four).level.choose("any")
    assert lines(four) == ["白云", "阿里"]
    bar(four).field.choose("XM002")
    assert not bar(four).value.isVisible()
    assert lines(four) == list(NAMES.values())


def test_the_cells_of_its_kind_are_shown_from_the_cursor(four: Pilot) -> None:
    four.entry.work.type({"XM[r1].XM003": "03", "XM[r2].XM003": "02", "XM[r4].XM003": "03"})
    four.sheet.go_to("XM[r4].XM003")
    four.entry.filtering.show_like()
    assert lines(four) == ["白云", "东莞"]
    assert four.sheet.address() == "XM[r4].XM003"
    assert bar(four).value.currentData() == "03"


def test_another_return_begins_whole_and_the_same_one_goes_on(four: Pilot) -> None:
    asked(four, "庆")
    four.sheet.setColumnWidth(3, 333)
    four.entry.destination.grow_stale()
    four.entry.refresh()
    four.settle()
    four.until(lambda: not four.entry.destination._stale)
    assert lines(four) == ["重庆"]
    assert told(four) == "显示 1 / 4 项"
    heading(four, "XM002")
    four.open("JY", "2025-09")
    assert not bar(four).isVisible()
    assert not four.child("filter").isVisible()
    four.keys(key=KEY.Key_L, ctrl=True, shift=True)
    assert not bar(four).isVisible(), "a form that is no list has nothing to filter"
    four.open("XM", "2025-09")
    assert lines(four) == list(NAMES.values())


def test_f6_goes_from_the_grid_into_the_filter_and_back(four: Pilot) -> None:
    asked(four, "庆")
    QTest.keyClick(four.sheet, KEY.Key_F6, MODIFIER.ShiftModifier)
    assert bar(four).text.hasFocus()
    QTest.keyClick(bar(four).text, KEY.Key_F6)
    assert four.sheet.hasFocus()
    four.click("filterClose")
    QTest.keyClick(four.sheet, KEY.Key_F6, MODIFIER.ShiftModifier)
    assert not bar(four).isAncestorOf(QApplication.focusWidget())
    assert four.entry.bar.isAncestorOf(QApplication.focusWidget())


def test_columns_made_wider_stay_so(four: Pilot) -> None:
    four.sheet.setColumnWidth(3, 333)
    asked(four, "庆")
    heading(four, "XM002")
    assert four.sheet.columnWidth(3) == 333


def test_the_frozen_column_is_as_high_as_the_list_when_the_filter_is_shut(four: Pilot) -> None:
    grid = four.entry.grid
    for _ in range(2):
        four.entry.filtering.toggle()
        four.until(lambda: grid._frozen.viewport().height() == four.sheet.viewport().height())
