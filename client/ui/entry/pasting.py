"""Where the cells of a pasted block go, and what of it finds no place."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from uuid import uuid4

from PySide6.QtCore import QCoreApplication

from client.ui.entry.clipboard import Block
from client.ui.entry.model import DraftModel
from client.ui.entry.records import NEW_ROW

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

    def told(self, block: Block) -> str:
        """One sentence: how much was pasted, and everything that was not."""
        translate = QCoreApplication.translate
        wide = max((len(line) for line in block), default=0)
        said = translate("pasting", "已粘贴 {} 行 × {} 列，共 {} 格").format(len(block), wide, len(self.texts))
        left_out = []
        if self.rows_over:
            left_out.append(translate("pasting", "超出表格下边的 {} 行").format(self.rows_over))
        if self.columns_over:
            left_out.append(translate("pasting", "超出表格右边的 {} 列").format(self.columns_over))
        if self.read_only:
            names = "、".join(list(self.read_only)[:_NAMED]) + ("…" if len(self.read_only) > _NAMED else "")
            left_out.append(
                translate("pasting", "不能填写的 {} 格（{}）").format(sum(self.read_only.values()), names)
            )
        if left_out:
            said += translate("pasting", "；没有粘贴：{}").format(translate("pasting", "，").join(left_out))
        return said


def lay_in(grid: DraftModel, block: Block, row: int, column: int, *, grows: bool) -> Pasting:
    """Lay a block into a grid, its corner at a cell.

    Headings are stepped over, cells that cannot be typed into stay as they are; a list ``grows`` as far as needed.
    """
    last = grid.rowCount() - 1
    made = Pasting(row, column)
    if grows:
        made.rows = [str(uuid4()) for _ in range(row + len(block) - last)]
    wide = max((len(line) for line in block), default=1)
    columns = _columns(grid, row, column, wide)
    made.columns_over = max(wide - len(columns), 0)
    at = row
    for number, line in enumerate(block):
        while not grows and at <= last and not _holds_cells(grid, at):
            at += 1
        if at > last and not grows:
            made.rows_over = len(block) - number
            break
        address = _address_in(grid, at, last, made.rows)
        for value, place in zip(line, columns, strict=False):
            if value is not None:
                _lay(grid, made, value, (min(at, last), place), address)
        at += 1
    made.bottom = max(min(at - 1, last + len(made.rows) - 1 if grows else last), row)
    made.right = columns[min(wide, len(columns)) - 1]
    return made


def _columns(grid: DraftModel, row: int, first: int, wide: int) -> list[int]:
    """The columns a block goes into: this year and last year side by side, as in a workbook, if it is no wider."""
    every = list(range(first, grid.columnCount()))
    near = range(row, min(row + _LOOKED_AT, grid.rowCount()))
    holding = [column for column in every if any(grid.address_at(line, column) for line in near)]
    return holding if wide <= len(holding) else every


def _lay(
    grid: DraftModel, made: Pasting, value: str, cell: tuple[int, int], address: Callable[[int], str]
) -> None:
    if grid.editable_at(*cell):
        made.texts[address(cell[1])] = grid.entered(*cell, value)
    elif value.strip():
        name = grid.name_at(*cell)
        made.read_only[name] = made.read_only.get(name, 0) + 1


def _address_in(grid: DraftModel, at: int, last: int, rows: list[str]) -> Callable[[int], str]:
    """The addresses of a line by column: of one that is there, or of a record the same act appends."""
    if at < last or not rows:
        return lambda column: grid.address_at(at, column)
    fresh = f"[{rows[at - last]}]"
    return lambda column: grid.address_at(last, column).replace(f"[{NEW_ROW}]", fresh)


def _holds_cells(grid: DraftModel, row: int) -> bool:
    return any(grid.address_at(row, column) for column in range(grid.columnCount()))
