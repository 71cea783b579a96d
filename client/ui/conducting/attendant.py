"""Does, while the window is open, what nobody asks for: reminds of deadlines, notices that nobody is there."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from client.usecases.home.settings_table import Value
from client.usecases.views.desk_rows import Desk

if TYPE_CHECKING:
    from client.ui.desk.reminding import Reminders
    from client.ui.ground.idle import IdleWatch
    from client.usecases.views.owing import Owing

REMIND_AFTER_MS = 1500
"""A desk that has just been shown is looked at first; the tray can wait."""

Due = tuple[Desk, Mapping[str, Value], date, "tuple[Owing, ...]"]
"""A desk, the settings in force, the day it is looked at, and what other enterprises owe."""


class Attendant(QObject):
    """``lock_due``: nobody was here; ``desk_wanted``: it is to be looked at anew; ``opened``: a reminder was
    clicked; ``unplaced``: one that the window is to show, and whether it is news; blank when there is none left.

    Tray and watch are made when they are first wanted: no first desk waits for them.
    """

    lock_due = Signal()
    desk_wanted = Signal()
    opened = Signal()
    unplaced = Signal(str, bool)

    def __init__(self, parent: QObject, due: Callable[[], Due | None]) -> None:
        """``due`` answers what there is to remind of, None before there is a desk."""
        super().__init__(parent)
        self._due = due
        self._reminders: Reminders | None = None
        self._idle: IdleWatch | None = None
        self._stale = False
        """Whether something was changed since the desk was looked at."""
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(REMIND_AFTER_MS)
        self._soon.timeout.connect(self.remind)

    def desk_shown(self) -> None:
        """Remind of what is due once the desk has been looked at."""
        self._soon.start()

    def grow_stale(self) -> None:
        """Something was changed or filed: what is due may be something else now."""
        self._stale = True

    def look_again(self, at: str) -> None:
        """Nothing is under way on this page: what is reminded of follows what was changed.

        The desk looks by itself, and a return that is being filled in is not checked beside the hand that types.
        """
        if self._stale and self._reminders is not None and at != "entry":
            self._stale = False
            if at != "desk":
                self.desk_wanted.emit()

    def remind(self) -> None:
        """Remind of what is due soon, as the settings say."""
        due = self._due()
        if due is None:
            return
        desk, settings, today, others = due
        if self._reminders is None and settings.get("reminders.tray"):
            from client.ui.desk.reminding import Reminders

            self._reminders = Reminders(self)
            self._reminders.wanted.connect(self.desk_wanted)
            self._reminders.opened.connect(self.opened)
            self._reminders.unplaced.connect(self.unplaced)
        if self._reminders is not None:
            self._reminders.consider(desk, settings, today, others)

    def say(self, words: str) -> None:
        """Say something from the tray, where it is already in use."""
        if self._reminders is not None:
            self._reminders.say(words)

    def settings_changed(self, settings: Mapping[str, Value]) -> None:
        """Wait for as long as the settings say before it is time to lock."""
        minutes = int(settings["security.lock_minutes"])
        if self._idle is not None:
            self._idle.wait(minutes)
        elif minutes:
            from client.ui.ground.idle import IdleWatch

            self._idle = IdleWatch(self, minutes)
            self._idle.due.connect(self.lock_due)
