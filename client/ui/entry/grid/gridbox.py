"""The sheet with the grid that fits the form: headings that fold, the frozen name column, search."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent
from PySide6.QtWidgets import QHeaderView, QVBoxLayout, QWidget

from client.ui.entry.blocks.clipboard import Block
from client.ui.entry.blocks.pasting import Pasting
from client.ui.entry.blocks.ranges import placed
from client.ui.entry.blocks.work import Work
from client.ui.entry.cells.model import DraftModel
from client.ui.entry.cells.records import RecordsModel
from client.ui.entry.cells.single import SingleModel
from client.ui.entry.cells.viewing import Filter, Order
from client.ui.entry.grid.filter_bar import FilterBar
from client.ui.entry.grid.frozen import FrozenColumn
from client.ui.entry.grid.sheet import Sheet
from client.ui.entry.grid.widths import ColumnWidths
from client.ui.parts.announcing import announce
from client.ui.parts.basics import button
from client.ui.parts.cover import Cover
from client.ui.theme.theme import Theme
from client.usecases.returns.editing import Draft
from forms.pack import Indicator, Pack
from forms.returns import Edit


class GridBox(QWidget):
    """Holds one ``Sheet`` and the model of the open draft."""

    row_added = Signal(str)
    heading_clicked = Signal(int)
    stopped = Signal()
    """What the grid waits for is not wanted any more."""

    def __init__(self, theme: Theme, pack: Pack) -> None:
        super().__init__()
        self._theme = theme
        self._model: DraftModel | None = None
        self.sheet = Sheet(theme, pack)
        self.sheet.setObjectName("sheet")
        self.sheet.setAccessibleName(self.tr("填报表格"))
        self.sheet.clicked.connect(self._clicked)
        self._frozen = FrozenColumn(theme, pack, self.sheet)
        inside = QVBoxLayout(self)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(0)
        self.filter_bar = FilterBar(theme)
        inside.addWidget(self.sheet)
        for view in (self.sheet, self._frozen):
            header = view.horizontalHeader()
            header.sectionClicked.connect(self.heading_clicked)
            header.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
            header.customContextMenuRequested.connect(partial(self._menu_at_heading, header))
        self.widths = ColumnWidths(theme, self.sheet)
        lines = self.sheet.verticalHeader()
        lines.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        lines.customContextMenuRequested.connect(self._menu_at_line)
        self._cover = Cover(theme, self, "entry", "accent")
        self.halt = button(self.tr("停止"), self.stopped, name="stopOpening")
        self.halt.setShortcut(QKeySequence(Qt.Key.Key_Escape))
        below = QVBoxLayout(self._cover)
        below.addStretch()
        below.addSpacing(theme.space(5))
        below.addWidget(self.halt, alignment=Qt.AlignmentFlag.AlignHCenter)
        below.addStretch()

    @property
    def model(self) -> DraftModel:
        assert self._model is not None
        return self._model

    @property
    def open_model(self) -> DraftModel | None:
        """The model of the return shown; None before one is."""
        return self._model

    def show_draft(self, draft: Draft, work: Work, unit: str = "") -> None:
        """Lay a draft out as the form's shape asks, money in ``unit`` if given."""
        old = self._model
        kind = RecordsModel if draft.form.shape == "rows" else SingleModel
        self._model = kind(draft, self)
        self._model.unit = unit
        self._model.typed.connect(work.type)
        self._model.modelReset.connect(self._dress_again)
        self._frozen.melt()
        self.sheet.setModel(self._model)
        if old is not None:
            old.deleteLater()
        self._dress()

    def hold(self, words: str) -> None:
        """Say over the grid what is being done, and take no keys; blank gives it back."""
        if words or not self._cover.isHidden():
            self._cover.say(words)
            self._cover.setVisible(bool(words))
            self.sheet.setDisabled(bool(words))
            announce(self, words)

    def settle_on(self, address: str) -> None:
        """Put the cursor on an address, else on the first cell that can be typed into, and take the keyboard."""
        model = self.model
        place = model.place_of(address) if address else None
        if place is not None and isinstance(model, SingleModel) and model.hidden(place[0]):
            self._fold(model.lines[place[0]].section)
        if isinstance(model, RecordsModel):
            model.reveal([model.record_of(address)])
        if not (address and self.sheet.go_to(address)):
            self._to_first()
        if self.sheet.isVisible():  # of a hidden page it would take keys nobody sees arriving
            self.sheet.setFocus()

    def come_back_to(self, address: str) -> None:
        """``settle_on`` in what is open already: without an address the cursor stays, also on a heading."""
        if address:
            self.settle_on(address)
        elif self.sheet.isVisible():
            self.sheet.setFocus()

    def settle_at(self, row: int, column: int) -> None:
        """Put the cursor near a place that may be gone."""
        model = self.model
        self.sheet.setCurrentIndex(model.index(min(row, model.rowCount() - 1), column))
        self.sheet.setFocus()

    def look_at(self, wanted: Filter, order: Order) -> None:
        """Show a part of the list, or in another order; filtered, the cursor stays at its record if it can."""
        model = self.model
        assert isinstance(model, RecordsModel)
        self.sheet.commit()
        address, column = self.sheet.address(), max(self.sheet.currentIndex().column(), 0)
        sorted_anew = order != model.order
        model.view(wanted, order)
        place = None if sorted_anew else model.place_of(address)
        index = model.index(*(place or (0, column)))
        self.sheet.setCurrentIndex(index)
        self.sheet.scrollTo(index)

    def _menu_at_heading(self, header: QHeaderView, at: QPoint) -> None:
        """What is done from a heading is done to its column."""
        column = header.logicalIndexAt(at)
        if self._model is not None and column >= 0:
            row = max(self.sheet.currentIndex().row(), 0)
            self.sheet.setCurrentIndex(self._model.index(row, column))
            self.sheet.menu_wanted.emit(header.mapToGlobal(at))

    def _menu_at_line(self, at: QPoint) -> None:
        """What is done from the number of a record is done to all of it, or to all that are selected whole."""
        lines = self.sheet.verticalHeader()
        row = lines.logicalIndexAt(at)
        if self._model is not None and row >= 0:
            if not self.sheet.selectionModel().isRowSelected(row, QModelIndex()):
                self.sheet.selectRow(row)
            self.sheet.menu_wanted.emit(lines.mapToGlobal(at))

    def select_column(self, column: int) -> None:
        """Select a column of the records shown, as a click on its heading does."""
        model = self.model
        assert isinstance(model, RecordsModel)
        self.sheet.select_all_from(model.index(0, column), model.index(max(len(model.rows) - 1, 0), column))

    def table_here(self) -> tuple[str, str]:
        """The table the cursor is in and the row it is on; blank where there is none."""
        index, model = self.sheet.currentIndex(), self._model
        if isinstance(model, RecordsModel):
            return model.draft.form.code, model.rows[index.row()] if 0 <= index.row() < len(model.rows) else ""
        if isinstance(model, SingleModel) and index.isValid():
            line = model.lines[index.row()]
            return line.table, line.row
        return "", ""

    def reveal_row(self, table: str, row: str, column: int = 0) -> None:
        """Put the cursor into the first cell of a new row; in a list into that of a column."""
        model = self.model
        if isinstance(model, SingleModel):
            line = next((line for line in model.lines if line.row == row and line.holds_cell), None)
            self.settle_on(line.address if line else "")
        elif isinstance(model, RecordsModel):
            self.settle_on(f"{table}[{row}].{model.fields[column].name}")

    def rows_here(self) -> tuple[str, list[str]]:
        """The table the cursor is in and those of its rows that are selected."""
        if self._model is None:
            return "", []
        table, row = self.table_here()
        model, lines = self._model, self.sheet.block()[0]
        if isinstance(model, RecordsModel):
            return table, model.rows[lines.start : lines.stop]
        if isinstance(model, SingleModel) and row:
            of = (model.lines[line] for line in lines)
            return table, list(dict.fromkeys(line.row for line in of if line.table == table and line.row))
        return "", []

    def paste(self, work: Work, block: Block) -> tuple[Block, Pasting | None]:
        """Put a block in and select what it covers; answers it as often as the selection wanted it."""
        index = self.sheet.currentIndex()
        if not index.isValid():
            return block, None
        block, corner = placed(self.model, *self.sheet.block(), block)
        row, column = corner or (index.row(), index.column())
        made = work.paste(self.model, block, row, column)
        if made is not None:
            self._unfold(range(made.top, made.bottom + 1))
            first, last = self.model.index(made.top, made.left), self.model.index(made.bottom, made.right)
            self.sheet.select_all_from(first, last)
        return block, made

    def _unfold(self, rows: range) -> None:
        """Open the sections that something was pasted into: nothing changes out of sight."""
        model = self.model
        if isinstance(model, SingleModel):
            for section in {model.lines[row].section for row in rows if model.hidden(row)}:
                self._fold(section)

    def go_to_done(self, edits: Sequence[Edit]) -> None:
        """Show what was taken back or done again: the cursor goes there, and all of it is selected if it lies
        together, as in a spreadsheet.
        """
        model = self.model
        places = sorted({place for edit in edits[:_SHOWN] if (place := model.place_of(edit.address))})
        places = [place for place in places if model.editable_at(*place)]
        if not places:
            return
        here = (self.sheet.currentIndex().row(), self.sheet.currentIndex().column())
        self.settle_on(model.address_at(*(here if here in places else places[0])))
        rows, columns = zip(*places, strict=True)
        first, last = (rows[0], min(columns)), (rows[-1], max(columns))
        if 1 < len(places) == (last[0] - first[0] + 1) * (last[1] - first[1] + 1):
            self.sheet.select_all_from(model.index(*first), model.index(*last))

    def search(self, text: str, by: int = 0) -> bool:
        """Go to the first indicator whose name or code holds the text; with ``by`` 1 to the next after the cursor,
        with -1 to the one before it, round and round.
        """
        places = self._places(text.casefold()) if text else []
        if not places:
            return False
        here = (self.sheet.currentIndex().row(), self.sheet.currentIndex().column())
        if by < 0:
            row, column = max((place for place in places if place < here), default=max(places))
        else:
            later = [place for place in places if place > here] if by else []
            row, column = (later or places)[0]
        model = self.model
        if isinstance(model, SingleModel) and model.hidden(row):
            self._fold(model.lines[row].section)
        self.sheet.setCurrentIndex(model.index(row, column))
        self.sheet.scrollTo(model.index(row, column))
        return True

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._cover.setGeometry(self.rect())
        self.widths.fit()
        self._keep_in_sight(event.oldSize().height() - event.size().height())

    def _keep_in_sight(self, lost: int) -> None:
        """Where a line that appears above the grid pushes the cursor out of it, it comes along."""
        here, high = self.sheet.currentIndex(), self.sheet.viewport().height()
        bottom = self.sheet.visualRect(here).bottom() if here.isValid() else 0
        if lost > 0 and bottom - lost <= high < bottom:
            self.sheet.scrollTo(here)

    def at_hit(self, text: str) -> bool:
        """Whether the cursor is on something whose name or code holds the text."""
        here = (self.sheet.currentIndex().row(), self.sheet.currentIndex().column())
        return bool(text) and here in self._places(text.casefold())

    def _places(self, wanted: str) -> list[tuple[int, int]]:
        model = self.model
        if isinstance(model, SingleModel):
            column = next(n for n, c in enumerate(model.columns) if c.key == "now")
            return [
                (n, column)
                for n, line in enumerate(model.lines)
                if line.kind != "section" and wanted in f"{line.title} {line.code}".casefold()
            ]
        assert isinstance(model, RecordsModel)
        row = max(self.sheet.currentIndex().row(), 0)
        return [(row, n) for n, i in enumerate(model.indicators) if _named(i, wanted)] + [
            (n, 0) for n in range(len(model.rows)) if wanted in model.look(n, 0).text.casefold()
        ]

    def _to_first(self) -> None:
        model = self.model
        for row in range(model.rowCount()):
            for column in range(model.columnCount()):
                if model.editable_at(row, column) and not self.sheet.isRowHidden(row):
                    self.sheet.setCurrentIndex(model.index(row, column))
                    self.sheet.scrollToTop()
                    return

    # dressing the view for the model

    def _dress(self) -> None:
        self.sheet.clearSpans()
        if isinstance(self._model, SingleModel):
            self._dress_single(self._model)
        elif isinstance(self._model, RecordsModel):
            self._dress_records(self._model)

    def _dress_again(self) -> None:
        """After all lines came anew; columns a person made wider stay so."""
        if isinstance(self._model, RecordsModel):
            self._frozen.freeze()
        else:
            self._dress()

    def _dress_single(self, model: SingleModel) -> None:
        self.sheet.verticalHeader().hide()
        for row, line in enumerate(model.lines):
            if line.spans:
                self.sheet.setSpan(row, 0, 1, model.columnCount())
            self.sheet.setRowHidden(row, model.hidden(row))
        self.widths.give()

    def _dress_records(self, model: RecordsModel) -> None:
        self.sheet.verticalHeader().show()
        for column in range(model.columnCount()):
            self.sheet.setColumnHidden(column, False)
        self.widths.give()
        self._frozen.freeze()

    def _clicked(self, index: QModelIndex) -> None:
        model = self._model
        if not isinstance(model, SingleModel):
            return
        line = model.lines[index.row()]
        if line.kind == "section":
            self._fold(line.section)
        elif line.kind == "add":
            self.row_added.emit(line.table)

    def fold_all(self, *, folded: bool) -> None:
        """Fold all sections, or unfold them."""
        model = self.model
        assert isinstance(model, SingleModel)
        for section in {line.section for line in model.lines}:
            if (section in model.folded) != folded:
                self._fold(section)

    def _fold(self, section: int) -> None:
        model = self._model
        assert isinstance(model, SingleModel)
        model.fold(section)
        for row, line in enumerate(model.lines):
            if line.section == section:
                self.sheet.setRowHidden(row, model.hidden(row))


_SHOWN = 1000
"""Cells of one act that are sought in the grid; of more, the first are."""


def _named(indicator: Indicator, wanted: str) -> bool:
    return wanted in f"{indicator.name} {indicator.name_en} {indicator.code}".casefold()
