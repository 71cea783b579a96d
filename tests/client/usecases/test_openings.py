"""A return that is full before it can be filed: nobody is told to file it, and it is not tried."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from client.base.clock import SystemClock
from client.keys import Keychain
from client.tour.script import Sample
from client.usecases.books import importing
from client.usecases.books.importing import ImportPlan
from client.usecases.bureau import connecting, filing
from client.usecases.home import enterprises
from client.usecases.home.opening import open_session
from client.usecases.home.session import Session
from client.usecases.returns.editing import open_draft
from client.usecases.returns.openings import openings
from client.usecases.views.desk import overview
from forms.periods import Period
from forms.returns import ReturnKey
from tests.client.sample_typing import full_address, type_and_save

OPENS = date(2025, 10, 1)


@pytest.fixture
def early(home: Path, planned_story: ImportPlan, story: Sample) -> Iterator[Session]:
    """The sample's month, full five days before it is over."""
    with open_session(home, keys=Keychain.loose(home), clock=SystemClock(date(2025, 9, 25))) as session:
        enterprises.add(session, story.firm, story.name)
        importing.apply(session, planned_story)
        for slip in story.corrections:
            draft = open_draft(session, ReturnKey(story.firm, slip.form, Period.parse(slip.period)))
            type_and_save(session, draft, {full_address(draft, slip.address, slip.row_key): slip.text})
        yield session


@pytest.mark.parametrize("asked", [False, True])
def test_the_desk_rings_for_what_can_be_filed_alone(early: Session, story: Sample, asked: bool) -> None:
    """By the calendar of the definitions, and as the endpoint said."""
    if asked:
        with connecting.line(early, story.firm) as line:
            filing.settle(line)
    desk = overview(early, story.firm)
    (row,) = (row for row in desk.rows if (row.form, row.period) == ("JY", story.month))
    assert (row.state, row.opens, row.ready) == ("ready", OPENS, False)
    assert "JY" not in {row.form for row in desk.complete_but_not_sent}
    assert "JB" in {row.form for row in desk.complete_but_not_sent}, "the profile is filed within its year"


@pytest.mark.parametrize(("today", "still"), [(date(2025, 9, 30), OPENS), (OPENS, None)])
def test_on_its_first_day_it_is_open(home: Path, story: Sample, today: date, still: date | None) -> None:
    with open_session(home, keys=Keychain.loose(home), clock=SystemClock(today)) as session:
        enterprises.add(session, story.firm, story.name)
        assert openings(session, story.firm)(session.forms["JY"], story.month) == still


def test_what_the_endpoint_says_goes_before_the_calendar(early: Session, story: Sample) -> None:
    form, year = early.forms["YF"], Period.parse("2025")
    assert openings(early, story.firm)(form, year) == date(2026, 1, 1)
    with connecting.line(early, story.firm) as line:
        filing.settle(line)
    assert openings(early, story.firm)(form, year) is None, "this one takes a year from its first day on"


def test_it_is_filed_with_none_and_refused_by_name(early: Session, story: Sample) -> None:
    with connecting.line(early, story.firm) as line:
        filed = filing.submit(line, filing.Order(story.month))
        assert {each.check.target.form for each in filed if each.result} == {"JB"}
        assert "JY" not in {each.check.target.form for each in filed}
        (named,) = filing.submit(line, filing.Order(story.month, ["JY"]))
    assert named.problem is not None
    assert named.problem.code == "filing.opens-later"
    assert "2025-10-01" in named.problem.what("zh")
