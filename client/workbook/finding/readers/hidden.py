"""Figures that were taken from lines and columns a person does not see."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from client.workbook.finding.readers.taking import Taking
from client.workbook.finding.taken.extraction import Note, note
from client.workbook.model import letters
from forms.words import Listed

_NAMED = 8
"""So many are named before it says …"""


def taken(taking: Taking) -> Iterator[Note]:
    """A remark for the hidden lines, and one for the hidden columns, that something was taken of."""
    sheet = taking.sheet
    if rows := sorted(sheet.hidden_rows & taking.rows_used()):
        yield note("warn.hidden-rows", sheet=sheet.name, count=len(rows), rows=_first(rows))
    if sheet.hidden_columns and (columns := sorted(sheet.hidden_columns & taking.columns_used())):
        named = _first([letters(column) for column in columns])
        yield note("warn.hidden-columns", sheet=sheet.name, count=len(columns), columns=named)


def _first(numbers: Sequence[object]) -> Listed:
    return Listed([*numbers[:_NAMED], *(["…"] if len(numbers) > _NAMED else [])])
