"""The sample workbook: made by its script, and what is taken from it, value by value."""

from __future__ import annotations

import tomllib
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.cell import Cell

from client.base.paths import RESOURCES
from client.workbook import Extraction, Found, map_book, read
from forms import uscc
from forms.pack.loader import bundled_pack
from forms.periods import Period
from resources.samples import figures, make_past, make_samples

BOOK = RESOURCES / "samples" / "粤华光电2025年9月.xlsx"
GUIDE = tomllib.loads(BOOK.with_suffix(".toml").read_text("utf-8"))


@pytest.fixture(scope="module")
def extraction() -> Extraction:
    return map_book(read(BOOK), bundled_pack(), Period.parse("2025-09"), figures.CODE)


def of_form(extraction: Extraction, form: str) -> dict[str, Found]:
    return {found.address: found for found in extraction.values if found.form == form}


def test_the_enterprise_is_made_up_and_its_code_is_well_formed() -> None:
    assert "（虚构）" in figures.FIRM
    assert uscc.valid(figures.CODE)
    assert uscc.valid_organisation(figures.CODE)
    assert (GUIDE["code"], GUIDE["name"], GUIDE["book"]) == (figures.CODE, figures.FIRM, BOOK.name)


def test_the_committed_workbook_is_what_the_script_makes() -> None:
    kept, made = openpyxl.load_workbook(BOOK), make_samples.main_book()
    assert kept.sheetnames == made.sheetnames
    for sheet in made.worksheets:
        again = kept[sheet.title]
        assert str(again.merged_cells) == str(sheet.merged_cells)
        assert again.sheet_state == sheet.sheet_state
        for cells in sheet.iter_rows():
            for cell in cells:
                assert same(again[cell.coordinate].value, cell.value), (sheet.title, cell.coordinate)


def same(one: object, other: object) -> bool:
    if isinstance(one, int | float) and isinstance(other, int | Decimal):
        return Decimal(str(one)) == Decimal(str(other))
    return (one or None) == (other or None) or str(one)[:10] == str(other)


def test_sheets_forms_periods_and_units(extraction: Extraction) -> None:
    assert [(s.name, s.form, s.period and str(s.period), s.unit, s.orientation) for s in extraction.sheets] == [
        ("企业基本情况", "JB", "2025", "", "down"),
        ("利润表", "JY", "2025-09", "元", "down"),
        ("资产负债表", "JY", "2025-09", "元", "down"),
        ("产值与人员", "JY", "2025-09", "", "down"),
        ("研发费用辅助账", "YF", "2024", "元", "down"),
        ("重点项目", "XM", "2025-09", "万元", "across"),
        ("往来明细", None, None, "", ""),
        ("底稿", None, None, "", ""),
    ]
    assert extraction.firm_name == figures.FIRM
    assert extraction.warnings == ()
    assert sum(sheet.taken for sheet in extraction.sheets) == len(extraction.values)


def test_the_profile(extraction: Extraction) -> None:
    profile = {address: found.cell.value for address, found in of_form(extraction, "JB").items()}
    assert profile == {
        "JB001": figures.CODE,
        "JB002": figures.FIRM,
        "JB004": "陈志远",
        "JB005": "119",
        "JB006": "3",
        "JB007": "2012-06",
        "JB008": "1",
        "JB009": "441302",
        "JB011": "惠州市惠城区示例路 1 号（虚构）",
        "JB012": "441302",
        "JB013": "3976",
        "JB014": "显示模组制造，占营业收入 78%",
        "JB015": "背光源制造，占营业收入 17%",
        "JB017": True,
        "JB021": True,
        "JB022.number": "GR202344009999",
        "JB022.valid": "2026-12",
        "JB024": ("04", "07"),
        "JB025": ("02", "10"),
        "JB026.area": "07",
        "JB026.name": "示例高新区",
        "JB027": False,
        "JB028": False,
        "JB029": False,
        "JB030": Decimal(861),
        "JB031": "黄敏",
        "JB032": "李晓彤",
        "JB033": "0752-2000000",
    }


