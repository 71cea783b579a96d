"""The editor of a cell of words: it grows over the grid with what is written; Alt+Enter begins a new line."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QMimeData, QRect, Qt, Signal
from PySide6.QtGui import QInputMethodEvent, QKeyEvent, QKeySequence, QTextOption
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from client.ui.entry.blocks.quiet import put_text
from client.ui.entry.grid.editors import OWN_KEYS, direction_of, take_composed
from client.ui.theme.theme import Theme

LEAST_WIDTH = 20
"""Lines of text a long answer is wide at least, where the window has the room."""


class LongEdit(QPlainTextEdit):
    """Enter leaves it, as it leaves every editor of the grid; ``leaving`` says in which direction."""

    leaving = Signal(str)
    choosing = False
    """There is no list to pick from."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("role", "cell")
        self.started = False
        self.overwriting = False
        self._theme = theme
        self._cell = QRect()
        self._composed = ""
        self.setFont(parent.font())
        self.setLineWrapMode(QPlainTextEdit.LineWrapMode.WidgetWidth)
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.document().setDocumentMargin(theme.space(0.2))
        self.document().documentLayout().documentSizeChanged.connect(self._grow)

    # what it holds

    def start(self, text: str) -> None:
        """Show what the cell holds, all of it selected."""
        self.started = True
        self.setPlainText(text)
        self.selectAll()

    def settle(self) -> None:
        """There is no list an entry would be taken of."""

    def text(self) -> str:
        """The text as it stands."""
        return self.toPlainText()

    def insert(self, text: str) -> None:
        """Write at the cursor, in the place of what is selected."""
        self.insertPlainText(text)

    def entered(self) -> str:
        """The text to be read by the draft, with what is being composed."""
        take_composed(self, lambda: self._composed)
        return self.text()

    def being_typed(self) -> str:
        """The text as it stands, with what an input method is still composing at the cursor."""
        text, at = self.text(), self.textCursor().position()
        return text[:at] + self._composed + text[at:]

    # keys

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        self._composed = event.preeditString()
        super().inputMethodEvent(event)
        self._grow()

    def event(self, event: QEvent) -> bool:
        """Keep the usual editing keys for the open editor, and leave it by the keys that lead on."""
        if isinstance(event, QKeyEvent):
            own = event.type() == QEvent.Type.ShortcutOverride and self._is_own(event)
            if own or (event.type() == QEvent.Type.KeyPress and (self._copied_by(event) or self.leave_by(event))):
                event.accept()
                return True
        return super().event(event)

    def _is_own(self, event: QKeyEvent) -> bool:
        """Keys that edit or lead on: no shortcut of anybody's, and nobody above is asked."""
        leads_on = direction_of(event, arrows=self.overwriting)
        return bool(leads_on) or any(event.matches(key) for key in OWN_KEYS)

    def leave_by(self, event: QKeyEvent) -> bool:
        """Leave by Enter, Tab or, when typing began the editing, an arrow; with Alt, Enter begins a new line."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self._composed:
                return False  # the input method's own: it takes what is composed
            if event.modifiers() & Qt.KeyboardModifier.AltModifier:
                self.overwriting = False  # who writes several lines walks in them
                self.insert("\n")
                return True
        direction = direction_of(event, arrows=self.overwriting)
        if direction:
            self.leaving.emit(direction)
        return bool(direction)

    def _copied_by(self, event: QKeyEvent) -> bool:
        """Copy and cut past the clipboard history, as the grid does."""
        cut = event.matches(QKeySequence.StandardKey.Cut)
        if not (cut or event.matches(QKeySequence.StandardKey.Copy)) or not self.textCursor().hasSelection():
            return False
        put_text(self.textCursor().selection().toPlainText())
        if cut:
            self.insert("")
        return True

    def insertFromMimeData(self, source: QMimeData) -> None:  # noqa: N802
        """Words only, whatever else lies on the clipboard; a trailing line break is the spreadsheet's own."""
        self.insert(source.text().rstrip("\r\n"))

    # room

    def cover(self, cell: QRect) -> None:
        """Lie over a cell, and over what is beside and below it as far as the text wants."""
        self._cell = QRect(cell)
        self._grow()

    def _grow(self) -> None:
        around = self.parentWidget()
        if around is None or self._cell.isNull():
            return
        width = min(max(self._cell.width(), self._theme.space(LEAST_WIDTH)), around.width())
        if self.width() != width:
            self.resize(width, self.height())  # lays the text out anew, which calls here again
        lines = max(round(self.document().size().height()), 1)
        rim = 2 * (self.frameWidth() + round(self.document().documentMargin()))
        wanted = self.fontMetrics().lineSpacing() * lines + rim
        height = max(min(wanted, around.height()), self._cell.height())
        left = max(min(self._cell.left(), around.width() - width), 0)
        top = max(min(self._cell.top(), around.height() - height), 0)
        scrolls = wanted > height
        policy = Qt.ScrollBarPolicy.ScrollBarAsNeeded if scrolls else Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        self.setVerticalScrollBarPolicy(policy)
        self.setGeometry(left, top, width, height)
