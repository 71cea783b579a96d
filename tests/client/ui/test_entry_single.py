"""The grid of a single form as a table model: lines, headings, columns, what may be typed, what is repainted."""

from __future__ import annotations

from decimal import Decimal

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester, QSignalSpy
from PySide6.QtWidgets import QApplication

from client.ui.entry.cells.columns import columns_of
from client.ui.entry.cells.lines import Line, lay_out
from client.ui.entry.cells.looks import BLANK
from client.ui.entry.cells.single import SingleModel
from client.usecases.returns.editing import Draft
from forms.periods import Period
from forms.returns import Cell, Change, Edit, Origin
from tests.client.ui.drafts import MONTH, PACK, blank, drafted, earlier, month

SINGLE = tuple(code for code, form in PACK.forms.items() if form.shape == "single")
ACROSS, DOWN = Qt.Orientation.Horizontal, Qt.Orientation.Vertical


def keys(model: SingleModel) -> list[str]:
    return [column.key for column in model.columns]


def text(model: SingleModel, address: str, key: str) -> str:
    place = model.place_of(address)
    assert place is not None
    return model.look(place[0], keys(model).index(key)).text


def rows_of(spy: QSignalSpy) -> set[int]:
    """The lines a model said look different."""
    return {row for n in range(spy.count()) for row in range(spy.at(n)[0].row(), spy.at(n)[1].row() + 1)}


@pytest.mark.parametrize("form", SINGLE)
def test_qt_finds_no_fault_with_the_model(qapp: QApplication, form: str) -> None:
    period = PACK.forms[form].period_of(Period.parse(MONTH))
    model = SingleModel(drafted(form, str(period)))
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal, model)
    assert model.rowCount() == len(model.lines)
    assert model.columnCount() == len(columns_of(PACK.forms[form], previous=False, last_year=False))
    assert model.rowCount(model.index(0, 0)) == model.columnCount(model.index(0, 0)) == 0, "no tree"


@pytest.mark.parametrize("form", SINGLE)
def test_every_address_leads_to_its_cell_and_back(qapp: QApplication, form: str) -> None:
    period = PACK.forms[form].period_of(Period.parse(MONTH))
    model = SingleModel(drafted(form, str(period)))
    held = [
        (row, column)
        for row in range(model.rowCount())
        for column in range(model.columnCount())
        if model.address_at(row, column)
    ]
    assert held
    addresses = [model.address_at(*place) for place in held]
    assert len(addresses) == len(set(addresses)), "no cell stands in two places"
    assert [model.place_of(address) for address in addresses] == held


@pytest.mark.parametrize("form", SINGLE)
def test_only_cells_one_owns_may_be_typed_into(qapp: QApplication, form: str) -> None:
    period = PACK.forms[form].period_of(Period.parse(MONTH))
    model = SingleModel(drafted(form, str(period)))
    for row, line in enumerate(model.lines):
        for column in range(model.columnCount()):
            flags = model.flags(model.index(row, column))
            typed = bool(flags & Qt.ItemFlag.ItemIsEditable)
            assert typed == model.editable_at(row, column)
            if typed:
                assert line.indicator is not None
                assert not line.indicator.computed
                assert not line.indicator.preset
                assert model.columns[column].editable


def test_an_address_of_another_form_has_no_place(qapp: QApplication) -> None:
    model = month()
    for address in ("JB006", "XM[a].XM002", "JY999", "", "@ly", "JY001.number"):
        assert model.place_of(address) is None, address
        assert not model.index_of(address).isValid()


def test_headings_hold_no_cell_and_span_the_grid(qapp: QApplication) -> None:
    model = month()
    sections = [row for row, line in enumerate(model.lines) if line.kind == "section"]
    assert [model.lines[row].title for row in sections] == [s.name for s in PACK.forms["JY"].sections]
    for row in sections:
        assert model.lines[row].spans
        assert not any(model.address_at(row, column) for column in range(model.columnCount()))
        assert model.look(row, 0).ground == "heading"
        assert model.look(row, 0).bold
        assert model.look(row, model.columnCount() - 1) == BLANK
        assert model.spec_at(row, 0) is None


def test_a_heading_counts_what_is_filled_in_its_section(qapp: QApplication) -> None:
    before, after = month(), month(JY001="100", JY002="60")
    section = after.lines[after.place_of("JY001")[0]].section
    row = next(n for n, line in enumerate(after.lines) if line.kind == "section" and line.section == section)
    asked = sum(line.section == section and line.holds_cell for line in after.lines)
    assert before.look(row, 0).note.endswith(f" / {asked}")
    gained = int(after.look(row, 0).note.split(" / ")[0]) - int(before.look(row, 0).note.split(" / ")[0])
    assert gained >= 2


