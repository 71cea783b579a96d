"""Turning a sheet's cells into typed columns. Runs inside the child; works on whole columns at C speed."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from datetime import date, time, timedelta
from typing import cast

from client.workbook.wire import HEAD, Plain, WireColumn, pack_date

Raw = int | float | bool | str | date | time | timedelta
_NAN = float("nan")
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
    words = list(dict.fromkeys(body))
    if not any(words):
        return WireColumn(head)
    if len(words) * _REPEATED > len(body):
        return WireColumn(head, "text", texts=list(body))
    place = {word: number for number, word in enumerate(words)}
    codes = array("i", map(place.__getitem__, body))
    return WireColumn(head, "coded", texts=words, codes=codes.tobytes())


def _plain(cell: Raw) -> Plain:
    if isinstance(cell, (bool, float, str)):
        return cell
    if isinstance(cell, int):
        return float(cell)
    return str(cell) if isinstance(cell, timedelta) else pack_date(cell)


def transposed(rows: Iterable[Sequence[Raw]]) -> list[WireColumn]:
    """Typed columns of rows of equal length."""
    return [typed(column) for column in zip(*rows, strict=True)]
