"""Why rows have no value, as small numbers, and the three-valued logic of ``forms.rules.results`` over them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from forms.columns.values import Flag, Mask, Whys
from forms.rules.scope import Unknown, Why
from forms.rules.tree import Node

Ranks = npt.NDArray[np.int8]


class Unknowns:
    """The reasons one plan can give. Number 0 stands for none; the last two bits say of what kind a reason is, so
    that whole columns can be told apart: 1 went wrong, 2 is missing, 3 is blank.
    """

    def __init__(self) -> None:
        self.listed: list[Unknown | None] = [None] * _KINDS
        self._numbers: dict[tuple[str, int], int] = {}

    def number(self, why: Why, node: Node) -> int:
        """The number of a reason, given out on first use."""
        return self.take(Unknown(why, node))

    def take(self, unknown: Unknown) -> int:
        """The number of a reason found by a closure."""
        key = (unknown.why, id(unknown.node))
        found = self._numbers.get(key)
        if found is None:
            found = self._numbers[key] = len(self.listed) + _kind(unknown)
            self.listed += [unknown if kind == _kind(unknown) else None for kind in range(_KINDS)]
        return found

    def named(self, why: Why) -> Mask:
        """By number: whether the reason is ``why``."""
        return np.array([unknown is not None and unknown.why == why for unknown in self.listed])


_KINDS = 4
LAST = 9
_RANKS = {True: np.array([LAST, 2, 0, 1], np.int8), False: np.array([LAST, 0, 1, 2], np.int8)}


def _kind(unknown: Unknown) -> int:
    return 1 if not unknown.missing else 3 if unknown.why == "blank" else 2


def missing(why: Whys) -> Mask:
    """Where nothing was entered, as against something that went wrong."""
    found: Mask = why & 2 != 0
    return found


def worst(whys: Sequence[Whys | None], strict: bool) -> Whys | None:
    """``Logic.worst`` by rows; None when no row is unknown."""
    present = [why for why in whys if why is not None]
    if not present:
        return None
    found = present[0]
    for why in present[1:]:
        found = np.where(ranked(why, strict) < ranked(found, strict), why, found)
    return found


def ranked(why: Whys, strict: bool) -> Ranks:
    """Which reason is given first (``Logic.worst``): the smallest of these; ``LAST`` where there is none."""
    found: Ranks = _RANKS[strict][why & 3]
    return found


def settled(flags: Sequence[Flag], settles: bool, strict: bool) -> Flag:
    """Kleene's *or* (``settles``) or *and*; with ``strict`` a missing part makes the whole missing."""
    why = worst([flag.why for flag in flags], strict)
    fold = np.logical_or if settles else np.logical_and
    if why is None:
        holds = flags[0].holds
        for flag in flags[1:]:
            holds = fold(holds, flag.holds)
        return Flag(holds)
    decided = np.zeros(1, np.bool_)
    for flag in flags:
        mine = flag.holds if settles else ~flag.holds
        decided = decided | (mine if flag.why is None else mine & (flag.why == 0))
    free = decided & ~missing(why) if strict else decided
    return Flag(decided if settles else ~decided, np.where(free, np.int16(0), why))
