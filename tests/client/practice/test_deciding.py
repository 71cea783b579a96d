"""Decisions: the same rules as in the client, rules and cells named, never a value."""

from __future__ import annotations

from typing import Any

import pytest

from client.practice.database import records
from client.protocol import jws
from client.protocol.messages import (
    Decision,
    Document,
    DocumentExplanation,
    Kind,
    NotApplicable,
    Notices,
    Obligations,
    VersionState,
)
from client.protocol.receipts import check_decision
from client.protocol.statements import unproven
from client.protocol.submission import Frozen

from .conftest import Device, Devices, Endpoint, problem, read, wait_until

ROW = "5f0c0000-0000-4000-8000-000000000001"


def decide(device: Device, cells: dict[str, Any], place: str = "JY.2025-09", **words: Any) -> Decision:
    """File an original and wait for the decision on it."""
    document = Document(cells, **words)
    frozen = device.freeze(place, document=document)
    read(device.put(frozen), VersionState, 201)
    return decision_on(device, frozen)


def decision_on(device: Device, frozen: Frozen) -> Decision:
    decided = device.decided(frozen)
    decision = check_decision(decided.decision or "", frozen, device.endpoint.keys, "practice")
    assert decision.state == decided.state
    return decision


def found(decision: Decision) -> list[tuple[str, str, list[str]]]:
    return [(finding.rule, finding.severity, finding.cells) for finding in decision.findings]


def test_a_return_without_errors_is_accepted(device: Device) -> None:
    decision = decide(device, {"JY001": "1234", "JY005": "1000", "JY001@ly": "1198"})
    assert (decision.state, decision.findings, decision.decision_no) == ("accepted", [], 1)


def test_a_failed_check_sends_it_back_with_rule_and_cells(device: Device) -> None:
    decision = decide(device, {"JY001": "918273", "JY005": "918274"})
    assert decision.state == "rejected"
    assert found(decision) == [("T001", "error", ["JY001", "JY005"])]
    assert "营业成本不应大于营业收入" in decision.findings[0].message


def test_a_decision_never_tells_a_value(device: Device) -> None:
    canaries = ("918273645", "918273646")
    frozen = device.freeze(document=Document({"JY001": canaries[0], "JY005": canaries[1]}))
    read(device.put(frozen), VersionState, 201)
    token = device.decided(frozen).decision or ""
    assert not any(canary.encode() in jws.unverified(token) for canary in canaries)


def test_what_is_missing_sends_it_back(device: Device) -> None:
    decision = decide(device, {"JY005": "1"})
    assert decision.state == "rejected"
    assert ("REQ", "error", ["JY001"]) in found(decision)


def test_a_hint_hinders_nothing(device: Device) -> None:
    assert decide(device, {"JY001": "1", "JY005": "0"}).state == "accepted"


def test_a_query_wants_an_explanation(device: Device) -> None:
    cells = {"JY001": "2000000"}
    assert found(decide(device, cells)) == [("T002", "query", ["JY001"])]
    told = DocumentExplanation("T002", ["JY001"], "01", "新厂投产，订单集中交付")
    assert decide(device, cells, "JY.2025-08", explanations=[told]).state == "accepted"
    elsewhere = DocumentExplanation("T002", ["JY005"], "01", "新厂投产，订单集中交付")
    assert decide(device, cells, "JY.2025-07", explanations=[elsewhere]).state == "rejected"


def test_earlier_returns_are_looked_at(device: Device) -> None:
    assert decide(device, {"JY001": "500"}, "JY.2025-08").state == "accepted"
    decision = decide(device, {"JY001": "499"})
    assert found(decision) == [("T003", "error", ["JY001", "JY.2025-08/JY001"])]


def test_returns_of_other_firms_are_not_looked_at(devices: Devices) -> None:
    mine, other = devices(), devices(another=True)
    assert decide(other, {"JY001": "500"}, "JY.2025-08").state == "accepted"
    assert decide(mine, {"JY001": "499"}).state == "accepted"


@pytest.mark.parametrize(
    "cells",
    [
        {"JY001": "12.5"},
        {"JY001": "1,234"},
        {"JY001": "01"},
        {"JY001": "１"},
        {"JY001": "1e3"},
        {"JY001": ["1"]},
        {"JY001": "1", "JY999": "1"},
        {"JY001": "1", "JY005@ly": "1"},
        {"JY001": "1", "JB001": "某公司"},
        {"JY001": "1", "nonsense]": "1"},
        {"JY001": "1", "JY005": "一百"},
    ],
)
def test_cells_that_are_not_what_the_form_asks_send_it_back(device: Device, cells: dict[str, Any]) -> None:
    decision = decide(device, cells)
    assert decision.state == "rejected"
    assert "format" in [finding.rule for finding in decision.findings]


def test_rows_codes_and_parts_are_read(device: Device) -> None:
    rows = {f"XM[{ROW}].XM001": "P1", f"XM[{ROW}].XM014": "20500"}
    assert decide(device, rows, "XM.2025-09", rows={"XM": [ROW]}).state == "accepted"
    profile = {"JB001": "深圳示例电子有限公司", "JB013": "2", "JB022.number": "GR1", "JB022.valid": "2027-12"}
    assert decide(device, profile | {"JB030": "true"}, "JB.2025").state == "accepted"


