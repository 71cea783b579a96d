"""One form of many enterprises as one table: each is looked at with its own earlier returns and other forms."""

from __future__ import annotations

from decimal import Decimal, localcontext
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forms.columns.compiled import check_table
from forms.columns.tables import cells
from forms.columns.tables.table import Table, Where
from forms.pack.model import Rule
from forms.periods import Period
from forms.returns import Cell, Return
from forms.values.units import EXACT
from tests.forms.columns.world import by_closures, by_columns, pack_with

JUNE, MAY, LAST_JUNE, DECEMBER = (Period.parse(text) for text in ("2025-06", "2025-05", "2024-06", "2024-12"))
FEBRUARY = Period.parse("2025-02")
Firm = dict[tuple[str, str], Return]


def rule(expect: str, **fields: Any) -> Rule:
    return Rule(
        **{"id": "R", "form": "SS", "level": "error", "zh": "则", "en": "rule", "expect": expect, **fields}
    )


def firm(**figures: dict[str, int | str | None]) -> Firm:
    """Returns of one enterprise by month (``m2025_06``): figures, texts, and None for what cannot be read."""
    held = {}
    for month, fields in figures.items():
        period = Period.parse(month[1:].replace("_", "-"))
        made = {}
        for field, said in fields.items():
            problem = "value.not-a-number" if said is None else None
            made[field] = Cell(str(said), Decimal(said) if isinstance(said, int) else said, problem)
        held["SS", str(period)] = Return("f", "SS", period, "small/1", made)
    return held


def letters(checked: Rule, firms: list[Firm], period: Period = JUNE) -> str:
    """The first letter of each enterprise's outcome; the closures must say the same of each alone."""
    pack = pack_with(checked)
    table = Table.from_returns(pack, "SS", period, firms)
    found = check_table(pack, "SS", table)
    with localcontext(EXACT):
        assert by_columns(pack, table, found) == by_closures(pack, "SS", firms, period)
    line = found["R"].lines[0]
    return "".join(line.outcome(place)[0] for place in range(table.size))


def test_each_enterprise_has_its_own_month_before() -> None:
    firms = [
        firm(m2025_05={"SS001": 5}, m2025_06={"SS001": 6}),
        firm(m2025_05={"SS001": 7}, m2025_06={"SS001": 6}),
        firm(m2025_06={"SS001": 6}),
        firm(m2025_05={"SS001": 5}),
        firm(m2025_05={"SS001": None}, m2025_06={"SS001": 6}),
        firm(m2025_05={}, m2025_06={"SS001": 6}),
        {},
    ]
    assert letters(rule("SS001 >= previous(SS001)"), firms) == "pfnnunn"


def test_the_first_report_of_the_year_starts_a_cumulative_figure_at_nought() -> None:
    """There is no January report: February has none before it, and an accumulated figure begins with it."""
    firms = [
        firm(m2025_02={"SS001": 4, "SS003": 4}),
        firm(m2025_02={"SS001": 4, "SS003": 4}, m2024_12={"SS001": 99}),
    ]
    assert letters(rule("SS001 - previous(SS001) = 4"), firms, FEBRUARY) == "pp"
    assert letters(rule("SS003 >= previous(SS003)"), firms, FEBRUARY) == "nn"


@pytest.mark.parametrize(
    ("expect", "expected"),
    [
        ("SS001 >= last_year(SS001)", "pfnn"),
        ("SS003 >= year_end(SS003)", "fpnn"),
        ("SS001 = SS001@ly", "nnfn"),
        ("last_year(SS001) + year_end(SS003) > 0", "ppnp"),
    ],
)
def test_a_year_ago_and_the_end_of_last_year(expect: str, expected: str) -> None:
    firms = [
        firm(m2025_06={"SS001": 6, "SS003": 1}, m2024_06={"SS001": 5}, m2024_12={"SS003": 2}),
        firm(m2025_06={"SS001": 6, "SS003": 1}, m2024_06={"SS001": 7}, m2024_12={"SS003": 0}),
        firm(m2025_06={"SS001": 6, "SS001@ly": 5}),
        firm(m2024_06={"SS001": 7}, m2024_12={"SS003": 0}),
    ]
    assert letters(rule(expect), firms) == expected


