"""Compact JWS over exact bytes: ES256 only, one type per purpose, one exact set of header names per type.

The header is read and judged here, because libraries accept more than the protocol does (``jku``, a known
``crit``, other algorithms); the library's algorithm signs and verifies, without reading the token a second time.
"""

from __future__ import annotations

from functools import cache, lru_cache
from typing import TYPE_CHECKING, Final, Literal, Protocol

from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, EllipticCurvePublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from msgspec import Struct

from client.protocol import strict_json
from client.protocol.encoding import b64u, unb64u
from client.protocol.faults import ProtocolFault
from client.protocol.keys import ALGORITHM, PrivateKey, PublicKey, from_jwk
from client.protocol.messages import Jwk

if TYPE_CHECKING:
    from joserfc.jwk import ECKey

Typ = Literal[
    "jibao-manifest",
    "jibao-receipt",
    "jibao-decision",
    "jibao-hello",
    "jibao-enrol",
    "jibao-approve",
    "jibao-commit",
    "jibao-commit-ack",
    "jibao-checkpoint",
    "jibao-client+jwt",
    "dpop+jwt",
]

EMBEDDED_KEY: Final[frozenset[str]] = frozenset({"dpop+jwt", "jibao-enrol"})
"""Types whose header carries the key itself; all others name it by ``kid``."""

MAX_TOKEN = 128_000


class Header(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """All that a header may hold."""

    alg: str
    typ: str
    kid: str | None = None
    jwk: Jwk | None = None


def sign(payload: bytes, key: PrivateKey, typ: Typ, *, kid: str | None = None, jwk: Jwk | None = None) -> str:
    """A compact JWS over ``payload``; ``jwk`` for the types that embed their key, ``kid`` for the others."""
    if (jwk is None) == (typ in EMBEDDED_KEY) or (kid is None) == (jwk is None):
        raise ValueError(typ)
    signed = f"{_spelled(Header(ALGORITHM, typ, kid, jwk))}.{b64u(payload)}"
    return f"{signed}.{b64u(_es256().sign(signed.encode('ascii'), _private(key)))}"


@lru_cache(maxsize=4096)
def _spelled(header: Header) -> str:
    """A header as the first part of a token: the same for all that one key signs for one purpose."""
    return b64u(strict_json.encode(header))


def header(token: str, typ: Typ) -> Header:
    """The header of an as yet unverified token, judged against what ``typ`` may hold.

    Raises ``ProtocolFault``: ``protocol.jws-malformed``, ``protocol.jws-header``, ``protocol.jws-algorithm``,
    ``protocol.jws-type``.
    """
    parts = token.split(".")
    if len(token) > MAX_TOKEN or len(parts) != 3 or not token.isascii():
        raise ProtocolFault("protocol.jws-malformed")
    return _header(parts[0], typ)


@lru_cache(maxsize=4096)
def _header(spelled: str, typ: Typ) -> Header:
    """A header's first part: the same for all that one key signs for one purpose, so it is read once."""
    try:
        read = strict_json.decode(unb64u(spelled), Header)
    except ProtocolFault as error:
        raise ProtocolFault("protocol.jws-header", typ=typ) from error
    if read.alg != ALGORITHM:
        raise ProtocolFault("protocol.jws-algorithm", typ=typ)
    if read.typ != typ:
        raise ProtocolFault("protocol.jws-type", typ=typ)
    if (read.jwk is None) == (typ in EMBEDDED_KEY) or (read.kid is None) == (read.jwk is None):
        raise ProtocolFault("protocol.jws-header", typ=typ)
    return read


def kid(token: str, typ: Typ) -> str:
    """The name of the key an as yet unverified token says it was signed with; raises as ``header``."""
    named = header(token, typ).kid
    if named is None:
        raise ProtocolFault("protocol.jws-header", typ=typ)
    return named


def unverified(token: str) -> bytes:
    """The payload of a token nobody has verified: only for finding out which key to verify it with.

    Raises ``ProtocolFault('protocol.jws-malformed')``.
    """
    parts = token.split(".")
    if len(token) > MAX_TOKEN or len(parts) != 3:
        raise ProtocolFault("protocol.jws-malformed")
    return unb64u(parts[1])


def verify(token: str, key: PublicKey, typ: Typ) -> bytes:
    """The signed bytes; raises as ``header``, and ``protocol.jws-signature``."""
    header(token, typ)
    return _payload(token, key, typ)


def verify_embedded(token: str, typ: Typ) -> tuple[bytes, Jwk]:
    """The signed bytes and the key in the header that signed them; raises as ``verify``."""
    jwk = header(token, typ).jwk
    if jwk is None:
        raise ProtocolFault("protocol.jws-header", typ=typ)
    return _payload(token, from_jwk(jwk), typ), jwk


def _payload(token: str, key: PublicKey, typ: Typ) -> bytes:
    signed, _, signature = token.rpartition(".")
    payload, mark = unb64u(signed.partition(".")[2]), unb64u(signature)  # the first part was read as the header
    if not _es256().verify(signed.encode("ascii"), mark, _public(key)):
        raise ProtocolFault("protocol.jws-signature", typ=typ)
    return payload


class _Algorithm(Protocol):
    """What is used of the library's algorithms; a signature is r and s, 32 bytes each."""

    def sign(self, msg: bytes, key: ECKey) -> bytes: ...

    def verify(self, msg: bytes, sig: bytes, key: ECKey) -> bool: ...


@cache
def _es256() -> _Algorithm:
    """The library's algorithm, the only one that is ever used."""
    from joserfc.jws import JWSRegistry

    return JWSRegistry(algorithms=[ALGORITHM]).get_alg(ALGORITHM)


def _public(key: PublicKey) -> ECKey:
    return _imported(key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint))


@lru_cache(maxsize=1024)
def _imported(point: bytes) -> ECKey:
    """The library's key: what it finds out about one at its first use is half of a verification."""
    from joserfc.jwk import ECKey

    return ECKey.import_key(EllipticCurvePublicKey.from_encoded_point(SECP256R1(), point))


@lru_cache(maxsize=16)
def _private(key: PrivateKey) -> ECKey:
    from joserfc.jwk import ECKey

    return ECKey.import_key(key)
