"""From a home to its key, and everything that can be wrong on the way: never a fresh store by mistake."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
from pathlib import Path
from typing import Any

import keyring
import pytest
from keyring.backends import fail

from client.base.errors import UserError, WorldError
from client.base.home import KEYS_FILE, STORE_FILE
from client.keys import HOME, Keychain, unlock
from client.store import Store

WORDS = "正确 的 passphrase"


def code_of(home: Path, passphrase: str | None = None, create: bool = True) -> str:
    """The code of the error that unlocking ends in."""
    with pytest.raises(UserError) as refused:
        unlock(home, passphrase=passphrase, create=create)
    error = refused.value
    for language in ("zh", "en"):
        assert error.what(language) != error.code, f"{error.code} has no words"  # type: ignore[arg-type]
        assert "{" not in error.what(language) + error.remedy(language)  # type: ignore[arg-type]
    return error.code


def change(home: Path, **fields: Any) -> None:
    """Doctor the key file; None removes a field."""
    path = home / KEYS_FILE
    held = {**json.loads(path.read_text("utf-8")), **fields}
    path.write_text(json.dumps({name: value for name, value in held.items() if value is not None}), "utf-8")


def test_a_passphrase_makes_and_opens_a_home(tmp_path: Path) -> None:
    key = unlock(tmp_path, passphrase=WORDS, create=True).key(HOME)
    assert len(key) == 32
    assert unlock(tmp_path, passphrase=WORDS, create=False).key(HOME) == key


def test_another_home_has_another_key(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
    keys = {unlock(tmp_path / name, passphrase=WORDS, create=True).key(HOME) for name in ("a", "b")}
    assert len(keys) == 2


def test_a_wrong_passphrase_is_named_and_changes_nothing(tmp_path: Path) -> None:
    unlock(tmp_path, passphrase=WORDS, create=True)
    before = (tmp_path / KEYS_FILE).read_bytes()
    for wrong in ("wrong", "", WORDS + " ", WORDS.upper()):
        assert code_of(tmp_path, wrong) == "keys.wrong-passphrase"
    assert (tmp_path / KEYS_FILE).read_bytes() == before


def test_full_width_letters_are_the_same_passphrase(tmp_path: Path) -> None:
    key = unlock(tmp_path, passphrase="Abc123", create=True).key(HOME)
    assert unlock(tmp_path, passphrase="Ａｂｃ１２３", create=False).key(HOME) == key


def test_no_keyring_and_no_passphrase_makes_nothing(tmp_path: Path) -> None:
    assert code_of(tmp_path) == "keys.no-keyring"
    assert list(tmp_path.iterdir()) == []


def test_a_home_with_a_passphrase_asks_for_it(tmp_path: Path) -> None:
    unlock(tmp_path, passphrase=WORDS, create=True)
    assert code_of(tmp_path) == "keys.passphrase-needed"


def test_the_key_file_holds_no_secret_and_is_private(tmp_path: Path) -> None:
    key = unlock(tmp_path, passphrase=WORDS, create=True).key(HOME)
    data = (tmp_path / KEYS_FILE).read_bytes()
    assert key not in data
    assert key.hex().encode() not in data
    assert WORDS.encode() not in data
    assert [file.name for file in tmp_path.iterdir()] == [KEYS_FILE]
    if os.name == "posix":
        assert stat.S_IMODE((tmp_path / KEYS_FILE).stat().st_mode) == 0o600


def test_what_a_passphrase_costs_is_in_the_file(tmp_path: Path, root: Path) -> None:
    """As it is shipped: the tests' own homes open more cheaply."""
    words = "import sys; from pathlib import Path; from client.keys import unlock; "
    words += "unlock(Path(sys.argv[1]), passphrase='words', create=True)"
    subprocess.run([sys.executable, "-c", words, str(tmp_path)], cwd=root, check=True)
    held = json.loads((tmp_path / KEYS_FILE).read_text("utf-8"))
    parameters = held["passphrase"]["argon2id"]
    assert parameters["memory"] >= 64 * 1024
    assert parameters["iterations"] >= 3


