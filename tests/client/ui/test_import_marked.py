"""The person's own workbook back with every finding in its cell, asked for in the review or after writing."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from openpyxl.chart import BarChart, Reference
from PySide6.QtWidgets import QFileDialog, QLabel

from client.tour.script import Sample


@pytest.fixture
def charted(story: Sample, tmp_path: Path) -> Path:
    """The sample, with a chart in it, as finance keeps it."""
    book = openpyxl.load_workbook(story.path)
    sheet = book["利润表"]
    chart = BarChart()
    chart.add_data(Reference(sheet, min_col=4, min_row=5, max_row=8))
    sheet.add_chart(chart, "H2")
    path = tmp_path / "粤华光电2025年9月.xlsx"
    book.save(path)
    return path


@pytest.fixture
def reviewed(pilot, charted: Path):
    """That workbook dropped and read."""
    pilot.drop(charted)
    pilot.until(lambda: pilot.pages.importing.state == "review")
    return pilot


def save_as(pilot, path: Path) -> str:
    """Save to ``path``; answers the name that was suggested."""
    pilot.click("saveMarked")
    dialog = pilot.shell.findChild(QFileDialog, "exportDialog")
    suggested = dialog.selectedFiles()[0]
    dialog.fileSelected.emit(str(path))
    dialog.close()
    pilot.until(lambda: pilot.shell.banner.isVisible())
    return suggested


def comments(path: Path) -> dict[str, str]:
    """Every comment of a workbook by its place."""
    book = openpyxl.load_workbook(path)
    cells = ((sheet, cell) for sheet in book.worksheets for row in sheet.iter_rows() for cell in row)
    return {f"{sheet.title}!{cell.coordinate}": cell.comment.text for sheet, cell in cells if cell.comment}


def test_what_is_lost_is_said_first_then_the_copy_is_written(reviewed, charted: Path, tmp_path: Path) -> None:
    before = charted.read_bytes()
    reviewed.click("markCopy")
    reviewed.until(reviewed.child("saveMarked").isEnabled)
    assert "图表" in reviewed.child("markedLosses", QLabel).text()
    plan = reviewed.pages.importing.book.plan
    found = sum(len(check.findings) for check in plan.checks)
    assert f"{found} 处问题" in reviewed.child("markedTitle", QLabel).text()
    suggested = save_as(reviewed, tmp_path / "标注.xlsx")
    assert suggested == str(charted.with_name("粤华光电2025年9月 标注.xlsx"))
    assert charted.read_bytes() == before
    said = comments(tmp_path / "标注.xlsx")
    assert f"标了 {len(said)} 个单元格" in reviewed.shell.banner.text
    assert any("【强制" in text for text in said.values())
    assert any("【未取】" in text for text in said.values())


def test_the_original_is_never_replaced_and_nothing_is_lost_by_thinking_again(reviewed, charted: Path) -> None:
    before = charted.read_bytes()
    reviewed.click("markCopy")
    reviewed.until(reviewed.child("saveMarked").isEnabled)
    save_as(reviewed, charted)
    assert "已经存在，没有改动" in reviewed.shell.banner.text
    assert charted.read_bytes() == before
    reviewed.click("leaveMarked")
    assert not reviewed.child("saveMarked").isVisible()
    assert reviewed.pages.importing.state == "review"


def test_after_writing_a_changed_original_is_not_marked(reviewed, charted: Path, tmp_path: Path) -> None:
    reviewed.click("accept")
    reviewed.until(lambda: reviewed.pages.importing.state == "done")
    reviewed.click("markStored")
    reviewed.until(reviewed.child("saveMarked").isEnabled)
    book = openpyxl.load_workbook(charted)
    book["利润表"].insert_rows(1)
    book.save(charted)
    save_as(reviewed, tmp_path / "标注.xlsx")
    assert "改过" in reviewed.shell.banner.text
    assert not (tmp_path / "标注.xlsx").exists()
