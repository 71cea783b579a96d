"""A keyring for tests: a real backend in memory, chosen explicitly, the person's own is never touched."""

from __future__ import annotations

from keyring.backend import KeyringBackend


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
