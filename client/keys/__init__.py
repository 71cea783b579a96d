"""Where the store's key comes from: the system's keyring, or a passphrase.

``unlock(home, passphrase=…, create=…)`` answers the store's 32-byte key.
"""

from client.keys.unlocking import unlock

__all__ = ["unlock"]
