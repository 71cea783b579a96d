"""Figures and findings out again as tables other programs can read."""

from __future__ import annotations

import csv
from decimal import Decimal
from itertools import count
from pathlib import Path

import openpyxl
import pytest

from client.base.errors import UserError, WorldError
from client.base.stopping import Stop, Stopped
from client.tour.script import Sample
from client.usecases.home.session import Session
from client.usecases.returns.editing import open_draft
from client.usecases.views import exporting
from client.usecases.views.exporting import Wanted
from client.workbook.writing.tables import Table, write
from forms.returns import ReturnKey
from tests.client.usecases.groups import IDLE, OTHER


def test_everything_entered_is_exported_with_its_findings(group: Session, story: Sample, tmp_path: Path) -> None:
    (path,) = exporting.export(group, tmp_path / "全部.xlsx", Wanted(period=story.month))
    book = openpyxl.load_workbook(path)
    values = list(book["数据"].iter_rows(min_row=2, values_only=True))
    draft = open_draft(group, ReturnKey(story.firm, "JY", story.month))
    told = {row[5]: row[9] for row in values if row[0] == story.firm and row[2] == "JY"}
    assert told == {address: cell.text for address, cell in draft.current.cells.items()}
    findings = list(book["问题"].iter_rows(min_row=2, values_only=True))
    assert {row[5] for row in findings if row[0] == story.firm and row[2] == "JY"} == {
        finding.rule for finding in draft.findings
    }


def test_csv_is_what_other_programs_can_read(group: Session, story: Sample, tmp_path: Path) -> None:
    files = exporting.export(group, tmp_path / "数据.csv", Wanted([OTHER]))
    assert [file.name for file in files] == ["数据.csv", "数据.问题.csv"]
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
        exporting.export(group, tmp_path / "x.xlsx", Wanted([IDLE]))
    assert caught.value.code == "export.nothing"


def test_what_looks_like_a_formula_is_told_from_a_figure(tmp_path: Path) -> None:
    """As cells may hold them: pasted, from a workbook, or typed full-width."""
    texts = ("＝1+1", "\n=1", "@SUM(A1)", "-5", "+1,234.50", "-5%", "-5-cmd|' /C calc'!A0", "正常")
    write(tmp_path / "a.csv", [Table("表", ("原文",), [(text,) for text in texts])])
    with (tmp_path / "a.csv").open(encoding="utf-8-sig", newline="") as stream:
        told = [line[0] for line in csv.reader(stream)][1:]
    assert told == ["'＝1+1", "'\n=1", "'@SUM(A1)", "-5", "+1,234.50", "-5%", "'-5-cmd|' /C calc'!A0", "正常"]


def test_a_text_no_workbook_can_hold_is_written_as_far_as_it_can_be(tmp_path: Path) -> None:
    write(tmp_path / "a.xlsx", [Table("表", ("原文",), [("甲\x0b乙",)])])
    assert openpyxl.load_workbook(tmp_path / "a.xlsx")["表"]["A2"].value == "甲�乙"


def test_an_earlier_export_is_replaced_only_when_that_is_wished_and_by_a_whole_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, tables = tmp_path / "a.csv", [Table("甲", ("x",), [(1,)]), Table("乙", ("y",), [(2,)])]
    write(path, tables)
    with pytest.raises(UserError):
        write(path, tables)
    assert [each.name for each in write(path, tables, over=True)] == ["a.csv", "a.乙.csv"]

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "disk full")

    before = path.read_bytes()
    with monkeypatch.context() as filling:
        filling.setattr("client.workbook.writing.tables.csv.writer", full)
        with pytest.raises(WorldError) as caught:
            write(path, tables, over=True)
    assert caught.value.code == "file.no-room"
    assert path.read_bytes() == before
    assert not list(tmp_path.glob("*.part"))

    (tmp_path / "a.乙.csv").unlink()
    (tmp_path / "a.乙.csv").mkdir()  # as good as held by a spreadsheet: it cannot be replaced
    with pytest.raises(UserError) as refused:
        write(path, [Table("甲", ("x",), [(7,)]), tables[1]], over=True)
    assert refused.value.code == "export.not-written"
    assert path.read_bytes() == before, "both are of one time"
    assert not list(tmp_path.glob("*.part"))


def test_an_export_of_many_says_how_far_it_is_and_can_be_stopped(group: Session, tmp_path: Path) -> None:
    stop, heard = Stop(), []

    def hear(at: int, of: int, name: str) -> None:
        heard.append((at, of, name))
        if at == 1:
            stop.ask()

    with pytest.raises(Stopped):
        exporting.export(group, tmp_path / "x.xlsx", heard=hear, stop=stop)
    assert [at for at, _, _ in heard] == [0, 1]
    assert not (tmp_path / "x.xlsx").exists()


def test_what_no_sheet_can_hold_goes_on_in_the_next(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("client.workbook.writing.tables.SHEET_LINES", 4)
    write(
        tmp_path / "a.xlsx",
        [Table("数据", ("数",), ((number,) for number in range(7))), Table("发现", ("甲",), [])],
    )
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    held = {sheet.title: [cell.value for cell in sheet["A"]] for sheet in book}
    assert held == {"数据": ["数", 0, 1, 2], "数据 2": ["数", 3, 4, 5], "数据 3": ["数", 6], "发现": ["甲"]}
    assert [sheet.auto_filter.ref for sheet in book] == ["A1:A4", "A1:A4", "A1:A2", "A1:A1"]


@pytest.mark.parametrize(("name", "at"), [("x.csv", 2), ("x.xlsx", 2), ("x.xlsx", 4)], ids=["csv", "lines", "zip"])
def test_stopped_while_it_is_written_nothing_is_left(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, at: int
) -> None:
    out, beside = tmp_path / "out", tmp_path / "system"
    out.mkdir()
    beside.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(beside))
    calls = count(1)

    def heard() -> None:
        if next(calls) == at:
            raise Stopped

    rows = ((f"第 {number} 行", Decimal(number)) for number in range(500))  # told of the 1st, 201st and 401st
    with pytest.raises(Stopped):
        write(out / name, [Table("数据", ("名", "数"), rows), Table("发现", ("甲",), [])], heard=heard)
    assert [*out.iterdir(), *beside.iterdir()] == []


def test_an_export_is_stopped_between_two_rules(group: Session, story: Sample, tmp_path: Path) -> None:
    judged: list[int] = []

    class Looking(Stop):
        def check(self) -> None:
            judged.append(1)
            if len(judged) == 12:  # more than the firm has returns, fewer than there are rules
                self.ask()
            super().check()

    with pytest.raises(Stopped):
        exporting.export(group, tmp_path / "x.csv", Wanted([story.firm], form="JY"), stop=Looking())
    assert len(judged) == 12
    assert not list(tmp_path.glob("x.*"))
