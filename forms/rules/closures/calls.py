"""Closures of function calls."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal, DecimalException
from typing import Any

from forms.pack.model import Code
from forms.problems import FormsError
from forms.rules.closures.building import Building
from forms.rules.closures.peers import compile_peers
from forms.rules.functions import FUNCTIONS, LOOKUPS, PEERS, SPECIAL, Function, size_class
from forms.rules.kinds import Kinds
from forms.rules.results import Closure, Result
from forms.rules.scope import Scope, Unknown
from forms.rules.tree import SHIFTS, Call, Ref, Word
from forms.values.units import unit

_TYPES: dict[str, type | tuple[type, ...]] = {
    "number": Decimal,
    "text": str,
    "month": str,
    "date": str,
    "texts": (str, tuple),
}


def compile_call(building: Building, node: Call) -> Closure:
    """The closure of ``name(…)``; raises ``FormsError('rule.unknown-function' | 'rule.arguments')``."""
    if node.name in SHIFTS:
        return _shift(building, node)
    if node.name in LOOKUPS:
        return _lookup(building, node)
    if node.name in SPECIAL:
        return _SPECIAL[node.name](building, node)
    function = FUNCTIONS.get(node.name)
    if function is None:
        raise FormsError("rule.unknown-function", function=node.name, column=node.at + 1)
    return _function(building, node, function)


def _arguments(node: Call, least: int, most: int | None = None) -> None:
    if not least <= len(node.args) <= (least if most is None else most):
        raise FormsError("rule.arguments", function=node.name, column=node.at + 1)


def _function(building: Building, node: Call, function: Function) -> Closure:
    _arguments(node, len(function.takes), 30 if function.repeats else len(function.takes))
    parts = [building.compile(argument) for argument in node.args]
    wanted = [_TYPES[function.takes[min(i, len(function.takes) - 1)]] for i in range(len(parts))]
    logic, run_function = building.logic, function.run

    def run(scope: Scope) -> Result:
        values = [part(scope) for part in parts]
        bad = [v for v, kind in zip(values, wanted, strict=True) if not isinstance(v, kind)]
        if bad:
            return logic.worst(bad, node)
        try:
            result = run_function(*values)
        except DecimalException:
            return Unknown("too-large", node)
        return Unknown("wrong-type", node) if result is None else result

    return run


def _shift(building: Building, node: Call) -> Closure:
    _arguments(node, 1)
    part, name = building.compile(node.args[0]), node.name
    return lambda scope: part(scope.shifted(name))


def _filled(building: Building, node: Call) -> Closure:
    """Something was entered: readable or not, in any part of a composite, in any row of a table."""
    _arguments(node, 1)
    argument = node.args[0]
    wanted = node.name == "filled"
    if isinstance(argument, Ref) and (inside := _inside(building, argument)) is not None:
        return lambda scope: inside(scope) is wanted
    part = building.raw().compile(argument)

    def run(scope: Scope) -> Result:
        value = part(scope)
        if not isinstance(value, Unknown):
            return wanted
        if value.missing:
            return not wanted
        return wanted if value.why == "unreadable" else value

    return run


def _inside(building: Building, ref: Ref) -> Callable[[Scope], bool] | None:
    """Whether a whole composite, child table or form of rows holds anything; None for a plain cell."""
    binder = building.binder
    indicator = binder.pack.indicator(ref.code)
    table = binder.table_of(ref)
    if indicator is not None and indicator.parts and not ref.part:
        fields = [f"{ref.code}.{part}" for part in indicator.parts]
        key = indicator.form
        return lambda scope: any(scope[key].text(field) for field in fields)
    if table is not None and (indicator is None or (indicator.table and not ref.part)):
        name, parent = table.key, table.parent
        return lambda scope: bool(scope.rows(name, parent))
    return None


def _or_zero(building: Building, node: Call) -> Closure:
    _arguments(node, 1)
    part = building.raw().compile(node.args[0])

    def run(scope: Scope) -> Result:
        value = part(scope)
        return Decimal(0) if isinstance(value, Unknown) and value.why == "blank" else value

    return run


def _lookup(building: Building, node: Call) -> Closure:
    _arguments(node, 2)
    value, name = building.compile(node.args[0]), node.args[1]
    listed = building.binder.code_list(name) if isinstance(name, Word | Ref) else None
    if listed is None:
        raise FormsError("rule.list-needed", function=node.name, column=node.at + 1)
    codes, logic, field = listed.codes, building.logic, node.name

    def run(scope: Scope) -> Result:
        code = value(scope)
        if not isinstance(code, str):
            return logic.worst([code], node)
        entry: Code | None = codes.get(code)
        return Unknown("not-in-list", node) if entry is None else str(getattr(entry, field))

    return run


def _size_class(building: Building, node: Call) -> Closure:
    """The revenue is in its indicator's own unit; the bounds are in 万元."""
    _arguments(node, 2)
    staff, revenue = (building.compile(argument) for argument in node.args)
    money = unit(Kinds(building.binder).unit(node.args[1]) or "千元")
    factor = (money.factor if money is not None else Decimal(1000)) / 10_000
    logic = building.logic

    def run(scope: Scope) -> Result:
        people, amount = staff(scope), revenue(scope)
        if isinstance(people, Decimal) and isinstance(amount, Decimal):
            return size_class(people, amount * factor)
        return logic.worst((v for v in (people, amount) if not isinstance(v, Decimal)), node)

    return run


_SPECIAL: dict[str, Callable[[Any, Call], Closure]] = {
    "filled": _filled,
    "blank": _filled,
    "or_zero": _or_zero,
    "size_class": _size_class,
    **dict.fromkeys(PEERS, compile_peers),
}
