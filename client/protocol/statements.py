"""What the bureau signs: read as it stands, and proven under the key in force when it says it was made."""

from __future__ import annotations

from typing import Final, NamedTuple, TypeVar

from client.protocol import jws, strict_json
from client.protocol.keys import KeySet, Use
from client.protocol.messages import Checkpoint, CommitAck, Decision, Hello, Receipt
from client.protocol.times import parse_time

T = TypeVar("T")


class Signing(NamedTuple):
    """As what a statement is signed, with which of the bureau's keys, and the field that says when."""

    typ: jws.Typ
    use: Use
    moment: str


STATEMENTS: Final[dict[type, Signing]] = {
    Hello: Signing("jibao-hello", "hello", "now"),
    Checkpoint: Signing("jibao-checkpoint", "log", "at"),
    Receipt: Signing("jibao-receipt", "receipt", "received_at"),
    Decision: Signing("jibao-decision", "decision", "decided_at"),
    CommitAck: Signing("jibao-commit-ack", "receipt", "committed_at"),
}


def unproven(token: str, kind: type[T]) -> T:
    """What a token says, whoever signed it: of one that was verified before it was kept, or to find its key."""
    return strict_json.decode(jws.unverified(token), kind)


def proven(token: str, kind: type[T], keys: KeySet) -> T:
    """What a statement of the bureau says. Raises ``ProtocolFault`` as ``jws.verify`` and ``KeySet.key`` do."""
    typ, use, moment = STATEMENTS[kind]
    named = jws.kid(token, typ)
    key = keys.key(use, named, parse_time(getattr(unproven(token, kind), moment)))
    return strict_json.decode(jws.verify(token, key, typ), kind)
