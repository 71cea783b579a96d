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

from client.ui.parts.shown import SHOWN, Index, Ink, Shown, ShownDelegate
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
"""So many lines of text of a column of figures never give way: a figure that is cut off is another figure."""
WIDEST = 16.0
"""Lines of text a column gets at most for what is in it: a sentence may be cut, a state or a date may not."""


class TableColumn(msgspec.Struct, Generic[R], frozen=True):
    """One column of a table of ``R``: heading, what a row shows in it, width in lines of text, room it takes."""

    title: str
    show: Callable[[R], Shown]
    width: float
    stretch: int = 0
    right: bool = False
    drop: int = 0
    """Left out where there is no room for all; the highest first, 0 never."""


class TableModel(QAbstractTableModel, Generic[R]):
    """Rows of any kind through declared columns."""

    def __init__(self, columns: Sequence[TableColumn[R]], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.columns = tuple(columns)
        self.rows: Sequence[R] = ()

    def put(self, rows: Sequence[R]) -> None:
        """Exchange the rows."""
        self.beginResetModel()
        self.rows = tuple(rows) if isinstance(rows, list) else rows
        self.endResetModel()

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
            side = Qt.AlignmentFlag.AlignRight if self.columns[section].right else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        if role not in (SHOWN, *_SPOKEN):
            return None
        shown = self.columns[index.column()].show(self.rows[index.row()])
        if role == SHOWN:
            return shown
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
        self._needed = [0] * len(self.rows_model.columns)
        self._fits = True
        """Whether there is room for the columns, and so no bar below the rows."""
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
        self._needed = self._measured()
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
        beyond = max(self.rows_model.rowCount() - self._whole, 0)
        return QSize(wanted.width(), self.height_of_all() - beyond * self.verticalHeader().defaultSectionSize())

    def minimumSizeHint(self) -> QSize:
        least = super().minimumSizeHint()
        fixed = self.sizePolicy().verticalPolicy() == QSizePolicy.Policy.Fixed
        return QSize(least.width(), self.sizeHint().height()) if fixed else least

    def height_of_all(self) -> int:
        """How high the table would have to be to show every row, above the bar where columns need one."""
        rows = self.rows_model.rowCount() * self.verticalHeader().defaultSectionSize()
        bar = 0 if self._fits else self.horizontalScrollBar().sizeHint().height()
        return rows + self.horizontalHeader().sizeHint().height() + bar + 2 * self.frameWidth()

    def keep(self, rows: int) -> None:
        """Be no lower than the heading and so many rows."""
        height = rows * self.verticalHeader().defaultSectionSize() + self.horizontalHeader().sizeHint().height()
        self.setMinimumHeight(height + 2 * self.frameWidth())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        """Give every column its width in the room there is."""
        columns = zip(self.rows_model.columns, self._needed, strict=True)
        wanted = [self._wanted(column, needed) for column, needed in columns]
        room = self._room()
        widths = spread(room, wanted)
        fits, self._fits = self._fits, sum(widths) <= room
        if fits != self._fits:
            self.updateGeometry()
        # Qt decides on the bar before the columns are narrowed, and keeps it.
        policy = Qt.ScrollBarPolicy.ScrollBarAlwaysOff if self._fits else Qt.ScrollBarPolicy.ScrollBarAsNeeded
        self.setHorizontalScrollBarPolicy(policy)
        for number, width in enumerate(widths):
            self.setColumnHidden(number, not width)
            self.setColumnWidth(number, width)

    def _room(self) -> int:
        """For all columns, told by the table's own size.

        By its port's, which a bar makes smaller, columns that fit only without the bar would bring it and drive
        it away for ever.
        """
        most, bar = self.maximumViewportSize(), self.verticalScrollBar()
        rows = self.rows_model.rowCount() * self.verticalHeader().defaultSectionSize()
        return most.width() - (bar.sizeHint().width() if rows > most.height() else 0)

    def _wanted(self, column: TableColumn[R], needed: int) -> Width:
        """As declared, but cutting off neither the heading, longer in another language, nor what is in it.

        Only a column that takes the room there is, a name or a sentence, may give way to the others beyond that;
        one of figures no further than figures are long.
        """
        space, header = self._theme.space, self.horizontalHeader()
        heading = header.fontMetrics().horizontalAdvance(column.title) + space(1.1) if column.title else 0
        least = column.width * (LOOSE if column.stretch else TIGHT)
        tight, full = max(space(least), heading), max(space(column.width), heading, needed)
        if column.right:
            tight = max(tight, min(needed, space(FIGURES)))
        return Width(tight if column.stretch else max(heading, needed or tight), full, column.stretch, column.drop)

    def _measured(self) -> list[int]:
        """How wide what is in each column is, by its first rows."""
        rows, most, ink = self.rows_model.rows[:MEASURED], self._theme.space(WIDEST), Ink(self._theme)
        widths = [
            max((ink.width(column.show(row)) for row in rows), default=0) for column in self.rows_model.columns
        ]
        return [min(width, most) for width in widths]

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        link = self._is_link(self.indexAt(event.position().toPoint()))
        self._port.setCursor(Qt.CursorShape.PointingHandCursor if link else Qt.CursorShape.ArrowCursor)

    def _repaint(self) -> None:
        self._port.update()

    def _is_link(self, index: QModelIndex) -> bool:
        return index.isValid() and bool(index.data(SHOWN).link)

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

    def _pick_link(self, index: QModelIndex) -> None:
        if self._is_link(index):
            self._pick(index)
        elif index.isValid() and index.data(SHOWN).tick is not None:
            self.ticked.emit(self.rows_model.rows[index.row()])

    def _pick(self, index: QModelIndex) -> None:
        self.picked.emit(self.rows_model.rows[index.row()])
