"""Sheets of several months: which of them counts for the month that is asked for."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from client.workbook.model import Sheet
from tests.client.workbook.grids import grid
from tests.client.workbook.mapped import mapped, texts


def month(title: str, revenue: int, name: str) -> Sheet:
    return grid(
        [[title], ["单位：千元"], ["指标", "本年累计"], ["营业收入", revenue], ["营业成本", revenue - 9]],
        name=name,
    )


@pytest.mark.parametrize(
    ("titles", "names"),
    [
        (("2025年8月利润表", "2025年9月利润表", "2025年10月利润表"), ("甲", "乙", "丙")),
        (("利润表", "利润表", "利润表"), ("8月", "9月", "10月")),
        (("利润表", "利润表", "利润表"), ("利润表八月份", "利润表九月份", "利润表十月份")),
        (("利润表", "利润表", "利润表"), ("1-8月", "1-9月", "1-10月")),
    ],
)
def test_of_a_sheet_a_month_only_the_asked_month_is_taken(titles: Sequence[str], names: Sequence[str]) -> None:
    """One workbook for the whole year: August stands before September and must not be filed for it."""
    book = [month(title, 800 + 100 * n, name) for n, (title, name) in enumerate(zip(titles, names, strict=True))]
    done = mapped(*book)
    assert texts(done) == {"JY001": "900", "JY005": "891"}
    assert [(entry.sheet, entry.code) for entry in done.left] == [
        (names[0], "left.sheet-other-period"),
        (names[2], "left.sheet-other-period"),
    ]
    assert not done.warnings


def test_the_only_sheet_is_taken_whatever_month_it_names_and_said() -> None:
    done = mapped(month("利润表", 800, "8月"))
    assert texts(done) == {"JY001": "800", "JY005": "791"}
    assert [warning.code for warning in done.warnings] == ["warn.period"]


def test_months_side_by_side_are_no_sheet_of_another_month() -> None:
    rows = [["单位：千元"], ["指标", "2025年8月", "2025年9月"], ["营业收入", 800, 900], ["营业成本", 700, 790]]
    done = mapped(grid(rows))
    assert texts(done) == {"JY001": "900", "JY005": "790"}
    assert [each.code for each in done.warnings] == ["warn.month-only"]  # not warn.period
