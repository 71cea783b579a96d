"""Where a condition holds in a table: what makes a place required, by columns as far as they go."""

from __future__ import annotations

import numpy as np

from forms.columns.batch import Batch
from forms.columns.compiling.compiler import Compiler
from forms.columns.compiling.expressions import Context, Part, Unsupported
from forms.columns.tables.table import Table
from forms.columns.unknowns import Unknowns
from forms.columns.values import Flag, Ints, Mask
from forms.pack.model import Indicator, Pack
from forms.pack.model import Part as FormPart
from forms.rules.binding import Binder
from forms.rules.book import rulebook
from forms.rules.parser import parse


def required(pack: Pack, table: Table, spec: Indicator | FormPart) -> Mask:
    """Where a place of the table's rows has to be filled."""
    if spec.required in ("no", "computed"):
        return np.zeros(table.size, np.bool_)
    if spec.required == "always":
        return np.ones(table.size, np.bool_)
    if spec.required == "annual":
        return np.full(table.size, table.period.months == 12)
    return _holds(pack, table, spec)


def _holds(pack: Pack, table: Table, spec: Indicator | FormPart) -> Mask:
    try:
        part = _compiled(pack, table, spec)
    except Unsupported:
        return _by_closure(pack, table, spec, np.arange(table.size))
    batch = Batch(table, plain=True)
    holds = _true(part, batch)
    rest = batch.left()
    if len(rest):
        again = Batch(table, rest, plain=False)
        holds[rest] = _true(part, again)
        odd = rest[again.left()]
        holds[odd] = _by_closure(pack, table, spec, odd)
    return holds


def _compiled(pack: Pack, table: Table, spec: Indicator | FormPart) -> Part:
    context = Context(Binder(pack), Unknowns(), "decide", table.form.code)
    return Compiler(context.raw(), {}).truth(parse(spec.required.removeprefix("when ")))


def _true(part: Part, batch: Batch) -> Mask:
    found: Flag = part.run(batch)
    holds: Mask = np.broadcast_to(found.holds, batch.size).copy()
    if found.why is not None:
        holds &= np.broadcast_to(found.why == 0, batch.size)
    return holds


def _by_closure(pack: Pack, table: Table, spec: Indicator | FormPart, rows: Ints) -> Mask:
    condition = rulebook(pack).condition(table.form, spec)
    if condition is None:
        return np.zeros(len(rows), np.bool_)
    scopes = table.source.scopes(rows.tolist(), whole=True)
    return np.array([condition(scope) is True for scope in scopes], np.bool_)
