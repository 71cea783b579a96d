"""Keys of stores made from the master key; files of the former format, whose keys are wrapped, go on opening."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from client.base.errors import UserError
from client.base.home import KEYS_FILE
from client.keys import HOME, Keychain, keyfile, unlock, unlock_by_card
from client.keys.derived import Derived, derive, derived
from client.keys.wraps import new_key

FIRM, OTHER = "91441300MA58H0D25G", "91440300MA5EXAMPL2"
WORDS, CARD = "正确 的 passphrase", "PZHVJ-M525H-1N45M-R9ZXF-KYV94-NF26V"
FORMER = Path(__file__).parent / "keys_format_2.json"
"""Written by the version before this one, for ``WORDS`` and ``CARD``; with it these keys:"""
KEYS = {
    HOME: "0fbba56191bc601bb84fc6f9876efa4aa6a0b8c5958301c61a1964154b2b78ff",
    FIRM: "33f9e17f8c594c505ca2f1b536a05e724d713e4eb11791dcada6cc4b7c65fa8e",
}


@pytest.fixture
def former(tmp_path: Path) -> Path:
    """A home with a key file of the former format."""
    (tmp_path / KEYS_FILE).write_bytes(FORMER.read_bytes())
    return tmp_path


def test_the_key_is_the_same_for_ever() -> None:
    how = Derived(bytes(range(16)), bytes.fromhex("ff8b440bbb349490b0a1be04edb3e49f"))
    assert derive(bytes(range(32)), how) == bytes.fromhex(
        "5a9af1cd4937931c636994db369b62795da290cc323dbb2245fdd8e719d0df64"
    )


def test_each_store_has_another_key_and_the_master_key_is_none_of_them() -> None:
    master = new_key()
    keys = {derive(master, derived(master)) for _ in range(8)}
    assert len(keys - {None, master}) == 8


def test_another_master_key_or_an_altered_entry_gives_none() -> None:
    master = new_key()
    how = derived(master)
    for other in (new_key(), b"", master[:-1], master + b"\0"):
        assert derive(other, how) is None
    salt, check = bytes([how.salt[0] ^ 1]) + how.salt[1:], bytes([how.check[0] ^ 1]) + how.check[1:]
    for altered in (Derived(salt, how.check), Derived(how.salt, check), Derived(b"", b"")):
        assert derive(master, altered) is None


@pytest.mark.parametrize("field", ["salt", "check"])
def test_an_entry_cut_short_is_damage(tmp_path: Path, field: str) -> None:
    unlock(tmp_path, passphrase=WORDS, create=True)
    path = tmp_path / KEYS_FILE
    held = json.loads(path.read_text("utf-8"))
    held["stores"][HOME][field] = "AAAA"
    path.write_text(json.dumps(held), "utf-8")
    with pytest.raises(UserError, match=r"keys\.damaged"):
        unlock(tmp_path, passphrase=WORDS, create=False)


def test_a_file_of_the_former_format_opens_and_stays_as_it_is(former: Path) -> None:
    for keys in (unlock(former, passphrase=WORDS, create=False), unlock_by_card(former, CARD)):
        assert {name: keys.key(name).hex() for name in keys.names} == KEYS
    assert (former / KEYS_FILE).read_bytes() == FORMER.read_bytes()


def test_a_store_made_in_a_home_of_the_former_format_has_a_derived_key(former: Path) -> None:
    made = unlock(former, passphrase=WORDS, create=False).make(OTHER).hex()
    for keys in (unlock(former, passphrase=WORDS, create=False), unlock_by_card(former, CARD)):
        assert {name: keys.key(name).hex() for name in keys.names} == {**KEYS, OTHER: made}
    held = json.loads((former / KEYS_FILE).read_text("utf-8"))
    assert held["format"] == 3
    assert [type(each) for each in held["stores"].values()] == [str, str, dict]


def test_a_key_of_this_home_stays_derived_and_one_from_elsewhere_is_wrapped(tmp_path: Path) -> None:
    for name in ("own", "backup", "elsewhere"):
        (tmp_path / name).mkdir()
    keys, elsewhere = Keychain.loose(tmp_path / "own"), Keychain.loose(tmp_path / "elsewhere")
    backup = Keychain(tmp_path / "backup", keyfile.new(), keys.master)
    own, foreign = backup.make(FIRM), elsewhere.make(OTHER)
    keys.bring(FIRM, backup)
    keys.bring(OTHER, elsewhere)
    assert (keys.key(FIRM), keys.key(OTHER)) == (own, foreign)
    held = keyfile.read(tmp_path / "own")
    assert held is not None
    assert {name: type(each) for name, each in held.stores.items()} == {FIRM: Derived, OTHER: bytes}
    assert Keychain(tmp_path, held, keys.master).key(OTHER) == foreign


MAKE = """
import os, sys
from pathlib import Path
from client.keys import unlock
replace = Path.replace
def killed(draft, path):
    if sys.argv[3] == "after":
        replace(draft, path)
    os._exit(9)
keys = unlock(Path(sys.argv[1]), passphrase=sys.argv[2], create=False)
Path.replace = killed
keys.make(sys.argv[4])
"""


@pytest.mark.parametrize("when", ["before", "after"])
def test_killed_while_a_key_is_made_the_former_ones_are_there(former: Path, root: Path, when: str) -> None:
    words = [sys.executable, "-c", MAKE, str(former), WORDS, when, OTHER]
    around = {**os.environ, "PYTHONPATH": str(root), "PYTHONUTF8": "1"}
    assert subprocess.run(words, cwd=root, env=around, check=False).returncode == 9
    keys = unlock(former, passphrase=WORDS, create=False)
    assert {name: keys.key(name).hex() for name in KEYS} == KEYS
    assert (OTHER in keys.names) == (when == "after")
    assert len(keys.make(OTHER)) == 32
