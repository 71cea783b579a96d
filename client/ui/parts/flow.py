"""Things in a row that goes on in the next line when it is full."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget, QWidgetItem

from client.ui.theme.theme import Theme


class FlowLayout(QLayout):
    """Lays its items out like words, ``gap`` apart; ``centred`` in the middle of the room."""

    def __init__(self, gap: int, parent: QWidget | None = None, *, centred: bool = False) -> None:
        super().__init__(parent)
        self._gap = gap
        self._centred = centred
        self._items: list[QLayoutItem] = []
        self._heights: dict[int, int] = {}
        """Heights by width, until an item changes."""

    def addWidget(self, widget: QWidget) -> None:  # noqa: N802
        """In an item of Python's making.

        Of one that Qt makes nothing is heard when it goes. Another at the same address is then taken for it, and
        is called deleted as soon as what was there before is (PySide 6.11).
        """
        self.addChildWidget(widget)
        self.addItem(QWidgetItem(widget))

    def addItem(self, item: QLayoutItem) -> None:  # noqa: N802
        self._items.append(item)

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:  # noqa: N802
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:  # noqa: N802
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:  # noqa: N802
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:  # noqa: N802
        return True

    def heightForWidth(self, width: int) -> int:  # noqa: N802
        if width not in self._heights:
            self._heights[width] = self._arrange(QRect(0, 0, width, 0), place=False)
        return self._heights[width]

    def invalidate(self) -> None:
        self._heights.clear()
        super().invalidate()

    def setGeometry(self, rect: QRect) -> None:  # noqa: N802
        super().setGeometry(rect)
        self._arrange(rect, place=True)

    def sizeHint(self) -> QSize:
        return self.minimumSize()

    def minimumSize(self) -> QSize:  # noqa: N802
        size = QSize()
        for item in self._items:
            size = size.expandedTo(item.minimumSize())
        return size

    def _arrange(self, rect: QRect, *, place: bool) -> int:
        """Place the items within ``rect`` (or only measure); answers the height used."""
        y, used = rect.y(), 0
        for line in self._lines(rect.width()):
            tallest = max(item.sizeHint().height() for item in line)
            x = rect.x() + (self._spare(line, rect.width()) // 2 if self._centred else 0)
            for item in line:
                size = item.sizeHint()
                if place:
                    item.setGeometry(QRect(QPoint(x, y + (tallest - size.height()) // 2), size))
                x += size.width() + self._gap
            used = y + tallest - rect.y()
            y += tallest + self._gap
        return used

    def _spare(self, line: list[QLayoutItem], room: int) -> int:
        """What a line leaves of the room."""
        return room - sum(item.sizeHint().width() for item in line) - self._gap * (len(line) - 1)

    def _lines(self, room: int) -> Iterator[list[QLayoutItem]]:
        """The items that share a line of this width."""
        line: list[QLayoutItem] = []
        used = 0
        for item in self._items:
            if item.isEmpty():
                continue
            width = item.sizeHint().width()
            if line and used + width > room:
                yield line
                line, used = [], 0
            line.append(item)
            used += width + self._gap
        if line:
            yield line


def flow(theme: Theme, *items: QWidget, gap: float = 0.5, centred: bool = False) -> FlowLayout:
    """Things side by side that go on in the next line where the window is narrow or the letters are large."""
    made = FlowLayout(theme.space(gap), centred=centred)
    made.setContentsMargins(0, 0, 0, 0)
    for item in items:
        made.addWidget(item)
    return made
