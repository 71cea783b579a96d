"""A lifted rule means what the rule means: held against the closures on figures pushed about at random."""

from __future__ import annotations

from decimal import Decimal, localcontext
from functools import cache
from random import Random

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forms.checking import Snapshot
from forms.locating.linear import cells_of, holds
from forms.locating.records import Record, record_of
from forms.locating.ruling import alone, filling, ruled
from forms.pack.loader import bundled_pack
from forms.pack.model import Rule
from forms.periods import Period
from forms.returns import Cell, Return
from forms.values.canonical import plain
from forms.values.units import EXACT
from tests.bench.made_up import FIRM, Year, with_computed
from tests.forms.packs.words import Desk
from tests.forms.rules.desk import Desk as SmallDesk

PACK = bundled_pack("gd-eic", "2026.1")
RETURNS = (("JY", "2025-09"), ("JY", "2025-12"), ("XM", "2025-09"), ("YF", "2025"), ("JB", "2025"))


@cache
def year() -> Year:
    return Year(PACK, 77)


def pushed(form: str, period: Period, seed: int) -> Snapshot:
    """The made-up return with some of its figures changed, by little or by much."""
    chance = Random(seed)
    whole = year().until(form, period)
    old = whole.returns[form, str(period)]
    cells = dict(old.cells)
    record = record_of(whole, form, period)
    figures = sorted(record.cells.values)
    for address in chance.sample(figures, k=min(4, len(figures))):
        value = record.cells.values[address]
        new = chance.choice((-value, value * 10, value + chance.randint(-3, 3), value + 1000, Decimal(0)))
        cells[address] = Cell(plain(new), new, origin=cells[address].origin)
    new_return = Return(FIRM, form, period, old.pack, cells, old.rows)
    return with_computed(Snapshot(PACK, FIRM, {**whole.returns, (form, str(period)): new_return}), form, period)


def lifted(record: Record) -> dict[str, Decimal]:
    blanks = record.cells.optional | record.cells.needed
    return {**record.cells.values, **dict.fromkeys(blanks, Decimal(0))}


@pytest.mark.parametrize(("form", "spelled"), RETURNS)
@given(seed=st.integers(0, 10**6))
@settings(max_examples=25, deadline=None)
def test_a_condition_holds_exactly_where_the_rule_does(form: str, spelled: str, seed: int) -> None:
    period = Period.parse(spelled)
    record = record_of(pushed(form, period, seed), form, period)
    with localcontext(EXACT):
        for one in ruled(record.books(), record.cells):
            if one.condition is not None and one.outcome in ("pass", "fail"):
                assert holds(one.condition, lifted(record)) is (one.outcome == "pass"), one.key


@pytest.mark.parametrize(("form", "spelled"), RETURNS[:4])
def test_a_condition_says_what_other_figures_would_do(form: str, spelled: str) -> None:
    """The condition of the return as it is, asked about figures it does not hold."""
    period = Period.parse(spelled)
    for seed in range(15):
        before = record_of(year().until(form, period), form, period)
        after = record_of(pushed(form, period, seed), form, period)
        outcomes = {one.key: one.outcome for one in ruled(after.books(), after.cells)}
        for one in ruled(before.books(), before.cells):
            now = outcomes[one.key]
            if one.condition is not None and now in ("pass", "fail"):
                assert holds(one.condition, lifted(after)) is (now == "pass"), (seed, one.key)


def desk(words: str, form: str = "JY") -> Record:
    made = Desk.of(PACK, form, words)
    made.sheet()
    return record_of(Snapshot(PACK, FIRM, made.returns), form, made.period)


def rule(record: Record, name: str, code: str = ""):  # type: ignore[no-untyped-def]
    return next(one for one in ruled(record.books(), record.cells) if (one.key.rule, one.key.code) == (name, code))


def test_cells_of_other_reports_are_constants() -> None:
    record = desk("营业成本 4000；上期：营业成本 4500")
    found = rule(record, "C043", "JY005")
    assert found.outcome == "fail"
    assert cells_of(found.condition) == {"JY005"}


def test_a_computed_cell_stands_for_what_it_is_made_of() -> None:
    record = desk("营业收入 5000，本期同比增减说明 停产；上期：营业收入 4500")
    found = rule(record, "C047")
    assert found.cells == {"JY001"}


