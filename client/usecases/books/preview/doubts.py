"""What is worth a second look before a workbook's value is taken into a return."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from client.workbook.finding.taken.extraction import Note, note
from forms.pack import Indicator
from forms.periods import Period
from forms.returns import Cell

_JUMPS = (10, 1_000, 10_000)
_NEAR = (Decimal("0.75"), Decimal("1.35"))
"""A jump is a factor of a unit give or take this much."""
_BY_HAND = ("keyboard", "paste", "repair")


def doubts(
    new: Cell, old: Cell | None, before: Cell | None, indicator: Indicator, period: Period, *, filed: bool
) -> tuple[Note, ...]:
    """The doubts about a value.

    ``old`` is what the return holds, ``before`` the same place in the report before; ``filed`` says that a
    version of the return was filed.
    """
    return tuple(_doubts(new, old, before, indicator, period, filed=filed))


def _doubts(
    new: Cell, old: Cell | None, before: Cell | None, indicator: Indicator, period: Period, *, filed: bool
) -> Iterator[Note]:
    if old is not None and old.text != new.text:
        if filed:
            yield note("doubt.filed", old=old.text)
        elif old.origin.source in _BY_HAND:
            yield note("doubt.typed", old=old.text)
    now, then = new.value, before.value if before is not None else None
    if isinstance(now, Decimal) and isinstance(then, Decimal) and now and then:
        if (now < 0) != (then < 0):
            yield note("doubt.sign", before=before.text if before else "")
        elif factor := _jump(abs(now), abs(then) * _growth(indicator, period)):
            yield note("doubt.jump", factor=factor, before=before.text if before else "")


def _growth(indicator: Indicator, period: Period) -> Decimal:
    """How much more a figure that adds up over the year is expected to be than one report earlier."""
    months = period.months
    if indicator.kind != "cumulative" or months <= 1:
        return Decimal(1)
    return Decimal(months) / Decimal(months - 1)


def _jump(now: Decimal, expected: Decimal) -> str:
    for size in _JUMPS:
        for shown, ratio in ((f"×{size}", now / (expected * size)), (f"÷{size}", now * size / expected)):
            if _NEAR[0] <= ratio <= _NEAR[1]:
                return shown
    return ""
