"""A page that scrolls, with two things side by side where there is room for both."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QLayout, QScrollArea, QWidget

from client.ui.theme.theme import Theme


class Board(QScrollArea):
    """``beside``, somewhere in what it holds, is turned upright where it is less than ``lines`` of text wide."""

    def __init__(self, theme: Theme, beside: QBoxLayout, lines: float) -> None:
        super().__init__()
        self._theme = theme
        self._beside = beside
        self._lines = lines
        self._holder = QWidget()
        self._holder.setObjectName("plain")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # what takes the keyboard is inside, and scrolls into view
        self.setWidgetResizable(True)
        self.setWidget(self._holder)

    def hold(self, whole: QLayout) -> None:
        """Show ``whole``.

        Best when the board has its place already: each time a widget is put into another, the style goes through
        everything in it once more.
        """
        self._holder.setLayout(whole)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Side by side or one below the other, as wide as the page is now."""
        super().resizeEvent(event)
        wide = self.width() >= self._theme.space(self._lines)
        beside, below = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
        self._beside.setDirection(beside if wide else below)
