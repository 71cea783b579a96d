"""Periods: their spellings, what they cover, and which come before them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forms.periods import Kind, Period
from forms.problems import FormsError


@pytest.mark.parametrize(
    ("text", "months", "last", "label"),
    [
        ("2025", 12, "2025-12", "2025年"),
        ("2025-H1", 6, "2025-06", "2025年上半年"),
        ("2025-H2", 12, "2025-12", "2025年下半年"),
        ("2025-Q3", 9, "2025-09", "2025年三季度"),
        ("2025-02", 2, "2025-02", "2025年1—2月"),
        ("2025-09", 9, "2025-09", "2025年9月"),
    ],
)
def test_spellings(text: str, months: int, last: str, label: str) -> None:
    period = Period.parse(f" {text.lower()} ")
    assert str(period) == text
    assert (period.months, period.last_month, period.label()) == (months, last, label)
    assert period.label("en") == text


@pytest.mark.parametrize(
    "text", ["", "25-09", "2025-13", "2025-9", "2025-Q5", "2025-H3", "2025/09", "1999", "2025-00"]
)
def test_what_is_no_period(text: str) -> None:
    with pytest.raises(FormsError) as caught:
        Period.parse(text)
    assert caught.value.code == "period.malformed"
    assert text in caught.value.what("zh")


@pytest.mark.parametrize(
    ("text", "previous", "last_year", "year_end"),
    [
        ("2025-09", "2025-08", "2024-09", "2024-12"),
        ("2025-02", None, "2024-02", "2024-12"),
        ("2025-Q1", None, "2024-Q1", "2024-Q4"),
        ("2025-Q3", "2025-Q2", "2024-Q3", "2024-Q4"),
        ("2025-H2", "2025-H1", "2024-H2", "2024-H2"),
        ("2025", None, "2024", "2024"),
    ],
)
def test_what_came_before(text: str, previous: str | None, last_year: str, year_end: str) -> None:
    period = Period.parse(text)
    before = period.previous()
    assert (str(before) if before else None) == previous
    assert (str(period.last_year()), str(period.year_end())) == (last_year, year_end)


kinds: st.SearchStrategy[Kind] = st.sampled_from(["year", "half", "quarter", "month"])
periods = kinds.flatmap(
    lambda kind: st.builds(
        Period,
        st.integers(2000, 2099),
        st.just(kind),
        st.integers(1, {"year": 1, "half": 2, "quarter": 4, "month": 12}[kind]),
    )
)


@given(periods)
def test_every_period_reads_back(period: Period) -> None:
    assert Period.parse(str(period)) == period


@given(periods, kinds)
def test_the_enclosing_period_ends_no_sooner(period: Period, kind: Kind) -> None:
    around = period.enclosing(kind)
    assert around.year == period.year
    assert around.months >= period.months
    assert around.enclosing(kind) == around
    earlier = [p for p in range(1, around.index) if Period(period.year, kind, p).months >= period.months]
    assert earlier == []


@pytest.mark.parametrize(
    ("earlier", "later"),
    [
        ("2025-02", "2025-03"),
        ("2024-12", "2025-02"),
        ("2024-Q4", "2025-Q1"),
        ("2024-H2", "2025-H1"),
        ("2024", "2025"),
    ],
)
def test_reports_that_follow_each_other_differ_by_one(earlier: str, later: str) -> None:
    assert Period.parse(later).ordinal == Period.parse(earlier).ordinal + 1
