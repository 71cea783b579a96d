"""Windows programs on Debian: a Wine prefix of our own, with what Qt and Rust miss in it, and programs run there.

Nothing of the prefix goes into the package; ``inspecting`` makes sure. Known to work with Wine 8 and 10.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import IO

from installer import wine_ucrt

STUBS = Path(__file__).resolve().parent / "stubs"
PACKAGES = ("wine", "wine64", "nsis", "gcc-mingw-w64-x86-64-win32", "xvfb", "xauth", "locales", "fonts-noto-cjk")
"""What Debian calls all this needs."""

COMPILERS = ("x86_64-w64-mingw32-gcc-win32", "x86_64-w64-mingw32-gcc")
OVERRIDES = "mscoree=;mshtml=;winemenubuilder.exe=;wbemprox=;ucrtbase=n,b"
"""No questions about Mono and Gecko, no menu entries here, and no WMI: Wine 8's aborts, Python does without."""


def missing() -> bool:
    """Whether something of ``PACKAGES`` is not there."""
    wine = Path("/usr/lib/wine/wine64").exists() or shutil.which("wine64") or shutil.which("wine")
    tools = all(shutil.which(tool) for tool in ("makensis", "xvfb-run", "xauth", "localedef"))
    return not (wine and tools and any(shutil.which(name) for name in COMPILERS))


SCREEN = ("-screen", "0", "1366x900x24")
LAST_WORDS = 1.0
"""Seconds given to what a program said at its end."""


def compiler() -> str:
    """Of C, for Windows."""
    return next(found for each in COMPILERS if (found := shutil.which(each)))


def _listen(pipe: IO[bytes], said: list[bytes]) -> None:
    with pipe:
        said.extend(iter(partial(os.read, pipe.fileno(), 1 << 16), b""))


