"""What every proposal promises: put in, it settles each rule it claims and makes no error of what was right."""

from __future__ import annotations

from functools import cache
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forms.checking import Snapshot, check
from forms.findings import Finding
from forms.locating import Location, Proposal, Settled, locate
from forms.locating.records import record_of
from forms.pack.loader import bundled_pack
from forms.periods import Period
from forms.returns import Return
from forms.values.canonical import plain
from forms.values.reading import read
from tests.bench.made_up import FIRM, Year, with_computed
from tests.bench.slips import SLIPS, slipped

PACK = bundled_pack("gd-eic", "2026.1")
RETURNS = (("JY", "2025-09"), ("JY", "2025-12"), ("XM", "2025-10"), ("YF", "2025"))


@cache
def whole(form: str, spelled: str) -> Snapshot:
    return Year(PACK, 31).until(form, Period.parse(spelled))


def with_slips(form: str, period: Period, seed: int, slips: int) -> Snapshot:
    """The made-up return with random slips in random figures."""
    chance, made = Random(seed), whole(form, str(period))
    record = record_of(made, form, period)
    for address in chance.sample(sorted(record.cells.values), k=slips):
        spec, value = record.specs[address], record.cells.values[address]
        slip = chance.choice(sorted(SLIPS))
        step = value.__class__(1).scaleb(-(spec.scale if spec.type == "decimal" else 0))
        made = slipped(made, form, period, address, SLIPS[slip](value, step, chance))
    return made


def applied(made: Snapshot, form: str, period: Period, proposal: Proposal) -> Snapshot:
    """The proposal typed in, as a person's taking it up does."""
    old = made.returns[form, str(period)]
    specs = record_of(made, form, period).specs
    cells = {**old.cells, **{a: read(text, specs[a], PACK) for a, text in proposal.texts.items()}}
    new = Return(FIRM, form, period, old.pack, cells, old.rows)
    return with_computed(Snapshot(PACK, FIRM, {**made.returns, (form, str(period)): new}), form, period)


def errors(findings: list[Finding]) -> set[tuple[str, str | None]]:
    """The errors by rule and row: one that fails in another of its parts than before is no new one."""
    return {(f.rule, f.row) for f in findings if f.level == "error"}


def spot(claim: Settled, findings: list[Finding]) -> bool:
    """Whether a claim's rule still fails at its place."""
    for found in findings:
        addresses = {ref.address for ref in found.cells}
        if found.rule != claim.rule or (claim.row and claim.row.partition("·")[0] != found.row):
            continue
        if not claim.code or claim.code in addresses:
            return True
    return False


def locations(seed: int, slips: int) -> list[tuple[str, Period, Snapshot, Location]]:
    form, spelled = RETURNS[seed % len(RETURNS)]
    period = Period.parse(spelled)
    made = with_slips(form, period, seed, slips)
    return [(form, period, made, locate(made, form, period, 5000))]


@given(seed=st.integers(0, 10**6), slips=st.integers(1, 3))
@settings(max_examples=40, deadline=None)
def test_a_proposal_settles_what_it_claims(seed: int, slips: int) -> None:
    for form, period, made, location in locations(seed, slips):
        before = check(made, form, period)
        for proposal in location.proposals:
            if not proposal.complete:
                continue
            after = check(applied(made, form, period, proposal), form, period)
            assert all(spot(claim, before) for claim in proposal.settles), proposal
            assert not any(spot(claim, after) for claim in proposal.settles), proposal
            assert errors(after) <= errors(before), proposal


@given(seed=st.integers(0, 10**6))
@settings(max_examples=25, deadline=None)
def test_proposals_come_in_order_and_change_what_may_be_changed(seed: int) -> None:
    for form, period, made, location in locations(seed, 2):
        scores = [proposal.score for proposal in location.proposals]
        assert scores == sorted(scores, reverse=True)
        changeable = record_of(made, form, period).cells.changeable
        for proposal in location.proposals:
            assert {cell.address for cell in proposal.cells} <= changeable
            assert all(cell.old != cell.new for cell in proposal.cells if proposal.complete)
        for found in location.minimal_sets:
            assert set(found.addresses) <= changeable


@given(seed=st.integers(0, 10**6))
@settings(max_examples=15, deadline=None)
def test_the_same_return_gives_the_same_answer(seed: int) -> None:
    for form, period, made, location in locations(seed, 2):
        again = locate(made, form, period, 5000)
        assert [p.texts for p in again.proposals] == [p.texts for p in location.proposals]
        assert again.minimal_sets == location.minimal_sets


@pytest.mark.parametrize(("form", "spelled"), RETURNS)
def test_nothing_is_changed_by_looking(form: str, spelled: str) -> None:
    period = Period.parse(spelled)
    made = with_slips(form, period, 5, 2)
    before = dict(made.returns[form, spelled].cells)
    locate(made, form, period)
    assert made.returns[form, spelled].cells == before


def test_a_slip_that_is_found_is_set_right() -> None:
    """The first proposal for a figure a thousand times too large, in every line of the balance sheet."""
    period = Period.parse("2025-12")
    made = whole("JY", "2025-12")
    for code in ("JY030", "JY031", "JY032", "JY024", "JY026"):
        value = record_of(made, "JY", period).cells.values[code]
        wrong = slipped(made, "JY", period, code, value * 1000)
        assert locate(wrong, "JY", period, 5000).proposals[0].texts == {code: plain(value)}
