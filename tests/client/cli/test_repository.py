"""The bureau publishes on the command line: keys, signatures of several people, a release that clients believe."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest

from client.net.library import Library
from client.net.over_folder import FolderTransport
from client.publishing import FolderShelf, Repository
from forms.pack.loader import folder_of
from tests.client.cli.conftest import Run

KEEPERS = {
    "root": (2, ("a", "b", "c")),
    "targets": (1, ("t",)),
    "packs": (2, ("li", "wang", "zhao")),
    "keys": (1, ("k",)),
    "app": (1, ("maker",)),
    "snapshot": (1, ("server",)),
    "timestamp": (1, ("server",)),
}


@pytest.fixture
def desk(tmp_path: Path, run: Run) -> Path:
    """Everybody's key and the list of who holds which role."""
    for name in sorted({name for _, names in KEEPERS.values() for name in names}):
        assert run("repository", "key", tmp_path / f"{name}.pem")[0] == 0
    text = "".join(
        f"[{role}]\nneeded = {needed}\nkeys = {json.dumps([f'{name}.pem.pub' for name in names])}\n"
        for role, (needed, names) in KEEPERS.items()
    )
    (tmp_path / "holders.toml").write_text(text, "utf-8")
    return tmp_path


def key(desk: Path, *names: str) -> list[object]:
    return [word for name in names for word in ("--key", desk / f"{name}.pem")]


def test_from_keys_to_a_release_that_a_client_believes(desk: Path, home: Path, run: Run) -> None:
    at = desk / "库"
    status, answer = run("repository", "found", at, "--holders", desk / "holders.toml")
    assert (status, answer["repository"]["waiting"]["root"]) == (0, 2)
    status, answer = run("repository", "release", at, *key(desk, "server"))
    assert (status, answer["problems"][0]["code"]) == (2, "publishing.unsigned")
    run("repository", "sign", at, *key(desk, "a", "c", "t", "li", "zhao", "k", "maker"))
    assert run("repository", "release", at, *key(desk, "server"))[0] == 0

    setup = desk / "setup.exe"
    setup.write_bytes(b"MZ")
    run(
        "repository",
        "add-pack",
        at,
        folder_of("gd-eic"),
        "--note",
        "首发",
        "--accepted-until",
        "2026-11-07",
    )
    run("repository", "add-app", at, setup, "--version", "1.4.2", "--note-en", "Faster")
    status, answer = run("repository", "sign", at, *key(desk, "wang", "maker"))
    assert answer["repository"]["waiting"]["packs"] == 1
    status, answer = run("repository", "sign", at, *key(desk, "li"))
    status, answer = run("repository", "release", at, *key(desk, "server"))
    assert answer["repository"]["published"]["app"] == ["app/windows-x64/jibao-setup-1.4.2.exe"]

    root = Repository(FolderShelf(at)).first_root() or b""
    library = Library(home / "tuf", root, at.as_uri(), FolderTransport())
    (pack,), (app,) = library.offers("packs"), library.offers("app")
    assert (pack.note("zh"), pack.custom["accepted_until"], app.note("en")) == ("首发", "2026-11-07", "Faster")
    bundle = desk / "制度.jbpack"
    assert run("repository", "bundle", at, "--out", bundle)[0] == 0
    with zipfile.ZipFile(bundle) as archive:
        archive.extractall(desk / "stick")
    carried = Library(home / "carried", root, (desk / "stick").as_uri(), FolderTransport())
    assert [carried.read(each) for each in carried.offers("packs")] == [library.read(pack)]
    status, answer = run("repository", "withdraw", at, pack.name)
    run("repository", "sign", at, *key(desk, "li", "wang"))
    run("repository", "release", at, *key(desk, "server"))
    assert library.offers("packs") == []
    assert run("repository", "stamp", at, *key(desk, "server"))[0] == 0
    assert run("repository", "show", at)[1]["repository"]["timestamp"]


def test_a_key_with_a_passphrase_opens_by_it_alone(desk: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JIBAO_KEY_PASSPHRASE", "保管人自己的口令")
    sealed = desk / "sealed.pem"
    assert run("repository", "key", sealed)[0] == 0
    assert b"ENCRYPTED" in sealed.read_bytes()
    status, answer = run("repository", "key", sealed)
    assert answer["problems"][0]["code"] == "publishing.key-exists"
    assert run("repository", "sign", desk / "库", "--key", sealed)[0] == 0
    monkeypatch.setenv("JIBAO_KEY_PASSPHRASE", "别人的")
    status, answer = run("repository", "sign", desk / "库", "--key", sealed)
    assert (status, answer["problems"][0]["code"]) == (2, "publishing.key-unreadable")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("[root", "publishing.holders"),
        ("[root]\nkeys = []", "publishing.holders"),
        ("[bosses]\nneeded = 1\nkeys = []", "publishing.holders"),
        ('[root]\nneeded = 1\nkeys = ["nobody.pub"]', "publishing.key-unreadable"),
        ('[root]\nneeded = 4\nkeys = ["a.pem.pub"]', "publishing.threshold"),
    ],
)
def test_a_list_of_holders_that_cannot_be_is_named(desk: Path, run: Run, text: str, code: str) -> None:
    (desk / "holders.toml").write_text(text, "utf-8")
    status, answer = run("repository", "found", desk / "库", "--holders", desk / "holders.toml")
    assert (status, answer["problems"][0]["code"]) == (2, code)
