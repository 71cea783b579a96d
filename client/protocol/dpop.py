"""Proof of possession of the device key for one request (RFC 9449), and the assertion that asks for a token."""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import Annotated
from urllib.parse import urlsplit, urlunsplit

from msgspec import Meta, Struct

from client.protocol import jws, strict_json
from client.protocol.encoding import b64u
from client.protocol.faults import ProtocolFault
from client.protocol.identifiers import new_id
from client.protocol.keys import PrivateKey, PublicKey, thumbprint, to_jwk

ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
ASSERTION_LIFE = 60
"""Seconds an assertion may live."""

_Text = Annotated[str, Meta(max_length=500)]


class _ProofClaims(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    jti: _Text
    htm: _Text
    htu: _Text
    iat: int
    nonce: _Text | None = None
    ath: _Text | None = None


class Proof(Struct, frozen=True):
    """A proof whose signature, method and address hold; the rest is for the endpoint to judge."""

    jti: str
    iat: int
    nonce: str | None
    ath: str | None
    jkt: str
    """Thumbprint of the key that signed."""


class Assertion(Struct, frozen=True, forbid_unknown_fields=True):
    """Claims of a client assertion; ``iss`` and ``sub`` are the device id, times are seconds since 1970."""

    iss: _Text
    sub: _Text
    aud: _Text
    iat: int
    exp: int
    jti: _Text


def proof(
    key: PrivateKey, method: str, url: str, at: datetime, *, nonce: str | None = None, token: str | None = None
) -> str:
    """A ``DPoP`` header for one request; ``token`` is the access token it accompanies."""
    claims = _ProofClaims(
        jti=new_id(),
        htm=method,
        htu=target(url),
        iat=int(at.timestamp()),
        nonce=nonce,
        ath=None if token is None else token_hash(token),
    )
    return jws.sign(strict_json.encode(claims), key, "dpop+jwt", jwk=to_jwk(key.public_key()))


def read_proof(text: str, method: str, url: str) -> Proof:
    """A proof for this very method and address; raises ``ProtocolFault`` (``protocol.proof-other-request``, …)."""
    payload, jwk = jws.verify_embedded(text, "dpop+jwt")
    claims = strict_json.decode(payload, _ProofClaims)
    if claims.htm != method or claims.htu != target(url):
        raise ProtocolFault("protocol.proof-other-request")
    return Proof(claims.jti, claims.iat, claims.nonce, claims.ath, thumbprint(jwk))


def token_hash(token: str) -> str:
    """The ``ath`` claim: base64url of the access token's SHA-256."""
    return b64u(hashlib.sha256(token.encode("ascii", "replace")).digest())


def target(url: str) -> str:
    """The ``htu`` of an address: without query and fragment."""
    if url.startswith("https://") and "?" not in url and "#" not in url:
        return url  # which taking it apart and putting it together would not change either
    parts = urlsplit(url)
    return urlunsplit((parts.scheme, parts.netloc, parts.path, "", ""))


def client_assertion(key: PrivateKey, device_id: str, token_url: str, at: datetime) -> str:
    """The device's login: a JWT that lives 60 seconds and is good once, at ``token_url`` alone."""
    now = int(at.timestamp())
    claims = Assertion(device_id, device_id, token_url, now, now + ASSERTION_LIFE, new_id())
    return jws.sign(strict_json.encode(claims), key, "jibao-client+jwt", kid=device_id)


def read_assertion(text: str, key: PublicKey, token_url: str) -> Assertion:
    """A signed assertion by the device it names, for ``token_url``; its times are for the endpoint to judge.

    Raises ``ProtocolFault``: those of ``jws.verify``, ``protocol.assertion-other``.
    """
    claims = strict_json.decode(jws.verify(text, key, "jibao-client+jwt"), Assertion)
    named = jws.kid(text, "jibao-client+jwt")
    if not named == claims.iss == claims.sub or claims.aud != token_url:
        raise ProtocolFault("protocol.assertion-other")
    if not 0 < claims.exp - claims.iat <= ASSERTION_LIFE:
        raise ProtocolFault("protocol.assertion-life", limit=ASSERTION_LIFE)
    return claims
