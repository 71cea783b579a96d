"""Headings whose year stands in one line and whose months stand in another."""

from __future__ import annotations

from typing import Any

import pytest

from tests.client.workbook.odd import Odd, read_as_meant

OTHER = "workbook.columns-other-period"
ALONE = ("warn.month-only",)
BOTH = {"JY001": "5000", "JY001@ly": "4000", "JY005": "4000", "JY005@ly": "3200"}
TWO = (5e6, 4e6), (4e6, 3.2e6)
FOUR = (5e5, 5e6, 4e5, 4e6), (4e5, 4e6, 3.2e5, 3.2e6)


def below(
    over: list[Any], under: list[Any], figures: tuple[tuple[float, ...], tuple[float, ...]]
) -> dict[str, Any]:
    """A statement with two lines of headings, those of the first merged over two columns each."""
    lines = [[name, *row] for name, row in zip(("营业收入", "营业成本"), figures, strict=True)]
    above = [each for text in over for each in (text, None)]
    rows = [["利润表", "单位：元"], ["项目", *above], ["", *under], *lines]
    return {"rows": rows, "merged": tuple((2, at, 2, at + 1) for at in range(2, len(above) + 2, 2))}


APART = [
    Odd(about="the months over the years", taken=BOTH, **below(["1-9月"], ["2025", "2024"], TWO)),
    Odd(about="with this year's beside them", taken=BOTH, **below(["2025年1-9月"], [2025, 2024], TWO)),
    Odd(about="months of another span", taken=OTHER, **below(["1-8月"], ["2025", "2024"], TWO)),
    Odd(about="the first months of another span", taken=OTHER, **below(["前8个月"], ["2025", "2024"], TWO)),
    Odd(about="up to another month", taken=OTHER, **below(["截至8月"], ["2025", "2024"], TWO)),
    Odd(about="up to this month", taken=BOTH, **below(["截至9月"], ["2025", "2024"], TWO)),
    Odd(about="a half that is over", taken=OTHER, **below(["上半年"], ["2025年", "2024年"], TWO)),
    Odd(about="the last quarter", taken=OTHER, **below(["三季度"], [2025, 2024], TWO)),
    Odd(about="a month", taken=BOTH, warned=ALONE, **below(["9月"], ["2025", "2024"], TWO)),
    Odd(about="the years over the months", taken=BOTH, **below(["2025", "2024"], ["9月", "1-9月"] * 2, FOUR)),
    Odd(about="numbers over the months", taken=BOTH, **below([2025, 2024], ["9月", "1-9月"] * 2, FOUR)),
    Odd(about="the month's own beside", taken=BOTH, **below(["2025", "2024"], ["当月", "1-9月"] * 2, FOUR)),
    Odd(about="the years over totals", taken=BOTH, **below(["2025", "2024"], ["本月", "累计"] * 2, FOUR)),
]


@pytest.mark.parametrize("odd", APART, ids=lambda odd: odd.about)
def test_the_year_of_a_heading_may_stand_in_another_line(odd: Odd) -> None:
    read_as_meant(odd)
