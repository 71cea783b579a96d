"""A workbook of many enterprises, divided: to each its sheets and its lines of a list, every cell where it was.

Whose a sheet is says its list's column of credit codes (or of names that are known), else its title, else its own
name. What is left of the workbook may be read as if it were the enterprise's alone.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

import msgspec

from client.base.errors import UserError
from client.workbook.finding.names.labels import is_note, is_total
from client.workbook.finding.sheets.facts import code_of, firm_of, heads_codes, heads_names
from client.workbook.finding.taken import identity
from client.workbook.finding.taken.extraction import NotTaken, note
from client.workbook.finding.taken.identity import LISTS
from client.workbook.model import Book, Coded, Column, Scalar, Sheet
from forms import uscc

if TYPE_CHECKING:
    from client.workbook.finding.taken.extraction import Note

_HEADING_ROWS = 60
_COLUMNS = 60
_LONGEST = 40
"""So many characters has a heading at most."""
_LEADING = 5
"""A column of codes so far to the front tells whose a line is, whatever the title says."""
_SHORTEST_NAME = 4
_OURS = (identity.SHEET, LISTS)


class Share(msgspec.Struct, frozen=True):
    """What of a workbook is one enterprise's; ``name`` as the workbook has it, or ``""``."""

    code: str
    name: str
    book: Book


class Divided(msgspec.Struct, frozen=True):
    """The shares in the order in which the enterprises come, and what is nobody's."""

    shares: tuple[Share, ...]
    left: tuple[NotTaken, ...] = ()


class _List(msgspec.Struct, frozen=True):
    """A sheet that says line by line whose it is."""

    column: int
    first: int
    rows: dict[str, list[int]]
    names: dict[str, str]


def divide(book: Book, known: Mapping[str, str] | None = None, hints: Sequence[str] = ()) -> Divided:
    """Whose the parts of a workbook are. ``known`` leads from names of enterprises to their codes; ``hints`` are
    texts beside the workbook that may name one, such as those of its file and its folder.

    Raises ``UserError('workbook.no-enterprise')`` when nothing names any.
    """
    own = identity.of(book)
    if own is not None and own.enterprise:
        return Divided((Share(own.enterprise, own.name, book),))
    return _Division(book, known or {}).divided(hints)


def share_of(book: Book, firm: str) -> tuple[Book, list[NotTaken]]:
    """The workbook without the lines that its lists say are other enterprises'; the workbook itself when no list
    speaks of ``firm``."""
    sheets: list[Sheet] = []
    left: list[NotTaken] = []
    for sheet in book.sheets:
        listed = _listed(sheet, {}) if sheet.name not in _OURS else None
        if listed is None or firm not in listed.rows:
            sheets.append(sheet)
            continue
        others = len(listed.rows) - 1
        unread = [entry for entry in _nobodys_rows(sheet, listed) if _names_other(sheet, listed, entry)]
        sheets.append(_part(sheet, listed.rows[firm], listed.first) if others or unread else sheet)
        left += unread
        if others:
            left.append(NotTaken(sheet=sheet.name, why=note("left.rows-other-enterprises", count=others)))
    return (Book(book.name, tuple(sheets)), left) if left else (book, [])


def others_in(book: Book, firm: str) -> int:
    """How many enterprises the lists of a workbook name, when ``firm`` is none of them."""
    listed = [found for sheet in book.sheets if sheet.name not in _OURS and (found := _listed(sheet, {}))]
    named = {code for each in listed for code in each.rows}
    return 0 if firm in named else len(named)


def told_whose(left: NotTaken) -> bool:
    """Whether it is only the column that told whose a line is: it was of use, if not for its values."""
    return left.code == "left.column-unknown" and (heads_codes(left.label) or heads_names(left.label))


