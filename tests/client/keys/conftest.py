"""Keyrings for tests: real backends in memory, chosen explicitly, the person's own is never touched."""

from __future__ import annotations

from collections.abc import Iterator

import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.backends import fail


class MemoryKeyring(KeyringBackend):
    """Keeps items in memory; ``failure`` is raised instead when set."""

    priority = 1  # type: ignore[assignment]

    def __init__(self) -> None:
        super().__init__()
        self.items: dict[tuple[str, str], str] = {}
        self.failure: Exception | None = None

    def get_password(self, service: str, username: str) -> str | None:
        self._fail()
        return self.items.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self._fail()
        self.items[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        self._fail()
        del self.items[service, username]

    def _fail(self) -> None:
        if self.failure is not None:
            raise self.failure


@pytest.fixture(autouse=True)
def _no_keyring() -> Iterator[None]:
    """Without asking for a keyring a test has none, whatever this computer offers."""
    before = keyring.get_keyring()
    keyring.set_keyring(fail.Keyring())
    yield
    keyring.set_keyring(before)


@pytest.fixture
def ring(_no_keyring: None) -> MemoryKeyring:
    backend = MemoryKeyring()
    keyring.set_keyring(backend)
    return backend
