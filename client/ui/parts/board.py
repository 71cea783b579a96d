"""A page that scrolls, with two things side by side where there is room for both."""

from __future__ import annotations

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout

from client.ui.parts.frame import Scrolled
from client.ui.theme.theme import Theme


class Board(Scrolled):
    """``beside``, somewhere in what it holds, is turned upright where it is less than ``lines`` of text wide."""

    def __init__(self, theme: Theme, beside: QBoxLayout, lines: float) -> None:
        super().__init__()
        self._theme = theme
        self._beside = beside
        self._lines = lines

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Side by side or one below the other, as wide as the page is now."""
        super().resizeEvent(event)
        wide = self.width() >= self._theme.space(self._lines)
        beside, below = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
        self._beside.setDirection(beside if wide else below)
