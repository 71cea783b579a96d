"""What a client must be able to say and to read, as the cases of the contract suite use it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple, Protocol

import msgspec

Said = dict[str, Any]
"""The payload of a verified statement, as JSON gives it."""


class Reply(NamedTuple):
    """An answer as it came; header names are lower-case."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    def json(self) -> Any:
        return msgspec.json.decode(self.body) if self.body else None

    @property
    def kind(self) -> str:
        """The last segment of a problem's type; blank for anything else."""
        if not self.headers.get("content-type", "").startswith("application/problem+json"):
            return ""
        return str(self.json()["type"]).rpartition("/")[2]


class Frozen(NamedTuple):
    """One version as a client froze it."""

    return_key: str
    version_id: str
    body: bytes
    manifest: str
    sealed_sha256: str
    size: int

    @property
    def path(self) -> str:
        return f"/v1/returns/{self.return_key}/versions/{self.version_id}"


class Draft(NamedTuple):
    """What a version is to be made of, in the words of the protocol's manifest and document."""

    return_key: str
    cells: Mapping[str, str]
    pack: tuple[str, str]
    """Version and SHA-256."""
    kind: str = "original"
    base: str | None = None
    reason: str | None = None
    version_id: str | None = None
    """A fresh one where none is given."""
    attachments: Sequence[Mapping[str, Any]] = ()


class Device(Protocol):
    """One device of one firm. Every ``check_…`` and ``open_…`` raises when what it is given does not hold."""

    firm: str
    device_id: str
    thumbprint: str

    def plain(self, method: str, path: str, body: bytes | None = None, **headers: str) -> Reply:
        """One request without any proof; underscores in header names stand for hyphens. Remembers the nonce."""
        ...

    def call(
        self, method: str, path: str, body: bytes | None = None, media: str = "application/json", **headers: str
    ) -> Reply:
        """One request as the logged-in device, with token, proof and digest; ``headers`` override what it sets."""
        ...

    def hello(self, nonce: str) -> Said: ...

    def enrolment(self, code: str) -> bytes:
        """The body that enrols this device, over the newest nonce; sealed anew only for another code."""
        ...

    def log_in(self) -> Reply:
        """Ask for a token and keep it if one is given."""
        ...

    def proof(self, method: str, path: str) -> str:
        """A fresh ``DPoP`` header for one request with the token."""
        ...

    def freeze(self, draft: Draft, *, spoilt: bool = False) -> Frozen:
        """Seal and sign a version; ``spoilt`` seals it to a key nobody has."""
        ...

    def seal_attachment(self, data: bytes, return_key: str, version_id: str, name: str) -> bytes: ...

    def commit(self, frozen: Frozen) -> bytes: ...

    def approve(self, device_id: str, thumbprint: str) -> bytes: ...

    def carry(self, versions: Sequence[Frozen]) -> bytes: ...

    def check_receipt(self, token: str, frozen: Frozen) -> Said: ...

    def check_decision(self, token: str, frozen: Frozen) -> Said: ...

    def check_ack(self, token: str) -> Said: ...

    def check_checkpoint(self, token: str) -> Said: ...

    def open_content(self, answer: Said, frozen: Frozen) -> Said:
        """The document of a content answer, its commitment checked against the version's manifest."""
        ...

    def close(self) -> None: ...
