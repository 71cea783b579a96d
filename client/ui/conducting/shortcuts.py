"""Keys that work on the open return, whatever has the keyboard, and those that work everywhere."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QShortcut

from client.ui.frame.regions import Regions
from client.ui.frame.shell import Shell
from client.ui.parts.in_sight import InSight

if TYPE_CHECKING:
    from client.ui.entry.page import EntryPage


class Shortcuts(QObject):
    """``entry`` answers the entry page while it is the one shown, else None."""

    def __init__(
        self, shell: Shell, entry: Callable[[], EntryPage | None], everywhere: dict[str, Callable[[], object]]
    ) -> None:
        super().__init__(shell)
        self._shell = shell
        self._entry = entry
        self._regions = Regions(shell)
        InSight(shell)
        keys = {
            "Ctrl+Z": self._undo,
            "Ctrl+Y": self._redo,
            "Ctrl+Shift+Z": self._redo,
            "Ctrl+F": self._find,
            "F8": self._next_finding,
            "Ctrl+S": self._save,
            "Ctrl+E": self._export,
            "F6": self._regions.forward,
            "Shift+F6": self._regions.back,
            **everywhere,
        }
        for spelled, act in keys.items():
            QShortcut(spelled, shell).activated.connect(act)

    def _undo(self) -> None:
        if (page := self._entry()) is not None:
            page.undo()

    def _redo(self) -> None:
        if (page := self._entry()) is not None:
            page.redo()

    def _find(self) -> None:
        if (page := self._entry()) is not None:
            page.start_search()

    def _save(self) -> None:
        """Everything is saved anyway: what is being typed is entered, and whoever presses the key is told."""
        if (page := self._entry()) is not None:
            page.commit()
        self._shell.status.mention(self.tr("改动都会自动保存，不用按 Ctrl+S"))

    def _export(self) -> None:
        if (page := self._entry()) is not None:
            page.give()

    def _next_finding(self) -> None:
        if (page := self._entry()) is not None:
            page.next_finding()
