"""Tables with a month a line and an indicator a column."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest

from client.base.errors import UserError
from client.usecases.books import extracting, imported, reviewing
from client.usecases.books.extracting import Reading
from client.usecases.books.selecting import ALL
from client.usecases.home.session import Session
from client.workbook.finding.sheets.month_lines import month_lines
from forms.periods import Period
from tests.client.usecases.month_books import FIRM, OCTOBER, figures, keep, months
from tests.client.workbook.grids import grid
from tests.client.workbook.mapped import left, mapped, texts

HEADS = ("月份", "营业收入", "利润总额")


def year(names: Sequence[object], *above: Sequence[object], heads: Sequence[object] = HEADS) -> list[list[object]]:
    lines = [[name, 100 * n, 10 * n] for n, name in enumerate(names, 1)]
    return [["单位：千元"], *map(list, above), list(heads), *lines]


@pytest.mark.parametrize(
    "names",
    [
        [f"{n}月" for n in range(1, 13)],
        [f"2025年{n}月" for n in range(1, 13)],
        [f"2025-{n:02d}" for n in range(1, 13)],
        [f"1-{n}月" for n in range(1, 13)],
        [date(2025, n, 1) for n in range(1, 13)],
        list(range(1, 13)),
        [202500 + n for n in range(1, 13)],
    ],
)
def test_of_a_month_a_line_the_asked_one_is_taken(names: Sequence[object]) -> None:
    done = mapped(grid(year(names)))
    assert texts(done) == {"JY001": "900", "JY021": "90"}
    assert [found.place for found in done.values] == ["账.xlsx › 表 › B11", "账.xlsx › 表 › C11"]
    assert [entry.code for entry in done.left] == ["left.lines-other-period"]
    assert done.left[0].why.what() == "另有 11 行是别的月份的：2025年1月至2025年12月"


def test_sums_between_and_below_the_months_are_passed_over() -> None:
    names = ["1月", "2月", "3月", "一季度小计", "4月", "合计"]
    done = mapped(grid(year(names)), period=Period.parse("2025-04"))
    assert texts(done) == {"JY001": "500", "JY021": "50"}


def test_the_year_of_the_title_and_of_a_column_beside() -> None:
    said = month_lines(grid(year(["8月", "9月"], ["2024年各月情况"])), OCTOBER)
    assert said is not None
    assert set(said.months.values()) == set(months("2024-08", "2024-09"))
    rows = [["年份", *HEADS], [2024, "11月", 1, 2], [2024, "12月", 1, 2], [2025, "1月", 1, 2], [2025, "2月", 9, 3]]
    done = mapped(grid([["单位：千元"], *rows]), period=Period.parse("2025-02"))
    assert texts(done) == {"JY001": "9", "JY021": "3"}


@pytest.mark.parametrize(
    "names",
    [
        ["9月"],  # one line
        ["9月", "9月"],  # two lines of one month
        ["甲公司", "乙公司"],
        ["1月", "甲公司", "2月"],
        ["1月", "3月"],
    ],
)
def test_other_lines_are_no_months(names: Sequence[object]) -> None:
    assert month_lines(grid(year(names)), OCTOBER) is None


def test_numbered_lines_and_dates_under_another_heading_are_no_months() -> None:
    assert month_lines(grid(year([1, 2, 3], heads=("序号", "营业收入", "利润总额"))), OCTOBER) is None
    days = [date(2025, n, 1) for n in (1, 2, 3)]
    assert month_lines(grid(year(days, heads=("开工时间", "营业收入", "利润总额"))), OCTOBER) is None


def test_where_the_asked_month_is_not_among_them_those_it_holds_are_named(tmp_path: Path) -> None:
    path = keep(tmp_path / "各月.xlsx", year(["7月", "8月", "9月"], ["2025年"]))
    with pytest.raises(UserError) as caught:
        extracting.extract(path, Reading(FIRM, Period.parse("2025-06")))
    assert caught.value.code == "workbook.other-months"
    assert "2025-07、2025-08、2025-09" in caught.value.what()


def test_all_months_are_taken_as_one(session: Session, tmp_path: Path) -> None:
    path = keep(tmp_path / "各月.xlsx", year([f"{n}月" for n in range(1, 13)], ["2025年各月经营情况"]))
    seen = reviewing.begin(session, path, FIRM, OCTOBER)
    assert len(seen.months) == 11, "January is reported with February"
    assert seen.chosen == (OCTOBER,)
    whole = reviewing.take_months(session, seen, seen.months)
    assert not left(whole.whole)
    imported.undo(session, FIRM, reviewing.apply(session, whole, ALL))
    assert figures(session, whole.chosen) == [None] * 11
    reviewing.apply(session, whole, ALL)
    assert figures(session, whole.chosen) == [str(100 * month.index) for month in whole.chosen]
