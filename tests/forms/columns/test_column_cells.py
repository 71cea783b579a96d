"""From cells to columns and back; texts in their order; reasons that travel as small numbers."""

from __future__ import annotations

from decimal import Decimal

import msgspec
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forms.columns.batch import Batch
from forms.columns.tables import cells
from forms.columns.tables.table import Table, Where
from forms.columns.texts import compare_texts, guarded
from forms.columns.unknowns import Unknowns, missing, settled, worst
from forms.columns.values import BEFORE, BLANK, KNOWN, NO_RETURN, ODD, UNREADABLE, WAIVED, Flag, Num, Txt, taken
from forms.pack.model import Missing, Spec
from forms.problems import FormsError
from forms.returns import FINER, Cell, Origin, Return
from forms.rules.results import Logic
from forms.rules.scope import Unknown, Why
from forms.rules.tree import Comparison, Ref
from tests.forms.columns.comparisons import COMPARISONS
from tests.forms.columns.world import LISTED, PERIOD, pack_with, record

FEW = settings(max_examples=40, deadline=None)
SPECS: dict[str, Spec] = {code: spec for code, spec in LISTED.indicators.items() if not spec.parts}


def number(value: str, **fields: object) -> Cell:
    return msgspec.structs.replace(Cell(value, Decimal(value)), **fields)


@FEW
@given(st.lists(record("LL"), min_size=1, max_size=6), st.sampled_from(sorted(SPECS)))
def test_every_cell_comes_back_with_its_value_and_its_state(rows: list[dict[str, Cell]], code: str) -> None:
    given_cells = [row.get(code) for row in rows]
    found = cells.gathered(given_cells, SPECS[code])
    for place, cell in enumerate(given_cells):
        again = cells.cell_at(found, place)
        if cell is None or (cell.value is None and cell.problem is None and cell.na is None):
            assert again is None
            continue
        assert again is not None
        assert again.value == cell.value
        assert (again.problem is None, again.na is None) == (cell.problem is None, cell.na is None)


@FEW
@given(st.lists(record("LL"), min_size=2, max_size=6), st.sampled_from(sorted(SPECS)), st.data())
def test_some_rows_of_a_column_are_the_cells_of_these_rows(
    rows: list[dict[str, Cell]], code: str, data: st.DataObject
) -> None:
    whole = cells.gathered([row.get(code) for row in rows], SPECS[code])
    places = data.draw(st.lists(st.integers(0, len(rows) - 1), min_size=2, max_size=8))
    some = taken(whole, np.array(places))
    states = [KNOWN if whole.state is None else int(whole.state[place]) for place in places]
    assert states == [KNOWN if some.state is None else int(some.state[n]) for n in range(len(places))]
    for place, (source, state) in enumerate(zip(places, states, strict=True)):
        if state == KNOWN:
            assert cells.cell_at(some, place) == cells.cell_at(whole, source)


@pytest.mark.parametrize(
    ("cell", "state"),
    [
        (number("12"), KNOWN),
        (number("0"), KNOWN),
        (None, BLANK),
        (Cell(""), BLANK),
        (Cell("十二", problem="value.not-a-number"), UNREADABLE),
        (Cell("", na="无"), WAIVED),
        (number("0.5"), ODD),
        (number("1E+25"), ODD),
        (Cell("x", "x"), ODD),
        (Cell("是", True), ODD),
    ],
)
def test_states_of_a_whole_number(cell: Cell | None, state: int) -> None:
    found = cells.gathered([number("1"), cell], SPECS["LL001"])
    assert (KNOWN if found.state is None else int(found.state[1])) == state
    assert found.odd == ({1: cell} if state == ODD else {})


@pytest.mark.parametrize(("absent", "state"), [("", BLANK), ("no-return", NO_RETURN), ("before-first", BEFORE)])
def test_a_blank_knows_whether_there_is_a_return_at_all(absent: str, state: int) -> None:
    both = cells.gathered([None, number("1")], SPECS["LL001"], [absent])
    assert both.state is not None
    assert both.state.tolist() == [state, KNOWN]
    each = cells.gathered([None, None], SPECS["LL001"], ["", absent])
    assert each.state is not None
    assert each.state.tolist() == [BLANK, state]


