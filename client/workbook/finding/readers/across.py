"""Lists: headings across, a record a line. Project lists, and one-line returns of a single form."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import pairwise

from client.workbook.finding.names.labels import is_total, label
from client.workbook.finding.names.vocabulary import Match
from client.workbook.finding.readers import fractions, line_money, timed_lines, with_tax
from client.workbook.finding.readers.listed_names import key_by_name
from client.workbook.finding.readers.listed_units import Prescribed, column_of_units
from client.workbook.finding.readers.losses import is_loss
from client.workbook.finding.readers.month_records import Mapped, without_lone_months
from client.workbook.finding.readers.monthly import amount
from client.workbook.finding.readers.own_record import the_one
from client.workbook.finding.readers.record_keys import keyed, written_in
from client.workbook.finding.readers.record_lines import RecordLines
from client.workbook.finding.readers.rivals import narrowed, undecided
from client.workbook.finding.readers.taking import Taking
from client.workbook.finding.sheets.facts import heads_codes, heads_names
from client.workbook.finding.sheets.headings import Heading, Role, of_another_period, role_of, says_when, when
from client.workbook.finding.sheets.layout import Hits
from client.workbook.finding.sheets.month_columns import up_to_now
from client.workbook.finding.sheets.month_lines import month_lines
from client.workbook.finding.sheets.unmerged import reach
from client.workbook.finding.taken.converting import MONEY, Way
from client.workbook.finding.taken.extraction import Block, ListedColumn, Note, note
from forms.pack.model import Form
from forms.periods import Period
from forms.values.units import compatible
from forms.words import Words

_HEADING_LINES = 3
_FIELDS_OF_A_LINE = 5
_FIELDS_OF_OWNED_LINES = 2
"""So many are enough where a column tells whose, or which month's, each line is."""
_WORTH_NAMING = 0.75
_SERIAL = ("序号", "行号", "no")


_OTHER_FIGURES: tuple[Role, ...] = (
    "month",
    "last_year",
    "last_year_month",
    "previous",
    "plan",
    "change",
    "opening",
)
"""Below an indicator's name: figures that are not those of the period."""


