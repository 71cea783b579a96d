"""A form on paper, as the official table: heading, tables, notes, who signs, room for the seal."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtGui import QPagedPaintDevice

from client.printing.ink import GREY, HEI, Ink
from client.printing.model import FormPaper, Line
from client.printing.tables import TableSetter

TITLE, SMALL = 15.0, 8.0
GAP = 3.0
FOOT = 6.0
"""Millimetres at the foot of every sheet for its number and mark."""
SIGNING = 30.0
SEAL = 34.0
ABREAST = 3
"""Millimetres for those who sign and, beside them, the seal; how many sign in a row."""
HIGHEST = 40.0
"""Millimetres from which on a line goes on over the next sheet, so that no sheet is left half empty before it."""
TAKEN_OVER = 4
"""So many lines of the table at least stand on the sheet that is signed, where there are so many."""
TOGETHER = 3
"""So many lines that are of the one above them stand on its sheet, or it on theirs."""
TO_WRITE = 90.0
"""Millimetres of a name and the line to write it on."""


@dataclass(frozen=True)
class Piece:
    """Some lines of one table that stand on one sheet."""

    table: int
    lines: tuple[int, ...]


Heard = Callable[[int, int], None]
"""Told how far it is, of how far: half of it is the laying out, half the painting. What it raises ends it."""


def paint_form(device: QPagedPaintDevice, paper: FormPaper, heard: Heard = lambda _at, _of: None) -> int:
    """Paint all sheets; answers how many. The device's page layout must be set before (``output.lay_out``)."""
    with Ink(device) as ink:
        return FormPainter(ink, paper).paint(heard)


