"""Forms come and go with the definitions: the window shows what was entered, and says what it cannot show."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest
from PySide6.QtWidgets import QToolButton

from client.base.clock import CHINA
from client.ui.desk.page import DeskPage
from client.ui.settings.page import SettingsPage
from client.usecases.home import pack_store
from client.usecases.home.session import Session
from client.usecases.returns.editing import open_draft
from client.usecases.returns.keeping import save
from client.usecases.views.desk_rows import Desk, Unknown
from forms.periods import Period
from forms.returns import ReturnKey
from tests.client.ui.conftest import Pilot, words
from tests.newer_pack import kept_pack, other_forms_pack

HALF = Period.parse("2025-H1")


@pytest.fixture
def dropped(session: Session, firm: str, tmp_path: Path) -> Session:
    """A list of platforms begun while it was asked for; the definitions fetched since ask for another."""
    added = open_draft(session, ReturnKey(firm, "PT", HALF)).add_row("PT")
    assert added is not None
    save(session, added.change).result()
    made = kept_pack(other_forms_pack(tmp_path))
    session.own.run(lambda books: pack_store.put(books, made))
    session.reread_definitions()
    return session


def tabs(pilot: Pilot) -> list[str]:
    found = pilot.entry.bar.tabs.findChildren(QToolButton)
    return [tab.objectName().removeprefix("tab") for tab in found if tab.isVisible()]


def test_a_return_of_a_dropped_form_opens_under_its_name(dropped: Session, pilot: Pilot) -> None:
    pilot.open("JY", "2025-09")
    assert "PT" not in tabs(pilot)
    assert "ZZ" in tabs(pilot)
    pilot.open("PT", "2025-H1")
    assert "PT" in tabs(pilot)
    pilot.click("tabJY")
    pilot.until(lambda: pilot.draft.form.code == "JY")
    assert "PT" not in tabs(pilot)


def test_a_form_that_is_lacking_is_named_with_the_way_to_get_it(pilot: Pilot) -> None:
    page = pilot.pages.page("desk")
    assert isinstance(page, DeskPage)
    assert page.desk is not None
    due, owed = datetime(2025, 10, 15, 18, tzinfo=CHINA), len(page.desk.owed)
    lacking = Unknown("QQ", "算力设施", Period.parse("2025-09"), due, 3)
    page.show_desk(Desk(page.desk.firm, page.desk.name, page.desk.rows, (), (lacking,)))
    assert "算力设施（QQ · 2025年9月）" in words(page)
    assert f"{owed + 1} 张报表待报" in words(page), "it is owed all the same"
    banner = pilot.child("unknownForms")
    (way,) = [each for each in banner.findChildren(type(pilot.child("bannerButton"))) if each.isVisible()]
    way.click()
    pilot.until(lambda: isinstance(pilot.pages.page("settings"), SettingsPage))
    pilot.until(lambda: pilot.shell.findChild(SettingsPage).isVisible())
    page.show_desk(page.desk)
    pilot.window.conductor.go("desk")
    pilot.settle()
    assert "算力设施" not in words(pilot.pages.page("desk"))