class AcrossReader:
    """Takes the records of one list."""

    def __init__(self, taking: Taking, hits: Hits, heading: int) -> None:
        self._taking = taking
        self._sheet = taking.sheet
        self._rows = self._heading_rows(hits, heading)
        taking.heading_rows = tuple(self._rows)
        below = self._rows[-1] + 1
        self._units_row = below if self._names_units(below) else None
        """The line below the headings that says what the figures of each column are in."""
        self._first = below if self._units_row is None else below + 1
        self._mapped: list[Mapped] = []
        self._by_name: Mapped | None = None
        """The column of names that stand for the codes of the list."""
        self._reaching = self._unmerged()
        self._titles = {column: self._title(column) for column in self._sheet.across}
        self._telling = {column for column, texts in self._titles.items() if any(map(_tells_whose, texts))}
        self._months = None if self._telling else month_lines(taking.sheet, taking.asked)
        titles = [texts for column, texts in self._titles.items() if column not in self._telling]
        taking.rank(matches for texts in titles if (matches := self._matches(texts)))

    def worthwhile(self) -> bool:
        """Whether the headings speak of a list we know, or of enough of a single form to be one line of it."""
        if not self._taking.forms:
            return False
        form = self._taking.pack.forms[self._taking.forms[0]]
        found = [m for texts in self._titles.values() for m in self._matches(texts) if m.target.form == form.code]
        fields = {match.target.field for match in found}
        if form.shape == "single":
            few = self._telling or self._months is not None
            return len(fields) >= (_FIELDS_OF_OWNED_LINES if few else _FIELDS_OF_A_LINE)
        return bool(fields & {form.row_key, form.row_name})

    def take(self) -> None:
        """Map the columns, then take the records or name why not."""
        form = self._taking.pack.forms[self._taking.forms[0]]
        self._map_columns(form)
        above = self._rows if self._units_row is None else [*self._rows, self._units_row]
        lines = RecordLines(self._taking, above, self._mapped)
        records = lines.find()
        identity = self._identity(form)
        if form.shape == "single":
            records = self._own_record(records, lines.totals)
        elif identity is None:
            self._taking.leave(note("left.sheet-no-row-key", form=form.words, key=form.row_key or ""))
            return
        self._take_records(form, records, identity)

    def _heading_rows(self, hits: Hits, best: int) -> list[int]:
        """The line with most indicators, with the lines above and below that hold further or spanning headings."""
        rows = [best]
        while len(rows) < _HEADING_LINES and self._goes_on(rows[-1] + 1, hits):
            rows.append(rows[-1] + 1)
        while len(rows) < _HEADING_LINES and self._heads(rows[0] - 1, hits):
            rows.insert(0, rows[0] - 1)
        return rows

    def _goes_on(self, row: int, hits: Hits) -> bool:
        """Whether a line below holds headings too: indicators, or which period's figures each column has."""
        texts = [text for column in self._sheet.across if (text := self._sheet.text(row, column))]
        said = [text for text in texts if role_of(text, self._taking.asked)]
        told = row in hits.by_row or (len(said) > 1 and len(said) == len(texts)) or self._spanned(row)
        return self._only_text(row) and told

    def _names_units(self, row: int) -> bool:
        texts = [text for column in self._sheet.across if (text := self._sheet.text(row, column))]
        return bool(texts) and all(label(f"({text.strip('()（）')})").unit for text in texts)

    def _spanned(self, row: int) -> bool:
        """Whether all that a line says stands below headings that span several columns."""
        spans = [(left, right) for top, left, bottom, right in self._sheet.merged if top == bottom == row - 1]
        wide = {column for left, right in spans if right > left for column in range(left, right + 1)}
        filled = {column for column in self._sheet.across if self._sheet.text(row, column)}
        return len(filled) > 1 and filled <= wide

    def _only_text(self, row: int) -> bool:
        return not any(isinstance(self._sheet.value(row, column), Decimal) for column in self._sheet.across)

    def _heads(self, row: int, hits: Hits) -> bool:
        """Whether a line above holds headings too: recognised ones, or some that span a part of the width."""
        if len(hits.by_row.get(row, {})) > 1:
            return True
        width = len(self._sheet.across)
        return any(top == row and 1 < right - left + 1 < width - 1 for top, left, _, right in self._sheet.merged)

    def _unmerged(self) -> dict[tuple[int, int], str]:
        lines = {row: {at: self._sheet.spread(row, at) for at in self._sheet.across} for row in self._rows}
        return {
            (over, column): text
            for over, under in pairwise(self._rows)
            for column, text in reach(lines[over], lines[under]).items()
        }

    def _title(self, column: int) -> tuple[str, ...]:
        """The different texts above a column, the lowest first."""
        texts = (
            self._sheet.spread(row, column) or self._reaching.get((row, column), "") for row in self._rows[::-1]
        )
        found = list(dict.fromkeys(text for text in texts if text))
        unit = self._sheet.text(self._units_row, column).strip("()（）") if self._units_row is not None else ""
        return (f"{found[0]}（{unit}）", *found[1:]) if unit and found else tuple(found)

    def _matches(self, texts: Sequence[str]) -> tuple[Match, ...]:
        """What a code among the headings stands for, else the lowest heading, else the headings joined."""
        found = [self._known(text) for text in texts]
        for matches in found:
            if matches and matches[0].how in ("code", "chosen"):
                return matches
        if not texts or len(texts) == 1:
            return found[0] if texts else ()
        if found[0]:
            return self._joined(texts) or found[0]  # 上年同期累计 below 产量
        below = is_total(texts[0]) or when(texts, self._taking.asked) is not None
        if below and found[1]:  # 本年完成投资 above 小计, 营业收入 above 累计: the heading is that of the whole
            return found[1]
        return self._joined(texts)

    def _joined(self, texts: Sequence[str]) -> tuple[Match, ...]:
        """What the headings over a column stand for together: 产量 over 本月."""
        joined = ("".join(reversed(texts)), "".join(texts))
        return next((matches for text in joined if (matches := self._taking.words.matches(text))), ())

    def _known(self, text: str) -> tuple[Match, ...]:
        """What a heading stands for; 1—9月产量 is 1—本月产量 where September is asked for."""
        words = self._taking.words
        return words.matches(text) or words.matches(up_to_now(text, self._taking.asked))

    def _map_columns(self, form: Form) -> None:
        matches = {column: self._column_match(form, texts) for column, texts in self._titles.items()}
        rivals = dict(self._rivals(matches))
        own = {column: self._own(form, texts) for column, texts in self._titles.items()}
        self._by_name = key_by_name(form, own)
        others = self._unit_of_others()
        for column, texts in self._titles.items():
            if self._by_name is not None and column == self._by_name.column:
                self._mapped.append(self._by_name)
                continue
            match = rivals.get(column, matches[column])
            if isinstance(match, Note):
                self._leave_column(column, texts, match)
                continue
            chosen = next((line for text in texts if (line := self._taking.choices.line(text))), None)
            named, said = [*(label(text).unit for text in texts), others], chosen.unit if chosen else ""
            if unclear := self._taking.unclear(match.target.spec, named, said):
                self._leave_column(column, texts, unclear)
                continue
            unit, sureness = self._taking.unit(match.target.spec, named, said)
            loss = match.loss or (label(texts[0]).loss_negative and is_loss(match.target.indicator))
            way = Way(target=match.target, unit=unit, negated=loss if chosen is None else chosen.negated)
            self._mapped.append(Mapped(column, match, way, round(match.confidence * sureness, 2)))

    def _unit_of_others(self) -> str:
        """The one unit of money in the headings of a sheet that names none: 年采购额（万元） beside 其中：进口."""
        units = {label(text).unit for texts in self._titles.values() for text in texts} - {""}
        money = {each for each in units if compatible(each, MONEY)}
        return money.pop() if len(money) == 1 and not self._taking.facts.unit else ""

    def _rivals(self, matches: Mapping[int, Match | Note]) -> Iterator[tuple[int, Note]]:
        """The columns of which another one holds the same indicator, and those nobody can choose between."""
        fields: dict[str, list[int]] = defaultdict(list)
        for column, match in matches.items():
            if isinstance(match, Match):
                fields[match.target.field].append(column)
        for columns in (columns for columns in fields.values() if len(columns) > 1):
            match = matches[columns[0]]
            assert isinstance(match, Match)
            headings = {column: self._heading(column) for column in columns}
            kept = narrowed([c for c in columns if self._joined(self._titles[c])] or columns, headings)
            unclear = match.target.indicator.numeric and undecided(kept, headings, self._alike)
            for column in columns if unclear else (column for column in columns if column != kept[0]):
                which = note("left.column-which", text=headings[column].text)
                yield (
                    column,
                    which if unclear and column in kept else note("left.column-twice", name=match.target.words),
                )

    def _heading(self, column: int) -> Heading:
        texts = self._titles[column]
        named = next((unit for text in texts if (unit := label(text).unit)), "")
        return Heading("／".join(reversed(texts)), None, named)

    def _alike(self, columns: Sequence[int]) -> bool:
        """Whether columns hold the same figures as far as each holds any."""
        rows = range(self._first, self._sheet.rows.stop)
        lines = ([amount(self._sheet.value(row, column)) for column in columns] for row in rows)
        return all(len({figure for figure in line if figure is not None}) <= 1 for line in lines)

    def _column_match(self, form: Form, texts: Sequence[str]) -> Match | Note:
        heading = "／".join(reversed(texts))
        if any((line := self._taking.choices.line(text)) and not line.field for text in texts):
            return note("left.column-chosen", text=heading)
        role = when(texts, self._taking.asked)
        matches = self._own(form, texts)
        if role in _OTHER_FIGURES and (form.shape == "single" or self._of_above(texts, matches, role)):
            return note(f"left.column-{role.replace('_', '-')}", text=heading)
        if any(of_another_period(text, self._taking.period(form.code)) for text in texts):
            return note("left.column-other-period", text=heading)
        if self._of_something_else(texts):
            return note("left.column-unknown", text=heading)
        if len(matches) > 1:
            return note("left.column-ambiguous", text=heading)
        if matches and matches[0].target.indicator.computed:
            return note("left.column-computed", text=heading)
        if matches:
            return matches[0]
        return self._guessed(texts[0], form, heading) if texts else note("left.column-unknown", text=heading)

    def _own(self, form: Form, texts: Sequence[str]) -> tuple[Match, ...]:
        return tuple(match for match in self._matches(texts) if match.target.form == form.code)

    def _guessed(self, text: str, form: Form, heading: str) -> Match | Note:
        """The indicator whose name a heading nearly is, or why it is none."""
        guess = self._taking.words.nearest(text, form.code)
        if guess is not None and guess.sure:
            computed = guess.target.indicator.computed
            similar = Match(guess.target, "similar", guess.similarity)
            return note("left.column-computed", text=heading) if computed else similar
        if guess is not None and guess.similarity >= _WORTH_NAMING:
            percent = round(guess.similarity * 100)
            return note("left.column-unsure", text=heading, name=guess.target.words, percent=percent)
        return note("left.column-unknown", text=heading)

    def _of_something_else(self, texts: Sequence[str]) -> bool:
        """Whether an indicator that only says when stands below what is none: 上年同期累计 of 销量.

        Not where indicators stand below the same heading that say what they are: it names a part of the form.
        """
        if len(texts) < 2 or not says_when(texts[0]) or self._joined(texts) or self._known(texts[1]):
            return False
        beside = (each[0] for each in self._titles.values() if len(each) > 1 and each[1] == texts[1])
        return not any(self._known(each) and not says_when(each) for each in beside)

    def _of_above(self, texts: Sequence[str], matches: Sequence[Match], role: Role) -> bool:
        """Whether a column is known by the heading above alone: 本年完成投资 over 计划, not 产量 over 本月."""
        if self._known(texts[0]) or self._joined(texts):
            return False
        return not (role == "month" and any(match.target.indicator.kind == "month" for match in matches))

    def _leave_column(self, column: int, texts: Sequence[str], why: Note) -> None:
        if texts and label(texts[0]).full in _SERIAL:
            return
        if self._months is not None and column == self._months.column:
            return
        cells, skipped = self._sheet.columns[column - self._sheet.left], self._first - self._sheet.top
        if cells.filled(self._sheet.height)[skipped:].any():
            self._taking.leave(why, column=column, label=texts[0] if texts else "")

    def _column_of(self, field: str | None) -> int | None:
        return next((m.column for m in self._mapped if m.match.target.field == field), None)

    def _identity(self, form: Form) -> int | None:
        """The column that tells the rows apart: the form's key, else its name."""
        key = self._column_of(form.row_key)
        if key is not None or form.shape == "single":
            return key
        name = self._column_of(form.row_name)
        if name is not None:
            self._taking.notes.append(note("seen.rows-by-name", key=form.row_key or ""))
        return name

    def _own_record(self, records: list[int], totals: Sequence[int]) -> list[int]:
        """Of a single form only one line can be the enterprise's own, and of the asked month."""
        if self._months is not None:
            records = self._of_the_month(records, self._months.months)
            taken = without_lone_months(self._taking, self._months, self._mapped, self._titles)
            self._mapped = taken
            totals = ()
        elif not self._telling and (
            roles := timed_lines.roles_of(self._taking, sorted({*records, *totals}), self._mapped)
        ):
            return timed_lines.of_now(self._taking, roles, self._mapped)
        return the_one(self._taking, records, () if self._telling else totals, self._mapped)

    def _of_the_month(self, records: list[int], months: Mapping[int, Period]) -> list[int]:
        own = [row for row in records if months.get(row) == self._taking.asked]
        others = [months[row] for row in records if row in months and row not in own]
        if others:
            first, last = min(others), max(others)
            span = Words(f"{first.label()}至{last.label()}", f"{first} – {last}")
            self._taking.leave(note("left.lines-other-period", count=len(others), span=span))
        return own

    def _serial(self) -> int | None:
        """The column of running numbers."""
        heads = {column: label(texts[0]).full for column, texts in self._titles.items() if texts}
        return next((column for column, head in heads.items() if head in _SERIAL), None)

    def _take_records(self, form: Form, records: list[int], identity: int | None) -> None:
        names = self._column_of(form.row_name)
        rows, keys = keyed(self._taking, records, identity, self._serial(), self._by_name)
        prescribed = Prescribed(
            self._taking, form, self._mapped, column_of_units(self._taking, form, self._titles)
        )
        money = line_money.column_of_money(self._titles)
        columns: list[ListedColumn] = []
        for mapped in self._mapped:
            apart = prescribed.ways(mapped, self._titles[mapped.column], rows)
            apart |= line_money.left(self._sheet, mapped.match.target.spec, rows, money)
            cells = self._taking.converter.column(mapped.column, mapped.way, rows, apart)
            columns.append(ListedColumn(mapped.match.target.field, mapped.match.how, mapped.confidence, cells))
            with_tax.remark(self._taking, mapped.match.target, self._titles[mapped.column])
        self._taking.conflicts += fractions.doubted(self._taking, self._mapped, rows)
        labels = [key or "" for key in keys] if names is None else written_in(self._sheet, rows, names)
        for column in columns:
            for position, why in column.cells.notes.items():
                self._taking.leave(why, row=rows[position], column=column.cells.column, label=labels[position])
        self._taking.blocks.append(
            Block(
                form=form.code,
                period=self._taking.period(form.code),
                sheet=self._sheet.name,
                place=self._taking.converter.place,
                rows=rows,
                keys=keys,
                labels=labels,
                columns=tuple(columns),
            )
        )


def _tells_whose(text: str) -> bool:
    return heads_codes(text) or heads_names(text)
