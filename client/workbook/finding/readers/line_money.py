"""Lines each in a money of their own: a column 币种 says USD of some, and RMB of others."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from client.workbook.finding.names import currencies
from client.workbook.finding.taken.converting import MONEY
from client.workbook.finding.taken.extraction import Note, note
from client.workbook.model import Sheet
from forms.pack.model import Spec
from forms.values.units import compatible, unit_words


def column_of_money(headings: Mapping[int, Iterable[str]]) -> int | None:
    """The column that names the money of each line, by what stands above the columns."""
    return next((at for at, texts in headings.items() if any(map(currencies.heads_money, texts))), None)


def unit_of(sheet: Sheet, row: int, column: int | None) -> str:
    """The foreign money that a line is said to be in; ``""`` for yuan, and where nothing says it."""
    return currencies.foreign(sheet.text(row, column)) if column is not None else ""


def left(sheet: Sheet, spec: Spec, rows: Sequence[int], column: int | None) -> dict[int, Note]:
    """Why the figures of money in some lines of a list are not taken, by the position of the line in ``rows``."""
    if column is None or not compatible(spec.unit, MONEY):
        return {}
    said = ((position, unit_of(sheet, row, column)) for position, row in enumerate(rows))
    return {position: note("left.foreign-currency", unit=unit_words(unit)) for position, unit in said if unit}