def test_a_heading_counts_the_cells_that_findings_are_about(qapp: QApplication) -> None:
    model = month(JY001="100", JY002="60")
    section = model.lines[model.place_of("JY001")[0]].section
    row = next(n for n, line in enumerate(model.lines) if line.kind == "section" and line.section == section)
    model.marks = {"JY001": "error", "JY002": "error", "JY005": "query"}
    assert model.look(row, 0).note.startswith("2 格有错误　1 格待核实　")


def test_the_heads_of_the_columns_name_the_periods(qapp: QApplication) -> None:
    model = month()
    assert model.headerData(keys(model).index("now"), ACROSS) == "本期　2025年9月"
    annual = SingleModel(drafted("JB", "2025", blank("JB", "2024")))
    titles = [annual.headerData(n, ACROSS) for n in range(annual.columnCount())]
    assert "本期　2025年" in titles
    assert "上年　2024年" in titles


@pytest.mark.parametrize("section", [-1, 99])
def test_there_is_no_head_outside_the_grid(qapp: QApplication, section: int) -> None:
    assert month().headerData(section, ACROSS) is None


def test_lines_have_no_head(qapp: QApplication) -> None:
    assert month().headerData(0, DOWN) is None


def test_heads_of_figures_stand_to_the_right_with_their_figures(qapp: QApplication) -> None:
    model, role = month(), Qt.ItemDataRole.TextAlignmentRole
    assert model.headerData(keys(model).index("now"), ACROSS, role) & Qt.AlignmentFlag.AlignRight
    assert model.headerData(keys(model).index("name"), ACROSS, role) is None
    words = SingleModel(drafted("JB", "2025"))
    assert words.headerData(keys(words).index("now"), ACROSS, role) is None, "a form of words stays to the left"


def test_the_periods_stand_beside_each_other(qapp: QApplication) -> None:
    model = month(earlier("2025-08", JY001=80), JY001="125", JY001__ly="100")
    assert text(model, "JY001", "now") == "125"
    assert text(model, "JY001", "ly") == "100"
    assert text(model, "JY001", "previous") == "80"
    assert text(model, "JY001", "growth") == "+25.0%"
    assert text(model, "JY001", "code") == "JY001"
    assert text(model, "JY001", "unit") == "千元"


def test_growth_falls_back_on_last_years_own_report(qapp: QApplication) -> None:
    model = month(earlier("2024-09", JY001=200), JY001="100")
    assert text(model, "JY001", "growth") == "−50.0%"
    typed = month(earlier("2024-09", JY001=200), JY001="100", JY001__ly="50")
    assert text(typed, "JY001", "growth") == "+100.0%", "what was typed beside it comes first"


def test_growth_is_copied_as_a_spreadsheet_reads_it(qapp: QApplication) -> None:
    model = month(JY001="50", JY001__ly="100")
    row, _ = model.place_of("JY001")
    column = [next(n for n, c in enumerate(model.columns) if c.key == "growth")]
    assert (model.copied(row, column), model.figures(row, column)) == (["-50.0%"], [True])


def test_growth_has_no_meaning_against_nothing(qapp: QApplication) -> None:
    assert text(month(JY001="100", JY001__ly="0"), "JY001", "growth") == "—"
    assert text(month(JY001="100"), "JY001", "growth") == ""
    assert text(month(JY001="约三万", JY001__ly="5"), "JY001", "growth") == ""


def test_what_cannot_be_read_is_shown_as_it_was_typed(qapp: QApplication) -> None:
    model = month(JY001="约三万")
    look = model.look(*model.place_of("JY001"))
    assert look.text == "约三万"
    assert look.unreadable
    assert look.mark == "error"
    assert model.text_at(*model.place_of("JY001")) == "约三万"


def test_zero_is_not_blank(qapp: QApplication) -> None:
    model = month(JY001="0")
    assert text(model, "JY001", "now") == "0"
    assert model.marks.get("JY001") != "missing"
    assert month().marks["JY001"] == "missing"


def test_a_computed_figure_says_that_it_is(qapp: QApplication) -> None:
    model = month(earlier("2025-08", JY001=80), JY001="125")
    computed = [a for a, cell in model.draft.current.cells.items() if cell.origin.source == "computed"]
    assert computed
    assert {text(model, address, "source") for address in computed if "@" not in address} == {"自动计算"}


def test_computed_figures_show_and_cannot_be_typed_over(qapp: QApplication) -> None:
    model = month()
    row, column = model.place_of("JY043")
    assert model.look(row, column).ground == "computed"
    assert not model.editable_at(row, column)
    assert not model.flags(model.index(row, column)) & Qt.ItemFlag.ItemIsEditable


