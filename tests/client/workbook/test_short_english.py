"""English names of one short word, which say what they are only beside others of their form."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from client.workbook.finding.mapping import map_book
from client.workbook.finding.taken.choices import written
from client.workbook.finding.taken.extraction import Extraction
from client.workbook.model import Book
from forms.pack import load_pack
from forms.pack.loader import bundled_pack
from forms.periods import Period
from tests.client.workbook.grids import grid
from tests.client.workbook.mapped import FIRM, SEPTEMBER, left, mapped, texts

HOTELS = load_pack(Path(__file__).parents[2] / "forms" / "foreign" / "accommodation")


def hotels(period: str, *rows: Sequence[object]) -> Extraction:
    return map_book(Book("hotel.csv", [grid(rows)]), HOTELS, Period.parse(period), FIRM)


def test_they_head_columns_beside_others_of_the_form() -> None:
    heads = ["Project code", "Project name", "Planned total (× 10,000 yuan)", "Stage", "Unit"]
    done = mapped(grid([heads, ["2025-441302-39-01-000001", "New line", 800, "1", "m"]]))
    assert texts(done)["XM007"] == "1"
    assert left(done) == {(None, "E"): "left.column-unknown"}, "of another form"


def test_one_name_in_english_is_not_enough() -> None:
    done = mapped(
        grid(
            [["项目代码", "项目名称", "计划总投资（万元）", "Stage"], ["2025-441302-39-01-000001", "新线", 8, "1"]]
        )
    )
    assert left(done) == {(None, "D"): "left.column-unknown"}


def test_they_stand_on_lines_beside_others() -> None:
    done = hotels(
        "2025-H1", ["Indicator", "2025-H1"], ["Staff at the end", 12], ["Wages", 90], ["Wages per head", 7]
    )
    assert texts(done) == {"HH001": "12", "HH002": "90"}


def test_what_was_chosen_for_one_comes_first() -> None:
    heads = ["Project code", "Project name", "Planned total (× 10,000 yuan)", "Stage"]
    sheet = grid([heads, ["2025-441302-39-01-000001", "New line", 800, "1"]])
    book = Book("list.xlsx", [sheet])
    done = map_book(book, bundled_pack(), SEPTEMBER, FIRM, choices=written(["Stage="]))
    assert "XM007" not in texts(done)
