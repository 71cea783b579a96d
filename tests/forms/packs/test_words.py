"""The language of the case files says what it seems to say."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from forms.pack.loader import bundled_pack
from tests.forms.packs.words import Desk, cases

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


@pytest.mark.parametrize("form", ["JB", "JY", "YF", "XM"])
def test_every_check_has_a_case_that_holds_and_one_that_does_not(form: str) -> None:
    found = cases(CASES / f"{form}.txt")
    for outcome in ("pass", "fail"):
        without = {r.id for r in PACK.rules.values() if r.form == form} - {
            c.rule for c in found if c.outcome == outcome
        }
        # A class or county outside its list cannot be read at all: the check is then undecided, never passed.
        assert without == ({"C005"} if (form, outcome) == ("JB", "fail") else set())
