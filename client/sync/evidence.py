"""Whether an answer proves what it claims, and how what it proves is kept (protocol C5, C15)."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import TypeVar

import msgspec

from client.net import Endpoint
from client.net.chain import pack_chain
from client.protocol.faults import ProtocolFault
from client.protocol.keys import KeySet
from client.protocol.messages import Decision, Receipt, VersionState
from client.protocol.receipts import check_decision, check_receipt
from client.protocol.statements import unproven
from client.store import Store
from client.store.repositories.books import Books
from client.store.repositories.model import StoredReceipt, Version
from client.sync.engine import Confirmed
from client.sync.states import State

T = TypeVar("T")


class Evidence(msgspec.Struct, frozen=True):
    """Verified statements about one version, word for word, with the chain their keys came by."""

    receipt_jws: str
    receipt: Receipt
    decision_jws: str | None
    decision: Decision | None
    chain: bytes


def weigh(store: Store, endpoint: Endpoint, version: Version, answer: VersionState) -> tuple[Evidence, Confirmed]:
    """Verify an answer all or nothing.

    The state is what is signed: the decision's, else ``received``; only that a version was superseded or
    withdrawn is taken from the answer. Raises ``ProtocolFault`` naming the first thing that does not hold.
    """
    held, newest = store.run(lambda books: _held(books, version))
    receipt = with_keys(endpoint, lambda keys: check_receipt(answer.receipt, version, keys, endpoint.env, newest))
    token, decision = answer.decision, None
    if token is not None:
        last = held.decisions[-1] if held and held.decisions else None
        decision = with_keys(endpoint, lambda keys: check_decision(token, version, keys, endpoint.env, last))
    chain = pack_chain(endpoint.keys.chain)
    claimed = State(decision.state) if decision else State.RECEIVED
    if answer.state in ("superseded", "withdrawn"):
        claimed = State(answer.state)
    evidence = Evidence(answer.receipt, receipt, token, decision, chain)
    return evidence, Confirmed(claimed, decision is not None, answer.decide_after_s)


def keep(books: Books, version: Version, evidence: Evidence) -> None:
    """Keep the statements; the version this one is built on is superseded from now on."""
    books.receipts.put(version.version_id, evidence.receipt_jws, evidence.chain, evidence.receipt.receipt_no)
    if evidence.decision_jws is not None:
        books.receipts.add_decision(version.version_id, evidence.decision_jws)
    base = books.outbox.get(version.base_version_id) if version.base_version_id else None
    if base is not None and base.state in (State.RECEIVED, State.ACCEPTED, State.REJECTED):
        books.outbox.set_state(base.version_id, State.SUPERSEDED.value)


def read_receipt(held: StoredReceipt) -> Receipt:
    """The payload of a receipt that verified when it was stored."""
    return _read(held.receipt)


@lru_cache(maxsize=1024)
def _read(token: str) -> Receipt:
    return unproven(token, Receipt)


def read_decision(held: StoredReceipt) -> Decision | None:
    """The decision that holds, of a version's stored ones."""
    if not held.decisions:
        return None
    return unproven(held.decisions[-1], Decision)


def _held(books: Books, version: Version) -> tuple[StoredReceipt | None, Receipt | None]:
    """What is held of this version, and the newest receipt of its return at the same endpoint."""
    receipts = map(_read, books.receipts.words(version.return_key, version.endpoint))
    return books.receipts.get(version.version_id), max(receipts, key=lambda found: found.seq, default=None)


def with_keys(endpoint: Endpoint, check: Callable[[KeySet], T]) -> T:
    """Check with the keys held; a key not among them gets one look at newer ones."""
    try:
        return check(endpoint.keys.keyset)
    except ProtocolFault as fault:
        if fault.code != "protocol.key-unknown":
            raise
    endpoint.keys.refresh()
    return check(endpoint.keys.keyset)
