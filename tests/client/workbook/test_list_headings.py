"""Lists whose headings have two lines, or two columns of one indicator: what each column is taken for."""

from __future__ import annotations

import pytest

from client.workbook.model import Range
from forms.periods import Period
from tests.client.workbook.grids import grid
from tests.client.workbook.mapped import left, mapped, texts

Rows = list[list[object]]
CP = [["主要产品产量 2025年9月"], ["产品代码", "产品名称"]]


def headed(spans: list[tuple[str, list[str]]], first: list[str]) -> tuple[Rows, tuple[Range, ...]]:
    """Two lines of headings below a title: ``first`` over both lines, then what spans and what is below it."""
    over: list[object] = [*first]
    below: list[object] = [None] * len(first)
    merged: list[Range] = [(2, column, 3, column) for column in range(1, len(first) + 1)]
    for span, heads in spans:
        merged.append((2, len(over) + 1, 2, len(over) + len(heads)))
        over += [span, *([None] * (len(heads) - 1))]
        below += heads
    return [["一览"], over, below], tuple(merged)


@pytest.mark.parametrize(
    ("spans", "figures", "taken"),
    [
        (
            [("产量", ["本月", "本年累计", "上年同期累计"]), ("销量", ["本月", "上年同期累计"])],
            [1.5, 12.5, 11, 1.4, 10],
            {"CP004": "1.50", "CP005": "12.50", "CP006": "11.00"},
        ),
        (
            [("销量", ["本月", "上年同期累计"]), ("产量", ["本月", "本年累计", "上年同期累计"])],
            [1.4, 10, 1.5, 12.5, 11],
            {"CP004": "1.50", "CP005": "12.50", "CP006": "11.00"},
        ),
        (
            [("销量", ["本月", "上年同期累计"]), ("产量", ["本月", "本年累计"])],
            [1.4, 10, 1.5, 12.5],
            {"CP004": "1.50", "CP005": "12.50"},
        ),
        (
            [("一、生产情况", ["本月产量", "1—本月产量", "上年同期累计"])],
            [1.5, 12.5, 11],
            {"CP004": "1.50", "CP005": "12.50", "CP006": "11.00"},
        ),
    ],
)
def test_products_headed_by_two_lines(
    spans: list[tuple[str, list[str]]], figures: list[object], taken: dict[str, str]
) -> None:
    rows, merged = headed(spans, ["产品代码"])
    found = texts(mapped(grid([*rows, ["391101", *figures]], merged=merged), forms=("CP",)))
    assert found == {"CP001": "391101"} | taken


@pytest.mark.parametrize(
    ("spans", "figures", "taken"),
    [
        ([("完成投资", ["本月", "本年累计", "开工以来累计"])], [1, 5, 10], {"XM015": "5", "XM014": "10"}),
        ([("本年完成投资", ["计划", "实际"])], [9, 5], {"XM015": "5"}),
        ([("本年完成投资", ["实际", "计划"])], [5, 9], {"XM015": "5"}),
        ([("本年完成投资", ["上年同期", "本年累计"])], [9, 5], {"XM015": "5"}),
        ([("投资情况", ["计划总投资", "本年完成投资"])], [9, 5], {"XM012": "9", "XM015": "5"}),
        ([("投资完成", ["自开工累计完成投资", "本年累计完成投资"])], [9, 5], {"XM014": "9", "XM015": "5"}),
        ([("总投资", ["美元", "人民币"])], [1, 7], {}),
    ],
)
def test_projects_headed_by_two_lines(
    spans: list[tuple[str, list[str]]], figures: list[object], taken: dict[str, str]
) -> None:
    rows, merged = headed(spans, ["项目代码", "项目名称"])
    rows[0] = ["单位：万元"]
    found = texts(mapped(grid([*rows, ["P1", "线1", *figures]], merged=merged), forms=("XM",)))
    assert found == {"XM001": "P1", "XM002": "线1"} | taken


def test_a_quarter_beside_the_sum_of_quarters() -> None:
    rows, merged = headed([("小类营业收入", ["本季", "1-本季累计"])], ["行业小类代码", "小类从业人员"])
    rows[0] = ["单位：万元"]
    sheet = grid([*rows, ["3921", 7, 300, 1000]], merged=merged)
    found = texts(mapped(sheet, period=Period.parse("2025-Q3"), forms=("HY",)))
    assert found == {"HY001": "3921", "HY005": "7", "HY002": "10000"}


def test_two_columns_of_one_indicator_are_not_settled_by_their_order() -> None:
    heads = ["项目代码", "项目名称", "本年完成投资", "本年完成投资"]
    found = mapped(grid([["单位：万元"], heads, ["P1", "线1", 100, 50], ["P2", "线2", 7, 7]]), forms=("XM",))
    assert set(texts(found)) == {"XM001", "XM002"}
    assert [left(found)[None, column] for column in "CD"] == ["left.column-which"] * 2
    same = mapped(grid([["单位：万元"], heads, ["P1", "线1", 50, 50]]), forms=("XM",))
    assert (texts(same)["XM015"], left(same)) == ("50", {(None, "D"): "left.column-twice"})


@pytest.mark.parametrize(
    ("title", "output"),
    [
        ("主要产品产量 单位：台", "1.50"),
        ("单位：万台", "15000.00"),
        ("计量单位：千台", "1500.00"),
        ("单位：台湾", "15000.00"),
    ],
)
def test_a_title_says_what_products_are_counted_in(title: str, output: str) -> None:
    heads = ["产品代码", "产品名称", "本月产量", "去年同期累计"]
    found = texts(mapped(grid([[title], heads, ["391101", "计算机", 15000, 0]]), forms=("CP",)))
    assert (found["CP004"], found["CP006"]) == (output, "0.00")


def test_the_title_gives_way_to_the_unit_beside_a_line() -> None:
    heads = ["产品代码", "产品名称", "计量单位", "本月产量"]
    found = texts(mapped(grid([["单位：台"], heads, ["391101", "计算机", "万台", 1.5]]), forms=("CP",)))
    assert found["CP004"] == "1.50"
