"""The lines of headings above columns of figures: where they are, and what stands in them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import pairwise

from client.workbook.finding.names.labels import counts_columns
from client.workbook.finding.names.sides import side_of
from client.workbook.finding.readers.rivals import tells
from client.workbook.finding.sheets.headings import part_of_year, role_of, year_of
from client.workbook.finding.sheets.layout import Panel
from client.workbook.finding.sheets.unmerged import spread
from client.workbook.model import Sheet
from forms.periods import Period
from forms.values.numbers import read_number
from forms.values.units import unit

_HEADING_REACH = 40
_HEADING_LINES = 3
_TITLES_AT_MOST = 3


class HeadingLines:
    """The lines above one panel, whose ``figures`` are the columns that hold numbers."""

    def __init__(self, sheet: Sheet, panel: Panel, asked: Period, figures: Sequence[int]) -> None:
        self._sheet = sheet
        self._panel = panel
        self._asked = asked
        self._figures = figures
        self._reaching: dict[tuple[int, int], str] = {}
        """What blank cells of the headings stand below, where nothing is merged."""

    def find(self, chosen: int | None) -> tuple[int, list[int]]:
        """The first line of figures and its headings, ``chosen`` the lowest where somebody said so.

        A title that reads like an indicator is no figure.
        """
        lines = sorted(self._panel.hits)
        if chosen is not None:
            over = [chosen - 1] if self._spans(chosen - 1) else []
            return chosen + 1, [*over, chosen]
        above = self._panel.rows.start
        for line in lines[:_TITLES_AT_MOST]:
            if rows := self._heading_rows(line, max(above, line - _HEADING_REACH)):
                return line, rows
            above = line + 1
        return lines[0], []

    def text(self, row: int, column: int) -> str:
        """What a cell of a heading says; a year that is a number is one."""
        year = year_of(self._sheet.value(row, column))
        text = self._sheet.spread(row, column) if year is None else f"{year}年"
        return text or self._reaching.get((row, column), "")

    def texts(self, row: int) -> Iterator[str]:
        """What is written in a line, from left to right."""
        return (text for column in self._sheet.across if (text := self._sheet.text(row, column)))

    def join(self, rows: list[int]) -> None:
        """Let what stands in the upper of these lines hold for blank cells beside it, where nothing is merged."""
        lines = {row: {column: self.text(row, column) for column in self._panel.columns} for row in rows}
        self._reaching = {
            (over, column): text
            for over, under in pairwise(rows)
            for column, text in spread(lines[over], lines[under]).items()
        }

    def _heading_rows(self, first: int, reach: int) -> list[int]:
        """The line of headings nearest above an indicator, the lines of spanning headings above it, and the line
        of debit and credit below."""
        for row in range(first - 1, reach - 1, -1):
            if counts_columns([*self.texts(row)]):
                continue
            if self._roles_in(row):
                rows = [row]
                while len(rows) < _HEADING_LINES and self._roles_in(rows[0] - 1) and self._spans(rows[0] - 1):
                    rows.insert(0, rows[0] - 1)
                return [*rows, row + 1] if row + 1 < first and self._names_sides(row + 1) else rows
            if self._distinguishes(row):  # nothing known: what stands above it, unless it spans, is the sheet's
                return (
                    [row - 1, row] if row > reach and self._roles_in(row - 1) and self._spans(row - 1) else [row]
                )
        return []

    def _distinguishes(self, row: int) -> bool:
        """Whether a line says something of its own over several columns of figures: no numbering, no units."""
        texts = (self._sheet.spread(row, column) for column in self._figures)
        words = {
            text for text in texts if text and not side_of(text) and not unit(text) and read_number(text) is None
        }
        return len(words) > 1

    def _names_sides(self, row: int) -> bool:
        """Whether a line only tells debit from credit."""
        texts = [text for column in self._panel.columns if (text := self._sheet.text(row, column))]
        return len(texts) > 1 and all(side_of(text) for text in texts)

    def _roles_in(self, row: int) -> int:
        cells = [(column, self.text(row, column)) for column in self._panel.columns]
        figures = [column for column, _ in cells if isinstance(self._sheet.value(row, column), Decimal)]
        if any(year_of(self._sheet.value(row, column)) is None for column in figures):
            return 0
        beside = self._sheet.spread(row, self._panel.label_column)
        said = (text for _, text in cells if text and text != beside)
        return sum(1 for text in said if role_of(text, self._asked) or part_of_year(text) or tells(text))

    def _spans(self, row: int) -> bool:
        columns = self._panel.columns
        spans = [m for m in self._sheet.merged if m[0] <= row <= m[2] and m[1] in columns and m[3] > m[1]]
        return bool(spans) or self._roles_in(row) > 1