@pytest.mark.parametrize(
    ("origin", "said"),
    [
        (Origin("keyboard"), ""),
        (Origin("paste"), "粘贴"),
        (Origin("carried"), "结转"),
        (Origin("repair"), "修正"),
        (Origin("workbook", place="九月.xlsx › 利润表 › D5"), "利润表 › D5"),
        (Origin("workbook", place="九月.xlsx"), "九月.xlsx"),
        (Origin("workbook"), "工作簿"),
    ],
)
def test_where_a_figure_came_from_is_told_in_short(qapp: QApplication, origin: Origin, said: str) -> None:
    target = blank("JY", MONTH)
    target.cells["JY001"] = Cell("5", Decimal(5), origin=origin)
    assert text(SingleModel(Draft(PACK, target, {})), "JY001", "source") == said


def test_the_cell_of_a_workbook_is_what_stays_of_a_place(qapp: QApplication) -> None:
    target = blank("JY", MONTH)
    for code, place in (("JY001", "九月.xlsx › 利润表 › D5"), ("JY002", "九月.xlsx")):
        target.cells[code] = Cell("5", Decimal(5), origin=Origin("workbook", place=place))
    model = SingleModel(Draft(PACK, target, {}))
    source = keys(model).index("source")
    assert [model.look(model.place_of(code)[0], source).tail for code in ("JY001", "JY002")] == [" › D5", ""]


def test_a_subordinate_line_stands_in(qapp: QApplication) -> None:
    model = month()
    inner = [row for row, line in enumerate(model.lines) if line.kind == "field" and line.title.startswith("其中")]
    assert inner
    assert all(model.look(row, 0).indent == 1.0 for row in inner)
    assert model.look(model.place_of("JY001")[0], 0).indent == 0.0


# what Qt asks and what the person enters


def test_the_editor_gets_the_text_and_the_view_the_figure(qapp: QApplication) -> None:
    model = month(JY001="1234567")
    index = model.index_of("JY001")
    assert index.data(Qt.ItemDataRole.DisplayRole) == "1,234,567"
    assert index.data(Qt.ItemDataRole.EditRole) == model.draft.cell("JY001").text
    assert index.data(Qt.ItemDataRole.DecorationRole) is None
    assert model.data(QModelIndex()) is None
    assert model.flags(QModelIndex()) == Qt.ItemFlag.NoItemFlags


def test_the_model_tells_what_was_typed_and_does_not_type_itself(qapp: QApplication) -> None:
    model = month()
    spy = QSignalSpy(model.typed)
    assert model.setData(model.index_of("JY001"), "12,5")
    assert spy.at(0) == [{"JY001": "12,5"}]
    assert model.draft.cell("JY001") is None


def test_leaving_a_cell_as_it_was_is_no_act(qapp: QApplication) -> None:
    model = month(JY001="100")
    spy = QSignalSpy(model.typed)
    assert not model.setData(model.index_of("JY001"), model.text_at(*model.place_of("JY001")))
    assert not model.setData(model.index_of("JY002"), "")
    assert not model.setData(model.index_of("JY001"), "5", Qt.ItemDataRole.DisplayRole)
    assert not model.setData(model.index(0, 0), "标题")
    assert not model.setData(QModelIndex(), "5")
    assert spy.count() == 0


def test_a_tip_tells_what_is_wrong_once(qapp: QApplication) -> None:
    model = month(JY001="100", JY002="200")
    tip = model.tip(*model.place_of("JY002"))
    assert tip
    lines = tip.split("\n")
    assert len(lines) == len(set(lines))
    assert model.index_of("JY002").data(Qt.ItemDataRole.ToolTipRole) == tip
    assert model.tip(0, 0) == ""


def test_only_lines_that_look_different_are_painted_again(qapp: QApplication) -> None:
    model = month()
    marks = dict(model.marks)
    spy, reset = QSignalSpy(model.dataChanged), QSignalSpy(model.modelReset)
    outcome = model.draft.type({"JY001": "100"})
    assert outcome is not None
    model.absorb(outcome)
    marked = {a for a in marks.keys() | model.marks.keys() if marks.get(a) != model.marks.get(a)}
    lines = {place[0] for a in outcome.touched | marked if (place := model.place_of(a)) is not None}
    assert rows_of(spy) == lines | model.headings_of(lines), "headings count what is filled"
    assert model.place_of("JY001")[0] in rows_of(spy)
    assert reset.count() == 0, "the grid is not laid out anew for a figure"


