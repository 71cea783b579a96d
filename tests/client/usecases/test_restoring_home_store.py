"""A home whose own store is damaged or gone opens again with all its enterprises and the settings of a backup."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from client.base.errors import JibaoError
from client.base.home import STORE_FILE
from client.keys import Keychain, keyfile
from client.usecases.home import enterprises, moving, settings
from client.usecases.home.opening import open_session
from client.usecases.home.session import Session
from client.usecases.safekeeping.backing_up import back_up
from client.usecases.safekeeping.restoring_home_store import helps, restore_home_store
from tests.client.usecases.killed import DYING
from tests.client.usecases.two_firms import A, B, Hand, enter, held


def zeroed(path: Path) -> None:
    path.write_bytes(bytes(path.stat().st_size))


def rotten(path: Path) -> None:
    data = bytearray(path.read_bytes())
    for page in range(1, len(data) // 4096):
        data[page * 4096 + 100] ^= 1
    path.write_bytes(data)


def closed(session: Session) -> Keychain:
    session.close()
    held_keys = keyfile.read(session.home)
    assert held_keys is not None
    return Keychain(session.home, held_keys, session.vault.keys.master)


@pytest.mark.parametrize("spoil", [zeroed, rotten, Path.unlink])
@pytest.mark.parametrize("backed_up", [True, False])
def test_it_opens_again_with_everything_typed(
    two: Session, spoil: Callable[[Path], None], *, backed_up: bool
) -> None:
    settings.put(two, "display.theme", "dark")
    made = back_up(two).backup if backed_up else None
    enter(two, A, "112")
    keys = closed(two)
    spoil(two.home / STORE_FILE)
    spoilt = (two.home / STORE_FILE).read_bytes() if (two.home / STORE_FILE).exists() else b""
    with pytest.raises(JibaoError) as refused:
        open_session(two.home, keys=keys)
    assert helps(refused.value)
    back = restore_home_store(two.home, keys=keys)
    assert back.made_at == (made.made_at if made else None)
    with back.session as session:
        assert {each.code: each.name for each in enterprises.all_of(session)} == {A: "111公司", B: "222公司"}
        assert (held(session, A), held(session, B)) == ("112", "222")
        assert settings.get(session, "display.theme") == ("dark" if backed_up else "system")
        assert session.own.run(lambda books: books.audit.verify()).whole
        assert not session.vault.take_losses()
    (aside,) = (two.home / moving.ASIDE).iterdir()
    assert not spoilt or (aside / STORE_FILE).read_bytes() == spoilt
    with open_session(two.home, keys=keys) as session:
        assert held(session, A) == "112"


def test_a_backup_that_is_not_whole_is_passed_over(two: Session, clock: Hand) -> None:
    good = back_up(two).backup
    clock.at += timedelta(hours=2)
    rotten(back_up(two).backup.store("home"))
    keys = closed(two)
    zeroed(two.home / STORE_FILE)
    back = restore_home_store(two.home, keys=keys)
    back.session.close()
    assert back.made_at == good.made_at


def test_another_enterprise_s_rotten_copy_does_not_cost_the_settings(two: Session) -> None:
    """It is one file under the names of all backups."""
    settings.put(two, "display.theme", "dark")
    rotten(back_up(two).backup.store(B))
    keys = closed(two)
    zeroed(two.home / STORE_FILE)
    with restore_home_store(two.home, keys=keys).session as session:
        assert settings.get(session, "display.theme") == "dark"


KILLED = (
    """
import os, sys
from pathlib import Path
from client.keys import Keychain, keyfile
from client.usecases.safekeeping.restoring_home_store import restore_home_store
home, master, left = Path(sys.argv[1]), bytes.fromhex(sys.argv[2]), int(sys.argv[3])
"""
    + DYING
    + """
restore_home_store(home, keys=Keychain(home, keyfile.read(home), master)).session.close()
print(left)
"""
)


@pytest.mark.parametrize("spoil", [zeroed, Path.unlink])
def test_killed_anywhere_it_is_done_again_and_never_opens_empty(
    two: Session, tmp_path: Path, root: Path, spoil: Callable[[Path], None]
) -> None:
    back_up(two)
    keys = closed(two)
    spoil(two.home / STORE_FILE)
    enough = 10_000

    def run(name: str, left: int) -> subprocess.CompletedProcess[str]:
        shutil.copytree(two.home, tmp_path / name)
        words = [sys.executable, "-c", KILLED, str(tmp_path / name), keys.master.hex(), str(left)]
        return subprocess.run(words, cwd=root, capture_output=True, text=True, check=False)

    steps = enough - int(run("whole", enough).stdout.split()[0])
    for at in range(steps - 1, 0, -max(1, steps // 12)):
        assert run(f"killed-{at}", at).returncode == 9
        place = tmp_path / f"killed-{at}"
        there = keyfile.read(place)
        assert there is not None
        mine = Keychain(place, there, keys.master)
        try:
            session = open_session(place, keys=mine)
        except JibaoError:
            session = restore_home_store(place, keys=mine).session
        with session:
            assert {each.code for each in enterprises.all_of(session)} == {A, B}, at
            assert (held(session, A), held(session, B)) == ("111", "222"), at
