"""What the person does to the open return, passed on to its work; ``told`` says what came of it."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QObject, Signal

from client.base.errors import UserError
from client.ui.entry.blocks.clipboard import Block
from client.ui.entry.blocks.ranges import filled_from
from client.ui.entry.blocks.work import Work
from client.ui.entry.cells.records import NEW_ROW
from client.ui.entry.grid.gridbox import GridBox
from client.ui.ground.language import told
from client.ui.ground.words import listed, said
from client.usecases.returns.carrying import Carried
from client.usecases.returns.outcome import Outcome
from client.usecases.returns.rounding import Rounding
from forms.findings import Finding
from forms.locating import Proposal
from forms.words import Count

_DAYS = {"month": "%Y-%m", "date": "%Y-%m-%d", "text": "%Y-%m-%d"}
"""How today is written in a cell of a type."""
MOST_PASTED = 2_000_000
"""Cells; a larger block is a workbook."""


class Acts(QObject):
    """``told`` carries a sentence and whether what it tells can be undone."""

    told = Signal(str, bool)

    def __init__(self, grid: GridBox, parent: QObject) -> None:
        super().__init__(parent)
        self.work: Work | None = None
        self._grid = grid
        self._warned: tuple[Work, int] | None = None
        """Where the person was told that the next step back is a whole import."""
        grid.sheet.pasted.connect(self.paste)
        grid.sheet.cleared.connect(self.clear)
        grid.sheet.locked.connect(self._refuse)
        grid.sheet.filled_down.connect(self.fill)
        grid.sheet.filled_right.connect(self._fill_right)
        grid.sheet.painter_of_cells.filling.connect(self.fill_with)
        grid.row_added.connect(self.add_row)

    def undo(self) -> None:
        self._grid.sheet.commit()
        if self.work is None or self._warns_of_import(self.work):
            return
        if not self.work.undo():
            self.told.emit(self.tr("这张报表没有可撤销的操作"), False)

    def _warns_of_import(self, work: Work) -> bool:
        """One Ctrl+Z too many does not take back what an import wrote elsewhere: the next one does."""
        at = work, work.acts
        if not work.draft.undo_reaches_others or self._warned == at:
            return False
        self._warned = at
        words = self.tr(
            "再撤销一步就是整次导入：它写入的其他报表也会一起恢复原样。确实要撤销，请再按一次 Ctrl+Z。"
        )
        self.told.emit(words, True)
        return True

    def redo(self) -> None:
        self._grid.sheet.commit()
        if self.work is not None and not self.work.redo():
            self.told.emit(self.tr("这张报表没有可重做的操作"), False)

    def told_of_others(self, outcome: Outcome) -> str:
        """That an import went or came back in other returns, too: nothing here shows it."""
        if not outcome.wide:
            return ""
        if outcome.kind == "undo":
            return self.tr("整次导入已撤销，它写入的其他报表也一起恢复原样；按 Ctrl+Y 重新写入")
        return self.tr("整次导入已重新写入，其他报表也一起")

    def explain(self, said: tuple[Finding, str, str]) -> None:
        """Keep the explanation of a query."""
        if self.work is not None:
            self.work.explain(*said)

    def repair(self, proposal: Proposal | Rounding) -> None:
        """Take a proposal up as one act, and show where it was."""
        self._grid.sheet.commit()
        if isinstance(proposal, Rounding):
            self._round(proposal)
        elif self.work is not None and self.work.repair(proposal):
            self._grid.settle_on(proposal.cells[0].address)
            names = listed(told(cell.name_zh, cell.name_en) for cell in proposal.cells)
            self.told.emit(self.tr("已修改 {}").format(names), True)

    def _round(self, rounding: Rounding) -> None:
        if self.work is not None and self.work.round(rounding):
            if len(rounding.addresses) == 1:
                self._grid.settle_on(rounding.addresses[0])
            self._grid.sheet.setFocus()
            self.told.emit(self.tr("已四舍五入 {} 格").format(Count(len(rounding.addresses))), True)

    def carry(self, carried: Carried) -> None:
        """Take over what the report before knows, as one act."""
        self._grid.sheet.commit()
        if self.work is not None and self.work.carry(carried):
            records = sum(len(ids) for table, ids in carried.rows.items() if "[" not in table)
            words = self.tr("已带入 {} 格、{} 条记录") if records else self.tr("已带入 {} 格")
            if records:
                self._grid.settle_on("")  # the cursor was where a record is added, which is behind them all now
            self.told.emit(words.format(Count(len(carried.texts)), Count(records)), True)

    def paste(self, block: Block) -> None:
        """Put the clipboard in at the cursor as one act, and say what of it found no place."""
        cells = sum(len(line) for line in block)
        if self.work is None:
            return
        if not block:
            self.told.emit(self.tr("剪贴板上没有可以粘贴的文字"), False)
            return
        if cells > MOST_PASTED:
            words = self.tr("剪贴板上有 {} 格，一次最多粘贴 {} 格：请分几次粘贴，或者用“导入”")
            self.told.emit(words.format(Count(cells), Count(MOST_PASTED)), False)
            return
        block, made = self._grid.paste(self.work, block)
        if made is None:
            self.told.emit(self.tr("这里不能粘贴：请先点要填的第一个格子"), False)
        elif sum(len(line) for line in block) > 1 or made.left_out:
            self.told.emit(made.told(block), made.done)

    def clear(self, addresses: list[str]) -> None:
        """Blank the cells."""
        if self.work is not None:
            self.work.clear(addresses)
        if not addresses:
            self._refuse()

    def _refuse(self) -> None:
        """Say why nothing happens: what is computed, and what is there to be compared with, takes no keys."""
        grid, here = self._grid.open_model, self._grid.sheet.currentIndex()
        if grid is None or not here.isValid() or grid.spans(here.row()):
            return
        if address := grid.address_at(here.row(), here.column()):
            indicator, _ = grid.draft.place(address)
            refused = UserError("edit.read-only", name=indicator.words, address=indicator.code)
            self.told.emit(said(refused), False)
        else:
            self.told.emit(self.tr("这一格只供查看"), False)

    def put_day(self, day: date) -> None:
        """Type a day, or its month, where the cell is one, as Ctrl+; does in a spreadsheet."""
        grid, here = self._grid.open_model, self._grid.sheet.currentIndex()
        spec = grid.spec_at(here.row(), here.column()) if grid is not None and here.isValid() else None
        if spec is None:
            return
        if spec.type in _DAYS:
            self._grid.sheet.begin_with(day.strftime(_DAYS[spec.type]))
        else:
            self.told.emit(self.tr("这一格填的不是日期"), False)

    def fill(self, block: tuple[range, list[int]], *, across: bool = False) -> None:
        """Repeat the first line of a block in those below it, or the first column beside it."""
        grid = self._grid.model
        texts = {
            grid.address_at(*target): grid.entered(*target, grid.text_at(*source))
            for target, source in filled_from(self._grid.sheet, grid, *block, across=across)
        }
        if self.work is not None and texts:
            self.work.type(texts, "paste")

    def fill_with(self, text: str) -> None:
        """Put a text into all cells that are selected, as Ctrl+Enter does in a spreadsheet."""
        grid, here = self._grid.model, self._grid.sheet.currentIndex()
        cells = self._grid.sheet.chosen_cells() or [(here.row(), here.column())]
        texts = {grid.address_at(*cell): grid.entered(*cell, text) for cell in cells}
        if len(texts) > 1:  # the line that waits for a new record is not meant along with others
            texts = {address: each for address, each in texts.items() if f"[{NEW_ROW}]" not in address}
        if self.work is not None:
            self.work.type(texts)
        if self.work is not None and len(texts) > 1:
            self.told.emit(self.tr("已填入 {} 格").format(Count(len(texts))), True)

    def add_row(self, table: str) -> None:
        """Append a row and put the cursor into it."""
        if self.work is not None:
            self._grid.reveal_row(table, self.work.add_row(table))

    def add_row_here(self) -> None:
        """Append a row to the table the cursor is in."""
        self._grid.sheet.commit()
        table, _ = self._grid.table_here()
        if table:
            self.add_row(table)

    def insert_rows_here(self) -> None:
        """Insert as many rows as are selected above the first of them, as a spreadsheet does; else append one."""
        self._grid.sheet.commit()
        column = self._grid.sheet.currentIndex().column()
        table, rows = self._grid.rows_here()
        if self.work is None or not rows:
            self.add_row_here()
            return
        self._grid.reveal_row(table, self.work.add_row(table, rows[0], len(rows)), column)
        if len(rows) > 1:
            self.told.emit(self.tr("已插入 {} 项").format(Count(len(rows))), True)

    def remove_rows_here(self) -> None:
        """Take out the rows that are selected, as one act."""
        self._grid.sheet.commit()
        table, rows = self._grid.rows_here()
        if self.work is not None and rows:
            place = self._grid.sheet.currentIndex()
            top = min(place.row(), self._grid.sheet.block()[0].start)
            self.work.remove_rows(table, rows)
            self._grid.settle_at(top, place.column())
            self.told.emit(self.tr("已移除 {} 项").format(Count(len(rows))), True)

    def _fill_right(self, block: tuple[range, list[int]]) -> None:
        self.fill(block, across=True)
