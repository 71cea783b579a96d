"""What a person's computer goes through: install, use, update, refuse, uninstall."""

from __future__ import annotations

import json
import os
import random
import shutil
import subprocess
import time
import zipfile
from contextlib import suppress
from pathlib import Path

import pytest

from client.base.version import VERSION
from client.tour.script import sample
from installer.build import PORTABLE
from installer.wine import Wine
from tests.installed.conftest import NEWER, OLDER, PASSPHRASE, Installed, kill, wait_until

pytestmark = pytest.mark.timeout(3600)


def test_it_installs_without_a_question_and_says_so_to_windows(installed: Installed) -> None:
    assert (installed.folder / "jibao.exe").exists()
    assert (installed.folder / "uninstall.exe").exists()
    assert installed.start_menu.exists()
    assert installed.known(r"Microsoft\Windows\CurrentVersion\Uninstall\Jibao")
    assert installed.known(r"Classes\.jbsub")


def test_every_self_test_passes_where_it_is_installed(installed: Installed, tmp_path: Path) -> None:
    out, picture = tmp_path / "self-test.json", tmp_path / "window.png"
    words = ["--self-test", installed.wine.path(out), "--picture", installed.wine.path(picture)]
    done = installed.wine.run([str(installed.folder / "jibao.exe"), *words], limit=600)
    told = json.loads(out.read_text("utf-8"))
    failed = {name: check for name, check in told["checks"].items() if not check["ok"]}
    assert not failed, failed
    assert told["ok"] is True
    assert done.returncode == 0
    assert told["checks"]["program"]["packed"]
    assert told["checks"]["program"]["encoding"] == "cp936", "as on a Chinese Windows"
    assert told["checks"]["keys"] == {**told["checks"]["keys"], "keyring": True, "passphrase": False}
    assert picture.read_bytes().startswith(b"\x89PNG")


def test_the_real_window_opens(installed: Installed) -> None:
    installed.wine.extra = {"JIBAO_PASSPHRASE": PASSPHRASE}
    words = ["--window", "--exit-when-shown"]
    done = installed.wine.run([str(installed.folder / "jibao.exe"), *words], limit=300)
    installed.wine.extra = {}
    assert done.returncode == 0, done.stdout


def test_a_month_is_imported_filed_and_its_receipt_verified(installed: Installed, tmp_path: Path) -> None:
    story, home = sample(), tmp_path / "张三 的数据"
    book = shutil.copy(story.path, tmp_path)
    words = ["import", installed.wine.path(Path(book)), "--enterprise", story.firm, "--period", story.period]
    status, answer = installed.cli(*words, home=home)
    assert (status, answer["problems"]) == (1, []), "the slips of the sample are found"
    status, answer = installed.cli("submit", "--form", "JB", "--enterprise", story.firm, home=home)
    filed = [each for each in answer["filed"] if each["receipt_no"]]
    assert [each["verified"] for each in filed] == [True]
    receipt = next(iter((home / "receipts").glob("*.jbreceipt")))
    profile = home / "practice" / "profile.json"
    words = ["receipt", "verify", installed.wine.path(receipt), "--profile", installed.wine.path(profile)]
    status, answer = installed.cli(*words)
    assert (status, answer["receipt"]["verdict"]) == (0, "trusted")


def test_it_is_not_updated_while_it_runs(installed: Installed) -> None:
    installed.wine.extra = {"JIBAO_PASSPHRASE": PASSPHRASE}
    running = installed.wine.start([str(installed.folder / "jibao.exe")])
    installed.wine.extra = {}
    try:
        wait_until(lambda: any(installed.data.rglob("*.lock")))
        assert installed.install() == 4
    finally:
        kill(installed.wine, running)


def test_an_update_keeps_the_data_and_a_downgrade_is_refused(installed: Installed, older: Path) -> None:
    installed.uninstall()
    assert installed.install(older) == 0
    assert installed.version() == OLDER
    story = sample()
    words = ["import", installed.wine.path(story.path), "--enterprise", story.firm, "--period", story.period]
    status, answer = installed.cli(*words, home=installed.data)
    assert (status, answer["problems"]) == (1, [])
    before = {path: path.stat().st_size for path in installed.data.rglob("*.store")}
    stale = installed.folder / "lib-0.0.1"
    stale.mkdir()
    (stale / "old.dll").write_text("", "utf-8")
    assert installed.install() == 0
    assert not stale.exists(), "libraries of an older version go"
    _, answer = installed.cli("status", "--enterprise", story.firm, home=installed.data)
    assert [each["form"] for each in answer["returns"]] == ["JB", "JY", "YF", "XM"]
    assert set(before) <= set(installed.data.rglob("*.store"))
    assert installed.install(older) == 5
    assert installed.version() == VERSION


