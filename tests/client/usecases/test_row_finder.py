"""Which row a line of a workbook belongs to: found by its key, minted once, and the same on the next import."""

from __future__ import annotations

import uuid

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from client.usecases.books.preview.rows import RowFinder
from client.usecases.returns.editing import Draft
from client.usecases.returns.neighbours import blank_return
from client.workbook import Found
from forms.addresses import parse
from forms.pack.loader import bundled_pack
from forms.periods import Period
from forms.returns import Cell, Change, Return, ReturnKey, apply

PACK = bundled_pack("gd-eic", "2026.1")
FIRM = "91441300MA58H0D25G"
MONTH, EARLIER, LAST_YEAR = (Period.parse(text) for text in ("2025-09", "2025-08", "2024-09"))
YEAR = Period.parse("2025")
PARK, LINE = "2024-441302-39-03-000001", "2025-441302-39-03-000002"


def projects(period: Period, **rows: str) -> Return:
    """A month's projects: the code of each by the id of its row."""
    made = blank_return(PACK, ReturnKey(FIRM, "XM", period))
    made.rows["XM"] = list(rows)
    made.cells = {f"XM[{row}].XM001": Cell(code, code) for row, code in rows.items()}
    return made


def draft(current: Return, *others: Return) -> Draft:
    return Draft(PACK, current, {(r.form, str(r.period)): r for r in others})


def line(code: str, address: str = "XM014") -> Found:
    return Found(
        form="XM", period=MONTH, row_key=code, address=address, cell=Cell("1"), how="code", confidence=1.0
    )


def item(number: int, column: str = "number", table: str = "JB023", row_key: str | None = None) -> Found:
    return Found(
        form="JB",
        period=YEAR,
        row_key=row_key,
        item=str(number),
        address=f"{table}.{column}",
        cell=Cell("x"),
        how="code",
        confidence=1.0,
    )


def row_of(address: str) -> str:
    row = parse(address).row
    assert row is not None
    return row


def test_a_form_of_one_record_has_no_rows_to_find() -> None:
    finder = RowFinder(draft(blank_return(PACK, ReturnKey(FIRM, "JY", MONTH))))
    found = Found(form="JY", period=MONTH, address="JY001@ly", cell=Cell("1"), how="name", confidence=1.0)
    assert finder.address(found) == "JY001@ly"
    assert finder.edits() == ()


def test_a_project_that_is_there_keeps_its_row() -> None:
    finder = RowFinder(draft(projects(MONTH, park=PARK, line=LINE)))
    assert finder.address(line(PARK)) == "XM[park].XM014"
    assert finder.address(line(LINE, "XM015@ly")) == "XM[line].XM015@ly"
    assert finder.edits() == ()


def test_a_new_project_gets_one_row_for_all_its_cells() -> None:
    finder = RowFinder(draft(projects(MONTH, park=PARK)))
    rows = {row_of(finder.address(line(LINE, address))) for address in ("XM001", "XM002", "XM014")}
    (row,) = rows
    assert uuid.UUID(row).version == 4
    (edit,) = finder.edits()
    assert (edit.table, edit.old, edit.new) == ("XM", ("park",), ("park", row))


@pytest.mark.parametrize("period", [EARLIER, LAST_YEAR])
def test_a_project_reported_before_has_the_row_it_had_then(period: Period) -> None:
    finder = RowFinder(draft(projects(MONTH), projects(period, park=PARK)))
    assert finder.address(line(PARK)) == "XM[park].XM014"
    (edit,) = finder.edits()
    assert (edit.old, edit.new) == ((), ("park",))


def test_this_month_s_row_goes_before_last_month_s_and_that_before_last_year_s() -> None:
    before, long_ago = projects(EARLIER, august=PARK), projects(LAST_YEAR, old=PARK)
    assert row_of(RowFinder(draft(projects(MONTH, now=PARK), before, long_ago)).address(line(PARK))) == "now"
    assert row_of(RowFinder(draft(projects(MONTH), before, long_ago)).address(line(PARK))) == "august"
    assert row_of(RowFinder(draft(projects(MONTH), long_ago)).address(line(PARK))) == "old"


def test_february_finds_the_rows_of_december_before_those_of_last_february() -> None:
    february, december, a_year_ago = (Period.parse(text) for text in ("2025-02", "2024-12", "2024-02"))
    reports = (projects(december, new=PARK), projects(a_year_ago, old=PARK, ended=LINE))
    finder = RowFinder(draft(projects(february), *reports))
    assert [row_of(finder.address(line(code))) for code in (PARK, LINE)] == ["new", "ended"]


