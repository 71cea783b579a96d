"""Makes the editors of a grid's cells, and paints a cell where a view asks for one alone."""

from __future__ import annotations

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QLocale,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import QAbstractItemView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from client.ui.entry.cells.looks import Look
from client.ui.entry.cells.model import DraftModel
from client.ui.entry.grid.editors import FILL, CellEdit, code_picker, month_picker
from client.ui.entry.grid.long_text import LongEdit
from client.ui.entry.grid.painting import CellPainter
from client.ui.parts.mishaps import as_fault
from client.ui.theme.theme import Theme
from forms.pack import Pack
from forms.pack.model import Spec
from forms.periods import Period

Index = QModelIndex | QPersistentModelIndex


class GridDelegate(QStyledItemDelegate):
    """Draws ``Look``s. ``left`` tells in which direction the person left an editor.

    ``filling`` carries what was typed, for all cells that are selected.
    """

    left = Signal(str)
    filling = Signal(str)
    opened = Signal(int)

    def __init__(self, theme: Theme, pack: Pack, parent: QWidget) -> None:
        super().__init__(parent)
        self.editor: CellEdit | LongEdit | None = None
        self._theme = theme
        self._pack = pack
        self._height = theme.space(1.85)
        self.cells = CellPainter(theme)

    # painting

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: ARG002 every line is as high
        return QSize(self._theme.space(4), self._height)

    @as_fault
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """One cell by itself; views paint all of theirs in one loop (``painting.paint_view``)."""
        model = index.model()
        look = model.look(index.row(), index.column()) if isinstance(model, DraftModel) else Look()
        state: QStyle.StateFlag = option.state
        view = self.parent()
        current = isinstance(view, QAbstractItemView) and view.currentIndex() == index
        rect: QRect = option.rect
        selected = bool(state & QStyle.StateFlag.State_Selected)
        self.cells.cell(painter, rect, look, selected=selected, current=current)

    # editing

    def displayText(self, value: object, locale: QLocale | QLocale.Language) -> str:  # noqa: ARG002, N802
        return str(value or "")

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:  # noqa: ARG002
        model = index.model()
        assert isinstance(model, DraftModel)
        spec = model.spec_at(index.row(), index.column())
        self.editor = made = self._editor(parent, spec, model.draft.period)
        made.setAccessibleName(model.name_at(index.row(), index.column()))
        made.leaving.connect(self._leave)
        self.opened.emit(index.column())
        return made

    def _editor(self, parent: QWidget, spec: Spec | None, period: Period) -> CellEdit | LongEdit:
        """Words get room for several lines; figures, codes and months one line."""
        if spec is not None and spec.type == "text":
            return LongEdit(self._theme, parent)
        listed, near = code_picker(self._pack, spec) if spec is not None else None, ""
        if spec is not None and spec.type == "month":
            listed, near = month_picker(period), period.last_month
        several = spec is not None and spec.type == "codes"
        return CellEdit(self._theme, parent, listed, several=several, near=near)

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        if isinstance(editor, CellEdit | LongEdit) and not editor.started:
            editor.start(str(index.data(Qt.ItemDataRole.EditRole) or ""))

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        if isinstance(editor, CellEdit | LongEdit):
            model.setData(index, editor.entered(), Qt.ItemDataRole.EditRole)

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: Index) -> None:  # noqa: ARG002
        if isinstance(editor, LongEdit):
            editor.cover(option.rect)
        else:
            editor.setGeometry(option.rect)

    def destroyEditor(self, editor: QWidget, index: Index) -> None:  # noqa: N802
        self.editor = None
        self.opened.emit(-1)
        super().destroyEditor(editor, index)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        pressed = event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent)
        if pressed and isinstance(watched, CellEdit | LongEdit) and isinstance(event, QKeyEvent):
            return watched.leave_by(event) or super().eventFilter(watched, event)
        return super().eventFilter(watched, event)

    def commit(self) -> None:
        """Put the open editor's text into the model and close it."""
        if self.editor is not None:
            self.editor.settle()
            self._finish(self.editor)

    def _leave(self, direction: str) -> None:
        editor = self.editor
        if editor is not None and direction == FILL:
            text = editor.entered()
            self.closeEditor.emit(editor, QStyledItemDelegate.EndEditHint.NoHint)
            self.filling.emit(text)
        elif editor is not None:
            self._finish(editor)
            self.left.emit(direction)

    def _finish(self, editor: CellEdit | LongEdit) -> None:
        self.commitData.emit(editor)
        self.closeEditor.emit(editor, QStyledItemDelegate.EndEditHint.NoHint)
