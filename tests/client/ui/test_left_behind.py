"""Another enterprise is turned to while something is done for the one before: it goes on, is told and kept."""

from __future__ import annotations

from pathlib import Path
from threading import Event

import pytest

from client.base.errors import WorldError
from client.tour.script import Sample
from client.ui.sending import filing as page_filing
from client.usecases.books import reviewing
from client.usecases.home import enterprises
from client.usecases.home.session import Session
from tests.client.ui.conftest import Pilot

OTHER = "91440300708461136T"


@pytest.fixture
def other(session: Session) -> str:
    """A second enterprise of the home."""
    enterprises.add(session, OTHER, "另一家")
    return OTHER


def go(pilot: Pilot, page: str) -> None:
    pilot.window.conductor.go(page)
    pilot.settle()


def turn_to(pilot: Pilot, firm: str) -> None:
    pilot.window.conductor.change_firm(firm)
    pilot.until(lambda: at(pilot) == firm)


def at(pilot: Pilot) -> str:
    """The enterprise in hand."""
    context = pilot.window.conductor.context
    return context.firm if context is not None else ""


@pytest.fixture
def line(monkeypatch: pytest.MonkeyPatch) -> Event:
    """To an endpoint that answers nobody, once it is let."""
    goes_on = Event()

    def send(*_: object) -> object:
        goes_on.wait(60)
        raise WorldError("net.timeout", host="collect.example")

    monkeypatch.setattr(page_filing, "send", send)
    return goes_on


def begin_filing(pilot: Pilot) -> None:
    go(pilot, "send")
    pilot.until(lambda: pilot.child("send").isEnabled())
    pilot.click("send")


@pytest.mark.usefixtures("imported", "other")
def test_what_came_of_a_filing_is_told_with_the_enterprise_and_kept(pilot: Pilot, firm: str, line: Event) -> None:
    begin_filing(pilot)
    sending = pilot.pages.sending
    turn_to(pilot, OTHER)
    assert pilot.pages.sending is not sending
    line.set()
    banner = pilot.window.shell.banner
    pilot.until(banner.isVisible)
    name = pilot.window.conductor.name_of(firm)
    assert banner.text.startswith(f"{name}：")
    assert "collect.example" in banner.text
    pilot.click("bannerButton")
    pilot.until(lambda: at(pilot) == firm)
    pilot.until(lambda: pilot.window.shell.rail.page == "send")
    assert "collect.example" in pilot.pages.sending.filing.banner.text


@pytest.mark.usefixtures("imported", "other")
def test_who_comes_back_before_it_is_done_finds_it_going_on(pilot: Pilot, firm: str, line: Event) -> None:
    begin_filing(pilot)
    sending = pilot.pages.sending
    turn_to(pilot, OTHER)
    turn_to(pilot, firm)
    assert pilot.pages.sending is sending
    assert sending.filing.busy
    line.set()
    go(pilot, "send")
    pilot.until(lambda: not sending.filing.busy)
    assert sending.filing.banner.isVisible()
    assert pilot.window.shell.banner.isHidden()


@pytest.mark.usefixtures("other")
def test_an_import_is_written_for_whom_it_was_read(
    pilot: Pilot, session: Session, firm: str, story: Sample, monkeypatch: pytest.MonkeyPatch
) -> None:
    go(pilot, "import")
    pilot.window.conductor.import_book(Path(story.path))
    pilot.until(lambda: pilot.pages.importing.state == "review")
    goes_on, store = Event(), reviewing.apply
    monkeypatch.setattr(reviewing, "apply", lambda *given: (goes_on.wait(60), store(*given))[1])
    pilot.pages.importing.book.accept()
    turn_to(pilot, OTHER)
    goes_on.set()
    banner = pilot.window.shell.banner
    pilot.until(banner.isVisible)
    assert "：已写入 " in banner.text
    assert session.look(firm, lambda books: books.returns.heads(firm))
    assert not session.look(OTHER, lambda books: books.returns.heads(OTHER))
    pilot.click("bannerButton")
    pilot.until(lambda: pilot.window.shell.rail.page == "import")
    assert pilot.pages.importing.state == "done"
