"""Where the stores' keys come from: one master key, in the system's keyring or wrapped by a passphrase or a card.

``unlock(home, passphrase=…, create=…)`` answers a ``Keychain``, which hands out each store's 32-byte key;
``unlock_by_card`` does by the recovery code. ``ways`` makes and changes the ways to the master key.
"""

from client.keys.keychain import HOME, Keychain
from client.keys.unlocking import unlock, unlock_by_card

CARD_HELPS = frozenset(
    {
        "keys.keyring-changed",
        "keys.keyring-failed",
        "keys.keyring-full",
        "keys.keyring-garbled",
        "keys.keyring-locked",
        "keys.keyring-missing",
        "keys.no-logon-session",
        "keys.too-long",
        "keys.passphrase-needed",
        "keys.wrong-passphrase",
        "keys.wrong-key",
        "keys.lost",
        "keys.damaged",
    }
)
"""Codes of everything that can keep a home shut which the code on its recovery card gets over."""

__all__ = ["CARD_HELPS", "HOME", "Keychain", "unlock", "unlock_by_card"]
