"""A second start brings the window that is open forward instead of opening another."""

from __future__ import annotations

import sys
import threading
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal

from client.base.home import DOOR_FILE
from client.ui.frame.shell import Shell
from client.ui.ground.tasks import Tasks

if TYPE_CHECKING:
    # Its library is wanted only when there is a second start, or once the desk is shown.
    from client.base.instance_server import InstanceServer, Reply, Request


def brought_forward(home: Path, handed: Path | None = None) -> bool:
    """Whether a window on ``home`` is open and came forward, with the file that was ``handed`` to this start."""
    if not (home / DOOR_FILE).exists():
        return False
    from client.base.instance_server import ask_instance

    _let_it_come()
    reply = ask_instance(home, "show", str(handed or ""))
    return reply is not None and reply.done


class SecondStarts(QObject):
    """Answers second starts for as long as the window is open."""

    handed = Signal(object)
    """The path of a file that a second start was given."""
    _wished = Signal(str)

    def __init__(self, shell: Shell, tasks: Tasks) -> None:
        super().__init__(shell)
        self._shell = shell
        self._tasks = tasks
        self._server: InstanceServer | None = None
        self._closed = False
        self._lock = threading.Lock()
        self._wished.connect(self._come_forward)

    def open(self, home: Path) -> None:
        """Begin to answer; where no local socket can be had, the lock alone keeps a second program out."""
        if self._server is None:
            self._tasks.query(lambda: self._listen(home), self._listening)

    def close(self) -> None:
        """Answer nobody any more, also not by a server that is only being made."""
        with self._lock:
            self._closed, server, self._server = True, self._server, None
        if server is not None:
            server.close()

    def answer(self, request: Request) -> Reply:
        """Runs in the server's thread."""
        from client.base.instance_server import Reply

        if request.wish == "show":
            self._wished.emit(request.file)
        return Reply(window=True, done=request.wish == "show")

    def _listen(self, home: Path) -> None:
        """Runs in the background: the window may be closed meanwhile, and its file must not be left behind."""
        from client.base.instance_server import InstanceServer

        with suppress(OSError):
            server = InstanceServer(home, self.answer)
            with self._lock:
                if not self._closed:
                    self._server = server
                    return
            server.close()

    def _listening(self, _: None) -> None:
        """The server answers from now on by itself."""

    def _come_forward(self, file: str) -> None:
        shell = self._shell
        shell.setWindowState((shell.windowState() & ~Qt.WindowState.WindowMinimized) | Qt.WindowState.WindowActive)
        shell.show()
        shell.raise_()
        shell.activateWindow()
        if file:
            self.handed.emit(Path(file))


def _let_it_come() -> None:
    """Windows lets only the program in front bring another one forward: this one says that it may."""
    if sys.platform == "win32":
        import ctypes

        any_process = -1
        ctypes.windll.user32.AllowSetForegroundWindow(any_process)
