"""The rules of a pack together: what depends on what, the order things are made in, rules without meaning."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forms.pack import Pack, bundled_pack
from forms.problems import FormsError
from forms.rules.book import RuleBook, frames_of, rulebook
from forms.rules.compiled import CompiledRule
from tests.forms.rules.desk import SMALL, Desk

REAL = bundled_pack()
RULES = """
    rule money: AA001 >= AA002
    rule month: AA007 >= 0
    rule share: AA009 <= 100
    rule guard: AA003 > 0 | when AA006 > 0
    rule slack: AA003 = AA004 | tolerance max(1, 1% of AA005)
    rule lines: it >= 0 | each AA002 AA003
    rule rows@PR: PR003 <= PR004
    rule part@PR: PR007 <= 100
    rule cross@YY: YY001 <= sum(PR003)
    rule broken: AA001 = AA998
    AA 2025-09
"""


def book() -> RuleBook:
    return RuleBook(Desk(RULES).pack)


def computed(**formulas: str) -> Pack:
    """The small pack with other formulas."""
    form = SMALL.forms["AA"]
    changed = {
        code: msgspec.structs.replace(each, computed=formulas.get(code, each.computed))
        for code, each in form.indicators.items()
    }
    forms = {**SMALL.forms, "AA": msgspec.structs.replace(form, indicators=changed)}
    return msgspec.structs.replace(SMALL, forms=forms)


@pytest.mark.parametrize(
    ("code", "rules"),
    [
        ("AA001", ["money", "month", "share"]),
        ("AA002", ["money", "lines"]),
        ("AA003", ["guard", "slack", "lines"]),
        ("AA005", ["slack"]),
        ("AA006", ["guard"]),
        ("AA007", ["month", "share"]),
        ("AA016", []),
        ("PR003", ["rows", "part", "cross"]),
        ("YY001", ["cross"]),
        ("AA998", []),
    ],
)
def test_a_figure_touches_rules_through_guards_tolerances_and_what_is_computed(
    code: str, rules: list[str]
) -> None:
    assert [rule.id for rule in book().touched_by([code])] == rules


def test_what_several_figures_touch_stands_in_the_packs_order() -> None:
    assert [rule.id for rule in book().touched_by(["YY001", "AA006", "AA002"])] == [
        "money",
        "guard",
        "lines",
        "cross",
    ]
    assert book().touched_by([]) == []


@pytest.mark.parametrize(
    ("code", "made"),
    [
        ("AA001", {"AA001", "AA007", "AA008", "AA009"}),
        ("AA003", {"AA003", "AA008"}),
        ("AA007", {"AA007", "AA009"}),
        ("PR003", {"PR003", "PR007"}),
        ("AA016", {"AA016"}),
    ],
)
def test_what_is_made_from_a_figure(code: str, made: set[str]) -> None:
    assert book().dependants([code]) == made


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.sampled_from(sorted(REAL.home)), max_size=5),
    st.lists(st.sampled_from(sorted(REAL.home)), max_size=5),
)
def test_dependants_of_the_bundled_pack_only_grow(some: list[str], more: list[str]) -> None:
    known = rulebook(REAL)
    one, both = known.dependants(some), known.dependants([*some, *more])
    assert set(some) <= one <= both
    assert known.dependants(one) == one
    assert both == one | known.dependants(more)


@pytest.mark.parametrize("form", sorted(REAL.forms))
def test_each_computed_indicator_comes_after_those_it_is_made_from(form: str) -> None:
    made: set[str] = set()
    own = {code for code, each in REAL.forms[form].indicators.items() if each.computed}
    for computation in rulebook(REAL).computations(form):
        assert computation.codes & own <= made
        made.add(computation.indicator.code)
    assert made == own


@pytest.mark.parametrize(
    ("formulas", "circle"),
    [
        ({"AA007": "AA007 + 1"}, "AA007"),
        ({"AA007": "AA009 + 1"}, "AA007 → AA009"),
        ({"AA007": "AA008", "AA008": "AA009"}, "AA007 → AA008 → AA009"),
    ],
)
def test_indicators_made_from_each_other(formulas: dict[str, str], circle: str) -> None:
    with pytest.raises(FormsError) as caught:
        RuleBook(computed(**formulas)).computations("AA")
    assert (caught.value.code, caught.value.params["codes"]) == ("pack.cycle", circle)
    assert circle in caught.value.what("zh")
    assert circle in caught.value.what("en")


def test_a_rule_without_meaning_is_kept_with_its_reason() -> None:
    known = book()
    found = known.rule(known.pack.rules["broken"])
    assert isinstance(found, FormsError)
    assert found.params["name"] == "AA998"
    assert known.rule(known.pack.rules["broken"]) is found


def test_a_rule_is_made_ready_once() -> None:
    known = book()
    money = known.rule(known.pack.rules["money"])
    assert isinstance(money, CompiledRule)
    assert known.rule(known.pack.rules["money"]) is money
    assert rulebook(REAL) is rulebook(REAL)


def test_the_rules_of_a_form() -> None:
    known = book()
    assert [rule.id for rule in known.of_form("PR")] == ["rows", "part"]
    assert [rule.id for rule in known.of_form("YY")] == ["cross"]
    assert known.of_form("QR") == []
    assert sum(len(rulebook(REAL).of_form(form)) for form in REAL.forms) == len(REAL.rules)


def test_which_tables_have_a_row_at_hand() -> None:
    assert frames_of(SMALL.forms["AA"]) == ()
    assert frames_of(SMALL.forms["PR"]) == ("PR",)


@pytest.mark.parametrize(
    ("rule", "alone"),
    [
        ("PR003 <= PR004", True),
        ("PR003 <= AA001", True),
        ("sum(PR006.share) = 100", True),
        ("PR003 <= sum(PR003)", False),
        ("unique(PR001) | scope row", False),
        ("sum(PR003) = 5", False),
        ("PR003 <= sum(QR002)", True),
        ("PR003 > 0 | when count(PR) > 1", False),
    ],
)
def test_whether_a_row_can_be_judged_without_the_others(rule: str, alone: bool) -> None:
    pack = Desk(f"rule R1@PR: {rule}\nPR 2025-09").pack
    compiled = RuleBook(pack).rule(pack.rules["R1"])
    assert isinstance(compiled, CompiledRule)
    assert compiled.row_by_row is alone


@pytest.mark.parametrize("required", ["always", "no", "annual", "computed"])
def test_a_requirement_without_a_condition_has_no_closure(required: str) -> None:
    form = SMALL.forms["AA"]
    spec = msgspec.structs.replace(form.indicators["AA001"], required=required)
    assert RuleBook(SMALL).condition(form, spec) is None


def test_a_condition_is_made_ready_once_and_may_speak_of_its_row() -> None:
    known, form = RuleBook(SMALL), SMALL.forms["PR"]
    spec = msgspec.structs.replace(form.indicators["PR001"], required="when PR003 > 0")
    assert known.condition(form, spec) is known.condition(form, spec)
    column = msgspec.structs.replace(form.indicators["PR006"].table["share"], required="when filled(PR006.name)")
    assert known.condition(form, column, "PR006") is not None
    with pytest.raises(FormsError, match=r"rule\.rows-outside-aggregate"):
        known.condition(form, column)


def test_every_bundled_rule_has_a_meaning_and_every_name_of_it_is_known() -> None:
    known = rulebook(REAL)
    for rule in REAL.rules.values():
        compiled = known.rule(rule)
        assert isinstance(compiled, CompiledRule), rule.id
        assert compiled.codes - REAL.constants.keys() - REAL.forms.keys() <= REAL.home.keys(), rule.id


def test_forms_are_linked_by_what_speaks_of_what_both_ways() -> None:
    made = book()
    assert "PR" in made.linked("YY")
    assert "YY" in made.linked("PR")
    assert all(made.linked(each) == made.linked(form) for form in made.pack.forms for each in made.linked(form))


def test_the_project_list_stands_by_itself_in_the_real_pack() -> None:
    assert rulebook(REAL).linked("XM") == {"XM"}
    assert rulebook(REAL).linked("JY") == REAL.forms.keys() - {"XM"}