@dataclass
class Wine:
    """A prefix below ``room``. ``run`` answers a finished process with its output as text."""

    room: Path
    display: bool = True
    """Whether a virtual screen is put up: without one a window's event loop never ends and eats memory."""
    extra: dict[str, str] = field(default_factory=dict)
    screen: str = ""
    """The virtual screen that is up, see ``one_screen``; else each program gets one that goes with it."""

    @property
    def prefix(self) -> Path:
        return self.room / "prefix"

    @property
    def drive(self) -> Path:
        return self.prefix / "drive_c"

    def make(self) -> None:
        """Make the prefix anew, as on a Chinese Windows 10."""
        self.stop()
        shutil.rmtree(self.prefix, ignore_errors=True)
        self.room.mkdir(parents=True, exist_ok=True)
        self._make_locale()
        self.run(["wineboot", "-i"])
        self.run(["reg", "add", r"HKCU\Software\Wine", "/v", "Version", "/d", "win10", "/f"])
        quiet = ["/v", "ShowCrashDialog", "/t", "REG_DWORD", "/d", "0", "/f"]
        self.run(["reg", "add", r"HKCU\Software\Wine\WineDbg", *quiet])  # nobody is there to close it
        self._wait()
        system = self.drive / "windows" / "system32"
        self._compile("icuuc", system, "-nostdlib", "-Wl,--entry=0")
        if not (system / "bcryptprimitives.dll").exists():
            self._compile("bcryptprimitives", system, "-ladvapi32")
        library = next(Path("/usr/lib").glob("**/x86_64-windows/ucrtbase.dll"))
        (system / "ucrtbase.dll").unlink(missing_ok=True)
        (system / "ucrtbase.dll").write_bytes(wine_ucrt.patched(library))
        for profile in (system / "spool" / "drivers" / "color").glob("*.ic?"):
            profile.unlink()  # a screen with a colour profile aborts in a function Wine lacks

    def run(
        self, words: Sequence[str], *, limit: float = 900, cwd: Path | None = None
    ) -> subprocess.CompletedProcess[str]:
        """Run a Windows program to its end; its output comes through pipes, never through a file.

        CPython 3.13 under Wine 8 does not start with a regular file as its output. What Wine starts beside the
        program inherits the pipe and may live on: what counts is the end of the program, not that of the pipe.
        """
        process = subprocess.Popen(
            [*self._on_a_screen(), self._program(), *words],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            env=self.environment(),
            cwd=cwd,
        )
        said: list[bytes] = []
        reader = threading.Thread(target=_listen, args=(process.stdout, said), daemon=True)
        reader.start()
        try:
            status = process.wait(limit)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
            raise
        reader.join(LAST_WORDS)
        return subprocess.CompletedProcess(words, status, b"".join(said).decode("utf-8", "replace"))

    def start(self, words: Sequence[str]) -> subprocess.Popen[bytes]:
        """Start a Windows program and go on; the caller ends it."""
        null = subprocess.DEVNULL
        return subprocess.Popen(
            [*self._on_a_screen(), self._program(), *words],
            stdin=null,
            stdout=null,
            stderr=null,
            env=self.environment(),
        )

    @contextmanager
    def one_screen(self) -> Iterator[None]:
        """One screen for all that is run meanwhile: what a program starts and leaves behind needs it too."""
        words = ["Xvfb", "-noreset", "-displayfd", "1", *SCREEN]  # it outlives its last window
        with subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as server:
            assert server.stdout is not None
            try:
                self.screen = f":{int(server.stdout.readline())}"  # said once it is ready
                yield
            finally:
                self.stop()
                self.screen = ""
                server.terminate()

    def _on_a_screen(self) -> list[str]:
        return ["xvfb-run", "-a", "-s", " ".join(SCREEN)] if self.display and not self.screen else []

    def stop(self) -> None:
        """End everything that still runs in the prefix."""
        if self.prefix.exists():
            subprocess.run([self._server(), "-k"], env=self.environment(), check=False, capture_output=True)

    def path(self, inside: Path) -> str:
        """A file of this system as Windows programs spell it."""
        return "Z:" + str(inside.resolve()).replace("/", "\\")

    def environment(self) -> dict[str, str]:
        """A Chinese locale where one could be made: code page 936 finds every file opened without an encoding."""
        chinese = (self.locale / "LC_CTYPE").exists()
        kept = {
            name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "QT_", "JIBAO"))
        }
        return {
            **kept,
            **({"DISPLAY": self.screen} if self.screen else {}),
            "WINEPREFIX": str(self.prefix),
            "WINEARCH": "win64",
            "WINEDEBUG": "-all",
            "WINEDLLOVERRIDES": OVERRIDES,
            "LC_ALL": "zh_CN.UTF-8" if chinese else "C.UTF-8",
            **({"LOCPATH": str(self.locale.parent)} if chinese else {}),
            "XDG_RUNTIME_DIR": os.environ.get("XDG_RUNTIME_DIR", "/tmp"),  # noqa: S108 Wine only wants one
            **self.extra,
        }

    @property
    def locale(self) -> Path:
        return self.room / "locale" / "zh_CN.UTF-8"

    def _make_locale(self) -> None:
        self.locale.parent.mkdir(parents=True, exist_ok=True)
        made = subprocess.run(
            ["localedef", "-i", "zh_CN", "-f", "UTF-8", str(self.locale)], check=False, capture_output=True
        )
        if made.returncode and not (self.locale / "LC_CTYPE").exists():
            shutil.rmtree(self.locale, ignore_errors=True)

    def _compile(self, name: str, into: Path, *options: str) -> None:
        words = [
            compiler(),
            "-shared",
            "-O2",
            "-s",
            "-o",
            str(into / f"{name}.dll"),
            str(STUBS / f"{name}.c"),
            *options,
        ]
        subprocess.run(words, check=True)

    def _wait(self) -> None:
        subprocess.run([self._server(), "-w"], env=self.environment(), check=False)

    @staticmethod
    def _program() -> str:
        plain = Path("/usr/lib/wine/wine64")
        return str(plain) if plain.exists() else shutil.which("wine64") or "wine"

    @staticmethod
    def _server() -> str:
        plain = Path("/usr/lib/wine/wineserver")
        return str(plain) if plain.exists() else "wineserver"
