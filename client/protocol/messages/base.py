"""What all messages share: spellings, the strict and the growing kind, sealed bodies, problems."""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta, Struct

Hex64 = Annotated[str, Meta(pattern=r"^[0-9a-f]{64}$")]
Chain = Annotated[str, Meta(pattern=r"^sha256:[0-9a-f]{64}$")]
Short = Annotated[str, Meta(max_length=200)]

Kind = Literal["original", "correction", "nil", "withdrawal"]
State = Literal["received", "accepted", "rejected", "superseded", "withdrawn"]
Verdict = Literal["accepted", "rejected", "withdrawn"]
DeviceState = Literal["pending", "active", "refused", "expired", "revoked"]

SUITE = "P256-HKDFSHA256-A256GCM"
SUBMISSION_MEDIA = "application/vnd.jibao.submission+json"
JWS_MEDIA = "application/jose"
"""Hello and checkpoint are answered as a bare compact JWS of this media type."""
PROBLEM_MEDIA = "application/problem+json"


class Asked(Struct, frozen=True, forbid_unknown_fields=True):
    """What the client sends; nothing else may be in it."""


class Answered(Struct, frozen=True):
    """What the endpoint sends; it may know more fields than this program."""


class Sealed(Asked, frozen=True):
    """A sealed body: HPKE output ``enc ‖ ciphertext`` in base64url."""

    suite: str
    kid: Short
    data: str


class ProblemHead(Answered, frozen=True):
    """The head that a base-moved problem speaks of."""

    version_id: str
    received_at: str


class Problem(Answered, frozen=True, omit_defaults=True):
    """A problem document (RFC 9457); ``error`` is for OAuth clients."""

    type: str
    title: str
    status: int
    detail: str = ""
    instance: str = ""
    retry: str | None = None
    head: ProblemHead | None = None
    error: str | None = None

    @property
    def name(self) -> str:
        """The last segment of the type, such as ``base-moved``."""
        return self.type.rstrip("/").rsplit("/", 1)[-1]