def test_a_form_of_each_enterprise_may_be_held_against_its_list() -> None:
    firms = []
    for total, parts in ((6, [1, 2, 3]), (7, [1, 2, 3]), (0, []), (5, None)):
        held = firm(m2025_06={"SS001": total})
        if parts is not None:
            listed = Return("f", "LL", JUNE, "small/1", rows={"LL": [f"r{n}" for n in range(len(parts))]})
            for number, part in enumerate(parts):
                listed.cells[f"LL[r{number}].LL001"] = Cell(str(part), Decimal(part))
            held["LL", str(JUNE)] = listed
        firms.append(held)
    assert letters(rule("SS001 = sum(LL001)", form="SS"), firms) == "pfpn"


@pytest.mark.parametrize(
    ("staff", "revenue", "expected"),
    [(10, 10**15, "p"), (0, 5, "u"), (3, 10**18, "f"), (1, 4 * 10**18, "f")],
)
def test_figures_of_any_size_come_out_exactly(staff: int, revenue: int, expected: str) -> None:
    firms = [firm(m2025_06={"SS001": revenue, "SS002": staff}), firm(m2025_06={"SS001": 1, "SS002": 1})]
    assert letters(rule("SS001 / SS002 * 3 <= 300000000000000"), firms) == expected + "p"


def test_one_enterprise_with_an_odd_figure_troubles_no_other() -> None:
    usual = [firm(m2025_06={"SS001": number, "SS002": 5}) for number in range(10)]
    odd = firm(m2025_06={"SS001": 10**25, "SS002": 5})
    checked = rule("SS001 >= SS002")
    alone = letters(checked, usual)
    assert alone == "fffffppppp"
    assert letters(checked, [*usual[:4], odd, *usual[4:]]) == alone[:4] + "p" + alone[4:]
    pack = pack_with(checked)
    table = Table.from_returns(pack, "SS", JUNE, [*usual, odd])
    assert check_table(pack, "SS", table)["R"].by_closure == 1


def test_a_table_of_columns_has_a_row_for_each_record() -> None:
    pack = pack_with(rule("SS001 >= previous(SS001)"))
    may = Table.from_columns(pack, "SS", MAY, {"SS001": cells.numbers([1, 9, 1], blank=[False, False, True])})
    june = Table.from_columns(pack, "SS", JUNE, {"SS001": cells.numbers([5, 5, 5])}, shifted={"previous": may})
    line = check_table(pack, "SS", june)["R"].lines[0]
    assert [line.outcome(place) for place in range(3)] == ["pass", "fail", "not_applicable"]
    assert [june.where(place) for place in range(3)] == [Where(0), Where(1), Where(2)]
    assert june.starts.tolist() == [0, 1, 2]


def test_no_enterprises_are_no_places() -> None:
    pack = pack_with(rule("SS001 >= previous(SS001)"))
    table = Table.from_returns(pack, "SS", JUNE, [])
    found = check_table(pack, "SS", table)["R"]
    assert table.size == 0
    assert found.counts == {"pass": 0, "fail": 0, "not_applicable": 0, "undecided": 0}


FIGURES = st.one_of(st.none(), st.integers(-3, 12), st.sampled_from([10**9, 10**17, 10**20]))
MONTH = st.dictionaries(st.sampled_from(["SS001", "SS002", "SS003"]), FIGURES)
FIRM = st.dictionaries(st.sampled_from(["m2025_06", "m2025_05", "m2024_06", "m2024_12"]), MONTH).map(
    lambda held: firm(**held)
)
RULES = st.sampled_from(
    [
        "SS001 = SS002 + SS003",
        "SS001 / SS002 between 0.5 and 2",
        "abs(SS003 - last_year(SS003)) <= 20% of last_year(SS003)",
        "if SS001 > previous(SS001) then SS002 >= previous(SS002)",
        "SS001 * SS002 * SS003 >= 0 or blank(SS003)",
        "max(SS001, SS002, year_end(SS003)) != SS003",
    ]
)


@settings(max_examples=40, deadline=None)
@given(RULES, st.sampled_from(["skip", "zero", "decide"]), st.lists(FIRM, min_size=2, max_size=5), st.data())
def test_who_else_is_in_the_table_and_where_changes_nothing(
    expect: str, missing: Any, firms: list[Firm], data: st.DataObject
) -> None:
    checked = rule(expect, missing=missing)
    together = letters(checked, firms)
    order = data.draw(st.permutations(range(len(firms))))
    assert letters(checked, [firms[place] for place in order]) == "".join(together[place] for place in order)
    assert together == "".join(letters(checked, [each]) for each in firms)
