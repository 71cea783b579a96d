"""Sheets that our own readers put together cell by cell: pages, XML spreadsheets. Runs inside the child."""

from __future__ import annotations

from client.workbook.reader import columns, marks, wire
from client.workbook.reader.containers import Refused
from client.workbook.reader.limits import Limits

_ROWS, _COLUMNS = 1_048_576, 16_384


class Grid:
    """A sheet being filled; places count from 1. Raises ``Refused`` beyond the limits."""

    def __init__(self, name: str, limits: Limits) -> None:
        self.name = name
        self.hidden = False
        self.merged: list[tuple[int, int, int, int]] = []
        self.errors: list[tuple[int, int]] = []
        self.uncached: list[tuple[int, int]] = []
        self.percents: list[tuple[int, int]] = []
        self.scaled: list[tuple[int, int, int, str]] = []
        self.hidden_rows: list[int] = []
        self.hidden_columns: list[marks.Span] = []
        self._limits = limits
        self._cells: dict[tuple[int, int], columns.Raw] = {}
        self._height = self._width = 0

    def put(self, row: int, column: int, value: columns.Raw) -> None:
        """Fill a cell; ``""`` is a blank. Raises ``Refused('workbook.too-large')``."""
        if isinstance(value, str) and not value:
            return
        self._height, self._width = max(self._height, row), max(self._width, column)
        self._cells[row, column] = value
        if row > _ROWS or column > _COLUMNS or self._height * self._width > self._limits.cells:
            raise Refused("workbook.too-large")

    def merge(self, row: int, column: int, down: int, across: int) -> None:
        """Note that a cell reaches over further rows and columns."""
        if down > 1 or across > 1:
            self.merged.append((row, column, row + down - 1, column + across - 1))

    def sheet(self) -> wire.WireSheet:
        """The sheet as it passes to the program."""
        down, across = range(1, self._height + 1), range(1, self._width + 1)
        rows = [[self._cells.get((row, column), "") for column in across] for row in down]
        return wire.WireSheet(
            name=self.name,
            hidden=self.hidden,
            top=1,
            left=1,
            height=self._height,
            columns=columns.transposed(rows),
            merged=self.merged,
            errors=self.errors,
            uncached=self.uncached,
            percents=self.percents,
            scaled=self.scaled,
            hidden_rows=self.hidden_rows,
            hidden_columns=marks.within(self.hidden_columns, 1, self._width),
        )