def test_a_repaint_of_what_is_not_here_is_none(qapp: QApplication) -> None:
    model = month()
    spy = QSignalSpy(model.dataChanged)
    model.show_places(frozenset({"JB006", "XM[a].XM002"}), {"XM[b].XM002": "error"})
    assert spy.count() == 0


# folding


def test_a_folded_section_keeps_its_heading(qapp: QApplication) -> None:
    model = month()
    row, _ = model.place_of("JY001")
    section = model.lines[row].section
    heading = next(n for n, line in enumerate(model.lines) if line.kind == "section" and line.section == section)
    assert model.look(heading, 0).icon == "unfolded"
    spy = QSignalSpy(model.dataChanged)
    model.fold(section)
    assert rows_of(spy) == {heading}
    assert model.look(heading, 0).icon == "folded"
    hidden = {n for n in range(model.rowCount()) if model.hidden(n)}
    assert hidden == {n for n, line in enumerate(model.lines) if line.section == section} - {heading}
    model.fold(section)
    assert not any(model.hidden(n) for n in range(model.rowCount()))


# child tables and composites


def test_rows_of_a_child_table_are_numbered_lines(qapp: QApplication) -> None:
    draft = drafted("JB", "2025")
    model = SingleModel(draft)
    reset = QSignalSpy(model.modelReset)
    for row in ("a", "b"):
        model.absorb(draft.add_row("JB023", row))
    assert reset.count() == 2
    kinds = [line.kind for line in model.lines if line.table == "JB023"]
    parts = len(draft.form.indicators["JB023"].table)
    assert kinds == ["table", "row", *["part"] * parts, "row", *["part"] * parts, "add"]
    titles = [model.look(n, 0).text for n, line in enumerate(model.lines) if line.kind == "row"]
    assert titles == ["第 1 项", "第 2 项"]
    assert model.place_of("JB023[b].valid") is not None
    model.absorb(draft.remove_rows("JB023", ["a"]))
    assert model.place_of("JB023[a].valid") is None
    assert [line.row for line in model.lines if line.kind == "row"] == ["b"]


def test_the_line_that_adds_a_row_says_so(qapp: QApplication) -> None:
    model = SingleModel(drafted("JB", "2025"))
    row = next(n for n, line in enumerate(model.lines) if line.kind == "add" and line.table == "JB023")
    look = model.look(row, 0)
    assert (look.text, look.ground, look.icon) == ("增加一项", "action", "plus")
    assert not model.editable_at(row, 0)


def test_parts_stand_in_below_their_composite(qapp: QApplication) -> None:
    model = SingleModel(drafted("JB", "2025"))
    row, _ = model.place_of("JB022.number")
    assert model.look(row, 0).indent == 1.0
    group = next(n for n, line in enumerate(model.lines) if line.kind == "group" and line.code == "JB022")
    assert group < row
    assert model.look(group, keys(model).index("code")).text == "JB022"
    assert not any(model.address_at(group, column) for column in range(model.columnCount()))


def test_lines_are_laid_out_alike_each_time() -> None:
    form, period = PACK.forms["JB"], Period.parse("2025")
    rows = {"JB023": ["a", "b"]}
    first = lay_out(form, period, rows)
    assert first == lay_out(form, period, rows)
    more = lay_out(form, period, {"JB023": ["a", "b", "c"]})
    assert [line for line in more if line.row != "c"] == list(first)
    assert [line.ordinal for line in more if line.kind == "row"] == [1, 2, 3]


def test_lines_that_hold_a_cell_say_how_it_is_read() -> None:
    for code in SINGLE:
        form = PACK.forms[code]
        for line in lay_out(form, form.period_of(Period.parse(MONTH)), {}):
            assert line.holds_cell == (line.spec is not None)
            assert not (line.spans and line.holds_cell)
    assert not Line("section", 0, "一、收入").holds_cell


def test_an_act_that_changes_nothing_here_paints_nothing(qapp: QApplication) -> None:
    model = month(JY001="100")
    same = model.draft.cell("JY001")
    outcome = model.draft.carry_out(Change("F", "JY", model.draft.period, edits=(Edit("JY001", same, same),)))
    spy = QSignalSpy(model.dataChanged)
    model.absorb(outcome)
    assert rows_of(spy) <= {model.place_of("JY001")[0]} | model.headings_of({model.place_of("JY001")[0]})


def test_what_is_painted_is_kept_until_it_changes(qapp: QApplication) -> None:
    model = month(JY001="100")
    row, column = model.place_of("JY001")
    assert model.looked(row, column) is model.looked(row, column)
    outcome = model.draft.type({"JY001": "250"})
    assert outcome is not None
    model.absorb(outcome)
    assert model.looked(row, column).text == "250"
    model.show_unit("万元")
    assert model.looked(row, column) == model.look(row, column)
