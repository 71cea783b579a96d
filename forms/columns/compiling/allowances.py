"""By how much an asserted comparison may be off: the rule's own tolerance, or what rounding moved it by."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec
import numpy as np

from forms.columns import numbers
from forms.columns.batch import Batch, Shifts
from forms.columns.compiling.expressions import Compiles, Part, numeric
from forms.columns.values import KNOWN, Column, Num
from forms.rules.binding import Place
from forms.rules.tracing import linear
from forms.rules.tree import SHIFTS, Aggregate, Call, Compare, Node, Number, Ref, children


class Mention(msgspec.Struct, frozen=True, eq=False):
    """One cell a comparison speaks of; ``summed`` inside an aggregate, where it stands for many."""

    place: Place
    shifts: Shifts
    summed: bool


def allowance(compiler: Compiles, node: Compare, tolerance: Node | None) -> Part | None:
    """The tolerance of a comparison, a part that gives None where it has none; ``tolerance`` is ready for use."""
    slack = _slack(compiler, node)
    if tolerance is None or (isinstance(tolerance, Number) and not tolerance.value):
        return slack
    own = compiler.part(tolerance)
    numeric([own])

    def run(batch: Batch) -> Num:
        value: Num = own.run(batch)
        width, moved = numbers.magnitude(value), None if slack is None else slack.run(batch)
        if moved is None:
            return width
        if width.bottom is not None:
            batch.stop(moved.top != 0)
            return width
        scale = max(width.scale, moved.scale)
        one, other = numbers.rescaled(width, scale, batch), numbers.rescaled(moved, scale, batch)
        return Num(np.maximum(one.top, other.top), scale, max(one.limit, other.limit), why=value.why)

    return Part("number", run)


def _slack(compiler: Compiles, node: Compare) -> Part | None:
    """Half a unit of the last place for each part but one, in rows where a part came from a finer unit."""
    if not (linear(node.left) and linear(node.right)):
        return None
    mentions = list(_mentions(compiler, node, compiler.context.shifts, False))

    def run(batch: Batch) -> Num | None:
        columns = [batch.column(mention.place, mention.shifts) for mention in mentions]
        refined = [column.refined is not None for column in columns]
        if not any(refined):
            return None
        if any(was and mention.summed for was, mention in zip(refined, mentions, strict=True)):
            batch.stop_all()
        return _moved(columns, [mention.place.spec.scale for mention in mentions])

    return Part("number", run)  # gives None where nothing was rounded


def _moved(columns: list[Column], scales: list[int]) -> Num:
    most = max(scales)
    count, least, any_refined = np.zeros(1, np.int64), np.full(1, most), np.zeros(1, np.bool_)
    for column, scale in zip(columns, scales, strict=True):
        known = np.ones(1, np.bool_) if column.state is None else column.state == KNOWN
        count = count + known
        least = np.minimum(least, np.where(known, scale, most))
        if column.refined is not None:
            any_refined = any_refined | column.refined
    top = (count - 1) * 5 * np.power(np.int64(10), (most - least).astype(np.int64))
    return Num(np.where(any_refined, top, 0), most + 1, len(columns) * 5 * 10**most)


def _mentions(compiler: Compiles, node: Node, shifts: Shifts, summed: bool) -> Iterator[Mention]:
    binder = compiler.context.binder
    if isinstance(node, Ref):
        if binder.pack.indicator(node.code) is not None:
            yield Mention(binder.place(node), shifts, summed)
        return
    if isinstance(node, Call) and node.name in SHIFTS:
        shifts = (*shifts, node.name)
    summed = summed or isinstance(node, Aggregate)
    for part in children(node):
        yield from _mentions(compiler, part, shifts, summed)
