"""A receipt counts when every single thing about it holds; each that does not is named."""

from __future__ import annotations

import msgspec
import pytest

from client.protocol import jws
from client.protocol.encoding import chain_digest
from client.protocol.faults import ProtocolFault
from client.protocol.messages import Receipt
from client.protocol.receipts import check_decision, check_receipt, facts_of_manifest
from client.protocol.statements import unproven
from client.protocol.submission import Frozen

from .conftest import NOW, RETURN, Bureau

OTHER_ID = "3b1e0000-0000-4000-8000-00000000000f"


def test_a_good_receipt_holds(bureau: Bureau, frozen: Frozen) -> None:
    receipt = check_receipt(bureau.receipt(frozen), frozen, bureau.keys, "prod")
    assert (receipt.receipt_no, receipt.seq, receipt.version_id) == ("GD-1", 7, frozen.version_id)


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"env": "practice"}, "protocol.receipt-env"),
        ({"return_key": RETURN.replace("-09", "-08")}, "protocol.receipt-return-key"),
        ({"version_id": OTHER_ID}, "protocol.receipt-version"),
        ({"base_version_id": OTHER_ID}, "protocol.receipt-base"),
        ({"manifest_sha256": "00" * 32}, "protocol.receipt-manifest"),
        ({"sealed_sha256": "00" * 32}, "protocol.receipt-sealed"),
        ({"commitment": "00" * 32}, "protocol.receipt-commitment"),
        ({"received_at": "2031-01-01T00:00:00.000+08:00"}, "protocol.key-not-valid-then"),
        ({"received_at": "today"}, "protocol.bad-time"),
        ({"deadline_at": "soon"}, "protocol.bad-time"),
        ({"v": 2}, "protocol.wrong-shape"),
        ({"timeliness": "early"}, "protocol.wrong-shape"),
        ({"prev": "ab" * 32}, "protocol.wrong-shape"),
    ],
)
def test_each_single_mismatch_is_named(
    bureau: Bureau, frozen: Frozen, changed: dict[str, object], code: str
) -> None:
    with pytest.raises(ProtocolFault) as caught:
        check_receipt(bureau.receipt(frozen, **changed), frozen, bureau.keys, "prod")
    assert caught.value.code == code


@pytest.mark.parametrize("fact", ["return_key", "version_id", "manifest_sha256", "sealed_sha256", "commitment"])
def test_each_frozen_fact_counts(bureau: Bureau, frozen: Frozen, fact: str) -> None:
    other = msgspec.structs.replace(frozen, **{fact: "0" * 64})
    with pytest.raises(ProtocolFault, match=r"protocol\.receipt-"):
        check_receipt(bureau.receipt(frozen), other, bureau.keys, "prod")


def test_a_receipt_of_somebody_else_s_making_is_refused(bureau: Bureau, frozen: Frozen) -> None:
    with pytest.raises(ProtocolFault, match="jws-signature"):
        check_receipt(Bureau().receipt(frozen), frozen, bureau.keys, "prod")


def test_a_key_for_another_use_does_not_sign_receipts(bureau: Bureau, frozen: Frozen) -> None:
    payload = jws.unverified(bureau.receipt(frozen))
    token = jws.sign(payload, bureau.private["hello"], "jibao-receipt", kid="b1")
    with pytest.raises(ProtocolFault, match="jws-signature"):
        check_receipt(token, frozen, bureau.keys, "prod")
    token = jws.sign(payload, bureau.private["receipt"], "jibao-receipt", kid="b9")
    with pytest.raises(ProtocolFault, match="key-unknown"):
        check_receipt(token, frozen, bureau.keys, "prod")
    token = jws.sign(payload, bureau.private["receipt"], "jibao-decision", kid="b1")
    with pytest.raises(ProtocolFault, match="jws-type"):
        check_receipt(token, frozen, bureau.keys, "prod")


@pytest.mark.parametrize(
    "fake", ["", "ok", '{"receipt_no":"GD-1"}', "<html>success</html>", "a.b.c", "e30.e30.e30"]
)
def test_a_fake_success_is_no_receipt(bureau: Bureau, frozen: Frozen, fake: str) -> None:
    with pytest.raises(ProtocolFault):
        check_receipt(fake, frozen, bureau.keys, "prod")


