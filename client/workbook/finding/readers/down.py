"""Sheets with an indicator a line: income statement, balance sheet, a form filled in beside its labels."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from client.workbook.finding.names.english import unit_in
from client.workbook.finding.names.labels import Label, is_note, is_total, label
from client.workbook.finding.names.sides import contrary, side_wanted
from client.workbook.finding.names.vocabulary import Match, Target
from client.workbook.finding.readers import line_money, repeated, with_tax
from client.workbook.finding.readers.accounts import Accounts
from client.workbook.finding.readers.figure_columns import SILENT, Columns
from client.workbook.finding.readers.losses import Losses
from client.workbook.finding.readers.monthly import amount
from client.workbook.finding.readers.taking import Taking
from client.workbook.finding.readers.wholes import cash_flow, part_of_another
from client.workbook.finding.sheets.headings import month_in_brackets, of_another_period, part_of_year
from client.workbook.finding.sheets.layout import Panel
from client.workbook.finding.sheets.month_columns import month_of
from client.workbook.finding.taken.converting import MONEY, Way
from client.workbook.finding.taken.extraction import Found, Note, note
from client.workbook.model import letters, reference
from forms.pack.model import NUMERIC
from forms.returns import Cell
from forms.values.units import MULTIPLIERS
from forms.words import Listed

_COLUMN_ASSUMED = 0.9
_WORTH_NAMING = 0.75
_SHORT_PART = 2
"""So short a name behind 其中 may be a part of anything."""


class DownReader:
    """Takes the values of one panel."""

    def __init__(self, taking: Taking, panel: Panel) -> None:
        self._taking = taking
        self._sheet = taking.sheet
        self._panel = panel
        self._columns = Columns(taking, panel)
        if self._columns.months is not None and self._columns.months.total is not None:
            taking.totals.add(letters(self._columns.months.total))
        self._accounts = Accounts(taking.sheet, panel, self._columns.heading_rows)
        self._ledger = self._columns.two_sided or self._accounts.directed
        taking.ledger = taking.ledger or self._ledger
        self._losses = Losses(taking, panel, self._columns)
        self._adjusting = cash_flow(taking.sheet, panel)
        taking.of_now = taking.of_now or self._columns.has("current", "cumulative", "end", "month")
        heads = {at: [taking.sheet.text(row, at) for row in self._columns.heading_rows] for at in panel.columns}
        self._money = line_money.column_of_money(heads)
        self._taxed: list[tuple[Found, Target, str]] = []
        """Figures that say that tax is in them."""
        self._hit = {matches[0].target.field for matches in panel.hits.values()}

    def take(self) -> None:
        """Go through the lines; then name the columns nothing was taken from."""
        before = len(self._taking.values)
        for row in self._data_rows():
            if any(self._holds(row, column) for column in self._panel.columns):
                self._line(row)
        with_tax.settle(self._taking, self._taxed)
        repeated.pass_over(self._taking, self._panel, before)
        self._taking.conflicts += repeated.sub_accounts(self._taking, self._panel, before)
        for why in repeated.parts_below(self._taking, self._panel, before):
            self._taking.doubt(why)
        self._say_months()
        self._say_assumed()
        self._name_unused()
        self._taking.columns += self._columns.told()

    def _holds(self, row: int, column: int) -> bool:
        heading = self._columns.headings.get(column)
        if heading is not None and heading.role in SILENT:
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
        other = self._of_other_figures(row, match)
        if other:
            self._taking.leave(note("left.row-other-figures", text=other), row=row, label=text)
            return
        if target.indicator.computed:
            self._taking.leave(note("left.row-computed", name=target.words), row=row, label=text)
            return
        self._of_time(row, match, text)

    def _of_time(self, row: int, match: Match, text: str) -> None:
        """Take a line's figures, those of a line of last year for last year."""
        target = match.target
        time = self._columns.times.get(row, "current")
        if time == "other_period":
            self._taking.leave(note("left.column-other-period"), row=row, label=text)
            return
        if self._columns.adds(target.indicator):
            self._take_months(row, match, text)
            return
        current = self._current(row, target, text)
        if time == "last_year":
            if current is not None and "ly" in target.indicator.columns:
                self._take(row, current, match, text, column_name="ly")
            return
        if current is not None:
            self._take(row, current, match, text, column_name=None)
        last_year = self._columns.last_year_of(target.indicator)
        if last_year is not None:
            self._take(row, last_year, match, text, column_name="ly")

    def _match(self, row: int, text: str) -> Match | None:
        """The indicator the line speaks of; names the line otherwise."""
        matches = self._panel.hits.get(row) or self._reaching_down(row, text)
        if matches is not None:
            match = self._taking.choose(matches)
            if match is not None and self._called_otherwise(match, text):
                self._taking.leave(note("left.row-code-name", label=text), row=row, label=text)
                return None
            if match is not None and self._of_another_period(match, text):
                self._taking.leave(note("left.row-other-period"), row=row, label=text)
                return None
            named = match is not None and match.how in ("name", "alias")
            if named and self._adjusting is not None and row >= self._adjusting:
                self._taking.leave(note("left.row-cash-flow"), row=row, label=text)
                return None
            if match is not None and named and part_of_another(self._sheet, self._panel, row, match):
                self._taking.leave(note("left.row-other-whole", name=match.target.words), row=row, label=text)
                return None
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

    def _reaching_down(self, row: int, text: str) -> tuple[Match, ...] | None:
        """What a name stands for that is merged over several lines, for all but the first of them."""
        if not text or self._sheet.text(row, self._panel.label_column):
            return None
        above = max((line for line in self._panel.hits if line < row), default=row)
        return self._panel.hits.get(above) if self._sheet.spread(above, self._panel.label_column) == text else None

    def _of_other_figures(self, row: int, match: Match) -> str:
        if match.how == "chosen" or not match.target.indicator.numeric:
            return ""
        headings = self._columns.headings
        return repeated.of_other_figures(self._sheet, self._panel, row, headings, self._taking.asked)

    def _called_otherwise(self, match: Match, text: str) -> bool:
        """Whether the code of a line and its name are two indicators': one of them slipped by a line."""
        named = self._taking.words.matches(text) if match.how == "code" else ()
        return bool(named) and all(each.target.field != match.target.field for each in named)

    def _of_another_period(self, match: Match, text: str) -> bool:
        """Whether a line's name says that its figure is of another period, or of the month alone."""
        if match.how == "chosen":
            return False
        alone = match.target.indicator.kind == "cumulative" and month_in_brackets(text)
        return alone or of_another_period(text, self._taking.period(match.target.form))

    def _lacks_its_whole(self, match: Match, text: str) -> bool:
        """Whether a line is called 其中：出口, 出口 or the like, and the whole it is a part of is not there."""
        part = "其中" in text or match.target.indicator.name.startswith("其中")
        if match.how not in ("name", "alias") or len(label(text).full) > _SHORT_PART or not part:
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
        if self._ledger and (at_cost := self._taking.words.matches(f"{text}原价")):
            return self._taking.choose(at_cost), None  # a ledger keeps assets at cost, and what they lost beside
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
        partial = self._columns.partial and indicator.numeric and indicator.kind == "cumulative"
        if not self._columns.headings and not partial:
            return self._columns.first_filled(row)
        column = self._columns.column_for(indicator)
        if column is None and not indicator.numeric:
            column = self._columns.first_filled(row)
        if column is not None:
            return self._of_sides(row, column, target, text)
        if indicator.numeric and not self._columns.puzzling:
            reason = "left.row-balance" if self._columns.has("end") else "left.row-no-column"
            reason = "left.row-span" if partial else reason
            self._taking.leave(note(reason), row=row, label=text)
        return None

    def _of_sides(self, row: int, column: int, target: Target, text: str) -> int | None:
        """Of debit and credit the side that the definition names, else the one that holds the figure."""
        sides = self._columns.sides(column)
        wanted = side_wanted(target.indicator)
        if wanted in sides:
            return sides[wanted]
        filled = {self._sheet.text(row, each): side for side, each in sides.items() if self._counts(row, each)}
        if len(filled) > 1:
            self._taking.leave(note("left.row-two-sides", name=target.words), row=row, label=text)
            return None
        side = next(iter(filled.values()), None)
        if not sides and self._counts(row, column):
            side = self._accounts.side(row, column) or None
        if side is not None and side == contrary(target.indicator):
            self._taking.leave(note("left.row-contrary", name=target.words), row=row, label=text)
            return None
        return column if side is None or not sides else sides[side]

    def _counts(self, row: int, column: int) -> bool:
        """Whether a cell of one side says that the balance, or the turnover, is on it."""
        return self._holds(row, column) and self._sheet.value(row, column) != 0

    def _take(self, row: int, column: int, match: Match, text: str, column_name: str | None) -> None:
        named = self._units(row, column, label(text))
        if unclear := self._taking.unclear(match.target.spec, named, self._said(text)):
            self._columns.used.add(column)
            self._taking.leave(unclear, row=row, column=column, label=text)
            return
        way, confidence = self._way(row, column, match, label(text))
        taken = self._taking.converter.cell(row, column, way)
        if isinstance(taken, Cell) and self._of_several_lines(row, column):
            taken = note("left.cell-merged", cell=reference(row, column))
        if isinstance(taken, Cell) and self._heads_a_list(row, column, match):
            self._taking.leave(note("left.row-unknown", label=text), row=row, label=text)
            return
        if isinstance(taken, Cell):
            self._columns.used.add(column)
            found = self._found(taken, match, confidence, column_name, way)
            self._taking.values.append(found)
            form = self._taking.pack.forms[match.target.form]
            if words := with_tax.said(match.target, form, (text, self._columns.heading_of(column))):
                self._taxed.append((found, match.target, words))
        elif taken is not None:
            self._columns.used.add(column)
            self._taking.leave(taken, row=row, column=column, label=text)

    def _of_several_lines(self, row: int, column: int) -> bool:
        """Whether a figure's cell is merged over the lines of other indicators."""
        reach = (m for m in self._sheet.merged if m[0] <= row < m[2] and m[1] <= column <= m[3])
        return any(line in self._panel.hits for m in reach for line in range(row + 1, m[2] + 1))

    def _heads_a_list(self, row: int, column: int, match: Match) -> bool:
        """Whether the name of a text stands beside other names, and what is beside it is a heading, no text."""
        if match.target.spec.type in NUMERIC:
            return False
        beside = (self._sheet.text(row, each) for each in (self._panel.label_column - 1, column))
        return any(
            other.target.form == match.target.form and other.target.field != match.target.field
            for text in beside
            for other in self._taking.words.matches(text)
            if other.how != "code"
        )

    def _take_months(self, row: int, match: Match, text: str) -> None:
        """Add the months up, where that is what the person wants."""
        if self._taking.choices.months != "added":
            return
        last = self._taking.asked.index
        columns = {month: at for month, at in self._months.items() if month <= last}
        if missing := self._columns.months.missing(last) if self._columns.months is not None else []:
            why = note("left.row-months-missing", months=Listed(missing))
            self._taking.leave(why, row=row, label=text)
            return
        way, confidence = self._way(row, columns[last], match, label(text))
        taken = self._taking.converter.added([(row, columns[month]) for month in sorted(columns)], way)
        self._columns.used |= set(columns.values())
        if isinstance(taken, Cell):
            found = self._found(taken, match, confidence, None, way)
            added = note("seen.months-added", months=last)
            self._taking.values.append(msgspec.structs.replace(found, note=found.note or added))
        elif taken is not None:
            self._taking.leave(taken, row=row, label=text)

    @property
    def _months(self) -> dict[int, int]:
        return self._columns.months.columns if self._columns.months is not None else {}

    def _units(self, row: int, column: int, parsed: Label) -> list[str]:
        """The units named for a cell, the nearest first."""
        heading = self._columns.headings.get(column)
        unit_column = self._columns.unit_column()
        beside = self._sheet.text(row, unit_column) if unit_column is not None else ""
        own = heading.unit if heading else ""
        if not own and not (self._taking.unit_here or self._taking.facts.unit):
            own = self._columns.unit_of_others()
        of_money = f"{beside}{MONEY}" if beside and beside in MULTIPLIERS else beside
        return [line_money.unit_of(self._sheet, row, self._money), parsed.unit, unit_in(beside) or of_money, own]

    def _said(self, text: str) -> str:
        chosen = self._taking.choices.line(text)
        return chosen.unit if chosen is not None else ""

    def _way(self, row: int, column: int, match: Match, parsed: Label) -> tuple[Way, float]:
        chosen = self._taking.choices.line(self._sheet.spread(row, self._panel.label_column))
        named = self._units(row, column, parsed)
        unit, sureness = self._taking.unit(match.target.spec, named, chosen.unit if chosen is not None else "")
        negated = chosen is None and self._losses.negated(row, match)
        if match.loss:  # with a minus sign it is the loss all the same
            negated = (amount(self._sheet.value(row, column)) or 0) > 0
        if self._accounts.credit_negative(row, column, match.target.indicator):
            negated = True
        elif self._accounts.costs_negative(column, match.target.indicator):
            negated = True
            self._taking.doubt(note("warn.costs-negative", sheet=self._sheet.name))
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

    def _say_months(self) -> None:
        """Say that months have to be added up."""
        if self._columns.asks:
            column = self._months[self._taking.asked.index]
            heading = self._columns.headings[column].text
            self._taking.leave(note("left.column-months-alone"), column=column, label=heading)
            self._taking.conflicts.append(note("warn.months-ask", sheet=self._sheet.name))

    def _say_assumed(self) -> None:
        """Point out a column that was taken because there is no other; which month it names is said elsewhere."""
        heading = self._columns.guessed
        if heading and month_of(heading) is None:
            self._taking.doubt(note("warn.column-assumed", sheet=self._sheet.name, text=heading))

    def _name_unused(self) -> None:
        for column, heading in self._columns.headings.items():
            if column in self._columns.used or heading.role in SILENT:
                continue
            if any(self._holds(row, column) for row in self._data_rows()):
                role = "which" if column in self._columns.puzzling else heading.role or "unknown"
                if role == "unknown" and part_of_year(heading.text):
                    role = "other_period"
                if role == "last_year" and self._columns.last_year() in self._columns.used:
                    role = "current"  # taken from another column
                if role == "current" and self._columns.partial:
                    role = "month"
                if role == "current" and self._columns.asks and column in self._months.values():
                    continue  # named already, for what it is
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
