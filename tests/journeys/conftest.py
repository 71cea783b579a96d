"""The window's fixtures, for journeys through it."""

from __future__ import annotations

from tests.client.ui.conftest import complete, firm, imported, pilot, session, story, theme

__all__ = ["complete", "firm", "imported", "pilot", "session", "story", "theme"]
