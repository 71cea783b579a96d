"""Attachments: what may be attached, and how it is sealed to the bureau (C10).

A file is known by its first bytes, never by its name. It is sealed once, to the key its version is sealed to.
"""

from __future__ import annotations

from client.protocol import sealing
from client.protocol.encoding import sha256_hex
from client.protocol.faults import ProtocolFault
from client.protocol.keys import PrivateKey, PublicKey
from client.protocol.messages import Enclosed

MAX_FILE = 20 * 1024 * 1024
"""Bytes of one file before sealing."""
MAX_FILES = 10
"""Files of one return that this program offers; the protocol allows 100."""
PIECE = 1024 * 1024
"""Bytes that are uploaded at once."""

PDF, JPEG, PNG = "application/pdf", "image/jpeg", "image/png"

_MARKS = ((b"%PDF-", PDF), (b"\xff\xd8\xff", JPEG), (b"\x89PNG\r\n\x1a\n", PNG))


def media_of(data: bytes) -> str | None:
    """The media type of a scan by its first bytes; None for anything that is not attached."""
    return next((media for mark, media in _MARKS if data.startswith(mark)), None)


def seal(data: bytes, key: PublicKey, return_key: str, version_id: str, attachment_id: str) -> bytes:
    """The bytes that are uploaded; they open for this version alone."""
    return sealing.seal(data, key, sealing.attachment_info(return_key, version_id, attachment_id))


def unseal(sealed: bytes, key: PrivateKey, return_key: str, version_id: str, attachment_id: str) -> bytes:
    """The file; raises ``ProtocolFault('protocol.unsealable')``."""
    return sealing.unseal(sealed, key, sealing.attachment_info(return_key, version_id, attachment_id))


def reseal(data: bytes, version_id: str, attachment_id: str, device_id: str, kem: PublicKey) -> bytes:
    """A file that comes back, sealed to one device of its firm."""
    return sealing.seal(data, kem, sealing.attachment_back_info(version_id, device_id, attachment_id))


def open_back(sealed: bytes, told: Enclosed, version_id: str, device_id: str, kem: PrivateKey) -> bytes:
    """The file, if it is the one that the version's document names; the receipt's commitment covers that.

    Raises ``ProtocolFault``: ``protocol.unsealable``, ``protocol.attachment-other``.
    """
    data = sealing.unseal(sealed, kem, sealing.attachment_back_info(version_id, device_id, told.id))
    if (len(data), sha256_hex(data)) != (told.size, told.sha256):
        raise ProtocolFault("protocol.attachment-other")
    return data
