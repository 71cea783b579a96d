"""A second view over the first column of a sheet, which stays while the rest is scrolled sideways."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame

from client.ui.entry.cells.grid_model import Index
from client.ui.entry.grid.delegate import GridDelegate
from client.ui.entry.grid.header import Headings
from client.ui.entry.grid.sheet import Sheet
from client.ui.entry.grid.view import CellView
from client.ui.theme.theme import Theme
from forms.pack import Pack


class FrozenColumn(CellView):
    """Lies over the sheet's first column, sharing its model, selection and vertical scrolling."""

    def __init__(self, theme: Theme, pack: Pack, sheet: Sheet) -> None:
        super().__init__(theme, sheet)
        self._sheet = sheet
        self.cells = sheet.cells
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setItemDelegate(GridDelegate(theme, pack, sheet))
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setFocusProxy(sheet)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.verticalHeader().hide()
        self.keep_even(self.verticalHeader())
        self.setHorizontalHeader(Headings(self))
        self.horizontalHeader().sectionResized.connect(self._drawn)
        sheet.verticalScrollBar().valueChanged.connect(self.verticalScrollBar().setValue)
        self.verticalScrollBar().valueChanged.connect(sheet.verticalScrollBar().setValue)
        sheet.horizontalHeader().sectionResized.connect(self._resized)
        sheet.installEventFilter(self)
        self._later = QTimer(self, singleShot=True, interval=0)
        """The sheet is as high as it will be before its viewport is."""
        self._later.timeout.connect(self._place)
        self.doubleClicked.connect(sheet.edit)
        sheet.editing.connect(self._step_aside)
        self.frozen = False
        self.hide()

    def dataChanged(self, first: Index, last: Index, roles: object = ()) -> None:  # noqa: N802
        """Nothing else than the first column is seen here."""
        if first.column() == 0:
            super().dataChanged(first, last, roles)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self._sheet.contextMenuEvent(event)

    def freeze(self) -> None:
        """Follow the sheet's present model."""
        self.frozen = True
        self._sheet.covered = self._sheet.columnWidth(0)
        self.setModel(self._sheet.model())
        self.setSelectionModel(self._sheet.selectionModel())
        for column in range(1, self._sheet.grid.columnCount()):
            self.setColumnHidden(column, True)
        self.setColumnWidth(0, self._sheet.columnWidth(0))
        self._place()
        self.show()
        self.raise_()

    def melt(self) -> None:
        """Let the sheet stand alone."""
        self.frozen = False
        self._sheet.covered = 0
        # Before the sheet's model goes: this view must not cling to its selection.
        self.setModel(None)
        self.hide()

    def _step_aside(self, column: int) -> None:
        """The editor of the first column is the sheet's own: show it while it is open."""
        self.setVisible(self.frozen and column != 0)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._sheet and event.type() in (QEvent.Type.Resize, QEvent.Type.LayoutRequest):
            self._place()
            self._later.start()
        return False

    def _resized(self, column: int, _: int, width: int) -> None:
        if column == 0:
            self.setColumnWidth(0, width)
            if self.frozen:
                self._sheet.covered = width
            self._place()

    def _drawn(self, column: int, _: int, width: int) -> None:
        """The edge of the heading was drawn, or clicked twice: the sheet's column is as wide."""
        if self.frozen and column == 0 and width:
            self._sheet.setColumnWidth(0, width)

    def _place(self) -> None:
        sheet = self._sheet
        left = sheet.verticalHeader().width() + sheet.frameWidth()
        height = sheet.viewport().height() + sheet.horizontalHeader().height()
        self.horizontalHeader().setFixedHeight(sheet.horizontalHeader().height())
        self.setGeometry(left, sheet.frameWidth(), sheet.columnWidth(0), height)
