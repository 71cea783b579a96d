"""The made-up enterprise is sound: its accounts balance, its returns have no error, and slips in it are found."""

from __future__ import annotations

from itertools import chain

import pytest

from forms.checking import check
from forms.pack.loader import bundled_pack
from forms.periods import Period
from tests.bench.ledger import ASSETS, CONTRA, EXPENSES, INCOME, LIABILITIES, Enterprise
from tests.bench.made_up import Year, sheet
from tests.bench.slips import SLIPS, measure, targets

PACK = bundled_pack("gd-eic", "2026.1")
SEEDS = (3, 2025, 2026, 90001)
PLAN = frozenset({"C132", "C133", "C134", "C135"})
"""Comparisons with the plan's targets: nothing is wrong with a firm that grows by less."""


@pytest.mark.parametrize("seed", SEEDS)
def test_every_entry_has_two_sides(seed: int) -> None:
    for now in Enterprise(seed).months(2024, 2025):
        assert sum(now.books.balance.values()) == 0
        known = {*ASSETS, *CONTRA, *LIABILITIES, *INCOME, *EXPENSES, "capital", "retained"}
        assert set(now.books.balance) <= known
        lines = sheet(now)
        assert lines["JY030"] == lines["JY031"] + lines["JY032"]
        assert lines["JY032"] > 0


@pytest.mark.parametrize("seed", SEEDS)
def test_no_return_of_the_year_has_a_finding(seed: int) -> None:
    year = Year(PACK, seed)
    for (form, spelled), kept in year.returns.items():
        if kept.period.year == 2025:
            found = check(year.until(form, kept.period), form, kept.period)
            assert [(spelled, f.rule, f.actual_zh) for f in found if f.rule not in PLAN] == []


def test_the_year_is_whole_and_in_the_units_of_its_forms() -> None:
    year = Year(PACK, 1)
    of_2025 = sorted(form for form, spelled in year.returns if spelled.startswith("2025"))
    rows = ["HY"] * 4, ["CP"] * 11, ["YX"], ["PT"] * 2, ["LJ"] * 4
    assert of_2025 == sorted(["JB", *["JY"] * 11, *["XM"] * 11, "YF", *chain(*rows)])
    cell = year.returns["JY", "2025-09"].cells["JY001"]
    assert cell.origin.unit == "元"
    assert "." in cell.origin.raw
    assert cell.origin.rounded_to("千元")


def test_the_same_seed_is_the_same_enterprise() -> None:
    one, same, other = (Year(PACK, seed).returns["JY", "2025-12"].cells for seed in (7, 7, 8))
    assert one == same
    assert one != other


def test_what_is_slipped_in_is_required_and_not_nought() -> None:
    period = Period.parse("2025-12")
    snapshot = Year(PACK, 1).until("JY", period)
    cells = snapshot.returns["JY", "2025-12"].cells
    chosen = targets(snapshot, "JY", period, columns=False)
    assert {"JY001", "JY028", "JY034"} <= set(chosen)
    assert not {"JY038", "JY042", "JY013", "JY001@ly"} & set(chosen)
    assert all(cells[address].value for address in chosen)
    assert "JY001@ly" in targets(snapshot, "JY", period, columns=True)


def test_slips_are_found_and_placed() -> None:
    report = measure(PACK, (11,), returns=(("XM", "2025-09"),), limit_ms=5000)
    slips = [one for one in report.injected if one.field in report.reachable]
    assert {one.slip for one in slips} == set(SLIPS)
    found = [one for one in slips if one.found]
    assert len(found) > 0.9 * len(slips)
    assert sum(one.placed for one in found) > 0.9 * len(found)
    assert all(one.first is not None for one in found if one.placed)
    lines = list(report.lines())
    assert lines[0].startswith("every required figure: ")
    assert any(line.startswith("no rule speaks of: ") for line in lines)


def test_without_a_past_only_the_return_itself_speaks() -> None:
    report = measure(PACK, (11,), returns=(("XM", "2025-09"),), past=False, limit_ms=5000)
    assert any(one.found for one in report.injected)
    told = [w.zh for one in report.injected if one.first is not None for w in one.first.evidence]
    assert not [words for words in told if "上期推算数" in words]
