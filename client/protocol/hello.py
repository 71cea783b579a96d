"""Is it the server? The signed hello, and the other statements without a version: the log's checkpoint."""

from __future__ import annotations

from client.protocol import jws, strict_json
from client.protocol.faults import ProtocolFault
from client.protocol.keys import KeySet
from client.protocol.messages import Checkpoint, Hello
from client.protocol.times import parse_time


def check_hello(token: str, nonce: str, keys: KeySet, env: str) -> Hello:
    """The endpoint's hello to ``nonce``.

    Raises ``ProtocolFault``: those of ``jws.verify`` and ``KeySet.key`` (an impostor), ``protocol.hello-nonce``
    (a replay), ``protocol.hello-env`` (another environment than the profile's).
    """
    key_name = jws.kid(token, "jibao-hello")
    claimed = strict_json.decode(jws.unverified(token), Hello)
    key = keys.key("hello", key_name, parse_time(claimed.now))
    hello = strict_json.decode(jws.verify(token, key, "jibao-hello"), Hello)
    if hello.nonce != nonce:
        raise ProtocolFault("protocol.hello-nonce")
    if hello.env != env:
        raise ProtocolFault("protocol.hello-env", env=hello.env)
    return hello


def check_checkpoint(token: str, keys: KeySet, env: str) -> Checkpoint:
    """The signed head of the receipt chain; raises ``ProtocolFault``."""
    key_name = jws.kid(token, "jibao-checkpoint")
    claimed = strict_json.decode(jws.unverified(token), Checkpoint)
    key = keys.key("log", key_name, parse_time(claimed.at))
    checkpoint = strict_json.decode(jws.verify(token, key, "jibao-checkpoint"), Checkpoint)
    if checkpoint.env != env:
        raise ProtocolFault("protocol.hello-env", env=checkpoint.env)
    return checkpoint
