"""A bureau and a software maker with their keys, publishing into a folder; made once, copied by tests."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from securesystemslib.signer import CryptoSigner

from client.net.library import Library
from client.net.over_folder import FolderTransport
from client.protocol.messages import EndpointProfile
from client.publishing import FolderShelf, Holder, Repository
from tests.newer_pack import newer_offer

PEOPLE = {"root": 5, "targets": 1, "packs": 3, "keys": 2, "app": 3, "snapshot": 1, "timestamp": 1}
NEEDED = {"root": 3, "targets": 1, "packs": 2, "keys": 1, "app": 2, "snapshot": 1, "timestamp": 1}
NOW = datetime.now(UTC).replace(microsecond=0)


class Bureau:
    """Every key of every role, and the repository they sign."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.keys = {
            role: [CryptoSigner.generate_ed25519() for _ in range(count)] for role, count in PEOPLE.items()
        }
        self.repository = Repository(FolderShelf(folder))

    def holders(self) -> dict[str, Holder]:
        return {
            role: Holder(NEEDED[role], tuple(signer.public_key for signer in signers))
            for role, signers in self.keys.items()
        }

    def found(self, now: datetime = NOW) -> Bureau:
        self.repository.found(self.holders(), now)
        self.sign_all()
        self.release(now)
        return self

    def sign_all(self) -> None:
        """As many of each role's holders as are needed."""
        for role, signers in self.keys.items():
            for signer in signers[: NEEDED[role]]:
                self.repository.sign(signer)

    def release(self, now: datetime = NOW) -> list[str]:
        return self.repository.release([*self.keys["snapshot"], *self.keys["timestamp"]], now)

    def offer(
        self, role: str, name: str, data: bytes, custom: dict[str, Any] | None = None, now: datetime = NOW
    ) -> None:
        self.repository.put_target(role, name, data, custom, now)
        self.sign_all()
        self.release(now)

    def release_newer(self, folder: Path) -> Bureau:
        """The version of the bundled definitions that takes the place of the present one."""
        offer = newer_offer(folder)
        self.offer("packs", offer.name, offer.data, dict(offer.custom))
        return self

    def profile(self, base_url: str = "https://collect.example") -> EndpointProfile:
        """What a home is handed that files to it."""
        return EndpointProfile("统计局", "prod", base_url, (self.repository.first_root() or b"").decode())

    def library(self, home: Path) -> Library:
        """A client that trusts this bureau's first root and reads the folder."""
        root = self.repository.first_root() or b""
        return Library(home / "tuf", root, self.folder.as_uri(), FolderTransport())


def days(count: float) -> datetime:
    return NOW + timedelta(days=count)
