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
    from client.base.doorbell import Doorbell, Reply, Ring


def brought_forward(home: Path, handed: Path | None = None) -> bool:
    """Whether a window on ``home`` is open and came forward, with the file that was ``handed`` to this start."""
    if not (home / DOOR_FILE).exists():
        return False
    from client.base.doorbell import ring

    _let_it_come()
    reply = ring(home, "show", str(handed or ""))
    return reply is not None and reply.done


class Door(QObject):
    """Answers second starts for as long as the window is open."""

    handed = Signal(object)
    """The path of a file that a second start was given."""
    _wished = Signal(str)

    def __init__(self, shell: Shell, tasks: Tasks) -> None:
        super().__init__(shell)
        self._shell = shell
        self._tasks = tasks
        self._bell: Doorbell | None = None
        self._closed = False
        self._lock = threading.Lock()
        self._wished.connect(self._come_forward)

    def open(self, home: Path) -> None:
        """Begin to answer; where no local socket can be had, the lock alone keeps a second program out."""
        if self._bell is None:
            self._tasks.query(lambda: self._hang(home), self._hung)

    def close(self) -> None:
        """Answer nobody any more, not by a bell either that is only being hung."""
        with self._lock:
            self._closed, bell, self._bell = True, self._bell, None
        if bell is not None:
            bell.close()

    def answer(self, ring: Ring) -> Reply:
        """Runs in the doorbell's thread."""
        from client.base.doorbell import Reply

        if ring.wish == "show":
            self._wished.emit(ring.file)
        return Reply(window=True, done=ring.wish == "show")

    def _hang(self, home: Path) -> None:
        """Runs in the background: the window may be closed meanwhile, and its door must not be left behind."""
        from client.base.doorbell import Doorbell

        with suppress(OSError):
            bell = Doorbell(home, self.answer)
            with self._lock:
                if not self._closed:
                    self._bell = bell
                    return
            bell.close()

    def _hung(self, _: None) -> None:
        """It answers from now on by itself."""

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
