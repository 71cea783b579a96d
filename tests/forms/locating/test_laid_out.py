"""A return laid out for the search, changes tried on it, and how the answer is told."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forms.checking import Snapshot, check
from forms.locating.history import History, distance
from forms.locating.model import CellChange, Proposal, Range, Settled
from forms.locating.records import Record, record_of
from forms.locating.ruling import SIGN, ruled
from forms.locating.slips import balancing, prior, slips
from forms.locating.telling import Teller
from forms.locating.trying import Trial, Tried
from forms.periods import Period
from forms.problems import FormsError
from forms.returns import Cell
from tests.forms.locating.returns import PACK, changes, desk, located, snapshot
from tests.forms.packs.words import FIRM, Desk

few = settings(max_examples=40, deadline=None)
figures = st.integers(-(10**9), 10**9).map(Decimal)
edges = st.none() | st.integers(-50, 50).map(Decimal)


def laid(made: Desk) -> Record:
    return record_of(snapshot(made), made.form, made.period)


def tried(made: Desk, **values: int) -> Tried:
    record = laid(made)
    trial = Trial(record, list(ruled(record.books(), record.cells)))
    return trial.change({address: Decimal(value) for address, value in values.items()})


def names(keys: tuple[Settled, ...]) -> set[str]:
    return {key.rule for key in keys}


def told(address: str, *allowed: Range, made: Desk | None = None) -> Proposal:
    record = laid(made or desk())
    return Teller(record, History(record)).blank(address, allowed)


@pytest.mark.parametrize("form", PACK.forms)
def test_a_return_that_is_not_there_is_laid_out_blank(form: str) -> None:
    period = PACK.forms[form].period_of(Period.parse("2025-09"))
    record = record_of(Snapshot(PACK, FIRM, {}), form, period)
    assert (record.cells.values, record.cells.needed) == ({}, frozenset())
    assert record.target.cells == {}
    assert all(record.specs[address].type in ("integer", "decimal") for address in record.specs)


def test_a_form_nobody_knows_cannot_be_laid_out() -> None:
    with pytest.raises(FormsError) as caught:
        record_of(Snapshot(PACK, FIRM, {}), "ZZ", Period.parse("2025-09"))
    assert caught.value.code == "form.unknown"
    assert "ZZ" in caught.value.what("zh")


def test_every_cell_is_one_thing_only() -> None:
    """A figure, a blank that may stay, or a place that has to be filled."""
    made = desk("负债合计 约四亿")
    del made.sheet().cells["JY034"]
    cells = laid(made).cells
    assert cells.needed == {"JY031", "JY034"}
    assert not cells.needed & cells.values.keys()
    assert not cells.optional & (cells.needed | cells.values.keys())
    assert not cells.computed & (cells.needed | cells.optional | cells.values.keys())


def test_a_place_that_is_blank_and_one_that_cannot_be_read_fail_different_checks() -> None:
    made = desk("负债合计 约四亿")
    del made.sheet().cells["JY034"]
    record = laid(made)
    assert (record.blank_rule("JY031"), record.blank_rule("JY034")) == ("READ", "REQ")


def test_texts_and_places_the_form_does_not_have_are_not_laid_out() -> None:
    made = desk("本期同比增减说明 停产检修")
    made.sheet().cells["ZZ001"] = Cell("5", Decimal(5))
    made.sheet().cells["不是地址"] = Cell("5", Decimal(5))
    made.sheet().cells["JY001@budget"] = Cell("5", Decimal(5))
    record = laid(made)
    assert not {"ZZ001", "不是地址", "JY001@budget"} & record.specs.keys()
    assert all(PACK.indicator(address.partition("@")[0]) for address in record.specs)


def test_a_figure_that_does_not_apply_is_no_blank() -> None:
    made = desk()
    made.sheet().cells["JY013"] = Cell("不适用", None, na="not-applicable")
    cells = laid(made).cells
    assert "JY013" not in cells.optional | cells.needed | cells.values.keys()


def test_rows_are_laid_out_each_with_all_its_figures() -> None:
    made = desk(form="XM", words="[1]自开工累计完成投资 900，[2]建筑工程 5")
    rows: dict[str, set[str]] = {}
    for address in laid(made).specs:
        row, _, code = address.partition("].")
        rows.setdefault(row, set()).add(code)
    assert set(rows) == {"XM[1", "XM[2"}
    assert rows["XM[1"] == rows["XM[2"]


def test_in_a_quarter_of_an_annual_form_only_its_lines_are_laid_out() -> None:
    form = PACK.forms["YF"]
    quarter, year = (record_of(Snapshot(PACK, FIRM, {}), "YF", Period.parse(p)) for p in ("2025-Q3", "2025"))
    assert {i.code for i in quarter.indicators.values()} == {
        i.code for i in form.indicators.values() if i.quarterly and i.numeric
    }
    assert quarter.specs.keys() < year.specs.keys()


def test_taking_a_slip_back_settles_and_breaks_nothing() -> None:
    found = tried(desk("负债合计 348000"), JY031=438000)
    assert "C023" in names(found.settles)
    assert found.raises == ()
    assert not found.makes_errors


def test_a_slip_made_breaks_what_taking_it_back_settles() -> None:
    there, back = tried(desk(), JY031=348000), tried(desk("负债合计 348000"), JY031=438000)
    assert there.raises == back.settles
    assert there.settles == back.raises == ()
    assert there.makes_errors


@given(st.sampled_from(["JY001", "JY005", "JY018", "JY021", "JY030", "JY031"]), st.integers(-9, 10**6))
@settings(max_examples=12, deadline=None)
def test_what_a_trial_says_is_what_checking_says(code: str, value: int) -> None:
    made = desk()
    before = {finding.rule for finding in check(snapshot(made), made.form, made.period)}
    found = tried(made, **{code: value})
    made.sheet().cells[code] = Cell(str(value), Decimal(value))
    after = {finding.rule for finding in check(snapshot(made), made.form, made.period)}
    assert {rule for rule in names(found.raises) if rule in PACK.rules} >= after & PACK.rules.keys() - before
    assert not names(found.settles) & (after - before)


def test_leaving_a_figure_as_it_is_does_nothing() -> None:
    found = tried(desk("负债合计 348000"), JY031=348000)
    assert (found.settles, found.raises) == ((), ())


def test_a_trial_leaves_the_return_alone() -> None:
    made = desk("负债合计 348000")
    record = laid(made)
    before = dict(record.target.cells)
    Trial(record, list(ruled(record.books(), record.cells))).change({"JY031": Decimal(1), "JY001": Decimal(2)})
    assert record.target.cells == before


def test_a_negative_figure_is_asked_about_where_none_should_be() -> None:
    key = Settled(SIGN, "JY001")
    assert key in tried(desk(), JY001=-860000).raises
    assert Settled(SIGN, "JY021") not in tried(desk(), JY021=-1).raises  # a loss


@pytest.mark.parametrize(
    ("allowed", "zh", "en"),
    [
        (Range(Decimal(900), Decimal(1200)), "900 至 1,200", "from 900 to 1,200"),
        (Range(Decimal(900)), "900 至 …", "from 900 to …"),
        (Range(None, Decimal(-5)), "… 至 -5", "from … to -5"),
    ],
)
def test_a_blank_the_others_bound_is_told_with_its_bounds(allowed: Range, zh: str, en: str) -> None:
    first, bounds = told("JY034", allowed).evidence
    assert "必填" in first.zh
    assert "blank" in first.en
    assert zh in bounds.zh
    assert en in bounds.en


@pytest.mark.parametrize("allowed", [(), (Range(),), (Range(Decimal(1), Decimal(2)), Range(Decimal(5)))])
def test_a_blank_the_others_know_nothing_of_is_only_named(allowed: tuple[Range, ...]) -> None:
    proposal = told("JY034", *allowed)
    assert len(proposal.evidence) == 1
    assert not proposal.complete
    assert (proposal.kind, proposal.texts, proposal.settles) == ("omission", {"JY034": ""}, ())


def test_a_cell_is_named_by_its_row_its_line_and_its_column() -> None:
    made = desk(form="XM", words="[1]项目名称 虚构产业园，[1]建筑工程 5")
    record = laid(made)
    teller = Teller(record, History(record))
    assert teller.name("XM[1].XM016").zh.startswith("虚构产业园　")
    assert teller.name("XM[1].XM016").en.startswith("虚构产业园: ")
    single = laid(desk())
    now, then = (Teller(single, History(single)).name(address) for address in ("JY001", "JY001@ly"))
    assert now.zh != then.zh
    assert now.en != then.en


def test_a_proposal_is_complete_when_every_figure_is_known() -> None:
    cells = CellChange("JY001", "营业收入", "Revenue", "1", "2"), CellChange("JY005", "营业成本", "Cost", "", "")
    assert Proposal(kind="unit", cells=cells[:1], settles=()).complete
    assert not Proposal(kind="unit", cells=cells, settles=()).complete


@pytest.mark.parametrize(
    ("slip", "zh", "en"),
    [
        ("资产减值损失 -2300", "正负号", "reversed sign"),
        ("营业成本 6720000", "填大了 10 倍", "10 times too large"),
        ("其他收益 980", "填小了 10 倍", "10 times too small"),
        ("负债合计 348000", "抄颠倒", "digits exchanged"),
        ("利润总额 16130", "抄错", "mistyped"),
        ("所有者权益合计 4667000", "多打了一遍", "typed twice"),
        ("资产总计 95000", "漏了一位", "left out"),
        ("负债合计 439", "不像常见的笔误", "No typical slip"),
    ],
)
def test_each_slip_has_words_of_its_own(slip: str, zh: str, en: str) -> None:
    words = located(desk(slip)).proposals[0].evidence[0]
    assert zh in words.zh
    assert en in words.en


@pytest.mark.parametrize("slip", ["负债合计 348000", "营业收入 860000000", "营业利润 57700，利润总额 96310"])
def test_typing_what_is_proposed_does_what_it_says(slip: str) -> None:
    made = desk(slip)
    proposal = next(each for each in located(made).proposals if each.complete)
    for address, text in changes(proposal).items():
        made.sheet().cells[address] = Cell(text, Decimal(text))
    failed = {finding.rule for finding in check(snapshot(made), made.form, made.period)}
    assert proposal.settles
    assert not {key.rule for key in proposal.settles if not key.code and not key.row} & failed


@given(edges, edges, edges, edges, st.integers(-50, 50).map(Decimal))
@few
def test_a_value_is_in_what_two_ranges_share_when_it_is_in_both(
    low: Decimal | None, high: Decimal | None, least: Decimal | None, most: Decimal | None, value: Decimal
) -> None:
    one, other = Range(low, high), Range(least, most)
    shared = one.meet(other)
    assert (shared is not None and value in shared) is (value in one and value in other)
    assert shared == other.meet(one)


@given(figures, st.integers(0, 2))
@few
def test_a_figure_is_never_proposed_for_itself_nor_twice(old: Decimal, scale: int) -> None:
    found = slips(old.scaleb(-scale), scale, (Range(),))
    values = [slip.value for slip in found]
    assert old.scaleb(-scale) not in values
    assert len(values) == len(set(values))
    assert all(slip.value == round(slip.value, scale) for slip in found)
    assert all(slip.prior < 0 for slip in found)


@given(figures, figures, st.integers(0, 1000))
@few
def test_nothing_outside_what_the_rules_allow_is_proposed(old: Decimal, low: Decimal, width: int) -> None:
    allowed = Range(low, low + width)
    assert all(slip.value in allowed for slip in slips(old, 0, (allowed,)))
    if width <= 40 and old not in allowed:
        balance = balancing((allowed,), 0)
        assert balance is not None
        assert balance in {slip.value for slip in slips(old, 0, (allowed,))}


@given(st.integers(1, 100))
@few
def test_the_more_ways_the_less_likely_each(ways: int) -> None:
    assert prior("mistyped", ways + 1) < prior("mistyped", ways) <= prior("mistyped")


@given(figures.filter(bool), st.integers(2, 9), st.integers(2, 9))
@few
def test_further_off_is_further_away(value: Decimal, less: int, more: int) -> None:
    near, far = sorted((less, more))
    assert distance(value * near, value) <= distance(value * far, value)
    assert distance(value * near, value) == pytest.approx(distance(value, value * near))
