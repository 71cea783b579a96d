"""How a second start reaches the program that holds a home: a local socket (Windows: a named pipe) and a secret.

The secret is new with every start and lies beside the lock, readable by the owner alone. What counts is the lock;
a door left behind by a crash answers nobody and blocks nobody.
"""

from __future__ import annotations

import os
import secrets
import shutil
import sys
import tempfile
import threading
from collections.abc import Callable
from contextlib import suppress
from multiprocessing import AuthenticationError
from multiprocessing.connection import Client, Connection, Listener
from pathlib import Path

import msgspec

from client.base.home import DOOR_FILE

_PATIENCE = 10.0
"""Seconds a second start waits for an answer."""
_LONGEST = 1 << 20


class Ring(msgspec.Struct, frozen=True):
    """What a second start asks for: ``show`` the window, perhaps with a ``file``, or who is ``there``."""

    wish: str
    file: str = ""


class Reply(msgspec.Struct, frozen=True):
    """``window`` says whether a window is open, ``done`` whether the wish was fulfilled."""

    window: bool
    done: bool = False


class _Door(msgspec.Struct, frozen=True):
    address: str
    secret: bytes


class Doorbell:
    """Answers second starts until ``close``. ``answer`` is called in a thread of the doorbell's own."""

    def __init__(self, home: Path, answer: Callable[[Ring], Reply]) -> None:
        """Raises ``OSError`` where no local socket can be had: the lock alone then refuses a second start."""
        self._answer = answer
        self._path = home / DOOR_FILE
        self._folder: str | None = None
        secret = secrets.token_bytes(32)
        self._listener = Listener(self._place(), authkey=secret)
        self._address = str(self._listener.address)
        _write_private(self._path, msgspec.json.encode(_Door(self._address, secret)))
        self._secret = secret
        self._open = True
        self._thread = threading.Thread(target=self._serve, name="doorbell", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Answer nobody any more; closing twice is harmless."""
        if not self._open:
            return
        self._open = False
        with suppress(OSError):  # its drive may be gone; a door that leads nowhere is passed by
            self._path.unlink()
        # Accepting ends when somebody comes: we do.
        with suppress(OSError, EOFError, AuthenticationError):
            Client(self._address, authkey=self._secret).close()
        self._thread.join(_PATIENCE)
        if self._folder is not None:
            shutil.rmtree(self._folder, ignore_errors=True)

    def _place(self) -> str:
        if sys.platform == "win32":
            return rf"\\.\pipe\jibao-{secrets.token_hex(8)}"
        # A home's own path may be longer than the 107 bytes a socket's may have.
        self._folder = tempfile.mkdtemp(prefix="jibao-door-")
        return f"{self._folder}/s"

    def _serve(self) -> None:
        # Looked at only after somebody came: whoever closes comes too, and must not find nobody accepting.
        while self._answered():
            pass
        self._listener.close()

    def _answered(self) -> bool:
        """Answer one caller; False when it is time to go."""
        try:
            with self._listener.accept() as caller:
                if self._open:
                    self._hear(caller)
        except (OSError, EOFError, AuthenticationError, msgspec.DecodeError):
            pass  # a stranger, or one who left
        return self._open

    def _hear(self, caller: Connection) -> None:
        if not caller.poll(_PATIENCE):
            return
        ring = msgspec.json.decode(caller.recv_bytes(_LONGEST), type=Ring)
        caller.send_bytes(msgspec.json.encode(self._answer(ring)))


def ring(home: Path, wish: str, file: str = "") -> Reply | None:
    """Ask the program that holds ``home``; None when nobody answers."""
    try:
        door = msgspec.json.decode((home / DOOR_FILE).read_bytes(), type=_Door)
        with Client(door.address, authkey=door.secret) as caller:
            caller.send_bytes(msgspec.json.encode(Ring(wish, file)))
            if not caller.poll(_PATIENCE):
                return None
            return msgspec.json.decode(caller.recv_bytes(_LONGEST), type=Reply)
    except (OSError, EOFError, ValueError, AuthenticationError, msgspec.DecodeError):
        return None


def _write_private(path: Path, data: bytes) -> None:
    path.unlink(missing_ok=True)
    descriptor = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(data)
