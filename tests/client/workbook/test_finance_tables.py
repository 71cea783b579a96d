"""Tables as finance departments send them: what is taken of each, or why nothing is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import msgspec
import openpyxl
import pytest

from client.base.errors import UserError
from client.workbook import Extraction, map_book, read
from client.workbook.model import Book
from client.workbook.reader.worker import Worker
from forms.pack import bundled_pack
from forms.periods import Period
from tests.client.workbook.grids import grid
from tests.client.workbook.statements import FIRM, TITLE, statement

LEDGER = ["科目余额表", "2025年1-9月", "单位：元"]
SIDES = [["科目编码", "科目名称", "本期发生额", "", "期末余额", ""], ["", "", "借方", "贷方", "借方", "贷方"]]

YUAN: list[list[Any]] = [["营业收入", 12_345_000], ["营业成本", 9_876_000]]
THOUSANDS = {"JY001": "12345", "JY005": "9876"}


class Table(msgspec.Struct, frozen=True):
    """A sheet: its lines, its merged cells, what is taken of it, or the code it is refused with."""

    about: str
    rows: list[list[Any]]
    taken: dict[str, str] | str
    merged: tuple[str, ...] = ()
    left: tuple[str, ...] = ()
    """Codes that must be among what was left."""
    shown: str = "General"
    """The number format of every cell."""


TABLES = [
    Table(
        "departments without a total",
        [TITLE, ["项目", "一事业部", "二事业部"], ["营业收入", 5000, 6000], ["营业成本", 4000, 4500]],
        "workbook.which-column",
    ),
    Table(
        "departments with a total",
        [
            TITLE,
            ["项目", "一事业部", "二事业部", "合计"],
            ["营业收入", 5000, 6000, 11000],
            ["营业成本", 1, 2, 3000],
        ],
        {"JY001": "11", "JY005": "3"},
    ),
    Table(
        "firms side by side",
        [
            TITLE,
            ["项目", "粤华光电有限公司", "粤电电子有限公司", "合计"],
            ["营业收入", 5000, 6000, 11000],
            ["营业成本", 4000, 4500, 8500],
        ],
        "workbook.which-column",
    ),
    Table(
        "quarters",
        [TITLE, ["项目", "一季度", "二季度", "三季度"], ["营业收入", 5000, 6000, 7000], ["营业成本", 1, 2, 3]],
        "workbook.columns-other-period",
    ),
    Table(
        "two columns without headings",
        [["单位：千元"], ["营业收入", 5, 6], ["营业成本", None, 3]],
        "workbook.which-column",
    ),
    Table(
        "one column without headings",
        [["单位：千元"], ["营业收入", 5, "含税"], ["营业成本", 3]],
        {"JY001": "5", "JY005": "3"},
    ),
    Table(
        "labels behind their figures",
        [TITLE, ["上年同期累计", "本年累计", "项目"], [4000, 5000, "营业收入"], [3000, 4000, "营业成本"]],
        {"JY001": "5", "JY005": "4", "JY001@ly": "4", "JY005@ly": "3"},
    ),
    Table(
        "months down, the month and the year beside each other",
        [
            ["2025年经营情况", "", "", "", "单位：元"],
            ["月份", "营业收入", "", "营业成本", ""],
            ["", "本月", "本年累计", "本月", "本年累计"],
            ["8月", 1000, 8000, 500, 4000],
            ["9月", 1000, 9000, 500, 4500],
        ],
        {"JY001": "9", "JY005": "5"},
        ("B2:C2", "D2:E2", "A2:A3"),
        ("left.column-month",),
    ),
    Table(
        "months down, sums by their name",
        [
            ["2025年经营情况", "单位：元"],
            ["月份", "本月营业收入", "累计营业收入", "营业成本本年累计"],
            ["8月", 1000, 8000, 4000],
            ["9月", 1000, 9000, 4500],
        ],
        {"JY001": "9", "JY005": "5"},
    ),
    Table(
        "a month in brackets is no year to date",
        [TITLE, ["营业收入（本月）", 5000], ["营业成本（当月）", 4000], ["销售费用", 3000], ["管理费用", 2000]],
        {"JY007": "3", "JY008": "2"},
    ),
    Table(
        "tables side by side in two units",
        [
            ["利润表", "", "", "资产负债表", ""],
            ["单位：元", "", "", "单位：万元", ""],
            ["项目", "本年累计", "", "项目", "期末余额"],
            ["营业收入", 5_000_000, "", "资产总计", 9000],
            ["营业成本", 4_000_000, "", "存货", 1000],
        ],
        {"JY001": "5000", "JY005": "4000", "JY030": "90000", "JY026": "10000"},
    ),
    Table(
        "the unit in a remark, a loss that is added",
        [["项目", "本年累计"], ["营业收入", 500], ["加：资产减值损失", -50], ["注：以上单位为万元"]],
        {"JY001": "5000", "JY011": "500"},
    ),
    Table(
        "Hong Kong dollars by the thousand",
        [["利潤表", "2025年9月", "單位：港幣千元"], ["項目", "本年累計"], ["營業收入", 5000], ["營業成本", 4000]],
        "workbook.foreign-currency",
    ),
    Table(
        "a trial balance",
        [
            LEDGER,
            *SIDES,
            ["1122", "应收账款", 9000, 8000, 20000, 0],
            ["1601", "固定资产", 2000, 0, 42000, 0],
            ["1602", "累计折旧", 0, 1000, 0, 10000],
            ["1405", "库存商品", 0, 1000, 0, 7000],
            ["6001", "主营业务收入", 128000, 128000, 0, 0],
        ],
        {"JY025": "20", "JY028": "42", "JY029": "10", "JY002": "128"},
        ("C2:D2", "E2:F2", "A2:A3", "B2:B3"),
        ("left.row-contrary",),
    ),
    *(
        Table(f"{unit} shown as {shown}", [["利润表", unit], ["项目", "本年累计"], *lines], taken, shown=shown)
        for unit, shown, lines, taken in (
            ("单位：万元", '0!.0,"万"', YUAN, THOUSANDS),
            ("单位：千元", "#,##0,;(#,##0,)", YUAN, THOUSANDS),
            ("单位：元", "#,##0,", YUAN, THOUSANDS),
            ("单位：百万元", "0.00,,", YUAN, THOUSANDS),
            ("单位：元", '0.00"万元"', [["营业收入", 1234.5], ["营业成本", 987.6]], THOUSANDS),
            ("单位：万元", "#,##0,", YUAN, "workbook.scaled"),
            ("单位：万元", '#,##0.00" 元"', YUAN, THOUSANDS),
            ("单位：万元", '[DBNum2][$-804]G/通用格式"元整"', YUAN, THOUSANDS),
            ("单位：千元", '¥#,##0"元"', YUAN, THOUSANDS),
            ("单位：元", '_ * #,##0.00_ ;_ * "-"??_ ;_ @_ ', YUAN, THOUSANDS),
        )
    ),
]


@pytest.fixture(scope="module")
def reader() -> Iterator[Worker]:
    child = Worker()
    yield child
    child.close()


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.about)
def test_a_table_is_taken_or_refused_by_name(table: Table, tmp_path: Path, reader: Worker) -> None:
    held_to(table, tmp_path, reader, ["JY"])


def held_to(table: Table, tmp_path: Path, reader: Worker, forms: Sequence[str]) -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for row in table.rows:
        sheet.append(row)
    for cells in table.merged:
        sheet.merge_cells(cells)
    for row in sheet.iter_rows():
        for cell in row:
            cell.number_format = table.shown
    book.save(tmp_path / "账.xlsx")

    def mapped() -> Extraction:
        found = read(tmp_path / "账.xlsx", reader=reader)
        return map_book(found, bundled_pack(), Period.parse("2025-09"), FIRM, forms=forms)

    if isinstance(table.taken, str):
        with pytest.raises(UserError) as caught:
            mapped()
        assert caught.value.code == table.taken
        return
    extraction = mapped()
    found = {".".join(filter(None, (each.row_key, each.address))): each.text for each in extraction.values}
    assert found == table.taken
    assert set(table.left) <= {entry.code for entry in extraction.left}


NOW = {"JY001": "5000", "JY005": "4000"}
BOTH = NOW | {"JY001@ly": "4000", "JY005@ly": "3200"}


@pytest.mark.parametrize(
    ("rows", "taken"),
    [
        (statement(("9月当月", 0.1), ("9月累计", 1), ("去年9月当月", 0.2), ("去年9月累计", 0.8)), BOTH),
        (statement(("2025.09", 0.1), ("2025.01-09", 1), ("2024.01-09", 0.8)), BOTH),
        (statement(("202509", 0.1), ("202501-202509", 1)), NOW),
        (statement(("YTD 2024", 0.8), ("YTD 2025", 1)), BOTH),
        (statement(("本年累计", 1), ("上年结转", 0.3)), NOW | {"JY001@ly": "1500", "JY005@ly": "1200"}),
        (statement(("本年累计", 1e-6), unit="单位：百万"), NOW),
        (statement(("本年累计", 1), unit="单位：RMB"), NOW),
        (statement(("本年累计", 1), unit="单位：￥元"), NOW),
        (statement(("本年累计", 1), unit="金额：元"), NOW),
        *(
            (statement(("本年累计", 1), unit=unit), "workbook.two-units")
            for unit in (
                "单位：元（千元）",
                "单位：元/千元",
                "单位：元 / 千元",
                "单位：元 （千元）",
                "单位：元或万元",
                "（元、千元）",
                "Unit: RMB (RMB'000)",
            )
        ),
        (statement(("本年累计（元）（千元）", 1)), "workbook.two-units"),
        (statement(("本年累计（元/万元）", 1)), "workbook.two-units"),
        ([["单位：千元"], *statement(("本年累计", 1))], "workbook.two-units"),
        (statement(("本年累计（元）", 1), unit="单位：元（千元）"), NOW),
        *((statement(("本年累计", 1), unit=unit), NOW) for unit in ("单位：元（元）", "（元）", "单位：元，人")),
        (statement(("本期金额", 1), title="2025年1月1日至2025年9月30日"), NOW),
        (statement(("本月数", 0.1), ("本年累计", 1), title="2025年9月1日至9月30日"), NOW),
        (statement(("本期金额", 0.1), title="2025年9月1日至2025年9月30日"), "workbook.span"),
        (statement(("本期金额", 0.1), title="2025-07-01至2025-09-30"), "workbook.span"),
        (statement(("金额", 0.1), title="2025年7-9月"), "workbook.span"),
        (statement(("本期数", 0.1), title="会计期间：2025-07 至 2025-09"), "workbook.span"),
        *(
            (statement(("本期数", 1), title=f"会计期间：{span}"), NOW)
            for span in ("2025-01 至 2025-09", "2025-01—2025-09", "2025-01 - 2025-09")
        ),
    ],
)
def test_what_headings_and_titles_say(rows: list[list[Any]], taken: dict[str, str] | str) -> None:
    def mapped() -> Extraction:
        return map_book(Book("账.xlsx", (grid(rows),)), bundled_pack(), Period.parse("2025-09"), FIRM)

    if isinstance(taken, str):
        with pytest.raises(UserError) as caught:
            mapped()
        assert caught.value.code == taken
        return
    extraction = mapped()
    assert {found.address: found.text for found in extraction.values} == taken
    assert extraction.warnings == ()


LISTS = [
    Table(
        "products counted otherwise than the list says",
        [
            ["主要产品产量 2025年9月"],
            ["产品代码", "产品名称", "计量单位", "本月产量", "1-本月产量", "上年同期累计"],
            ["391101", "计算机", "台", 15000, 125000, 110000],
            ["391102", "微型计算机", "万台", 1.5, 12.5, 11],
            ["391103", "笔记本", "部", 15000, 125000, 110000],
        ],
        {
            "391101.CP001": "391101",
            "391101.CP004": "1.50",
            "391101.CP005": "12.50",
            "391101.CP006": "11.00",
            "391102.CP001": "391102",
            "391102.CP004": "1.50",
            "391102.CP005": "12.50",
            "391102.CP006": "11.00",
            "391103.CP001": "391103",
        },
        left=("left.cell-other-unit",),
    ),
    Table(
        "products whose headings say the unit",
        [["产品代码", "本月产量（台）", "1-本月产量（台）", "期末库存（万台）"], ["391101", 15000, 125000, 3]],
        {"391101.CP001": "391101", "391101.CP004": "1.50", "391101.CP005": "12.50", "391101.CP008": "3.00"},
    ),
    Table(
        "sections, sums and a signature in a list",
        [
            ["单位：万元"],
            ["序号", "项目代码", "项目名称", "总投资"],
            ["一、", "在建项目"],
            [1, "P1", "线1", 100],
            ["小计", None, None, 100],
            ["二、", "新开工项目"],
            [1, "P2", "线2", 200],
            ["总计", None, None, 300],
            ["填表人：张三"],
        ],
        {
            "P1.XM001": "P1",
            "P1.XM002": "线1",
            "P1.XM012": "100",
            "P2.XM001": "P2",
            "P2.XM002": "线2",
            "P2.XM012": "200",
        },
        left=("left.row-section", "left.row-total", "left.row-note"),
    ),
    Table(
        "long codes kept as numbers",
        [
            ["单位：万元"],
            ["项目代码", "项目名称", "总投资"],
            [250144130004010012, "线1", 100],
            ["2.50144E+17", "线2", 200],
        ],
        "workbook.digits-lost",
    ),
    Table(
        "one long code among others",
        [["单位：万元"], ["项目代码", "项目名称", "总投资"], [250144130004010012, "线1", 100], ["P2", "线2", 200]],
        {"P2.XM001": "P2", "P2.XM002": "线2", "P2.XM012": "200"},
        left=("left.row-digits-lost",),
    ),
    Table("a budget", [["2025年预算利润表"], ["项目", "本年累计"], *YUAN], "workbook.not-actual"),
    Table("last year's statement", [["上年利润表"], ["项目", "本年累计"], *YUAN], "workbook.not-actual"),
    Table(
        "a budget and how it was carried out",
        [
            ["2025年9月预算执行情况表（单位：元）"],
            ["项目", "本年预算", "本年累计"],
            ["营业收入", 9, 5000],
            ["营业成本", 8, 4000],
        ],
        {"JY001": "5", "JY005": "4"},
    ),
]


@pytest.mark.parametrize("table", LISTS, ids=lambda table: table.about)
def test_a_list_is_taken_or_refused_by_name(table: Table, tmp_path: Path, reader: Worker) -> None:
    held_to(table, tmp_path, reader, ["JY", "XM", "CP"])


def test_what_a_person_should_look_at_again() -> None:
    shares = grid(
        [["单位：万元"], ["项目代码", "项目名称", "形象进度"], ["P1", "线1", 0.45], ["P2", "线2", 0.8]], "台账"
    )
    drafts = [
        grid(
            [["2025年9月", "单位：元"], ["项目", "本年累计"], ["营业收入", n * 1000], ["营业成本", n * 900]],
            f"第{n}稿",
        )
        for n in (8, 9)
    ]
    found = map_book(Book("账.xlsx", (shares, *drafts)), bundled_pack(), Period.parse("2025-09"), FIRM)
    assert [note.code for note in found.warnings] == ["warn.fractions", "warn.conflicts"]
    assert "2 个指标" in found.warnings[-1].what()
    assert "第9稿 › B3" in found.warnings[-1].what()


def test_what_is_counted_by_the_ten_thousand_wants_a_unit() -> None:
    rows: list[list[Any]] = [
        ["2025年9月", "单位：万元"],
        ["项目", "本年累计"],
        ["营业收入", 500],
        ["用电量", 1_234_567],
    ]
    found = map_book(Book("账.xlsx", (grid(rows),)), bundled_pack(), Period.parse("2025-09"), FIRM)
    assert [note.code for note in found.warnings] == ["warn.unit-of"]
    assert "“用电量”的单位，按万千瓦时取数" in found.warnings[0].what()
    rows[3][0] = "用电量（千瓦时）"
    found = map_book(Book("账.xlsx", (grid(rows),)), bundled_pack(), Period.parse("2025-09"), FIRM)
    assert ([*found.warnings], {each.address: each.text for each in found.values}["JY042"]) == ([], "123.46")
