"""Other data folders of the same person: each is opened in a window of its own, and found again from this one."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import msgspec

from client.base.errors import UserError, WorldError
from client.base.home import has_stores, prepare_home
from client.base.paths import PROGRAM
from client.base.reasons import reason_of
from client.store import Books
from client.usecases.home.session import Session

_KEPT = "other-folders"
_NAME = "集报数据"
"""What a new one is called within a folder where other things lie."""


def known(session: Session) -> tuple[Path, ...]:
    """Those opened from here before, the newest first; what is there no more is left out."""
    found = session.own.run(_read)
    return tuple(path for path in map(Path, found) if has_stores(path))


def place_in(session: Session, folder: Path) -> Path:
    """Which data folder somebody means by a folder: it is one, or empty, or one is made in it.

    It is made, empty, and remembered. Raises ``UserError('home.this-one')`` for the one that is open, what lies in
    it or around it, and as ``prepare_home``.
    """
    chosen, own = folder.expanduser().absolute(), session.home.absolute()
    if not has_stores(chosen) and _holds_other_things(chosen):
        chosen = chosen / _NAME
    if chosen.resolve().is_relative_to(own.resolve()) or own.resolve().is_relative_to(chosen.resolve()):
        raise UserError("home.this-one", home=own)
    chosen = prepare_home(chosen)

    def remember(books: Books) -> None:
        rest = [each for each in _read(books) if each != str(chosen)]
        books.settings.put(_KEPT, msgspec.json.encode([str(chosen), *rest]))

    session.own.run(remember)
    return chosen


def _holds_other_things(folder: Path) -> bool:
    try:
        return folder.is_dir() and any(folder.iterdir())
    except OSError as error:  # somebody else's, or on a drive that is gone
        raise UserError("home.not-writable", home=folder, reason=reason_of(error)) from error


def open_window(home: Path) -> None:
    """Start the program once more, on that data folder. Raises ``WorldError('home.not-started')``."""
    try:
        _start([*_program(), "--window", "--home", str(home)])
    except OSError as error:
        raise WorldError("home.not-started", home=home, reason=reason_of(error)) from error


def _program() -> list[str]:
    if getattr(sys, "frozen", False):
        return [sys.executable]
    return [sys.executable, str(PROGRAM / "main.py")]


def _start(command: Sequence[str]) -> None:
    """It outlives this one and holds nothing of it."""
    child = subprocess.Popen(  # noqa: S603 - our own program
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    child.returncode = 0  # nobody here waits for it


def _read(books: Books) -> list[str]:
    try:
        return msgspec.json.decode(books.settings.get(_KEPT) or b"[]", type=list[str])
    except msgspec.DecodeError:
        return []
