"""Texts whose columns are kept apart by spaces alone: read where each figure stands in one, else refused."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest

from client.base.errors import UserError
from client.workbook.reader.formats.aligned import is_aligned
from client.workbook.reader.reading import read
from tests.client.workbook.mapped import mapped, texts

HEADS = ("本月金额", "本年累计金额")
NOW = {"JY001": "5000", "JY005": "4000", "JY007": "120"}


def wide(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(letter) in "WFA" else 1 for letter in text)


def line(name: str, *figures: str, width: int = 18) -> str:
    cells = [" " * (width - wide(figure)) + figure for figure in figures]
    return name + " " * (30 - wide(name)) + "".join(cells)


def printed(*lines: str, title: str = "        利润表\n编制单位：甲公司     2025年9月     单位：元") -> str:
    return "\n".join((title, "-" * 66, line("项目", *HEADS), "-" * 66, *lines))


REVENUE, COST = (
    line("一、营业收入", "500,000.00", "5,000,000.00"),
    line("减：营业成本", "400,000.00", "4,000,000.00"),
)


@pytest.mark.parametrize(
    "last",
    [line("销售费用", "", "120,000.50"), line("销售费用", "—", "120,000.50"), line("销售费用", "0", "120,000.50")],
)
def test_what_stands_below_each_other_is_one_column(last: str, tmp_path: Path) -> None:
    (tmp_path / "账.txt").write_text(printed(REVENUE, COST, last), "gb18030")
    done = mapped(*read(tmp_path / "账.txt").sheets)
    assert texts(done) == NOW
    assert not done.warnings


@pytest.mark.parametrize(
    "lines",
    [
        [line(name, "500,000.00", " 5,000,000.00", width=13) for name in ("营业收入", "营业成本", "管理费用")],
        [
            *(line(name, "5.00", "6.00") for name in ("营业收入", "营业成本", "管理费用")),
            line("费用", "", "5" * 34),
        ],
    ],
    ids=["one space between", "over two columns"],
)
def test_where_that_is_not_certain_nothing_is_read(lines: list[str], tmp_path: Path) -> None:
    (tmp_path / "账.txt").write_text(printed(*lines), "utf-8")
    with pytest.raises(UserError) as refused:
        read(tmp_path / "账.txt")
    assert refused.value.code == "workbook.aligned"


def test_lines_drawn_between_the_cells_part_them(tmp_path: Path) -> None:
    drawn = ["利润表 2025年9月 单位：元", "┌──┬──┐", "│项目│本年累计│", "├──┼──┤"]
    cells = [f"│{name}│{figure}│" for name, figure in (("营业收入", "5,000,000.00"), ("营业成本", "4,000,000.00"))]
    (tmp_path / "账.txt").write_text("\n".join((*drawn, *cells)), "gb18030")
    assert texts(mapped(*read(tmp_path / "账.txt").sheets)) == {"JY001": "5000", "JY005": "4000"}


@pytest.mark.parametrize(
    "text",
    ["a,  b\nc,  d\ne,  f\n", "a\tb  c\nd\te  f\ng\th  i\n", "一封信  没有表\n谢谢\n", "|甲    |  乙|\n" * 3],
)
def test_other_texts_are_not_aligned(text: str) -> None:
    assert not is_aligned(text)
