"""One program a home; a lock left behind by a crash does not count."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from client.base.errors import UserError
from client.base.home import LOCK_FILE
from client.base.instance import HomeLock

HOLDER = """
import sys
from pathlib import Path
from client.base.instance import HomeLock
lock = HomeLock(Path(sys.argv[1]))
print("held", flush=True)
sys.stdin.read()
"""


@pytest.fixture
def other(tmp_path: Path) -> subprocess.Popen[str]:
    """Another program that holds the home until its input ends."""
    program = subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(tmp_path)],
        cwd=Path(__file__).parents[3],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert program.stdout is not None
    assert program.stdout.readline() == "held\n"
    return program


def end(program: subprocess.Popen[str]) -> None:
    program.communicate()


def test_a_second_program_is_refused_until_the_first_ends(tmp_path: Path, other: subprocess.Popen[str]) -> None:
    with pytest.raises(UserError) as refused:
        HomeLock(tmp_path)
    assert refused.value.code == "store.in-use"
    assert str(tmp_path) in refused.value.what("zh")
    end(other)
    HomeLock(tmp_path).release()


def test_a_killed_program_leaves_no_lock(tmp_path: Path, other: subprocess.Popen[str]) -> None:
    other.kill()
    end(other)
    assert (tmp_path / LOCK_FILE).exists()
    with HomeLock(tmp_path):
        pass


def test_the_same_program_cannot_hold_a_home_twice(tmp_path: Path) -> None:
    with HomeLock(tmp_path), pytest.raises(UserError, match=r"store\.in-use"):
        HomeLock(tmp_path)
    HomeLock(tmp_path).release()


def test_releasing_twice_is_harmless(tmp_path: Path) -> None:
    lock = HomeLock(tmp_path)
    lock.release()
    with HomeLock(tmp_path):
        lock.release()
        with pytest.raises(UserError, match=r"store\.in-use"):
            HomeLock(tmp_path)


def test_a_child_process_does_not_inherit_the_lock(tmp_path: Path) -> None:
    lock = HomeLock(tmp_path)
    child = subprocess.Popen([sys.executable, "-c", "import sys; sys.stdin.read()"], stdin=subprocess.PIPE)
    lock.release()
    HomeLock(tmp_path).release()
    child.communicate()


def test_homes_are_apart(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
    with HomeLock(tmp_path / "a"), HomeLock(tmp_path / "b"):
        pass
