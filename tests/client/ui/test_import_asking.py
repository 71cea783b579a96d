"""A workbook that gives nothing until a person says what is meant: opened, chosen from, written."""

from __future__ import annotations

from pathlib import Path

import pytest

from client.tour.script import Sample
from client.ui.importing.page import ImportPage
from client.ui.importing.review import SHEETS
from client.usecases.home.session import Session
from client.usecases.returns.editing import open_draft
from forms.returns import ReturnKey
from tests.client.ui.conftest import Pilot
from tests.client.workbook.enterprises import Rows, write


def lines(*heads: str, unit: str = "单位：元") -> Rows:
    shares = range(1, len(heads) + 1)
    figures = [
        [name, *(whole * share for share in shares)] for name, whole in (("营业收入", 5e6), ("营业成本", 4e6))
    ]
    return [["利润表", "2025年1-9月", unit], ["项目", *heads], *figures]


def opened(pilot: Pilot, path: Path) -> ImportPage:
    """The page once the workbook was refused and opened all the same."""
    page: ImportPage = pilot.pages.importing
    pilot.drop(path)
    pilot.until(lambda: page.problem.isVisible())
    assert page.state == "waiting"
    page.problem.button.click()
    pilot.until(lambda: page.state == "review")
    pilot.settle()
    return page


def revenue(page: ImportPage) -> list[str]:
    return [line.new for line in page.review_part.lines.rows_model.rows if line.address == "JY001"]


def test_a_column_that_nothing_tells_is_chosen_in_the_preview(
    pilot: Pilot, session: Session, story: Sample, tmp_path: Path
) -> None:
    page = opened(pilot, write(tmp_path / "账.xlsx", 利润表=lines("惠州厂", "东莞厂")))
    part = page.review_part
    assert part._stack.currentIndex() == SHEETS
    assert "好几栏数" in part.warning.text
    assert part.summary.text().startswith("还没有取用的数")
    assert not part.accept.isEnabled()
    part.guesses.columns.table.selectRow(1)
    part.guesses.columns.meaning.choose("current")
    pilot.until(lambda: revenue(page) == ["10000"])
    assert not part.warning.isVisible()
    pilot.click("accept")
    pilot.until(lambda: page.state == "done")
    cell = open_draft(session, ReturnKey(story.firm, "JY", story.month)).cell("JY001")
    assert cell is not None
    assert cell.text == "10000"


@pytest.mark.parametrize("names", [("惠州公司", "东莞公司"), ("惠州分公司", "东莞分公司")])
def test_the_sheet_that_is_meant_is_ticked(pilot: Pilot, tmp_path: Path, names: tuple[str, str]) -> None:
    sheets = {
        names[0]: lines("本年累计"),
        names[1]: [*lines("本年累计")[:2], ["营业收入", 7e6], ["营业成本", 6e6]],
    }
    page = opened(pilot, write(tmp_path / "账.xlsx", **sheets))
    guesses = page.review_part.guesses
    guesses.sheets.ticked.emit(guesses.sheets.rows_model.rows[1])
    pilot.until(lambda: revenue(page) == ["7000"])


def test_the_unit_is_said(pilot: Pilot, tmp_path: Path) -> None:
    page = opened(pilot, write(tmp_path / "账.xlsx", 利润表=lines("本年累计", unit="单位：万美元")))
    page.review_part.guesses.unit.choose("千元")
    pilot.until(lambda: revenue(page) == ["5000000"])


def test_a_choice_that_settles_nothing_is_answered_and_the_preview_stays(pilot: Pilot, tmp_path: Path) -> None:
    page = opened(pilot, write(tmp_path / "账.xlsx", 利润表=lines("惠州厂", "东莞厂")))
    page.problem.hide()
    page.review_part.guesses.unit.choose("元")
    pilot.until(lambda: page.problem.isVisible())
    assert page.state == "review"
