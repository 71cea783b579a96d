"""A desk is shown from memory only while everything it follows from is as it was."""

from __future__ import annotations

from datetime import date
from unittest.mock import patch

import pytest

from client.base.clock import SystemClock
from client.protocol import strict_json
from client.sync.obligations import HeldObligations
from client.tour.script import Sample
from client.usecases.home import enterprises
from client.usecases.home.session import Session
from client.usecases.returns.editing import open_draft
from client.usecases.returns.keeping import save
from client.usecases.views import desk_looking
from client.usecases.views.desk import overview
from forms.returns import ReturnKey


@pytest.fixture
def looked(imported: Session, story: Sample):
    """How often the desk was worked out; it was once."""
    real = desk_looking.look
    with patch.object(desk_looking, "look", side_effect=real) as look:
        overview(imported, story.firm)
        assert look.call_count == 1
        yield look


def test_the_same_desk_is_not_worked_out_twice(imported: Session, story: Sample, looked) -> None:
    assert overview(imported, story.firm) == overview(imported, story.firm)
    assert looked.call_count == 1


def test_what_is_remembered_equals_what_is_worked_out(complete: Session, story: Sample) -> None:
    fresh = overview(complete, story.firm)
    assert overview(complete, story.firm) == fresh
    assert fresh.complete_but_not_sent


def test_a_figure_entered_counts(imported: Session, story: Sample, looked) -> None:
    draft = open_draft(imported, ReturnKey(story.firm, "JY", story.month))
    outcome = draft.type({"JY001": "999999999"})
    assert outcome is not None
    save(imported, outcome.change).result()
    overview(imported, story.firm)
    assert looked.call_count == 2


def test_another_day_counts(imported: Session, story: Sample, looked) -> None:
    days = overview(imported, story.firm).rows[0].days_left
    imported.clock = SystemClock(date(2025, 10, 9))
    later = overview(imported, story.firm).rows[0].days_left
    assert (looked.call_count, days) != (1, later)
    assert later != days


def test_deadlines_from_the_endpoint_count(imported: Session, story: Sample, looked) -> None:
    held = strict_json.encode(HeldObligations("2025-10-08T09:00:00.000+08:00", []))
    imported.store_of(story.firm).run(lambda books: books.cache.put(f"obligations/{story.firm}", held))
    overview(imported, story.firm)
    assert looked.call_count == 2


def test_a_new_name_counts_and_firms_do_not_mix(imported: Session, story: Sample, looked) -> None:
    other = enterprises.add(imported, "91440300708461136T", "另一家")
    assert overview(imported, other.code).name == "另一家"
    assert overview(imported, story.firm).name == story.name


def test_a_memory_of_another_program_is_not_trusted(imported: Session, story: Sample, looked) -> None:
    imported.store_of(story.firm).run(lambda books: books.cache.put(f"desk/{story.firm}", b"\x93what"))
    assert overview(imported, story.firm).firm == story.firm
    assert looked.call_count == 2
