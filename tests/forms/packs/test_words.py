"""The language of the case files says what it seems to say."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from forms.pack.loader import bundled_pack
from tests.forms.packs.words import FORMS, Desk, cases, never_undecided

PACK = bundled_pack("gd-eic", "2026.1")
CASES = Path(__file__).parent / "cases"


def test_names_aliases_and_codes_are_the_same_line() -> None:
    desk = Desk.of(PACK, "JY", "营业收入 5000，减：营业成本 4000，JY006 30，营业收入（上年同期） 4,500")
    cells = desk.returns["JY", "2025-09"].cells
    assert {address: cell.value for address, cell in cells.items()} == {
        "JY001": Decimal(5000),
        "JY005": Decimal(4000),
        "JY006": Decimal(30),
        "JY001@ly": Decimal(4500),
    }


def test_other_times_and_other_forms() -> None:
    desk = Desk.of(
        PACK, "JY", "营业收入 1；上期：营业收入 2；上年：营业收入 3；上年末：营业收入 4；JB：期末从业人员 5"
    )
    assert set(desk.returns) == {
        ("JY", "2025-09"),
        ("JY", "2025-08"),
        ("JY", "2024-09"),
        ("JY", "2024-12"),
        ("JB", "2025"),
    }


def test_rows_and_child_tables() -> None:
    desk = Desk.of(PACK, "XM", "计划总投资 600，[2]计划总投资 700；JB：JB023[1].kind 独角兽")
    assert desk.returns["XM", "2025-09"].rows == {"XM": ["1", "2"]}
    assert desk.returns["XM", "2025-09"].cells["XM[2].XM012"].value == Decimal(700)
    assert desk.returns["JB", "2025"].cells["JB023[1].kind"].value == "05"


def test_an_unknown_line_is_an_error() -> None:
    with pytest.raises(AssertionError, match="净利润"):
        Desk.of(PACK, "JY", "净利润 1")


def test_rows_of_child_tables_hang_on_the_row_of_their_form() -> None:
    desk = Desk.of(PACK, "PT", "平台名称 甲，[2]平台名称 乙，[2]PT010[1].kind 高校")
    target = desk.returns["PT", "2025-H1"]
    assert target.rows == {"PT": ["1", "2"], "PT[2].PT010": ["1"]}
    assert target.cells["PT[2].PT010[1].kind"].value == "1"


def test_a_form_of_rows_may_have_none() -> None:
    assert Desk.of(PACK, "CP", "没有行").returns["CP", "2025-09"].rows == {"CP": []}


UNREADABLE = {"pass": set[str](), "fail": {"C005"}}
"""A class outside its list cannot be read at all: the check is then undecided, never passed, never failed."""


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("outcome", ["pass", "fail"])
def test_every_check_has_a_case_that_holds_and_one_that_does_not(form: str, outcome: str) -> None:
    told = {case.rule for case in cases(CASES / f"{form}.txt") if case.outcome == outcome}
    assert {rule.id for rule in PACK.rules.values() if rule.form == form} - told <= UNREADABLE[outcome]


@pytest.mark.parametrize("form", FORMS)
def test_every_check_has_a_case_that_cannot_be_decided_or_says_why_not(form: str) -> None:
    path = CASES / f"{form}.txt"
    told = {case.rule for case in cases(path) if case.outcome == "undecided"}
    never = never_undecided(path)
    assert told | never.keys() == {rule.id for rule in PACK.rules.values() if rule.form == form}
    assert not told & never.keys()
    assert all(len(why) > 10 for why in never.values())
