"""When a return can be filed, when it is due, and which dates a holiday moves."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest

from forms.pack.calendar import Calendar
from forms.pack.loader import bundled_pack
from forms.periods import Period

PACK = bundled_pack("gd-eic", "2026.1")
CALENDAR = PACK.calendar


@pytest.mark.parametrize(
    ("form", "period", "opens", "due"),
    [
        ("JY", "2025-02", date(2025, 3, 1), date(2025, 3, 10)),
        ("JY", "2025-09", date(2025, 10, 1), date(2025, 10, 10)),
        ("CP", "2025-12", date(2026, 1, 1), date(2026, 1, 10)),  # a Saturday: weekends do not move it
        ("XM", "2024-05", date(2024, 6, 1), date(2024, 6, 11)),  # 10 June 2024 was the Dragon Boat Festival
        ("HY", "2025-Q3", date(2025, 10, 1), date(2025, 10, 15)),
        ("LJ", "2025-Q4", date(2026, 1, 1), date(2026, 1, 15)),
        ("PT", "2025-H1", date(2025, 7, 1), date(2025, 7, 20)),
        ("JB", "2025", date(2025, 1, 1), date(2026, 3, 10)),
        ("YF", "2025", date(2026, 1, 1), date(2026, 3, 10)),
        ("YF", "2025-Q3", date(2025, 10, 1), date(2025, 10, 15)),
        ("YX", "2025", date(2026, 1, 1), date(2026, 3, 10)),
    ],
)
def test_opening_and_deadline(form: str, period: str, opens: date, due: date) -> None:
    asked, of = PACK.forms[form], Period.parse(period)
    assert (asked.opens(of), asked.deadline(of)) == (opens, due)


def test_a_date_within_a_holiday_moves_to_the_day_after_it() -> None:
    assert CALENDAR.holiday(date(2025, 10, 8)) == "国庆节、中秋节"
    assert CALENDAR.moved(date(2025, 10, 1)) == date(2025, 10, 9)
    assert CALENDAR.moved(date(2025, 10, 10)) == date(2025, 10, 10)
    assert CALENDAR.moved(date(2025, 10, 12)) == date(2025, 10, 12)  # a Sunday


def test_no_deadline_of_the_packs_years_falls_on_a_holiday_or_before_the_opening() -> None:
    for year in range(2024, 2027):
        for form in PACK.forms.values():
            for month in range(1, 13):
                period = form.period_of(Period(year, "month", month))
                assert not CALENDAR.holiday(form.deadline(period))
                assert form.opens(period) < form.deadline(period)


def test_the_years_of_the_pack_are_listed_in_order_and_the_later_ones_are_provisional() -> None:
    assert [(each.year, each.provisional) for each in CALENDAR.year] == [
        (2024, False),
        (2025, False),
        (2026, True),
        (2027, True),
    ]
    for each in CALENDAR.year:
        assert each.source
        assert {h.first.year for h in each.holiday} | {h.last.year for h in each.holiday} == {each.year}
        assert all(h.first <= h.last for h in each.holiday)
        assert all(one.last < other.first for one, other in pairwise(each.holiday))
        named = "".join(h.name for h in each.holiday)
        assert all(f in named for f in ("元旦", "春节", "清明节", "劳动节", "端午节", "中秋节", "国庆节"))


def test_a_date_may_still_change_in_a_provisional_year_and_in_one_that_is_not_listed() -> None:
    assert not CALENDAR.provisional(date(2025, 3, 10))
    assert CALENDAR.provisional(date(2026, 3, 10))
    assert CALENDAR.provisional(date(2031, 3, 10))


def test_a_pack_without_holidays_moves_nothing() -> None:
    assert Calendar().moved(date(2025, 10, 1)) == date(2025, 10, 1)
