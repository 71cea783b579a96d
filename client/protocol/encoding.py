"""Spellings of bytes: base64url without padding, hex digests, chain fields, ``Content-Digest``."""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
import string

import msgspec

from client.protocol.faults import ProtocolFault

_BASE64URL = (string.ascii_uppercase + string.ascii_lowercase + string.digits + "-_").encode("ascii")
_LAST = (_BASE64URL, b"", _BASE64URL[::16], _BASE64URL[::4])
"""What a text may end with, by its length modulo 4."""
_PLAIN = bytes.maketrans(b"-_", b"+/")
_STANDARD = bytes(byte if byte in _BASE64URL else ord("!") for byte in range(256)).translate(_PLAIN)
"""From each letter to the one that stands for it in plain base64, from any other byte to one that is none."""
_CONTENT_DIGEST = re.compile(r"(?:^|,)\s*sha-256=:([A-Za-z0-9+/]{43}=):")


def b64u(data: bytes) -> str:
    """Base64url without padding."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode("ascii")


def unb64u(text: str) -> bytes:
    """The bytes of canonical base64url; raises ``ProtocolFault('protocol.not-base64url')``."""
    raw = text.encode("ascii", "replace")
    if raw and raw[-1] not in _LAST[len(raw) % 4]:  # bits after the last byte: a second spelling of the same bytes
        raise ProtocolFault("protocol.not-base64url")
    padded = raw.translate(_STANDARD) + b"=" * (-len(raw) % 4)
    try:
        data: bytes = msgspec.convert(padded.decode("ascii"), bytes)  # three times as fast as binascii over 24 KB
    except msgspec.ValidationError as error:
        raise ProtocolFault("protocol.not-base64url") from error
    return data


def sha256_hex(data: bytes) -> str:
    """64 lower-case hex digits, the spelling of every ``*_sha256``."""
    return hashlib.sha256(data).hexdigest()


def chain_digest(token: str) -> str:
    """``sha256:`` + hex over the ASCII of a compact JWS: the spelling of ``prev`` and ``head``."""
    return "sha256:" + sha256_hex(token.encode("ascii"))


def content_digest(body: bytes) -> str:
    """The ``Content-Digest`` field (RFC 9530) of a body."""
    return "sha-256=:" + base64.b64encode(hashlib.sha256(body).digest()).decode("ascii") + ":"


def matches_content_digest(field: str, body: bytes) -> bool:
    """Whether the field holds the body's SHA-256; a field without a readable one does not."""
    found = _CONTENT_DIGEST.search(field)
    if found is None:
        return False
    try:
        return base64.b64decode(found[1], validate=True) == hashlib.sha256(body).digest()
    except binascii.Error:
        return False
