"""Turning a sheet's cells into typed columns. Runs inside the child; works on whole columns at C speed."""

from __future__ import annotations

from array import array
from collections.abc import Collection, Iterable, Sequence
from datetime import date, time, timedelta
from typing import cast

from client.workbook.wire import HEAD, Plain, WireColumn, pack_date

Raw = int | float | bool | str | date | time | timedelta
_NAN = float("nan")
_SAMPLE = 2000
_REPEATED = 4
"""Texts are coded when each is there so many times on average."""


def typed(cells: Sequence[Raw]) -> WireColumn:
    """The column of these cells; ``""`` is a blank. Headings stand in the head, so that the rest has one kind."""
    head = [_plain(cell) for cell in cells[:HEAD]]
    body = cells[HEAD:]
    kinds = set(map(type, body))
    if not body or kinds == {str}:
        return _text(head, cast("Sequence[str]", body))
    if kinds <= {float, int}:
        return WireColumn(head, "number", array("d", cast("Sequence[float]", body)).tobytes())
    if kinds <= {float, int, str} and not any(cell for cell in body if type(cell) is str):
        numbers = cast("list[float]", [_NAN if cell == "" else cell for cell in body])
        return WireColumn(head, "number", array("d", numbers).tobytes())
    return WireColumn(head, "mixed", mixed=[_plain(cell) for cell in body])


def _text(head: list[Plain], body: Sequence[str]) -> WireColumn:
    """Texts that repeat are sent once, with the place of each cell's text among them."""
    if not any(body):
        return WireColumn(head)
    if _differ(body[:_SAMPLE]) and _differ(body):  # numbering them would cost more than sending them
        return WireColumn(head, "text", texts=list(body))
    places = _Numbering()
    codes = array("i", list(map(places.__getitem__, body)))
    if _differ(body, places):
        return WireColumn(head, "text", texts=list(body))
    return WireColumn(head, "coded", texts=list(places), codes=codes.tobytes())


class _Numbering(dict[str, int]):
    """Texts with their numbers, in the order in which they are first asked for."""

    def __missing__(self, text: str) -> int:
        number = self[text] = len(self)
        return number


def _differ(texts: Sequence[str], distinct: Collection[str] | None = None) -> bool:
    """Whether texts repeat too seldom to be coded."""
    return len(set(texts) if distinct is None else distinct) * _REPEATED > len(texts)


def _plain(cell: Raw) -> Plain:
    if isinstance(cell, (bool, float, str)):
        return cell
    if isinstance(cell, int):
        return float(cell)
    return str(cell) if isinstance(cell, timedelta) else pack_date(cell)


def transposed(rows: Iterable[Sequence[Raw]]) -> list[WireColumn]:
    """Typed columns of rows of equal length."""
    return [typed(column) for column in zip(*rows, strict=True)]
