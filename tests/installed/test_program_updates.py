"""A newer program out of a signed repository on a share: brought, installed on leaving, put back."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest

from client.base.home import DOOR_FILE
from client.base.version import VERSION
from client.practice import Practice, start
from client.usecases.installing import NOTE
from client.usecases.updating import FOLDER
from tests.client.publishing.bureau import Bureau
from tests.installed.conftest import NEWER, Installed, kill, wait_until

pytestmark = pytest.mark.timeout(1200)


@pytest.fixture(scope="module")
def practice(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Practice]:
    with start(tmp_path_factory.mktemp("endpoint"), today=date(2025, 10, 9)) as running:
        yield running


@pytest.fixture
def bring(installed: Installed, practice: Practice, tmp_path: Path) -> Iterator[Callable[[Path], None]]:
    """Offer a setup on a share and let the program of this version fetch it."""
    installed.install_anew()

    def work(setup: Path) -> None:
        bureau = Bureau(tmp_path / "网络盘").found()
        bureau.offer("app", f"app/windows-x64/{setup.name}", setup.read_bytes())
        root = (bureau.repository.first_root() or b"").decode()
        profile = tmp_path / "profile.json"
        profile.write_text(
            json.dumps(json.loads(practice.profile_path.read_bytes()) | {"tuf_root": root}), "utf-8"
        )
        words = ["--from", installed.wine.path(bureau.folder), "--profile", installed.wine.path(profile)]
        status, answer = installed.cli("update", "download", *words)
        assert status == 0, answer
        assert answer["details"]["待安装"] == NEWER

    yield work
    installed.wine.stop()
    installed.install_anew()


def libraries(installed: Installed) -> list[str]:
    return sorted(path.name for path in installed.folder.glob("lib-*"))


def leave(installed: Installed) -> None:
    """Come in, see the desk, leave."""
    with installed.window() as running:
        wait_until((installed.data / DOOR_FILE).exists)
        installed.close(running)


def starts_of_the_new_one(installed: Installed) -> int:
    """What the note beside the store says."""
    return int(json.loads((installed.data / FOLDER / NOTE).read_bytes())["starts"])


def test_a_newer_version_is_installed_on_leaving_and_the_old_one_goes_when_it_stands(
    installed: Installed, bring: Callable[[Path], None], newer: Path
) -> None:
    bring(newer)
    leave(installed)
    wait_until(lambda: (installed.folder / "jibao.exe.old").exists())
    wait_until(lambda: not (installed.folder / "jibao.exe.new").exists())
    assert libraries(installed) == [f"lib-{VERSION}", f"lib-{NEWER}"], "kept until the new one has shown itself"
    with installed.window() as running:
        wait_until(lambda: libraries(installed) == [f"lib-{NEWER}"])
        installed.close(running)
    assert not list(installed.folder.glob("*.old"))
    assert f" {NEWER} window opened" in installed.log()
    assert not (installed.data / FOLDER / NOTE).exists()
    assert installed.version() == NEWER


def test_a_version_that_does_not_start_is_refused_and_the_old_one_says_so(
    installed: Installed, bring: Callable[[Path], None], broken: Path
) -> None:
    assert installed.install(broken) == 6, "by hand too"
    assert installed.version() == VERSION
    bring(broken)
    (installed.folder / "refused.txt").unlink()
    leave(installed)
    wait_until(lambda: (installed.folder / "refused.txt").exists() and libraries(installed) == [f"lib-{VERSION}"])
    assert not list(installed.folder.glob("*.new"))
    with installed.window() as running:
        wait_until(lambda: "updates.put-back" in installed.log())
        installed.close(running)
    assert not list((installed.data / FOLDER).iterdir()), "it is not tried again"
    assert installed.version() == VERSION


def test_a_version_that_ends_before_the_desk_is_put_back_at_its_third_start(
    installed: Installed, bring: Callable[[Path], None], newer: Path
) -> None:
    bring(newer)
    leave(installed)
    wait_until(lambda: (installed.folder / "jibao.exe.old").exists())
    wait_until(lambda: not (installed.folder / "jibao.exe.new").exists())
    for turn in (1, 2):
        with installed.window() as running:
            wait_until(lambda turn=turn: starts_of_the_new_one(installed) == turn)
            kill(installed.wine, running)
    with installed.window() as running:
        assert running.wait(300) == 0
        wait_until(lambda: f" {VERSION} failed" in installed.log() and "updates.put-back" in installed.log())
    assert installed.version() == VERSION
