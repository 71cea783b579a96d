"""Figures with a comma for the decimal point: read where the sheet proves it, and only there."""

from __future__ import annotations

from pathlib import Path

import pytest

from client.workbook import read
from client.workbook.finding.mapping import map_book
from client.workbook.finding.taken.extraction import Extraction
from forms.pack import load_pack
from forms.periods import Period
from forms.values.commas import with_point, writes_commas

FOREIGN = Path(__file__).parents[2] / "forms" / "foreign"
FARM = load_pack(FOREIGN / "farm")


def taken(path: Path) -> Extraction:
    return map_book(read(path), FARM, Period.parse("2025"), "91441300MA58H0D25G")


def cells(path: Path, field: str) -> list[str | None]:
    """The values of one column, None for what could not be read."""
    found = [each for each in taken(path).values if each.address == field]
    return [None if each.cell.value is None else each.cell.text for each in found]


def farm(path: Path, *lines: str) -> Path:
    path.write_text("\n".join(["Parcel number;Area (ha);Sales (thousand EUR)", *lines]), "utf-8")
    return path


def test_a_file_of_the_continent_is_imported_with_its_commas() -> None:
    path = FOREIGN / "files" / "farm_2025.csv"
    assert cells(path, "FS_AREA") == ["10.50", "0.00", "3.20", "4.00", "5.00"]
    assert cells(path, "FS_SALES") == ["12500", "1000", "200000"]
    assert "warn.decimal-comma" in {warning.code for warning in taken(path).warnings}
    origin = next(each.cell.origin for each in taken(path).values if each.address == "FS_AREA")
    assert origin.raw == "10,50", "as the file has it"


def test_points_between_thousands_are_none_of_the_figure(tmp_path: Path) -> None:
    path = farm(tmp_path / "farm.csv", "A;1.234,5;9.600", "B;2;12,5")
    assert cells(path, "FS_AREA") == ["1234.50", "2.00"]
    assert cells(path, "FS_SALES") == ["9600000", "12500"]


@pytest.mark.parametrize("against", ["3.25", "1,234", "0.125"])
def test_one_figure_that_speaks_against_it_leaves_the_others_unread(tmp_path: Path, against: str) -> None:
    path = farm(tmp_path / "farm.csv", "A;12,5;1,5", f"B;2;{against}")
    assert cells(path, "FS_AREA") == [None, "2.00"]
    assert "warn.decimal-comma" not in {warning.code for warning in taken(path).warnings}


def test_a_single_comma_may_be_a_slip(tmp_path: Path) -> None:
    assert cells(farm(tmp_path / "farm.csv", "A;12,5;1", "B;2;3"), "FS_AREA") == [None, "2.00"]


@pytest.mark.parametrize(
    ("texts", "proven"),
    [
        (["12,5", "9.600", "x"], True),
        (["96.000,00"], True),
        (["1,234", "12"], False),
        (["12,5", "0.125"], False),
        (["12,5", "3.5"], False),
        ([], False),
    ],
)
def test_what_proves_a_comma(texts: list[str], proven: bool) -> None:
    assert writes_commas(texts) is proven


@pytest.mark.parametrize(
    ("text", "said"),
    [("12,5", "12.5"), ("1.234,5", "1234.5"), ("9.600", "9600"), ("01.10.2024", "01.10.2024"), ("A,1", "A,1")],
)
def test_a_figure_with_its_point(text: str, said: str) -> None:
    assert with_point(text) == said
