"""Where the stores' keys come from: one master key in the system's keyring, or wrapped by a passphrase.

``unlock(home, passphrase=…, create=…)`` answers a ``Keychain``, which hands out each store's 32-byte key.
"""

from client.keys.keychain import HOME, Keychain
from client.keys.unlocking import unlock

__all__ = ["HOME", "Keychain", "unlock"]
