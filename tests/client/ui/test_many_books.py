"""Many workbooks of many enterprises: looked at by enterprise, form and indicator, taken in part, gone on with."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QLabel

from client.ui.ground.words import said
from client.ui.importing.many_books import ManyBooks
from client.usecases.books import importing
from client.usecases.books.batches import importing_many
from client.usecases.books.batches.importing_many import Wishes
from client.usecases.home.session import Session
from forms.periods import Period
from forms.returns import ReturnKey
from tests.client.ui.conftest import Pilot
from tests.client.workbook.enterprises import code, projects, statement, summary, write

MONTH = Period.parse("2025-09")


@pytest.fixture
def books(tmp_path: Path) -> list[Path]:
    """A summary of three enterprises with their projects, and a statement of the second that says otherwise."""
    first = write(tmp_path / "1 汇总.xlsx", 汇总=summary(3), 重点项目=projects([0, 1, 1, 2]))
    return [first, write(tmp_path / "2 利润表.xlsx", 利润表=statement(1, 9_999_000, "第1公司"))]


def revenue(session: Session, number: int) -> str:
    target = session.look(code(number), lambda books: books.returns.get(ReturnKey(code(number), "JY", MONTH)))
    return target.cells["JY001"].text if target and "JY001" in target.cells else ""


@pytest.fixture
def many(pilot: Pilot, books: list[Path]) -> ManyBooks:
    """The workbooks read, divided among the enterprises they name."""
    pilot.window.conductor.import_books(books)
    found = pilot.pages.importing.many
    found.whose.choose(data=False)
    pilot.until(lambda: found.plan is not None and found._work is None and len(found.rows) == 4)
    return found


def shown(many: ManyBooks) -> list[str]:
    return [f"{row.file.path.stem[2:]} {row.firm.name}" for row in many.rows]


def test_the_books_are_looked_at_by_enterprise_form_and_state(many: ManyBooks) -> None:
    QAbstractItemModelTester(many.table.rows_model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    assert shown(many) == ["汇总 第0公司", "汇总 第1公司", "汇总 第2公司", "利润表 第1公司"]
    many.filter.firm.choose(code(1))
    assert shown(many) == ["汇总 第1公司", "利润表 第1公司"]
    many.filter.form.choose("XM")
    assert shown(many) == ["汇总 第1公司"]
    many.filter.form.choose("")
    many.filter.kind.choose("refused")
    assert shown(many) == []
    many.filter.kind.choose("errors")
    assert shown(many) == ["汇总 第1公司", "利润表 第1公司"], "what is required is missing"
    many.filter.firm.choose("")
    many.filter.kind.choose("all")
    many.filter.search.setText(code(2))
    assert shown(many) == ["汇总 第2公司"]


def test_a_workbook_of_past_months_is_taken_for_each_of_them_when_asked(pilot: Pilot, tmp_path: Path) -> None:
    months = {"2025年6月": statement(None, 6_000_000), "2025年7月": statement(None, 7_000_000)}
    write(tmp_path / "往期" / "往期.xlsx", **months)
    pilot.window.conductor.import_books([tmp_path / "往期", tmp_path / "往期" / "往期.xlsx"])
    many = pilot.pages.importing.many
    pilot.until(lambda: many.plan is not None and many._work is None)
    (problem,) = (row.firm.problem for row in many.rows)
    assert "2025年6月到2025年7月 2 个月" in problem.what("zh")
    assert "工作簿里的各个月" in said(problem), "as the list above is called"
    assert "工作簿里的各个月" in [many.months.itemText(n) for n in range(many.months.count())]
    before = many.plan
    many.months.choose(data=True)
    pilot.until(lambda: many.plan is not None and many.plan is not before and many._work is None)
    (firm,) = (row.firm for row in many.rows)
    assert firm.problem is None
    assert {str(period) for form, period in firm.places if form == "JY"} == {"2025-06", "2025-07"}
    assert firm.changed


def test_every_change_is_looked_at_by_enterprise_and_indicator(pilot: Pilot, many: ManyBooks) -> None:
    pilot.click("manyView1")
    QAbstractItemModelTester(many.changes.rows_model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    assert many.changes.isVisible()
    assert not many.table.isVisible()
    assert many.changes.rows_model.rowCount() == many.plan.changed
    many.filter.search.setText("JY001")
    rows = many.changes.rows_model
    assert [row.change.firm for row in rows.rows] == [code(0), code(1), code(2)]
    told = [rows.data(rows.index(1, column)) for column in range(rows.columnCount())]
    assert told[:5] == [f"第1公司 {code(1)}", "营业收入 JY001", "营业收入与生产经营 JY · 2025年9月", "", "1,001"]
    assert told[5:] == ["新填", "汇总 › D4 1 汇总.xlsx"]
    many.filter.search.clear()
    many.filter.firm.choose(code(2))
    many.filter.form.choose("XM")
    assert {(row.change.firm, row.change.form) for row in many.changes.rows_model.rows} == {(code(2), "XM")}


def test_one_part_is_left_and_the_figure_of_the_other_workbook_is_taken(
    pilot: Pilot, many: ManyBooks, session: Session
) -> None:
    before = many.store.text()
    many.table.setCurrentIndex(many.table.rows_model.index(1, 0))
    many.table.setFocus()
    QTest.keyClick(many.table, Qt.Key.Key_Space)
    assert many.store.text() != before
    pilot.click("storeMany")
    pilot.until(lambda: "3 / 3 家单位已写入" in pilot.child("manySummary", QLabel).text())
    assert [revenue(session, n) for n in range(3)] == ["1000", "9999", "1002"]
    words = [many.table.rows_model.index(n, 5).data() for n in range(4)]
    assert words == ["已写入", "不取", "已写入", "已写入"]


def test_a_part_is_looked_at_line_by_line_and_written_alone(
    pilot: Pilot, many: ManyBooks, session: Session
) -> None:
    many.table.picked.emit(many.rows[2])
    page = pilot.pages.importing
    pilot.until(lambda: page.state == "review")
    pilot.settle()
    assert page.review_part.file.text() == "第2公司 · 1 汇总.xlsx"
    pilot.click("accept")
    pilot.until(lambda: page.state == "done")
    assert [revenue(session, n) for n in range(3)] == ["", "", "1002"]
    assert not pilot.child("toEntry").isVisible(), "another enterprise than the one in hand"
    pilot.click("importMore")
    pilot.until(lambda: page.state == "many" and many._work is None)
    pilot.settle()
    assert many.table.rows_model.index(2, 5).data() == "与现有相同"


def test_parts_left_out_are_not_planned(session: Session, books: list[Path]) -> None:
    without = frozenset({(books[0], code(1)), (books[0], code(2))})
    planned = importing_many.plan(session, books, MONTH, wishes=Wishes(without=without))
    assert set(planned.sets) == {code(0), code(1)}
    assert [firm.changed for file in planned.files for firm in file.firms] == [8, 0, 0, 2]


def test_the_review_of_one_book_is_searched_by_indicator_period_and_cell(
    pilot: Pilot, tmp_path: Path, session: Session, firm: str
) -> None:
    rows = statement(None, 9_999_000)
    book = write(tmp_path / "两张.xlsx", 利润表=rows, 研发=[["指标", "2024年"], ["研发人员合计", 12]])
    assert importing.plan(session, book, firm, MONTH).lines
    pilot.drop(book)
    page = pilot.pages.importing
    pilot.until(lambda: page.state == "review")
    pilot.settle()
    part = page.review_part.lines_part
    every = part.table.rows_model.rowCount()
    pilot.child("lineSearch").setFocus()
    QTest.keyClicks(pilot.child("lineSearch"), "jy001")
    assert [line.address for line in part.table.rows_model.rows] == ["JY001"]
    part.search.setText("B4")
    assert [line.address for line in part.table.rows_model.rows] == ["JY001"]
    part.search.clear()
    assert part.table.rows_model.rowCount() == every


def test_the_last_reading_counts_whichever_ends_first(
    pilot: Pilot, books: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    plan, late = importing_many.plan, threading.Event()

    def held(session, paths, month, firm, *words):
        if firm:  # all for the enterprise in hand: what was asked first
            late.wait(60)
        return plan(session, paths, month, firm, *words)

    monkeypatch.setattr(importing_many, "plan", held)
    pilot.window.conductor.import_books(books)
    found = pilot.pages.importing.many
    found.whose.choose(data=False)
    pilot.until(lambda: found.plan is not None)
    late.set()
    pilot.settle()
    assert len(found.rows) == 4


def test_a_batch_stopped_while_it_is_read_says_that_nothing_was_stored(
    pilot: Pilot, session: Session, books: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    plan, begun, let_go = importing_many.plan, threading.Event(), threading.Event()

    def held(*asked):
        begun.set()
        let_go.wait(60)
        return plan(*asked)

    monkeypatch.setattr(importing_many, "plan", held)
    pilot.window.conductor.import_books(books)
    found = pilot.pages.importing.many
    pilot.until(begun.is_set)
    pilot.click("stopMany")
    let_go.set()
    pilot.until(lambda: found._work is None)
    assert found.plan is None
    assert found.summary.isVisible()
    assert found.summary.text() == "已停止读取，什么都没有写入。要导入，请重新选择工作簿或文件夹。"
    assert revenue(session, 0) == ""
    pilot.window.conductor.import_books(books)
    pilot.until(lambda: found.plan is not None)
    assert "2 个工作簿" in found.summary.text()


def test_writing_stopped_while_it_is_planned_anew_is_begun_once_more(
    pilot: Pilot, many: ManyBooks, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan, begun, let_go = importing_many.plan, threading.Event(), threading.Event()

    def held(*asked):
        begun.set()
        let_go.wait(60)
        return plan(*asked)

    many._toggle(many.rows[-1])
    monkeypatch.setattr(importing_many, "plan", held)
    pilot.click("storeMany")
    pilot.until(begun.is_set)
    pilot.click("stopMany")
    let_go.set()
    pilot.until(lambda: many._work is None)
    assert many.summary.text() == "已停止，什么都没有写入。要导入，请再点“写入”。"
    assert revenue(session, 0) == ""
    pilot.click("storeMany")
    pilot.until(lambda: many.batch is not None)
    assert revenue(session, 0)