def test_revenue_and_operations_in_thousands(extraction: Extraction) -> None:
    taken = of_form(extraction, "JY")
    current = {
        "JY001": 1123457, "JY002": 1098765, "JY003": 1085432, "JY005": 912346, "JY006": 4568, "JY007": 21235,
        "JY008": 38765, "JY009": 61235, "JY010": 5432, "JY011": 2346, "JY012": 877, "JY013": 0, "JY014": 1235,
        "JY016": 123, "JY017": 6789, "JY018": 84801, "JY019": 346, "JY020": 235, "JY021": 84192, "JY022": 24568,
        "JY023": 76543, "JY024": 665431, "JY025": 298765, "JY026": 187654, "JY027": 64321, "JY028": 512346,
        "JY029": 198765, "JY030": 1113456, "JY031": 551099, "JY032": 562357, "JY033": 852, "JY034": 861,
        "JY035": 1118765, "JY036": 1101235, "JY037": 312346, "JY039": 456789, "JY040": 287654, "JY041": 56789,
    }  # fmt: skip
    assert {code: taken[code].cell.value for code in current} == {c: Decimal(n) for c, n in current.items()}
    assert taken["JY042"].cell.value == Decimal("2876.54")
    assert {address for address in taken if "@" not in address} == {*current, "JY042"}
    assert taken["JY001@ly"].cell.value == Decimal(1012347)
    assert taken["JY033@ly"].cell.value == Decimal(838)
    assert "JY030@ly" not in taken


def test_every_value_keeps_its_own_figure_and_place(extraction: Extraction) -> None:
    taken = of_form(extraction, "JY")
    origin = taken["JY008"].cell.origin
    assert (origin.source, origin.raw, origin.unit) == ("workbook", "３８，７６５，４３２．１０", "元")
    assert origin.place == f"{BOOK.name} › 利润表 › D10"
    assert taken["JY042"].raw_unit == "千瓦时"
    reversed_sign = taken["JY011"]
    assert (reversed_sign.raw, reversed_sign.text) == ("-2345678.9", "2346")
    assert reversed_sign.note is not None
    assert reversed_sign.note.code == "seen.sign-reversed"
    assert all(found.place.startswith(f"{BOOK.name} › ") for found in extraction.values)


def test_the_year_of_the_research_sheet_is_its_own(extraction: Extraction) -> None:
    research = of_form(extraction, "YF")
    assert {str(found.period) for found in research.values()} == {"2024"}
    shown = ("YF001", "YF007", "YF008", "YF009", "YF014", "YF016", "YF022", "YF043", "YF051")
    assert [research[code].text for code in shown] == [
        "168", "75345", "46789", "977", "3000", "1200", "78523", "201235", "3",
    ]  # fmt: skip
    assert len(research) == 50


def test_projects_are_rows_with_their_keys(extraction: Extraction) -> None:
    rows: dict[str | None, dict[str, object]] = {}
    for found in extraction.values:
        if found.form == "XM":
            rows.setdefault(found.row_key, {})[found.address] = found.cell.value
    assert list(rows) == ["2023-441302-39-01-123456", "2024-441302-39-02-234567", "2025-441302-39-01-345678"]
    first, second, third = rows.values()
    assert first["XM007"] == "5"
    assert first["XM027"] == Decimal("68.5")
    assert (first["XM014"], first["XM015"], first["XM018"]) == (Decimal(59680), Decimal(19230), Decimal(12650))
    assert (second["XM014"], second["XM018"], second["XM020"]) == (Decimal(8450), Decimal(4090), Decimal(8000))
    assert (third["XM032"], third["XM033"], third["XM034"], third["XM035"]) == (
        "用地红线调整，施工许可尚未办结", "01", "13", True,
    )  # fmt: skip
    assert "XM009" not in third


def test_all_that_is_not_taken_is_named(extraction: Extraction) -> None:
    left = {(entry.sheet, entry.row, entry.column): entry.code for entry in extraction.left}
    assert left["往来明细", None, None] == "left.sheet-unknown"
    assert left["底稿", None, None] == "left.sheet-hidden"
    assert left["利润表", None, "C"] == "left.column-month"
    assert left["资产负债表", None, "D"] == "left.column-opening"
    assert left["资产负债表", 7, None] == "left.row-balance"
    assert left["产值与人员", None, "E"] == "left.column-change"
    assert left["研发费用辅助账", 60, None] == "left.row-computed"
    assert left["重点项目", 9, None] == "left.row-total"
    assert left["重点项目", 10, None] == "left.row-note"
    assert left["重点项目", None, "AG"] == "left.column-unknown"
    assert left["利润表", 17, "D"] == "left.cell-dash"
    for entry in extraction.left:
        assert "{" not in entry.why.what("zh") + entry.why.what("en") + entry.why.remedy("zh")


