"""Tables one below the other on a sheet: where each begins, and the unit that stands over it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise

import msgspec

from client.workbook.finding.names.labels import is_note, label
from client.workbook.finding.sheets.facts import facts_above
from client.workbook.finding.sheets.headings import Role, role_of
from client.workbook.finding.sheets.layout import Hits, Panel
from client.workbook.model import Sheet
from forms.periods import Period
from forms.values.numbers import read_number

_LABELS_BELOW = re.compile(r"序号|行次|(?:指标|项目|科目)(?:名称|代码|编码)?|名称|资产|负债.*")
_FIGURES: frozenset[Role] = frozenset(
    ("cumulative", "current", "month", "end", "opening", "last_year", "last_year_month", "previous")
)
_MOST_ROWS = 2_000
_MOST_COLUMNS = 60


class Table(msgspec.Struct, frozen=True):
    """One table: its rows, titles included, and the unit named above its figures, or ``""``."""

    rows: range
    unit: str = ""
    period: Period | None = None


def tables(sheet: Sheet, hits: Hits, asked: Period) -> list[Table]:
    """The tables of a sheet with an indicator a line, from the top; a sheet with one heading is one table."""
    first = Table(range(sheet.top, sheet.rows.stop))
    found = [first]
    for heading, start in _further(sheet, hits, asked):
        unit, period = facts_above(sheet, range(start, heading + 1), asked)
        found[-1] = msgspec.structs.replace(found[-1], rows=range(found[-1].rows.start, start))
        found.append(Table(range(start, sheet.rows.stop), unit, period))
    return found


def unit_over(sheet: Sheet, panel: Panel) -> str:
    """The unit that stands over one of several panels side by side; ``""`` where none does."""
    columns = range(panel.label_column, max(panel.columns, default=panel.label_column) + 1)
    return facts_above(sheet, range(panel.rows.start, min(panel.hits)), None, columns)[0]


def within(hits: Hits, rows: range) -> Hits:
    """The hits in some rows."""
    by_row = {row: found for row, found in hits.by_row.items() if row in rows}
    by_column = {
        column: kept
        for column, found in hits.by_column.items()
        if (kept := {row: matches for row, matches in found.items() if row in rows})
    }
    return Hits(by_row, by_column)


def _further(sheet: Sheet, hits: Hits, asked: Period) -> Iterator[tuple[int, int]]:
    """The line of headings of every table but the first, and the first line of its titles."""
    known = sorted(hits.by_row)[:_MOST_ROWS]
    figures = False
    for before, after in pairwise(known):
        figures = figures or _holds_figure(sheet, before)  # a title that reads like an indicator is no table
        if not figures:
            continue
        gap = range(before + 1, after)[-_MOST_ROWS:]
        heading = next((row for row in gap if _heads(sheet, row, asked)), None)
        if heading is not None:
            yield heading, _title(sheet, heading, before + 1)


def _holds_figure(sheet: Sheet, row: int) -> bool:
    columns = sheet.across[:_MOST_COLUMNS]
    return any(read_number(text) is not None for column in columns if (text := sheet.text(row, column)))


def _heads(sheet: Sheet, row: int, asked: Period) -> bool:
    """Whether a line says what the columns below it mean."""
    texts = _texts(sheet, row)
    if len(texts) < 2:
        return False
    roles = sum(role_of(text, asked) in _FIGURES for text in texts[1:])
    return roles > 1 or (roles == 1 and _LABELS_BELOW.fullmatch(label(texts[0]).full) is not None)


def _title(sheet: Sheet, heading: int, reach: int) -> int:
    """The first of the blank lines and titles right above a line of headings."""
    row = heading
    while row > reach and _is_title(sheet, row - 1):
        row -= 1
    return row


def _is_title(sheet: Sheet, row: int) -> bool:
    if any(isinstance(sheet.value(row, column), Decimal) for column in sheet.across[:_MOST_COLUMNS]):
        return False
    texts = _texts(sheet, row)
    if any(map(is_note, texts)):
        return False
    unit, period = facts_above(sheet, range(row, row + 1), None)
    return len(set(texts)) <= 1 or bool(unit) or period is not None


def _texts(sheet: Sheet, row: int) -> list[str]:
    """What stands in a line from the left; nothing where it holds a figure."""
    columns = sheet.across[:_MOST_COLUMNS]
    if any(isinstance(sheet.value(row, column), Decimal) for column in columns):
        return []
    return [text for column in columns if (text := sheet.text(row, column))]
