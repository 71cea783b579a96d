"""Child tables on a sheet of their own, an item a line: an enterprise's titles, a platform's partners."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

import msgspec

from client.workbook.finding.names.labels import is_note, is_total, label
from client.workbook.finding.names.vocabulary import Target
from client.workbook.finding.readers.taking import Taking
from client.workbook.finding.taken.converting import Way
from client.workbook.finding.taken.extraction import Found, note
from client.workbook.model import Sheet
from forms.pack.model import Form, Indicator, Pack, Part
from forms.returns import Cell

_TITLE_ROWS = 6
_HEADING_ROWS = 15
_COLUMNS_AT_LEAST = 2


class ItemSheet(msgspec.Struct, frozen=True):
    """Where a sheet holds a child table: its line of headings, and the column of each part."""

    form: Form
    indicator: Indicator
    heading: int
    columns: dict[int, Part]
    key_column: int | None
    """The column that says which row of a rows form the item belongs to."""


def find(sheet: Sheet, pack: Pack, forms: Iterable[str]) -> ItemSheet | None:
    """The child table a sheet is about: it names the table in its title or name, or carries its codes."""
    titles = {label(text).full for text in (sheet.name, *_texts(sheet, sheet.rows[:_TITLE_ROWS]))}
    for code in forms:
        form = pack.forms[code]
        for indicator in form.indicators.values():
            if indicator.table:
                named = bool(titles & {label(name).full for name in (indicator.name, *indicator.aliases)})
                if (found := _headings(sheet, form, indicator, named)) is not None:
                    return found
    return None


def _texts(sheet: Sheet, rows: range) -> Iterator[str]:
    return (text for row in rows for column in sheet.across if (text := sheet.text(row, column)))


def _headings(sheet: Sheet, form: Form, indicator: Indicator, named: bool) -> ItemSheet | None:
    """The lowest line that names enough parts: codes stand above names."""
    codes = {f"{indicator.code}.{part.name}".upper(): part for part in indicator.table.values()}
    names = {label(n).full: part for part in indicator.table.values() for n in (part.label, *part.aliases)}
    found: ItemSheet | None = None
    for row in sheet.rows[:_HEADING_ROWS]:
        columns: dict[int, Part] = {}
        for column in sheet.across:
            text = sheet.text(row, column)
            by_name = names.get(label(text).full) if named or found else None
            part = codes.get(text.upper()) or by_name
            if part is not None and part not in columns.values():
                columns[column] = part
        if len(columns) >= min(_COLUMNS_AT_LEAST, len(indicator.table)):
            found = ItemSheet(form, indicator, row, columns, _key_column(sheet, row, form))
        elif found is not None:
            break
    return found


def _key_column(sheet: Sheet, row: int, form: Form) -> int | None:
    key = form.indicators[form.row_key] if form.row_key else None
    if key is None:
        return None
    wanted = {label(text).full for text in (key.code, key.name, *key.aliases)}
    return next((column for column in sheet.across if label(sheet.text(row, column)).full in wanted), None)


class ItemReader:
    """Takes the items."""

    def __init__(self, taking: Taking, table: ItemSheet) -> None:
        self._taking = taking
        self._sheet = taking.sheet
        self._table = table
        taking.forms = (table.form.code,)

    def take(self) -> None:
        """Line by line; then name the columns nothing was taken from."""
        if self._table.form.shape == "rows" and self._table.key_column is None:
            form = self._table.form
            self._taking.leave(note("left.sheet-no-row-key", form=form.words, key=form.row_key or ""))
            return
        counts: dict[str, int] = defaultdict(int)
        for row in range(self._table.heading + 1, self._sheet.rows.stop):
            self._line(row, counts)
        self._name_unused()

    def _line(self, row: int, counts: dict[str, int]) -> None:
        first = next((text for column in self._sheet.across if (text := self._sheet.text(row, column))), "")
        if not first:
            return
        if is_total(first) or is_note(first):
            self._taking.leave(
                note("left.row-total" if is_total(first) else "left.row-note"), row=row, label=first
            )
            return
        key = self._sheet.text(row, self._table.key_column) if self._table.key_column is not None else ""
        if self._table.form.shape == "rows" and not key:
            self._taking.leave(note("left.row-no-key"), row=row, label=first)
            return
        item = str(counts[key] + 1)
        if self._take(row, key or None, item):
            counts[key] += 1

    def _take(self, row: int, key: str | None, item: str) -> bool:
        before = len(self._taking.values)
        for column, part in self._table.columns.items():
            target = Target(self._table.indicator, part, form=self._table.form.code)
            heading = self._sheet.text(self._table.heading, column)
            named = (label(heading).unit,)
            if unclear := self._taking.unclear(part, named):
                if self._sheet.text(row, column):
                    self._taking.leave(unclear, row=row, column=column, label=heading)
                continue
            unit, confidence = self._taking.unit(part, named)
            taken = self._taking.converter.cell(row, column, Way(target=target, unit=unit))
            if isinstance(taken, Cell):
                self._taking.values.append(self._found(target, taken, key, item, confidence))
            elif taken is not None:
                self._taking.leave(taken, row=row, column=column)
        return len(self._taking.values) > before

    def _found(self, target: Target, cell: Cell, key: str | None, item: str, confidence: float) -> Found:
        return Found(
            form=target.form,
            period=self._taking.period(target.form),
            row_key=key,
            row_label=key or "",
            item=item,
            address=target.field,
            cell=cell,
            how="name",
            confidence=confidence,
        )

    def _name_unused(self) -> None:
        for column in self._sheet.across:
            text = self._sheet.text(self._table.heading, column)
            known = column in self._table.columns or column == self._table.key_column
            if known or label(text).full in ("序号", "行号", "no"):
                continue
            if any(self._sheet.text(row, column) for row in range(self._table.heading + 1, self._sheet.rows.stop)):
                self._taking.leave(note("left.column-unknown", text=text), column=column, label=text)
