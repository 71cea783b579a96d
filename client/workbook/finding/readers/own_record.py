"""Which lines of a list are records of their own: no parts of the line above, and of a single form one alone."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from client.workbook.finding.readers.month_records import Mapped
from client.workbook.finding.readers.monthly import amount, sums_up
from client.workbook.finding.readers.taking import Taking
from client.workbook.finding.taken.extraction import note
from forms.pack.model import NUMERIC

_FIRM = re.compile(r"(?<!分)公司|集团|工厂|(?:电子|科技|实业)厂")
_LEADING = 4


def without_parts(taking: Taking, rows: Sequence[int], names: Sequence[str], serial: int | None) -> list[int]:
    """The lines but those that only break down the one above: 其中：设备, and what follows it without a number.

    ``serial`` is the column of running numbers.
    """
    if not any(name.startswith("其中") for name in names):
        return [*rows]
    kept, within = [], False
    for row, name in zip(rows, names, strict=True):
        numbered = serial is None or bool(taking.sheet.text(row, serial))
        within = name.startswith("其中") or (within and not numbered)
        if within:
            taking.leave(note("left.row-of-record"), row=row, label=name)
        else:
            kept.append(row)
    return kept


def the_one(taking: Taking, rows: list[int], totals: Sequence[int], mapped: Iterable[Mapped]) -> list[int]:
    """The one record of a single form: the only line, or the one that adds others up, such as departments.

    Several lines of which nobody can tell which is the enterprise's own are left and named.
    """
    if len(rows) < 2:
        return rows
    total = totals[0] if len(totals) == 1 and _adds_up(taking, rows, totals[0], mapped) else None
    for row in rows:
        taking.leave(
            note("left.row-one-of-many") if total is None else note("left.row-in-total", row=total), row=row
        )
    if total is None:
        return []
    taking.left = [entry for entry in taking.left if (entry.row, entry.code) != (total, "left.row-total")]
    taking.conflicts.append(note("warn.total-row", sheet=taking.sheet.name, row=total, count=len(rows)))
    return [total]


def _adds_up(taking: Taking, rows: Sequence[int], total: int, mapped: Iterable[Mapped]) -> bool:
    """Whether a total is the sum of the lines in every column of figures, and the lines are not other firms'."""
    sheet = taking.sheet
    firms = (sheet.text(row, column) for row in rows for column in sheet.across[:_LEADING])
    columns = [each.column for each in mapped if each.match.target.spec.type in NUMERIC]
    sums = []
    for column in columns:
        figure = amount(sheet.value(total, column))
        parts = [held for row in rows if (held := amount(sheet.value(row, column))) is not None]
        if figure is not None or parts:
            sums.append(figure is not None and (figure == sum(parts) or sums_up([(figure, parts)])))
    return bool(sums) and all(sums) and not any(map(_FIRM.search, firms))
