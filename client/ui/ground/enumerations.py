"""Makes Qt's enumerations quickly: a first desk wants 230 of them, with 3,800 names.

PySide makes each by ``enum``'s functional interface, which takes every name for something that may be a method, a
descriptor or a mistake. Names and whole numbers from a compiled library are none of these: here the class is made
empty by ``enum`` itself, and its members are put into the places where ``enum`` would have put them.
"""

from __future__ import annotations

import enum
import sys
from functools import reduce
from operator import or_
from typing import Any

_KNOWN = {(3, 11), (3, 12), (3, 13)}
"""Versions of Python whose ``enum`` was compared, enumeration by enumeration, with what is made here."""

_slowly = enum.EnumType._create_  # type: ignore[attr-defined]


def hasten() -> None:
    """From now on enumerations are made quickly where that is possible."""
    if sys.version_info[:2] in _KNOWN:
        enum.EnumType._create_ = _quickly  # type: ignore[attr-defined]


def _quickly(
    kind: type[enum.Enum], name: str, names: Any, *, module: str | None = None, **others: Any
) -> type[enum.Enum]:
    if module is not None or others.get("boundary") is not enum.KEEP or not _plain(names):
        made: type[enum.Enum] = _slowly(kind, name, names, module=module, **others)
        return made
    made = _empty(kind, name, others)
    _fill(made, names)
    if issubclass(made, enum.Flag):
        _count(made)
    return made


def _empty(kind: type[enum.Enum], name: str, others: dict[str, Any]) -> Any:
    """An enumeration without names: a copy of one that ``enum`` made."""
    wanted = (kind, *others.items())
    if wanted not in _patterns:
        # The module is set by whoever asks in this way; meanwhile any does.
        pattern = _slowly(kind, name, (), module=__name__, **others)
        held = {key: value for key, value in vars(pattern).items() if key not in _OF_EACH}
        _patterns[wanted] = held, [key for key, value in held.items() if type(value) in (dict, list)]
    # What holds the names is its own, the rest is the same for all of a kind.
    alike, of_names = _patterns[wanted]
    own = alike | {key: type(alike[key])() for key in of_names}
    new = own.pop("__new__", None)
    made: Any = type.__new__(enum.EnumType, name, (kind,), own)
    if new is not None:
        type.__setattr__(made, "__new__", new)  # from the beginning it would be wrapped
    return made


_patterns: dict[tuple[object, ...], tuple[dict[str, Any], list[str]]] = {}
_OF_EACH = frozenset({"__dict__", "__weakref__"})


def _plain(names: object) -> bool:
    return isinstance(names, list) and all(
        type(each) is tuple and type(each[0]) is str and type(each[1]) is int and each[0] not in _TAKEN
        for each in names
    )


_TAKEN = frozenset(dir(enum.IntFlag))
"""Names that mean something in every enumeration."""


def _fill(made: Any, names: list[tuple[str, int]]) -> None:
    flags, new, with_value = issubclass(made, enum.Flag), made._new_member_, made._use_args_
    by_value, by_name, order = made._value2member_map_, made._member_map_, made._member_names_
    hashable = getattr(made, "_hashable_values_", [])  # since Python 3.12.3
    for name, value in names:
        member = by_value.get(value)
        if member is None:
            member = new(made, value) if with_value else new(made)
            member._value_, member._name_, member.__objclass__ = value, name, made
            member._sort_order_ = len(order)
            by_value[value] = member
            hashable.append(value)
            if not flags or _single(value):
                order.append(name)
        by_name[name] = member
    # Afterwards: a class that was changed forgets where its attributes are found, and each member sets five.
    for name, member in by_name.items():
        type.__setattr__(made, name, member)


def _count(made: Any) -> None:
    """What a set of flags knows of all its bits together."""
    values = list(made._value2member_map_)
    singles = [value for value in values if _single(value)]
    every = reduce(or_, values, 0)
    made._flag_mask_, made._singles_mask_ = every, reduce(or_, singles, 0)
    made._all_bits_ = 2 ** every.bit_length() - 1
    if singles != sorted(singles):
        made._iter_member_ = made._iter_member_by_def_


def _single(value: int) -> bool:
    """Whether it is one bit."""
    return value > 0 and not value & (value - 1)
