"""The grid as a widget: the keys of Excel, blocks to and from the clipboard, a frozen first column."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QGuiApplication,
    QInputMethodEvent,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QWidget

from client.ui.entry.blocks.clipboard import read_clipboard, write_clipboard
from client.ui.entry.blocks.quiet import put
from client.ui.entry.blocks.ranges import holds_cells, next_within
from client.ui.entry.cells.grid_model import Index
from client.ui.entry.grid.cursor import CursorView
from client.ui.entry.grid.delegate import GridDelegate
from client.ui.entry.grid.editors import PICKED, CellEdit
from client.ui.entry.grid.header import Headings, LineNumbers
from client.ui.entry.grid.jumping import JUMPS, below, beside, jump, whole
from client.ui.theme.theme import Theme
from forms.pack import Pack

_Trigger = QAbstractItemView.EditTrigger
_FILLING = (Qt.Key.Key_D, Qt.Key.Key_R)
_BY_KEY = (_Trigger.AnyKeyPressed, _Trigger.EditKeyPressed)
_STEPS = {"up": (-1, 0), "down": (1, 0), "left": (0, -1), "right": (0, 1)}


class Sheet(CursorView):
    """Shows a ``DraftModel``. It knows no draft: it says what the person wants and where they are.

    ``pasted`` carries the clipboard's text, ``cleared`` addresses, ``filled_down`` and ``filled_right`` a block as
    ``block()`` gives it.
    """

    pasted = Signal(object)
    cleared = Signal(object)
    filled_down = Signal(object)
    filled_right = Signal(object)
    locked = Signal()
    """Keys were pressed on what takes none."""
    menu_wanted = Signal(object)
    """Where on the screen."""
    editing = Signal(int)
    """The column in which an editor was opened; -1 when it was closed."""

    def __init__(self, theme: Theme, pack: Pack, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self.painter_of_cells = GridDelegate(theme, pack, self)
        self.painter_of_cells.left.connect(self.step)
        self.painter_of_cells.opened.connect(self.editing)
        self.cells = self.painter_of_cells.cells
        self._tabbed_from: int | None = None
        self.setItemDelegate(self.painter_of_cells)
        self.setEditTriggers(_Trigger.AnyKeyPressed | _Trigger.EditKeyPressed | _Trigger.DoubleClicked)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.setCornerButtonEnabled(False)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalHeader(LineNumbers(theme, self))
        self.keep_even(self.verticalHeader())
        self.setHorizontalHeader(Headings(self))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: ARG002
        """Without painting cells and headers anew, as every widget would: nothing looks different."""
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Nothing looks different without the keyboard either."""

    # moving

    def currentChanged(self, current: Index, previous: Index) -> None:  # noqa: N802
        self._tabbed_from = None
        super().currentChanged(current, previous)

    def step(self, direction: str) -> None:
        """Go to the next cell in a direction that can be typed into; Tab wraps to the next line.

        Enter after a run of Tabs goes below the cell the run began in, and several selected cells are gone through
        one after another, as in Excel.
        """
        index = self.currentIndex()
        if not index.isValid():
            return
        within = next_within(self, self.grid, direction)
        if within is not None:
            self._go_within(within)
            return
        down, across = _STEPS[direction]
        began = self._tabbed_from
        if down:
            start = index.column() if began is None else began
            target, began = below(self, self.grid, (index.row(), start), down), None
        else:
            target = beside(self, self.grid, (index.row(), index.column()), across)
            began = index.column() if began is None else began
        if target is not None:
            index = self.grid.index(*target)
            self.setCurrentIndex(index)
            self.scrollTo(index)
        self._tabbed_from = began

    def _jump(self, event: QKeyEvent) -> bool:
        """Ctrl with an arrow, Home or End; the selection grows along while Shift is held. False for other keys."""
        action = JUMPS.get(Qt.Key(event.key()))
        here = self.currentIndex()
        if action is None or not event.modifiers() & Qt.KeyboardModifier.ControlModifier or not here.isValid():
            return False
        target = jump(self, self.grid, (here.row(), here.column()), action)
        if target is None:
            return True
        index = self.grid.index(*target)
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self._stretch_to(index)
        else:
            self.setCurrentIndex(index)
        self.scrollTo(index)
        return True

    # keys

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.model() is None:
            event.ignore()  # no return is open yet
            return
        back = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        key = Qt.Key(event.key())
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.step("up" if back else "down")
        elif key == Qt.Key.Key_Tab:
            self.step("right")
        elif key == Qt.Key.Key_Backtab:
            self.step("left")
        elif event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self._with_alt(event)
        elif not any(does(event) for does in (self._command, self._plain, self._jump, self._whole)):
            self._stretching = back
            super().keyPressEvent(event)
            self._stretching = False

    def _plain(self, event: QKeyEvent) -> bool:
        """Delete, and Backspace and the space bar by themselves; False for other keys."""
        key = Qt.Key(event.key())
        if key == Qt.Key.Key_Delete:
            self.clear_chosen()
        elif key == Qt.Key.Key_Backspace and not event.modifiers():
            self._begin_blank()
        elif key == Qt.Key.Key_Space and not event.modifiers() and self._on_heading():
            self.clicked.emit(self.currentIndex())  # a heading is folded, a line that adds one adds it
        else:
            return False
        return True

    def _with_alt(self, event: QKeyEvent) -> None:
        """Alt+Down opens the list of what may be picked; no other key with Alt is the grid's."""
        here = self.currentIndex()
        spec = self.grid.spec_at(here.row(), here.column()) if here.isValid() else None
        if event.key() != Qt.Key.Key_Down or spec is None or spec.type not in PICKED:
            event.ignore()
        elif isinstance(self.painter_of_cells.editor, CellEdit):
            self.painter_of_cells.editor.open_list()
        else:
            self.edit(here, _Trigger.EditKeyPressed, None)

    def _on_heading(self) -> bool:
        return self.currentIndex().isValid() and self.grid.spans(self.currentIndex().row())

    def _begin_blank(self) -> None:
        """Type the cell anew from nothing, as Backspace does in Excel; Escape brings back what was there."""
        if (
            self.edit(self.currentIndex(), _Trigger.EditKeyPressed, None)
            and self.painter_of_cells.editor is not None
        ):
            self.painter_of_cells.editor.clear()
            self.painter_of_cells.editor.overwriting = True

    def begin_with(self, text: str) -> None:
        """Have the cell hold a text that may still be changed; in an open editor it goes to the cursor."""
        if self.painter_of_cells.editor is None:
            self._begin_blank()
        if self.painter_of_cells.editor is not None:
            self.painter_of_cells.editor.insert(text)

    def _whole(self, event: QKeyEvent) -> bool:
        """The space bar with Shift selects the line, with Ctrl the column, with both all; False for other keys."""
        here = self.currentIndex()
        wanted = whole(self.grid, (here.row(), here.column()), event.modifiers())
        if event.key() != Qt.Key.Key_Space or wanted is None or not here.isValid():
            return False
        self.select_all_from(*(self.grid.index(*corner) for corner in wanted))
        return True

    def _command(self, event: QKeyEvent) -> bool:
        """The clipboard's keys and filling down."""
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        elif event.matches(QKeySequence.StandardKey.Cut):
            self.cut()
        elif event.matches(QKeySequence.StandardKey.Paste):
            self.paste()
        elif event.key() in _FILLING and event.modifiers() == Qt.KeyboardModifier.ControlModifier:
            wanted = self.filled_down if event.key() == Qt.Key.Key_D else self.filled_right
            wanted.emit(self.block())
        else:
            return False
        return True

    def focusNextPrevChild(self, forward: bool) -> bool:  # noqa: ARG002, N802 Tab belongs to the grid
        return False

    def edit(self, *arguments: object) -> bool:  # type: ignore[override]
        """Begin to edit, where the selection began; remembers whether typing began it."""
        if len(arguments) > 1 and arguments[1] in _BY_KEY and self._anchor_is_selected():
            arguments = (self._go_within(self._anchor), *arguments[1:])
        begun = bool(super().edit(*arguments))  # type: ignore[call-overload]
        editor = self.painter_of_cells.editor
        if begun and editor is not None and len(arguments) > 1 and arguments[1] == _Trigger.AnyKeyPressed:
            editor.overwriting = True
        if not begun and editor is None and len(arguments) > 1 and arguments[1] in _BY_KEY:
            self.locked.emit()
        return begun

    def keyboardSearch(self, search: str) -> None:  # noqa: N802
        """Qt would leave what cannot be typed into for a cell that begins so, and the next key overwrite that."""

    def _anchor_is_selected(self) -> bool:
        index = self.grid.index(*self._anchor)
        return (
            index.isValid()
            and index != self.currentIndex()
            and self.selectionModel().isSelected(index)
            and self.grid.editable_at(*self._anchor)
        )

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """Begin to edit with what an input method commits, also when it was not composed first (Qt drops that)."""
        was_open = self.painter_of_cells.editor is not None
        super().inputMethodEvent(event)
        editor = self.painter_of_cells.editor
        if not was_open and editor is not None and event.commitString():
            editor.insert(event.commitString())

    def commit(self) -> None:
        """Finish what is being typed: leaving the page never loses it."""
        self.painter_of_cells.commit()

    # the clipboard

    def copy(self) -> None:
        """Put the selected rectangle on the clipboard: figures plainly, words as typed, other columns as shown.

        What is folded away comes along, as in Excel; headings only with the names, since pasting steps over them.
        """
        grid, (rows, columns) = self.grid, self.block()
        shown = [row for row in rows if 0 in columns or holds_cells(grid, row)]
        put(write_clipboard([(grid.copied(row, columns), grid.figures(row, columns)) for row in shown]))

    def cut(self) -> None:
        """Copy the selected cells and blank them."""
        self.copy()
        self.clear_chosen()

    def paste(self) -> None:
        """Ask for what is on the clipboard to be put in."""
        self.pasted.emit(read_clipboard(QGuiApplication.clipboard().mimeData()))

    def clear_chosen(self) -> None:
        """Ask for the selected cells to be blanked."""
        self.cleared.emit(self.chosen_addresses())

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """By the menu key at the cursor, else where the pointer is."""
        by_key = event.reason() == QContextMenuEvent.Reason.Keyboard
        below = self.viewport().mapToGlobal(self.visualRect(self.currentIndex()).bottomLeft())
        self.menu_wanted.emit(below if by_key else event.globalPos())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click elsewhere keeps what is being typed."""
        self.commit()
        super().mousePressEvent(event)
