"""Figures of a roll-up in the unit they are wanted in: exactly, since nothing that is shown is stored."""

from __future__ import annotations

from decimal import Decimal

from forms.values.units import EXACT, compatible
from forms.values.units import unit as unit_called

MONEY = ("元", "千元", "万元", "亿元")
"""The units money may be shown in."""


def unit_shown(own: str, wanted: str) -> str:
    """The unit figures in ``own`` are shown in: the wanted one where they are money, else their own."""
    return wanted if wanted and own != wanted and compatible(own, wanted) else own


def in_unit(value: Decimal, own: str, wanted: str) -> Decimal:
    """``value`` in the unit it is shown in; a power of ten apart, so every digit stays."""
    target = unit_shown(own, wanted)
    source, into = unit_called(own), unit_called(target)
    if target == own or source is None or into is None:
        return value
    return EXACT.divide(EXACT.multiply(value, source.factor), into.factor)
