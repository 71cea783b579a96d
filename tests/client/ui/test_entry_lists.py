"""Codes, composites, child tables, records; finding one's way: search, folding, F8, findings, explanations."""

from __future__ import annotations

from decimal import Decimal

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QGuiApplication, QImage, QPaintEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QHeaderView, QLabel, QLineEdit, QPushButton, QToolButton

from client.ui.entry.cells.lines import lay_out
from client.ui.entry.cells.records import RecordsModel
from client.ui.entry.grid.header import LineNumbers
from client.ui.parts.choice import Choice
from client.usecases.home.session import Session
from client.usecases.returns.editing import open_draft
from client.usecases.returns.states import unexplained
from forms.pack import bundled_pack
from forms.periods import Period
from forms.returns import ReturnKey


def test_a_code_is_found_by_name_as_one_types(pilot) -> None:
    pilot.open("JB", "2025", "JB006")
    pilot.keys(key=Qt.Key.Key_F2)
    editor = pilot.sheet.painter_of_cells.editor
    pilot.until(lambda: editor.choosing)
    pilot.write(editor, "私人")
    listed = editor._completer.completionModel()
    assert [listed.index(row, 0).data() for row in range(listed.rowCount())] == ["3  私人控股"]
    QTest.keyClick(editor, Qt.Key.Key_Return)
    assert pilot.draft.cell("JB006").value == "3"
    assert pilot.text("JB006") == "私人控股  3"
    assert pilot.sheet.address() == "JB007"


def test_several_codes_are_picked_one_after_the_other(pilot) -> None:
    pilot.open("JB", "2025", "JB024")
    codes = list(bundled_pack().lists[pilot.draft.form.indicators["JB024"].list].codes.values())
    pilot.keys(key=Qt.Key.Key_F2)
    editor = pilot.sheet.painter_of_cells.editor
    pilot.write(editor, codes[0].name)
    editor.settle()
    pilot.write(editor, "、" + codes[3].name)
    QTest.keyClick(editor, Qt.Key.Key_Return)
    assert pilot.draft.cell("JB024").value == (codes[0].code, codes[3].code)


def test_yes_and_no_are_picked_or_typed(pilot) -> None:
    pilot.open("JB", "2025")
    pilot.type("JB017", "是")
    assert pilot.draft.cell("JB017").value is True
    assert pilot.text("JB017") == "是"


def test_the_parts_of_a_composite_are_lines_of_their_own(pilot) -> None:
    pilot.open("JB", "2025")
    pilot.type("JB022.number", "GR202344009999")
    pilot.type("JB022.valid", "2026-12")
    assert pilot.text("JB022.valid") == "2026-12"
    pilot.sheet.go_to("JB022.valid")
    pilot.until(lambda: "高新证书" in pilot.entry.definition._name.text())


def test_rows_of_a_child_table_come_and_go(pilot, session: Session, firm: str) -> None:
    pilot.open("JB", "2025")
    model = pilot.entry.grid.model
    line = next(n for n, line in enumerate(model.lines) if line.kind == "add" and line.table == "JB023")
    pilot.entry.grid._clicked(model.index(line, 0))
    row = pilot.draft.current.rows["JB023"][0]
    assert pilot.sheet.address().startswith(f"JB023[{row}].")
    pilot.type(f"JB023[{row}].valid", "2027-06")
    assert pilot.text(f"JB023[{row}].valid") == "2027-06"
    pilot.sheet.go_to(f"JB023[{row}].valid")
    assert pilot.child("removeRow").isVisible()
    pilot.click("removeRow")
    assert pilot.draft.current.rows["JB023"] == []
    pilot.entry.undo()
    assert pilot.text(f"JB023[{row}].valid") == "2027-06"
    pilot.settle()
    assert open_draft(session, ReturnKey(firm, "JB", Period.parse("2025"))).current.rows["JB023"] == [row]


