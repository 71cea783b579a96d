"""A newer program is installed on leaving: by real processes, killed at every step, put back when it must be."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from client.base.program import Installed
from client.usecases.renewal import installing
from client.usecases.renewal.updating import Ready
from tests.client.usecases.setup_program import setup

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the stand-in setup is a script")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Version 1.0 installed."""
    place = tmp_path / "程序 Jibao"
    assert run_setup(tmp_path, place, "1.0") == 0
    return place


def run_setup(tmp_path: Path, folder: Path, version: str, *marks: str, killed_at: int = 0) -> int:
    path = tmp_path / f"jibao-setup-{version}"
    path.write_bytes(setup(version, *marks))
    path.chmod(0o700)
    env = {**os.environ, "KILLED_AT": str(killed_at)}
    return subprocess.run([path, "/S", f"/D={folder}"], env=env, check=False).returncode


def starts(folder: Path, *words: str, name: str = "jibao") -> tuple[int, str]:
    done = subprocess.run([folder / name, *words], capture_output=True, text=True, check=False)
    return done.returncode, done.stdout.strip()


def wait_for(condition: Callable[[], bool], seconds: float = 60) -> None:
    """Another process does it; nobody tells us when."""
    ends = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < ends, "waited in vain"
        time.sleep(0.01)


def log_of(folder: Path) -> list[str]:
    path = folder / "log.txt"
    return path.read_text("utf-8").splitlines() if path.exists() else []


LEAVE = """
import sys
from pathlib import Path
from client.base.program import Installed
from client.usecases.renewal import installing
from client.usecases.renewal.updating import Ready
home, folder, setup, version = map(Path, sys.argv[1:])
installing.launch(home, Ready(str(version), setup.name, ""), setup, Installed(folder, "1.0"))
"""


def leave(home: Path, folder: Path, tmp_path: Path, version: str, *marks: str) -> None:
    """Version 1.0 leaves, with the setup of a newer one ready."""
    path = tmp_path / f"jibao-setup-{version}"
    path.write_bytes(setup(version, *marks))
    subprocess.run([sys.executable, "-c", LEAVE, home, folder, path, version], check=True)


def test_the_new_version_is_there_at_the_next_start_and_the_old_one_goes(
    home: Path, folder: Path, tmp_path: Path
) -> None:
    leave(home, folder, tmp_path, "1.1")
    wait_for(lambda: starts(folder, "--version") == (0, "1.1"))
    wait_for(lambda: (folder / "jibao.old").exists())
    assert (folder / "lib-1.0").exists(), "kept until the new one has shown itself"
    assert starts(folder, str(home))[0] == 0
    assert log_of(folder) == ["1.1 tried", "1.1 shown done"]
    assert sorted(path.name for path in folder.iterdir()) == ["jibao", "jibao-cli", "lib-1.1", "log.txt"]
    assert installing.under_way(home) is None


def test_a_version_that_does_not_start_never_takes_the_place_of_one_that_does(
    home: Path, folder: Path, tmp_path: Path
) -> None:
    leave(home, folder, tmp_path, "1.1", "broken")
    wait_for(lambda: (folder / "refused.txt").exists() and not (folder / "lib-1.1").exists())
    assert starts(folder, "--version") == (0, "1.0")
    assert starts(folder, "--version", name="jibao-cli") == (0, "1.0")
    assert starts(folder, str(home))[0] == 0
    assert log_of(folder) == ["1.0 put-back", "1.0 shown put-back"], (
        "told at the first start, not after three tries"
    )
    assert installing.under_way(home) is None


@pytest.mark.parametrize("step", [5, 7])
def test_killed_while_it_is_refused_the_old_version_starts(folder: Path, tmp_path: Path, step: int) -> None:
    assert run_setup(tmp_path, folder, "1.1", "broken", killed_at=step) in (137, 6)
    for name in ("jibao", "jibao-cli"):
        assert starts(folder, "--version", name=name) == (0, "1.0")


