"""Linear forms over cells, inequalities, and the values one cell may take under them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

import msgspec

from forms.locating.model import Range

ZERO = Decimal(0)


class Linear(msgspec.Struct, frozen=True):
    """``constant`` plus the cells of ``parts`` (by address) times their coefficients."""

    parts: Mapping[str, Decimal]
    constant: Decimal = ZERO

    def plus(self, other: Linear, factor: Decimal = Decimal(1)) -> Linear:
        parts = dict(self.parts)
        for cell, coefficient in other.parts.items():
            parts[cell] = parts.get(cell, ZERO) + coefficient * factor
        return Linear({c: k for c, k in parts.items() if k}, self.constant + other.constant * factor)

    def times(self, factor: Decimal) -> Linear:
        return Linear({cell: k * factor for cell, k in self.parts.items() if k * factor}, self.constant * factor)

    def at(self, values: Mapping[str, Decimal]) -> Decimal:
        """The number it comes to; raises ``KeyError`` for a cell without value."""
        return sum((values[cell] * k for cell, k in self.parts.items()), self.constant)


AtMostZero = Linear
"""An inequality is a linear form that must not be above 0."""

Alternatives = Sequence[Sequence[AtMostZero]]
"""A condition as a choice of systems: it holds where all inequalities of one of them do. No choice: never."""

ALWAYS: Alternatives = ((),)
NEVER: Alternatives = ()


def both(one: Alternatives, other: Alternatives) -> Alternatives:
    """Where two conditions hold together."""
    return tuple((*left, *right) for left in one for right in other)


def either(choices: Iterable[Alternatives]) -> Alternatives:
    """Where any of them holds."""
    return tuple(system for choice in choices for system in choice)


def cells_of(condition: Alternatives) -> frozenset[str]:
    """The cells a condition speaks of."""
    return frozenset(cell for system in condition for inequality in system for cell in inequality.parts)


def holds(condition: Alternatives, values: Mapping[str, Decimal]) -> bool:
    """Whether a condition is met by these values; False when a cell it needs has none."""
    try:
        return any(all(inequality.at(values) <= 0 for inequality in system) for system in condition)
    except KeyError:
        return False


def ranges(condition: Alternatives, cell: str, values: Mapping[str, Decimal]) -> tuple[Range, ...]:
    """The values of ``cell`` under which a condition holds, all other cells staying as they are."""
    here = values.get(cell, ZERO)
    known = values if cell in values else {**values, cell: ZERO}
    found = (_range(system, cell, here, known) for system in condition)
    return _merged([part for part in found if part is not None])


def meet(one: Sequence[Range], other: Sequence[Range]) -> tuple[Range, ...]:
    """The values two sets of ranges share."""
    found = (left.meet(right) for left in one for right in other)
    return _merged([part for part in found if part is not None])


def _range(system: Sequence[AtMostZero], cell: str, here: Decimal, values: Mapping[str, Decimal]) -> Range | None:
    whole: Range | None = Range()
    for inequality in system:
        slope = inequality.parts.get(cell, ZERO)
        rest = inequality.at(values) - slope * here
        if not slope:
            whole = whole if rest <= 0 else None
        elif whole is not None:
            edge = -rest / slope
            whole = whole.meet(Range(high=edge) if slope > 0 else Range(low=edge))
        if whole is None:
            return None
    return whole


def _merged(parts: list[Range]) -> tuple[Range, ...]:
    """The same values in ranges that do not overlap, in order."""
    least = Decimal("-Infinity")
    ordered = sorted(parts, key=lambda part: least if part.low is None else part.low)
    merged: list[Range] = []
    for part in ordered:
        last = merged[-1] if merged else None
        if last is not None and (last.high is None or part.low is None or part.low <= last.high):
            high = None if last.high is None or part.high is None else max(last.high, part.high)
            merged[-1] = Range(last.low, high)
        else:
            merged.append(part)
    return tuple(merged)
