"""The window's fixtures, for journeys through it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.plugin import QtBot

from client.usecases.home.session import Session
from tests.client.conftest import complete, firm, imported, planned_story, session, story
from tests.client.ui.conftest import fly, pilot, theme
from tests.journeys.hands import Hands, SitDown

__all__ = [
    "complete",
    "firm",
    "imported",
    "pilot",
    "planned_story",
    "session",
    "story",
    "theme",
]


@pytest.fixture
def sit_down(qtbot: QtBot, qapp: QApplication) -> SitDown:
    """Sits down at a computer, whose home is open, and gets up again."""

    @contextmanager
    def at(session: Session, firm: str = "") -> Iterator[Hands]:
        window = fly(qtbot, qapp, lambda _: session, firm, session.home)
        hands = Hands(next(window))
        try:
            yield hands
        finally:  # a window left open would go on working in the tests that follow
            next(window, None)

    return at