class _Division:
    """A workbook being divided."""

    def __init__(self, book: Book, known: Mapping[str, str]) -> None:
        self._book = book
        self._known = {_folded(name): code for name, code in known.items()}
        self._owned: dict[str, dict[int, Sheet]] = {}
        self._names: dict[str, str] = {}
        self._nobodys: dict[int, Sheet] = {}
        self._left: list[NotTaken] = []

    def divided(self, hints: Sequence[str]) -> Divided:
        for place, sheet in enumerate(self._book.sheets):
            if sheet.name not in _OURS:
                self._look(place, sheet)
        if not self._owned and (code := self._named_in(hints)):
            self._owned[code] = {}
        if not self._owned:
            raise UserError("workbook.no-enterprise", file=self._book.name)
        if len(self._owned) == 1:
            next(iter(self._owned.values())).update(self._nobodys)
        else:
            why = note("left.sheet-no-enterprise")
            self._left += [NotTaken(sheet=each.name, why=why) for each in self._nobodys.values()]
        ours = {place: sheet for place, sheet in enumerate(self._book.sheets) if sheet.name in _OURS}
        shares = (self._share(code, ours | own) for code, own in self._owned.items())
        return Divided(tuple(shares), tuple(self._left))

    def _share(self, code: str, sheets: Mapping[int, Sheet]) -> Share:
        book = Book(self._book.name, tuple(sheets[place] for place in sorted(sheets)))
        return Share(code, self._names.get(code, ""), book)

    def _look(self, place: int, sheet: Sheet) -> None:
        code, name = firm_of(sheet)
        listed = _listed(sheet, self._known)
        if listed is not None and not (code and listed.column - sheet.left >= _LEADING):
            for owner, rows in listed.rows.items():
                self._owned.setdefault(owner, {})[place] = _part(sheet, rows, listed.first)
                self._names.setdefault(owner, listed.names.get(owner, ""))
            self._left += _nobodys_rows(sheet, listed)
            return
        code = code or self._known.get(_folded(name), "") or self._named_in([sheet.name])
        if code:
            self._owned.setdefault(code, {})[place] = sheet
            self._names[code] = self._names.get(code) or name
        elif not sheet.is_blank():
            self._nobodys[place] = sheet

    def _named_in(self, texts: Iterable[str]) -> str:
        """The one enterprise that the first telling text names, by its code or its whole name."""
        for text in texts:
            if (found := code_of(text)) is not None:
                return found[0]
            told = _folded(text)
            codes = {code for name, code in self._known.items() if len(name) >= _SHORTEST_NAME and name in told}
            if len(codes) == 1:
                return codes.pop()
        return ""


def _listed(sheet: Sheet, known: Mapping[str, str]) -> _List | None:
    """The lines of a list by the enterprise they name; None for a sheet that is no such list."""
    headings = [
        (row, column, text)
        for row in sheet.rows[:_HEADING_ROWS]
        for column in sheet.across[:_COLUMNS]
        if isinstance(sheet.value(row, column), str) and len(text := sheet.text(row, column)) <= _LONGEST
    ]
    for row, column, text in headings:
        if heads_codes(text) and (found := _by_owner(sheet, row, column, {})):
            beside = (other for at, other, name in headings if at == row and heads_names(name))
            return _named(sheet, found, next(beside, None))
    for row, column, text in headings if known else ():
        if heads_names(text) and (found := _by_owner(sheet, row, column, known)):
            return _named(sheet, found, column)
    return None


def _by_owner(sheet: Sheet, heading: int, column: int, known: Mapping[str, str]) -> _List | None:
    rows: dict[str, list[int]] = {}
    below = range(heading + 1, sheet.rows.stop)
    for row, text in zip(below, _texts(sheet, below, column), strict=True):
        code = known.get(_folded(text), "") if known else _code(text)
        if code:
            rows.setdefault(code, []).append(row)
    return _List(column, min(each[0] for each in rows.values()), rows, {}) if rows else None


def _named(sheet: Sheet, listed: _List, column: int | None) -> _List:
    if column is None:
        return listed
    names = {code: sheet.spread(rows[0], column) for code, rows in listed.rows.items()}
    return msgspec.structs.replace(listed, names=names)


