"""``in``: a value looked for in a written set, a code list, a constant, or among several codes of a cell."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import numpy as np

from forms.columns import numbers
from forms.columns.batch import Batch
from forms.columns.compiling.expressions import Compiles, Part, Unsupported
from forms.columns.texts import by_text
from forms.columns.values import Flag, constant
from forms.rules.tree import Member, Number, Text


def member(compiler: Compiles, node: Member) -> Part:
    """``x in {…}``, ``x in list``, ``x in several``. Raises ``Unsupported`` for kinds that do not fit."""
    value, items = compiler.part(node.value), _items(compiler, node)
    if isinstance(items, Part):
        return _among(compiler, node, value, items)
    if value.kind == "number":
        return _numbers(value, [item for item in items if isinstance(item, Decimal)], node.negated)
    if value.kind != "text":
        raise Unsupported("kinds that do not fit")
    context, wanted = compiler.context, not node.negated

    def run(batch: Batch) -> Flag:
        text = value.run(batch)
        found = by_text(batch, [text], lambda word: (word in items) is wanted, "truth", context.unknowns, node)
        return Flag(found.holds, text.why)  # type: ignore[union-attr]

    return Part("truth", run)


def _items(compiler: Compiles, node: Member) -> frozenset[Any] | Part:
    if node.collection is None:
        if not all(isinstance(item, Text | Number) for item in node.items):
            raise Unsupported("a set that is not written out")
        return frozenset(item.value for item in node.items if isinstance(item, Text | Number))
    binder = compiler.context.binder
    if not binder.is_indicator(node.collection):
        listed = binder.code_list(node.collection)
        if listed is not None:
            return frozenset(listed.codes)
        value = binder.constant(node.collection)
        if isinstance(value, tuple):
            return frozenset(value)
    part = compiler.part(node.collection)
    if part.kind != "several":
        raise Unsupported("kinds that do not fit")
    return part


def _numbers(value: Part, items: list[Decimal], negated: bool) -> Part:
    fixed = [constant(item) for item in items]
    if None in fixed:
        raise Unsupported("number beyond the integers")

    def run(batch: Batch) -> Flag:
        number = value.run(batch)
        inside = np.zeros(1, np.bool_)
        for item in fixed:
            inside = inside | numbers.compared("=", number, item, batch, sharp=True)  # type: ignore[arg-type]
        return Flag(~inside if negated else inside, number.why)

    return Part("truth", run)


def _among(compiler: Compiles, node: Member, value: Part, several: Part) -> Part:
    if value.kind != "text":
        raise Unsupported("kinds that do not fit")
    context, wanted = compiler.context, not node.negated

    def run(batch: Batch) -> Flag:
        texts = [value.run(batch), several.run(batch)]
        found = by_text(batch, texts, lambda one, known: (one in known) is wanted, "truth", context.unknowns, node)
        return Flag(found.holds, context.worst(texts))  # type: ignore[union-attr]

    return Part("truth", run)
