"""The promise before the deadline: these sealed bytes are ready and will follow (C9), and the bureau's answer."""

from __future__ import annotations

from client.protocol import jws, strict_json
from client.protocol.faults import ProtocolFault
from client.protocol.keys import KeySet
from client.protocol.messages import CommitAck, CommitRequest
from client.protocol.statements import proven
from client.protocol.submission import Signer
from client.protocol.times import parse_time


def commit_body(asked: CommitRequest, signer: Signer) -> bytes:
    """The request: the bare compact JWS ``jibao-commit``, signed by the device."""
    return jws.sign(strict_json.encode(asked), signer.key, "jibao-commit", kid=signer.device_id).encode("ascii")


def check_ack(token: str, asked: CommitRequest, keys: KeySet, env: str) -> CommitAck:
    """The acknowledgement, if every single thing about it holds.

    Raises ``ProtocolFault``: those of ``proven``, ``protocol.ack-env`` and
    ``protocol.ack-other`` when it speaks of another environment or of other bytes.
    """
    ack = proven(token, CommitAck, keys)
    if ack.env != env:
        raise ProtocolFault("protocol.ack-env")
    names = ("return_key", "version_id", "sealed_sha256", "size")
    if any(getattr(ack, name) != getattr(asked, name) for name in names):
        raise ProtocolFault("protocol.ack-other")
    if parse_time(ack.upload_by) < parse_time(ack.committed_at):
        raise ProtocolFault("protocol.ack-other")
    return ack
