"""How much it costs to change a cell: from 0.7 to 1.3, so that one cell always weighs less than two.

Computed cells and those the office has set are not changed at all. A figure off its history is cheaper, one in
line with it dearer; a total that others are checked against, last year's column and figures taken over from
elsewhere are slightly dearer than a part typed by hand; a blank that may stay blank is the dearest.
"""

from __future__ import annotations

from decimal import Decimal

from forms.locating.history import History
from forms.locating.records import Record
from forms.returns import Source

_LEAST, _MOST = 0.7, 1.3
_SOURCES: dict[Source, float] = {
    "keyboard": 0.0,
    "paste": 0.03,
    "workbook": 0.05,
    "carried": 0.08,
    "repair": 0.1,
    "returned": 0.1,
}
_TOTAL, _LAST_YEAR = 0.05, 0.05
_OFF, _IN_LINE = 0.25, 0.1
_OFF_FIT, _IN_LINE_FIT = -3.0, -0.7


def weights(record: Record, history: History, totals: frozenset[str]) -> dict[str, float]:
    """The weight of every cell that may be changed."""
    return {address: _weight(record, history, address, totals) for address in record.cells.changeable}


def _weight(record: Record, history: History, address: str, totals: frozenset[str]) -> float:
    if address in record.cells.needed:
        return _LEAST  # it has to be changed whatever it weighs
    value = record.cells.values.get(address)
    if value is None:
        return _MOST
    cell = record.target.cells[address]
    weight = 1.0 + _SOURCES.get(cell.origin.source, 0.0)
    weight += _TOTAL if address in totals else 0.0
    weight += _LAST_YEAR if "@" in address else 0.0
    return min(max(weight + _of_history(history, address, value), _LEAST), _MOST)


def _of_history(history: History, address: str, value: Decimal) -> float:
    if not history.expected(address):
        return 0.0
    fit = history.fit(address, value)
    return -_OFF if fit < _OFF_FIT else _IN_LINE if fit > _IN_LINE_FIT else 0.0
