"""Wrapping one key in another (AES key wrap, RFC 3394) and making a key from a passphrase (Argon2id).

The library is loaded by what needs it: a start whose keyring holds the key does not.
"""

from __future__ import annotations

import os
import unicodedata

import msgspec

from client.keys.derived import KEY_BYTES, Derived, derive

_SALT_BYTES = 16
# Bounds for what a key file may ask for: a doctored one must neither be weak nor eat the memory.
_MEMORY_KIB = (8 * 1024, 1024 * 1024)
_ITERATIONS = (1, 100)
_LANES = (1, 16)


class Argon2(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Parameters of Argon2id (RFC 9106): memory in KiB."""

    salt: bytes
    memory: int
    iterations: int
    lanes: int

    def sensible(self) -> bool:
        """Whether the parameters are strong enough and affordable."""
        bounds = ((self.memory, _MEMORY_KIB), (self.iterations, _ITERATIONS), (self.lanes, _LANES))
        return len(self.salt) >= _SALT_BYTES and all(low <= value <= high for value, (low, high) in bounds)


COST = {"memory": 64 * 1024, "iterations": 6, "lanes": 4}
"""What a new passphrase costs each who tries one: 0.2 to 0.5 s on an office PC."""


class PassphraseWrap(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A key wrapped by one made from a passphrase."""

    argon2id: Argon2
    wrapped: bytes


class RecoveryWrap(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A key wrapped by the code on a recovery card. ``card`` is the number printed on it, not a secret."""

    salt: bytes
    wrapped: bytes
    card: str
    made_at: str


def new_key() -> bytes:
    """32 random bytes."""
    return os.urandom(KEY_BYTES)


def wrap(wrapping: bytes, key: bytes) -> bytes:
    """A key under another one (AES-KW, RFC 3394): 8 bytes longer."""
    from cryptography.hazmat.primitives.keywrap import aes_key_wrap

    return aes_key_wrap(wrapping, key)


def unwrap(wrapping: bytes, wrapped: bytes) -> bytes | None:
    """The wrapped key, or None when ``wrapping`` is another key or ``wrapped`` was altered."""
    from cryptography.hazmat.primitives.keywrap import InvalidUnwrap, aes_key_unwrap

    try:
        return aes_key_unwrap(wrapping, wrapped)
    except InvalidUnwrap:
        return None


def store_key(master: bytes, held: bytes | Derived) -> bytes | None:
    """A store's key by what the key file holds of it; None for another ``master`` or an altered ``held``."""
    return derive(master, held) if isinstance(held, Derived) else unwrap(master, held)


def wrap_by_passphrase(passphrase: str, key: bytes) -> PassphraseWrap:
    """A key under a passphrase, stretched by Argon2id with a salt of its own."""
    parameters = Argon2(salt=os.urandom(_SALT_BYTES), **COST)
    return PassphraseWrap(parameters, wrap(_stretch(passphrase, parameters), key))


def unwrap_by_passphrase(passphrase: str, wrapped: PassphraseWrap) -> bytes | None:
    """The key, or None for another passphrase."""
    return unwrap(_stretch(passphrase, wrapped.argon2id), wrapped.wrapped)


def wrap_by_recovery(code: str, key: bytes, card: str, made_at: str) -> RecoveryWrap:
    """``code`` holds 130 random bits, so it needs no stretching."""
    salt = os.urandom(_SALT_BYTES)
    return RecoveryWrap(salt, wrap(_derive(code, salt), key), card, made_at)


def unwrap_by_recovery(code: str, wrapped: RecoveryWrap) -> bytes | None:
    """The key, or None for the code of another card."""
    return unwrap(_derive(code, wrapped.salt), wrapped.wrapped)


def _derive(code: str, salt: bytes) -> bytes:
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF

    return HKDF(hashes.SHA256(), KEY_BYTES, salt, b"jibao recovery card 1").derive(code.encode("ascii"))


def _stretch(passphrase: str, parameters: Argon2) -> bytes:
    from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

    # NFKC: the same words typed full-width or with another input method are the same passphrase.
    words = unicodedata.normalize("NFKC", passphrase).encode("utf-8", "surrogatepass")
    return Argon2id(
        salt=parameters.salt,
        length=KEY_BYTES,
        iterations=parameters.iterations,
        lanes=parameters.lanes,
        memory_cost=parameters.memory,
    ).derive(words)