def test_every_cell_of_a_taken_sheet_is_taken_or_named(extraction: Extraction) -> None:
    """Below the headings no figure vanishes: it is a value, or its cell, line or column is named."""
    book = openpyxl.load_workbook(BOOK)
    taken = {found.place.split(" › ", 1)[1] for found in extraction.values}
    left = {(entry.sheet, entry.row, entry.column) for entry in extraction.left}
    structure = {"行次", "序号", "项目", "单位", "计量单位", "代码"}
    for plan in extraction.sheets:
        sheet = book[plan.name]
        if not plan.taken:
            continue
        for cells in sheet.iter_rows(min_row=6):
            for cell in cells:
                assert isinstance(cell, Cell) is False or accounted(cell, plan.name, taken, left, structure)


def accounted(
    cell: Cell,
    sheet: str,
    taken: set[str],
    left: set[tuple[str, int | None, str | None]],
    structure: set[str],
) -> bool:
    if not isinstance(cell.value, int | float):
        return True
    if f"{sheet} › {cell.coordinate}" in taken:
        return True
    heading = {cell.parent.cell(row, cell.column).value for row in (4, 5)}
    places = {(sheet, cell.row, None), (sheet, cell.row, cell.column_letter), (sheet, None, cell.column_letter)}
    return bool(places & left or heading & structure)


def test_the_slips_are_in_the_book_and_their_corrections_are_right(extraction: Extraction) -> None:
    assert len(GUIDE["corrections"]) == 3
    for correction in GUIDE["corrections"]:
        place = (correction["form"], correction["period"], correction.get("row_key"), correction["address"])
        found = next(f for f in extraction.values if (f.form, str(f.period), f.row_key, f.address) == place)
        assert found.text != correction["text"]
    mended = {correction["address"]: Decimal(correction["text"]) for correction in GUIDE["corrections"]}
    jy, yf = of_form(extraction, "JY"), of_form(extraction, "YF")
    number = lambda found: Decimal(found.text)  # noqa: E731
    assert abs(mended["JY021"] - (number(jy["JY018"]) + number(jy["JY019"]) - number(jy["JY020"]))) <= 2
    items = sum(number(yf[f"YF{n:03d}"]) for n in (8, 10, 11, 12, 13, 14, 19)) + mended["YF009"]
    assert abs(number(yf["YF007"]) - items) <= 4


def test_the_benchmark_book(tmp_path: Path) -> None:
    path = tmp_path / "list.xlsx"
    make_samples.save(make_samples.list_book(40), path)
    extraction = map_book(read(path), bundled_pack(), Period.parse("2025-09"), figures.CODE)
    keys = [found.row_key for found in extraction.values if found.address == "XM001"]
    assert len(set(keys)) == 40
    assert extraction.left == ()
    last = {found.address: found.text for found in extraction.values if found.row_key == keys[-1]}
    assert (last["XM002"], last["XM012"], last["XM016"], last["XM020"]) == ("项目39", "12039", "739", "78")


def test_the_past_months_are_what_their_script_makes() -> None:
    kept, made = openpyxl.load_workbook(BOOK.parent / GUIDE["past"]), make_past.past_book()
    assert kept.sheetnames == made.sheetnames
    for sheet in made.worksheets:
        for cells in sheet.iter_rows():
            for cell in cells:
                assert same(kept[sheet.title][cell.coordinate].value, cell.value), (sheet.title, cell.coordinate)


def test_every_project_is_the_sum_of_its_parts() -> None:
    records = [table_row for at in make_past.months() for table_row in _projects_at(at)]
    assert records
    for record in records:
        assert record[14] == sum(record[15:19]), record[:2]
        assert record[19] == sum(record[20:25]), record[:2]
        assert record[13] >= record[14]


def _projects_at(at: make_past.Month) -> list[list[Any]]:
    return [made for each in figures.table(figures.PROJECTS) if (made := make_past.project(each, at))]


def test_what_is_reached_never_falls_within_a_year() -> None:
    for year in (2023, 2024, 2025):
        revenue = [make_past.statement((year, month))["营业收入"] for month in make_past.shares(year)]
        assert revenue == sorted(revenue)
