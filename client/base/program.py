"""The installed program: where it lies, and putting the version before it back in its place.

``<folder>/jibao.exe`` and ``jibao-cli.exe`` are small; all else of a version is in ``lib-<version>``. An update
keeps the former small files as ``….old`` and their ``lib-…`` beside the new ones until the new version has shown
itself.
"""

from __future__ import annotations

import os
import shutil
import sys
import time
from contextlib import suppress
from pathlib import Path

import msgspec

from client.base.home_choice import PORTABLE_MARK
from client.base.version import VERSION

ENDING = ".exe" if sys.platform == "win32" else ""
WINDOW, COMMANDS = f"jibao{ENDING}", f"jibao-cli{ENDING}"
OLD = ".old"
REFUSED = "refused.txt"
"""The setup program's word that a version did not start here and was not installed: the version, in ASCII."""


class Installed(msgspec.Struct, frozen=True):
    """A program that a setup program installed into ``folder``."""

    folder: Path
    version: str = VERSION

    @property
    def former(self) -> bool:
        """Whether the version before this one can still be put back."""
        return (self.folder / f"{WINDOW}{OLD}").exists() and any(self._former_libraries())

    def refused(self, version: str) -> bool:
        """Whether the setup program tried ``version`` here and found that it does not start."""
        with suppress(OSError):
            return (self.folder / REFUSED).read_bytes() == version.encode()
        return False

    def put_back(self) -> None:
        """Let the version before this one be the program again, one step of the file system a file.

        Done by that version itself, run as ``jibao-cli.exe.old``: a running program's file can be renamed but not
        replaced. Killed in between, either file starts: both versions' libraries are there.
        """
        for name in (WINDOW, COMMANDS):
            old = self.folder / f"{name}{OLD}"
            if old.exists():
                old.replace(self.folder / name)

    def forget_former(self) -> None:
        """Remove what was kept of the version before this one, since this one works."""
        for name in (COMMANDS, WINDOW):
            with suppress(OSError):  # a scanner holds it: it goes next time
                (self.folder / f"{name}{OLD}").unlink(missing_ok=True)
        for folder in self._former_libraries():
            shutil.rmtree(folder, ignore_errors=True)

    def _former_libraries(self) -> list[Path]:
        return [path for path in self.folder.glob("lib-*") if path.name != f"lib-{self.version}"]


def wait_for_end(pid: int, seconds: float = 60.0) -> bool:
    """Wait until a process that is not ours has ended; False when it still runs after ``seconds``."""
    if sys.platform == "win32":
        import ctypes

        kernel = ctypes.windll.kernel32
        handle = kernel.OpenProcess(_SYNCHRONIZE, False, pid)
        if not handle:
            return True
        ended = bool(kernel.WaitForSingleObject(handle, int(seconds * 1000)) == 0)
        kernel.CloseHandle(handle)
        return ended
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.05)
    return False


_SYNCHRONIZE = 0x00100000


def installed() -> Installed | None:
    """The program this is, if a setup program put it there; None for a portable one and for source files."""
    if not getattr(sys, "frozen", False):
        return None
    folder = Path(sys.executable).parent
    return None if (folder / PORTABLE_MARK).exists() else Installed(folder)