def test_two_figures_divided_by_each_other_twice_have_no_linear_form() -> None:
    record = desk("营业收入 5000，利润总额 10，营业收入（上年同期） 4000，利润总额（上年同期） 900")
    found = rule(record, "C134")
    assert (found.outcome, found.condition, found.why) == ("fail", None, "not-linear")
    only = alone(record.books(), record.cells, found, "JY021")
    assert only is not None
    assert holds(only, {"JY021": Decimal(1125)})
    assert not holds(only, {"JY021": Decimal(1124)})


def test_a_blank_is_lifted_as_if_it_were_filled() -> None:
    record = desk("负债合计 300，所有者权益合计 200")
    (found,) = [one for one in filling(record.books(), record.cells, "JY030", "JY030") if one.key.rule == "C023"]
    assert found.condition is not None
    assert holds(found.condition, {"JY030": Decimal(500), **record.cells.values})
    assert not holds(found.condition, {"JY030": Decimal(510), **record.cells.values})


def test_a_rule_on_texts_speaks_of_no_figure() -> None:
    record = desk("JB001 91440300MA5X004871", "JB")
    found = rule(record, "C001")
    assert (found.cells, found.why) == (frozenset(), "not-numeric")


def test_unequal_knows_no_tolerance() -> None:
    """One meaning everywhere: a tolerance forgives a difference, and ``!=`` asks for one, however small."""
    unlike = Rule(id="R1", form="JY", level="error", expect="JY001 != JY002", zh="", en="", tolerance="2")
    pack = msgspec.structs.replace(PACK, rules={"R1": unlike})
    made = Desk.of(PACK, "JY", "营业收入 5000，其中：主营业务收入 5000")
    record = record_of(Snapshot(pack, FIRM, made.returns), "JY", made.period)
    (found,) = [one for one in ruled(record.books(), record.cells) if one.key.rule == "R1"]
    assert found.outcome == "fail"
    assert found.condition is not None
    assert holds(found.condition, {"JY001": Decimal(5000), "JY002": Decimal(4999)})
    assert not holds(found.condition, {"JY001": Decimal(5000), "JY002": Decimal(5000)})


def small(text: str, form: str) -> Record:
    made = SmallDesk(text)
    return record_of(Snapshot(made.pack, "firm", made.returns), form, Period.parse("2025-09"))


def test_a_rule_that_cannot_be_lifted_is_still_named_by_its_own_row() -> None:
    record = small(
        "rule R1@PR: PR003 <= sum(PR003 * PR004)\nPR 2025-09\n"
        "PR[a].PR003 = 10\nPR[a].PR004 = 0\nPR[b].PR003 = 20\nPR[b].PR004 = 0",
        "PR",
    )
    found = [one for one in ruled(record.books(), record.cells) if one.key.rule == "R1"]
    assert [(one.key.row, one.outcome, one.why) for one in found] == [
        ("a", "fail", "not-linear"),
        ("b", "fail", "not-linear"),
    ]


def test_what_is_computed_from_what_is_computed_speaks_of_the_cells_beneath() -> None:
    """AA009 is twice AA007 here, and AA007 this report's AA001 less the last one's."""
    made = SmallDesk(
        "rule R1: AA009 <= 40\nAA 2025-09\nAA001 = 300\nAA007 = 200\nAA009 = 400\nAA 2025-08\nAA001 = 100"
    )
    form = made.pack.forms["AA"]
    twice = msgspec.structs.replace(form.indicators["AA009"], computed="AA007 * 2")
    form = msgspec.structs.replace(form, indicators=form.indicators | {"AA009": twice})
    pack = msgspec.structs.replace(made.pack, forms=made.pack.forms | {"AA": form})
    record = record_of(Snapshot(pack, "firm", made.returns), "AA", Period.parse("2025-09"))
    (found,) = [one for one in ruled(record.books(), record.cells) if one.key.rule == "R1"]
    assert (found.cells, found.why) == ({"AA001"}, "")
    assert holds(found.condition, {"AA001": Decimal(120)})
    assert not holds(found.condition, {"AA001": Decimal(121)})
