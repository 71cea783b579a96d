"""A group's returns added up, with a way down to each figure; and the same figures out again as tables."""

from __future__ import annotations

import csv
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from client.base.errors import UserError
from client.tour.script import Sample
from client.usecases.home import enterprises
from client.usecases.home.session import Session
from client.usecases.returns.editing import open_draft, save
from client.usecases.views import exporting, rollup
from client.workbook.writing.tables import Table, write
from forms.periods import Period

OTHER = "91440300708461136T"
IDLE = "91441900MA5W0003X1"


def typed(session: Session, firm: str, form: str, period: str, texts: dict[str, str]) -> None:
    outcome = open_draft(session, firm, form, Period.parse(period)).type(texts)
    assert outcome is not None
    save(session, outcome.change).result()


@pytest.fixture
def group(imported: Session, story: Sample) -> Session:
    """The sample, a second enterprise with a few figures, and one that entered nothing."""
    enterprises.add(imported, OTHER, "乙公司")
    enterprises.add(imported, IDLE, "丙公司")
    typed(imported, OTHER, "JY", "2025-09", {"JY001": "1000", "JY005": "待定", "JY033": "5", "JY001@ly": "900"})
    typed(imported, OTHER, "JB", "2025", {"JB009": "441302"})
    return imported


def test_a_total_is_the_sum_of_its_parts_and_names_who_is_not_in_it(group: Session, story: Sample) -> None:
    found = rollup.roll_up(group, story.month)
    own = open_draft(group, story.firm, "JY", story.month).cell("JY001")
    assert own is not None
    assert isinstance(own.value, Decimal)
    line = found.line("JY001")
    assert line.total == own.value + 1000
    assert [(part.name, part.value) for part in line.parts] == [(story.name, own.value), ("乙公司", Decimal(1000))]
    assert found.line("JY005").unreadable == (OTHER,)
    assert found.line("JY007").missing == (OTHER,)
    assert found.absent["JY"] == (IDLE,)
    assert found.line("JY001@ly").parts[-1].value == Decimal(900)
    with pytest.raises(UserError) as caught:
        found.line("JY044")
    assert caught.value.code == "rollup.no-such-line"


def test_lists_are_added_up_and_lead_to_their_records(group: Session, story: Sample) -> None:
    line = rollup.roll_up(group, story.month, "XM").line("XM012")
    (part,) = line.parts
    assert len(part.records) > 1
    assert part.value == sum(value for _, value in part.records) == line.total
    draft = open_draft(group, story.firm, "XM", story.month)
    keys = {draft.current.cells[f"XM[{row}].XM001"].text for row in draft.current.rows["XM"]}
    assert {key for key, _ in part.records} <= keys
    assert "XM027" not in {x.address for x in rollup.roll_up(group, story.month, "XM").lines}  # a percentage


def test_totals_by_region(group: Session, story: Sample) -> None:
    line = rollup.roll_up(group, story.month, "JY", by="JB009").line("JY001")
    assert sum(line.groups().values()) == line.total
    assert any(name.startswith("441302 ") for name in line.groups())
    with pytest.raises(UserError) as caught:
        rollup.roll_up(group, story.month, by="JY001")
    assert caught.value.code == "rollup.no-such-group"
    with pytest.raises(UserError) as caught:
        rollup.roll_up(group, Period.parse("2021-03"))
    assert caught.value.code == "rollup.nothing"


def test_a_sheet_for_each_level_and_links_down(group: Session, story: Sample, tmp_path: Path) -> None:
    found = rollup.roll_up(group, story.month, by="JB009")
    (path,) = rollup.write_book(found, tmp_path / "汇总.xlsx")
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == ["汇总", "分组", "按单位", "明细", "未填"]
    totals, firms = book["汇总"], book["按单位"]
    for row in range(2, totals.max_row + 1):
        address, total, count = totals.cell(row, 3).value, totals.cell(row, 6), totals.cell(row, 7).value
        first = int(total.hyperlink.location.rpartition("!A")[2])
        below = [firms.cell(first + n, 9).value for n in range(count)]
        assert {firms.cell(first + n, 3).value for n in range(count)} == {address}
        assert sum(Decimal(str(value)) for value in below) == Decimal(str(total.value))
    assert ("丙公司" in {cell.value for cell in book["未填"]["C"]}) is True


def test_everything_entered_is_exported_with_its_findings(group: Session, story: Sample, tmp_path: Path) -> None:
    (path,) = exporting.export(group, tmp_path / "全部.xlsx", period=story.month)
    book = openpyxl.load_workbook(path)
    values = list(book["数据"].iter_rows(min_row=2, values_only=True))
    draft = open_draft(group, story.firm, "JY", story.month)
    told = {row[5]: row[9] for row in values if row[0] == story.firm and row[2] == "JY"}
    assert told == {address: cell.text for address, cell in draft.current.cells.items()}
    findings = list(book["发现"].iter_rows(min_row=2, values_only=True))
    assert {row[5] for row in findings if row[0] == story.firm and row[2] == "JY"} == {
        finding.rule for finding in draft.findings
    }


def test_csv_is_what_other_programs_can_read(group: Session, story: Sample, tmp_path: Path) -> None:
    files = exporting.export(group, tmp_path / "数据.csv", [OTHER])
    assert [file.name for file in files] == ["数据.csv", "数据.发现.csv"]
    with files[0].open(encoding="utf-8-sig", newline="") as stream:
        lines = list(csv.DictReader(stream))
    assert {line["地址"]: line["数值"] for line in lines}["JY001"] == "1000"
    assert {line["地址"]: line["原文"] for line in lines}["JY005"] == "待定"


def test_a_text_is_never_a_formula(tmp_path: Path) -> None:
    table = Table("表", ("甲", "乙"), [("=1+1", Decimal("-1.50")), ("+cmd", None)])
    write(tmp_path / "a.xlsx", [table])
    cell = openpyxl.load_workbook(tmp_path / "a.xlsx")["表"]["A2"]
    assert (cell.value, cell.data_type) == ("=1+1", "s")
    write(tmp_path / "a.csv", [table])
    assert (tmp_path / "a.csv").read_text("utf-8-sig").splitlines() == ["甲,乙", "'=1+1,-1.50", "'+cmd,"]


def test_what_cannot_be_written_is_named(group: Session, tmp_path: Path) -> None:
    (tmp_path / "there.csv").touch()
    for path, code in (
        (tmp_path / "there.csv", "export.exists"),
        (tmp_path / "x.docx", "export.ending"),
        (tmp_path / "no" / "x.xlsx", "export.not-written"),
    ):
        with pytest.raises(UserError) as caught:
            exporting.export(group, path)
        assert caught.value.code == code
    with pytest.raises(UserError) as caught:
        exporting.export(group, tmp_path / "x.xlsx", [IDLE])
    assert caught.value.code == "export.nothing"
