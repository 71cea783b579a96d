"""P-256 keys as JWK and PKCS#8, their thumbprints, and the bureau's key list with its windows of validity."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import datetime
from functools import lru_cache
from typing import Literal

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec

from client.protocol import strict_json
from client.protocol.encoding import b64u, unb64u
from client.protocol.faults import ProtocolFault
from client.protocol.messages import SUITE, CollectKey, Jwk
from client.protocol.times import parse_time

PrivateKey = ec.EllipticCurvePrivateKey
PublicKey = ec.EllipticCurvePublicKey
Use = Literal["seal", "hello", "receipt", "decision", "log"]

ALGORITHM = "ES256"
_FINGERPRINT_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def generate() -> PrivateKey:
    """A fresh P-256 key."""
    return ec.generate_private_key(ec.SECP256R1())


def private_bytes(key: PrivateKey) -> bytes:
    """The private key as unencrypted PKCS#8 DER (138 bytes); whoever keeps it encrypts it."""
    return key.private_bytes(
        serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )


def load_private(data: bytes) -> PrivateKey:
    """The key of ``private_bytes``; raises ``ProtocolFault('protocol.bad-key')``."""
    try:
        key = serialization.load_der_private_key(data, password=None)
    except (ValueError, TypeError) as error:
        raise ProtocolFault("protocol.bad-key") from error
    if not isinstance(key, ec.EllipticCurvePrivateKey) or not isinstance(key.curve, ec.SECP256R1):
        raise ProtocolFault("protocol.bad-key")
    return key


def to_jwk(key: PublicKey) -> Jwk:
    """The public key as JWK."""
    numbers = key.public_numbers()
    return Jwk("EC", "P-256", b64u(numbers.x.to_bytes(32, "big")), b64u(numbers.y.to_bytes(32, "big")))


@lru_cache(maxsize=1024)
def from_jwk(jwk: Jwk) -> PublicKey:
    """The public key of a JWK; raises ``ProtocolFault('protocol.bad-key')`` for a point off the curve."""
    x, y = (int.from_bytes(unb64u(part), "big") for part in (jwk.x, jwk.y))
    try:
        return ec.EllipticCurvePublicNumbers(x, y, ec.SECP256R1()).public_key()
    except ValueError as error:
        raise ProtocolFault("protocol.bad-key") from error


@lru_cache(maxsize=1024)
def read_jwk(text: str) -> PublicKey:
    """The public key of a JWK as JSON; raises ``ProtocolFault``."""
    return from_jwk(strict_json.decode(text.encode("ascii"), Jwk))


@lru_cache(maxsize=1024)
def thumbprint(jwk: Jwk) -> str:
    """The RFC 7638 thumbprint, base64url of SHA-256."""
    canonical = f'{{"crv":"{jwk.crv}","kty":"{jwk.kty}","x":"{jwk.x}","y":"{jwk.y}"}}'
    return b64u(hashlib.sha256(canonical.encode("ascii")).digest())


def fingerprint(jwk: Jwk) -> str:
    """Eight characters that two screens show of the same key, as ``7K2M-Q9XD``."""
    return fingerprint_of(thumbprint(jwk))


def fingerprint_of(thumbprint: str) -> str:
    """``fingerprint`` of a key's thumbprint; raises ``ProtocolFault('protocol.not-base64url')``."""
    bits = int.from_bytes(unb64u(thumbprint)[:5], "big")
    letters = [_FINGERPRINT_LETTERS[(bits >> shift) & 31] for shift in range(35, -1, -5)]
    return "".join(letters[:4]) + "-" + "".join(letters[4:])


class KeySet:
    """The bureau's keys. Retired ones stay listed for ever, so that old receipts still verify."""

    def __init__(self, keys: Iterable[CollectKey]) -> None:
        """Raises ``ProtocolFault('protocol.key-twice')`` when a use lists a kid twice."""
        self._keys: dict[tuple[str, str], CollectKey] = {}
        for key in keys:
            if (key.use, key.kid) in self._keys:
                raise ProtocolFault("protocol.key-twice", kid=key.kid)
            self._keys[key.use, key.kid] = key

    @classmethod
    def from_bytes(cls, data: bytes) -> KeySet:
        """Read ``keys/collect.json``; raises ``ProtocolFault``."""
        return cls(strict_json.decode(data, list[CollectKey]))

    def key(self, use: Use, kid: str, at: datetime) -> PublicKey:
        """The key named ``kid`` for ``use``, if it is valid at ``at``.

        Raises ``ProtocolFault``: ``protocol.key-unknown``, ``protocol.key-not-valid-then``,
        ``protocol.key-unsupported``.
        """
        listed = self._keys.get((use, kid))
        if listed is None:
            raise ProtocolFault("protocol.key-unknown", use=use, kid=kid)
        if not parse_time(listed.not_before) <= at <= parse_time(listed.not_after):
            raise ProtocolFault("protocol.key-not-valid-then", use=use, kid=kid)
        return _public(listed)

    def current(self, use: Use, at: datetime) -> tuple[str, PublicKey]:
        """Kid and key to use for ``use`` at ``at``: of those valid then, the newest this program can use.

        Raises ``ProtocolFault('protocol.key-none')``.
        """
        valid = [
            key
            for key in self._keys.values()
            if key.use == use
            and key.alg == _algorithm(use)
            and parse_time(key.not_before) <= at <= parse_time(key.not_after)
        ]
        if not valid:
            raise ProtocolFault("protocol.key-none", use=use)
        newest = max(valid, key=lambda key: (parse_time(key.not_before), key.kid))
        return newest.kid, _public(newest)


def _algorithm(use: str) -> str:
    return SUITE if use == "seal" else ALGORITHM


def _public(listed: CollectKey) -> PublicKey:
    if listed.alg != _algorithm(listed.use):
        raise ProtocolFault("protocol.key-unsupported", use=listed.use, kid=listed.kid)
    jwk = {name: listed.jwk.get(name, "") for name in ("kty", "crv", "x", "y")}
    return from_jwk(strict_json.decode(strict_json.encode(jwk), Jwk))
