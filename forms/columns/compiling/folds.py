"""Aggregates over the rows of the table itself: one value per return, seen from each of its rows."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec
import numpy as np

from forms.columns.batch import Batch
from forms.columns.compiling.expressions import Compiles, Context, Part, Unsupported
from forms.columns.unknowns import LAST, missing, ranked
from forms.columns.values import MOST, Flag, Ints, Mask, Num, Txt, Val, Whys, at, limit_of
from forms.rules.tree import Aggregate, Node, Ref


class Rows(msgspec.Struct, frozen=True, eq=False):
    """The rows that count (``inside``), what the argument gives there, and why it gives nothing."""

    value: Any
    inside: Mask
    why: Whys
    starts: Ints

    @property
    def known(self) -> Mask:
        found: Mask = self.inside & (self.why == 0)
        return found


def aggregate(compiler: Compiles, node: Aggregate) -> Part:
    """``sum(x where y)`` and its kin over the rows looked at; refuses other tables."""
    context, fold = compiler.context, _FOLDS.get(node.name)
    if fold is None or len(node.args) != 1:
        raise Unsupported(f"{node.name} over rows")
    if context.over or context.shifts or _table(context, node) != context.table:
        raise Unsupported("rows of another table")
    own = context.raw() if node.name in ("count", "unique") else context
    inner = compiler.within(msgspec.structs.replace(own, over=True))
    value = None if _whole(context, node.args[0]) else inner.part(node.args[0])
    asking = context if context.missing == "zero" else own
    where = None if node.where is None else _condition(compiler, asking, node.where)
    gather = _gather(value, where)
    kind = _checked(node.name, value)

    def run(batch: Batch) -> Val:
        def make() -> tuple[Val, bool]:
            return _made(batch.whole(), gather, fold, context, node)

        made = batch.remembered((node, context.unknowns), make)
        found, unsettled = made
        if unsettled:
            batch.stop_all()
        return _picked(found, batch)

    return Part(kind, run)


def _condition(compiler: Compiles, context: Context, where: Node) -> Part:
    found = compiler.within(msgspec.structs.replace(context, over=True)).part(where)
    if found.kind != "truth":
        raise Unsupported("kinds that do not fit")
    return found


def _made(
    whole: Batch, gather: Callable[[Batch], Rows], fold: Callable[..., Val], context: Context, node: Aggregate
) -> tuple[Val, bool]:
    found = fold(gather(whole), context, node, whole)
    return found, whole.stopped is not None


def _picked(found: Val, batch: Batch) -> Val:
    """The value at the rows of a batch; it has one entry per row of the table or one for all."""
    if batch.rows is not None:
        arrays = {name: getattr(found, name, None) for name in ("top", "holds", "why")}
        found = msgspec.structs.replace(
            found, **{name: at(array, batch.rows) for name, array in arrays.items() if array is not None}
        )
    if batch.plain and found.why is not None:
        batch.stop(found.why != 0)
        return msgspec.structs.replace(found, why=None)
    return found


def _table(context: Context, node: Aggregate) -> str:
    return context.binder.aggregate_table(node, (context.table,)).key


def _whole(context: Context, argument: Node) -> bool:
    """Whether the rows as such are counted: ``count(XM)``."""
    return isinstance(argument, Ref) and context.binder.pack.indicator(argument.code) is None


def _checked(name: str, value: Part | None) -> Any:
    kind = "truth" if value is None else value.kind
    wanted = {"sum": "number", "largest": "number", "smallest": "number", "every": "truth", "any": "truth"}
    if wanted.get(name, kind) != kind:
        raise Unsupported("kinds that do not fit")
    return "truth" if name in ("unique", "every", "any") else "number"


def _gather(value: Part | None, where: Part | None) -> Callable[[Batch], Rows]:
    def run(batch: Batch) -> Rows:
        found = Flag(np.ones(1, np.bool_)) if value is None else value.run(batch)
        why = _full(found.why, batch.size)
        inside = np.ones(batch.size, np.bool_)
        if where is not None:
            counts = where.run(batch)
            reason = _full(counts.why, batch.size)
            inside &= counts.holds | (reason != 0)
            why = np.where(reason != 0, reason, why)
        return Rows(found, inside, np.where(inside, why, np.int16(0)), batch.table.starts)

    return run


def _full(why: Whys | None, size: int) -> Whys:
    return np.zeros(size, np.int16) if why is None else np.broadcast_to(why, (size,))


def _each(rows: Rows, per_return: Any) -> Any:
    """What holds for each return, as seen from its rows."""
    if len(rows.starts) == 1:
        return per_return
    return np.repeat(per_return, np.diff(np.append(rows.starts, len(rows.inside))))


def _any(mask: Mask, starts: Ints) -> Mask:
    found: Mask = np.logical_or.reduceat(mask, starts)
    return found


def _first(mask: Mask, rows: Rows) -> Whys:
    """By return: the reason of its first row in the mask, or 0."""
    places = np.append(np.flatnonzero(mask), len(mask))
    first = places[np.searchsorted(places, rows.starts)]
    ends = np.append(rows.starts[1:], len(mask))
    found: Whys = np.where(first < ends, np.append(rows.why, np.int16(0))[first], np.int16(0))
    return found


def _worst(rows: Rows, context: Context, bad: Mask | None = None) -> Whys:
    """By return: ``Logic.worst`` of its rows."""
    bad = (rows.inside & (rows.why != 0)) if bad is None else bad
    ranks = np.where(bad, ranked(rows.why, context.strict), LAST)
    best = _each(rows, np.minimum.reduceat(ranks, rows.starts))
    return _first(bad & (ranks == best), rows)


def _some(why: Whys) -> Whys | None:
    return why if why.any() else None


def _sum(rows: Rows, context: Context, _node: Aggregate, whole: Batch) -> Num:
    value: Num = rows.value
    top = _whole_numbers(rows, value, whole)
    if float(np.abs(top.astype(np.float64)).sum()) >= MOST / 2:
        whole.stop_all()
    total = np.add.reduceat(np.where(rows.inside, top, 0), rows.starts)
    why = _worst(rows, context)
    return Num(_each(rows, total), value.scale, limit_of(total), why=_some(_each(rows, why)))


def _whole_numbers(rows: Rows, value: Num, whole: Batch) -> Ints:
    if value.bottom is not None:
        whole.stop_all()
    return np.broadcast_to(value.top, (len(rows.inside),))


def _extreme(largest: bool) -> Callable[..., Num]:
    fold, idle = (np.maximum, -MOST) if largest else (np.minimum, MOST)

    def run(rows: Rows, context: Context, node: Aggregate, whole: Batch) -> Num:
        value: Num = rows.value
        top = np.where(rows.inside, _whole_numbers(rows, value, whole), idle)
        found = fold.reduceat(top, rows.starts)
        none = np.where(_any(rows.inside, rows.starts), 0, context.unknowns.number("no-rows", node))
        why = np.where(none != 0, none, _worst(rows, context)).astype(np.int16)
        found = np.where(none != 0, 0, found)
        return Num(_each(rows, found), value.scale, value.limit, why=_some(_each(rows, why)))

    return run


def _count(rows: Rows, context: Context, _node: Aggregate, _whole: Batch) -> Num:
    bad = rows.inside & (rows.why != 0) & ~context.unknowns.named("blank")[rows.why]
    counted = np.add.reduceat(rows.known.astype(np.int64), rows.starts)
    why = _each(rows, _worst(rows, context, bad))
    return Num(_each(rows, counted), 0, len(rows.inside), why=_some(why))


def _quantified(settles: bool) -> Callable[..., Flag]:
    def run(rows: Rows, context: Context, _node: Aggregate, _whole: Batch) -> Flag:
        holds = np.broadcast_to(rows.value.holds, (len(rows.inside),))
        decided = _any(rows.known & (holds if settles else ~holds), rows.starts)
        why = _worst(rows, context)
        free = decided & ~missing(why) if context.strict else decided
        why = np.where(free, np.int16(0), why)
        return Flag(_each(rows, decided if settles else ~decided), _some(_each(rows, why)))

    return run


def _unique(rows: Rows, _context: Context, _node: Aggregate, whole: Batch) -> Flag:
    """By row: its value stands in no other row of the return that counts."""
    value, size = rows.value, len(rows.inside)
    if isinstance(value, Num) and value.bottom is not None:
        whole.stop_all()
    array = value.top if isinstance(value, Num) else value.codes if isinstance(value, Txt) else value.holds
    known = np.flatnonzero(rows.known)
    owner = np.searchsorted(rows.starts, known, side="right")
    _, inverse, counts = np.unique(
        np.stack([owner, np.broadcast_to(array, (size,))[known]]), axis=1, return_inverse=True, return_counts=True
    )
    repeated = np.zeros(size, np.bool_)
    repeated[known] = counts[inverse.reshape(-1)] > 1
    why = np.where(missing(rows.why), np.int16(0), rows.why)
    return Flag(~repeated, _some(why))


_FOLDS: dict[str, Callable[..., Val]] = {
    "sum": _sum,
    "largest": _extreme(largest=True),
    "smallest": _extreme(largest=False),
    "count": _count,
    "every": _quantified(settles=False),
    "any": _quantified(settles=True),
    "unique": _unique,
}
