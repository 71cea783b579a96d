"""A store's key made from the master key: by BLAKE2b as libsodium's ``crypto_kdf`` makes one, with a random salt.

Python has it, so that a start whose keyring holds the master key loads no cryptography library.
"""

from __future__ import annotations

import os
from hashlib import blake2b

import msgspec

KEY_BYTES = 32
_SALT_BYTES = blake2b.SALT_SIZE
_CHECK_BYTES = 16
_STORE, _CHECK = b"jibao store", b"jibao check"
"""What each is made for: the one never tells of the other."""


class Derived(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How a store's key is made from the master key. ``check``, made from that key, tells the right master key."""

    salt: bytes
    check: bytes

    def sensible(self) -> bool:
        """Whether both are as long as they are made."""
        return len(self.salt) == _SALT_BYTES and len(self.check) == _CHECK_BYTES


def derived(master: bytes) -> Derived:
    """How a new store's 32-byte key is made: with a salt that no other has."""
    salt = os.urandom(_SALT_BYTES)
    return Derived(salt, _check_of(_key_of(master, salt)))


def derive(master: bytes, how: Derived) -> bytes | None:
    """The store's key, or None when ``master`` is another one or ``how`` was altered."""
    if len(master) != KEY_BYTES or not how.sensible():
        return None
    key = _key_of(master, how.salt)
    return key if _check_of(key) == how.check else None


def _key_of(master: bytes, salt: bytes) -> bytes:
    return blake2b(key=master, salt=salt, person=_STORE, digest_size=KEY_BYTES).digest()


def _check_of(key: bytes) -> bytes:
    return blake2b(key=key, person=_CHECK, digest_size=_CHECK_BYTES).digest()
