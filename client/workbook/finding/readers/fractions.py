"""Shares in a list that may have been written as fractions: 0.6 for 60 %."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from client.workbook.finding.readers.month_records import Mapped
from client.workbook.finding.readers.monthly import amount
from client.workbook.finding.readers.taking import Taking
from client.workbook.finding.taken.extraction import Note, note
from forms.pack.model import NUMERIC

_LOOKED_AT = 500


def doubted(taking: Taking, mapped: Iterable[Mapped], rows: Sequence[int]) -> Iterator[Note]:
    """A remark on columns of shares none of which is more than one, nor shown as a percentage; and on those where
    one that is not stands beside others that are."""
    for each in mapped:
        spec = each.match.target.spec
        if spec.unit != "%" or spec.type not in NUMERIC:
            continue
        bare, shown = [], False
        for row in rows[:_LOOKED_AT]:
            value = taking.sheet.value(row, each.column)
            if (row, each.column) in taking.sheet.percents or (
                isinstance(value, str) and ("%" in value or "％" in value)
            ):
                shown = True
            elif share := amount(value):
                bare.append(share)
        small = [share for share in bare if 0 < share < 1]
        alike = len(bare) > 1 and all(0 < share <= 1 for share in bare)
        if small and (alike or shown):
            code = "warn.fractions-mixed" if shown else "warn.fractions"
            yield note(code, sheet=taking.sheet.name, name=spec.words)
