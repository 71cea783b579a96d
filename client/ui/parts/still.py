"""Keeps a widget's layout to itself: words that change in it never lay out the whole window anew."""

from __future__ import annotations

from typing import cast

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtWidgets import QLayout, QLayoutItem, QSizePolicy, QStackedWidget, QWidget, QWidgetItem


class Still(QWidget):
    """Gives its one inhabitant all the room. Only a change of height is passed on."""

    _wanted = Signal()

    def __init__(self, inhabitant: QWidget) -> None:
        super().__init__()
        self.setObjectName("plain")
        self._inhabitant = inhabitant
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._waits = False
        self._wanted.connect(self._hear, Qt.ConnectionType.QueuedConnection)
        self.setLayout(_Room(inhabitant))

    def sizeHint(self) -> QSize:
        return self._inhabitant.sizeHint()

    def minimumSizeHint(self) -> QSize:
        return QSize(0, self._inhabitant.minimumSizeHint().height())

    def ask(self) -> None:
        """The inhabitant would be laid out anew: heard in the order of events, once what is within is laid out."""
        if self.isVisible() and not self._waits:
            self._waits = True
            self._wanted.emit()

    def _hear(self) -> None:
        self._waits = False
        self.pass_on()

    def pass_on(self) -> None:
        """What of it concerns the window."""
        if self._inhabitant.sizeHint().height() != self.height():
            self.updateGeometry()


class _Room(QLayout):
    """All of it for one widget; what that asks for is heard by the ``Still`` around it and goes no further.

    Heard as an event it would have PySide make every kind of event there is: 0.5 MB, and 4 ms of a start.
    """

    def __init__(self, inhabitant: QWidget) -> None:
        super().__init__()
        self._items: list[QLayoutItem] = [QWidgetItem(inhabitant)]
        self.addChildWidget(inhabitant)

    def addItem(self, item: QLayoutItem) -> None:  # noqa: N802
        raise NotImplementedError

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:  # noqa: N802
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:  # noqa: N802
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def sizeHint(self) -> QSize:
        return self._still.sizeHint()

    def hasHeightForWidth(self) -> bool:  # noqa: N802
        return self._still.sizePolicy().hasHeightForWidth()

    def heightForWidth(self, width: int) -> int:  # noqa: N802
        return self._still.heightForWidth(width)

    def setGeometry(self, rect: QRect) -> None:  # noqa: N802
        super().setGeometry(rect)
        for item in self._items:
            item.setGeometry(rect)

    def invalidate(self) -> None:
        self._still.ask()

    @property
    def _still(self) -> Still:
        return cast("Still", self.parentWidget())


class StillWords(Still):
    """Keeps words within a row to themselves: it keeps as much room as they ever took, and only more is passed on.

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

    def pass_on(self) -> None:
        super().pass_on()
        if self._inhabitant.sizeHint().width() > self._most:
            self.updateGeometry()


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

    def pass_on(self) -> None:
        self.updateGeometry()
