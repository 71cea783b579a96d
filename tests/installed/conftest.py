"""The setup program that was built, installed into a Windows of its own, which is Wine's.

Run by ``python make.py installer --smoke``, which names the setup in ``JIBAO_SETUP``; skipped in an ordinary test
run, which has nothing that was built.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from client.base.version import VERSION
from installer.build import ROOM, compile_setup
from installer.wine import Wine
from tests.installed.versions import other_version

OLDER, NEWER = (re.sub(r"\d", digit, VERSION) for digit in "09")
PASSPHRASE = "correct horse battery staple"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    if os.environ.get("JIBAO_SETUP"):
        return
    here = str(Path(__file__).parent)
    for item in items:
        if str(item.path).startswith(here):
            item.add_marker(pytest.mark.skip(reason="needs a built setup: python make.py installer --smoke"))


@dataclass
class Installed:
    """The program on its Windows: ``folder`` is where it is installed, ``data`` the person's data folder."""

    wine: Wine
    setup: Path

    @property
    def local(self) -> Path:
        users = self.wine.drive / "users"
        person = next(path for path in sorted(users.iterdir()) if path.name != "Public")
        return person / "AppData" / "Local"

    @property
    def folder(self) -> Path:
        return self.local / "Programs" / "Jibao"

    @property
    def data(self) -> Path:
        return self.local / "Jibao"

    @property
    def start_menu(self) -> Path:
        return (
            self.local.parent / "Roaming" / "Microsoft" / "Windows" / "Start Menu" / "Programs" / "集报 Jibao.lnk"
        )

    def install(self, setup: Path | None = None, *words: str) -> int:
        """Run a setup silently; answers its exit status."""
        return self.wine.run([str(setup or self.setup), "/S", *words], limit=600).returncode

    def install_anew(self) -> None:
        """The version that is tried and nothing of another, which may be newer."""
        if (self.folder / "uninstall.exe").exists():
            self.uninstall()
        assert self.install() == 0

    def version(self) -> str:
        """Which version starts, with all that is needed of it; blank when none does."""
        for name in ("jibao.exe", "jibao-cli.exe"):
            done = self.wine.run([str(self.folder / name), "--starts"], limit=300)
            if done.returncode:
                return ""
        done = self.wine.run([str(self.folder / "jibao-cli.exe"), "--version"], limit=300)
        found = re.match(r"jibao (\S+)", done.stdout)
        return found[1] if found else ""

    @contextmanager
    def window(self, *words: str) -> Iterator[subprocess.Popen[bytes]]:
        """The program as a person starts it; at the end it is gone, one way or another."""
        self.wine.extra = {"JIBAO_PASSPHRASE": PASSPHRASE}
        running = self.wine.start([str(self.folder / "jibao.exe"), *words])
        self.wine.extra = {}
        try:
            yield running
        finally:
            kill(self.wine, running)

    def close(self, running: subprocess.Popen[bytes]) -> None:
        """Close its window, as by its cross, and see it end."""

        def closed() -> bool:
            self.wine.run(["taskkill", "/IM", "jibao.exe"])
            return running.poll() is not None

        wait_until(closed)
        assert running.returncode == 0

    def log(self) -> str:
        path = self.data / "logs" / "jibao.log"
        return path.read_text("utf-8") if path.exists() else ""

    def uninstall(self) -> None:
        """The uninstaller goes on from a copy of itself, and removes itself last."""
        self.wine.run([str(self.folder / "uninstall.exe"), "/S"], limit=300)
        wait_until(lambda: not (self.folder / "uninstall.exe").exists())

    def cli(self, *words: str, home: Path | None = None) -> tuple[int, dict[str, Any]]:
        """A command of the installed program with ``--json``."""
        self.wine.extra = {"JIBAO_PASSPHRASE": PASSPHRASE}
        if home is not None:
            self.wine.extra["JIBAO_HOME"] = self.wine.path(home)
        done = self.wine.run([str(self.folder / "jibao-cli.exe"), *words, "--json"], limit=300)
        self.wine.extra = {}
        text = done.stdout[done.stdout.index("{") :]
        answer: dict[str, Any] = json.JSONDecoder().raw_decode(text)[0]  # Wine has its say afterwards
        return done.returncode, answer

    def known(self, key: str) -> bool:
        """Whether a key of the person's registry is there."""
        return self.wine.run(["reg", "query", rf"HKCU\Software\{key}"]).returncode == 0


def kill(wine: Wine, running: subprocess.Popen[bytes]) -> None:
    """End everything, however far the start of it has come: there may be nothing to be ended yet."""
    while running.poll() is None:
        wine.stop()
        time.sleep(0.2)


def wait_until(condition: Callable[[], bool], seconds: float = 300) -> None:
    """Wait for something another process does; no signal of it reaches us."""
    ends = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < ends, "waited in vain"
        time.sleep(0.2)


@pytest.fixture(scope="session")
def wine() -> Iterator[Wine]:
    made = Wine(ROOM / "trial")  # a build may go on meanwhile
    if not (made.drive / "windows").exists():
        made.make()
    with made.one_screen():
        yield made


@pytest.fixture(scope="session")
def fresh(wine: Wine) -> Installed:
    """Nothing of an earlier run is left: the setup that is tried was installed into an empty folder."""
    made = Installed(wine, Path(os.environ["JIBAO_SETUP"]))
    if (made.folder / "uninstall.exe").exists():
        made.uninstall()
    shutil.rmtree(made.folder, ignore_errors=True)
    shutil.rmtree(made.data, ignore_errors=True)
    return made


@pytest.fixture
def installed(fresh: Installed) -> Iterator[Installed]:
    """A Windows with the program installed and no data of a person's."""
    if not (fresh.folder / "uninstall.exe").exists():
        assert fresh.install() == 0
    yield fresh
    fresh.wine.stop()
    shutil.rmtree(fresh.data, ignore_errors=True)


def setup_of(version: str, *, without: str = "") -> Path:
    """A setup of the same program as another version; kept until there is a new one to try.

    ``without`` names the library that is missing, so that it does not start.
    """
    setup = Path(os.environ["JIBAO_SETUP"])
    room = ROOM / "versions" / (version + without)
    target = room / f"jibao-setup-{version}.exe"
    if not target.exists() or target.stat().st_mtime < setup.stat().st_mtime:
        packed = other_version(setup.with_name("jibao"), room / "jibao", version)
        if without:
            shutil.rmtree(packed / f"lib-{version}" / without)
        compile_setup(packed, version, target, fast=True)
    return target


@pytest.fixture(scope="session")
def older() -> Path:
    return setup_of(OLDER)


@pytest.fixture(scope="session")
def newer() -> Path:
    return setup_of(NEWER)


@pytest.fixture(scope="session")
def broken() -> Path:
    """A newer version whose encrypted store does not open: a library of it is missing."""
    return setup_of(NEWER, without="apsw")
