"""Sheets with an indicator a line: income statement, balance sheet, a form filled in beside its labels."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Literal

import msgspec

from client.workbook.finding.converting import Way
from client.workbook.finding.english import unit_in
from client.workbook.finding.extraction import Found, Note, ValueColumn, note
from client.workbook.finding.headings import Role, adds_up, role_of, role_of_lines, side_by_side, year_of
from client.workbook.finding.labels import Label, is_note, is_total, label
from client.workbook.finding.layout import Panel
from client.workbook.finding.sides import Side, side_of, side_wanted
from client.workbook.finding.taking import Taking
from client.workbook.finding.vocabulary import Match, Target
from client.workbook.model import letters, reference
from forms.pack.model import Indicator
from forms.returns import Cell
from forms.values.units import unit_words

_HEADING_REACH = 40
_HEADING_LINES = 3
_TITLES_AT_MOST = 3
_FLOW: tuple[Role, ...] = ("cumulative", "current")
_POINT: tuple[Role, ...] = ("end", "current", "cumulative")
_MONTH: tuple[Role, ...] = ("month", "current")
_SILENT: frozenset[Role] = frozenset({"code", "line", "unit", "reference"})
_CHOSEN: dict[str, Role] = {"current": "current", "last_year": "last_year"}
Use = Literal["current", "last_year", ""]
_COLUMN_ASSUMED = 0.9
_WORTH_NAMING = 0.75
_SHORT_PART = 2
"""So short a name behind 其中 may be a part of anything."""


class Heading(msgspec.Struct, frozen=True):
    """The heading of one value column."""

    text: str
    role: Role | None
    unit: str
    side: Side = ""


class Columns:
    """The value columns of one panel and what they mean."""

    def __init__(self, taking: Taking, panel: Panel) -> None:
        self._sheet = taking.sheet
        self._panel = panel
        self._asked = taking.period(taking.forms[0])
        self._choices = taking.choices
        first, rows = self._find_headings()
        taking.heading_rows = taking.heading_rows or tuple(rows)
        self.first_row = rows[-1] + 1 if rows else first
        self.headings = self._side_by_side(rows) if rows else {}
        self.assumed = self._assume()
        self.used: set[int] = set()

    def column_for(self, indicator: Indicator) -> int | None:
        """The column that holds the indicator's current value; None when there is none that fits."""
        if not self.headings or not indicator.numeric:
            wanted: tuple[Role, ...] = ("current", "cumulative", "end")
        elif indicator.kind == "point":
            wanted = _POINT
        else:
            wanted = _MONTH if indicator.kind == "month" else _FLOW
        found = self._by_role(wanted)
        return found if found is not None else self.assumed

    def last_year(self) -> int | None:
        """The column of the same period last year."""
        found = self._of_last_year()
        if found is None and not self._by_role(("month",)) and self._by_role(("current",)):
            return self._by_role(("previous",))  # 本期金额 beside 上期金额: the statement's own comparison
        return found

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

    def unit_column(self) -> int | None:
        """The column that names each line's unit."""
        return self._by_role(("unit",))

    def has(self, *roles: Role) -> bool:
        """Whether any column has one of these meanings."""
        return self._by_role(roles) is not None

    def first_filled(self, row: int) -> int | None:
        """The first column of the panel that holds something in a row."""
        return next((column for column in self._panel.columns if self._sheet.text(row, column)), None)

    def told(self) -> Iterator[ValueColumn]:
        """The columns that may hold figures, and what was taken of each."""
        last_year = self.last_year()
        for column, heading in self.headings.items():
            if heading.role in _SILENT or not heading.text:
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
                if heading.role == role:
                    return column
        return None

    def _find_headings(self) -> tuple[int, list[int]]:
        """The first line of figures and its headings; a title that reads like an indicator is no figure."""
        lines = sorted(self._panel.hits)
        if (chosen := self._choices.heading) is not None:
            over = [chosen - 1] if self._spans(chosen - 1) else []
            return chosen + 1, [*over, chosen]
        above = self._panel.rows.start
        for line in lines[:_TITLES_AT_MOST]:
            if rows := self._heading_rows(line, max(above, line - _HEADING_REACH)):
                return line, rows
            above = line + 1
        return lines[0], []

    def _heading_rows(self, first: int, reach: int) -> list[int]:
        """The line of headings nearest above an indicator, the lines of spanning headings above it, and the line
        of debit and credit below."""
        for row in range(first - 1, reach - 1, -1):
            if self._roles_in(row):
                rows = [row]
                while len(rows) < _HEADING_LINES and self._roles_in(rows[0] - 1) and self._spans(rows[0] - 1):
                    rows.insert(0, rows[0] - 1)
                return [*rows, row + 1] if row + 1 < first and self._names_sides(row + 1) else rows
        return []

    def _names_sides(self, row: int) -> bool:
        """Whether a line only tells debit from credit."""
        texts = [text for column in self._panel.columns if (text := self._sheet.text(row, column))]
        return len(texts) > 1 and all(side_of(text) for text in texts)

    def _roles_in(self, row: int) -> int:
        cells = [(column, self._head(row, column)) for column in self._panel.columns]
        figures = [column for column, _ in cells if isinstance(self._sheet.value(row, column), Decimal)]
        if any(year_of(self._sheet.value(row, column)) is None for column in figures):
            return 0
        beside = self._sheet.spread(row, self._panel.label_column)
        return sum(1 for _, text in cells if text and text != beside and role_of(text, self._asked))

    def _head(self, row: int, column: int) -> str:
        """What a cell of a heading says; a year that is a number is one."""
        year = year_of(self._sheet.value(row, column))
        return self._sheet.spread(row, column) if year is None else f"{year}年"

    def _spans(self, row: int) -> bool:
        columns = self._panel.columns
        spans = [m for m in self._sheet.merged if m[0] <= row <= m[2] and m[1] in columns and m[3] > m[1]]
        return bool(spans) or self._roles_in(row) > 1

    def _side_by_side(self, rows: list[int]) -> dict[int, Heading]:
        made = {column: self._heading(rows, column) for column in self._panel.columns}
        free = {column for column, heading in made.items() if self._choices.role(column, heading.text) is None}
        texts = {column: [self._head(row, column) for row in rows] for column in free}
        roles = side_by_side({column: made[column].role for column in made}, texts, self._asked)
        return {column: msgspec.structs.replace(made[column], role=role) for column, role in roles.items()}

    def _heading(self, rows: list[int], column: int) -> Heading:
        texts = list(dict.fromkeys(text for row in rows if (text := self._head(row, column))))
        joined = "".join(texts)
        role = role_of_lines(texts, self._asked)
        if (chosen := self._choices.role(column, joined)) is not None:
            role = _CHOSEN.get(chosen, "plan")
        unit = next((unit for text in reversed(texts) if (unit := label(text).unit)), "")
        return Heading(joined, role, unit, side_of(joined))

    def _assume(self) -> int | None:
        """The only column whose heading says nothing known, when no other can hold the current values."""
        if self.has("current", "cumulative", "end", "month", "other_period"):
            return None
        unknown = [c for c, heading in self.headings.items() if heading.role is None and heading.text]
        return unknown[0] if len(unknown) == 1 else None


