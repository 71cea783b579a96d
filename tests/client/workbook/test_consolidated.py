"""Statements of a group, imported for one firm."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from client.workbook.finding.readers.consolidated import of_a_group
from tests.client.workbook.grids import grid
from tests.client.workbook.mapped import mapped, texts


def statement(title: str, head: Sequence[str] = ("项目", "本年累计"), name: str = "表"):
    lines = [["营业收入", 100, 70], ["营业成本", 50, 40]]
    return grid([[title], ["单位：千元"], list(head), *(line[: len(head)] for line in lines)], name=name)


def test_a_title_of_consolidated_figures_is_pointed_out() -> None:
    done = mapped(statement("合并利润表"))
    assert texts(done) == {"JY001": "100", "JY005": "50"}
    (warning,) = done.warnings
    assert warning.code == "warn.consolidated"
    assert warning.what() == "工作表“表”的标题是“合并利润表”，像是合并数：报表要填本企业自己的数"
    assert "consolidated figures" in warning.what("en")


def test_the_name_of_the_sheet_says_so_too() -> None:
    assert [each.code for each in mapped(statement("利润表", name="合并利润表")).warnings] == ["warn.consolidated"]


@pytest.mark.parametrize(
    ("title", "group"),
    [
        *[("甲公司合并资产负债表", True), ("合併利潤表", True), ("利润表（合并）", True), ("合并 利润表", True)],
        *[("Consolidated Income Statement", True), ("合并财务报表", True), ("利润表（合并口径）", True)],
        *[
            ("利润表", False),
            ("母公司利润表", False),
            ("合并及母公司利润表", False),
            ("Unconsolidated income", False),
        ],
        *[("合并单元格说明", False), ("利润表（未合并）", False), ("被合并企业情况", False)],
    ],
)
def test_which_titles_are_those_of_a_group(title: str, group: bool) -> None:
    assert of_a_group(title) is group


def test_where_the_own_column_was_taken_nothing_is_said() -> None:
    done = mapped(statement("合并利润表", ("项目", "合并本年累计", "母公司本年累计")))
    assert texts(done) == {"JY001": "70", "JY005": "40"}
    assert not done.warnings
