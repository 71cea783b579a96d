"""Templates for one enterprise: what is known stands in them, and they come back as what was entered."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from client.base.errors import UserError
from client.tour.script import Sample
from client.usecases.books import extracting, importing, templates
from client.usecases.books.extracting import Reading
from client.usecases.home.session import Session
from forms.pack import bundled_pack
from forms.periods import Period

OCTOBER = Period.parse("2025-10")


def test_a_template_holds_what_was_entered_and_brings_it_back(
    imported: Session, story: Sample, tmp_path: Path
) -> None:
    path = templates.write_for(imported, story.firm, ["JY", "XM"], tmp_path / "模板.xlsx", story.month)
    book = openpyxl.load_workbook(path)
    sheet = book["营业收入与生产经营"]
    assert story.firm in sheet["D2"].value
    assert story.name in sheet["D2"].value
    planned = importing.plan(imported, path, story.firm, story.month)
    assert planned.lines
    assert [(line.address, line.old, line.new) for line in planned.lines if line.old != line.new] == []
    assert {left.code for left in planned.left} <= {"left.sheet-no-values"}


def test_the_next_month_begins_with_lists_and_shows_the_month_before(
    imported: Session, story: Sample, tmp_path: Path
) -> None:
    path = templates.write_for(imported, story.firm, ["JY", "XM"], tmp_path / "十月.xlsx", OCTOBER)
    book = openpyxl.load_workbook(path)
    sheet = book["营业收入与生产经营"]
    headings = [cell.value for cell in sheet[4]]
    assert headings[-1] == "上期（参考）"
    september = importing.plan(imported, story.path, story.firm, story.month)
    revenue = next(line.new for line in september.lines if line.address == "JY001")
    row = next(row for row in range(5, sheet.max_row) if sheet.cell(row, 1).value == "JY001")
    assert str(sheet.cell(row, len(headings)).value) == revenue
    assert sheet.cell(row, 4).value is None
    keys = {line.found.row_key for line in september.lines if line.form == "XM"}
    column = [cell.value for cell in book["重点项目进度"]["A"][5:]]
    assert {key for key in column if key} == keys
    planned = importing.plan(imported, path, story.firm, OCTOBER)
    assert not any(line.address == "JY001" for line in planned.lines)  # the month before is only to look at
    assert {left.code for left in planned.left} <= {"left.sheet-no-values"}


def test_a_template_of_another_month_or_enterprise_is_refused(
    imported: Session, story: Sample, tmp_path: Path
) -> None:
    path = templates.write_for(imported, story.firm, ["JY"], tmp_path / "模板.xlsx", story.month)
    with pytest.raises(UserError) as caught:
        extracting.extract(path, Reading(story.firm, OCTOBER))
    assert caught.value.code == "workbook.other-period"
    assert "2025年9月" in caught.value.what("zh")
    assert "2025年10月" in caught.value.what("zh")
    with pytest.raises(UserError) as caught:
        extracting.extract(path, Reading("91440300708461136T", story.month))
    assert caught.value.code == "workbook.other-enterprise"


@pytest.mark.parametrize(
    ("period", "forms"),
    [
        ("2025-08", ["JY", "CP", "XM"]),
        ("2025-09", ["JY", "HY", "CP", "XM", "LJ"]),
        ("2025-06", ["JY", "HY", "CP", "PT", "XM", "LJ"]),
        ("2025-12", ["JB", "JY", "HY", "CP", "YF", "YX", "PT", "XM", "LJ"]),
    ],
)
def test_the_forms_that_are_due(period: str, forms: list[str]) -> None:
    assert templates.due(bundled_pack(), Period.parse(period)) == forms


def test_one_workbook_for_all_that_is_due(imported: Session, story: Sample, tmp_path: Path) -> None:
    path = templates.write_for(imported, story.firm, [], tmp_path / "全部.xlsx", story.month)
    book = openpyxl.load_workbook(path)
    pack = bundled_pack()
    visible = {sheet.title for sheet in book.worksheets if sheet.sheet_state == "visible"}
    assert {pack.forms[code].name for code in ("JY", "HY", "CP", "XM", "LJ")} <= visible
    for sheet in book.worksheets:
        if sheet.sheet_state == "visible":
            assert sheet.protection.sheet
            assert sheet["A4"].protection.locked
    projects = book["重点项目进度"]
    assert list(projects.tables) == ["tXM"]
    assert not projects["C7"].protection.locked
    with pytest.raises(UserError) as caught:
        templates.write_for(imported, story.firm, ["JY"], path, story.month)
    assert caught.value.code == "template.exists"


def test_an_identity_that_was_tampered_with_is_not_believed(
    imported: Session, story: Sample, tmp_path: Path
) -> None:
    path = templates.write_for(imported, story.firm, ["JY"], tmp_path / "模板.xlsx", story.month)
    book = openpyxl.load_workbook(path)
    hidden = book["集报·标识"]
    hidden["B5"], hidden["B2"] = "去年", "gd-eic/2020.1"
    book.save(path)
    found = extracting.extract(path, Reading(story.firm, story.month)).extraction
    assert [warning.code for warning in found.warnings] == ["warn.template-pack"]
