"""Does the endpoint still tell the history it told before? Statements about a receipt log against each other.

A receipt says which one it is and which came before it; a checkpoint says which one was the newest. Whoever
rewrites the log, or shows two firms two of them, signs sooner or later two different things about one place.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

import msgspec

from client.protocol.encoding import chain_digest
from client.protocol.messages import Checkpoint, Receipt
from client.protocol.statements import unproven
from client.protocol.times import parse_time


class Pinned(msgspec.Struct, frozen=True):
    """One signed statement (compact JWS): which receipt stands at which place of its log.

    ``heads`` are digests by place; ``covers`` is the newest place the log had reached ``at`` the time of it.
    """

    token: str
    log_id: str
    heads: dict[int, str | None]
    covers: int
    at: datetime


class Rewritten(msgspec.Struct, frozen=True):
    """Two statements that cannot both be true, and the place in the log they differ about."""

    log_id: str
    seq: int
    before: str
    now: str


def of_receipt(token: str) -> Pinned:
    """What a verified receipt says of the log."""
    receipt = unproven(token, Receipt)
    heads = {receipt.seq: chain_digest(token), receipt.seq - 1: receipt.prev}
    return Pinned(token, receipt.log_id, heads, receipt.seq, parse_time(receipt.received_at))


def of_checkpoint(token: str) -> Pinned:
    """What a verified checkpoint says of the log."""
    checkpoint = unproven(token, Checkpoint)
    heads = {checkpoint.seq: checkpoint.head}
    return Pinned(token, checkpoint.log_id, heads, checkpoint.seq, parse_time(checkpoint.at))


def compare(held: Iterable[Pinned], now: Pinned) -> Rewritten | None:
    """Hold a checkpoint that was asked for *after* everything in ``held`` was received against all of it.

    None where it may be the same history, grown; also where nothing is held of its log.
    """
    pins: dict[int, tuple[str | None, str]] = {}
    for each in (*held, now):
        if each.log_id != now.log_id:
            continue
        if each.covers > now.covers and each.at <= now.at:  # an older checkpoint may be a gateway's, kept back
            return Rewritten(now.log_id, each.covers, each.token, now.token)
        for seq, head in each.heads.items():
            known, by = pins.setdefault(seq, (head, each.token))
            if known != head:
                return Rewritten(now.log_id, seq, by, each.token)
    return None
