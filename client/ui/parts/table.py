"""A read-only table: columns declared as data, rows of what is shown, painted in the program's look."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Generic, TypeVar

import msgspec
from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QFontMetrics,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from client.ui.ground.words import Tone, Word
from client.ui.parts.lettering import write, write_whole
from client.ui.parts.mishaps import as_fault
from client.ui.parts.widths import Width, spread
from client.ui.theme.theme import Theme

R = TypeVar("R")
Index = QModelIndex | QPersistentModelIndex
SHOWN = Qt.ItemDataRole.UserRole + 1
ROOT = QModelIndex()
TIGHT, LOOSE = 0.88, 0.7
"""How far columns may shrink before the table scrolls sideways: of those that take the room there is, more."""
MEASURED = 60
"""So many rows say how wide what is in a column is; more would take time, and look alike."""
FIGURES = 9.0
"""So many lines of text of a column of figures never give way: a figure that is cut off is another figure."""
WIDEST = 16.0
"""Lines of text a column gets at most for what is in it: a sentence may be cut, a state or a date may not."""


class Shown(msgspec.Struct, frozen=True):
    """One cell: a text with perhaps a smaller one below, chips, or a share of a whole (0 to 1)."""

    text: str = ""
    below: str = ""
    chips: tuple[Word, ...] = ()
    share: float | None = None
    right: bool = False
    bold: bool = False
    tone: Tone = "plain"
    faint: bool = False
    link: bool = False
    tick: bool | None = None
    """A box that is ticked or not; the row is told by ``ticked`` when it is pressed."""


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
        words = [shown.text, shown.below, *(chip.text for chip in shown.chips)]
        return " ".join(word for word in words if word)


_SPOKEN = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.CheckStateRole)


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
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultSectionSize(theme.space(lines))
        self.horizontalHeader().setHighlightSections(False)
        self.horizontalHeader().setSectionsClickable(False)
        self.activated.connect(self._pick)
        self.clicked.connect(self._pick_link)
        theme.changed.connect(self._repaint)

    def put(self, rows: Sequence[R]) -> None:
        """Exchange the rows, staying on the line that was chosen."""
        at = self.currentIndex().row()
        self.rows_model.put(rows)
        self._needed = self._measured()
        self._arrange()
        if rows:
            self.setCurrentIndex(self.rows_model.index(min(max(at, 0), len(rows) - 1), 0))

    def height_of_all(self) -> int:
        """How high the table would have to be to show every row."""
        rows = self.rows_model.rowCount() * self.verticalHeader().defaultSectionSize()
        return rows + self.horizontalHeader().sizeHint().height() + 2 * self.frameWidth()

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
        widths = spread(self._port.width(), wanted)
        fits = sum(widths) <= self._port.width()
        # Qt decides on the bar before the columns are narrowed, and keeps it.
        policy = Qt.ScrollBarPolicy.ScrollBarAlwaysOff if fits else Qt.ScrollBarPolicy.ScrollBarAsNeeded
        self.setHorizontalScrollBarPolicy(policy)
        for number, width in enumerate(widths):
            self.setColumnHidden(number, not width)
            self.setColumnWidth(number, width)

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
        rows, most, letters = self.rows_model.rows[:MEASURED], self._theme.space(WIDEST), Letters(self._theme)
        widths = [
            max((letters.width(column.show(row)) for row in rows), default=0) for column in self.rows_model.columns
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


class Letters:
    """How much room a ``Shown`` takes, as the delegate paints it."""

    def __init__(self, theme: Theme) -> None:
        self._space = theme.space
        self._plain, self._bold, self._small = (
            QFontMetrics(font) for font in (theme.font(), theme.font(bold=True), theme.font(0.92))
        )

    def width(self, shown: Shown) -> int:
        """In device-independent units, margins and all; nothing for a share, which fills any room."""
        if shown.share is not None:
            return 0
        if shown.tick is not None:
            return self._space(0.95) + 2 * self._space(0.5) + 2
        if shown.chips:
            within = sum(self._chip(chip) for chip in shown.chips) - self._space(0.3)
        else:
            within = (self._bold if shown.bold else self._plain).horizontalAdvance(shown.text)
            within = max(within, self._small.horizontalAdvance(shown.below))
        return within + 2 * self._space(0.5) + 2 if within > 0 else 0

    def _chip(self, chip: Word) -> int:
        return self._small.horizontalAdvance(chip.text) + self._space(0.9) + self._space(0.3)


class ShownDelegate(QStyledItemDelegate):
    """Paints ``Shown``s."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: ARG002
        return QSize(self._theme.space(4), self._theme.space(2))

    @as_fault
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        theme = self._theme
        shown: Shown = index.data(SHOWN)
        rect: QRect = option.rect
        state: QStyle.StateFlag = option.state
        painter.save()
        if state & QStyle.StateFlag.State_Selected and state & QStyle.StateFlag.State_HasFocus:
            painter.fillRect(rect, theme.colour("accent_soft"))
            if not index.column():
                painter.fillRect(
                    QRect(rect.topLeft(), QSize(theme.space(0.18), rect.height())), theme.colour("focus")
                )
        painter.setPen(theme.colour("line"))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        inside = rect.adjusted(theme.space(0.5), 0, -theme.space(0.5), 0)
        if shown.tick is not None:
            self._paint_tick(painter, inside, ticked=shown.tick)
        elif shown.share is not None:
            self._paint_share(painter, inside, shown)
        elif shown.chips:
            self._paint_chips(painter, inside, shown.chips)
        else:
            self._paint_text(painter, inside, shown)
        painter.restore()

    def _paint_text(self, painter: QPainter, rect: QRect, shown: Shown) -> None:
        theme = self._theme
        side = Qt.AlignmentFlag.AlignRight if shown.right else Qt.AlignmentFlag.AlignLeft
        font = theme.font(bold=shown.bold)
        colour = "accent" if shown.link else "text_soft" if shown.faint else "text"
        if shown.tone != "plain":
            colour = shown.tone
        if not shown.below:
            write_whole(painter, rect, side, shown.text, font, theme.colour(colour))
            return
        half = rect.height() // 2
        upper, lower = QRect(rect), QRect(rect)
        upper.setBottom(rect.top() + half + theme.space(0.1))
        lower.setTop(rect.top() + half + theme.space(0.1))
        write(painter, upper, side | Qt.AlignmentFlag.AlignBottom, shown.text, font, theme.colour(colour))
        small = theme.font(0.92)
        write(painter, lower, side | Qt.AlignmentFlag.AlignTop, shown.below, small, theme.colour("text_soft"))

    def _paint_chips(self, painter: QPainter, rect: QRect, chips: tuple[Word, ...]) -> None:
        theme = self._theme
        font = theme.font(0.92)
        metrics = QFontMetrics(font)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(font)
        at = rect.left()
        height = metrics.height() + theme.space(0.22)
        for chip in chips:
            width = metrics.horizontalAdvance(chip.text) + theme.space(0.9)
            ground = QRectF(at, rect.center().y() - height / 2 + 0.5, width, height)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour(f"{chip.tone}_soft"))
            painter.drawRoundedRect(ground, theme.space(0.35), theme.space(0.35))
            painter.setPen(theme.colour("text_soft" if chip.tone == "plain" else chip.tone))
            painter.drawText(ground, Qt.AlignmentFlag.AlignCenter, chip.text)
            at += width + theme.space(0.3)

    def _paint_tick(self, painter: QPainter, rect: QRect, *, ticked: bool) -> None:
        theme = self._theme
        size = theme.space(0.95)
        box = QRectF(rect.left(), rect.center().y() - size / 2 + 0.5, size, size)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(theme.colour("accent" if ticked else "text_faint"))
        painter.setBrush(theme.colour("accent" if ticked else "surface"))
        painter.drawRoundedRect(box, theme.space(0.2), theme.space(0.2))
        if ticked:
            painter.drawPixmap(box.toRect(), theme.icons.pixmap("check", "on_accent", 0.95))

    def _paint_share(self, painter: QPainter, rect: QRect, shown: Shown) -> None:
        theme = self._theme
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        thick = theme.space(0.28)
        text = QFontMetrics(theme.font(0.92)).horizontalAdvance("0000 / 0000")
        width = max(theme.space(2), rect.width() - text)
        groove = QRectF(rect.left(), rect.center().y() - thick / 2 + 0.5, width, thick)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("line"))
        painter.drawRoundedRect(groove, thick / 2, thick / 2)
        share = min(1.0, shown.share or 0.0)
        if share:
            groove.setWidth(max(thick, width * share))
            painter.setBrush(theme.colour("good" if share >= 1 else "accent"))
            painter.drawRoundedRect(groove, thick / 2, thick / 2)
        side = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        write(painter, rect, side, shown.text, theme.font(0.92), theme.colour("text_soft"))
