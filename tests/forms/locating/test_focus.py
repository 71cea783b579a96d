"""Long lists: only the rows in which something fails are searched, and time is kept."""

from __future__ import annotations

import pytest

from forms.checking import Snapshot
from forms.locating import Location, locate
from forms.locating.clock import Deadline
from forms.locating.focus import focused, reduced
from forms.periods import Period
from forms.returns import Return
from tests.forms.locating.projects import projects
from tests.forms.locating.returns import PACK
from tests.forms.packs.words import FIRM

PERIOD = Period.parse("2025-09")


def located(snapshot: Snapshot, limit_ms: float = 5000) -> Location:
    return locate(snapshot, "XM", PERIOD, limit_ms)


@pytest.mark.parametrize("number", [3, 60])
def test_a_slip_in_one_row_is_found_among_few_and_many(number: int) -> None:
    found = located(projects(number, "[2]设备工器具购置 11000"))
    assert found.proposals[0].texts == {"XM[2].XM018": "1100"}
    assert found.proposals[0].cells[0].name_zh.startswith("虚构项目2")
    assert not found.timed_out


def test_slips_in_two_rows_are_explained_apart() -> None:
    found = located(projects(60, "[2]设备工器具购置 11000", "[41]其他资金 -90"))
    proposed = [proposal.texts for proposal in found.proposals]
    assert {"XM[2].XM018": "1100"} in proposed
    assert any(texts.keys() == {"XM[41].XM025"} for texts in proposed)
    rows = {address.partition("]")[0] for address in found.minimal_sets[0].addresses}
    assert rows == {"XM[2", "XM[41"}


def test_a_long_sound_list_has_nothing_to_propose() -> None:
    assert located(projects(25)) == Location()


def test_only_failing_rows_are_laid_out() -> None:
    laid = focused(projects(30, "[7]建筑工程 801"), "XM", PERIOD, Deadline(5000))
    assert laid.by_row
    assert laid.target.rows["XM"] == ["7"]
    assert {address.partition("]")[0] for address in laid.specs} == {"XM[7"}


def test_a_short_list_is_laid_out_whole() -> None:
    laid = focused(projects(20), "XM", PERIOD, Deadline(5000))
    assert not laid.by_row
    assert len(laid.target.rows["XM"]) == 20


def test_no_more_than_twenty_rows_are_searched() -> None:
    slips = [f"[{row}]建筑工程 801" for row in range(1, 41)]
    assert len(focused(projects(40, *slips), "XM", PERIOD, Deadline(5000)).target.rows["XM"]) == 20


def test_without_time_for_every_row_it_says_so() -> None:
    found = located(projects(40, "[40]建筑工程 801"), limit_ms=0)
    assert found.timed_out


def test_a_reduced_return_keeps_rows_cells_and_children() -> None:
    rows = {"PT": ["a", "b"], "PT[a].PT010": ["x"], "PT[b].PT010": ["y"]}
    whole = Return(FIRM, "PT", PERIOD, PACK.name, {}, rows)
    kept = reduced(Snapshot(PACK, FIRM, {}), whole, ["b"]).returns["PT", "2025-09"]
    assert kept.rows == {"PT": ["b"], "PT[b].PT010": ["y"]}


def test_a_part_of_the_time_ends_before_the_whole() -> None:
    whole = Deadline(60_000)
    part = whole.part(0.5)
    assert part.left() < whole.left()
    assert not part.passed()
    spent = Deadline(0)
    assert spent.passed()
    assert spent.late
    assert spent.part(0.9).left() == 0


def test_time_that_is_stopped_does_not_count() -> None:
    whole, other = Deadline(60_000), Deadline(60_000)
    with whole.stopped():
        while other.left() > 59.9:
            pass
    assert whole.left() > other.left()
