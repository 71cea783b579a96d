"""The columns of figures beside indicators down a sheet: their headings, and what each of them means."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Literal

import msgspec

from client.workbook.finding.names import currencies
from client.workbook.finding.names.labels import counts_columns, is_total, label
from client.workbook.finding.names.sides import Side, side_of
from client.workbook.finding.readers import whole_columns
from client.workbook.finding.readers.heading_lines import HeadingLines
from client.workbook.finding.readers.line_times import times_beside
from client.workbook.finding.readers.monthly import (
    Line,
    MonthColumns,
    alone,
    amount,
    months_at,
    since_january,
    sums_up,
)
from client.workbook.finding.readers.moved_headings import over_figures
from client.workbook.finding.readers.rivals import counts_otherwise, settled
from client.workbook.finding.readers.taking import Taking
from client.workbook.finding.sheets.headings import (
    Heading,
    Role,
    adds_up,
    as_long,
    part_of_year,
    role_of_lines,
    side_by_side,
)
from client.workbook.finding.sheets.layout import Panel
from client.workbook.finding.sheets.month_columns import spans
from client.workbook.finding.sheets.years import year_first
from client.workbook.finding.taken.extraction import ValueColumn
from client.workbook.model import letters
from forms.pack.model import Indicator

_FLOW: tuple[Role, ...] = ("cumulative", "current")
_POINT: tuple[Role, ...] = ("end", "current", "cumulative")
_MONTH: tuple[Role, ...] = ("month", "current")
SILENT: frozenset[Role] = frozenset({"code", "line", "unit", "reference"})
"""Columns that hold no figures."""
_CHOSEN: dict[str, Role] = {"current": "current", "last_year": "last_year"}
Use = Literal["current", "last_year", ""]


class Columns:
    """The value columns of one panel and what they mean."""

    def __init__(self, taking: Taking, panel: Panel) -> None:
        self._sheet = taking.sheet
        self._panel = panel
        self._asked = taking.period(taking.forms[0])
        self._choices = taking.choices
        self.partial = taking.facts.since > 1
        """Whether the sheet says that its figures are not those since January."""
        self._figures = self._of_figures()
        self._lines = HeadingLines(self._sheet, panel, self._asked, self._figures)
        first, rows = self._lines.find(self._choices.heading)
        taking.heading_rows = taking.heading_rows or tuple(rows)
        self.heading_rows = rows
        below = rows[-1] + 1 if rows else first
        self.first_row = below + 1 if counts_columns([*self._lines.texts(below)]) else below
        self.headings = self._side_by_side(taking, rows) if rows or len(self._figures) > 1 else {}
        at, self.times = times_beside(self._sheet, panel, self.headings, self._asked)
        if at in self.headings:
            self.headings[at] = msgspec.structs.replace(self.headings[at], role="reference")
        self._titles = range(panel.rows.start, rows[0] if rows else first)
        self._turn(whole_columns.of_firms(self.headings))
        self._turn(whole_columns.of_later_parts(self.headings, set(self._figures), self._asked))
        self.months = self._months()
        self._passed, self._contested = self._rivals()
        self.assumed = self._assume()
        self.puzzling = self._puzzling() | self._contested
        """Columns of figures of which none is known for the asked period's, or more than one is."""
        self.used: set[int] = set()

    def column_for(self, indicator: Indicator) -> int | None:
        """The column that holds the indicator's current value; None when there is none that fits."""
        if not self.headings or not indicator.numeric:
            wanted: tuple[Role, ...] = ("current", "cumulative", "end")
        elif indicator.kind == "point":
            wanted = _POINT
        else:
            wanted = _MONTH if indicator.kind == "month" else _FLOW
            if self.partial and indicator.kind == "cumulative" and not self._picked():
                return self._by_role(("cumulative",))
        if self.months is not None and indicator.numeric and not self._picked():
            if indicator.kind == "point":
                return self.months.columns[self._asked.index]
            if indicator.kind == "cumulative" and self.months.alone:
                return self.months.total
        found = self._by_role(wanted)
        return found if found is not None else self.assumed

    def adds(self, indicator: Indicator) -> bool:
        """Whether an indicator's figure is that of several months, which stand each by itself in a column."""
        alone = self.months is not None and self.months.alone and not self._picked()
        return (
            alone and indicator.numeric and indicator.kind == "cumulative" and self.column_for(indicator) is None
        )

    @property
    def asks(self) -> bool:
        """Whether the months' figures are their own, and nobody said that they are to be added up."""
        months = self.months
        unsaid = months is not None and months.alone and months.total is None and not self._choices.months
        return unsaid and not self._picked()

    def _picked(self) -> bool:
        """Whether the person said which column is the period's."""
        return any(self._choices.role(column, each.text) == "current" for column, each in self.headings.items())

    def _months(self) -> MonthColumns | None:
        """The columns of months, if there are several; a total beside them is not the asked month's if later ones
        have figures."""
        columns = months_at({column: each.text for column, each in self.headings.items()}, self._asked)
        if not columns:
            return None
        now = self._asked.index
        rows = [row for row, found in self._panel.hits.items() if found[0].target.indicator.kind == "cumulative"]
        read = {row: {month: amount(self._sheet.value(row, at)) for month, at in columns.items()} for row in rows}
        lines = {
            row: {month: figure for month, figure in line.items() if figure is not None and month <= now}
            for row, line in read.items()
        }
        later = any(figure for line in read.values() for month, figure in line.items() if month > now)
        total = self._total({row: line for row, line in lines.items() if line}, columns, later=later)
        joined = 2 in columns and spans(self.headings[columns[2]].text)
        if self._choices.months:
            return MonthColumns(columns, self._choices.months == "added", joined=joined)
        told = [self._sheet.name, *(text for row in self._titles for text in self._lines.texts(row))]
        own = total is not None or alone(told, [line for line in lines.values() if line])
        return MonthColumns(columns, own, total, joined)

    def _total(self, lines: Mapping[int, Line], columns: Mapping[int, int], *, later: bool) -> int | None:
        """The column that adds up the months to the asked one; one that adds up some of them is no period's."""
        last = self._asked.index
        own = [columns[month] for month in sorted(columns) if month <= last]
        whole = since_january(columns, {column: each.text for column, each in self.headings.items()}, last)
        for column, heading in self.headings.items():
            if column in columns.values() or heading.role not in ("current", "cumulative"):
                continue
            if later and (is_total(heading.text) or "累计" in heading.text):
                self.headings[column] = msgspec.structs.replace(heading, role="other_period")
                continue
            if whole and sums_up(self._beside(column, lines, whole)):
                return column
            if not whole and sums_up(self._beside(column, lines, own)):
                self.headings[column] = msgspec.structs.replace(heading, role="other_period")
        return None

    def _beside(
        self, total: int, lines: Iterable[int], columns: Sequence[int]
    ) -> Iterator[tuple[Decimal, list[Decimal]]]:
        """What stands in a column and in several others, where it and more than one of them say something."""
        for row in lines:
            held = [figure for at in columns if (figure := amount(self._sheet.value(row, at))) is not None]
            figure = amount(self._sheet.value(row, total))
            if figure and len(held) > 1:
                yield figure, held

    def last_year(self) -> int | None:
        """The column of the same period last year."""
        found = self._of_last_year()
        if found is None and not self.has("month", "cumulative") and self._by_role(("current",)):
            return self._by_role(("previous",))  # 本期金额 beside 上期金额: the statement's own comparison
        return found

    def last_year_of(self, indicator: Indicator) -> int | None:
        """The column of an indicator's figures last year; none where the sheet's are not those since January."""
        parts = self.partial and indicator.kind == "cumulative" and not self._picked()
        return None if parts or "ly" not in indicator.columns else self.last_year()

    def _of_last_year(self) -> int | None:
        """Of several the one since January: 2024年1-9月 before 2024年9月."""
        found = self._by_role(("last_year",))
        if found is None or self._choices.role(found, self.headings[found].text):
            return found
        last_year = [column for column, each in self.headings.items() if each.role == "last_year"]
        return next((column for column in last_year if adds_up(self.headings[column].text)), found)

    def sides(self, column: int) -> dict[Side, int]:
        """The columns of debit and credit, where this is one of two that mean the same otherwise."""
        heading = self.headings.get(column)
        if heading is None or not heading.side:
            return {}
        alike = [(at, other) for at, other in self.headings.items() if other.side and other.role == heading.role]
        return {other.side: at for at, other in reversed(alike)}

    @property
    def two_sided(self) -> bool:
        """Whether the columns are those of a ledger's balances, debit and credit apart."""
        return any(heading.side for heading in self.headings.values())

    def unit_column(self) -> int | None:
        """The column that names each line's unit."""
        return self._by_role(("unit",))

    def unit_of_others(self) -> str:
        """The one unit that the table's headings name: 本年累计（万元） beside 上年同期, 项目（万元）; ``""``."""
        units = {heading.unit for heading in self.headings.values() if heading.unit and heading.role != "change"}
        units |= {label(self._lines.text(row, self._panel.label_column)).unit for row in self.heading_rows} - {""}
        return units.pop() if len(units) == 1 else ""

    @property
    def guessed(self) -> str:
        """The heading of the only column of figures, where it says nothing known; ``""`` for none."""
        if not self.headings:
            return whole_columns.lone_heading(self._sheet, self._panel, self._figures)
        return self.heading_of(self.assumed) if self.assumed is not None and self.assumed in self.used else ""

    def heading_of(self, column: int) -> str:
        """What stands above a column; ``""`` for one without a heading."""
        return self.headings[column].text if column in self.headings else ""

    def has(self, *roles: Role) -> bool:
        """Whether any column has one of these meanings."""
        return any(heading.role in roles for heading in self.headings.values())

    def first_filled(self, row: int) -> int | None:
        """The first column of the panel that holds something in a row."""
        return next((column for column in self._panel.columns if self._sheet.text(row, column)), None)

    def told(self) -> Iterator[ValueColumn]:
        """The columns that may hold figures, and what was taken of each."""
        last_year = self.last_year()
        for column, heading in self.headings.items():
            if heading.role in SILENT or not (heading.text or column in self.puzzling):
                continue
            use: Use = "" if column not in self.used else "last_year" if column == last_year else "current"
            chosen = self._choices.role(column, heading.text) is not None
            yield ValueColumn(letter=letters(column), heading=heading.text, use=use, chosen=chosen)

    def _by_role(self, wanted: tuple[Role, ...]) -> int | None:
        for column, heading in self.headings.items():
            if heading.role in wanted and self._choices.role(column, heading.text):
                return column
        for role in wanted:
            for column, heading in self.headings.items():
                if heading.role == role and column not in self._passed:
                    return None if column in self._contested else column
        return None

    def _rivals(self) -> tuple[frozenset[int], frozenset[int]]:
        """Of columns with one meaning those that are not the asked ones, and those nobody can choose between."""
        if self.months is not None:
            return frozenset(), frozenset()
        chosen = {column for column, each in self.headings.items() if self._choices.role(column, each.text)}
        return settled(self.headings, set(self._figures), chosen, self._alike)

    def _alike(self, columns: Sequence[int]) -> bool:
        """Whether columns hold the same figure in every line in which they hold one."""
        lines = ([amount(self._sheet.value(row, column)) for column in columns] for row in self._panel.hits)
        return all(len({figure for figure in line if figure is not None}) <= 1 for line in lines)

    def _of_figures(self) -> list[int]:
        """The columns that hold numbers beside indicators of numbers."""
        rows = [row for row, found in self._panel.hits.items() if found[0].target.indicator.numeric]
        return [
            column
            for column in self._panel.columns
            if any(amount(self._sheet.value(row, column)) is not None for row in rows)
        ]

    def _turn(self, roles: Mapping[int, Role]) -> None:
        """Give columns another meaning, those that nobody spoke of."""
        for column, role in roles.items():
            heading = self.headings[column]
            if self._choices.role(column, heading.text) is None:
                self.headings[column] = msgspec.structs.replace(heading, role=role)

    def _puzzling(self) -> frozenset[int]:
        unknown = [column for column in self._figures if self.headings and self.headings[column].role is None]
        if self._asked.kind == "month":
            unknown = [column for column in unknown if not part_of_year(self.headings[column].text)]
        known = self.has("current", "cumulative", "end", "month")
        told = len(unknown) == 1 and not counts_otherwise(self.headings[unknown[0]].text)
        return frozenset() if known or told else frozenset(unknown)

    def _side_by_side(self, taking: Taking, rows: list[int]) -> dict[int, Heading]:
        self._lines.join(rows)
        columns = self._panel.columns
        own = {at: year_first([text for row in rows if (text := self._lines.text(row, at))]) for at in columns}
        lines = over_figures(own, taking, self._panel, set(self._figures), self._asked)
        made = {at: self._heading(at, texts) for at, texts in lines.items()}
        texts = {at: lines[at] for at, each in made.items() if self._choices.role(at, each.text) is None}
        roles = side_by_side({column: made[column].role for column in made}, texts, self._asked)
        roles = as_long(roles, {column: each.text for column, each in made.items()}, self._asked)
        return {column: msgspec.structs.replace(made[column], role=role) for column, role in roles.items()}

    def _heading(self, column: int, texts: list[str]) -> Heading:
        joined = "".join(texts)
        role = role_of_lines(texts, self._asked)
        if (chosen := self._choices.role(column, joined)) is not None:
            role = _CHOSEN.get(chosen, "plan")
        named = next(
            (unit for text in reversed(texts) if (unit := label(text).unit or currencies.foreign(text))), ""
        )
        return Heading(joined, role, named, side_of(joined))

    def _assume(self) -> int | None:
        """The only column whose heading says nothing known, when no other can hold the current values."""
        if self.has("current", "cumulative", "end", "month", "other_period"):
            return None
        unknown = [c for c, heading in self.headings.items() if heading.role is None and heading.text]
        heading = self.headings[unknown[0]].text if len(unknown) == 1 else ""
        if not heading or counts_otherwise(heading) or (self._asked.kind == "month" and part_of_year(heading)):
            return None
        return unknown[0]
