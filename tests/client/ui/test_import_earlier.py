"""An import of last week is found on the import page, and taken back as one."""

from __future__ import annotations

import pytest

from client.tour.script import Sample
from client.usecases.books.imported import all_of
from client.usecases.home.session import Session
from client.usecases.returns.editing import open_draft
from client.usecases.returns.keeping import save
from forms.returns import ReturnKey
from tests.client.ui.conftest import Pilot, words


@pytest.fixture
def at_earlier(pilot: Pilot) -> Pilot:
    pilot.window.conductor.go("import")
    pilot.click("toEarlier")
    pilot.settle()
    assert pilot.pages.importing.state == "earlier"
    return pilot


def ask(pilot: Pilot) -> None:
    """Press the way in the first line."""
    part = pilot.pages.importing.earlier
    part.table.picked.emit(part.table.model().rows[0])


def test_with_none_it_says_so_and_leads_back(at_earlier: Pilot) -> None:
    assert "还没有导入过" in words(at_earlier.pages.importing.earlier)
    at_earlier.click("leaveEarlier")
    assert at_earlier.pages.importing.state == "waiting"


def test_it_is_said_what_would_go_then_taken_back(imported: Session, story: Sample, at_earlier: Pilot) -> None:
    part = at_earlier.pages.importing.earlier
    ask(at_earlier)
    assert f"撤销导入“{story.path.name}”" in part.banner.text
    assert "营业收入与生产经营 · 2025年9月" in part.banner.text
    at_earlier.click("bannerButton")
    at_earlier.settle()
    assert "项恢复原样" in part.banner.text
    assert part.table.model().rows[0].undone
    assert open_draft(imported, ReturnKey(story.firm, "JY", story.month)).current.cells.get("JY021") is None
    ask(at_earlier)
    assert "项恢复原样" in part.banner.text, "what is taken back is not asked about again"


def test_a_later_change_stands_in_the_way_and_is_named(
    imported: Session, story: Sample, at_earlier: Pilot
) -> None:
    outcome = open_draft(imported, ReturnKey(story.firm, "JY", story.month)).type({"JY001": "1"})
    assert outcome is not None
    save(imported, outcome.change).result()
    ask(at_earlier)
    at_earlier.click("bannerButton")
    at_earlier.settle()
    assert "又有改动" in at_earlier.pages.importing.earlier.banner.text


def test_what_the_list_holds_is_the_store_s(imported: Session, story: Sample, at_earlier: Pilot) -> None:
    rows = at_earlier.pages.importing.earlier.table.model().rows
    assert tuple(rows) == all_of(imported, story.firm)
