"""A long list goes from reader to store in columns, and means what it means cell by cell."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

from client.base.errors import UserError
from client.usecases.books import imported, importing
from client.usecases.books.preview import long_lists
from client.usecases.books.preview.lines import ImportLine
from client.usecases.home.session import Session
from client.usecases.returns.checking import ReturnCheck, check_returns
from client.usecases.returns.editing import open_draft
from client.usecases.returns.keeping import save
from forms.blocks import Block
from forms.periods import Period
from forms.returns import Cell, ReturnKey
from tests.client.usecases.list_books import FIRM, OCTOBER, SEPTEMBER, planned


def in_columns(monkeypatch: pytest.MonkeyPatch, columns: bool) -> None:
    monkeypatch.setattr(long_lists, "LONG", 1 if columns else 10**9)


def told(line: ImportLine) -> tuple[object, ...]:
    """A line without the row's id, which is new each time."""
    return (line.address.partition("].")[2], line.code, line.name, line.row_label, line.old, line.new, line.found)


def found(check: ReturnCheck) -> list[tuple[object, ...]]:
    rows = check.target.rows["XM"]
    return [(f.rule, f.outcome, rows.index(f.row or ""), f.actual_zh, f.expected_en) for f in check.findings]


def cells(session: Session, period: Period = SEPTEMBER) -> list[tuple[str, Cell]]:
    target = open_draft(session, ReturnKey(FIRM, "XM", period)).current
    places = {row: number for number, row in enumerate(target.rows["XM"])}
    made = [(address.partition("[")[2].partition("]."), cell) for address, cell in target.cells.items()]
    return [(f"{places[row]}.{field}", cell) for (row, _, field), cell in made]


