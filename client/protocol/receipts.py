"""The client's judgement of what the bureau signed: receipts and decisions, all or nothing."""

from __future__ import annotations

from typing import Protocol

from msgspec import Struct

from client.protocol.encoding import chain_digest, sha256_hex
from client.protocol.faults import ProtocolFault
from client.protocol.keys import KeySet
from client.protocol.messages import Decision, Manifest, Receipt
from client.protocol.statements import proven, unproven
from client.protocol.times import parse_time


class Facts(Protocol):
    """What was frozen about a version; ``Frozen`` and the outbox's versions both have it."""

    @property
    def return_key(self) -> str: ...
    @property
    def version_id(self) -> str: ...
    @property
    def base_version_id(self) -> str | None: ...
    @property
    def manifest_sha256(self) -> str: ...
    @property
    def sealed_sha256(self) -> str: ...
    @property
    def commitment(self) -> str: ...


class Stated(Struct, frozen=True):
    """The facts as a manifest states them."""

    return_key: str
    version_id: str
    base_version_id: str | None
    manifest_sha256: str
    sealed_sha256: str
    commitment: str
    audit_head: str | None = None


def facts_of_manifest(manifest_jws: str) -> Stated:
    """The facts of a kept manifest, without judging its signature: the receipt names its digest."""
    manifest = unproven(manifest_jws, Manifest)
    return Stated(
        return_key=manifest.return_key,
        version_id=manifest.version_id,
        base_version_id=manifest.base_version_id,
        manifest_sha256=sha256_hex(manifest_jws.encode("ascii", "replace")),
        sealed_sha256=manifest.sealed_sha256,
        commitment=manifest.commitment,
        audit_head=manifest.audit_head,
    )


def check_receipt(token: str, facts: Facts, keys: KeySet, env: str, newest_held: Receipt | None = None) -> Receipt:
    """The receipt, if every single thing about it holds.

    ``newest_held`` is the newest receipt held for this return; a receipt for a later version must come after it.
    Raises ``ProtocolFault`` naming the first thing that does not hold: those of ``proven``,
    ``protocol.receipt-env``, ``-return-key``, ``-version``, ``-base``, ``-manifest``, ``-sealed``,
    ``-commitment``, ``-older``.
    """
    receipt = proven(token, Receipt, keys)
    _agree(
        ("protocol.receipt-env", receipt.env, env),
        ("protocol.receipt-return-key", receipt.return_key, facts.return_key),
        ("protocol.receipt-version", receipt.version_id, facts.version_id),
        ("protocol.receipt-base", receipt.base_version_id, facts.base_version_id),
        ("protocol.receipt-manifest", receipt.manifest_sha256, facts.manifest_sha256),
        ("protocol.receipt-sealed", receipt.sealed_sha256, facts.sealed_sha256),
        ("protocol.receipt-commitment", receipt.commitment, facts.commitment),
    )
    parse_time(receipt.deadline_at)
    if newest_held is not None and _out_of_order(receipt, newest_held):
        raise ProtocolFault("protocol.receipt-older")
    return receipt


def check_decision(token: str, facts: Facts, keys: KeySet, env: str, held: str | None = None) -> Decision:
    """The decision on a version, if everything about it holds; ``held`` is the JWS of the one already kept.

    Raises ``ProtocolFault`` as ``check_receipt``, with ``protocol.decision-…``; ``-chain`` when it neither is the
    kept one nor comes after it.
    """
    decision = proven(token, Decision, keys)
    _agree(
        ("protocol.decision-env", decision.env, env),
        ("protocol.decision-return-key", decision.return_key, facts.return_key),
        ("protocol.decision-version", decision.version_id, facts.version_id),
        ("protocol.decision-manifest", decision.manifest_sha256, facts.manifest_sha256),
    )
    if held is not None and held != token:
        _follows(decision, held)
    return decision


def _follows(decision: Decision, held: str) -> None:
    """A later decision counts on; when it is the next one, it names the held one's digest."""
    before = unproven(held, Decision)
    step = decision.decision_no - before.decision_no
    if step < 1 or (step == 1 and decision.prev_decision != chain_digest(held)):
        raise ProtocolFault("protocol.decision-chain")


def _out_of_order(receipt: Receipt, held: Receipt) -> bool:
    if held.version_id == receipt.version_id:
        return held != receipt
    before = receipt.seq < held.seq if receipt.log_id == held.log_id else _time(receipt) < _time(held)
    if held.base_version_id == receipt.version_id:
        return not before
    return before


def _time(receipt: Receipt) -> float:
    return parse_time(receipt.received_at).timestamp()


def _agree(*pairs: tuple[str, str | None, str | None]) -> None:
    for code, stated, frozen in pairs:
        if stated != frozen:
            raise ProtocolFault(code)