def test_a_version_that_only_crashes_on_the_desk_is_put_back_at_its_third_start(
    home: Path, folder: Path, tmp_path: Path
) -> None:
    leave(home, folder, tmp_path, "1.1", "crashes")
    wait_for(lambda: (folder / "jibao.old").exists() and starts(folder, "--version") == (0, "1.1"))
    for _ in range(2):
        assert starts(folder, str(home))[0] == 3
    assert starts(folder, str(home))[0] == 0
    wait_for(lambda: "1.0 shown put-back" in log_of(folder))
    assert log_of(folder) == ["1.1 tried", "1.1 tried", "1.1 ask", "1.0 put-back", "1.0 shown put-back"]
    assert starts(folder, "--version") == (0, "1.0")
    assert starts(folder, "--version", name="jibao-cli") == (0, "1.0")
    assert installing.under_way(home) is None


def test_killed_at_any_step_one_version_starts_and_the_next_try_succeeds(
    home: Path, folder: Path, tmp_path: Path
) -> None:
    step = 0
    while (status := run_setup(tmp_path, folder, "1.1", killed_at=(step := step + 1))) == 137:
        for name in ("jibao", "jibao-cli"):
            code, version = starts(folder, "--version", name=name)
            assert (code, version in ("1.0", "1.1")) == (0, True), f"{name} after step {step}"
        if starts(folder, "--version")[1] == "1.1":  # back to the beginning for the next step
            for name in ("jibao", "jibao-cli"):
                if (folder / f"{name}.old").exists():
                    (folder / f"{name}.old").replace(folder / name)
    assert status == 0
    assert step > 8
    assert starts(folder, "--version") == (0, "1.1")


def test_killed_while_it_is_put_back_one_version_starts(folder: Path, tmp_path: Path) -> None:
    assert run_setup(tmp_path, folder, "1.1") == 0
    program = Installed(folder, "1.1")
    (folder / "jibao.old").replace(folder / "jibao")  # the first of two steps, then the power went
    assert starts(folder, "--version") == (0, "1.0")
    assert starts(folder, "--version", name="jibao-cli") == (0, "1.1")
    program.put_back()
    assert starts(folder, "--version", name="jibao-cli") == (0, "1.0")


def test_an_installation_that_did_not_happen_is_told_and_tried_three_times(home: Path, folder: Path) -> None:
    setup_gone = folder / "jibao-setup-1.1"
    setup_gone.write_text("#!/bin/sh\nexit 4\n", "utf-8")
    held, program = Ready("1.1", setup_gone.name, ""), Installed(folder, "1.0")
    for turn in range(1, installing.TRIES + 1):
        assert installing.may_try(home, held)
        installing.launch(home, held, setup_gone, program)
        note = installing.under_way(home)
        assert note is not None
        assert note.tries == turn
        assert installing.begin(home, program) == "failed"
        if turn < installing.TRIES:
            assert installing.settle(home, program) == ("failed", note)
    assert not installing.may_try(home, held)
    assert installing.settle(home, program)[0] == "failed"
    assert installing.under_way(home) is None


def test_a_setup_that_cannot_be_run_is_named(home: Path, folder: Path) -> None:
    empty = folder / "jibao-setup-1.1"
    empty.write_bytes(b"\x00\x01")
    with pytest.raises(Exception, match=r"updates\.not-started"):
        installing.launch(home, Ready("1.1", empty.name, ""), empty, Installed(folder, "1.0"))


def test_a_note_that_cannot_be_read_says_nothing(home: Path, folder: Path) -> None:
    note = home / "updates" / installing.NOTE
    note.parent.mkdir()
    for data in (b"", b"{", b'{"old": 1}', b"[]", b"\xff"):
        note.write_bytes(data)
        assert installing.begin(home, Installed(folder, "1.0")) == "nothing"
