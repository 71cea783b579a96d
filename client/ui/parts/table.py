"""A read-only table: columns declared as data, rows of what is shown, painted in the program's look."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from typing import Any, Generic, TypeVar

import msgspec
from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QKeyEvent,
    QMouseEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QSizePolicy,
    QTableView,
    QWidget,
)

from client.ui.parts.in_sight import bring_into_sight
from client.ui.parts.shown import MARGIN, SHOWN, Index, Ink, Shown, ShownDelegate
from client.ui.parts.widths import Width, spread
from client.ui.theme.theme import Theme

R = TypeVar("R")
ROOT = QModelIndex()
TIGHT, LOOSE = 0.88, 0.7
"""How far columns may shrink before the table scrolls sideways: of those that take the room there is, more."""
MEASURED = 60
"""So many rows say how wide what is in a column is; more would take time, and look alike."""
HEADING = 1.9
"""Lines of text the headings are high."""
FIGURES = 9.0
"""So many lines of text of figures never give way: a figure that is cut off is another figure."""
WIDEST = 16.0
"""Lines of text a column gets at most for what is in it: a sentence may be cut, a state or a date may not."""
TALL = 3.4
"""Lines of text the rows of a long table are high in which names take two lines above a smaller one."""


class TableColumn(msgspec.Struct, Generic[R], frozen=True):
    """One column of a table of ``R``: heading, what a row shows in it, width in lines of text, room it takes."""

    title: str
    show: Callable[[R], Shown]
    width: float
    stretch: int = 0
    right: bool = False
    """Its heading stands at the right, above figures."""
    drop: int = 0
    """Left out where there is no room for all; the highest first, 0 never."""


class Needed(msgspec.Struct, frozen=True):
    """How wide what is in a column is: all of it, what must not be cut off, its names without their margins."""

    all: int = 0
    kept: int = 0
    name: int = 0


def _needed(ink: Ink, shown: Sequence[Shown]) -> Needed:
    return Needed(*(max(map(width, shown), default=0) for width in (ink.width, ink.kept, ink.name)))


class TableModel(QAbstractTableModel, Generic[R]):
    """Rows of any kind through declared columns."""

    def __init__(self, columns: Sequence[TableColumn[R]], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.columns = tuple(columns)
        self.rows: Sequence[R] = ()
        self._right = [column.right for column in self.columns]

    def put(self, rows: Sequence[R]) -> None:
        """Exchange the rows."""
        self.beginResetModel()
        self.rows = tuple(rows) if isinstance(rows, list) else rows
        self._right = [self._at_right(column) for column in self.columns]
        self.endResetModel()

    def _at_right(self, column: TableColumn[R]) -> bool:
        """Of figures, unless most of what is in the column are words; the few of the other kind join the many."""
        if not column.right:
            return False
        sides = [shown.right for shown in map(column.show, self.rows[:MEASURED]) if shown.text]
        return 2 * sum(sides) >= len(sides)

    def rowCount(self, parent: Index = ROOT) -> int:
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = ROOT) -> int:
        return 0 if parent.isValid() else len(self.columns)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(self.columns):
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.columns[section].title
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if self._right[section] else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        if role not in (SHOWN, *_SPOKEN):
            return None
        column = self.columns[index.column()]
        shown = column.show(self.rows[index.row()])
        if role == SHOWN:
            side = self._right[index.column()]
            return msgspec.structs.replace(shown, right=side) if column.right and shown.right != side else shown
        if role == Qt.ItemDataRole.CheckStateRole:
            ticks = {True: Qt.CheckState.Checked, False: Qt.CheckState.Unchecked}
            return ticks.get(shown.tick) if shown.tick is not None else None
        return shown.words


_SPOKEN = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.CheckStateRole)


class Headings(QHeaderView):
    """One height for all of them.

    Qt measures every heading in bold, as it would paint one above what is chosen: that reads the bold cut of the
    font for words that are never painted in it.
    """

    def __init__(self, theme: Theme, table: QTableView) -> None:
        super().__init__(Qt.Orientation.Horizontal, table)
        self._theme = theme
        self.setHighlightSections(False)
        self.setSectionsClickable(False)

    def sizeHint(self) -> QSize:
        return QSize(self.length(), self._theme.space(HEADING))


class Table(QTableView, Generic[R]):
    """Shows a ``TableModel``; ``picked`` carries the row clicked on a link, double-clicked or entered.

    Rows are ``lines`` of text high, and higher where that keeps names from being cut off.
    ``ticked`` carries the row whose box was clicked, or that has the keyboard when Space is pressed.
    """

    picked = Signal(object)
    ticked = Signal(object)

    def __init__(
        self, theme: Theme, columns: Sequence[TableColumn[R]], *, lines: float = 2.0, name: str = ""
    ) -> None:
        super().__init__()
        self._theme = theme
        self.rows_model: TableModel[R] = TableModel(columns, self)
        self.setObjectName(name)
        self.setProperty("role", "calm")
        # Its own, so that asking for it does not make PySide look through every kind of widget there is.
        self._port = QWidget()
        self.setViewport(self._port)
        self.setHorizontalHeader(Headings(theme, self))  # before there is anything for Qt's own to measure
        self.setModel(self.rows_model)
        self.setItemDelegate(ShownDelegate(theme, self))
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setMouseTracking(True)
        self.setTabKeyNavigation(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self._lines = lines
        self._needed = [Needed()] * len(self.rows_model.columns)
        self._raised = False
        """Whether any row is higher than others."""
        self._fits = True
        """Whether there is room for the columns, and so no bar below the rows."""
        self._arranged: tuple[object, ...] = ()
        """By what columns and rows were arranged: until a page is laid out Qt tells one size several times."""
        self._whole = 0
        """So many rows are shown without scrolling in it; 0 leaves its height to the page."""
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultSectionSize(theme.space(lines))
        self.activated.connect(self._pick)
        self.clicked.connect(self._pick_link)
        theme.changed.connect(self._repaint)

    def put(self, rows: Sequence[R]) -> None:
        """Exchange the rows, staying on the line that was chosen."""
        at = self.currentIndex().row()
        self.rows_model.put(rows)
        self._needed, self._arranged = self._measured(), ()
        self.updateGeometry()
        self._arrange()
        if rows:
            self.setCurrentIndex(self.rows_model.index(min(max(at, 0), len(rows) - 1), 0))

    def stand_whole(self, rows: int = sys.maxsize, *, shrinks: bool = False) -> None:
        """Be as high as all there is to show, from now on, and the page scrolls; beyond so many rows the table.

        One that ``shrinks`` scrolls also where the page has less room.
        """
        self._whole = rows
        upright = QSizePolicy.Policy.Maximum if shrinks else QSizePolicy.Policy.Fixed
        self.setSizePolicy(QSizePolicy.Policy.Expanding, upright)

    def sizeHint(self) -> QSize:
        wanted = super().sizeHint()
        if not self._whole:
            return wanted
        height, header = self.height_of_all(), self.verticalHeader()
        if self._whole < self.rows_model.rowCount():
            height -= header.length() - header.sectionPosition(self._whole)
        return QSize(wanted.width(), height)

    def minimumSizeHint(self) -> QSize:
        least = super().minimumSizeHint()
        fixed = self.sizePolicy().verticalPolicy() == QSizePolicy.Policy.Fixed
        return QSize(least.width(), self.sizeHint().height()) if fixed else least

    def height_of_all(self) -> int:
        """How high the table would have to be to show every row, above the bar where columns need one."""
        rows = self.verticalHeader().length()
        bar = 0 if self._fits else self.horizontalScrollBar().sizeHint().height()
        return rows + self.horizontalHeader().sizeHint().height() + bar + 2 * self.frameWidth()

    def height_within(self, room: int) -> int:
        """How high it may be in such a room, with a whole row at its end; one row at the least."""
        header, rows = self.verticalHeader(), self.rows_model.rowCount()
        around = self.height_of_all() - header.length()
        cut = header.visualIndexAt(max(room - around, 0) - header.offset())
        return around + (header.length() if cut < 0 or rows < 2 else header.sectionPosition(max(cut, 1)))

    def keep(self, rows: int) -> None:
        """Be no lower than the heading and so many rows."""
        height = rows * self.verticalHeader().defaultSectionSize() + self.horizontalHeader().sizeHint().height()
        self.setMinimumHeight(height + 2 * self.frameWidth())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        """Give every column its width in the room there is, and every row the height it needs then.

        The room is told by the table's own size. By its port's, which a bar makes smaller, columns that fit only
        without the bar would bring it and drive it away for ever.
        """
        columns = zip(self.rows_model.columns, self._needed, strict=True)
        wanted = [self._wanted(column, needed) for column, needed in columns]
        most, bar = self.maximumViewportSize(), self.verticalScrollBar().sizeHint().width()
        before, self._arranged = self._arranged, (most, bar, wanted)
        if before == self._arranged:
            return
        for room in (most.width(), most.width() - bar):
            widths = spread(room, wanted)
            usual, raised = self._heights(widths)
            if usual * (len(self.rows_model.rows) - len(raised)) + sum(raised.values()) <= most.height():
                break
        grown = self._raise_rows(usual, raised)
        fits, self._fits = self._fits, sum(widths) <= room
        if grown or fits != self._fits:
            self.updateGeometry()
        # Qt decides on the bar before the columns are narrowed, and keeps it.
        policy = Qt.ScrollBarPolicy.ScrollBarAlwaysOff if self._fits else Qt.ScrollBarPolicy.ScrollBarAsNeeded
        self.setHorizontalScrollBarPolicy(policy)
        for number, width in enumerate(widths):
            self.setColumnHidden(number, not width)
            self.setColumnWidth(number, width)

    def _heights(self, widths: Sequence[int]) -> tuple[int, dict[int, int]]:
        """Of rows as they are, and by number of those that have to be higher for nothing to be cut off.

        Rows of a long table are all as high as the highest of its first.
        """
        space, ink, rows = self._theme.space, Ink(self._theme), self.rows_model.rows
        usual = space(self._lines)
        columns = zip(self.rows_model.columns, widths, self._needed, strict=True)
        narrow = [
            (column.show, width - 2 * space(MARGIN), needed.name)
            for column, width, needed in columns
            if 0 < width < needed.all
        ]
        if len(rows) > MEASURED:
            high = max(usual, ink.high, space(TALL))
            return high if any(room < name for _, room, name in narrow) else usual, {}
        more = (max((ink.more(show(row), room, usual) for show, room, _ in narrow), default=0) for row in rows)
        return usual, {number: usual + high for number, high in enumerate(more) if high}

    def _raise_rows(self, usual: int, raised: dict[int, int]) -> bool:
        """Answers whether any is another now."""
        header = self.verticalHeader()
        before = header.length()
        header.setDefaultSectionSize(usual)
        low = dict.fromkeys(range(min(header.count(), MEASURED)), usual) if self._raised else {}
        for number, height in (low | raised).items():
            if header.sectionSize(number) != height:
                header.resizeSection(number, height)
        self._raised = bool(raised)
        return header.length() != before

    def _wanted(self, column: TableColumn[R], needed: Needed) -> Width:
        """As declared, but cutting off neither the heading, longer in another language, nor what is in it.

        Only a column that takes the room there is, a name or a sentence, may give way to the others beyond that;
        one of figures no further than figures are long.
        """
        space, header = self._theme.space, self.horizontalHeader()
        heading = header.fontMetrics().horizontalAdvance(column.title) + space(1.1) if column.title else 0
        narrow = column.width * (LOOSE if column.stretch else TIGHT)
        own = min(needed.all, space(WIDEST))
        tight, full = max(space(narrow), heading), max(space(column.width), heading, own)
        tight = max(tight, min(needed.kept, space(FIGURES)))
        least = tight if column.stretch else max(heading, own or tight)
        return Width(least, full, column.stretch, column.drop)

    def _measured(self) -> list[Needed]:
        """How wide what is in each column is, by its first rows."""
        rows, ink = self.rows_model.rows[:MEASURED], Ink(self._theme)
        return [_needed(ink, [column.show(row) for row in rows]) for column in self.rows_model.columns]

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        link = self._is_link(self.indexAt(event.position().toPoint()))
        self._port.setCursor(Qt.CursorShape.PointingHandCursor if link else Qt.CursorShape.ArrowCursor)

    def _repaint(self) -> None:
        self._port.update()

    def _is_link(self, index: QModelIndex) -> bool:
        return index.isValid() and bool(index.data(SHOWN).link)

    def moveCursor(  # noqa: N802
        self, action: QAbstractItemView.CursorAction, modifiers: Qt.KeyboardModifier
    ) -> QModelIndex:
        """Home and End lead to the first and the last row: a cell of a row is nowhere one can be."""
        if action in (QAbstractItemView.CursorAction.MoveHome, QAbstractItemView.CursorAction.MoveEnd):
            modifiers |= Qt.KeyboardModifier.ControlModifier
        return super().moveCursor(action, modifiers)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        at = self.currentIndex()
        if event.key() == Qt.Key.Key_Space and at.isValid():
            row = self.rows_model.rows[at.row()]
            if any(column.show(row).tick is not None for column in self.rows_model.columns):
                self.ticked.emit(row)
                return
        super().keyPressEvent(event)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.accept()  # else it presses, too, the button that got the keyboard by what it led to
        elif self.currentIndex().row() != at.row():
            bring_into_sight(self)

    def _pick_link(self, index: QModelIndex) -> None:
        if self._is_link(index):
            self._pick(index)
        elif index.isValid() and index.data(SHOWN).tick is not None:
            self.ticked.emit(self.rows_model.rows[index.row()])

    def _pick(self, index: QModelIndex) -> None:
        self.picked.emit(self.rows_model.rows[index.row()])
