"""Rules that always come out the same: what is said of a rule, no return contradicts."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st

from forms.linting import Verdict, verdict
from forms.pack import Rule, load_pack
from forms.periods import Period
from forms.returns import Cell, Return
from forms.rules.binding import Binder
from forms.rules.compiled import CompiledRule
from forms.rules.scope import Books

PACK = load_pack(Path(__file__).parents[1] / "rules/small")
BINDER = Binder(PACK)
PERIOD = Period.parse("2025-09")
FIRM = "91440300MA5X004870"


def made(expect: str, when: str = "", tolerance: str = "") -> CompiledRule:
    rule = Rule(
        id="R1", form="AA", level="error", expect=expect, zh="规则", en="rule", when=when, tolerance=tolerance
    )
    return CompiledRule(PACK, rule)


def said(expect: str, when: str = "", tolerance: str = "") -> Verdict | None:
    return verdict(made(expect, when, tolerance), BINDER)


def outcomes(rule: CompiledRule, values: Mapping[str, object]) -> set[str]:
    """What the rule says of a return with these values."""
    cells = {address: Cell(str(value), value) for address, value in values.items()}  # type: ignore[arg-type]
    target = Return(FIRM, "AA", PERIOD, PACK.name, cells)
    books = Books(PACK, {("AA", str(PERIOD)): target}, "AA", PERIOD)
    return {judged.outcome for judged in rule.judge(books)}


sides = st.sampled_from(
    ["AA001", "AA003", "2 * AA001", "AA001 - AA003", "AA001 + 1", "abs(AA001)", "-2", "0", "3"]
)
comparisons = st.builds(
    "{} {} {}".format, sides, st.sampled_from(["=", "!=", "<", "<=", ">", ">="]), sides
) | st.builds("{} {}between {} and {}".format, sides, st.sampled_from(["", "not "]), sides, sides)
choices = st.sampled_from(
    [
        "AA010",
        "not AA010",
        'AA011 = "1"',
        'AA011 != "3"',
        'AA011 in {"1", "3"}',
        'AA011 not in {"1"}',
        "AA011 in stage",
        "filled(AA001)",
        "blank(AA003)",
        "true",
        "false",
    ]
)
conditions = st.recursive(
    comparisons | choices,
    lambda inner: (
        st.builds("({} and {})".format, inner, inner)
        | st.builds("({} or {})".format, inner, inner)
        | st.builds("(not {})".format, inner)
        | st.builds("(if {} then {})".format, inner, inner)
        | st.builds("(if {} then {} else {})".format, inner, inner, inner)
    ),
    max_leaves=4,
)
figures = st.integers(-4, 4).map(Decimal)
returns = st.fixed_dictionaries(
    {
        "AA001": figures,
        "AA003": figures,
        "AA010": st.booleans(),
        "AA011": st.sampled_from(["1", "3", "7", "9"]),
    }
)


@given(conditions, st.just("") | conditions, st.sampled_from(["", "1", "2"]), st.lists(returns, min_size=12))
@settings(max_examples=40, deadline=None)
def test_no_return_contradicts_what_is_said(
    expect: str, when: str, tolerance: str, filled: list[Mapping[str, object]]
) -> None:
    rule = made(expect, when, tolerance)
    found = verdict(rule, BINDER)
    event(str(found))
    seen = set().union(*(outcomes(rule, values) for values in filled))
    if found == "never-fails":
        assert "fail" not in seen
    elif found == "never-passes":
        assert "pass" not in seen
    elif found == "never-applies":
        assert seen <= {"not_applicable", "undecided"}


@given(comparisons | choices)
@settings(max_examples=40, deadline=None)
def test_a_thing_and_its_contrary(condition: str) -> None:
    assert said(f"({condition}) or not ({condition})") == "never-fails"
    assert said(f"({condition}) and not ({condition})") == "never-passes"
    assert said("AA001 > 3", when=f"({condition}) and not ({condition})") == "never-applies"


@given(comparisons)
@settings(max_examples=40, deadline=None)
def test_what_never_fails_never_passes_when_it_is_denied(condition: str) -> None:
    turned: dict[Verdict | None, Verdict | None] = {"never-fails": "never-passes", "never-passes": "never-fails"}
    assert said(f"not ({condition})") == turned.get(said(condition))


@given(st.integers(-9, 9), st.integers(-9, 9), st.integers(1, 4))
@settings(max_examples=40, deadline=None)
def test_two_bounds_leave_something_or_nothing(low: int, high: int, factor: int) -> None:
    both = said(f"{factor} * AA001 >= {factor * low} and AA001 <= {high}")
    assert both == ("never-passes" if low > high else None)
    apart = said(f"{factor} * AA001 >= {factor * low} or AA001 <= {high}")
    assert apart == ("never-fails" if low <= high else None)


@given(st.integers(-9, 9), st.integers(-9, 9), st.integers(0, 5))
@settings(max_examples=40, deadline=None)
def test_two_sums_that_differ_by_a_number(one: int, other: int, tolerance: int) -> None:
    found = said(f"AA001 + {one} = AA001 + {other}".replace("+ -", "- "), tolerance=str(tolerance))
    assert found == ("never-fails" if abs(one - other) <= tolerance else "never-passes")


@pytest.mark.parametrize(
    ("expect", "found"),
    [
        ("months <= 12", "never-fails"),
        ("months < 1", "never-passes"),
        ("months >= 6", None),
        ("period.quarter between 1 and 4", "never-fails"),
        ("period.quarter = 5", "never-passes"),
        ("period.quarter = 4", None),
        ("count(PR) >= 0", "never-fails"),
        ("count(PR) < 0", "never-passes"),
        ("count(PR) > 0", None),
        ("length(AA016) >= 0", "never-fails"),
        ("abs(AA001) + 1 > 0", "never-fails"),
        ("abs(AA001) <= -1", "never-passes"),
        ("previous(abs(AA001)) >= 0", "never-fails"),
    ],
)
def test_what_the_calendar_and_functions_allow(expect: str, found: Verdict | None) -> None:
    assert said(expect) == found


@pytest.mark.parametrize(
    ("expect", "found"),
    [
        ('AA011 in {"1", "3", "7", "9"}', None),  # a code of another version may stand there
        ('AA011 in {"1"} and AA011 in {"3"}', "never-passes"),
        ('AA011 in {"1"} or AA011 not in {"1"}', "never-fails"),
        ('AA011 = "1" and AA011 != "1"', "never-passes"),
        ('AA011 = "1" and AA011 not in {"3"}', None),
        ('if AA011 in {"1", "3"} then AA011 != "7"', "never-fails"),
        ('if AA011 = "1" then AA011 = "3"', None),
        ('"1" = AA011 and AA011 = "3"', "never-passes"),
        ("AA010 and AA010 = false", "never-passes"),
        ("AA010 = true or AA010 = false", "never-fails"),
        ('AA016 = "停产" and AA016 = "检修"', "never-passes"),
        ('AA016 = "停产" or AA016 != "停产"', "never-fails"),
        ("AA016 = AA016", "never-fails"),
        ("AA015 < AA015", "never-passes"),
        ("AA015 <= period", None),
        ('AA016 in routine and AA016 = "新建"', "never-passes"),
        ('AA016 in routine and AA016 = "改造"', None),
    ],
)
def test_codes_texts_and_truths(expect: str, found: Verdict | None) -> None:
    assert said(expect) == found


@pytest.mark.parametrize(
    ("expect", "found"),
    [
        ("every(PR003 > 5 and PR003 < 3)", None),  # so it is of no rows
        ("any(PR003 > 5 and PR003 < 3)", "never-passes"),
        ("every(PR003 >= 1 or PR003 < 1)", "never-fails"),
        ("any(PR003 >= 1 or PR003 < 1)", None),
        ("every(PR003 > 0)", None),
        ('any(PR005 = "1" and PR005 = "3")', "never-passes"),
    ],
)
def test_rows(expect: str, found: Verdict | None) -> None:
    assert said(expect) == found


@pytest.mark.parametrize(
    ("expect", "when", "found"),
    [
        ("AA001 > 0", "AA001 > 0", "never-fails"),
        ("AA001 > 0", "AA001 <= 0", "never-passes"),
        ("AA001 > 0", "AA001 > 1 and AA001 < 1", "never-applies"),
        ("AA001 > 0", "AA003 > 0", None),
        ("AA001 >= AA003", "AA001 - AA003 >= 1", "never-fails"),
        ("AA001 < AA003", "AA001 - AA003 >= 1", "never-passes"),
        ("AA001 < AA003", "2 * AA001 >= 2 * AA003 + 1", "never-passes"),
        ("filled(AA003)", "blank(AA003)", "never-passes"),
        ("blank(AA003)", "filled(AA001)", None),
        ("AA010", "AA010", "never-fails"),
        ("AA001 > 0", "months > 6 and months < 3", "never-applies"),
        ("AA001 > 0", "false", "never-applies"),
        ("AA001 > 0", "true", None),
    ],
)
def test_a_guard_may_say_it_already(expect: str, when: str, found: Verdict | None) -> None:
    assert said(expect, when) == found


@pytest.mark.parametrize(
    ("expect", "tolerance", "found"),
    [
        ("AA001 = AA001 + 3", "2", "never-passes"),
        ("AA001 = AA001 + 3", "3", "never-fails"),
        ("AA001 != AA001", "3", "never-passes"),
        ("AA001 <= AA001 - 3", "3", "never-fails"),
        ("AA001 >= AA001 + 4", "3", "never-passes"),
        ("AA001 = AA001 + 3", "1%", None),  # a share of a figure nobody knows
        ("AA001 = AA001 + 3", "AA003", None),
        ("AA001 = AA003", "2", None),
    ],
)
def test_a_tolerance_counts(expect: str, tolerance: str, found: Verdict | None) -> None:
    assert said(expect, tolerance=tolerance) == found


def test_a_tolerance_does_not_widen_a_condition() -> None:
    assert said("if AA001 > 5 then AA001 > 5", tolerance="2") == "never-fails"
    assert said("if AA001 > 3 then AA001 > 5", tolerance="2") == "never-fails"
    assert said("if AA001 > 2 then AA001 > 5", tolerance="2") is None


@pytest.mark.parametrize("number", [9, 12, 40])
def test_a_rule_of_very_many_alternatives_is_not_blamed(number: int) -> None:
    every = " and ".join(f"(AA001 = {n} or AA003 = {n})" for n in range(number))
    assert said(every) is None


def test_one_line_that_can_fail_keeps_a_rule_of_several() -> None:
    rule = Rule(id="R1", form="AA", level="error", expect="it >= abs(AA001)", zh="规则", en="rule")
    lines = [("AA001",), ("AA001", "AA003")]
    assert [verdict(CompiledRule(PACK, _with(rule, each)), BINDER) for each in lines] == [None, None]
    same = _with(
        Rule(id="R1", form="AA", level="error", expect="it = it", zh="规则", en="rule"), ("AA001", "AA003")
    )
    assert verdict(CompiledRule(PACK, same), BINDER) == "never-fails"


def _with(rule: Rule, each: tuple[str, ...]) -> Rule:
    return Rule(
        id=rule.id, form=rule.form, level=rule.level, expect=rule.expect, zh=rule.zh, en=rule.en, each=each
    )
