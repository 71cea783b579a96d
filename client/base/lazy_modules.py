"""Modules that are imported when they are first looked into, or not at all.

Some libraries import at once what only a rare call of theirs needs. For the time of their own import those
modules are stood in for; whoever reaches into a stand-in gets what the real module has. Others import what they
can do without, and say so by catching the error.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from importlib.machinery import ModuleSpec
from types import ModuleType
from typing import Any


class Late(ModuleType):
    """Stands in for the module ``name``, which is imported when something of it is wanted."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.__spec__ = ModuleSpec(name, None)

    def __getattr__(self, name: str) -> object:
        if name.startswith("__"):
            # The import system asks every module such things; they are no reason to load it.
            raise AttributeError(name)
        _withdraw(self)
        return getattr(import_module(self.__name__), name)


@contextmanager
def put_off(*names: str) -> Iterator[dict[str, Any]]:
    """An import of one of ``names`` gets a stand-in meanwhile, unless the module is there already.

    The one for ``platform`` knows the system, which libraries ask for at once; the module itself asks Windows. The
    one for ``logging`` has loggers that load it when there is something to say, that for ``textwrap`` what PySide
    takes out of it for a warning.
    """
    stand_ins = [Late(name) for name in names if name not in sys.modules]
    for each in stand_ins:
        vars(each).update(_ANSWERED.get(each.__name__, {}))
    sys.modules.update((each.__name__, each) for each in stand_ins)
    try:
        yield {each.__name__: each for each in stand_ins}
    finally:
        for each in stand_ins:
            _withdraw(each)


@contextmanager
def withheld(*names: str) -> Iterator[None]:
    """An import of one of ``names`` fails meanwhile, as if it were not installed, unless it is there already."""
    absent = [name for name in names if name not in sys.modules]
    sys.modules.update(dict.fromkeys(absent))  # type: ignore[arg-type]  # None is how Python spells it
    try:
        yield
    finally:
        for name in absent:
            del sys.modules[name]


_FOR_OTHERS = ("msgspec.inspect", "msgspec.toml", "msgspec.yaml", "platform", "textwrap")


def load_msgspec() -> None:
    """Import msgspec without ``typing_extensions``, of which it needs what ``typing`` has since Python 3.11.

    What it describes types with, and other formats, is imported when wanted; ``uuid`` asks for the system.
    """
    with withheld("typing_extensions"), put_off(*_FOR_OTHERS):
        import_module("msgspec")


def load_datetime() -> None:
    """Import datetime as its half in C has it: the one in Python is run, 3 ms, and thrown away again, 0.2 MB.

    Since 3.12 Python does so itself.
    """
    sys.modules.setdefault("datetime", import_module("_datetime"))


def load_hashlib() -> None:
    """Import hashlib without OpenSSL, which Python's own SHA-256 does not need: 4 MB, and a library less to load.

    It takes 0.5 s for 100 MB then, instead of 0.1.
    """
    with withheld("_hashlib"):
        import_module("hashlib")
        import_module("hmac")


def load_futures() -> None:
    """Import ``concurrent.futures.thread`` without ``logging``, which it uses only for what must never happen."""
    with put_off("logging"):
        import_module("concurrent.futures.thread")


class _Logger:
    """Stands in for a library's logger: what nobody has asked to hear is dropped, as ``logging`` would drop it.

    Warnings and worse go to the real one.
    """

    def __init__(self, name: str) -> None:
        self._name = name

    def addHandler(self, handler: None) -> None:  # noqa: N802  logging's name
        """One for standard error, where warnings go without any."""

    def debug(self, *words: object) -> None:
        if "logging" in sys.modules:
            self.__getattr__("debug")(*words)

    def __getattr__(self, name: str) -> Any:
        return getattr(import_module("logging").getLogger(self._name), name)


def _withdraw(stand_in: Late) -> None:
    """The next import gets the real module; who reaches it through its package alone still has the stand-in."""
    if sys.modules.get(stand_in.__name__) is not stand_in:
        return
    del sys.modules[stand_in.__name__]
    package, _, last = stand_in.__name__.rpartition(".")
    if package in sys.modules and not hasattr(sys.modules[package], last):
        setattr(sys.modules[package], last, stand_in)


def _dedent(text: str) -> str:
    dedented: str = import_module("textwrap").dedent(text)
    return dedented


_SYSTEMS = {"win32": "Windows", "linux": "Linux", "darwin": "Darwin"}
_ANSWERED: dict[str, dict[str, Any]] = {
    "logging": {"getLogger": _Logger, "StreamHandler": lambda: None},
    "textwrap": {"dedent": _dedent},
    "platform": {"system": lambda: _SYSTEMS[sys.platform]} if sys.platform in _SYSTEMS else {},
}
