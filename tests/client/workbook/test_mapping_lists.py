"""Lists: headings across, a record a line, and single returns written so."""

from __future__ import annotations

from datetime import date

import pytest

from client.base.errors import UserError
from tests.client.workbook.grids import grid
from tests.client.workbook.mapped import left, mapped, texts

HEADS = ["项目代码", "项目名称", "计划总投资", "自开工累计完成投资", "形象进度"]


def test_a_list_with_totals_notes_blank_and_repeated_lines() -> None:
    rows = [
        ["重点项目", None, None, None, "单位：亿元"],
        HEADS,
        ["甲", "乙", 1, 2, 3],
        ["2024-440112-39-03-000001", "一号", 1.23456, "0.5", 50],
        [None, None, None, None, None],
        ["2024-440112-39-03-000002", "二号", 2, 1, "30%"],
        ["2024-440112-39-03-000001", "又一", 3, 1, 10],
        [None, "无代码", 3, 1, 10],
        ["合计", None, 6, 3, None],
        ["注：含土地款", None, None, None, None],
    ]
    extraction = mapped(grid(rows))
    assert {(f.row_label, f.address): f.text for f in extraction.values} == {
        ("一号", "XM001"): "2024-440112-39-03-000001", ("一号", "XM002"): "一号", ("一号", "XM012"): "12346",
        ("一号", "XM014"): "5000", ("一号", "XM027"): "50.0",
        ("二号", "XM001"): "2024-440112-39-03-000002", ("二号", "XM002"): "二号", ("二号", "XM012"): "20000",
        ("二号", "XM014"): "10000", ("二号", "XM027"): "30.0",
    }  # fmt: skip
    assert left(extraction) == {
        (7, None): "left.row-same-key",
        (8, None): "left.row-no-key",
        (9, None): "left.row-total",
        (10, None): "left.row-note",
    }
    (lost,) = extraction.warnings
    assert (lost.code, lost.params["count"], str(lost.params["rows"])) == ("warn.rows-lost", 2, "7、8")


def test_headings_on_every_page_and_the_signature_line_are_no_records() -> None:
    heads = ["项目代码", "项目名称", "计划总投资", "1-9月完成投资", "形象进度"]
    one, two, three = (["2024-440112-39-03-00000" + n, f"{n}号", 10, 6, 30] for n in "123")
    sign = ["填报人：张三", None, "联系电话：0752-1234567", None, None]
    pages = [["单位：万元"], heads, one, ["小计", None, 10, 6, None], heads, two, heads, three, sign]
    extraction = mapped(grid(pages))
    assert [f.text for f in extraction.values if f.address == "XM002"] == ["1号", "2号", "3号"]
    assert left(extraction) == {(4, None): "left.row-total", (9, None): "left.row-note"}


@pytest.mark.parametrize(
    ("heading", "taken"),
    [
        ("1-9月完成投资", True),
        ("1—9月份完成投资（万元）", True),
        ("2025年1-9月完成投资", True),
        ("1至9月完成投资", True),
        ("1-8月完成投资", False),
        ("2024年1-9月完成投资", False),
        ("11-9月完成投资", False),
    ],
)
def test_the_months_up_to_the_asked_one_in_a_heading(heading: str, taken: bool) -> None:
    """本年完成投资（1—本月） of the definitions is 1—9月完成投资 in September's sheet."""
    heads = ["项目代码", "项目名称", "计划总投资（万元）", heading]
    done = mapped(grid([heads, ["2024-440112-39-03-000001", "一号", 10, 6]]))
    assert ("XM015" in {f.address for f in done.values}) is taken
    assert ((None, "D") in left(done)) is not taken


def test_a_first_record_called_by_one_letter_is_no_numbering_of_columns() -> None:
    done = mapped(grid([["项目名称", "计划总投资", "形象进度"], ["甲", 1, None], ["乙", 5, 30]]))
    assert [f.text for f in done.values if f.address == "XM002"] == ["甲", "乙"]


def test_percent_formats_and_units_in_headings_of_a_list() -> None:
    heads = ["项目名称", "计划总投资（元）", "自开工累计完成投资", "形象进度", "备忘"]
    rows = [["单位：万元"], heads, ["一号", 12345678, 5, 0.5, "x"]]
    extraction = mapped(grid(rows, percents=[(3, 4)]))
    assert texts(extraction) == {"XM002": "一号", "XM012": "1235", "XM014": "5", "XM027": "50.0"}
    assert {found.row_key for found in extraction.values} == {"一号"}
    assert [note.code for note in extraction.sheets[0].notes][-1] == "seen.rows-by-name"
    assert left(extraction) == {(None, "E"): "left.column-unknown"}


def test_a_list_without_anything_to_tell_rows_apart() -> None:
    with pytest.raises(UserError):
        mapped(grid([["计划总投资", "本年计划投资", "建筑工程", "安装工程"], [1, 2, 3, 4]]))


def test_one_line_of_a_single_form() -> None:
    heads = ["营业收入", "营业成本", "销售费用", "管理费用", "研发费用"]
    extraction = mapped(grid([["单位：元"], heads, [5000, 4000, 3000, 2000, 1000]]))
    assert texts(extraction) == {"JY001": "5", "JY005": "4", "JY007": "3", "JY008": "2", "JY009": "1"}
    with pytest.raises(UserError) as caught:
        mapped(grid([["单位：元"], heads, [5, 4, 3, 2, 1], [5, 4, 3, 2, 1]]))
    assert caught.value.code == "workbook.no-values"


def test_dates_and_lists_of_codes() -> None:
    rows = [
        ["单位详细名称", "某公司"],
        ["成立时间", date(2012, 6, 18)],
        ["产业链环节", "制造，模组"],
        ["控股情况", "3"],
        ["营业状态", "不知道"],
    ]
    found = {f.address: f.cell for f in mapped(grid(rows)).values}
    assert found["JB007"].value == "2012-06"
    assert found["JB024"].value == ("04", "07")
    assert found["JB006"].value == "3"
    assert (found["JB008"].value, found["JB008"].problem) == (None, "value.not-in-list")


CARD = [
    ["项目名称", "一号"],
    ["项目代码", "2024-440112-39-03-000001"],
    ["计划总投资（万元）", 10],
    ["形象进度", 30],
]


def test_a_list_that_runs_down_is_refused_for_that() -> None:
    """A card for each project, or a project a column: nothing of it is taken, and how to turn it is said."""
    with pytest.raises(UserError) as refused:
        mapped(grid(CARD))
    assert refused.value.code == "workbook.turned"


def test_beside_a_sheet_that_is_taken_it_is_named() -> None:
    done = mapped(
        grid([["指标", "本年累计（千元）"], ["营业收入", 9], ["营业成本", 5]], name="利润表"), grid(CARD)
    )
    assert texts(done) == {"JY001": "9", "JY005": "5"}
    assert [entry.code for entry in done.left] == ["left.sheet-turned"]
