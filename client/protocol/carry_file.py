"""``.jbsub``: submissions carried by hand to a computer with a network, with their attachments (C10).

A zip of ``submissions/<return key>/<version id>.json`` (the body of PUT, byte for byte) and
``attachments/<sha256>`` (sealed bytes). Nothing in it can be read or changed on the way.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Mapping

from msgspec import Struct

from client.protocol.container import Container, pack
from client.protocol.encoding import sha256_hex
from client.protocol.faults import ProtocolFault
from client.protocol.identifiers import is_id, parse_return_key
from client.protocol.submission import MAX_BODY

MEDIA = "application/zip"
MAX_FILE = 64 * 1024 * 1024
MAX_MEMBERS = 2000
MAX_ATTACHMENT = 21 * 1024 * 1024

_SUBMISSION = re.compile(r"submissions/([0-9A-Za-z.-]{1,80})/([0-9a-f-]{36})\.json")
_ATTACHMENT = re.compile(r"attachments/([0-9a-f]{64})")


class Carried(Struct, frozen=True):
    """The parts: bodies of PUT by return key and version id, sealed attachments by their digest."""

    submissions: dict[tuple[str, str], bytes]
    attachments: dict[str, bytes] = {}


def write(submissions: Mapping[tuple[str, str], bytes], attachments: Mapping[str, bytes] | None = None) -> bytes:
    """The zip; the same parts give the same bytes. Sealed bytes do not shrink, so they are only stored."""
    members = {f"submissions/{key}/{version}.json": body for (key, version), body in sorted(submissions.items())}
    members |= {f"attachments/{digest}": data for digest, data in sorted((attachments or {}).items())}
    return pack(members, zipfile.ZIP_STORED)


def read(data: bytes) -> Carried:
    """The parts of a carry file.

    Raises ``ProtocolFault``: ``protocol.carry-file-malformed`` (``part`` is the member at fault, or ``zip``),
    ``protocol.carry-file-too-large``.
    """
    submissions: dict[tuple[str, str], bytes] = {}
    attachments: dict[str, bytes] = {}
    for name, body in _CONTAINER.members(data).items():
        if found := _SUBMISSION.fullmatch(name):
            parse_return_key(found[1])
            if not is_id(found[2]):
                raise ProtocolFault("protocol.carry-file-malformed", part=name)
            submissions[found[1], found[2]] = body
        elif (found := _ATTACHMENT.fullmatch(name)) and sha256_hex(body) == found[1]:
            attachments[found[1]] = body
        else:
            raise ProtocolFault("protocol.carry-file-malformed", part=name[:80])
    if not submissions:
        raise ProtocolFault("protocol.carry-file-malformed", part="submissions")
    return Carried(submissions, attachments)


def _room(name: str) -> int:
    if _ATTACHMENT.fullmatch(name):
        return MAX_ATTACHMENT
    return MAX_BODY if _SUBMISSION.fullmatch(name) else 0


_CONTAINER = Container(
    "protocol.carry-file-malformed", "protocol.carry-file-too-large", MAX_FILE, MAX_MEMBERS, _room
)