def test_a_decimal_has_the_places_of_its_indicator() -> None:
    found = cells.gathered([number("12.25"), number("-3"), number("0.001")], SPECS["LL004"])
    assert isinstance(found.value, Num)
    assert (found.value.scale, found.value.top.tolist()[:2]) == (2, [1225, -300])
    assert found.state is not None
    assert found.state.tolist() == [KNOWN, KNOWN, ODD]


@pytest.mark.parametrize(("unit", "rounded"), [("元", True), ("千元", False), ("万元", False), (FINER, True)])
def test_figures_rounded_from_a_finer_unit_are_marked(unit: str, rounded: bool) -> None:
    moved = number("3", origin=Origin("workbook", raw="2,600", unit=unit))
    found = cells.gathered([number("3"), moved], SPECS["LL001"])
    assert (found.refined is not None) == rounded
    if found.refined is not None:
        assert found.refined.tolist() == [False, True]


def test_masks_of_a_column_without_gaps_are_left_out() -> None:
    found = cells.numbers([1, 2], blank=[False, False], refined=[False, False])
    assert (found.state, found.refined, found.gaps) == (None, None, None)


def test_what_stands_under_a_blank_means_nothing() -> None:
    found = cells.numbers([10**17, 5], blank=[True, False])
    assert isinstance(found.value, Num)
    assert found.value.top.tolist() == [0, 5]
    assert found.value.limit == 5
    assert cells.cell_at(found, 0) is None
    truths = cells.truths([True, True], blank=[False, True])
    assert isinstance(truths.value, Flag)
    assert truths.value.holds.tolist() == [True, False]


def test_unreadable_wins_over_blank() -> None:
    found = cells.numbers([1], blank=[True], unreadable=[True])
    cell = cells.cell_at(found, 0)
    assert cell is not None
    assert cell.problem == "value.not-a-number"


@pytest.mark.parametrize(
    ("column", "text", "value"),
    [
        (cells.numbers([1225], scale=2), "12.25", Decimal("12.25")),
        (cells.numbers([-70]), "-70", Decimal(-70)),
        (cells.texts(["甲乙"]), "甲乙", "甲乙"),
        (cells.truths([True]), "是", True),
        (cells.truths([False]), "否", False),
    ],
)
def test_cells_say_what_a_column_holds(column: object, text: str, value: object) -> None:
    cell = cells.cell_at(column, 0)  # type: ignore[arg-type]
    assert cell is not None
    assert (cell.text, cell.value) == (text, value)


TEXTS = st.lists(
    st.sampled_from(["", "1", "甲", "乙", "2025-01", "2024-12", "A", "a", "甲乙"]), min_size=3, max_size=3
)


@FEW
@given(TEXTS, TEXTS, st.sampled_from(list(COMPARISONS)))
def test_texts_compare_as_texts_do(left: list[str], right: list[str], op: Comparison) -> None:
    table = Table.from_columns(pack_with(), "LL", PERIOD, {"LL012": left})
    one, other = cells.texts(left).value, cells.texts(right).value
    assert isinstance(one, Txt)
    assert isinstance(other, Txt)
    found = compare_texts(op, one, other, Batch(table, plain=True))
    expected = [COMPARISONS[op](mine, yours) for mine, yours in zip(left, right, strict=True)]  # type: ignore[arg-type]
    assert found.tolist() == expected
    same = compare_texts(op, one, one, Batch(table, plain=True))
    assert set(same.tolist()) == {op in ("=", "<=", ">=")}


REASONS: list[Why] = ["blank", "no-return", "not-applicable", "unreadable", "zero-denominator", "wrong-type"]
NODES = [Ref(place, "LL001") for place in range(len(REASONS))]
SEEN = st.lists(st.one_of(st.booleans(), st.integers(0, len(REASONS) - 1)), min_size=1, max_size=4)


def flag(unknowns: Unknowns, value: bool | int) -> Flag:
    """One truth, or the number of a reason."""
    if isinstance(value, bool):
        return Flag(np.array([value]), np.zeros(1, np.int16))
    why = unknowns.number(REASONS[value], NODES[value])
    return Flag(np.array([False]), np.array([why], np.int16))


