"""What rules say of a list over columns, row by row, written down by hand; and that the closures agree."""

from __future__ import annotations

from decimal import Decimal, localcontext
from typing import Any

import pytest

from forms.columns.compiled import ColumnPlan, check_table
from forms.columns.outcomes import PlanNote, TableOutcome
from forms.columns.tables.table import Table
from forms.pack.model import Pack, Rule
from forms.periods import Period
from forms.returns import Cell, Return
from forms.values.units import EXACT
from tests.forms.columns.world import PERIOD, by_closures, by_columns, pack_with

LETTERS = {"p": "pass", "f": "fail", "n": "not_applicable", "u": "undecided"}
WRONG, WAIVED = Cell("?", problem="value.not-a-number"), Cell("", na="无")

LIST: dict[str, list[Any]] = {
    "LL001": [10, 20, 0, None, 5],
    "LL002": [10, 5, 0, 7, WRONG],
    "LL003": [-1, 0, 1, 2, WAIVED],
    "LL004": ["0.5", "12.25", "0", None, "100"],
    "LL010": [True, False, None, True, False],
    "LL011": ["1", "2", "3", None, "9"],
    "LL012": ["甲", "乙", "甲", None, "12"],
    "LL014": ["2025-01", "2025-06", "2025-07", None, "2024-12"],
    "LL015": ["2025-03", "2025-06", "2024-12", "2025-01", None],
    "LL016": [("1",), ("1", "2"), ("3",), None, ("2",)],
}


def value(said: Any, field: str) -> Any:
    """A cell's value as the indicator has it."""
    number = field in ("LL001", "LL002", "LL003", "LL004", "SS001", "SS002")
    return Decimal(said) if number and isinstance(said, int | str) else said


def columns(given: dict[str, list[Any]]) -> dict[str, list[Any]]:
    return {field: [value(said, field) for said in column] for field, column in given.items()}


def rule(expect: str, **fields: Any) -> Rule:
    made = {"id": "R", "form": "LL", "level": "error", "zh": "则", "en": "rule", "scope": "row", **fields}
    return Rule(expect=expect, **made)


def judged(checked: Rule, given: dict[str, list[Any]], **more: Any) -> tuple[Table, TableOutcome]:
    pack = pack_with(checked)
    table = Table.from_columns(pack, "LL", PERIOD, columns(given), **more)
    return table, check_table(pack, "LL", table)


def letters(checked: Rule, given: dict[str, list[Any]] | None = None, **more: Any) -> str:
    """The first letter of each row's outcome, after the closures said the same of the same list."""
    table, found = judged(checked, LIST if given is None else given, **more)
    source: Any = table.source
    held = {("LL", str(PERIOD)): source.as_return(range(table.size))}
    if not more:
        with localcontext(EXACT):
            expected = by_closures(pack_with(checked), "LL", [held], PERIOD)
        assert by_columns(pack_with(checked), table, found) == expected
    line = found["R"].lines[0]
    return "".join(line.outcome(place)[0] for place in range(table.size))


@pytest.mark.parametrize(
    ("expect", "expected"),
    [
        ("LL001 = LL002", "pfpnu"),
        ("LL001 != LL002", "fpfnu"),
        ("LL001 >= LL002 + 15", "fpfnu"),
        ("LL001 between 5 and 10", "pffnp"),
        ("LL001 not between 5 and 10", "fppnf"),
        ("abs(LL003) <= 1", "pppfn"),
        ("LL001 / LL002 <= 1", "pfunu"),
        ("max(LL001, LL004) = LL001", "pppnf"),
        ("min(LL001, LL004) = LL004", "pppnf"),
        ("round(LL004, 0) = LL004", "ffpnp"),
        ("LL004 * 4 = 49", "fpfnf"),
        ("LL001 = 50% of 20", "pffnf"),
        ("LL001 in {0, 10}", "pfpnf"),
        ("LL001 not in {0, 10}", "fpfnp"),
        ('LL011 in {"1", "2"}', "ppfnf"),
        ("LL011 in stage", "pppnf"),
        ("LL011 not in stage", "fffnp"),
        ("LL012 in WORDS", "pfpnf"),
        ('group(LL011, stage) = "A"', "ppfnu"),
        ('name(LL011, stage) = "阶段3"', "ffpnu"),
        ("LL011 in LL016", "pppnf"),
        ("LL014 <= LL015", "ppfnn"),
        ("LL014 <= period", "ppfnp"),
        ('LL014 = "2025-06"', "fpfnf"),
        ("months_between(LL014, LL015) = 3", "pffnn"),
        ("length(LL012) = 1", "pppnf"),
        ('text(LL012, 1, 1) = "1"', "fffnp"),
        ('matches(LL012, "##")', "fffnp"),
        ("number(LL012) = 12", "uuunp"),
        ("filled(LL001)", "pppfp"),
        ("blank(LL001)", "fffpf"),
        ("or_zero(LL001) = 0", "ffppf"),
        ("unique(LL012)", "fpfpp"),
        ("LL010", "pfnpf"),
        ("not LL010", "fpnfp"),
        ("LL001 > 0 and LL003 < 0", "pffnn"),
        ("LL001 > 0 or LL003 > 0", "pppnn"),
        ("if LL010 then LL001 = 10", "ppnnp"),
        ("(if LL010 then LL001 else LL003) = 10", "pfnnn"),
        ("count(LL) = 5", "ppppp"),
        ("count(LL001) = 4", "ppppp"),
        ('count(LL where LL012 = "甲") = 2', "ppppp"),
        ("any(LL001 > 15)", "nnnnn"),
        ("LL001 <= sum(LL004 where filled(LL004)) - 100", "pfpnp"),
        ("largest(LL004 where filled(LL004)) = 100", "ppppp"),
        ("smallest(LL001 where filled(LL001)) = 0", "ppppp"),
        ("months = 6 and year = 2025", "ppppp"),
        ("LL001 < HIGH * RATIO", "pppnp"),
    ],
)
def test_what_a_rule_says_of_each_row(expect: str, expected: str) -> None:
    assert letters(rule(expect)) == expected


