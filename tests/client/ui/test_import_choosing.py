"""Correcting what was guessed of a workbook, taking some of it, and remembering how."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit

from client.tour.script import Sample
from client.ui.importing.page import ImportPage
from client.usecases.books import profiles
from client.usecases.books.batches.importing_many import ManyPlan
from client.usecases.home.session import Session
from client.usecases.returns.editing import open_draft
from client.workbook import Choices
from forms.returns import ReturnKey
from tests.client.ui.conftest import Pilot
from tests.client.workbook.enterprises import summary, write


def page(pilot: Pilot) -> ImportPage:
    return pilot.pages.importing


def read(pilot: Pilot, path: Path) -> None:
    """A workbook dropped and understood."""
    pilot.drop(path)
    pilot.until(lambda: page(pilot).state == "review")
    pilot.settle()


def line_of(pilot: Pilot, address: str):
    lines = page(pilot).review_part.lines.rows_model.rows
    return next(line for line in lines if line.address == address)


def addresses(pilot: Pilot) -> set[str]:
    return {line.address for line in page(pilot).review_part.lines.rows_model.rows}


def changed(plan: ManyPlan) -> set[str]:
    return {edit.address for found in plan.sets.values() for change in found.changes for edit in change.edits}


def row_of(pilot: Pilot, address: str) -> int:
    lines = page(pilot).review_part.lines.rows_model.rows
    return next(number for number, line in enumerate(lines) if line.address == address)


def book(folder: Path, *rows: tuple[object, ...], name: str = "报表.xlsx") -> Path:
    made = openpyxl.Workbook()
    for row in rows:
        made.active.append(row)
    made.save(folder / name)
    return folder / name


PROFIT = (("利润表",), ("单位：元", "2025年9月"), ("项目", "本年累计"))
OTHERS = (("营业成本", 5_000_000), ("利润总额", 800_000))


@pytest.fixture
def own_words(pilot: Pilot, tmp_path: Path) -> Path:
    """A finance workbook with one line under a name of its own."""
    return book(tmp_path, *PROFIT, ("营业收入", 9_000_000), *OTHERS, ("咱家开销", 400_000))


def test_one_line_is_left_out_and_named(pilot: Pilot, session: Session, story: Sample) -> None:
    read(pilot, story.path)
    review = page(pilot).review_part
    review.lines.setCurrentIndex(review.lines.rows_model.index(row_of(pilot, "JY001"), 0))
    review.lines.setFocus()
    QTest.keyClick(review.lines, Qt.Key.Key_Space)
    assert not review.accept.isEnabled(), "the count is being worked out"
    pilot.until(lambda: "写入 227 项" in review.accept.text())
    assert any(left.why.code == "left.not-chosen" for left in review.left.rows_model.rows)
    pilot.click("accept")
    pilot.until(lambda: page(pilot).state == "done")
    assert open_draft(session, ReturnKey(story.firm, "JY", story.month)).cell("JY001") is None
    assert open_draft(session, ReturnKey(story.firm, "JY", story.month)).cell("JY002") is not None


def test_a_whole_form_is_left_out_by_what_is_shown(pilot: Pilot, session: Session, story: Sample) -> None:
    read(pilot, story.path)
    review = page(pilot).review_part
    review.lines_part.form.choose("JY")
    assert {line.form for line in review.lines.rows_model.rows} == {"JY"}
    pilot.click("leaveShown")
    pilot.until(lambda: page(pilot).book.plan is not None and review.accept.isEnabled())
    assert "JY" not in {change.form for change in page(pilot).book.plan.changes}
    review.lines_part.kind.choose("out")
    assert review.lines.rows_model.rowCount() > 10
    pilot.click("takeShown")
    pilot.until(lambda: "写入 228 项" in review.accept.text())


def test_only_what_differs_is_shown(pilot: Pilot, imported: Session, story: Sample) -> None:
    pilot.open("JY", "2025-09")
    pilot.type("JY001", "1000000")
    pilot.settle()
    read(pilot, story.path)
    part = page(pilot).review_part.lines_part
    part.kind.choose("changed")
    assert [line.address for line in part.table.rows_model.rows] == ["JY001"]
    part.kind.choose("doubts")
    assert all(line.doubts for line in part.table.rows_model.rows)


def test_a_line_of_its_own_name_is_given_its_place_and_remembered(
    pilot: Pilot, session: Session, own_words: Path, tmp_path: Path
) -> None:
    read(pilot, own_words)
    review = page(pilot).review_part
    review._tabs.buttons()[1].click()
    left = next(n for n, each in enumerate(review.left.rows_model.rows) if each.label == "咱家开销")
    review.left.setCurrentIndex(review.left.rows_model.index(left, 0))
    assert "没有取用" in pilot.child("fixWords", QLabel).text()
    pilot.child("fixTarget", QLineEdit).setText("JY008 管理费用")
    review.fix.unit.choose("千元")
    pilot.click("fixApply")
    pilot.until(lambda: any(line.address == "JY008" for line in review.lines.rows_model.rows))
    assert line_of(pilot, "JY008").new == "400000"
    assert line_of(pilot, "JY008").found.how == "chosen"
    review._tabs.buttons()[4].click()
    pilot.settle()
    pilot.child("profileName", QLineEdit).setText("财务的表")
    pilot.click("rememberProfile")
    pilot.until(lambda: "已记住" in pilot.child("profileState", QLabel).text())
    assert [profile.name for profile in profiles.all_of(session)] == ["财务的表"]
    # next month's workbook, with a line above and another file name
    rows = (("某公司",), *PROFIT, ("营业收入", 10), *OTHERS, ("咱家开销", 5000))
    read(pilot, book(tmp_path, *rows, name="十月.xlsx"))
    assert line_of(pilot, "JY008").new == "5000", "its unit was remembered too"
    assert "财务的表" in pilot.child("importProfile", QLabel).text()
    # this once by none, then after all
    pilot.click("turnProfile")
    pilot.until(lambda: "没有按" in pilot.child("importProfile", QLabel).text())
    assert "JY008" not in addresses(pilot)
    page(pilot).review_part.guesses.unit.choose("千元")
    pilot.until(lambda: line_of(pilot, "JY001").new == "10")
    assert "JY008" not in addresses(pilot), "a correction does not bring it back"
    assert [profile.name for profile in profiles.all_of(session)] == ["财务的表"], "it stays for the next workbook"
    pilot.click("turnProfile")
    pilot.until(lambda: "JY008" in addresses(pilot))
    assert line_of(pilot, "JY008").new == "5000"
    # the same of several at once
    pilot.window.conductor.import_books([tmp_path / "十月.xlsx", tmp_path / "没有.xlsx"])
    many = page(pilot).many
    pilot.until(lambda: many.plan is not None)
    assert "JY008" in changed(many.plan)
    many.follow.choose(data=False)
    pilot.until(lambda: many.plan is not None and "JY008" not in changed(many.plan))
    assert "JY005" in changed(many.plan)


def test_the_unit_of_a_sheet_is_said_otherwise_and_taken_back(pilot: Pilot, own_words: Path) -> None:
    read(pilot, own_words)
    assert line_of(pilot, "JY001").new == "9000"
    guesses = page(pilot).review_part.guesses
    told = {seen.what: seen for seen in guesses.seen.rows_model.rows}
    assert told["unit"].value == "元"
    assert not told["unit"].chosen
    guesses.unit.choose("千元")
    pilot.until(lambda: line_of(pilot, "JY001").new == "9000000")
    assert next(seen for seen in guesses.seen.rows_model.rows if seen.what == "unit").chosen
    guesses._reset()
    pilot.until(lambda: line_of(pilot, "JY001").new == "9000")


def test_a_sheet_is_not_read_when_its_box_is_cleared(pilot: Pilot, story: Sample) -> None:
    read(pilot, story.path)
    sheets = page(pilot).review_part.sheets
    profit = next(sheet for sheet in sheets.rows_model.rows if sheet.name == "利润表")
    sheets.ticked.emit(profit)
    pilot.until(lambda: page(pilot).book.reviewed.own.sheets)
    pilot.settle()
    assert "利润表 ›" not in " ".join(line.found.place for line in page(pilot).review_part.lines.rows_model.rows)


def test_a_place_that_no_form_has_is_told_and_changes_nothing(pilot: Pilot, own_words: Path) -> None:
    read(pilot, own_words)
    before = len(page(pilot).review_part.lines.rows_model.rows)
    pilot.child("fixTarget", QLineEdit).setText("ZZ999")
    pilot.click("fixApply")
    pilot.until(lambda: page(pilot).problem.isVisible())
    assert "ZZ999" in page(pilot).problem.text
    assert len(page(pilot).review_part.lines.rows_model.rows) == before


def test_profiles_go_to_a_colleague_and_come_back(pilot: Pilot, session: Session, own_words: Path) -> None:
    read(pilot, own_words)
    page(pilot).review_part.guesses.unit.choose("千元")
    pilot.until(lambda: line_of(pilot, "JY001").new == "9000000")
    pilot.settle()
    part = page(pilot).review_part.profiles
    part.remembered.emit("千元的表")
    pilot.until(lambda: profiles.all_of(session))
    file = own_words.with_name("给同事.json")
    file.write_text("an older one, which the dialog has asked about", encoding="utf-8")
    part.exported.emit(file)
    pilot.until(lambda: "已写到" in part.state.text())
    part.forgotten.emit("千元的表")
    pilot.until(lambda: not profiles.all_of(session))
    part.taken_in.emit(file)
    pilot.until(lambda: profiles.all_of(session))
    pilot.settle()
    assert "收下" in part.state.text()
    # whoever has no workbook yet gets at them too
    pilot.click("discard")
    pilot.click("toMappings")
    pilot.settle()
    assert [each.name for each in page(pilot).mappings.table.rows_model.rows] == ["千元的表"]
    assert "1 份" in pilot.child("profileState", QLabel).text()
    assert not pilot.child("rememberProfile").isVisible()
    page(pilot).mappings.table.picked.emit(page(pilot).mappings.table.rows_model.rows[0])
    pilot.until(lambda: not profiles.all_of(session))
    pilot.settle()
    assert "已忘记" in pilot.child("profileState", QLabel).text()
    pilot.click("leaveMappings")
    assert page(pilot).state == "waiting"


def test_a_list_of_other_enterprises_says_so_and_is_divided_among_them(pilot: Pilot, tmp_path: Path) -> None:
    pilot.drop(write(tmp_path / "全市.xlsx", 汇总=summary(40)))
    pilot.until(page(pilot).problem.isVisible)
    assert "另外 40 家单位" in page(pilot).problem.text
    pilot.click("bannerButton")
    many = page(pilot).many
    pilot.until(lambda: many.plan is not None)
    assert page(pilot).state == "many"
    assert len(many.rows) == 40
    pilot.click("storeMany")
    pilot.until(lambda: "40 / 40 家单位已写入" in pilot.child("manySummary", QLabel).text())
    pilot.click("undoMany")
    pilot.until(lambda: "40 家单位已撤销" in pilot.child("manySummary", QLabel).text())


def test_several_workbooks_and_a_folder_are_a_line_each(
    pilot: Pilot, session: Session, story: Sample, own_words: Path
) -> None:
    pilot.window.conductor.import_books([own_words, story.path.parent])
    many = page(pilot).many
    pilot.until(lambda: many.plan is not None)
    assert page(pilot).state == "many"
    assert {row.file.path.name for row in many.rows} >= {"报表.xlsx", story.path.name}
    many.table.picked.emit(many.rows[0])
    pilot.until(lambda: page(pilot).state == "review")
    assert page(pilot).review_part.file.text() == "报表.xlsx"


def test_reading_can_be_stopped(pilot: Pilot, story: Sample) -> None:
    pilot.click("goImport")
    page(pilot).review(story.path)
    pilot.click("stopReading")
    pilot.until(lambda: page(pilot).state in ("waiting", "review"))
    if page(pilot).state == "waiting":
        pilot.until(lambda: "已停止" in pilot.window.shell.status._doing.text())
    assert not page(pilot).problem.isVisible()


def test_a_column_of_figures_is_said_to_be_another(pilot: Pilot, tmp_path: Path) -> None:
    rows = (("利润表",), ("单位：千元", "2025年9月"), ("项目", "本年累计", "调整后"), ("营业收入", 9, 11))
    read(pilot, book(tmp_path, *rows, ("营业成本", 5, 6), ("利润总额", 1, 2)))
    assert line_of(pilot, "JY001").new == "9"
    review = page(pilot).review_part
    review._tabs.buttons()[2].click()
    part = review.guesses.columns
    assert [(each.heading, each.use) for each in part.table.rows_model.rows] == [
        ("本年累计", "current"),
        ("调整后", ""),
    ]
    part.table.setCurrentIndex(part.table.rows_model.index(1, 0))
    part.meaning.setFocus()
    QTest.keyClick(part.meaning, Qt.Key.Key_Down)  # by the keyboard alone: 自动认 → 本期的数
    pilot.until(lambda: line_of(pilot, "JY001").new == "11")
    pilot.settle()
    assert page(pilot).book.reviewed.own.columns == {"调整后": "current"}
    assert part.table.currentIndex().row() == 1
    assert part.meaning.currentData() == "current"
    part.meaning.choose(None)
    pilot.until(lambda: line_of(pilot, "JY001").new == "9")
    pilot.settle()
    assert page(pilot).book.reviewed.own == Choices()
