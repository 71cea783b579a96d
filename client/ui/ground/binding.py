"""How PySide is loaded: without what it needs for error texts and stub files alone, and without its import hook.

Importing PySide compiles a dozen modules out of an archive, among them a generator of ``.pyi`` files with
regular expressions that take longer to compile than a window to open; and from then on it reads the source of
every module that is imported, in case ``from __feature__ import …`` is used in it. Together that is half the
start of an empty window. What is put off is loaded when a call with wrong arguments wants its error worded.
"""

from __future__ import annotations

import builtins
import sys
from importlib import import_module
from importlib.machinery import ModuleSpec
from types import ModuleType, SimpleNamespace
from typing import Any

from client.base.lazy_modules import Late, load_datetime, load_futures, load_hashlib, load_msgspec, put_off
from client.ui.ground.enumerations import hasten

_LOADER = "shibokensupport.signature.loader"
_LATE = frozenset({"mapping", "errorhandler", "layout", "parser", "enum_sig", "pyi_generator", "tool"})
_UNUSED = ("bz2", "inspect", "ipaddress", "lzma", "tempfile", "textwrap", "tokenize", "traceback")
"""Of Python's own: for calls that nobody makes while PySide is imported."""
_HOOKED = "__orig_import__"
"""Where PySide keeps the import it put its own in front of."""


def load() -> None:
    """Import PySide, and what ``lazy_modules`` loads before it, unless something has imported PySide already."""
    if "shiboken6" in sys.modules:
        return
    load_datetime()
    load_msgspec()
    load_hashlib()
    load_futures()
    hasten()
    true_import = builtins.__import__

    def with_stand_ins(name: str, *how: Any, **named: Any) -> object:
        match how:
            case {"__name__": loader}, _, (first, *_) as wanted, 0 if loader == _LOADER and first in _LATE:
                return SimpleNamespace(**{each: _stand_in(f"{name}.{each}") for each in wanted})
        return true_import(name, *how, **named)

    builtins.__import__ = with_stand_ins  # type: ignore[assignment]
    try:
        with put_off(*_UNUSED) as stand_ins:
            if "inspect" in stand_ins:
                stand_ins["inspect"].getsource = _no_source
            _ = import_module("PySide6.QtCore").Qt  # made when it is first named, and imports for that, too
        sys.meta_path.append(sys.modules["shibokensupport"].__loader__)  # type: ignore[arg-type]
    finally:
        builtins.__import__ = getattr(builtins, _HOOKED, true_import)


def _stand_in(name: str) -> ModuleType:
    if name.endswith(".mapping"):
        return sys.modules.setdefault(name, _Unfilled(name))
    return Late(name)


class _Unfilled(ModuleType):
    """A module whose own code runs in it when something of it is wanted.

    No stand-in does for it: PySide's C++ takes it out of ``sys.modules`` and keeps it, calls ``update_mapping`` in
    it and has names looked up in it.
    """

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.__spec__ = ModuleSpec(name, None)
        self.update_mapping = self._update

    def __getattr__(self, name: str) -> object:
        if name.startswith("__"):
            raise AttributeError(name)
        self._fill()
        return getattr(self, name)

    def _update(self) -> None:
        self._fill()
        self.update_mapping()

    def _fill(self) -> None:
        """From here on it is a module like any other; PySide has meanwhile given it another name."""
        self.__class__ = ModuleType  # type: ignore[assignment]
        loader: Any = sys.modules["shibokensupport"].__loader__
        self.__spec__ = ModuleSpec(self.__name__, loader)
        loader.exec_module(self)


def _no_source(module: object) -> str:
    """What PySide's import hook is told while PySide itself is imported: no source to look for features in."""
    raise OSError(module)