@pytest.mark.parametrize(
    ("missing", "expected"),
    [("skip", "pfnnn"), ("zero", "pfpfn"), ("decide", "pfpun")],
)
def test_three_ways_with_a_blank(missing: str, expected: str) -> None:
    """``or`` with: both hold, neither, one blank with the other true, both blank, and a place marked 不适用."""
    given = {"LL001": [1, 0, None, None, WAIVED], "LL002": [1, 0, 1, None, 0]}
    assert letters(rule("LL001 > 0 or LL002 > 0", missing=missing), given) == expected


@pytest.mark.parametrize(
    ("when", "expected"),
    [
        ("LL010", "pnnpn"),
        ("not LL010", "nfnnp"),
        ("filled(LL003)", "pffpn"),
        ("LL001 > 0", "pfnnp"),
        ("LL002 > 0", "pfnpu"),
        ("months > 6", "nnnnn"),
        ("months >= 6", "pffpp"),
    ],
)
def test_a_rule_applies_where_its_guard_holds(when: str, expected: str) -> None:
    given = {**LIST, "LL005": [Decimal(n) for n in (1, 0, 0, 1, 1)]}
    assert letters(rule("LL005 = 1", when=when), given) == expected


@pytest.mark.parametrize(
    ("tolerance", "op", "expected"),
    [
        ("", "=", "ffpff"),
        ("1", "=", "fpppf"),
        ("2", "=", "ppppp"),
        ("1%", "=", "fpppf"),
        ("0.5", "=", "ffpff"),
        ("LL003", "=", "ppppp"),
        ("1", "<=", "ppppf"),
        ("1", ">=", "fpppp"),
        ("", "<", "ppfff"),
        ("2", "<", "ppppf"),
        ("1", "!=", "ppfpp"),
    ],
)
def test_give_or_take(tolerance: str, op: str, expected: str) -> None:
    given = {"LL001": [98, 99, 100, 101, 102], "LL002": [100] * 5, "LL003": [2] * 5}
    assert letters(rule(f"LL001 {op} LL002", tolerance=tolerance), given) == expected


def test_reasons_name_the_indicator_in_both_languages() -> None:
    _, found = judged(rule("LL001 / LL002 >= 1"), LIST)
    assert found.reason("R", 0) == ""
    assert "不能作除数" in found.reason("R", 2)
    assert "指标002" in found.reason("R", 2)
    assert "指标001" in found.reason("R", 3)
    assert "未填" in found.reason("R", 3)
    assert "Item 001" in found.reason("R", 3, language="en")
    assert "is blank" in found.reason("R", 3, language="en")
    assert "无法识别" in found.reason("R", 4)
    assert "cannot be read" in found.reason("R", 4, language="en")


def test_an_earlier_row_is_looked_for_under_the_same_key() -> None:
    grows = rule("LL003 >= previous(LL003)")
    may = Table.from_columns(
        pack_with(grows), "LL", PERIOD.previous() or PERIOD, columns({"LL012": ["乙", "甲"], "LL003": [3, 1]})
    )
    given = {"LL012": ["甲", "乙", "丙"], "LL003": [1, 2, 3]}
    assert letters(grows, given, shifted={"previous": may}, rows=["a", "b", "c"]) == "pfn"
    table, found = judged(grows, given, rows=["a", "b", "c"])
    assert [found["R"].lines[0].outcome(place) for place in range(table.size)] == ["not_applicable"] * 3


def test_a_key_in_two_earlier_rows_means_the_first() -> None:
    grows = rule("LL003 >= previous(LL003)")
    may = Table.from_columns(
        pack_with(grows), "LL", Period.parse("2025-05"), columns({"LL012": ["甲", "甲"], "LL003": [1, 9]})
    )
    assert letters(grows, {"LL012": ["甲"], "LL003": [5]}, shifted={"previous": may}) == "p"


