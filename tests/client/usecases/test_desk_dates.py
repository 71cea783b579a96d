"""The desk before anybody was asked: what the definitions' own calendar says is due on a given day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from itertools import pairwise

import pytest

from client.base.clock import CHINA
from client.tour.script import Sample
from client.usecases.bureau import connecting, filing
from client.usecases.home.session import Session
from client.usecases.returns.editing import open_draft
from client.usecases.returns.keeping import save
from client.usecases.returns.states import STATE_NAMES_ZH
from client.usecases.views.desk import overview
from client.usecases.views.desk_looking import LOOK_BACK
from client.usecases.views.desk_rows import SOON_DAYS, DeskRow
from forms.periods import Period
from forms.returns import ReturnKey


class Stopped:
    """A clock that stands still at noon."""

    def __init__(self, day: str) -> None:
        self._now = datetime.combine(date.fromisoformat(day), datetime.min.time(), CHINA).replace(hour=12)

    def now(self) -> datetime:
        return self._now


@pytest.fixture
def on_day(session: Session, firm: str) -> Iterator[Session]:
    """The session, its clock free to be set."""
    clock = session.clock
    yield session
    session.clock = clock


def rows_on(session: Session, firm: str, day: str) -> dict[tuple[str, str], DeskRow]:
    session.clock = Stopped(day)
    return {(row.form, str(row.period)): row for row in overview(session, firm).rows}


def enter(session: Session, firm: str, form: str, period: str, texts: dict[str, str]) -> None:
    outcome = open_draft(session, ReturnKey(firm, form, Period.parse(period))).type(texts)
    assert outcome is not None
    save(session, outcome.change).result()


DAYS = ["2025-01-05", "2025-03-03", "2025-06-30", "2025-10-08", "2025-12-31", "2026-02-14"]


@pytest.mark.parametrize(
    ("day", "month"), [("2025-10-08", "2025-09"), ("2025-11-01", "2025-10"), ("2025-12-31", "2025-11")]
)
def test_the_month_that_ended_is_due_and_the_running_one_is_not(
    on_day: Session, firm: str, day: str, month: str
) -> None:
    found = rows_on(on_day, firm, day)
    assert [period for form, period in found if form == "JY"] == [month]


def test_in_march_january_and_february_are_one_report(on_day: Session, firm: str) -> None:
    found = rows_on(on_day, firm, "2025-03-03")
    assert ("JY", "2025-02") in found
    assert ("JY", "2025-01") not in found
    assert found["JY", "2025-02"].period.label() == "2025年1—2月"


def test_in_january_december_is_due_and_january_never(on_day: Session, firm: str) -> None:
    found = rows_on(on_day, firm, "2025-01-05")
    assert [period for form, period in found if form == "JY"] == ["2024-12"]
    in_february = rows_on(on_day, firm, "2025-02-09")
    assert [period for form, period in in_february if form == "JY"] != ["2025-01"]


@pytest.mark.parametrize("day", DAYS)
def test_nothing_is_shown_that_is_far_from_today(on_day: Session, firm: str, day: str) -> None:
    today = date.fromisoformat(day)
    for row in rows_on(on_day, firm, day).values():
        assert row.deadline is not None
        assert today - LOOK_BACK <= row.deadline.date() <= today + timedelta(days=SOON_DAYS)
        assert row.days_left == (row.deadline.date() - today).days


@pytest.mark.parametrize("day", DAYS)
def test_a_blank_desk_is_told_in_its_own_words(on_day: Session, firm: str, day: str) -> None:
    for (form, _), row in rows_on(on_day, firm, day).items():
        assert STATE_NAMES_ZH[row.state] == "未开始"
        assert (row.filled, row.errors, row.queries, row.hints, row.receipt_no) == (0, 0, 0, 0, None)
        assert row.asked > 0
        assert row.open
        assert row.form_name == on_day.pack.forms[form].name


@pytest.mark.parametrize("day", DAYS)
def test_the_nearest_deadline_stands_first(on_day: Session, firm: str, day: str) -> None:
    rows = list(rows_on(on_day, firm, day).values())
    for one, next_one in pairwise(rows):
        assert one.deadline is not None
        assert next_one.deadline is not None
        assert (one.deadline, one.form) <= (next_one.deadline, next_one.form)


def test_days_left_run_down_through_zero(on_day: Session, firm: str) -> None:
    left = [
        rows_on(on_day, firm, day)["JY", "2025-10"].days_left for day in ("2025-11-09", "2025-11-10", "2025-11-11")
    ]
    assert left == [1, 0, -1]


def test_something_entered_stays_on_the_desk_however_long_ago(on_day: Session, firm: str) -> None:
    assert ("JY", "2024-05") not in rows_on(on_day, firm, "2025-10-08")
    enter(on_day, firm, "JY", "2024-05", {"JY001": "12"})
    row = rows_on(on_day, firm, "2025-10-08")["JY", "2024-05"]
    assert row.state != "empty"
    assert row.days_left is not None
    assert row.days_left < -365


def test_both_years_of_a_line_are_one_filled_indicator(on_day: Session, firm: str) -> None:
    blank = rows_on(on_day, firm, "2025-10-08")["JY", "2025-09"]
    enter(on_day, firm, "JY", "2025-09", {"JY001": "12"})
    once = rows_on(on_day, firm, "2025-10-08")["JY", "2025-09"]
    enter(on_day, firm, "JY", "2025-09", {"JY001@ly": "11"})
    twice = rows_on(on_day, firm, "2025-10-08")["JY", "2025-09"]
    assert blank.filled < once.filled == twice.filled
    assert blank.asked == once.asked == twice.asked


def test_what_is_only_begun_is_being_filled_in_and_not_wrong(on_day: Session, firm: str) -> None:
    enter(on_day, firm, "JY", "2025-09", {"JY001": "12"})
    row = rows_on(on_day, firm, "2025-10-08")["JY", "2025-09"]
    assert STATE_NAMES_ZH[row.state] == "填报中"
    assert row.errors > 0


def test_text_that_cannot_be_read_counts_as_entered_and_is_an_error(on_day: Session, firm: str) -> None:
    enter(on_day, firm, "JY", "2025-09", {"JY001": "约一千"})
    row = rows_on(on_day, firm, "2025-10-08")["JY", "2025-09"]
    assert row.state in {"errors", "filling"}
    assert row.filled > 0
    assert row.errors > 0


def test_a_cleared_return_is_not_begun_again(on_day: Session, firm: str) -> None:
    enter(on_day, firm, "JB", "2025", {"JB033": "0752-2000001"})
    enter(on_day, firm, "JB", "2025", {"JB033": " "})
    row = rows_on(on_day, firm, "2026-02-14")["JB", "2025"]
    assert (row.filled, row.state) == (0, "empty")


def test_another_enterprise_s_figures_are_not_on_this_desk(on_day: Session, firm: str) -> None:
    enter(on_day, firm, "JY", "2025-09", {"JY001": "12"})
    session_rows = rows_on(on_day, "91440300708461136T", "2025-10-08")
    assert {row.state for row in session_rows.values()} == {"empty"}


def test_the_desk_is_named_after_its_enterprise(on_day: Session, story: Sample, firm: str) -> None:
    desk = overview(on_day, firm)
    assert (desk.firm, desk.name, desk.receipts) == (story.firm, story.name, ())
    assert overview(on_day, "91440300708461136T").name == ""


def test_what_fell_due_here_stays_until_it_is_filed(on_day: Session, firm: str) -> None:
    with connecting.line(on_day, firm) as line:
        filing.fetch(line.store, line.endpoint, line.firm)
    came, later = rows_on(on_day, firm, "2025-10-08"), rows_on(on_day, firm, "2026-01-31")
    assert later["JY", "2025-09"].days_left == came["JY", "2025-09"].days_left - 115 < -LOOK_BACK.days
    assert min(row.days_left for row in came.values()) >= -LOOK_BACK.days  # nothing older comes along
    assert set(came) <= set(later)