def held(bureau: Bureau, frozen: Frozen, **changed: object) -> Receipt:
    return unproven(bureau.receipt(frozen, **changed), Receipt)


def test_order_among_receipts(bureau: Bureau, frozen: Frozen) -> None:
    token = bureau.receipt(frozen)

    def check(newest: Receipt) -> None:
        check_receipt(token, frozen, bureau.keys, "prod", newest)

    check(held(bureau, frozen))
    check(held(bureau, frozen, version_id=OTHER_ID, seq=3))
    check(held(bureau, frozen, version_id=OTHER_ID, base_version_id=frozen.version_id, seq=9))
    check(
        held(bureau, frozen, version_id=OTHER_ID, log_id="gd-2", seq=99, received_at="2025-10-01T00:00:00+08:00")
    )
    for newer in (
        held(bureau, frozen, receipt_no="GD-2"),
        held(bureau, frozen, version_id=OTHER_ID, seq=9),
        held(bureau, frozen, version_id=OTHER_ID, base_version_id=frozen.version_id, seq=3),
        held(bureau, frozen, version_id=OTHER_ID, log_id="gd-2", received_at="2025-10-30T00:00:00+08:00"),
    ):
        with pytest.raises(ProtocolFault, match="receipt-older"):
            check(newer)


def test_the_facts_of_a_kept_manifest_are_the_frozen_ones(bureau: Bureau, frozen: Frozen) -> None:
    facts = facts_of_manifest(frozen.manifest_jws)
    for name in ("return_key", "version_id", "base_version_id", "manifest_sha256", "sealed_sha256", "commitment"):
        assert getattr(facts, name) == getattr(frozen, name)
    assert check_receipt(bureau.receipt(frozen), facts, bureau.keys, "prod")


def test_a_good_decision_holds(bureau: Bureau, frozen: Frozen) -> None:
    finding = {"rule": "C021", "severity": "error", "cells": ["JY018"], "message": "…"}
    token = bureau.decision(frozen, state="rejected", findings=[finding])
    decision = check_decision(token, frozen, bureau.keys, "prod")
    assert decision.state == "rejected"
    assert decision.findings[0].cells == ["JY018"]


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"env": "practice"}, "protocol.decision-env"),
        ({"return_key": "x"}, "protocol.decision-return-key"),
        ({"version_id": OTHER_ID}, "protocol.decision-version"),
        ({"manifest_sha256": "00" * 32}, "protocol.decision-manifest"),
        ({"state": "received"}, "protocol.wrong-shape"),
        ({"decided_at": "2031-01-01T00:00:00.000+08:00"}, "protocol.key-not-valid-then"),
    ],
)
def test_each_mismatch_of_a_decision_is_named(
    bureau: Bureau, frozen: Frozen, changed: dict[str, object], code: str
) -> None:
    with pytest.raises(ProtocolFault) as caught:
        check_decision(bureau.decision(frozen, **changed), frozen, bureau.keys, "prod")
    assert caught.value.code == code


def test_decisions_on_one_version_form_a_chain(bureau: Bureau, frozen: Frozen) -> None:
    first = bureau.decision(frozen, state="rejected")
    second = bureau.decision(frozen, decision_no=2, prev_decision=chain_digest(first))
    third = bureau.decision(frozen, decision_no=3, prev_decision=chain_digest(second))

    def check(token: str, before: str) -> None:
        check_decision(token, frozen, bureau.keys, "prod", before)

    check(first, first)
    check(second, first)
    check(third, first)
    for token, before in (
        (first, second),
        (bureau.decision(frozen), first),
        (bureau.decision(frozen, decision_no=2, prev_decision=None), first),
        (bureau.decision(frozen, decision_no=2, prev_decision=chain_digest(third)), first),
    ):
        with pytest.raises(ProtocolFault, match="decision-chain"):
            check(token, before)


def test_the_fixture_s_clock_is_inside_the_keys_window(bureau: Bureau) -> None:
    assert bureau.keys.current("receipt", NOW)[0] == "b1"
