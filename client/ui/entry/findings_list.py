"""Paints the list of findings: headings, two-line findings with a bar in the colour of their level."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from client.ui.entry.findings_model import ITEM, Item
from client.ui.theme.theme import Theme

Index = QModelIndex | QPersistentModelIndex


class FindingDelegate(QStyledItemDelegate):
    """Draws ``Item``s."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._plain = theme.font()
        self._bold = theme.font(bold=True)
        self._small = theme.font(0.94)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: ARG002
        item: Item = index.data(ITEM)
        return QSize(self._theme.space(10), self._theme.space(1.7 if item.kind == "group" else 2.75))

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
        painter.setFont(theme.font(0.94, bold=True))
        painter.setPen(theme.colour(item.tone))
        inside = rect.adjusted(theme.space(0.8), theme.space(0.2), 0, 0)
        painter.drawText(inside, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, item.title)

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
        painter.setFont(self._plain)
        painter.setPen(theme.colour("text"))
        metrics = QFontMetrics(self._plain)
        title = metrics.elidedText(item.title, Qt.TextElideMode.ElideRight, inside.width())
        painter.drawText(inside, Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft, title)
        painter.setFont(self._small)
        painter.setPen(theme.colour("text_soft"))
        text = QFontMetrics(self._small).elidedText(item.text, Qt.TextElideMode.ElideRight, inside.width())
        painter.drawText(inside, Qt.AlignmentFlag.AlignBottom | Qt.AlignmentFlag.AlignLeft, text)
