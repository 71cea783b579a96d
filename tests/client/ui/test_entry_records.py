"""The grid of a rows form as a table model: records, the waiting line, composites, rows that come and go."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester, QSignalSpy
from PySide6.QtWidgets import QApplication

from client.ui.entry.cells.records import NEW_ROW, RecordsModel
from tests.client.ui.drafted import PACK, drafted, records

ROWS = tuple(code for code, form in PACK.forms.items() if form.shape == "rows")
ACROSS, DOWN = Qt.Orientation.Horizontal, Qt.Orientation.Vertical


@pytest.mark.parametrize("form", ROWS)
def test_qt_finds_no_fault_with_the_model(qapp: QApplication, form: str) -> None:
    model = RecordsModel(drafted(form))
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal, model)
    assert model.rowCount() == 1, "the line that waits"
    assert model.columnCount() == len(model.fields)
    assert model.rowCount(model.index(0, 0)) == model.columnCount(model.index(0, 0)) == 0, "no tree"


@pytest.mark.parametrize("form", ROWS)
def test_the_name_of_a_record_comes_first_and_the_rest_as_the_form_has_it(qapp: QApplication, form: str) -> None:
    model = RecordsModel(drafted(form))
    assert model.fields[0].indicator.code == model.draft.form.row_name
    order = list(model.draft.form.indicators)
    rest = [order.index(field.indicator.code) for field in model.fields[1:]]
    assert all(before <= after for before, after in pairwise(rest))
    assert len({field.name for field in model.fields}) == len(model.fields)


@pytest.mark.parametrize("form", ROWS)
def test_every_address_leads_to_its_cell_and_back(qapp: QApplication, form: str) -> None:
    draft = drafted(form)
    for row in ("a", "b"):
        draft.add_row(form, row)
    model = RecordsModel(draft)
    for row in range(2):
        for column in range(model.columnCount()):
            assert model.place_of(model.address_at(row, column)) == (row, column)


def test_the_waiting_line_has_addresses_that_lead_nowhere_yet(qapp: QApplication) -> None:
    model = records("a")
    address = model.address_at(1, 0)
    assert address == f"XM[{NEW_ROW}].XM002"
    assert model.place_of(address) is None
    assert not model.index_of(address).isValid()


@pytest.mark.parametrize(
    "address", ["", "JY001", "XM[a]", "XM[z].XM002", "XM[a].XM999", "CP[a].XM002", "XM[a.XM002"]
)
def test_an_address_that_is_not_here_has_no_place(qapp: QApplication, address: str) -> None:
    assert records("a").place_of(address) is None


def test_the_waiting_line_says_what_it_is_for(qapp: QApplication) -> None:
    model = records("a")
    look = model.look(1, 0)
    assert look.text == "在此键入，增加一项"
    assert look.faint
    assert look.ground == "input"
    assert not look.mark
    assert {model.look(1, column).text for column in range(1, model.columnCount())} == {""}
    assert model.index(1, 0).data(Qt.ItemDataRole.EditRole) == "", "its words are not edited"


def test_lines_are_numbered_and_the_waiting_one_has_a_plus(qapp: QApplication) -> None:
    model = records("a", "b")
    assert [model.headerData(n, DOWN) for n in range(3)] == ["1", "2", "＋"]
    assert model.headerData(0, DOWN, Qt.ItemDataRole.ToolTipRole) is None


def test_the_heads_tell_name_code_and_unit(qapp: QApplication) -> None:
    model = records()
    for column, field in enumerate(model.fields):
        first, second = model.headerData(column, ACROSS).split("\n")
        assert first == field.title
        assert second.startswith(field.name)
        assert second.endswith(field.spec.unit)


def test_heads_stand_over_their_figures(qapp: QApplication) -> None:
    model, role = records(), Qt.ItemDataRole.TextAlignmentRole
    sides = {
        field.name: bool(model.headerData(n, ACROSS, role) & Qt.AlignmentFlag.AlignRight)
        for n, field in enumerate(model.fields)
    }
    assert sides["XM014"]
    assert not sides["XM002"]
    assert model.headerData(0, ACROSS, Qt.ItemDataRole.FontRole) is None


def test_a_composite_gives_a_column_to_each_part(qapp: QApplication) -> None:
    model = records()
    parts = [field for field in model.fields if field.indicator.code == "XM028"]
    assert [field.name for field in parts] == [
        f"XM028.{name}" for name in model.draft.form.indicators["XM028"].parts
    ]
    assert all(field.title.startswith(field.indicator.name) for field in parts)
    assert all(field.spec is field.indicator.parts[field.name.partition(".")[2]] for field in parts)


def test_a_record_shows_what_was_typed_into_it(qapp: QApplication) -> None:
    model = records("a", "b")
    model.draft.type({"XM[b].XM014": "1234567", "XM[a].XM014": "约三万"})
    row, column = model.place_of("XM[b].XM014")
    assert model.look(row, column).text == "1,234,567"
    assert model.look(row, column).right
    bad = model.look(*model.place_of("XM[a].XM014"))
    assert (bad.text, bad.unreadable) == ("约三万", True)
    name = model.look(*model.place_of("XM[a].XM002"))
    assert (name.text, name.bold, name.right) == ("项目a", True, False)


@pytest.mark.parametrize("form", ROWS)
def test_computed_and_preset_columns_cannot_be_typed_into(qapp: QApplication, form: str) -> None:
    model = RecordsModel(drafted(form))
    for column, field in enumerate(model.fields):
        owned = not field.indicator.computed and not field.indicator.preset
        assert model.editable_at(0, column) == owned, field.name
        assert bool(model.flags(model.index(0, column)) & Qt.ItemFlag.ItemIsEditable) == owned
        assert model.spec_at(0, column) is field.spec


def test_typing_into_the_waiting_line_is_told_at_its_own_address(qapp: QApplication) -> None:
    model = records("a")
    spy = QSignalSpy(model.typed)
    assert model.setData(model.index(1, 0), "二期工程")
    assert spy.at(0) == [{"XM[new].XM002": "二期工程"}]
    assert model.draft.current.rows["XM"] == ["a"], "the model itself makes no record"
    assert not model.setData(model.index(1, 0), ""), "leaving it blank makes none either"
    assert not model.setData(QModelIndex(), "x")


def test_a_record_added_at_the_end_is_inserted(qapp: QApplication) -> None:
    model = records("a")
    inserted, reset = QSignalSpy(model.rowsInserted), QSignalSpy(model.modelReset)
    model.absorb(model.draft.add_row("XM", "b"))
    assert inserted.count() == 1
    assert inserted.at(0)[1:] == [1, 1]
    assert reset.count() == 0, "the place one has scrolled to stays"
    assert model.rowCount() == 3
    assert model.place_of("XM[b].XM002") == (1, 0)


def test_a_block_of_records_is_inserted_at_once(qapp: QApplication) -> None:
    model = records("a")
    inserted = QSignalSpy(model.rowsInserted)
    outcome = model.draft.type({"XM[c].XM002": "丙"}, "paste", {"XM": ("b", "c", "d")})
    assert outcome is not None
    model.absorb(outcome)
    assert inserted.count() == 1
    assert inserted.at(0)[1:] == [1, 3]
    assert [model.headerData(n, DOWN) for n in range(model.rowCount())] == ["1", "2", "3", "4", "＋"]


def test_a_record_taken_out_leaves_the_others_where_they_are(qapp: QApplication) -> None:
    model = records("a", "b", "c")
    removed, inserted = QSignalSpy(model.rowsRemoved), QSignalSpy(model.rowsInserted)
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal, model)
    model.absorb(model.draft.remove_rows("XM", ["b"]))
    assert removed.at(0)[1:] == [1, 1]
    assert model.rows == ["a", "c"]
    assert model.place_of("XM[c].XM002") == (1, 0)
    assert model.place_of("XM[b].XM002") is None
    back = model.draft.undo()
    assert back is not None
    model.absorb(back)
    assert model.rows == ["a", "b", "c"]
    assert inserted.at(0)[1:] == [1, 1]
    assert model.look(1, 0).text == "项目b", "its figures come back with it"


def test_a_text_paints_its_own_cell_only(qapp: QApplication) -> None:
    model = records("a", "b", "c")
    spy = QSignalSpy(model.dataChanged)
    outcome = model.draft.type({"XM[b].XM032": "缺电"})
    assert outcome is not None
    model.absorb(outcome)
    assert {(spy.at(n)[0].row(), spy.at(n)[1].row()) for n in range(spy.count())} == {(1, 1)}
    columns = {(spy.at(n)[0].column(), spy.at(n)[1].column()) for n in range(spy.count())}
    seen = outcome.touched | {address for address in model.marks if address.startswith("XM[b]")}
    assert columns <= {(column, column) for _, column in filter(None, map(model.place_of, seen))}
    assert model.place_of("XM[b].XM032")[1] in {first for first, _ in columns}


def test_what_a_new_record_still_needs_is_marked(qapp: QApplication) -> None:
    model = records("a")
    needed = {address for address, mark in model.marks.items() if mark == "missing"}
    assert "XM[a].XM001" in needed
    assert "XM[a].XM002" not in needed
    row, column = model.place_of("XM[a].XM001")
    assert model.look(row, column).mark == "missing"
    assert model.tip(row, column)


@settings(max_examples=25, deadline=None)
@given(
    st.lists(
        st.one_of(st.tuples(st.just("add"), st.integers(1, 3)), st.tuples(st.just("remove"), st.integers(0, 9))),
        max_size=8,
    )
)
def test_the_model_follows_whatever_comes_and_goes(qapp: QApplication, acts: list[tuple[str, int]]) -> None:
    """After any run of acts, the lines are the draft's records in order, with the waiting one last."""
    model, made = records(), 0
    for kind, number in acts:
        rows = model.draft.current.rows.get("XM", [])
        if kind == "add":
            fresh = tuple(f"r{made + n}" for n in range(number))
            made += number
            outcome = model.draft.type({}, "paste", {"XM": fresh})
            assert outcome is not None
            model.absorb(outcome)
        elif rows:
            model.absorb(model.draft.remove_rows("XM", [rows[number % len(rows)]]))
        assert model.rows == list(model.draft.current.rows.get("XM", []))
        assert model.rowCount() == len(model.rows) + 1
        assert [model.place_of(f"XM[{row}].XM002") for row in model.rows] == [
            (n, 0) for n in range(len(model.rows))
        ]


@settings(max_examples=15, deadline=None)
@given(st.lists(st.sampled_from(["5", "约三万", "0", "", "1.5", "12,000", "不详"]), min_size=1, max_size=6))
def test_taking_back_every_act_leaves_the_grid_as_it_was(qapp: QApplication, texts: list[str]) -> None:
    model = records("a")
    row, column = model.place_of("XM[a].XM014")
    before = model.look(row, column)
    acts = 0
    for text in texts:
        outcome = model.draft.type({"XM[a].XM014": text})
        if outcome is not None:
            acts += 1
            model.absorb(outcome)
        assert model.text_at(row, column) == text.strip()
    for _ in range(acts):
        outcome = model.draft.undo()
        assert outcome is not None
        model.absorb(outcome)
    assert model.look(row, column) == before