def test_typing_in_the_waiting_line_makes_a_record(pilot) -> None:
    pilot.open("XM", "2025-09")
    pilot.sheet.setCurrentIndex(pilot.entry.grid.model.index(0, 0))
    pilot.keys("A1")
    pilot.keys(key=Qt.Key.Key_Return)
    (row,) = pilot.draft.current.rows["XM"]
    assert pilot.text(f"XM[{row}].XM002") == "A1"
    assert pilot.entry.grid.model.rowCount() == 2
    assert pilot.sheet.currentIndex().row() == 1


def test_a_pasted_block_makes_as_many_records_as_it_needs(pilot) -> None:
    pilot.open("XM", "2025-09")
    pilot.sheet.setCurrentIndex(pilot.entry.grid.model.index(0, 0))
    QGuiApplication.clipboard().setText("甲\t2024-1\n乙\t2024-2\n丙\t2024-3\n")
    pilot.keys(key=Qt.Key.Key_V, ctrl=True)
    rows = pilot.draft.current.rows["XM"]
    assert [pilot.text(f"XM[{row}].XM002") for row in rows] == ["甲", "乙", "丙"]
    assert [pilot.text(f"XM[{row}].XM001") for row in rows] == ["2024-1", "2024-2", "2024-3"]
    pilot.entry.undo()
    assert pilot.draft.current.rows["XM"] == [], "one act, taken back as one"


def test_a_block_over_the_end_changes_what_is_there_and_appends_the_rest(pilot, imported: Session) -> None:
    pilot.open("XM", "2025-09")
    before = list(pilot.draft.current.rows["XM"])
    column = [i.code for i in pilot.entry.grid.model.indicators].index("XM032")
    pilot.sheet.setCurrentIndex(pilot.entry.grid.model.index(len(before) - 1, column))
    QGuiApplication.clipboard().setText("缺电\n缺人\n")
    pilot.keys(key=Qt.Key.Key_V, ctrl=True)
    *same, added = pilot.draft.current.rows["XM"]
    assert same == before
    assert pilot.text(f"XM[{before[-1]}].XM032") == "缺电"
    assert pilot.text(f"XM[{added}].XM032") == "缺人"


def test_five_hundred_records_are_pasted_at_once(pilot) -> None:
    pilot.open("XM", "2025-09")
    pilot.sheet.setCurrentIndex(pilot.entry.grid.model.index(0, 0))
    QGuiApplication.clipboard().setText("".join(f"项目{n}\t2024-{n:04}\n" for n in range(500)))
    pilot.keys(key=Qt.Key.Key_V, ctrl=True)
    assert len(pilot.draft.current.rows["XM"]) == 500
    assert pilot.entry.grid.model.rowCount() == 501
    pilot.settle()


def test_the_name_stays_in_sight_while_the_rest_is_scrolled(pilot, imported: Session) -> None:
    pilot.open("XM", "2025-09")
    frozen, sheet = pilot.entry.grid._frozen, pilot.sheet
    assert frozen.isVisible()
    row = pilot.draft.current.rows["XM"][0]
    sheet.go_to(f"XM[{row}].XM035")
    assert sheet.horizontalScrollBar().value() > 0
    assert frozen.isVisible()
    sheet.go_to(f"XM[{row}].XM001")
    assert sheet.visualRect(sheet.currentIndex()).left() >= frozen.width() - 1, "not under the frozen column"
    sheet.go_to(f"XM[{row}].XM002")
    pilot.keys(key=Qt.Key.Key_F2)
    assert not frozen.isVisible(), "the editor of the name must not lie below it"
    pilot.keys(key=Qt.Key.Key_Escape)
    assert frozen.isVisible()


def test_a_record_is_removed_by_the_button(pilot, imported: Session) -> None:
    pilot.open("XM", "2025-09")
    first, *others = pilot.draft.current.rows["XM"]
    pilot.sheet.go_to(f"XM[{first}].XM002")
    pilot.click("removeRow")
    assert pilot.draft.current.rows["XM"] == others
    pilot.entry.undo()
    assert set(pilot.draft.current.rows["XM"]) == {first, *others}


