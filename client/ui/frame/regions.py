"""The window's regions, gone round by F6 as elsewhere on Windows: the way out of a grid that keeps Tab."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol, runtime_checkable

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QApplication, QWidget

from client.ui.frame.shell import Shell
from client.ui.parts.keyboard import entrance


@runtime_checkable
class Regioned(Protocol):
    """A page of several regions, in the order they are gone round; any other page is one."""

    def regions(self) -> Sequence[QWidget]: ...


class Regions(QObject):
    """Goes from the rail over the banner and the page's own regions to the status line, and round again.

    A region in which nothing takes the keyboard just now is passed over; one that was left is entered where it
    was left.
    """

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self._shell = shell

    def forward(self) -> None:
        """Give the keyboard to the next region."""
        self._go(1)

    def back(self) -> None:
        """Give it to the one before."""
        self._go(-1)

    def _go(self, step: int) -> None:
        regions = self._regions()
        here = QApplication.focusWidget()
        at = next((n for n, region in enumerate(regions) if here is not None and _within(region, here)), None)
        start = at if at is not None else (-1 if step > 0 else 0)
        for away in range(1, len(regions) + 1):
            found = entrance(regions[(start + step * away) % len(regions)])
            if found is not None:
                reason = Qt.FocusReason.TabFocusReason if step > 0 else Qt.FocusReason.BacktabFocusReason
                found.setFocus(reason)
                return

    def _regions(self) -> list[QWidget]:
        shell, page = self._shell, self._shell.page
        inside = page.regions() if isinstance(page, Regioned) else (page,)
        return [shell.rail, shell.banner, *inside, shell.status]


def _within(region: QWidget, widget: QWidget) -> bool:
    return region is widget or region.isAncestorOf(widget)