def _texts(sheet: Sheet, rows: range, column: int) -> list[str]:
    """What is written in a column, in every line of a merged range what the range says."""
    texts = sheet.texts(rows, column)
    for top, left, bottom, right in sheet.merged:
        if left <= column <= right and bottom > top and top in rows:
            said = sheet.text(top, left)
            for row in range(top, min(bottom + 1, rows.stop)):
                texts[row - rows.start] = said
    return texts


@lru_cache(maxsize=8192)
def _code(text: str) -> str:
    code = uscc.normalise(text)
    return code if uscc.valid(code) else ""


def _folded(name: str) -> str:
    return "".join(name.split()).replace("（", "(").replace("）", ")").casefold()


def _nobodys_rows(sheet: Sheet, listed: _List) -> Iterator[NotTaken]:
    """Lines among the others that name no enterprise."""
    owned = {row for rows in listed.rows.values() for row in rows}
    for row in range(listed.first, sheet.rows.stop):
        if row not in owned and (text := next((t for c in sheet.across if (t := sheet.text(row, c))), "")):
            told = sheet.text(row, listed.column) or text
            yield NotTaken(sheet=sheet.name, row=row, label=told[:80], why=_why(text))


def _names_other(sheet: Sheet, listed: _List, entry: NotTaken) -> bool:
    """Whether a line that is nobody's has a code after all, only one that is none."""
    assert entry.row is not None
    return entry.code == "left.row-no-enterprise" and bool(sheet.text(entry.row, listed.column))


def _why(text: str) -> Note:
    if is_total(text):
        return note("left.row-total")
    return note("left.row-note") if is_note(text) else note("left.row-no-enterprise")


def _part(sheet: Sheet, rows: Sequence[int], first: int) -> Sheet:
    """The sheet with everything above ``first``, and below that some of its lines; the others are blank."""
    kept = [*range(first - sheet.top), *(row - sheet.top for row in rows)]
    wanted = {place + sheet.top for place in kept}
    return msgspec.structs.replace(
        sheet,
        height=kept[-1] + 1,
        columns=tuple(_only(column, kept) for column in sheet.columns),
        errors=_within(sheet.errors, wanted),
        uncached=_within(sheet.uncached, wanted),
        percents=_within(sheet.percents, wanted),
        scaled={cell: scale for cell, scale in sheet.scaled.items() if cell[0] in wanted},
        bracketed=_within(sheet.bracketed, wanted),
        hidden_rows=sheet.hidden_rows & wanted,
    )


def _within(cells: frozenset[tuple[int, int]], rows: set[int]) -> frozenset[tuple[int, int]]:
    return frozenset(cell for cell in cells if cell[0] in rows)


def _only(column: Column, kept: Sequence[int]) -> Column:
    """Some cells of a column at their places, down to the last of them; ``kept`` is in order."""
    head: list[Scalar] = [None] * min(len(column.head), kept[-1] + 1)
    for place in kept:
        if place < len(head):
            head[place] = column.head[place]
    skipped = len(column.head)
    below = [place - skipped for place in kept if place >= skipped]
    length = below[-1] + 1 if below else 0
    if column.kind == "blank" or not length:
        return Column(head)
    if column.kind == "number":
        numbers = array("d", [float("nan")]) * length
        for place in below:
            numbers[place] = column.numbers[place]
        return Column(head, "number", numbers)
    if isinstance(column.values, Coded):
        return Column(head, column.kind, values=_coded(column.values, below, length))
    values: list[Scalar | float] = ["" if column.kind == "text" else None] * length
    for place in below:
        values[place] = column.values[place]
    return Column(head, column.kind, values=values)


def _coded(values: Coded, below: Sequence[int], length: int) -> Coded:
    """The column with the words that are still used, and a blank for the others."""
    codes, words = array("i", [0]) * length, {"": 0}
    for place in below:
        codes[place] = words.setdefault(values[place], len(words))
    return Coded(list(words), codes)
