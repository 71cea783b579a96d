"""Why rows have no value, as small numbers, and the three-valued logic of ``forms.rules.results`` over them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from forms.columns.values import Flag, Mask, Whys
from forms.rules.scope import Unknown, Why
from forms.rules.tree import Node


class Unknowns:
    """The reasons one plan can give. Number 0 stands for none, even ones for what is missing, odd ones for what
    went wrong: so that whole columns can be told apart by a bit.
    """

    def __init__(self) -> None:
        self.listed: list[Unknown | None] = [None, None]
        self._numbers: dict[tuple[str, int], int] = {}

    def number(self, why: Why, node: Node) -> int:
        """The number of a reason, given out on first use."""
        return self.take(Unknown(why, node))

    def take(self, unknown: Unknown) -> int:
        """The number of a reason found by a closure."""
        key = (unknown.why, id(unknown.node))
        found = self._numbers.get(key)
        if found is None:
            self.listed += [unknown, None] if unknown.missing else [None, unknown]
            found = self._numbers[key] = len(self.listed) - (2 if unknown.missing else 1)
        return found

    def named(self, why: Why) -> Mask:
        """By number: whether the reason is ``why``."""
        return np.array([unknown is not None and unknown.why == why for unknown in self.listed])


def missing(why: Whys) -> Mask:
    """Where nothing was entered, as against something that went wrong."""
    found: Mask = (why & 1 == 0) & (why != 0)
    return found


def worst(whys: Sequence[Whys | None], strict: bool) -> Whys | None:
    """``Logic.worst`` by rows; None when no row is unknown."""
    present = [why for why in whys if why is not None]
    if len(present) < 2:
        return present[0] if present else None
    first = _first(present)
    wrong = present[0]
    for why in present[1:]:
        wrong = wrong | why
    if not (wrong & 1).any():  # all are missing, so that the first is the one
        return first
    preferred = _first([np.where(missing(why) if strict else why & 1 != 0, why, np.int16(0)) for why in present])
    return np.where(preferred != 0, preferred, first)


def _first(whys: Sequence[Whys]) -> Whys:
    found = whys[-1]
    for why in reversed(whys[:-1]):
        found = np.where(why != 0, why, found)
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
