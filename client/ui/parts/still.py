"""Keeps a widget's layout to itself: words that change in it never lay out the whole window anew."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QStackedWidget, QWidget


class Still(QWidget):
    """Gives its one inhabitant all the room. Only a change of height is passed on."""

    def __init__(self, inhabitant: QWidget) -> None:
        super().__init__()
        self.setObjectName("plain")
        inhabitant.setParent(self)
        self._inhabitant = inhabitant
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return self._inhabitant.sizeHint()

    def minimumSizeHint(self) -> QSize:
        return QSize(0, self._inhabitant.minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._inhabitant.setGeometry(self.rect())

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest and self._inhabitant.sizeHint().height() != self.height():
            self.updateGeometry()
        return super().event(event)


class StillWords(Still):
    """The same for words within a row: it keeps as much room as they ever took, and only more is passed on.

    ``usual`` are words there should be room for from the beginning.
    """

    def __init__(self, inhabitant: QWidget, usual: str = "") -> None:
        super().__init__(inhabitant)
        self._most = inhabitant.fontMetrics().horizontalAdvance(usual)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        wanted = super().sizeHint()
        self._most = max(self._most, wanted.width())
        return QSize(self._most, wanted.height())

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest and self._inhabitant.sizeHint().width() > self._most:
            self.updateGeometry()
        return super().event(event)


class Bounded(Still):
    """Takes the room there is, and asks for no more height than what is shown in a pile of pages needs at least.

    A layout asks for the height its wrapped words would like, of all pages there are: in large letters that
    would be a window higher than the screen.
    """

    def __init__(self, pile: QStackedWidget) -> None:
        super().__init__(pile)
        self._pile = pile
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        pile.currentChanged.connect(self.updateGeometry)

    def heightForWidth(self, width: int) -> int:  # noqa: N802
        shown = self._pile.currentWidget()
        layout = shown.layout() if shown is not None else None
        least = self.minimumSizeHint().height()
        return max(least, layout.minimumHeightForWidth(width)) if layout is not None else least

    def minimumSizeHint(self) -> QSize:
        shown = self._pile.currentWidget()
        return shown.minimumSizeHint() if shown is not None else QSize()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:
            self.updateGeometry()
        return super().event(event)
