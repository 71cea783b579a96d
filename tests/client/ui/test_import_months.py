"""A workbook of a whole year on the import page: one month, some, all; written and taken back as one."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from client.tour.script import Sample
from client.usecases.home.session import Session
from client.usecases.returns.editing import open_draft
from forms.periods import Period
from forms.returns import ReturnKey
from tests.client.ui.conftest import words
from tests.client.usecases.month_books import across, keep


@pytest.fixture
def reviewed(pilot, tmp_path: Path):
    rows = across([f"{n}月" for n in range(1, 13)], [100.0 * n for n in range(1, 13)], ["2025年各月利润表"])
    pilot.drop(keep(tmp_path / "各月.xlsx", rows))
    pilot.until(lambda: pilot.pages.importing.state == "review")
    return pilot


def revenue(session: Session, firm: str) -> list[str | None]:
    cells = [
        open_draft(session, ReturnKey(firm, "JY", Period(2025, "month", n))).cell("JY001") for n in range(2, 13)
    ]
    return [cell.text if cell is not None else None for cell in cells]


def all_months(pilot):
    """The page once every month of the workbook is reviewed."""
    page = pilot.pages.importing
    pilot.click("allMonths")
    pilot.until(lambda: not page.book._taking.isActive())
    pilot.settle()
    return page


def test_the_months_found_are_said_and_one_is_taken(reviewed, story: Sample) -> None:
    part = reviewed.pages.importing.review_part
    assert reviewed.child("monthsFound", QLabel).text() == "这本工作簿里有 11 个月：2025年1—2月 … 2025年12月"
    assert [str(month) for month, made in part.months.buttons.items() if made.isChecked()] == [story.period]
    assert part.period.isVisible()


def test_all_are_reviewed_month_by_month_written_and_taken_back_as_one(
    reviewed, session: Session, story: Sample
) -> None:
    page = all_months(reviewed)
    part = page.review_part
    assert not part.period.isVisible()
    assert part.accept.text() == "写入 22 项"
    part.lines_part.period.choose(Period.parse("2025-06"))
    assert [line.new for line in part.lines.rows_model.rows] == ["600", "480"]
    part.lines_part.none.click()  # June is left
    reviewed.until(lambda: part.accept.isEnabled())
    assert part.accept.text() == "写入 20 项"
    reviewed.click("accept")
    reviewed.until(lambda: page.state == "done")
    assert revenue(session, story.firm) == [None if n == 6 else str(100 * n) for n in range(2, 13)]
    assert "2025年1—2月 … 2025年12月" in page._done.told.text.text()
    reviewed.click("undoImport")
    reviewed.until(lambda: not reviewed.child("undoImport").isEnabled())
    assert revenue(session, story.firm) == [None] * 11


def test_ctrl_z_in_one_of_the_months_says_what_it_took_back_and_ctrl_y_brings_all_again(
    reviewed, session: Session, story: Sample
) -> None:
    page = all_months(reviewed)
    reviewed.click("accept")
    reviewed.until(lambda: page.state == "done")
    every = [str(100 * n) for n in range(2, 13)]
    reviewed.open("JY", "2025-09")
    sheet = reviewed.pages.entry.grid.sheet
    for key, held, told in (
        (Qt.Key.Key_Z, every, ("再撤销一步就是整次导入", "再按一次 Ctrl+Z")),
        (Qt.Key.Key_Z, [None] * 11, ("整次导入已撤销", "其他报表也一起恢复原样", "Ctrl+Y")),
        (Qt.Key.Key_Y, every, ("整次导入已重新写入", "其他报表也一起")),
    ):
        QTest.keyClick(sheet, key, Qt.KeyboardModifier.ControlModifier)
        reviewed.settle()
        assert revenue(session, story.firm) == held
        assert all(each in words(reviewed.pages.entry) for each in told)


def test_a_step_in_between_has_the_import_asked_for_once_more(reviewed, session: Session, story: Sample) -> None:
    page = all_months(reviewed)
    reviewed.click("accept")
    reviewed.until(lambda: page.state == "done")
    reviewed.open("JY", "2025-09")
    entry = reviewed.pages.entry
    entry.undo()
    entry.work.type({"JY004": "1"})
    entry.undo()
    entry.undo()
    reviewed.settle()
    assert revenue(session, story.firm) == [str(100 * n) for n in range(2, 13)]
    reviewed.click("noticeUndo")
    reviewed.settle()
    assert revenue(session, story.firm) == [None] * 11


def test_several_are_chosen_with_the_keyboard_and_the_last_one_stays(reviewed, story: Sample) -> None:
    page = reviewed.pages.importing
    months = page.review_part.months
    august = months.buttons[Period.parse("2025-08")]
    august.setFocus()
    QTest.keyClick(august, Qt.Key.Key_Space)
    reviewed.until(lambda: len(page.book.reviewed.chosen) == 2)
    reviewed.settle()
    assert august.hasFocus(), "whoever chooses keeps the keyboard"
    for month in ("2025-08", story.period):
        months.buttons[Period.parse(month)].click()
    reviewed.settle()
    reviewed.until(lambda: not page.book._taking.isActive())
    reviewed.settle()
    assert [month for month, made in months.buttons.items() if made.isChecked()] == [story.month]


def test_one_month_is_no_choice(pilot, story: Sample) -> None:
    pilot.drop(story.path)
    pilot.until(lambda: pilot.pages.importing.state == "review")
    assert not pilot.pages.importing.review_part.months.isVisible()


def test_months_with_their_own_figures_are_added_up_at_one_press(pilot, tmp_path: Path) -> None:
    own = [100.0 + 10 * (n % 3) for n in range(1, 13)]
    pilot.drop(keep(tmp_path / "各月.xlsx", across([f"{n}月" for n in range(1, 13)], own, ["2025年各月利润表"])))
    page = pilot.pages.importing
    pilot.until(page.problem.isVisible)
    assert "各月像是当月的数" in page.problem.text
    pilot.click("bannerButton")
    pilot.until(lambda: page.state == "review")
    first = page.review_part.lines.rows_model.rows[0]
    assert first.new == str(int(sum(own[: first.period.index])))
    assert pilot.child("guessMonths").currentData() == "added"
