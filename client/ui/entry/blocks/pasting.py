"""Where the cells of a pasted block go, and what of it finds no place."""

from __future__ import annotations

from dataclasses import dataclass, field
from uuid import uuid4

from PySide6.QtCore import QCoreApplication

from client.ui.entry.blocks.clipboard import Block
from client.ui.entry.blocks.ranges import holds_cells
from client.ui.entry.cells.model import DraftModel
from client.ui.entry.cells.records import RecordsModel
from client.ui.ground.words import listed
from forms.words import Count

_NAMED = 4
_LOOKED_AT = 100


@dataclass
class Pasting:
    """What a paste would do: ``texts`` by address, ids of ``rows`` to be appended, the rectangle it covers.

    ``rows_over`` and ``columns_over`` count what lies beyond the grid; ``read_only`` names the columns or lines
    that cannot be typed into, with how many cells of each were left out.
    """

    top: int
    left: int
    bottom: int = 0
    right: int = 0
    texts: dict[str, str] = field(default_factory=dict)
    rows: list[str] = field(default_factory=list)
    rows_over: int = 0
    columns_over: int = 0
    read_only: dict[str, int] = field(default_factory=dict)
    done: bool = False
    """Whether anything is different now."""

    @property
    def left_out(self) -> bool:
        """Whether anything found no place."""
        return bool(self.rows_over or self.columns_over or self.read_only)

    def leave_out(self, name: str, value: str) -> None:
        """Count what cannot be typed into; a blank is nothing lost."""
        if value.strip():
            self.read_only[name] = self.read_only.get(name, 0) + 1

    def told(self, block: Block) -> str:
        """One sentence: how much was pasted, and everything that was not."""
        translate = QCoreApplication.translate
        wide = max((len(line) for line in block), default=0)
        told = (
            translate("pasting", "剪贴板上的 {} 行 × {} 列中，粘贴了 {} 格")
            if self.left_out
            else translate("pasting", "已粘贴 {} 行 × {} 列，共 {} 格")
        )
        said = told.format(Count(len(block)), Count(wide), Count(len(self.texts)))
        if self.rows:
            said += translate("pasting", "，增加了 {} 项").format(Count(len(self.rows)))
        left_out = []
        if self.rows_over:
            left_out.append(translate("pasting", "超出表格下边的 {} 行").format(Count(self.rows_over)))
        if self.columns_over:
            left_out.append(translate("pasting", "超出表格右边的 {} 列").format(Count(self.columns_over)))
        if self.read_only:
            names = listed(list(self.read_only)[:_NAMED]) + ("…" if len(self.read_only) > _NAMED else "")
            left_out.append(
                translate("pasting", "不能填写的 {} 格（{}）").format(Count(sum(self.read_only.values())), names)
            )
        if left_out:
            said += translate("pasting", "；没有粘贴：{}").format(translate("pasting", "，").join(left_out))
        return said


def lay_in(grid: DraftModel, block: Block, row: int, column: int) -> Pasting:
    """Lay a block into a grid, its corner at a cell.

    Headings are stepped over, cells that cannot be typed into stay as they are; a list grows as far as needed.
    """
    made = Pasting(row, column)
    wide = max((len(line) for line in block), default=1)
    columns = _columns(grid, row, column, wide)
    made.columns_over = max(wide - len(columns), 0)
    made.right = columns[min(wide, len(columns)) - 1]
    if isinstance(grid, RecordsModel):
        _lay_in_list(grid, made, block, columns)
    else:
        _lay_in_lines(grid, made, block, columns)
    return made


def _lay_in_lines(grid: DraftModel, made: Pasting, block: Block, columns: list[int]) -> None:
    at, last = made.top, grid.rowCount() - 1
    for number, line in enumerate(block):
        while at <= last and not holds_cells(grid, at):
            at += 1
        if at > last:
            made.rows_over = len(block) - number
            break
        for value, column in zip(line, columns, strict=False):
            if value is None:
                continue
            if grid.editable_at(at, column):
                made.texts[grid.address_at(at, column)] = grid.entered(at, column, value)
            else:
                made.leave_out(grid.name_at(at, column), value)
        at += 1
    made.bottom = max(min(at - 1, last), made.top)


def _lay_in_list(grid: RecordsModel, made: Pasting, block: Block, columns: list[int]) -> None:
    """In a list every record has the same columns: what holds for one cell of a column holds for all."""
    form, there = grid.draft.form.code, grid.rows[made.top : made.top + len(block)]
    made.rows = [str(uuid4()) for _ in range(len(block) - len(there))]
    made.bottom = max(made.top + len(block) - 1, made.top)
    fields = [(grid.fields[column].name, column, bool(grid.unit_at(0, column))) for column in columns]
    editable = [grid.editable_at(0, column) for column in columns]
    texts = made.texts
    for row, line in zip((*there, *made.rows), block, strict=True):
        record = f"{form}[{row}]."
        for value, (name, column, converted), takes in zip(line, fields, editable, strict=False):
            if value is None:
                continue
            if takes:
                texts[record + name] = grid.entered(0, column, value) if converted else value
            else:
                made.leave_out(grid.name_at(0, column), value)


def _columns(grid: DraftModel, row: int, first: int, wide: int) -> list[int]:
    """The columns a block goes into: this year and last year side by side, as in a workbook, if it is no wider."""
    every = list(range(first, grid.columnCount()))
    near = range(row, min(row + _LOOKED_AT, grid.rowCount()))
    holding = [column for column in every if any(grid.address_at(line, column) for line in near)]
    return holding if wide <= len(holding) else every
