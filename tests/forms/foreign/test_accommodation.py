"""A survey of five forms of another office: by month, quarter, half and year, held against each other."""

from __future__ import annotations

from pathlib import Path

import pytest

from forms.checking import Snapshot, check
from forms.lint import lint
from forms.locating import locate
from forms.pack import load_pack
from forms.periods import Period
from tests.forms.rules.desk import Desk

HERE = Path(__file__).parent / "accommodation"
PACK = load_pack(HERE)
JANUARY = """
    HT 2026-01
    HT001 = 100
    HT002 = 31
    HT003 = 500
    HT004 = 400
    HT006 = 60,500
    HT007 = (1.25)
    HT008 = 1,700
    HR 2026-01
    HR[a].HR001 = España
    HR[a].HR002 = 300
    HR[a].HR003 = 200
    HR[b].HR001 = GB
    HR[b].HR002 = 200
    HR[b].HR003 = 210
    HT 2025-12
    HT004 = 1200
    HT008 = 15000
    HA 2026
    HA001 = S1
"""
STAFF = "HH 2026-H1\nHH001 = 30\nHH 2025-H2\nHH001 = "
LICENCE = """
    HA 2025
    HA005 = 400
    HA004[a].kind = S1
    HA004[a].until = 2027-01
    HA004[a].beds = 40
    HA004[b].kind = S2
    HA004[b].until = {until}
    HA004[b].beds = 50
    HT 2025-12
    HT001 = 90
    HA 2024
    HA005 = 900
"""
METER = """
    HQ 2026-Q1
    HQ001 = 90,000
    HQ002 = 1,200.5
    HQ003.number = M-7
    HQ003.checked = {checked}
    HQ 2025-Q4
    HQ001 = 300,000
    HT 2026-03
    HT008 = 0
"""


def told(text: str) -> dict[str, str]:
    """The outcome of each check that has something to say, with its words."""
    found = [each for each in Desk(text, PACK).findings() if each.rule in PACK.rules]
    return {each.rule: each.actual_en or each.reason_en for each in found}


def test_the_pack_is_sound() -> None:
    assert [f"{each.file} {each.key}: {each.what('en')}" for each in lint(HERE)] == []


def test_a_month_is_held_against_its_list_and_the_month_before_in_another_year() -> None:
    assert told(JANUARY) == {
        "HT01": "400 < 500, a difference of 100 nights",
        "HT02": "400 ≠ 200 + 210 = 410, a difference of 10 nights",
        "HT05": "400 and 1,200 differ by 800 nights, more than the 600 nights allowed",
        "HT06": "1,700 ≠ 400, a difference of 1,300 nights",
        "HT10": "Days open (HT002) is 31 days",
        "HT08": "60,500 × 1,000 ÷ 400 = 151,250, not between 10 and 500",
    }


@pytest.mark.parametrize(
    ("before", "words"),
    [
        ("10", "30 ÷ 10 = 3, not between 0.5 and 2"),
        ("20", ""),
        ("0", "Last report's Staff at the end (HH001) is 0 and cannot divide"),
        ("二十", "Last report's Staff at the end (HH001) cannot be read, so the check cannot be made"),
    ],
)
def test_the_first_half_follows_the_second_of_the_year_before(before: str, words: str) -> None:
    assert told(STAFF + before).get("HH01", "") == words


@pytest.mark.parametrize(("until", "expired"), [("2026-01", False), ("2025-11", True)])
def test_a_child_table_is_held_against_the_month_the_year_ends_with(until: str, expired: bool) -> None:
    found = told(LICENCE.format(until=until))
    assert ("HA01" in found) is expired
    assert "HA02" not in found, "40 and 50 beds are licensed, 90 available"
    assert found["HA03"] == "400 < 900 × 0.5 = 450, a difference of 50 thousand euros"


@pytest.mark.parametrize(("checked", "fails"), [("2022-03", True), ("2022-04", False), ("2026-04", True)])
def test_a_composite_and_a_zero_of_another_form(checked: str, fails: bool) -> None:
    """A quarter that begins the year has no report before it; 48 months count both ends."""
    found = told(METER.format(checked=checked))
    assert ("HQ02" in found) is fails
    assert found["HQ03"] == "Nights, year to date (HT008) is 0 and cannot divide"
    assert "HQ01" not in found


def test_nights_are_not_repaired_by_thousands() -> None:
    desk = Desk("HR 2026-01\nHR[a].HR001 = ES\nHR[a].HR002 = 300\nHR[a].HR003 = 200", PACK)
    found = locate(Snapshot(desk.pack, "firm", desk.returns), "HR", Period.parse("2026-01"))
    new = {cell.new for each in found.proposals for cell in each.cells}
    assert {"2000", "200000"} & new == {"2000"}, "a nought too few, but not thousands of nights"


def test_what_cannot_be_read_is_said_once_where_it_is_the_name_of_its_row() -> None:
    desk = Desk("HR 2026-01\nHR[a].HR001 = 法国\nHR[a].HR002 = 甲", PACK)
    found = [each for each in check(desk.snapshot, *desk.place) if each.rule == "READ"]
    assert [each.actual_zh for each in found] == ["法国", "“法国”：甲"]
