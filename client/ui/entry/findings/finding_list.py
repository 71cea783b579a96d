"""The list of findings as a widget: its lines are of two heights known without asking, painted in one loop.

Qt's own asks a delegate for the height of every line whenever they change, again when the scroll bar comes, and
makes an option and an index for each line painted.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from html import escape
from itertools import accumulate
from math import ceil
from typing import NamedTuple

from PySide6.QtCore import QEvent, QItemSelection, QItemSelectionModel, QModelIndex, QPoint, QRect, Qt
from PySide6.QtGui import QHelpEvent, QPainter, QPaintEvent, QPixmap, QRegion
from PySide6.QtWidgets import QAbstractItemView, QListView, QToolTip

from client.ui.entry.cells.grid_model import Index
from client.ui.entry.findings.listing import FindingLines
from client.ui.entry.findings.model import FindingsModel, Item
from client.ui.parts.mishaps import as_fault
from client.ui.theme.theme import Theme

_Bar = Qt.ScrollBarPolicy
_Move = QAbstractItemView.CursorAction
_Hint = QAbstractItemView.ScrollHint
_BACK = (_Move.MoveUp, _Move.MoveLeft, _Move.MovePrevious)
_ENDS = (_Move.MoveHome, _Move.MoveEnd)


class Seen(NamedTuple):
    """The lines in sight: where the first begins, which of them is chosen, how wide they are."""

    lines: tuple[Item, ...]
    top: int
    chosen: int | None
    width: int


class FindingList(QListView):
    """Shows a ``FindingsModel``: one line can be chosen, headings cannot."""

    def __init__(self, theme: Theme, model: FindingsModel) -> None:
        super().__init__()
        self._theme = theme
        self._lines = FindingLines(theme)
        self._findings = model
        self._tops = [0]
        """The upper edge of each line, and below the last one."""
        self._picture: tuple[Seen, QPixmap] | None = None
        """What was drawn while a figure was typed."""
        self.setModel(model)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(_Bar.ScrollBarAlwaysOff)
        self.verticalScrollBar().setSingleStep(self._lines.step)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        theme.changed.connect(self._forget_picture)

    # where the lines are

    def reset(self) -> None:
        """Other lines: they are laid out at once, as whoever chooses one of them scrolls to it."""
        self._tops = [0, *accumulate(map(self._lines.height, self._findings.items))]
        QAbstractItemView.reset(self)
        self.executeDelayedItemsLayout()
        self.viewport().update()  # by itself it paints nothing anew but the line that is chosen

    def doItemsLayout(self) -> None:  # noqa: N802
        """Where lines are is known by now; what there is to scroll depends on the room as well."""
        self.updateGeometries()

    def updateGeometries(self) -> None:  # noqa: N802
        bar, page = self.verticalScrollBar(), self.viewport().height()
        beyond = max(0, self._tops[-1] - page)
        bar.setPageStep(page)
        bar.setRange(0, beyond)
        # Said, not "as needed": that comes a turn late, and paints everything once more.
        self.setVerticalScrollBarPolicy(_Bar.ScrollBarAlwaysOn if beyond else _Bar.ScrollBarAlwaysOff)

    def scrollContentsBy(self, dx: int, dy: int) -> None:  # noqa: N802
        """Qt's own moves nothing on the screen where it has not laid the lines out itself."""
        self.viewport().scroll(dx, dy)

    def verticalOffset(self) -> int:  # noqa: N802
        return self.verticalScrollBar().value()

    def visualRect(self, index: Index) -> QRect:  # noqa: N802
        row = index.row()
        if not 0 <= row < len(self._tops) - 1:
            return QRect()
        top = self._tops[row]
        return QRect(0, top - self.verticalOffset(), self.viewport().width(), self._tops[row + 1] - top)

    def indexAt(self, point: QPoint) -> QModelIndex:  # noqa: N802
        row = self._row_at(point.y() + self.verticalOffset())
        return self._findings.index(row) if 0 <= row < len(self._tops) - 1 else QModelIndex()

    def _row_at(self, height: int) -> int:
        return bisect_right(self._tops, height) - 1

    def scrollTo(self, index: Index, hint: QAbstractItemView.ScrollHint = _Hint.EnsureVisible) -> None:  # noqa: N802
        """Bring a line into sight, wherever it then stands."""
        rect, bar = self.visualRect(index), self.verticalScrollBar()
        below = rect.bottom() + 1 - self.viewport().height()
        if rect.top() < 0 or hint == _Hint.PositionAtTop:
            bar.setValue(bar.value() + rect.top())
        elif below > 0:
            bar.setValue(bar.value() + below)

    def viewportEvent(self, event: QEvent) -> bool:
        """What is cut off in a line is read whole under the mouse, without choosing it."""
        if not isinstance(event, QHelpEvent):
            return super().viewportEvent(event)
        index, width = self.indexAt(event.pos()), self.viewport().width()
        item = self._findings.items[index.row()] if index.isValid() else None
        told = item is not None and self._lines.cut(item, width)
        words = "".join(f"<p>{escape(part)}</p>" for part in (item.title, item.text)) if told and item else ""
        QToolTip.showText(event.globalPos(), words, self, self.visualRect(index))
        return True

    # what is chosen

    def moveCursor(  # noqa: N802
        self,
        action: QAbstractItemView.CursorAction,
        modifiers: Qt.KeyboardModifier,  # noqa: ARG002
    ) -> QModelIndex:
        """The line a key leads to; from one that can be chosen to the next, over the headings."""
        choosable = [row for row, item in enumerate(self._findings.items) if item.kind != "group"]
        if not choosable:
            return QModelIndex()
        here = max(self.currentIndex().row(), 0)
        if action in _ENDS:
            row = choosable[-1 if action == _Move.MoveEnd else 0]
        elif action in (_Move.MovePageUp, _Move.MovePageDown):
            page = self.viewport().height() * (1 if action == _Move.MovePageDown else -1)
            target = self._row_at(min(max(self._tops[here] + page, 0), self._tops[-1] - 1))
            row = min(choosable, key=lambda each: abs(each - target))
        elif action in _BACK:
            row = max((each for each in choosable if each < here), default=choosable[0])
        else:
            row = min((each for each in choosable if each > here), default=choosable[-1])
        return self._findings.index(row)

    def setSelection(self, rect: QRect, command: QItemSelectionModel.SelectionFlag) -> None:  # noqa: N802
        """Choose what was pressed."""
        index = self.indexAt(rect.topLeft())
        chosen = QItemSelection(index, index) if index.isValid() else QItemSelection()
        self.selectionModel().select(chosen, command)

    def visualRegionForSelection(self, selection: QItemSelection) -> QRegion:  # noqa: N802
        region = QRegion()
        for index in selection.indexes():
            region += self.visualRect(index)
        return region

    # painting

    def rehearse(self, items: Sequence[Item], chosen: int | None) -> None:
        """Draw lines that are likely shown next, one of them chosen: a key then only shows the picture."""
        room, bar = self.viewport().height(), self.verticalScrollBar()
        tops = [0, *accumulate(map(self._lines.height, items))]
        width = self.contentsRect().width() - (bar.sizeHint().width() if tops[-1] > room else 0)
        seen, ratio = self._in_sight(items, tops, chosen, 0, width), self.devicePixelRatioF()
        if not items or self._drawn(seen) is not None:
            return
        made = QPixmap(ceil(width * ratio), ceil(room * ratio))
        made.setDevicePixelRatio(ratio)
        with QPainter(made) as painter:
            self._draw(painter, QRect(0, 0, width, room), seen)
        self._picture = seen, made

    @as_fault
    def paintEvent(self, event: QPaintEvent) -> None:
        model = self.selectionModel()
        chosen = self.currentIndex().row() if model.hasSelection() else None
        width, offset = self.viewport().width(), self.verticalOffset()
        seen = self._in_sight(self._findings.items, self._tops, chosen, offset, width)
        drawn = self._drawn(seen)
        with QPainter(self.viewport()) as painter:
            if drawn is not None:
                painter.drawPixmap(0, 0, drawn)
            else:
                self._draw(painter, event.rect(), seen)

    def _in_sight(
        self, items: Sequence[Item], tops: Sequence[int], chosen: int | None, offset: int, width: int
    ) -> Seen:
        first = max(bisect_right(tops, offset) - 1, 0)
        end = min(bisect_right(tops, offset + self.viewport().height() - 1), len(items), len(tops) - 1)
        return Seen(
            tuple(items[first:end]), tops[first] - offset, None if chosen is None else chosen - first, width
        )

    def _drawn(self, seen: Seen) -> QPixmap | None:
        """The picture of these lines, where it was drawn beforehand for the room there is."""
        if self._picture is None or self._picture[0] != seen:
            return None
        made = self._picture[1]
        fits = made.height() == ceil(self.viewport().height() * self.devicePixelRatioF())
        return made if fits and made.devicePixelRatio() == self.devicePixelRatioF() else None

    def _draw(self, painter: QPainter, dirty: QRect, seen: Seen) -> None:
        painter.fillRect(dirty, self._theme.colour("surface"))
        top = seen.top
        for number, item in enumerate(seen.lines):
            rect = QRect(0, top, seen.width, self._lines.height(item))
            if rect.intersects(dirty):
                self._lines.draw(painter, rect, item, selected=number == seen.chosen)
            top += rect.height()

    def _forget_picture(self) -> None:
        """Other colours."""
        self._picture = None
        self.viewport().update()
