"""The operating system's keyring, and what can be wrong with it, each by its own name."""

from __future__ import annotations

import base64
import binascii
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING

from client.base.errors import UserError
from client.base.lazy_modules import Late, put_off

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

SERVICE = "Jibao"
LONGEST = 1279
"""Windows keeps 2,560 bytes an item, and python-keyring writes two bytes a character."""

_UNUSED = (
    *("urllib.request", "more_itertools", "logging"),
    *("importlib_metadata", "importlib.metadata", "configparser", "platform", "subprocess", "tempfile"),
    "inspect",
    *("tarfile", "backports"),
)
"""What keyring and the helpers it stands on import for other calls than ours: the greater part of its import."""

_OWN = {"win32": "keyring.backends.Windows.WinVaultKeyring"}
"""What keyring comes to on a system after it has looked through every installed package for others."""
_CHOSEN_BY, _CHOSEN_IN = "PYTHON_KEYRING_BACKEND", "keyringrc.cfg"
"""Where somebody may have chosen another one: in the environment, in a file of keyring's."""

# Windows' error numbers: CredWrite and CredRead.
_WINDOWS = {1312: "keys.no-logon-session", 1783: "keys.too-long", 8: "keys.keyring-full"}


def put(account: str, secret: bytes) -> None:
    """Keep ``secret`` under ``account`` and read it back.

    Raises ``UserError``: ``keys.no-keyring``, ``keys.keyring-locked``, ``keys.no-logon-session``,
    ``keys.too-long``, ``keys.keyring-full``, ``keys.keyring-failed``.
    """
    text = base64.b64encode(secret).decode()
    if len(text) > LONGEST:
        raise UserError("keys.too-long")
    with _named():
        backend = _backend()
        backend.set_password(SERVICE, account, text)
        kept = backend.get_password(SERVICE, account)
    if kept != text:
        raise UserError("keys.keyring-failed", kind="read-back")


def get(account: str) -> bytes | None:
    """What is kept under ``account``, None if nothing is; raises as ``put``, and ``keys.keyring-garbled``."""
    with _named():
        text = _backend().get_password(SERVICE, account)
    if text is None:
        return None
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        raise UserError("keys.keyring-garbled") from error


def remove(account: str) -> None:
    """Forget what is kept under ``account``; nothing there is no error."""
    with _named():
        backend = _backend()
        if backend.get_password(SERVICE, account) is not None:
            backend.delete_password(SERVICE, account)


def _backend() -> KeyringBackend:
    """The keyring chosen by the system or by ``PYTHON_KEYRING_BACKEND``, never one that keeps nothing."""
    _load()
    import keyring
    from keyring.backends import fail, null

    _choose()
    backend = keyring.get_keyring()
    if isinstance(backend, (fail.Keyring, null.Keyring)):
        raise UserError("keys.no-keyring")
    for each in (backend, *getattr(backend, "backends", ())):
        if hasattr(each, "persist"):
            # Windows' default roams to other computers of the domain with the person's profile.
            each.persist = "local machine"
    return backend


def _choose() -> None:
    """Take the system's own keyring unless there is another choice: looking for more is a quarter of a start."""
    from keyring import core
    from keyring.util.platform_ import config_root

    own = _OWN.get(sys.platform)
    chosen = (
        vars(core).get("_keyring_backend") or _CHOSEN_BY in os.environ or (config_root() / _CHOSEN_IN).exists()
    )
    if own is None or chosen:
        return
    with suppress(ImportError, RuntimeError):  # it cannot be used here: keyring looks for others
        core.set_keyring(core.load_keyring(own))


def _load() -> None:
    """Import keyring, without which no start is possible and with all of which it is a tenth of the start."""
    with put_off(*_UNUSED) as stand_ins:
        # A helper composes a filter of one of these while it is imported, for a call that unpacks archives.
        if "tarfile" in stand_ins:
            stand_ins["tarfile"].data_filter = partial(_filtered, "tarfile")
        if "backports" in stand_ins:
            stand_ins["backports"].tarfile = Late("backports.tarfile")
            stand_ins["backports"].tarfile.data_filter = partial(_filtered, "backports.tarfile")
        import_module("keyring.core")


def _filtered(module: str, *words: object) -> object:
    return import_module(module).data_filter(*words)


@contextmanager
def _named() -> Iterator[None]:
    _load()
    from keyring.errors import InitError, KeyringLocked, NoKeyringError

    try:
        yield
    except NoKeyringError as error:
        raise UserError("keys.no-keyring") from error
    except (KeyringLocked, InitError) as error:
        raise UserError("keys.keyring-locked") from error
    except _failures() as error:
        number = getattr(error, "winerror", None)
        raise UserError(_WINDOWS.get(number or 0, "keys.keyring-failed"), kind=type(error).__name__) from error


def _failures() -> tuple[type[Exception], ...]:
    """Keyring's own errors, and what its backends let through from below: Windows, message bus, disk."""
    from keyring.errors import KeyringError

    found: list[type[Exception]] = [KeyringError, OSError, RuntimeError]
    for module, name in (
        ("win32ctypes.pywin32.pywintypes", "error"),
        ("secretstorage.exceptions", "SecretStorageException"),
    ):
        try:
            found.append(getattr(import_module(module), name))
        except ImportError:
            continue
    return tuple(found)
