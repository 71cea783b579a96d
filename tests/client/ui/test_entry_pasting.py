"""Blocks from Excel, WPS and web pages: every cell goes where it was meant to, what finds no place is named."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from client.ui.entry.acts import MOST_PASTED
from client.ui.entry.blocks.clipboard import parse_table, read_clipboard, write_clipboard
from client.ui.entry.blocks.pasting import lay_in
from client.ui.entry.cells.records import RecordsModel
from client.ui.entry.cells.single import SingleModel
from client.usecases.returns.editing import Draft
from forms.pack import bundled_pack
from forms.periods import Period
from forms.returns import Return
from tests.client.ui.conftest import Pilot

PACK = bundled_pack()

EXCEL = """<html xmlns:x="urn:schemas-microsoft-com:office:excel"><body>
<table border=0><!--StartFragment-->
 <col width=72><tr height=19><td height=19 class=xl65 x:num="1234.567">1,235</td><td>甲<br>
  乙</td></tr>
 <tr><td colspan=2>合&nbsp;计</td></tr>
 <tr><td rowspan=2>上</td><td x:num>7</td></tr>
 <tr><td>8</td></tr>
<!--EndFragment--></table></body></html>"""


def data(text: str = "", html: str = "") -> QMimeData:
    made = QMimeData()
    if text:
        made.setText(text)
    if html:
        made.setHtml(html)
    return made


def single() -> SingleModel:
    target = Return(firm="F", form="JY", period=Period.parse("2025-09"), pack=PACK.version)
    return SingleModel(Draft(PACK, target, {}))


def listed() -> RecordsModel:
    target = Return(firm="F", form="XM", period=Period.parse("2025-09"), pack=PACK.version, rows={"XM": ["a"]})
    return RecordsModel(Draft(PACK, target, {}))


# what is on the clipboard


def test_a_table_of_excel_with_merged_cells_and_hidden_digits() -> None:
    assert parse_table(EXCEL) == [["1234.567", "甲\n乙"], ["合 计", None], ["上", "7"], [None, "8"]]


def test_the_table_is_read_where_it_tells_more_than_the_text(qapp: QApplication) -> None:
    assert read_clipboard(data("1,235\t甲", EXCEL))[0][0] == "1234.567", "all its digits"
    assert read_clipboard(data("", EXCEL))[3] == [None, "8"]
    plain = "<table><tr><td>别的</td></tr></table>"
    assert read_clipboard(data("1\t2\n3\t4\n", plain)) == [["1", "2"], ["3", "4"]], "else what the person saw"
    assert read_clipboard(data("5", "<p>5</p>")) == [["5"]]
    assert read_clipboard(data()) == []


@pytest.mark.parametrize(
    "text",
    [
        "<table>",
        "<table></table>",
        "<table><tr></tr></table>",
        "<td>1</td>",
        "</table><tr>",
        "<table><td rowspan=x>1",
    ],
)
def test_a_broken_table_breaks_nothing(text: str) -> None:
    assert all(isinstance(cell, str) for line in parse_table(text) for cell in line)


def test_cells_without_a_row_and_tables_in_cells() -> None:
    assert parse_table("<table><td>1<td>2</table><table><tr><td>9</table>") == [["1", "2"]]
    assert parse_table("<table><tr><td>外<table><tr><td>内</td></tr></table></td><td>2</td></tr></table>") == [
        ["外内", "2"]
    ]


words = st.text(st.characters(blacklist_categories=("Cs", "Cc"), blacklist_characters="\xa0"), max_size=8).map(
    str.strip
)


@settings(max_examples=80, deadline=None)
@given(
    st.integers(1, 4).flatmap(lambda n: st.lists(st.lists(words, min_size=n, max_size=n), min_size=1, max_size=5))
)
def test_what_we_put_there_is_read_back_from_text_and_from_table(
    qapp: QApplication, block: list[list[str]]
) -> None:
    made = write_clipboard([(line, [False] * len(line)) for line in block])
    assert read_clipboard(made) == block or not any(any(line) for line in block)
    if not any("  " in cell or not cell.isprintable() for line in block for cell in line):
        assert [[" ".join(c.split()) for c in line] for line in block] == parse_table(made.html())


def test_codes_and_months_stay_what_they_are_in_a_spreadsheet(qapp: QApplication) -> None:
    html = write_clipboard([(["03", "120"], [False, True])]).html()
    assert html.count("mso-number-format") == 1
    assert html.index("mso-number-format") < html.index("03")


# where it goes


def test_this_year_and_last_year_lie_side_by_side_although_a_column_is_between(qapp: QApplication) -> None:
    before = Return(firm="F", form="JY", period=Period.parse("2025-08"), pack=PACK.version)
    now = Return(firm="F", form="JY", period=Period.parse("2025-09"), pack=PACK.version)
    model = SingleModel(Draft(PACK, now, {("JY", "2025-08"): before}))
    assert [c.key for c in model.columns][3:6] == ["now", "previous", "ly"]
    made = lay_in(model, [["1", "2"]], *model.place_of("JY001"))
    assert made.texts == {"JY001": "1", "JY001@ly": "2"}


def test_what_lies_beyond_the_grid_is_counted(qapp: QApplication) -> None:
    model = single()
    row, column = model.place_of("JY001")
    block: list[list[str | None]] = [[str(n)] * 9 for n in range(500)]
    made = lay_in(model, block, row, column)
    said = made.told(block)
    assert f"超出表格右边的 {9 - (model.columnCount() - column)} 列" in said
    assert f"超出表格下边的 {made.rows_over} 行" in said
    held = len({address.partition("@")[0] for address in made.texts})
    read_only = [
        line
        for line in model.lines[row:]
        if line.holds_cell and not model.editable_at(model.place_of(line.address)[0], column)
    ]
    assert 500 - made.rows_over == held + len(read_only), "every row is in the grid or counted"


def test_cells_that_cannot_be_typed_into_are_named(qapp: QApplication) -> None:
    model = single()
    code = next(line.address for line in model.lines if line.indicator and line.indicator.computed)
    made = lay_in(model, [["5"]], *model.place_of(code))
    assert made.texts == {}
    name = PACK.forms["JY"].indicators[code].name
    assert name in made.told([["5"]])
    assert lay_in(model, [[""]], *model.place_of(code)).read_only == {}, "a blank is nothing lost"


def test_what_lies_under_a_merged_cell_is_left_as_it_is(qapp: QApplication) -> None:
    model = single()
    made = lay_in(model, [["1"], [None], ["3"]], *model.place_of("JY001"))
    assert sorted(made.texts.values()) == ["1", "3"]


@settings(max_examples=40, deadline=None)
@given(rows=st.integers(1, 12), columns=st.integers(1, 40), at=st.integers(0, 1))
def test_every_cell_of_a_block_is_placed_or_told(qapp: QApplication, rows: int, columns: int, at: int) -> None:
    model = listed()
    block: list[list[str | None]] = [[f"{r}.{c}" for c in range(columns)] for r in range(rows)]
    made = lay_in(model, block, at, 0)
    told = made.columns_over * rows + made.rows_over * columns + sum(made.read_only.values())
    assert len(made.texts) + told == rows * columns
    assert len(made.rows) == max(0, rows + at - 1)


# as a person sees it


def test_a_paste_says_what_it_did_and_is_taken_back_as_one(pilot: Pilot) -> None:
    pilot.open("JY", "2025-09", "JY001")
    QGuiApplication.clipboard().setText("10\t9\n20\t18\n")
    pilot.keys(key=Qt.Key.Key_V, ctrl=True)
    assert pilot.entry.notice.text == "已粘贴 2 行 × 2 列，共 4 格"
    assert pilot.draft.cell("JY002@ly").value == Decimal(18)
    pilot.click("noticeUndo")
    assert not pilot.draft.current.cells or "JY001" not in pilot.draft.current.cells
    assert not pilot.entry.notice.isVisible()


def test_one_cell_pasted_says_nothing(pilot: Pilot) -> None:
    pilot.open("JY", "2025-09", "JY001")
    QGuiApplication.clipboard().setText("10")
    pilot.keys(key=Qt.Key.Key_V, ctrl=True)
    assert not pilot.entry.notice.isVisible()


def test_a_block_too_large_is_refused_with_the_way_on(pilot: Pilot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("client.ui.entry.acts.MOST_PASTED", 3)
    assert MOST_PASTED > 10**6
    pilot.open("JY", "2025-09", "JY001")
    QGuiApplication.clipboard().setText("1\t2\n3\t4\n")
    pilot.keys(key=Qt.Key.Key_V, ctrl=True)
    assert "一次最多粘贴 3 格" in pilot.entry.notice.text
    assert "JY001" not in pilot.draft.current.cells


@pytest.mark.parametrize(
    ("shown", "held", "meant"),
    [
        ("1,235", "1234.567", "1234.567"),
        ("(1,235)", "-1234.567", "-1234.567"),
        ("12.6%", "0.12567", "12.567%"),
        ("8.42万元", "84192", "8.4192万元"),
        ("1.23E+08", "123456789", "123456789"),
        ("12.6%", "0.12600000000000001", "12.6%"),
        ("1,234.56", "1234.5599999999999", "1234.56"),
        ("######", "84192.100000000006", "84192.1"),
        ("100", "100", "100"),
        ("######", "84192", "84192"),
        ("¥ -  ", "0", "0"),
        ("2025/9/1", "45901", "2025/9/1"),
        ("2025年9月", "45901", "2025年9月"),
        ("84", "84192", "84"),
        ("是", "1", "是"),
        ("7", "none", "7"),
    ],
)
def test_a_figure_held_with_more_digits_is_what_is_shown_and_nothing_else(
    shown: str, held: str, meant: str
) -> None:
    assert parse_table(f'<table><tr><td x:num="{held}">{shown}</td></tr></table>') == [[meant]]
