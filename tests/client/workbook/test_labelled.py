"""The words a value stands beside or below: what a choice about its line goes by."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from client.usecases.books.extracting import Reading, extract
from client.workbook.finding.taken.labelled import label_of
from forms.periods import Period

FIRM = "91441300MA58H0D25G"
SEPTEMBER = Period.parse("2025-09")


def extracted(folder: Path, *rows: tuple[object, ...]):
    made = openpyxl.Workbook()
    for row in rows:
        made.active.append(row)
    made.save(folder / "a.xlsx")
    return extract(folder / "a.xlsx", Reading(FIRM, SEPTEMBER))


def test_the_words_left_of_a_figure_past_code_unit_and_last_year(tmp_path: Path) -> None:
    found = extracted(
        tmp_path,
        ("项目", "行次", "单位", "上年同期", "本期"),
        ("一、营业收入", "1", "千元", 8, 9),
        ("营业成本", "2", "千元", 4, 5),
        ("利润总额", "3", "千元", 1, 2),
    )
    labels = {
        value.address: label_of(found.book, found.extraction.sheets, value.place)
        for value in found.extraction.values
    }
    assert labels["JY001"] == labels["JY001@ly"] == "一、营业收入"
    assert labels["JY021"] == "利润总额"


def test_the_heading_above_a_column_of_a_list(tmp_path: Path) -> None:
    found = extracted(
        tmp_path,
        ("项目代码", "项目名称", "本年计划投资", "自年初累计完成投资", "开工时间"),
        ("2025-441302-39-01-345678", "甲项目", 100, 50, "2025-01"),
        ("2025-441302-39-01-345679", "乙项目", 200, 60, "2025-02"),
    )
    labels = {label_of(found.book, found.extraction.sheets, value.place) for value in found.extraction.values}
    assert {"项目名称", "项目代码"} <= labels


@pytest.mark.parametrize("place", ["", "a.xlsx", "a.xlsx › 没有这张 › B2", "a.xlsx › Sheet › "])
def test_no_place_has_no_words(tmp_path: Path, place: str) -> None:
    found = extracted(tmp_path, ("项目", "本期"), ("营业收入", 9), ("营业成本", 5))
    assert label_of(found.book, found.extraction.sheets, place) == ""