def test_search_goes_to_names_and_codes_and_says_when_there_is_none(pilot) -> None:
    pilot.open("JY", "2025-09")
    pilot.entry.start_search()
    search = pilot.child("search", QLineEdit)
    pilot.write(search, "存货")
    assert pilot.sheet.address() == "JY026"
    search.clear()
    pilot.write(search, "jy03")
    assert pilot.sheet.address() == "JY030"
    assert search.hasFocus(), "more may be typed"
    QTest.keyClick(search, Qt.Key.Key_Return)
    assert pilot.sheet.address() == "JY030"
    assert pilot.sheet.hasFocus(), "there the figure is typed"
    pilot.entry.start_search()
    QTest.keyClick(search, Qt.Key.Key_Return)
    assert pilot.sheet.address() == "JY031", "the same looked for once more is the next"
    for key, held, address in (
        (Qt.Key.Key_F3, Qt.KeyboardModifier.NoModifier, "JY032"),
        (Qt.Key.Key_F3, Qt.KeyboardModifier.ShiftModifier, "JY031"),
    ):
        QTest.keyClick(pilot.sheet, key, held)
        assert pilot.sheet.address() == address
    pilot.entry.start_search()
    pilot.write(search, "没有")
    QTest.keyClick(search, Qt.Key.Key_Return)
    assert not pilot.sheet.hasFocus(), "there is nowhere to go"
    assert search.property("problem") == "true"
    QTest.keyClick(search, Qt.Key.Key_Escape)
    assert pilot.sheet.hasFocus()


def test_sections_fold_and_open_again_when_something_in_them_is_wanted(pilot) -> None:
    pilot.open("JY", "2025-09")
    model, sheet = pilot.entry.grid.model, pilot.sheet
    pilot.entry.grid._clicked(model.index(0, 0))
    row, _ = model.place_of("JY001")
    assert sheet.isRowHidden(row)
    assert not sheet.isRowHidden(0)
    pilot.entry.grid.settle_on("JY001")
    assert not sheet.isRowHidden(row)


def test_f8_walks_through_the_findings_and_then_the_blanks(pilot) -> None:
    pilot.open("JY", "2025-09")
    pilot.type("JY001", "100")
    pilot.type("JY002", "120")
    pilot.sheet.go_to("JY044")
    pilot.entry.next_finding()
    item = pilot.entry.findings.current()
    assert item is not None
    assert item.kind == "finding"
    assert pilot.sheet.address() == item.cells[0].address
    for _ in range(12):
        pilot.entry.next_finding()
    assert pilot.entry.findings.current().kind == "missing"
    assert pilot.draft.cell(pilot.sheet.address()) is None


def test_every_cell_of_a_finding_is_one_click_away(pilot) -> None:
    pilot.open("JY", "2025-09")
    pilot.type("JY001", "100")
    pilot.type("JY002", "120")
    pilot.sheet.go_to("JY002")
    detail = pilot.entry.findings.detail

    def links() -> dict[str, QPushButton]:
        shown = [b for b in detail.findChildren(QPushButton) if b.property("ref") is not None and b.isVisible()]
        return {link.property("ref").address: link for link in shown}

    pilot.until(lambda: {"JY001", "JY002"} <= set(links()))
    QTest.mouseClick(links()["JY001"], Qt.MouseButton.LeftButton)
    assert pilot.sheet.address() == "JY001"


