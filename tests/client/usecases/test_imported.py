"""What was imported is listed and taken back as one, however long ago it was."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from client.base.clock import SystemClock
from client.base.errors import UserError
from client.keys import Keychain
from client.tour.script import TODAY, Sample
from client.usecases.books import imported, importing
from client.usecases.home.opening import open_session
from client.usecases.home.session import Session
from client.usecases.returns.editing import open_draft
from forms.periods import Period
from forms.returns import ReturnKey
from tests.client.sample_typing import type_and_save


def test_an_enterprise_without_imports_has_none(session: Session, firm: str) -> None:
    assert imported.all_of(session, firm) == ()
    assert imported.all_of(session, "91440101MA5XXXXX6N") == ()


def test_the_newest_comes_first_with_its_returns(imported_again: Session, story: Sample) -> None:
    second, first = imported.all_of(imported_again, story.firm)
    assert (first.file, first.undone, second.undone) == (story.path.name, False, False)
    assert ("JY", story.month) in first.places
    assert {form for form, _ in second.places} == {"JB"}
    assert first.import_id < second.import_id
    assert first.at.date() == TODAY


@pytest.fixture
def imported_again(session: Session, story: Sample) -> Session:
    """The sample's workbook without its profile, then its profile."""
    forms = [form for form in session.forms if form != "JB"]
    for asked in (forms, ["JB"]):
        importing.apply(session, importing.plan(session, story.path, story.firm, story.month, asked))
    return session


def test_it_is_taken_back_next_week_and_listed_as_that(home: Path, story: Sample) -> None:
    keys = Keychain.loose(home)
    with open_session(home, keys=keys, clock=SystemClock(TODAY)) as session:
        importing.apply(session, importing.plan(session, story.path, story.firm, story.month))
    with open_session(home, keys=keys, clock=SystemClock(date(2025, 10, 15))) as session:
        (found,) = imported.all_of(session, story.firm)
        imported.undo(session, story.firm, found.import_id)
        assert [each.undone for each in imported.all_of(session, story.firm)] == [True]
        left = session.look(story.firm, lambda books: books.returns.all(firm=story.firm))
        assert all(not each.cells for each in left)


def test_one_changed_since_is_refused_until_the_change_is_undone(imported_again: Session, story: Sample) -> None:
    session = imported_again
    _, first = imported.all_of(session, story.firm)
    type_and_save(session, open_draft(session, ReturnKey(story.firm, "JY", story.month)), {"JY001": "1"})
    with pytest.raises(UserError, match=r"store\.undo-blocked"):
        imported.undo(session, story.firm, first.import_id)
    assert not any(each.undone for each in imported.all_of(session, story.firm))


def test_only_the_last_are_listed(session: Session, story: Sample, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(imported, "MOST", 2)
    for month in ("2025-07", "2025-08", "2025-09"):
        period = Period.parse(month)
        importing.apply(session, importing.plan(session, story.path, story.firm, period, ["JB"]))
    assert len(imported.all_of(session, story.firm)) == 2