@FEW
@given(SEEN, st.booleans(), st.sampled_from(["skip", "zero", "decide"]))
def test_and_and_or_of_columns_are_those_of_the_closures(
    values: list[bool | int], either: bool, policy: Missing
) -> None:
    logic, unknowns = Logic(policy), Unknowns()
    said = [v if isinstance(v, bool) else Unknown(REASONS[v], NODES[v]) for v in values]
    expected = (logic.any_of if either else logic.all_of)(said, NODES[0])  # type: ignore[arg-type]
    found = settled([flag(unknowns, value) for value in values], either, logic.strict)
    why = 0 if found.why is None else int(found.why[0])
    if isinstance(expected, Unknown):
        told = unknowns.listed[why]
        assert told is not None
        assert (told.why, told.node) == (expected.why, expected.node)
    else:
        assert (why, bool(found.holds[0])) == (0, expected)


@FEW
@given(st.lists(st.integers(0, len(REASONS) - 1), min_size=1, max_size=4), st.booleans())
def test_the_reason_given_is_that_of_the_closures(reasons: list[int], strict: bool) -> None:
    unknowns = Unknowns()
    found = worst([flag(unknowns, reason).why for reason in reasons], strict)
    expected = Logic("skip" if strict else "decide").worst(
        [Unknown(REASONS[reason], NODES[reason]) for reason in reasons], NODES[0]
    )
    assert found is not None
    told = unknowns.listed[int(found[0])]
    assert told is not None
    assert (told.why, told.node) == (expected.why, expected.node)


def test_reasons_are_numbered_once_and_what_is_missing_is_even() -> None:
    unknowns = Unknowns()
    numbers = {why: unknowns.number(why, NODES[0]) for why in REASONS}
    assert {why: unknowns.number(why, NODES[0]) for why in REASONS} == numbers
    assert unknowns.number("blank", NODES[1]) != numbers["blank"]
    assert len(set(numbers.values())) == len(REASONS)
    for why, given_number in numbers.items():
        assert bool(missing(np.array([given_number], np.int16))[0]) == Unknown(why, NODES[0]).missing
    assert not missing(np.zeros(1, np.int16)).any()
    assert np.flatnonzero(unknowns.named("unreadable")).tolist() == [numbers["unreadable"]]


@pytest.mark.parametrize(
    ("function", "why"),
    [(lambda _: None, "wrong-type"), (lambda _: Decimal(1) / Decimal(0), "too-large")],
)
def test_a_function_without_a_result_has_a_reason(function: object, why: str) -> None:
    found = guarded(function, NODES[0])("x")  # type: ignore[arg-type]
    assert isinstance(found, Unknown)
    assert found.why == why
    assert guarded(len, NODES[0])("甲乙") == 2


def test_rows_are_told_by_enterprise_and_by_their_id() -> None:
    firms = [
        {("LL", str(PERIOD)): Return("f", "LL", PERIOD, "small/1", rows={"LL": ids})}
        for ids in (["a", "b"], [], ["a"])
    ]
    table = Table.from_returns(pack_with(), "LL", PERIOD, firms)
    assert [table.where(row) for row in range(table.size)] == [Where(0, "a"), Where(0, "b"), Where(2, "a")]
    assert table.starts.tolist() == [0, 2], "an empty list has no first row"
    given_table = Table.from_columns(pack_with(), "LL", PERIOD, {"LL001": [None, None]}, rows=["x", "y"])
    assert [given_table.where(row) for row in (0, 1)] == [Where(0, "x"), Where(0, "y")]


@pytest.mark.parametrize("field", ["LL999", "QQ001", "LL017.nothing"])
def test_a_column_for_a_field_no_one_asks_for_is_named(field: str) -> None:
    with pytest.raises(FormsError) as raised:
        Table.from_columns(pack_with(), "LL", PERIOD, {field: [Decimal(1)]})
    assert field.partition(".")[0] in raised.value.what("zh")
    assert field.partition(".")[0] in raised.value.what("en")
