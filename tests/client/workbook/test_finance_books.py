"""Workbooks of finance departments as files: read by the child process, mapped, and what becomes of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import openpyxl
import pytest

from client.base.errors import UserError
from client.workbook import Extraction, map_book, read
from client.workbook.reader.worker import Worker
from forms.pack import bundled_pack
from tests.client.workbook.mapped import FIRM, SEPTEMBER, texts

Rows = Sequence[Sequence[object]]
TITLE = [["利润表"], ["2025年9月", "单位：元"], ["项目", "本年累计"]]


@pytest.fixture(scope="module")
def reader() -> Iterator[Worker]:
    worker = Worker()
    yield worker
    worker.close()


@pytest.fixture
def taken(reader: Worker, tmp_path: Path):
    def taken(sheets: dict[str, Rows], merged: str = "") -> Extraction:
        book = openpyxl.Workbook()
        book.remove(book.active)
        for name, rows in sheets.items():
            sheet = book.create_sheet(name)
            for row in rows:
                sheet.append(row)
            if merged:
                sheet.merge_cells(merged)
        book.save(path := tmp_path / "账.xlsx")
        return map_book(read(path, reader=reader), bundled_pack(), SEPTEMBER, FIRM)

    return taken


def warned(extraction: Extraction) -> list[str]:
    return [note.code for note in extraction.warnings]


def lines(*figures: tuple[str, float | None]) -> Rows:
    return [*TITLE, *([name, figure] for name, figure in figures)]


@pytest.mark.parametrize(
    ("revenue", "cost", "heads"),
    [
        ("营业收入 Revenue", "减：营业成本\nLess: Cost of sales", ("本年累计 YTD", "上年同期 Last year")),
        (
            "Operating revenue／一、营业收入",
            "Operating costs 营业成本",
            ("金额 Amount", "Same period last year 上年同期"),
        ),
        ("一、营业收入 I. Revenue", "营业成本Cost", ("本期累计数/Current YTD", "上年同期累计/Prior YTD")),
    ],
)
def test_names_and_headings_in_chinese_and_english(taken, revenue: str, cost: str, heads: tuple[str, str]) -> None:
    head = [["利润表 Income Statement"], ["2025年9月 Sep 2025", "单位：元 Unit: RMB"], ["项目 Item", *heads]]
    done = taken({"利润表": [*head, [revenue, 5e6, 4e6], [cost, 4e6, 3e6]]})
    assert texts(done) == {"JY001": "5000", "JY001@ly": "4000", "JY005": "4000", "JY005@ly": "3000"}


@pytest.mark.parametrize("name", ["LED 营业收入", "营业收入 Export sales", "营业收入 PCB", "Export 营业收入"])
def test_english_that_says_more_than_the_chinese(taken, name: str) -> None:
    assert texts(taken({"利润表": lines((name, 3e6), ("营业成本", 4e6), ("税金及附加", 2e5))})).keys() == {
        "JY005",
        "JY006",
    }


LOSSES = {"JY001": "5000", "JY011": "30", "JY012": "20"}


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("加：资产减值损失", "信用减值损失"),
        ("资产减值损失", "信用减值损失（损失以“-”填列）"),
        ("资产减值损失（损失用负数表示）", "信用减值损失(损失以负号填列)"),
    ],
)
def test_a_table_that_says_of_one_line_that_losses_are_negative(taken, first: str, second: str) -> None:
    done = taken({"利润表": lines(("营业收入", 5e6), (first, -3e4), (second, -2e4))})
    assert texts(done) == LOSSES
    assert warned(done) == []


def test_negative_losses_of_which_a_table_says_nothing(taken) -> None:
    new = taken(
        {"利润表": lines(("营业收入", 5e6), ("投资收益", 1e4), ("资产减值损失", -3e4), ("信用减值损失", -2e4))}
    )
    assert texts(new) == LOSSES | {"JY014": "10"}
    assert warned(new) == ["warn.loss-reversed"] * 2
    old = taken(
        {"利润表": lines(("营业收入", 5e6), ("资产减值损失", -3e4), ("减：信用减值损失", -2e4), ("投资收益", 1e4))}
    )
    assert texts(old) == {"JY001": "5000", "JY011": "-30", "JY012": "-20", "JY014": "10"}
    assert warned(old) == ["warn.loss-kept"]


def test_both_years_of_a_line_of_losses_have_one_sign(taken) -> None:
    rows = [*TITLE[:2], ["项目", "本年累计", "上年同期"], ["投资收益", 1e4, 1e4], ["资产减值损失", 2e4, -3e4]]
    assert texts(taken({"利润表": rows})) == {
        "JY014": "10",
        "JY014@ly": "10",
        "JY011": "-20",
        "JY011@ly": "30",
    }


def test_a_total_below_growing_months_tells_that_each_is_by_itself(taken) -> None:
    months = [[f"{month}月", 1e6 * month, 8e5 * month] for month in range(1, 13)]
    head = [["2025年利润情况", "单位：元"], ["月份", "营业收入", "营业成本"]]
    done = taken({"利润": [*head, *months, ["合计", 78e6, 62.4e6]]})
    assert texts(done) == {"JY001": "45000", "JY005": "36000"}
    assert warned(done) == ["warn.months-added"]
    with pytest.raises(UserError) as refused:
        taken({"利润": [*head, *months[:6], *months[7:], ["合计", 71e6, 56.8e6]]})
    assert refused.value.code == "workbook.months-alone"


@pytest.mark.parametrize(
    ("before", "own"), [("利润表2024", "利润表2025"), ("2024", "2025"), ("2024利润", "2025利润")]
)
def test_sheets_that_have_a_year_in_their_names(taken, before: str, own: str) -> None:
    rows = [["利润表", "单位：元"], TITLE[2]]
    done = taken(
        {
            before: [*rows, ["营业收入", 4e6], ["营业成本", 3e6]],
            own: [*rows, ["营业收入", 5e6], ["营业成本", 4e6]],
        }
    )
    assert texts(done) == {"JY001": "5000", "JY005": "4000"}
    assert [entry.code for entry in done.left] == ["left.sheet-other-period"]


def branch(share: float) -> Rows:
    return lines(("营业收入", 5e6 * share), ("营业成本", 4e6 * share))


@pytest.mark.parametrize(
    ("parts", "whole"),
    [
        (("惠州分公司", "东莞分公司"), "汇总"),
        (("一车间", "二车间"), "利润表"),
        (("总部", "惠州分公司"), "全公司"),
        (("销售一部", "销售二部"), "财务快报"),
    ],
)
@pytest.mark.parametrize("last", [True, False])
def test_the_sheet_that_branches_are_parts_of(taken, parts: tuple[str, str], whole: str, last: bool) -> None:
    sheets = {parts[0]: branch(0.4), parts[1]: branch(0.6)}
    done = taken(sheets | {whole: branch(1)} if last else {whole: branch(1)} | sheets)
    assert texts(done) == {"JY001": "5000", "JY005": "4000"}
    assert [(entry.sheet, entry.code) for entry in done.left] == [(part, "left.sheet-part") for part in parts]


@pytest.mark.parametrize("names", [("惠州分公司", "东莞分公司"), ("总公司", "惠州分公司")])
def test_branches_without_a_whole_are_refused(taken, names: tuple[str, str]) -> None:
    with pytest.raises(UserError) as refused:
        taken({names[0]: branch(0.4), names[1]: branch(0.6)})
    assert refused.value.code == "workbook.branches"


def test_a_list_of_costs_is_no_whole(taken) -> None:
    done = taken({"利润表": branch(1), "费用汇总": lines(("营业成本", 4.1e6), ("管理费用", 1e5))})
    assert texts(done) == {"JY001": "5000", "JY005": "4000", "JY008": "100"}
    assert warned(done) == ["warn.conflicts"]


HEADS = ["指标", "营业收入", "营业成本", "税金及附加", "销售费用", "管理费用"]
NOW = [5000, 4000, 200, 100, 90]
BEFORE = [4000, 3000, 100, 80, 70]
CODES = ("JY001", "JY005", "JY006", "JY007", "JY008")
OF_NOW = dict(zip(CODES, map(str, NOW), strict=True))
OF_BOTH = OF_NOW | {f"{code}@ly": str(figure) for code, figure in zip(CODES, BEFORE, strict=True)}


@pytest.mark.parametrize(
    ("rows", "found", "left"),
    [
        ([["本年累计", *NOW], ["上年同期", *BEFORE], ["增减%", 25, 33, 100, 25, 29]], OF_BOTH, [5]),
        ([["2024年1-9月", *BEFORE], ["2025年1-9月", *NOW]], OF_BOTH, []),
        ([["本月", *BEFORE], ["累计", *NOW]], OF_NOW, [3]),
        ([["年度计划", *BEFORE], ["本期实际", *NOW], ["完成率", 1, 1, 1, 1, 1]], OF_NOW, [3, 5]),
    ],
)
def test_lines_that_say_which_time_they_are_of(taken, rows: Rows, found: dict[str, str], left: list[int]) -> None:
    done = taken({"利润": [["单位：千元"], HEADS, *rows]})
    assert texts(done) == found
    assert [entry.row for entry in done.left if entry.row] == left


def test_lines_of_which_none_is_the_periods(taken) -> None:
    with pytest.raises(UserError) as refused:
        taken({"利润": [["单位：千元"], HEADS, ["本月", *BEFORE], ["上年同月", *NOW]]})
    assert refused.value.code == "workbook.no-values"


@pytest.mark.parametrize(
    ("head", "now", "before"),
    [("年度", 2025, 2024), ("年份", "2025年", "2024年"), ("期间", 202509, 202409), ("", "2025-09", "2024-09")],
)
def test_a_column_of_years_is_none_of_figures(taken, head: str, now: object, before: object) -> None:
    rows = [["利润表", "单位：元"], ["项目", head, "累计金额"]]
    alone = taken({"利润表": [*rows, ["营业收入", now, 5e6], ["营业成本", now, 4e6]]})
    assert texts(alone) == {"JY001": "5000", "JY005": "4000"}
    lines = [["营业收入", now, 5e6], ["营业收入", before, 4e6], ["营业成本", now, 4e6], ["营业成本", before, 3e6]]
    both = taken({"利润表": [*rows, *lines]})
    assert texts(both) == {"JY001": "5000", "JY001@ly": "4000", "JY005": "4000", "JY005@ly": "3000"}


def test_people_as_many_as_the_years(taken) -> None:
    done = taken({"人员": [["指标", "人数"], ["期末用工人数", 2025], ["平均用工人数", 2024]]})
    assert texts(done) == {"JY033": "2024", "JY034": "2025"}


@pytest.mark.parametrize(
    ("revenue", "cost"),
    [("Ⅰ、营业收入", "Ⅱ 营业成本"), ("6001 营业收入", "6401-营业成本"), ("6001\\营业收入", "6401_营业成本")],
)
def test_roman_numerals_and_codes_of_accounts_before_names(taken, revenue: str, cost: str) -> None:
    assert texts(taken({"利润表": lines((revenue, 5e6), (cost, 4e6))})) == {"JY001": "5000", "JY005": "4000"}


def test_a_year_before_a_name_is_no_code(taken) -> None:
    done = taken({"利润表": lines(("2024 营业收入", 5e6), ("营业成本", 4e6), ("税金及附加", 2e5))})
    assert texts(done) == {"JY005": "4000", "JY006": "200"}


def test_last_years_list_beside_this_years(taken) -> None:
    head = [["单位：万元"], ["项目代码", "项目名称", "计划总投资"]]
    row = ["2024-441300-39-03-000001", "一期"]
    done = taken({"上年在建": [*head, [*row, 90]], "在建": [*head, [*row, 100]]})
    assert texts(done)["XM012"] == "100"
    assert [entry.code for entry in done.left] == ["left.sheet-aside"]


UNITS = {"JY001": "5000", "JY005": "4000", "JY034": "30"}


@pytest.mark.parametrize(
    ("corner", "heads", "units"),
    [
        ("万元、人", ["项目", "本年累计"], None),
        ("【万元】", ["项目", "本年累计"], None),
        ("", ["项目（万元）", "本年累计"], None),
        ("", ["项目", "累计万元"], None),
        ("", ["项目", "单位", "本年累计"], ["万", "万元", "人"]),
    ],
)
def test_where_else_a_unit_stands(taken, corner: str, heads: list[str], units: list[str] | None) -> None:
    figures = [["营业收入", 500], ["营业成本", 400], ["期末用工人数", 30]]
    beside = [[row[0], unit, row[1]] for row, unit in zip(figures, units or [], strict=False)]
    done = taken({"利润表": [["利润表", "2025年9月", corner], heads, *(beside or figures)]})
    assert texts(done) == UNITS
    assert warned(done) == []


def test_last_years_column_with_its_unit_behind(taken) -> None:
    rows = [
        ["利润表", "2025年9月"],
        ["项目", "累计万元", "同期万元"],
        ["营业收入", 500, 400],
        ["营业成本", 400, 300],
    ]
    assert texts(taken({"利润表": rows})) == {
        "JY001": "5000",
        "JY001@ly": "4000",
        "JY005": "4000",
        "JY005@ly": "3000",
    }


def test_a_figure_merged_over_two_indicators_is_neithers(taken) -> None:
    rows = lines(("营收", 5e6), ("营业成本", 4e6), ("税附", None), ("研发费", 1e5))
    done = taken({"利润表": rows}, "B5:B6")
    assert texts(done) == {"JY001": "5000", "JY009": "100"}
    assert [(entry.row, entry.code) for entry in done.left] == [(5, "left.cell-merged")]
    assert texts(taken({"利润表": rows}, "B4:C4")) == {"JY001": "5000", "JY005": "4000", "JY009": "100"}


def test_a_line_of_units_below_the_headings_of_a_list(taken) -> None:
    heads = ["项目代码", "项目名称", "计划总投资", "本年完成投资"]
    row = ["2024-441300-39-03-000001", "一期", 1.2, 25]
    done = taken({"项目": [heads, ["", "", "亿元", "（万元）"], row]})
    assert texts(done) == {"XM001": row[0], "XM002": "一期", "XM012": "12000", "XM015": "25"}
    assert (done.left, done.warnings) == ((), ())


@pytest.mark.parametrize(("unit", "made"), [("台", "1.00"), ("万台", "10000.00")])
def test_a_column_of_units_called_so_for_short(taken, unit: str, made: str) -> None:
    heads = ["产品代码", "产品名称", "单位", "本月产量", "1—本月产量"]
    done = taken({"产品": [heads, ["392201", "手机", unit, 10000, 90000]]})
    assert texts(done)["CP004"] == made


@pytest.mark.parametrize(
    ("heads", "found"),
    [
        (
            ("累计实际", "累计预算", "累计同期"),
            {"JY001": "5000", "JY001@ly": "4000", "JY005": "5000", "JY005@ly": "4000"},
        ),
        (("截至9月", "截至10月", "截至8月末"), {"JY001": "5000", "JY005": "5000"}),
    ],
)
def test_further_headings_of_time(taken, heads: tuple[str, ...], found: dict[str, str]) -> None:
    rows = [[name, 5e6, 6e6, 4e6] for name in ("营业收入", "营业成本")]
    assert texts(taken({"利润表": [["月报", "单位：元"], ["指标", *heads], *rows]})) == found
