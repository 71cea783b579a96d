"""Workbooks of firms whose books are kept in English."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from client.base.errors import UserError
from client.workbook.finding.names.english import unit_in, worded_unit
from client.workbook.finding.names.labels import label
from client.workbook.finding.names.periods import period_in
from client.workbook.finding.sheets.headings import role_of
from forms.pack.loader import bundled_pack
from forms.periods import Period
from tests.client.workbook.grids import grid
from tests.client.workbook.mapped import SEPTEMBER, left, mapped, texts


def report(*heads: str, lines: Sequence[Sequence[object]], title: str = "Unit: thousand yuan"):
    return grid([[title], ["Indicator", "Unit", *heads], *lines])


REVENUE = ("Operating revenue", "thousand yuan", 100, 90)


def test_indicators_are_known_by_their_english_names() -> None:
    lines = [REVENUE, ("Operating cost", "yuan", 50_000, 40_000), ("Average staff", "persons", 12, 11)]
    done = mapped(report("Current period", "Same period last year", lines=lines))
    assert texts(done) == {
        "JY001": "100",
        "JY001@ly": "90",
        "JY005": "50",
        "JY005@ly": "40",
        "JY033": "12",
        "JY033@ly": "11",
    }
    assert not done.warnings


def test_every_english_name_of_the_pack_is_known_or_too_short_to_be_sure_of() -> None:
    from client.workbook.finding.names.vocabulary import of_pack

    pack = bundled_pack()
    words = of_pack(pack, tuple(pack.forms))
    unknown = [
        each.name_en
        for form in pack.forms.values()
        for each in form.indicators.values()
        if each.type not in ("table", "composite")
        and not any(match.target.indicator is each for match in words.matches(each.name_en))
    ]
    assert {name for name in unknown if " " in name or len(name) > 7} == set()
    assert "Unit" in unknown


def test_a_list_of_projects_in_english() -> None:
    heads = ["Project code", "Project name", "Planned total (× 10,000 yuan)", "Stage"]
    done = mapped(grid([heads, ["2025-441302-39-01-000001", "New line", 800, "1"]]))
    named = {"XM001": "2025-441302-39-01-000001", "XM002": "New line", "XM012": "800", "XM007": "1"}
    assert texts(done) == named
    assert not left(done)


def test_words_that_head_tables_of_anything_are_no_indicators() -> None:
    table = grid([["Number", "Unit", "Start", "End", "Level"], ["1", "kg", "2025-01-01", "2025-02-01", "2"]])
    with pytest.raises(UserError) as caught:
        mapped(table)
    assert caught.value.code == "workbook.no-indicator"


@pytest.mark.parametrize("bracket", ["last year", "budget", "consolidated", "growth"])
def test_another_figure_in_brackets_is_not_the_indicator(bracket: str) -> None:
    named = f"Operating revenue ({bracket})"
    done = mapped(report("Current period", lines=[(named, "thousand yuan", 7), *_others()]))
    assert "JY001" not in texts(done)


def _others() -> list[tuple[object, ...]]:
    return [("Operating cost", "thousand yuan", 50), ("Total profit", "thousand yuan", 9)]


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        *[("thousand yuan", "千元"), ("RMB '000", "千元"), ("RMB’000", "千元"), ("in thousands of RMB", "千元")],
        *[("yuan", "元"), ("× 10,000 yuan", "万元"), ("10k yuan", "万元"), ("million yuan", "百万元")],
        *[("× 100 million yuan", "亿元"), ("USD", "美元"), ("persons", "人"), ("person-months", "人月")],
        *[("thousand", ""), ("k", ""), ("revenue", ""), ("", "")],
    ],
)
def test_english_units(text: str, unit: str) -> None:
    assert unit_in(text) == unit
    assert label(f"Operating cost ({text})").unit == unit


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("(Expressed in RMB thousand)", "千元"),
        ("Currency: RMB   Unit: yuan", "元"),
        ("Unit: RMB million", "百万元"),
        ("United front", ""),
    ],
)
def test_the_unit_of_a_sheet(text: str, unit: str) -> None:
    assert worded_unit(text) == unit


def test_dollars_are_not_taken_for_yuan() -> None:
    with pytest.raises(UserError) as caught:
        mapped(grid([["Unit: USD"], ["Indicator", "Amount"], ["Operating revenue", 100], ["Operating cost", 9]]))
    assert caught.value.code == "workbook.foreign-currency"


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("For the nine months to 30 September 2025", "2025-09"),
        ("January–Sep. 2025", "2025-09"),
        ("May 2025", "2025-05"),
        ("Market 2025", None),
        ("Decisions of 2025", None),
    ],
)
def test_the_month_of_a_title(text: str, named: str | None) -> None:
    assert period_in(text) == (Period.parse(named) if named else None)


@pytest.mark.parametrize(
    ("heading", "role"),
    [
        *[("Current period", "current"), ("Year to date", "cumulative"), ("Last year YTD", "last_year")],
        *[
            ("This month", "month"),
            ("Budget 2025", "plan"),
            ("YoY growth", "change"),
            ("Opening balance", "opening"),
        ],
        *[
            ("Consolidated", "consolidated"),
            ("Sep 2025", "current"),
            ("Sep 2024", "last_year"),
            ("Remarks", "note"),
        ],
        *[("Prior period", "previous"), ("End of period", "end"), ("Aug 2025", "other_period"), ("Region", None)],
    ],
)
def test_english_headings(heading: str, role: str | None) -> None:
    assert role_of(heading, SEPTEMBER) == role


@pytest.mark.parametrize(
    ("title", "taken", "warned"),
    [
        ("Income Statement, RMB thousand, Jan-Sep 2025", "100", []),
        ("P&L | RMB'000 | YTD", "100", []),
        ("Income statement - CNY million", "100000", []),
        ("Employees, 2025", "100", ["warn.unit"]),
    ],
)
def test_a_unit_of_money_among_the_words_of_a_title(title: str, taken: str, warned: list[str]) -> None:
    lines = [("Operating revenue", 100, 90), ("Operating cost", 50, 40)]
    done = mapped(grid([[title], ["Item", "YTD", "Prior YTD"], *lines]))
    assert (texts(done)["JY001"], "JY001@ly" in texts(done)) == (taken, True)
    assert [each.code for each in done.warnings] == warned
