"""Settings in the window: what is chosen counts at once, what is refused is said where it was chosen."""

from __future__ import annotations

from typing import cast

import pytest
from PySide6.QtWidgets import QLineEdit

from client.base.errors import UserError
from client.ui.parts.choice import Choice
from client.ui.settings.page import SettingsPage
from client.usecases.home import settings, settings_keepers
from client.usecases.home.session import Session
from tests.client.ui.conftest import Pilot


@pytest.fixture
def page(pilot: Pilot) -> SettingsPage:
    pilot.click("goSettings")
    pilot.settle()
    return settings_page(pilot)


def settings_page(pilot: Pilot) -> SettingsPage:
    return cast("SettingsPage", pilot.pages.page("settings"))


def choose(page: SettingsPage, key: str, value: object) -> None:
    control = page.field(key).control
    assert isinstance(control, Choice)
    control.choose(value)


def test_two_choices_at_once_both_count(pilot: Pilot, page: SettingsPage) -> None:
    """The first builds the window anew, before the second is kept."""
    choose(page, "display.font_size", 115)
    choose(page, "display.language", "en")
    pilot.settle()
    kept = settings.everything(pilot.window.conductor.context.session)
    assert (kept["display.font_size"], kept["display.language"]) == (115, "en")
    pilot.until(lambda: pilot.shell.windowTitle() == "Jibao")
    assert pilot.window.conductor.context.settings == kept
    pilot.window.theme.wear("light", contrast=False, percent=100)


def test_what_is_refused_is_said_where_it_was_chosen_and_not_shown_as_kept(
    pilot: Pilot, page: SettingsPage, monkeypatch: pytest.MonkeyPatch, session: Session
) -> None:
    monkeypatch.setattr(settings_keepers, "proof_of", lambda _: "none")
    choose(page, "security.lock_minutes", 5)
    choose(page, "network.poll_minutes", 60)
    pilot.settle()
    refused = page.field("security.lock_minutes")
    assert refused.problem.isVisible()
    assert UserError("lock.no-proof").what() in refused.problem.text()
    assert cast("Choice", refused.control).currentData() == 0, "as it is kept"
    assert not page.field("network.poll_minutes").problem.isVisible()
    assert settings.get(session, "network.poll_minutes") == 60


def test_words_that_are_refused_stay_to_be_mended(pilot: Pilot, page: SettingsPage) -> None:
    choose(page, "network.proxy", "manual")
    pilot.settle()
    field = page.field("network.proxy_url").control
    assert isinstance(field, QLineEdit)
    field.setText("proxy:80 80")
    field.setModified(True)
    field.editingFinished.emit()
    pilot.settle()
    assert page.field("network.proxy_url").problem.isVisible()
    assert field.text() == "proxy:80 80"
