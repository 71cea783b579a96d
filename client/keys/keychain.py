"""An opened key file: it hands out the key of each of a home's stores."""

from __future__ import annotations

from pathlib import Path
from typing import Self

import msgspec

from client.base.errors import UserError
from client.base.home import KEYS_FILE
from client.keys import keyfile
from client.keys.derived import Derived, derived
from client.keys.keyfile import KeyFile
from client.keys.wraps import new_key, store_key, wrap

HOME = "home"
"""The name of the home's own store; an enterprise's store is named by its credit code."""


class Keychain:
    """The key file of a home with its master key. One program at a time has it; any of its threads may ask."""

    def __init__(self, home: Path, held: KeyFile, master: bytes) -> None:
        self.home = home
        self.held = held
        self._master = master

    @classmethod
    def loose(cls, home: Path) -> Self:
        """A new key file whose master key nothing wraps: once this program ends nobody opens what it sealed.

        For homes that are thrown away.
        """
        return cls(home, keyfile.new(), new_key())

    @property
    def names(self) -> tuple[str, ...]:
        """Stores there is a key for."""
        return tuple(self.held.stores)

    def key(self, name: str) -> bytes:
        """The 32-byte key of a store. Raises ``UserError``: ``keys.no-such-store``, ``keys.wrong-key``."""
        held = self.held.stores.get(name)
        if held is None:
            raise UserError("keys.no-such-store", file=self.home / KEYS_FILE, name=name)
        key = store_key(self._master, held)
        if key is None:
            raise UserError("keys.wrong-key", file=self.home / KEYS_FILE)
        return key

    def make(self, name: str) -> bytes:
        """A new key for a store that is about to be made, on disk before it is used.

        Raises ``WorldError('keys.not-written')``.
        """
        if name in self.held.stores:
            return self.key(name)
        self._hold(name, derived(self._master))
        return self.key(name)

    def bring(self, name: str, others: Keychain) -> None:
        """Keep the key that ``others`` have for a store: derived as it is there, under another master key wrapped.

        Raises as ``key``, and ``WorldError('keys.not-written')``.
        """
        key, held = others.key(name), others.held.stores[name]
        self._hold(name, held if store_key(self._master, held) == key else wrap(self._master, key))

    def forget(self, name: str) -> None:
        """Drop the key of a store that is no more."""
        rest = {each: held for each, held in self.held.stores.items() if each != name}
        self.keep(msgspec.structs.replace(self.held, stores=rest))

    def keep(self, held: KeyFile) -> None:
        """Replace the key file; what could not be written is not believed either."""
        keyfile.write(self.home, held)
        self.held = held

    def _hold(self, name: str, held: bytes | Derived) -> None:
        self.keep(msgspec.structs.replace(self.held, stores={**self.held.stores, name: held}))

    @property
    def master(self) -> bytes:
        """For wrapping it once more; it is never written anywhere."""
        return self._master
