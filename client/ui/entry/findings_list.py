"""Paints the list of findings: headings, two-line findings with a bar in the colour of their level."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from client.ui.entry.findings_model import ITEM, Item
from client.ui.theme.theme import Theme

Index = QModelIndex | QPersistentModelIndex


_KEPT = 500
"""So many texts are kept as cut; a screen shows some twenty."""


class Lettering:
    """One font: texts on one line, cut where there is no room for them.

    Drawn from a point: in a rectangle, or laid out beforehand, a text that is new at every key takes longer.
    """

    def __init__(self, font: QFont) -> None:
        self._font = font
        self._metrics = QFontMetrics(font)
        self._widest = max(1, self._metrics.horizontalAdvance("国"))
        self._lines: dict[tuple[str, int], str] = {}
        self._ascent = self._metrics.ascent()
        self.height = self._metrics.height()

    def write(self, painter: QPainter, left: int, top: int, room: int, text: str) -> None:
        """Write a text from its upper left corner, in the painter's pen."""
        key = (text, room)
        line = self._lines.get(key)
        if line is None:
            if len(self._lines) >= _KEPT:
                self._lines.clear()
            line = self._lines[key] = self._cut(text, room)
        painter.setFont(self._font)
        painter.drawText(left, top + self._ascent, line)

    def _cut(self, text: str, room: int) -> str:
        line = " ".join(text.split("\n")) if "\n" in text else text
        if len(line) * self._widest <= room:
            return line
        return self._metrics.elidedText(line, Qt.TextElideMode.ElideRight, room)


class FindingDelegate(QStyledItemDelegate):
    """Draws ``Item``s."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._plain = Lettering(theme.font())
        self._small = Lettering(theme.font(0.94))
        self._heads = Lettering(theme.font(0.94, bold=True))
        self._sizes = tuple(QSize(theme.space(10), theme.space(high)) for high in (2.75, 1.7))

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: ARG002
        item: Item = index.data(ITEM)
        return self._sizes[item.kind == "group"]

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        item: Item = index.data(ITEM)
        rect: QRect = option.rect
        state: QStyle.StateFlag = option.state
        painter.save()
        if item.kind == "group":
            self._heading(painter, rect, item)
        else:
            self._finding(painter, rect, item, selected=bool(state & QStyle.StateFlag.State_Selected))
        painter.restore()

    def _heading(self, painter: QPainter, rect: QRect, item: Item) -> None:
        theme = self._theme
        painter.setPen(theme.colour(item.tone))
        inside = rect.adjusted(theme.space(0.8), theme.space(0.2), 0, 0)
        top = inside.top() + (inside.height() - self._heads.height) // 2
        self._heads.write(painter, inside.left(), top, inside.width(), item.title)

    def _finding(self, painter: QPainter, rect: QRect, item: Item, *, selected: bool) -> None:
        theme = self._theme
        if selected:
            painter.fillRect(rect, theme.colour("selection"))
        bar = QRect(rect.left() + theme.space(0.3), rect.top() + theme.space(0.35), theme.space(0.16), 0)
        bar.setHeight(rect.height() - theme.space(0.7))
        painter.fillRect(bar, theme.colour("line_strong" if item.tone == "plain" else item.tone))
        inside = rect.adjusted(theme.space(0.8), theme.space(0.28), -theme.space(0.6), -theme.space(0.28))
        if item.done:
            size = theme.space(1)
            painter.drawPixmap(inside.right() - size, inside.top(), theme.icons.pixmap("check", "good", 1.0))
            inside.setRight(inside.right() - size - theme.space(0.3))
        left, room = inside.left(), inside.width()
        painter.setPen(theme.colour("text"))
        self._plain.write(painter, left, inside.top(), room, item.title)
        painter.setPen(theme.colour("text_soft"))
        self._small.write(painter, left, inside.bottom() + 1 - self._small.height, room, item.text)
