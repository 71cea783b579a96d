"""The window's regions, gone round by F6 as elsewhere on Windows: the way out of a grid that keeps Tab."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol, cast, runtime_checkable

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QButtonGroup, QWidget

from client.ui.shell import Shell


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
            entrance = _entrance(regions[(start + step * away) % len(regions)])
            if entrance is not None:
                reason = Qt.FocusReason.TabFocusReason if step > 0 else Qt.FocusReason.BacktabFocusReason
                entrance.setFocus(reason)
                return

    def _regions(self) -> list[QWidget]:
        shell, page = self._shell, self._shell.page
        inside = page.regions() if isinstance(page, Regioned) else (page,)
        return [shell.rail, shell.banner, *inside, shell.status]


def _within(region: QWidget, widget: QWidget) -> bool:
    return region is widget or region.isAncestorOf(widget)


def _entrance(region: QWidget) -> QWidget | None:
    """What takes the keyboard in a region: where it was left, else the region itself, else the first in order."""
    left = cast("QWidget | None", region.focusWidget())
    ways = ([left] if left is not None else []) + [region, *_in_tab_order(region)]
    found = next((each for each in ways if _takes_keys(each)), None)
    return _chosen(found) if isinstance(found, QAbstractButton) else found


def _chosen(button: QAbstractButton) -> QWidget:
    """Of a group the button that is chosen; Qt leaves Tab to the one that had the keyboard last."""
    group = cast("QButtonGroup | None", button.group())  # the stubs know of no button without a group
    chosen = group.checkedButton() if group is not None else None
    return chosen if chosen is not None and chosen.isVisible() and chosen.isEnabled() else button


def _in_tab_order(region: QWidget) -> list[QWidget]:
    """The widgets within a region, as Tab would come to them."""
    found: list[QWidget] = []
    at = region.nextInFocusChain()
    while at is not None and at is not region:
        if region.isAncestorOf(at):
            found.append(at)
        at = at.nextInFocusChain()
    return found


def _takes_keys(widget: QWidget) -> bool:
    by_tab = Qt.FocusPolicy.TabFocus
    return widget.isVisible() and widget.isEnabled() and widget.focusPolicy() & by_tab == by_tab