class FormPainter:
    """Lays the sheets out, then paints them."""

    def __init__(self, ink: Ink, paper: FormPaper) -> None:
        self._ink = ink
        self._paper = paper
        self._setters: list[TableSetter] = []
        self._body = ink.font(SMALL)
        self._beside = self._places_beside()

    def paint(self, heard: Heard = lambda _at, _of: None) -> int:
        """Answers how many sheets there are."""
        sheets = self._sheets(heard)
        for number, pieces in enumerate(sheets, 1):
            heard(len(sheets) + number, 2 * len(sheets))
            if number > 1:
                self._ink.new_page()
            y = self._heading() if number == 1 else self._running_head()
            for piece in pieces:
                y = self._setters[piece.table].paint(y, piece.lines) + GAP
            if number == len(sheets):
                self._ending(y)
            self._foot(number, len(sheets))
        return len(sheets)

    def _sheets(self, heard: Heard) -> list[list[Piece]]:
        """Which lines of which tables stand on which sheet; the last one leaves room for the signatures."""
        room = self._ink.height - FOOT
        left = room - self._heading_height()
        sheets: list[list[Piece]] = [[]]
        most, count = min(room / 2, HIGHEST), len(self._paper.tables)
        for table, rows in enumerate(self._paper.tables):
            told = partial(heard, table, 2 * count)
            self._setters.append(TableSetter(self._ink, rows, self._ink.width, most, told))
            for piece, height in self._pieces(table, left, room - self._running_height()):
                if height > left and sheets[-1]:
                    sheets.append([])
                    left = room - self._running_height()
                sheets[-1].append(piece)
                left -= height + GAP
        if left < self._ending_height():
            sheets.append(self._taken_over(sheets[-1]))
        return sheets

    def _taken_over(self, sheet: list[Piece]) -> list[Piece]:
        """The last lines of the sheet before: nobody seals a sheet that has no figure on it."""
        if not sheet:
            return []
        table, numbers = sheet[-1].table, sheet[-1].lines
        setter = self._setters[table]
        heights, lines = setter.heights, setter.lines
        most = len(numbers) - (len(sheet) == 1)
        count = min(TAKEN_OVER, most)
        room = self._ink.height - FOOT - self._running_height() - self._ending_height() - setter.head - GAP
        while count > 1 and sum(heights[number] for number in numbers[-count:]) > room:
            count -= 1
        count = min(count + _above(lines, numbers[-count]), most) if count else 0
        split = len(numbers) - count
        sheet[-1:] = [Piece(table, numbers[:split])] if split else []
        return [Piece(table, numbers[split:])] if count else []

    def _pieces(self, table: int, first: float, full: float) -> Iterator[tuple[Piece, float]]:
        """The table cut where a sheet is full; a section's heading never stands alone at the foot."""
        setter = self._setters[table]
        heights, lines = setter.heights, setter.lines
        taken: list[int] = []
        used, left = setter.head, first
        for number, height in enumerate(heights):
            ahead = height + (heights[number + 1] if _opens(lines, number) else 0.0)
            if used + ahead > left and not taken:
                left = full  # not even its beginning fits here
            elif used + ahead > left:
                above = _above(lines, number)
                over = taken[-above:] if 0 < above < len(taken) else []
                yield Piece(table, tuple(taken[: len(taken) - len(over)])), used - sum(heights[n] for n in over)
                taken, used, left = over, setter.head + sum(heights[n] for n in over), full
            taken.append(number)
            used += height
        yield Piece(table, tuple(taken)), used

    def _heading_height(self) -> float:
        return max((y + height for _, y, _, height, _ in self._beside), default=10.0) + 2.0

    @staticmethod
    def _running_height() -> float:
        return 7.0

    def _places_beside(self) -> list[tuple[float, float, float, float, str]]:
        """x, y, width, height and text of what stands beside the title; a long name takes more lines than one."""
        ink, paper = self._ink, self._paper
        widest = max((ink.text_width(text, self._body) for text in paper.right), default=0.0)
        start = max(ink.width - widest - 1, ink.width * 0.62)
        found = []
        for x, width, texts in ((0.0, start - 4, paper.left), (start, ink.width - start, paper.right)):
            y = 10.0
            for text in texts:
                height = max(4.2, ink.text_height(text, self._body, width) + 0.4)
                found.append((x, y, width, height, text))
                y += height
        return found

    def _heading(self) -> float:
        ink, paper = self._ink, self._paper
        ink.text((0, 0, ink.width, 9), paper.title, ink.font(TITLE, HEI, bold=True), "center")
        for x, y, width, height, text in self._beside:
            ink.text((x, y, width, height), text, self._body)
            self._to_write(x, y + height, min(width, TO_WRITE), text)
        return self._heading_height()

    def _running_head(self) -> float:
        ink, paper = self._ink, self._paper
        title, font = f"{paper.title}（续）", ink.font(9, HEI, bold=True)
        start = ink.text_width(title, font) + 4
        ink.text((0, 0, start - 2, 5), title, font)
        if len(paper.left) > 1:
            whose, small = ink.fitted(paper.left[1], SMALL, ink.width - start)
            blank = whose.endswith("：")
            start = max(start, ink.width - TO_WRITE) if blank else start
            ink.text((start, 0, ink.width - start, 5), whose, small, "left" if blank else "right")
            self._to_write(start, 4.6, ink.width - start, whose)
        return self._running_height()

    def _to_write(self, x: float, y: float, width: float, text: str) -> None:
        """A line to write on behind a name that nothing stands behind, in so much width for both."""
        if text.endswith("："):
            self._ink.line(x + self._ink.text_width(text, self._body), y, x + width, y)

    def _notes_height(self) -> float:
        return sum(self._ink.text_height(note, self._body, self._ink.width) + 0.6 for note in self._paper.notes)

    def _ending_height(self) -> float:
        return self._notes_height() + SIGNING + GAP

    def _ending(self, y: float) -> None:
        """Notes, then who signs, below the last table."""
        ink, paper = self._ink, self._paper
        for note in paper.notes:
            height = ink.text_height(note, self._body, ink.width)
            ink.text((0, y, ink.width, height), note, self._body, top=True)
            y += height + 0.6
        room = ink.width - SEAL
        cell = room / ABREAST
        for number, (role, name) in enumerate(paper.people):
            down, across = divmod(number, ABREAST)
            self._signature(cell * across, y + 5 + 9 * down, cell - 3, f"{role}：", name)
        ink.text((room, y + 2, SEAL, SIGNING - 8), "（单位公章）", self._body, "center", colour=GREY)

    def _signature(self, x: float, y: float, width: float, role: str, name: str) -> None:
        """A role with its name, or with a line to write on."""
        ink = self._ink
        written, font = ink.fitted(role + name, SMALL, width)
        ink.text((x, y, width, 5), written, font)
        self._to_write(x, y + 4.6, width, role + name)

    def _foot(self, number: int, of: int) -> None:
        ink = self._ink
        y = ink.height - 4.5
        ink.text((0, y, ink.width * 0.75, 4.5), self._paper.mark, ink.font(7), colour=GREY)
        ink.text((0, y, ink.width, 4.5), f"第 {number} 页　共 {of} 页", ink.font(7), "right", colour=GREY)


def _above(lines: Sequence[Line], number: int) -> int:
    """How many lines above a line belong on its sheet: what it is of, and the heading over that."""
    first = number
    while number - first <= TOGETHER and first > 0 and _is_of_another(lines[first]):
        first -= 1
    if _is_of_another(lines[first]):
        first = number  # too many to stand together
    return number - first + (first > 0 and lines[first - 1].kind == "section")


def _is_of_another(line: Line) -> bool:
    return line.inset or line.kind == "part"


def _opens(lines: Sequence[Line], number: int) -> bool:
    """Whether a line heads those that follow it."""
    return lines[number].kind == "section" and number + 1 < len(lines)
