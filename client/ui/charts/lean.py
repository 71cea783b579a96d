"""pyqtgraph as charts need it: without a copy of everything Qt has, OpenGL, or what nothing here draws with.

Its ``Qt`` module goes through ``dir()`` of Qt's three large modules and copies each name, for which PySide makes a
Python class of every class there is: half of what the import costs. Here its copies are looked up when asked for.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from types import ModuleType
from typing import Any

from client.base.lazy_modules import withheld

_LOOKED_UP = ("QtCore", "QtGui", "QtWidgets")
_NEVER_USED = {
    # 3 MB in memory, 9 MB in the package
    "PySide6.QtOpenGL": (),
    "PySide6.QtOpenGLWidgets": ("QOpenGLWidget",),
    # these bring trees of parameters, processes of their own and pydoc along: 3 MB
    "pyqtgraph.imageview": (),
    "pyqtgraph.widgets.ColorMapWidget": (),
    "pyqtgraph.widgets.DataFilterWidget": (),
    "pyqtgraph.widgets.RemoteGraphicsView": ("RemoteGraphicsView",),
    "pyqtgraph.widgets.ScatterPlotWidget": (),
}
"""Modules that are imported all the same, with what is imported or derived from there."""


class _LookedUp(ModuleType):
    """pyqtgraph's copy of one of Qt's modules: what it puts there itself, and else what the module has."""

    def __init__(self, name: str) -> None:
        super().__init__(f"pyqtgraph.Qt.{name}")
        self._whole = import_module(f"PySide6.{name}")

    def __getattr__(self, name: str) -> object:
        return getattr(self._whole, name)


class _Unused:
    """The class that stands for those: nothing is ever one of it."""


def load() -> Any:
    """The module pyqtgraph, imported unless it is there already."""
    if "pyqtgraph" not in sys.modules:
        sys.modules.update({f"pyqtgraph.Qt.{name}": _LookedUp(name) for name in _LOOKED_UP})
    with _nothing_listed(), _stood_in_for(), withheld("PySide6.QtTest"):
        import pyqtgraph
    return pyqtgraph


@contextmanager
def _nothing_listed() -> Iterator[None]:
    """What is copied is what ``dir()`` tells: meanwhile nothing."""
    modules = [import_module(f"PySide6.{name}") for name in _LOOKED_UP]
    for each in modules:
        each.__dir__ = list  # type: ignore[method-assign]
    try:
        yield
    finally:
        for each in modules:
            del each.__dir__


@contextmanager
def _stood_in_for() -> Iterator[None]:
    """An import of what is never used gets an empty module meanwhile, unless the true one is there already."""
    stand_ins = {name: ModuleType(name) for name in _NEVER_USED if name not in sys.modules}
    for name, module in stand_ins.items():
        vars(module).update(dict.fromkeys(_NEVER_USED[name], _Unused))
    sys.modules.update(stand_ins)
    try:
        yield
    finally:
        for name in stand_ins:
            del sys.modules[name]
