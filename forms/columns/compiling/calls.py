"""Function calls over columns."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import msgspec
import numpy as np

from forms.columns import numbers
from forms.columns.batch import Batch
from forms.columns.compiling.expressions import Compiles, Context, Part, Unsupported, numeric
from forms.columns.compiling.peers import peer_figures
from forms.columns.texts import by_text, guarded
from forms.columns.unknowns import missing
from forms.columns.values import Flag, Kind, Num, Txt, Val, Whys, constant
from forms.rules.functions import FUNCTIONS, LOOKUPS, PEERS, Function, shaped
from forms.rules.kinds import Kinds
from forms.rules.scope import Unknown
from forms.rules.tree import SHIFTS, Call, Node, Number, Ref, Text, Word
from forms.values.units import unit

_GIVES: dict[str, Kind] = {"number": "number", "text": "text", "month": "text", "truth": "truth"}
_TAKES: dict[str, frozenset[Kind]] = {
    "number": frozenset({"number"}),
    "text": frozenset({"text"}),
    "month": frozenset({"text"}),
    "date": frozenset({"text"}),
    "texts": frozenset({"text", "several"}),
}
_BY_TEXT = frozenset(name for name, function in FUNCTIONS.items() if function.takes[0] not in ("number", "texts"))


def call(compiler: Compiles, node: Call) -> Part:
    """A function call; refuses what only the closures can say."""
    if node.name in SHIFTS:
        return _shifted(compiler, node)
    if node.name in LOOKUPS:
        return _lookup(compiler, node)
    if node.name in _SPECIAL:
        return _SPECIAL[node.name](compiler, node)
    if node.name in _BY_TEXT:
        return _of_texts(compiler, node, FUNCTIONS[node.name])
    raise Unsupported(f"the function {node.name}")


def _shifted(compiler: Compiles, node: Call) -> Part:
    if compiler.context.shifts or compiler.context.over:
        raise Unsupported(f"{node.name} within another look at the rows")
    moved = msgspec.structs.replace(compiler.context, shifts=(node.name,))
    return compiler.within(moved).part(node.args[0])


def _of_texts(compiler: Compiles, node: Call, function: Function) -> Part:
    """A function of texts and constants, by distinct text."""
    context, parts = compiler.context, [compiler.part(argument) for argument in node.args]
    takes = [function.takes[min(i, len(function.takes) - 1)] for i in range(len(parts))]
    if any(part.kind not in _TAKES[wanted] for part, wanted in zip(parts, takes, strict=True)):
        raise Unsupported("kinds that do not fit")
    fixed: dict[int, Any] = {
        i: _number(compiler, argument) for i, argument in enumerate(node.args) if parts[i].kind == "number"
    }
    written = {i: argument.value for i, argument in enumerate(node.args) if isinstance(argument, Text)}
    if len(fixed) + len(written) < len(parts):
        fixed |= written
    run_one, kind = guarded(function.run, node), _GIVES[function.gives]
    shape = fixed.get(1) if node.name == "matches" else None
    tail = [fixed[i] for i in range(1, len(parts)) if i in fixed]

    def one(*texts: Any) -> Any:
        if len(tail) == len(parts) - 1:  # a text and what is written out after it, as in most rules
            return run_one(*texts, *tail)
        rest = iter(texts)
        return run_one(*(fixed[i] if i in fixed else next(rest) for i in range(len(parts))))

    def run(batch: Batch) -> Val:
        texts = [part.run(batch) for i, part in enumerate(parts) if i not in fixed]
        test = one if shape is None else shaped(shape)  # a list has thousands of different keys
        return _unknown(context, texts, by_text(batch, texts, test, kind, context.unknowns, node))

    return Part(kind, run)


def _number(compiler: Compiles, node: Node) -> Decimal:
    """A number written out, or a constant of the pack."""
    value: object = node.value if isinstance(node, Number) else None
    if isinstance(node, Word | Ref):
        value = compiler.context.binder.constant(node)
    if not isinstance(value, Decimal):
        raise Unsupported("a number that is not written out")
    return value


def _unknown(context: Context, arguments: list[Any], found: Any) -> Val:
    """What was found, where the arguments are known."""
    why: Whys | None = context.worst(arguments)
    if why is not None and found.why is not None:
        why = np.where(why != 0, why, found.why)
    result: Val = msgspec.structs.replace(found, why=found.why if why is None else why)
    return result


def _lookup(compiler: Compiles, node: Call) -> Part:
    context, name = compiler.context, node.args[1]
    value = compiler.part(node.args[0])
    listed = context.binder.code_list(name) if isinstance(name, Word | Ref) else None
    if listed is None or value.kind != "text":
        raise Unsupported("kinds that do not fit")
    codes, field, absent = listed.codes, node.name, Unknown("not-in-list", node)

    def one(code: str) -> Any:
        entry = codes.get(code)
        return absent if entry is None else str(getattr(entry, field))

    def run(batch: Batch) -> Val:
        text = value.run(batch)
        return _unknown(context, [text], by_text(batch, [text], one, "text", context.unknowns, node))

    return Part("text", run)


def _filled(compiler: Compiles, node: Call) -> Part:
    """Something was entered: readable or not, in any part of a composite."""
    argument, wanted, context = node.args[0], node.name == "filled", compiler.context
    if isinstance(argument, Ref) and not argument.part:
        indicator = context.binder.pack.indicator(argument.code)
        if indicator is None or indicator.table:
            raise Unsupported("whether a table holds rows")
        if indicator.parts:
            fields = [f"{argument.code}.{part}" for part in indicator.parts]
            return _filled_parts(context, indicator.form, fields, wanted)
    part, unknowns = compiler.within(context.raw()).part(argument), context.unknowns

    def run(batch: Batch) -> Flag:
        value = part.run(batch)
        if value.why is None:
            return Flag(np.array([wanted]))
        absent = missing(value.why)
        unread = unknowns.named("unreadable")[value.why]
        why = np.where(absent | unread, np.int16(0), value.why)
        return Flag((~absent if wanted else absent), why if why.any() else None)

    return Part("truth", run)


def _filled_parts(context: Context, key: str, fields: list[str], wanted: bool) -> Part:
    if context.over:
        raise Unsupported("a composite within an aggregate")
    shifts, names = context.shifts, tuple(fields)

    def run(batch: Batch) -> Flag:
        typed = batch.table.typed(key, names, shifts)
        typed = typed if batch.rows is None or len(typed) == 1 else typed[batch.rows]
        return Flag(typed if wanted else ~typed)

    return Part("truth", run)


def _or_zero(compiler: Compiles, node: Call) -> Part:
    context = compiler.context
    part = compiler.within(context.raw()).part(node.args[0])
    numeric([part])

    def run(batch: Batch) -> Num:
        value: Num = part.run(batch)
        if value.why is None:
            return value
        blank = context.unknowns.named("blank")[value.why]
        why = np.where(blank, np.int16(0), value.why)
        top = np.where(blank, 0, value.top)
        return msgspec.structs.replace(value, top=top, why=why if why.any() else None)

    return Part("number", run)


def _size_class(compiler: Compiles, node: Call) -> Part:
    """大中小微 per row; bounds of revenue are in 万元."""
    context, parts = compiler.context, [compiler.part(argument) for argument in node.args]
    numeric(parts)
    money = unit(Kinds(context.binder).unit(node.args[1]) or "千元")
    factor = constant((money.factor if money is not None else Decimal(1000)) / 10_000)
    words, bounds = ("L", "M", "S", "X"), [(1000, 40_000), (300, 2_000), (20, 300)]

    def run(batch: Batch) -> Txt:
        staff, revenue = parts[0].run(batch), parts[1].run(batch)
        why = context.worst([staff, revenue])
        if staff.bottom is not None or revenue.bottom is not None:
            batch.stop_all()
        amount = numbers.multiplied(revenue, factor, batch)  # type: ignore[arg-type]
        codes = np.full(1, 3, np.int32)
        for code in (2, 1, 0):
            people, least = (constant(Decimal(bound)) for bound in bounds[code])
            reached = numbers.compared(">=", staff, people, batch)  # type: ignore[arg-type]
            earned = numbers.compared(">=", amount, least, batch)  # type: ignore[arg-type]
            codes = np.where(reached & earned, np.int32(code), codes)
        return Txt(codes, words, why)

    return Part("text", run)


def _absolute(compiler: Compiles, node: Call) -> Part:
    part = compiler.part(node.args[0])
    numeric([part])
    return Part("number", lambda batch: numbers.magnitude(part.run(batch)))


def _extreme(compiler: Compiles, node: Call) -> Part:
    """``max`` and ``min`` of whole figures; quotients are left to the closures."""
    context, parts = compiler.context, [compiler.part(argument) for argument in node.args]
    numeric(parts)
    choose: Callable[..., Any] = np.maximum if node.name == "max" else np.minimum

    def run(batch: Batch) -> Num:
        values = [part.run(batch) for part in parts]
        if any(value.bottom is not None for value in values):
            batch.stop_all()
        scale = max(value.scale for value in values)
        even = [numbers.rescaled(value, scale, batch) for value in values]
        top = even[0].top
        for value in even[1:]:
            top = choose(top, value.top)
        return Num(top, scale, max(value.limit for value in even), why=context.worst(values))

    return Part("number", run)


def _near_power(compiler: Compiles, node: Call) -> Part:
    """Whether a ratio lies near 10, 100, 1000, 10000 or an inverse; a tie is left to the closures."""
    part = compiler.part(node.args[0])
    numeric([part])
    wide = _number(compiler, node.args[1])
    if not 0 <= wide < 1:
        raise Unsupported("a margin without meaning")
    powers = [Decimal(10) ** power for power in (-4, -3, -2, -1, 1, 2, 3, 4)]
    bounds = [(constant(power * (1 - wide)), constant(power * (1 + wide))) for power in powers]

    def run(batch: Batch) -> Flag:
        value = part.run(batch)
        near = np.zeros(1, np.bool_)
        for low, high in bounds:
            above = numbers.compared(">=", value, low, batch, sharp=True)  # type: ignore[arg-type]
            below = numbers.compared("<=", value, high, batch, sharp=True)  # type: ignore[arg-type]
            near = near | (above & below)
        return Flag(near, value.why)

    return Part("truth", run)


_SPECIAL: dict[str, Callable[[Any, Call], Part]] = {
    "filled": _filled,
    "blank": _filled,
    "or_zero": _or_zero,
    "size_class": _size_class,
    **dict.fromkeys(PEERS, peer_figures),
    "abs": _absolute,
    "max": _extreme,
    "min": _extreme,
    "near_power_of_ten": _near_power,
}