def test_a_query_is_explained_beside_it(pilot, imported: Session) -> None:
    pilot.open("XM", "2025-09")
    (open_query,) = unexplained(pilot.draft.findings, pilot.draft.current)
    pilot.entry.findings.choose(next(i for i in pilot.entry.findings.model.items if i.finding == open_query))
    words = pilot.child("explanationText", QLineEdit)
    pilot.child("explanationCode", Choice).setCurrentIndex(0)
    pilot.write(words, "正常")
    pilot.click("explain")
    assert unexplained(pilot.draft.findings, pilot.draft.current), "an empty word explains nothing"
    assert pilot.entry.findings.detail.complaint
    words.setText("用地红线调整，施工许可推迟到十一月")
    pilot.click("explain")
    assert not unexplained(pilot.draft.findings, pilot.draft.current)
    item = next(i for i in pilot.entry.findings.model.items if i.finding == open_query)
    assert item.done


def test_the_definition_tells_meaning_and_origin(pilot, imported: Session) -> None:
    pilot.open("JY", "2025-09", "JY001")
    shown = " ".join(label.text() for label in pilot.entry.definition.findChildren(QLabel))
    for part in ("营业收入", "千元", "自年初累计", "粤华光电2025年9月.xlsx › 利润表 › D5", "1,123,456,789.12 元"):
        assert part in shown


def test_tabs_and_periods_lead_to_other_returns(pilot, imported: Session) -> None:
    pilot.open("JY", "2025-09")
    pilot.click("tabJB")
    pilot.until(lambda: pilot.draft.form.code == "JB")
    assert str(pilot.draft.period) == "2025"
    pilot.click("tabJY")
    pilot.until(lambda: pilot.draft.form.code == "JY")
    assert str(pilot.draft.period) == "2025-09", "back to the month one came from"
    pilot.click("earlier")
    pilot.until(lambda: str(pilot.draft.period) == "2025-08")
    pilot.click("later")
    pilot.until(lambda: str(pilot.draft.period) == "2025-09")


@pytest.mark.parametrize("form", ["JB", "JY", "YF"])
def test_every_indicator_of_a_single_form_has_its_line(form: str) -> None:
    definition = bundled_pack().forms[form]
    period = definition.period_of(Period.parse("2025-09"))
    lines = lay_out(definition, period, {})
    assert {line.code for line in lines if line.code} == set(definition.indicators)
    headings = [line.title for line in lines if line.kind == "section"]
    assert headings == [section.name for section in definition.sections]


def test_a_quarter_of_an_annual_form_asks_its_marked_lines_only() -> None:
    definition = bundled_pack().forms["YF"]
    lines = lay_out(definition, Period.parse("2025-Q3"), {})
    assert {line.code for line in lines if line.code} == {
        i.code for i in definition.indicators.values() if i.quarterly
    }


@pytest.mark.parametrize(
    ("form", "period", "key", "computed"),
    [
        ("HY", "2025-Q3", "3974", {}),
        ("CP", "2025-09", "392202", {"CP002": "智能手机", "CP003": "万台"}),
        ("YX", "2025", "RD01", {}),
        ("PT", "2025-H1", "P01", {}),
        ("LJ", "2025-Q3", "LJ-01", {}),
    ],
)
def test_every_form_of_rows_opens_and_takes_a_record(
    pilot, form: str, period: str, key: str, computed: dict[str, str]
) -> None:
    pilot.open(form, period)
    column = [i.code for i in pilot.entry.grid.model.indicators].index(f"{form}001")
    pilot.sheet.setCurrentIndex(pilot.entry.grid.model.index(0, column))
    pilot.keys(key)
    pilot.keys(key=Qt.Key.Key_Return)
    (row,) = pilot.draft.current.rows[form]
    assert pilot.draft.cell(f"{form}[{row}].{form}001").text == key
    for code, text in computed.items():
        assert pilot.text(f"{form}[{row}].{code}") == text
    assert "REQ" in pilot.rules()