class DownReader:
    """Takes the values of one panel."""

    def __init__(self, taking: Taking, panel: Panel) -> None:
        self._taking = taking
        self._sheet = taking.sheet
        self._panel = panel
        self._columns = Columns(taking, panel)
        self._hit = {matches[0].target.field for matches in panel.hits.values()}

    def take(self) -> None:
        """Go through the lines; then name the columns nothing was taken from."""
        for row in self._data_rows():
            if any(self._holds(row, column) for column in self._panel.columns):
                self._line(row)
        self._name_unused()
        self._taking.columns += self._columns.told()

    def _holds(self, row: int, column: int) -> bool:
        heading = self._columns.headings.get(column)
        if heading is not None and heading.role in _SILENT:
            return False
        marked = (row, column) in self._sheet.errors or (row, column) in self._sheet.uncached
        return marked or self._sheet.value(row, column) is not None

    def _line(self, row: int) -> None:
        text = self._sheet.spread(row, self._panel.label_column)
        chosen = self._taking.choices.line(text)
        if chosen is not None and not chosen.field:
            self._taking.leave(note("left.row-chosen"), row=row, label=text)
            return
        match = self._match(row, text)
        if match is None:
            return
        target = match.target
        if target.indicator.computed:
            self._taking.leave(note("left.row-computed", name=target.words), row=row, label=text)
            return
        current = self._current(row, target, text)
        if current is not None:
            self._take(row, current, match, text, column_name=None)
        last_year = self._columns.last_year()
        if last_year is not None and "ly" in target.indicator.columns:
            self._take(row, last_year, match, text, column_name="ly")

    def _match(self, row: int, text: str) -> Match | None:
        """The indicator the line speaks of; names the line otherwise."""
        matches = self._panel.hits.get(row)
        if matches is not None:
            match = self._taking.choose(matches)
            if match is not None and self._lacks_its_whole(match, text):
                self._taking.leave(note("left.row-part", name=match.target.words), row=row, label=text)
                return None
            if match is None:
                self._taking.leave(note("left.row-ambiguous", label=text), row=row, label=text)
            return match
        match, why = self._guess(text)
        if why is not None:
            self._taking.leave(why, row=row, label=text)
        return match

    def _lacks_its_whole(self, match: Match, text: str) -> bool:
        """Whether a line is called 其中：出口 or the like, and the whole it would be a part of is not there."""
        if match.how not in ("name", "alias") or len(label(text).full) > _SHORT_PART or "其中" not in text:
            return False
        before: str | None = None
        for indicator in self._taking.pack.forms[match.target.form].indicators.values():
            if indicator is match.target.indicator:
                break
            before = before if indicator.name.startswith("其中") else indicator.code
        return before is not None and before not in self._hit

    def _guess(self, text: str) -> tuple[Match | None, Note | None]:
        if not text:
            return None, note("left.row-unlabelled")
        if is_note(text):
            return None, note("left.row-note")
        if is_total(text):
            return None, note("left.row-total")
        guess = self._taking.words.nearest(text, self._taking.forms[0])
        if guess is None or guess.similarity < _WORTH_NAMING:
            return None, note("left.row-unknown", label=text)
        if guess.sure and guess.target.field not in self._hit:
            return Match(guess.target, "similar", guess.similarity), None
        return None, note(
            "left.row-unsure", label=text, name=guess.target.words, percent=round(guess.similarity * 100)
        )

    def _current(self, row: int, target: Target, text: str) -> int | None:
        indicator = target.indicator
        if not self._columns.headings:
            return self._columns.first_filled(row)
        column = self._columns.column_for(indicator)
        if column is None and not indicator.numeric:
            column = self._columns.first_filled(row)
        if column is not None:
            return self._of_sides(row, column, target, text)
        if indicator.numeric:
            reason = "left.row-balance" if self._columns.has("end") else "left.row-no-column"
            self._taking.leave(note(reason), row=row, label=text)
        return None

    def _of_sides(self, row: int, column: int, target: Target, text: str) -> int | None:
        """Of debit and credit the side that the definition names, else the one that holds the figure."""
        sides = self._columns.sides(column)
        wanted = side_wanted(target.indicator)
        if wanted in sides:
            return sides[wanted]
        filled = {self._sheet.text(row, each): each for each in sides.values() if self._holds(row, each)}
        if len(filled) > 1:
            self._taking.leave(note("left.row-two-sides", name=target.words), row=row, label=text)
            return None
        return next(iter(filled.values()), column)

    def _take(self, row: int, column: int, match: Match, text: str, column_name: str | None) -> None:
        named = self._units(row, column, label(text))
        if foreign := self._taking.foreign(match.target.spec, named, self._said(text)):
            self._columns.used.add(column)
            self._taking.leave(
                note("left.foreign-currency", unit=unit_words(foreign)), row=row, column=column, label=text
            )
            return
        way, confidence = self._way(row, column, match, label(text))
        taken = self._taking.converter.cell(row, column, way)
        if isinstance(taken, Cell):
            self._columns.used.add(column)
            self._taking.values.append(self._found(taken, match, confidence, column_name, way))
        elif taken is not None:
            self._columns.used.add(column)
            self._taking.leave(taken, row=row, column=column, label=text)

    def _units(self, row: int, column: int, parsed: Label) -> list[str]:
        """The units named for a cell, the nearest first."""
        heading = self._columns.headings.get(column)
        unit_column = self._columns.unit_column()
        beside = self._sheet.text(row, unit_column) if unit_column is not None else ""
        return [parsed.unit, unit_in(beside) or beside, heading.unit if heading else ""]

    def _said(self, text: str) -> str:
        chosen = self._taking.choices.line(text)
        return chosen.unit if chosen is not None else ""

    def _way(self, row: int, column: int, match: Match, parsed: Label) -> tuple[Way, float]:
        chosen = self._taking.choices.line(self._sheet.spread(row, self._panel.label_column))
        named = self._units(row, column, parsed)
        unit, sureness = self._taking.unit(match.target.spec, named, chosen.unit if chosen is not None else "")
        negated = parsed.loss_negative and match.target.indicator.name.endswith("损失")
        if chosen is not None:
            negated = chosen.negated
        confidence = match.confidence * sureness
        if column == self._columns.assumed:
            confidence *= _COLUMN_ASSUMED
        return Way(target=match.target, unit=unit, negated=negated), round(confidence, 2)

    def _found(self, cell: Cell, match: Match, confidence: float, column_name: str | None, way: Way) -> Found:
        target = match.target
        return Found(
            form=target.form,
            period=self._taking.period(target.form),
            address=f"{target.field}@{column_name}" if column_name else target.field,
            cell=cell,
            how=match.how,
            confidence=confidence,
            note=note("seen.sign-reversed", name=target.words) if way.negated else None,
        )

    def _name_unused(self) -> None:
        for column, heading in self._columns.headings.items():
            if column in self._columns.used or heading.role in _SILENT:
                continue
            if any(self._holds(row, column) for row in self._data_rows()):
                role = heading.role or "unknown"
                if role == "last_year" and self._columns.last_year() in self._columns.used:
                    role = "current"  # taken from another column
                why = note(f"left.column-{role.replace('_', '-')}", text=heading.text)
                self._taking.leave(why, column=column, label=heading.text)
        if not self._columns.headings:
            self._name_beside()

    def _data_rows(self) -> Iterator[int]:
        return iter(range(self._columns.first_row, self._panel.rows.stop))

    def _name_beside(self) -> None:
        """Without headings only the first filled cell of a line is taken: name the further ones."""
        for row in self._panel.hits:
            filled = [column for column in self._panel.columns if self._holds(row, column)]
            for column in filled[1:]:
                why = note("left.cell-beside", cell=reference(row, column))
                self._taking.leave(why, row=row, column=column, label=self._sheet.text(row, column))
