"""Money in another unit than the form's: shown and typed in it, converted exactly, kept as typed."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from client.ui.entry.bar import MONEY
from client.ui.entry.cells.records import RecordsModel
from client.ui.entry.cells.single import SingleModel
from client.ui.ground.language import Translators
from client.ui.parts.choice import Choice
from client.usecases.returns.editing import Draft
from forms.pack import bundled_pack
from forms.periods import Period
from forms.returns import Cell, Return
from forms.values.units import UNITS_EN
from tests.client.ui.conftest import Pilot

PACK = bundled_pack()
PEOPLE = next(code for code, i in PACK.forms["JY"].indicators.items() if i.unit == "人" and not i.computed)


def month(form: str = "JY", **texts: str) -> Draft:
    draft = Draft(PACK, Return(firm="F", form=form, period=Period.parse("2025-09"), pack=PACK.version), {})
    draft.type(texts)
    return draft


def type_into(model: SingleModel, address: str, text: str) -> Cell | None:
    model.typed.connect(model.draft.type)
    place = model.place_of(address)
    assert place is not None
    model.setData(model.index(*place), text)
    model.typed.disconnect(model.draft.type)
    return model.draft.cell(address)


@settings(max_examples=60, deadline=None)
@given(st.integers(-(10**12), 10**12), st.sampled_from(MONEY))
def test_what_is_shown_typed_again_changes_nothing(qapp: QApplication, figure: int, unit: str) -> None:
    """A form's own figure survives being edited in any unit, to the last digit."""
    model = SingleModel(month(JY001=str(figure)))
    model.show_unit(unit)
    place = model.place_of("JY001")
    again = model.entered(*place, model.text_at(*place))
    model.draft.type({"JY001": again})
    cell = model.draft.cell("JY001")
    assert cell is not None
    assert cell.value == Decimal(figure)
    assert cell.problem is None


@pytest.mark.parametrize(
    ("unit", "shown", "edited"),
    [
        ("", "1,234,567", "1,234,567"),
        ("元", "1,234,567,000", "1234567000"),
        ("千元", "1,234,567", "1,234,567"),
        ("万元", "123,456.7", "123456.7"),
        ("亿元", "12.34567", "12.34567"),
    ],
)
def test_a_figure_in_each_unit(qapp: QApplication, unit: str, shown: str, edited: str) -> None:
    model = SingleModel(month(JY001="1,234,567"))
    model.show_unit(unit)
    row, column = model.place_of("JY001")
    assert model.look(row, column).text == shown
    assert model.text_at(row, column) == edited
    units = next(n for n, c in enumerate(model.columns) if c.key == "unit")
    assert model.look(row, units).text == (unit or "千元")


def test_what_is_typed_counts_in_the_unit_shown_and_is_kept(qapp: QApplication) -> None:
    model = SingleModel(month())
    model.show_unit("万元")
    cell = type_into(model, "JY001", "１２.５")
    assert cell.value == Decimal(125)
    assert (cell.origin.raw, cell.origin.unit) == ("12.5", "万元")
    assert type_into(model, "JY002", "=12+0.5").value == Decimal(125), "so does a sum"


@pytest.mark.parametrize(("text", "value"), [("3亿", 300000), ("(12)", -120), ("7千元", 7)])
def test_a_unit_that_was_typed_goes_before_the_one_shown(qapp: QApplication, text: str, value: int) -> None:
    model = SingleModel(month())
    model.show_unit("万元")
    assert type_into(model, "JY001", text).value == Decimal(value)


def test_people_and_words_have_no_other_unit(qapp: QApplication) -> None:
    model = SingleModel(month(**{PEOPLE: "35", "JY002": "约三万"}))
    model.show_unit("亿元")
    assert model.look(*model.place_of(PEOPLE)).text == "35"
    assert model.look(*model.place_of("JY002")).text == "约三万"
    assert model.text_at(*model.place_of("JY002")) == "约三万"


def test_the_heads_of_a_list_name_the_unit(qapp: QApplication) -> None:
    draft = month("XM")
    model = RecordsModel(draft)
    column = next(n for n, field in enumerate(model.fields) if field.name == "XM015")
    assert "万元" in model.headerData(column, Qt.Orientation.Horizontal)
    model.show_unit("亿元")
    assert "亿元" in model.headerData(column, Qt.Orientation.Horizontal)


def test_copied_in_one_unit_pasted_in_it_nothing_changes(pilot: Pilot) -> None:
    pilot.open("JY", "2025-09", "JY001")
    pilot.type("JY001", "1234567")
    unit = pilot.child("unit", Choice)
    assert isinstance(unit, Choice)
    unit.choose("亿元")
    pilot.sheet.go_to("JY001")
    assert pilot.text("JY001") == "12.34567"
    pilot.keys(key=Qt.Key.Key_C, ctrl=True)
    assert QGuiApplication.clipboard().text().strip() == "12.34567"
    pilot.sheet.go_to("JY003")
    pilot.keys(key=Qt.Key.Key_V, ctrl=True)
    assert pilot.draft.cell("JY003").value == Decimal(1234567)
    pilot.open("JY", "2025-08")
    assert pilot.entry.grid.model.unit == "亿元", "it stays chosen from return to return"


def test_forms_without_money_offer_no_unit(pilot: Pilot) -> None:
    pilot.open("LJ", str(PACK.forms["LJ"].period_of(Period.parse("2025-09"))))
    money = any(i.unit.endswith("元") for i in PACK.forms["LJ"].indicators.values())
    assert pilot.entry.bar.unit.isVisible() == money


def test_a_unit_reads_in_the_language_of_the_window(qapp: QApplication) -> None:
    """In the grid, above the list, in the unit chosen: one table says how."""
    translators = Translators(qapp)
    translators.speak("en")
    try:
        model = SingleModel(month(JY001="5"))
        row, _ = model.place_of("JY001")
        unit = [each.key for each in model.columns].index("unit")
        assert model.look(row, unit).text == "k yuan"
        model.show_unit("万元")
        assert model.look(row, unit).text == "10k yuan"
        across = Qt.Orientation.Horizontal
        records = RecordsModel(month("XM"))
        heads = [records.headerData(n, across) for n in range(records.columnCount())]
        assert any(head.endswith(" · 10k yuan") for head in heads)
        assert not [head for head in heads if "元" in head]
    finally:
        translators.be_silent()
    assert model.look(row, unit).text == "万元"


def test_every_unit_of_the_definitions_has_its_english() -> None:
    units = {
        spec.unit
        for form in PACK.forms.values()
        for i in form.indicators.values()
        for spec in (i, *i.parts.values())
    }
    assert not units - UNITS_EN.keys() - {"", "%"}
