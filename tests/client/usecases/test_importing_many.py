"""A folder of workbooks and a workbook of many enterprises: planned, stored whole in each, taken back as one."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from client.base.errors import UserError
from client.usecases.books import importing
from client.usecases.books.batches import batching, importing_many, journals
from client.usecases.books.batches.importing_many import ManyPlan, Step, Wishes
from client.usecases.home import enterprises
from client.usecases.home.session import Session
from client.usecases.returns.editing import open_draft
from client.usecases.returns.keeping import save
from client.usecases.safekeeping import auditing
from client.usecases.views.rollup.adding import roll_up
from client.usecases.views.rollup.model import Question
from client.workbook import Book, Choices
from forms.periods import Period
from forms.returns import ReturnKey
from tests.client.workbook.enterprises import code, projects, statement, summary, write
from tests.hearing import Hearing

MONTH = Period.parse("2025-09")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A summary of three enterprises with their projects, a statement of the second, and what is no use."""
    books = tmp_path / "来件"
    write(books / "1 汇总.xlsx", 汇总=summary(3), 重点项目=projects([0, 1, 1, 2]))
    write(books / "深圳" / "2 利润表.xlsx", 利润表=statement(1, 9_999_000, "第1公司"))
    write(books / "3 无名.xlsx", 利润表=statement(None, 5000))
    (books / "4 坏.xlsx").write_bytes(b"PK no workbook")
    (books / "~$1 汇总.xlsx").write_bytes(b"left open")
    (books / "说明.pdf").write_bytes(b"%PDF")
    return books


def revenue(session: Session, number: int) -> str:
    target = session.look(code(number), lambda books: books.returns.get(ReturnKey(code(number), "JY", MONTH)))
    return target.cells["JY001"].text if target and "JY001" in target.cells else ""


def table(planned: ManyPlan) -> dict[str, list[tuple[str, int, int, str]]]:
    return {
        file.path.name: [
            (firm.firm, firm.taken, firm.changed, firm.problem.code if firm.problem else "") for firm in file.firms
        ]
        for file in planned.files
    }


def test_a_plan_tells_of_every_file_and_enterprise_and_stores_nothing(session: Session, folder: Path) -> None:
    planned = importing_many.plan(session, [folder], MONTH)
    assert table(planned) == {
        "1 汇总.xlsx": [(code(0), 8, 8, ""), (code(1), 11, 11, ""), (code(2), 8, 8, "")],
        "2 利润表.xlsx": [(code(1), 2, 1, "")],
        "3 无名.xlsx": [],
        "4 坏.xlsx": [],
    }
    problems = {file.path.name: file.problem.code for file in planned.files if file.problem}
    assert problems == {"3 无名.xlsx": "workbook.no-enterprise", "4 坏.xlsx": "workbook.not-a-workbook"}
    assert [path.name for path in planned.passed_over] == ["说明.pdf"]
    assert [(each.row, each.code) for each in planned.files[0].left] == [(6, "left.row-total")]
    assert not any(session.vault.holds(code(n)) for n in range(3))


def test_two_files_for_one_place_are_told_apart_and_the_first_counts(session: Session, folder: Path) -> None:
    planned = importing_many.plan(session, [folder], MONTH)
    (second,) = next(file for file in planned.files if file.path.name == "2 利润表.xlsx").firms
    (conflict,) = (each for each in second.left if each.code == "left.cell-conflict")
    assert (conflict.sheet, conflict.row, conflict.label) == ("利润表", 4, "JY001")
    assert "1 汇总.xlsx" in conflict.why.what()


def test_a_sheet_of_another_month_is_refused_unless_it_is_said(session: Session, tmp_path: Path) -> None:
    rows = statement(1, 5000, "第1公司")
    rows[0] = ["2025年8月利润表"]
    book = write(tmp_path / "八月.xlsx", 利润表=rows)
    (firm,) = importing_many.plan(session, [book], MONTH).files[0].firms
    assert firm.problem is not None
    assert firm.problem.code == "workbook.sheet-of-other-period"
    assert "9月" in firm.problem.what("zh")
    assert firm.changed == 0
    said = Wishes(choices=Choices(period=MONTH))
    assert importing_many.plan(session, [book], MONTH, wishes=said).changed == 2


