"""Typical slips of the hand, taken back: which figures could have been meant where another one stands.

Each kind has a prior, shared by the ways it could have gone: one sign to turn, eight powers of ten, one pair fewer
than there are digits, but nine other digits at every place. So what may fit by chance counts for less.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal

import msgspec

from forms.locating.linear import meet
from forms.locating.model import Kind, Range

_PRIORS: dict[Kind, float] = {
    "sign": 0.15,
    "unit": 0.3,
    "transposed": 0.12,
    "mistyped": 0.12,
    "dropped": 0.08,
    "doubled": 0.05,
    "swapped": 0.05,
    "omission": 0.1,
    "balance": 0.00005,
}
_POWERS = {1: 0.3, 2: 0.05, 3: 0.45, 4: 0.2}
"""万元 taken for 千元 is ×10, 元 for 千元 ×1000, 元 for 万元 ×10,000; ×100 is rare (a percentage, 角分)."""
_FINER, _FINER_DIGITS = 3, 100
"""From ×1000 on the unit itself may have been finer: then the figure meant has lost at most a hundredth."""
_NARROW_STEPS, _NARROW_SHARE = 40, Decimal("0.1")


class Slip(msgspec.Struct, frozen=True):
    """A figure that may have been meant, how it became the one that stands there, and the log of how likely."""

    kind: Kind
    value: Decimal
    prior: float
    power: int = 0
    """Of a unit slip: what stands there is 10 to this power times what was meant."""


def prior(kind: Kind, options: float = 1.0) -> float:
    """Log prior of one of ``options`` slips of a kind."""
    return math.log(_PRIORS[kind] / max(options, 1.0))


def balancing(allowed: Sequence[Range], scale: int) -> Decimal | None:
    """The one figure the other cells leave, if what they leave is narrow."""
    step = Decimal(1).scaleb(-scale)
    bounded = [(part.low, part.high) for part in allowed if part.low is not None and part.high is not None]
    if len(bounded) != 1 or len(allowed) != 1:
        return None
    low, high = bounded[0]
    middle = (low + high) / 2
    if high - low > max(step * _NARROW_STEPS, abs(middle) * _NARROW_SHARE):
        return None
    value = middle.quantize(step, rounding=ROUND_HALF_UP)
    return value if low <= value <= high else None


def slips(old: Decimal, scale: int, allowed: Sequence[Range], closer: Sequence[Range] = ()) -> list[Slip]:
    """Every typical slip that could have made ``old`` of an allowed figure; the likeliest for each figure.

    Where digits were lost, the figure is taken from ``closer``, a part of ``allowed``.
    """
    best: dict[Decimal, Slip] = {}
    for slip in _all(old, scale, closer or allowed):
        if slip.value == old or not any(slip.value in part for part in allowed):
            continue
        known = best.get(slip.value)
        if known is None or known.prior < slip.prior:
            best[slip.value] = slip
    return list(best.values())


def _all(old: Decimal, scale: int, allowed: Sequence[Range]) -> Iterator[Slip]:
    balance = balancing(allowed, scale)
    yield Slip("sign", -old, prior("sign"))
    yield from _units(old, scale, allowed)
    whole = int(abs(old).scaleb(scale).to_integral_value(ROUND_HALF_UP))
    sign = -1 if old < 0 else 1
    digits = str(whole)
    ways: dict[Kind, int] = {
        "transposed": len(digits) - 1,
        "mistyped": 9 * len(digits),
        "dropped": len(digits) + 1,
    }
    for kind, texts in _digit_slips(digits):
        chance = prior(kind, ways.get(kind, len(digits) - 1))
        for text in texts:
            yield Slip(kind, Decimal(sign * int(text)).scaleb(-scale), chance)
    if balance is not None:
        yield Slip("balance", balance, prior("balance"))


def _units(old: Decimal, scale: int, allowed: Sequence[Range]) -> Iterator[Slip]:
    step = Decimal(1).scaleb(-scale)
    for power, share in _POWERS.items():
        chance = prior("unit") + math.log(share / 2)
        meant = old.scaleb(-power).quantize(step, rounding=ROUND_HALF_UP)
        # 元 typed for 千元 has digits to lose, but a rounding's worth of them; a nought more has none.
        rounded = abs(meant.scaleb(power) - old)
        if meant and (not rounded or (power >= _FINER and rounded * _FINER_DIGITS <= abs(old))):
            yield Slip("unit", meant, chance, power)
        yield Slip("unit", old.scaleb(power), chance, -power)
        # A figure divided by a thousand and rounded has lost its last digits: the other cells may know them.
        lost = Range((old - step / 2).scaleb(power), (old + step / 2).scaleb(power))
        for known in meet([lost], allowed):
            yield Slip("unit", _inside(known, old.scaleb(power), step), chance, -power)


def _inside(known: Range, wanted: Decimal, step: Decimal) -> Decimal:
    """The middle of a narrow range; of a wide one the figure nearest to that wanted."""
    middle = balancing([known], max(-step.adjusted(), 0))
    if middle is not None:
        return middle
    if known.low is not None and wanted < known.low:
        return known.low.quantize(step, rounding=ROUND_CEILING)
    if known.high is not None and wanted > known.high:
        return known.high.quantize(step, rounding=ROUND_FLOOR)
    return wanted


def _digit_slips(digits: str) -> Iterator[tuple[Kind, list[str]]]:
    """What was meant, by kind of slip in its digits."""
    neighbours = [
        digits[:i] + digits[i + 1] + digits[i] + digits[i + 2 :]
        for i in range(len(digits) - 1)
        if digits[i] != digits[i + 1] and not (i == 0 and digits[1] == "0")
    ]
    yield "transposed", neighbours
    others = [
        digits[:i] + other + digits[i + 1 :]
        for i, digit in enumerate(digits)
        for other in "0123456789"
        if other != digit and (i or other != "0" or len(digits) == 1)
    ]
    yield "mistyped", others
    longer = {digits[:i] + extra + digits[i:] for i in range(len(digits) + 1) for extra in "0123456789"}
    yield "dropped", sorted(text for text in longer if not text.startswith("0"))
    shorter = {digits[:i] + digits[i + 1 :] for i in range(len(digits) - 1) if digits[i] == digits[i + 1]}
    yield "doubled", sorted(shorter)
