"""Where the keyboard goes when a part of the window is entered."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from typing import cast

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QWidget

_BY_TAB = Qt.FocusPolicy.TabFocus


def entrance(region: QWidget) -> QWidget | None:
    """What takes the keyboard in a region: where it was left, else the region itself, else the first in order."""
    if not _anywhere(region):
        return None
    left = cast("QWidget | None", region.focusWidget())
    ways = chain([left] if left is not None else [], [region], _in_tab_order(region))
    found = next(filter(_takes_keys, ways), None)
    return _chosen(found) if isinstance(found, QAbstractButton) else found


def _anywhere(region: QWidget) -> bool:
    """Whether anything in a region takes keys; nothing hidden is gone into, for PySide to wrap it."""
    inside = Qt.FindChildOption.FindDirectChildrenOnly
    return region.isVisible() and (
        _takes_keys(region) or any(_anywhere(each) for each in region.findChildren(QWidget, options=inside))
    )


def in_order(*parts: QWidget) -> None:
    """Have Tab go through these parts one after the other, and in each as before."""
    stops = [each for part in parts for each in (part, *_in_tab_order(part)) if each.focusPolicy() & _BY_TAB]
    # From the last on: to Qt the first stop of a page by itself comes after its last already.
    for each in reversed(stops[1:]):
        QWidget.setTabOrder(stops[0], each)


def in_place(part: QWidget) -> None:
    """Have Tab come to what was made late where the part it is in stands; else it comes last of the window."""
    before: QWidget | None = part.previousInFocusChain()
    while before is not None and before is not part and not before.focusPolicy() & _BY_TAB:
        before = before.previousInFocusChain()
    for each in part.findChildren(QWidget):
        if before is not None and before is not part and each.focusPolicy() & _BY_TAB:
            QWidget.setTabOrder(before, each)
            before = each


def _chosen(button: QAbstractButton) -> QWidget:
    """Of a group the button that is chosen; Qt leaves Tab to the one that had the keyboard last."""
    group = cast("QButtonGroup | None", button.group())  # the stubs know of no button without a group
    chosen = group.checkedButton() if group is not None else None
    return chosen if chosen is not None and chosen.isVisible() and chosen.isEnabled() else button


def _in_tab_order(region: QWidget) -> Iterator[QWidget]:
    """The widgets within a region, as Tab would come to them; one that is not come to costs no wrapper."""
    at = region.nextInFocusChain()
    while at is not None and at is not region:
        if region.isAncestorOf(at):
            yield at
        at = at.nextInFocusChain()


def _takes_keys(widget: QWidget) -> bool:
    return widget.isVisible() and widget.isEnabled() and widget.focusPolicy() & _BY_TAB == _BY_TAB
