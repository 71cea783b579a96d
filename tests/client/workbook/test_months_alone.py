"""Months beside or below each other with their own figures: known, and added up when a person says so."""

from __future__ import annotations

from typing import Any

import pytest

from client.base.errors import UserError
from client.workbook import NONE, Choices, Extraction, map_book
from client.workbook.model import Book, Sheet
from forms.pack import bundled_pack
from forms.periods import Period
from tests.client.workbook.grids import grid

FIRM = "91441300MA58H0D25G"
OWN = {1: (50, 9), 2: (70, 9), 3: (40, 9), 4: (60, 9), 5: (30, 8), 6: (80, 8), 7: (20, 8), 8: (55, 8), 9: (45, 8)}
"""Revenue in thousands, and staff, of each month."""
SUMS = {month: (sum(OWN[each][0] for each in range(1, month + 1)), OWN[month][1]) for month in OWN}


def beside(
    months: dict[int, tuple[int, int]], *more: Any, names: str = "{}月", title: str = "经营情况"
) -> list[list[Any]]:
    """The months side by side, with further columns: a heading, then what stands below it."""
    heads = ["项目", *(names.format(month) for month in months), *(head for head, *_ in more)]
    revenue = ["营业收入", *(figures[0] * 1000 for figures in months.values()), *(each[1] for each in more)]
    staff = ["期末用工人数", *(figures[1] for figures in months.values()), *(each[2] for each in more)]
    return [[f"2025年{title}", "单位：元"], heads, revenue, staff]


def below(
    months: dict[int, tuple[int, int]], heads: tuple[str, str] = ("营业收入", "期末用工人数")
) -> list[list[Any]]:
    """The same, a month a line."""
    lines = [[f"{month}月", figures[0] * 1000, figures[1]] for month, figures in months.items()]
    return [["2025年经营情况", "单位：元"], ["月份", *heads], *lines, ["合计", 450_000, None]]


TOTAL = {"JY001": "450", "JY034": "8"}
ASKED = ("left.column-months-alone",)


@pytest.mark.parametrize(
    ("rows", "taken", "added", "left"),
    [
        (beside(OWN), {"JY034": "8"}, TOTAL, ASKED),
        (beside({**OWN, 10: (90, 8)}, ("全年累计", 540_000, None)), {"JY034": "8"}, TOTAL, ASKED),
        (beside(OWN, ("合计", 450_000, 75)), TOTAL, TOTAL, ()),
        (beside(SUMS), TOTAL, None, ()),
        (beside({**SUMS, 10: (0, 0), 11: (0, 0)}), TOTAL, None, ()),
        (beside(SUMS, names="1-{}月"), TOTAL, None, ()),
        (beside({8: OWN[8], 9: OWN[9]}, title="当月情况"), {"JY034": "8"}, {"JY034": "8"}, ASKED),
        (below(OWN)[:-1], {"JY034": "8"}, TOTAL, ASKED),
        (below(SUMS), TOTAL, None, ()),
        (below(OWN, ("本年累计营业收入", "期末用工人数")), {"JY001": "45", "JY034": "8"}, None, ()),
    ],
    ids=[
        "own",
        "the year's total",
        "total",
        "sums",
        "later blank",
        "spans",
        "no January",
        "lines",
        "sums in lines",
        "said",
    ],
)
def test_months_by_themselves_are_added_up_only_when_asked(
    rows: list[list[Any]],
    taken: dict[str, str],
    added: dict[str, str] | None,
    left: tuple[str, ...],
) -> None:
    book = Book("账.xlsx", (grid(rows),))

    def mapped(choices: Choices) -> Extraction:
        return map_book(book, bundled_pack(), Period.parse("2025-09"), FIRM, forms=["JY"], choices=choices)

    found = mapped(NONE)
    assert {each.address: each.text for each in found.values} == taken
    assert set(left) <= {entry.code for entry in found.left}
    assert [each.code for each in found.warnings] == (["warn.months-ask"] if left else [])
    if added is not None:
        summed = mapped(Choices(months="added"))
        assert {each.address: each.text for each in summed.values} == added


def test_a_sum_of_months_tells_where_it_is_from() -> None:
    book = Book("账.xlsx", (grid(beside(OWN)),))
    found = map_book(book, bundled_pack(), Period.parse("2025-09"), FIRM, choices=Choices(months="added"))
    revenue = next(each for each in found.values if each.address == "JY001")
    assert (revenue.raw, revenue.raw_unit, revenue.place) == ("450000", "元", "账.xlsx › 表 › B3:J3")
    assert revenue.note is not None
    assert revenue.note.what() == "由 1 月至 9 月各月的数相加"
    assert [each.code for each in found.warnings] == ["warn.months-added"]


def test_a_workbook_of_lone_months_and_nothing_else_says_what_may_be_done() -> None:
    book = Book("账.xlsx", (grid([*beside(OWN)[:3], ["营业成本", *[each * 900 for each, _ in OWN.values()]]]),))
    with pytest.raises(UserError) as caught:
        map_book(book, bundled_pack(), Period.parse("2025-09"), FIRM)
    assert caught.value.code == "workbook.months-alone"


def test_an_error_among_the_months_is_named_and_nothing_is_added() -> None:
    rows = beside(OWN)
    rows[2][4] = None
    book = Book("账.xlsx", (grid(rows, errors=[(3, 5)]),))
    found = map_book(book, bundled_pack(), Period.parse("2025-09"), FIRM, choices=Choices(months="added"))
    assert {each.address for each in found.values} == {"JY034"}
    assert "left.cell-error" in {entry.code for entry in found.left}


def test_sheets_of_months_with_their_own_figures_are_pointed_out() -> None:
    def sheets(months: dict[int, tuple[int, int]]) -> tuple[Sheet, ...]:
        rows = {
            month: [["单位：元"], ["项目", "金额"], ["营业收入", made * 1000], ["营业成本", made * 900]]
            for month, (made, _) in months.items()
        }
        return tuple(grid(each, f"{month}月") for month, each in rows.items())

    def warned(months: dict[int, tuple[int, int]]) -> list[str]:
        book = Book("账.xlsx", sheets(months))
        found = map_book(book, bundled_pack(), Period.parse("2025-09"), FIRM)
        return [note.code for note in found.warnings]

    assert warned(OWN) == ["warn.months-alone"]
    assert warned(SUMS) == []
