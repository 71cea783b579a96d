"""``keys.json``: which wraps of the master key there are, and how each store's key comes from the master key.

It holds no secret in the clear and goes into every backup: without it the stores' keys are lost.
"""

from __future__ import annotations

from pathlib import Path

import msgspec

from client.base.errors import UserError, WorldError
from client.base.files import at_most, write_private
from client.base.home import KEYS_FILE
from client.base.reasons import reason_of
from client.keys.derived import Derived
from client.keys.wraps import PassphraseWrap, RecoveryWrap

_LARGEST = 64 * 1024 * 1024
_FORMAT = 3
"""Of format 1 are files of homes with a single store; up to 2 every store's key is wrapped, none is derived.

What is written is always of the newest; wrapped keys stay so, since the stores are sealed with them.
"""


class KeyringWrap(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The master key lies in the system's keyring, under this account name."""

    account: str


class KeyFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """The key file. ``stores`` says by name how a store's key is derived from the master key, or holds it wrapped.

    Wrapped are keys not made here: of a store that came from another home, or that a former version made.
    """

    format: int
    stores: dict[str, bytes | Derived]
    keyring: KeyringWrap | None = None
    passphrase: PassphraseWrap | None = None
    recovery: RecoveryWrap | None = None


def read(home: Path) -> KeyFile | None:
    """The key file of a home, None if it has none. Raises ``UserError``: ``keys.damaged``, ``keys.newer``."""
    path = home / KEYS_FILE
    try:
        data = at_most(path, _LARGEST)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise WorldError("keys.unreadable", file=path, reason=reason_of(error)) from error
    try:
        if msgspec.json.decode(data, type=_Versioned).format > _FORMAT:
            raise UserError("keys.newer", file=path)
        found = msgspec.json.decode(data, type=KeyFile)
    except msgspec.DecodeError as error:
        raise UserError("keys.damaged", file=path) from error
    found = msgspec.structs.replace(found, format=_FORMAT)
    derived = (each for each in found.stores.values() if isinstance(each, Derived))
    stretched = found.passphrase is None or found.passphrase.argon2id.sensible()
    if not (stretched and all(each.sensible() for each in derived)):
        raise UserError("keys.damaged", file=path)
    return found


def write(home: Path, keys: KeyFile) -> None:
    """Replace the key file in one step: written beside it, flushed, renamed; mode 0600.

    Raises ``WorldError('keys.not-written')``; the file that was there is then still there.
    """
    path = home / KEYS_FILE
    try:
        write_private(path, msgspec.json.format(msgspec.json.encode(keys), indent=2))
    except OSError as error:
        raise WorldError("keys.not-written", file=path, reason=reason_of(error)) from error


def new(stores: dict[str, bytes | Derived] | None = None) -> KeyFile:
    """A key file of today's form: keys by store, and no way in yet."""
    return KeyFile(_FORMAT, stores or {})


class _Versioned(msgspec.Struct):
    format: int
