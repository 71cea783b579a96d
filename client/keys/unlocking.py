"""From a home to its keychain."""

from __future__ import annotations

from pathlib import Path

import msgspec

from client.base.errors import UserError, WorldError
from client.base.home import KEYS_FILE, has_stores
from client.keys import keyfile, ring
from client.keys.derived import KEY_BYTES, derived
from client.keys.keychain import HOME, Keychain
from client.keys.keyfile import KeyFile, KeyringWrap
from client.keys.recovery import read_code
from client.keys.wraps import (
    new_key,
    store_key,
    unwrap_by_passphrase,
    unwrap_by_recovery,
    wrap_by_passphrase,
)


def unlock(home: Path, *, passphrase: str | None, create: bool) -> Keychain:
    """The keys of the stores in ``home``; a home without keys gets a master key if ``create``.

    A passphrase wraps the new master key if one is given, else the system's keyring does. A home whose
    stores are there but whose key is not always ends in an error, never in new keys. Raises ``UserError``:
    ``keys.none``, ``keys.lost``, ``keys.damaged``, ``keys.newer``, ``keys.wrong-passphrase``,
    ``keys.passphrase-needed``, ``keys.keyring-missing``, ``keys.keyring-changed``, and those of ``ring``.
    """
    held = keyfile.read(home)
    if held is not None:
        return _opened(home, held, _master(held, passphrase))
    if has_stores(home):
        raise UserError("keys.lost", file=home / KEYS_FILE)
    if not create:
        raise UserError("keys.none", home=home)
    return _create(home, passphrase)


def unlock_by_card(home: Path, text: str, held: KeyFile | None = None) -> Keychain:
    """The keys of ``home`` by the code on its recovery card; ``held`` is used in place of its own key file.

    Changes nothing. Raises ``UserError``: ``recovery.…`` (mistyped, no card was made, another card),
    ``keys.none``, ``keys.lost``, ``keys.damaged``, ``keys.newer``.
    """
    code = read_code(text)
    held = held or keyfile.read(home)
    if held is None:
        lost = has_stores(home)
        raise UserError("keys.lost", file=home / KEYS_FILE) if lost else UserError("keys.none", home=home)
    if held.recovery is None:
        raise UserError("recovery.no-card")
    master = unwrap_by_recovery(code, held.recovery)
    if master is None:
        raise UserError("recovery.other-card", card=held.recovery.card, day=held.recovery.made_at[:10])
    return _opened(home, held, master)


def _opened(home: Path, held: KeyFile, master: bytes) -> Keychain:
    """A keychain whose master key is proved on the key of the first store."""
    first = next(iter(held.stores.values()), None)
    if first is None:
        raise UserError("keys.damaged", file=home / KEYS_FILE)
    if len(master) != KEY_BYTES or store_key(master, first) is None:
        raise UserError("keys.wrong-key", file=home / KEYS_FILE)
    return Keychain(home, held, master)


def _create(home: Path, passphrase: str | None) -> Keychain:
    import uuid  # a home is made once and opened every day

    master = new_key()
    keys = keyfile.new({HOME: derived(master)})
    if passphrase is not None:
        keys = msgspec.structs.replace(keys, passphrase=wrap_by_passphrase(passphrase, master))
        keyfile.write(home, keys)
        return Keychain(home, keys, master)
    account = str(uuid.uuid4())
    ring.put(account, master)
    keys = msgspec.structs.replace(keys, keyring=KeyringWrap(account))
    try:
        keyfile.write(home, keys)
    except WorldError:
        ring.remove(account)
        raise
    return Keychain(home, keys, master)


def _master(held: KeyFile, passphrase: str | None) -> bytes:
    if held.passphrase is not None and passphrase is not None:
        master = unwrap_by_passphrase(passphrase, held.passphrase)
        if master is None:
            raise UserError("keys.wrong-passphrase")
        return master
    if held.keyring is None:
        raise UserError("keys.passphrase-needed")
    return _from_keyring(held.keyring)


def _from_keyring(wrapped: KeyringWrap) -> bytes:
    try:
        master = ring.get(wrapped.account)
    except UserError as error:
        if error.code == "keys.no-keyring":
            raise UserError("keys.keyring-changed") from error
        raise
    if master is None:
        raise UserError("keys.keyring-missing")
    return master
