"""A file of records over columns is the same file record by record: outcomes, words and numbers alike."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forms.columns.of_records import ByColumns
from forms.pack import Pack
from forms.pack.loader import bundled_pack
from forms.records import RecordBooks, RecordColumn, RecordReport, Records, by_closures, check_records
from forms.rules.book import rulebook
from forms.rules.compiled import CompiledRule
from tests.forms.record_columns import FIELDS, columns
from tests.forms.records.lists import RETAIL, SURVEY, records

TEXTS = st.sampled_from(["", "1", "2", "0", "100", "12.5", "-3", "x", "SM", "WB", "99999999999999999999"])
OUTLETS = st.lists(st.tuples(*[TEXTS] * len(FIELDS)), min_size=1, max_size=6)
SURVEYED = ("RD001", "RD002", "RD100", "RD110", "RD120", "RD130")
ANSWERS = st.lists(
    st.tuples(st.sampled_from(["C26", "C39", ""]), st.sampled_from(["是", "否", "", "?"]), *[TEXTS] * 4),
    min_size=1,
    max_size=6,
)


def same(pack: Pack, now: Records, earlier: dict[tuple[str, ...], Records]) -> RecordReport:
    """The report over columns, asserted to be that of the closures."""
    expected = check_records(pack, now, earlier, everything=True)
    found = check_records(pack, now, earlier, everything=True, outcomes_of=ByColumns())
    assert [(c.rule, c.counts, c.problem) for c in found.rules] == [
        (c.rule, c.counts, c.problem) for c in expected.rules
    ]
    assert found.records == expected.records
    short = check_records(pack, now, earlier, outcomes_of=ByColumns())
    assert short.records == check_records(pack, now, earlier).records
    return found


@settings(max_examples=50, deadline=None)
@given(OUTLETS, OUTLETS)
def test_the_rows_of_a_list(now: list[tuple[str, ...]], before: list[tuple[str, ...]]) -> None:
    same(
        RETAIL,
        columns(RETAIL, "RT", FIELDS, now),
        {("previous",): columns(RETAIL, "RT", FIELDS, before)},
    )


@settings(max_examples=50, deadline=None)
@given(ANSWERS, ANSWERS)
def test_single_records_with_those_of_the_year_before(
    now: list[tuple[str, ...]], then: list[tuple[str, ...]]
) -> None:
    """An annual form: the year before is last year, the report before and last year's end."""
    before = columns(SURVEY, "RD", SURVEYED, then)
    same(
        SURVEY,
        columns(SURVEY, "RD", SURVEYED, now),
        {("last_year",): before, ("previous",): before, ("year_end",): before},
    )


PROJECTS = """
XM001 XM007 XM012 XM014 XM015 XM016 XM017 XM018 XM019 XM027
2024-440309-39-03-012345 5 65000 46200 28800 9600 4200 13800 1200 72.5
2024-440309-39-03-012346 5 65000 46200 28800 9600 4200 13800 1201 7.25
2024-440309-39-03-012345 - 499 9999 - 9600 x 13800 1200 -
"""
CLASSES = """
HY001 HY002 HY003 HY004 HY005
3974 640000 650000 170000 720
3974 175000 178000 420000 -
9999 x 20000 0 20
"""


@pytest.mark.parametrize(
    ("form", "period", "text"), [("XM", "2025-12", PROJECTS), ("HY", "2025-Q4", CLASSES)], ids=["XM", "HY"]
)
def test_lists_of_our_own_pack(form: str, period: str, text: str) -> None:
    """With rules on the list as a whole, computed indicators and rules that ask for forms that are not there."""
    pack = bundled_pack("gd-eic", "2026.1")
    report = same(pack, records(pack, form, period, text), {})
    assert report.failing("error")
    assert (None in report.records) is (form == "HY")  # a class named twice is said of the list


def test_figures_of_a_finer_unit_are_rounded_alike() -> None:
    """Sums of figures rounded from 元 may differ by half a unit for each part, in either way."""
    pack = bundled_pack("gd-eic", "2026.1")
    plain = records(pack, "XM", "2025-12", PROJECTS)
    rounded = {
        field: RecordColumn(found.texts, found.values, found.problems, "元")
        for field, found in plain.columns.items()
    }
    report = same(
        pack, Records(form="XM", period=plain.period, numbers=plain.numbers, keys=plain.keys, columns=rounded), {}
    )
    [counts] = [count.counts for count in report.rules if count.rule == "C108"]
    assert counts["pass"] == 2  # 9600 + 4200 + 13800 + 1201 is one more: within the rounding of five figures


def test_columns_are_made_once_for_all_rules_of_a_file() -> None:
    now = columns(RETAIL, "RT", FIELDS, [("1", "SM", "2", "1", "100", "100", "0")])
    opened, way = RecordBooks(RETAIL, now, {}), ByColumns()
    for rule in rulebook(RETAIL).of_form("RT"):
        compiled = rulebook(RETAIL).rule(rule)
        assert isinstance(compiled, CompiledRule)
        table = way._table
        assert way(compiled, opened).counts == by_closures(compiled, opened).counts
        assert table in (None, way._table)
