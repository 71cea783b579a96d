"""Where an expression looks its references up: sheets of returns, frames of rows, and scopes shifted in time."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, Literal

import msgspec

from forms.by_record import ByRecord, records_of
from forms.pack.model import Form, Pack
from forms.periods import Period
from forms.returns import Cell, Cells, Return
from forms.rules.tree import Node

Why = Literal[
    "blank",
    "not-applicable",
    "no-return",
    "no-rows",
    "no-earlier",
    "no-peers",
    "few-peers",
    "unreadable",
    "zero-denominator",
    "wrong-type",
    "too-large",
    "not-in-list",
]
_MISSING: frozenset[str] = frozenset({"blank", "not-applicable", "no-return", "no-rows", "no-earlier", "no-peers"})
_NO_CELLS: dict[str, Cell] = {}


class Unknown(msgspec.Struct, frozen=True, eq=False):
    """No value, and why. ``missing`` means that nothing was entered, as against something that went wrong."""

    why: Why
    node: Node

    @property
    def missing(self) -> bool:
        return self.why in _MISSING


class Sheet:
    """One return laid out for reading: its cells, and the rows of its tables by their ids.

    ``state`` is ``no-return`` for a return that is not there, ``before-first`` ahead of the year's first report.
    """

    __slots__ = (
        "_keyed",
        "_listed",
        "_numbers",
        "_tables",
        "cells",
        "form",
        "period",
        "rows",
        "spelled",
        "state",
        "whole",
    )

    def __init__(self, form: str, period: Period, source: Return | None, state: str = "") -> None:
        self.form = form
        self.period = period
        self.spelled = str(period)
        self.cells: Cells = source.cells if source is not None else _NO_CELLS
        self.rows = source.rows if source is not None else {}
        self.state = state or ("" if source is not None else "no-return")
        self.whole = Frame(self, form, None, self.cells)
        """The record of a form that has one."""
        self._tables: dict[str, dict[str, Frame]] | None = None
        self._keyed: dict[tuple[str, str], dict[str, Frame]] = {}
        self._listed: dict[str, tuple[list[str], frozenset[str]]] = {}
        self._numbers: dict[str, dict[str, int]] = {}

    def table(self, name: str) -> dict[str, Frame]:
        """The rows of a table (``XM``, ``JB023``, ``PT[r1].PT010``) in order."""
        if self._tables is None:
            self._tables = self._laid_out()
        return self._tables.get(name, {})

    def hold(self, cells: dict[str, Cell]) -> None:
        """Take the cells of a single record as they are given, instead of from a return."""
        self.cells = self.whole.cells = cells
        self.state = ""

    def number(self, frame: Frame) -> int:
        """Which row of its table it is, from 1; 0 where it is none of them."""
        numbers = self._numbers.get(frame.table)
        if numbers is None:
            numbers = {row: n for n, row in enumerate(self.table(frame.table), 1)}
            self._numbers[frame.table] = numbers
        return numbers.get(frame.row or "", 0)

    def lay(self, name: str, cells: Mapping[str, dict[str, Cell]]) -> None:
        """Take the rows of a table as they are given, instead of from the addresses of a return."""
        self._numbers.clear()
        self._tables = (self._tables or {}) | {
            name: {row: Frame(self, name, row, each) for row, each in cells.items()}
        }

    def refresh(self, addresses: Iterable[str]) -> bool:
        """Take over changed cells of the return; False when a row came or went and the layout is stale."""
        if self._tables is None:
            return True
        self._keyed.clear()
        known: dict[str, Cells] = {}
        last, cell_at = "", self.cells.get
        held: Cells = _NO_CELLS
        shared = self.cells.records if isinstance(self.cells, ByRecord) else {}
        there_already = False
        for address in addresses:
            record, bracket, field = address.rpartition("].")
            if not bracket:
                continue
            if record != last:
                there = known.get(record) or self._listed_record(self._tables, record)
                if there is None:
                    return False
                last, held, there_already = record, there, shared.get(record) is there
                known[record] = there
            if there_already:
                continue
            cell = cell_at(address)
            if cell is None:
                held.pop(field, None)
            else:
                held[field] = cell
        return True

    def relist(self, addresses: Iterable[str]) -> bool:
        """Rows came or went, and these cells changed: rows that stayed are not laid out again.

        False when the layout is stale: there is a cell of a row that no table lists.
        """
        tables = self._tables
        if tables is None:
            return True
        self._numbers.clear()
        shared = self.cells.records if isinstance(self.cells, ByRecord) else {}
        for name, rows in self.rows.items():
            old = tables.get(name, {})
            tables[name] = {row: old.get(row) or self._frame(name, row, shared) for row in rows}
            left = (frame for row, frame in old.items() if row not in tables[name])
            if any(frame.address(field) in self.cells for frame in left for field in frame.cells):
                return False
        return self.refresh(address for address in addresses if not self._gone(tables, address))

    def _gone(self, tables: dict[str, dict[str, Frame]], address: str) -> bool:
        """Whether a blank cell's row is in no table any more."""
        head, _, row = address.rpartition("].")[0].rpartition("[")
        return bool(head) and address not in self.cells and row not in tables.get(head, {})

    def _listed_record(self, tables: dict[str, dict[str, Frame]], record: str) -> Cells | None:
        """The cells of a row that is there; None for one that came or went."""
        head, _, row = record.rpartition("[")
        frame = tables.get(head, {}).get(row)
        return frame.cells if frame is not None and self._lists(head, row) else None

    def _lists(self, table: str, row: str) -> bool:
        """Whether a table still has a row; a list is gone through once, not for every cell of a pasted block."""
        rows = self.rows.get(table)
        if rows is None:
            return True
        known = self._listed.get(table)
        if known is None or known[0] is not rows or len(known[1]) != len(rows):
            known = self._listed[table] = (rows, frozenset(rows))
        return row in known[1]

    def chosen(self, name: str, only: frozenset[str] | None) -> list[Frame]:
        """The rows of a table, or only some of them."""
        table = self.table(name)
        return list(table.values()) if only is None else [table[row] for row in sorted(only) if row in table]

    def keyed(self, name: str, key: str) -> dict[str, Frame]:
        """The first row of a table with each text in the field ``key``."""
        found = self._keyed.get((name, key))
        if found is None:
            found = self._keyed[name, key] = {}
            for row in self.table(name).values():
                found.setdefault(row.text(key), row)
        return found

    def row_like(self, here: Frame, key: str) -> Frame | None:
        """The row with the same text in the field ``key`` as a row of another sheet, else the one with its id."""
        wanted = here.text(key)
        row = self.keyed(here.table, key).get(wanted) if wanted else None
        if row is not None:
            return row
        same = self.table(here.table).get(here.row or "")
        return same if same is not None and not (wanted and same.text(key)) else None

    def rows_like(self, name: str, frames: Iterable[Frame], key: str) -> Iterator[Frame | None]:
        """``row_like`` for each of many rows; quick where most of them have no counterpart in this sheet."""
        keyed, table = self.keyed(name, key), self.table(name)
        for here in frames:
            known = here.text(key) in keyed or here.row in table
            yield self.row_like(here, key) if known else None

    def no_row(self, table: str, row: str | None) -> Frame:
        """What is looked at in the place of a row that this sheet does not have."""
        return Frame(Sheet(self.form, self.period, None, self.state or "no-return"), table, row, {})

    def close(self) -> None:
        """Let go of cells and rows: they and the sheet refer to one another, and would stay until Python looks."""
        self._tables = None
        self._keyed.clear()
        self._numbers.clear()
        self.rows = {}
        self.cells = self.whole.cells = _NO_CELLS

    def _frame(self, table: str, row: str, records: Mapping[str, dict[str, Cell]]) -> Frame:
        return Frame(self, table, row, records.get(f"{table}[{row}") or {})

    def _laid_out(self) -> dict[str, dict[str, Frame]]:
        records = records_of(self.cells)
        tables = {name: {row: self._frame(name, row, records) for row in rows} for name, rows in self.rows.items()}
        for record, cells in records.items():
            head, _, row = record.rpartition("[")
            if record and cells and row not in tables.get(head, ()):  # no table lists it
                tables.setdefault(head, {})[row] = Frame(self, head, row, cells)
        return tables


