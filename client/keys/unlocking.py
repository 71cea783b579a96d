"""From a home to the key of its store."""

from __future__ import annotations

import uuid
from pathlib import Path

import msgspec

from client.base.errors import UserError, WorldError
from client.base.home import KEYS_FILE, STORE_FILE
from client.keys import keyfile, ring
from client.keys.keyfile import KeyFile, KeyringWrap
from client.keys.wraps import new_key, unwrap, unwrap_by_passphrase, wrap, wrap_by_passphrase

MAIN = "main"
"""The name the home's own store has in the key file."""


def unlock(home: Path, *, passphrase: str | None, create: bool) -> bytes:
    """The 32-byte key of the store in ``home``; a home without keys gets them if ``create``.

    A passphrase wraps the new master key if one is given, else the system's keyring does. A home whose
    store is there but whose key is not always ends in an error, never in new keys. Raises ``UserError``:
    ``keys.none``, ``keys.lost``, ``keys.damaged``, ``keys.newer``, ``keys.wrong-passphrase``,
    ``keys.passphrase-needed``, ``keys.keyring-missing``, ``keys.keyring-changed``, and those of ``ring``.
    """
    held = keyfile.read(home)
    if held is not None:
        return _store_key(held, _master(held, passphrase), home)
    if any(home.glob(f"{STORE_FILE}*")):
        raise UserError("keys.lost", file=home / KEYS_FILE)
    if not create:
        raise UserError("keys.none", home=home)
    return _create(home, passphrase)


def _create(home: Path, passphrase: str | None) -> bytes:
    master, store_key = new_key(), new_key()
    keys = keyfile.new({MAIN: wrap(master, store_key)})
    if passphrase is not None:
        keys = msgspec.structs.replace(keys, passphrase=wrap_by_passphrase(passphrase, master))
        keyfile.write(home, keys)
        return store_key
    account = str(uuid.uuid4())
    ring.put(account, master)
    try:
        keyfile.write(home, msgspec.structs.replace(keys, keyring=KeyringWrap(account)))
    except WorldError:
        ring.remove(account)
        raise
    return store_key


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


def _store_key(held: KeyFile, master: bytes, home: Path) -> bytes:
    wrapped = held.stores.get(MAIN)
    if wrapped is None:
        raise UserError("keys.damaged", file=home / KEYS_FILE)
    key = unwrap(master, wrapped) if len(master) in (16, 24, 32) else None
    if key is None:
        raise UserError("keys.wrong-key", file=home / KEYS_FILE)
    return key
