"""A file of records of one form of any pack: which column is which, which line is a record, and what was left."""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from client.base.errors import UserError
from client.workbook.finding.files import typed
from client.workbook.finding.files.turned import turned
from client.workbook.finding.names.labels import is_note, is_total, label
from client.workbook.finding.names.naming import How, Named, Names
from client.workbook.finding.sheets import facts
from client.workbook.finding.sheets.brackets import remark
from client.workbook.finding.taken.converting import kept_in, unclear
from client.workbook.finding.taken.extraction import Note, NotTaken, note
from client.workbook.model import Book, Sheet, letters
from forms.pack.model import Form, Indicator, Pack, Spec
from forms.periods import Period
from forms.records import RecordColumn, Records
from forms.values.units import compatible, unit_words
from forms.values.units import unit as unit_called
from forms.words import Listed

_HEADING_ROWS = 60
_SCANNED_ROWS = 2_000
_SCANNED_COLUMNS = 400
_LABEL_COLUMNS = 8
_KEY = re.compile(
    r"(?i)(?:.*[ _-])?(?:id|ident|key|code|no|number|respondent|firm|enterprise|outlet|shop|store)(?:[ _-].*)?|"
    r".*(?:编号|代码|单位|企业|机构|名称|户名).*"
)
_YEAR = re.compile(r"(?<!\d)20\d\d(?!\d)")


class TakenColumn(msgspec.Struct, frozen=True):
    """A column (or line) of the file and the field it was taken for; ``unit`` where its figures were converted."""

    place: str
    heading: str
    address: str
    name: str
    how: How
    unit: str = ""


class RecordFile(msgspec.Struct, frozen=True, kw_only=True):
    """What a file gave. ``absent`` are indicators without a column; ``period_from`` tells how it is known."""

    file: str
    sheet: str
    turned: bool
    """Whether each indicator had a line of its own."""
    records: Records
    period_from: str
    columns: tuple[TakenColumn, ...]
    absent: tuple[Indicator, ...]
    left: tuple[NotTaken, ...]
    warnings: tuple[Note, ...] = ()
    """Of what was taken, but may not be what it looks like."""


class _Heading(msgspec.Struct, frozen=True):
    sheet: Sheet
    row: int
    found: dict[int, Named]


def read_records(
    book: Book, pack: Pack, form: Form, period: Period | None = None, sheet: str | None = None
) -> RecordFile:
    """The records of one sheet: that with most headings known, or the one named, which may be hidden.

    Raises ``UserError('records.no-headings' | 'records.no-records' | 'records.no-sheet')``.
    """
    names = Names(form)
    visible = [each for each in book.sheets if not each.is_blank() and (each.name == sheet or not each.hidden)]
    if sheet is not None and sheet not in {each.name for each in book.sheets}:
        listed = Listed(each.name for each in book.sheets)
        raise UserError("records.no-sheet", file=book.name, sheet=sheet, sheets=listed)
    known = {each.name: _heading(each, names, form) for each in visible}
    asked = [heading for name, heading in known.items() if sheet in (None, name)]
    best = max(asked, key=lambda heading: len(heading.found), default=None)
    if best is None or not best.found:
        raise UserError("records.no-headings", file=book.name, form=form.code)
    reader = _Reader(book.name, pack, form, best, names)
    reader.leave_sheets(book.sheets, {name: len(heading.found) for name, heading in known.items()})
    return reader.read(period)


def _of_another(named: Named) -> Note | None:
    """Why figures whose heading names a unit of another kind are not the indicator's."""
    own, said = unit_called(named.field.spec.unit), unit_called(named.unit)
    if own is None or said is None or own.base == said.base:
        return None
    return note("left.other-unit", unit=unit_words(named.unit), wanted=unit_words(named.field.spec.unit))


def _heading(sheet: Sheet, names: Names, form: Form) -> _Heading:
    """The line of headings of a sheet, turned round if it has an indicator a line."""
    across = max((_line(sheet, row, names) for row in sheet.rows[:_HEADING_ROWS]), key=len, default={})
    if form.shape == "single":
        other = turned(sheet, _down_column(sheet, names, len(across)), names)
        if other is not None:
            return _Heading(other, other.top, _line(other, other.top, names))
    row = next((row for row in sheet.rows[:_HEADING_ROWS] if _line(sheet, row, names) == across), sheet.top)
    return _Heading(sheet, row, across)


def _line(sheet: Sheet, row: int, names: Names) -> dict[int, Named]:
    """The fields a line names, each by its first column."""
    found: dict[int, Named] = {}
    seen: set[str] = set()
    for column in sheet.across[:_SCANNED_COLUMNS]:
        value = sheet.value(row, column)
        named = names.find(value) if isinstance(value, str) and value else None
        if named is not None and named.field.address not in seen:
            seen.add(named.field.address)
            found[column] = named
    return found


