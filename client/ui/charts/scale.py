"""What a picture's axes say: a unit its figures are easily read in, and months as people write them."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from PySide6.QtCore import QLocale

from client.ui.ground.language import spoken
from forms.values.units import MULTIPLIERS, rounded, unit

EASY = {"zh": ("亿", "万", ""), "en": ("十亿", "百万", "千", "")}
"""Multipliers of each language an axis is labelled in, the largest that leaves figures above 1 first."""


def easy_unit(name: str, values: Iterable[Decimal]) -> tuple[str, Decimal]:
    """The unit to draw figures of unit ``name`` in, and what to multiply them by; money only, others stay."""
    known = unit(name)
    if known is None or known.base != "元":
        return name, Decimal(1)
    largest = max((abs(value) for value in values), default=Decimal(0)) * known.factor
    multiplier = next((each for each in EASY[spoken()] if largest >= MULTIPLIERS[each]), "")
    return f"{multiplier}元", known.factor / MULTIPLIERS[multiplier]


def month_word(month: int, *, year: bool = True) -> str:
    """``2025-09``, or ``9月`` (Sep) where the year is told elsewhere; ``month`` is the year × 12 + 1 to 12."""
    of_year = (month - 1) % 12 + 1
    if year:
        return f"{(month - 1) // 12}-{of_year:02d}"
    return QLocale(spoken()).standaloneMonthName(of_year, QLocale.FormatType.ShortFormat)


def figure_word(value: Decimal) -> str:
    """A figure beside a picture: three figures that count, more only before the point."""
    size = abs(value)
    decimals = 2 if size < 10 else 1 if size < 100 else 0
    return f"{rounded(value, decimals):,f}".replace("-", "−")
