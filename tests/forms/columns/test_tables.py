"""Tables made of columns, of returns and of hundreds of enterprises; what falls back to closures, and says so."""

from __future__ import annotations

from decimal import Decimal, localcontext
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from forms.columns.compiled import ColumnPlan, check_table, plan_for
from forms.columns.tables import cells
from forms.columns.tables.table import Table, Where
from forms.pack.model import Rule
from forms.periods import Period
from forms.problems import FormsError
from forms.returns import Cell, Return
from forms.values.units import EXACT
from tests.forms.columns import world
from tests.forms.columns.world import EXAMPLES, PERIOD, Writing, by_closures, by_columns, has_meaning, pack_with

LISTED = Writing("LL")
BEFORE = PERIOD.previous()


def rule(expect: str, form: str = "LL", **fields: Any) -> Rule:
    return Rule(id="R", form=form, level="error", expect=expect, zh="则", en="rule", **fields)


def outcomes(checked: Rule, columns: dict[str, Any], **more: Any) -> list[str]:
    """The outcomes of one rule over a table of columns."""
    table = Table.from_columns(pack_with(checked), checked.form, PERIOD, columns, **more)
    line = check_table(pack_with(checked), checked.form, table)["R"].lines[0]
    return [line.outcome(place) for place in range(table.size)]


def test_a_column_may_be_values_cells_or_arrays() -> None:
    sums = rule("LL001 = LL002 + LL003", tolerance="1")
    columns = {
        "LL001": [Decimal(5), Decimal(9), None],
        "LL002": cells.numbers([2, 2, 2]),
        "LL003": [Cell("3", Decimal(3)), Cell("三", problem="value.not-a-number"), Decimal(1)],
    }
    assert outcomes(sums, columns) == ["pass", "undecided", "not_applicable"]


def test_blank_unreadable_and_rounded_rows_of_an_array() -> None:
    masks = {"blank": [False, True, False, False], "unreadable": [False, False, True, False]}
    columns = {
        "LL001": cells.numbers([7, 0, 0, 7], refined=[True, False, False, False], **masks),
        "LL002": cells.numbers([3, 3, 3, 3]),
        "LL003": cells.numbers([3, 3, 3, 3]),
    }
    assert outcomes(rule("LL001 = LL002 + LL003"), columns) == ["pass", "not_applicable", "undecided", "fail"]


def test_months_compare_in_order_and_truths_guard() -> None:
    columns = {
        "LL014": cells.texts(["2025-01", "2025-07", None]),
        "LL010": cells.truths([True, True, True]),
    }
    assert outcomes(rule("LL014 <= period", when="LL010"), columns) == ["pass", "fail", "not_applicable"]


def test_an_earlier_list_is_matched_by_key_then_by_id() -> None:
    grows = rule("LL003 >= previous(LL003)")
    earlier = Table.from_columns(
        pack_with(grows),
        "LL",
        Period.parse("2025-05"),
        {"LL012": ["乙", "甲", None], "LL003": cells.numbers([9, 1, 4])},
    )
    columns = {"LL012": ["甲", "乙", None, "丙"], "LL003": cells.numbers([5, 5, 5, 5])}
    found = outcomes(grows, columns, shifted={"previous": earlier}, rows=["r7", "r8", "r3", "r4"])
    assert found == ["pass", "fail", "pass", "not_applicable"]


def test_rows_too_large_for_the_integers_are_run_by_closures() -> None:
    ratio = rule("LL001 * LL002 * LL003 / LL001 / LL003 = LL002")
    huge = 3 * 10**17
    columns = {
        "LL001": cells.numbers([huge, 2]),
        "LL002": cells.numbers([huge, 3]),
        "LL003": cells.numbers([huge, 4]),
    }
    pack = pack_with(ratio)
    found = check_table(pack, "LL", Table.from_columns(pack, "LL", PERIOD, columns))["R"]
    assert found.by_closure >= 1
    assert found.counts["pass"] == 2


