"""Proposals for a draft, taken up as a change that can be taken back and is stored as a repair."""

from __future__ import annotations

import pytest

from client.base.errors import UserError
from client.usecases.home.session import Session
from client.usecases.returns.editing import Draft, open_draft
from client.usecases.returns.keeping import save
from client.usecases.returns.repairing import apply, mending, proposals, proposals_for
from forms.checking import Snapshot
from forms.locating import CellChange, Location, Proposal, locate
from forms.periods import Period
from forms.returns import Cell, Return, ReturnKey
from tests.client.usecases.conftest import MONTH
from tests.forms.locating.projects import projects
from tests.forms.locating.returns import PACK


@pytest.fixture
def slipped(complete: Session, firm: str) -> Draft:
    """The sample's month with its total liabilities ten times too large."""
    draft = open_draft(complete, ReturnKey(firm, "JY", MONTH))
    draft.type({"JY031": text(draft, "JY031") + "0"})
    return draft


def text(draft: Draft, address: str) -> str:
    cell = draft.cell(address)
    assert cell is not None
    return cell.text


def liabilities(draft: Draft) -> Proposal:
    return next(one for one in proposals(draft, 5000).proposals if list(one.texts) == ["JY031"])


def test_a_sound_return_has_no_proposals_of_weight(complete: Session, firm: str) -> None:
    found = proposals(open_draft(complete, ReturnKey(firm, "JY", MONTH)), 5000)
    assert not [s for one in found.proposals for s in one.settles if s.rule == "C023"]


def test_the_first_proposal_takes_the_slip_back(slipped: Draft) -> None:
    first = proposals(slipped, 5000).proposals[0]
    assert first.texts == {"JY031": text(slipped, "JY031")[:-1]}
    assert first.kind == "unit"


def test_looking_changes_nothing(slipped: Draft) -> None:
    before = dict(slipped.current.cells)
    proposals(slipped, 5000)
    assert slipped.current.cells == before


def test_taken_up_it_settles_its_rules_and_is_a_repair(slipped: Draft) -> None:
    proposal = liabilities(slipped)
    outcome = apply(slipped, proposal)
    assert outcome is not None
    assert outcome.change.source == "repair"
    cell = slipped.cell("JY031")
    assert cell is not None
    assert cell.origin.source == "repair"
    assert not {s.rule for s in proposal.settles} & {f.rule for f in outcome.findings if f.level == "error"}


def test_it_can_be_taken_back(slipped: Draft) -> None:
    wrong = text(slipped, "JY031")
    apply(slipped, liabilities(slipped))
    slipped.undo()
    assert text(slipped, "JY031") == wrong


def test_it_is_stored_like_any_change(complete: Session, slipped: Draft, firm: str) -> None:
    outcome = apply(slipped, liabilities(slipped))
    assert outcome is not None
    save(complete, outcome.change).result()
    assert text(open_draft(complete, ReturnKey(firm, "JY", MONTH)), "JY031") == text(slipped, "JY031")


def test_taken_up_twice_it_does_nothing_more(slipped: Draft) -> None:
    proposal = liabilities(slipped)
    apply(slipped, proposal)
    assert apply(slipped, proposal) is None


def test_a_proposal_for_another_figure_is_refused(slipped: Draft) -> None:
    proposal = liabilities(slipped)
    slipped.type({"JY031": "1"})
    with pytest.raises(UserError) as caught:
        apply(slipped, proposal)
    assert caught.value.code == "repair.stale"


def test_a_proposal_without_a_figure_is_refused(slipped: Draft) -> None:
    slipped.type({"JY034": ""})
    blank = next(one for one in proposals(slipped, 5000).proposals if "JY034" in one.texts)
    with pytest.raises(UserError) as caught:
        apply(slipped, blank)
    assert caught.value.code == "repair.no-figure"


def test_a_stored_return_can_be_asked_about(complete: Session, firm: str) -> None:
    draft = open_draft(complete, ReturnKey(firm, "JY", MONTH))
    outcome = draft.type({"JY031": text(draft, "JY031") + "0"})
    assert outcome is not None
    save(complete, outcome.change).result()
    assert proposals_for(complete, ReturnKey(firm, "JY", MONTH)).proposals[0].texts.keys() == {"JY031"}
    assert proposals_for(complete, ReturnKey(firm, "JY", Period.parse("2024-05"))).proposals == ()


# long lists: what the open draft knows already is not looked for again


def long_list(*slips: str) -> Draft:
    seen = projects(60, *slips)
    target = seen.returns["XM", str(MONTH)]
    others = {key: each for key, each in seen.returns.items() if key != ("XM", str(MONTH))}
    return Draft(PACK, target, others)


@pytest.mark.parametrize(
    "slips", [["[2]设备工器具购置 11000"], ["[2]设备工器具购置 11000", "[41]其他资金 -90"], ["[59]建筑工程 "]]
)
def test_in_a_long_list_the_same_is_found_as_by_looking_through_it(slips: list[str]) -> None:
    draft = long_list(*slips)
    whole = Snapshot(PACK, draft.current.firm, {**draft.others, ("XM", str(MONTH)): draft.current})
    assert proposals(draft, 5000) == locate(whole, "XM", MONTH, 5000)


def test_of_a_long_list_only_rows_that_fail_are_copied() -> None:
    draft = long_list("[7]建筑工程 801", "[41]其他资金 -90")
    kept = draft.only(["7", "41"])
    assert kept.rows["XM"] == ["7", "41"]
    assert kept.cells == {a: cell for a, cell in draft.current.cells.items() if a[:5] in ("XM[7]", "XM[41")}
    draft.type({"XM[7].XM016": "800"})
    assert kept.cells["XM[7].XM016"].text == "801", "what is typed later is not seen"


def test_a_row_is_copied_with_its_own_rows() -> None:
    cells = {f"PT[{row}].PT010[x].valid": Cell(row, row) for row in "ab"}
    rows = {"PT": ["a", "b"], "PT[a].PT010": ["x"], "PT[b].PT010": ["x"]}
    kept = Draft(PACK, Return("F", "PT", MONTH, PACK.version, cells, rows), {}).only(["b"])
    assert kept.rows == {"PT": ["b"], "PT[b].PT010": ["x"]}
    assert kept.cells.keys() == {"PT[b].PT010[x].valid"}


def test_a_long_sound_list_is_not_searched() -> None:
    assert proposals(long_list(), 0) == Location(), "no time is needed for it"


def test_of_several_digits_that_would_please_the_rules_none_is_offered() -> None:
    def digit(new: str) -> Proposal:
        return Proposal(kind="mistyped", cells=(CellChange("JY033", "", "", "98", new),), settles=())

    alone = Proposal(kind="mistyped", cells=(CellChange("JY034", "", "", "98", "99"),), settles=())
    found = Location(proposals=(digit("958"), digit("948"), alone))
    assert mending(found, frozenset()) == [alone]
