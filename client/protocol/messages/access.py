"""Who is who: endpoint profile, the bureau's keys, hello, enrolment, tokens, devices."""

from __future__ import annotations

import hashlib
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from client.protocol.messages.base import Answered, Asked, Chain, DeviceState, Hex64, Sealed, Short


class EndpointProfile(Asked, frozen=True):
    """Where an endpoint is and what is trusted about it; ``tuf_root`` is the text of the first root metadata."""

    name: str
    env: str
    base_url: str
    """Without a trailing slash; ``/v1/…`` and ``/tuf/…`` are appended."""
    tuf_root: str
    tls_ca_pem: str | None = None

    @property
    def root_id(self) -> str:
        """Names the endpoint by what is trusted about it, whatever its address; 16 hex digits."""
        return hashlib.sha256(self.tuf_root.encode("utf-8")).hexdigest()[:16]


class Jwk(Asked, frozen=True):
    """A public key on P-256."""

    kty: Literal["EC"]
    crv: Literal["P-256"]
    x: Annotated[str, Meta(pattern=r"^[A-Za-z0-9_-]{43}$")]
    y: Annotated[str, Meta(pattern=r"^[A-Za-z0-9_-]{43}$")]


class CollectKey(Answered, frozen=True):
    """One of the bureau's keys in ``keys/collect.json``. An unknown suite is listed, not used."""

    kid: str
    use: Literal["seal", "hello", "receipt", "decision", "log"]
    alg: str
    jwk: dict[str, str]
    not_before: str
    not_after: str


class LogHead(Answered, frozen=True):
    """The newest receipt of a log; ``head`` is null while the log is empty."""

    seq: int
    head: Chain | None


class Load(Answered, frozen=True):
    """How busy the endpoint is (0 idle … 3), and over how many seconds automatic sending is spread."""

    level: int
    spread_seconds: int


class Hello(Answered, frozen=True):
    """Payload of ``jibao-hello``."""

    iss: str
    env: str
    nonce: str
    now: str
    min_app: str
    read_only_until: str | None
    load: Load
    log: LogHead
    tls: list[Hex64] = msgspec.field(default_factory=list)
    """SHA-256 of the certificates (DER) it shows on its own line; empty says nothing about them."""


class Checkpoint(Answered, frozen=True):
    """Payload of ``jibao-checkpoint``: the signed head of the receipt chain."""

    env: str
    log_id: str
    seq: int
    head: Chain | None
    at: str


class CodeProof(Asked, frozen=True):
    """The firm proven by a code from the bureau (E1)."""

    kind: Literal["code"]
    code: Short


class DeviceKeys(Asked, frozen=True):
    """The device's public keys: signing, and unsealing of what the bureau sends back."""

    sig: Jwk
    kem: Jwk


class EnrolmentContent(Asked, frozen=True):
    """What is sealed in an enrolment."""

    firm: Short
    proof: CodeProof
    device_name: Short
    keys: DeviceKeys
    contact: Short = ""


class EnrolmentProof(Asked, frozen=True):
    """Payload of ``jibao-enrol``, signed with the new key itself."""

    sealed_sha256: Hex64
    server_nonce: Short
    htu: Short


class Enrolment(Asked, frozen=True):
    """Body of ``POST /v1/enrolments``."""

    sealed: Sealed
    self_signed: str = msgspec.field(name="self")


class EnrolmentState(Answered, frozen=True):
    """Answer to an enrolment and to the question how it stands."""

    enrolment_id: str
    device_id: str
    state: DeviceState
    approve_by: list[str] = msgspec.field(default_factory=list)
    poll_after_s: int = 20


class TokenAnswer(Answered, frozen=True):
    """An access token, bound to the device's key; opaque to the client, of signs a header can carry."""

    access_token: Annotated[str, Meta(pattern=r"^[!-~]{1,4096}$")]
    token_type: Literal["DPoP"]
    expires_in: int
    scope: str


class DeviceInfo(Answered, frozen=True):
    """One device of the firm."""

    device_id: str
    name: str
    thumbprint: str
    state: DeviceState
    enrolled_at: str
    last_seen: str | None


class Me(Answered, frozen=True):
    """The firm as the endpoint knows it; ``device`` is the id of the one asking."""

    firm: str
    name: str
    device: str
    scope: str
    devices: list[DeviceInfo]
