"""The window's fixtures, for journeys through it."""

from __future__ import annotations

from tests.client.conftest import planned_story, story
from tests.client.ui.conftest import complete, firm, imported, pilot, session, theme

__all__ = ["complete", "firm", "imported", "pilot", "planned_story", "session", "story", "theme"]
