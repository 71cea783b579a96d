"""Statements that say too little of their time, lines of losses, and the everyday lines of English statements."""

from __future__ import annotations

from typing import Any

import pytest

from client.workbook import map_book
from client.workbook.model import Book
from forms.pack import bundled_pack
from forms.periods import Period
from tests.client.workbook.grids import grid
from tests.client.workbook.statements import FIRM, TITLE, statement


@pytest.mark.parametrize(
    ("title", "heading", "asked"),
    [
        ("2025年9月", "金额", True),
        ("2025年9月份", "金额（元）", True),
        ("2025年9月", "本年累计", False),
        ("2025年9月（累计）", "金额", False),
        ("2025年1-9月", "金额", False),
        ("2025年9月30日", "金额", False),
    ],
)
def test_a_month_without_a_word_of_the_sum_is_pointed_out(title: str, heading: str, asked: bool) -> None:
    book = Book("账.xlsx", (grid(statement((heading, 1), title=title)),))
    found = map_book(book, bundled_pack(), Period.parse("2025-09"), FIRM)
    assert [note.code for note in found.warnings] == ["warn.month-only"] * asked


@pytest.mark.parametrize(
    ("line", "figure", "taken"),
    [
        ("三、营业亏损", 4000, {"JY018": "-4"}),
        ("四、亏损总额", 4000, {"JY021": "-4"}),
        ("亏损总额", -4000, {"JY021": "-4"}),
        ("利润总额（亏损以“-”号填列）", -4000, {"JY021": "-4"}),
        ("营业利润（减：亏损）", 4000, {"JY018": "4"}),
        ("减：亏损", 4000, {}),
        ("净亏损", 4000, {}),
        ("Net sales", 4000, {"JY001": "4"}),
        ("Cost of sales", 4000, {"JY005": "4"}),
        ("Selling expenses", 4000, {"JY007": "4"}),
        ("G&A", 4000, {"JY008": "4"}),
        ("R&D expenses", 4000, {"JY009": "4"}),
        ("Operating profit", 4000, {"JY018": "4"}),
        ("Operating income", 4000, {}),
        ("Net profit", 4000, {}),
        ("Total assets", 4000, {"JY030": "4"}),
    ],
)
def test_lines_of_losses_and_of_english_statements(line: str, figure: int, taken: dict[str, str]) -> None:
    rows: list[list[Any]] = [
        TITLE,
        ["项目", "期末累计"],
        ["税金及附加", 1000],
        ["应交增值税", 1000],
        [line, figure],
    ]
    found = map_book(Book("账.xlsx", (grid(rows),)), bundled_pack(), Period.parse("2025-09"), FIRM)
    assert {each.address: each.text for each in found.values} == {"JY006": "1", "JY022": "1"} | taken
    assert (line in {entry.label for entry in found.left}) is not bool(taken)
