"""The setup script by itself, over a tiny program: what an update keeps, what a kill leaves, what goes."""

from __future__ import annotations

import random
import shutil
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from client.base.program import Installed
from installer import signing
from installer.build import compile_setup
from installer.wine import Wine, compiler
from tests.code_signing import NO_TOOLS, sign_with_one_of_our_own
from tests.installed.conftest import kill, wait_until

pytestmark = pytest.mark.timeout(900)

OLD, NEW, BROKEN = "1.0.0", "1.1.0", "1.2.0"
FILES = 150
PARTS = ("jibao.exe", "jibao-cli.exe", "uninstall.exe")
PROGRAM = "int main(void) { return STATUS; }"


def packed(folder: Path, version: str) -> Path:
    """A folder like the packed program, whose programs only end: that of ``BROKEN`` says that it cannot start."""
    library = folder / f"lib-{version}" / "包 件"
    library.mkdir(parents=True)
    for number in range(FILES):
        (library / f"{number}.dll").write_text(f"{version} {number}" * 200, "utf-8")
    source = folder.with_suffix(".c")
    source.write_text(PROGRAM, "utf-8")
    status = 7 if version == BROKEN else 0
    words = [compiler(), f"-DSTATUS={status}", "-s", "-o", str(folder / "jibao.exe"), str(source)]
    subprocess.run(words, check=True)
    with (folder / "jibao.exe").open("ab") as file:
        file.write(f"program {version}".encode() * 5000)
    shutil.copy(folder / "jibao.exe", folder / "jibao-cli.exe")
    return folder


TRIAL = {"NAME": "集报试装", "ID": "JibaoTrial"}


class Trial:
    """Setups of two versions, installed into a folder of their own under a name of their own."""

    def __init__(self, wine: Wine, room: Path) -> None:
        self.wine = wine
        self.folder = wine.drive / "试装"
        self.packed = {version: packed(room / version, version) for version in (OLD, NEW, BROKEN)}
        self.setups = {version: room / f"setup-{version}.exe" for version in self.packed}
        for version, target in self.setups.items():
            compile_setup(self.packed[version], version, target, fast=True, **TRIAL)

    def words(self, version: str, *more: str) -> list[str]:
        return [str(self.setups[version]), "/S", *more, "/D=C:\\试装"]

    def run(self, version: str, *more: str) -> int:
        return self.wine.run(self.words(version, *more), limit=300).returncode

    def version_of(self, name: str) -> str:
        """Which version a program file is of; it must be whole, and its libraries beside it."""
        data = (self.folder / name).read_bytes()
        (version,) = [each for each, folder in self.packed.items() if data == (folder / "jibao.exe").read_bytes()]
        for number in range(FILES):
            library = self.folder / f"lib-{version}" / "包 件" / f"{number}.dll"
            assert library.read_text("utf-8") == f"{version} {number}" * 200
        return version

    def uninstall(self) -> None:
        self.wine.run([str(self.folder / "uninstall.exe"), "/S"], limit=300)
        wait_until(lambda: not (self.folder / "uninstall.exe").exists())


@pytest.fixture(scope="module")
def setups(wine: Wine, tmp_path_factory: pytest.TempPathFactory) -> Trial:
    return Trial(wine, tmp_path_factory.mktemp("setups"))


@pytest.fixture
def trial(setups: Trial) -> Iterator[Trial]:
    assert setups.run(OLD) == 0
    yield setups
    if (setups.folder / "uninstall.exe").exists():
        setups.uninstall()


def test_an_update_by_hand_leaves_nothing_of_the_old_version(trial: Trial) -> None:
    assert trial.run(NEW) == 0
    assert {trial.version_of(name) for name in ("jibao.exe", "jibao-cli.exe")} == {NEW}
    assert {path.name for path in trial.folder.iterdir()} == {*PARTS, f"lib-{NEW}"}
    assert trial.run(OLD) == 5, "a downgrade"
    assert trial.version_of("jibao.exe") == NEW


def test_an_update_by_the_program_keeps_the_old_version_to_come_back_to(trial: Trial) -> None:
    assert trial.run(NEW, "/WAIT=999999") == 0
    assert [trial.version_of(name) for name in ("jibao.exe", "jibao.exe.old", "jibao-cli.exe.old")] == [
        NEW,
        OLD,
        OLD,
    ]
    (trial.folder / "我的.txt").write_text("mine", "utf-8")
    (trial.folder / f"lib-{NEW}" / "stale.dll").write_text("of an earlier setup of the same version", "utf-8")
    trial.uninstall()
    assert [path.name for path in trial.folder.iterdir()] == ["我的.txt"]
    (trial.folder / "我的.txt").unlink()


@pytest.mark.parametrize("words", [[], ["/WAIT=999999"]], ids=["by hand", "by the program"])
def test_a_version_that_does_not_start_is_not_installed(trial: Trial, words: list[str]) -> None:
    assert trial.run(BROKEN, *words) == 6
    assert [trial.version_of(name) for name in ("jibao.exe", "jibao-cli.exe")] == [OLD, OLD]
    assert {path.name for path in trial.folder.iterdir()} == {*PARTS, f"lib-{OLD}", "refused.txt"}
    assert Installed(trial.folder, OLD).refused(BROKEN)
    assert trial.run(NEW, *words) == 0
    assert not (trial.folder / "refused.txt").exists()


@pytest.mark.skipif(NO_TOOLS, reason="no signing tools here")
def test_the_uninstaller_is_signed_too(trial: Trial, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    certificate = sign_with_one_of_our_own(tmp_path, monkeypatch)
    target = tmp_path / "setup.exe"
    compile_setup(trial.packed[NEW], NEW, target, fast=True, **TRIAL)
    signing.sign([target])
    assert signing.verify(target, certificate)
    assert trial.wine.run([str(target), "/S", "/D=C:\\试装"]).returncode == 0
    assert signing.verify(trial.folder / "uninstall.exe", certificate)


def test_the_stub_of_a_plain_nsis_takes_the_same_script(setups: Trial, tmp_path: Path) -> None:
    """For Windows, where there is no other; Wine without its 32-bit half does not run it."""
    target = tmp_path / "setup.exe"
    compile_setup(setups.packed[NEW], NEW, target, fast=True, TARGET="x86-unicode", **TRIAL)
    assert target.read_bytes()[:2] == b"MZ"


def test_killed_at_any_point_the_old_or_the_new_version_is_whole(trial: Trial) -> None:
    chance = random.Random(20261128)
    started = time.monotonic()
    assert trial.run(NEW) == 0
    whole = time.monotonic() - started
    seen = []
    for _ in range(4):
        trial.uninstall()
        assert trial.run(OLD) == 0
        running = trial.wine.start(trial.words(NEW, "/WAIT=999999"))
        wait = chance.uniform(0.2, 1.1) * whole
        ends = time.monotonic() + wait
        wait_until(lambda ends=ends, running=running: time.monotonic() > ends or running.poll() is not None)
        kill(trial.wine, running)
        seen.append(trial.version_of("jibao.exe"))
        trial.version_of("jibao-cli.exe")
        assert trial.run(NEW) == 0, "what was cut off is finished by running it again"
        assert trial.version_of("jibao.exe") == NEW
    assert set(seen) <= {OLD, NEW}
