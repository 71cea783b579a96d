"""The window's fixtures, for journeys through it."""

from __future__ import annotations

from tests.client.conftest import complete, firm, imported, planned_story, session, story
from tests.client.ui.conftest import no_rubbish_elsewhere, pilot, theme

__all__ = [
    "complete",
    "firm",
    "imported",
    "no_rubbish_elsewhere",
    "pilot",
    "planned_story",
    "session",
    "story",
    "theme",
]