def test_an_odd_row_is_run_with_all_rows_its_guard_adds_up() -> None:
    small = rule("LL001 >= 0", when="sum(LL001) > 100")
    columns = {"LL001": [Decimal(200), Decimal("0.5"), Decimal(3)]}
    assert outcomes(small, columns) == ["pass", "pass", "pass"]


def test_a_tie_that_cut_digits_decide_is_left_to_the_closures() -> None:
    pack = pack_with(rule("LL001 / LL002 * 3 - 1 = 0"))
    columns = {"LL001": cells.numbers([1, 2]), "LL002": cells.numbers([3, 3])}
    found = check_table(pack, "LL", table := Table.from_columns(pack, "LL", PERIOD, columns))
    assert found["R"].by_closure == 1
    with localcontext(EXACT):
        same = [seen[3] for seen in by_closures(pack, "LL", [listing(table)], PERIOD)]
    assert [found["R"].lines[0].outcome(place) for place in (0, 1)] == same


def listing(table: Table) -> dict[tuple[str, str], Return]:
    """The returns a table of columns stands for."""
    source: Any = table.source
    return {("LL", str(PERIOD)): source.as_return(range(table.size))}


def test_a_quotient_is_exact_where_doubles_are_not() -> None:
    third = rule("LL001 / LL002 * 3 = 1")
    assert outcomes(third, {"LL001": cells.numbers([1, 10**17]), "LL002": cells.numbers([3, 3 * 10**17 + 1])}) == [
        "pass",
        "fail",
    ]


@pytest.mark.parametrize(
    ("expect", "fields", "why"),
    [
        ("median(LL001) > 0", {"scope": "row"}, "median over rows"),
        ("previous(previous(LL001)) >= 0", {}, "previous within"),
        ("sum(LL001) > 0", {"scope": "form"}, "the list as a whole"),
    ],
)
def test_what_columns_cannot_say_falls_back_and_says_so(expect: str, fields: dict[str, Any], why: str) -> None:
    pack = pack_with(rule(expect, **fields))
    (note,) = ColumnPlan(pack, "LL").explain()
    assert note.way == "closures"
    assert why in str(note)
    table = Table.from_columns(pack, "LL", PERIOD, {"LL001": cells.numbers([1, 2, 3])})
    found = check_table(pack, "LL", table)["R"]
    assert found.by_closure == len(found.lines[0].outcomes)


def test_a_list_as_a_whole_has_one_place_per_enterprise() -> None:
    pack = pack_with(rule("sum(LL001) = 6", scope="form"))
    firms = [{("LL", str(PERIOD)): listed(values)} for values in ([1, 2, 3], [1], [])]
    found = check_table(pack, "LL", Table.from_returns(pack, "LL", PERIOD, firms))["R"]
    assert found.rows == ((0, None), (1, None), (2, None))
    assert [found.lines[0].outcome(place) for place in range(3)] == ["pass", "fail", "fail"]


def listed(values: list[int]) -> Return:
    rows = [f"r{number}" for number in range(len(values))]
    numbers = {f"LL[{row}].LL001": Cell(str(n), Decimal(n)) for row, n in zip(rows, values, strict=True)}
    return Return("f", "LL", PERIOD, "small/1", numbers, {"LL": rows})


def test_hundreds_of_enterprises_are_one_table() -> None:
    grows = rule("SS001 >= previous(SS001)", "SS")
    pack = pack_with(grows)
    firms = [
        {
            ("SS", str(PERIOD)): single(PERIOD, number % 7),
            **({("SS", str(BEFORE)): single(Period.parse("2025-05"), 3)} if number % 2 else {}),
        }
        for number in range(300)
    ]
    table = Table.from_returns(pack, "SS", PERIOD, firms)
    found = check_table(pack, "SS", table)["R"]
    assert found.by_closure == 0
    assert found.counts == {"pass": 86, "fail": 64, "not_applicable": 150, "undecided": 0}
    assert table.where(299) == Where(299)


