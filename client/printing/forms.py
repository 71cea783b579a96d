"""A form on paper, as the official table: heading, tables, notes, who signs, room for the seal."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from PySide6.QtGui import QPagedPaintDevice

from client.printing.ink import GREY, HEI, Ink
from client.printing.nouns import FormPaper
from client.printing.tables import TableSetter

TITLE, SMALL = 15.0, 8.0
GAP = 3.0
FOOT = 6.0
"""Millimetres at the foot of every sheet for its number and mark."""
SIGNING = 30.0
SEAL = 34.0
ABREAST = 3
"""Millimetres for those who sign and, beside them, the seal; how many sign in a row."""


@dataclass(frozen=True)
class Piece:
    """Some lines of one table that stand on one sheet."""

    table: int
    lines: tuple[int, ...]


def paint_form(device: QPagedPaintDevice, paper: FormPaper) -> int:
    """Paint all sheets; answers how many. The device's page layout must be set before (``output.lay_out``)."""
    return _FormPainter(Ink(device), paper).paint()


class _FormPainter:
    def __init__(self, ink: Ink, paper: FormPaper) -> None:
        self._ink = ink
        self._paper = paper
        self._setters = [TableSetter(ink, table, ink.width) for table in paper.tables]
        self._body = ink.font(SMALL)

    def paint(self) -> int:
        sheets = self._sheets()
        for number, pieces in enumerate(sheets, 1):
            if number > 1:
                self._ink.new_page()
            y = self._heading() if number == 1 else self._running_head()
            for piece in pieces:
                y = self._setters[piece.table].paint(y, piece.lines) + GAP
            if number == len(sheets):
                self._ending(y)
            self._foot(number, len(sheets))
        self._ink.end()
        return len(sheets)

    def _sheets(self) -> list[list[Piece]]:
        """Which lines of which tables stand on which sheet; the last one leaves room for the signatures."""
        room = self._ink.height - FOOT
        left = room - self._heading_height()
        sheets: list[list[Piece]] = [[]]
        for table in range(len(self._setters)):
            for piece, height in self._pieces(table, left, room - self._running_height()):
                if height > left and sheets[-1]:
                    sheets.append([])
                    left = room - self._running_height()
                sheets[-1].append(piece)
                left -= height + GAP
        if left < self._ending_height():
            sheets.append([])
        return sheets

    def _pieces(self, table: int, first: float, full: float) -> Iterator[tuple[Piece, float]]:
        """The table cut where a sheet is full; a section's heading never stands alone at the foot."""
        setter, lines = self._setters[table], self._paper.tables[table].lines
        heights = setter.heights()
        taken: list[int] = []
        used, left = setter.head, first
        for number, height in enumerate(heights):
            ahead = height + (heights[number + 1] if _opens(lines, number) else 0.0)
            if used + ahead > left and taken:
                yield Piece(table, tuple(taken)), used
                taken, used, left = [], setter.head, full
            taken.append(number)
            used += height
        yield Piece(table, tuple(taken)), used

    def _heading_height(self) -> float:
        lines = max(len(self._paper.left), len(self._paper.right))
        return 10.0 + 4.2 * lines + 2.0

    @staticmethod
    def _running_height() -> float:
        return 7.0

    def _heading(self) -> float:
        ink, paper = self._ink, self._paper
        ink.text((0, 0, ink.width, 9), paper.title, ink.font(TITLE, HEI, bold=True), "center")
        for number, text in enumerate(paper.left):
            ink.text((0, 10 + 4.2 * number, ink.width * 0.62, 4.2), text, self._body)
        widest = max((ink.text_width(text, self._body) for text in paper.right), default=0.0)
        start = max(ink.width - widest - 1, ink.width * 0.62)
        for number, text in enumerate(paper.right):
            ink.text((start, 10 + 4.2 * number, ink.width - start, 4.2), text, self._body)
        return self._heading_height()

    def _running_head(self) -> float:
        ink, paper = self._ink, self._paper
        ink.text((0, 0, ink.width, 5), f"{paper.title}（续）", ink.font(9, HEI, bold=True))
        ink.text((0, 0, ink.width, 5), paper.left[1] if len(paper.left) > 1 else "", self._body, "right")
        return self._running_height()

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
        ink.text((x, y, width, 5), role + name, self._body)
        if not name:
            ink.line(x + ink.text_width(role, self._body), y + 4.6, x + width, y + 4.6)

    def _foot(self, number: int, of: int) -> None:
        ink = self._ink
        y = ink.height - 4.5
        ink.text((0, y, ink.width * 0.75, 4.5), self._paper.mark, ink.font(7), colour=GREY)
        ink.text((0, y, ink.width, 4.5), f"第 {number} 页　共 {of} 页", ink.font(7), "right", colour=GREY)


def _opens(lines: tuple[object, ...], number: int) -> bool:
    """Whether a line heads those that follow it."""
    return getattr(lines[number], "kind", "") == "section" and number + 1 < len(lines)