def test_nothing_there_is_told_when_nothing_may_be_made(tmp_path: Path) -> None:
    assert code_of(tmp_path, WORDS, create=False) == "keys.none"
    assert list(tmp_path.iterdir()) == []


LEFT = (STORE_FILE, f"{STORE_FILE}-wal", f"{STORE_FILE}.head", "jibao.store", "enterprises/9144/returns.store")


@pytest.mark.parametrize("left", LEFT)
@pytest.mark.parametrize("passphrase", [None, WORDS])
def test_a_store_without_its_key_file_is_never_made_anew(
    tmp_path: Path, left: str, passphrase: str | None
) -> None:
    (tmp_path / left).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / left).write_bytes(b"sealed")
    assert code_of(tmp_path, passphrase) == "keys.lost"
    assert [str(file.relative_to(tmp_path)) for file in tmp_path.rglob("*") if file.is_file()] == [left]


@pytest.mark.parametrize("content", ["", "{", "[]", "{}", '{"format": 1}', '{"format": 1, "stores": {"main": 3}}'])
def test_a_damaged_key_file_is_named(tmp_path: Path, content: str) -> None:
    (tmp_path / KEYS_FILE).write_text(content, "utf-8")
    assert code_of(tmp_path, WORDS) == "keys.damaged"
    assert (tmp_path / KEYS_FILE).read_text("utf-8") == content


def test_a_newer_key_file_is_named(tmp_path: Path) -> None:
    (tmp_path / KEYS_FILE).write_text('{"format": 4, "something": "new"}', "utf-8")
    assert code_of(tmp_path, WORDS) == "keys.newer"


@pytest.mark.parametrize(
    "parameters",
    [
        {"memory": 2**31 - 1},
        {"memory": 8},
        {"iterations": 0},
        {"iterations": 10**6},
        {"lanes": 0},
        {"lanes": 1000},
        {"salt": ""},
    ],
)
def test_doctored_parameters_are_refused(tmp_path: Path, parameters: dict[str, Any]) -> None:
    unlock(tmp_path, passphrase=WORDS, create=True)
    wrapped = json.loads((tmp_path / KEYS_FILE).read_text("utf-8"))["passphrase"]
    change(tmp_path, passphrase={**wrapped, "argon2id": {**wrapped["argon2id"], **parameters}})
    assert code_of(tmp_path, WORDS) == "keys.damaged"


