"""One program on one home, held by a lock of the operating system that ends with the process.

A file left behind by a crash does not block: what counts is the lock on it, not that it exists.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Self

from client.base.errors import UserError
from client.base.home import LOCK_FILE
from client.base.reasons import reason_of

_FAR = 1 << 30
"""Windows locks bytes, and locked bytes cannot be read by others: one far behind the end is locked."""


class HomeLock:
    """Holds ``home`` for this program until ``release`` or the end of the process."""

    def __init__(self, home: Path) -> None:
        """Raises ``UserError``: ``store.window-open`` when a window holds the home, ``store.in-use`` when another
        program does, ``home.not-writable``."""
        try:
            self._descriptor = os.open(home / LOCK_FILE, os.O_RDWR | os.O_CREAT, 0o600)
        except OSError as error:
            raise UserError("home.not-writable", home=home, reason=reason_of(error)) from error
        try:
            _lock(self._descriptor)
        except OSError as error:
            os.close(self._descriptor)
            raise UserError(_held_by(home), home=home) from error

    def release(self) -> None:
        """Let the next program in; releasing twice is harmless."""
        if self._descriptor >= 0:
            os.close(self._descriptor)
            self._descriptor = -1

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *raised: object) -> None:
        self.release()


def _held_by(home: Path) -> str:
    """The code of who holds the home; a window answers."""
    from client.base.instance_server import ask_instance  # its library is wanted in this case alone

    reply = ask_instance(home, "there")
    return "store.window-open" if reply is not None and reply.window else "store.in-use"


if sys.platform == "win32":
    import msvcrt

    def _lock(descriptor: int) -> None:
        os.lseek(descriptor, _FAR, os.SEEK_SET)
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _lock(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