def test_parts_of_a_composite_are_columns_of_a_record(pilot, imported: Session) -> None:
    pilot.open("XM", "2025-09")
    row = pilot.draft.current.rows["XM"][0]
    model = pilot.entry.grid.model
    titles = [model.headerData(n, Qt.Orientation.Horizontal) for n in range(model.columnCount())]
    assert "设计产能 · 数量\nXM028.number" in titles
    pilot.type(f"XM[{row}].XM028.number", "4.5")
    pilot.type(f"XM[{row}].XM028.unit", "万片/月")
    assert pilot.draft.cell(f"XM[{row}].XM028.number").value == Decimal("4.5")
    assert pilot.text(f"XM[{row}].XM028.unit") == "万片/月"


@pytest.mark.parametrize("form", ["PT", "LJ"])
def test_child_tables_of_records_have_no_column_to_type_into(pilot, form: str) -> None:
    pilot.open(form, "2025-H1" if form == "PT" else "2025-Q3")
    model = pilot.entry.grid.model
    assert not any(indicator.table for indicator in model.indicators)
    asked = [code for code, i in pilot.draft.form.indicators.items() if not i.table]
    assert sorted(field.name for field in model.fields) == sorted(asked)


@pytest.mark.parametrize("width", [1800, 1262, 700, 420])
def test_the_tabs_of_nine_forms_stay_on_one_line(pilot, width: int) -> None:
    pilot.open("JY", "2025-09")
    tabs = pilot.entry.bar.tabs
    made = [tab for tab in tabs.findChildren(QToolButton) if tab.objectName().startswith("tab")]
    assert len(made) == len(bundled_pack().forms) == 9
    assert tabs.minimumSizeHint().width() < 1000
    tabs.resize(width, tabs.height())
    assert len({tab.geometry().top() for tab in made}) == 1
    assert max(tab.geometry().right() for tab in made) <= max(width, tabs.minimumSizeHint().width())
    open_tab = next(tab for tab in made if tab.isChecked())
    assert "营业收入与生产经营" in open_tab.text(), "the open form is named in full however narrow it is"
    assert all(tab.toolTip().count(tab.objectName()[3:]) for tab in made)


class Styled(LineNumbers):
    """Painted by Qt and the style sheet."""

    def paintEvent(self, event: QPaintEvent) -> None:
        QHeaderView.paintEvent(self, event)


def numbered(header: QHeaderView) -> QImage:
    """How the numbers look."""
    return header.grab(QRect(0, 0, header.width(), header.length())).toImage()


def test_numbers_beside_a_list_look_as_the_style_sheet_says(pilot) -> None:
    pilot.open("XM", "2025-09")
    for _ in range(3):
        pilot.entry.acts.add_row("XM")
    pilot.sheet.setCurrentIndex(pilot.entry.grid.model.index(1, 2))
    drawn = numbered(pilot.sheet.verticalHeader())
    for kind in (Styled, LineNumbers):
        numbers = kind(pilot.window.theme, pilot.sheet)
        pilot.sheet.setVerticalHeader(numbers)
        pilot.sheet.keep_even(numbers)
        numbers.show()
        pilot.sheet.updateGeometries()
        assert numbered(numbers) == drawn, kind
    pilot.sheet.setCurrentIndex(pilot.entry.grid.model.index(2, 2))
    assert numbered(pilot.sheet.verticalHeader()) != drawn, "the line one is on stands out"


def test_headings_ask_no_cell_below_whether_it_is_chosen(pilot, monkeypatch: pytest.MonkeyPatch) -> None:
    pilot.open("XM", "2025-09")
    pilot.entry.work.add_row("XM", count=300)
    model, asked = pilot.entry.grid.model, []
    editable_at = RecordsModel.editable_at
    monkeypatch.setattr(RecordsModel, "editable_at", lambda *of: (asked.append(of), editable_at(*of))[1])
    pilot.sheet.select_all_from(model.index(0, 0), model.index(299, 5))
    asked.clear()
    for view in (pilot.sheet, pilot.entry.grid._frozen):
        view.horizontalHeader().grab()
    assert not asked
