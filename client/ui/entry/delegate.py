"""Paints the cells of a grid and makes their editors."""

from __future__ import annotations

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QLocale,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPointF,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFont, QFontMetrics, QKeyEvent, QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from client.ui.entry.editors import CellEdit, code_picker
from client.ui.entry.looks import Look
from client.ui.entry.model import DraftModel
from client.ui.theme.theme import Theme
from forms.pack import Pack

Index = QModelIndex | QPersistentModelIndex
_GROUNDS = {
    "input": "surface",
    "readonly": "surface",
    "computed": "computed",
    "heading": "window",
    "subheading": "surface",
    "action": "surface",
}
_MARKS = {"error": "error", "query": "query", "hint": "hint", "missing": "line_strong"}


class GridDelegate(QStyledItemDelegate):
    """Draws ``Look``s. ``left`` tells in which direction the person left an editor."""

    left = Signal(str)
    opened = Signal(int)

    def __init__(self, theme: Theme, pack: Pack, parent: QWidget) -> None:
        super().__init__(parent)
        self.editor: CellEdit | None = None
        self._theme = theme
        self._pack = pack
        self._height = theme.space(1.85)
        self._plain = theme.font()
        self._bold = theme.font(bold=True)
        self._metrics = QFontMetrics(self._plain)
        self._bold_metrics = QFontMetrics(self._bold)
        self._widest = max(1, self._bold_metrics.horizontalAdvance("国"))

    # painting

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: ARG002 every line is as high
        return QSize(self._theme.space(4), self._height)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        model = index.model()
        look = model.look(index.row(), index.column()) if isinstance(model, DraftModel) else Look()
        rect: QRect = option.rect
        state: QStyle.StateFlag = option.state
        selected = bool(state & QStyle.StateFlag.State_Selected) and look.ground != "heading"
        painter.save()
        painter.fillRect(rect, self._ground(look, selected=selected))
        self._paint_lines(painter, rect, look)
        self._paint_text(painter, rect, look)
        if look.mark:
            self._paint_mark(painter, rect, look)
        view = self.parent()
        if (
            isinstance(view, QWidget)
            and selected
            and view.property("currentCell") == index.row() << 12 | index.column()
        ):
            self._paint_current(painter, rect)
        painter.restore()

    def _ground(self, look: Look, *, selected: bool) -> QColor:
        theme = self._theme
        if selected:
            return theme.colour("selection")
        if look.mark in ("error", "query"):
            return theme.colour(f"{look.mark}_soft")
        return theme.colour(_GROUNDS[look.ground])

    def _paint_lines(self, painter: QPainter, rect: QRect, look: Look) -> None:
        painter.setPen(QPen(self._theme.colour("line"), 0))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        if look.edge:
            painter.drawLine(rect.topRight(), rect.bottomRight())

    def _paint_text(self, painter: QPainter, rect: QRect, look: Look) -> None:
        theme = self._theme
        pad = theme.space(0.42)
        inside = rect.adjusted(pad + theme.space(look.indent), 0, -pad, 0)
        if look.icon:
            size = theme.space(0.95)
            tone = "accent" if look.ground == "action" else "text_faint"
            painter.drawPixmap(
                inside.left(), rect.top() + (rect.height() - size) // 2, theme.icons.pixmap(look.icon, tone, 0.95)
            )
            inside.setLeft(inside.left() + size + theme.space(0.25))
        if look.note:
            self._paint_note(painter, inside, look.note)
            inside.setRight(inside.right() - self._metrics.horizontalAdvance(look.note) - pad)
        self._write(painter, inside, look)

    def _paint_note(self, painter: QPainter, inside: QRect, note: str) -> None:
        painter.setFont(self._plain)
        painter.setPen(self._theme.colour("text_faint"))
        painter.drawText(inside, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, note)

    def _write(self, painter: QPainter, inside: QRect, look: Look) -> None:
        font, metrics = self._face(look)
        painter.setFont(font)
        painter.setPen(self._ink(look))
        side = Qt.AlignmentFlag.AlignRight if look.right and not look.unreadable else Qt.AlignmentFlag.AlignLeft
        text = look.text
        if len(text) > self._surely_fits(inside.width()):
            text = metrics.elidedText(text, Qt.TextElideMode.ElideRight, inside.width())
        painter.drawText(inside, Qt.AlignmentFlag.AlignVCenter | side, text)
        if look.unreadable:
            width = metrics.horizontalAdvance(text)
            below = inside.center().y() + metrics.ascent() // 2 + self._theme.space(0.1)
            painter.setPen(QPen(self._theme.colour("error"), self._theme.space(0.07), Qt.PenStyle.DotLine))
            painter.drawLine(inside.left(), below, inside.left() + width, below)

    def _surely_fits(self, width: int) -> int:
        """How many characters fit without measuring: as many as of the widest kind."""
        return width // self._widest

    def _face(self, look: Look) -> tuple[QFont, QFontMetrics]:
        return (self._bold, self._bold_metrics) if look.bold else (self._plain, self._metrics)

    def _ink(self, look: Look) -> QColor:
        if look.unreadable:
            return self._theme.colour("error")
        if look.ground == "action":
            return self._theme.colour("accent")
        if look.ground == "computed":
            return self._theme.colour("text_soft")
        return self._theme.colour("text_faint" if look.faint else "text")

    def _paint_mark(self, painter: QPainter, rect: QRect, look: Look) -> None:
        """A corner for a finding; a small ring where something required is still blank."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colour = self._theme.colour(_MARKS[look.mark])
        if look.mark == "missing":
            size = self._theme.space(0.3)
            painter.setPen(QPen(colour, self._theme.space(0.08)))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            centre = QPointF(rect.right() - self._theme.space(0.6), rect.center().y() + 0.5)
            painter.drawEllipse(centre, size / 2, size / 2)
            return
        size = self._theme.space(0.5)
        corner = QPointF(rect.right() + 1, rect.top())
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        painter.drawPolygon(QPolygonF([corner, corner - QPointF(size, 0), corner + QPointF(0, size)]))

    def _paint_current(self, painter: QPainter, rect: QRect) -> None:
        thick = self._theme.space(0.1)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
        painter.setPen(QPen(self._theme.colour("accent"), thick, j=Qt.PenJoinStyle.MiterJoin))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        inset = thick // 2
        painter.drawRect(rect.adjusted(inset, inset, -inset - thick % 2, -inset - thick % 2))

    # editing

    def displayText(self, value: object, locale: QLocale | QLocale.Language) -> str:  # noqa: ARG002, N802
        return str(value or "")

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:  # noqa: ARG002
        model = index.model()
        assert isinstance(model, DraftModel)
        spec = model.spec_at(index.row(), index.column())
        listed = code_picker(self._pack, spec) if spec is not None else None
        self.editor = CellEdit(self._theme, parent, listed, several=spec is not None and spec.type == "codes")
        self.editor.leaving.connect(self._leave)
        self.opened.emit(index.column())
        return self.editor

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        if isinstance(editor, CellEdit) and not editor.started:
            editor.start(str(index.data(Qt.ItemDataRole.EditRole) or ""))

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        if isinstance(editor, CellEdit):
            model.setData(index, editor.entered(), Qt.ItemDataRole.EditRole)

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: Index) -> None:  # noqa: ARG002
        editor.setGeometry(option.rect)

    def destroyEditor(self, editor: QWidget, index: Index) -> None:  # noqa: N802
        self.editor = None
        self.opened.emit(-1)
        super().destroyEditor(editor, index)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(watched, CellEdit) and event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return watched.leave_by(event) or super().eventFilter(watched, event)
        return super().eventFilter(watched, event)

    def commit(self) -> None:
        """Put the open editor's text into the model and close it."""
        if self.editor is not None:
            self.editor.settle()
            self._finish(self.editor)

    def _leave(self, direction: str) -> None:
        if self.editor is not None:
            self._finish(self.editor)
            self.left.emit(direction)

    def _finish(self, editor: CellEdit) -> None:
        self.commitData.emit(editor)
        self.closeEditor.emit(editor, QStyledItemDelegate.EndEditHint.NoHint)