class Frame:
    """The cells of one record: a whole single-record return, or one row of a table."""

    __slots__ = ("cells", "row", "sheet", "table")

    def __init__(self, sheet: Sheet, table: str, row: str | None, cells: Cells) -> None:
        self.sheet = sheet
        self.table = table
        self.row = row
        self.cells = cells

    def address(self, field: str) -> str:
        """The address of a field of this record within its return."""
        return field if self.row is None else f"{self.table}[{self.row}].{field}"

    def text(self, field: str) -> str:
        """What was typed in a field; empty when blank."""
        cell = self.cells.get(field)
        return cell.text.strip() if cell is not None else ""


class Circle:
    """The records of many enterprises that are looked at together; each of their books knows it."""

    def __init__(self, books: Callable[[], Iterable[Books]]) -> None:
        self.books = books
        self.memo: dict[Any, object] = {}
        """What was found over all of them, by whoever asked first."""


class Books:
    """All sheets one check may look at, read from the given returns as they are asked for."""

    circle: Circle | None = None

    def __init__(self, pack: Pack, returns: Mapping[tuple[str, str], Return], form: str, period: Period) -> None:
        self.pack = pack
        self.form = form
        self.period = period
        self.spelled = str(period)
        self.last_month = period.last_month
        self._returns = returns
        self._sheets: dict[tuple[str, tuple[str, ...]], Sheet] = {}

    def sheet(self, form: str, shifts: tuple[str, ...] = ()) -> Sheet:
        """The return of ``form`` that belongs to the period being checked, moved in time by ``shifts``."""
        found = self._sheets.get((form, shifts))
        if found is None:
            found = self._sheets[form, shifts] = self.open(form, shifts)
        return found

    def put(self, sheet: Sheet, shifts: tuple[str, ...] = ()) -> None:
        """Give a sheet that is in none of the returns."""
        self._sheets[sheet.form, shifts] = sheet

    def reopen(self) -> None:
        """Forget how the return being checked was laid out."""
        sheet = self._sheets.pop((self.form, ()), None)
        if sheet is not None:
            sheet.close()

    def close(self) -> None:
        """Let go of all sheets; see ``Sheet.close``."""
        for sheet in self._sheets.values():
            sheet.close()

    def open(self, form: str, shifts: tuple[str, ...]) -> Sheet:
        """Read a sheet from the returns."""
        period = self.period if form == self.form else self.pack.forms[form].period_of(self.period)
        for shift in shifts:
            there = moved(self.pack.forms[form], period, shift)
            if there is None:
                return Sheet(form, period, None, "before-first")
            period = there
        return Sheet(form, period, self._returns.get((form, str(period))))


