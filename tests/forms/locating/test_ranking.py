"""History and weights: what makes one cell likelier to be wrong than another."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forms.locating.history import History, compared, distance
from forms.locating.records import Record, record_of
from forms.locating.weighing import weights
from forms.returns import Cell, Origin
from tests.forms.locating.returns import desk, snapshot
from tests.forms.packs.words import Desk


def record(made: Desk) -> Record:
    return record_of(snapshot(made), made.form, made.period)


def test_cumulative_figures_are_brought_to_this_month() -> None:
    made = desk()
    made.fill(made.sheet("上期"), "营业收入 760000，资产总计 900000")
    past = History(record(made))
    (revenue,), (assets,) = past.expected("JY001"), past.expected("JY030")
    assert revenue.value == Decimal(760000) * 9 / 8
    assert assets.value == 900000


def test_last_years_column_is_asked_first_then_last_years_return() -> None:
    made = desk("营业收入（上年同期） 700000")
    made.fill(made.sheet("上年"), "营业收入 710000，营业成本 600000")
    past = History(record(made))
    assert [one.value for one in past.expected("JY001")] == [700000]
    assert [one.value for one in past.expected("JY005")] == [600000]
    assert [one.value for one in past.expected("JY001@ly")] == [710000]


def test_last_years_column_without_last_years_return_is_held_against_this_year() -> None:
    past = History(record(desk("营业收入（上年同期） 700000")))
    assert [one.value for one in past.expected("JY001@ly")] == [860000]
    assert [one.value for one in past.expected("JY001@ly", {"JY001": Decimal(5)})] == [5]


def test_a_project_is_found_by_its_code_in_the_last_report() -> None:
    made = desk(form="XM", words="项目代码 2024-440309-39-03-012345，自开工累计完成投资 900")
    before = made.sheet("上期")
    before.rows["XM"] = ["9", "1"]
    made.fill(before, "[9]项目代码 2024-440309-39-03-012345，[9]自开工累计完成投资 800，[1]自开工累计完成投资 5")
    assert [one.value for one in History(record(made)).expected("XM[1].XM014")] == [800]


def test_no_past_says_nothing() -> None:
    past = History(record(desk()))
    assert past.expected("JY001") == []
    assert past.fit("JY001", Decimal(1)) == past.fit("JY001", Decimal(10**9)) == 0


@given(st.integers(1, 10**6), st.integers(1, 10**6))
def test_distance_is_the_same_from_both_ends(one: int, other: int) -> None:
    assert distance(Decimal(one), Decimal(other)) == pytest.approx(distance(Decimal(other), Decimal(one)))
    assert distance(Decimal(one), Decimal(one)) == 0
    assert distance(Decimal(one), Decimal(-other)) == distance(Decimal(0), Decimal(other)) > 0


def test_a_nearer_figure_fits_better() -> None:
    made = desk("营业收入（上年同期） 800000")
    past = History(record(made))
    fits = [past.fit("JY001", Decimal(value)) for value in (800000, 900000, 8000000, -800000)]
    assert fits == sorted(fits, reverse=True)


def test_the_past_is_told_beside_the_figures() -> None:
    past = History(record(desk("营业收入（上年同期） 800000")))
    (words,) = compared(past, "JY001", Decimal(8000000), Decimal(800000))
    assert words.zh == "原数是上年同期数的 10.00 倍，改后是上年同期数的 1.00 倍"
    (blank,) = compared(past, "JY001", None, Decimal(400000))
    assert blank.en == "The new figure is 0.50 × last year's figure"


def weight_of(made: Desk, *addresses: str, totals: tuple[str, ...] = ()) -> list[float]:
    laid = record(made)
    found = weights(laid, History(laid), frozenset(totals))
    return [found[address] for address in addresses]


def test_one_cell_always_weighs_less_than_two() -> None:
    made = desk("营业收入（上年同期） 1")
    found = weights(laid := record(made), History(laid), frozenset({"JY001"}))
    assert max(found.values()) < 2 * min(found.values())
    assert found.keys() == laid.cells.changeable


def test_off_its_history_is_lighter_in_line_with_it_heavier() -> None:
    made = desk("营业收入（上年同期） 850000，营业成本（上年同期） 67200")
    in_line, off, unknown = weight_of(made, "JY001", "JY005", "JY006")
    assert off < unknown < in_line


def test_totals_last_year_workbooks_and_optional_blanks_are_heavier() -> None:
    made = desk("资产总计（上年同期） 905000")
    made.sheet().cells["JY024"] = Cell("512000", Decimal(512000), origin=Origin("workbook", "报表 › C4"))
    part, total = weight_of(made, "JY031", "JY030", totals=("JY030",))
    assert part < total
    typed, imported, optional = weight_of(made, "JY025", "JY024", "JY013")
    assert typed < imported < optional


def test_a_blank_that_must_be_filled_is_lightest() -> None:
    made = desk()
    del made.sheet().cells["JY031"]
    needed, other = weight_of(made, "JY031", "JY032")
    assert needed < other
