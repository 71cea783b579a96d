"""A keyring in a file, where the machine that measures has none: for measuring only, it protects nothing."""

from __future__ import annotations

import os
from pathlib import Path

from keyring.backend import KeyringBackend


class Keyring(KeyringBackend):
    """Keeps everything readable in the file named by ``JIBAO_BENCH_KEYRING``."""

    priority = 1.0

    @property
    def _file(self) -> Path:
        return Path(os.environ["JIBAO_BENCH_KEYRING"])

    def _all(self) -> dict[str, str]:
        """A line for each, ``name value``: json would be counted to the start that is measured."""
        lines = self._file.read_text("utf-8").splitlines() if self._file.exists() else []
        return dict(line.rsplit(" ", 1) for line in lines)

    def _keep(self, entries: dict[str, str]) -> None:
        self._file.write_text("".join(f"{name} {value}\n" for name, value in entries.items()), "utf-8")

    def get_password(self, service: str, username: str) -> str | None:
        return self._all().get(f"{service}/{username}")

    def set_password(self, service: str, username: str, password: str) -> None:
        self._keep({**self._all(), f"{service}/{username}": password})

    def delete_password(self, service: str, username: str) -> None:
        left = self._all()
        left.pop(f"{service}/{username}", None)
        self._keep(left)
