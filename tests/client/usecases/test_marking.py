"""Marked copies: the person's workbook back, findings in their cells, all else as it was or said to be lost."""

from __future__ import annotations

import shutil
from pathlib import Path

import openpyxl
import pytest
from openpyxl.comments import Comment

from client.base.errors import UserError
from client.tour.script import Sample
from client.usecases.books import extracting, importing, marking
from client.usecases.books.extracting import Reading
from client.usecases.home.session import Session
from client.workbook import Book
from client.workbook.writing.marking import write
from forms.periods import Period
from tests.client.workbook.grids import grid
from tests.workbook.making.by_hand import cells, parts, zipped
from tests.workbook.making.contents import CORPUS, FIRM, profit

PERIOD = Period.parse("2025-09")


def marked(session: Session, source: Path, target: Path, firm: str = FIRM) -> marking.Marked:
    extracted = extracting.extract(source, Reading(firm, PERIOD))
    return marking.mark(source, importing.plan_extracted(session, extracted), extracted.book, target)


def test_every_finding_stands_in_the_cell_its_figure_came_from(
    session: Session, story: Sample, tmp_path: Path
) -> None:
    target = tmp_path / "标注.xlsx"
    extracted = extracting.extract(story.path, Reading(story.firm, story.month))
    planned = importing.plan_extracted(session, extracted)
    done = marking.mark(story.path, planned, extracted.book, target)
    before, after = openpyxl.load_workbook(story.path), openpyxl.load_workbook(target)
    places = {(line.form, str(line.period), line.address): line.found.place for line in planned.lines}
    for check in planned.checks:
        for finding in check.findings:
            for cell in finding.cells:
                place = places.get((cell.form, cell.period, cell.address))
                if place is not None:
                    _, sheet, where = place.split(" › ")
                    assert finding.rule in after[sheet][where].comment.text
                    assert after[sheet][where].fill.fgColor.rgb[2:] in {"FFC7CE", "FFEB9C", "DDEBF7"}
    assert done.cells > 0
    for sheet in before.worksheets:
        copy = after[sheet.title]
        assert copy.merged_cells.ranges == sheet.merged_cells.ranges
        for row in sheet.iter_rows():
            for cell in row:
                other = copy[cell.coordinate]
                assert (other.value, other.number_format) == (cell.value, cell.number_format)
                assert (other.font.b, other.font.sz, other.font.name) == (
                    cell.font.b,
                    cell.font.sz,
                    cell.font.name,
                )


def test_in_english_the_comments_are_english_and_quote_what_cannot_be_read(
    session: Session, story: Sample, tmp_path: Path
) -> None:
    source, target = tmp_path / "unreadable.xlsx", tmp_path / "marked.xlsx"
    book = openpyxl.load_workbook(story.path)
    place = (
        importing.plan_extracted(session, extracting.extract(story.path, Reading(story.firm, story.month)))
        .lines[0]
        .found.place
    )
    _, sheet, where = place.split(" › ")
    book[sheet][where] = "nearly all"
    book.save(source)
    extracted = extracting.extract(source, Reading(story.firm, story.month))
    planned = importing.plan_extracted(session, extracted)
    marking.mark(source, planned, extracted.book, target, language="en")
    said = [
        cell.comment.text
        for each in openpyxl.load_workbook(target).worksheets
        for row in each.iter_rows()
        for cell in row
        if cell.comment
    ]
    assert any("[Error C" in text or "[Query C" in text or "[Hint C" in text for text in said)
    assert not any("【" in text or "{" in text for text in said), said


