"""Filing against a running endpoint: receipts, replays, order of checks, what others may see."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from functools import partial

import httpx
import pytest

from client.protocol import jws, strict_json
from client.protocol.encoding import b64u, chain_digest, content_digest
from client.protocol.hello import check_checkpoint
from client.protocol.identifiers import new_id
from client.protocol.keys import generate
from client.protocol.messages import (
    JWS_MEDIA,
    SUBMISSION_MEDIA,
    CommitRequest,
    Kind,
    Manifest,
    Obligations,
    Receipt,
    ReturnState,
    StatusAnswer,
    VersionState,
)
from client.protocol.receipts import check_decision, check_receipt
from client.protocol.statements import unproven
from client.protocol.submission import Frozen, PackRef, Signer, submission_body
from client.protocol.times import parse_time

from .conftest import Device, Devices, Endpoint, path_of, problem, read


def test_a_return_goes_all_the_way(device: Device) -> None:
    """Enrolled and logged in by the fixture; due, filed, received, decided."""
    due = read(device.call("GET", "/v1/obligations?period=2025-09"), Obligations)
    assert device.key() in [item.return_key for item in due.items]
    frozen = device.freeze()
    put = device.put(frozen)
    state = read(put, VersionState, 201)
    assert (state.state, state.decision) == ("received", None)
    assert state.decide_after_s
    receipt = check_receipt(state.receipt, frozen, device.endpoint.keys, "practice")
    assert receipt.receipt_no == f"LX-2025-{receipt.seq:08d}"
    assert (receipt.timeliness, receipt.device_id) == ("on_time", device.device_id)
    decided = device.decided(frozen)
    assert decided.receipt == state.receipt
    assert decided.state == "accepted"
    decision = check_decision(decided.decision or "", frozen, device.endpoint.keys, "practice")
    assert (decision.state, decision.findings, decision.decision_no) == ("accepted", [], 1)


def test_the_same_bytes_get_the_same_receipt_for_ever(endpoint: Endpoint, own_device: Device) -> None:
    frozen = own_device.freeze()
    first = read(own_device.put(frozen), VersionState, 201)
    assert read(own_device.put(frozen), VersionState).receipt == first.receipt
    own_device.decided(frozen)
    later = own_device.freeze(base=frozen.version_id, kind="correction")
    read(own_device.put(later), VersionState, 201)
    again = read(own_device.put(frozen), VersionState)
    assert (again.receipt, again.state) == (first.receipt, "superseded")
    endpoint.clock.ahead = timedelta(days=3650)
    own_device.log_in()
    assert read(own_device.put(frozen), VersionState).receipt == first.receipt
    endpoint.restart()
    own_device.again()
    own_device.log_in()
    assert read(own_device.put(frozen), VersionState).receipt == first.receipt
    assert read(own_device.get(frozen), VersionState).receipt == first.receipt


def test_other_bytes_under_a_known_id_are_refused(device: Device) -> None:
    frozen = device.freeze()
    read(device.put(frozen), VersionState, 201)
    other = device.freeze(version_id=frozen.version_id)
    problem(device.put(other), 409, "version-id-reused")
    elsewhere = device.freeze("JY.2025-08", version_id=frozen.version_id)
    problem(device.put(elsewhere), 409, "version-id-reused")


def test_a_moved_base_is_refused_and_names_the_head(device: Device) -> None:
    first = device.freeze()
    read(device.put(first), VersionState, 201)
    for base in (None, new_id()):
        refused = problem(device.put(device.freeze(base=base, kind="original")), 409, "base-moved")
        assert refused.head is not None
        assert refused.head.version_id == first.version_id
    read(device.put(device.freeze(base=first.version_id, kind="correction")), VersionState, 201)
    problem(device.put(device.freeze(base=first.version_id, kind="correction")), 409, "base-moved")


def test_identity_comes_before_base(device: Device) -> None:
    """A late duplicate of the first version is known, although its base is no longer the head."""
    first = device.freeze()
    receipt = read(device.put(first), VersionState, 201).receipt
    read(device.put(device.freeze(base=first.version_id, kind="correction")), VersionState, 201)
    assert read(device.put(first), VersionState).receipt == receipt


def at_once(calls: list[Callable[[], httpx.Response]]) -> list[httpx.Response]:
    with ThreadPoolExecutor(len(calls)) as pool:
        return [answer.result() for answer in [pool.submit(call) for call in calls]]


def test_duplicates_at_the_same_moment_are_one_version(device: Device) -> None:
    frozen = device.freeze()
    path, words = path_of(frozen), {"content": frozen.body}
    media = {"Content-Type": SUBMISSION_MEDIA, "Content-Digest": content_digest(frozen.body)}
    headers = [device.headers("PUT", path) | media for _ in range(6)]
    answers = at_once([partial(device.http.request, "PUT", path, headers=one, **words) for one in headers])
    assert sorted(answer.status_code for answer in answers) == [200, 200, 200, 200, 200, 201]
    assert len({strict_json.decode(answer.content, VersionState).receipt for answer in answers}) == 1


def test_of_two_that_build_on_the_same_head_one_is_received(own_devices: Devices, endpoint: Endpoint) -> None:
    first, second = own_devices(), own_devices(ready=False)
    second.enrol()
    endpoint.practice.approve(second.device_id)
    second.log_in()
    head: str | None = None
    for _ in range(5):
        kind: Kind = "correction" if head else "original"
        rivals = [(one, one.freeze(base=head, kind=kind)) for one in (first, second)]
        answers = at_once([partial(one.put, frozen) for one, frozen in rivals])
        assert sorted(answer.status_code for answer in answers) == [201, 409]
        won = next(
            frozen for (_, frozen), answer in zip(rivals, answers, strict=True) if answer.status_code == 201
        )
        lost = next(answer for answer in answers if answer.status_code == 409)
        refused = problem(lost, 409, "base-moved")
        assert refused.head is not None
        assert refused.head.version_id == won.version_id
        head = won.version_id
    history = read(first.call("GET", f"/v1/returns/{first.key()}"), ReturnState)
    chain = [version.base_version_id for version in history.versions]
    assert chain == [None, *(version.version_id for version in history.versions[:-1])]


def test_receipts_form_one_chain(endpoint: Endpoint, own_device: Device) -> None:
    filed = [own_device.freeze(f"JY.2025-{month}") for month in ("06", "07", "08", "09")]
    tokens = [read(own_device.put(frozen), VersionState, 201).receipt for frozen in filed]
    receipts = [unproven(token, Receipt) for token in tokens]
    assert [receipt.seq for receipt in receipts] == [1, 2, 3, 4]
    assert [receipt.prev for receipt in receipts] == [None, *(chain_digest(token) for token in tokens[:-1])]
    answer = own_device.raw("GET", "/v1/log/checkpoint")
    assert answer.headers["content-type"] == "application/jose"
    checkpoint = check_checkpoint(answer.text, own_device.endpoint.keys, "practice")
    assert (checkpoint.seq, checkpoint.head) == (4, chain_digest(tokens[-1]))


@pytest.mark.parametrize(
    ("promised", "minutes", "expected"), [(True, 30, "on_time"), (False, 30, "late"), (True, 125, "late")]
)
def test_what_was_promised_before_the_deadline_is_in_time(
    own_device: Device, promised: bool, minutes: int, expected: str
) -> None:
    """C9: committed to a minute before the deadline; the bytes come after it, or after what the promise allows."""
    clock = own_device.endpoint.clock
    due = read(own_device.call("GET", "/v1/obligations?period=2025-09"), Obligations)
    deadline = next(parse_time(item.deadline_at) for item in due.items if item.return_key == own_device.key())
    clock.ahead += deadline - timedelta(minutes=1) - clock.now()
    own_device.log_in()
    frozen = own_device.freeze()
    if promised:
        asked = CommitRequest(frozen.return_key, frozen.version_id, frozen.sealed_sha256, len(frozen.sealed))
        token = jws.sign(strict_json.encode(asked), own_device.keys.sig, "jibao-commit", kid=own_device.device_id)
        made = own_device.call(
            "POST", "/v1/commitments", token.encode(), JWS_MEDIA, Idempotency_Key=frozen.version_id
        )
        assert made.status_code == 201, made.text
    clock.ahead += timedelta(minutes=minutes)
    own_device.log_in()
    state = read(own_device.put(frozen), VersionState, 201)
    assert unproven(state.receipt, Receipt).timeliness == expected


def test_a_late_return_is_received_and_says_so(device: Device) -> None:
    frozen = device.freeze("JY.2025-08")
    state = read(device.put(frozen), VersionState, 201)
    assert unproven(state.receipt, Receipt).timeliness == "late"


@pytest.mark.parametrize(
    ("place", "status", "name"),
    [
        ("91440101MA5CT56783.JY.2025-09", 403, "not-your-return"),
        ("ZZ.2025-09", 404, "unknown-return"),
        ("JY.2025-01", 404, "unknown-return"),
        ("JY.2025", 404, "unknown-return"),
        ("JB.2025-09", 404, "unknown-return"),
        ("JY.2025-10", 409, "period-not-open"),
        ("JY.2023-06", 409, "period-closed"),
        ("JB.2027", 409, "period-not-open"),
    ],
)
def test_only_what_is_asked_for_can_be_filed(device: Device, place: str, status: int, name: str) -> None:
    problem(device.put(device.freeze(place)), status, name)


def test_a_retired_definition_is_refused(device: Device) -> None:
    problem(device.put(device.freeze(pack=PackRef("2020.1", "ab" * 32))), 409, "definition-retired")


def test_headers_of_the_body_are_checked_in_order(device: Device) -> None:
    frozen = device.freeze()
    path = path_of(frozen)
    digest = {"Content_Digest": content_digest(b"other")}
    problem(device.call("PUT", path, frozen.body, "application/json", **digest), 415, "unsupported-media")
    problem(device.call("PUT", path, frozen.body, SUBMISSION_MEDIA, **digest), 400, "digest-mismatch")
    problem(
        device.call("PUT", path, frozen.body, SUBMISSION_MEDIA, Content_Encoding="gzip"), 415, "unsupported-media"
    )
    large = b"x" * (4 * 1024 * 1024 + 1)
    problem(device.call("PUT", path, large, "application/json"), 413, "too-large")
    headers = device.headers("PUT", path) | {"Content-Type": SUBMISSION_MEDIA}
    problem(device.raw("PUT", path, content=frozen.body, headers=headers), 400, "digest-mismatch")
    chunks = iter([b"x" * 1_000_000] * 5)
    headers = device.headers("PUT", path) | {"Content-Type": SUBMISSION_MEDIA}
    problem(device.raw("PUT", path, content=chunks, headers=headers), 413, "too-large")


@pytest.mark.parametrize(
    ("body", "status", "name"),
    [
        (b"", 400, "malformed"),
        (b"\xff\x00", 400, "malformed"),
        (b"{}", 422, "schema"),
        (b"[]", 422, "schema"),
        (b'{"manifest":"a","manifest":"b","sealed":{}}', 400, "malformed"),
        (b"[" * 5000, 400, "malformed"),
        (b'{"manifest":"a.b.c","sealed":{"suite":"x","kid":"y","data":"z"},"more":1}', 422, "schema"),
        (b'{"manifest":"a.b.c","sealed":{"suite":"x","kid":"y","data":"z"}}', 400, "manifest-invalid"),
        (b'{"manifest":"","sealed":{"suite":"","kid":"","data":""}}', 400, "manifest-invalid"),
    ],
)
def test_junk_is_refused_by_name(device: Device, body: bytes, status: int, name: str) -> None:
    path = f"/v1/returns/{device.key()}/versions/{new_id()}"
    problem(device.call("PUT", path, body, SUBMISSION_MEDIA), status, name)


def test_ids_in_the_address_are_checked(device: Device) -> None:
    frozen = device.freeze()
    for path in (f"/v1/returns/{device.key()}/versions/1", f"/v1/returns/nobody/versions/{new_id()}"):
        problem(device.call("PUT", path, frozen.body, SUBMISSION_MEDIA), 400, "malformed")
    other = f"/v1/returns/{device.key()}/versions/{new_id()}"
    problem(device.call("PUT", other, frozen.body, SUBMISSION_MEDIA), 400, "manifest-invalid")
    moved = f"/v1/returns/{device.key('JY.2025-08')}/versions/{frozen.version_id}"
    problem(device.call("PUT", moved, frozen.body, SUBMISSION_MEDIA), 400, "manifest-invalid")


def resigned(device: Device, frozen: Frozen, **changed: object) -> bytes:
    manifest = jws.unverified(frozen.manifest_jws)
    told = strict_json.decode(manifest, dict) | changed
    kid = str(told["device_id"])
    token = jws.sign(strict_json.encode(told), device.keys.sig, "jibao-manifest", kid=kid)
    return submission_body(token, frozen.kid, frozen.sealed)


def test_a_manifest_for_elsewhere_is_refused(device: Device) -> None:
    frozen = device.freeze()
    early = (device.now() - timedelta(days=2)).isoformat(timespec="milliseconds")
    for changed in (
        {"env": "prod"},
        {"sealed_sha256": "00" * 32},
        {"device_id": new_id()},
        {"form": "YF"},
        {"made_at": early},
        {"v": 2},
        {"figures": {"JY001": "1"}},
    ):
        body = resigned(device, frozen, **changed)
        problem(device.call("PUT", path_of(frozen), body, SUBMISSION_MEDIA), 400, "manifest-invalid")
    sealed = strict_json.decode(frozen.body, dict)
    sealed["sealed"]["data"] = b64u(frozen.sealed[:-1] + bytes([frozen.sealed[-1] ^ 1]))
    body = strict_json.encode(sealed)
    problem(device.call("PUT", path_of(frozen), body, SUBMISSION_MEDIA), 400, "manifest-invalid")


def test_nobody_else_signs_for_the_firm(devices: Devices) -> None:
    mine, other = devices(), devices(another=True)
    stranger = mine.freeze(signer=Signer(mine.device_id, generate()))
    problem(mine.put(stranger), 400, "manifest-invalid")
    theirs = mine.freeze(signer=Signer(other.device_id, other.keys.sig))
    problem(mine.put(theirs), 400, "manifest-invalid")


def test_a_firm_sees_nothing_of_another(devices: Devices) -> None:
    mine, other = devices(), devices(another=True)
    frozen = mine.freeze()
    read(mine.put(frozen), VersionState, 201)
    problem(other.get(frozen), 404, "unknown-version")
    problem(other.call("GET", f"/v1/returns/{mine.key()}"), 403, "not-your-return")
    asked = strict_json.encode({"version_ids": [frozen.version_id]})
    answer = read(other.call("POST", "/v1/status:query", asked), StatusAnswer)
    assert [item.state for item in answer.items] == ["unknown"]
    same_id = other.freeze(version_id=frozen.version_id)
    read(other.put(same_id), VersionState, 201)


def test_status_of_many_at_once(device: Device) -> None:
    frozen = device.freeze()
    receipt = read(device.put(frozen), VersionState, 201).receipt
    asked = [new_id(), frozen.version_id, "no id at all"]
    answer = read(
        device.call("POST", "/v1/status:query", strict_json.encode({"version_ids": asked})), StatusAnswer
    )
    assert [item.version_id for item in answer.items] == asked
    assert [item.receipt for item in answer.items] == [None, receipt, None]
    device.decided(frozen)
    answer = read(
        device.call("POST", "/v1/status:query", strict_json.encode({"version_ids": asked})), StatusAnswer
    )
    assert answer.items[1].state == "accepted"
    assert answer.items[1].decision
    for body, status, name in ((b"{}", 422, "schema"), (b"{", 400, "malformed")):
        problem(device.call("POST", "/v1/status:query", body), status, name)
    many = strict_json.encode({"version_ids": [new_id() for _ in range(1001)]})
    problem(device.call("POST", "/v1/status:query", many), 422, "schema")


def test_etags_spare_answers_and_change_with_state(device: Device) -> None:
    frozen = device.freeze()
    fresh = device.put(frozen)
    device.decided(frozen)
    decided = device.get(frozen)
    assert decided.headers["etag"] != fresh.headers["etag"]
    same = device.get(frozen, If_None_Match=f'"x", {decided.headers["etag"]}')
    assert (same.status_code, same.content, same.headers["etag"]) == (304, b"", decided.headers["etag"])
    assert same.headers["stats-api"] == "1"
    assert device.get(frozen, If_None_Match=fresh.headers["etag"]).status_code == 200


def test_the_history_of_a_return(device: Device) -> None:
    empty = device.call("GET", f"/v1/returns/{device.key()}")
    assert read(empty, ReturnState) == ReturnState(device.key(), None, [])
    first = device.freeze()
    device.put(first)
    device.decided(first)
    second = device.freeze(base=first.version_id, kind="correction")
    device.put(second)
    device.decided(second)
    answer = device.call("GET", f"/v1/returns/{device.key()}")
    history = read(answer, ReturnState)
    assert history.head == second.version_id
    assert [(v.version_id, v.kind, v.state) for v in history.versions] == [
        (first.version_id, "original", "superseded"),
        (second.version_id, "correction", "accepted"),
    ]
    assert {v.device_name for v in history.versions} == {"财务室-PC1"}
    assert answer.headers["etag"] == f'"{second.version_id}:accepted"'
    etag = answer.headers["etag"]
    assert device.call("GET", f"/v1/returns/{device.key()}", If_None_Match=etag).status_code == 304
    problem(device.call("GET", f"/v1/returns/{device.firm}.ZZ.2025-09"), 404, "unknown-return")
    problem(device.call("GET", "/v1/returns/nobody"), 400, "malformed")


def test_an_unknown_version_is_not_found(device: Device) -> None:
    refused = problem(device.get(device.freeze()), 404, "unknown-version")
    assert refused.retry == "proceed"
    frozen = device.freeze()
    device.put(frozen)
    problem(
        device.call("GET", f"/v1/returns/{device.key('JY.2025-08')}/versions/{frozen.version_id}"),
        404,
        "unknown-version",
    )


def test_attachments_are_not_received_yet(device: Device) -> None:
    frozen = device.freeze()
    manifest = unproven(frozen.manifest_jws, Manifest)
    named = [{"id": "a1", "upload": "u1", "size": 1, "sha256": "00" * 32}]
    assert manifest.attachments == []
    body = resigned(device, frozen, attachments=named)
    problem(device.call("PUT", path_of(frozen), body, SUBMISSION_MEDIA), 409, "attachments-incomplete")
