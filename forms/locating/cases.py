"""Piecewise linear values: quotients of linear forms that hold in cases, added, multiplied and compared."""

from __future__ import annotations

from decimal import Decimal

import msgspec

from forms.locating.linear import ALWAYS, ZERO, Alternatives, Linear, both, either
from forms.rules.tree import Comparison

MOST_CASES = 64


class NotLiftedError(Exception):
    """The expression has no linear form; ``why`` as in ``LeftOut``."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


class NotAskedError(Exception):
    """The expression has no value here: something it needs is blank or went wrong."""


class Case(msgspec.Struct, frozen=True):
    """A value ``over / under`` that holds where ``where`` does."""

    where: Alternatives
    over: Linear
    under: Linear | None = None


def joined(parts: list[Alternatives], *, together: bool) -> Alternatives:
    """Where all conditions hold, or any; raises ``NotLiftedError`` when there are too many cases."""
    if not together:
        return either(parts)
    whole = ALWAYS
    for part in parts:
        whole = both(whole, part)
        if len(whole) > MOST_CASES:
            raise NotLiftedError("too-many-cases")
    return whole


def added(terms: list[tuple[Decimal, list[Case]]]) -> list[Case]:
    """The sum of values times their factors; only one of them may be a quotient.

    Raises ``NotLiftedError('too-many-cases')``.
    """
    total = [Case(ALWAYS, Linear({}))]
    for factor, cases in terms:
        total = [_sum_of(one, other, factor) for one in total for other in cases]
        if len(total) > MOST_CASES:
            raise NotLiftedError("too-many-cases")
    return total


def _sum_of(one: Case, other: Case, factor: Decimal) -> Case:
    where = both(one.where, other.where)
    if other.under is None and one.under is None:
        return Case(where, one.over.plus(other.over, factor))
    if one.under is None and not one.over.parts:  # constant + a/b = (a + constant·b)/b
        assert other.under is not None
        return Case(where, other.over.times(factor).plus(other.under, one.over.constant), other.under)
    if other.under is None and not other.over.parts:
        assert one.under is not None
        return Case(where, one.over.plus(one.under, other.over.constant * factor), one.under)
    raise NotLiftedError("not-linear")


def multiplied(one: Case, other: Case, op: str) -> Case:
    """``one * other`` or ``one / other``, as far as that stays linear over linear."""
    where = both(one.where, other.where)
    if other.under is not None:
        if op == "/" or one.over.parts or one.under is not None:
            raise NotLiftedError("not-linear")
        return Case(where, other.over.times(one.over.constant), other.under)
    if not other.over.parts:
        factor = other.over.constant
        if op == "/" and not factor:
            raise NotAskedError
        return Case(where, one.over.times(1 / factor if op == "/" else factor), one.under)
    if op == "/" and one.under is None:
        return Case(where, one.over, other.over)
    if op == "*" and not one.over.parts and one.under is None:
        return Case(where, other.over.times(one.over.constant))
    raise NotLiftedError("not-linear")


def extreme(choices: list[list[Case]], *, largest: bool) -> list[Case]:
    """The larger (smaller) of several values: each in turn where it is the one.

    Raises ``NotLiftedError('not-linear')``.
    """
    best = choices[0]
    for choice in choices[1:]:
        found = []
        for one in best:
            for other in choice:
                if one.under is not None or other.under is not None:
                    raise NotLiftedError("not-linear")
                gap = other.over.plus(one.over, Decimal(-1)).times(Decimal(1 if largest else -1))
                where = both(one.where, other.where)
                found.append(Case(both(where, ((gap,),)), one.over))
                found.append(Case(both(where, ((gap.times(Decimal(-1)),),)), other.over))
        best = found
    return best


def compare(
    left: list[Case], right: list[Case], op: Comparison, tolerance: Decimal, step: Decimal
) -> Alternatives:
    """Where ``left op right`` holds within ``tolerance``; ``step`` is the smallest difference of two figures."""
    return either(_case(one, other, op, tolerance, step) for one in left for other in right)


def _case(one: Case, other: Case, op: Comparison, tolerance: Decimal, step: Decimal) -> Alternatives:
    where = both(one.where, other.where)
    if one.under is None and other.under is None:
        return both(where, _gap(one.over.plus(other.over, Decimal(-1)), op, tolerance, step))
    if one.under is not None and other.under is None and not other.over.parts:
        return both(where, _quotient(one.over, one.under, other.over.constant, op, step))
    if other.under is not None and one.under is None and not one.over.parts:
        turned: dict[Comparison, Comparison] = {"<": ">", ">": "<", "<=": ">=", ">=": "<="}
        return both(where, _quotient(other.over, other.under, one.over.constant, turned.get(op, op), step))
    raise NotLiftedError("not-linear")


def _quotient(over: Linear, under: Linear, bound: Decimal, op: Comparison, step: Decimal) -> Alternatives:
    """``over / under op bound`` multiplied out, once for each sign of ``under``."""
    gap = over.plus(under, -bound)
    positive = (under.times(Decimal(-1)).plus(Linear({}, step)),)
    negative = (under.plus(Linear({}, step)),)
    turned = gap.times(Decimal(-1))
    return either([both((positive,), _gap(gap, op, ZERO, step)), both((negative,), _gap(turned, op, ZERO, step))])


def _gap(gap: Linear, op: Comparison, tolerance: Decimal, step: Decimal) -> Alternatives:
    """``gap op 0`` within ``tolerance``; ``step`` keeps strict comparisons apart."""
    below = gap.plus(Linear({}, -tolerance))
    above = gap.times(Decimal(-1)).plus(Linear({}, -tolerance))
    strict = Linear({}, step)
    match op:
        case "<=":
            return ((below,),)
        case ">=":
            return ((above,),)
        case "=":
            return ((below, above),)
        case "<":
            return ((below.plus(strict),),)
        case ">":
            return ((above.plus(strict),),)
    outside = Linear({}, step + 2 * tolerance)
    return ((below.plus(outside),), (above.plus(outside),))
