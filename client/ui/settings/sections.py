"""The contents of the settings: each section by name, the one that is seen marked, all of them a key away."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from client.ui.parts.basics import row, rule
from client.ui.parts.contents import Contents
from client.ui.parts.frame import PageFrame
from client.ui.parts.keyboard import entrance
from client.ui.theme.theme import Theme


class Sections(QWidget):
    """Beside the page that ``frame`` scrolls. An arrow key scrolls to a section; Enter, → and Tab go into it."""

    def __init__(self, theme: Theme, frame: PageFrame) -> None:
        super().__init__()
        self.setObjectName("plain")
        self._theme = theme
        self._frame = frame
        self._parts: Sequence[QWidget] = ()
        self._turning = False
        self.contents = Contents(theme, "settingsSections", self.tr("设置分类"), leads=True)
        self.contents.turned.connect(self._turn)
        self.contents.entered.connect(self._enter)
        self.setLayout(row(theme, self.contents, rule(theme, upright=True), gap=0))
        bar = frame.verticalScrollBar()
        bar.valueChanged.connect(self._scrolled)
        bar.rangeChanged.connect(self._grown)

    def show_parts(self, parts: Sequence[tuple[str, QWidget]]) -> None:
        """Exchange the sections: how each is called, and what it begins with."""
        self._parts = [part for _, part in parts]
        self.contents.put([title for title, _ in parts])

    def _turn(self, number: int) -> None:
        self._turning = True  # one near the end cannot come to the top, and stays marked
        self._frame.bring(self._parts[number])
        self._turning = False

    def _enter(self, number: int) -> None:
        self._turn(number)
        first = entrance(self._parts[number])
        if first is not None:
            first.setFocus(Qt.FocusReason.TabFocusReason)

    def _grown(self) -> None:
        """What was the end is in the middle now."""
        self._scrolled(self._frame.verticalScrollBar().value())

    def _scrolled(self, top: int) -> None:
        if self._turning or not self._parts:
            return
        line = top + 3 * self._theme.margin
        above = sum(self._frame.top_of(part) <= line for part in self._parts)
        ended = top == self._frame.verticalScrollBar().maximum()
        self.contents.mark(len(self._parts) - 1 if ended else max(above - 1, 0))