def test_a_rule_of_the_list_may_ask_another_form_of_the_enterprise() -> None:
    within = rule("LL001 <= SS001")
    other = Return("f", "SS", PERIOD, "small/1", {"SS001": Cell("10", Decimal(10))})
    assert letters(within, returns={("SS", str(PERIOD)): other}) == "pfpnp"
    assert letters(within, returns={}) == "nnnnn"


def test_counts_are_of_all_places_and_places_are_found_again() -> None:
    table, found = judged(rule("LL001 = LL002"), LIST)
    said = found["R"]
    assert said.counts == {"pass": 2, "fail": 1, "not_applicable": 1, "undecided": 1}
    assert sum(said.counts.values()) == table.size
    line = said.lines[0]
    for outcome, places in {"pass": [0, 2], "fail": [1], "not_applicable": [3], "undecided": [4]}.items():
        assert line.places(outcome).tolist() == places  # type: ignore[arg-type]
    assert line.unknown(0) is None
    assert line.unknown(4) is not None


def test_a_rule_for_several_indicators_has_a_line_for_each() -> None:
    several = rule("it >= 1", each=["LL001", "LL003"])
    _, found = judged(several, LIST)
    lines = {line.code: "".join(line.outcome(place)[0] for place in range(5)) for line in found["R"].lines}
    assert lines == {"LL001": "ppfnp", "LL003": "ffppn"}


def test_rules_are_independent_of_each_other() -> None:
    one, other = rule("LL001 = LL002"), rule("LL003 >= 0", id="S")
    pack = pack_with(one, other)
    table = Table.from_columns(pack, "LL", PERIOD, columns(LIST))
    both = check_table(pack, "LL", table)
    assert list(both) == ["R", "S"]
    for name in both:
        (alone,) = check_table(pack, "LL", table, [name]).values()
        assert alone.lines[0].outcomes.tolist() == both[name].lines[0].outcomes.tolist()
    assert list(check_table(pack, "LL", table, [])) == []


def test_checking_a_table_twice_says_the_same() -> None:
    pack = pack_with(rule("unique(LL012) and LL001 <= sum(LL001 where filled(LL001))"))
    table = Table.from_columns(pack, "LL", PERIOD, columns(LIST))
    once, again = (check_table(pack, "LL", table)["R"].lines[0] for _ in range(2))
    assert once.outcomes.tolist() == again.outcomes.tolist()


@pytest.mark.parametrize(
    ("expect", "way"),
    [
        ("LL001 = LL002 + LL003", "columns"),
        ("unique(LL012)", "columns"),
        ("LL001 <= 60% * sum(LL001)", "columns"),
        ("LL003 >= previous(LL003)", "columns"),
        ("similar(LL012, LL013)", "columns"),
        ("mean(LL001) > 0", "closures"),
        ("LL001 in {LL002, LL003}", "closures"),
        ("last_year(previous(LL003)) > 0", "closures"),
    ],
)
def test_the_plan_says_which_way_a_rule_goes(expect: str, way: str) -> None:
    pack: Pack = pack_with(rule(expect))
    (note,) = ColumnPlan(pack, "LL").explain()
    assert (note.rule, note.way) == ("R", way)
    assert bool(note.why) == (way == "closures")


def test_a_note_reads_as_a_line() -> None:
    assert str(PlanNote("R", "columns")) == "R  columns"
    assert str(PlanNote("R", "closures", "the list as a whole")) == "R  closures: the list as a whole"


def test_enterprises_are_told_apart_in_sums_and_in_what_is_unique() -> None:
    share = rule("LL001 <= 60% * sum(LL001) and unique(LL012)")
    firms = [listing(("甲", 1), ("乙", 1)), listing(("甲", 8), ("乙", 2)), listing(("甲", 1), ("甲", 1)), {}]
    pack = pack_with(share)
    table = Table.from_returns(pack, "LL", PERIOD, firms)
    found = check_table(pack, "LL", table)
    said = [found["R"].lines[0].outcome(place)[0] for place in range(table.size)]
    assert "".join(said) == "ppfpff"
    with localcontext(EXACT):
        assert by_columns(pack, table, found) == by_closures(pack, "LL", firms, PERIOD)


def listing(*rows: tuple[str, int]) -> dict[tuple[str, str], Return]:
    """One enterprise's list of names and figures."""
    made = Return("f", "LL", PERIOD, "small/1", rows={"LL": [f"r{n}" for n in range(len(rows))]})
    for number, (name, figure) in enumerate(rows):
        made.cells[f"LL[r{number}].LL012"] = Cell(name, name)
        made.cells[f"LL[r{number}].LL001"] = Cell(str(figure), Decimal(figure))
    return {("LL", str(PERIOD)): made}
