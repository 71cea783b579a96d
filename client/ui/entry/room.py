"""How the entry page shares its room: the grid comes first, definition and findings take what they need."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSplitter, QWidget

from client.ui.parts.basics import set_shown
from client.ui.theme.theme import Theme

SIDE_SHARE, BELOW_SHARE = 0.22, 0.3
"""How much of a small page the definition and the findings may take."""
NARROW, LOW = 35, 23
"""Lines of text: on a narrower page the definition gives way, on a lower one the findings take the least."""


class Room(QSplitter):
    """Three regions parted by hairlines that can be drawn: the grid, what is beside it, what is below both."""

    def __init__(self, theme: Theme, grid: QWidget, beside: QWidget, below: QWidget) -> None:
        super().__init__(Qt.Orientation.Vertical)
        self._theme = theme
        self._beside, self._below = beside, below
        self._upper = QSplitter(Qt.Orientation.Horizontal)
        self.addWidget(self._upper)
        self._upper.addWidget(grid)
        self._upper.addWidget(beside)
        self.addWidget(below)
        for splitter in (self._upper, self):
            splitter.setStretchFactor(0, 1)
            splitter.setHandleWidth(theme.space(0.08))
            splitter.setChildrenCollapsible(False)
        beside.setMinimumWidth(theme.space(11))
        below.setMinimumHeight(theme.space(4.5))

    def share(self, width: int, height: int) -> None:
        """Share the room of a page of this size anew."""
        space = self._theme.space
        side = min(space(16), round(width * SIDE_SHARE))
        set_shown(self._beside, width >= space(NARROW))
        low = height < space(LOW)
        below = self._below.minimumHeight() if low else min(space(11), round(height * BELOW_SHARE))
        self._upper.setSizes([width - side, side])
        self.setSizes([height - below, below])
