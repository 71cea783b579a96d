"""Medians and numbers of each group of a table: sorted once, for all rows."""

from __future__ import annotations

import numpy as np

from forms.columns.batch import Batch
from forms.columns.compiling.expressions import Compiles, Context, Part, Unsupported, numeric
from forms.columns.values import Ints, Num, Txt, Whys, at
from forms.rules.closures.peers import least_of
from forms.rules.tree import Call

_LIMIT = 2**58


def peer_figures(compiler: Compiles, node: Call) -> Part:
    """``peer_median(x, class)`` and ``peer_count(x, class)``; see ``forms.rules.closures.peers``.

    Raises ``Unsupported`` for kinds that do not fit and for peers at another time.
    """
    context, least = compiler.context, least_of(node)
    if context.shifts:
        raise Unsupported("peers at another time")
    value, group = compiler.within(context.raw()).part(node.args[0]), compiler.part(node.args[1])
    numeric([value])
    if group.kind != "text":
        raise Unsupported("kinds that do not fit")
    counts = node.name == "peer_count"

    def made(whole: Batch) -> tuple[Num, bool]:
        names, figures = group.run(whole), value.run(whole)
        found = _found(names, figures, whole, context, node, 0 if counts else least)
        return found, whole.stopped is not None or figures.bottom is not None or figures.limit > _LIMIT

    def run(batch: Batch) -> Num:
        found, odd = batch.remembered(("peers", id(node)), lambda: made(batch.whole()))
        if odd:
            batch.stop_all()
        return _picked(found, batch)

    return Part("number", run)


def _found(names: Txt, figures: Num, whole: Batch, context: Context, node: Call, least: int) -> Num:
    """For each row the median of its group's figures, or how many there are (``least`` of none)."""
    size = whole.size
    codes, top = np.broadcast_to(names.codes, size), np.broadcast_to(figures.top, size)
    why, unread = _full(names.why, size), _full(figures.why, size)
    counted = (why == 0) & (unread == 0)
    groups, ordered = codes[counted], top[counted]
    order = np.lexsort((ordered, groups))
    groups, ordered = groups[order], ordered[order]
    kinds = max(len(names.words), 1)
    starts = np.searchsorted(groups, np.arange(kinds))
    lengths = np.searchsorted(groups, np.arange(kinds), side="right") - starts
    if not least:
        return Num(lengths[codes], 0, size, why=why if why.any() else None)
    small = lengths < least
    middles = _middles(ordered, starts, np.where(small, 0, lengths))
    few = np.int16(context.unknowns.number("few-peers", node))
    why = np.where((why == 0) & small[codes], few, why).astype(np.int16)
    return Num(middles[codes], figures.scale + 1, figures.limit * 10, why=why if why.any() else None)


def _middles(ordered: Ints, starts: Ints, lengths: Ints) -> Ints:
    """Ten times the median of each stretch of figures; 0 for an empty one."""
    padded = np.append(ordered, 0)
    last = len(padded) - 1
    low = np.where(lengths > 0, starts + np.maximum(lengths - 1, 0) // 2, last)
    high = np.where(lengths > 0, starts + lengths // 2, last)
    middles: Ints = (padded[low] + padded[high]) * 5
    return middles


def _full(why: Whys | None, size: int) -> Whys:
    return np.zeros(size, np.int16) if why is None else np.broadcast_to(why, size).astype(np.int16)


def _picked(found: Num, batch: Batch) -> Num:
    """The values at the rows of a batch."""
    top, why = found.top, found.why
    if batch.rows is not None:
        top = at(top, batch.rows)
        why = None if why is None else at(why, batch.rows)
    if batch.plain and why is not None:
        batch.stop(why != 0)
        why = None
    return Num(top, found.scale, found.limit, why=why)
