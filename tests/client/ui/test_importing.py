"""A workbook dropped on the window: reviewed, applied, taken back; what cannot be read says why."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QFileDialog, QLabel

from client.tour.script import Sample
from client.ui.ground.periods import last_ended, months_back, months_ended
from client.ui.ground.tasks import LongWork
from client.ui.importing.columns import difference
from client.usecases.home.session import Session
from client.usecases.returns.editing import open_draft
from client.workbook.reader import worker
from forms.pack import bundled_pack, load_pack
from forms.periods import Period
from forms.returns import ReturnKey
from tests.client.ui.conftest import Pilot, words


@pytest.fixture
def reviewed(pilot, story: Sample):
    """The sample dropped and read."""
    pilot.drop(story.path)
    pilot.until(lambda: pilot.pages.importing.state == "review")
    return pilot


def test_a_dropped_workbook_is_reviewed_before_anything_is_stored(
    reviewed, session: Session, story: Sample
) -> None:
    review = reviewed.pages.importing.review_part
    plan = reviewed.pages.importing.book.plan
    assert reviewed.shell.rail.page == "import"
    assert "粤华光电2025年9月.xlsx" in review.file.text()
    assert str(len(plan.lines)) in review.accept.text()
    assert review.left.rows_model.rowCount() == len(plan.left) > 0
    assert {sheet.name for sheet in review.sheets.rows_model.rows} >= {"利润表", "资产负债表"}
    assert open_draft(session, ReturnKey(story.firm, "JY", story.month)).cell("JY001") is None


def test_every_line_tells_old_new_unit_place_and_how(reviewed) -> None:
    model = reviewed.pages.importing.review_part.lines.rows_model
    row = next(n for n, line in enumerate(model.rows) if line.address == "JY001")
    shown = [model.data(model.index(row, column)) for column in range(model.columnCount())]
    assert shown[1] == "营业收入 JY001"
    assert shown[4] == "1,123,457 千元"
    assert shown[5] == "新填"
    assert shown[6] == "利润表 › D5 1,123,456,789.12 元"


@contextmanager
def begun_and_stopped(pilot: Pilot) -> Iterator[None]:
    """Long work that is begun within is asked to end at once."""
    tasks = pilot.window.conductor.tasks

    def stop(work: LongWork) -> None:
        work.stop.ask()

    tasks.began.connect(stop)
    yield
    pilot.settle()
    tasks.began.disconnect(stop)


def test_applied_then_taken_back_as_one(reviewed, session: Session, story: Sample) -> None:
    reviewed.click("accept")
    reviewed.until(lambda: reviewed.pages.importing.state == "done")
    stored = open_draft(session, ReturnKey(story.firm, "JY", story.month)).cell("JY001")
    assert stored is not None
    assert stored.origin.place == "粤华光电2025年9月.xlsx › 利润表 › D5"
    named = reviewed.pages.importing._done.told.text.text().partition("。")[0]
    written = {change.form for change in reviewed.pages.importing.book.plan.changes}
    assert {code for code, form in session.forms.items() if f"{form.name}（" in named} == written
    with begun_and_stopped(reviewed):
        reviewed.click("undoImport")
    assert "已停止：撤销导入" in words(reviewed.window.shell.status)
    assert reviewed.pages.importing.state == "done"
    assert open_draft(session, ReturnKey(story.firm, "JY", story.month)).cell("JY001") == stored
    reviewed.click("undoImport")
    reviewed.until(lambda: not reviewed.child("undoImport").isEnabled())
    assert open_draft(session, ReturnKey(story.firm, "JY", story.month)).cell("JY001") is None
    assert "恢复原样" in reviewed.pages.importing._done.told.title.text()


def test_writing_is_stopped_and_begun_again(reviewed, session: Session, story: Sample) -> None:
    status = reviewed.window.shell.status
    with begun_and_stopped(reviewed):
        reviewed.click("accept")
    assert session.look(story.firm, lambda books: books.returns.all(firm=story.firm)) == []
    assert "已停止：写入" in words(status)
    assert reviewed.pages.importing.state == "review", "as it was before"
    reviewed.click("accept")
    reviewed.until(lambda: reviewed.pages.importing.state == "done")
    assert "已完成：写入" in words(status)


def test_understanding_anew_is_stopped_and_the_former_stays(reviewed) -> None:
    page = reviewed.pages.importing
    before = page.book.plan.period
    reviewed.window.conductor.tasks.began.connect(lambda work: work.stop.ask())
    page.review_part.period_chosen.emit(Period.parse("2025-08"))
    reviewed.settle()
    assert (page.state, page.book.plan.period) == ("review", before)


def test_the_reader_starts_while_a_file_is_being_chosen(pilot) -> None:
    worker.shared.close()
    pilot.window.conductor.go("import")
    pilot.until(lambda: worker.shared.pid is not None)


def test_discarding_stores_nothing(reviewed, session: Session, story: Sample) -> None:
    reviewed.click("discard")
    assert reviewed.pages.importing.state == "waiting"
    assert open_draft(session, ReturnKey(story.firm, "JY", story.month)).cell("JY001") is None


def test_what_differs_from_the_store_is_shown_as_a_difference(pilot, imported: Session, story: Sample) -> None:
    pilot.open("JY", "2025-09")
    pilot.type("JY001", "1000000")
    pilot.settle()
    pilot.drop(story.path)
    pilot.until(lambda: pilot.pages.importing.state == "review")
    plan = pilot.pages.importing.book.plan
    line = next(line for line in plan.lines if line.address == "JY001")
    assert difference(line) == 123457
    assert "覆盖 1 项" in pilot.child("importSummary", QLabel).text()


def test_the_result_leads_to_the_first_problem(reviewed) -> None:
    reviewed.click("accept")
    reviewed.until(lambda: reviewed.pages.importing.state == "done")
    reviewed.click("toEntry")
    reviewed.until(lambda: reviewed.entry.work is not None)
    assert reviewed.shell.rail.page == "entry"
    assert reviewed.sheet.address() in {ref.address for f in reviewed.draft.findings for ref in f.cells}


def test_another_period_is_read_anew(reviewed) -> None:
    page = reviewed.pages.importing
    page.review_part.period.choose(Period.parse("2025-08"))
    reviewed.until(lambda: page.state == "review" and page.book.plan.period == Period.parse("2025-08"))
    assert page.review_part.warning.isVisible(), "the workbook itself says another month"


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("不是工作簿.xlsx", "只是文字".encode(), "内容不是工作簿"),
        ("空的.xlsx", b"", "空的"),
        ("无关.csv", "甲,乙\n1,2\n".encode("gb18030"), "没有认得的指标"),
    ],
)
def test_what_cannot_be_taken_says_why_and_what_to_do(
    pilot, tmp_path: Path, name: str, content: bytes, said: str
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    pilot.drop(path)
    page = pilot.pages.importing
    pilot.until(lambda: page.problem.isVisible())
    assert said in page.problem.text
    assert page.state == "waiting"


def test_a_workbook_can_be_chosen_in_a_dialog(pilot, story: Sample) -> None:
    pilot.click("goImport")
    pilot.click("chooseForImport")
    dialog = pilot.shell.findChild(QFileDialog, "bookDialog")
    dialog.fileSelected.emit(str(story.path))
    dialog.close()
    pilot.until(lambda: pilot.pages.importing.state == "review")


def test_the_tables_hold_to_qts_contract(reviewed) -> None:
    review = reviewed.pages.importing.review_part
    tables = (
        review.lines,
        review.left,
        review.sheets,
        review.guesses.seen,
        review.findings,
        review.profiles.table,
    )
    for table in tables:
        tester = QAbstractItemModelTester(table.rows_model, QAbstractItemModelTester.FailureReportingMode.Fatal)
        table.put(table.rows_model.rows[:1])
        tester.deleteLater()


@pytest.mark.parametrize(
    ("year", "month", "expected"),
    [(2025, 10, "2025-09"), (2025, 1, "2024-12"), (2025, 2, "2024-12"), (2025, 3, "2025-02")],
)
def test_the_period_offered_first_is_the_last_that_ended(year: int, month: int, expected: str) -> None:
    today, pack = date(year, month, 15), bundled_pack()
    assert str(last_ended(pack, today)) == expected
    assert months_ended(pack, today) == [m for m in months_back(pack, today) if m <= Period.parse(expected)]


def test_a_month_form_that_runs_on_over_the_year_is_offered_for_january() -> None:
    pack, today = load_pack(Path(__file__).parents[2] / "forms/foreign/accommodation"), date(2026, 2, 15)
    assert str(last_ended(pack, today)) == "2026-01"
    assert [str(month) for month in months_back(pack, today)[:3]] == ["2026-02", "2026-01", "2025-12"]
