"""How a sheet is laid out: indicators down one or several panels, or records below a line of headings."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

import msgspec

from client.workbook.finding.names.vocabulary import Match, Vocabulary
from client.workbook.finding.sheets.month_columns import up_to_now
from client.workbook.model import Range, Sheet
from forms.pack.model import Form, Pack
from forms.periods import Period

_SCANNED_CELLS = 20_000
_SCANNED_COLUMNS = 400
_HEADING_ROWS = 60
_ACROSS_AT_LEAST = 3
_DOWN_AT_LEAST = 2
_ENGLISH_AT_LEAST = 2
"""So many English names in a line or a column, and a short word beside them is one too."""


class Hits(msgspec.Struct, frozen=True):
    """Recognised labels by row and column."""

    by_row: dict[int, dict[int, tuple[Match, ...]]]
    by_column: dict[int, dict[int, tuple[Match, ...]]]


class Panel(msgspec.Struct, frozen=True):
    """One column of labels (``code_column`` beside it where there is one) and the columns of its values; ``rows``
    are those of its table, with the titles."""

    label_column: int
    code_column: int | None
    hits: dict[int, tuple[Match, ...]]
    columns: tuple[int, ...]
    rows: range


def scan(sheet: Sheet, words: Vocabulary, asked: Period) -> Hits:
    """Look every text up, 1—9月产量 as September's; of a long list only its first rows, where its headings are."""
    columns = sheet.across[:_SCANNED_COLUMNS]
    rows = sheet.rows
    if len(rows) * max(len(columns), 1) > _SCANNED_CELLS:
        rows = rows[: max(_HEADING_ROWS, _SCANNED_CELLS // len(columns))]
    by_row: dict[int, dict[int, tuple[Match, ...]]] = defaultdict(dict)
    by_column: dict[int, dict[int, tuple[Match, ...]]] = defaultdict(dict)
    known: dict[str, tuple[Match, ...]] = {}
    texts = [sheet.columns[column - sheet.left].strings(sheet.height, len(rows)) for column in columns]
    for row, across in zip(rows, zip(*texts, strict=True), strict=True):
        for column, text in zip(columns, across, strict=True):
            if text is None:
                continue
            found = known.get(text)
            if found is None:
                found = known[text] = words.matches(text) or (
                    words.matches(up_to_now(text, asked)) if "月" in text else ()
                )
            if found:
                by_row[row][column] = by_column[column][row] = found
    wide = [each for each in sheet.merged if each[0] == each[2] and each[1] < each[3]]
    wide = [each for each in wide if each[0] - sheet.top < _HEADING_ROWS]
    for (row, column), found in _below(wide, sheet, words):
        by_column[column][row] = by_row[row][column] = by_row[row].get(column) or found
    lower = {top + 1 for top, *_ in wide if by_row.get(top + 1)}
    for top, column, bottom, right in sheet.merged:  # beside them the headings of as many lines
        if bottom in lower and top < bottom and column == right and (found := by_row[top].get(column, ())):
            by_column[column][bottom] = by_row[bottom][column] = found
    return Hits({row: found for row, found in by_row.items() if found}, dict(by_column))


def _below(
    wide: Iterable[Range], sheet: Sheet, words: Vocabulary
) -> Iterator[tuple[tuple[int, int], tuple[Match, ...]]]:
    """What only a heading and the one that spans it name together: 产量 over 本月 and 本年累计."""
    for top, left, _, right in wide:
        over = sheet.text(top, left)
        if not over or words.matches(over):
            continue
        for column in range(left, min(right, left + _SCANNED_COLUMNS) + 1):
            text = sheet.text(top + 1, column)
            if text and (found := words.matches(text + over)):
                yield (top + 1, column), found


def english(sheet: Sheet, hits: Hits) -> tuple[str, set[int], set[int]]:
    """The form of which a line or a column bears several English names, and those lines and columns."""
    rows: dict[tuple[str, int], set[str]] = defaultdict(set)
    columns: dict[tuple[str, int], set[str]] = defaultdict(set)
    for row, found in hits.by_row.items():
        for column, matches in found.items():
            if sheet.spread(row, column).isascii() and matches[0].how != "code":
                for target in (match.target for match in matches):
                    rows[target.form, row].add(target.field)
                    columns[target.form, column].add(target.field)
    counted = [(len(fields), form) for (form, _), fields in (*rows.items(), *columns.items())]
    most, form = max(counted, default=(0, ""))
    if most < _ENGLISH_AT_LEAST:
        return "", set(), set()
    return form, _speaking(rows, form), _speaking(columns, form)


def _speaking(lines: dict[tuple[str, int], set[str]], form: str) -> set[int]:
    return {line for (of, line), fields in lines.items() if of == form and len(fields) >= _ENGLISH_AT_LEAST}


def within_english(hits: Hits, wider: Hits, rows: set[int], columns: set[int]) -> Hits:
    """The hits, and those of ``wider`` in lines and columns that speak English."""
    by_row: dict[int, dict[int, tuple[Match, ...]]] = defaultdict(dict)
    by_column: dict[int, dict[int, tuple[Match, ...]]] = defaultdict(dict)
    for row, found in wider.by_row.items():
        for column, matches in found.items():
            if column in hits.by_row.get(row, ()) or row in rows or column in columns:
                by_row[row][column] = by_column[column][row] = matches
    return Hits(dict(by_row), dict(by_column))


def only(hits: Hits, forms: frozenset[str]) -> Hits:
    """The hits that speak of some forms."""
    by_row: dict[int, dict[int, tuple[Match, ...]]] = defaultdict(dict)
    by_column: dict[int, dict[int, tuple[Match, ...]]] = defaultdict(dict)
    for row, columns in hits.by_row.items():
        for column, found in columns.items():
            if kept := tuple(match for match in found if match.target.form in forms):
                by_row[row][column] = by_column[column][row] = kept
    return Hits(dict(by_row), dict(by_column))


def fields(matches: Iterable[tuple[Match, ...]]) -> set[str]:
    """The different places these labels may stand for, one for each label."""
    return {found[0].target.field for found in matches}


def heading_row(sheet: Sheet, hits: Hits, pack: Pack) -> int | None:
    """The row of headings of a list, if the sheet is one: it names more places than any column does.

    Two are enough where one of them tells the records of a list apart: 项目名称 beside 本年完成投资.
    """
    rows = [row for row in hits.by_row if row - sheet.top < _HEADING_ROWS]
    best = max(rows, key=lambda row: (len(fields(hits.by_row[row].values())), -row), default=None)
    if best is None:
        return None
    across = len(fields(hits.by_row[best].values()))
    down = max(len(fields(column.values())) for column in hits.by_column.values())
    least = 2 if _tells_records(hits.by_row[best].values(), pack) else _ACROSS_AT_LEAST
    return best if across >= least and across > down else None


def _tells_records(found: Iterable[tuple[Match, ...]], pack: Pack) -> bool:
    """Whether labels name two places of one list, its key or its name among them."""
    named = [{(match.target.form, match.target.field) for match in matches} for matches in found]
    lists = (form for form in pack.forms.values() if form.shape != "single")
    return any(
        any((form.code, tells) in each for each in named for tells in (form.row_key, form.row_name))
        and sum(any(code == form.code for code, _ in each) for each in named) > 1
        for form in lists
    )


def turned_list(hits: Hits, pack: Pack) -> Form | None:
    """The form of a list whose names stand below each other: a record a column, or one on a sheet of its own."""
    for column in hits.by_column.values():
        found = fields(column.values())
        for form in pack.forms.values():
            own = {field for field in found if field.partition(".")[0] in form.indicators}
            if form.shape != "single" and len(own) >= _ACROSS_AT_LEAST and own & {form.row_key, form.row_name}:
                return form
    return None


def long_list(hits: Hits, pack: Pack) -> Form | None:
    """The form of a list that has one value a line: the record, the name of what is told of it, the value."""
    for form in pack.forms.values():
        tells = {form.row_key, form.row_name} - {None}
        for row, heads in hits.by_row.items() if form.shape != "single" else ():
            if not any(_field_of(matches, form) in tells for matches in heads.values()):
                continue
            named = (
                {_field_of(matches, form) for line, matches in column.items() if line > row}
                for at, column in hits.by_column.items()
                if at not in heads
            )
            if any(len(found - {"", *tells}) >= _DOWN_AT_LEAST for found in named):
                return form
    return None


def _field_of(matches: tuple[Match, ...], form: Form) -> str:
    return next((match.target.field for match in matches if match.target.form == form.code), "")


def worthwhile(hits: Hits) -> bool:
    """Whether a sheet names indicators enough to be read as one with an indicator a line."""
    total = len(fields(match for column in hits.by_column.values() for match in column.values()))
    return total >= _DOWN_AT_LEAST or _any_code(hits)


def panels(sheet: Sheet, hits: Hits, rows: range | None = None) -> list[Panel]:
    """The columns of labels with the columns of values that belong to each, of the table in some ``rows``."""
    rows = sheet.rows if rows is None else rows
    drafts: list[_Draft] = []
    for column in sorted(hits.by_column):
        found = hits.by_column[column]
        if drafts and _same_lines(drafts[-1].hits, found):
            drafts[-1].echo(column, found)
        else:
            drafts.append(_Draft(column, found))
    if len(drafts) == 1 and not any(_holds(sheet, row, drafts[0].last + 1) for row in drafts[0].hits):
        return [drafts[0].before(sheet.across.start, rows)]
    ends = [draft.first for draft in drafts[1:]] + [sheet.across.stop]
    return [draft.panel(end, rows) for draft, end in zip(drafts, ends, strict=True)]


def _holds(sheet: Sheet, row: int, first: int) -> bool:
    return any(sheet.value(row, column) is not None for column in range(first, sheet.across.stop))


class _Draft:
    """A panel while its columns of codes and names are being told apart."""

    def __init__(self, column: int, hits: dict[int, tuple[Match, ...]]) -> None:
        self.first = self.last = self.label = column
        self.code = column if _is_code(hits) else None
        self.hits = hits

    def echo(self, column: int, hits: dict[int, tuple[Match, ...]]) -> None:
        """A further column says the same lines again: codes after names, or names after codes. Codes win."""
        self.last = column
        if _is_code(hits):
            self.code = column
            self.hits = {**self.hits, **hits}
        else:
            self.label = column
            self.hits = {**hits, **self.hits}

    def panel(self, end: int, rows: range) -> Panel:
        return Panel(self.label, self.code, self.hits, tuple(range(self.last + 1, end)), rows)

    def before(self, start: int, rows: range) -> Panel:
        """The panel of a column of labels that stands behind its figures."""
        return Panel(self.label, self.code, self.hits, tuple(range(start, self.first)), rows)


def _any_code(hits: Hits) -> bool:
    return any(found[0].how == "code" for row in hits.by_row.values() for found in row.values())


def _is_code(found: dict[int, tuple[Match, ...]]) -> bool:
    return all(matches[0].how == "code" for matches in found.values())


def _same_lines(known: dict[int, tuple[Match, ...]], found: dict[int, tuple[Match, ...]]) -> bool:
    """Whether a column only says again what the one before said: codes beside names, names beside codes."""
    if _is_code(known) or _is_code(found):
        return len(known.keys() & found.keys()) * 2 > min(len(known), len(found))
    agreeing = sum(
        1
        for row, matches in found.items()
        if {m.target.field for m in matches} & {m.target.field for m in known.get(row, ())}
    )
    return agreeing * 2 > len(found)
