"""What the practice endpoint holds open on a day: whole periods, newest first, no further back than two years."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from client.base.clock import CHINA
from client.practice.bureau.calendar import REACH, due, find, first_month, is_open
from forms.pack.loader import bundled_pack, load_pack
from forms.periods import Kind, Period

from .conftest import PACK

SHORT = load_pack(PACK)
BUNDLED = bundled_pack("gd-eic", "2026.1")
PERIODS = st.one_of(
    st.builds(Period, st.integers(2023, 2027), st.just("month"), st.integers(1, 12)),
    st.builds(Period, st.integers(2023, 2027), st.just("quarter"), st.integers(1, 4)),
    st.builds(Period, st.integers(2023, 2027), st.just("half"), st.integers(1, 2)),
    st.builds(Period, st.integers(2023, 2027), st.just("year"), st.just(1)),
)
MOMENTS = st.datetimes(datetime(2024, 1, 1), datetime(2027, 12, 31, 23, 59), timezones=st.just(CHINA))
FORMS = st.sampled_from(sorted(SHORT.forms))


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=CHINA)


def spelled(form: str, now: datetime) -> list[str]:
    return [str(each.period) for each in due(SHORT, now) if each.form.code == form]


# The first month of a period, by which obligations are asked for.


@pytest.mark.parametrize(
    ("period", "month"),
    [
        ("2025-09", "2025-09"),
        ("2025-02", "2025-02"),
        ("2025-Q1", "2025-01"),
        ("2025-Q3", "2025-07"),
        ("2025-Q4", "2025-10"),
        ("2025-H1", "2025-01"),
        ("2025-H2", "2025-07"),
        ("2025", "2025-01"),
    ],
)
def test_a_period_begins_with_its_first_month(period: str, month: str) -> None:
    assert first_month(Period.parse(period)) == month


@settings(max_examples=40)
@given(period=PERIODS)
def test_a_period_begins_the_month_after_the_one_before_it_ends(period: Period) -> None:
    lengths: dict[Kind, int] = {"month": 1, "quarter": 3, "half": 6, "year": 12}
    begins = datetime.strptime(first_month(period), "%Y-%m").replace(tzinfo=CHINA)
    ends = datetime.strptime(period.last_month, "%Y-%m").replace(tzinfo=CHINA)
    assert (ends.year - begins.year) * 12 + ends.month - begins.month + 1 == lengths[period.kind]
    if period.index == 1:
        assert begins.month == 1


# Midnight in China decides.


def test_a_month_is_due_from_its_last_midnight_on() -> None:
    assert spelled("JY", at("2025-09-30T23:59:59"))[0] == "2025-08"
    assert spelled("JY", at("2025-10-01T00:00:00"))[0] == "2025-09"


def test_it_is_china_s_midnight_wherever_the_clock_stands() -> None:
    before = datetime(2025, 9, 30, 15, 59, 59, tzinfo=UTC)
    assert spelled("JY", before)[0] == "2025-08"
    assert spelled("JY", before + timedelta(seconds=1))[0] == "2025-09"


@pytest.mark.parametrize(
    ("now", "newest"),
    [
        ("2025-03-31T23:59:59", "2024-Q4"),
        ("2025-04-01T00:00:00", "2025-Q1"),
        ("2025-12-31T23:59:59", "2025-Q3"),
        ("2026-01-01T00:00:00", "2025-Q4"),
    ],
)
def test_a_quarter_is_due_when_it_has_ended(now: str, newest: str) -> None:
    assert next(period for period in spelled("YF", at(now)) if "-Q" in period) == newest


def test_on_new_year_s_day_the_new_year_s_profile_opens() -> None:
    assert spelled("JB", at("2025-12-31T23:59:59"))[0] == "2025"
    assert spelled("JB", at("2026-01-01T00:00:00"))[0] == "2026"


def test_a_return_closes_when_it_is_more_than_two_years_back() -> None:
    found = find(SHORT, "JY", Period.parse("2023-10"))
    assert found is not None
    assert is_open(found, at("2025-10-31T23:59:59"))
    assert not is_open(found, at("2025-11-01T00:00:00"))


def test_a_return_is_not_open_before_its_first_day() -> None:
    found = find(SHORT, "JY", Period.parse("2025-09"))
    assert found is not None
    assert not is_open(found, found.opens_at - timedelta(seconds=1))
    assert is_open(found, found.opens_at)
    assert is_open(found, found.deadline_at + timedelta(days=30)), "late is still taken"


@pytest.mark.parametrize("form", ["", "ZZ", "jy", "JY "])
def test_a_form_the_definitions_do_not_have_is_never_due(form: str) -> None:
    assert find(SHORT, form, Period.parse("2025-09")) is None


# On any day.


@settings(max_examples=25)
@given(now=MOMENTS)
def test_what_is_listed_is_what_is_open(now: datetime) -> None:
    listed = {(each.form.code, each.period) for each in due(SHORT, now)}
    for form in SHORT.forms:
        for year in range(2023, 2028):
            for kind, count in (("month", 12), ("quarter", 4), ("year", 1)):
                for index in range(1, count + 1):
                    found = find(SHORT, form, Period(year, kind, index))  # type: ignore[arg-type]
                    open_now = found is not None and is_open(found, now)
                    assert open_now == ((form, Period(year, kind, index)) in listed)  # type: ignore[arg-type]


@settings(max_examples=40)
@given(now=MOMENTS)
def test_nothing_is_listed_twice_and_each_form_newest_first(now: datetime) -> None:
    listed = due(SHORT, now)
    assert len({(each.form.code, each.period) for each in listed}) == len(listed)
    for form in SHORT.forms:
        for kind in ("month", "quarter", "half", "year"):
            periods = [e.period for e in listed if e.form.code == form and e.period.kind == kind]
            assert periods == sorted(periods, reverse=True)
            assert len(periods) <= REACH


@settings(max_examples=40)
@given(form=FORMS, period=PERIODS)
def test_dates_follow_one_another(form: str, period: Period) -> None:
    found = find(SHORT, form, period)
    if found is None:
        assert not (SHORT.forms[form].asked(period) and SHORT.in_force(period))
        return
    assert found.opens_at < found.deadline_at < found.correctable_until
    assert (found.deadline_at.hour, found.deadline_at.minute) == (18, 0)
    assert {m.utcoffset() for m in (found.opens_at, found.deadline_at, found.correctable_until)} == {
        timedelta(hours=8)
    }
    assert (found.form.code, found.period) == (form, period)


@settings(max_examples=30)
@given(now=MOMENTS)
def test_with_the_bundled_definitions_every_form_due_has_ended_or_is_the_year_s(now: datetime) -> None:
    listed = due(BUNDLED, now)
    assert {each.form.code for each in listed} <= set(BUNDLED.forms)
    for each in listed:
        assert each.opens_at <= now
        assert each.period.kind == "year" or each.period.last_month < f"{now.year}-{now.month:02d}"
        assert BUNDLED.in_force(each.period)
        assert not (each.form.code == "JY" and each.period.index == 1), "January is not reported"
