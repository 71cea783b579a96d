"""Where figures are looked up: returns laid out in rows, moved in time, and rows followed by their key."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forms.periods import Period
from forms.returns import Cell, Return
from forms.rules.scope import Books, Scope, Sheet, Unknown, moved
from forms.rules.tree import Truth
from tests.forms.rules.desk import SMALL, Desk

SEPTEMBER = Period.parse("2025-09")
PROJECTS = """
    PR 2025-09
    PR[b].PR001 = P-2
    PR[b].PR003 = 20
    PR[a].PR001 = P-1
    PR[a].PR003 = 10
    PR[a].PR006[1].name = 甲
    PR[a].PR006[2].name = 乙
"""


def books(text: str) -> Books:
    desk = Desk(text)
    form, period = desk.place
    return Books(SMALL, desk.returns, form, period)


def sheet(text: str = PROJECTS) -> Sheet:
    desk = Desk(text)
    form, period = desk.place
    return Sheet(form, period, desk.returns[form, str(period)])


# --- a return laid out ---


def test_rows_stand_in_the_order_of_the_return() -> None:
    laid = sheet()
    assert list(laid.table("PR")) == ["b", "a"]
    assert [frame.text("PR001") for frame in laid.table("PR").values()] == ["P-2", "P-1"]
    assert list(laid.table("PR[a].PR006")) == ["1", "2"]
    assert laid.table("PR[b].PR006") == {}
    assert laid.table("QR") == {}


def test_each_field_of_a_row_knows_its_address() -> None:
    laid = sheet()
    assert laid.table("PR")["a"].address("PR003") == "PR[a].PR003"
    assert laid.table("PR[a].PR006")["2"].address("name") == "PR[a].PR006[2].name"
    single = sheet("AA 2025-09\nAA013[x].level = 开工")
    assert single.table("AA013")["x"].address("level") == "AA013[x].level"


def test_a_row_listed_without_cells_is_a_row() -> None:
    target = Return("firm", "PR", SEPTEMBER, SMALL.name, rows={"PR": ["n"]})
    laid = Sheet("PR", SEPTEMBER, target)
    assert list(laid.table("PR")) == ["n"]
    assert laid.table("PR")["n"].cells == {}


def test_a_row_with_cells_that_is_not_listed_is_a_row_too() -> None:
    """Nothing typed is lost sight of."""
    target = Return("firm", "PR", SEPTEMBER, SMALL.name, cells={"PR[z].PR001": Cell("P-9", "P-9")})
    assert list(Sheet("PR", SEPTEMBER, target).table("PR")) == ["z"]


def test_text_of_a_field_is_without_blanks_around() -> None:
    target = Return("firm", "PR", SEPTEMBER, SMALL.name, cells={"PR[z].PR001": Cell("  P-9 ", "P-9")})
    frame = Sheet("PR", SEPTEMBER, target).table("PR")["z"]
    assert (frame.text("PR001"), frame.text("PR002")) == ("P-9", "")


def test_chosen_rows() -> None:
    laid = sheet()
    assert [frame.row for frame in laid.chosen("PR", None)] == ["b", "a"]
    assert [frame.row for frame in laid.chosen("PR", frozenset({"a", "gone"}))] == ["a"]
    assert laid.chosen("PR", frozenset()) == []


def test_the_first_of_several_rows_with_the_same_key() -> None:
    laid = sheet(PROJECTS.replace("P-1", "P-2"))
    assert laid.keyed("PR", "PR001")["P-2"].row == "b"
    assert set(sheet().keyed("PR", "PR001")) == {"P-1", "P-2"}


def test_rows_given_instead_of_a_return() -> None:
    laid = Sheet("PR", SEPTEMBER, None)
    assert laid.state == "no-return"
    laid.lay("PR", {"x": {"PR001": Cell("P-7", "P-7")}})
    assert laid.table("PR")["x"].text("PR001") == "P-7"
    laid.lay("PR[x].PR006", {"1": {}})
    assert list(laid.table("PR[x].PR006")) == ["1"]
    assert list(laid.table("PR")) == ["x"]


# --- one changed cell ---


def test_a_changed_cell_of_a_row_is_taken_over() -> None:
    laid = sheet()
    assert laid.keyed("PR", "PR001")["P-1"].row == "a"
    laid.cells["PR[a].PR001"] = Cell("P-5", "P-5")
    assert laid.refresh(["PR[a].PR001"]) is True
    assert laid.table("PR")["a"].text("PR001") == "P-5"
    assert set(laid.keyed("PR", "PR001")) == {"P-2", "P-5"}


def test_a_cleared_cell_of_a_row_is_gone() -> None:
    laid = sheet()
    laid.table("PR")
    del laid.cells["PR[a].PR003"]
    assert laid.refresh(["PR[a].PR003"]) is True
    assert "PR003" not in laid.table("PR")["a"].cells
    assert laid.refresh(["PR[a].PR003"]) is True


def test_a_cell_of_a_new_row_makes_the_layout_stale() -> None:
    laid = sheet()
    laid.table("PR")
    laid.cells["PR[n].PR003"] = Cell("5")
    assert laid.refresh(["PR[n].PR003"]) is False
    laid.rows["PR"].remove("a")
    assert laid.refresh(["PR[a].PR003"]) is False


def test_before_the_layout_is_needed_nothing_can_be_stale() -> None:
    laid = sheet()
    assert laid.refresh(["PR[n].PR003"]) is True
    assert sheet("AA 2025-09\nAA001 = 1").refresh(["AA001"]) is True


rows = st.sampled_from(["a", "b", "c"])
codes = st.sampled_from(["PR001", "PR002", "PR003"])


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(rows, codes, st.sampled_from(["", "1", "2", "x"])), max_size=15))
def test_refreshing_gives_what_laying_out_anew_gives(edits: list[tuple[str, str, str]]) -> None:
    target = Return("firm", "PR", SEPTEMBER, SMALL.name, rows={"PR": ["a", "b", "c"]})
    kept = Sheet("PR", SEPTEMBER, target)
    kept.table("PR")
    for row, code, text in edits:
        address = f"PR[{row}].{code}"
        if text:
            target.cells[address] = Cell(text, text)
        else:
            target.cells.pop(address, None)
        assert kept.refresh([address])
        kept.keyed("PR", "PR001")
    fresh = Sheet("PR", SEPTEMBER, target)
    assert {r: f.cells for r, f in kept.table("PR").items()} == {r: f.cells for r, f in fresh.table("PR").items()}
    assert {k: f.row for k, f in kept.keyed("PR", "PR001").items()} == {
        k: f.row for k, f in fresh.keyed("PR", "PR001").items()
    }


# --- moved in time ---


@pytest.mark.parametrize(
    ("form", "period", "shift", "there"),
    [
        ("AA", "2025-09", "previous", "2025-08"),
        ("AA", "2025-03", "previous", "2025-02"),
        ("AA", "2025-02", "previous", None),
        ("AA", "2025-09", "last_year", "2024-09"),
        ("AA", "2025-09", "year_end", "2024-12"),
        ("YY", "2025", "previous", "2024"),
        ("YY", "2025", "last_year", "2024"),
        ("YY", "2025", "year_end", "2024"),
        ("YY", "2025-Q3", "previous", "2025-Q2"),
        ("YY", "2025-Q1", "previous", None),
        ("YY", "2025-Q1", "last_year", "2024-Q1"),
        ("YY", "2025-Q2", "year_end", "2024-Q4"),
    ],
)
def test_where_a_shift_leads(form: str, period: str, shift: str, there: str | None) -> None:
    found = moved(SMALL.forms[form], Period.parse(period), shift)
    assert (None if found is None else str(found)) == there


@pytest.mark.parametrize(
    ("period", "there"), [("2025-01", "2024-12"), ("2025-02", "2025-01"), ("2025-12", "2025-11")]
)
def test_a_form_that_runs_on_has_a_report_before_january(period: str, there: str) -> None:
    form = msgspec.structs.replace(SMALL.forms["AA"], continuous=True)
    assert str(moved(form, Period.parse(period), "previous")) == there


def test_the_return_there_and_the_one_that_is_not() -> None:
    found = books("AA 2025-09\nAA001 = 9\nAA 2025-08\nAA001 = 8\nAA 2024-09\nAA001 = 4")
    assert found.sheet("AA", ("previous",)).cells["AA001"].text == "8"
    assert found.sheet("AA", ("last_year",)).cells["AA001"].text == "4"
    gone = found.sheet("AA", ("last_year", "previous"))
    assert (gone.state, str(gone.period), gone.cells) == ("no-return", "2024-08", {})


def test_ahead_of_the_years_first_report() -> None:
    found = books("AA 2025-02\nAA001 = 9")
    assert found.sheet("AA", ("previous",)).state == "before-first"
    assert found.sheet("AA", ("previous", "last_year")).state == "before-first"
    assert found.sheet("AA").state == ""


def test_another_form_is_looked_up_at_its_own_period() -> None:
    found = books("AA 2025-12\nAA001 = 9\nYY 2025\nYY001 = 3")
    assert found.sheet("YY").cells["YY001"].text == "3"
    assert str(found.sheet("YY", ("last_year",)).period) == "2024"


def test_a_sheet_put_in_is_found_and_reopening_forgets_only_the_one_at_hand() -> None:
    found = books("AA 2025-09\nAA001 = 9")
    other = Sheet("PR", SEPTEMBER, None)
    found.put(other)
    first = found.sheet("AA")
    assert found.sheet("AA") is first
    found.reopen()
    assert found.sheet("AA") is not first
    assert found.sheet("PR") is other


# --- rows over time ---

TWO_MONTHS = """
    PR 2025-09
    PR[a].PR001 = P-1
    PR[b].PR001 = P-2
    PR[c].PR003 = 5
    PR 2025-08
    PR[x].PR001 = P-1
    PR[x].PR003 = 7
    PR[b].PR001 = P-9
    PR[c].PR003 = 4
