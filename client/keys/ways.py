"""The ways to a home's master key: making, changing and giving up each of them."""

from __future__ import annotations

import secrets
import unicodedata
import uuid
from contextlib import suppress

import msgspec

from client.base.errors import UserError, WorldError
from client.keys import ring
from client.keys.keychain import Keychain
from client.keys.keyfile import KeyringWrap
from client.keys.recovery import ALPHABET, new_code, read_code
from client.keys.wraps import wrap_by_passphrase, wrap_by_recovery

SHORTEST = 8
"""Characters a passphrase has at least."""


def make_card(keys: Keychain, made_at: str) -> tuple[str, str]:
    """A new recovery code and the number of its card; the card before it opens nothing any more.

    The code is answered once and kept nowhere. Raises ``WorldError('keys.not-written')``.
    """
    code, card = new_code(), "".join(secrets.choice(ALPHABET) for _ in range(4))
    wrapped = wrap_by_recovery(read_code(code), keys.master, card, made_at)
    keys.keep(msgspec.structs.replace(keys.held, recovery=wrapped))
    return code, card


def set_passphrase(keys: Keychain, words: str) -> None:
    """Let ``words`` open the home, in place of those before. Raises ``UserError('keys.short-passphrase')``."""
    if len(unicodedata.normalize("NFKC", words).strip()) < SHORTEST:
        raise UserError("keys.short-passphrase", least=SHORTEST)
    keys.keep(msgspec.structs.replace(keys.held, passphrase=wrap_by_passphrase(words, keys.master)))


def drop_passphrase(keys: Keychain) -> None:
    """Give up the passphrase. Raises ``UserError('keys.last-way')`` where the keyring does not hold the key."""
    if keys.held.keyring is None:
        raise UserError("keys.last-way")
    keys.keep(msgspec.structs.replace(keys.held, passphrase=None))


def join_keyring(keys: Keychain) -> None:
    """Put the master key into this computer's keyring under a new name; raises as ``ring.put``."""
    before, account = keys.held.keyring, str(uuid.uuid4())
    ring.put(account, keys.master)
    try:
        keys.keep(msgspec.structs.replace(keys.held, keyring=KeyringWrap(account)))
    except WorldError:
        ring.remove(account)
        raise
    if before is not None:
        with suppress(UserError):  # what is left behind opens nothing by itself
            ring.remove(before.account)


def leave_keyring(keys: Keychain) -> None:
    """Take the key out of the keyring. Raises ``UserError('keys.last-way')`` without a passphrase."""
    before = keys.held.keyring
    if keys.held.passphrase is None:
        raise UserError("keys.last-way")
    keys.keep(msgspec.structs.replace(keys.held, keyring=None))
    if before is not None:
        with suppress(UserError):
            ring.remove(before.account)
