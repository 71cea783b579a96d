"""Every enumeration of Qt's that is made quickly is what Python would have made of it."""

from __future__ import annotations

import enum
from collections.abc import Iterator
from types import ModuleType
from typing import Any

import pytest
from PySide6 import QtCore, QtGui, QtWidgets

from client.ui.ground import enumerations


def of(module: ModuleType) -> Iterator[type[enum.Enum]]:
    for name in dir(module):
        outer = getattr(module, name)
        for each in (outer, *(vars(outer).values() if isinstance(outer, type) else ())):
            if isinstance(each, enum.EnumType) and len(each.__members__):
                yield each


def anew(create: Any, pattern: type[enum.Enum]) -> Any:
    names = [(name, member.value) for name, member in pattern.__members__.items()]
    return create(pattern.__bases__[0], pattern.__name__, names, boundary=enum.KEEP)


def described(made: type[enum.Enum]) -> dict[str, object]:
    """Everything an enumeration holds, its members by name and value, its methods by name."""
    return {key: plain(value, made) for key, value in vars(made).items() if key != "__module__"}


def plain(value: Any, made: type[enum.Enum]) -> object:
    if isinstance(value, made):
        return value.name, value.value, sorted(vars(value))
    if isinstance(value, dict):
        return [(key, plain(each, made)) for key, each in value.items()]
    return getattr(value, "__qualname__", repr(type(value)) if type(value).__name__ != "int" else value)


@pytest.mark.parametrize("module", [QtCore, QtGui, QtWidgets], ids=lambda module: module.__name__)
def test_quickly_is_as_slowly(module: ModuleType) -> None:
    count = 0
    for pattern in of(module):
        quick, slow = anew(enumerations._quickly, pattern), anew(enumerations._slowly, pattern)
        assert described(quick) == described(slow), pattern
        assert [repr(each) for each in quick] == [repr(each) for each in slow]
        count += 1
    assert count > 40, module


def test_flags_are_combined_and_taken_apart() -> None:
    side: Any = anew(enumerations._quickly, QtCore.Qt.AlignmentFlag)
    both = side.AlignLeft | side.AlignTop
    assert both.value == 33
    assert list(both) == [side.AlignLeft, side.AlignTop]
    assert side(33) == both
    assert ~side.AlignLeft & both == side.AlignTop
    assert side.AlignLeading is side.AlignLeft


def test_other_enumerations_are_left_to_python() -> None:
    by_text = enumerations._quickly(enum.Enum, "Colour", "RED GREEN", module=__name__)
    assert [each.value for each in by_text] == [1, 2]
    taken = enumerations._quickly(enum.IntEnum, "Taken", [("real", 1), ("other", 2)], boundary=enum.KEEP)
    assert [each.value for each in taken] == [1, 2]
    assert [each.name for each in taken] == ["real", "other"]
