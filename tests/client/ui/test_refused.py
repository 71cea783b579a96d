"""A disk that is full: nothing is called saved that is not, and it is written when there is room again."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QLabel

from client.base.errors import WorldError
from client.store import Books, Store
from client.ui.frame.faults import FaultPage
from client.ui.ground import saver
from client.usecases.home.session import Session
from client.usecases.returns.editing import open_draft
from forms.periods import Period
from forms.returns import ReturnKey
from tests.client.ui.conftest import Pilot

MONTH = Period.parse("2025-09")


@pytest.fixture
def full(monkeypatch: pytest.MonkeyPatch) -> dict[str, bool]:
    """``full["disk"]`` makes every commit fail as on a full disk."""
    state = {"disk": False}
    real = Store._commit

    def commit(store: Store, work: Callable[[Books], object]) -> object:
        if state["disk"]:
            raise WorldError("store.disk-full", file="f", home="h")
        return real(store, work)

    monkeypatch.setattr(Store, "_commit", commit)
    monkeypatch.setattr(saver, "RETRY_MS", 40)
    return state


def test_what_a_full_disk_refused_is_not_called_saved_and_is_written_later(
    full: dict[str, bool], pilot: Pilot, session: Session, firm: str
) -> None:
    words = pilot.child("saved", QLabel)
    pilot.open("JY", "2025-09")
    pilot.type("JY001", "1")
    pilot.settle()
    full["disk"] = True
    for text in ("2", "3"):
        pilot.type("JY001", text)
    pilot.until(lambda: pilot.window.conductor.saver.refused == 2)
    pilot.until(lambda: "2 处改动还没有保存" in words.text())
    assert pilot.text("JY001") == "3"
    banner = pilot.window.shell.banner
    assert "磁盘已满" in banner.text
    full["disk"] = False
    pilot.until(lambda: words.text().startswith("已保存"))
    assert banner.text == "刚才没有保存的改动，现在都已保存。"
    assert not session.unsaved
    cell = open_draft(session, ReturnKey(firm, "JY", MONTH)).cell("JY001")
    assert cell is not None
    assert cell.text == "3"


def test_what_we_failed_to_write_is_not_shown_as_if_it_were_stored(
    pilot: Pilot, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    pilot.open("JY", "2025-09")
    pilot.type("JY001", "1")
    pilot.settle()
    with monkeypatch.context() as patched:

        def broken(*_: object) -> None:
            raise ZeroDivisionError

        patched.setattr(Store, "_commit", broken)
        pilot.type("JY001", "2")
        pilot.settle()
    assert pilot.shell.findChild(FaultPage).isVisible()
    assert pilot.window.conductor.saver.refused == 0
    assert not session.unsaved
    pilot.click("leaveFault")
    pilot.window.conductor.open_return("JY", MONTH)
    pilot.until(lambda: pilot.entry.work is not None and pilot.text("JY001") == "1")


def test_closing_with_something_unsaved_asks_twice(full: dict[str, bool], pilot: Pilot) -> None:
    pilot.open("JY", "2025-09")
    full["disk"] = True
    pilot.type("JY001", "2")
    pilot.until(lambda: pilot.window.conductor.saver.refused == 1)
    pilot.window.shell.close()
    assert pilot.window.shell.isVisible()
    full["disk"] = False
    pilot.until(lambda: pilot.window.conductor.saver.refused == 0)