def test_in_columns_and_cell_by_cell_a_list_is_the_same(
    session: Session, list_book: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    in_columns(monkeypatch, columns=False)
    slow = planned(session, list_book())
    in_columns(monkeypatch, columns=True)
    quick = planned(session, list_book())
    assert isinstance(quick.changes[0].edits, Block)
    assert not isinstance(slow.changes[0].edits, Block)
    assert list(map(told, quick.lines)) == list(map(told, slow.lines))
    assert list(map(told, quick.lines[3:7])) == list(map(told, slow.lines[3:7]))
    assert (quick.fresh, quick.replaced, quick.left) == (slow.fresh, slow.replaced, slow.left)
    (one,), (other,) = quick.checks, slow.checks
    assert found(one) == found(other)
    assert (one.state, one.filled, one.form_name) == (other.state, other.filled, other.form_name)
    assert [f.rule for f in one.unexplained] == [f.rule for f in other.unexplained]
    assert {level: one.count(level) for level in ("error", "query", "hint")} == {
        level: other.count(level) for level in ("error", "query", "hint")
    }


def test_what_is_stored_is_the_same(
    session: Session, list_book: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    in_columns(monkeypatch, columns=False)
    first = importing.apply(session, planned(session, list_book()))
    slow = cells(session)
    imported.undo(session, FIRM, first)
    in_columns(monkeypatch, columns=True)
    plan = planned(session, list_book())
    importing.apply(session, plan)
    assert sorted(cells(session), key=lambda each: each[0]) == sorted(slow, key=lambda each: each[0])
    (stored,) = check_returns(session, FIRM)
    assert found(stored) == found(plan.checks[0])
    assert stored.state == plan.checks[0].state


def test_a_list_is_taken_back_as_one_and_done_again(
    session: Session, list_book: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    in_columns(monkeypatch, columns=True)
    import_id = importing.apply(session, planned(session, list_book()))
    before = cells(session)
    imported.undo(session, FIRM, import_id)
    assert open_draft(session, ReturnKey(FIRM, "XM", SEPTEMBER)).current.cells == {}
    session.store_of(FIRM).run(lambda books: books.changes.redo(ReturnKey(FIRM, "XM", SEPTEMBER)))
    assert cells(session) == before
    assert session.look(FIRM, lambda books: books.audit.verify()).whole


def test_the_next_month_keeps_the_rows_ids_and_sees_the_month_before(
    session: Session, list_book: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    in_columns(monkeypatch, columns=True)
    importing.apply(session, planned(session, list_book(more=5)))
    october = planned(session, list_book(more=-5), OCTOBER)
    assert isinstance(october.changes[0].edits, Block)
    assert october.checks[0].target.rows == open_draft(session, ReturnKey(FIRM, "XM", SEPTEMBER)).current.rows
    fallen = [finding for finding in october.checks[0].findings if finding.rule == "C111"]
    assert len(fallen) == 40
    in_columns(monkeypatch, columns=False)
    slow = planned(session, list_book(more=-5), OCTOBER)
    assert found(slow.checks[0]) == found(october.checks[0])


@pytest.mark.parametrize("columns", [True, False])
def test_the_rows_go_on_over_the_year_s_end(
    columns: bool, session: Session, list_book: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    """January is reported with February: what was there in December is the same project."""
    in_columns(monkeypatch, columns=columns)
    december, february = Period.parse("2024-12"), Period.parse("2025-02")
    importing.apply(session, planned(session, list_book(), december))
    importing.apply(session, planned(session, list_book(), february))
    rows = [
        open_draft(session, ReturnKey(FIRM, "XM", period)).current.rows["XM"] for period in (december, february)
    ]
    assert rows[0] == rows[1]


def test_a_jump_from_the_month_before_is_doubtful_in_a_long_list_too(
    session: Session, list_book: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    in_columns(monkeypatch, columns=True)
    importing.apply(session, planned(session, list_book()))
    quick = planned(session, list_book(more=90_000_000), OCTOBER)
    assert isinstance(quick.changes[0].edits, Block)
    in_columns(monkeypatch, columns=False)
    slow = planned(session, list_book(more=90_000_000), OCTOBER)
    doubtful = [(line.code, line.row_label, line.doubts) for line in quick.lines if line.doubts]
    assert doubtful == [(line.code, line.row_label, line.doubts) for line in slow.lines if line.doubts]
    assert {(code, doubts[0].params["factor"]) for code, _, doubts in doubtful} == {("XM014", "×10000")}


def test_rows_that_are_there_are_compared_cell_by_cell(
    session: Session, list_book: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    in_columns(monkeypatch, columns=True)
    importing.apply(session, planned(session, list_book()))
    again = planned(session, list_book(more=3))
    assert again.replaced == 40
    assert not isinstance(again.changes[0].edits, Block)
    importing.apply(session, again)
    assert planned(session, list_book(more=3)).changed == 0


def test_a_list_that_came_in_meanwhile_makes_the_plan_stale(
    session: Session, list_book: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    in_columns(monkeypatch, columns=True)
    plan = planned(session, list_book())
    importing.apply(session, planned(session, list_book("同一份.xlsx")))
    with pytest.raises(UserError) as refused:
        importing.apply(session, plan)
    assert refused.value.code == "import.stale"


def test_one_cell_of_a_list_can_be_edited_and_has_its_history(
    session: Session, list_book: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    in_columns(monkeypatch, columns=True)
    importing.apply(session, planned(session, list_book()))
    draft = open_draft(session, ReturnKey(FIRM, "XM", SEPTEMBER))
    address = f"XM[{draft.current.rows['XM'][30]}].XM014"
    outcome = draft.type({address: "8888"})
    assert outcome is not None
    save(session, outcome).result()
    events = session.look(FIRM, lambda books: books.changes.history(ReturnKey(FIRM, "XM", SEPTEMBER), address))
    assert [(event.source, event.new.value if event.new else None) for event in events] == [
        ("workbook", Decimal(9030)),
        ("keyboard", Decimal(8888)),
    ]
    assert events[0].new is not None
    assert events[0].new.origin.place == "项目.xlsx › Sheet › E33"
