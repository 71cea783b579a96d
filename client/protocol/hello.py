"""Is it the server? The signed hello, and the other statements without a version: the log's checkpoint."""

from __future__ import annotations

from client.protocol.faults import ProtocolFault
from client.protocol.keys import KeySet
from client.protocol.messages import Checkpoint, Hello
from client.protocol.statements import proven


def check_hello(token: str, nonce: str, keys: KeySet, env: str) -> Hello:
    """The endpoint's hello to ``nonce``.

    Raises ``ProtocolFault``: those of ``proven`` (an impostor), ``protocol.hello-nonce``
    (a replay), ``protocol.hello-env`` (another environment than the profile's).
    """
    hello = proven(token, Hello, keys)
    if hello.nonce != nonce:
        raise ProtocolFault("protocol.hello-nonce")
    if hello.env != env:
        raise ProtocolFault("protocol.hello-env", env=hello.env)
    return hello


def check_checkpoint(token: str, keys: KeySet, env: str) -> Checkpoint:
    """The signed head of the receipt chain; raises ``ProtocolFault``."""
    checkpoint = proven(token, Checkpoint, keys)
    if checkpoint.env != env:
        raise ProtocolFault("protocol.hello-env", env=checkpoint.env)
    return checkpoint
