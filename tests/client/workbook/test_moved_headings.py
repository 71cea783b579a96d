"""Headings that stand one cell to the left of their figures."""

from __future__ import annotations

from typing import Any

import pytest

from tests.client.workbook.odd import Odd, read_as_meant

NOW = {"JY001": "5000", "JY005": "4000"}
BOTH = NOW | {"JY001@ly": "4000", "JY005@ly": "3200"}
MOVED = ("warn.headings-moved",)
NONE = "workbook.no-values"


def moved(heads: list[Any], revenue: list[Any], costs: list[Any]) -> list[list[Any]]:
    lines = [["营业收入", *revenue], ["营业成本", *costs]]
    return [["利润表", "2025年1-9月", "单位：元"], ["项目", *heads], *lines]


SIGNED = ["制表人：", "王一"]
HEADS = ["本年累计", None, "上年同期"]
TABLES = [
    Odd("two", moved(HEADS, [None, 5e6, None, 4e6], [None, 4e6, None, 3.2e6]), BOTH, warned=MOVED),
    Odd("signed", [*moved(HEADS, [None, 5e6, None, 4e6], [None, 4e6, None, 3.2e6]), SIGNED], BOTH, warned=MOVED),
    Odd("one", moved(HEADS[:1], [None, 5e6], [None, 4e6]), NOW, warned=MOVED),
    Odd("a sign of money", moved(HEADS, ["¥", 5e6, "¥", 4e6], ["￥", 4e6, "￥", 3.2e6]), BOTH, warned=MOVED),
    Odd(
        "behind the numbers of lines",
        moved(["行次", *HEADS], [1, None, 5e6, None, 4e6], [2, None, 4e6, None, 3.2e6]),
        BOTH,
        warned=MOVED,
    ),
    Odd(
        "with the month's own",
        moved(["本月数", None, *HEADS], [None, 5e5, None, 5e6, None, 4e6], [None, 4e5, None, 4e6, None, 3.2e6]),
        BOTH,
        warned=MOVED,
    ),
    Odd(
        "not below all",
        moved(HEADS, [None, 5e6, 4e6], [None, 4e6, 3.2e6]),
        {"JY001@ly": "4000", "JY005@ly": "3200"},
    ),
    Odd(
        "figures that may be either's",
        moved(["本年累计", None, None, "上年同期"], [None, 5e6, 6e6, None, 4e6], [None, 4e6, 5e6, None, 3e6]),
        NONE,
    ),
    Odd("to the right", moved([None, *HEADS], [5e6, None, 4e6, None], [4e6, None, 3.2e6, None]), NONE),
]


@pytest.mark.parametrize("odd", TABLES, ids=lambda odd: odd.about)
def test_headings_are_moved_only_where_each_has_one_column_beside_it(odd: Odd) -> None:
    read_as_meant(odd)


def test_a_line_with_a_figure_below_the_heading_itself_stays_as_it_stands() -> None:
    rows = moved(HEADS, [None, 5e6, None, 4e6], [4e6, None, 3.2e6, None])
    read_as_meant(Odd("one line as headed", rows, {"JY005": "4000", "JY005@ly": "3200"}))