def single(period: Period, value: int) -> Return:
    return Return("f", "SS", period, "small/1", {"SS001": Cell(str(value), Decimal(value))})


def test_reasons_are_told_in_words_in_both_languages() -> None:
    pack = pack_with(rule("LL001 / LL002 > 1"))
    table = Table.from_columns(pack, "LL", PERIOD, {"LL001": cells.numbers([1]), "LL002": cells.numbers([0])})
    found = check_table(pack, "LL", table)
    assert "指标002" in found.reason("R", 0)
    assert "Item 002" in found.reason("R", 0, language="en")
    assert list(found) == ["R"]
    assert len(found) == 1


def test_a_rule_without_meaning_is_undecided_everywhere() -> None:
    pack = pack_with(rule("LL999 > 0"))
    table = Table.from_columns(pack, "LL", PERIOD, {"LL001": cells.numbers([1, 2])})
    found = check_table(pack, "LL", table)
    assert found["R"].counts["undecided"] == 2
    assert "LL999" in found.reason("R", 1)


def test_a_table_without_rows_has_no_places() -> None:
    pack = pack_with(rule("LL001 > 0 and unique(LL012)"))
    assert check_table(pack, "LL", Table.from_columns(pack, "LL", PERIOD, {}))["R"].counts["pass"] == 0
    assert check_table(pack, "LL", Table.from_returns(pack, "LL", PERIOD, [{}]))["R"].counts["pass"] == 0


def test_rules_can_be_named_and_forms_must_be_known() -> None:
    pack = pack_with(rule("LL001 > 0"), Rule(id="S", form="LL", level="error", expect="LL002 > 0", zh="", en=""))
    table = Table.from_columns(pack, "LL", PERIOD, {"LL001": cells.numbers([1])})
    assert list(check_table(pack, "LL", table, ["S"])) == ["S"]
    assert plan_for(pack, "LL") is plan_for(pack, "LL")
    with pytest.raises(FormsError, match=r"form\.unknown"):
        check_table(pack, "QQ", table)
    with pytest.raises(FormsError, match=r"form\.unknown"):
        Table.from_columns(pack, "QQ", PERIOD, {})


def test_outcomes_come_as_arrays_with_their_places() -> None:
    pack = pack_with(rule("LL001 > 1"))
    table = Table.from_columns(
        pack, "LL", PERIOD, {"LL001": cells.numbers(np.arange(4), blank=[False] * 3 + [True])}
    )
    line = check_table(pack, "LL", table)["R"].lines[0]
    assert line.places("fail").tolist() == [0, 1]
    assert line.places("not_applicable").tolist() == [3]
    assert line.unknown(0) is None


@settings(max_examples=EXAMPLES, deadline=None)
@given(data=st.data())
def test_columns_given_say_what_the_same_list_says(data: st.DataObject) -> None:
    """A table of columns, its earlier lists among them, against the closures over the returns it stands for."""
    pack = pack_with(data.draw(LISTED.rule()))
    assume(has_meaning(pack))
    held = data.draw(world.returns())
    periods = {shift: p for shift, p in world.SHIFTED.items() if ("LL", str(p)) in held}
    shifted = {shift: given_of(pack, held["LL", str(p)], p) for shift, p in periods.items()}
    others = {key: value for key, value in held.items() if key[0] != "LL"}
    table = given_of(pack, held["LL", str(PERIOD)], PERIOD, shifted=shifted, returns=others)
    with localcontext(EXACT):
        expected = by_closures(pack, "LL", [held], PERIOD)
    assert by_columns(pack, table, check_table(pack, "LL", table)) == expected


def given_of(pack: Any, source: Return, period: Period, **more: Any) -> Table:
    """A table of columns that holds what a list holds."""
    rows = source.rows["LL"]
    fields = sorted({address.partition("].")[2] for address in source.cells})
    columns = {field: [source.cells.get(f"LL[{row}].{field}") for row in rows] for field in fields}
    return Table.from_columns(pack, "LL", period, columns, rows=rows, **more)