def test_a_key_file_of_another_home_is_named(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        unlock(tmp_path / name, passphrase=WORDS, create=True)
    foreign = json.loads((tmp_path / "b" / KEYS_FILE).read_text("utf-8"))
    change(tmp_path / "a", stores=foreign["stores"])
    assert code_of(tmp_path / "a", WORDS) == "keys.wrong-key"


def test_a_key_file_without_the_stores_key_is_named(tmp_path: Path) -> None:
    unlock(tmp_path, passphrase=WORDS, create=True)
    change(tmp_path, stores={})
    assert code_of(tmp_path, WORDS) == "keys.damaged"


def test_a_keyring_makes_and_opens_a_home(tmp_path: Path, ring: Any) -> None:
    key = unlock(tmp_path, passphrase=None, create=True).key(HOME)
    assert unlock(tmp_path, passphrase=None, create=False).key(HOME) == key
    ((service, account),) = ring.items
    assert service == "Jibao"
    assert json.loads((tmp_path / KEYS_FILE).read_text("utf-8"))["keyring"] == {"account": account}
    assert len(ring.items[service, account]) < 1280


def test_homes_do_not_share_their_item(tmp_path: Path, ring: Any) -> None:
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        unlock(tmp_path / name, passphrase=None, create=True)
    assert len(ring.items) == 2


def test_a_passphrase_in_the_environment_does_not_shut_out_the_keyring(tmp_path: Path, ring: Any) -> None:
    key = unlock(tmp_path, passphrase=None, create=True).key(HOME)
    assert unlock(tmp_path, passphrase=WORDS, create=False).key(HOME) == key


def test_a_lost_item_is_named_and_nothing_is_made(tmp_path: Path, ring: Any) -> None:
    unlock(tmp_path, passphrase=None, create=True)
    before = (tmp_path / KEYS_FILE).read_bytes()
    ring.items.clear()
    assert code_of(tmp_path) == "keys.keyring-missing"
    assert (tmp_path / KEYS_FILE).read_bytes() == before
    assert ring.items == {}


def test_a_garbled_item_is_named(tmp_path: Path, ring: Any) -> None:
    unlock(tmp_path, passphrase=None, create=True)
    place = next(iter(ring.items))
    ring.items[place] = "not base64!"
    assert code_of(tmp_path) == "keys.keyring-garbled"
    ring.items[place] = "c2hvcnQ="
    assert code_of(tmp_path) == "keys.wrong-key"


def test_a_keyring_that_went_away_is_named(tmp_path: Path, ring: Any) -> None:
    unlock(tmp_path, passphrase=None, create=True)
    keyring.set_keyring(fail.Keyring())
    assert code_of(tmp_path) == "keys.keyring-changed"


def test_a_key_file_that_cannot_be_written_leaves_no_item_behind(tmp_path: Path, ring: Any) -> None:
    with pytest.raises(WorldError, match=r"keys\.not-written"):
        unlock(tmp_path / "missing", passphrase=None, create=True)
    assert ring.items == {}


def test_the_key_opens_the_store(tmp_path: Path) -> None:
    key = unlock(tmp_path, passphrase=WORDS, create=True).key(HOME)
    with Store.open(tmp_path / STORE_FILE, key) as store:
        store.run(lambda books: books.settings.put("a", b"b"))
    with Store.open(tmp_path / STORE_FILE, unlock(tmp_path, passphrase=WORDS, create=False).key(HOME)) as store:
        assert store.run(lambda books: books.settings.get("a")) == b"b"


def test_a_program_without_a_keyring_says_so(tmp_path: Path) -> None:
    program = (
        "import sys; from pathlib import Path; from client.keys import unlock\n"
        "from client.base.errors import UserError\n"
        "try: unlock(Path(sys.argv[1]), passphrase=None, create=True)\n"
        "except UserError as error: print(error.code)"
    )
    for backend in ("keyring.backends.fail.Keyring", "keyring.backends.null.Keyring"):
        answer = subprocess.run(
            [sys.executable, "-c", program, str(tmp_path)],
            cwd=Path(__file__).parents[3],
            env={**os.environ, "PYTHON_KEYRING_BACKEND": backend},
            capture_output=True,
            text=True,
            check=True,
        )
        assert answer.stdout.strip() == "keys.no-keyring"
    assert list(tmp_path.iterdir()) == []


def test_each_store_has_a_key_of_its_own_under_one_master_key(tmp_path: Path) -> None:
    keys = unlock(tmp_path, passphrase=WORDS, create=True)
    made = {name: keys.make(name) for name in ("914401", "914403")}
    assert len({keys.key(HOME), *made.values()}) == 3
    assert keys.make("914401") == made["914401"]
    again = unlock(tmp_path, passphrase=WORDS, create=False)
    assert {name: again.key(name) for name in made} == made
    assert set(again.names) == {HOME, *made}
    again.forget("914401")
    with pytest.raises(UserError, match=r"keys\.no-such-store"):
        unlock(tmp_path, passphrase=WORDS, create=False).key("914401")


def test_a_key_that_could_not_be_written_is_not_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    keys = unlock(tmp_path, passphrase=WORDS, create=True)

    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as disk:
        disk.setattr(os, "fsync", full)
        with pytest.raises(WorldError, match=r"keys\.not-written"):
            keys.make("914401")
    assert keys.names == (HOME,)


def test_a_loose_keychain_is_opened_by_nobody(tmp_path: Path) -> None:
    Keychain.loose(tmp_path).make(HOME)
    assert code_of(tmp_path, WORDS) == "keys.passphrase-needed"
