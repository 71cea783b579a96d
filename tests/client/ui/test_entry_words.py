"""Columns, lists to pick from and values as they are shown: what holds for every form of the catalogue."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtWidgets import QApplication

from client.ui.entry.cells.columns import columns_of
from client.ui.entry.cells.looks import growth, input_ground, shown
from client.ui.entry.grid.editors import code_picker
from forms.pack import Indicator, bundled_pack
from forms.pack.model import Spec
from forms.returns import Cell
from forms.values.reading import read

PACK = bundled_pack()
INDICATORS = [indicator for form in PACK.forms.values() for indicator in form.indicators.values()]
SPECS: list[Spec] = [
    spec
    for one in INDICATORS
    for spec in (*([] if one.parts or one.table else [one]), *one.parts.values(), *one.table.values())
]
FIGURES = st.decimals(allow_nan=False, allow_infinity=False, places=2, min_value=-(10**12), max_value=10**12)


def figure(value: Decimal) -> Cell:
    return Cell(str(value), value)


@pytest.mark.parametrize("form", list(PACK.forms))
def test_columns_can_shrink_and_only_periods_are_typed_into(qapp: QApplication, form: str) -> None:
    columns = columns_of(PACK.forms[form])
    assert len({column.key for column in columns}) == len(columns)
    assert all(0 < column.least <= column.width for column in columns)
    assert all(column.title for column in columns)
    assert {column.key for column in columns if column.editable} <= {"now", "ly"}
    assert [column.key for column in columns if column.stretch] == ["name"]


@pytest.mark.parametrize("form", list(PACK.forms))
def test_last_year_is_shown_once(qapp: QApplication, form: str) -> None:
    keys = {column.key for column in columns_of(PACK.forms[form])}
    assert len(keys & {"ly", "last_year"}) == 1
    assert ("previous" in keys) == (PACK.forms[form].frequency != "annual")


def test_whatever_is_picked_is_read_as_what_was_meant() -> None:
    """The list and the reading agree: no pick of any list of the catalogue ends as unreadable."""
    listed = [(spec, picks) for spec in SPECS if (picks := code_picker(PACK, spec)) is not None]
    assert listed
    for spec, picks in listed:
        assert picks, "an empty list would be a dead end"
        assert len({pick.shown for pick in picks}) == len(picks), "no two entries look alike"
        for pick in picks:
            cell = read(pick.typed, spec, PACK)
            assert cell.problem is None, (spec, pick)
            assert cell.value is not None
            assert pick.typed.casefold() in pick.found_by


def test_free_text_and_figures_have_no_list() -> None:
    free = [spec for spec in SPECS if spec.type in ("text", "integer", "decimal", "month", "uscc", "phone")]
    assert free
    assert all(code_picker(PACK, spec) is None for spec in free)


def test_computed_lines_are_never_input() -> None:
    grounds = {one.code: input_ground(one, None) for one in INDICATORS}
    assert {code for code, ground in grounds.items() if ground == "computed"} == {
        one.code for one in INDICATORS if one.computed
    }
    for one in INDICATORS:
        for part in (*one.parts.values(), *one.table.values()):
            assert input_ground(part, one) == grounds[one.code], "a part is what its indicator is"


@pytest.mark.parametrize("text", ["约三万", "不详", "???", "12.3.4"])
def test_no_unreadable_text_is_ever_hidden(qapp: QApplication, text: str) -> None:
    for spec in SPECS:
        cell = read(text, spec, PACK)
        if cell.problem is not None:
            assert shown(cell, spec, PACK) == cell.text == text


@settings(max_examples=40, deadline=None)
@given(FIGURES)
def test_a_figure_shown_can_be_typed_back(value: Decimal) -> None:
    """What stands in the grid, thousands separators and proper minus sign and all, reads as the same figure."""
    spec: Indicator = PACK.forms["JY"].indicators["JY042"]
    assert spec.numeric
    back = read(shown(figure(value), spec, PACK), spec, PACK)
    assert back.value == value


@settings(max_examples=40, deadline=None)
@given(FIGURES, FIGURES)
def test_growth_has_the_sign_of_the_change(now: Decimal, before: Decimal) -> None:
    text = growth(figure(now), figure(before))
    if before == 0:
        assert text == "—"
    elif now == before:
        assert text == "0.0%"
    elif text.endswith("%"):
        sign = {"+": 1, "−": -1}[text[0]]
        assert sign * (now - before) >= 0 or text in ("+0.0%", "−0.0%")
        assert abs(Decimal(text[1:-1])) <= 1000
    else:
        assert text.endswith(" 倍")
        assert abs(now - before) >= 10 * abs(before)
