"""The contents of a page at its left: what there is to turn to, by arrow keys or a click."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QListWidget, QListWidgetItem

from client.ui.theme.theme import Theme

LINE = 2.1
"""Lines of text an entry is high."""
NARROW = 8
"""Lines of text the contents are wide at least."""
_INTO = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Right)


class Contents(QListWidget):
    """``turned`` carries the number of what was chosen; ``entered`` the same, of whoever wants to go on in it."""

    turned = Signal(int)
    entered = Signal(int)

    def __init__(self, theme: Theme, name: str, said: str, *, leads: bool = False) -> None:
        """``leads``: Tab goes into what was turned to as well, and not to what stands first on the page."""
        super().__init__()
        self._leads = leads
        self._theme = theme
        self.setObjectName(name)
        self.setProperty("role", "contents")
        self.setAccessibleName(said)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.currentRowChanged.connect(self.turned)

    def put(self, titles: Sequence[str]) -> None:
        """Exchange the entries, staying at the one that was chosen; as wide as the longest of them needs."""
        if titles == [self.item(number).text() for number in range(self.count())]:
            return
        at, metrics, space = max(self.currentRow(), 0), self.fontMetrics(), self._theme.space
        with QSignalBlocker(self):
            self.clear()
            for title in titles:
                item = QListWidgetItem(title, self)
                item.setSizeHint(QSize(0, space(LINE)))
        self.mark(min(at, len(titles) - 1))
        longest = max(map(metrics.horizontalAdvance, titles), default=0)
        self.setFixedWidth(max(space(NARROW), longest + space(3)))

    def mark(self, number: int) -> None:
        """Show where one is; nothing is turned to."""
        with QSignalBlocker(self):
            self.setCurrentRow(number)

    def focusNextPrevChild(self, forward: bool) -> bool:  # noqa: N802
        if not forward or not self._leads or self.currentRow() <= 0:
            return super().focusNextPrevChild(forward)
        self.entered.emit(self.currentRow())
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _INTO and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            self.entered.emit(self.currentRow())
        else:
            super().keyPressEvent(event)
