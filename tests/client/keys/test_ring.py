"""What can be wrong with a keyring, each by its own name."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import keyring
import pytest
from keyring.backends import null
from keyring.errors import InitError, KeyringError, KeyringLocked, NoKeyringError, PasswordSetError

from client.base.errors import UserError
from client.keys import ring as system_ring


class WindowsError8(OSError):
    """As Windows' own error reaches us: a number in ``winerror``."""

    def __init__(self, number: int) -> None:
        super().__init__("CredWrite")
        self.winerror = number


FAILURES = [
    (NoKeyringError("none"), "keys.no-keyring"),
    (KeyringLocked("locked"), "keys.keyring-locked"),
    (InitError("collection"), "keys.keyring-locked"),
    (WindowsError8(1312), "keys.no-logon-session"),
    (WindowsError8(1783), "keys.too-long"),
    (WindowsError8(8), "keys.keyring-full"),
    (WindowsError8(5), "keys.keyring-failed"),
    (PasswordSetError("cancelled"), "keys.keyring-failed"),
    (KeyringError("other"), "keys.keyring-failed"),
    (RuntimeError("bus"), "keys.keyring-failed"),
]


def test_what_is_put_is_got(ring: Any) -> None:
    secret = os.urandom(32)
    system_ring.put("account", secret)
    assert system_ring.get("account") == secret
    assert system_ring.get("other") is None


def test_what_is_removed_is_gone(ring: Any) -> None:
    system_ring.put("account", b"secret")
    system_ring.remove("account")
    system_ring.remove("account")
    assert system_ring.get("account") is None


@pytest.mark.parametrize(("failure", "code"), FAILURES)
@pytest.mark.parametrize("act", ["put", "get", "remove"])
def test_each_failure_has_its_name(ring: Any, failure: Exception, code: str, act: str) -> None:
    ring.failure = failure
    arguments = ("account", b"secret") if act == "put" else ("account",)
    with pytest.raises(UserError) as refused:
        getattr(system_ring, act)(*arguments)
    assert refused.value.code == code
    assert "secret" not in refused.value.what("zh") + refused.value.remedy("zh")


def test_an_item_too_long_for_windows_is_refused_everywhere(ring: Any) -> None:
    with pytest.raises(UserError, match=r"keys\.too-long"):
        system_ring.put("account", b"x" * 1000)
    system_ring.put("account", b"x" * 950)


def test_a_keyring_that_keeps_nothing_is_none() -> None:
    keyring.set_keyring(null.Keyring())
    with pytest.raises(UserError, match=r"keys\.no-keyring"):
        system_ring.put("account", b"secret")


def test_a_keyring_that_forgets_is_noticed(ring: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ring, "set_password", lambda *_: None)
    with pytest.raises(UserError, match=r"keys\.keyring-failed"):
        system_ring.put("account", b"secret")


def test_on_windows_the_item_stays_on_this_machine(ring: Any) -> None:
    # Windows' backend has this property and roams by default; through a chain of backends too.
    ring.persist = "enterprise"
    system_ring.put("account", b"secret")
    assert ring.persist == "local machine"


def test_what_keyring_imports_for_archives_alone_is_loaded_by_an_archive_alone() -> None:
    """In a Python of its own: the filter that a helper composes while it is imported works all the same."""
    script = """
import sys
from client.keys import ring
ring._load()
import tarfile as later
assert not {"backports.tarfile"} & sys.modules.keys()
from jaraco.context import _default_filter
print(_default_filter(later.TarInfo("folder/file"), "/").name)
try:
    _default_filter(later.TarInfo("folder/../../file"), "/somewhere")
except Exception as error:
    print(type(error).__name__)
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, encoding="utf-8", check=True)
    assert done.stdout.split() == ["file", "OutsideDestinationError"]


CHOICE = """
import sys
from client.keys import ring
ring._OWN[sys.platform] = "{own}"
try:
    print(type(ring._backend()).__module__, "importlib_metadata" in sys.modules)
except ring.UserError as error:
    print(error.code, "importlib_metadata" in sys.modules)
"""


@pytest.mark.parametrize(
    ("own", "environment", "file", "told"),
    [
        ("tests.bench.file_keyring.Keyring", "", "", "tests.bench.file_keyring False"),
        ("tests.bench.file_keyring.Keyring", "keyring.backends.null.Keyring", "", "keys.no-keyring False"),
        ("tests.bench.file_keyring.Keyring", "", "keyring.backends.null.Keyring", "keys.no-keyring False"),
        ("keyring.backends.Windows.WinVaultKeyring", "", "", "keys.no-keyring True"),
        ("nothing.of.the.kind", "", "", "keys.no-keyring True"),
    ],
)
def test_the_systems_own_is_taken_unless_another_was_chosen(
    tmp_path: Path, own: str, environment: str, file: str, told: str
) -> None:
    """In a Python of its own; where the system's cannot be used keyring looks for another itself."""
    around = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON_KEYRING", "DBUS"))}
    around |= {"XDG_CONFIG_HOME": str(tmp_path), "HOME": str(tmp_path), "LOCALAPPDATA": str(tmp_path)}
    if environment:
        around["PYTHON_KEYRING_BACKEND"] = environment
    config = config_folder(tmp_path) / "keyringrc.cfg"
    config.parent.mkdir(parents=True, exist_ok=True)
    if file:
        config.write_text(f"[backend]\ndefault-keyring={file}\n", "utf-8")
    done = subprocess.run(
        [sys.executable, "-c", CHOICE.format(own=own)],
        env=around,
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    assert done.stdout.strip() == told


def config_folder(home: Path) -> Path:
    return home / ("Python Keyring" if sys.platform == "win32" else "python_keyring")