def test_a_file_gone_once_it_was_read_is_named_and_the_others_are_planned(
    session: Session, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A stick pulled out, a share gone."""
    read, gone = importing_many.read, folder / "1 汇总.xlsx"

    def then_gone(path: Path) -> Book:
        book = read(path)
        if path == gone:
            path.unlink()
        return book

    monkeypatch.setattr(importing_many, "read", then_gone)
    planned = importing_many.plan(session, [folder], MONTH)
    problems = {each.path: each.problem for each in planned.files if each.problem is not None}
    assert isinstance(problems[gone], UserError)
    assert problems[gone].code == "workbook.locked"
    assert len(planned.files) > len(problems)


def test_a_list_is_taken_from_one_file_alone(session: Session, tmp_path: Path) -> None:
    for name in ("甲", "乙"):
        write(tmp_path / f"{name}.xlsx", 重点项目=projects([0, 0]))
    planned = importing_many.plan(session, [tmp_path / "甲.xlsx", tmp_path / "乙.xlsx"], MONTH)
    first, second = (file.firms[0] for file in planned.files)
    assert (first.changed, second.changed) == (6, 0)
    assert [each.code for each in second.left] == ["left.return-of-other-file"]


def test_it_is_stored_whole_in_each_enterprise_and_taken_back_as_one(session: Session, folder: Path) -> None:
    heard: list[Step] = []
    planned = importing_many.plan(session, [folder], MONTH, heard=heard.append)
    batch = importing_many.store(session, planned, heard.append)
    assert batch is not None
    assert [(part.firm, part.state, part.cells) for part in batch.parts] == [
        (code(0), "done", 8),
        (code(1), "done", 12),
        (code(2), "done", 8),
    ]
    assert {each.code: each.name for each in enterprises.all_of(session)} == {
        code(n): f"第{n}公司" for n in range(3)
    }
    assert [revenue(session, n) for n in range(3)] == ["1000", "1001", "1002"]
    assert [(s.done, s.total) for s in heard if s.phase == "storing"] == [(0, 3), (1, 3), (2, 3), (3, 3)]
    assert next(s.what for s in heard if s.phase == "reading") == "1 汇总.xlsx"
    assert importing_many.plan(session, [folder], MONTH).changed == 0
    undone = batching.undo(session, batch.batch_id)
    assert {part.state for part in undone.parts} == {"undone"}
    assert [revenue(session, n) for n in range(3)] == ["", "", ""]
    assert all(auditing.verify(session, code(n)).whole for n in range(3))


def test_nothing_to_change_makes_no_batch(session: Session, folder: Path) -> None:
    importing_many.store(session, importing_many.plan(session, [folder], MONTH))
    assert importing_many.store(session, importing_many.plan(session, [folder], MONTH)) is None
    assert len(journals.all_of(session)) == 1


def test_stopped_while_reading_nothing_is_stored(session: Session, folder: Path) -> None:
    heard = Hearing(3)
    with pytest.raises(UserError, match=r"batch\.cancelled"):
        importing_many.plan(session, [folder], MONTH, heard=heard, stop=heard.stop)
    assert journals.all_of(session) == ()


def test_stopped_while_storing_it_is_gone_on_with(session: Session, folder: Path) -> None:
    heard = Hearing(2)  # that it begins, and one part
    batch = importing_many.store(session, importing_many.plan(session, [folder], MONTH), heard, heard.stop)
    assert batch is not None
    assert [part.state for part in batch.parts] == ["done", "waiting", "waiting"]
    assert journals.unfinished(session) == (batch,)
    done = batching.carry_on(session, batch.batch_id)
    assert [part.state for part in done.parts] == ["done"] * 3
    assert [revenue(session, n) for n in range(3)] == ["1000", "1001", "1002"]


def test_one_changed_meanwhile_refuses_and_keeps_none_of_the_others(session: Session, folder: Path) -> None:
    enterprises.add(session, code(1), "第1公司")
    planned = importing_many.plan(session, [folder], MONTH)
    outcome = open_draft(session, ReturnKey(code(1), "JY", MONTH)).type({"JY001": "7"})
    assert outcome is not None
    save(session, outcome).result()
    batch = importing_many.store(session, planned)
    assert batch is not None
    assert [(part.state, part.code) for part in batch.parts] == [
        ("done", ""),
        ("refused", "import.stale"),
        ("done", ""),
    ]
    assert revenue(session, 1) == "7"


def test_rows_typed_meanwhile_are_not_lost(session: Session, tmp_path: Path) -> None:
    book = write(tmp_path / "项目.xlsx", 重点项目=projects([0]))
    planned = importing.plan(session, book, code(0), MONTH)
    draft = open_draft(session, ReturnKey(code(0), "XM", MONTH))
    outcome = draft.type({"XM[mine].XM001": "2025-441302-39-01-777777"}, new_rows={"XM": ["mine"]})
    assert outcome is not None
    save(session, outcome).result()
    with pytest.raises(UserError, match=r"import\.stale"):
        importing.apply(session, planned)


def test_a_folder_of_one_enterprise_needs_no_names_in_it(session: Session, folder: Path) -> None:
    planned = importing_many.plan(session, [folder], MONTH, code(1), Wishes(forms=["JY"]))
    taken = {file.path.name: [firm.taken for firm in file.firms] for file in planned.files}
    assert taken["1 汇总.xlsx"] == [5]
    assert taken["3 无名.xlsx"] == [2]
    assert planned.sets.keys() == {code(1)}


def test_long_lists_of_many_are_what_each_would_import_alone(session: Session, tmp_path: Path) -> None:
    chance = random.Random(8)
    owners = [chance.randrange(2) for _ in range(1300)]
    rows = projects(owners)
    both = write(tmp_path / "合.xlsx", 重点项目=rows)
    importing_many.store(session, importing_many.plan(session, [both], MONTH))
    for number in range(2):
        listed = session.look(
            code(number), lambda books, n=number: books.returns.get(ReturnKey(code(n), "XM", MONTH))
        )
        assert listed is not None
        texts = [
            [listed.cells[f"XM[{row}].{field}"].text for field in ("XM001", "XM002", "XM012")]
            for row in listed.rows["XM"]
        ]
        assert texts == [[*map(str, row[1:])] for row in rows[1:] if row[0] == code(number)]
        first = listed.cells[f"XM[{listed.rows['XM'][0]}].XM001"]
        assert first.origin.place == f"合.xlsx › 重点项目 › B{owners.index(number) + 2}"


def test_a_group_s_returns_add_up(session: Session, folder: Path) -> None:
    importing_many.store(session, importing_many.plan(session, [folder], MONTH))
    added = roll_up(session, Question(period=MONTH, form="JY"))
    revenue_line = next(line for line in added.lines if line.address == "JY001")
    assert revenue_line.total == 1000 + 1001 + 1002
    assert {(part.firm, int(part.value)) for part in revenue_line.parts} == {(code(n), 1000 + n) for n in range(3)}


def test_no_workbook_at_all_is_said(session: Session, tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"batch\.no-workbook"):
        importing_many.plan(session, [tmp_path], MONTH)
