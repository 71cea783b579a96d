"""Doubts about a workbook's values, and taking some of it."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from client.cli.commands.importing import store_all
from client.cli.convert.workbooks import workbook_result
from client.cli.results.answer import Result
from client.usecases.books import extracting, importing
from client.usecases.books.extracting import Reading
from client.usecases.books.preview import long_lists
from client.usecases.books.preview.doubts import doubts
from client.usecases.books.preview.lines import ImportLine
from client.usecases.books.selecting import Selection
from client.usecases.home.session import Session
from client.usecases.returns.editing import open_draft
from client.usecases.returns.keeping import save
from forms.blocks import Block
from forms.pack import bundled_pack
from forms.periods import Period
from forms.returns import Cell, Origin, ReturnKey

FIRM = "91440101MA5XXXXX6N"
SEPTEMBER, OCTOBER = Period.parse("2025-09"), Period.parse("2025-10")
XM = bundled_pack().forms["XM"]


@pytest.fixture
def list_book(tmp_path: Path) -> Callable[..., Path]:
    def make(*totals: object) -> Path:
        book = openpyxl.Workbook()
        sheet = book.active
        assert sheet is not None
        sheet.title = "重点项目"
        sheet.append(["项目代码", "项目名称", "计划总投资（万元）", "自开工累计完成投资（万元）"])
        for number, total in enumerate(totals):
            sheet.append([f"2024-440112-39-03-{number:06}", f"第 {number} 号项目", total, 10 + number])
        path = tmp_path / "项目.xlsx"
        book.save(path)
        return path

    return make


def cell(number: int, source: str = "workbook") -> Cell:
    return Cell(str(number), Decimal(number), origin=Origin(source))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("new", "before", "expected"),
    [
        (1200, 1000, []),
        (1_200_000, 1000, ["doubt.jump ×1000"]),
        (10_400_000, 1000, ["doubt.jump ×10000"]),
        (9_800, 1000, ["doubt.jump ×10"]),
        (1, 1000, ["doubt.jump ÷1000"]),
        (100, 1000, ["doubt.jump ÷10"]),
        (3_000, 1000, []),
        (-1000, 1000, ["doubt.sign "]),
        (0, 1000, []),
        (1000, None, []),
    ],
)
def test_a_jump_by_a_unit_and_a_turned_sign_are_doubtful(
    new: int, before: int | None, expected: list[str]
) -> None:
    last = None if before is None else cell(before)
    found = doubts(cell(new), None, last, XM.indicators["XM012"], SEPTEMBER, filed=False)
    assert [f"{each.code} {each.params.get('factor', '')}" for each in found] == expected


def test_a_figure_that_adds_up_over_the_year_is_expected_to_grow() -> None:
    revenue = bundled_pack().forms["JY"].indicators["JY001"]
    assert revenue.kind == "cumulative"
    march = Period.parse("2025-03")
    assert not doubts(cell(1500), None, cell(1000), revenue, march, filed=False)
    (jump,) = doubts(cell(15_000), None, cell(1000), revenue, march, filed=False)
    assert jump.params["factor"] == "×10"
    assert "10" in jump.what("zh")
    assert "10" in jump.what("en")


@pytest.mark.parametrize(
    ("source", "filed", "expected"),
    [("keyboard", False, "doubt.typed"), ("paste", False, "doubt.typed"), ("workbook", True, "doubt.filed")],
)
def test_what_would_be_written_over_is_named(source: str, filed: bool, expected: str) -> None:
    (found,) = doubts(cell(7), cell(5, source), None, XM.indicators["XM012"], SEPTEMBER, filed=filed)
    assert (found.code, found.params) == (expected, {"old": "5"})
    assert found.remedy("en")
    assert not doubts(cell(5), cell(5, source), None, XM.indicators["XM012"], SEPTEMBER, filed=filed)


def test_what_came_from_a_workbook_is_replaced_without_a_doubt() -> None:
    assert not doubts(cell(7), cell(5, "workbook"), None, XM.indicators["XM012"], SEPTEMBER, filed=False)


def places(lines: list[ImportLine]) -> list[str]:
    return [f"{line.row_label}:{line.code}" for line in lines]


def test_doubtful_values_can_be_left_out(session: Session, list_book: Callable[..., Path]) -> None:
    importing.apply(session, importing.plan(session, list_book(20_000, 30_000), FIRM, SEPTEMBER))
    book = list_book(20_000, 30_000_000)
    everything = importing.plan(session, book, FIRM, OCTOBER)
    doubtful = [line for line in everything.lines if line.doubts]
    assert places(doubtful) == ["第 1 号项目:XM012"]
    some = importing.plan(session, book, FIRM, OCTOBER, selection=Selection(doubtful=False))
    assert len(some.lines) == len(everything.lines) - 1
    (left,) = [left for left in some.left if left.code == "left.not-chosen"]
    assert (left.sheet, left.row, left.column, left.label) == ("重点项目", 3, "C", "计划总投资")
    importing.apply(session, some)
    target = open_draft(session, ReturnKey(FIRM, "XM", OCTOBER)).current
    assert [address.rpartition(".")[2] for address in target.cells].count("XM012") == 1


def test_a_typed_value_is_not_written_over_unless_chosen(session: Session, list_book: Callable[..., Path]) -> None:
    importing.apply(session, importing.plan(session, list_book(20_000), FIRM, SEPTEMBER))
    draft = open_draft(session, ReturnKey(FIRM, "XM", SEPTEMBER))
    address = f"XM[{draft.current.rows['XM'][0]}].XM012"
    outcome = draft.type({address: "21000"})
    assert outcome is not None
    save(session, outcome).result()
    some = importing.plan(session, list_book(22_000), FIRM, SEPTEMBER, selection=Selection(doubtful=False))
    assert some.changed == 0
    every = importing.plan(session, list_book(22_000), FIRM, SEPTEMBER)
    assert (every.replaced, [note.code for line in every.lines for note in line.doubts]) == (1, ["doubt.typed"])


def test_one_indicator_comes_with_the_keys_of_its_new_rows(
    session: Session, list_book: Callable[..., Path]
) -> None:
    only = Selection(codes=frozenset({"XM014"}))
    some = importing.plan(session, list_book(20_000, 30_000), FIRM, SEPTEMBER, selection=only)
    assert {line.code for line in some.lines} == {"XM001", "XM002", "XM014"}
    assert {left.label for left in some.left if left.code == "left.not-chosen"} == {"计划总投资"}
    importing.apply(session, some)
    assert len(open_draft(session, ReturnKey(FIRM, "XM", SEPTEMBER)).current.rows["XM"]) == 2


def test_single_cells_are_chosen_by_their_addresses(session: Session, list_book: Callable[..., Path]) -> None:
    importing.apply(session, importing.plan(session, list_book(20_000, 30_000), FIRM, SEPTEMBER))
    again = importing.plan(session, list_book(21_000, 31_000), FIRM, SEPTEMBER)
    wanted = next(line.address for line in again.lines if line.old != line.new)
    only = Selection(addresses=frozenset({wanted}))
    some = importing.plan(session, list_book(21_000, 31_000), FIRM, SEPTEMBER, selection=only)
    assert [edit.address for change in some.changes for edit in change.edits] == [wanted]


def test_a_cell_of_the_workbook_is_left_out(session: Session, list_book: Callable[..., Path]) -> None:
    importing.apply(session, importing.plan(session, list_book(20_000, 30_000), FIRM, SEPTEMBER))
    again = importing.plan(session, list_book(21_000, 31_000), FIRM, SEPTEMBER)
    one, other = (line for line in again.lines if line.old != line.new)
    but = Selection(without_places=frozenset({one.found.place}))
    some = importing.plan(session, list_book(21_000, 31_000), FIRM, SEPTEMBER, selection=but)
    assert [edit.address for change in some.changes for edit in change.edits] == [other.address]


def test_nothing_chosen_brings_no_rows(session: Session, list_book: Callable[..., Path]) -> None:
    none = Selection(forms=frozenset({"JY"}))
    plan = importing.plan(session, list_book(20_000), FIRM, SEPTEMBER, selection=none)
    assert (plan.changed, plan.changes, len(plan.lines)) == (0, (), 0)


def test_of_a_long_list_columns_are_chosen(
    session: Session, list_book: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(long_lists, "LONG", 1)
    only = Selection(codes=frozenset({"XM012"}))
    some = importing.plan(session, list_book(20_000, 30_000), FIRM, SEPTEMBER, selection=only)
    assert isinstance(some.changes[0].edits, Block)
    assert {line.code for line in some.lines} == {"XM001", "XM002", "XM012"}
    (left,) = [left for left in some.left if left.code == "left.not-chosen"]
    assert (left.column, left.label) == ("D", "XM014")


def test_the_dry_run_and_the_window_see_the_same_change_set(
    session: Session, list_book: Callable[..., Path]
) -> None:
    """Both ask ``importing.plan_extracted``; what the command line answers is that plan, line by line."""
    importing.apply(session, importing.plan(session, list_book(20_000, 30_000), FIRM, SEPTEMBER))
    book, selection = list_book(20_000, 30_000_000), Selection(doubtful=False)
    shown = importing.plan(session, book, FIRM, OCTOBER, selection=selection)
    result = Result(command="import", status=0)
    told = store_all(
        session, [[extracting.extract(book, Reading(FIRM, OCTOBER))]], result, dry_run=True, selection=selection
    )
    assert told.workbooks == [workbook_result(shown, None)]
    assert [line.old for line in told.workbooks[0].lines] == [line.old for line in shown.lines]
    every = workbook_result(importing.plan(session, book, FIRM, OCTOBER), None)
    assert ["上期" in doubt.zh for line in every.lines for doubt in line.doubts] == [True]
