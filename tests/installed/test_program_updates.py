"""A newer program out of a signed repository on a share: brought, installed on leaving, put back."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from client.base.clock import SystemClock
from client.base.home import DOOR_FILE
from client.base.version import VERSION
from client.practice import Practice
from client.usecases.renewal.installing import NOTE
from client.usecases.renewal.updating import FOLDER
from tests.client.net.altering import altered
from tests.client.publishing.bureau import Bureau
from tests.installed.conftest import NEWER, OLDER, Installed, kill, wait_until

pytestmark = pytest.mark.timeout(3600)


@pytest.fixture(scope="module")
def practice(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Practice]:
    with Practice(tmp_path_factory.mktemp("endpoint"), SystemClock(date(2025, 10, 9))) as running:
        yield running


class Share:
    """A repository on a share, and the program of this version that asks it."""

    def __init__(self, installed: Installed, practice: Practice, folder: Path) -> None:
        self.installed = installed
        self.bureau = Bureau(folder / "网络盘").found()
        self._profile = folder / "profile.json"
        root = (self.bureau.repository.first_root() or b"").decode()
        told = json.loads(practice.profile_path.read_bytes()) | {"tuf_root": root}
        self._profile.write_text(json.dumps(told), "utf-8")

    def offer(self, name: str, data: bytes) -> None:
        self.bureau.offer("app", f"app/windows-x64/{name}", data)

    def download(self) -> tuple[int, dict[str, Any]]:
        path = self.installed.wine.path
        words = ["--from", path(self.bureau.folder), "--profile", path(self._profile)]
        return self.installed.cli("update", "download", *words)


@pytest.fixture
def share(installed: Installed, practice: Practice, tmp_path: Path) -> Iterator[Share]:
    if installed.version() != VERSION:
        installed.install_anew()
    yield Share(installed, practice, tmp_path)
    installed.wine.stop()


def bring(share: Share, setup: Path) -> None:
    """Offer a setup and let the program fetch it."""
    share.offer(setup.name, setup.read_bytes())
    status, answer = share.download()
    assert status == 0, answer
    assert answer["details"]["ready"] == NEWER


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
    installed: Installed, share: Share, newer: Path
) -> None:
    bring(share, newer)
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
    installed: Installed, share: Share, broken: Path
) -> None:
    assert installed.install(broken) == 6, "by hand too"
    assert installed.version() == VERSION
    bring(share, broken)
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
    installed: Installed, share: Share, newer: Path
) -> None:
    bring(share, newer)
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


def test_what_is_altered_or_older_or_signed_by_others_is_refused(installed: Installed, share: Share) -> None:
    name = f"jibao-setup-{NEWER}.exe"
    share.offer(f"jibao-setup-{OLDER}.exe", b"MZ older")
    assert share.download()[1]["details"]["newer"] == ""
    share.offer(name, b"MZ newer")
    altered("app", by="packs")(share.bureau)
    assert code_of(share.download()) == "updates.forged"
    share.offer(name, b"MZ newest")
    for laid_down in (share.bureau.folder / "targets" / "app" / "windows-x64").glob(f"*.{name}"):
        laid_down.write_bytes(b"MZ others")
    assert code_of(share.download()) == "updates.tampered"
    assert not list((installed.data / FOLDER).glob("*.exe"))


def code_of(answered: tuple[int, dict[str, Any]]) -> str:
    status, answer = answered
    assert status != 0
    return str(answer["problems"][0]["code"])
