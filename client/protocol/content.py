"""Earlier content coming back to a device (C4, 10): resealed by the endpoint, proven by the client."""

from __future__ import annotations

from typing import NamedTuple

from client.protocol import sealing, strict_json
from client.protocol.encoding import b64u, unb64u
from client.protocol.faults import ProtocolFault
from client.protocol.keys import PrivateKey, PublicKey
from client.protocol.messages import SUITE, Content, Document, Manifest
from client.protocol.receipts import facts_of_manifest
from client.protocol.statements import unproven


class Returned(NamedTuple):
    """A version's document and what its manifest says of it."""

    document: Document
    manifest: Manifest


def reseal(plain: bytes, manifest_jws: str, version_id: str, device_id: str, kem: PublicKey) -> Content:
    """The padded plaintext of a version, salt and all, sealed to one device of its firm."""
    sealed = sealing.seal(plain, kem, sealing.content_info(version_id, device_id))
    return Content(SUITE, device_id, b64u(sealed), manifest_jws)


def open_content(content: Content, return_key: str, version_id: str, device_id: str, kem: PrivateKey) -> Returned:
    """The document, if it is the one the manifest commits to; the manifest's digest stands in the receipt.

    Raises ``ProtocolFault``: ``protocol.content-other`` for another version or device,
    ``protocol.unknown-suite``, ``protocol.unsealable``, ``protocol.plain-…``, ``protocol.commitment-other``.
    """
    if content.suite != SUITE:
        raise ProtocolFault("protocol.unknown-suite")
    facts = facts_of_manifest(content.manifest)
    if (facts.return_key, facts.version_id, content.to) != (return_key, version_id, device_id):
        raise ProtocolFault("protocol.content-other")
    info = sealing.content_info(version_id, device_id)
    unsealed = sealing.unpack_plain(sealing.unseal(unb64u(content.data), kem, info))
    if unsealed.commitment != facts.commitment:
        raise ProtocolFault("protocol.commitment-other")
    manifest = unproven(content.manifest, Manifest)
    return Returned(strict_json.decode(unsealed.document, Document), manifest)