def test_what_stood_there_stays(session: Session, tmp_path: Path) -> None:
    rows = profit({"JY021": "=C11+C12-C13", "JY007": "待核实"})
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for row in rows:
        sheet.append(row)
    sheet["C7"].comment = Comment("张会计：等供应商对账", "张会计")
    sheet["A1"].number_format = "@"
    sheet.merge_cells("A1:D1")
    source, target = tmp_path / "书.xlsx", tmp_path / "标注.xlsx"
    book.save(source)
    assert [note.code for note in marking.will_lose(source)] == ["marked.recalculated"]
    marked(session, source, target)
    copy = openpyxl.load_workbook(target).worksheets[0]
    assert copy["C14"].value == "=C11+C12-C13"
    assert "【未取】" in copy["C14"].comment.text
    assert "等供应商对账" in copy["C7"].comment.text
    assert "不是" in copy["C7"].comment.text or "数" in copy["C7"].comment.text
    assert openpyxl.load_workbook(source).worksheets[0]["C14"].comment is None


@pytest.mark.parametrize(
    "name", ["office-97.xls", "office.ods", "gb18030.csv", "page.xls", "strict.xlsx", "hand.xlsb"]
)
def test_other_formats_become_a_copy_of_their_contents(session: Session, tmp_path: Path, name: str) -> None:
    source = tmp_path / name
    shutil.copy(CORPUS / name, source)
    assert [note.code for note in marking.will_lose(source)] == ["marked.converted"]
    done = marked(session, source, tmp_path / "标注.xlsx")
    assert done.unplaced  # what the statement lacks stands in no cell of it
    again = extracting.extract(tmp_path / "标注.xlsx", Reading(FIRM, PERIOD))
    first = extracting.extract(source, Reading(FIRM, PERIOD))
    assert [(f.address, f.text) for f in again.extraction.values] == [
        (f.address, f.text) for f in first.extraction.values
    ]


def test_what_the_library_drops_is_said_before(tmp_path: Path) -> None:
    inside = parts(cells(profit()))
    inside |= dict.fromkeys(
        ["xl/charts/chart1.xml", "xl/media/image1.png", "xl/pivotTables/p.xml", "xl/activeX/a.bin"], "x"
    )
    inside |= {"xl/connections.xml": "x", "xl/persons/p.xml": "x", "_xmlsignatures/s.xml": "x"}
    inside["xl/drawings/drawing1.xml"] = "<xdr:sp/>"
    inside["xl/worksheets/sheet2.xml"] = "<x14:sparkline/><f>1</f>"
    (tmp_path / "全.xlsx").write_bytes(zipped(inside))
    assert {note.code.removeprefix("marked.") for note in marking.will_lose(tmp_path / "全.xlsx")} == {
        "lost-charts",
        "lost-pictures",
        "lost-pivots",
        "lost-controls",
        "lost-connections",
        "lost-threads",
        "lost-signatures",
        "lost-shapes",
        "lost-extensions",
        "recalculated",
    }


def test_nothing_is_overwritten_and_the_ending_must_fit(session: Session, tmp_path: Path) -> None:
    source = tmp_path / "书.xlsx"
    shutil.copy(CORPUS / "plain.xlsx", source)
    for target, code in ((source, "exists"), (tmp_path / "标注.xls", "ending")):
        with pytest.raises(UserError) as caught:
            marked(session, source, target)
        assert caught.value.code == f"marked.{code}"
    with pytest.raises(UserError) as caught:
        marked(session, source, tmp_path / "没有" / "标注.xlsx")
    assert caught.value.code == "workbook.not-written"


def test_ranges_that_are_merged_beyond_the_sheet_are_merged_as_far_as_it_goes(tmp_path: Path) -> None:
    """OpenDocument may say so; Excel has no such lines."""
    source, target = tmp_path / "书.ods", tmp_path / "标注.xlsx"
    source.write_bytes(b"not Open XML")
    sheet = grid(
        [["项目", None], ["收入", "1"]], merged=((1, 1, 9_999_999, 1), (1, 2, 2, 16_400), (2, 2, 2, 9_999))
    )
    write(source, target, [], Book("书.ods", (sheet,)))
    merged = openpyxl.load_workbook(target)["表"].merged_cells.ranges
    assert sorted(each.coord for each in merged) == ["A1:A2", "B1:B2"]
