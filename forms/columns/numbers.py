"""Exact arithmetic on columns. A row whose integers would not fit is stopped and left to the closures."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt

from forms.columns.values import MOST, Ints, Mask, Num, Stopper
from forms.rules.tree import Comparison

_TESTS: dict[Comparison, Callable[[Any, Any], Any]] = {
    "=": np.equal,
    "!=": np.not_equal,
    "<": np.less,
    "<=": np.less_equal,
    ">": np.greater,
    ">=": np.greater_equal,
}


def test(op: Comparison, left: npt.NDArray[Any], right: Any) -> Mask:
    """``left op right`` by rows."""
    found: Mask = _TESTS[op](left, right)
    return found


def times(left: Ints, right: Ints, limit: int, stopper: Stopper) -> tuple[Ints, int]:
    """The product and its bound, ``limit`` being the product of both bounds."""
    if limit >= MOST:
        # A double is off by far less than the factor of two that is kept as distance.
        stopper.stop(np.abs(left.astype(np.float64) * right.astype(np.float64)) > MOST / 2)
        limit = MOST - 1
    return left * right, limit


def powered(top: Ints, limit: int, power: int, stopper: Stopper) -> tuple[Ints, int]:
    """``top × 10**power`` and its bound."""
    if power == 0:
        return top, limit
    factor = 10**power
    if factor >= MOST:
        stopper.stop(top != 0)
        return np.zeros_like(top), 0
    if limit * factor >= MOST:
        stopper.stop(np.abs(top) > (MOST - 1) // factor)
        return top * factor, MOST - 1
    return top * factor, limit * factor


def plus(left: Ints, right: Ints, limit: int, adds: bool, stopper: Stopper) -> tuple[Ints, int]:
    """Sum or difference and its bound; ``limit`` is the sum of both bounds, each below ``MOST``."""
    total = left + right if adds else left - right
    if limit >= MOST:
        stopper.stop(np.abs(total) >= MOST)
        limit = MOST - 1
    return total, limit


def rescaled(number: Num, scale: int, stopper: Stopper) -> Num:
    """The same number with more decimals."""
    if number.scale == scale:
        return number
    top, limit = powered(number.top, number.limit, scale - number.scale, stopper)
    return Num(top, scale, limit, number.bottom, number.low, number.why, number.summed)


def added(left: Num, right: Num, adds: bool, stopper: Stopper) -> Num:
    """``left + right`` or ``left - right``; the reasons of unknown rows are the caller's."""
    scale = max(left.scale, right.scale)
    left, right = rescaled(left, scale, stopper), rescaled(right, scale, stopper)
    if left.bottom is None and right.bottom is None:
        top, limit = plus(left.top, right.top, left.limit + right.limit, adds, stopper)
        return Num(top, scale, limit)
    one, first = _crossed(left, right, stopper)
    other, second = _crossed(right, left, stopper)
    top, limit = plus(one, other, first + second, adds, stopper)
    bottom, low = _bottoms(left, right, stopper)
    return Num(top, scale, limit, bottom, low, summed=True)


def multiplied(left: Num, right: Num, stopper: Stopper) -> Num:
    """``left × right``."""
    top, limit = times(left.top, right.top, left.limit * right.limit, stopper)
    bottom, low = _bottoms(left, right, stopper)
    return Num(top, left.scale + right.scale, limit, bottom, low, summed=left.summed or right.summed)


def divided(left: Num, right: Num, stopper: Stopper) -> Num:
    """``left ÷ right``; what rows with a zero divisor hold means nothing."""
    top, limit = _crossed(left, right, stopper)
    top = np.where(right.top < 0, -top, top)
    bottom, low = np.abs(right.top), right.limit
    if left.bottom is not None:
        bottom, low = times(left.bottom, bottom, left.low * low, stopper)
    scale = left.scale - right.scale
    if scale < 0:
        top, limit = powered(top, limit, -scale, stopper)
    return Num(top, max(scale, 0), limit, bottom, low, summed=left.summed or right.summed)


def _crossed(number: Num, other: Num, stopper: Stopper) -> tuple[Ints, int]:
    """The top of a number times the bottom of another."""
    if other.bottom is None:
        return number.top, number.limit
    return times(number.top, other.bottom, number.limit * other.low, stopper)


def _bottoms(left: Num, right: Num, stopper: Stopper) -> tuple[Ints | None, int]:
    if left.bottom is None or right.bottom is None:
        return (right.bottom, right.low) if left.bottom is None else (left.bottom, left.low)
    return times(left.bottom, right.bottom, left.low * right.low, stopper)


def negated(number: Num) -> Num:
    """Minus each."""
    return Num(-number.top, number.scale, number.limit, number.bottom, number.low, number.why, number.summed)


def magnitude(number: Num) -> Num:
    """Each without its sign."""
    top = np.abs(number.top)
    return Num(top, number.scale, number.limit, number.bottom, number.low, number.why, number.summed)


def sides(left: Num, right: Num, stopper: Stopper) -> tuple[Ints, Ints]:
    """Integers that stand to each other as the two numbers do."""
    scale = max(left.scale, right.scale)
    left, right = rescaled(left, scale, stopper), rescaled(right, scale, stopper)
    return _crossed(left, right, stopper)[0], _crossed(right, left, stopper)[0]


def compared(op: Comparison, left: Num, right: Num, stopper: Stopper, *, sharp: bool = False) -> Mask:
    """``left op right`` by cross-multiplication.

    After a sum of quotients (after any quotient, if ``sharp``) the closures' cut digits decide a tie: such rows
    are stopped.
    """
    one, other = sides(left, right, stopper)
    quotients = left.bottom is not None or right.bottom is not None
    if quotients and (sharp or left.summed or right.summed):
        stopper.stop(one == other)
    return test(op, one, other)


def within(op: Comparison, left: Num, right: Num, allowance: Num, stopper: Stopper) -> Mask:
    """``left op right`` give or take ``allowance`` (never negative), as ``results.holds`` has it."""
    if op == "!=":
        return compared(op, left, right, stopper)
    if op in ("<", "<="):
        return compared(op, added(left, right, False, stopper), allowance, stopper, sharp=True)
    if op in (">", ">="):
        swapped: Comparison = "<" if op == ">" else "<="
        return compared(swapped, added(right, left, False, stopper), allowance, stopper, sharp=True)
    gap = magnitude(added(left, right, False, stopper))
    return compared("<=", gap, allowance, stopper, sharp=True)
