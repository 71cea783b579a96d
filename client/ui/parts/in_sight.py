"""What has the keyboard is in sight: a page scrolls to it, as Qt itself has it do for Tab alone."""

from __future__ import annotations

from weakref import WeakSet

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QScrollArea, QWidget
from shiboken6 import isValid

_AREAS: WeakSet[QScrollArea] = WeakSet()
"""Asked instead of a widget's parents: to tell what Qt made by itself, PySide makes most classes of widgets."""


def scrolls_to_keyboard(area: QScrollArea) -> None:
    """Have an area brought to whatever in it is given the keyboard."""
    _AREAS.add(area)


def bring_into_sight(widget: QWidget) -> None:
    """Scroll what holds a widget until it is seen; of a table or a list, its chosen row."""
    for area in tuple(_AREAS):
        if isValid(area) and area.isAncestorOf(widget):
            area.ensureWidgetVisible(widget)


class InSight(QObject):
    """Follows the keyboard wherever the program gives it in a window; what the mouse is at is seen already.

    Whoever comes back from another window finds the page as it was left.
    """

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._last: QWidget | None = None
        self._soon = QTimer(self)  # once what was shown or hidden on the way there has its place
        self._soon.setSingleShot(True)
        self._soon.timeout.connect(self._look)
        app = QGuiApplication.instance()
        assert isinstance(app, QGuiApplication)
        app.focusObjectChanged.connect(self._follow)

    def _follow(self, now: QObject | None) -> None:
        if not isinstance(now, QWidget) or now is self._last or now.window() is not self._window:
            return
        self._last = now
        if QGuiApplication.mouseButtons() == Qt.MouseButton.NoButton:
            self._soon.start()

    def _look(self) -> None:
        if (held := QApplication.focusWidget()) is not None:
            bring_into_sight(held)
