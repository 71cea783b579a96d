"""Why rows have no value, as small numbers, and the three-valued logic of ``forms.rules.results`` over them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from forms.columns.values import Flag, Mask, Whys
from forms.rules.scope import Unknown, Why
from forms.rules.tree import Node


class Unknowns:
    """The reasons one plan can give; number 0 stands for none."""

    def __init__(self) -> None:
        self.listed: list[Unknown | None] = [None]
        self._numbers: dict[tuple[str, int], int] = {}
        self._missing: Mask | None = None

    def number(self, why: Why, node: Node) -> int:
        """The number of a reason, given out on first use."""
        return self.take(Unknown(why, node))

    def take(self, unknown: Unknown) -> int:
        """The number of a reason found by a closure."""
        key = (unknown.why, id(unknown.node))
        found = self._numbers.get(key)
        if found is None:
            found = self._numbers[key] = len(self.listed)
            self.listed.append(unknown)
            self._missing = None
        return found

    @property
    def missing(self) -> Mask:
        """By number: whether nothing was entered, as against something that went wrong."""
        if self._missing is None:
            self._missing = np.array([unknown is not None and unknown.missing for unknown in self.listed])
        return self._missing

    def named(self, why: Why) -> Mask:
        """By number: whether the reason is ``why``."""
        return np.array([unknown is not None and unknown.why == why for unknown in self.listed])


def worst(whys: Sequence[Whys | None], unknowns: Unknowns, strict: bool) -> Whys | None:
    """``Logic.worst`` by rows; None when no row is unknown."""
    present = [why for why in whys if why is not None]
    if len(present) < 2:
        return present[0] if present else None
    first, preferred = present[-1], _preferred(present[-1], unknowns, strict)
    for why in reversed(present[:-1]):
        first = np.where(why != 0, why, first)
        chosen = _preferred(why, unknowns, strict)
        preferred = np.where(chosen != 0, chosen, preferred)
    return np.where(preferred != 0, preferred, first)


def _preferred(why: Whys, unknowns: Unknowns, strict: bool) -> Whys:
    return np.where((why != 0) & (unknowns.missing[why] == strict), why, np.int16(0))


def settled(flags: Sequence[Flag], settles: bool, unknowns: Unknowns, strict: bool) -> Flag:
    """Kleene's *or* (``settles``) or *and*; with ``strict`` a missing part makes the whole missing."""
    why = worst([flag.why for flag in flags], unknowns, strict)
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
    free = decided & ~unknowns.missing[why] if strict else decided
    return Flag(decided if settles else ~decided, np.where(free, np.int16(0), why))
