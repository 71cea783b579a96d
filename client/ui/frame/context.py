"""What every page is handed: the session, the firm, the look, and the ways off the window's thread."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from client.ui.ground.saver import Saver
from client.ui.ground.tasks import Tasks
from client.ui.theme.theme import Theme
from client.usecases.home.settings_table import Value

if TYPE_CHECKING:
    # The window is painted before the home is opened, and this room is not needed until then.
    from client.usecases.home.session import Session


class Context(msgspec.Struct):
    """Made once per window, when the home is open; ``firm`` changes with the enterprise chosen in the header."""

    session: Session
    theme: Theme
    tasks: Tasks
    saver: Saver
    firm: str = ""
    firm_name: str = ""
    settings: dict[str, Value] = msgspec.field(default_factory=dict)
    """Settings by key, as they are in force."""
