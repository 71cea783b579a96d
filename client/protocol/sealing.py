"""Sealing to a P-256 key with HPKE, and the padded plaintext ``JBS1`` with its salted commitment."""

from __future__ import annotations

import gzip
import hashlib
import hmac
import secrets
import struct
import zlib
from typing import NamedTuple

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

from client.protocol.faults import ProtocolFault
from client.protocol.keys import PrivateKey, PublicKey

MAGIC = b"JBS1"
SALT_SIZE = 32
BLOCK = 4096
MAX_PLAIN = 64 * 1024 * 1024
"""Bytes after decompression that unsealing accepts."""
ENC_SIZE = 65
"""The uncompressed point in front of the ciphertext."""

_HEAD = struct.Struct(">4s32sI")
_TAG_SIZE = 16


class Unsealed(NamedTuple):
    """A document's bytes, and the salt its commitment was made with."""

    document: bytes
    salt: bytes

    @property
    def commitment(self) -> str:
        return commitment(self.salt, self.document)


def _suite() -> Suite:
    return Suite(KEM.P256, KDF.HKDF_SHA256, AEAD.AES_256_GCM)


def commitment(salt: bytes, document: bytes) -> str:
    """What both sides can later prove a document by: hex HMAC-SHA256 keyed with the salt."""
    return hmac.new(salt, document, hashlib.sha256).hexdigest()


def pack_plain(document: bytes) -> bytes:
    """``JBS1`` ‖ salt ‖ length ‖ one gzip member ‖ zeros up to a multiple of 4,096 bytes."""
    squeezed = gzip.compress(document, compresslevel=6, mtime=0)
    plain = _HEAD.pack(MAGIC, secrets.token_bytes(SALT_SIZE), len(squeezed)) + squeezed
    return plain + bytes(-len(plain) % BLOCK)


def unpack_plain(plain: bytes) -> Unsealed:
    """The document of a padded plaintext.

    Raises ``ProtocolFault``: ``protocol.plain-malformed``, ``protocol.plain-too-large`` (over 64 MiB).
    """
    if len(plain) < _HEAD.size or len(plain) % BLOCK:
        raise ProtocolFault("protocol.plain-malformed")
    magic, salt, length = _HEAD.unpack_from(plain)
    squeezed, padding = plain[_HEAD.size : _HEAD.size + length], plain[_HEAD.size + length :]
    if magic != MAGIC or len(squeezed) != length or len(padding) >= BLOCK or any(padding):
        raise ProtocolFault("protocol.plain-malformed")
    return Unsealed(_gunzip(squeezed), salt)


def seal(plain: bytes, key: PublicKey, info: str) -> bytes:
    """HPKE base mode: ``enc ‖ ciphertext``, bound to ``info`` (ASCII)."""
    return _suite().encrypt(plain, key, info=info.encode("ascii"))


def unseal(sealed: bytes, key: PrivateKey, info: str) -> bytes:
    """What was sealed to ``key`` under the same ``info``; raises ``ProtocolFault('protocol.unsealable')``."""
    if len(sealed) < ENC_SIZE + _TAG_SIZE:
        raise ProtocolFault("protocol.unsealable")
    try:
        return _suite().decrypt(sealed, key, info=info.encode("ascii"))
    except (InvalidTag, ValueError) as error:
        raise ProtocolFault("protocol.unsealable") from error


def submission_info(env: str, return_key: str, version_id: str, pack_sha256: str) -> str:
    """What a submission is sealed under: it opens for no other firm, form, period, version or pack."""
    return f"jibao/v1|{env}|{return_key}|{version_id}|{pack_sha256}"


ENROL_INFO = "jibao/v1|enrol"


def content_info(version_id: str, device_id: str) -> str:
    """What an earlier version's content is sealed under when it comes back to a device."""
    return f"jibao/v1|content|{version_id}|{device_id}"


def attachment_back_info(version_id: str, device_id: str, attachment_id: str) -> str:
    """What an earlier version's attachment is sealed under when it comes back to a device."""
    return f"jibao/v1|attachment-content|{version_id}|{attachment_id}|{device_id}"


def note_info(version_id: str, device_id: str) -> str:
    """What an officer's note is sealed under."""
    return f"jibao/v1|note|{version_id}|{device_id}"


def attachment_info(return_key: str, version_id: str, attachment_id: str) -> str:
    """What an attachment is sealed under."""
    return f"jibao/v1|attachment|{return_key}|{version_id}|{attachment_id}"


def _gunzip(data: bytes) -> bytes:
    unzip = zlib.decompressobj(wbits=31)
    try:
        document = unzip.decompress(data, MAX_PLAIN + 1)
    except zlib.error as error:
        raise ProtocolFault("protocol.plain-malformed") from error
    if len(document) > MAX_PLAIN:
        raise ProtocolFault("protocol.plain-too-large", limit=MAX_PLAIN)
    if not unzip.eof or unzip.unused_data:
        raise ProtocolFault("protocol.plain-malformed")
    return document