"""


@pytest.mark.parametrize(("row", "there"), [("a", "x"), ("b", None), ("c", "c")])
def test_a_row_is_followed_by_its_key_then_by_its_id_if_it_has_none(row: str, there: str | None) -> None:
    """A row whose key is another's now is no counterpart, even with the same id."""
    scope = Scope(books(TWO_MONTHS))
    scope["PR"] = scope.books.sheet("PR").table("PR")[row]
    found = scope.shifted("previous")["PR"]
    assert (found.row if not found.sheet.state else None) == there


def test_a_row_without_counterpart_is_in_no_return() -> None:
    scope = Scope(books(TWO_MONTHS))
    scope["PR"] = scope.books.sheet("PR").table("PR")["b"]
    assert scope.shifted("previous")["PR"].sheet.state == "no-return"
    assert scope.shifted("last_year")["PR"].sheet.state == "no-return"


def test_rows_of_a_return_that_is_not_there_are_none_and_not_nothing() -> None:
    scope = Scope(books("AA 2025-09\nAA001 = 1"))
    assert scope.rows("PR", None) is None
    assert scope.rows("AA013", "AA") == []
    assert scope.shifted("previous").rows("AA013", "AA") is None


def test_a_single_record_is_opened_when_it_is_asked_for() -> None:
    scope = Scope(books("AA 2025-09\nAA001 = 1"))
    assert "AA" not in scope
    assert scope["AA"].text("AA001") == "1"
    assert "AA" in scope


@pytest.mark.parametrize(
    ("why", "missing"),
    [
        ("blank", True),
        ("not-applicable", True),
        ("no-return", True),
        ("no-rows", True),
        ("no-earlier", True),
        ("unreadable", False),
        ("zero-denominator", False),
        ("wrong-type", False),
        ("too-large", False),
        ("not-in-list", False),
    ],
)
def test_nothing_entered_is_not_the_same_as_something_wrong(why: str, missing: bool) -> None:
    assert Unknown(why, Truth(0, True)).missing is missing  # type: ignore[arg-type]
