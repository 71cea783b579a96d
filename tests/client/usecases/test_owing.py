"""What the enterprises of a home owe: by the endpoint, by the calendar, and nothing where nothing is filed."""

from __future__ import annotations

import pytest

from client.base.home import firm_store
from client.practice import Practice
from client.sync import enrolling
from client.sync.connecting import read_profile
from client.tour.script import Sample
from client.usecases.bureau import connecting, filing
from client.usecases.bureau.proxies import wire_settings
from client.usecases.home import enterprises
from client.usecases.home.session import Session
from client.usecases.returns.editing import open_draft
from client.usecases.views.desk import overview
from client.usecases.views.desk_rows import SOON_DAYS
from client.usecases.views.owing import Owing, of_desk, owing
from forms.periods import Period
from forms.returns import ReturnKey
from tests.client.sample_typing import type_and_save
from tests.client.sync.office import new_firm

SISTER = "惠州市粤华精密电子有限公司"


@pytest.fixture
def sister(complete: Session, office: Practice) -> str:
    """A second enterprise; it is enrolled, and the line was cut before it was told what is due."""
    made = new_firm()
    enterprises.add(complete, made, SISTER)
    profile, code = read_profile(office.profile_path), office.issue_code(made)
    store, settings = complete.store_of(made), wire_settings(complete)
    enrolling.enrol(store, complete.home, profile, made, code, "PC", settings=settings)
    return made


def test_by_the_calendar_until_the_endpoint_has_said_what_is_due(complete: Session, sister: str) -> None:
    (by_calendar,) = owing(complete, 3)
    assert (by_calendar.firm, by_calendar.name, by_calendar.days_left) == (sister, SISTER, 2)
    with connecting.line(complete, sister) as line:
        filing.settle(line)
    (told,) = owing(complete, 3)
    assert told.count > by_calendar.count, "the endpoint lacks what fell due before, too"
    assert told.days_left < 0
    assert owing(complete, 3, leave_out=sister) == ()


def test_what_was_filed_is_not_owed(complete: Session, story: Sample, office: Practice) -> None:
    connecting.enrol(complete, story.firm, office.profile_path, office.issue_code(story.firm))
    with connecting.line(complete, story.firm) as line:
        filing.settle(line)
        (before,) = owing(complete, 3)
        filed = filing.submit(line, filing.Order(story.month, ["JY", "XM"]))
        (after,) = owing(complete, 3)
        assert before.count - after.count == len(filed) == 2
        filing.settle(line)
    assert owing(complete, 3) == (after,), "nor once the endpoint lists it as filed"


def test_the_desk_says_the_same_number(complete: Session, story: Sample, office: Practice) -> None:
    connecting.enrol(complete, story.firm, office.profile_path, office.issue_code(story.firm))
    with connecting.line(complete, story.firm) as line:
        filing.settle(line)
        filing.submit(line, filing.Order(story.month, ["JY", "XM"]))
        filing.settle(line)

    def told() -> list[int]:
        """What is owed without a desk, with one that is remembered, and on the desk itself."""
        (bare,) = owing(complete, SOON_DAYS)
        desk = overview(complete, story.firm)
        (remembered,) = owing(complete, SOON_DAYS)
        assert of_desk(desk, SOON_DAYS) == remembered
        begun = sum(row.owed and (row.form, str(row.period)) == ("YF", "2024") for row in desk.rows)
        return [bare.count + begun, remembered.count, len(desk.owed)]  # nobody asks for 2024: its desk alone knows

    first = told()
    before = first[-1]
    assert first == [before] * 3
    draft = open_draft(complete, ReturnKey(story.firm, "JY", story.month))
    type_and_save(complete, draft, {"JY042": "12.5"})
    assert told() == [before + 1] * 3, "a correction that is begun is to be filed"
    later = open_draft(complete, ReturnKey(story.firm, "JB", Period.parse("2026")))
    type_and_save(complete, later, {"JB032": "李会计"})
    assert told() == [before + 1] * 3, "one that is begun long before its deadline is not owed yet"
    assert any(row.form == "JB" and row.open for row in overview(complete, story.firm).rows)


def test_who_is_enrolled_nowhere_owes_nothing_and_a_damaged_store_stops_nobody(
    complete: Session, sister: str
) -> None:
    unknown, damaged = new_firm(), new_firm()
    for code in (unknown, damaged):
        enterprises.add(complete, code, f"{code} 公司")
    complete.vault.shut(damaged)
    firm_store(complete.home, damaged).write_bytes(bytes(20_000))
    assert [each.firm for each in owing(complete, 3)] == [sister]


def test_the_most_urgent_comes_first(complete: Session, sister: str, story: Sample, office: Practice) -> None:
    connecting.enrol(complete, story.firm, office.profile_path, office.issue_code(story.firm))
    with connecting.line(complete, story.firm) as line:
        filing.settle(line)
    found = owing(complete, 3)
    assert [each.firm for each in found] == [story.firm, sister]
    assert all(isinstance(each, Owing) for each in found)