def _down_column(sheet: Sheet, names: Names, across: int) -> int | None:
    """The column of labels in a file with an indicator a line; None when the headings stand in a line."""
    counts: dict[int, int] = {}
    for column in sheet.across[:_LABEL_COLUMNS]:
        texts = {sheet.text(row, column) for row in sheet.rows[:_SCANNED_ROWS]}
        counts[column] = len({n.field.address for text in texts if text and (n := names.find(text)) is not None})
    best = max(counts, key=lambda column: counts[column], default=None)
    return best if best is not None and counts[best] > max(across, 1) else None


class _Reader:
    """Reads the records below a line of headings."""

    def __init__(self, file: str, pack: Pack, form: Form, heading: _Heading, names: Names) -> None:
        self._file = file
        self._pack = pack
        self._form = form
        self._sheet = heading.sheet
        self._names = names
        self._first = self._below(heading.row)
        self._computed = {c: n for c, n in heading.found.items() if n.field.indicator.computed}
        self._found = {c: n for c, n in heading.found.items() if c not in self._computed}
        self._heading = heading.row
        self._unclear: set[int] = set()
        self._left: list[NotTaken] = []
        self._first_of_dates: typed.DateFirst = ""

    def leave_sheets(self, every: tuple[Sheet, ...], known: dict[str, int]) -> None:
        """Name the sheets that are not read; ``known`` tells of the visible ones how many headings are known."""
        for sheet in every:
            if sheet.name != self._sheet.name:
                why = note("left.sheet-blank" if sheet.name not in known else "left.sheet-unknown")
                if sheet.hidden:
                    why = note("left.sheet-hidden")
                elif known.get(sheet.name, 0) > 1:
                    why = note("left.sheet-alike", count=known[sheet.name], sheet=sheet.name)
                self._left.append(NotTaken(sheet=sheet.name, why=why))

    def read(self, period: Period | None) -> RecordFile:
        rows = list(self._rows())
        if not rows:
            raise UserError("records.no-records", file=self._file, row=self._heading)
        seen = facts.look(self._sheet, self._first, period or self._last())
        texts = {column: self._sheet.texts(rows, column) for column in self._sheet.across}
        self._leave_unclear(seen.unit)
        dated = (texts[column] for column, named in self._found.items() if named.field.spec.type == "date")
        self._first_of_dates = typed.first_of_dates(text for column in dated for text in column)
        taken = [
            self._column(column, named, texts[column], rows, seen.unit) for column, named in self._found.items()
        ]
        key = self._key_column()
        self._leave_columns(texts, key)
        asked, source = self._period(period, seen.period)
        return RecordFile(
            file=self._file,
            sheet=self._sheet.name,
            turned=bool(self._sheet.top == 0),
            records=Records(
                form=self._form.code,
                period=asked,
                numbers=rows,
                keys=texts[key] if key is not None else [""] * len(rows),
                columns={about.address: column for about, column in taken},
            ),
            period_from=source,
            columns=tuple(about for about, _ in taken),
            absent=tuple(self._absent({about.address for about, _ in taken})),
            left=tuple(self._left),
            warnings=(*self._dates(), *self._units_not_known(), *self._bracketed(set(rows))),
        )

    def _dates(self) -> Iterator[Note]:
        """How dates with slashes were read."""
        if self._first_of_dates:
            yield note(f"warn.{self._first_of_dates}-first")

    def _units_not_known(self) -> Iterator[Note]:
        """Figures whose heading has something in brackets that may be a unit, and is not one we know."""
        for column, named in self._found.items():
            wanted, heading = named.field.spec.unit, self._sheet.text(self._heading, column)
            known = not named.unit or named.unit == wanted or unit_called(named.unit) is not None
            if wanted and named.field.spec.numeric and not known and not label(heading).sure:
                yield note("warn.unit-not-known", column=letters(column), heading=heading, unit=unit_words(wanted))

    def _bracketed(self, rows: set[int]) -> Iterator[Note]:
        """Positive figures shown in brackets, of indicators that may be negative."""
        signed = {column for column, named in self._found.items() if named.field.spec.signed}
        yield from remark(self._sheet, (at for at in self._sheet.bracketed if at[0] in rows and at[1] in signed))

    def _leave_unclear(self, unit: str) -> None:
        """Name the columns whose unit is not clear; none of their figures is taken."""
        for column, named in [*self._found.items()]:
            if why := unclear(named.field.spec, (named.unit, unit)) or _of_another(named):
                self._leave(why, column=column, label=self._sheet.text(self._heading, column))
                self._unclear.add(column)
                del self._found[column]

    def _below(self, heading: int) -> int:
        """The first line of records: a second line of headings (codes under names) is none."""
        row = heading + 1
        while len(_line(self._sheet, row, self._names)) > 1:
            row += 1
        return row

    def _rows(self) -> Iterator[int]:
        """The lines that are records; blank ones are passed over, totals and remarks named."""
        sheet = self._sheet
        filled = [sheet.columns[c - sheet.left].filled(sheet.height) for c in (*self._found, *self._computed)]
        for row in range(self._first, sheet.rows.stop):
            texts = [text for column in sheet.across[:3] if (text := sheet.text(row, column))]
            if texts and is_total(texts[0]):
                self._leave(note("left.row-total"), row=row, label=texts[0])
            elif texts and is_note(texts[0]):
                self._leave(note("left.row-note"), row=row, label=texts[0])
            elif any(column[row - sheet.top] for column in filled):
                yield row
            elif texts:
                self._leave(note("left.row-unlabelled"), row=row, label=texts[0])

    def _column(
        self, column: int, named: Named, texts: list[str], rows: list[int], unit: str
    ) -> tuple[TakenColumn, RecordColumn]:
        spec = named.field.spec
        if spec.unit == "%":
            shown = {row for row, at in self._sheet.percents if at == column}
            typed.percent(texts, [n for n, row in enumerate(rows) if row in shown])
        heading = self._sheet.text(self._heading, column)
        said = named.unit or unit
        said = said if compatible(said, spec.unit) else spec.unit
        if self._sheet.scaled:
            self._restate(column, spec, said, texts, rows)
        made, dashes = typed.column(texts, named.field, said, self._pack, self._first_of_dates)
        if dashes:
            self._leave(note("left.cells-dash", count=dashes), column=column, label=heading)
        for row, at in sorted(self._sheet.errors | self._sheet.uncached):
            if at == column:
                self._leave(note("left.cell-error", cell=f"{letters(column)}{row}"), row=row, column=column)
        about = TakenColumn(letters(column), heading, named.field.address, named.field.name, named.how, made.unit)
        return about, made

    def _restate(self, column: int, spec: Spec, said: str, texts: list[str], rows: list[int]) -> None:
        """Bring figures whose cells show them smaller to the unit that is said of what they show."""
        for n, row in enumerate(rows):
            scale = self._sheet.scaled.get((row, column))
            if scale is None:
                continue
            if (kept := kept_in(spec, said, *scale)) is None:
                cell = f"{letters(column)}{row}"
                self._leave(note("left.cell-scaled", cell=cell), row=row, column=column)
                texts[n] = ""
            else:
                typed.restate(texts, n, kept, said)

    def _key_column(self) -> int | None:
        """The column that tells records apart, also from file to file."""
        wanted = {self._form.row_key, self._form.row_name} - {None}
        codes = {column: named.field.indicator for column, named in self._found.items()}
        for column, indicator in codes.items():
            if indicator.code == self._form.row_key or (not wanted and indicator.type == "uscc"):
                return column
        if wanted:
            return next((c for c, indicator in codes.items() if indicator.code in wanted), None)
        free = [c for c in self._sheet.across if c not in self._found and c not in self._computed]
        named = [c for c in free if _KEY.fullmatch(self._sheet.text(self._heading, c))]
        first = [c for c in free if c < min(self._found, default=0) and self._sheet.text(self._heading, c)]
        return next(iter(named or first), None)

    def _leave_columns(self, texts: dict[int, list[str]], key: int | None) -> None:
        for column, cells in texts.items():
            if column in self._found or column in self._unclear or column == key or not any(cells):
                continue
            heading = self._sheet.text(self._heading, column)
            known = self._names.find(heading) if heading else None
            why = note("left.column-unknown")
            if column in self._computed:
                why = note("left.column-computed", text=heading)
            elif known is not None:
                why = note("left.column-twice", name=known.field.words)
            self._leave(why, column=column, label=heading)

    def _period(self, given: Period | None, seen: Period | None) -> tuple[Period, str]:
        """The period asked for, else the one the file names, else the last one the pack is in force for."""
        if given is not None:
            own = self._form.period_of(given)
            return own, "given" if own == given else "enclosing"
        years = set(_YEAR.findall(self._file))
        if seen is None and len(years) == 1 and self._form.kind == "year":
            seen = Period.parse(years.pop())
        if seen is not None and seen.months % (12 // _per_year(self._form)) == 0:
            return self._form.period_of(seen), "file"
        return self._last(), "pack"

    def _last(self) -> Period:
        """The last period the pack is in force for."""
        return self._form.period_of(Period.parse(self._pack.valid_to))

    def _absent(self, taken: set[str]) -> Iterator[Indicator]:
        codes = {address.partition(".")[0].partition("@")[0] for address in taken}
        for indicator in self._form.indicators.values():
            if not indicator.computed and indicator.code not in codes:
                yield indicator

    def _leave(self, why: Note, *, row: int | None = None, column: int | None = None, label: str = "") -> None:
        letter = letters(column) if column is not None else None
        self._left.append(NotTaken(sheet=self._sheet.name, row=row, column=letter, label=label[:80], why=why))


def _per_year(form: Form) -> int:
    return {"month": 12, "quarter": 4, "half": 2, "year": 1}[form.kind]