def moved(form: Form, period: Period, shift: str) -> Period | None:
    """The period a shift leads to; None ahead of the first report."""
    if shift == "last_year" or (shift == "previous" and period.kind == "year"):
        return period.last_year()
    return form.previous(period) if shift == "previous" else period.year_end()


class Scope(dict[str, Frame]):
    """Frames by form or table. A form of single records is opened when first asked for; rows are set by loops."""

    __slots__ = ("books", "memo", "memos", "origin", "shifts")

    def __init__(self, books: Books, shifts: tuple[str, ...] = (), origin: Scope | None = None) -> None:
        super().__init__()
        self.books = books
        self.shifts = shifts
        self.origin = origin
        self.memos: dict[tuple[str, ...], dict[Any, object]] = {} if origin is None else origin.memos
        self.memo = self.memos.setdefault(shifts, {})
        """What an aggregate over all rows gave, for the next row that asks the same at the same time."""

    def __missing__(self, table: str) -> Frame:
        frame = self._same_row(table) or self._single(table)
        self[table] = frame
        return frame

    def _single(self, table: str) -> Frame:
        return self.books.sheet(self.books.pack.home.get(table, table), self.shifts).whole

    def _same_row(self, table: str) -> Frame | None:
        """In a scope moved in time: the row that has the same key as the row looked at now."""
        here = self.origin.get(table) if self.origin is not None else None
        if here is None or here.row is None or self.origin is None:
            return None
        sheet = self.books.sheet(here.sheet.form, self.shifts)
        row = sheet.row_like(here, self.books.pack.forms[sheet.form].row_key or "")
        return sheet.no_row(table, here.row) if row is None else row

    def shifted(self, shift: str) -> Scope:
        """This scope moved in time by one shift: to the previous report, last year's, or last year's end."""
        return Scope(self.books, (*self.shifts, shift), self)

    def at(self, shifts: Iterable[str]) -> Scope:
        """This scope moved in time by several shifts, one after another."""
        scope = self
        for shift in shifts:
            scope = scope.shifted(shift)
        return scope

    def rows(self, table: str, parent: str | None, only: frozenset[str] | None = None) -> list[Frame] | None:
        """The rows of a form (or ``only`` some) or child table; None when the return is not there."""
        if parent is None:
            sheet = self.books.sheet(table, self.shifts)
            return None if sheet.state else sheet.chosen(table, only)
        owner = self[parent]
        if owner.sheet.state:
            return None
        name = table if owner.row is None else f"{parent}[{owner.row}].{table}"
        return list(owner.sheet.table(name).values())
