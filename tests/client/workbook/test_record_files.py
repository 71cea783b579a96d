"""A file of records of one form: which column is which, which line is a record, and what was left out."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

import pytest

from client.base.errors import UserError
from client.workbook.finding.files.records import RecordFile, read_records
from client.workbook.finding.files.turned import turned
from client.workbook.finding.names.naming import Names
from client.workbook.model import Book, Sheet
from forms.pack.loader import bundled_pack
from forms.pack.model import Form, Indicator
from forms.periods import Period
from tests.client.workbook.grids import grid
from tests.client.workbook.shops import NAMES, REVENUE, SHOPS, form_of, pack_of


def read(*sheets: Sheet, form: Form = SHOPS, name: str = "门店.xlsx", period: Period | None = None) -> RecordFile:
    return read_records(Book(name, sheets), pack_of(form), form, period)


def reasons(done: RecordFile) -> dict[tuple[str, int | None, str | None], str]:
    return {(entry.sheet, entry.row, entry.column): entry.code for entry in done.left}


HEADS = ("门店编号", "营业收入", "从业人员")


def test_a_list_of_shops() -> None:
    done = read(grid([["门店一览"], HEADS, ["A1", 120, 4], ["A2", 80, None], [], ["A3", 0, 0]]))
    assert list(done.records.numbers) == [3, 4, 6]
    assert list(done.records.keys) == ["A1", "A2", "A3"]
    assert list(done.records.columns["SH001"].values) == [Decimal(120), Decimal(80), Decimal(0)]
    assert list(done.records.columns["SH002"].values) == [Decimal(4), None, Decimal(0)]
    assert [(c.place, c.address, c.how) for c in done.columns] == [("B", "SH001", "name"), ("C", "SH002", "name")]
    assert not done.turned


def test_indicators_without_a_column_are_named_but_for_computed_ones() -> None:
    done = read(grid([HEADS, ["A1", 1, 2]]))
    assert [indicator.code for indicator in done.absent] == ["SH003", "SH004", "SH005"]


def test_one_part_of_a_composite_is_enough_not_to_be_absent() -> None:
    done = read(grid([["门店编号", "SH001", "经营许可编号"], ["A1", 1, "粤-7"]]))
    assert "SH005" not in {indicator.code for indicator in done.absent}
    assert list(done.records.columns["SH005.number"].values) == ["粤-7"]


def test_totals_and_remarks_are_no_records_and_named() -> None:
    done = read(grid([HEADS, ["A1", 1, 1], ["合计", 1, 1], ["A9", None, None], ["注：未经审计", None, None]]))
    assert list(done.records.keys) == ["A1"]
    assert reasons(done) == {
        ("表", 3, None): "left.row-total",
        ("表", 4, None): "left.row-unlabelled",
        ("表", 5, None): "left.row-note",
    }


def test_columns_nobody_knows_computed_ones_and_repeated_ones() -> None:
    heads = (*HEADS, "店长", "人均营业收入", "营业收入", "空列")
    done = read(grid([heads, ["A1", 1, 2, "王某", 3, 4, None]]))
    assert reasons(done) == {
        ("表", None, "D"): "left.column-unknown",
        ("表", None, "E"): "left.column-computed",
        ("表", None, "F"): "left.column-twice",
    }
    assert list(done.records.columns["SH001"].values) == [Decimal(1)]


def test_dashes_are_counted_and_error_cells_named() -> None:
    sheet = grid([HEADS, ["A1", "-", 2], ["A2", "—", None]], errors=[(3, 3)])
    codes = reasons(read(sheet))
    assert codes[("表", None, "B")] == "left.cells-dash"
    assert codes[("表", 3, "C")] == "left.cell-error"


def test_codes_below_names_are_a_second_line_of_headings() -> None:
    done = read(grid([HEADS, [None, "SH001", "SH002"], ["A1", 5, 6]]))
    assert list(done.records.numbers) == [3]


def test_the_unit_above_and_the_unit_of_a_heading() -> None:
    above = read(grid([["单位：元"], HEADS, ["A1", 1500, 3]]))
    assert list(above.records.columns["SH001"].values) == [Decimal(2)]
    assert [c.unit for c in above.columns] == ["元", ""]
    for heading in ("SH001（万元）", "营业收入（万元）", "Turnover (万元)", "销售额【万元】"):
        beside = read(grid([["单位：元"], ("门店编号", heading, "从业人员"), ["A1", 15, 3]]))
        assert list(beside.records.columns["SH001"].values) == [Decimal(150)]


@pytest.mark.parametrize(
    ("above", "heading", "why"),
    [
        ("单位：元（千元）", "营业收入", "left.two-units"),
        ("", "营业收入（元/千元）", "left.two-units"),
        ("单位：千美元", "营业收入", "left.foreign-currency"),
    ],
)
def test_a_column_in_an_unclear_unit_is_left_and_named(above: str, heading: str, why: str) -> None:
    done = read(grid([[above], ("门店编号", heading, "从业人员"), ["A1", 15, 3]]))
    assert (set(done.records.columns), reasons(done)) == ({"SH002"}, {("表", None, "B"): why})


def test_shares_of_cells_that_show_a_percentage() -> None:
    rows = [("门店编号", "营业收入", "网上销售占比"), ["A1", 1, 0.254], ["A2", 1, 30]]
    done = read(grid(rows, percents=[(2, 3)]))
    assert list(done.records.columns["SH003"].values) == [Decimal("25.4"), Decimal(30)]


def test_only_the_sheet_with_most_headings_is_read() -> None:
    few, most = grid([["营业收入"], [1]], "简表"), grid([HEADS, ["A1", 1, 2]], "明细")
    hidden, blank = grid([HEADS, ["B1", 1, 2]], "旧", hidden=True), grid([[None]], "空")
    done = read(few, most, hidden, blank)
    assert done.sheet == "明细"
    assert reasons(done) == {
        ("简表", None, None): "left.sheet-unknown",
        ("旧", None, None): "left.sheet-hidden",
        ("空", None, None): "left.sheet-blank",
    }


def test_a_sheet_like_the_one_read_is_named_and_can_be_asked_for() -> None:
    north, south = grid([HEADS, ["A1", 1, 2]], "北片"), grid([HEADS, ["B1", 3, 4]], "南片")
    old = grid([HEADS, ["C1", 5, 6]], "旧", hidden=True)
    book = Book("门店.xlsx", (north, south, old))
    done = read_records(book, pack_of(SHOPS), SHOPS)
    assert done.sheet == "北片"
    assert reasons(done)["南片", None, None] == "left.sheet-alike"
    assert "--sheet 南片" in done.left[0].why.what("zh")
    for name, key in (("南片", "B1"), ("旧", "C1")):
        asked = read_records(book, pack_of(SHOPS), SHOPS, sheet=name)
        assert (asked.sheet, asked.records.keys) == (name, [key])
    with pytest.raises(UserError) as refused:
        read_records(book, pack_of(SHOPS), SHOPS, sheet="西片")
    assert refused.value.code == "records.no-sheet"
    assert "北片、南片、旧" in refused.value.remedy("zh")


@pytest.mark.parametrize(
    "sheets",
    [(), (grid([["甲", "乙"], [1, 2]]),), (grid([[None]]),), (grid([HEADS, ["A1", 1, 2]], hidden=True),)],
)
def test_without_headings_there_is_nothing_to_read(sheets: tuple[Sheet, ...]) -> None:
    with pytest.raises(UserError) as refused:
        read(*sheets)
    assert refused.value.code == "records.no-headings"
    assert "门店.xlsx" in refused.value.what("zh")
    assert "门店.xlsx" in refused.value.what("en")


def test_headings_without_a_record_below() -> None:
    with pytest.raises(UserError) as refused:
        read(grid([["门店一览"], HEADS, ["合计", 1, 2]]))
    assert refused.value.code == "records.no-records"


@pytest.mark.parametrize(
    ("name", "above", "given", "period", "source"),
    [
        ("门店.xlsx", "门店一览", None, "2027", "pack"),
        ("门店2025.xlsx", "门店一览", None, "2025", "file"),
        ("门店.xlsx", "2024年度", None, "2024", "file"),
        ("门店2025.xlsx", "2024年度", None, "2024", "file"),
        ("门店2024与2025.xlsx", "门店一览", None, "2027", "pack"),
        ("门店2025.xlsx", "2024年度", "2026", "2026", "given"),
        ("门店.xlsx", "2025年9月", None, "2027", "pack"),
        ("门店.xlsx", "2025年12月", None, "2025", "file"),
    ],
)
def test_the_year_of_a_file(name: str, above: str, given: str | None, period: str, source: str) -> None:
    asked = Period.parse(given) if given else None
    done = read(grid([[above], HEADS, ["A1", 1, 2]]), name=name, period=asked)
    assert (str(done.records.period), done.period_from) == (period, source)


@pytest.mark.parametrize(
    ("heads", "keys"),
    [
        (("企业名称", "营业收入", "统一社会信用代码"), "91441300MA58H0D25G"),
        (("营业收入", "从业人员", "firm id"), "c"),
        (("店长", "营业收入", "从业人员"), "a"),
        (("营业收入", "从业人员", "店长"), ""),
        (("店长", "门店名称", "营业收入"), "b"),
    ],
)
def test_the_column_that_tells_records_apart(heads: Sequence[str], keys: str) -> None:
    texts = {"营业收入": 1, "从业人员": 2, "统一社会信用代码": "91441300MA58H0D25G"}
    row = [texts.get(head, "abc"[n]) for n, head in enumerate(heads)]
    assert list(read(grid([heads, row])).records.keys) == [keys]


def test_the_key_of_a_form_of_rows_is_its_own() -> None:
    key = Indicator(form="SH", section="一", code="SH000", name="门店代码", type="text")
    form = form_of(key, REVENUE, row_key="SH000")
    done = read(grid([("编号", "营业收入", "门店代码"), ["x", 1, "K7"]]), form=form)
    assert list(done.records.keys) == ["K7"]


def test_a_budget_is_not_taken_for_the_figure() -> None:
    done = read(grid([("门店编号", "营业收入（预算）", "营业收入", "从业人员"), ["A1", 500, 420, 3]]))
    assert list(done.records.columns["SH001"].values) == [Decimal(420)]
    assert reasons(done) == {("表", None, "B"): "left.column-unknown"}


DOWN = [["指标", "东店", "西店", "说明"], ["营业收入", 100, 90, "含税"], ["从业人员", 3, 2, None]]


def test_an_indicator_a_line_is_turned_round() -> None:
    done = read(grid(DOWN))
    assert done.turned
    assert list(done.records.columns["SH001"].values) == [Decimal(100), Decimal(90)]
    assert list(done.records.columns["SH002"].values) == [Decimal(3), Decimal(2)]
    assert list(done.records.keys) == ["东店", "西店"]


def test_last_year_beside_each_shop_is_its_further_column() -> None:
    rows = [["指标", "本期", "上年同期"], ["营业收入", 100, 90], ["从业人员", 3, 2]]
    done = read(grid(rows))
    assert list(done.records.columns["SH001"].values) == [Decimal(100)]
    assert list(done.records.columns["SH001@ly"].values) == [Decimal(90)]
    assert "SH002@ly" not in done.records.columns


def test_code_unit_and_change_columns_are_no_records() -> None:
    rows = [
        ["指标", "代码", "计量单位", "本期", "增减%"],
        ["营业收入", "SH001", "千元", 5, 1],
        ["从业人员", "SH002", "人", 6, 2],
    ]
    made = turned(grid(rows), 1, NAMES)
    assert made is not None
    assert made.height == 2
    assert [made.text(1, column) for column in made.across] == ["本期", "5", "6"]


def test_nothing_beside_the_labels_is_no_record() -> None:
    assert turned(grid([["营业收入"], ["从业人员"]]), 1, NAMES) is None
    assert turned(grid(DOWN), None, NAMES) is None


@pytest.mark.parametrize("heading", ["①境内研究机构", "①境内研究机构（千元）", "1、境内研究机构", "境内研究机构"])
def test_a_numbered_heading_is_known_with_its_number_and_without(heading: str) -> None:
    found = Names(bundled_pack().forms["YF"]).find(heading)
    assert found is not None
    assert found.field.address == "YF015"


def test_the_bundled_forms_find_every_code_and_name_of_their_own() -> None:
    for form in bundled_pack().forms.values():
        names = Names(form)
        for indicator in form.indicators.values():
            if indicator.table or indicator.parts:
                continue
            found = names.find(indicator.code)
            assert found is not None, indicator.code
            assert found.field.address == indicator.code
            by_name = names.find(indicator.name)
            assert by_name is not None, indicator.name
            assert by_name.field.indicator.name == indicator.name
