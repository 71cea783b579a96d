"""One workbook with sheets of many months, taken for all of them at once."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from client.base.errors import UserError
from client.tour.script import Sample, sample
from client.usecases.books.batches import importing_many
from client.usecases.books.batches.importing_many import Wishes
from client.usecases.home.session import Session
from client.usecases.returns.editing import open_draft
from forms.periods import Period
from forms.returns import ReturnKey

NOW = Period.parse("2026-10")
PAST = Wishes(follow=True, every_month=True)


@pytest.fixture(scope="module")
def story() -> Sample:
    return sample()


@pytest.fixture(scope="module")
def book(story: Sample, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three of the sample's past months, over the end of a year, the latest sheet first."""
    months = ("2024年11月", "2024年12月", "2025年2月")
    whole = openpyxl.load_workbook(story.past_path)
    for sheet in whole.worksheets:
        if not sheet.title.endswith(months):
            whole.remove(sheet)
    whole._sheets.reverse()
    path = tmp_path_factory.mktemp("past") / "往期.xlsx"
    whole.save(path)
    return path


def test_every_month_of_a_workbook_is_stored_and_no_sheet_is_called_left(
    session: Session, story: Sample, book: Path
) -> None:
    planned = importing_many.plan(session, [book], NOW, story.firm, PAST)
    (firm,) = planned.files[0].firms
    assert firm.problem is None
    assert {str(period) for form, period in firm.places if form == "JY"} == {"2024-11", "2024-12", "2025-02"}
    assert not [entry for entry in firm.left if entry.code == "left.sheet-other-period"]
    importing_many.store(session, planned)
    drafts = [
        open_draft(session, ReturnKey(story.firm, "JY", Period.parse(month)))
        for month in ("2024-11", "2024-12", "2025-02")
    ]
    figures = [draft.cell("JY001") for draft in drafts]
    assert None not in figures
    assert len({str(cell.value) for cell in figures if cell is not None}) == 3, "each month has its own"


def test_a_project_keeps_its_id_from_month_to_month(session: Session, story: Sample, book: Path) -> None:
    importing_many.store(session, importing_many.plan(session, [book], NOW, story.firm, PAST))
    ids = [
        open_draft(session, ReturnKey(story.firm, "XM", Period.parse(month))).current.rows["XM"]
        for month in ("2024-11", "2024-12", "2025-02")
    ]
    assert ids[0]
    assert ids[0] == ids[1] == ids[2]


def test_unless_the_past_is_loaded_a_workbook_of_many_months_is_asked_about(
    session: Session, story: Sample, book: Path
) -> None:
    planned = importing_many.plan(session, [book], NOW, story.firm, Wishes(follow=True))
    problem = planned.files[0].firms[0].problem
    assert isinstance(problem, UserError)
    assert problem.code == "workbook.several-months"
    assert "2024年11月到2025年1—2月 3 个月" in problem.what("zh"), "not told to be one other month's"


def test_the_month_that_is_due_is_taken_beside_the_past(session: Session, story: Sample, book: Path) -> None:
    planned = importing_many.plan(session, [book], Period.parse("2024-12"), story.firm, PAST)
    assert len({period for _, period in planned.files[0].firms[0].places}) >= 3
