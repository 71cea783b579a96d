"""A workbook is planned, looked at, applied as one, and taken back as one."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from client.base.errors import UserError
from client.base.stopping import Stop, Stopped
from client.tour.script import Sample
from client.usecases.books import imported, importing
from client.usecases.home.session import Session
from client.usecases.returns.editing import open_draft
from client.usecases.returns.keeping import save
from forms.periods import Period
from forms.returns import ReturnKey
from tests.client.workbook.enterprises import code, projects, summary, write

MONTH = Period.parse("2025-09")


@pytest.fixture
def project_book(tmp_path: Path) -> Callable[..., Path]:
    """Makes a workbook of projects: code, name, total in 万元."""

    def make(*projects: tuple[str, str, object], name: str = "项目.xlsx") -> Path:
        book = openpyxl.Workbook()
        sheet = book.active
        assert sheet is not None
        sheet.title = "重点项目"
        sheet.append(["项目代码", "项目名称", "计划总投资（万元）"])
        for project in projects:
            sheet.append(project)
        path = tmp_path / name
        book.save(path)
        return path

    return make


def test_a_plan_stores_nothing(session: Session, story: Sample) -> None:
    planned = importing.plan(session, story.path, story.firm, story.month)
    assert planned.lines
    assert planned.firm_name == story.name
    assert session.look(story.firm, lambda books: books.returns.all()) == []
    assert not session.vault.holds(story.firm)


def test_every_value_keeps_the_workbook_s_place_figure_and_unit(imported: Session, story: Sample) -> None:
    draft = open_draft(imported, ReturnKey(story.firm, "JY", MONTH))
    cell = draft.cell("JY021")
    assert cell is not None
    assert cell.origin.source == "workbook"
    assert cell.origin.place == f"{story.book} › 利润表 › D25"
    assert (cell.origin.raw, cell.origin.unit) == ("84192469.35", "元")
    assert str(cell.value) == "84192"


def test_what_the_program_computes_is_not_taken(imported: Session, story: Sample) -> None:
    planned = importing.plan(imported, story.path, story.firm, story.month)
    computed = {code for form in imported.pack.forms.values() for code, i in form.indicators.items() if i.computed}
    assert not computed & {line.code for line in planned.lines}


def test_the_findings_of_the_plan_are_those_after_applying(session: Session, story: Sample) -> None:
    from client.usecases.returns.checking import check_returns

    planned = importing.plan(session, story.path, story.firm, story.month)
    before = {check.target.key: [f.rule for f in check.findings] for check in planned.checks}
    importing.apply(session, planned)
    after = {c.target.key: [f.rule for f in c.findings] for c in check_returns(session, story.firm)}
    assert before == after


def test_every_line_of_a_plan_has_an_english_name(session: Session, story: Sample) -> None:
    lines = importing.plan(session, story.path, story.firm, story.month).lines
    named = {line.address: (line.name, line.name_en) for line in lines}
    assert named["JY001"] == ("营业收入", "Operating revenue")
    chinese, english = named["JB022.valid"]
    assert chinese == "高新证书编号与有效期：有效期至"
    assert not re.search(r"[㐀-鿿]", english), "a part of an indicator, too"


def test_an_import_is_taken_back_as_one(session: Session, story: Sample) -> None:
    import_id = importing.apply(session, importing.plan(session, story.path, story.firm, story.month))
    assert session.look(story.firm, lambda books: sum(len(r.cells) for r in books.returns.all())) > 100
    imported.undo(session, story.firm, import_id)
    assert session.look(story.firm, lambda books: sum(len(r.cells) for r in books.returns.all())) == 0


class AfterSoMany(Stop):
    """Asks for the end when it is looked at so many times."""

    def __init__(self, times: int) -> None:
        super().__init__()
        self._left = times

    def check(self) -> None:
        self._left -= 1
        if self._left <= 0:
            self.ask()
        super().check()


@pytest.mark.parametrize("times", [1, 2, 3])
def test_stopped_in_the_middle_of_writing_nothing_is_stored(session: Session, story: Sample, times: int) -> None:
    planned = importing.plan(session, story.path, story.firm, story.month)
    with pytest.raises(Stopped):
        importing.apply(session, planned, AfterSoMany(times))
    assert session.look(story.firm, lambda books: books.returns.all(firm=story.firm)) == []
    importing.apply(session, planned)
    assert session.look(story.firm, lambda books: books.returns.all(firm=story.firm))


@pytest.mark.parametrize("times", [1, 2, 4])
def test_stopped_while_it_is_taken_back_an_import_stays_whole(session: Session, story: Sample, times: int) -> None:
    import_id = importing.apply(session, importing.plan(session, story.path, story.firm, story.month))
    before = session.look(story.firm, lambda books: books.returns.all())
    with pytest.raises(Stopped):
        imported.undo(session, story.firm, import_id, AfterSoMany(times))
    assert session.look(story.firm, lambda books: books.returns.all()) == before
    imported.undo(session, story.firm, import_id)


def test_an_import_that_was_worked_on_is_not_taken_back_unseen(session: Session, story: Sample) -> None:
    import_id = importing.apply(session, importing.plan(session, story.path, story.firm, story.month))
    draft = open_draft(session, ReturnKey(story.firm, "JY", MONTH))
    outcome = draft.type({"JY021": "84912"})
    assert outcome is not None
    save(session, outcome.change).result()
    with pytest.raises(UserError) as caught:
        imported.undo(session, story.firm, import_id)
    assert caught.value.code == "store.undo-blocked"


def test_a_plan_that_was_overtaken_is_refused(imported: Session, story: Sample, tmp_path: Path) -> None:
    planned = importing.plan(imported, story.path, story.firm, story.month)
    assert planned.changes == ()
    draft = open_draft(imported, ReturnKey(story.firm, "JY", MONTH))
    outcome = draft.type({"JY001": "1"})
    assert outcome is not None
    save(imported, outcome.change).result()
    planned = importing.plan(imported, story.path, story.firm, story.month)
    overtaking = open_draft(imported, ReturnKey(story.firm, "JY", MONTH)).type({"JY001": "2"})
    assert overtaking is not None
    save(imported, overtaking.change).result()
    with pytest.raises(UserError) as caught:
        importing.apply(imported, planned)
    assert caught.value.code == "import.stale"


def test_a_project_keeps_its_row_over_imports_and_months(
    session: Session, story: Sample, project_book: Callable[..., Path]
) -> None:
    book = project_book(("P-1", "一期", 5000), ("P-2", "二期", 6000))
    importing.apply(session, importing.plan(session, book, story.firm, MONTH))
    first = rows(session, story, MONTH)
    later = project_book(("P-3", "三期", 900), ("P-1", "一期", 5100), name="十月.xlsx")
    importing.apply(session, importing.plan(session, later, story.firm, Period.parse("2025-10")))
    second = rows(session, story, Period.parse("2025-10"))
    assert second["P-1"] == first["P-1"]
    assert second["P-3"] not in first.values()
    again = importing.plan(session, book, story.firm, MONTH)
    assert again.changes == ()


def test_a_workbook_without_a_code_that_is_one_is_refused(session: Session, story: Sample) -> None:
    with pytest.raises(UserError) as caught:
        importing.plan(session, story.path, "914403001922038217", story.month)
    assert caught.value.code == "enterprise.check"
    assert "914403001922038217" in caught.value.what("zh")


def rows(session: Session, story: Sample, period: Period) -> dict[str, str]:
    """Row id by project code."""
    draft = open_draft(session, ReturnKey(story.firm, "XM", period))
    found = {}
    for row in draft.current.rows["XM"]:
        cell = draft.cell(f"XM[{row}].XM001")
        assert cell is not None
        found[cell.text] = row
    return found


def test_of_a_list_of_many_enterprises_only_one_s_lines_are_taken(session: Session, tmp_path: Path) -> None:
    book = write(tmp_path / "汇总.xlsx", 汇总=summary(3), 重点项目=projects([0, 1, 1]))
    planned = importing.plan(session, book, code(1), MONTH)
    assert {line.new for line in planned.lines if line.address == "JY001"} == {"1001"}
    assert sum(line.code == "XM001" for line in planned.lines) == 2
    assert [(each.sheet, each.code, str(each.why.params["count"])) for each in planned.left] == [
        ("汇总", "left.rows-other-enterprises", "2"),
        ("重点项目", "left.rows-other-enterprises", "1"),
    ]
