"""Fetching a version with its content from the endpoint, proven all or nothing (C4 9 and 10)."""

from __future__ import annotations

from client.net import Endpoint
from client.net.chain import pack_chain
from client.protocol.content import Returned, open_content
from client.protocol.faults import ProtocolFault
from client.protocol.messages import VersionInfo
from client.protocol.receipts import check_decision, check_receipt, facts_of_manifest
from client.sync.elsewhere import Proof, Theirs
from client.sync.evidence import with_keys


def fetch_theirs(endpoint: Endpoint, return_key: str, line: VersionInfo) -> tuple[Theirs, Proof]:
    """One version with its content, proven all or nothing, and what proves it to others.

    Raises ``NetworkFailure``, ``ProblemAnswer`` or ``ProtocolFault``.
    """
    token, returned = fetch_content(endpoint, return_key, line.version_id)
    state = endpoint.get_version(return_key, line.version_id).state
    assert state is not None, "asked without a tag"
    facts = facts_of_manifest(token)
    receipt = with_keys(endpoint, lambda keys: check_receipt(state.receipt, facts, keys, endpoint.env))
    decided, verdict = state.decision, "received"
    if decided is not None:
        verdict = with_keys(endpoint, lambda keys: check_decision(decided, facts, keys, endpoint.env)).state
    manifest = returned.manifest
    theirs = Theirs(
        version_id=line.version_id,
        state=verdict,
        kind=manifest.kind,
        pack=manifest.pack,
        received_at=receipt.received_at,
        device_name=line.device_name,
        receipt=state.receipt,
        decision=decided,
        document=returned.document,
    )
    chain = pack_chain(endpoint.keys.chain)
    return theirs, Proof(return_key, line.version_id, token, state.receipt, decided, chain)


def fetch_content(endpoint: Endpoint, return_key: str, version_id: str) -> tuple[str, Returned]:
    """Manifest and content of a version; raises as ``fetch_theirs``."""
    device = endpoint.own_device
    answer = endpoint.content(return_key, version_id)
    opened = open_content(answer, return_key, version_id, device.device_id, device.keys.kem)
    if opened.manifest.env != endpoint.env:
        raise ProtocolFault("protocol.content-other")
    return answer.manifest, opened
