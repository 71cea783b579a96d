"""Persons counted in 万人 or 百人, and figures of which counting one by one leaves nothing."""

from __future__ import annotations

from typing import Any

import pytest

from tests.client.workbook.grids import grid
from tests.client.workbook.mapped import left, mapped, texts
from tests.client.workbook.odd import Odd, read_as_meant

STAFF = [["平均用工人数", 1.2], ["期末用工人数", 0.0125]]
IN_TENS = {"JY033": "12000", "JY034": "125"}
MONEY = [["营业收入", 500], ["营业成本", 400]]
WITH_MONEY = IN_TENS | {"JY001": "5000", "JY005": "4000"}


def of_staff(*title: str, heading: str = "本期", rows: list[list[Any]] = STAFF) -> list[list[Any]]:
    return [["用工情况", "2025年9月", *title], ["指标", heading], *rows]


SAID = [
    Odd("behind 单位", of_staff("单位：万人"), IN_TENS),
    Odd("beside money", of_staff("单位：万元、万人", rows=STAFF + MONEY), WITH_MONEY),
    Odd("beside money in brackets", of_staff("（万元，万人）", rows=STAFF + MONEY), WITH_MONEY),
    Odd("in a cell of its own", of_staff("单位：万元", "单位：万人", rows=STAFF + MONEY), WITH_MONEY),
    Odd("with what it is for", of_staff("金额单位：万元 人数单位：万人", rows=STAFF + MONEY), WITH_MONEY),
    Odd("at the end of a title", [["用工情况表（万人）"], *of_staff()], IN_TENS),
    Odd("behind a title's last word", [["人员一览（万人）"], *of_staff()], IN_TENS),
    Odd("behind a heading", of_staff(heading="本期/万人"), IN_TENS),
    Odd("behind a heading without a sign", of_staff(heading="本期 万人"), IN_TENS),
    Odd("in hundreds", of_staff("单位：百人"), {"JY033": "120", "JY034": "1"}),
    Odd(
        "nearer in persons",
        of_staff("单位：万人", heading="本期（人）", rows=[["平均用工人数", 12], STAFF[1]]),
        {"JY033": "12"},
        left=("left.cell-below-one",),
    ),
    Odd(
        "a number of persons is no unit",
        of_staff("员工3万人", rows=[["平均用工人数", 12], ["期末用工人数", 13]]),
        {"JY033": "12", "JY034": "13"},
    ),
    Odd("nowhere", of_staff(rows=[["平均用工人数", 0.012], ["期末用工人数", 0.0125]]), "workbook.below-one"),
    Odd(
        "nobody is nobody",
        of_staff(rows=[["平均用工人数", 0], ["期末用工人数", "0"]]),
        {"JY033": "0", "JY034": "0"},
    ),
    Odd(
        "half a thousand yuan may be none",
        of_staff("单位：元", rows=[["营业收入", 300], ["营业成本", 5e6]]),
        {"JY001": "0", "JY005": "5000"},
    ),
]


@pytest.mark.parametrize("odd", SAID, ids=lambda odd: odd.about)
def test_persons_are_counted_as_the_sheet_says(odd: Odd) -> None:
    read_as_meant(odd)


def test_a_sheet_may_be_named_by_what_it_counts_in() -> None:
    assert texts(mapped(grid(of_staff(), "从业人员（万人）"))) == IN_TENS


@pytest.mark.parametrize("staff", [(0.012, 20, 30), ("0.012", "20", "30"), (0.012, 20, "30")])
@pytest.mark.parametrize("unit", ["", "（万人）"])
def test_of_a_list_only_what_would_vanish_is_left(staff: tuple[float | str, ...], unit: str) -> None:
    rows = [[code, 100, each] for code, each in zip(("3911", "3912", "3913"), staff, strict=True)]
    sheet = grid([["行业小类代码", "小类营业收入（千元）", f"小类从业人员{unit}"], *rows])
    done = mapped(sheet)
    found = [each.text for each in done.values if each.address == "HY005"]
    assert found == (["120", "200000", "300000"] if unit else ["20", "30"])
    assert left(done) == ({} if unit else {(2, "C"): "left.cell-below-one"})
