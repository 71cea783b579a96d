"""How a second start reaches the program that holds a home: a local socket (Windows: a named pipe) and a secret.

The secret is new with every start and lies beside the lock, readable by the owner alone. What counts is the lock;
a file left behind by a crash answers nobody and blocks nobody.

What is said goes through ``multiprocessing.connection``. With pickle, subprocesses and all it needs that is 3 MB,
so it is loaded when somebody comes, which few windows live to see.
"""

from __future__ import annotations

import os
import shutil
import socket
import sys
import tempfile
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from client.base.files import write_private
from client.base.home import DOOR_FILE

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

_PATIENCE = 10.0
"""Seconds a second start waits for an answer."""
_LONGEST = 1 << 20


class Request(msgspec.Struct, frozen=True):
    """What a second start asks for: ``show`` the window, perhaps with a ``file``, or who is ``there``."""

    wish: str
    file: str = ""


class Reply(msgspec.Struct, frozen=True):
    """``window`` says whether a window is open, ``done`` whether the wish was fulfilled."""

    window: bool
    done: bool = False


class _Address(msgspec.Struct, frozen=True):
    """What the file beside the lock holds."""

    address: str
    secret: bytes


class InstanceServer:
    """Answers second starts until ``close``. ``answer`` is called in a thread of the server's own."""

    def __init__(self, home: Path, answer: Callable[[Request], Reply]) -> None:
        """Raises ``OSError`` where no local socket can be had: the lock alone then refuses a second start."""
        self._answer = answer
        self._path = home / DOOR_FILE
        self._secret = os.urandom(32)
        self._entrance = _Pipe() if sys.platform == "win32" else _Socket()
        address = msgspec.json.encode(_Address(self._entrance.address, self._secret))
        write_private(self._path, address, lasting=False)
        self._open = True
        self._thread = threading.Thread(target=self._serve, name="instance-server", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Answer nobody any more; closing twice is harmless."""
        if not self._open:
            return
        self._open = False
        with suppress(OSError):  # its drive may be gone; one that leads nowhere is passed by
            self._path.unlink()
        # Waiting ends when somebody comes: we do.
        with suppress(OSError):
            self._entrance.knock()
        self._thread.join(_PATIENCE)

    def _serve(self) -> None:
        # Looked at only after somebody came: whoever closes comes too, and must not find nobody waiting.
        while self._answered():
            pass
        self._entrance.close()

    def _answered(self) -> bool:
        """Answer one caller; False when it is time to go."""
        with suppress(OSError):  # one who left
            visitor = self._entrance.wait()
            if self._open:
                self._hear(visitor)
            visitor.close()
        return self._open

    def _hear(self, visitor: socket.socket | Connection) -> None:
        from multiprocessing import AuthenticationError
        from multiprocessing.connection import Connection, answer_challenge, deliver_challenge

        caller = Connection(visitor.detach()) if isinstance(visitor, socket.socket) else visitor
        # A stranger, or one who left, is let go.
        with suppress(OSError, EOFError, AuthenticationError, msgspec.DecodeError), caller:
            deliver_challenge(caller, self._secret)
            answer_challenge(caller, self._secret)
            if caller.poll(_PATIENCE):
                request = msgspec.json.decode(caller.recv_bytes(_LONGEST), type=Request)
                caller.send_bytes(msgspec.json.encode(self._answer(request)))


class _Socket:
    """Where somebody comes in, where sockets are files."""

    def __init__(self) -> None:
        # A home's own path may be longer than the 107 bytes a socket's may have.
        self._folder = tempfile.mkdtemp(prefix="jibao-door-")
        self.address = f"{self._folder}/s"
        self._socket = socket.socket(socket.AF_UNIX)
        self._socket.bind(self.address)
        self._socket.listen()

    def wait(self) -> socket.socket:
        return self._socket.accept()[0]

    def knock(self) -> None:
        with socket.socket(socket.AF_UNIX) as visitor:
            visitor.connect(self.address)

    def close(self) -> None:
        self._socket.close()
        shutil.rmtree(self._folder, ignore_errors=True)


class _Pipe:
    """Where somebody comes in on Windows, whose pipes Python reaches through ``multiprocessing`` alone."""

    def __init__(self) -> None:
        from multiprocessing.connection import Listener

        self.address = rf"\\.\pipe\jibao-{os.urandom(8).hex()}"
        self._listener = Listener(self.address)

    def wait(self) -> Connection:
        return self._listener.accept()

    def knock(self) -> None:
        from multiprocessing.connection import Client

        Client(self.address).close()

    def close(self) -> None:
        self._listener.close()


def ask_instance(home: Path, wish: str, file: str = "") -> Reply | None:
    """Ask the program that holds ``home`` for ``wish`` (see ``Request``); None when nobody answers."""
    from multiprocessing import AuthenticationError
    from multiprocessing.connection import Client

    try:
        found = msgspec.json.decode((home / DOOR_FILE).read_bytes(), type=_Address)
        with Client(found.address, authkey=found.secret) as caller:
            caller.send_bytes(msgspec.json.encode(Request(wish, file)))
            if not caller.poll(_PATIENCE):
                return None
            return msgspec.json.decode(caller.recv_bytes(_LONGEST), type=Reply)
    except (OSError, EOFError, ValueError, AuthenticationError, msgspec.DecodeError):
        return None
