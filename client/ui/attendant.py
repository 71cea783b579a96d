"""Does, while the window is open, what nobody asks for: reminds of deadlines, notices that nobody is there."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from client.usecases.desk_rows import Desk
from client.usecases.settings_table import Value

if TYPE_CHECKING:
    from client.ui.desk.reminding import Reminders
    from client.ui.idle import IdleWatch


class Attendant(QObject):
    """``lock_due``: nobody was here; ``desk_wanted``: an hour has passed; ``opened``: a reminder was clicked.

    Tray and watch are made when they are first wanted: no first desk waits for them.
    """

    lock_due = Signal()
    desk_wanted = Signal()
    opened = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._reminders: Reminders | None = None
        self._idle: IdleWatch | None = None

    def desk_shown(self, desk: Desk, settings: Mapping[str, Value], today: date) -> None:
        """Remind of what is due soon."""
        if not settings.get("reminders.tray"):
            if self._reminders is not None:
                self._reminders.consider(desk, settings, today)
            return
        if self._reminders is None:
            from client.ui.desk.reminding import Reminders

            self._reminders = Reminders(self)
            self._reminders.wanted.connect(self.desk_wanted)
            self._reminders.opened.connect(self.opened)
        self._reminders.consider(desk, settings, today)

    def settings_changed(self, settings: Mapping[str, Value]) -> None:
        """Wait for as long as the settings say before it is time to lock."""
        minutes = int(settings["security.lock_minutes"])
        if self._idle is not None:
            self._idle.wait(minutes)
        elif minutes:
            from client.ui.idle import IdleWatch

            self._idle = IdleWatch(self, minutes)
            self._idle.due.connect(self.lock_due)