def cut_off(installed: Installed, setup: Path, words: list[str], seconds: float) -> None:
    """Run a setup and end it, whatever it is doing, after so long."""
    running = installed.wine.start([str(setup), "/S", *words])
    with suppress(subprocess.TimeoutExpired):  # still at it, which is what is wanted
        running.wait(seconds)
    kill(installed.wine, running)


@pytest.mark.parametrize("words", [[], ["/WAIT=999999"]], ids=["by hand", "by the program"])
def test_killed_in_the_middle_of_an_update_one_version_starts(
    installed: Installed, newer: Path, words: list[str]
) -> None:
    chance = random.Random(str(words))
    started = time.monotonic()
    assert installed.install(newer, *words) == 0
    whole = time.monotonic() - started
    came = NEWER
    for _ in range(int(os.environ.get("JIBAO_KILLS", "4"))):
        if came == NEWER:
            installed.install_anew()
        cut_off(installed, newer, words, chance.uniform(0.05, 1) * whole)
        came = installed.version()
        assert came in (VERSION, NEWER)
    assert installed.install(newer, *words) == 0, "what was cut off is finished by running it again"
    assert installed.version() == NEWER
    installed.install_anew()


def test_killed_in_the_middle_of_the_first_installation_the_next_one_is_whole(installed: Installed) -> None:
    chance = random.Random(20261127)
    started = time.monotonic()
    installed.install_anew()
    whole = time.monotonic() - started
    for _ in range(3):
        installed.uninstall()
        shutil.rmtree(installed.folder, ignore_errors=True)
        cut_off(installed, installed.setup, [], chance.uniform(0.1, 1) * whole)
        if all((installed.folder / name).exists() for name in ("jibao.exe", "jibao-cli.exe")):
            assert installed.version() == VERSION, "a program that is there is whole"
        assert installed.install() == 0
    assert installed.version() == VERSION


def test_a_setup_that_was_tampered_with_does_not_run(installed: Installed, tmp_path: Path) -> None:
    data = bytearray(installed.setup.read_bytes())
    data[len(data) // 2] ^= 1
    tampered = tmp_path / "setup.exe"
    tampered.write_bytes(data)
    installed.uninstall()
    assert installed.install(tampered) != 0
    assert not (installed.folder / "jibao.exe").exists()


def test_uninstalling_leaves_the_data_and_nothing_else(installed: Installed) -> None:
    installed.data.mkdir(exist_ok=True)
    mine = installed.data / "mine.txt"
    mine.write_text("mine", "utf-8")
    own = installed.folder / "我的文件.txt"
    own.write_text("mine", "utf-8")
    installed.uninstall()
    wait_until(lambda: not (installed.folder / "uninstall.exe").exists())
    assert [path.name for path in installed.folder.iterdir()] == ["我的文件.txt"]
    assert mine.exists()
    assert not installed.start_menu.exists()
    assert not installed.known(r"Microsoft\Windows\CurrentVersion\Uninstall\Jibao")
    assert not installed.known(r"Classes\.jbsub")
    own.unlink()
    installed.folder.rmdir()


def test_a_double_click_opens_the_file_in_the_window(installed: Installed, tmp_path: Path) -> None:
    """Started as the registry tells Windows to; a broken file, because what it is refused for is in the log."""
    for kind in ("Submission", "Pack"):
        asked = installed.wine.run(["reg", "query", rf"HKCU\Software\Classes\Jibao.{kind}\shell\open\command"])
        assert r'Programs\Jibao\jibao.exe" "%1"' in asked.stdout
    file, log = tmp_path / "报送.jbsub", installed.data / "logs" / "jibao.log"
    file.write_bytes(b"cut off")
    installed.wine.extra = {"JIBAO_PASSPHRASE": PASSPHRASE}
    running = installed.wine.start([str(installed.folder / "jibao.exe"), installed.wine.path(file)])
    installed.wine.extra = {}
    try:
        wait_until(lambda: log.exists() and "[handed.broken]" in log.read_text("utf-8"))
    finally:
        kill(installed.wine, running)


def test_the_portable_program_keeps_its_data_beside_itself(wine: Wine, tmp_path: Path) -> None:
    folder = tmp_path / "U 盘"
    with zipfile.ZipFile(Path(os.environ["JIBAO_SETUP"]).with_name(PORTABLE.name)) as archive:
        archive.extractall(folder)
    wine.extra = {"JIBAO_PASSPHRASE": PASSPHRASE}
    words = ["settings", "set", "display.theme", "dark", "--json"]
    done = wine.run([str(folder / "jibao" / "jibao-cli.exe"), *words], limit=300)
    wine.extra = {}
    assert done.returncode == 0, done.stdout
    assert (folder / "jibao" / "data" / "home.store").exists()
