"""The grid for those who do not see it: what a cell is read as, and what is said of a figure just typed."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible

from client.usecases.home.session import Session
from tests.client.ui.conftest import Pilot

NAME, DESCRIPTION = QAccessible.Text.Name, QAccessible.Text.Description


def read(pilot: Pilot, what: QAccessible.Text = NAME) -> str:
    """What a screen reader reads at the cursor."""
    at = QAccessible.queryAccessibleInterface(pilot.sheet).focusChild()
    assert at is not None
    return at.text(what)


def rested(pilot: Pilot) -> None:
    pilot.until(lambda: not pilot.entry._later.isActive())
    pilot.settle()


def test_a_cell_is_read_with_its_line_column_value_and_unit(pilot: Pilot, imported: Session) -> None:
    pilot.open("JY", "2025-09", "JY001")
    assert read(pilot) == "营业收入、本期 2025年9月、1,123,457 千元、提示"
    pilot.sheet.go_to("JY001@ly")
    assert read(pilot) == "营业收入、上年同期、1,012,347 千元、提示"
    pilot.keys(key=Qt.Key.Key_Right)
    assert read(pilot) == "营业收入、增幅、+11.0%"
    pilot.sheet.setCurrentIndex(pilot.entry.grid.model.index(1, 0))
    assert read(pilot) == "营业收入"
    pilot.sheet.setCurrentIndex(pilot.entry.grid.model.index(0, 0))
    assert read(pilot).startswith("一、收入、成本与费用 ")
    pilot.entry.grid.model.show_unit("万元")
    pilot.sheet.go_to("JY001")
    assert read(pilot) == "营业收入、本期 2025年9月、112,345.7 万元、提示"


def test_blank_unreadable_wrong_and_computed_are_heard(pilot: Pilot, imported: Session) -> None:
    pilot.open("JY", "2025-09", "JY001")
    pilot.entry.work.type({"JY001": "", "JY002": "约九千"})
    assert read(pilot).endswith("、空、必填")
    assert read(pilot, DESCRIPTION)
    pilot.sheet.go_to("JY002")
    assert "约九千、读不懂、强制" in read(pilot)


def test_a_record_is_read_with_its_number_and_name(pilot: Pilot, imported: Session) -> None:
    pilot.open("XM", "2025-09")
    model = pilot.entry.grid.model
    first = model.look(0, 0).text
    pilot.sheet.setCurrentIndex(model.index(0, 0))
    assert read(pilot) == f"第 1 项、项目名称、{first}"
    pilot.keys(key=Qt.Key.Key_Right)
    assert read(pilot).startswith(f"第 1 项 {first}、项目代码、")
    pilot.sheet.setCurrentIndex(model.index(model.rowCount() - 1, 0))
    assert read(pilot) == "在此键入，增加一项、项目名称"


def test_a_finding_at_the_figure_typed_and_the_new_verdict_are_said_once(
    pilot: Pilot, imported: Session, said_aloud: list[str]
) -> None:
    pilot.open("JY", "2025-09", "JY002")
    rested(pilot)
    said_aloud.clear()
    pilot.type("JY002", "9999999")
    assert said_aloud == [], "nothing before it is painted"
    rested(pilot)
    assert len(said_aloud) == 1
    assert "主营业务收入" in said_aloud[0]
    assert "强制" in said_aloud[0]
    assert said_aloud[0].endswith(pilot.entry.bar.verdict.chip.text())
    pilot.keys(key=Qt.Key.Key_Down)
    rested(pilot)
    assert len(said_aloud) == 1, "walking on says nothing again"
    pilot.entry.undo()
    rested(pilot)
    assert len(said_aloud) == 2
    assert "强制" not in said_aloud[1]


def test_several_keys_are_said_together(pilot: Pilot, imported: Session, said_aloud: list[str]) -> None:
    pilot.open("JY", "2025-09", "JY002")
    rested(pilot)
    said_aloud.clear()
    for figure in ("9999999", "9999998", "1098765"):
        pilot.type("JY002", figure)
    rested(pilot)
    assert said_aloud == [], "in the end nothing is different"
    pilot.type("JY002", "9999998")
    pilot.type("JY021", "1")
    rested(pilot)
    assert len(said_aloud) == 1


def test_what_delete_and_undo_leave_in_the_cell_is_said(
    pilot: Pilot, imported: Session, said_aloud: list[str]
) -> None:
    pilot.open("JY", "2025-09", "JY010")
    rested(pilot)
    said_aloud.clear()
    value = read(pilot)
    pilot.keys(key=Qt.Key.Key_Delete)
    rested(pilot)
    assert len(said_aloud) == 1
    assert said_aloud[0].startswith(read(pilot))
    assert "、空" in said_aloud[0]
    pilot.entry.undo()
    rested(pilot)
    assert len(said_aloud) == 2
    assert said_aloud[1].startswith(value)


def test_of_a_cell_that_was_left_nothing_is_said(pilot: Pilot, imported: Session, said_aloud: list[str]) -> None:
    pilot.open("JY", "2025-09", "JY010")
    rested(pilot)
    said_aloud.clear()
    pilot.keys(key=Qt.Key.Key_Delete)
    left = read(pilot)
    pilot.keys(key=Qt.Key.Key_Down)
    rested(pilot)
    assert "、空" in left
    assert not any(each.startswith((left, read(pilot))) for each in said_aloud)


def test_without_a_screen_reader_nothing_is_gathered(pilot: Pilot, imported: Session) -> None:
    pilot.open("JY", "2025-09", "JY002")
    pilot.type("JY002", "9999999")
    assert not pilot.entry.aloud._waits
    assert not pilot.entry.aloud._typed
