"""What a cell would be expected to hold: from the report before, and from the same period last year.

Only a yardstick for ranking: a firm may grow or shrink, so expectations are wide, and a cell without history is
taken as it is.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from decimal import Decimal
from types import MappingProxyType

import msgspec

from forms.locating.records import Record
from forms.returns import Return
from forms.values.numbers import grouped
from forms.words import Words

_PREVIOUS_SPREAD, _LAST_YEAR_SPREAD = 0.15, 0.35
"""Spread (natural log) of an honest figure about the pro-rata previous report, and about last year's figure."""
_UNCHANGED: Mapping[str, Decimal] = MappingProxyType({})
_OTHER_SIGN = 3.0
"""How far a figure of the other sign, or nought against something, counts as being away (natural log)."""
_LEAST_SHOWN = Decimal("0.0001")


class Expected(msgspec.Struct, frozen=True):
    """A figure of the past brought to this period: ``months`` in proportion for cumulative ones."""

    value: Decimal
    spread: float
    words: Words


class History:
    """Expectations for the cells of one record."""

    def __init__(self, record: Record) -> None:
        self._record = record
        returns, form, period = record.snapshot.returns, record.form.code, record.period
        before = period.previous()
        self._before = (before, returns.get((form, str(before)))) if before is not None else (None, None)
        self._last_year = returns.get((form, str(period.last_year())))
        self._rows: dict[tuple[int, str], str | None] = {}

    def expected(self, address: str, changed: Mapping[str, Decimal] = _UNCHANGED) -> list[Expected]:
        """What the past says of a cell, if anything; ``changed`` are other figures of the return."""
        base, _, column = address.partition("@")
        values = self._record.cells.values
        if column:
            return self._column(base, changed.get(base, values.get(base)))
        found = []
        period, earlier = self._before
        value = self._figure(earlier, base)
        if period is not None and value is not None:
            share = Decimal(1)
            if self._record.specs[address].kind == "cumulative":
                share = Decimal(self._record.period.months) / period.months
            found.append(
                Expected(value * share, _PREVIOUS_SPREAD, Words("上期推算数", "the last report in proportion"))
            )
        value = changed.get(f"{base}@ly", values.get(f"{base}@ly"))
        value = self._figure(self._last_year, base) if value is None else value
        if value is not None:
            found.append(Expected(value, _LAST_YEAR_SPREAD, Words("上年同期数", "last year's figure")))
        return found

    def _column(self, base: str, value: Decimal | None) -> list[Expected]:
        """Last year's column: exactly what was reported then, or else about what this year's is."""
        reported = self._figure(self._last_year, base)
        if reported is not None:
            return [Expected(reported, 0.02, Words("上年报送数", "what was reported last year"))]
        words = Words("本年数", "this year's figure")
        return [Expected(value, _LAST_YEAR_SPREAD, words)] if value is not None else []

    def fit(self, address: str, value: Decimal, changed: Mapping[str, Decimal] = _UNCHANGED) -> float:
        """Log likelihood of a figure given the past, up to a constant; 0 is a perfect fit or no past."""
        past = self.expected(address, changed)
        if not past:
            return 0.0
        return sum(-math.log1p((distance(value, one.value) / one.spread) ** 2) for one in past) / len(past)

    def _figure(self, target: Return | None, address: str) -> Decimal | None:
        if target is None:
            return None
        cell = target.cells.get(self._same_row(target, address) or address)
        return cell.value if cell is not None and isinstance(cell.value, Decimal) else None

    def _same_row(self, target: Return, address: str) -> str | None:
        """The address in another return of the row with the same key."""
        form = self._record.form
        head, bracket, tail = address.partition("].")
        if form.row_key is None or not bracket:
            return None
        key = self._record.target.cells.get(f"{head}].{form.row_key}")
        if key is None:
            return None
        for row in target.rows.get(form.code, ()):
            other = target.cells.get(f"{form.code}[{row}].{form.row_key}")
            if other is not None and other.text.strip() == key.text.strip():
                return f"{form.code}[{row}].{tail}"
        return None


def distance(value: Decimal, expected: Decimal) -> float:
    """How far two figures are apart: the natural log of their ratio."""
    if value == expected:
        return 0.0
    if value * expected <= 0:
        return _OTHER_SIGN
    return abs(math.log(value / expected))


def compared(history: History, address: str, old: Decimal | None, new: Decimal) -> list[Words]:
    """How the old and the new figure lie to the past, in words."""
    said = []
    for past in history.expected(address):
        if not past.value:
            continue
        after = _multiple(new / past.value, past.words)
        if old is None:
            said.append(Words(f"改后{after.zh}", f"The new figure is {after.en}"))
        else:
            # nought is a multiple of anything: said by itself
            before = _multiple(old / past.value, past.words) if old else Words("为 0", "0")
            said.append(
                Words(f"原数{before.zh}，改后{after.zh}", f"The figure is {before.en}; corrected, {after.en}")
            )
    return said


def _multiple(ratio: Decimal, name: Words) -> Words:
    """``是上年同期数的 1.50 倍``; what is too small to show is not called nought."""
    if abs(ratio) < _LEAST_SHOWN:
        return Words(f"不到{name.zh}的 {_LEAST_SHOWN} 倍", f"less than {_LEAST_SHOWN} × {name.en}")
    digits = 0 if abs(ratio) >= 100 else 2 if abs(ratio) >= Decimal("0.1") else 4
    times = grouped(ratio.quantize(Decimal(1).scaleb(-digits)))
    return Words(f"是{name.zh}的 {times} 倍", f"{times} × {name.en}")
