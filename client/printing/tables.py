"""A table over as many sheets as it needs: lines are measured first, then painted sheet by sheet."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from client.printing.ink import HEI, Ink
from client.printing.model import Align, Column, Line, Table

SIZE = 8.5
PAD = 1.1
LEAST = 5.2
"""Points of the text; millimetres around it, and the least height of a line."""
PART_INDENT = 3.0
FEW = 3
"""So many lines of text of one that is cut stay together."""
LOOK_UP_EVERY = 200
"""Lines measured before whoever waits is told again."""


class TableSetter:
    """Sets one table in a given width (mm).

    A line higher than ``most`` millimetres becomes several, so that it fills its sheet and goes on over the next.
    ``heard`` is called now and then while lines are measured; what it raises ends that.
    """

    def __init__(
        self,
        ink: Ink,
        table: Table,
        width: float,
        most: float = 1000.0,
        heard: Callable[[], None] = lambda: None,
    ) -> None:
        self._ink = ink
        self._table = table
        self._width = width
        self._font = ink.font(SIZE)
        self._bold = ink.font(SIZE, HEI, bold=True)
        self._widths = _widths(table.columns, width)
        self._titles = Line(tuple(column.title for column in table.columns))
        self._head = self._height(self._titles)
        self.lines: list[Line] = []
        """What is set, in order."""
        self.heights: list[float] = []
        """Of every line, in millimetres."""
        for number, line in enumerate(table.lines):
            if number % LOOK_UP_EVERY == 0:
                heard()
            for part, height in self._cut(line, most):
                self.lines.append(part)
                self.heights.append(height)

    @property
    def head(self) -> float:
        """Of the column headings."""
        return self._head

    def paint(self, y: float, lines: Sequence[int]) -> float:
        """The headings and some of the lines from ``y`` on; answers where they end."""
        start = y
        y = self._row(y, self._head, self._titles)
        for number in lines:
            line, height = self.lines[number], self.heights[number]
            if number == lines[0] and line.begun:
                line = self._named(number)
            y = self._section(y, height, line) if line.kind == "section" else self._row(y, height, line)
        self._frame(start, y)
        return y

    def _row(self, y: float, height: float, line: Line) -> float:
        font = self._bold if line is self._titles else self._font
        last = len(line.cells) - 1
        for index, (x, width, text) in enumerate(self._places(line)):
            inset = PAD + (_indent(line) if index == 0 else 0.0)
            above = 0.0 if line.begun else PAD / 2
            area = (x + inset, y + above, width - inset - PAD, height - above - (0.0 if line.goes_on else PAD / 2))
            cut = line.begun or line.goes_on
            self._ink.text(area, text, font, self._align(self._table.columns[index], line), top=cut)
            if index < last:
                self._ink.line(x + width, y, x + width, y + height)
        if not line.goes_on:
            self._ink.line(0, y + height, self._width, y + height)
        return y + height

    def _named(self, number: int) -> Line:
        """What goes on at the head of a sheet, with the name it began with."""
        line = self.lines[number]
        first = next(self.lines[n] for n in range(number, -1, -1) if not self.lines[n].begun)
        return replace(line, cells=(line.cells[0] or first.cells[0], *line.cells[1:]))

    def _places(self, line: Line) -> Iterator[tuple[float, float, str]]:
        """Where each cell begins, how wide it is, and what stands in it."""
        x = 0.0
        for index, text in enumerate(line.cells):
            to_the_end = line.wide and index == len(line.cells) - 1
            width = self._width - x if to_the_end else self._widths[index]
            yield x, width, text
            x += width

    def _cut(self, line: Line, most: float) -> Iterator[tuple[Line, float]]:
        height = self._height(line)
        if line.kind == "section" or height <= most:
            yield line, height
            return
        texts = [
            self._ink.wrapped(text, self._font, width - 2 * PAD - (_indent(line) if index == 0 else 0.0))
            for index, (_, width, text) in enumerate(self._places(line))
        ]
        spacing = self._ink.text_height("字\n字", self._font, self._width) - self._ink.text_height(
            "字", self._font, self._width
        )
        count = max(len(each) for each in texts)
        for start in range(0, count, FEW):
            cells = tuple("\n".join(each[start : start + FEW]) for each in texts)
            part = replace(line, cells=cells, begun=start > 0, goes_on=start + FEW < count)
            margins = PAD / 2 * (not part.begun) + PAD / 2 * (not part.goes_on)
            yield part, min(FEW, count - start) * spacing + margins

    def _section(self, y: float, height: float, line: Line) -> float:
        self._ink.text((PAD, y, self._width - 2 * PAD, height), line.cells[0], self._bold)
        self._ink.line(0, y + height, self._width, y + height)
        return y + height

    def _frame(self, top: float, bottom: float) -> None:
        """Heavier rules above and below; the sides stay open, as on official forms."""
        self._ink.line(0, top, self._width, top, 0.35)
        self._ink.line(0, bottom, self._width, bottom, 0.35)

    def _align(self, column: Column, line: Line) -> Align:
        if line is self._titles:
            return "center"
        return "right" if column.align == "value" and line.figures else column.align

    def _height(self, line: Line) -> float:
        font = self._bold if line is self._titles or line.kind == "section" else self._font
        if line.kind == "section":
            wrapped = [self._ink.text_height(line.cells[0], font, self._width - 2 * PAD)]
        else:
            wrapped = [
                self._ink.text_height(text, font, width - 2 * PAD - (_indent(line) if index == 0 else 0.0))
                for index, (_, width, text) in enumerate(self._places(line))
                if text
            ]
        return max(LEAST, max(wrapped, default=0.0) + PAD)


def _indent(line: Line) -> float:
    return PART_INDENT if line.kind == "part" or line.inset else 0.0


def _widths(columns: Sequence[Column], width: float) -> list[float]:
    total = sum(column.share for column in columns)
    return [width * column.share / total for column in columns]