@pytest.mark.parametrize(
    "wrong", [{"JB013": "9"}, {"JB022.valid": "2027-13"}, {"JB030": "是"}, {"JB022.price": "1"}, {"JB013": "国有"}]
)
def test_codes_months_and_yes_or_no_have_one_spelling(device: Device, wrong: dict[str, Any]) -> None:
    decision = decide(device, {"JB001": "深圳示例电子有限公司"} | wrong, "JB.2025")
    assert decision.state == "rejected"
    assert ("format", "error", list(wrong)) in found(decision)


def test_not_applicable_is_an_answer(device: Device) -> None:
    decision = decide(device, {"JY001": "1", "JY005": NotApplicable("无此项业务")})
    assert decision.state == "accepted"


def test_a_nil_return_is_accepted(device: Device) -> None:
    frozen = device.freeze(kind="nil", document=Document({}, reason="停产"))
    read(device.put(frozen), VersionState, 201)
    assert decision_on(device, frozen).state == "accepted"


def test_a_return_can_be_withdrawn_until_it_is_accepted(device: Device) -> None:
    first = device.freeze(document=Document({"JY005": "1"}))
    read(device.put(first), VersionState, 201)
    assert decision_on(device, first).state == "rejected"
    gone = device.freeze(base=first.version_id, kind="withdrawal", document=Document({}, reason="报错单位"))
    read(device.put(gone), VersionState, 201)
    assert decision_on(device, gone).state == "withdrawn"
    anew = device.freeze(base=gone.version_id)
    read(device.put(anew), VersionState, 201)
    assert decision_on(device, anew).state == "accepted"
    late = device.freeze(base=anew.version_id, kind="withdrawal", document=Document({}, reason="报错单位"))
    problem(device.put(late), 409, "too-late-to-withdraw")


@pytest.mark.parametrize("kind", ["correction", "nil"])
def test_a_rejected_return_is_filed_again(device: Device, kind: Kind) -> None:
    first = device.freeze(document=Document({"JY005": "1"}))
    read(device.put(first), VersionState, 201)
    assert decision_on(device, first).state == "rejected"
    again = Document({"JY001": "2"} if kind == "correction" else {}, reason="退回更正")
    second = device.freeze(base=first.version_id, kind=kind, document=again)
    read(device.put(second), VersionState, 201)
    assert decision_on(device, second).state == "accepted"
    assert read(device.get(first), VersionState).state == "superseded"
    due = read(device.call("GET", "/v1/obligations?period=2025-09"), Obligations)
    head = next(item.head for item in due.items if item.return_key == device.key())
    assert head is not None
    assert (head.version_id, head.state) == (second.version_id, "accepted")


def test_a_body_nobody_can_open_is_kept_and_decided(device: Device) -> None:
    """Sealed under another return's name: received, for the digests are right, and then sent back."""
    seal_key = device.endpoint.keys.current("hello", device.now())
    wrong_key = device.freeze(seal_key=(device.endpoint.keys.current("seal", device.now())[0], seal_key[1]))
    wrong_name = device.freeze("JY.2025-08", seal_key=("nobody-s-key", seal_key[1]))
    for frozen in (wrong_key, wrong_name):
        read(device.put(frozen), VersionState, 201)
        decision = decision_on(device, frozen)
        assert (decision.state, found(decision)) == ("rejected", [("unsealable", "error", [])])
    # It does not stand in the way of checking others.
    assert decide(device, {"JY001": "1"}, "JY.2025-07").state == "accepted"


def test_rejections_are_noticed(device: Device) -> None:
    empty = read(device.call("GET", "/v1/notices"), Notices)
    assert (empty.next, empty.items) == ("n0", [])
    frozen = device.freeze(document=Document({"JY005": "1"}))
    read(device.put(frozen), VersionState, 201)
    device.decided(frozen)
    notices = read(device.call("GET", "/v1/notices?after=n0"), Notices)
    assert [(n.kind, n.version_id, n.return_key) for n in notices.items] == [
        ("rejected", frozen.version_id, frozen.return_key)
    ]
    later = device.call("GET", f"/v1/notices?after={notices.next}")
    assert read(later, Notices).items == []
    tag = later.headers["etag"]
    assert device.call("GET", f"/v1/notices?after={notices.next}", If_None_Match=tag).status_code == 304
    for after in ("", "811", "nx", "n-1", "n" + "9" * 30):
        problem(device.call("GET", f"/v1/notices?after={after}"), 400, "malformed")


def test_what_was_not_decided_before_a_stop_is_decided_after_it(endpoint: Endpoint, own_device: Device) -> None:
    filed = [own_device.freeze(f"JY.2025-0{month}") for month in range(2, 10)]
    for frozen in filed:
        read(own_device.put(frozen), VersionState, 201)
    endpoint.restart()
    endpoint.practice._books.run(lambda connection: connection.execute("DELETE FROM decisions"))
    assert len(endpoint.practice._books.run(records.undecided)) == 8
    endpoint.restart()
    wait_until(lambda: not endpoint.practice._books.run(records.undecided))
    own_device.again()
    own_device.log_in()
    assert {read(own_device.get(frozen), VersionState).state for frozen in filed} == {"accepted"}


def test_a_decision_is_signed_for_this_environment(device: Device) -> None:
    frozen = device.freeze()
    read(device.put(frozen), VersionState, 201)
    decision = unproven(device.decided(frozen).decision or "", Decision)
    assert decision.env == "practice"
    assert decision.manifest_sha256 == frozen.manifest_sha256