def test_reports_of_another_year_or_month_give_no_rows() -> None:
    stranger = projects(Period.parse("2025-05"), may=PARK)
    assert row_of(RowFinder(draft(projects(MONTH), stranger)).address(line(PARK))) != "may"


def test_a_row_nobody_gave_a_code_yet_is_no_match() -> None:
    blank = projects(MONTH)
    blank.rows["XM"] = ["nameless"]
    finder = RowFinder(draft(blank))
    row = row_of(finder.address(line(PARK)))
    assert row != "nameless"
    assert finder.edits()[0].new == ("nameless", row)


def test_a_row_that_was_deleted_this_month_comes_back_under_its_old_id() -> None:
    made = draft(projects(MONTH, park=PARK), projects(EARLIER, park=PARK))
    made.remove_rows("XM", ["park"])
    finder = RowFinder(made)
    assert finder.address(line(PARK)) == "XM[park].XM014"
    assert finder.edits()[0].new == ("park",)


def test_finding_changes_nothing_in_the_draft() -> None:
    made = draft(projects(MONTH, park=PARK))
    before = {table: list(ids) for table, ids in made.current.rows.items()}
    RowFinder(made).address(line(LINE))
    assert made.current.rows == before


def test_a_second_import_of_the_same_book_finds_the_first_one_s_rows() -> None:
    made = draft(projects(MONTH))
    finder = RowFinder(made)
    texts = {finder.address(line(code, "XM001")): code for code in (PARK, LINE)}
    made.type(texts, source="workbook", new_rows={edit.table: edit.new for edit in finder.edits()})
    again = RowFinder(made)
    assert {again.address(line(code, "XM001")) for code in (PARK, LINE)} == set(texts)
    assert again.edits() == ()


# Child tables, whose rows have no key.


def certificates(*rows: str) -> Draft:
    made = blank_return(PACK, ReturnKey(FIRM, "JB", YEAR))
    made.rows["JB023"] = list(rows)
    return draft(made)


def column() -> str:
    return next(iter(PACK.forms["JB"].indicators["JB023"].table))


def test_the_nth_of_the_workbook_is_the_nth_of_the_return() -> None:
    finder = RowFinder(certificates("a", "b"))
    assert finder.address(item(2, column())) == f"JB023[b].{column()}"
    assert finder.address(item(1, column())) == f"JB023[a].{column()}"
    assert finder.edits() == ()


def test_items_beyond_the_last_are_appended() -> None:
    finder = RowFinder(certificates("a"))
    rows = [row_of(finder.address(item(number, column()))) for number in (1, 2, 3)]
    assert rows[0] == "a"
    assert len(set(rows)) == 3
    (edit,) = finder.edits()
    assert (edit.table, edit.old, edit.new) == ("JB023", ("a",), tuple(rows))


def test_all_columns_of_an_item_share_its_row() -> None:
    columns = list(PACK.forms["JB"].indicators["JB023"].table)
    assert len(columns) > 1
    finder = RowFinder(certificates())
    addresses = [finder.address(item(1, name)) for name in columns]
    assert len({row_of(address) for address in addresses}) == 1
    assert [parse(address).part for address in addresses] == columns


# Invariants.

CODES = st.sampled_from([PARK, LINE, "无代码", "A1", "a1", "2025-441302-39-03-000003"])


@settings(max_examples=40)
@given(
    here=st.lists(CODES, unique=True, max_size=4),
    before=st.lists(CODES, unique=True, max_size=4),
    lines=st.lists(CODES),
)
def test_one_code_is_one_row_and_no_row_is_lost_or_listed_twice(
    here: list[str], before: list[str], lines: list[str]
) -> None:
    made = draft(
        projects(MONTH, **{f"r{n}": code for n, code in enumerate(here)}),
        projects(EARLIER, **{f"e{n}": code for n, code in enumerate(before)}),
    )
    finder = RowFinder(made)
    rows: dict[str, set[str]] = {}
    for code in lines:
        rows.setdefault(code, set()).add(row_of(finder.address(line(code))))
    assert all(len(found) == 1 for found in rows.values())
    assert len(set.union(set(), *rows.values())) == len(rows)
    apply(made.current, Change(FIRM, "XM", MONTH, rows=finder.edits()))
    listed = made.current.rows["XM"]
    assert len(set(listed)) == len(listed)
    assert listed[: len(here)] == [f"r{n}" for n in range(len(here))]
    assert set(listed) == {f"r{n}" for n in range(len(here))} | set.union(set(), *rows.values())
