"""How the entry page shares its room: the grid comes first, definition and findings take what they need."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QSplitter, QWidget

from client.ui.parts.basics import set_shown
from client.ui.theme.theme import Theme
from client.usecases.home.panes import Panes

SIDE_SHARE, BELOW_SHARE = 0.22, 0.3
"""How much of a small page the definition and the findings may take."""
NARROW, LOW = 35, 23
"""Lines of text: on a narrower page the definition gives way, on a lower one the findings take the least."""
DRAWN_AFTER_MS = 200
"""Where a hairline was drawn to is told when it has not moved for so long."""


class Room(QSplitter):
    """Three regions parted by hairlines that can be drawn: the grid, what is beside it, what is below both.

    ``drawn`` carries the ``Panes`` whenever a hairline was drawn: what a person chose holds in any window.
    """

    drawn = Signal(object)

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
        self._panes, self._page = Panes(), (0, 0)
        self._told = QTimer(self, singleShot=True, interval=DRAWN_AFTER_MS)
        self._told.timeout.connect(self._tell)
        self._upper.splitterMoved.connect(self._draw_beside)
        self.splitterMoved.connect(self._draw_below)

    def take(self, panes: Panes) -> None:
        """Share the room so, as it was left the last time."""
        self._panes = panes
        if self._page != (0, 0):
            self.share(*self._page)

    def _draw_beside(self) -> None:
        self._panes = Panes(self._upper.sizes()[1] / max(1, self._page[0]), self._panes.below)
        self._told.start()

    def _draw_below(self) -> None:
        self._panes = Panes(self._panes.beside, self.sizes()[1] / max(1, self._page[1]))
        self._told.start()

    def _tell(self) -> None:
        self.drawn.emit(self._panes)

    def share(self, width: int, height: int) -> None:
        """Share the room of a page of this size anew."""
        self._page = width, height
        space, panes = self._theme.space, self._panes
        side = min(space(16), round(width * SIDE_SHARE))
        if panes.beside is not None:
            side = round(width * panes.beside)
        set_shown(self._beside, width >= space(NARROW))
        low = height < space(LOW)
        below = self._below.minimumHeight() if low else min(space(11), round(height * BELOW_SHARE))
        if panes.below is not None:
            below = round(height * panes.below)
        self._upper.setSizes([width - side, side])
        self.setSizes([height - below, below])
