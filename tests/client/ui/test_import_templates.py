"""No workbook yet: a template is saved from the import page, filled in elsewhere and dropped on the window."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QPushButton

from client.tour.script import Sample
from client.usecases.home.session import Session
from client.usecases.returns.editing import open_draft
from forms.periods import Period
from forms.returns import ReturnKey


@pytest.fixture
def at_templates(pilot):
    """The import page's way to a template, taken."""
    pilot.window.conductor.go("import")
    pilot.click("fromTemplate")
    pilot.until(lambda: pilot.pages.importing.state == "templates")
    return pilot


def save_as(pilot, path: Path) -> str:
    """Press the button, choose ``path`` in the dialog; answers the name that was suggested."""
    pilot.click("saveTemplate")
    dialog = pilot.shell.findChild(QFileDialog, "exportDialog")
    suggested = Path(dialog.selectedFiles()[0]).name
    dialog.fileSelected.emit(str(path))
    dialog.close()
    pilot.until(lambda: pilot.shell.banner.isVisible())
    return suggested


def to_fill(book: openpyxl.Workbook, code: str) -> openpyxl.cell.Cell:
    """The first cell that can be typed into in the line of an indicator."""
    lines = (line for sheet in book.worksheets for line in sheet.iter_rows() if code in [c.value for c in line])
    return next(cell for cell in next(lines) if not cell.protection.locked)


def test_what_is_due_is_ticked_and_another_month_has_other_forms(at_templates) -> None:
    part = at_templates.pages.importing.templates
    assert part.period.currentData() == Period.parse("2025-09"), "the month that has just ended"
    due = {each.form.code: str(each.period) for each in part.rows if each.due}
    assert due["JY"] == "2025-09"
    assert "2025-Q3" in due.values()
    part.period.choose(Period.parse("2025-08"))
    assert {str(each.period) for each in part.rows if each.due} == {"2025-08"}
    assert {str(each.period) for each in part.rows if not each.due} >= {"2025-Q3"}, "to be had all the same"


def test_the_keyboard_alone_leaves_a_form_out_and_reaches_the_button(at_templates) -> None:
    part = at_templates.pages.importing.templates
    at_templates.shell.activateWindow()
    at_templates.until(at_templates.shell.isActiveWindow)
    assert QApplication.focusWidget() is part.period
    reached = []
    while part.save not in reached and len(reached) < 10:
        reached.append(QApplication.focusWidget())
        QTest.keyClick(reached[-1], Qt.Key.Key_Tab)
    assert {part.table, part.save} <= set(reached)
    before = part.count.text()
    part.table.setFocus()
    QTest.keyClick(part.table, Qt.Key.Key_Space)
    assert part.count.text() != before


def test_a_template_is_saved_filled_and_comes_back(
    at_templates, session: Session, story: Sample, tmp_path: Path
) -> None:
    path = tmp_path / "模板.xlsx"
    path.write_bytes(b"an older one, which the dialog has asked about")
    suggested = save_as(at_templates, path)
    assert suggested == f"{story.name} 2025年9月 报表模板.xlsx"
    assert str(path) in at_templates.shell.banner.text
    assert at_templates.child("bannerButton", QPushButton).text() == "打开文件夹"
    book = openpyxl.load_workbook(path)
    assert len(book.sheetnames) > 2, "a sheet for each form that is due"
    cell = to_fill(book, "JY001")
    cell.value = 123457
    book.save(path)
    at_templates.drop(path)
    page = at_templates.pages.importing
    at_templates.until(lambda: page.state == "review")
    assert [(line.address, str(line.new)) for line in page.book.plan.lines if line.code == "JY001"] == [
        ("JY001", "123457")
    ]
    at_templates.click("accept")
    at_templates.until(lambda: page.state == "done")
    assert open_draft(session, ReturnKey(story.firm, "JY", story.month)).cell("JY001").text == "123457"


def test_one_form_alone_is_named_by_itself(at_templates, story: Sample, tmp_path: Path) -> None:
    part = at_templates.pages.importing.templates
    for each in part.rows:
        if each.due and each.form.code != "JY":
            part.table.ticked.emit(each)
    suggested = save_as(at_templates, tmp_path / "JY.xlsx")
    name = next(each.form.name for each in part.rows if each.form.code == "JY")
    assert suggested == f"{story.name} 2025年9月 {name}模板.xlsx"
    book = openpyxl.load_workbook(tmp_path / "JY.xlsx")
    assert [sheet.title for sheet in book.worksheets if sheet.sheet_state == "visible"] == [name]
    part.table.ticked.emit(next(each for each in part.rows if each.form.code == "JY"))
    assert not part.save.isEnabled(), "nothing is ticked any more"


def test_where_nothing_can_be_written_is_said(at_templates, tmp_path: Path) -> None:
    save_as(at_templates, tmp_path / "没有这个文件夹" / "模板.xlsx")
    assert "没有这个文件夹" in at_templates.shell.banner.text
    assert at_templates.pages.importing.state == "templates"
    at_templates.click("leaveTemplate")
    assert at_templates.pages.importing.state == "waiting"
